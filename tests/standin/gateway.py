"""The gateway: one socket a session, over which the bot is told what happens."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from tests.standin.events import PRIVILEGED, Event
from tests.standin.sessions import Connection, Session

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.standin.world import JSON, World

HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME = 1, 2, 3, 4, 6
RECONNECT, MEMBERS, INVALID, HELLO, ACK = 7, 8, 9, 10, 11
UNKNOWN_OP, NOT_JSON, NOT_AUTHENTICATED, WRONG_TOKEN, TWICE = 4001, 4002, 4003, 4004, 4005
GOODBYE = {1000, 1001}  # a bot that closes with these does not mean to resume
WRONG_SHARD, WRONG_INTENTS, DISALLOWED_INTENTS = 4010, 4013, 4014
APART = 5.0
BEGUN_TOO_SOON = "two sessions of a bucket of shards were begun within 5 s"
HURRIED = "the bot sent the gateway more than 120 events within a minute"


class Gateway:
    """All sessions and the sockets they hang on."""

    def __init__(self, world: World, heartbeat: float, privileged: Iterable[str]) -> None:
        self.world = world
        self.heartbeat = heartbeat
        self.privileged = frozenset(privileged)
        self.url = ""
        self.sessions: list[Session] = []
        self.connections: set[Connection] = set()
        self.refused: list[int] = []  # with what codes the bot was sent away
        self.recommended = 1  # how many shards the bot is told to have
        self.concurrency = 1  # how many sessions may be begun in five seconds, one a bucket
        self.patient = True  # whether it is held against a bot to begin them faster
        self.begun: dict[int, float] = {}

    def dispatch(self, event: Event) -> None:
        """Tell every session that asked for such events."""
        for session in self.sessions:
            if session.valid and event.is_for(*session.shard):
                session.tell(event)

    async def answer(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one connection until it ends."""
        socket = web.WebSocketResponse(timeout=1.0)
        await socket.prepare(request)
        connection = Connection(socket, request, asyncio.Queue(), self.heartbeat)
        self.connections.add(connection)
        connection.send(HELLO, {"heartbeat_interval": int(self.heartbeat * 1000), "_trace": []})
        writing = asyncio.create_task(self._write(connection))
        try:
            await self._read(connection)
        finally:
            writing.cancel()
            self.world.do(lambda: self._left(connection))
        return socket

    @staticmethod
    async def _write(connection: Connection) -> None:
        while not connection.socket.closed:
            frame = await connection.frames.get()
            try:
                await connection.socket.send_str(frame)
            except ConnectionError:
                return

    async def _read(self, connection: Connection) -> None:
        async for message in connection.socket:
            if message.type is not WSMsgType.TEXT:
                continue
            code = self._take(connection, message.data)
            if code is not None:
                self.refused.append(code)
                await connection.socket.close(code=code)

    def _take(self, connection: Connection, text: str) -> int | None:
        """Take one frame of the bot; return the code to close with, if any."""
        with self.world.changes:
            self.world.changes.notify_all()
            try:
                frame = json.loads(text)
                op, data = frame["op"], frame.get("d")
            except (ValueError, TypeError, KeyError):
                return NOT_JSON
            if connection.hurried():
                self.world.violate(HURRIED)
            return self._handle(connection, op, data)

    def _handle(self, connection: Connection, op: int, data: Any) -> int | None:
        if op == HEARTBEAT:
            self._beat(connection)
            return None
        if op == IDENTIFY:
            return self._identify(connection, data)
        if op == RESUME:
            return self._resume(connection, data)
        if connection.session is None:
            return NOT_AUTHENTICATED
        return None if op in {PRESENCE, VOICE, MEMBERS} else UNKNOWN_OP

    def _beat(self, connection: Connection) -> None:
        if connection.session is not None:
            connection.session.beat(connection)
        connection.beaten = time.monotonic()
        connection.send(ACK)

    def _identify(self, connection: Connection, data: JSON) -> int | None:
        if connection.session is not None:
            return TWICE
        if self.world.revoked or data.get("token") != self.world.token:
            return WRONG_TOKEN
        if (refused := self._refused(data)) is not None:
            return refused
        number, count = data.get("shard", (0, 1))
        if self._too_soon(number):
            self.world.violate(BEGUN_TOO_SOON)
            connection.send(INVALID, False)
        else:
            self._begin(Session(data["intents"], (number, count)), connection)
        return None

    def _refused(self, data: JSON) -> int | None:
        if not isinstance(intents := data.get("intents"), int):
            return WRONG_INTENTS
        if any(intents & PRIVILEGED[one] for one in PRIVILEGED.keys() - self.privileged):
            return DISALLOWED_INTENTS
        return None if _is_shard(data.get("shard", [0, 1])) else WRONG_SHARD

    def _too_soon(self, shard: int) -> bool:
        bucket, now = shard % self.concurrency, time.monotonic()
        before, self.begun[bucket] = self.begun.get(bucket), now
        return self.patient and before is not None and now - before < APART

    def _begin(self, session: Session, connection: Connection) -> None:
        self._connect(session, connection)
        self.sessions.append(session)
        servers = [one for one in self.world.servers.values() if one.installed]
        told = [Event("GUILD_CREATE", one.json | {"unavailable": False}, 1) for one in servers]
        told = [one for one in told if one.is_for(*session.shard)]
        away = [{"id": one.data["id"], "unavailable": True} for one in told]
        session.tell(Event("READY", self._ready(session, away)))
        for one in told:
            session.tell(one)

    def _ready(self, session: Session, away: list[JSON]) -> JSON:
        return {
            "v": 10,
            "user": self.world.bot.json | {"verified": True, "mfa_enabled": False, "flags": 0},
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "shard": [*session.shard],
            "application": {"id": str(self.world.application), "flags": self.flags},
            "guilds": away,
            "private_channels": [],
        }

    @property
    def flags(self) -> int:
        """Return which privileged intents the application was granted."""
        places = {"GUILD_PRESENCES": 13, "GUILD_MEMBERS": 15, "MESSAGE_CONTENT": 19}
        return sum(1 << places[one] for one in self.privileged)

    def _resume(self, connection: Connection, data: JSON) -> int | None:
        if self.world.revoked or data.get("token") != self.world.token:
            return WRONG_TOKEN
        known = {one.id: one for one in self.sessions if one.valid}
        session, number = known.get(str(data.get("session_id"))), data.get("seq")
        if session is None or not isinstance(number, int) or number > len(session.told):
            connection.send(INVALID, False)
            return None
        session.delivered = number
        session.resumed += 1
        self._connect(session, connection)
        session.tell(Event("RESUMED", {}))
        return None

    @staticmethod
    def _connect(session: Session, connection: Connection) -> None:
        if session.connection is not None:
            session.connection.session = None
        session.connection, connection.session = connection, session

    def _left(self, connection: Connection) -> None:
        self.connections.discard(connection)
        session = connection.session
        if session is not None and session.connection is connection:
            session.overdue = session.late
            session.connection = None
            session.closed_with = connection.socket.close_code
            if connection.socket.close_code in GOODBYE and not connection.dropped:
                session.valid = False
        self.world.changed()


def _is_shard(shard: Any) -> bool:
    numbers = isinstance(shard, list) and len(shard) == 2 and all(type(n) is int for n in shard)
    return numbers and 0 <= shard[0] < shard[1]
