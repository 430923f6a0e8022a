"""Passages, and the answers that show them."""

from dataclasses import dataclass, field
from typing import Literal

from embeddings.types.document import Citation, Document, Quotation, Span

DEFAULT_LIMIT = 3
"""Passages that an answer shows by default."""

Voice = Literal["quotation", "essay", "mixed"]
"""Whose words a passage holds: quoted ones, the text's own, or both."""

AnswerKind = Literal["answer", "page", "source", "about", "nearest", "hint"]
"""What an answer is; with `nearest` and `hint`, the text does not answer the question.

`about` tells of the text as a whole: its author, its length, the works that it quotes.
"""


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
    """A passage with its score, higher is better, and its span closest to the question.

    It is `sure` unless a search scored it below the bar for an answer.
    """

    passage: Passage
    score: float
    closest: Span | None = None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A passage as an answer shows it; `highlights` are half-open offsets into its text.

    One that is not `sure` is no answer by itself: it is listed, but shown only as nearest.
    """

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
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question, and the edition that it is from.

    `passages` are the best, those that are not sure included. `understood` is the question as it
    was searched together with `before`, the question that it follows on. `joined` is whether that
    had a part in the result: asked alone, this one would be shown other passages. `parts` are the
    answers to each question of a message that asks several.
    """

    question: str
    outcome: AnswerKind
    message: str | None
    passages: tuple[ShownPassage, ...]
    edition: str
    elapsed_ms: float
    understood: str | None = None
    before: str | None = None
    joined: bool = False
    parts: tuple["Answer", ...] = ()

    @property
    def answered(self) -> bool:
        """Whether the text answers the question."""
        return self.outcome in ("answer", "page", "source", "about")

    @property
    def shown(self) -> tuple[ShownPassage, ...]:
        """The passages that are shown: all that are sure, or the nearest if none answers."""
        if self.outcome == "nearest":
            return self.passages
        return tuple(passage for passage in self.passages if passage.sure)


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
        """Return the turn that a question after this answer follows on.

        None where the text did not answer: a question cannot follow on what was not said.
        """
        if not answer.answered or answer.outcome == "about":
            return None
        shown = answer.shown[0].passage if answer.shown else None
        return cls(answer.understood or answer.question, shown, answer.edition)
