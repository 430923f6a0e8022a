"""Words that the end of a line divides, rejoined; hyphens of compounds stay."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from embeddings.text.words import FUNCTION_WORDS

HYPHEN = "\x02"
"""What PDFium gives for a hyphen at the end of a line, a soft one included."""

_DIVIDED_END = re.compile(rf"[^\W_][-\u2010\u00ad{HYPHEN}]$")
_LEADING_LETTERS = re.compile(r"[^\W\d_]+")
_TRAILING_LETTERS = re.compile(r"[^\W\d_]+$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_HYPHENS = re.compile(rf"[\u2010{HYPHEN}]")
_MIN_LINES = 100
_MIN_LINES_PER_DIVIDED = 30
_KEPT_END = re.compile(r"[^\W_]\u2011$")
"""A hyphen at which no line may end, and so no word was divided."""

_RANGE_END = re.compile(r"\d[–—]$")
_COMPOUND_STARTS = frozenset(
    "well self half non vice quasi twenty thirty forty fifty sixty seventy eighty ninety".split()
)
"""First parts of compounds that hardly any other word begins with."""
_COMPOUND_REST = re.compile(
    r"(?!ness|less|like|hood|ship|ward|ment|tion|ings)[^\W\d_]{4,}|\w+th|one"
)
_PREFIXES = FUNCTION_WORDS | frozenset("out over under up down fore after with through".split())
"""Words that are so often a part of others that both standing in a text shows nothing."""

_CONJUNCTIONS = frozenset("and or und oder bzw bis et ou y o e to as".split())
"""Words before which a hyphen stands for what two compounds share: `pre- and post-war`."""

_CLOSED_SIGNS = "…—–/"
"""Signs that some texts set with a space behind them, and some without."""


class Dehyphenator:
    """Joins the lines of a file, by how its words are written elsewhere in it."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.words: Counter[str] = Counter()
        self.compounds: Counter[str] = Counter()
        self.closed: Counter[str] = Counter()
        for before, line in pairwise(["", *map(plain_hyphens, lines)]):
            # The rest of a divided word is no word: *teen* of *six-teen*.
            self._learn(line.partition(" ")[2] if ends_within_word(before) else line)
        self.first_parts = {compound.partition("-")[0] for compound in self.compounds}
        self.divides_none = self._divides_no_words(lines)

    def _learn(self, line: str) -> None:
        """Count the words and compounds of a line, and the signs that are set without a space."""
        undivided = line[: line.rfind(" ") + 1] if ends_within_word(line) else line
        for word in _WORD.findall(undivided.casefold()):
            parts = word.split("-")
            self.words.update(parts)
            self.compounds.update("-".join(pair) for pair in pairwise(parts))
        for sign in _CLOSED_SIGNS:
            self.closed[sign] += len(re.findall(rf"{sign}\w", line)) - line.count(f"{sign} ")

    def _divides_no_words(self, lines: Sequence[str]) -> bool:
        """Say whether the file divides no words: few lines end so, and they do in compounds."""
        ends = [
            (plain_hyphens(line)[:-1], after)
            for line, after in pairwise(lines)
            if ends_within_word(line)
        ]
        if len(lines) < _MIN_LINES or len(ends) * _MIN_LINES_PER_DIVIDED > len(lines):
            return False
        rejoined = sum(
            bool(self.words[_trailing_letters(head.casefold()) + tail[0].casefold()])
            for head, after in ends
            if (tail := _LEADING_LETTERS.match(after))
        )
        return 2 * rejoined < len(ends)

    def join(self, line: str, after: str) -> str:
        """Return a line and the first word of the next, as they would stand on one line."""
        if not ends_within_word(line):
            closed = self.closed[line[-1:]] > 0 or (after[0] in "…—–" and self.closed[after[0]] > 0)
            return line + after if closed or goes_on(line, after) else f"{line} {after}"
        head, tail = line[:-1], _LEADING_LETTERS.match(after)
        if line.endswith("\u00ad"):
            return head + after
        if tail is None or not head[-1].isalpha():
            return f"{head}-{after}"
        last = _trailing_letters(plain_hyphens(head))
        if tail[0].casefold() in _CONJUNCTIONS and not self.words[(last + tail[0]).casefold()]:
            return f"{head}- {after}"
        return f"{head}-{after}" if self._is_compound(last, tail[0]) else head + after

    def is_known(self, word: str) -> bool:
        """Say whether a word, or a compound, stands undivided in the file."""
        word = word.casefold()
        return bool(self.words[word] or self.compounds[word])

    def _is_compound(self, head: str, tail: str) -> bool:
        """Say whether what the end of a line divides is written with a hyphen."""
        in_capitals = len(head) > 1 and head.isupper() and tail.isupper()
        if self.divides_none or (tail[0].isupper() and not in_capitals):
            return True
        head, tail = head.casefold(), tail.casefold()
        closed, hyphenated = self.words[head + tail], self.compounds[f"{head}-{tail}"]
        if closed or hyphenated:
            return hyphenated > closed
        if head in self.first_parts:
            return True
        if head in _COMPOUND_STARTS:
            return _COMPOUND_REST.fullmatch(tail) is not None
        return bool(head not in _PREFIXES and self.words[head] and self.words[tail])


def _trailing_letters(text: str) -> str:
    letters = _TRAILING_LETTERS.search(text)
    return letters[0] if letters else ""


def goes_on(line: str, after: str) -> bool:
    """Say whether a line ends within a range of numbers, or a compound, that the next goes on."""
    is_range = _RANGE_END.search(line) and after[:1].isdigit()
    return bool(is_range or (_KEPT_END.search(line) and after[:1].isalnum()))


def ends_within_word(line: str) -> bool:
    """Say whether a line ends within a word."""
    return bool(_DIVIDED_END.search(line))


def plain_hyphens(text: str) -> str:
    """Return a text with hyphens as they are typed, and without soft ones."""
    return _HYPHENS.sub("-", text).replace("\u00ad", "")
