"""A session of the gateway: what it asked for, what it was told, how steadily it beat."""

from __future__ import annotations

import json
import secrets
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio

    from aiohttp import web

    from tests.standin.events import Event


@dataclass(eq=False)
class Connection:
    """One socket of the bot, with the frames that wait to be sent."""

    socket: web.WebSocketResponse
    request: web.Request
    frames: asyncio.Queue[str]
    interval: float
    beaten: float = field(default_factory=time.monotonic)
    received: deque[float] = field(default_factory=lambda: deque(maxlen=120))
    session: Session | None = None
    dropped: bool = False  # by the stand-in, whatever the bot answers to that

    def send(self, op: int, data: Any = None) -> None:
        """Send what is no event."""
        self.frames.put_nowait(json.dumps({"op": op, "d": data, "s": None, "t": None}))

    @property
    def overdue(self) -> float:
        """Return by how much the heartbeat is late now, in seconds."""
        return max(0.0, time.monotonic() - self.beaten - self.interval)

    def hurried(self) -> bool:
        """Count one event from the bot; tell whether it sends more than 120 a minute."""
        now = time.monotonic()
        full = len(self.received) == self.received.maxlen and now - self.received[0] < 60
        self.received.append(now)
        return full


@dataclass(eq=False)
class Session:
    """What the bot identified for, and everything it has been told since."""

    intents: int
    shard: tuple[int, int] = (0, 1)
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    told: list[str] = field(default_factory=list)  # the frame numbered n is at n - 1
    names: list[str] = field(default_factory=list)
    delivered: int = 0
    connection: Connection | None = None
    resumed: int = 0
    closed_with: int | None = None
    heartbeats: list[float] = field(default_factory=list)
    overdue: list[float] = field(default_factory=list)
    valid: bool = True
    held: bool = False  # whether events wait although there is a connection

    @property
    def connected(self) -> bool:
        """Tell whether the bot listens."""
        return self.connection is not None

    @property
    def late(self) -> list[float]:
        """Return by how much heartbeats were late, where it was more than an interval."""
        now = self.connection
        running = [now.overdue] if now is not None and now.overdue > now.interval else []
        return self.overdue + running

    def tell(self, event: Event) -> None:
        """Tell of an event, now or when the bot listens again."""
        data = event.seen_with(self.intents)
        if data is None:
            return
        number = len(self.told) + 1
        self.told.append(json.dumps({"op": 0, "s": number, "t": event.name, "d": data}))
        self.names.append(event.name)
        self.flush()

    def flush(self) -> None:
        """Send what has not been delivered over this connection."""
        if self.connection is None or self.held:
            return
        for frame in self.told[self.delivered :]:
            self.connection.frames.put_nowait(frame)
        self.delivered = len(self.told)

    def beat(self, connection: Connection) -> None:
        """Take a heartbeat."""
        self.heartbeats.append(time.monotonic())
        if connection.overdue > connection.interval:
            self.overdue.append(connection.overdue)
