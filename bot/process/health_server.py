"""What a supervisor may ask the process: whether it lives, is ready, and what it measures."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.process.metrics import Metrics

_log = structlog.get_logger(__name__)

HOST = "127.0.0.1"
"""Nobody beyond this machine may ask; a container's own supervisor is within it."""

Ready = Callable[[], Awaitable[Mapping[str, str | None]]]
"""Tells what each part lacks: None where it is ready."""


@asynccontextmanager
async def told(port: int | None, metrics: Metrics, ready: Ready) -> AsyncIterator[int | None]:
    """Answer /healthz, /readyz and /metrics on a port, 0 for any; None is not at all.

    Yields the port. One that is taken is a line in the log: members are answered all the same.
    """
    if port is None:
        yield None
        return
    runner = web.AppRunner(_application(metrics, ready), access_log=None)
    await runner.setup()
    try:
        yield await _opened(runner, port)
    finally:
        await runner.cleanup()


async def _opened(runner: web.AppRunner, port: int) -> int | None:
    try:
        await web.TCPSite(runner, HOST, port).start()
    except OSError as error:
        remedy = "end what listens there, or set CONCORDANCE_HTTP_PORT to another port"
        _log.error("unwatched", port=port, problem=error.strerror, remedy=remedy)
        return None
    number: int = runner.addresses[0][1]
    _log.info("watched", port=number)
    return number


def _application(metrics: Metrics, ready: Ready) -> web.Application:
    async def alive(_: web.Request) -> web.Response:
        return web.Response(text="alive\n")

    async def is_ready(_: web.Request) -> web.Response:
        parts = await ready()
        lacking = {part: problem for part, problem in parts.items() if problem is not None}
        body = {part: problem or "ready" for part, problem in parts.items()}
        return web.Response(
            text=json.dumps(body, ensure_ascii=False) + "\n",
            status=503 if lacking else 200,
            content_type="application/json",
        )

    async def measured(_: web.Request) -> web.Response:
        return web.Response(body=metrics.text(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    application = web.Application()
    application.router.add_get("/healthz", alive)
    application.router.add_get("/readyz", is_ready)
    application.router.add_get("/metrics", measured)
    return application
