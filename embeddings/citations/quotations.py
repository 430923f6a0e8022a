"""Quotations: between marks or in a block, bound to their citations and lead-ins."""

import re
from dataclasses import replace

from embeddings.citations.brackets import attribution
from embeddings.citations.finder import KnownWorks, References, doubted
from embeddings.citations.works import Sources
from embeddings.text.proper_names import is_name
from embeddings.text.sentences import sentences
from embeddings.types import Citation, Document, Quotation, Span

WORDS = 4
"""Words in quotation marks without a citation are a quotation from this many on."""

LEAD_IN_SENTENCES = 2
"""A lead-in is the sentence that introduces a quotation, and the one before it."""

_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_CHAINED = re.compile(r"\s*(?:;\s*(?:and\s+)?|(?:…|\.\.\.)\s*)")
_SOURCE_BEHIND = re.compile(r"\s*[.,…]?\s*[(\[]([^()\[\]]{2,160})[)\]]")
_SENTENCE = 600
_STRAY = " .,;:!?…)]”’»\"'–—-"
_ENDS_ITSELF = re.compile(r"[.!?…][”’»\")\]]*$")


def bind(
    document: Document, found: References, lore: KnownWorks
) -> tuple[tuple[Quotation, ...], tuple[Citation, ...]]:
    """Return the quotations of a text, each with its citations and lead-in, and all citations.

    Both in reading order; a citation knows the quotation that it closes.
    """
    binding = _Binding(document, found, lore)
    quotations = binding.quotations()
    bound = {one.span: one for quotation in quotations for one in quotation.citations}
    citations = (bound.get(one.span) or binding.backing(one) for one in found.citations)
    return quotations, tuple(citations)


