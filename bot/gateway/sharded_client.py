"""A bot of several shards: how they connect, one after the other, and what one does not end."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog
from discord.ext import commands
from discord.gateway import ReconnectWebSocket

from bot.gateway.errors import UnreachableError
from bot.gateway.identify_turns import IdentifyTurns, NotYetError
from bot.servers.shards import ALONE, Shards

if TYPE_CHECKING:
    from yarl import URL

_log = structlog.get_logger(__name__)


class _AgainError(Exception):
    """discord.py begins its next attempt, from within the one that failed."""


class ShardedClient(commands.AutoShardedBot):
    """A bot whose process has some of its shards, and takes turns with the others."""

    def __init__(self, turns: IdentifyTurns, **options: Any) -> None:  # noqa: ANN401 - discord.py's own
        super().__init__(**options, shard_count=ALONE.count)
        self.turns, self.own_shards = turns, ALONE
        self.begun: set[int] = set()
        self._launching = False
        parsers = self._connection.parsers
        for name, parse in parsers.items():
            parsers[name] = partial(self._parsed, name, parse)

    def take_on(self, own: Shards) -> None:
        """Have these shards, before any of them connects."""
        self.own_shards = own
        self.shard_ids, self.shard_count = list(own.ids), own.count

    @property
    def unconnected(self) -> Sequence[int]:
        """The shards of the process that listen to nothing now."""
        return [one for one in self.own_shards.ids if not self._connected(one)]

    def servers_of(self, shards: Shards) -> list[int]:
        """Return the servers of some shards that the bot is in."""
        return [guild.id for guild in self.guilds if shards.have(guild.id)]

    async def launch_shard(self, gateway: "URL", shard_id: int, *, initial: bool = False) -> None:
        """Connect a shard for the first time.

        Raises UnreachableError where nothing answers at the address; once it has answered, it
        is tried again and again.
        """
        del initial
        if self._launching:
            raise _AgainError
        while True:
            await self.turns.near(shard_id)
            self._launching = True
            try:
                await super().launch_shard(gateway, shard_id)
            except _AgainError as again:
                failed = again.__context__
                if not self.shards and not isinstance(failed, NotYetError):
                    raise UnreachableError(str(gateway), type(failed).__name__) from failed
            else:
                return self._let_resume(shard_id)
            finally:
                self._launching = False

    def _let_resume(self, shard_id: int) -> None:
        """Let a shard go on with its session also where it could not connect at once.

        discord.py lets a bot of one shard do so; one of several would miss what is asked meanwhile.
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
        """Wait for the turn of a shard that begins a session."""
        del initial
        await self.turns.take(shard_id or 0)

    async def on_shard_disconnect(self, shard_id: int) -> None:
        """Note that a shard listens no more."""
        self.begun.discard(shard_id)

    def _connected(self, shard_id: int) -> bool:
        shard = self.get_shard(shard_id)
        return shard_id in self.begun and shard is not None and not shard.is_closed()

    def _parsed(self, name: str, parse: Callable[[Any], None], data: Any) -> None:  # noqa: ANN401
        """Take an event in; one that discord.py stumbles over is left out, and ends nothing.

        It would end the process with all of its shards.
        """
        if name == "READY":
            self._begin(data)
        try:
            parse(data)
        except Exception:
            if name == "READY":
                raise
            _log.exception("defect", during=name, remedy="the event is left out; report this line")
        if name == "RESUMED":
            self.begun.add(data["__shard_id__"])

    def _begin(self, data: Any) -> None:  # noqa: ANN401
        """Forget a shard's servers of before: discord.py would keep those left meanwhile."""
        shard_id = data.get("shard", (0,))[0]
        self.begun.add(shard_id)
        of_it = Shards((shard_id,), self.own_shards.count)
        for guild in [guild for guild in self.guilds if of_it.have(guild.id)]:
            self._connection._remove_guild(guild)  # noqa: SLF001 - as it does with one shard
