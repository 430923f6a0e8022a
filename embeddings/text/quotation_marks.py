"""Quotation marks: which opens, which closes, and what stands between."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from embeddings.types import Document, Span

PARAGRAPHS = 8
"""A mark left open ends after this many paragraphs."""

_AHEAD = 400
"""How many marks are looked at for the one that closes: a quotation nests not so many."""

Side = Literal["open", "close"]
Flaw = Literal["left open", "wrongly closed", "closes nothing"]

_MARK = re.compile("[“”„‟\"«»‘’‚'‹›]")
_OPENS = "“„‟«‘‚‹"
_FAMILY = dict.fromkeys("“”", "“") | dict.fromkeys("„‟", "„") | dict.fromkeys("«»", "«")
_FAMILY |= dict.fromkeys("‘’", "‘") | dict.fromkeys("‚", "‚") | dict.fromkeys("‹›", "‹")
_FAMILY |= {'"': '"', "'": "'"}
_CLOSERS = {
    "“": "”“",
    "„": "“”‟",
    "«": "«»",
    "‘": "’‘",
    "‚": "‘’",
    "‹": "‹›",
    '"': '"',
    "'": "'",
}
_SINGLE = "‘’‚'‹›"
_CLIPPED = re.compile(r"\d\ds?\b|(?:tis|twas|em|til|cause|n|cos|bout)\b", re.IGNORECASE)
PAGE_AT_END = re.compile(r"[(\[][^()\[\]]{0,80}\d[^()\[\]]{0,40}[)\]][.…\s]*$")


@dataclass(frozen=True, slots=True)
class Mark:
    """A quotation mark; `side` is None where its surroundings do not tell."""

    at: int
    sign: str
    side: Side | None

    @property
    def family(self) -> str:
        """The opening sign of its kind: a level of quotation."""
        return _FAMILY[self.sign]


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words between two marks, both included, and what is wrong with the marks.

    A block quote needs none.
    """

    span: Span
    flaw: Flaw | None = None
    block: bool = False


def side(text: str, at: int) -> Side | None:
    """Say by its neighbours whether a mark opens or closes; None where they do not tell."""
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    opens = (before.isspace() or before in "([{—–-/“„«‘‚") and not after.isspace()
    closes = (not before.isspace()) and not after.isalnum()
    if opens and not (closes and after in ".,;:!?)]}"):
        return "open"
    return "close" if closes and before not in "([{" else None


def marks(document: Document, masked: Iterable[Span] = ()) -> list[Mark]:
    """Return the quotation marks of a text, apostrophes and masked spans left out."""
    hidden = {at for span in masked for at in range(span.start, span.end)}
    found = (
        Mark(m.start(), m.group(), side(document.text, m.start()))
        for m in _MARK.finditer(document.text)
        if m.start() not in hidden
    )
    return [mark for mark in found if not _apostrophe(document.text, mark)]


def _apostrophe(text: str, mark: Mark) -> bool:
    if mark.sign not in "’'‘":
        return False
    before, after = text[mark.at - 1 : mark.at], text[mark.at + 1 : mark.at + 2]
    if before.isalnum() and after.isalnum():
        return True
    return not before.isalnum() and bool(_CLIPPED.match(text, mark.at + 1))


def quoted(document: Document, masked: Iterable[Span] = ()) -> list[Quoted]:
    """Return what stands between marks of the outermost level, in reading order."""
    return _Pairing(document, marks(document, masked)).run()


