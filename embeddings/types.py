"""The things this project speaks of: frozen, and each true by construction."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from embeddings.blocks import Block, Kind, Turn
from embeddings.errors import ParagraphsError, SpanError

Page = int | str
"""An arabic page is an integer, a roman one a lower-case string."""

Pages = tuple[tuple[Page, Page | None], ...]
"""Ranges of pages in printed order; an open end (`12ff.`) is None."""

Voice = Literal["quotation", "essay", "mixed"]
Outcome = Literal["answer", "page", "source", "nearest", "hint"]


@lru_cache(maxsize=8)
def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points of the canonical text."""

    start: int
    end: int

    def holds(self, other: "Span") -> bool:
        """Say whether the other span lies within this one."""
        return self.start <= other.start and other.end <= self.end

    def touches(self, other: "Span") -> bool:
        """Say whether the two spans have a character in common."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block between blank lines, numbered from 1; `pages` are offsets into the text."""

    number: int
    start: int
    end: int
    kind: Kind = "prose"
    pages: tuple[Turn, ...] = ()

    @property
    def page(self) -> str | None:
        """The page of its file that it begins on."""
        return self.pages[0].page if self.pages else None


@dataclass(frozen=True, slots=True)
class Document:
    """One text in one edition."""

    key: str
    title: str
    text: str
    paragraphs: tuple[Paragraph, ...]

    def __post_init__(self) -> None:
        """Hold that the paragraphs are the text: nothing between them but one blank line."""
        if self.text != "\n\n".join(self.text[p.start : p.end] for p in self.paragraphs):
            raise ParagraphsError(self.key)

    @classmethod
    def of(cls, key: str, title: str, blocks: Iterable[str | Block]) -> "Document":
        """Make a document of its paragraphs: their words, or what a reader gives of them."""
        paragraphs, parts, start = [], [], 0
        given = (Block(one) if isinstance(one, str) else one for one in blocks)
        for number, block in enumerate(given, 1):
            end = start + len(block.words)
            pages = tuple(Turn(start + turn.at, turn.page) for turn in block.pages)
            paragraphs.append(Paragraph(number, start, end, block.kind, pages))
            parts.append(block.words)
            start = end + 2
        return cls(key, title, "\n\n".join(parts), tuple(paragraphs))

    @property
    def edition(self) -> str:
        """The SHA-256 of the canonical text, in hexadecimal."""
        return _sha256(self.text)

    def quote(self, start: int, end: int) -> str:
        """Return the words between two offsets, exactly as they stand."""
        if not 0 <= start < end <= len(self.text):
            raise SpanError(start, end, len(self.text))
        return self.text[start:end]

    def paragraph_at(self, offset: int) -> Paragraph:
        """Return the paragraph that holds an offset, or the one before the gap it falls in."""
        low, high = 0, len(self.paragraphs)
        while high - low > 1:
            middle = (low + high) // 2
            if self.paragraphs[middle].start <= offset:
                low = middle
            else:
                high = middle
        return self.paragraphs[low]

    def paragraphs_in(self, span: Span) -> tuple[int, ...]:
        """Return the numbers of the paragraphs that a span touches."""
        first = self.paragraph_at(span.start).number
        last = self.paragraph_at(span.end - 1).number
        return tuple(range(first, last + 1))

    def pages_in(self, span: Span) -> tuple[str, ...]:
        """Return the pages of the file that a span stands on; none where it has no pages."""
        pages: list[str] = []
        for number in self.paragraphs_in(span):
            for turn in self.paragraphs[number - 1].pages:
                if turn.at < span.end:
                    pages = [*(pages if turn.at > span.start else ()), turn.page]
        return tuple(dict.fromkeys(pages))


@dataclass(frozen=True, slots=True)
class Name:
    """An author's name, as CSL-JSON divides it."""

    family: str
    given: str = ""

    def __str__(self) -> str:
        return f"{self.given} {self.family}".strip()


@dataclass(frozen=True, slots=True)
class Work:
    """Something the document quotes from; `fields` are its other fields of CSL-JSON."""

    key: str
    title: str
    authors: tuple[Name, ...] = ()
    title_short: str | None = None
    issued: int | None = None
    aliases: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def short(self) -> str:
        """The title that a citation's row and a look-up go by."""
        return self.title_short or self.title

    @property
    def reference(self) -> str:
        """Author and title, as a reference gives them."""
        return ", ".join([*map(str, self.authors), self.title])


@dataclass(frozen=True, slots=True)
class Citation:
    """A printed page reference, resolved; `work` is as printed where `key` is None.

    `assumed` says that no work is printed and the default is taken; `doubt`, what a
    maintainer should look at.
    """

    start: int
    end: int
    paragraph: int
    printed: str
    key: str | None
    work: str | None
    pages: Pages
    volume: int | None = None
    note: str | None = None
    closes: Span | None = None
    quotation_paragraph: int | None = None
    assumed: bool = False
    doubt: str | None = None

    @property
    def span(self) -> Span:
        """Where it is printed."""
        return Span(self.start, self.end)

    @property
    def first_page(self) -> Page | None:
        """The first page cited."""
        return self.pages[0][0] if self.pages else None

    @property
    def last_page(self) -> Page | None:
        """The last page cited; None where the end is open."""
        return self.pages[-1][1] if self.pages else None


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted words from opening to closing mark, with what introduces them."""

    start: int
    end: int
    lead_in: Span | None
    citations: tuple[Citation, ...] = ()
    key: str | None = None
    work: str | None = None

    @property
    def span(self) -> Span:
        """From the opening mark to behind the closing one."""
        return Span(self.start, self.end)

    @property
    def cited_end(self) -> int:
        """Where it ends with its citation, which may stand behind the closing mark."""
        return max([self.end, *(citation.end for citation in self.citations)])


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
class Shown:
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
    outcome: Outcome
    message: str | None
    shown: tuple[Shown, ...]
    edition: str
    elapsed_ms: float
    understood: str | None = None
    joined: bool = False

    @property
    def answered(self) -> bool:
        """Say whether the text speaks to the question."""
        return self.outcome in ("answer", "page", "source")


@dataclass(frozen=True, slots=True)
class Before:
    """What was asked before a question, and the passage that was shown first as its answer.

    To a text of another edition than that it is from, the passage says nothing.
    """

    question: str
    passage: Passage | None = None
    edition: str | None = None

    @classmethod
    def of(cls, answer: Answer) -> "Before | None":
        """Return what a question after this answer follows on; None where nothing was asked.

        What is shown as nearest is no answer, and nothing to follow on.
        """
        if answer.outcome == "hint":
            return None
        shown = answer.shown[0].passage if answer.answered and answer.shown else None
        return cls(answer.understood or answer.question, shown, answer.edition)