class _Binding:
    """The quoted words and citations of one text, brought together."""

    def __init__(self, document: Document, found: References, lore: KnownWorks) -> None:
        self.document, self.text = document, document.text
        self.sources = Sources(lore.works)
        self.closing: dict[Span, list[Citation]] = {}
        for citation in found.citations:
            if citation.closes is not None:
                self.closing.setdefault(citation.closes, []).append(citation)
        spans = [one.span for one in found.quoted if one.flaw != "closes nothing"]
        self.open = {one.span for one in found.quoted if one.flaw == "left open"}
        self.blocks = {one.span for one in found.quoted if one.block}
        self.spans = [span for span in self._chained(spans) if self._counts(span)]

    def quotations(self) -> tuple[Quotation, ...]:
        """Make the quotations, one behind the other."""
        made: list[Quotation] = []
        for span in self.spans:
            before = made[-1] if made else None
            one = self._quotation(span, before.cited_end if before else 0)
            if before is not None and one.lead_in is None and self._joins(before.span, span):
                one = replace(one, lead_in=before.lead_in)
            made.append(one)
        return tuple(made)

    def _counts(self, span: Span) -> bool:
        if span in self.closing or span in self.blocks:
            return True
        words = _BRACKETED.sub(" ", self.text[span.start : span.end])
        title = self.sources.resolve(words)
        return len(re.findall(r"\w+(?:[’'-]\w+)*", words)) >= WORDS and title is None

    def _chained(self, spans: list[Span]) -> list[Span]:
        """Join quotations that one citation covers: `“…”; “…”; “…” (p. 161)`.

        So are paragraphs that each open the mark again, and of which the last closes it.
        """
        joined: list[Span] = []
        for span in reversed(spans):
            after = joined[-1] if joined else None
            covered = after in self.closing and span not in self.closing
            if after and covered and self._joins(span, after):
                joined[-1] = Span(span.start, after.end)
                self.closing[joined[-1]] = self.closing.pop(after)
                if span in self.blocks:
                    self.blocks.add(joined[-1])
            else:
                joined.append(span)
        return joined[::-1]

    def _joins(self, span: Span, after: Span) -> bool:
        """Say whether a quotation goes on.

        It does behind a semicolon, with its mark opened again, or as the same block quote.
        """
        between = self.text[span.end : after.start]
        alone = span in self.open and "\n" not in self.text[span.start : span.end]
        goes_on = span in self.blocks if after in self.blocks else alone
        return bool(_CHAINED.fullmatch(between)) or (goes_on and between == "\n\n")

    def _quotation(self, span: Span, floor: int) -> Quotation:
        lead_in = self._lead_in(span, floor)
        first = self.document.paragraph_at(span.start).number
        citations = tuple(
            self._doubted(replace(one, closes=span, quotation_paragraph=first), lead_in)
            for one in self.closing.get(span, ())
        )
        key, work = (citations[0].key, citations[0].work) if citations else self._source(span)
        return Quotation(span.start, span.end, lead_in, citations, key, work)

    def _doubted(self, citation: Citation, lead_in: Span | None) -> Citation:
        """Doubt a bare page whose lead-in names another work than the default."""
        if not citation.assumed or lead_in is None:
            return citation
        named = self.sources.named(self.text[lead_in.start : lead_in.end])
        others = [work.reference for work in named if work.key != citation.key]
        return (
            doubted(citation, f"its lead-in names {' and '.join(others)}") if others else citation
        )

    def backing(self, citation: Citation) -> Citation:
        """Return a citation that closes no quotation; the sentence that it backs leads it in."""
        paragraph = self.document.paragraph_at(citation.start)
        start = max(paragraph.start, citation.start - _SENTENCE)
        sentence = self._last_sentences(start, citation.start, count=1)
        return self._doubted(citation, sentence)

    def _lead_in(self, span: Span, floor: int) -> Span | None:
        """Return what introduces a quotation: in its paragraph, or at the end of the one before."""
        paragraph = self.document.paragraph_at(span.start)
        here = self._last_sentences(max(floor, paragraph.start), span.start)
        if here is not None or paragraph.number == 1 or floor > paragraph.start:
            return here
        before = self.document.paragraphs[paragraph.number - 2]
        return self._last_sentences(max(floor, before.start), before.end)

    def _last_sentences(self, start: int, end: int, count: int = LEAD_IN_SENTENCES) -> Span | None:
        """Return the last sentences of a span, less the end of one that began before it."""
        words = self.text[start:end]
        begin = len(words) - len(words.lstrip(_STRAY))
        finish = len(words.rstrip(" (["))
        if not re.search(r"\w", words[begin:finish]):
            return None
        spans = sentences(words[begin:finish])
        before = self.text[max(0, start - 4) : start].rstrip()
        if before and not _ENDS_ITSELF.search(before) and self.text[start - 1] != "\n":
            rest = _ENDS_ITSELF.search(words[begin:finish])
            spans = spans[1:] if len(spans) > 1 or rest else spans
        if not spans:
            return None
        return Span(start + begin + spans[-count:][0].start, start + finish)

    def _source(self, span: Span) -> tuple[str | None, str | None]:
        """Return the work that is named behind a quotation without a page."""
        behind = _SOURCE_BEHIND.match(self.text, span.end)
        inside = list(_BRACKETED.finditer(self.text, span.start, span.end))[-1:]
        named = [behind[1]] if behind else []
        named += [m[0][1:-1] for m in inside if not re.search(r"\w", self.text[m.end() : span.end])]
        for words in named:
            if (work := self.sources.resolve(words)) is not None:
                return work.key, work.short
        return self._line_below(span)

    def _line_below(self, span: Span) -> tuple[str | None, str | None]:
        paragraph = self.document.paragraph_at(span.end - 1)
        alone = not re.search(r"\w", self.text[span.end : paragraph.end])
        if not alone or paragraph.number == len(self.document.paragraphs):
            return None, None
        below = self.document.paragraphs[paragraph.number]
        line = attribution(self.text, below.start, below.end)
        words = self.text[line.inner.start : line.inner.end] if line else ""
        work = self.sources.resolve(words)
        if work is None and not is_name(words):
            return None, None
        return (work.key, work.short) if work else (None, words)
