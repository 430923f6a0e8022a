"""Works, their pages, and the citations and quotations of them."""

from dataclasses import dataclass

from embeddings.types.document import Span

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
