"""Pairs the quotations and citations of two editions, and tells what each pair differs in."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from embeddings.concordance.concordance import Concordance
from embeddings.diff.paragraphs import measure_similarity
from embeddings.types import Citation, Quotation, Span

ChangedField = Literal["paragraph", "words", "quotation", "page", "work"]

_CONTEXT_LENGTH = 40
_ItemT = TypeVar("_ItemT")


@dataclass(frozen=True, slots=True)
class EditionPair(Generic[_ItemT]):
    """A quotation or citation in both editions, or in one; `fields` are what it differs in."""

    before: _ItemT | None
    after: _ItemT | None
    fields: tuple[ChangedField, ...] = ()


@dataclass(frozen=True, slots=True)
class MatchedEdition:
    """An edition, and the match of each of its paragraphs: one number for both editions."""

    concordance: Concordance
    matches: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class _Entry(Generic[_ItemT]):
    """What a quotation or citation is recognised by.

    `match` is that of its paragraph; `words` are those of a quotation, or those before a
    citation; `quotation` is the number of a citation's quotation.
    """

    item: _ItemT
    match: int
    words: str
    quotation: int | None = None
    work: str | None = None
    page: Hashable = None

    def may_become(self, new: "_Entry[_ItemT]") -> bool:
        """Return whether this may be the other: a work, or all pages, cannot be lost."""
        return not (self.work and not new.work) and not (self.page and not new.page)


_Row = tuple[_Entry[_ItemT] | None, _Entry[_ItemT] | None]
_Step = Callable[
    [Sequence[_Entry[_ItemT]], Sequence[_Entry[_ItemT]]],
    Iterator[tuple[_Entry[_ItemT], _Entry[_ItemT]]],
]


def pair_citations(
    before: MatchedEdition, after: MatchedEdition
) -> tuple[list[EditionPair[Quotation]], list[EditionPair[Citation]]]:
    """Return the pairs of quotations and of citations; each is in exactly one pair."""
    quotation_rows = [
        *_pair_in_steps(
            _list_quotations(before),
            _list_quotations(after),
            (*_QUOTATION_STEPS, _pair_similar),
        )
    ]
    # the two sides of a row give its quotation one number in both editions
    old_numbers, new_numbers = (
        {
            entry.item.span: number
            for number, row in enumerate(quotation_rows)
            if (entry := row[side])
        }
        for side in (0, 1)
    )
    citation_rows = _pair_in_steps(
        _list_citations(before, old_numbers),
        _list_citations(after, new_numbers),
        _CITATION_STEPS,
    )
    return (
        [_make_pair(row, _compare_quotations) for row in quotation_rows],
        [_make_pair(row, _compare_citations) for row in citation_rows],
    )


def _list_quotations(edition: MatchedEdition) -> list[_Entry[Quotation]]:
    document = edition.concordance.document
    return [
        _Entry(
            quotation,
            edition.matches[document.paragraph_at(quotation.start).number],
            document.quote(quotation.start, quotation.end),
        )
        for quotation in edition.concordance.quotations
    ]


def _list_citations(edition: MatchedEdition, numbers: Mapping[Span, int]) -> list[_Entry[Citation]]:
    """Return citations with the number of the quotation that they close."""
    text = edition.concordance.document.text
    quotation_numbers = {
        citation.span: numbers[quotation.span]
        for quotation in edition.concordance.quotations
        for citation in quotation.citations
    }
    return [
        _Entry(
            citation,
            edition.matches[citation.paragraph],
            text[max(0, citation.start - _CONTEXT_LENGTH) : citation.start],
            quotation_numbers.get(citation.span),
            citation.key or citation.work,
            (citation.volume, citation.pages, citation.note) if citation.pages else None,
        )
        for citation in edition.concordance.citations
    ]


def _pair_by(key: Callable[[_Entry[Any]], Hashable]) -> _Step[Any]:
    """Return a step that pairs, in reading order, entries with the same key; None is no key."""

    def step(old: Sequence[_Entry[Any]], new: Sequence[_Entry[Any]]) -> Iterator[tuple[Any, Any]]:
        waiting = defaultdict[Hashable, list[_Entry[Any]]](list)
        for entry in new:
            waiting[key(entry)].append(entry)
        for entry in old:
            candidates = waiting[key(entry)] if key(entry) is not None else []
            partner = next((later for later in candidates if entry.may_become(later)), None)
            if partner is not None:
                candidates.remove(partner)
                yield entry, partner

    return step


def _pair_similar(
    old: Sequence[_Entry[Any]], new: Sequence[_Entry[Any]]
) -> Iterator[tuple[_Entry[Any], _Entry[Any]]]:
    """Pair similar words in the same paragraph, the most similar first."""
    by_match = defaultdict[int, list[_Entry[Any]]](list)
    for entry in new:
        by_match[entry.match].append(entry)
    scored = [
        (measure_similarity(before.words, after.words), before, after)
        for before in old
        for after in by_match[before.match]
    ]
    paired_old: set[_Entry[Any]] = set()
    paired_new: set[_Entry[Any]] = set()
    for score, before, after in sorted(scored, key=lambda row: -row[0]):
        if score and before not in paired_old and after not in paired_new:
            paired_old.add(before)
            paired_new.add(after)
            yield before, after


_QUOTATION_STEPS = (
    _pair_by(lambda entry: (entry.match, entry.words)),
    _pair_by(lambda entry: entry.words),
)
_CITATION_STEPS = (
    _pair_by(lambda entry: (entry.match, entry.quotation, entry.work, entry.page)),
    _pair_by(
        lambda entry: None if entry.quotation is None else (entry.quotation, entry.work, entry.page)
    ),
    _pair_by(lambda entry: entry.quotation),
    _pair_by(lambda entry: (entry.match, entry.work, entry.page)),
    _pair_by(lambda entry: (entry.match, entry.words)),
    _pair_by(lambda entry: (entry.work, entry.page)),
)
"""How citations are recognised, the surest way first: unchanged; by quotation; by words or page."""


def _pair_in_steps(
    old: Sequence[_Entry[_ItemT]],
    new: Sequence[_Entry[_ItemT]],
    steps: Sequence[_Step[_ItemT]],
) -> Iterator[_Row[_ItemT]]:
    """Yield the pairs of one step after another, then the entries that none has paired."""
    for step in steps:
        rows = list(step(old, new))
        yield from rows
        paired_old, paired_new = {before for before, _ in rows}, {after for _, after in rows}
        old = [entry for entry in old if entry not in paired_old]
        new = [entry for entry in new if entry not in paired_new]
    yield from ((entry, None) for entry in old)
    yield from ((None, entry) for entry in new)


def _make_pair(
    row: _Row[_ItemT], compare: Callable[[Any, Any], Iterator[ChangedField]]
) -> EditionPair[_ItemT]:
    old, new = row
    fields = tuple(compare(old, new)) if old and new else ()
    return EditionPair(old.item if old else None, new.item if new else None, fields)


def _compare_quotations(old: _Entry[Quotation], new: _Entry[Quotation]) -> Iterator[ChangedField]:
    if old.match != new.match:
        yield "paragraph"
    if old.words != new.words:
        yield "words"
    if not old.item.citations and not new.item.citations:
        works = {entry.item.key or entry.item.work for entry in (old, new)}
        if len(works) > 1:
            yield "work"


def _compare_citations(old: _Entry[Citation], new: _Entry[Citation]) -> Iterator[ChangedField]:
    if old.quotation != new.quotation:
        yield "quotation"
    elif old.quotation is None and old.match != new.match:
        yield "paragraph"
    if old.page != new.page:
        yield "page"
    if old.work != new.work:
        yield "work"
