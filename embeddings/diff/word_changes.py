"""What became of words: which were lost, put in or replaced, and which only spelled anew."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz.distance import OSA, LCSseq

from embeddings.text.words import normalize_words

_MIN_MISSPELT_LENGTH = 4
_MIN_LENGTH_OF_TWO = 8
"""Letters from which a misspelt word may differ in one, and in two."""

_DENIALS = ("un", "in", "im", "ir", "il", "dis", "non", "mis", "a")
"""Beginnings that turn a word into its opposite, and are no misspelling of it."""


@dataclass(frozen=True, slots=True)
class WordChange:
    """Words in the place of others; none on one side if they were lost, or put in."""

    was: tuple[str, ...]
    now: tuple[str, ...]


def list_words(text: str) -> list[str]:
    """Return the words of a text as they are compared: without case, accents and marks."""
    return [word for word, _ in normalize_words(text)]


def compare_words(was: str, now: str, kept: Collection[str] = ()) -> list[WordChange]:
    """Return where two texts differ in their words, corrected spellings aside.

    A word is not taken for a misspelling of another if it is `kept` elsewhere.
    """
    old, new = list_words(was), list_words(now)
    changes = (change for change in _align(old, new) if not _is_correction(change, kept))
    return list(changes)


def _align(old: Sequence[str], new: Sequence[str]) -> Iterator[WordChange]:
    """Yield what differs between the longest sequence of words that both have."""
    opcodes = LCSseq.opcodes(old, new)
    for equal, group in groupby(opcodes, key=lambda code: code.tag == "equal"):
        if not equal:
            codes = list(group)
            first, last = codes[0], codes[-1]
            yield WordChange(
                tuple(old[first.src_start : last.src_end]),
                tuple(new[first.dest_start : last.dest_end]),
            )


def _is_correction(change: WordChange, kept: Collection[str]) -> bool:
    """Say whether only the spelling differs: word by word, or in where words are parted."""
    if "".join(change.was) == "".join(change.now):
        return True
    if len(change.was) != len(change.now):
        return False
    pairs = zip(change.was, change.now, strict=True)
    return all(old == new or (old not in kept and is_near(old, new)) for old, new in pairs)


def is_near(word: str, other: str) -> bool:
    """Say whether a word may be a misspelling of another.

    A number never is, nor a word of which the other is the opposite. In short words two letters
    may only have changed places.
    """
    if re.search(r"\d", word + other) or any(_denies(word, other, first) for first in _DENIALS):
        return False
    length = min(len(word), len(other))
    if length < _MIN_MISSPELT_LENGTH:
        return sorted(word) == sorted(other) and OSA.distance(word, other) == 1
    return OSA.distance(word, other) <= (2 if length >= _MIN_LENGTH_OF_TWO else 1)


def _denies(word: str, other: str, first: str) -> bool:
    return word == first + other or other == first + word
