"""Somebody's words collated with a text's, word by word, marks kept with their words."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter

from rapidfuzz import fuzz

from embeddings.checking.segments import Difference, Kind, Segment, same_words
from embeddings.text.normalization import blanked, folded_words
from embeddings.types import Span

ALIKE = 60
"""Words with so many of a hundred letters in common are one, otherwise written."""

_BLANK = " "
_MOST_COMPARED = 2500
_ASKS = re.compile(r"[?!]")
_WITHIN = re.compile(r"(?<=[^\W\d_])['’‘ʼ`´](?=[^\W\d_])")
_LAST_SPACE = re.compile(r"\s\S*$")
_OPENING = re.compile(r"[(\[{“„«‘‚‹]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word in its plainest form and where it begins, with its marks as they are written."""

    plain: str
    start: int
    written: str
    page: Kind | None = None


_Paired = tuple[float, tuple[tuple[int, int], ...]]
"""How alike words are in all, and which of them are."""

_Sides = tuple[Sequence[Word], Sequence[Word]]
"""Words of the text and those that stand in their place."""


def divided(text: str, pages: Iterable[Span] = (), others: Iterable[Span] = ()) -> tuple[Word, ...]:
    """Return the words of a text, each with the marks and white space that belong to it.

    Together they are the text; words of pages, and of other pages, are marked as such.
    """
    pairs = list(folded_words(text))
    if not pairs:
        return ()
    right, wrong = blanked(text, pages), blanked(text, others)
    gaps = (Span(one.end, behind.start) for (_, one), (_, behind) in pairwise(pairs))
    cuts = [0, *(gap.start + _cut(text[gap.start : gap.end]) for gap in gaps), len(text)]
    return tuple(
        Word(plain, span.start, text[start:end], _page(right, wrong, span.start))
        for (plain, span), (start, end) in zip(pairs, pairwise(cuts), strict=True)
    )


def _page(right: str, wrong: str, at: int) -> Kind | None:
    if right[at] == _BLANK:
        return "page"
    return "other page" if wrong[at] == _BLANK else None


def _cut(between: str) -> int:
    """Return where two words are cut apart: behind white space, or else before an opening mark."""
    if (space := _LAST_SPACE.search(between)) is not None:
        return space.start() + 1
    opening = _OPENING.search(between)
    return opening.start() if opening else len(between)


def collate(
    theirs: Sequence[Word], ours: Sequence[Word], same: Iterable[tuple[int, int]]
) -> Difference:
    """Return the difference of words of the text to those of somebody.

    `same` are pairs of words known to be the same, each by its number among the text's and
    among theirs, in order.
    """
    sides: list[_Sides] = []
    done = (0, 0)
    for t, o in [*same, (len(theirs), len(ours))]:
        sides += _between(theirs[done[0] : t], ours[done[1] : o])
        if t < len(theirs):
            sides.append(([theirs[t]], [ours[o]]))
        done = t + 1, o + 1
    return Difference(_written(theirs), _written(ours), tuple(_segments(sides)))


def _between(theirs: Sequence[Word], ours: Sequence[Word]) -> Iterator[_Sides]:
    """Yield the sides of words between two that are the same: like words beside one another."""
    if len(theirs) != len(ours) and same_words(_written(theirs), _written(ours)):
        yield theirs, ours  # joined or parted by a hyphen
        return
    done = (0, 0)
    for t, o in [*_alike(theirs, ours), (len(theirs), len(ours))]:
        yield from _apart(theirs[done[0] : t], ours[done[1] : o])
        if t < len(theirs):
            yield [theirs[t]], [ours[o]]
        done = t + 1, o + 1


def _alike(theirs: Sequence[Word], ours: Sequence[Word]) -> list[tuple[int, int]]:
    """Return the pairs of words, in both orders, that have the most letters in common."""
    if not 0 < len(theirs) * len(ours) <= _MOST_COMPARED:
        return []
    above: list[_Paired] = [(0.0, ())] * (len(ours) + 1)
    for t, their in enumerate(theirs):
        row: list[_Paired] = [(0.0, ())]
        for o, our in enumerate(ours):
            likeness = fuzz.ratio(their.plain, our.plain, score_cutoff=ALIKE)
            score, pairs = above[o]
            here = (score + likeness, (*pairs, (t, o))) if likeness else (0.0, ())
            row.append(max(above[o + 1], row[-1], here, key=lambda one: one[0]))
        above = row
    return list(above[-1][1])


def _apart(theirs: Sequence[Word], ours: Sequence[Word]) -> Iterator[_Sides]:
    """Yield the sides of words none of which is like another; pages by themselves."""
    left, added = _groups(theirs), _groups(ours)
    while left or added:
        their, our = left[0] if left else [], added[0] if added else []
        if their and our and not _beside(their[0], our):
            their, our = (their, []) if their[0].page else ([], our)
        left, added = left[bool(their) :], added[bool(our) :]
        yield their, our


def _groups(words: Sequence[Word]) -> list[list[Word]]:
    """Return words that stand together, those of pages apart."""
    return [list(group) for _, group in groupby(words, key=lambda one: one.page is None)]


def _beside(their: Word, our: Sequence[Word]) -> bool:
    """Say whether words may stand in the place of one, a number in that of a page."""
    if bool(their.page) == bool(our[0].page):
        return True
    return bool(their.page) and any(letter.isdigit() for one in our for letter in one.plain)


def _segments(sides: Sequence[_Sides]) -> Iterator[Segment]:
    """Yield segments, what is of one kind joined; what is changed stays word by word."""
    kinds = [_kind(*both) for both in sides]
    joined = [at if kind == "changed" else -1 for at, kind in enumerate(kinds)]
    numbered = zip(kinds, joined, sides, strict=True)
    for (kind, _), group in groupby(numbered, key=itemgetter(0, 1)):
        both = [one for *_, one in group]
        text = "".join(_written(theirs) for theirs, _ in both)
        yield Segment(kind, text, "".join(_written(ours) for _, ours in both))


def _kind(theirs: Sequence[Word], ours: Sequence[Word]) -> Kind:
    text, words = _written(theirs), _written(ours)
    if [one.plain for one in theirs] != [one.plain for one in ours]:
        if all(one.page for one in (*theirs, *ours)):
            return "other page" if any(one.page == "other page" for one in ours) else "page"
        if not ours:
            return "left out"
        if not theirs:
            return "added"
    return "same" if _alike_written(text, words) else "changed"


def _alike_written(text: str, words: str) -> bool:
    """Say whether words are the same, and no mark makes others of them."""
    if set(_ASKS.findall(text)) != set(_ASKS.findall(words)):
        return False
    return len(_WITHIN.findall(text)) == len(_WITHIN.findall(words)) and same_words(text, words)


def _written(words: Iterable[Word]) -> str:
    return "".join(word.written for word in words)
