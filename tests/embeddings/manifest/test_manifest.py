"""The manifest: what it says of a text, and what is said of a mistake in it."""

from pathlib import Path

import pytest

from embeddings.concordance.concordance import Text
from embeddings.errors import ManifestError
from embeddings.manifest.manifest import Manifest
from embeddings.types import Name

LIBRARY = """\
format = 1

[works.prophet]
title = "The Prophet"
author = [{ family = "Deutscher", given = "Isaac" }]

[works.diary]
title = "Diary in Exile"

[documents.first]
title = "The first"
paths = ["texts/first.txt"]
opening = "It’s “a plain” beginning"
default-work = "prophet"
works = ["diary"]

[[documents.first.citations]]
at = "so he said"
work = "diary"

[[documents.first.citations]]
at = "and so did she"
ignore = true

[documents.second]
title = "The second"
opening = "It begins otherwise"
works = ["diary", "prophet"]
page-url = "https://example.org/{work}?page={page}"
"""
OPENING = "It’s “a plain” beginning, and it goes on."

Mistake = tuple[str, str, int | None, str | None, str]

MISTAKES: dict[str, Mistake] = {
    "unknown key": ("opening =", "openning =", 13, "documents.first.openning", "mean opening?"),
    "unknown table": ("works.prophet]", "work.prophet]", 3, "work", "did you mean works?"),
    "key of CSL in other letters": (
        'title = "Diary in Exile"',
        'title = "Diary in Exile"\nisbn = "1"',
        9,
        "works.diary.isbn",
        "did you mean ISBN?",
    ),
    "unknown key of a name": ("given =", "givn =", 5, "works.prophet.author.0.givn", "mean given?"),
    "unknown key of a rule": ("ignore =", "ingore =", 23, None, "did you mean ignore?"),
    "wrong type": ('"The first"', "3", 11, "documents.first.title", "must be text"),
    "number in quotes": (
        'title = "Diary in Exile"',
        'title = "Diary in Exile"\nissued = "1935"',
        9,
        "works.diary.issued",
        "whole number",
    ),
    "no list": ('["diary"]', '"diary"', 15, "documents.first.works", "must be a list"),
    "field missing": ('title = "The first"', "", 10, "documents.first.title", "missing"),
    "empty title": ('"Diary in Exile"', '""', 8, "works.diary.title", "must not be empty"),
    "format missing": ("format = 1", "", None, "format", "missing"),
    "other format": ("format = 1", "format = 2", 1, "format", "1"),
    "unknown default": (
        '"prophet"',
        '"prophe"',
        14,
        "documents.first.default-work",
        "mean prophet?",
    ),
    "unknown work": ('["diary"]', '["dairy"]', 15, "documents.first.works.0", "mean diary?"),
    "unknown work of a rule": (
        'work = "diary"',
        'work = "nothing like it"',
        19,
        "documents.first.citations.0.work",
        "there is no [works.nothing like it]",
    ),
    "long anchor": (
        '"and so did she"',
        '"one two three four five six seven eight nine"',
        22,
        "documents.first.citations.1.at",
        "one to 8 words of the text, not 9",
    ),
    "long opening": (
        '"It begins otherwise"',
        '"one, two; three four five six seven eight nine"',
        27,
        "documents.second.opening",
        "one to 8 words of the text, not 9",
    ),
    "opening without a word": ('"It begins otherwise"', '"…"', 27, "documents.second.opening", "0"),
    "long left-over": (
        'works = ["diary"]',
        'left-overs = ["one two three four five six seven eight nine"]',
        15,
        "documents.first.left-overs.0",
        "not 9",
    ),
    "example without a word": (
        'works = ["diary"]',
        'examples = ["Who?", "?"]',
        15,
        "documents.first.examples.1",
        "must have a word in it",
    ),
    "long example": (
        'works = ["diary"]',
        f'examples = ["Who {"very " * 20}slept?"]',
        15,
        "documents.first.examples.0",
        "may have 100 characters at most, not 110",
    ),
    "too many examples": (
        'works = ["diary"]',
        f"examples = {['Who?'] * 26}",
        15,
        "documents.first.examples",
        "may hold 25 questions at most, not 26",
    ),
    "example on two lines": (
        'works = ["diary"]',
        'examples = ["Who slept?\\nAnd who woke?"]',
        15,
        "documents.first.examples.0",
        "must stand on one line",
    ),
    "example given twice": (
        'works = ["diary"]',
        'examples = ["Who slept?", "Who slept?"]',
        15,
        "documents.first.examples",
        "may hold each question once",
    ),
    "example that is no text": (
        'works = ["diary"]',
        "examples = [3]",
        15,
        "documents.first.examples.0",
        "must be text",
    ),
    "rule of nothing": ("ignore = true", "", 21, "documents.first.citations.1", "either work"),
    "rule of both": (
        "ignore = true",
        'ignore = true\nwork = "diary"',
        21,
        "documents.first.citations.1",
        "either work = … or ignore = true",
    ),
    "ignore that is false": ("ignore = true", "ignore = false", 23, None, "true for ignore"),
    "unknown placeholder": ("{page}", "{pages}", 29, "documents.second.page-url", "not {pages}"),
    "placeholder of the other": ("{page}", "{start}", 29, "documents.second.page-url", "{start}"),
    "empty placeholder": ("{page}", "{}", 29, "documents.second.page-url", "not {}"),
    "unclosed brace": ("{page}", "{page", 29, "documents.second.page-url", "brace"),
    "braces the wrong way round": ("{page}", "}page{", 29, "documents.second.page-url", "brace"),
    "syntax": ('"The first"', "The first", 11, "documents.first.title", "Invalid value"),
    "key twice": (
        'title = "The first"',
        'title = "The first"\ntitle = "Again"',
        12,
        "documents.first.title",
        "Cannot overwrite",
    ),
    "table twice": ("[documents.second]", "[documents.first]", 25, "documents.first", "twice"),
}


