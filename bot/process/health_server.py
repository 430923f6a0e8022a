"""The HTTP server for a supervisor: whether the process is alive and ready, and its metrics."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.process.bounded_server import BoundedServer
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
    respond = partial(_respond, metrics=metrics, readiness=readiness)
    runner = web.ServerRunner(BoundedServer(respond))
    await runner.setup()
    try:
        yield await _open_port(runner, port)
    finally:
        await runner.cleanup()


async def _open_port(runner: web.ServerRunner, port: int) -> int | None:
    try:
        await web.TCPSite(runner, HOST, port).start()
    except OSError as error:
        remedy = "end what listens there, or set CONCORDANCE_HTTP_PORT to another port"
        _log.error("health_server_failed", port=port, problem=error.strerror, remedy=remedy)
        return None
    number: int = runner.addresses[0][1]
    _log.info("health_server_started", port=number)
    return number


async def _respond(
    request: web.BaseRequest, *, metrics: Metrics, readiness: Readiness
) -> web.Response:
    """Answer a request, after which its connection is closed."""
    response = web.Response(status=404, text="/healthz, /readyz and /metrics are served here\n")
    if request.method not in {"GET", "HEAD"}:
        response = web.Response(status=405, headers={"Allow": "GET, HEAD"})
    elif request.path == "/healthz":
        response = web.Response(text="alive\n")
    elif request.path == "/readyz":
        response = _describe_readiness(await readiness())
    elif request.path == "/metrics":
        headers = {"Content-Type": CONTENT_TYPE_LATEST}
        response = web.Response(body=metrics.export_text(), headers=headers)
    response.force_close()
    return response


def _describe_readiness(parts: Mapping[str, str | None]) -> web.Response:
    """Return what each part lacks: status 200 where all are ready, else 503."""
    body = {part: problem or "ready" for part, problem in parts.items()}
    is_ready = all(problem is None for problem in parts.values())
    return web.Response(
        text=json.dumps(body, ensure_ascii=False) + "\n",
        status=200 if is_ready else 503,
        content_type="application/json",
    )
