"""What an entry of the manifest says: its works, and the hash of all that is said."""

import string
from pathlib import Path

import pytest

from bot.answers import autocomplete
from embeddings.concordance.concordance import Text
from embeddings.manifest.manifest import Manifest
from embeddings.manifest.tables import MAX_EXAMPLE_LENGTH, MAX_EXAMPLES
from tests.embeddings.manifest.test_manifest import LIBRARY, of


def test_the_default_work_comes_first_and_no_work_twice() -> None:
    manifest = of(LIBRARY.replace('works = ["diary"]', 'works = ["diary", "prophet"]'))
    assert [work.key for work in manifest.works_of("first")] == ["prophet", "diary"]
    assert [work.key for work in manifest.works_of("second")] == ["diary", "prophet"]


def test_a_work_that_only_a_rule_names_is_given_by_its_title(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text("“A few more words,” so he said (p. 7).", "utf-8")
    manifest = of(LIBRARY.replace('works = ["diary"]\n', ""))
    found = Text.read(path, manifest, "first").concordance().citations
    assert [one.work for one in found] == ["Diary in Exile"]


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        pytest.param(
            'title = "The first"',
            'title = "The first"\nurl = "https://a.invalid"',
            id="its address",
        ),
        pytest.param('title = "The first"', 'title = "Another"', id="its title"),
        pytest.param('at = "so he said"', 'at = "so she said"', id="a rule"),
        pytest.param('title = "The Prophet"', 'title = "The Prophets"', id="its default work"),
        pytest.param('given = "Isaac"', 'given = "I."', id="an author"),
        pytest.param('title = "Diary in Exile"', 'title = "Diary"', id="another of its works"),
        pytest.param('default-work = "prophet"', "", id="no default"),
        pytest.param('works = ["diary"]', 'works = ["diary"]\nexamples = ["Who?"]', id="examples"),
    ],
)
def test_the_hash_of_an_entry_changes_with_what_is_said_of_it(said: str, changed: str) -> None:
    assert of(LIBRARY).sha256("first") != of(LIBRARY.replace(said, changed, 1)).sha256("first")


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        pytest.param('title = "The second"', 'title = "Another"', id="another entry"),
        pytest.param(
            "[documents.second]", '[works.new]\ntitle = "x"\n[documents.second]', id="a work"
        ),
        pytest.param("format = 1\n", "format = 1\n\n# a comment\n", id="a comment"),
    ],
)
def test_the_hash_of_an_entry_stays_with_what_is_said_of_others(said: str, changed: str) -> None:
    assert of(LIBRARY).sha256("first") == of(LIBRARY.replace(said, changed, 1)).sha256("first")


def test_the_hash_of_an_entry_without_examples_is_that_of_before_there_were_any() -> None:
    before = "cad3ce218d9ab0b5"
    assert of(LIBRARY).sha256("first").startswith(before)
    said = LIBRARY.replace('works = ["diary"]', 'works = ["diary"]\nexamples = []')
    assert of(said).sha256("first").startswith(before)


def test_as_many_examples_as_long_as_may_be_are_all_offered_to_whoever_types() -> None:
    longest = [f"{letter * (MAX_EXAMPLE_LENGTH - 1)}?" for letter in string.ascii_lowercase]
    said = f'works = ["diary"]\nexamples = {longest[:MAX_EXAMPLES]}'
    entry = of(LIBRARY.replace('works = ["diary"]', said)).entry("first")
    assert autocomplete.suggest_questions("", entry.examples) == longest[:MAX_EXAMPLES]


def test_the_other_fields_of_a_work_are_kept_by_their_names(tmp_path: Path) -> None:
    source = 'format = 1\n[works.lamp]\ntitle = "Lamp"\nedition = "2"\nISBN = "978"\n'
    work = Manifest(tmp_path / "library.toml", source).works["lamp"]
    assert work.fields == (("edition", "2"), ("ISBN", "978"))
