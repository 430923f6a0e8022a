"""Find all page citations of a text, with the work and the quotation that each belongs to."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from embeddings.citations.block_quotes import add_block_quotes
from embeddings.citations.bracket_reader import BracketReader
from embeddings.citations.brackets import (
    Bracket,
    FoundReference,
    Surroundings,
    find_brackets,
)
from embeddings.citations.closing import ClosedQuotations, find_enumerations, is_endnote
from embeddings.citations.manifest_rules import PlacedRule, place_rules
from embeddings.citations.narratives import find_narrative, find_title_before
from embeddings.citations.resolver import KnownWorks, Resolver
from embeddings.citations.running_text import find_running_references
from embeddings.citations.signs import plain_document
from embeddings.citations.source_lines import find_source_lines
from embeddings.citations.unread import doubt_named_works, find_passed_over, find_unread
from embeddings.citations.works import Sources
from embeddings.text.proper_names import find_trailing_name
from embeddings.text.quotation_marks import QuotedSpan, pair_quotation_marks
from embeddings.types import Citation, Document, Span

_MAX_SURROUNDINGS = 300
_TITLE_BEFORE = re.compile(r"[“\"«„‘]([^“”\"«»„‘\n]{3,120})[”\"»’]\s*$")


@dataclass(frozen=True, slots=True)
class References:
    """The references of a text: citations in reading order, quoted spans, misplaced rules.

    `unread` are the places that look like references and are not read.
    """

    citations: tuple[Citation, ...]
    quoted: tuple[QuotedSpan, ...]
    misplaced: tuple[PlacedRule, ...] = ()
    unread: tuple[Span, ...] = ()


def find_references(document: Document, known_works: KnownWorks) -> References:
    """Find every page reference of a text, and resolve it.

    References that are certain by themselves come first. The quotation marks are paired
    without them. Then come bare numbers, which are pages only where they close a quotation.
    """
    sources = Sources(known_works.works)
    plain = plain_document(document)
    # Find the references
    in_brackets = _find_in_brackets(plain, sources)
    references = list(in_brackets.references)
    taken = [reference.span for reference in references]
    running = find_running_references(plain, sources, taken)
    references += doubt_named_works(plain.text, running, in_brackets.candidates, sources)
    references.sort(key=lambda reference: reference.span)
    # Resolve them
    spans = [reference.span for reference in references]
    rules = place_rules(document, known_works.rules, spans)
    quotations = ClosedQuotations(plain, in_brackets.quoted)
    unread = find_unread(plain, in_brackets.candidates, spans, sources, quotations)
    passed_over = find_passed_over(plain.text, in_brackets.candidates, spans, sources)
    resolver = Resolver(
        document, known_works, quotations, rules, passed_over=sorted({*unread, *passed_over})
    )
    return References(
        citations=tuple(resolver.resolve(references)),
        quoted=in_brackets.quoted,
        misplaced=tuple(rule for rule in rules if rule.problem),
        unread=tuple(unread),
    )


@dataclass(frozen=True, slots=True)
class _InBrackets:
    """What the brackets and attribution lines of a text hold, and the words quoted around them.

    `candidates` are those that may cite.
    """

    references: list[FoundReference]
    quoted: tuple[QuotedSpan, ...]
    candidates: list[Bracket]


def _find_in_brackets(document: Document, sources: Sources) -> _InBrackets:
    """Return the references in brackets and attribution lines, and the quoted spans."""
    text, reader = document.text, BracketReader(document.text, sources)
    brackets = list(find_brackets(text))
    source_lines = find_source_lines(document, sources)
    candidates = brackets + [line.bracket for line in source_lines.values()]
    surroundings = _SurroundingsReader(document, sources)
    # References that are certain by themselves
    certain = _read_brackets(reader, candidates, surroundings.read)
    # Quotation marks, without those inside such references and those around titles
    masked = [reference.span for reference in certain if text[reference.span.start] in "(["]
    quoted = pair_quotation_marks(document, masked)
    quoted = [
        words for words in quoted if not sources.find_titled(_possible_title(text, words.span))
    ]
    quoted = add_block_quotes(document, quoted, source_lines)
    # What is a reference only where it closes a quotation
    quotations = ClosedQuotations(document, quoted)
    enumerations = find_enumerations(document, brackets)
    rest = [
        bracket
        for bracket in _exclude_taken(candidates, [reference.span for reference in certain])
        if bracket.span not in enumerations and not is_endnote(text, bracket)
    ]
    closing = _read_brackets(reader, rest, lambda b: surroundings.read_finally(b, quotations))
    return _InBrackets(certain + closing, tuple(quoted), rest)


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
        work = titled[0] if len(titled) == 1 else find_title_before(near, self.sources)
        name = find_trailing_name(near[-80:])
        return Surroundings(False, name, near, work, find_narrative(near))

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
