"""Find the quotation that a reference closes, just before or just after the closing mark."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from embeddings.citations.brackets import Bracket
from embeddings.citations.page_numbers import parse_number
from embeddings.text.quotation_marks import QuotedSpan
from embeddings.types import Document, Span

_MARKS_ONLY = re.compile(r"[\s.…,;:!?’'‘”\"“»«›‹\])]*")
_NOTE_MARK = r"(?:(?:\[(?:\d{1,3}[a-z]?|[*†‡])\]|\(\d{1,3}\)|[¹²³⁰-⁹]{1,3}|[*†‡§]{1,3})\s*)?"
_REMARK = r"(?:[\[(][^()\[\]\d]{1,30}[\])]\s*)?"
_BETWEEN = rf"\s*{_NOTE_MARK}(?:PUNCTUATION+\s*)?{_NOTE_MARK}{_REMARK}(?:[–—―-]{{1,3}}\s*)?"
_GAP = re.compile(_BETWEEN.replace("PUNCTUATION", "[.,;:!?…]") + r"[(\[]?")
_GAP_BEFORE_BARE = re.compile(_BETWEEN.replace("PUNCTUATION", "[.,!?…]"))
_SPEECH_VERBS = (
    "say|write|note|argue|claim|observe|remark|recall|conclude|declare|explain|insist|add|reply|"
    "ask|answer|report|continue|read|warn|complain|confess|admit"
)
_SPEECH = (
    rf"(?:(?:{_SPEECH_VERBS})(?:s|d|ed)?|said|wrote|told|tells?|repl(?:ies|ied)|cr(?:ies|ied))\b"
)
SPEECH = re.compile(rf"\s+(?:also\s+)?{_SPEECH}")
"""Pattern of a verb of speech behind a name."""

_SPEAKER = re.compile(
    rf",?\s+(?=(?:\S+\s+){{0,4}}{_SPEECH})"
    r"(?:[^\W\d_]+(?:[’'-]\w+)?\s+){1,5}[(\[]?"
)
_NUMBER = re.compile(r"\s*\d+[a-z]?(?:\s*[,–-]\s*\d+[a-z]?)*\s*")
_PAGE_BEHIND = re.compile(r"\s?[(\[][^()\[\]]{0,80}\d")
_ENUMERATOR = re.compile(r"\s*(\d{1,2}|[ivx]{1,5})\s*")
_MAX_DISTANCE = 200


class ClosedQuotations:
    """The quotations of a text, looked up by the references that close them."""

    def __init__(self, document: Document, quoted: Iterable[QuotedSpan]) -> None:
        self.document, self.text = document, document.text
        self.spans = [words.span for words in quoted if words.flaw != "closes nothing"]
        self._starts = [span.start for span in self.spans]

    def closed_by(self, span: Span, bare: bool = False) -> Span | None:
        """Return the quotation that a reference at this span closes.

        `bare` is for a number that is a page only where it closes a quotation: no speaker may
        stand between.
        """
        # The last quotation that begins before the reference
        index = bisect_right(self._starts, span.start) - 1
        if index < 0:
            return None
        quotation = self.spans[index]
        if max(quotation.end - span.end, span.start - quotation.end) > _MAX_DISTANCE:
            return None
        # A reference within the marks
        if span.start < quotation.end:
            behind = self.text[span.end : quotation.end]
            return quotation if _MARKS_ONLY.fullmatch(behind) else None
        # A reference after the marks
        between = self.text[quotation.end : span.start]
        if not bare and self._is_speaker(quotation, between):
            return quotation
        if "\n" in between:
            return quotation if self._is_attribution(quotation, span) else None
        gap = _GAP_BEFORE_BARE if bare else _GAP
        return quotation if gap.fullmatch(between) else None

    def _is_speaker(self, quotation: Span, between: str) -> bool:
        """Return whether only the speaker stands between: `“…,” he wrote (p. 45)`."""
        goes_on = self.text[quotation.end - 2] in ",?!" or between.startswith(",")
        return goes_on and bool(_SPEAKER.fullmatch(between))

    def _is_attribution(self, quotation: Span, span: Span) -> bool:
        """Return whether the span is the line under a quotation: `– Trotsky, Diary in Exile`."""
        line = self.document.paragraph_at(span.start)
        before = self.document.paragraphs[line.number - 2]
        leads = re.fullmatch(r"(?:[–—―-]{1,3}\s*)?", self.text[line.start : span.start])
        rest = self.text[quotation.end : before.end] + self.text[span.end : line.end]
        return bool(leads) and quotation.end <= before.end and bool(_MARKS_ONLY.fullmatch(rest))


def is_endnote(text: str, bracket: Bracket) -> bool:
    """Return whether a bracket is the mark of a note: `[12]` or `[12a]`, directly after a word.

    A number before another bracket with a number is one too: `“…”(1) (45)`.
    """
    inner = text[bracket.inner.start : bracket.inner.end]
    is_glued = bool(text[bracket.span.start - 1 : bracket.span.start].strip())
    is_before_page = bool(_PAGE_BEHIND.match(text, bracket.span.end))
    is_mark = (bracket.square and (is_glued or is_before_page)) or (is_glued and is_before_page)
    return is_mark and bool(_NUMBER.fullmatch(inner))


def find_enumerations(document: Document, brackets: Sequence[Bracket]) -> set[Span]:
    """Return the brackets that enumerate, (1) … (2), within one paragraph and from 1 on."""
    runs: dict[int, list[tuple[int, Span]]] = {}
    enumerations: set[Span] = set()
    for bracket in brackets:
        inner = document.text[bracket.inner.start : bracket.inner.end]
        if number := _ENUMERATOR.fullmatch(inner):
            paragraph = document.paragraph_at(bracket.span.start).number
            run = runs.get(paragraph, [])
            value = parse_number(number[1]) or 0
            run = [*run, (value, bracket.span)] if run and value == run[-1][0] + 1 else run
            runs[paragraph] = [(1, bracket.span)] if value == 1 else run
            if len(runs[paragraph]) > 1:
                enumerations.update(span for _, span in runs[paragraph])
    return enumerations
