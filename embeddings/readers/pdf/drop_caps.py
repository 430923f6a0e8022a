"""Initials that are higher than a row: joined to the word that they begin."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from embeddings.readers.pdf.lines import MIN_INITIAL_RATIO, ROW_TOLERANCE, Word, build_rows

MAX_HEIGHT = 0.8
"""The row that it begins is no further above its base line than this, in its own size."""

MAX_DEPTH = 1.2
"""And the last row beside it no further below, in sizes of its letters."""

MAX_GAP = 1.0
"""Rows beside it begin no further to the right than this, in sizes of their letters."""

MAX_LENGTH = 3
"""Signs that it has, with quotation marks before it."""

_MARKS = "“”‘’\"'«»„‚.,;:!?()"


def join_drop_caps(pages: Sequence[Sequence[Word]]) -> list[list[Word]]:
    """Return the words of pages, each initial at the beginning of its word."""
    initials = [list(_find_initials(words)) for words in pages]
    if not any(initials):
        return [list(words) for words in pages]
    taken = {id(initial) for page in initials for initial in page}
    known = {
        word.text.casefold().strip(_MARKS) if len(word.text) > 2 else word.text.casefold()
        for words in pages
        for word in words
        if id(word) not in taken
    }
    joined = [list(words) for words in pages]
    for at, page in enumerate(initials):
        for initial in page:
            joined[at] = _join(initial, joined[at], known)
    return joined


def _find_initials(words: Sequence[Word]) -> Iterator[Word]:
    usual = median(word.size for word in words) if words else 0.0
    for word in words:
        if word.size >= MIN_INITIAL_RATIO * usual and len(word.text) <= MAX_LENGTH:
            letters = word.text.strip(_MARKS)
            if len(letters) == 1 and letters.isupper():
                yield word


def _join(initial: Word, words: list[Word], known: set[str]) -> list[Word]:
    """Return words with an initial joined to the row that it begins, if there is one."""
    beside = _find_beginnings_beside(initial, words)
    if not beside:
        return words
    first = beside[0]
    changed = {id(word): replace(word, left=initial.left) for word in beside}
    if _is_word(initial, first, known):
        changed[id(first)] = first
        changed[id(initial)] = replace(initial, size=first.size, baseline=first.baseline)
    else:
        changed[id(first)] = replace(first, text=initial.text + first.text, left=initial.left)
        words = [word for word in words if word is not initial]
    return [changed.get(id(word), word) for word in words]


def _is_word(initial: Word, first: Word, known: set[str]) -> bool:
    """Say whether an initial is a word of its own: *A lamp*."""
    letter = initial.text.strip(_MARKS).casefold()
    rest = first.text.casefold().strip(_MARKS)
    return letter in known and rest in known and letter + rest not in known


def _find_beginnings_beside(initial: Word, words: Sequence[Word]) -> list[Word]:
    """Return the first words of the rows that an initial stands before, the top one first."""
    height = MAX_HEIGHT * initial.size
    near = [
        word
        for word in words
        if word is not initial
        if -MAX_DEPTH * word.size <= word.baseline - initial.baseline <= height
        if word.right > initial.left
    ]
    return [
        row.words[0]
        for row in build_rows(near)
        if -ROW_TOLERANCE * row.size <= row.left - initial.right <= MAX_GAP * row.size
        if initial.size >= MIN_INITIAL_RATIO * row.size
    ]
