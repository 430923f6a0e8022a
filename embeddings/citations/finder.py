"""Find all page citations of a text, with the work and the quotation that each belongs to."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from embeddings.citations.block_quotes import add_block_quotes
from embeddings.citations.brackets import (
    Bracket,
    BracketReader,
    FoundReference,
    Surroundings,
    find_attribution,
    find_brackets,
)
from embeddings.citations.closing import ClosedQuotations, find_enumerations, is_endnote
from embeddings.citations.manifest_rules import PlacedRule, place_rules
from embeddings.citations.running_text import find_running_references
from embeddings.citations.works import Sources
from embeddings.manifest.tables import CitationRule
from embeddings.text.proper_names import find_trailing_name
from embeddings.text.quotation_marks import QuotedSpan, pair_quotation_marks
from embeddings.types import Citation, Document, Span, Work

INCOMPLETE_NUMBER = "a number in it cannot be completed from the one before"
UNKNOWN_WORK = "the manifest knows no such work"
NOTHING_CITED_BEFORE = "no work is cited before it"

_MAX_SURROUNDINGS = 300
_TITLE_BEFORE = re.compile(r"[“\"«„‘]([^“”\"«»„‘\n]{3,120})[”\"»’]\s*$")


@dataclass(frozen=True, slots=True)
class KnownWorks:
    """What the manifest says of a text: its works, its default work, its rules for citations."""

    works: tuple[Work, ...] = ()
    default: Work | None = None
    rules: tuple[CitationRule, ...] = ()


@dataclass(frozen=True, slots=True)
class References:
    """The references of a text: citations in reading order, quoted spans, misplaced rules."""

    citations: tuple[Citation, ...]
    quoted: tuple[QuotedSpan, ...]
    misplaced: tuple[PlacedRule, ...] = ()


def find_references(document: Document, known_works: KnownWorks) -> References:
    """Find every page reference of a text, and resolve it.

    References that are certain by themselves come first. The quotation marks are paired
    without them. Then come bare numbers, which are pages only where they close a quotation.
    """
    sources = Sources(known_works.works)
    # Find the references
    references, quoted = _find_in_brackets(document, sources, known_works.default)
    taken = [reference.span for reference in references]
    references += find_running_references(document, sources, taken)
    references.sort(key=lambda reference: reference.span)
    # Resolve them
    spans = [reference.span for reference in references]
    rules = place_rules(document, known_works.rules, spans)
    quotations = ClosedQuotations(document, quoted)
    citations = _Resolver(document, known_works, quotations, rules).resolve(references)
    misplaced = tuple(rule for rule in rules if rule.problem)
    return References(tuple(citations), tuple(quoted), misplaced)


def _find_in_brackets(
    document: Document, sources: Sources, default: Work | None
) -> tuple[list[FoundReference], list[QuotedSpan]]:
    """Return the references in brackets and attribution lines, and the quoted spans."""
    text, reader = document.text, BracketReader(document.text, sources, default)
    brackets = list(find_brackets(text))
    attributions = (find_attribution(text, p.start, p.end) for p in document.paragraphs)
    candidates = brackets + [line for line in attributions if line is not None]
    surroundings = _SurroundingsReader(document, sources)
    # References that are certain by themselves
    certain = _read_brackets(reader, candidates, surroundings.read)
    # Quotation marks, without those inside such references and those around titles
    masked = [reference.span for reference in certain if text[reference.span.start] in "(["]
    quoted = pair_quotation_marks(document, masked)
    quoted = [
        words for words in quoted if not sources.find_titled(_possible_title(text, words.span))
    ]
    quoted = add_block_quotes(document, quoted)
    # What is a reference only where it closes a quotation
    quotations = ClosedQuotations(document, quoted)
    enumerations = find_enumerations(document, brackets)
    rest = [
        bracket
        for bracket in _exclude_taken(candidates, [reference.span for reference in certain])
        if bracket.span not in enumerations and not is_endnote(text, bracket)
    ]
    closing = _read_brackets(reader, rest, lambda b: surroundings.read_finally(b, quotations))
    return certain + closing, quoted


def _possible_title(text: str, span: Span) -> str:
    """Return quoted words if they may be a title: short, and on one line."""
    words = text[span.start : span.end]
    is_short = len(words) < _MAX_SURROUNDINGS
    return words if is_short and "\n" not in words and "(" not in words else ""


class _SurroundingsReader:
    """Reads what surrounds the brackets of a text."""

    def __init__(self, document: Document, sources: Sources) -> None:
        self.document, self.sources = document, sources

    def read(self, bracket: Bracket) -> Surroundings:
        """Return what is known before the quotation marks are paired."""
        end = bracket.span.start
        start = max(self.document.paragraph_at(end).start, end - _MAX_SURROUNDINGS)
        near = self.document.text[start:end]
        title = _TITLE_BEFORE.search(near)
        titled = self.sources.find_titled(title[1]) if title else []
        work = titled[0] if len(titled) == 1 else None
        return Surroundings(False, find_trailing_name(near[-80:]), near, work)

    def read_finally(self, bracket: Bracket, quotations: ClosedQuotations) -> Surroundings:
        """Return all that will be known: also whether the bracket closes a quotation."""
        closes = quotations.closed_by(bracket.span, bare=True) is not None
        return replace(self.read(bracket), closes=closes, final=True)


def _exclude_taken(candidates: Iterable[Bracket], taken: Sequence[Span]) -> list[Bracket]:
    """Return the brackets, in reading order, that touch no span already taken."""
    edges = sorted(taken)
    free, index = [], 0
    for bracket in sorted(candidates, key=lambda bracket: bracket.span):
        while index < len(edges) and edges[index].end <= bracket.span.start:
            index += 1
        if index == len(edges) or not edges[index].touches(bracket.span):
            free.append(bracket)
    return free


def _read_brackets(
    reader: BracketReader,
    candidates: Iterable[Bracket],
    read_surroundings: Callable[[Bracket], Surroundings],
) -> list[FoundReference]:
    """Return the references of brackets; those inside a bracket that cites are passed over."""
    references: list[FoundReference] = []
    end = 0
    for bracket in sorted(candidates, key=lambda bracket: bracket.span):
        if bracket.span.start >= end:
            in_bracket = reader.read(bracket, read_surroundings(bracket))
            references += in_bracket
            end = bracket.span.end if in_bracket else end
    return references


class _Resolver:
    """Gives each reference of a text its work, its quotation and its doubts."""

    def __init__(
        self,
        document: Document,
        known_works: KnownWorks,
        quotations: ClosedQuotations,
        rules: Iterable[PlacedRule],
    ) -> None:
        self.document, self.default, self.quotations = document, known_works.default, quotations
        self.works = {work.key: work for work in known_works.works}
        self.rules = {placed.span: placed.rule for placed in rules if placed.span is not None}

    def resolve(self, references: Iterable[FoundReference]) -> list[Citation]:
        """Resolve references in reading order; ibid. means the work cited before."""
        citations: list[Citation] = []
        for reference in references:
            rule = self.rules.get(reference.span)
            before = citations[-1] if citations else None
            reading = reference.reading
            is_empty = reading.ibid and before is None and not reading.numbers
            if is_empty or (rule is not None and rule.ignore):
                continue
            citation = self._build_citation(reference)
            if rule is not None and rule.work is not None:
                work = self.works[rule.work]
                citations.append(replace(citation, key=work.key, work=work.short))
            else:
                citations.append(self._complete_work(citation, reference, before))
        return citations

    def _build_citation(self, reference: FoundReference) -> Citation:
        span, numbers = reference.span, reference.reading.numbers
        closed = self.quotations.closed_by(reference.bracket or span)
        quotation_paragraph = self.document.paragraph_at(closed.start).number if closed else None
        return Citation(
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

    def _complete_work(
        self, citation: Citation, reference: FoundReference, before: Citation | None
    ) -> Citation:
        """Add the work that a citation leaves out: the one before for ibid., else the default."""
        if reference.reading.ibid:
            return _resolve_ibid(citation, before)
        if reference.work is not None:
            return citation
        if reference.reading.source is not None:
            return add_doubt(citation, UNKNOWN_WORK)
        if self.default is None:
            return citation
        return replace(citation, key=self.default.key, work=self.default.short, assumed=True)


def _resolve_ibid(citation: Citation, before: Citation | None) -> Citation:
    """Return a citation of the same work as the one before, on its pages if it has none."""
    if before is None:
        return add_doubt(citation, NOTHING_CITED_BEFORE)
    resolved = replace(
        citation,
        key=before.key,
        work=before.work,
        volume=citation.volume or before.volume,
        pages=citation.pages or before.pages,
    )
    is_unknown = before.key is None and before.work is not None
    return add_doubt(resolved, UNKNOWN_WORK) if is_unknown else resolved


def add_doubt(citation: Citation, doubt: str) -> Citation:
    """Return a citation with a further doubt."""
    return replace(citation, doubt="; ".join(filter(None, (citation.doubt, doubt))))
