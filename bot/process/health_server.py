"""The HTTP server for a supervisor: whether the process is alive and ready, and its metrics."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.process.metrics import Metrics

_log = structlog.get_logger(__name__)

HOST = "127.0.0.1"
"""The address that is served: only this machine may ask, a container's supervisor included."""

Readiness = Callable[[], Awaitable[Mapping[str, str | None]]]
"""Returns what each part of the bot lacks, None where it is ready."""


@asynccontextmanager
async def serve_health(
    port: int | None, metrics: Metrics, readiness: Readiness
) -> AsyncIterator[int | None]:
    """Serve /healthz, /readyz and /metrics on a port, 0 for any; do nothing for None.

    Yields the port. A port that is taken is only logged: members are answered all the same.
    """
    if port is None:
        yield None
        return
    runner = web.AppRunner(_make_application(metrics, readiness), access_log=None)
    await runner.setup()
    try:
        yield await _open_port(runner, port)
    finally:
        await runner.cleanup()


async def _open_port(runner: web.AppRunner, port: int) -> int | None:
    try:
        await web.TCPSite(runner, HOST, port).start()
    except OSError as error:
        remedy = "end what listens there, or set CONCORDANCE_HTTP_PORT to another port"
        _log.error("health_server_failed", port=port, problem=error.strerror, remedy=remedy)
        return None
    number: int = runner.addresses[0][1]
    _log.info("health_server_started", port=number)
    return number


def _make_application(metrics: Metrics, readiness: Readiness) -> web.Application:
    async def get_health(_: web.Request) -> web.Response:
        return web.Response(text="alive\n")

    async def get_readiness(_: web.Request) -> web.Response:
        return _describe_readiness(await readiness())

    async def get_metrics(_: web.Request) -> web.Response:
        return web.Response(
            body=metrics.export_text(), headers={"Content-Type": CONTENT_TYPE_LATEST}
        )

    application = web.Application()
    application.router.add_get("/healthz", get_health)
    application.router.add_get("/readyz", get_readiness)
    application.router.add_get("/metrics", get_metrics)
    return application


def _describe_readiness(parts: Mapping[str, str | None]) -> web.Response:
    """Return what each part lacks: status 200 where all are ready, else 503."""
    body = {part: problem or "ready" for part, problem in parts.items()}
    is_ready = all(problem is None for problem in parts.values())
    return web.Response(
        text=json.dumps(body, ensure_ascii=False) + "\n",
        status=200 if is_ready else 503,
        content_type="application/json",
    )
