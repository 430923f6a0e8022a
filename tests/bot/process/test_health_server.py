"""What a supervisor may ask, over real sockets."""

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable
from math import inf

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from bot.process.health_server import HOST, serve_health
from bot.process.metrics import Metrics
from tests.support.simulated_bot import logged

Asks = Callable[[str], Awaitable[tuple[int, str]]]


def asking(
    act: Callable[[Asks], Awaitable[None]],
    metrics: Metrics | None = None,
    **parts: str | None,
) -> None:
    """Run an act against what is told of parts that lack something or nothing."""

    async def ready() -> dict[str, str | None]:
        return parts

    async def run() -> None:
        async with (
            serve_health(0, metrics or Metrics(), ready) as port,
            aiohttp.ClientSession() as session,
        ):

            async def asks(path: str) -> tuple[int, str]:
                async with session.get(f"http://{HOST}:{port}{path}") as response:
                    return response.status, await response.text()

            await act(asks)

    asyncio.run(run())


def test_it_lives_also_where_it_is_not_ready() -> None:
    async def act(asks: Asks) -> None:
        assert await asks("/healthz") == (200, "alive\n")
        assert (await asks("/elsewhere"))[0] == 404

    asking(act, gateway="is not connected")


def test_it_is_ready_where_no_part_lacks_anything_and_else_says_which_does() -> None:
    async def ready(asks: Asks) -> None:
        status, body = await asks("/readyz")
        assert (status, json.loads(body)) == (200, {"gateway": "ready", "index": "ready"})

    async def lacking(asks: Asks) -> None:
        status, body = await asks("/readyz")
        assert (status, json.loads(body)) == (503, {"gateway": "is closed", "index": "ready"})

    asking(ready, gateway=None, index=None)
    asking(lacking, gateway="is closed", index=None)


def test_what_is_measured_can_be_read_by_prometheus() -> None:
    metrics = Metrics()
    metrics.count_question("command", "answer")
    metrics.count_question("command", "answer")
    metrics.count_question("mention", "nearest")
    metrics.record_time("find", 0.003)
    metrics.count_connection("begun")
    editions = iter(("abc", "def"))
    shards, encoded = [(3, 0.25, True), (4, inf, False)], {"hit": 5, "miss": 2}
    metrics.watch(lambda: 7, lambda: shards, lambda: next(editions), lambda: encoded)

    async def act(asks: Asks) -> None:
        status, body = await asks("/metrics")
        assert status == 200
        samples = {
            (sample.name, *sorted(sample.labels.items())): sample.value
            for family in text_string_to_metric_families(body)
            for sample in family.samples
        }
        asked = ("concordance_questions_total", ("kind", "command"), ("outcome", "answer"))
        assert samples[asked] == 2
        assert samples["concordance_stage_seconds_count", ("stage", "find")] == 1
        assert samples[("concordance_queue",)] == 7
        for shard, latency, connected in (("3", 0.25, 1), ("4", inf, 0)):
            label = "shard", shard
            assert samples["concordance_gateway_latency_seconds", label] == latency
            assert samples["concordance_gateway_connected", label] == connected
        assert samples["concordance_gateway_connections_total", ("how", "begun")] == 1
        for result, count in encoded.items():
            assert samples["concordance_encoder_cache_total", ("result", result)] == count
        assert samples["concordance_edition_info", ("edition", "abc")] == 1
        changed = (await asks("/metrics"))[1]
        assert 'edition="def"' in changed
        assert 'edition="abc"' not in changed

    asking(act, metrics)


def test_a_port_that_is_taken_is_a_line_in_the_log_and_no_more() -> None:
    async def ready() -> dict[str, str | None]:
        return {}

    async def run(port: int) -> int | None:
        async with serve_health(port, Metrics(), ready) as found:
            return found

    with socket.socket() as taken, logged() as lines:
        taken.bind((HOST, 0))
        taken.listen()
        assert asyncio.run(run(taken.getsockname()[1])) is None
        (line,) = lines.of("health_server_failed")
    assert "CONCORDANCE_HTTP_PORT" in line["remedy"]


def test_without_a_port_nobody_is_told_anything() -> None:
    async def ready() -> dict[str, str | None]:
        raise AssertionError

    async def run() -> int | None:
        async with serve_health(None, Metrics(), ready) as found:
            return found

    assert asyncio.run(run()) is None
