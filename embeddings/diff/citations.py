"""Which quotations and citations of one edition are which of another, and what they differ in."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from embeddings.concordance.concordance import Concordance
from embeddings.diff.paragraphs import alike
from embeddings.types import Citation, Quotation, Span

Field = Literal["paragraph", "words", "quotation", "page", "work"]

_BEFORE = 40
_Of = TypeVar("_Of")


@dataclass(frozen=True, slots=True)
class Pair(Generic[_Of]):
    """A quotation or citation in both editions, or in one; `fields` are what it differs in."""

    before: _Of | None
    after: _Of | None
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """An edition, and the place of each of its paragraphs: one place for one paragraph in both."""

    concordance: Concordance
    places: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class _Seen(Generic[_Of]):
    """A quotation, or a citation with the words before it and the number of its quotation."""

    of: _Of
    place: int
    words: str
    quotation: int | None = None
    work: str | None = None
    page: Hashable = None

    def keeps(self, other: "_Seen[_Of]") -> bool:
        """Say whether this may be the other: what loses its work, or all its pages, is not."""
        return not (self.work and not other.work) and not (self.page and not other.page)


_Row = tuple[_Seen[_Of] | None, _Seen[_Of] | None]
_Step = Callable[
    [Sequence[_Seen[_Of]], Sequence[_Seen[_Of]]], Iterator[tuple[_Seen[_Of], _Seen[_Of]]]
]


def pair(before: Side, after: Side) -> tuple[list[Pair[Quotation]], list[Pair[Citation]]]:
    """Return every quotation, and every citation, of both editions in one pair."""
    quoted = [*_rows(_quotations(before), _quotations(after), (*_QUOTED, _alike))]
    old, new = (
        {one.of.span: number for number, row in enumerate(quoted) if (one := row[side])}
        for side in (0, 1)
    )
    cited = _rows(_citations(before, old), _citations(after, new), _CITED)
    return [_pair(row, _of_quotation) for row in quoted], [
        _pair(row, _of_citation) for row in cited
    ]


def _quotations(side: Side) -> list[_Seen[Quotation]]:
    document = side.concordance.document
    return [
        _Seen(
            one,
            side.places[document.paragraph_at(one.start).number],
            document.quote(one.start, one.end),
        )
        for one in side.concordance.quotations
    ]


def _citations(side: Side, numbers: Mapping[Span, int]) -> list[_Seen[Citation]]:
    text = side.concordance.document.text
    number = {
        citation.span: numbers[one.span]
        for one in side.concordance.quotations
        for citation in one.citations
    }
    return [
        _Seen(
            one,
            side.places[one.paragraph],
            text[max(0, one.start - _BEFORE) : one.start],
            number.get(one.span),
            one.key or one.work,
            (one.volume, one.pages, one.note) if one.pages else None,
        )
        for one in side.concordance.citations
    ]


def _by(key: Callable[[_Seen[Any]], Hashable]) -> _Step[Any]:
    """Return a step that pairs, in reading order, what has the same key; None is no key."""

    def step(olds: Sequence[_Seen[Any]], news: Sequence[_Seen[Any]]) -> Iterator[tuple[Any, Any]]:
        waiting = defaultdict[Hashable, list[_Seen[Any]]](list)
        for new in news:
            waiting[key(new)].append(new)
        for old in olds:
            there = waiting[key(old)] if key(old) is not None else []
            fitting = next((new for new in there if old.keeps(new)), None)
            if fitting is not None:
                there.remove(fitting)
                yield old, fitting

    return step


def _alike(
    olds: Sequence[_Seen[Any]], news: Sequence[_Seen[Any]]
) -> Iterator[tuple[_Seen[Any], _Seen[Any]]]:
    """Pair what is alike in one place, the most alike first."""
    there = defaultdict[int, list[_Seen[Any]]](list)
    for new in news:
        there[new.place].append(new)
    scored = [(alike(old.words, new.words), old, new) for old in olds for new in there[old.place]]
    gone: set[_Seen[Any]] = set()
    come: set[_Seen[Any]] = set()
    for score, old, new in sorted(scored, key=lambda row: -row[0]):
        if score and old not in gone and new not in come:
            gone.add(old)
            come.add(new)
            yield old, new


_QUOTED = (_by(lambda one: (one.place, one.words)), _by(lambda one: one.words))
_CITED = (
    _by(lambda one: (one.place, one.quotation, one.work, one.page)),
    _by(lambda one: None if one.quotation is None else (one.quotation, one.work, one.page)),
    _by(lambda one: one.quotation),
    _by(lambda one: (one.place, one.work, one.page)),
    _by(lambda one: (one.place, one.words)),
    _by(lambda one: (one.work, one.page)),
)
"""How citations are known, the surest first: as it was; by its quotation; by its words or page."""


def _rows(
    olds: Sequence[_Seen[_Of]], news: Sequence[_Seen[_Of]], steps: Sequence[_Step[_Of]]
) -> Iterator[_Row[_Of]]:
    """Yield what one step after another pairs, and then what none did."""
    for step in steps:
        found = list(step(olds, news))
        yield from found
        gone, come = {old for old, _ in found}, {new for _, new in found}
        olds = [one for one in olds if one not in gone]
        news = [one for one in news if one not in come]
    yield from ((old, None) for old in olds)
    yield from ((None, new) for new in news)


def _pair(row: _Row[_Of], differing: Callable[[Any, Any], Iterator[Field]]) -> Pair[_Of]:
    old, new = row
    fields = tuple(differing(old, new)) if old and new else ()
    return Pair(old.of if old else None, new.of if new else None, fields)


def _of_quotation(old: _Seen[Quotation], new: _Seen[Quotation]) -> Iterator[Field]:
    if old.place != new.place:
        yield "paragraph"
    if old.words != new.words:
        yield "words"
    works = {one.of.key or one.of.work for one in (old, new) if not one.of.citations}
    if not old.of.citations and not new.of.citations and len(works) > 1:
        yield "work"


def _of_citation(old: _Seen[Citation], new: _Seen[Citation]) -> Iterator[Field]:
    if old.quotation != new.quotation:
        yield "quotation"
    elif old.quotation is None and old.place != new.place:
        yield "paragraph"
    if old.page != new.page:
        yield "page"
    if old.work != new.work:
        yield "work"
