"""Words that a line's end divides, made whole; the hyphen stays where they are known with it."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from embeddings.readers.pdf.pages import HYPHEN

_ENDS = re.compile(rf"[^\W_][-\u2010\u00ad{HYPHEN}]$")
_BEGINS = re.compile(r"[^\W\d_]+")
_LAST = re.compile(r"[^\W\d_]+$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_HYPHENS = re.compile(rf"[\u2010{HYPHEN}]")
_ENOUGH = 100
_SELDOM = 30
_TIGHT = "…—–/"
"""Signs that some texts set with a space behind them, and some without."""


class Lines:
    """The lines of a file, asked how two of them are joined."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.words: Counter[str] = Counter()
        self.compounds: Counter[str] = Counter()
        self.tight: Counter[str] = Counter()
        for line in map(plain, lines):
            whole = line[: line.rfind(" ") + 1] if divided(line) else line
            for word in _WORD.findall(whole.casefold()):
                parts = word.split("-")
                self.words.update(parts)
                self.compounds.update("-".join(two) for two in pairwise(parts))
            for sign in _TIGHT:
                self.tight[sign] += len(re.findall(rf"{sign}\w", line)) - line.count(f"{sign} ")
        self.before = {compound.partition("-")[0] for compound in self.compounds}
        self.whole = self._divides_none(lines)

    def _divides_none(self, lines: Sequence[str]) -> bool:
        """Say whether the file divides no words: few lines end so, and in compounds."""
        ends = [(plain(one)[:-1], after) for one, after in pairwise(lines) if divided(one)]
        if len(lines) < _ENOUGH or len(ends) * _SELDOM > len(lines):
            return False
        known = sum(
            bool(self.words[_head(first.casefold()) + tail[0].casefold()])
            for first, after in ends
            if (tail := _BEGINS.match(after))
        )
        return 2 * known < len(ends)

    def joined(self, line: str, after: str) -> str:
        """Return the end of a line and the first word after it, as they stand in the text."""
        if not divided(line):
            closed = self.tight[line[-1:]] > 0 or (after[0] in "…—–" and self.tight[after[0]] > 0)
            return line + after if closed else f"{line} {after}"
        first, tail = line[:-1], _BEGINS.match(after)
        if line.endswith("\u00ad"):
            return first + after
        kept = tail is None or self._kept(plain(first).casefold(), tail[0])
        return f"{first}-{after}" if kept else first + after

    def _kept(self, first: str, tail: str) -> bool:
        """Say whether two parts of a word are a compound, by what the text has elsewhere."""
        head = _head(first)
        if self.whole or tail[0].isupper():
            return True
        together, apart = self.words[head + tail], self.compounds[f"{head}-{tail}"]
        if together or apart:
            return apart > together
        return head in self.before or bool(self.words[head] and self.words[tail])


def _head(text: str) -> str:
    """Return the letters that a text ends with."""
    found = _LAST.search(text)
    return found[0] if found else ""


def divided(line: str) -> bool:
    """Say whether a line ends within a word."""
    return bool(_ENDS.search(line))


def plain(text: str) -> str:
    """Return a text with hyphens as they are typed, and without soft ones."""
    return _HYPHENS.sub("-", text).replace("\u00ad", "")
