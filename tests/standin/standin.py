"""Discord on this machine: an address for HTTP, one for the gateway, and levers."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

from tests.standin.outages import Outages
from tests.standin.people import Member
from tests.standin.servers import Server, founded
from tests.standin.users import User

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    from tests.standin.channels import Channel
    from tests.standin.clock import Clock
    from tests.standin.commands import Command
    from tests.standin.messages import Message
    from tests.standin.sessions import Session
    from tests.standin.world import JSON, Request


class StandIn(Outages):
    """A stand-in for Discord that a real program talks to over real sockets.

    Leaving it raises AssertionError if the bot did what Discord forbids.
    """

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        if kind is None and self.violations:
            raise AssertionError("the bot broke Discord's rules:\n" + "\n".join(self.violations))

    @property
    def token(self) -> str:
        """Return the bot's token."""
        return self.world.token

    @property
    def bot(self) -> User:
        """Return the bot as a user."""
        return self.world.bot

    @property
    def clock(self) -> Clock:
        """Return the clock by which tokens expire."""
        return self.world.clock

    @property
    def requests(self) -> list[Request]:
        """Return every request so far."""
        return self.world.requests

    @property
    def violations(self) -> list[str]:
        """Return what the bot did that Discord forbids."""
        return self.world.violations

    @property
    def sessions(self) -> list[Session]:
        """Return the gateway's sessions, the last one last."""
        return self.world.gateway.sessions

    @property
    def ready(self) -> bool:
        """Tell whether the bot listens."""
        return any(one.connected and one.valid for one in self.sessions)

    @property
    def shards(self) -> list[tuple[int, int]]:
        """Return which shards listen, each with how many there are; more than once if so."""
        return sorted(one.shard for one in self.sessions if one.connected and one.valid)

    def recommends(self, shards: int, *, at_once: int = 1) -> None:
        """Recommend a number of shards, of which so many may begin at once every five seconds."""
        gateway = self.world.gateway
        gateway.recommended, gateway.concurrency = shards, at_once

    def commands(self, server: Server | None = None) -> list[Command]:
        """Return what is registered everywhere, or in one server."""
        return [*self.world.commands.get(None if server is None else server.id, {}).values()]

    def wait(self, condition: Callable[[], Any], wanted: str, *, within: float = 20.0) -> None:
        """Wait until something holds; say what was waited for if it never does."""
        self.world.wait(condition, wanted, within=within)

    def server(
        self,
        name: str,
        *,
        installed: bool = True,
        shard: tuple[int, int] = (0, 1),
        at: int | None = None,
    ) -> Server:
        """Make a server, of which a shard is told; or with the id that it has for another bot."""
        id_ = at or self.world.snowflake.of(*shard)
        return self.world.do(lambda: founded(self.world, name, id_, installed=installed))

    def person(self, name: str) -> Member:
        """Make somebody who is in no server, and can only write to the bot alone."""
        user = User(self.world.snowflake(), name)
        self.world.do(lambda: self.world.users.update({user.id: user}))
        return Member(self.world, user, None)

    def direct(self, who: Member | User) -> Channel:
        """Return the conversation between somebody and the bot."""
        user = who.user if isinstance(who, Member) else who
        return self.world.do(lambda: self.world.direct(user))

    def upload(self, name: str, content: bytes, size: int | None = None) -> JSON:
        """Return a file that somebody gives a command, said to be of its size or of another."""
        number = str(self.world.snowflake())
        self.world.do(lambda: self.world.files.update({f"1/{number}/{name}": content}))
        url = f"{self.cdn}/1/{number}/{name}"
        size = len(content) if size is None else size
        return {"id": number, "filename": name, "size": size, "url": url, "proxy_url": url}

    def content(self, file: JSON) -> bytes:
        """Return what a file holds that was attached to a message."""
        return self.world.files[f"1/{file['id']}/{file['filename']}"]

    def said(self, message: int) -> Message | None:
        """Return the message with an id, unless it was deleted."""
        return self.world.messages.get(message)

    @contextmanager
    def expect_violation(self, words: str = "") -> Iterator[list[str]]:
        """Expect the bot to break a rule within, and forgive it."""
        before = len(self.violations)
        found: list[str] = []
        yield found
        found += self.violations[before:]
        del self.violations[before:]
        assert any(words in one for one in found), f"no violation {words!r} among {found}"
