"""The sockets of the stand-in, served in a thread with a loop of its own."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.standin.discord import contract as described
from tests.standin.faults import Faults
from tests.standin.gateway import Gateway
from tests.standin.rest import BASE, CDN, Rest
from tests.standin.users import User
from tests.standin.world import World

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable

    from tests.standin.contract import Contract

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.standin.not-a-real-token"  # noqa: S105
HOST = "127.0.0.1"


class Listening:
    """A world that can be reached over HTTP and over a gateway."""

    def __init__(
        self,
        *,
        heartbeat: float = 41.25,
        privileged: Iterable[str] = (),
        token: str = TOKEN,
        contract: Contract | None = None,
    ) -> None:
        """Make one that holds the bot to a contract: Discord's own description, unless told."""
        self.world = World(token)
        self.world.application = self.world.snowflake()
        self.world.bot = User(self.world.snowflake(), "Concordance", bot=True)
        self.world.users[self.world.bot.id] = self.world.bot
        self.world.gateway = Gateway(self.world, heartbeat, privileged)
        self.faults = Faults(self.world)
        self.port = 0
        held = contract or described()
        self._runner = web.AppRunner(self._routes(held), access_log=None, shutdown_timeout=0.1)
        self._site: web.TCPSite | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._thread = threading.Thread(target=self._live, name="stand-in", daemon=True)

    def _routes(self, contract: Contract) -> web.Application:
        rest = Rest(self.world, contract, self.faults)
        routes = web.Application(client_max_size=32 << 20)
        for path in ("/gateway", "/gateway/"):
            routes.router.add_get(path, self.world.gateway.answer)
        routes.router.add_route("*", BASE + "/{path:.*}", rest.answer)
        routes.router.add_get(CDN + "/{path:.*}", rest.file)
        return routes

    @property
    def api(self) -> str:
        """Return the address of the HTTP interface."""
        return f"http://{HOST}:{self.port}{BASE}"

    @property
    def cdn(self) -> str:
        """Return the address of the files that people give."""
        return f"http://{HOST}:{self.port}{CDN}"

    @property
    def gateway(self) -> str:
        """Return the address of the gateway."""
        return f"ws://{HOST}:{self.port}/gateway"

    def start(self) -> None:
        """Begin to listen."""
        started = threading.Event()
        self.world.loop.call_soon(started.set)
        self._thread.start()
        started.wait()
        self.run(self._runner.setup())
        self.run(self.open())

    def stop(self) -> None:
        """Cut every connection and listen no more."""
        self.faults.clear()
        self.run(self._close())
        self.world.loop.call_soon_threadsafe(self.world.loop.stop)
        self._thread.join()
        self.world.loop.close()

    def _live(self) -> None:
        self.world.thread = threading.get_ident()
        asyncio.set_event_loop(self.world.loop)
        self.world.loop.run_forever()

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something in the loop and wait for it."""
        asyncio.run_coroutine_threadsafe(work, self.world.loop).result(timeout=30)

    def later(self, work: Coroutine[Any, Any, Any]) -> None:
        """Do something in the loop, called within it, without waiting."""
        task = self.world.loop.create_task(work)
        self._tasks.add(task)  # the loop itself would forget it
        task.add_done_callback(self._tasks.discard)

    async def open(self) -> None:
        """Accept connections, at the same address as before."""
        self._site = web.TCPSite(self._runner, HOST, self.port)
        await self._site.start()
        self.port = self._runner.addresses[0][1]
        self.world.gateway.url = self.gateway

    async def shut(self) -> None:
        """Accept no connections, and cut those there are."""
        assert self._site is not None
        await self._site.stop()
        self._cut_all()

    async def _close(self) -> None:
        self._cut_all()
        await self._runner.cleanup()
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def _cut_all(self) -> None:
        for connection in [*self.world.gateway.connections]:
            cut(connection.request.transport)
        for handler in [*self._runner.server.connections] if self._runner.server else []:
            cut(handler.transport)


def cut(transport: asyncio.BaseTransport | None) -> None:
    """Cut a connection without a word."""
    if isinstance(transport, asyncio.Transport):
        transport.abort()
