"""Quotation marks: which opens, which closes, and the words between them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from embeddings.text.words import normalize_text
from embeddings.types import Document, Span

MAX_OPEN_PARAGRAPHS = 8
"""Paragraphs after which a quotation that is never closed is taken to end."""

_MAX_MARKS_AHEAD = 400
"""Marks searched for the one that closes; a quotation nests fewer."""

Side = Literal["open", "close"]
MarkFlaw = Literal["left open", "wrongly closed", "closes nothing"]

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
_CLIPPED_WORD = re.compile(r"\d\ds?\b|(?:tis|twas|em|til|cause|n|cos|bout)\b", re.IGNORECASE)
PAGE_AT_END = re.compile(r"[(\[][^()\[\]]{0,80}\d[^()\[\]]{0,40}[)\]][.…\s]*$")
"""Pattern of a bracket with a number in it at the end of a paragraph."""


@dataclass(frozen=True, slots=True)
class QuotationMark:
    """A quotation mark; `side` is None where its neighbours do not show it."""

    at: int
    sign: str
    side: Side | None

    @property
    def family(self) -> str:
        """The opening sign of its kind; each kind is a level of quotation."""
        return _FAMILY[self.sign]


@dataclass(frozen=True, slots=True)
class QuotedSpan:
    """Words with the marks around them, and what is wrong with the marks.

    A block quote needs no marks.
    """

    span: Span
    flaw: MarkFlaw | None = None
    block: bool = False


def _find_side(text: str, at: int) -> Side | None:
    """Return whether a mark opens or closes; None where its neighbours do not show it."""
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    opens = (before.isspace() or before in "([{—–-/“„«‘‚") and not after.isspace()
    closes = (not before.isspace()) and not after.isalnum()
    if opens and not (closes and after in ".,;:!?)]}"):
        return "open"
    return "close" if closes and before not in "([{" else None


def _find_marks(document: Document, masked: Iterable[Span] = ()) -> list[QuotationMark]:
    """Return the quotation marks of a text, without apostrophes and masked spans."""
    hidden = {at for span in masked for at in range(span.start, span.end)}
    marks = (
        QuotationMark(match.start(), match[0], _find_side(document.text, match.start()))
        for match in _MARK.finditer(document.text)
        if match.start() not in hidden
    )
    return [mark for mark in marks if not _is_apostrophe(document.text, mark)]


def _is_apostrophe(text: str, mark: QuotationMark) -> bool:
    if mark.sign not in "’'‘":
        return False
    before, after = text[mark.at - 1 : mark.at], text[mark.at + 1 : mark.at + 2]
    if before.isalnum() and after.isalnum():
        return True
    return not before.isalnum() and bool(_CLIPPED_WORD.match(text, mark.at + 1))


def pair_quotation_marks(document: Document, masked: Iterable[Span] = ()) -> list[QuotedSpan]:
    """Return the words between marks of the outermost level, in reading order."""
    return _MarkPairer(document, _find_marks(document, masked)).pair()


class _MarkPairer:
    """Pairs the quotation marks of a text: each opening mark with the one that closes it."""

    def __init__(self, document: Document, marks: list[QuotationMark]) -> None:
        self.document, self.text, self.marks = document, document.text, marks
        guillemets = (mark.sign for mark in marks if mark.sign in "«»")
        self.points_inwards = next(guillemets, "«") == "»"

    def pair(self) -> list[QuotedSpan]:
        """Pair the marks; those inside a pair belong to it and open nothing."""
        pairs: list[QuotedSpan] = []
        index = 0
        while index < len(self.marks):
            mark, end = self.marks[index], index + 1
            if self._opens(mark):
                quoted = self._close(index)
                if quoted is not None:
                    pairs.append(quoted)
                    while end < len(self.marks) and self.marks[end].at < quoted.span.end:
                        end += 1
            elif mark.sign == "”":
                pairs.append(QuotedSpan(Span(mark.at, mark.at + 1), "closes nothing"))
            index = end
        return pairs

    def _opens(self, mark: QuotationMark) -> bool:
        if mark.sign in "«»":
            return mark.sign == "»" if self.points_inwards else mark.sign == "«"
        if mark.sign in _OPENS:
            return mark.side != "close"
        return mark.side == "open"

    def _closes(self, mark: QuotationMark, opened: QuotationMark) -> bool:
        if mark.sign not in _CLOSERS[opened.family]:
            return False
        if mark.sign in "«»":
            return not self._opens(mark)
        if opened.family in "„‚":
            return mark.side != "open"
        return mark.side == "close" or (mark.side is None and mark.sign not in _OPENS)

    def _close(self, index: int) -> QuotedSpan | None:
        """Return the words that a mark opens; None where it is an apostrophe after all."""
        opened = self.marks[index]
        if opened.sign in _SINGLE:
            return self._close_single(index)
        limit = self._limit(opened)
        reopened = None
        for mark in self._following(index, limit):
            if self._closes(mark, opened):
                return QuotedSpan(Span(opened.at, mark.at + 1))
            if mark.family == opened.family and self._opens(mark):
                reopened = mark.at
                break
        return self._end_open_quotation(index, limit if reopened is None else reopened)

    def _close_single(self, index: int) -> QuotedSpan | None:
        """Return the words that a single mark opens, past apostrophes that look like its end."""
        # The marks that may close it: in the paragraph, else further on
        opened = self.marks[index]
        candidates, double = self._find_single_ends(index)
        near = self._paragraph_end(opened.at)
        candidates = [mark for mark in candidates if mark.at < near] or candidates
        for mark in candidates:
            if not self._is_possessive(mark):
                return QuotedSpan(Span(opened.at, mark.at + 1))
        # None does for certain
        if double is not None:
            return QuotedSpan(Span(opened.at, double.at + 1), "wrongly closed")
        goes_on = opened.at == self.document.paragraph_at(opened.at).start and opened.sign == "‘"
        if candidates and not goes_on:
            return QuotedSpan(Span(opened.at, candidates[0].at + 1))
        if opened.sign == "‘" and opened.side == "open":
            return self._end_open_quotation(index, self._find_reopening(index))
        return None

    def _find_single_ends(self, index: int) -> tuple[list[QuotationMark], QuotationMark | None]:
        """Return the marks that may close a single mark, and a double mark that must."""
        opened = self.marks[index]
        limit = self._limit(opened) if opened.sign == "‘" else self._paragraph_end(opened.at)
        candidates: list[QuotationMark] = []
        depth = 0
        for mark in self._following(index, limit):
            if mark.sign in "“”":
                depth += 1 if self._opens(mark) else -1
                if depth < 0:
                    return candidates, mark
            elif depth == 0 and self._closes(mark, opened):
                candidates.append(mark)
            elif depth == 0 and mark.family == opened.family and self._opens(mark):
                break
        return candidates, None

    def _find_reopening(self, index: int) -> int:
        """Return where the next mark of the same kind opens, or the limit of the quotation."""
        opened = self.marks[index]
        limit = self._limit(opened)
        reopenings = (
            mark.at
            for mark in self._following(index, limit)
            if mark.family == opened.family and self._opens(mark)
        )
        return next(reopenings, limit)

    def _is_possessive(self, mark: QuotationMark) -> bool:
        return bool(re.match(r"[sxz].(?:\s[a-z]|[’'])", self.text[mark.at - 1 : mark.at + 3]))

    def _end_open_quotation(self, index: int, limit: int) -> QuotedSpan:
        """End a quotation that is never closed: at a wrong mark, at a page, or at the limit."""
        start = self.marks[index].at
        for mark in self._find_strays(index, limit):
            return QuotedSpan(Span(start, mark.at + 1), "wrongly closed")
        first = self.document.paragraph_at(start).number - 1
        for paragraph in self.document.paragraphs[first : first + MAX_OPEN_PARAGRAPHS]:
            if paragraph.end > limit:
                break
            if PAGE_AT_END.search(self.text[max(start, paragraph.end - 200) : paragraph.end]):
                return QuotedSpan(Span(start, paragraph.end), "left open")
        words = self.text[start:limit].rstrip()
        return QuotedSpan(Span(start, start + len(words)), "left open")

    def _find_strays(self, index: int, limit: int) -> list[QuotationMark]:
        """Return closing marks of another kind that close nothing else and end something."""
        opened: list[str] = []
        strays: list[QuotationMark] = []
        for mark in self._following(index, limit):
            if self._opens(mark):
                opened.append(mark.family)
            elif mark.family in opened:
                opened.remove(mark.family)
            elif self._is_at_end(mark):
                strays.append(mark)
        return strays

    def _is_at_end(self, mark: QuotationMark) -> bool:
        """Return whether a mark ends a paragraph, or stands directly before or after a page."""
        before = self.text[max(0, mark.at - 4) : mark.at]
        behind = self.text[mark.at + 1 : mark.at + 80]
        return (
            not behind
            or bool(re.match(r"\n|[.,]?\s*[(\[][^()\[\]]{0,60}?\d", behind))
            or bool(re.search(r"[)\]][.…,;]{0,3}$", before))
        )

    def _following(self, index: int, limit: int) -> Iterator[QuotationMark]:
        for at in range(index + 1, min(index + 1 + _MAX_MARKS_AHEAD, len(self.marks))):
            if self.marks[at].at >= limit:
                return
            yield self.marks[at]

    def _limit(self, opened: QuotationMark) -> int:
        first = self.document.paragraph_at(opened.at).number
        last = min(first + MAX_OPEN_PARAGRAPHS - 1, len(self.document.paragraphs))
        return self.document.paragraphs[last - 1].end

    def _paragraph_end(self, at: int) -> int:
        return self.document.paragraph_at(at).end


_USUAL_MARKS = str.maketrans("「」『』＂❝❞", '“”“”"“”')


def find_quoted_phrases(question: str) -> list[str]:
    """Return the words that a question quotes, without their marks."""
    phrases = (question[span.start : span.end].strip() for span in find_quoted_spans(question))
    return [phrase for phrase in phrases if normalize_text(phrase)]


def find_quoted_spans(question: str) -> list[Span]:
    """Return the spans of the words between quotation marks, without the marks."""
    document = Document.of("question", "question", [question.translate(_USUAL_MARKS)])
    spans = (words.span for words in pair_quotation_marks(document) if words.flaw is None)
    return [Span(span.start + 1, span.end - 1) for span in spans]
