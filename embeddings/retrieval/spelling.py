"""Correction of the words of a question that neither the text nor the model knows."""

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial

import Stemmer
from rapidfuzz import process
from rapidfuzz.distance import OSA

from embeddings.models.encoder import Encoder

_WORD_START_MARKS = ("▁", "Ġ")

_MIN_LETTERS = 4
_WORD = re.compile(rf"\b[^\W\d_]{{{_MIN_LETTERS},}}\b")

# Measured with one wrong letter in a fifth of the words of SQuAD and of the essay: a word is
# corrected if the edit is cheap, the intended word is common, and enough letters agree.
_EDIT_COSTS = {"swapped": 0.0, "missing": 0.5, "extra": 1.5, "wrong": 2.5, "two": 5.0}
_FIRST_LETTER_COST = 1.0
_LETTER_GAIN = 0.7
_MAX_GAINING_LETTERS = 9
_MAX_COST = -2.5
_MAX_NAME_COST = -3.5

MAX_COMPARISONS = 300_000
"""Comparisons of a question's words with known ones, after which the rest stays as it is typed.

They take 50 ms, whatever the text; a question of a few misspelt words needs a tenth of them.
"""

_CALL_COMPARISONS = 20
"""How many comparisons take as long as a call of RapidFuzz, or as weighing a similar word."""

_MIN_LETTERS_FOR_TWO_EDITS = 8
_MIN_LETTERS_FOR_MODEL_WORDS = 6
"""Shorter words are never corrected to a word that only the model knows."""


class Spelling:
    """Corrects unknown words to similar words of the text, or of the model's vocabulary.

    `words` are the text's, case-folded, with the number of passages that contain each;
    `model_words` are the whole words of the model in lower case, the commonest first.
    """

    def __init__(self, words: Mapping[str, int], model_words: Sequence[str]) -> None:
        self.words = dict(words)
        self._stemmer = Stemmer.Stemmer("english")
        # the model's commonest words weigh as if in ten passages, most of them as if in under one
        self._weights = {
            word: math.log(3000 / (rank + 300)) for rank, word in enumerate(model_words)
        }
        self._model_words = _WordIndex(word for word in self._weights if word not in self.words)
        self._weights |= {word: math.log(max(count, 1)) for word, count in self.words.items()}
        self._text_words = _WordIndex(self.words)

    @cached_property
    def _stems(self) -> frozenset[str]:
        """The stems of all known words, computed late because few questions need them."""
        return frozenset(self._stemmer.stemWords(list(self._weights)))

    def correct(self, question: str) -> str:
        """Return a question with its misspelt words replaced by the likeliest known ones.

        Of very many, the first are.
        """
        return _WORD.sub(partial(self._correct_match, _Comparisons()), question)

    def knows(self, word: str) -> bool:
        """Return whether the text or the model has the word or another form of it."""
        plain = word.casefold()
        return plain in self._weights or self._stemmer.stemWord(plain) in self._stems

    def _correct_match(self, comparisons: "_Comparisons", match: re.Match[str]) -> str:
        word = match.group()
        if comparisons.left <= 0 or self.knows(word) or _is_part_of_word(match):
            return word
        correction = self._find_correction(word.casefold(), comparisons, name=word[0].isupper())
        return word if correction is None else _copy_case(word, correction)

    def _find_correction(
        self, typed: str, comparisons: "_Comparisons", *, name: bool
    ) -> str | None:
        """Return the likeliest known word, or None if none is likely enough."""
        find = self._list_similar_names if name else self._list_similar
        candidates = find(typed, comparisons)
        costs = ((self._compute_cost(typed, word), word) for word in candidates)
        cost, word = min(costs, default=(math.inf, ""))
        gain = _LETTER_GAIN * min(len(typed), _MAX_GAINING_LETTERS)
        return word if cost - gain <= (_MAX_NAME_COST if name else _MAX_COST) else None

    def _compute_cost(self, typed: str, word: str) -> float:
        first_letter = _FIRST_LETTER_COST if typed[0] != word[0] else 0.0
        return _EDIT_COSTS[_classify_edit(typed, word)] + first_letter - self._weights[word]

    def _list_similar_names(self, typed: str, comparisons: "_Comparisons") -> list[str]:
        """Return words of the text with the same first letter, which is seldom wrong in names."""
        near = self._text_words.list_near(typed)
        similar = [word for word in comparisons.find(typed, near, 1) if word[0] == typed[0]]
        if similar or len(typed) < _MIN_LETTERS_FOR_TWO_EDITS:
            return similar
        return comparisons.find(typed, self._text_words.list_same_letter(typed, 2), 2)

    def _list_similar(self, typed: str, comparisons: "_Comparisons") -> list[str]:
        """Return words of the text with any first letter, and of the model for longer words."""
        similar = comparisons.find(typed, self._text_words.list_near(typed), 1)
        if len(typed) >= _MIN_LETTERS_FOR_MODEL_WORDS:
            similar += comparisons.find(typed, self._model_words.list_near(typed), 1)
        return similar or self._list_similar_names(typed, comparisons)


