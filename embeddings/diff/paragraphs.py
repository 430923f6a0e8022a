"""Which paragraphs of one text are which of another: known by what they say, not by number."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, LCSseq

ALIKE = 0.5
"""Of the words of two paragraphs, in their order, from which on the one is the other changed."""

_FEW = 6
_ALIKE_LETTERS = 0.6
_TELLING = 50
_CLOSEST = 8
_NEAR = 10
_NONE: Mapping[int, int] = MappingProxyType({})

Texts = Sequence[str]


@dataclass(frozen=True, slots=True)
class Match:
    """Paragraphs of one text that are some of another, by their places from 0 on.

    Several in one place were joined or divided; none was added or removed. Moved is what
    stands at another place among all the others that there are.
    """

    before: tuple[int, ...]
    after: tuple[int, ...]
    moved: bool = False


def match(before: Texts, after: Texts) -> list[Match]:
    """Return every paragraph of two texts in one match: in the order of the later text."""
    pairs = _same(before, after)
    pairs |= _changed(before, after, pairs)
    back = {new: old for old, new in pairs.items()}
    divided = _parts(after, before, back)
    joined = _parts(before, after, pairs, divided)
    found = [*_groups(pairs, divided, joined)]
    old = {number for one in found for number in one.before}
    new = {number for one in found for number in one.after}
    found += [Match((number,), ()) for number in range(len(before)) if number not in old]
    found += [Match((), (number,)) for number in range(len(after)) if number not in new]
    return sorted(_moved(found), key=lambda one: (one.after or one.before, one.before))


def alike(one: str, other: str) -> float:
    """Return how alike two texts are, from 0 to 1; 0 where the one is not the other changed."""
    words, others = one.split(), other.split()
    if min(len(words), len(others)) < _FEW:  # so few words differ by a letter each
        return fuzz.ratio(one, other, score_cutoff=100 * _ALIKE_LETTERS) / 100
    return Indel.normalized_similarity(words, others, score_cutoff=ALIKE)


def _same(before: Texts, after: Texts) -> dict[int, int]:
    """Pair what says the same: as many as may be in their order, then what is left of them."""
    pairs: dict[int, int] = {}
    for one in LCSseq.opcodes(before, after):
        if one.tag == "equal":
            there = range(one.dest_start, one.dest_end)
            pairs |= dict(zip(range(one.src_start, one.src_end), there, strict=True))
    taken, waiting = set(pairs.values()), defaultdict[str, list[int]](list)
    for new in reversed(range(len(after))):
        if new not in taken:
            waiting[after[new]].append(new)
    for old, text in enumerate(before):
        if old not in pairs and waiting.get(text):
            pairs[old] = waiting[text].pop()
    return pairs


def _changed(before: Texts, after: Texts, pairs: Mapping[int, int]) -> dict[int, int]:
    """Pair what is alike of the rest, the most alike first."""
    old, new = _others(before, pairs), _others(after, pairs.values())
    found: dict[int, int] = {}
    taken: set[int] = set()
    close = {*_sharing(before, after, old, new), *_between(pairs, old, new)}
    scored = ((alike(before[one], after[other]), one, other) for one, other in close)
    for score, one, other in sorted(scored, key=lambda row: (-row[0], row[1:])):
        if score and one not in found and other not in taken:
            found[one] = other
            taken.add(other)
    return found


def _others(texts: Texts, known: Iterable[int]) -> list[int]:
    taken = set(known)
    return [number for number in range(len(texts)) if number not in taken]


def _sharing(
    before: Texts, after: Texts, old: Sequence[int], new: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield the pairs that have most neighbouring words in common, of those that tell them."""
    holding = defaultdict[str, list[int]](list)
    for one in old:
        for words in _neighbours(before[one]):
            holding[words].append(one)
    for other in new:
        held = (holding.get(words, ()) for words in _neighbours(after[other]))
        shared = Counter(one for every in held if len(every) <= _TELLING for one in every)
        yield from ((one, other) for one, _ in shared.most_common(_CLOSEST))


def _neighbours(text: str) -> list[str]:
    """Return each two neighbouring words once, in their order."""
    words = text.split()
    return [*dict.fromkeys(map(" ".join, pairwise(words)))] or words


def _between(
    pairs: Mapping[int, int], old: Sequence[int], new: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield all pairs that stand between the same paragraphs, where they are not many."""
    anchors = sorted(pairs.items())
    ours, theirs = [one for one, _ in anchors], sorted(pairs.values())
    gaps = defaultdict[int, tuple[list[int], list[int]]](lambda: ([], []))
    for one in old:
        gaps[bisect_left(ours, one)][0].append(one)
    for other in new:
        gaps[bisect_left(theirs, other)][1].append(other)
    for here, there in gaps.values():
        if len(here) * len(there) <= _NEAR**2:
            yield from ((one, other) for one in here for other in there)


def _parts(
    texts: Texts, others: Texts, pairs: Mapping[int, int], divided: Mapping[int, int] = _NONE
) -> dict[int, int]:
    """Return what stands whole in a text of the others, and in which; but not what was divided."""
    rest = _others(texts, [*pairs, *divided.values()])
    free = _others(others, [*pairs.values(), *divided])
    near = defaultdict[int, list[int]](list)
    for other, one in _sharing(others, texts, free, rest):
        near[one].append(other)
    found: dict[int, int] = {}
    for order in (rest, rest[::-1]):  # a part is known by the one before it, or behind it
        for one in order:
            beside = (pairs.get(at, found.get(at)) for at in (one - 1, one + 1))
            known = [at for at in (*beside, *near[one]) if at is not None and at not in divided]
            whole = next((at for at in known if texts[one] in others[at]), None)
            if whole is not None:
                found.setdefault(one, whole)
    return found


def _groups(
    pairs: Mapping[int, int], divided: Mapping[int, int], joined: Mapping[int, int]
) -> Iterator[Match]:
    """Yield the pairs, each with the parts that belong to it, and parts of what has no pair."""
    parts, joints = defaultdict[int, list[int]](list), defaultdict[int, list[int]](list)
    for new, old in divided.items():
        parts[old].append(new)
    for old, new in joined.items():
        joints[new].append(old)
    for old, new in pairs.items():
        yield Match(
            tuple(sorted([old, *joints.pop(new, ())])), tuple(sorted([new, *parts.pop(old, ())]))
        )
    yield from (Match((old,), tuple(sorted(new))) for old, new in parts.items())
    yield from (Match(tuple(sorted(old)), (new,)) for new, old in joints.items())


def _moved(found: Sequence[Match]) -> Iterator[Match]:
    """Mark what is not of the longest row of matches that stand in both texts in one order."""
    both = sorted((one for one in found if one.before and one.after), key=lambda one: one.before)
    stay = {both[place] for place in _rising([one.after[0] for one in both])}
    for one in found:
        yield Match(one.before, one.after, bool(one.before and one.after) and one not in stay)


def _rising(numbers: Sequence[int]) -> list[int]:
    """Return the places of a longest rising row of numbers."""
    ends: list[int] = []
    last: list[int] = []
    behind: list[int | None] = []
    for place, number in enumerate(numbers):
        at = bisect_left(ends, number)
        ends[at : at + 1], last[at : at + 1] = [number], [place]
        behind.append(last[at - 1] if at else None)
    row, place_at = [], last[-1] if last else None
    while place_at is not None:
        row.append(place_at)
        place_at = behind[place_at]
    return row[::-1]
