"""What was found for a question, proved and made into an answer."""

import time
from dataclasses import dataclass

from embeddings.concordance.annotations import Annotations
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.proof import prove
from embeddings.types import Answer, AnswerKind, Hit


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found for a question, before it is proved."""

    outcome: AnswerKind
    message: str | None = None
    hits: tuple[Hit, ...] = ()
    understood: str | None = None
    joined: bool = False
    """Whether what was asked before had a say in it."""


def answered(
    concordance: Concordance,
    question: str,
    found: Outcome,
    started: float,
    margin: Annotations | None = None,
) -> Answer:
    """Prove what was found since a moment, and return it as an answer."""
    shown = prove(concordance, found.hits, found.understood or question, margin)
    elapsed = round((time.perf_counter() - started) * 1000, 1)
    edition = concordance.document.edition
    return Answer(
        question=question,
        outcome=found.outcome,
        message=found.message,
        shown=shown,
        edition=edition,
        elapsed_ms=elapsed,
        understood=found.understood,
        joined=found.joined,
    )