class _WordIndex:
    """Words by their length and what they begin and end with.

    One edit in a word of five letters leaves its first two as they are, or its last two.
    """

    def __init__(self, words: Iterable[str]) -> None:
        groups: defaultdict[tuple[int, str, str], list[str]] = defaultdict(list)
        for word in words:
            if (length := len(word)) >= _MIN_LETTERS and word.isalpha():
                for start, end in (("", ""), (word[0], ""), (word[:2], ""), ("", word[-2:])):
                    groups[length, start, end].append(word)
        self._groups = dict(groups)

    def list_near(self, typed: str) -> Iterator[Sequence[str]]:
        """Yield groups that have all words one edit away, among others."""
        whole = len(typed) <= _MIN_LETTERS
        for length in _list_lengths(typed, 1):
            for start, end in (("", ""),) if whole else ((typed[:2], ""), ("", typed[-2:])):
                yield self._groups.get((length, start, end), ())

    def list_same_letter(self, typed: str, edits: int) -> Iterator[Sequence[str]]:
        """Yield groups that have all words with the same first letter so many edits away."""
        for length in _list_lengths(typed, edits):
            yield self._groups.get((length, typed[0], ""), ())


class _Comparisons:
    """Compares the words of one question with known ones, and counts the comparisons left."""

    def __init__(self) -> None:
        self.left = MAX_COMPARISONS

    def find(self, typed: str, groups: Iterable[Sequence[str]], edits: int) -> list[str]:
        """Return the words of some groups at a distance of at most so many edits."""
        similar: list[str] = []
        for words in filter(None, groups):
            matches = process.extract(
                typed, words, scorer=OSA.distance, score_cutoff=edits, limit=None
            )
            similar += (word for word, _, _ in matches)
            self.left -= len(words) + _CALL_COMPARISONS * (1 + len(matches))
        return similar


def _list_lengths(typed: str, edits: int) -> range:
    return range(len(typed) - edits, len(typed) + edits + 1)


def _classify_edit(typed: str, word: str) -> str:
    if OSA.distance(typed, word) > 1:
        return "two"
    if len(typed) != len(word):
        return "missing" if len(typed) < len(word) else "extra"
    return "swapped" if sorted(typed) == sorted(word) else "wrong"


def _is_part_of_word(match: re.Match[str]) -> bool:
    """Return whether combining marks beside a match make it part of a longer word."""
    beside = match.string[max(0, match.start() - 1) : match.start()]
    beside += match.string[match.end() : match.end() + 1]
    return any(unicodedata.category(character).startswith("M") for character in beside)


def _copy_case(word: str, correction: str) -> str:
    if word.isupper():
        return correction.upper()
    return correction[0].upper() + correction[1:] if word[0].isupper() else correction


def list_whole_words(encoder: Encoder) -> list[str]:
    """Return the words that a model has as single pieces, in lower case, in vocabulary order.

    Where a mark shows that a piece begins a word, as in SentencePiece and byte-level
    vocabularies, pieces without it are parts of words and left out.
    """
    pieces = encoder.vocabulary()
    marked = [piece[1:] for piece in pieces if piece[:1] in _WORD_START_MARKS]
    return [piece.lower() for piece in marked or pieces if piece.isalpha()]