class _Pairing:
    """One pass over the marks of a text: each opening mark looks for its end."""

    def __init__(self, document: Document, found: list[Mark]) -> None:
        self.document, self.text, self.marks = document, document.text, found
        self.reversed = next((m.sign == "»" for m in found if m.sign in "«»"), False)

    def run(self) -> list[Quoted]:
        """Pair the marks; those inside a pair belong to it and open nothing."""
        result: list[Quoted] = []
        index = 0
        while index < len(self.marks):
            mark, end = self.marks[index], index + 1
            if self._opens(mark):
                found = self._close(index)
                if found is not None:
                    result.append(found)
                    while end < len(self.marks) and self.marks[end].at < found.span.end:
                        end += 1
            elif mark.sign == "”":
                result.append(Quoted(Span(mark.at, mark.at + 1), "closes nothing"))
            index = end
        return result

    def _opens(self, mark: Mark) -> bool:
        if mark.sign in "«»":
            return mark.sign == "»" if self.reversed else mark.sign == "«"
        if mark.sign in _OPENS:
            return mark.side != "close"
        return mark.side == "open"

    def _closes(self, mark: Mark, opened: Mark) -> bool:
        if mark.sign not in _CLOSERS[opened.family]:
            return False
        if mark.sign in "«»":
            return not self._opens(mark)
        if opened.family in "„‚":
            return mark.side != "open"
        return mark.side == "close" or (mark.side is None and mark.sign not in _OPENS)

    def _close(self, index: int) -> Quoted | None:
        opened = self.marks[index]
        if opened.sign in _SINGLE:
            return self._close_single(index)
        limit = self._limit(opened)
        reopened = None
        for mark in self._following(index, limit):
            if self._closes(mark, opened):
                return Quoted(Span(opened.at, mark.at + 1))
            if mark.family == opened.family and self._opens(mark):
                reopened = mark.at
                break
        return self._left_open(index, limit if reopened is None else reopened)

    def _close_single(self, index: int) -> Quoted | None:
        """Find the end of a single mark, past apostrophes that look like closing marks."""
        opened = self.marks[index]
        candidates, double = self._single_ends(index)
        near = self._paragraph_end(opened.at)
        candidates = [mark for mark in candidates if mark.at < near] or candidates
        for mark in candidates:
            if not self._possessive(mark):
                return Quoted(Span(opened.at, mark.at + 1))
        if double is not None:
            return Quoted(Span(opened.at, double.at + 1), "wrongly closed")
        goes_on = opened.at == self.document.paragraph_at(opened.at).start and opened.sign == "‘"
        if candidates and not goes_on:
            return Quoted(Span(opened.at, candidates[0].at + 1))
        if opened.sign == "‘" and opened.side == "open":
            return self._left_open(index, self._reopened(index, self._limit(opened)))
        return None

    def _single_ends(self, index: int) -> tuple[list[Mark], Mark | None]:
        """Return the marks that may close a single one, and a double mark that must."""
        opened = self.marks[index]
        far = self._limit(opened) if opened.sign == "‘" else self._paragraph_end(opened.at)
        candidates: list[Mark] = []
        depth = 0
        for mark in self._following(index, far):
            if mark.sign in "“”":
                depth += 1 if self._opens(mark) else -1
                if depth < 0:
                    return candidates, mark
            elif depth == 0 and self._closes(mark, opened):
                candidates.append(mark)
            elif depth == 0 and mark.family == opened.family and self._opens(mark):
                break
        return candidates, None

    def _reopened(self, index: int, limit: int) -> int:
        family = self.marks[index].family
        later = (
            mark.at
            for mark in self._following(index, limit)
            if mark.family == family and self._opens(mark)
        )
        return next(later, limit)

    def _possessive(self, mark: Mark) -> bool:
        return bool(re.match(r"[sxz].(?:\s[a-z]|[’'])", self.text[mark.at - 1 : mark.at + 3]))

    def _left_open(self, index: int, limit: int) -> Quoted:
        """End a mark that is never closed: at a wrong mark, a page, the next one, or the limit."""
        start = self.marks[index].at
        for mark in self._strays(index, limit):
            return Quoted(Span(start, mark.at + 1), "wrongly closed")
        first = self.document.paragraph_at(start).number - 1
        for paragraph in self.document.paragraphs[first : first + PARAGRAPHS]:
            if paragraph.end > limit:
                break
            if PAGE_AT_END.search(self.text[max(start, paragraph.end - 200) : paragraph.end]):
                return Quoted(Span(start, paragraph.end), "left open")
        words = self.text[start:limit].rstrip()
        return Quoted(Span(start, start + len(words)), "left open")

    def _strays(self, index: int, limit: int) -> list[Mark]:
        """Return marks that close nothing of their own and end a paragraph."""
        opened: list[str] = []
        strays: list[Mark] = []
        for mark in self._following(index, limit):
            if self._opens(mark):
                opened.append(mark.family)
            elif mark.family in opened:
                opened.remove(mark.family)
            elif self._ends_something(mark):
                strays.append(mark)
        return strays

    def _ends_something(self, mark: Mark) -> bool:
        """Say whether a mark ends a paragraph, or stands right before or behind a page."""
        before = self.text[max(0, mark.at - 4) : mark.at]
        behind = self.text[mark.at + 1 : mark.at + 80]
        return (
            not behind
            or bool(re.match(r"\n|[.,]?\s*[(\[][^()\[\]]{0,60}?\d", behind))
            or bool(re.search(r"[)\]][.…,;]{0,3}$", before))
        )

    def _following(self, index: int, limit: int) -> Iterator[Mark]:
        for at in range(index + 1, min(index + 1 + _AHEAD, len(self.marks))):
            if self.marks[at].at >= limit:
                return
            yield self.marks[at]

    def _limit(self, opened: Mark) -> int:
        first = self.document.paragraph_at(opened.at).number
        last = min(first + PARAGRAPHS - 1, len(self.document.paragraphs))
        return self.document.paragraphs[last - 1].end

    def _paragraph_end(self, at: int) -> int:
        return self.document.paragraph_at(at).end
