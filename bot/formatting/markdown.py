"""Discord's Markdown: text written so that it shows as it stands, and read back as shown."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

Line = tuple[str, bool]
"""A line as Discord shows it, and whether it stands in a block quote."""

Mark = tuple[int, int]
"""Half-open offsets into a text: what is to be bold."""

_QUOTE = "> "
_BOLD = "**"
_BREAK = re.compile(r"[\t-\r\x1c-\x1e\x85\u2028\u2029]")
_HALF = re.compile("[\ud800-\udfff]")
_ACTIVE = re.compile(r"[\\*_~`|<>@\[\]#]|:(?=[\w+/-])|(?<=\.gg)/|(?<=/invite)/", re.IGNORECASE)
_LISTED = re.compile(r"[\s\ufeff]*([-+]|\d+(?=[.)])[.)])(?= |$)|-(?=#)")
_INERT = re.compile(r"[^\x00-\x20\x7f-\x9f!-/:-@\[-`{-~]|[ ,;.!?'\"()/%&=$^{}+-]|:(?![\w+/-])")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


class UnreadableMarkdownError(ValueError):
    """Markdown in which something is not known to show as it stands."""

    def __init__(self, line: str, at: int) -> None:
        super().__init__(f"{line[at : at + 8]!r} at {at} may not show as it stands")
        self.line, self.at = line, at


def length(text: str) -> int:
    """Return the length of a text in UTF-16 code units: the stricter way to count for Discord."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def one_line(text: str) -> str:
    """Return text with a space for each character that would break its line."""
    return _HALF.sub("\ufffd", _BREAK.sub(" ", text))


def moment(at: datetime) -> str:
    """Return a time so that Discord shows it to each reader in his own time zone."""
    return f"<t:{at.timestamp():.0f}:f>"


def escape(text: str) -> str:
    """Return text, as one line, so that it shows as it stands."""
    return "".join(_signs(text))


def embolden(text: str, marks: Iterable[Mark]) -> str:
    """Return text, as one line, with what is marked in bold; marks that touch are one."""
    signs, parts, at = _signs(text), [], 0
    for start, end in _joined(marks, len(text)):
        parts += [*signs[at:start], _BOLD, *signs[start:end], _BOLD]
        at = end
    return "".join([*parts, *signs[at:]])


def quote(line: str) -> str:
    """Return a line as a block quote."""
    return _QUOTE + line


def _signs(text: str) -> list[str]:
    """Return each character of a line as it is written, behind a backslash where it must be."""
    line = one_line(text)
    active = {match.start() for match in _ACTIVE.finditer(line)}
    if listed := _LISTED.match(line):
        active.add(listed.end() - 1)
    return [f"\\{sign}" if at in active else sign for at, sign in enumerate(line)]


def _joined(marks: Iterable[Mark], end: int) -> Iterator[Mark]:
    """Yield marks in order and within a text, those joined that touch."""
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


def shown(markdown: str) -> tuple[Line, ...]:
    """Return the lines that Discord shows, empty ones left out.

    Raises UnreadableMarkdownError for anything but text, escapes, bold and block quotes: what
    is not known to be inert is refused, whatever `escape` thinks of.
    """
    lines = []
    for line in markdown.split("\n"):
        quoted = line.startswith(_QUOTE)
        words = "".join(_read(line.removeprefix(_QUOTE) if quoted else line))
        if words.strip():
            lines.append((words, quoted))
    return tuple(lines)


def _read(line: str) -> Iterator[str]:
    """Yield the characters that a line shows."""
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
