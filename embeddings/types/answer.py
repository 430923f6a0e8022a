"""Passages, and the answers that show them."""

from dataclasses import dataclass, field
from typing import Literal

from embeddings.types.bibliography import Citation, Quotation
from embeddings.types.document import Document, Span

Voice = Literal["quotation", "essay", "mixed"]


AnswerKind = Literal["answer", "page", "source", "nearest", "hint"]


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is retrieved, and the context that it is embedded with."""

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
        """Where it stands in the text."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its score, higher is better, and its stretch that is closest."""

    passage: Passage
    score: float
    closest: Span | None = None


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A passage as an answer shows it; `highlights` are offsets into its text."""

    rank: int
    score: float
    document: Document = field(repr=False)
    passage: Passage
    reference: str
    lead_ins: tuple[str | None, ...] = ()
    highlights: tuple[tuple[int, int], ...] = ()
    url: str | None = None
    nearby: str | None = None
    """Where the nearest page is cited, said of a passage that cites none: it is not its own."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered to a question, and from which edition.

    `understood` are the words that it was searched by, where those are not its own; `joined`
    says whether what was asked before had a say in what was found.
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
        """Say whether the text speaks to the question."""
        return self.outcome in ("answer", "page", "source")


@dataclass(frozen=True, slots=True)
class EarlierTurn:
    """What was asked before a question, and the passage that was shown first as its answer.

    To a text of another edition than that it is from, the passage says nothing.
    """

    question: str
    passage: Passage | None = None
    edition: str | None = None

    @classmethod
    def of(cls, answer: Answer) -> "EarlierTurn | None":
        """Return what a question after this answer follows on; None where nothing was asked.

        What is shown as nearest is no answer, and nothing to follow on.
        """
        if answer.outcome == "hint":
            return None
        shown = answer.shown[0].passage if answer.answered and answer.shown else None
        return cls(answer.understood or answer.question, shown, answer.edition)


LIMIT = 3
"""Passages shown, unless told otherwise."""
