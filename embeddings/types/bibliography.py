"""Works, their pages, and what is quoted from them."""

from dataclasses import dataclass

from embeddings.types.document import Span

Page = int | str
"""An arabic page is an integer, a roman one a lower-case string."""


Pages = tuple[tuple[Page, Page | None], ...]
"""Ranges of pages in printed order; an open end (`12ff.`) is None."""


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
