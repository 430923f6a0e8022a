"""Passages, and the answers that show them."""

from dataclasses import dataclass, field
from typing import Literal

from embeddings.types.bibliography import Citation, Quotation
from embeddings.types.document import Document, Span

DEFAULT_LIMIT = 3
"""Passages that an answer shows by default."""

Voice = Literal["quotation", "essay", "mixed"]
"""Whose words a passage holds: quoted ones, the text's own, or both."""

AnswerKind = Literal["answer", "page", "source", "nearest", "hint"]
"""What an answer is; with `nearest` and `hint`, the text does not answer the question."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of retrieval; `context` is a lead-in before it that is embedded with it."""

    start: int
    end: int
    text: str
    paragraphs: tuple[int, ...]
    voice: Voice
    quotations: tuple[Quotation, ...] = ()
    citations: tuple[Citation, ...] = ()
    context: Span | None = None

    @property
    def span(self) -> Span:
        """Its span in the text."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its score, higher is better, and its span closest to the question."""

    passage: Passage
    score: float
    closest: Span | None = None


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A passage as an answer shows it; `highlights` are half-open offsets into its text."""

    rank: int
    score: float
    document: Document = field(repr=False)
    passage: Passage
    reference: str
    lead_ins: tuple[str | None, ...] = ()
    highlights: tuple[tuple[int, int], ...] = ()
    url: str | None = None
    nearby: str | None = None
    """For a passage that cites no page, where the nearest one is cited; it is not its own page."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question, and the edition that it is from.

    `understood` is the question as it was searched, where that differs from the question asked.
    `joined` is whether an earlier question had a part in the result: asked alone, this one would
    be shown other passages.
    """

    question: str
    outcome: AnswerKind
    message: str | None
    shown: tuple[ShownPassage, ...]
    edition: str
    elapsed_ms: float
    understood: str | None = None
    joined: bool = False

    @property
    def answered(self) -> bool:
        """Whether the text answers the question."""
        return self.outcome in ("answer", "page", "source")


@dataclass(frozen=True, slots=True)
class EarlierTurn:
    """An earlier question, and the first passage of its answer.

    The passage means nothing to another edition than the one that it is from.
    """

    question: str
    passage: Passage | None = None
    edition: str | None = None

    @classmethod
    def of(cls, answer: Answer) -> "EarlierTurn | None":
        """Return the turn that a question after this answer follows on; None after a hint.

        Passages shown as nearest are no answer, so a question cannot follow on them.
        """
        if answer.outcome == "hint":
            return None
        shown = answer.shown[0].passage if answer.answered and answer.shown else None
        return cls(answer.understood or answer.question, shown, answer.edition)
