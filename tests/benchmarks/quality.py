"""How often a search finds what it was asked for, and how long a question takes."""

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

DEPTH = 10
"""Results asked for, so that MRR@10 can be told."""

WARM_UP = 20
"""Questions asked before any is timed."""


class Searching(Protocol):
    """Anything that finds paragraphs."""

    def search(self, question: str, limit: int) -> list[int]:
        """Return at most `limit` paragraphs, best first, counted from 0."""
        ...


@dataclass(frozen=True, slots=True)
class Quality:
    """The shares of questions with a right paragraph among the first, and the time of one."""

    questions: int
    hit_at_1: float
    hit_at_3: float
    hit_at_5: float
    mrr_at_10: float
    p50_ms: float
    p95_ms: float


def measure(search: Searching, questions: Sequence[tuple[str, set[int]]]) -> Quality:
    """Ask one question after another, and return the figures over all of them."""
    for question, _ in questions[:WARM_UP]:
        search.search(question, DEPTH)
    results = [_asked(search, question, right) for question, right in questions]
    ranks = [rank for rank, _ in results]
    spans = statistics.quantiles([span for _, span in results], n=20, method="inclusive")
    return Quality(
        questions=len(ranks),
        hit_at_1=_hits(ranks, 1),
        hit_at_3=_hits(ranks, 3),
        hit_at_5=_hits(ranks, 5),
        mrr_at_10=round(statistics.fmean(1 / rank if rank else 0.0 for rank in ranks), 3),
        p50_ms=round(spans[9] * 1000, 2),
        p95_ms=round(spans[18] * 1000, 2),
    )


def _asked(search: Searching, question: str, right: set[int]) -> tuple[int, float]:
    """Return the rank of the first right paragraph, 0 where there is none, and the seconds."""
    started = time.perf_counter()
    found = search.search(question, DEPTH)
    span = time.perf_counter() - started
    return next((at for at, number in enumerate(found, 1) if number in right), 0), span


def _hits(ranks: list[int], first: int) -> float:
    return round(statistics.fmean(0 < rank <= first for rank in ranks), 3)
