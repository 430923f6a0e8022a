"""Quotation marks: which opens, which closes, and the words between them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from embeddings.text.mark_signs import OPENING, QuotationMark, find_marks
from embeddings.text.words import normalize_text
from embeddings.types import Document, Span

MAX_OPEN_PARAGRAPHS = 8
"""Paragraphs after which a quotation that is never closed is taken to end."""

_MAX_MARKS_AHEAD = 400
"""Marks searched for the one that closes; a quotation nests fewer."""

_MAX_DEPTH = 4
"""Quotations in marks of one kind that stand within each other; more are left open."""

MarkFlaw = Literal["left open", "wrongly closed", "closes nothing"]

_CLOSERS = {
    "“": "”“",
    "„": "“”‟",
    "«": "«»",
    "‘": "’‘",
    "‚": "‘’",
    "‹": "‹›",
    "「": "」",
    "『": "』",
    '"': '"',
    "'": "'",
}
_SINGLE = "‘’‚'‹›"
PAGE_AT_END = re.compile(r"[(\[][^()\[\]]{0,80}\d[^()\[\]]{0,40}[)\]][.…\s]*$")
"""Pattern of a bracket with a number in it at the end of a paragraph."""


@dataclass(frozen=True, slots=True)
class QuotedSpan:
    """Words with the marks around them, and what is wrong with the marks.

    A block quote needs no marks. One that is `continued` goes on in the next paragraph, which
    opens its marks again.
    """

    span: Span
    flaw: MarkFlaw | None = None
    block: bool = False
    continued: bool = False


def pair_quotation_marks(document: Document, masked: Iterable[Span] = ()) -> list[QuotedSpan]:
    """Return the words between marks of the outermost level, in reading order."""
    return _MarkPairer(document, find_marks(document, masked)).pair()


class _MarkPairer:
    """Pairs the quotation marks of a text: each opening mark with the one that closes it."""

    def __init__(self, document: Document, marks: list[QuotationMark]) -> None:
        self.document, self.text, self.marks = document, document.text, marks
        guillemets = (mark.sign for mark in marks if mark.sign in "«»")
        self.points_inwards = next(guillemets, "«") == "»"

    def pair(self) -> list[QuotedSpan]:
        """Pair the marks; those inside a pair belong to it and open nothing."""
        pairs = self._pair_outermost()
        for at in range(len(pairs) - 2, -1, -1):
            if pairs[at + 1].flaw is None and self._goes_on(pairs[at], pairs[at + 1]):
                pairs[at] = replace(pairs[at], flaw=None, continued=True)
        return pairs

    def _goes_on(self, quoted: QuotedSpan, after: QuotedSpan) -> bool:
        """Return whether a quotation is left open because the next paragraph opens it again.

        One that ends with a page of its own does not go on.
        """
        words, start = self.text[quoted.span.start : quoted.span.end], after.span.start
        is_next = self.text[quoted.span.end : start] == "\n\n" and "\n" not in words
        if quoted.flaw != "left open" or not is_next or words[0] != self.text[start]:
            return False
        return PAGE_AT_END.search(words[-200:]) is None

    def _pair_outermost(self) -> list[QuotedSpan]:
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
                pairs.append(QuotedSpan(Span(mark.at, mark.end), "closes nothing"))
            index = end
        return pairs

    def _opens(self, mark: QuotationMark) -> bool:
        if mark.sign in "«»":  # »so», »so« or «so»
            return mark.side == "open" if mark.side else (mark.sign == "»") == self.points_inwards
        if mark.sign in OPENING:
            return mark.side != "close"
        return mark.side == "open"

    def _closes(self, mark: QuotationMark, opened: QuotationMark) -> bool:
        if mark.sign not in _CLOSERS[opened.family]:
            return False
        if mark.sign in "«»":
            return not self._opens(mark)
        if opened.family in "„‚":
            return mark.side != "open"
        return mark.side == "close" or (mark.side is None and mark.sign not in OPENING)

    def _close(self, index: int) -> QuotedSpan | None:
        """Return the words that a mark opens; None where it is an apostrophe after all."""
        opened = self.marks[index]
        if opened.sign in _SINGLE:
            return self._close_single(index)
        limit = self._limit(opened)
        within: list[QuotationMark] = []  # quotations in this one that are still open
        reopened = None
        for mark in self._following(index, limit):
            if within and mark.at > self._paragraph_end(within[-1].at):
                break  # what is quoted within ends in its paragraph
            if self._closes(mark, opened):
                if not within:
                    return QuotedSpan(Span(opened.at, mark.end))
                within.pop()
            elif mark.family == opened.family and self._opens(mark):
                if not within and self._begins_paragraph(mark):
                    return self._end_open_quotation(index, mark.at)
                reopened = reopened or mark
                within.append(mark)
                if len(within) > _MAX_DEPTH:
                    break
        return self._end_open_quotation(index, reopened.at if reopened else limit)

    def _begins_paragraph(self, mark: QuotationMark) -> bool:
        return mark.at == self.document.paragraph_at(mark.at).start

    def _close_single(self, index: int) -> QuotedSpan | None:
        """Return the words that a single mark opens, past apostrophes that look like its end."""
        # The marks that may close it: in the paragraph, else further on
        opened = self.marks[index]
        candidates, double = self._find_single_ends(index)
        near = self._paragraph_end(opened.at)
        candidates = [mark for mark in candidates if mark.at < near] or candidates
        for mark in candidates:
            if not self._is_possessive(mark):
                return QuotedSpan(Span(opened.at, mark.end))
        # None does for certain
        if double is not None:
            return QuotedSpan(Span(opened.at, double.end), "wrongly closed")
        goes_on = self._begins_paragraph(opened) and opened.sign == "‘"
        if candidates and not goes_on:
            return QuotedSpan(Span(opened.at, candidates[0].end))
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
            return QuotedSpan(Span(start, mark.end), "wrongly closed")
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
        behind = self.text[mark.end : mark.at + 80]
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


_USUAL_MARKS = str.maketrans("＂❝❞", '"“”')


def find_quoted_phrases(question: str) -> list[str]:
    """Return the words that a question quotes, without their marks."""
    phrases = (question[span.start : span.end].strip() for span in find_quoted_spans(question))
    return [phrase for phrase in phrases if normalize_text(phrase)]


def find_quoted_spans(question: str) -> list[Span]:
    """Return the spans of the words between quotation marks, without the marks."""
    document = Document.of("question", "question", [question.translate(_USUAL_MARKS)])
    marks = find_marks(document)
    starts = {mark.at: mark.end for mark in marks}
    ends = {mark.end: mark.at for mark in marks}
    spans = (words.span for words in pair_quotation_marks(document) if words.flaw is None)
    return [Span(starts[span.start], ends[span.end]) for span in spans]
