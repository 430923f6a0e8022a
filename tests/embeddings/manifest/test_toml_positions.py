"""The line of a key in a TOML file, however the key is written."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.manifest.toml_positions import Location, find_key, find_line

SOURCE = """\
format = 1
"quoted key" = 2
'literal key' = 3
outer.inner.deep = 4

[table] # with a comment
bare-key = "a # b = c"
  indented = 1
"a.b" = 2
inline = { first = 1, second = { third = 3 } }
many = [
    "one",
    { key = 1 },
]

[ spaced . "quoted part" ]
key = 1

[[list]]
name = "zero"

[[list]]
name = "one"
[list.sub]
key = 1
[[list.nested]]
key = 0
[[list.nested]]
key = 1

[[list]]
name = "two"
[[list.nested]]
key = 0
"""


@pytest.mark.parametrize(
    ("location", "line"),
    [
        pytest.param(("format",), 1, id="a key"),
        pytest.param(("quoted key",), 2, id="in quotes"),
        pytest.param(("literal key",), 3, id="in single quotes"),
        pytest.param(("outer", "inner", "deep"), 4, id="dotted"),
        pytest.param(("outer", "inner"), 4, id="around a dotted one"),
        pytest.param(("table",), 6, id="a table"),
        pytest.param(("table", "bare-key"), 7, id="in a table"),
        pytest.param(("table", "indented"), 8, id="indented"),
        pytest.param(("table", "a.b"), 9, id="in quotes, with a dot"),
        pytest.param(("table", "inline"), 10, id="an inline table"),
        pytest.param(("table", "inline", "second", "third"), 10, id="in an inline table"),
        pytest.param(("table", "many", 1, "key"), 11, id="in an array: the line of the array"),
        pytest.param(("table", "missing"), 6, id="missing: the line of its table"),
        pytest.param(("spaced", "quoted part"), 16, id="a header with spaces and quotes"),
        pytest.param(("spaced", "quoted part", "key"), 17, id="a key under it"),
        pytest.param(("spaced",), 16, id="a table that only others open"),
        pytest.param(("list",), 19, id="an array of tables"),
        pytest.param(("list", 0, "name"), 20, id="the first of several"),
        pytest.param(("list", 1), 22, id="the second of several"),
        pytest.param(("list", 1, "name"), 23, id="a key of the second"),
        pytest.param(("list", 1, "sub", "key"), 25, id="a table in the second"),
        pytest.param(("list", 1, "nested", 0, "key"), 27, id="an array in the second"),
        pytest.param(("list", 1, "nested", 1, "key"), 29, id="the second in the second"),
        pytest.param(("list", 2, "name"), 32, id="the third"),
        pytest.param(("list", 2, "nested", 0, "key"), 34, id="counted anew in the third"),
        pytest.param(("list", 2, "missing"), 31, id="missing in the third"),
        pytest.param(("nowhere",), None, id="nowhere"),
        pytest.param((), None, id="the whole"),
    ],
)
def test_a_key_is_found_on_its_line(location: Location, line: int | None) -> None:
    assert tomllib.loads(SOURCE)
    assert find_line(SOURCE, location) == line


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            'text = """\n[table]\nkey = 1\n"""\n[table]\nkey = 2\n', id="lines of a string"
        ),
        pytest.param(
            "text = '''\n[table]\nkey = 1\n'''\n[table]\nkey = 2\n", id="a literal string"
        ),
        pytest.param('# [table]\n# key = 1\n\n\n[table]\n"key" = 2\n', id="comments"),
        pytest.param("# \u2028 \x85\n\n\n\n[table]\nkey = 2\n", id="what ends lines elsewhere"),
        pytest.param("\r\n\r\n\r\n\r\n[table]\r\nkey = 2\r\n", id="lines of Windows"),
        pytest.param('["a]b"]\n\n\n\n[table]\nkey = 2\n', id="a bracket in quotes"),
        pytest.param('many = [\n"[table]",\n"key = 1",\n]\n[table]\nkey = 2\n', id="an array"),
    ],
)
def test_only_what_is_a_key_counts_as_one(source: str) -> None:
    assert tomllib.loads(source)["table"] == {"key": 2}
    assert (find_line(source, ("table",)), find_line(source, ("table", "key"))) == (5, 6)


def test_a_header_with_a_bracket_in_quotes_is_a_header() -> None:
    assert find_line('a = 1\n["a]b"]\nkey = 2\n', ("a]b", "key")) == 3


@pytest.mark.parametrize(
    ("line", "key"),
    [
        pytest.param(1, "format", id="on its line"),
        pytest.param(5, "outer.inner.deep", id="the last before an empty line"),
        pytest.param(13, "table.many", id="inside an array"),
        pytest.param(28, "list.1.nested.1", id="a header"),
        pytest.param(29, "list.1.nested.1.key", id="in the right one of several"),
        pytest.param(999, "list.2.nested.0.key", id="past the end"),
        pytest.param(0, None, id="before all"),
    ],
)
def test_the_key_on_a_line_is_the_last_one_set(line: int, key: str | None) -> None:
    assert find_key(SOURCE, line) == key


names = st.from_regex(r"[a-z][a-z0-9_-]{0,4}", fullmatch=True)
values = st.sampled_from(["1", '"# x"', '"[a]"', "'b = 1'", "[1, 2]", "{ z = 1 }", "1979-05-27"])
fillers = st.lists(st.sampled_from(["", "# note", "# key = 1", "  # [table]"]), max_size=2)


@st.composite
def sources(draw: st.DrawFn) -> tuple[str, dict[Location, int]]:
    """Return a TOML file of arrays of tables, and the line of each key in it."""
    lines: list[str] = []
    places: dict[Location, int] = {}
    for name in draw(st.lists(names, unique=True, max_size=3)):
        for number in range(draw(st.integers(1, 3))):
            lines += [
                *draw(fillers),
                draw(st.sampled_from([f"[[{name}]]", f' [[ "{name}" ]] # x'])),
            ]
            places[name, number] = len(lines)
            for key in draw(st.lists(names, unique=True, max_size=3)):
                lines += [*draw(fillers), f"{key} = {draw(values)}"]
                places[name, number, key] = len(lines)
    return "\n".join(lines), places


@given(sources())
def test_every_key_of_a_file_is_found_where_it_was_written(
    made: tuple[str, dict[Location, int]],
) -> None:
    source, places = made
    parsed: Any = tomllib.loads(source)
    for location, line in places.items():
        found = parsed
        for part in location:
            found = found[part]
        assert find_line(source, location) == line
        assert find_key(source, line) == ".".join(map(str, location))
