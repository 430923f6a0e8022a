"""Words that are set in spaced letters, as headings and emphasised words are: made whole."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from embeddings.readers.pdf.letters import Letter

MIN_LETTERS = 4
"""A row of so many single letters may be spaced words; fewer are initials, or signs of algebra."""

MIN_LETTERS_OF_ONE_WORD = 6
"""If all of them are equally far apart, and would be one word."""

MAX_GAP = 1.0
"""Letters of one word are no further apart than this, in letter sizes."""

MIN_GAP_RATIO = 1.6
"""Words are so many times as far apart as their letters, at least."""

MIN_WORD_LENGTH = 2.0
"""Letters that the words have on average, at least."""

Letters = list[Letter]
"""The letters of a word, or of what seems to be one."""


def join_spaced_words(words: Sequence[Letters]) -> Iterator[Letters]:
    """Yield the words of a row; single letters that are spaced words are joined."""
    run: list[Letters] = []
    for word in words:
        if len(word) == 1:
            run.append(word)
            continue
        yield from _join_run(run)
        run = []
        yield word
    yield from _join_run(run)


def _join_run(run: Sequence[Letters]) -> Sequence[Letters]:
    """Return single letters as the words that they are; as they were if they are none."""
    if len(run) < MIN_LETTERS:
        return run
    letters = [letter for word in run for letter in word]
    gaps = [behind.left - before.right for before, behind in pairwise(letters)]
    usual = median(gaps)
    if usual > MAX_GAP * median(letter.size for letter in letters):
        return run
    words = [letters[:1]]
    for gap, letter in zip(gaps, letters[1:], strict=True):
        if gap > MIN_GAP_RATIO * usual:
            words.append([])
        words[-1].append(letter)
    return words if _are_words(words) else run


def _are_words(words: Sequence[Letters]) -> bool:
    """Say whether joined letters are words, rather than a list, a formula or an alphabet."""
    characters = [letter.character for word in words for letter in word]
    letters = [character for character in characters if character.isalpha()]
    if 4 * len(letters) < 3 * len(characters) or len(letters) < MIN_LETTERS:
        return False
    if all(ord(behind) == ord(before) + 1 for before, behind in pairwise(letters)):
        return False
    if len(words) == 1:
        return len(letters) >= MIN_LETTERS_OF_ONE_WORD
    return len(characters) >= MIN_WORD_LENGTH * len(words)
