"""A client with several shards, which connect one after the other and fail one by one."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog
from discord.ext import commands
from discord.gateway import ReconnectWebSocket

from bot.gateway.errors import UnreachableError
from bot.gateway.identify_turns import IdentifyTurns, NotYetError
from bot.servers.shards import SINGLE_SHARD, Shards

if TYPE_CHECKING:
    from yarl import URL

_log = structlog.get_logger(__name__)


class _RetryError(Exception):
    """Raised when discord.py begins its next attempt from within the one that failed."""


class ShardedClient(commands.AutoShardedBot):
    """A client whose process runs some of the bot's shards, and takes turns to identify."""

    def __init__(self, turns: IdentifyTurns, **options: Any) -> None:  # noqa: ANN401 - discord.py's own
        super().__init__(**options, shard_count=SINGLE_SHARD.count)
        self.turns, self.own_shards = turns, SINGLE_SHARD
        self.ready_shards: set[int] = set()
        self._launching = False
        parsers = self._connection.parsers
        for name, parse in parsers.items():
            parsers[name] = partial(self._parse, name, parse)

    def assign_shards(self, shards: Shards) -> None:
        """Run these shards; to be called before any of them connects."""
        self.own_shards = shards
        self.shard_ids, self.shard_count = list(shards.ids), shards.count

    @property
    def unconnected(self) -> Sequence[int]:
        """The shards of this process that are not connected."""
        return [shard for shard in self.own_shards.ids if not self._connected(shard)]

    def servers_of(self, shards: Shards) -> list[int]:
        """Return the ids of the servers of some shards."""
        return [guild.id for guild in self.guilds if shards.include_server(guild.id)]

    async def launch_shard(self, gateway: "URL", shard_id: int, *, initial: bool = False) -> None:
        """Connect a shard for the first time.

        Raises UnreachableError if nothing answers at the address, unless another shard is already
        connected; then this one is tried until it is too.
        """
        del initial
        if self._launching:
            raise _RetryError
        while True:
            await self.turns.wait_until_near(shard_id)
            self._launching = True
            try:
                await super().launch_shard(gateway, shard_id)
            except _RetryError as retry:
                failed = retry.__context__
                if not self.shards and not isinstance(failed, NotYetError):
                    raise UnreachableError(str(gateway), type(failed).__name__) from failed
            else:
                return self._allow_resuming(shard_id)
            finally:
                self._launching = False

    def _allow_resuming(self, shard_id: int) -> None:
        """Let a shard resume its session even if its first attempt to reconnect fails.

        discord.py allows it only for a client of one shard; others would miss events meanwhile.
        """
        info = self.get_shard(shard_id)
        if info is None:
            return
        shard = info._parent  # noqa: SLF001

        async def reconnect() -> None:
            resume = shard.ws.session_id is not None
            await shard.reidentify(ReconnectWebSocket(shard_id, resume=resume))

        shard.reconnect = reconnect  # type: ignore[method-assign]

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait for the turn of a shard that is about to identify."""
        del initial
        await self.turns.take(shard_id or 0)

    async def on_shard_disconnect(self, shard_id: int) -> None:
        """Note that a shard is disconnected."""
        self.ready_shards.discard(shard_id)

    def _connected(self, shard_id: int) -> bool:
        shard = self.get_shard(shard_id)
        return shard_id in self.ready_shards and shard is not None and not shard.is_closed()

    def _parse(self, name: str, parse: Callable[[Any], None], data: Any) -> None:  # noqa: ANN401
        """Parse an event; one on which discord.py fails is skipped.

        Otherwise the exception would end the process with all of its shards.
        """
        if name == "READY":
            self._begin_session(data)
        try:
            parse(data)
        except Exception:
            if name == "READY":
                raise
            _log.exception("defect", during=name, remedy="the event is left out; report this line")
        if name == "RESUMED":
            self.ready_shards.add(data["__shard_id__"])

    def _begin_session(self, data: Any) -> None:  # noqa: ANN401
        """Forget the shard's servers: discord.py would keep those that were left meanwhile."""
        shard_id = data.get("shard", (0,))[0]
        self.ready_shards.add(shard_id)
        shard = Shards((shard_id,), self.own_shards.count)
        for guild in [guild for guild in self.guilds if shard.include_server(guild.id)]:
            self._connection._remove_guild(guild)  # noqa: SLF001 - as it does with one shard
