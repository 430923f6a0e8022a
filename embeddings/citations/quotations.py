"""Quotations, marked or in blocks, bound to their citations and lead-ins."""

import re
from dataclasses import replace

from embeddings.citations.finder import References
from embeddings.citations.resolver import KnownWorks, add_doubt
from embeddings.citations.signs import plain_document
from embeddings.citations.source_lines import find_source_lines
from embeddings.citations.works import Sources
from embeddings.text.proper_names import is_name
from embeddings.text.sentences import split_sentences
from embeddings.types import Citation, Document, Quotation, Span

MIN_UNCITED_WORDS = 4
"""Words from which on marked words without a citation count as a quotation."""

MAX_LEAD_IN_SENTENCES = 2
"""Sentences before a quotation that count as its lead-in."""

_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_CHAIN_LINK = re.compile(r"\s*(?:;\s*(?:and\s+)?|(?:…|\.\.\.)\s*)")
_SOURCE_BEHIND = re.compile(r"\s*[.,…]?\s*[(\[]([^()\[\]]{2,160})[)\]]")
_NAME_WITH_YEAR = re.compile(
    r"[^\W\d_a-z][\w’'-]*\s+\((?:\[?\d{4}[a-z]?\]?[\s/]*){1,2}[,:][^()]*\)?$"
)
_MAX_NAME = 40
_QUOTATION_BEHIND = re.compile(r"\s(?:[^\s.!?;()“”„«»\"]+\s+){1,10}(?=[“„«\"‘»「])")
_MAX_SENTENCE_LENGTH = 600
_STRAY = " .,;:!?…)]”’»\"'–—-"
_SENTENCE_END = re.compile(r"[.!?…][”’»\")\]]*$")


def bind_quotations(
    document: Document, references: References, known_works: KnownWorks
) -> tuple[tuple[Quotation, ...], tuple[Citation, ...]]:
    """Return the quotations of a text, each with its citations and lead-in, and all citations.

    Both are in reading order. A citation knows the quotation that it closes.
    """
    binder = _QuotationBinder(document, references, known_works)
    quotations = binder.build_quotations()
    closing = {
        citation.span: citation for quotation in quotations for citation in quotation.citations
    }
    citations = (
        closing.get(citation.span) or binder.check_assumed_work(citation)
        for citation in references.citations
    )
    return quotations, tuple(citations)


