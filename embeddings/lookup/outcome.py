"""The outcome of a search or look-up, and how it is proved and becomes an answer."""

import time
from dataclasses import dataclass

from embeddings.concordance.annotations import Annotations
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.proof import prove_hits
from embeddings.types import Answer, AnswerKind, Hit


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a search or look-up returns, before it is proved."""

    outcome: AnswerKind
    message: str | None = None
    hits: tuple[Hit, ...] = ()
    understood: str | None = None
    before: str | None = None
    """The earlier question that `understood` includes."""
    joined: bool = False
    """Whether the earlier conversation influenced the search."""


def make_answer(
    concordance: Concordance,
    question: str,
    outcome: Outcome,
    started: float,
    margin: Annotations | None = None,
) -> Answer:
    """Prove an outcome and return it as an answer; `started` is when the search began."""
    shown = prove_hits(concordance, outcome.hits, outcome.understood or question, margin)
    elapsed = round((time.perf_counter() - started) * 1000, 1)
    edition = concordance.document.edition
    return Answer(
        question=question,
        outcome=outcome.outcome,
        message=outcome.message,
        passages=shown,
        edition=edition,
        elapsed_ms=elapsed,
        understood=outcome.understood,
        before=outcome.before,
        joined=outcome.joined,
    )
