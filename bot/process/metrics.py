"""The bot's own metrics, for Prometheus; the runbook explains each."""

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

QuestionKind = Literal[
    "command", "mention", "look-up", "button", "page", "paragraph", "quote", "source"
]
"""The counted ways of asking; moderators' and maintainers' commands are no questions."""

QuestionOutcome = Literal[
    "answer", "page", "source", "about", "nearest", "hint", "checked",
    "blocked", "too many", "not here", "busy", "refused", "failed",
]  # fmt: skip
"""The result of a question, or why nothing was shown."""

QUESTION_KINDS: tuple[QuestionKind, ...] = get_args(QuestionKind)

AnswerStage = Literal["find", "render", "send"]

ShardStates = Callable[[], Iterable[tuple[int, float, bool]]]
"""Returns the number, the latency in seconds and the connection of each shard."""

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Upper bounds of the histogram's buckets, in seconds."""


class Metrics:
    """Counters and times of one bot; none of them names a member, a server or a question."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self._add_question_metrics()
        self._add_gateway_metrics()
        self._edition = Info(
            "concordance_edition",
            "The editions that answers are taken from.",
            registry=self.registry,
        )
        self._shards: ShardStates = tuple
        self._answers_from: Callable[[], str] | None = None

    def _add_question_metrics(self) -> None:
        self._questions = Counter(
            "concordance_questions",
            "Questions, by the way they were asked and by what came of them.",
            ("kind", "outcome"),
            registry=self.registry,
        )
        self._stages = Histogram(
            "concordance_stage_seconds",
            "Seconds that finding an answer, rendering it and sending it take.",
            ("stage",),
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self._waiting = Gauge(
            "concordance_queue",
            "Questions that wait or are being answered.",
            registry=self.registry,
        )

    def _add_gateway_metrics(self) -> None:
        self._latency = Gauge(
            "concordance_gateway_latency_seconds",
            "Seconds between a heartbeat to Discord and its answer, by shard.",
            ("shard",),
            registry=self.registry,
        )
        self._connected = Gauge(
            "concordance_gateway_connected",
            "Whether a shard of this process is connected: 1 or 0.",
            ("shard",),
            registry=self.registry,
        )
        self._connections = Counter(
            "concordance_gateway_connections",
            "Connections to Discord's gateway, by whether a session was begun or resumed.",
            ("how",),
            registry=self.registry,
        )

    def count_question(self, kind: QuestionKind, outcome: QuestionOutcome) -> None:
        """Count a question."""
        self._questions.labels(kind, outcome).inc()

    def count_outcome(self, outcome: QuestionOutcome) -> None:
        """Count the outcome of the request in progress, where it is a question."""
        kind = get_contextvars().get("kind")
        if kind in QUESTION_KINDS:
            self.count_question(kind, outcome)

    def record_time(self, stage: AnswerStage, seconds: float) -> None:
        """Record the time that a stage took."""
        self._stages.labels(stage).observe(seconds)

    @contextmanager
    def measure_time(self, stage: AnswerStage) -> Iterator[None]:
        """Record the time that the body of the `with` statement takes."""
        started = perf_counter()
        try:
            yield
        finally:
            self.record_time(stage, perf_counter() - started)

    def count_connection(self, how: Literal["begun", "resumed"]) -> None:
        """Count a connection to the gateway."""
        self._connections.labels(how).inc()

    def watch(
        self,
        waiting: Callable[[], float],
        shards: ShardStates,
        edition: Callable[[], str],
        encoded: Callable[[], Mapping[str, int]],
    ) -> None:
        """Set where the current values are read from, each time that the metrics are requested."""
        self._waiting.set_function(waiting)
        self._shards, self._answers_from = shards, edition
        self.registry.register(_EncoderCacheCollector(encoded))

    def export_text(self) -> bytes:
        """Return all metrics in Prometheus' text format."""
        for shard, latency, connected in self._shards():
            self._latency.labels(shard).set(latency)
            self._connected.labels(shard).set(connected)
        if self._answers_from is not None:
            self._edition.info({"edition": self._answers_from()})
        return generate_latest(self.registry)


class _EncoderCacheCollector(Collector):
    """Reads the hits and misses of the encoder's cache."""

    def __init__(self, read_counts: Callable[[], Mapping[str, int]]) -> None:
        self._read_counts = read_counts

    def collect(self) -> Iterator[CounterMetricFamily]:
        """Yield the counts as they are now."""
        family = CounterMetricFamily(
            "concordance_encoder_cache",
            "Questions that an encoder which texts share had made already, or had not.",
            labels=("result",),
        )
        for result, count in self._read_counts().items():
            family.add_metric((result,), count)
        yield family