class _QuotationBinder:
    """Brings together the quoted spans and the citations of one text."""

    def __init__(self, document: Document, references: References, known_works: KnownWorks) -> None:
        self.document, self.text = document, document.text
        self.sources = Sources(known_works.works)
        self.source_lines = find_source_lines(plain_document(document), self.sources)
        self.closing: dict[Span, list[Citation]] = {}
        for citation in references.citations:
            if citation.closes is not None:
                self.closing.setdefault(citation.closes, []).append(citation)
        self._close_what_follows(references)
        quoted = references.quoted
        spans = [words.span for words in quoted if words.flaw != "closes nothing"]
        self.open = {words.span for words in quoted if words.flaw == "left open" or words.continued}
        self.blocks = {words.span for words in quoted if words.block}
        self.spans = [span for span in self._join_chains(spans) if self._is_quotation(span)]

    def _close_what_follows(self, references: References) -> None:
        """Give a quotation the page beside the author's name that leads it in.

        `Okafor (1987, p. 45) notes that “…”` is how author and year stand in running text. It
        holds only where no page follows the quotation itself.
        """
        starts = {words.span.start: words.span for words in references.quoted}
        for citation in references.citations:
            led = _NAME_WITH_YEAR.search(
                self.text, max(0, citation.start - _MAX_NAME), citation.end
            )
            follows = _QUOTATION_BEHIND.match(self.text, citation.end)
            if citation.closes is not None or led is None or follows is None:
                continue
            span = starts.get(follows.end())
            if span is not None and span not in self.closing:
                self.closing[span] = [citation]

    def build_quotations(self) -> tuple[Quotation, ...]:
        """Return the quotations in reading order; one that goes on shares its lead-in."""
        quotations: list[Quotation] = []
        for span in self.spans:
            before = quotations[-1] if quotations else None
            quotation = self._build_quotation(span, before.cited_end if before else 0)
            if (
                before is not None
                and quotation.lead_in is None
                and self._goes_on(before.span, span)
            ):
                quotation = replace(quotation, lead_in=before.lead_in)
            quotations.append(quotation)
        return tuple(quotations)

    def check_assumed_work(self, citation: Citation) -> Citation:
        """Doubt a bare page that closes no quotation where its sentence names another work."""
        paragraph = self.document.paragraph_at(citation.start)
        start = max(paragraph.start, citation.start - _MAX_SENTENCE_LENGTH)
        sentence = self._last_sentences(start, citation.start, count=1)
        return self._doubt_other_work(citation, sentence)

    def _is_quotation(self, span: Span) -> bool:
        if span in self.closing or span in self.blocks:
            return True
        words = _BRACKETED.sub(" ", self.text[span.start : span.end])
        is_title = self.sources.resolve(words) is not None
        return len(re.findall(r"\w+(?:[’'-]\w+)*", words)) >= MIN_UNCITED_WORDS and not is_title

    def _join_chains(self, spans: list[Span]) -> list[Span]:
        """Join quotations that share one citation: `“…”; “…”; “…” (p. 161)`.

        Paragraphs that each reopen the mark, the last of them closing it, are joined too.
        """
        joined: list[Span] = []
        for span in reversed(spans):
            after = joined[-1] if joined else None
            shares_citation = after in self.closing and span not in self.closing
            if after and shares_citation and self._goes_on(span, after):
                joined[-1] = Span(span.start, after.end)
                self.closing[joined[-1]] = self.closing.pop(after)
                if span in self.blocks:
                    self.blocks.add(joined[-1])
            else:
                joined.append(span)
        return joined[::-1]

    def _goes_on(self, span: Span, after: Span) -> bool:
        """Return whether a quotation goes on in the next one.

        It does so after a semicolon, with its mark reopened, or within one block quote.
        """
        between = self.text[span.end : after.start]
        is_open = span in self.open and "\n" not in self.text[span.start : span.end]
        goes_on = self._is_same_block(span, after) if after in self.blocks else is_open
        return bool(_CHAIN_LINK.fullmatch(between)) or (goes_on and between == "\n\n")

    def _is_same_block(self, span: Span, after: Span) -> bool:
        """Return whether two block quotes are one in the file, or may be."""
        blocks = (self.document.paragraph_at(quoted.start).quote for quoted in (span, after))
        return span in self.blocks and len(set(blocks)) == 1

    def _build_quotation(self, span: Span, floor: int) -> Quotation:
        """Build a quotation with its citations; its lead-in does not reach before the floor."""
        lead_in = self._find_lead_in(span, floor)
        first = self.document.paragraph_at(span.start).number
        citations = tuple(
            self._doubt_other_work(
                replace(citation, closes=span, quotation_paragraph=first), lead_in
            )
            for citation in self.closing.get(span, ())
        )
        key, work = (citations[0].key, citations[0].work) if citations else self._find_work(span)
        return Quotation(span.start, span.end, lead_in, citations, key, work)

    def _doubt_other_work(self, citation: Citation, lead_in: Span | None) -> Citation:
        """Doubt a bare page whose lead-in names another work than the default."""
        if not citation.assumed or lead_in is None:
            return citation
        named = self.sources.find_named(self.text[lead_in.start : lead_in.end])
        others = [work.reference for work in named if work.key != citation.key]
        if not others:
            return citation
        return add_doubt(citation, f"its lead-in names {' and '.join(others)}")

    def _find_lead_in(self, span: Span, floor: int) -> Span | None:
        """Return what introduces a quotation: in its paragraph, or at the end of the one before.

        It does not reach before the floor, where the quotation before it ends.
        """
        paragraph = self.document.paragraph_at(span.start)
        lead_in = self._last_sentences(max(floor, paragraph.start), span.start)
        if lead_in is not None or paragraph.number == 1 or floor > paragraph.start:
            return lead_in
        before = self.document.paragraphs[paragraph.number - 2]
        return self._last_sentences(max(floor, before.start), before.end)

    def _last_sentences(
        self, start: int, end: int, count: int = MAX_LEAD_IN_SENTENCES
    ) -> Span | None:
        """Return the last sentences of a span, without one that began before it."""
        # Leave out marks and spaces around the words
        words = self.text[start:end]
        begin = len(words) - len(words.lstrip(_STRAY))
        finish = len(words.rstrip(" (["))
        if not re.search(r"\w", words[begin:finish]):
            return None
        # Leave out a sentence that began before them
        spans = split_sentences(words[begin:finish])
        before = self.text[max(0, start - 4) : start].rstrip()
        if before and not _SENTENCE_END.search(before) and self.text[start - 1] != "\n":
            is_finished = _SENTENCE_END.search(words[begin:finish])
            spans = spans[1:] if len(spans) > 1 or is_finished else spans
        if not spans:
            return None
        return Span(start + begin + spans[-count:][0].start, start + finish)

    def _find_work(self, span: Span) -> tuple[str | None, str | None]:
        """Return key and title of the work named at the end of a quotation without a page."""
        behind = _SOURCE_BEHIND.match(self.text, span.end)
        brackets = list(_BRACKETED.finditer(self.text, span.start, span.end))[-1:]
        printed = [behind[1]] if behind else []
        printed += [
            bracket[0][1:-1]
            for bracket in brackets
            if not re.search(r"\w", self.text[bracket.end() : span.end])
        ]
        for words in printed:
            if (work := self.sources.resolve(words)) is not None:
                return work.key, work.short
        return self._find_work_below(span)

    def _find_work_below(self, span: Span) -> tuple[str | None, str | None]:
        """Return key and title of the work in the source line of a quotation, if it has one."""
        paragraph = self.document.paragraph_at(span.end - 1)
        line = self.source_lines.get(paragraph.number)
        if line is None and not re.search(r"\w", self.text[span.end : paragraph.end]):
            line = self.source_lines.get(paragraph.number + 1)
        if line is None or line.note or line.bracket.span.start < span.end:
            return None, None
        words = self.text[line.bracket.inner.start : line.bracket.inner.end]
        work = self.sources.resolve(words)
        if work is None and not is_name(words):
            return None, None
        return (work.key, work.short) if work else (None, words)