def of(source: str, path: str = "library/library.toml") -> Manifest:
    """Return a manifest with this source."""
    return Manifest(Path(path), source)


def mistake(source: str) -> ManifestError:
    """Return the error of a source with a mistake."""
    with pytest.raises(ManifestError) as caught:
        of(source)
    assert "\n" not in str(caught.value)
    return caught.value


def test_the_projects_own_manifest_loads(library: Manifest) -> None:
    assert set(library.documents) == {"essay", "sample"}
    assert all((library.path.parent / path).is_file() for path in library.entry("sample").paths)


def test_a_manifest_without_a_mistake_is_read_whole() -> None:
    manifest = of(LIBRARY)
    assert manifest.works["prophet"].reference == "Isaac Deutscher, The Prophet"
    rules = [(rule.at, rule.work, rule.ignore) for rule in manifest.entry("first").citations]
    assert rules == [("so he said", "diary", None), ("and so did she", None, True)]


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_with_its_line_and_key(name: str) -> None:
    right, wrong, line, key, problem = MISTAKES[name]
    assert right in LIBRARY
    error = mistake(LIBRARY.replace(right, wrong, 1))
    assert error.line == line
    assert key is None or error.key == key
    assert problem in error.problem
    place = f"library/library.toml, line {line}: " if line else "library/library.toml: "
    assert str(error) == f"{place}{error.key}: {error.problem}"


def test_who_wrote_a_document_is_known_by_name() -> None:
    said = LIBRARY.replace(
        'title = "The first"',
        'title = "The first"\nauthor = [{ family = "Marlow", given = "Ada" }, { family = "Voss" }]',
    )
    entry = Manifest(Path("library.toml"), said).entry("first")
    assert entry.authors == (Name("Marlow", "Ada"), Name("Voss"))
    assert Manifest(Path("library.toml"), LIBRARY).entry("first").authors == ()
    error = mistake(said.replace('given = "Ada"', 'givn = "Ada"'))
    assert "did you mean given?" in error.problem


@pytest.mark.parametrize(("key", "meant"), [("citations", "documents"), ("author", "works")])
def test_a_key_is_meant_by_its_place_and_not_by_the_names_around_it(key: str, meant: str) -> None:
    error = mistake(f'format = 1\n[{meant}.{key}]\ntitel = "x"\ntitle = "y"\n')
    assert (error.line, error.key) == (3, f"{meant}.{key}.titel")
    assert "did you mean title?" in error.problem


@pytest.mark.parametrize("value", ["1" * 5000, "[" * 20_000])
def test_what_the_parser_cannot_hold_is_a_mistake_too(value: str) -> None:
    assert mistake(f"format = 1\nextra = {value}\n").path == Path("library/library.toml")


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "library.toml"
    path.write_bytes(LIBRARY.encode("cp1252"))
    with pytest.raises(ManifestError, match="is not UTF-8; save it as UTF-8"):
        Manifest.load(path)


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "library.toml"
    path.write_text(LIBRARY, "utf-8-sig")
    assert set(Manifest.load(path).documents) == {"first", "second"}


@pytest.mark.parametrize(("name", "problem"), [("none.toml", "No such file"), ("", "directory")])
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, name: str, problem: str) -> None:
    with pytest.raises(ManifestError, match=rf"{problem}.*--library FILE"):
        Manifest.load(tmp_path / name)


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param("library/texts/first.txt", "Something else", "first", id="listed path"),
        pytest.param("library/other/../texts/first.txt", "x", "first", id="path in another form"),
        pytest.param("library/texts/first.txt", "It begins otherwise", "first", id="path first"),
        pytest.param("else/where.txt", OPENING, "first", id="opening, elsewhere"),
        pytest.param("first.txt", "Something else", None, id="name alone"),
        pytest.param("a.txt", f"\ufeff{OPENING}", "first", id="opening behind a mark"),
        pytest.param("a.txt", 'It\'s "a plain" beginning', "first", id="straight quotes"),
        pytest.param("a.txt", "\n\n  IT’S — “A\nPLAIN”  BEGINNING!", "first", id="other marks"),
        pytest.param("a.txt", "It begins otherwise.", "second", id="opening of the second"),
        pytest.param("a.txt", "It’s “a plain” beginnings", None, id="opening cut in a word"),
        pytest.param("a.txt", "It’s “a plain”", None, id="opening half there"),
        pytest.param("a.txt", f"Well. {OPENING}", None, id="opening further on"),
        pytest.param("a.txt", "", None, id="nothing"),
    ],
)
def test_a_text_is_described_by_path_or_else_by_opening(
    path: str, text: str, expected: str | None
) -> None:
    assert of(LIBRARY).find_describing_key(Path(path), text) == expected


def test_an_unknown_document_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(ManifestError, match=r"no document 'third'; .*: first, second"):
        of(LIBRARY).entry("third")


def test_the_entry_asked_for_goes_before_the_one_that_lists_the_path(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    text = tmp_path / "texts" / "first.txt"
    text.write_text(OPENING, "utf-8")
    manifest = of(LIBRARY, str(tmp_path / "library.toml"))
    assert Text.read(text, manifest).document.key == "first"
    assert Text.read(text, manifest, "second").document.key == "second"


def test_the_first_listed_text_that_is_there_is_taken(tmp_path: Path) -> None:
    manifest = of(LIBRARY, str(tmp_path / "library.toml"))
    assert manifest.text() is None
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "first.txt").write_text(OPENING, "utf-8")
    assert manifest.text() == manifest.text("first") == tmp_path / "texts" / "first.txt"
    assert manifest.text("second") is None
