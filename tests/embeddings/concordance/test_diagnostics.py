"""What a maintainer should look at before a text is built."""

from pathlib import Path

import pytest

from embeddings.citations import find_references
from embeddings.concordance.concordance import Text
from embeddings.concordance.diagnostics import (
    Doubt,
    check_concordance,
    check_text,
    find_build_warnings,
)
from embeddings.manifest.manifest import Manifest

LIBRARY = """format = 1
[works.lamps]
title = "The Lamp Keepers"
author = [{ family = "Okafor" }]
[works.ice]
title = "A Winter on the Ice"
[documents.text]
title = "A text"
default-work = "lamps"
works = ["ice"]
left-overs = ["Show more"]
"""


def doubts(tmp_path: Path, text: str, rule: str = "") -> list[tuple[str, int | None, str]]:
    """Check a text, and return kind, paragraph and words of each doubt."""
    path = tmp_path / "text.txt"
    path.write_text(text, "utf-8")
    manifest = Manifest(tmp_path / "library.toml", LIBRARY + rule)
    return [_short(one) for one in check_text(Text.read(path, manifest, "text"))]


def _short(doubt: Doubt) -> tuple[str, int | None, str]:
    return doubt.kind, doubt.paragraph, doubt.words


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("It froze (Cliff, p. 12).", ("citation", 1, "(Cliff, p. 12)")),
        ("He said: “it froze” (280, 95).", ("citation", 1, "(280, 95)")),
        (
            "We read in A Winter on the Ice: “it froze” (12).",
            ("citation", 1, "(12)"),
        ),
        ("It froze.\n\n“He left and came (12).", ("marks", 2, "“He left and came (12).")),
        ("It froze” again (p. 12).", ("marks", 1, "” again (p. 12).")),
        ("“It froze (34)…’\n\nHe said “no”.", ("marks", 1, "“It froze (34)…’")),
        ("It froze (p. 12).\n\nRead on", ("left-over", 2, "Read on")),
        ("It froze (12).\n\nHe said “it froze” (p. 45.3).", ("citation", 2, "(p. 45.3)")),
        ("He said: “it froze” (supra, p. 12).", ("citation", 1, "(supra, p. 12)")),
        ("“It froze” (p. 12; the map in Cliff, p. 3).", ("citation", 1, "the map in Cliff, p. 3")),
        (
            "It froze (p. 12).\n\nIn the spring he wrote that",
            ("text", 2, "… the spring he wrote that"),
        ),
    ],
)
def test_a_doubtful_place_is_named(tmp_path: Path, text: str, doubt: tuple[str, int, str]) -> None:
    assert doubt in doubts(tmp_path, text + "\n\nShow more")


def test_a_clean_text_leaves_nothing_to_look_at(tmp_path: Path) -> None:
    assert doubts(tmp_path, "He said: “it froze” (12).\n\nShow more\n") == []


def test_paragraphs_that_each_open_their_marks_leave_nothing_to_look_at(tmp_path: Path) -> None:
    text = "He said: “It froze.\n\n“It thawed.\n\n“It froze again” (12).\n\nShow more"
    assert doubts(tmp_path, text) == []


@pytest.mark.parametrize(("places", "words"), [(1, "1 place looks"), (2, "2 places look")])
def test_a_build_warns_of_what_is_not_read(tmp_path: Path, places: int, words: str) -> None:
    path = tmp_path / "text.txt"
    path.write_text("He said: “it froze” (12). " + "It froze (p. 45.3). " * places, "utf-8")
    text = Text.read(path, Manifest(tmp_path / "library.toml", LIBRARY), "text")
    references = find_references(text.document, text.known_works)
    (warning,) = find_build_warnings(text.concordance(references), references)
    assert warning.advice.startswith(words)


def test_a_rule_settles_a_doubt(tmp_path: Path) -> None:
    text = "We read in A Winter on the Ice: “it froze” (12).\n\nShow more"
    rule = '[[documents.text.citations]]\nat = "it froze (12)"\nwork = "ice"\n'
    assert doubts(tmp_path, text, rule) == []


@pytest.mark.parametrize(
    ("at", "problem"),
    [("never said", "nowhere"), ("it froze", "2 times"), ("he left", "no citation stands there")],
)
def test_a_rule_that_does_nothing_is_named(tmp_path: Path, at: str, problem: str) -> None:
    path = tmp_path / "text.txt"
    path.write_text("He said: “it froze” (12). She: it froze. He left.\n\nShow more", "utf-8")
    rule = f'[[documents.text.citations]]\nat = "{at}"\nignore = true\n'
    manifest = Manifest(tmp_path / "library.toml", LIBRARY + rule)
    (doubt,) = check_text(Text.read(path, manifest, "text"))
    assert (doubt.kind, doubt.words) == ("rule", at)
    assert problem in doubt.advice


