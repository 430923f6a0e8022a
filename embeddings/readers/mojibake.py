"""Letters that were read in another encoding than they were written in, and saved so: `â€œ`."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ftfy import TextFixerConfig

_CUT_MARK = re.compile(r"(?<=\S)â€[\ufffd\x9d]?(?![^\s.,;:!?…)\]—–-])")
"""`”` without its last byte, which means nothing in cp1252; many programs drop it."""

_PUNCTUATION = re.compile(r"â[€\x80]|‚Ä|ΓÇ")
"""How the quotation marks and dashes of UTF-8 begin in cp1252, Latin-1, Mac Roman and cp437."""

_LETTER = re.compile(r"[ÂÃÐÑ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
_MIN_LETTERS = 3
"""Letters that look so in a text before any is mended: two of them may be its own."""

_OPENING_MARKS = ("“", "â€œ")
_CLOSING_MARKS = ("”", "â€\x9d")


def mend_mojibake(text: str) -> str:
    """Return a text with such letters put right; what is not certain stays as it is."""
    sure = _PUNCTUATION.search(text) or len(_LETTER.findall(text)) >= _MIN_LETTERS
    if not sure:
        return text
    return "".join(map(_mend_line, text.splitlines(keepends=True)))


def find_mojibake(text: str) -> list[tuple[int, int]]:
    """Return where a text still has letters in it that look so, and would make others."""
    if text.isascii():
        return []
    from ftfy.badness import BADNESS_RE

    spans = [match.span() for match in BADNESS_RE.finditer(text)]
    return spans if spans and (_PUNCTUATION.search(text) or _mend_line(text) != text) else []


def _mend_line(line: str) -> str:
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    if line.isascii() or not is_bad(line):
        return line
    return fix_encoding(_restore_marks(line), _rules())


def _restore_marks(line: str) -> str:
    """Give each closing mark that was cut its last byte, if there is a mark that it closes."""
    parts: list[str] = []
    at = open_marks = 0
    for mark in _CUT_MARK.finditer(line):
        between = line[at : mark.start()]
        open_marks += sum(map(between.count, _OPENING_MARKS))
        open_marks -= sum(map(between.count, _CLOSING_MARKS))
        parts += [between, "â€\x9d" if open_marks > 0 else "â€\ufffd"]
        open_marks, at = max(0, open_marks - 1), mark.end()
    return "".join([*parts, line[at:]])


@cache
def _rules() -> "TextFixerConfig":
    from ftfy import TextFixerConfig

    return TextFixerConfig(fix_c1_controls=False)  # these are named, and the file refused
