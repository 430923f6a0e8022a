"""Discord's Markdown: text written so that it shows as it is, and read back as shown."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

Line = tuple[str, bool]
"""A line as Discord shows it, and whether it stands in a block quote."""

Mark = tuple[int, int]
"""Half-open offsets into a text: a part to be bold."""

_QUOTE = "> "
_BOLD = "**"
_BREAK = re.compile(r"[\t-\r\x1c-\x1e\x85\u2028\u2029]")
_HALF = re.compile("[\ud800-\udfff]")
_ACTIVE = re.compile(r"[\\*_~`|<>@\[\]#]|:(?=[\w+/-])|(?<=\.gg)/|(?<=/invite)/", re.IGNORECASE)
_LISTED = re.compile(r"[\s\ufeff]*([-+]|\d+(?=[.)])[.)])(?= |$)|-(?=#)")
_INERT = re.compile(r"[^\x00-\x20\x7f-\x9f!-/:-@\[-`{-~]|[ ,;.!?'\"()/%&=$^{}+-]|:(?![\w+/-])")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


class UnreadableMarkdownError(ValueError):
    """Markdown that may not show as it is written."""

    def __init__(self, line: str, at: int) -> None:
        super().__init__(f"{line[at : at + 8]!r} at {at} may not show as it stands")
        self.line, self.at = line, at


def length(text: str) -> int:
    """Return the length of a text in UTF-16 code units, the strictest count that Discord uses."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def one_line(text: str) -> str:
    """Return text with a space in place of each line break."""
    return _HALF.sub("\ufffd", _BREAK.sub(" ", text))


def moment(at: datetime) -> str:
    """Return a time as Discord shows it to each reader in their own time zone."""
    return f"<t:{at.timestamp():.0f}:f>"


def escape(text: str) -> str:
    """Return text on one line, escaped so that it shows as it is."""
    return "".join(_escape_each(text))


def embolden(text: str, marks: Iterable[Mark]) -> str:
    """Return text on one line, escaped, with its marks in bold; marks that touch are joined."""
    signs, parts, at = _escape_each(text), [], 0
    for start, end in _join_marks(marks, len(text)):
        parts += [*signs[at:start], _BOLD, *signs[start:end], _BOLD]
        at = end
    return "".join([*parts, *signs[at:]])


def quote(line: str) -> str:
    """Return a line as a block quote."""
    return _QUOTE + line


def _escape_each(text: str) -> list[str]:
    """Return the characters of a line, each after a backslash where it needs one."""
    line = one_line(text)
    active = {match.start() for match in _ACTIVE.finditer(line)}
    if listed := _LISTED.match(line):
        active.add(listed.end() - 1)
    return [f"\\{sign}" if at in active else sign for at, sign in enumerate(line)]


def _join_marks(marks: Iterable[Mark], end: int) -> Iterator[Mark]:
    """Yield marks in order, cut to the text; marks that touch are joined."""
    held: Mark | None = None
    for start, stop in sorted((max(0, a), min(b, end)) for a, b in marks):
        if start >= stop:
            continue
        if held is not None and start <= held[1]:
            held = held[0], max(held[1], stop)
            continue
        if held is not None:
            yield held
        held = start, stop
    if held is not None:
        yield held


def read_shown(markdown: str) -> tuple[Line, ...]:
    """Return the lines that Discord shows, without empty ones.

    Raises UnreadableMarkdownError for anything but text, escapes, bold and block quotes. It
    does not trust `escape`: whatever is not known to be inert is refused.
    """
    lines = []
    for line in markdown.split("\n"):
        quoted = line.startswith(_QUOTE)
        words = "".join(_read_line(line.removeprefix(_QUOTE) if quoted else line))
        if words.strip():
            lines.append((words, quoted))
    return tuple(lines)


def _read_line(line: str) -> Iterator[str]:
    """Yield the characters that Discord shows of a line."""
    if _LISTED.match(line.replace(_BOLD, "")):
        raise UnreadableMarkdownError(line, 0)
    at, bold = 0, False
    while at < len(line):
        if escaped := _ESCAPED.match(line, at):
            yield escaped[1]
            at = escaped.end()
        elif line.startswith(_BOLD, at):
            at, bold = at + len(_BOLD), not bold
        elif _INERT.match(line, at):
            yield line[at]
            at += 1
        else:
            raise UnreadableMarkdownError(line, at)
    if bold:
        raise UnreadableMarkdownError(line, line.rfind(_BOLD))
