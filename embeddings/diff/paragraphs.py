"""Matches the paragraphs of two texts by what they say, not by their numbers."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, LCSseq

MIN_SIMILARITY = 0.5
"""Share of words in common, in order, from which one paragraph is the other, changed."""

_MIN_COMPARED_WORDS = 6
_MIN_LETTER_SIMILARITY = 0.6
_MAX_SHARING = 50
_MAX_CANDIDATES = 8
_MAX_GAP = 10
_NONE: Mapping[int, int] = MappingProxyType({})

Texts = Sequence[str]
"""The paragraphs of a text."""


@dataclass(frozen=True, slots=True)
class ParagraphMatch:
    """The same paragraphs in two texts, by their indices from 0 on.

    Several on one side were joined or divided; none on one side means that the other was added
    or removed. A `moved` match stands elsewhere in the order of all matches.
    """

    before: tuple[int, ...]
    after: tuple[int, ...]
    moved: bool = False


def match_paragraphs(before: Texts, after: Texts) -> list[ParagraphMatch]:
    """Return matches in the order of the later text; each paragraph is in exactly one."""
    # pairs map an index before to one after
    pairs = _pair_equal(before, after)
    pairs |= _pair_changed(before, after, pairs)
    # parts of a paragraph that was divided, and paragraphs that became parts of another
    reverse = {new: old for old, new in pairs.items()}
    divided = _find_parts(after, before, reverse)
    joined = _find_parts(before, after, pairs, divided)
    matches = [*_group(pairs, divided, joined)]
    # what is left was removed or added
    matched_before = {index for match in matches for index in match.before}
    matched_after = {index for match in matches for index in match.after}
    removed = (index for index in range(len(before)) if index not in matched_before)
    added = (index for index in range(len(after)) if index not in matched_after)
    matches += [ParagraphMatch((index,), ()) for index in removed]
    matches += [ParagraphMatch((), (index,)) for index in added]
    return sorted(
        _mark_moved(matches), key=lambda match: (match.after or match.before, match.before)
    )


def measure_similarity(text: str, other: str) -> float:
    """Return how alike two texts are, from 0 to 1; 0 if one is not the other, changed."""
    words, other_words = text.split(), other.split()
    if min(len(words), len(other_words)) < _MIN_COMPARED_WORDS:
        # in so few words a misspelling counts for too much
        return fuzz.ratio(text, other, score_cutoff=100 * _MIN_LETTER_SIMILARITY) / 100
    return Indel.normalized_similarity(words, other_words, score_cutoff=MIN_SIMILARITY)


def _pair_equal(before: Texts, after: Texts) -> dict[int, int]:
    """Pair equal paragraphs: as many as possible in order, then what is left of them."""
    pairs: dict[int, int] = {}
    for block in LCSseq.opcodes(before, after):
        if block.tag == "equal":
            new = range(block.dest_start, block.dest_end)
            pairs |= dict(zip(range(block.src_start, block.src_end), new, strict=True))
    taken, waiting = set(pairs.values()), defaultdict[str, list[int]](list)
    for new_index in reversed(range(len(after))):
        if new_index not in taken:
            waiting[after[new_index]].append(new_index)
    for old_index, text in enumerate(before):
        if old_index not in pairs and waiting.get(text):
            pairs[old_index] = waiting[text].pop()
    return pairs


def _pair_changed(before: Texts, after: Texts, pairs: Mapping[int, int]) -> dict[int, int]:
    """Pair similar paragraphs among the rest, the most similar first."""
    old, new = _unmatched(before, pairs), _unmatched(after, pairs.values())
    changed: dict[int, int] = {}
    taken: set[int] = set()
    candidates = {*_find_sharing(before, after, old, new), *_find_between(pairs, old, new)}
    scored = (
        (measure_similarity(before[old_index], after[new_index]), old_index, new_index)
        for old_index, new_index in candidates
    )
    for score, old_index, new_index in sorted(scored, key=lambda row: (-row[0], row[1:])):
        if score and old_index not in changed and new_index not in taken:
            changed[old_index] = new_index
            taken.add(new_index)
    return changed


def _unmatched(texts: Texts, matched: Iterable[int]) -> list[int]:
    taken = set(matched)
    return [index for index in range(len(texts)) if index not in taken]


def _find_sharing(
    before: Texts, after: Texts, old: Sequence[int], new: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield the pairs that share the most bigrams, common bigrams aside."""
    holders = defaultdict[str, list[int]](list)
    for old_index in old:
        for bigram in _bigrams(before[old_index]):
            holders[bigram].append(old_index)
    for new_index in new:
        postings = (holders.get(bigram, ()) for bigram in _bigrams(after[new_index]))
        shared = Counter(
            old_index
            for posting in postings
            if len(posting) <= _MAX_SHARING
            for old_index in posting
        )
        yield from ((old_index, new_index) for old_index, _ in shared.most_common(_MAX_CANDIDATES))


