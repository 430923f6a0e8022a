"""Letters as words, words as rows: what stands at one height of a page."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from embeddings.readers.pdf.pages import Letter

GAP = 0.16
"""Letters this far apart, in sizes, are of two words."""

SAME = 0.3
"""Words whose heights differ by no more than this, in sizes, stand on one line."""

_RAISED = 0.8
_NOTE = re.compile(r"\d{1,3}|[*†‡§]")


@dataclass(frozen=True, slots=True)
class Word:
    """Letters without a space between them."""

    text: str
    left: float
    right: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class Row:
    """Words side by side, from left to right."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """Its words, a space between them."""
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
    def base(self) -> float:
        """The height that most of it stands at."""
        return max(self.words, key=lambda word: (word.size, len(word.text))).base

    @property
    def size(self) -> float:
        """How large most of its letters are."""
        letters = [word.size for word in self.words for _ in word.text]
        return median(letters)


def words(letters: Iterable[Letter]) -> list[Word]:
    """Return the words of a page; a raised mark of a note stays with its word, in brackets."""
    made: list[Word] = []
    for level in _levels(letters):
        held: list[Letter] = []
        for letter in sorted(level, key=lambda one: one.left):
            apart = held and letter.left - held[-1].right > GAP * max(letter.size, held[-1].size)
            if held and (letter.sign.isspace() or apart):
                made.append(_word(held))
                held = []
            if not letter.sign.isspace():
                held.append(letter)
        if held:
            made.append(_word(held))
    return _with_marks(made)


def _levels(letters: Iterable[Letter]) -> Iterator[list[Letter]]:
    """Yield the letters that stand at one height."""
    level: list[Letter] = []
    for letter in sorted(letters, key=lambda one: -one.base):
        if level and level[-1].base - letter.base > GAP * min(letter.size, level[-1].size):
            yield level
            level = []
        level.append(letter)
    if level:
        yield level


def _word(letters: Sequence[Letter]) -> Word:
    text = "".join(letter.sign for letter in letters)
    return Word(
        text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
        letters[0].left,
        letters[-1].right,
        letters[0].base,
        max(letter.size for letter in letters),
    )


def _with_marks(made: list[Word]) -> list[Word]:
    """Give what is raised, small and short to the word that it stands at."""
    if not made:
        return made
    usual = median(word.size for word in made)
    small = {word for word in made if len(word.text) <= 4 and word.size < _RAISED * usual}
    whole = [word for word in made if word not in small]
    for mark in sorted(small, key=lambda one: one.left):
        at = next((at for at, host in enumerate(whole) if _stands_at(mark, host)), None)
        written = f"[{mark.text}]" if _NOTE.fullmatch(mark.text) else mark.text
        if at is not None:
            joined = whole[at].text + written
            whole[at] = replace(whole[at], text=joined, right=mark.right)
            continue
        behind = next((host for host in whole if _stands_before(mark, host)), None)
        size, base = (behind.size, behind.base) if behind else (mark.size, mark.base)
        whole.append(replace(mark, text=written if behind else mark.text, size=size, base=base))
    return whole


def _stands_at(mark: Word, host: Word) -> bool:
    """Say whether a mark is raised right behind a word."""
    near = -0.2 * host.size < mark.left - host.right < 0.3 * host.size
    return near and _raised(mark, host)


def _stands_before(mark: Word, host: Word) -> bool:
    near = 0 <= host.left - mark.right < host.size
    return near and _raised(mark, host)


def _raised(mark: Word, host: Word) -> bool:
    return mark.size < _RAISED * host.size and 0.1 < (mark.base - host.base) / host.size < 0.7


def rows(found: Iterable[Word], tolerance: float = SAME) -> list[Row]:
    """Return rows of words, from the top to the bottom."""
    made: list[list[Word]] = []
    for word in sorted(found, key=lambda one: -one.base):
        if made and made[-1][0].base - word.base <= tolerance * min(word.size, made[-1][0].size):
            made[-1].append(word)
        else:
            made.append([word])
    return [Row(tuple(sorted(row, key=lambda one: one.left))) for row in made]
