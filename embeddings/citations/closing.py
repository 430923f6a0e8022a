"""Which quotation a reference closes: it stands just before or just behind the closing mark."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from embeddings.citations.brackets import Bracket
from embeddings.citations.page_numbers import ordinal
from embeddings.text.quotation_marks import Quoted
from embeddings.types import Document, Span

_MARKS_ONLY = re.compile(r"[\s.…,;:!?’'‘”\"“»«›‹\])]*")
_BEHIND = re.compile(r"\s*(?:[.,;:!?…]+\s*)?(?:[\[(][^()\[\]\d]{1,30}[\])]\s*)?(?:[–—-]\s*)?[(\[]?")
_BEHIND_BARE = re.compile(r"\s*(?:[.!?…]+\s*)?(?:[\[(][^()\[\]\d]{1,30}[\])]\s*)?(?:[–—-]\s*)?")
_SAYS = (
    "say|write|note|argue|claim|observe|remark|recall|conclude|declare|explain|insist|add|reply|"
    "ask|answer|report|continue|read|warn|complain|confess|admit"
)
_SAID = re.compile(
    rf",?\s+(?=(?:\S+\s+){{0,4}}(?:(?:{_SAYS})(?:s|d|ed)?|said|wrote|told|tells?|repl(?:ies|ied)"
    r"|cr(?:ies|ied))\b)(?:[^\W\d_]+(?:[’'-]\w+)?\s+){1,5}[(\[]?"
)
_NUMBER = re.compile(r"\s*\d+(?:\s*[,–-]\s*\d+)*\s*")
_COUNTED = re.compile(r"\s*(\d{1,2}|[ivx]{1,5})\s*")
_NEAR = 200


class Closing:
    """The quoted words of a text, asked which of them a reference closes."""

    def __init__(self, document: Document, quoted: Iterable[Quoted]) -> None:
        self.document, self.text = document, document.text
        self.spans = [one.span for one in quoted if one.flaw != "closes nothing"]
        self._starts = [span.start for span in self.spans]

    def closed_by(self, span: Span, bare: bool = False) -> Span | None:
        """Return the quotation that a reference at this span closes."""
        index = bisect_right(self._starts, span.start) - 1
        if index < 0:
            return None
        quotation = self.spans[index]
        if quotation.end - span.end > _NEAR or span.start - quotation.end > _NEAR:
            return None
        if span.start < quotation.end:
            behind = self.text[span.end : quotation.end]
            return quotation if _MARKS_ONLY.fullmatch(behind) else None
        between = self.text[quotation.end : span.start]
        if not bare and self._says(quotation, between):
            return quotation
        if "\n" in between:
            return quotation if self._attributes(quotation, span) else None
        form = _BEHIND_BARE if bare else _BEHIND
        return quotation if form.fullmatch(between) else None

    def _says(self, quotation: Span, between: str) -> bool:
        """Say whether only who speaks stands between: `“…,” he wrote (p. 45)`."""
        ends = self.text[quotation.end - 2] in ",?!" or between.startswith(",")
        return ends and bool(_SAID.fullmatch(between))

    def _attributes(self, quotation: Span, span: Span) -> bool:
        """Say whether the span is the line under a quotation: `– Trotsky, Diary in Exile`."""
        line = self.document.paragraph_at(span.start)
        before = self.document.paragraphs[line.number - 2]
        alone = re.fullmatch(r"(?:[–—―-]\s*)?", self.text[line.start : span.start])
        rest = self.text[quotation.end : before.end] + self.text[span.end : line.end]
        return bool(alone) and quotation.end <= before.end and bool(_MARKS_ONLY.fullmatch(rest))


def is_endnote(text: str, bracket: Bracket) -> bool:
    """Say whether a bracket is an endnote's mark: `[12]`, set close to the word before it."""
    inner = text[bracket.inner.start : bracket.inner.end]
    before = text[bracket.span.start - 1 : bracket.span.start]
    return bracket.square and bool(_NUMBER.fullmatch(inner)) and bool(before.strip())


def enumerations(document: Document, brackets: Sequence[Bracket]) -> set[Span]:
    """Return the brackets that count: (1) … (2), in one paragraph, from one on."""
    counting: dict[int, list[tuple[int, Span]]] = {}
    found: set[Span] = set()
    for bracket in brackets:
        inner = document.text[bracket.inner.start : bracket.inner.end]
        if number := _COUNTED.fullmatch(inner):
            paragraph = document.paragraph_at(bracket.span.start).number
            run = counting.get(paragraph, [])
            value = ordinal(number[1]) or 0
            run = [*run, (value, bracket.span)] if run and value == run[-1][0] + 1 else run
            counting[paragraph] = [(1, bracket.span)] if value == 1 else run
            if len(counting[paragraph]) > 1:
                found.update(span for _, span in counting[paragraph])
    return found
