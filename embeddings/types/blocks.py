"""Paragraphs as a file has them: their words, their kind, their pages."""

from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["prose", "quotation", "heading"]
"""What a file marks a paragraph as; a block quote is a `quotation`, marked or not."""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The offset at which a page of the file begins, and its printed number: `12`, `xii`."""

    at: int
    page: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph as read from a file; `pages` hold offsets into its words, the first one 0."""

    words: str
    kind: BlockKind = "prose"
    pages: tuple[PageBreak, ...] = ()