def _bigrams(text: str) -> list[str]:
    """Return each pair of neighbouring words once, in order; a single word as it is."""
    words = text.split()
    return [*dict.fromkeys(map(" ".join, pairwise(words)))] or words


def _find_between(
    pairs: Mapping[int, int], old: Sequence[int], new: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield all pairs that stand between the same matched paragraphs, unless they are many."""
    old_anchors, new_anchors = sorted(pairs), sorted(pairs.values())
    gaps = defaultdict[int, tuple[list[int], list[int]]](lambda: ([], []))
    for old_index in old:
        gaps[bisect_left(old_anchors, old_index)][0].append(old_index)
    for new_index in new:
        gaps[bisect_left(new_anchors, new_index)][1].append(new_index)
    for old_gap, new_gap in gaps.values():
        if len(old_gap) * len(new_gap) <= _MAX_GAP**2:
            yield from ((old_index, new_index) for old_index in old_gap for new_index in new_gap)


def _find_parts(
    texts: Texts, others: Texts, pairs: Mapping[int, int], divided: Mapping[int, int] = _NONE
) -> dict[int, int]:
    """Return which unmatched texts stand whole in one of the others, and in which.

    `pairs` map texts to others; `divided` map others to the texts that they are parts of.
    """
    rest = _unmatched(texts, [*pairs, *divided.values()])
    free = _unmatched(others, [*pairs.values(), *divided])
    sharing = defaultdict[int, list[int]](list)
    for other, index in _find_sharing(others, texts, free, rest):
        sharing[index].append(other)
    parts: dict[int, int] = {}
    for order in (rest, rest[::-1]):  # a part is recognised by the part before or after it
        for index in order:
            beside = (pairs.get(near, parts.get(near)) for near in (index - 1, index + 1))
            candidates = [
                other
                for other in (*beside, *sharing[index])
                if other is not None and other not in divided
            ]
            whole = next((other for other in candidates if texts[index] in others[other]), None)
            if whole is not None:
                parts.setdefault(index, whole)
    return parts


def _group(
    pairs: Mapping[int, int], divided: Mapping[int, int], joined: Mapping[int, int]
) -> Iterator[ParagraphMatch]:
    """Yield a match for each pair, with the parts that belong to it, and for parts of no pair."""
    new_parts, old_parts = defaultdict[int, list[int]](list), defaultdict[int, list[int]](list)
    for new, old in divided.items():
        new_parts[old].append(new)
    for old, new in joined.items():
        old_parts[new].append(old)
    for old, new in pairs.items():
        before, after = [old, *old_parts.pop(new, ())], [new, *new_parts.pop(old, ())]
        yield ParagraphMatch(tuple(sorted(before)), tuple(sorted(after)))
    yield from (ParagraphMatch((old,), tuple(sorted(parts))) for old, parts in new_parts.items())
    yield from (ParagraphMatch(tuple(sorted(parts)), (new,)) for new, parts in old_parts.items())


def _mark_moved(matches: Sequence[ParagraphMatch]) -> Iterator[ParagraphMatch]:
    """Mark the matches outside the longest sequence that is in the same order in both texts."""
    in_both = sorted(
        (match for match in matches if match.before and match.after),
        key=lambda match: match.before,
    )
    staying = {in_both[index] for index in _longest_rising([m.after[0] for m in in_both])}
    for match in matches:
        moved = bool(match.before and match.after) and match not in staying
        yield ParagraphMatch(match.before, match.after, moved)


def _longest_rising(numbers: Sequence[int]) -> list[int]:
    """Return the indices of a longest rising subsequence, by patience sorting."""
    ends: list[int] = []
    end_indices: list[int] = []
    previous: list[int | None] = []
    for index, number in enumerate(numbers):
        length = bisect_left(ends, number)
        ends[length : length + 1], end_indices[length : length + 1] = [number], [index]
        previous.append(end_indices[length - 1] if length else None)
    sequence, last = [], end_indices[-1] if end_indices else None
    while last is not None:
        sequence.append(last)
        last = previous[last]
    return sequence[::-1]
