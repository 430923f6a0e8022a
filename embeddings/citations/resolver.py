"""Give each reference of a text its work, its quotation and its doubts."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from embeddings.citations.back_references import (
    NOTHING_CITED_BEFORE,
    find_work_before,
)
from embeddings.citations.brackets import FoundReference
from embeddings.citations.closing import ClosedQuotations
from embeddings.citations.manifest_rules import PlacedRule
from embeddings.citations.works import Sources
from embeddings.manifest.tables import CitationRule
from embeddings.types import Citation, Document, Span, Work

INCOMPLETE_NUMBER = "a number in it cannot be completed from the one before"
PASSED_OVER = "{words} stands before it, and may be what it means"
SEVERAL_BEFORE = "the bracket before it cites several works, each of which may be meant"
UNKNOWN_WORK = "the manifest knows no such work"
UNCLEAR_LEAD = "the words before its work are not understood"

_SMALL_WORDS = re.compile(
    r"[^A-Z\d()\[\]]{1,60}(?<!\bof)(?<!\bto)(?<!\bby)(?<!\bwith)(?<!\bfor)(?<!\babout)(?<!\bvon)\s+"
)
_BRACKET_OR_LINE = re.compile(r"[()\[\]\n]")
_CLOSES = re.compile(r"[\s.]*[)\]]")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class KnownWorks:
    """What the manifest says of a text: its works, its default work, its rules for citations."""

    works: tuple[Work, ...] = ()
    default: Work | None = None
    rules: tuple[CitationRule, ...] = ()


class Resolver:
    """Resolves the references of one text.

    `passed_over` are brackets without a page that is read, in order, that may name a work.
    """

    def __init__(
        self,
        document: Document,
        known_works: KnownWorks,
        quotations: ClosedQuotations,
        rules: Iterable[PlacedRule],
        passed_over: Sequence[Span] = (),
    ) -> None:
        self.document, self.default, self.quotations = document, known_works.default, quotations
        self.passed_over = passed_over
        self.works = {work.key: work for work in known_works.works}
        self.sources = Sources(known_works.works)
        self.rules = {placed.span: placed.rule for placed in rules if placed.span is not None}

    def resolve(self, references: Iterable[FoundReference]) -> list[Citation]:
        """Resolve references in reading order; ibid. means the work cited before."""
        citations: list[Citation] = []
        for reference in references:
            rule = self.rules.get(reference.span)
            reading = reference.reading
            is_empty = reading.back and not citations and not reading.numbers
            if is_empty or (rule is not None and rule.ignore):
                continue
            if rule is not None and rule.work is not None:
                work = self.works[rule.work]
                settled = self._build_citation(replace(reference, doubt=None))
                citations.append(replace(settled, key=work.key, work=work.short))
            else:
                citation = self._build_citation(reference)
                citations.append(self._complete_work(citation, reference, citations))
        return citations

    def _build_citation(self, reference: FoundReference) -> Citation:
        span, numbers = reference.span, reference.reading.numbers
        closed = self.quotations.closed_by(reference.bracket or span)
        quotation_paragraph = self.document.paragraph_at(closed.start).number if closed else None
        citation = Citation(
            start=span.start,
            end=span.end,
            paragraph=self.document.paragraph_at(span.start).number,
            printed=self.document.text[span.start : span.end],
            key=reference.work.key if reference.work else None,
            work=reference.work.short if reference.work else reference.reading.source,
            pages=numbers.pages if numbers else (),
            volume=reference.reading.volume,
            note=numbers.note if numbers else None,
            closes=closed,
            quotation_paragraph=quotation_paragraph,
            doubt=INCOMPLETE_NUMBER if numbers and numbers.flaw else None,
        )
        return add_doubt(citation, reference.doubt)

    def _complete_work(
        self, citation: Citation, reference: FoundReference, cited: Sequence[Citation]
    ) -> Citation:
        """Add the work that a citation leaves out: one cited before, else the default."""
        reading = reference.reading
        if reference.work is not None:
            return citation
        if reading.back is not None:
            return self._resolve_back_reference(citation, reference, cited)
        if reading.source is not None:
            return self._find_work_at_end(citation, reading.source)
        if self.default is None:
            return citation
        return replace(citation, key=self.default.key, work=self.default.short, assumed=True)

    def _find_work_at_end(self, citation: Citation, source: str) -> Citation:
        """Doubt a source that is no known work; take the one that it ends with, behind small words.

        In `on the other hand Deutscher, p. 88` the page is Deutscher's, whatever leads to it.
        """
        named = self.sources.find_at_end(source)
        if named is None or not _SMALL_WORDS.fullmatch(source[: named[0]]):
            return add_doubt(citation, UNKNOWN_WORK)
        _, work = named
        return add_doubt(replace(citation, key=work.key, work=work.short), UNCLEAR_LEAD)

    def _resolve_back_reference(
        self, citation: Citation, reference: FoundReference, cited: Sequence[Citation]
    ) -> Citation:
        """Return a citation of a work cited before, on its pages if it has no numbers.

        That is the last one, or the last of the author who is named.
        """
        back, source = reference.reading.back, reference.reading.source
        before = find_work_before(cited, source, self.sources) if source else None
        if source and before is None:
            return add_doubt(citation, UNKNOWN_WORK)
        before = before or (cited[-1] if cited else None)
        unclear = back.unclear if back is not None and not source else None
        if before is None and unclear and self.default is not None:
            default = replace(citation, key=self.default.key, work=self.default.short)
            return add_doubt(default, unclear)
        if before is None:
            return add_doubt(citation, NOTHING_CITED_BEFORE)
        resolved = replace(
            citation,
            key=before.key,
            work=before.work,
            volume=citation.volume or before.volume,
            pages=citation.pages or (() if _DIGIT.search(citation.printed) else before.pages),
        )
        resolved = add_doubt(resolved, unclear)
        if not source:
            resolved = add_doubt(resolved, self._find_between(before, citation.start))
            resolved = add_doubt(resolved, self._find_beside(cited))
        is_unknown = before.key is None and before.work is not None
        return add_doubt(resolved, UNKNOWN_WORK) if is_unknown else resolved

    def _find_between(self, before: Citation, end: int) -> str | None:
        """Return the doubt that a bracket between two references raises, which may be meant."""
        at = bisect_left(self.passed_over, Span(before.end, before.end))
        for span in takewhile(lambda span: span.start < end, self.passed_over[at:]):
            words = self.document.text[span.start : span.end]
            work = self.sources.resolve(words)
            if work is None or work.key != before.key:
                return PASSED_OVER.format(words=words)
        return None

    def _find_beside(self, cited: Sequence[Citation]) -> str | None:
        """Return the doubt that the last bracket raises if it ends with a second work."""
        if len(cited) < 2 or cited[-1].key == cited[-2].key:
            return None
        text, (other, last) = self.document.text, cited[-2:]
        is_beside = not _BRACKET_OR_LINE.search(text, other.end, last.start)
        return SEVERAL_BEFORE if is_beside and _CLOSES.match(text, last.end) else None


def add_doubt(citation: Citation, doubt: str | None) -> Citation:
    """Return a citation with a further doubt, if there is one."""
    return replace(citation, doubt="; ".join(filter(None, (citation.doubt, doubt))) or None)
