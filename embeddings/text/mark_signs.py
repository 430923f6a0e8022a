"""The signs that quote: which of them open and which close, by what stands around them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from embeddings.types import Document, Span

Side = Literal["open", "close"]

OPENING = "“„‟«‘‚‹「『"
"""The signs that open, or may."""

_MARK = re.compile("(?<![\\w,]),,(?=\\w)|``|(?<=[^\\s'])''(?![\\w'])|[“”„‟\"«»‘’‚'‹›「」『』]")
_TYPED = {",,": "„", "``": "“", "''": "”"}  # marks made of two signs
_FAMILY = dict.fromkeys("“”", "“") | dict.fromkeys("„‟", "„") | dict.fromkeys("«»", "«")
_FAMILY |= dict.fromkeys("‘’", "‘") | dict.fromkeys("‚", "‚") | dict.fromkeys("‹›", "‹")
_FAMILY |= dict.fromkeys("「」", "「") | dict.fromkeys("『』", "『") | {'"': '"', "'": "'"}
_CLIPPED_WORD = re.compile(r"\d\ds?\b|(?:tis|twas|em|til|cause|n|cos|bout)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class QuotationMark:
    """A quotation mark; `side` is None where its neighbours do not show it."""

    at: int
    sign: str
    side: Side | None
    end: int

    @property
    def family(self) -> str:
        """The opening sign of its kind; each kind is a level of quotation."""
        return _FAMILY[self.sign]


def _find_side(text: str, at: int, end: int) -> Side | None:
    """Return whether a mark opens or closes; None where its neighbours do not show it."""
    if text[at] in "「『」』":
        return "open" if text[at] in OPENING else "close"
    before = text[at - 1] if at else " "
    after = text[end] if end < len(text) else " "
    opens = (before.isspace() or before in "([{—–-/“„«‘‚") and not after.isspace()
    closes = (not before.isspace()) and not after.isalnum()
    if opens and not (closes and after in ".,;:!?)]}"):
        return "open"
    return "close" if closes and before not in "([{" else None


def find_marks(document: Document, masked: Iterable[Span] = ()) -> list[QuotationMark]:
    """Return the quotation marks of a text, without apostrophes and masked spans."""
    hidden = {at for span in masked for at in range(span.start, span.end)}
    text = document.text
    marks = (
        QuotationMark(at, _TYPED.get(match[0], match[0]), _find_side(text, at, end), end)
        for match in _MARK.finditer(text)
        for at, end in [match.span()]
        if at not in hidden and (match[0] != "''" or "``" in text)
    )
    return [mark for mark in marks if not _is_apostrophe(text, mark)]


def _is_apostrophe(text: str, mark: QuotationMark) -> bool:
    if mark.sign not in "’'‘":
        return False
    before, after = text[mark.at - 1 : mark.at], text[mark.at + 1 : mark.at + 2]
    if before.isalnum() and after.isalnum():
        return True
    return not before.isalnum() and bool(_CLIPPED_WORD.match(text, mark.at + 1))
