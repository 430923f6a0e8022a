"""Letters as words, and words as rows: what stands at one height of a page."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter
from statistics import median

from embeddings.readers.pdf.letter_spacing import join_spaced_words
from embeddings.readers.pdf.letters import Letter

WORD_GAP = 0.16
"""Letters further apart than this, in letter sizes, belong to two words."""

MIN_SPACE = 0.03
"""A letter for a space parts words if there is so much room: some programs go back over it."""

MIN_INITIAL_RATIO = 1.6
"""An initial that is higher than a row is so many times as large as other letters, at least."""

ROW_TOLERANCE = 0.3
"""Words whose baselines differ by no more than this, in letter sizes, stand in one row."""

LOOSE_TOLERANCE = 0.5
"""The tolerance for rows over a whole page: those of two columns may stand a little apart."""

_MAX_MARK_SIZE = 0.8
_MAX_MARK_LENGTH = 4
_NOTE_MARK = re.compile(r"\d{1,3}|[*†‡§]")


@dataclass(frozen=True, slots=True)
class Word:
    """Letters without a space between them."""

    text: str
    left: float
    right: float
    baseline: float
    size: float


@dataclass(frozen=True)
class Row:
    """Words side by side, from left to right."""

    words: tuple[Word, ...]

    @cached_property
    def text(self) -> str:
        """Its words, with spaces between them."""
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return max(word.right for word in self.words)

    @property
    def baseline(self) -> float:
        """The height that its largest word stands at."""
        return max(self.words, key=lambda word: (word.size, len(word.text))).baseline

    @cached_property
    def size(self) -> float:
        """The median size of its letters."""
        return median(word.size for word in self.words for _ in word.text)


def build_words(letters: Iterable[Letter]) -> list[Word]:
    """Return the words of a page; the raised mark of a note joins its word, in brackets."""
    words = [
        _join_letters(word)
        for level in _group_by_baseline(letters)
        for word in join_spaced_words(list(_split_words(level)))
    ]
    return _attach_note_marks(words)


def _split_words(level: Iterable[Letter]) -> Iterator[list[Letter]]:
    """Yield the letters of one word after another, from left to right."""
    word: list[Letter] = []
    is_spaced = False
    for letter in sorted(level, key=attrgetter("left")):
        if letter.character.isspace():
            is_spaced = True
            continue
        if word and _is_apart(word, letter, MIN_SPACE if is_spaced else WORD_GAP):
            yield word
            word = []
        word.append(letter)
        is_spaced = False
    if word:
        yield word


def _is_apart(word: Sequence[Letter], following: Letter, gap: float) -> bool:
    """Say whether a letter does not belong to the word before it."""
    last = word[-1]
    if following.left - last.right > gap * max(following.size, last.size):
        return True
    return last.size >= MIN_INITIAL_RATIO * following.size and _is_initial(word)


def _is_initial(word: Sequence[Letter]) -> bool:
    """Say whether letters are one capital, with marks before it.

    A large one may stand in the last of its rows, while its own word is a row or two above.
    """
    *marks, last = word
    return last.character.isupper() and not any(mark.character.isalnum() for mark in marks)


def _group_by_baseline(letters: Iterable[Letter]) -> Iterator[list[Letter]]:
    """Yield the letters that stand at one height, from the top to the bottom."""
    level: list[Letter] = []
    for letter in sorted(letters, key=lambda letter: -letter.baseline):
        if level:
            drop = level[-1].baseline - letter.baseline
            if drop > WORD_GAP * min(letter.size, level[-1].size):
                yield level
                level = []
        level.append(letter)
    if level:
        yield level


def _join_letters(letters: Sequence[Letter]) -> Word:
    text = "".join(letter.character for letter in letters)
    return Word(
        text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
        letters[0].left,
        letters[-1].right,
        letters[0].baseline,
        max(letter.size for letter in letters),
    )


def _attach_note_marks(words: list[Word]) -> list[Word]:
    """Join what is raised, small and short to the word that it stands at."""
    if not words:
        return words
    max_size = _MAX_MARK_SIZE * median(word.size for word in words)
    small = dict.fromkeys(
        word for word in words if len(word.text) <= _MAX_MARK_LENGTH and word.size < max_size
    )
    hosts = [word for word in words if word not in small]
    for mark in sorted(small, key=attrgetter("left")):
        written = f"[{mark.text}]" if _NOTE_MARK.fullmatch(mark.text) else mark.text
        # Behind a word, the mark becomes its end.
        at = next((at for at, host in enumerate(hosts) if _is_raised_behind(mark, host)), None)
        if at is not None:
            hosts[at] = replace(hosts[at], text=hosts[at].text + written, right=mark.right)
            continue
        # Before a word, it is a word of the same row; elsewhere, one that only happens to be small.
        host = next((host for host in hosts if _is_raised_before(mark, host)), None)
        hosts.append(
            replace(mark, text=written, size=host.size, baseline=host.baseline) if host else mark
        )
    return hosts


def _is_raised_behind(mark: Word, host: Word) -> bool:
    near = -0.2 * host.size < mark.left - host.right < 0.3 * host.size
    return near and _is_raised(mark, host)


def _is_raised_before(mark: Word, host: Word) -> bool:
    near = 0 <= host.left - mark.right < host.size
    return near and _is_raised(mark, host)


def _is_raised(mark: Word, host: Word) -> bool:
    height = (mark.baseline - host.baseline) / host.size
    return mark.size < _MAX_MARK_SIZE * host.size and 0.1 < height < 0.7


def build_rows(words: Iterable[Word], tolerance: float = ROW_TOLERANCE) -> list[Row]:
    """Return rows of words, from the top to the bottom."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: -word.baseline):
        first = rows[-1][0] if rows else None
        if first and first.baseline - word.baseline <= tolerance * min(word.size, first.size):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [Row(tuple(sorted(row, key=attrgetter("left")))) for row in rows]
