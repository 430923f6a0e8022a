"""`concordance build --correction`: which edition a text is taken for, and how it is built."""

from importlib import util
from pathlib import Path

import pytest

from embeddings.editions.editions import Editions
from tests.support.cli_program import HARBOUR, LIBRARY, Program

BUILD = ("build", "given.txt", "--candidate", "--correction")


def give(
    home: Path, words: str = HARBOUR.replace("proud of it.", "proud of it (p. xiii).")
) -> None:
    """Lay a text down under a name that says nothing."""
    (home / "given.txt").write_text(words, "utf-8")


def test_a_text_that_no_entry_describes_is_taken_for_the_one_that_is_live(
    program: Program, home: Path, tiny: Path
) -> None:
    give(home, HARBOUR.replace("A Lamp for the Harbour", "A Light").replace("green", "blue"))
    (built,) = program(*BUILD, "--json").rows
    edition = Editions(home / "data" / "index").open()
    assert b'"origin": "document harbour"' in (home / built["path"] / "manifest.json").read_bytes()
    assert f'"model": "{tiny}"'.encode() in (home / built["path"] / "manifest.json").read_bytes()
    assert (edition.info.origin, edition.info.model) == ("document harbour", str(tiny))
    refusal = program("build", "given.txt", "--model", tiny).refusal
    assert "the index is of another text" in refusal
    assert "corrected, say --correction" in refusal


def test_a_text_that_another_entry_describes_is_another(program: Program, home: Path) -> None:
    other = '[documents.tide]\ntitle = "The Tide"\nopening = "Once a tide"\n'
    (home / "data" / "library.toml").write_text(f"{LIBRARY}\n{other}", "utf-8")
    give(home, "Once a tide came in.")
    assert "document tide" in program(*BUILD).refusal


def test_without_a_manifest_a_text_is_taken_for_the_file_that_is_live(
    program: Program, home: Path, tiny: Path
) -> None:
    (home / "data" / "library.toml").unlink()
    index = ("--index", "other")
    assert program("build", "data/harbour.txt", *index, "--model", tiny).status == 0
    give(home)
    assert program(*BUILD, *index).status == 0
    (summary, *_) = program("diff", *index, "--summary", "--json").rows
    assert (summary["before"] is None, summary["reasons"]) == (False, [])


def test_of_several_texts_the_manifest_has_to_say_which(
    program: Program, home: Path, tiny: Path
) -> None:
    other = '[documents.tide]\ntitle = "The Tide"\nopening = "Once a tide"\n'
    (home / "data" / "library.toml").write_text(f"{LIBRARY}\n{other}", "utf-8")
    give(home, "Once a tide came in.")
    assert program("build", "given.txt", "--add", "--model", tiny).status == 0
    give(home, "Once a storm came in.")
    assert "the index has several documents (harbour, tide)" in program(*BUILD).refusal
    assert program(*BUILD, "--document", "tide").status == 0


def test_where_nothing_is_live_it_is_a_text_like_any_other(
    program: Program, home: Path, tiny: Path
) -> None:
    give(home)
    assert program(*BUILD, "--index", "new", "--model", tiny).status == 0


def test_without_what_building_needs_it_says_what_to_install(
    program: Program, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find_spec = util.find_spec
    monkeypatch.setattr(
        "embeddings.editions.build_tools.find_spec",
        lambda name: None if name == "torch" else find_spec(name),
    )
    give(home)
    assert "pip install 'concordance[build]'" in program(*BUILD).refusal
