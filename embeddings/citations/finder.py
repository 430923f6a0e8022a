"""All page citations of a text, each resolved to its work and to the quotation it closes."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from embeddings.citations import manifest_rules
from embeddings.citations.block_quotes import with_blocks
from embeddings.citations.brackets import (
    Bracket,
    FoundReference,
    Reader,
    Surroundings,
    attribution,
    brackets,
)
from embeddings.citations.closing import Closing, enumerations, is_endnote
from embeddings.citations.running_text import running
from embeddings.citations.works import Sources
from embeddings.manifest.tables import CitationRule
from embeddings.text.proper_names import name_before
from embeddings.text.quotation_marks import Quoted, quoted
from embeddings.types import Citation, Document, Span, Work

NOT_COMPLETED = "a number in it cannot be completed from the one before"
UNKNOWN_WORK = "the manifest knows no such work"
NOTHING_BEFORE = "no work is cited before it"

_NEAR = 300
_TITLE_BEFORE = re.compile(r"[“\"«„‘]([^“”\"«»„‘\n]{3,120})[”\"»’]\s*$")


@dataclass(frozen=True, slots=True)
class KnownWorks:
    """What the manifest knows of a text: its works, its default, its rules for citations."""

    works: tuple[Work, ...] = ()
    default: Work | None = None
    rules: tuple[CitationRule, ...] = ()


@dataclass(frozen=True, slots=True)
class References:
    """What was found in a text: citations in reading order, quoted words, misplaced rules."""

    citations: tuple[Citation, ...]
    quoted: tuple[Quoted, ...]
    misplaced: tuple[manifest_rules.Placed, ...] = ()


def find(document: Document, lore: KnownWorks) -> References:
    """Find every page reference of a text.

    References that tell themselves come first; the quotation marks are read without them;
    then bare numbers, which are pages only where they close a quotation.
    """
    sources = Sources(lore.works)
    found, marked = _in_brackets(document, sources, lore.default)
    spans = [one.span for one in found]
    found += running(document, sources, spans)
    found.sort(key=lambda one: one.span)
    placed = manifest_rules.place(document, lore.rules, [one.span for one in found])
    citations = _Resolving(document, lore, Closing(document, marked), placed).run(found)
    misplaced = tuple(one for one in placed if one.problem)
    return References(tuple(citations), tuple(marked), misplaced)


def _in_brackets(
    document: Document, sources: Sources, default: Work | None
) -> tuple[list[FoundReference], list[Quoted]]:
    text, reader = document.text, Reader(document.text, sources, default)
    candidates = list(brackets(text))
    lines = (attribution(text, p.start, p.end) for p in document.paragraphs)
    lined = [line for line in lines if line is not None]
    surroundings = _Surroundings(document, sources)
    telling = _read(reader, [*candidates, *lined], surroundings.first)
    masked = [one.span for one in telling if text[one.span.start] in "(["]
    marked = quoted(document, masked)
    marked = [one for one in marked if not sources.titled(_words(text, one.span))]
    marked = with_blocks(document, marked)
    closing, counts = Closing(document, marked), enumerations(document, candidates)
    left = [
        bracket
        for bracket in _apart([*candidates, *lined], [one.span for one in telling])
        if bracket.span not in counts and not is_endnote(text, bracket)
    ]
    rest = _read(reader, left, lambda b: surroundings.last(b, closing))
    return telling + rest, marked


def _words(text: str, span: Span) -> str:
    """Return quoted words if they may be a title: short, and of one line."""
    words = text[span.start : span.end]
    return words if len(words) < _NEAR and "\n" not in words and "(" not in words else ""


class _Surroundings:
    """What stands around the brackets of a text."""

    def __init__(self, document: Document, sources: Sources) -> None:
        self.document, self.sources = document, sources

    def first(self, bracket: Bracket) -> Surroundings:
        """Return what is known before the quotation marks are read."""
        start = bracket.span.start
        first = max(self.document.paragraph_at(start).start, start - _NEAR)
        near = self.document.text[first:start]
        title = _TITLE_BEFORE.search(near)
        titled = self.sources.titled(title[1]) if title else []
        work = titled[0] if len(titled) == 1 else None
        return Surroundings(False, name_before(near[-80:]), near, work)

    def last(self, bracket: Bracket, closing: Closing) -> Surroundings:
        """Return what is known in the end: whether the bracket closes a quotation, too."""
        closes = closing.closed_by(bracket.span, bare=True) is not None
        return replace(self.first(bracket), closes=closes, last=True)


def _apart(candidates: Iterable[Bracket], taken: Sequence[Span]) -> list[Bracket]:
    """Return the brackets, in reading order, that touch no span already taken."""
    edges = sorted(taken)
    apart, index = [], 0
    for bracket in sorted(candidates, key=lambda b: b.span):
        while index < len(edges) and edges[index].end <= bracket.span.start:
            index += 1
        if index == len(edges) or not edges[index].touches(bracket.span):
            apart.append(bracket)
    return apart


def _read(
    reader: Reader, candidates: Iterable[Bracket], place: Callable[[Bracket], Surroundings]
) -> list[FoundReference]:
    found: list[FoundReference] = []
    end = 0
    for bracket in sorted(candidates, key=lambda b: b.span):
        if bracket.span.start >= end:
            here = reader.read(bracket, place(bracket))
            found += here
            end = bracket.span.end if here else end
    return found


class _Resolving:
    """One pass over the references of a text: each gets its work, its quotation, its doubts."""

    def __init__(
        self,
        document: Document,
        lore: KnownWorks,
        closing: Closing,
        placed: Iterable[manifest_rules.Placed],
    ) -> None:
        self.document, self.default, self.closing = document, lore.default, closing
        self.works = {work.key: work for work in lore.works}
        self.rules = {one.span: one.rule for one in placed if one.span is not None}

    def run(self, found: Iterable[FoundReference]) -> list[Citation]:
        """Resolve the references in reading order; ibid. is the work cited before."""
        citations: list[Citation] = []
        for one in found:
            rule = self.rules.get(one.span)
            before = citations[-1] if citations else None
            nothing = one.reference.ibid and before is None and not one.reference.numbers
            if nothing or (rule is not None and rule.ignore):
                continue
            citation = self._citation(one)
            if rule is not None and rule.work is not None:
                work = self.works[rule.work]
                citations.append(replace(citation, key=work.key, work=work.short))
            else:
                citations.append(self._sourced(citation, one, before))
        return citations

    def _citation(self, found: FoundReference) -> Citation:
        span, numbers = found.span, found.reference.numbers
        closed = self.closing.closed_by(found.bracket or span)
        quoted = self.document.paragraph_at(closed.start).number if closed else None
        return Citation(
            start=span.start,
            end=span.end,
            paragraph=self.document.paragraph_at(span.start).number,
            printed=self.document.text[span.start : span.end],
            key=found.work.key if found.work else None,
            work=found.work.short if found.work else found.reference.source,
            pages=numbers.pages if numbers else (),
            volume=found.reference.volume,
            note=numbers.note if numbers else None,
            closes=closed,
            quotation_paragraph=quoted,
            doubt=NOT_COMPLETED if numbers and numbers.flaw else None,
        )

    def _sourced(
        self, citation: Citation, found: FoundReference, before: Citation | None
    ) -> Citation:
        """Give a citation the work it leaves unsaid: the one before for ibid., else the default."""
        if found.reference.ibid:
            return _as_before(citation, before)
        if found.work is not None:
            return citation
        if found.reference.source is not None:
            return doubted(citation, UNKNOWN_WORK)
        if self.default is None:
            return citation
        return replace(citation, key=self.default.key, work=self.default.short, assumed=True)


def _as_before(citation: Citation, before: Citation | None) -> Citation:
    if before is None:
        return doubted(citation, NOTHING_BEFORE)
    cited = replace(
        citation,
        key=before.key,
        work=before.work,
        volume=citation.volume or before.volume,
        pages=citation.pages or before.pages,
    )
    unknown = before.key is None and before.work is not None
    return doubted(cited, UNKNOWN_WORK) if unknown else cited


def doubted(citation: Citation, doubt: str) -> Citation:
    """Return a citation with one more doubt."""
    doubts = [one for one in (citation.doubt, doubt) if one]
    return replace(citation, doubt="; ".join(doubts))
