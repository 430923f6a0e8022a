"""Find the lines of keys in a TOML file; the standard parser locates only syntax errors."""

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


def _split_key(dotted: str) -> list[str]:
    return ["".join(parts) for parts in re.findall(r"""([\w-]+)|"([^"]*)"|'([^']*)'""", dotted)]


def _flatten_string(match: re.Match[str]) -> str:
    """Empty a string of several lines, and keep its line breaks; return other tokens unchanged."""
    return match[0] if match["lines"] is None else "''" + "\n" * match[0].count("\n")


def _locate_keys(source: str) -> Iterator[tuple[int, Location]]:
    """Yield the number of each line that opens a table or sets a key, with its location."""
    table: Location = ()
    counts: dict[Location, int] = {}
    for number, line in enumerate(_TOKEN.sub(_flatten_string, source).split("\n"), 1):
        if header := _HEADER.match(line):
            table = _locate_table(_split_key(header[2]), counts, opens=header[1] == "[[")
            yield number, table
        elif key := _KEY.match(line):
            yield number, (*table, *_split_key(key[1]))


def _locate_table(names: list[str], counts: dict[Location, int], *, opens: bool) -> Location:
    """Return a table's location, with the index of each array in it; `opens` adds an element."""
    location: Location = ()
    for depth, name in enumerate(names, 1):
        location = (*location, name)
        if opens and depth == len(names):
            counts[location] = counts.get(location, -1) + 1
        if location in counts:
            location = (*location, counts[location])
    return location


def find_line(source: str, location: Location) -> int | None:
    """Return the line of a key, or of the nearest table or key around it."""
    keys = list(_locate_keys(source))
    lines: dict[Location, int] = {}
    for number, key in keys:
        lines.setdefault(key, number)
    for number, key in keys:  # a table without a header of its own begins with its first subtable
        for length in range(1, len(key)):
            lines.setdefault(key[:length], number)
    for length in range(len(location), 0, -1):
        if location[:length] in lines:
            return lines[location[:length]]
    return None


def find_key(source: str, line: int) -> str | None:
    """Return the full key set on a line, or the last one set before it."""
    keys = [key for number, key in _locate_keys(source) if number <= line]
    return ".".join(map(str, keys[-1])) if keys else None
