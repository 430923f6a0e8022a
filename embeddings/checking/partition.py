"""Somebody's words parted into those that a text has, each from one place, and those it has not."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from embeddings.checking.alignment import Pairs, Run, Sought, align
from embeddings.checking.text_words import TextWords
from embeddings.text.normalization import blanked, folded_words
from embeddings.types import Span

TELLING = 18.0
"""So many bits more than find one word of a text tell that words are taken from it."""

DENSE = 0.6
"""Of words that are taken from a text at least this share is found in it."""

ENOUGH = 8
"""So many words found are a quotation, whatever else their sentence says;"""

MOSTLY = 0.5
"""fewer, where so many of their sentence's words are found."""

FEWEST = 5
"""Fewer words than this, if not the very same, might be from anywhere."""

STRAY = 2
"""So many words beside found ones belong to them, whatever stands between."""

_SHARE = 3
_TAIL = 8.0
_LEFT_OUT = 4
_BORDER = re.compile(r"[.!?…:;]\W*\s|\n|…")


@dataclass(frozen=True, slots=True)
class Part:
    """Some of somebody's words, from the first to behind the last, with those that are found.

    `pairs` are numbers of words that are the same, theirs and the text's. They are `slight`
    where they are too few and too common to be taken from there.
    """

    ours: Span
    pairs: Pairs = ()
    slight: bool = False


