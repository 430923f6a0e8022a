"""Where in a TOML file a key stands; the standard parser tells only of syntax errors."""

import re
from collections.abc import Iterator

Location = tuple[int | str, ...]

_NAME = r"""(?:[\w-]+|"[^"]*"|'[^']*')"""
_NAMES = rf"{_NAME}(?:\s*\.\s*{_NAME})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_NAMES})\s*\]")
_KEY = re.compile(rf"\s*({_NAMES})\s*=")
_TOKEN = re.compile(
    r"""(?P<lines>\"{3}(?:\\.|[^\\])*?\"{3}|'{3}.*?'{3})|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|\#[^\n]*""",
    re.DOTALL,
)


def _parts(dotted: str) -> list[str]:
    return [a or b or c for a, b, c in re.findall(r"""([\w-]+)|"([^"]*)"|'([^']*)'""", dotted)]


def _flat(match: re.Match[str]) -> str:
    """Return a string of several lines without its words, anything else as it is."""
    return match[0] if match["lines"] is None else "''" + "\n" * match[0].count("\n")


def _keys(source: str) -> Iterator[tuple[int, Location]]:
    """Yield each line that opens a table or sets a key, with the key's full location."""
    table: Location = ()
    counts: dict[Location, int] = {}
    for number, line in enumerate(_TOKEN.sub(_flat, source).split("\n"), 1):
        if header := _HEADER.match(line):
            table = _counted(_parts(header[2]), counts, opens=header[1] == "[[")
            yield number, table
        elif key := _KEY.match(line):
            yield number, (*table, *_parts(key[1]))


def _counted(names: list[str], counts: dict[Location, int], *, opens: bool) -> Location:
    location: Location = ()
    for depth, name in enumerate(names, 1):
        location = (*location, name)
        if opens and depth == len(names):
            counts[location] = counts.get(location, -1) + 1
        if location in counts:
            location = (*location, counts[location])
    return location


def line_of(source: str, location: Location) -> int | None:
    """Return the line of a key, or of the nearest table or key around it."""
    found = list(_keys(source))
    lines: dict[Location, int] = {}
    for number, where in found:
        lines.setdefault(where, number)
    for number, where in found:  # a table that only others open stands where the first does
        for length in range(1, len(where)):
            lines.setdefault(where[:length], number)
    for length in range(len(location), 0, -1):
        if location[:length] in lines:
            return lines[location[:length]]
    return None


def key_on(source: str, line: int) -> str | None:
    """Return the full key that is set on a line, or the last one set before it."""
    found = None
    for number, where in _keys(source):
        if number <= line:
            found = ".".join(map(str, where))
    return found
