"""Find words in a text, exact or half-remembered."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from embeddings.text.words import GAP, blank_spans, normalize_text, normalize_words
from embeddings.types import Span

MAX_PLACES = 50
"""Places returned of the same words."""

MIN_SIMILARITY = 0.75
"""Similarity of letters, from 0 to 1, below which a stretch of the text is no match."""

MIN_WORD_SIMILARITY = 0.6
"""Share of words that must be the same and in the same order; the others may be misspelt."""

MIN_WORDS = 5
"""Words of the shortest phrase looked for; fewer half-remembered words might be from anywhere."""

MAX_WORDS = 40
"""Words looked for of a longer phrase, its first; the time grows with their square."""

# "Who said that …" asks for what the text has in the place of the first word.
QUESTION_WORDS = frozenset("who whom whose what which when where why how".split())
_NUMBERED_BRACKET = re.compile(r"[(\[][^()\[\]\n]{0,80}\d[^()\[\]\n]{0,80}[)\]]")


@dataclass(frozen=True, slots=True)
class Match:
    """Where words occur in the text, and how similar they are: 1.0 if they are the same."""

    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class _NormalizedText:
    """Normalised words between single blanks, and the span of each in the text.

    `starts` are the words' offsets in `words`, `text_starts` those in the text.
    """

    words: str
    starts: tuple[int, ...]
    spans: tuple[Span, ...]
    text_starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "_NormalizedText":
        pairs = list(normalize_words(text))
        starts, length = [], 1
        for word, _ in pairs:
            starts.append(length)
            length += len(word) + 1
        words = "".join(f" {word}" for word, _ in pairs) + " "
        spans = tuple(span for _, span in pairs)
        return cls(words, tuple(starts), spans, tuple(span.start for span in spans))

    def span(self, start: int, end: int) -> Span:
        """Return the span in the text of the words between two offsets in `words`."""
        first = bisect_left(self.starts, start)
        last = bisect_left(self.starts, end) - 1
        return Span(self.spans[first].start, self.spans[last].end)

    def find(self, words: str) -> Iterator[Span]:
        """Yield the spans in the text of words with a blank at each end, in reading order."""
        at = self.words.find(words)
        while at >= 0:
            yield self.span(at + 1, at + len(words))
            at = self.words.find(words, at + 1)

    def offsets(self, within: Span) -> tuple[int, int]:
        """Return the offsets in `words` of the words that begin within a span of the text."""
        first = bisect_left(self.text_starts, within.start)
        last = bisect_left(self.text_starts, within.end)
        if first == last:
            return 0, 0
        end = self.starts[last] if last < len(self.starts) else len(self.words)
        return self.starts[first], end


class TextSearch:
    """Finds words in a text whatever their case, punctuation, accents and white space.

    Page citations and other brackets with a number may interrupt the words.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._whole = _NormalizedText.of(text)
        self._without_brackets = _NormalizedText.of(_blank_numbered_brackets(text))

    def find_exact(self, words: str) -> list[Span]:
        """Return the spans of the exact words, in reading order, at most MAX_PLACES."""
        searches = (
            (self._whole, normalize_text(words)),
            (self._without_brackets, normalize_text(_blank_numbered_brackets(words))),
        )
        spans = {
            span
            for text, sought in searches
            if sought
            for span in islice(text.find(f" {sought} "), MAX_PLACES)
        }
        return sorted(spans)[:MAX_PLACES]

    def find_closest(self, words: str, within: Iterable[Span]) -> Match | None:
        """Return the stretch within the given spans most similar to the words, if any is."""
        sought = normalize_text(_blank_numbered_brackets(words)).split()[:MAX_WORDS]
        if len(sought) < MIN_WORDS:
            return None
        matches = (self._match_within(sought, span) for span in within)
        similar = (match for match in matches if match is not None)
        return max(similar, key=lambda match: match.score, default=None)

    def _match_within(self, words: Sequence[str], within: Span) -> Match | None:
        """Return the stretch within a span most similar to words, if it is similar enough."""
        # Pass over what cannot be similar enough
        text = self._without_brackets
        start, end = text.offsets(within)
        stretch = text.words[start:end].rstrip()
        if not _may_match(stretch, words):
            return None
        sought = GAP.join(words)
        if len(sought) * MIN_SIMILARITY > len(stretch) * (2 - MIN_SIMILARITY):
            return None  # the stretch is too short, even as a whole
        # Align the letters: whole words may then be up to 15 points more similar
        cutoff = MIN_SIMILARITY * 100 - 15
        aligned = fuzz.partial_ratio_alignment(sought, stretch, score_cutoff=cutoff)
        if aligned is None:
            return None
        # Widen or narrow the stretch to whole words
        first, last, score = _snap_to_words(sought, stretch, aligned.dest_start, aligned.dest_end)
        if score < MIN_SIMILARITY or not _shares_words(sought, stretch[first:last]):
            return None
        return Match(text.span(start + first, start + last), score)


def _blank_numbered_brackets(text: str) -> str:
    """Return a text of the same length with the brackets that hold a number blanked out."""
    return blank_spans(text, (Span(*match.span()) for match in _NUMBERED_BRACKET.finditer(text)))


def _snap_to_words(sought: str, stretch: str, start: int, end: int) -> tuple[int, int, float]:
    """Return the whole words near two offsets that are most similar, and their similarity."""
    blanks = [-1, *(at for at, letter in enumerate(stretch) if letter == GAP), len(stretch)]
    first, last = bisect_left(blanks, start), bisect_left(blanks, end)
    options = (
        (fuzz.ratio(sought, stretch[before + 1 : after]), before + 1, after)
        for before in blanks[max(0, first - 3) : first + 2]
        for after in blanks[max(0, last - 2) : last + 3]
        if after > before + 1
    )
    score, begin, finish = max(options, key=lambda option: (option[0], option[1] - option[2]))
    return begin, finish, score / 100


def _may_match(stretch: str, words: Sequence[str]) -> bool:
    """Return whether a stretch has enough of the words, in any order, to pass `_shares_words`."""
    padded = f" {stretch} "
    if words[0] in QUESTION_WORDS and f" {words[0]} " not in padded:
        return False
    common = sum(f" {word} " in padded for word in words)
    return 2 * common >= MIN_WORD_SIMILARITY * (len(words) + common)


def _shares_words(sought: str, stretch: str) -> bool:
    """Return whether enough words are the same, and the first is not only the question's."""
    sought_words, words = sought.split(), stretch.split()
    if sought_words[0] in QUESTION_WORDS and sought_words[0] != words[0]:
        return False
    return Indel.normalized_similarity(sought_words, words) >= MIN_WORD_SIMILARITY
