"""A peer without a library that listens to the gateway, frame by frame."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType

from tests.standin import events

if TYPE_CHECKING:
    from tests.standin import StandIn

INTENTS = events.GUILDS | events.GUILD_MESSAGES | events.DIRECT_MESSAGES


@dataclass
class Listener:
    """One connection to the gateway."""

    discord: StandIn
    socket: ClientWebSocketResponse
    seen: int = 0

    async def next(self) -> dict[str, Any]:
        """Return the next frame."""
        message = await self.socket.receive(timeout=20)
        assert message.type is WSMsgType.TEXT, message
        frame: dict[str, Any] = message.json()
        self.seen = frame["s"] or self.seen
        return frame

    async def until(self, name: str) -> dict[str, Any]:
        """Return what the next event of this name tells."""
        while (frame := await self.next())["t"] != name:
            pass
        told: dict[str, Any] = frame["d"]
        return told

    async def send(self, op: int, data: Any = None) -> None:
        """Send one frame."""
        await self.socket.send_json({"op": op, "d": data})

    async def identify(
        self, intents: int = INTENTS, token: str | None = None, shard: object = None
    ) -> None:
        """Begin a session."""
        data = {"token": token or self.discord.token, "intents": intents, "properties": {}}
        await self.send(2, data if shard is None else data | {"shard": shard})

    async def begin(self, intents: int = INTENTS, shard: object = None) -> dict[str, Any]:
        """Begin a session and return what it is told first."""
        await self.identify(intents, shard=shard)
        return await self.until("READY")

    async def resume(self, session: str, number: int) -> None:
        """Go on with a session."""
        data = {"token": self.discord.token, "session_id": session, "seq": number}
        await self.send(6, data)

    async def closed(self) -> int | None:
        """Return with what code the stand-in ends the connection."""
        while not self.socket.closed:
            await self.socket.receive(timeout=20)
        return self.socket.close_code


Connect = Callable[[], Awaitable[Listener]]


def talk(
    discord: StandIn,
    conversation: Callable[[Connect], Awaitable[None]],
    *,
    patient: bool = False,
) -> None:
    """Hold a conversation with the gateway over as many connections as it makes.

    Sessions may be begun one after the other, unless the stand-in is to be patient with none.
    """
    discord.world.gateway.patient = patient

    async def talking() -> None:
        async with ClientSession() as session:

            async def connect() -> Listener:
                listener = Listener(discord, await session.ws_connect(discord.gateway))
                assert (await listener.next())["op"] == 10
                return listener

            await conversation(connect)

    asyncio.run(asyncio.wait_for(talking(), timeout=30))
