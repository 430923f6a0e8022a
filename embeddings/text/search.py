"""Finds a question that is itself a piece of the text, exact or half-remembered."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from embeddings.text.normalization import GAP, blanked, folded, folded_words
from embeddings.types import Span

PLACES = 50
"""At most so many places of the same words are returned."""

LIKE = 0.75
"""A stretch whose letters are less like those of the words is not what they are a piece of."""

LIKE_IN_WORDS = 0.6
"""So much of both must be the same words in the same order; the others may be misspelt."""

FEWEST = 5
"""Fewer words than this, half-remembered, might be from anywhere."""

MOST = 40
"""Of more words than this the first are looked for: the time grows with their square."""

# A question with one of these before the words of a text asks for what stands there instead.
ASKING = frozenset("who whom whose what which when where why how".split())
_ASIDE = re.compile(r"[(\[][^()\[\]\n]{0,80}\d[^()\[\]\n]{0,80}[)\]]")


@dataclass(frozen=True, slots=True)
class Match:
    """Where words stand in the text, and how alike they are: 1.0 where they are the same."""

    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class _Folded:
    """Words in their plainest form between single blanks, and where each is in the text.

    `starts` are where they begin among one another, `begins` where they do in the text.
    """

    words: str
    starts: tuple[int, ...]
    spans: tuple[Span, ...]
    begins: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "_Folded":
        pairs = list(folded_words(text))
        starts, length = [], 1
        for word, _ in pairs:
            starts.append(length)
            length += len(word) + 1
        words = "".join(f" {word}" for word, _ in pairs) + " "
        spans = tuple(span for _, span in pairs)
        return cls(words, tuple(starts), spans, tuple(span.start for span in spans))

    def span(self, start: int, end: int) -> Span:
        """Return the stretch of the text from the word at one offset to that before another."""
        first = bisect_left(self.starts, start)
        last = bisect_left(self.starts, end) - 1
        return Span(self.spans[first].start, self.spans[last].end)

    def places(self, words: str) -> Iterator[Span]:
        """Yield where words between blanks stand, in order."""
        at = self.words.find(words)
        while at >= 0:
            yield self.span(at + 1, at + len(words))
            at = self.words.find(words, at + 1)

    def offsets(self, within: Span) -> tuple[int, int]:
        """Return where the words that begin within a span begin, and where they end."""
        first, last = bisect_left(self.begins, within.start), bisect_left(self.begins, within.end)
        if first == last:
            return 0, 0
        end = self.starts[last] if last < len(self.starts) else len(self.words)
        return self.starts[first], end


class TextSearch:
    """Finds words in a text whatever their case, punctuation, accents and white space.

    Brackets with a number in them, as page citations are, may stand between the words.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._whole, self._plain = _Folded.of(text), _Folded.of(_without_asides(text))

    def exact(self, words: str) -> list[Span]:
        """Return the places where words stand one behind another, in reading order."""
        pairs = ((self._whole, folded(words)), (self._plain, folded(_without_asides(words))))
        found = {
            span
            for where, sought in pairs
            if sought
            for span in islice(where.places(f" {sought} "), PLACES)
        }
        return sorted(found)[:PLACES]

    def closest(self, words: str, within: Iterable[Span]) -> Match | None:
        """Return the stretch of the given spans that is most like the words, if one is."""
        first = folded(_without_asides(words)).split()[:MOST]
        if len(first) < FEWEST:
            return None
        found = [one for span in within if (one := self._closest(first, span)) is not None]
        return max(found, key=lambda one: one.score, default=None)

    def _closest(self, ours: Sequence[str], within: Span) -> Match | None:
        start, end = self._plain.offsets(within)
        stretch = self._plain.words[start:end].rstrip()
        if not _may_hold(stretch, ours):
            return None
        sought = GAP.join(ours)
        if len(sought) * LIKE > len(stretch) * (2 - LIKE):  # all of it would not be like enough
            return None
        # whole words may be more alike than the letters that are aligned
        aligned = fuzz.partial_ratio_alignment(sought, stretch, score_cutoff=LIKE * 100 - 15)
        if aligned is None:
            return None
        first, last, score = _snapped(sought, stretch, aligned.dest_start, aligned.dest_end)
        if score < LIKE or not _same_words(sought, stretch[first:last]):
            return None
        return Match(self._plain.span(start + first, start + last), score)


def _without_asides(text: str) -> str:
    """Return a text of the same length with blanks for brackets that hold a number."""
    return blanked(text, (Span(*match.span()) for match in _ASIDE.finditer(text)))


def _snapped(sought: str, stretch: str, start: int, end: int) -> tuple[int, int, float]:
    """Return the whole words about a stretch that are most like what is sought."""
    blanks = [-1, *(at for at, letter in enumerate(stretch) if letter == GAP), len(stretch)]
    first, last = bisect_left(blanks, start), bisect_left(blanks, end)
    options = (
        (fuzz.ratio(sought, stretch[before + 1 : behind]), before + 1, behind)
        for before in blanks[max(0, first - 3) : first + 2]
        for behind in blanks[max(0, last - 2) : last + 3]
        if behind > before + 1
    )
    score, best, behind = max(options, key=lambda option: (option[0], option[1] - option[2]))
    return best, behind, score / 100


def _may_hold(stretch: str, words: Sequence[str]) -> bool:
    """Say whether a stretch has enough of some words, wherever they stand, for `_same_words`.

    Of what is like them in so many words, at least as many words are theirs.
    """
    theirs = f" {stretch} "
    if words[0] in ASKING and f" {words[0]} " not in theirs:
        return False
    common = sum(f" {word} " in theirs for word in words)
    return 2 * common >= LIKE_IN_WORDS * (len(words) + common)


def _same_words(sought: str, stretch: str) -> bool:
    """Say whether enough words are the same, and none before them asks for something."""
    ours, theirs = sought.split(), stretch.split()
    if ours[0] in ASKING and ours[0] != theirs[0]:
        return False
    return Indel.normalized_similarity(ours, theirs) >= LIKE_IN_WORDS
