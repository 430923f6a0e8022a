"""A text: its words, its paragraphs, and spans of them."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from embeddings.errors import ParagraphsError, SpanError
from embeddings.types.blocks import Block, Kind, PageBreak


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
    pages: tuple[PageBreak, ...] = ()

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
            pages = tuple(PageBreak(start + turn.at, turn.page) for turn in block.pages)
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
