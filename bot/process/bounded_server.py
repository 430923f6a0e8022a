"""An HTTP server whose descriptors cannot be held by requests that are never finished."""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

MAX_CONNECTIONS = 32
"""Connections that are open at once; one more closes the oldest of them."""

REQUEST_SECONDS = 30
"""Seconds after which a connection is closed, however far its request has come."""

Respond = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


class BoundedServer(web.Server):
    """Bounds the number and the time of connections: aiohttp waits for a request without end."""

    def __init__(self, respond: Respond) -> None:
        super().__init__(respond, access_log=None)
        self._open: dict[web.RequestHandler, tuple[asyncio.Transport, asyncio.TimerHandle]] = {}

    def connection_made(self, handler: web.RequestHandler, transport: asyncio.Transport) -> None:
        """Give a new connection its time and its place, which may be the oldest one's."""
        super().connection_made(handler, transport)
        if len(self._open) >= MAX_CONNECTIONS:
            self._abort(next(iter(self._open)))
        timer = asyncio.get_running_loop().call_later(REQUEST_SECONDS, self._abort, handler)
        self._open[handler] = transport, timer

    def connection_lost(
        self, handler: web.RequestHandler, exc: BaseException | None = None
    ) -> None:
        """Give a connection's place back."""
        super().connection_lost(handler, exc)
        if handler in self._open:
            _, timer = self._open.pop(handler)
            timer.cancel()

    def _abort(self, handler: web.RequestHandler) -> None:
        """Close a connection, whether or not its other end reads what was sent."""
        transport, timer = self._open.pop(handler)
        timer.cancel()
        transport.abort()