def test_a_rule_may_say_that_something_is_no_citation(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text("They called her “the Queen” (17). He wrote “snow” (12).", "utf-8")
    rule = '[[documents.text.citations]]\nat = "the Queen (17)"\nignore = true\n'
    manifest = Manifest(tmp_path / "library.toml", LIBRARY + rule)
    concordance = Text.read(path, manifest, "text").concordance()
    assert [one.printed for one in concordance.citations] == ["(12)"]


def test_a_left_over_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert doubts(tmp_path, "He said: “it froze” (12).") == [("left-over", None, "Show more")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"He said it in \xe2\x80\x9csnow\x92 and ice\xe2\x80\x9d (12).", "in “snow� and"),
        ("The lamp and the keeperâ€x of it (12).".encode(), "keeperâ€x"),
        (b"He wrote <i>on</i> &ldquo;ice&rdquo; (12).", "&ldquo;ice"),
        (b"The lamp and the revo- lution of it (12).", "revo- lution"),
    ],
    ids=["lost", "mojibake", "reference", "divided"],
)
def test_what_is_damaged_is_named_with_its_place(tmp_path: Path, text: bytes, words: str) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes(b"First (12).\n\n" + text)
    read = Text.read(path, None)
    (doubt,) = (one for one in check_text(read) if one.paragraph)
    assert (doubt.kind, doubt.paragraph) == ("text", 2)
    assert words in doubt.words
    references = find_references(read.document, read.known_works)
    warned = [one.advice for one in find_build_warnings(read.concordance(), references)]
    assert any(advice.startswith("1 paragraphs have characters") for advice in warned)


def test_a_hyphen_that_two_compounds_share_is_no_damage(tmp_path: Path) -> None:
    assert (
        doubts(tmp_path, "The pre- and post-war years, or in- or outside (p. 12).\n\nShow more")
        == []
    )


def test_what_the_reader_is_not_sure_of_is_named_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes(
        "It froze (A, p. 12).\n\nThe café at the har-\nbour (A, p. 13).".encode("cp1252")
    )
    guessed, divided = (one for one in check_text(Text.read(path, None)) if one.kind == "text")
    assert (guessed.paragraph, "encoding" in guessed.advice) == (None, True)
    assert (divided.paragraph, divided.words) == (2, "harbour")
    read = Text.read(path, None)
    references = find_references(read.document, read.known_works)
    warned = find_build_warnings(read.concordance(), references, read.remarks)
    assert [guessed.advice, divided.advice] == [doubt.advice for doubt in warned[:2]]


def test_a_text_in_one_paragraph_is_unusual(tmp_path: Path) -> None:
    lines = "\n".join("Each line of it is a sentence, and one paragraph (12)." for _ in range(60))
    (doubt,) = check_text(Text.read(_written(tmp_path, f"A Lamp\n\n{lines}"), None))[-1:]
    assert "paragraph 2 has 3," in doubt.advice
    assert "are blank lines missing?" in doubt.advice
    parted = lines.replace("\n", "\n\n")
    doubts_of_it = check_text(Text.read(_written(tmp_path, parted), None))
    assert not [one for one in doubts_of_it if "blank lines" in one.advice]


def _written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "text.txt"
    path.write_text(text, "utf-8")
    return path


def test_a_text_without_citations_is_unusual(tmp_path: Path) -> None:
    kinds = doubts(tmp_path, "It froze.\n\nShow more")
    assert kinds == [("text", None, "A text")]


def test_the_essays_open_marks_are_named_and_nothing_of_its_citations(essay: Text) -> None:
    found = [(one.kind, one.paragraph) for one in check_text(essay) if one.paragraph]
    assert found == [("marks", 15), ("marks", 23), ("marks", 137), ("text", 139)]


def test_what_an_index_holds_is_doubted_as_its_file_is(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text("It froze (Cliff, p. 12).\n\n“He left and came (12).\n\nRead on", "utf-8")
    text = Text.read(path, Manifest(tmp_path / "library.toml", LIBRARY), "text")
    every, held = check_text(text), check_concordance(text.concordance())
    assert held == [one for one in every if one in held]
    assert [one.kind for one in held] == ["citation", "left-over"]
    told_by_the_file = [(one.kind, one.paragraph) for one in every if one not in held]
    assert told_by_the_file == [("marks", 2), ("left-over", None)]
