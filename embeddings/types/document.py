"""A text: its words, its paragraphs, and spans of them."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from embeddings.errors import ParagraphsError, SpanError
from embeddings.types.blocks import Block, BlockKind, PageBreak


@lru_cache(maxsize=8)
def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points of the canonical text."""

    start: int
    end: int

    def holds(self, other: "Span") -> bool:
        """Return whether the other span lies within this one."""
        return self.start <= other.start and other.end <= self.end

    def touches(self, other: "Span") -> bool:
        """Return whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block between blank lines, numbered from 1; `pages` hold offsets into the text."""

    number: int
    start: int
    end: int
    kind: BlockKind = "prose"
    pages: tuple[PageBreak, ...] = ()

    @property
    def page(self) -> str | None:
        """The page of the file that it begins on."""
        return self.pages[0].page if self.pages else None


@dataclass(frozen=True, slots=True)
class Document:
    """One text in one edition."""

    key: str
    title: str
    text: str
    paragraphs: tuple[Paragraph, ...]

    def __post_init__(self) -> None:
        """Check that the paragraphs, joined by blank lines, are the text."""
        if self.text != "\n\n".join(self.text[p.start : p.end] for p in self.paragraphs):
            raise ParagraphsError(self.key)

    @classmethod
    def of(cls, key: str, title: str, blocks: Iterable[str | Block]) -> "Document":
        """Build a document from its paragraphs: their words alone, or blocks."""
        paragraphs, parts, start = [], [], 0
        for number, words in enumerate(blocks, 1):
            block = Block(words) if isinstance(words, str) else words
            end = start + len(block.words)
            pages = tuple(PageBreak(start + page.at, page.page) for page in block.pages)
            paragraphs.append(Paragraph(number, start, end, block.kind, pages))
            parts.append(block.words)
            start = end + 2
        return cls(key, title, "\n\n".join(parts), tuple(paragraphs))

    @property
    def edition(self) -> str:
        """The SHA-256 of the canonical text, in hexadecimal."""
        return _sha256(self.text)

    def quote(self, start: int, end: int) -> str:
        """Return the words between two offsets, verbatim; raise SpanError outside the text."""
        if not 0 <= start < end <= len(self.text):
            raise SpanError(start, end, len(self.text))
        return self.text[start:end]

    def paragraph_at(self, offset: int) -> Paragraph:
        """Return the paragraph at an offset, or before it if it falls between two."""
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
        """Return the pages of the file that a span covers; none where the file has no pages."""
        pages: list[str] = []
        for number in self.paragraphs_in(span):
            for page_break in self.paragraphs[number - 1].pages:
                if page_break.at < span.end:
                    pages = [*(pages if page_break.at > span.start else ()), page_break.page]
        return tuple(dict.fromkeys(pages))
