"""Correction of the words of a question that neither the text nor the model knows."""

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from operator import itemgetter

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
        self._model_words = _group_by_length(
            word for word in self._weights if word not in self.words
        )
        self._weights |= {word: math.log(max(count, 1)) for word, count in self.words.items()}
        self._text_words = _group_by_length(self.words)
        self._text_words_by_first_letter = {
            letter: _group_by_length(words)
            for letter, words in groupby(sorted(filter(None, self.words)), itemgetter(0))
        }

    @cached_property
    def _stems(self) -> frozenset[str]:
        """The stems of all known words, computed late because few questions need them."""
        return frozenset(self._stemmer.stemWords(list(self._weights)))

    def correct(self, question: str) -> str:
        """Return a question with its misspelt words replaced by the likeliest known ones."""
        return _WORD.sub(self._correct_match, question)

    def knows(self, word: str) -> bool:
        """Return whether the text or the model has the word or another form of it."""
        plain = word.casefold()
        return plain in self._weights or self._stemmer.stemWord(plain) in self._stems

    def _correct_match(self, match: re.Match[str]) -> str:
        word = match.group()
        if self.knows(word) or _is_part_of_word(match):
            return word
        correction = self._find_correction(word.casefold(), name=word[0].isupper())
        return word if correction is None else _copy_case(word, correction)

    def _find_correction(self, typed: str, *, name: bool) -> str | None:
        """Return the likeliest known word, or None if none is likely enough."""
        candidates = self._list_similar_names(typed) if name else self._list_similar(typed)
        costs = ((self._compute_cost(typed, word), word) for word in candidates)
        cost, word = min(costs, default=(math.inf, ""))
        gain = _LETTER_GAIN * min(len(typed), _MAX_GAINING_LETTERS)
        return word if cost - gain <= (_MAX_NAME_COST if name else _MAX_COST) else None

    def _compute_cost(self, typed: str, word: str) -> float:
        first_letter = _FIRST_LETTER_COST if typed[0] != word[0] else 0.0
        return _EDIT_COSTS[_classify_edit(typed, word)] + first_letter - self._weights[word]

    def _list_similar_names(self, typed: str) -> list[str]:
        """Return words of the text with the same first letter, which is seldom wrong in names."""
        same_letter = self._text_words_by_first_letter.get(typed[0], {})
        similar = list(_find_within(typed, same_letter, 1))
        if similar or len(typed) < _MIN_LETTERS_FOR_TWO_EDITS:
            return similar
        return list(_find_within(typed, same_letter, 2))

    def _list_similar(self, typed: str) -> list[str]:
        """Return words of the text with any first letter, and of the model for longer words."""
        similar = list(_find_within(typed, self._text_words, 1))
        if len(typed) >= _MIN_LETTERS_FOR_MODEL_WORDS:
            similar += _find_within(typed, self._model_words, 1)
        return similar or self._list_similar_names(typed)


def _group_by_length(words: Iterable[str]) -> dict[int, list[str]]:
    groups: defaultdict[int, list[str]] = defaultdict(list)
    for word in words:
        if len(word) >= _MIN_LETTERS and word.isalpha():
            groups[len(word)].append(word)
    return dict(groups)


def _find_within(typed: str, groups: Mapping[int, list[str]], edits: int) -> Iterator[str]:
    """Yield the words at a distance of at most `edits`; `groups` are words by length."""
    for length in range(len(typed) - edits, len(typed) + edits + 1):
        matches = process.extract(
            typed, groups.get(length, ()), scorer=OSA.distance, score_cutoff=edits, limit=None
        )
        yield from (word for word, _, _ in matches)


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
