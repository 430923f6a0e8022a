"""Everything the stand-in knows, changed in one thread and waited on from others."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from tests.standin.clock import Clock, Snowflakes

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.standin.channels import Channel
    from tests.standin.commands import Command
    from tests.standin.gateway import Gateway
    from tests.standin.interactions import Interaction
    from tests.standin.messages import Message
    from tests.standin.program import Program
    from tests.standin.servers import Server
    from tests.standin.users import User

T = TypeVar("T")
JSON = dict[str, Any]


@dataclass
class Request:
    """One request of the bot, and how it was answered."""

    method: str
    path: str
    body: Any
    when: float
    query: dict[str, str] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    status: int | None = None

    def __str__(self) -> str:
        return f"{self.when:9.3f} {self.method} {self.path} -> {self.status or 'not answered yet'}"


class World:
    """Users, servers, channels, messages, commands, and what happened."""

    bot: User
    application: int
    gateway: Gateway

    def __init__(self, token: str) -> None:
        self.token = token
        self.revoked = False
        self.changes = threading.Condition()
        self.loop = asyncio.new_event_loop()
        self.thread: int | None = None
        self.clock = Clock(self.changed)
        self.snowflake = Snowflakes()
        self.users: dict[int, User] = {}
        self.servers: dict[int, Server] = {}
        self.channels: dict[int, Channel] = {}
        self.messages: dict[int, Message] = {}
        self.interactions: dict[int, Interaction] = {}
        self.commands: dict[int | None, dict[int, Command]] = {None: {}}
        self.created: Counter[int | None] = Counter()
        self.nonces: dict[tuple[int, str], tuple[float, Message]] = {}
        self.files: dict[str, bytes] = {}
        self.requests: list[Request] = []
        self.violations: list[str] = []
        self.programs: list[Program] = []

    def changed(self) -> None:
        """Let everybody who waits look again."""
        with self.changes:
            self.changes.notify_all()

    def do(self, change: Callable[[], T]) -> T:
        """Make a change in the one thread that may; other threads wait for it."""
        if threading.get_ident() == self.thread:
            return change()

        async def changing() -> T:
            with self.changes:
                done = change()
                self.changes.notify_all()
            return done

        return asyncio.run_coroutine_threadsafe(changing(), self.loop).result(timeout=30)

    def wait(self, condition: Callable[[], Any], wanted: str, *, within: float = 20.0) -> None:
        """Wait until something holds; say what was waited for if it never does."""
        with self.changes:
            held = self.changes.wait_for(condition, timeout=within)
        if not held:
            raise AssertionError(f"waited {within:g} s for {wanted}\n{self.story()}")

    def story(self) -> str:
        """Tell what happened last, for whoever reads why a test failed."""
        requests = [str(one) for one in deque(self.requests, 12)]
        logs = [line for program in self.programs for line in deque(program.log, 25)]
        parts = (("violations", self.violations), ("last requests", requests), ("log", logs))
        return "\n".join(f"{name}:\n  " + "\n  ".join(lines or ["none"]) for name, lines in parts)

    def violate(self, *words: str) -> None:
        """Remember that the bot did what Discord forbids."""
        self.violations += words

    def direct(self, user: User) -> Channel:
        """Return the conversation between somebody and the bot, made when first needed."""
        from tests.standin.channels import DIRECT, Channel

        for channel in self.channels.values():
            if channel.recipient is user:
                return channel
        made = Channel(self, self.snowflake(), DIRECT, recipient=user)
        self.channels[made.id] = made
        return made
