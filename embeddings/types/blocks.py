"""Paragraphs as a file gives them: their words, their kind, the pages that they stand on."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["prose", "quotation", "heading"]
"""What a file marks a paragraph as: a block quote is a quotation, with marks or without."""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """Where a page of the file begins, as it is printed there: `12`, `xii`."""

    at: int
    page: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph as a reader gives it; `pages` are offsets into its words, the first is 0."""

    words: str
    kind: Kind = "prose"
    pages: tuple[PageBreak, ...] = ()
