"""A text: its words, its paragraphs, spans of them; and the citations and quotations in it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from embeddings.errors import ParagraphsError, SpanError

BlockKind = Literal["prose", "quotation", "heading"]
"""What a file marks a paragraph as; a block quote is a `quotation`, marked or not."""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The offset at which a page of the file begins, and its printed number: `12`, `xii`."""

    at: int
    page: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph as read from a file; `pages` hold offsets into its words, the first one 0.

    `quote` tells the block quotes of a file apart; None where the file does not.
    """

    words: str
    kind: BlockKind = "prose"
    pages: tuple[PageBreak, ...] = ()
    quote: int | None = field(default=None, compare=False)


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
    """A block between blank lines, numbered from 1; `pages` hold offsets into the text.

    `quote` is the number of the block quote that it belongs to, if the file tells.
    """

    number: int
    start: int
    end: int
    kind: BlockKind = "prose"
    pages: tuple[PageBreak, ...] = ()
    quote: int | None = field(default=None, compare=False)

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
            paragraphs.append(Paragraph(number, start, end, block.kind, pages, block.quote))
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


Page = int | str
"""A page number: an integer if Arabic, a lower-case string if Roman."""

Pages = tuple[tuple[Page, Page | None], ...]
"""Page ranges in printed order; an open end (`12ff.`) is None."""


@dataclass(frozen=True, slots=True)
class Name:
    """An author's name, divided as in CSL-JSON."""

    family: str
    given: str = ""

    def __str__(self) -> str:
        return f"{self.given} {self.family}".strip()


@dataclass(frozen=True, slots=True)
class Work:
    """A work that the document quotes; `fields` are its further CSL-JSON fields."""

    key: str
    title: str
    authors: tuple[Name, ...] = ()
    title_short: str | None = None
    issued: int | None = None
    aliases: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def short(self) -> str:
        """The short title, or else the title."""
        return self.title_short or self.title

    @property
    def reference(self) -> str:
        """The authors and the title, as a reference prints them."""
        return ", ".join([*map(str, self.authors), self.title])


@dataclass(frozen=True, slots=True)
class Citation:
    """A printed page reference, resolved to a work; `work` is as printed where `key` is None.

    `assumed` is true where no work is printed, so the default is taken. `doubt` is what a
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
        """Its span in the text."""
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
    """Quoted words from opening to closing mark, with the sentences that introduce them."""

    start: int
    end: int
    lead_in: Span | None
    citations: tuple[Citation, ...] = ()
    key: str | None = None
    work: str | None = None

    @property
    def span(self) -> Span:
        """Its span in the text, both marks included."""
        return Span(self.start, self.end)

    @property
    def cited_end(self) -> int:
        """The end of the quotation or of its citation, whichever is later."""
        return max([self.end, *(citation.end for citation in self.citations)])