class Partition:
    """Parts one stretch of words, in which pages may be cited."""

    def __init__(self, text: str, wording: TextWords, pages: Sequence[Span] = ()) -> None:
        self.text, self.wording, self.grams = text, wording, wording.grams
        pairs, kept = list(folded_words(text)), blanked(text, pages)
        self.words = [span for _, span in pairs]
        self.rows = [at for at, span in enumerate(self.words) if not kept[span.start].isspace()]
        self.numbers = self.grams.numbered(pairs[at][0] for at in self.rows)
        self.bits = self.grams.rarity(self.numbers)
        self.least = math.log2(len(self.grams) + 1)

    def parts(self) -> list[Part]:
        """Return the parts, in order; together they are all the words."""
        if (same := self._very_same()) is not None:
            return [same]
        found = [self._of_words(run) for run in self._mostly(self._runs())]
        for at in range(len(found) - 1):
            found[at : at + 2] = self._settled(*found[at : at + 2])
        return self._whole([one for part in found for one in self._divided(part)])

    def counted(self, start: int, end: int) -> int:
        """Return how many of some words are sought: all but those of pages."""
        return sum(start <= at < end for at in self.rows)

    def _very_same(self) -> Part | None:
        """Return all the words as one part where they stand one behind another."""
        places = self.grams.places(self.numbers)
        if not len(places):
            return None
        pairs = tuple((at, int(places[0]) + to) for to, at in enumerate(self.rows))
        slight = float(self.bits.sum()) < self.least + TELLING
        return Part(Span(0, len(self.words)), pairs, slight)

    def _runs(self) -> list[Run]:
        """Return the runs of words that tell enough, and are mostly the text's."""
        price = self.least + TELLING
        if self.bits.sum() <= price:
            return []
        windows = self.grams.windows(self.numbers)
        runs = align(Sought(self.numbers, self.bits), self.grams.numbers, windows, price)
        return [one for one in runs if len(one.pairs) >= max(FEWEST, DENSE * one.length)]

    def _mostly(self, runs: Sequence[Run]) -> list[Run]:
        """Return the runs that are long, or most of the sentences that they are in."""
        found = {at for run in runs for at, _ in run.pairs}
        return [
            run
            for run in runs
            if len(run.pairs) >= ENOUGH
            or len(found & (sentence := self._sentences(run.ours))) >= MOSTLY * len(sentence)
        ]

    def _sentences(self, rows: Span) -> set[int]:
        """Return the rows of the sentences that some rows are in."""
        start, end = rows.start, rows.end
        while start and not self._border(self.rows[start]):
            start -= 1
        while end < len(self.rows) and not self._border(self.rows[end]):
            end += 1
        return set(range(start, end))

    def _of_words(self, run: Run) -> Part:
        """Return a run as a part, without what little it has of the sentences around it."""
        pairs = self._trimmed(run.pairs)
        pairs = self._trimmed(pairs[::-1])[::-1]
        found = tuple((self.rows[at], to) for at, to in pairs)
        return Part(Span(found[0][0], found[-1][0] + 1), found)

    def _trimmed(self, pairs: Pairs) -> Pairs:
        """Return pairs without the last, where they tell little and are of another sentence."""
        told = 0.0
        for at in range(len(pairs) - 1, 0, -1):
            told += float(self.bits[pairs[at][0]])
            if told >= _TAIL:
                return pairs
            (ours, theirs), (our, their) = sorted(pairs[at - 1 : at + 1])
            apart = max(our - ours, their - theirs) > 1
            if apart and self.wording.ends_between(theirs, their):
                return self._trimmed(pairs[:at])
        return pairs

    def _settled(self, before: Part, behind: Part) -> tuple[Part, Part]:
        """Return two parts, with the words that both may begin or end with in their sentence."""
        (our, their), moved = behind.pairs[0], 0
        for back, pair in enumerate(before.pairs[:0:-1], 1):
            same = their >= back and self.grams.numbers[their - back] == self.grams.numbers[pair[1]]
            if pair[0] != our - back or not same:
                break
            previous = before.pairs[-back - 1][1]
            if self._border(pair[0]) or self.wording.ends_between(previous, pair[1]):
                moved = back
        if not moved or len(before.pairs) - moved < FEWEST:
            return before, behind
        kept = before.pairs[:-moved]
        taken = tuple((our - back, their - back) for back in range(moved, 0, -1))
        return (
            replace(before, ours=Span(before.ours.start, kept[-1][0] + 1), pairs=kept),
            replace(behind, ours=Span(our - moved, behind.ours.end), pairs=taken + behind.pairs),
        )

    def _divided(self, part: Part) -> Iterator[Part]:
        """Yield a part in two where much is left out up to another quotation."""
        for at, ((_, before), (_, behind)) in enumerate(pairwise(part.pairs), 1):
            long = FEWEST <= at <= len(part.pairs) - FEWEST
            much = behind - before > _LEFT_OUT
            if long and much and self.wording.divides(before, behind):
                first, rest = part.pairs[:at], part.pairs[at:]
                yield Part(Span(part.ours.start, first[-1][0] + 1), first)
                yield from self._divided(Part(Span(rest[0][0], part.ours.end), rest))
                return
        yield part

    def _whole(self, found: Sequence[Part]) -> list[Part]:
        """Return parts with the words between them: as parts of their own, or with one of them."""
        whole: list[Part] = []
        at = 0
        for behind in (*found, None):
            gap = Span(at, behind.ours.start if behind else len(self.words))
            before = whole[-1] if whole and whole[-1].pairs else None
            takes = self._takes(gap, before, behind)
            at = gap.end
            if before is not None and takes is before:
                whole[-1] = replace(before, ours=Span(before.ours.start, gap.end))
            elif behind is not None and takes is behind:
                at = gap.start
            elif gap.start < gap.end:
                whole.append(Part(gap))
            if behind is not None:
                whole.append(replace(behind, ours=Span(at, behind.ours.end)))
                at = behind.ours.end
        return whole

    def _takes(self, gap: Span, before: Part | None, behind: Part | None) -> Part | None:
        """Return the part that some words belong to, beside it; None for none."""
        size = self.counted(gap.start, gap.end)
        beside = [(before, gap.start), (behind, gap.end)]
        near = [(part, edge) for part, edge in beside if part is not None]
        for part, edge in near:
            most = max(FEWEST - 1, (part.ours.end - part.ours.start) // _SHARE)
            if gap.start < gap.end and size <= most and not self._border(edge):
                return part
        return near[0][0] if near and size <= STRAY else None

    def _border(self, at: int) -> bool:
        """Say whether a sentence or a line ends before a word."""
        between = self.text[self.words[at - 1].end : self.words[at].start]
        return bool(_BORDER.search(between))
