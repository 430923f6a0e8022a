"""What the process measures of itself, for Prometheus: what each means stands in the runbook."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from time import perf_counter
from typing import Literal, get_args

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector
from structlog.contextvars import get_contextvars

Kind = Literal["command", "mention", "look-up", "button", "page", "paragraph", "quote", "source"]
"""The ways of asking that are counted: moderators' and maintainers' commands are no questions."""

Outcome = Literal[
    "answer", "page", "source", "nearest", "hint", "checked",
    "blocked", "too many", "not here", "busy", "refused", "failed",
]  # fmt: skip
"""What comes of a question: what was found, or why nothing was shown."""

KINDS: tuple[Kind, ...] = get_args(Kind)
"""All of them."""

Stage = Literal["find", "render", "send"]

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class Metrics:
    """Counters and times of one bot; nothing of them names a member, a server or a question."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        self._questions = Counter(
            "concordance_questions",
            "Questions, by the way they were asked and by what came of them.",
            ("kind", "outcome"),
            registry=registry,
        )
        self._stages = Histogram(
            "concordance_stage_seconds",
            "Seconds that finding an answer, rendering it and sending it take.",
            ("stage",),
            buckets=_SECONDS,
            registry=registry,
        )
        self._waiting = Gauge(
            "concordance_queue", "Questions that wait or are being answered.", registry=registry
        )
        self._latency = Gauge(
            "concordance_gateway_latency_seconds",
            "Seconds between a heartbeat to Discord and its answer, by shard.",
            ("shard",),
            registry=registry,
        )
        self._connected = Gauge(
            "concordance_gateway_connected",
            "Whether a shard of this process is connected: 1 or 0.",
            ("shard",),
            registry=registry,
        )
        self._connections = Counter(
            "concordance_gateway_connections",
            "Connections to Discord's gateway, by whether a session was begun or resumed.",
            ("how",),
            registry=registry,
        )
        self._edition = Info(
            "concordance_edition", "The editions that answers are taken from.", registry=registry
        )
        self._shards: Callable[[], Iterable[tuple[int, float, bool]]] = tuple
        self._answers_from: Callable[[], str] | None = None

    def asked(self, kind: Kind, outcome: Outcome) -> None:
        """Count a question."""
        self._questions.labels(kind, outcome).inc()

    def count(self, outcome: Outcome) -> None:
        """Count the question in flight by what came of it; what else is in flight is none."""
        kind = get_contextvars().get("kind")
        if kind in KINDS:
            self.asked(kind, outcome)

    def took(self, stage: Stage, seconds: float) -> None:
        """Count the time that a stage took."""
        self._stages.labels(stage).observe(seconds)

    @contextmanager
    def timed(self, stage: Stage) -> Iterator[None]:
        """Count the time that something takes."""
        started = perf_counter()
        try:
            yield
        finally:
            self.took(stage, perf_counter() - started)

    def connected(self, how: Literal["begun", "resumed"]) -> None:
        """Count a connection to the gateway."""
        self._connections.labels(how).inc()

    def watch(
        self,
        waiting: Callable[[], float],
        shards: Callable[[], Iterable[tuple[int, float, bool]]],
        edition: Callable[[], str],
        encoded: Callable[[], Mapping[str, int]],
    ) -> None:
        """Read the queue, each shard's latency and connection, and so on, when somebody asks."""
        self._waiting.set_function(waiting)
        self._shards, self._answers_from = shards, edition
        self.registry.register(_Encoded(encoded))

    def text(self) -> bytes:
        """Return all of it as Prometheus reads it."""
        for shard, latency, connected in self._shards():
            self._latency.labels(shard).set(latency)
            self._connected.labels(shard).set(connected)
        if self._answers_from is not None:
            self._edition.info({"edition": self._answers_from()})
        return generate_latest(self.registry)


class _Encoded(Collector):
    """Counts what the encoder remembered and what it did not, by what counts them itself."""

    def __init__(self, encoded: Callable[[], Mapping[str, int]]) -> None:
        self._encoded = encoded

    def collect(self) -> Iterator[CounterMetricFamily]:
        """Yield the counts as they are now."""
        found = CounterMetricFamily(
            "concordance_encoder_cache",
            "Questions that an encoder which texts share had made already, or had not.",
            labels=("result",),
        )
        for result, count in self._encoded().items():
            found.add_metric((result,), count)
        yield found
