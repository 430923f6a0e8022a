"""The index and its live edition: missing, damaged, stale, outdated; and `build` mends it."""

import asyncio
import json
from pathlib import Path

import pytest

from bot.doctor.findings import Finding
from bot.doctor.index import check_edition, check_index
from bot.doctor.run_checks import Check, run_checks
from embeddings.editions.editions import Editions
from tests.support.cli_program import Program
from tests.support.corrected_index import correct
from tests.support.doctor_environment import found, one, place

CHECKS = (Check("index", check_index), Check("edition", check_edition))


def lines() -> list[Finding]:
    """Return what is said of the index in the folder here."""
    return asyncio.run(run_checks(place(), checks=CHECKS))


def live(home: Path) -> Path:
    """Return the folder of the live edition."""
    folder = Editions(home / "data" / "index").find_live_folder()
    assert folder is not None
    return folder


def test_an_index_that_is_whole(home: Path) -> None:
    whole, current = lines()
    one([whole], "good", "data/index is whole: A Lamp for the Harbour, 6 paragraphs, ")
    one([current], "good", f"{live(home).name} is live since 20")


def test_each_of_several_documents_is_looked_at(home: Path, program: Program, tiny: Path) -> None:
    (home / "snow.txt").write_text("It snowed.\n\nIt thawed.", "utf-8")
    assert program("build", "snow.txt", "--add", "--model", tiny).status == 0
    wholes, lives = lines()[:2], lines()[2:]
    assert [line.state for line in (*wholes, *lives)] == ["good"] * 4
    assert "A Lamp for the Harbour, 6 paragraphs" in wholes[0].text
    assert "snow, 2 paragraphs" in wholes[1].text
    (damaged,) = (home / "data" / "index" / "documents").glob("*/*/vectors.faiss")
    damaged.write_bytes(b"damaged")
    one(lines()[:1], "bad", "vectors.faiss")


@pytest.mark.usefixtures("bare")
def test_one_that_is_not_there() -> None:
    missing, unknown = lines()
    one([missing], "bad", "there is no index in data/index", "run `concordance build`")
    one([unknown], "doubtful", "cannot be told without an index", "see the line index")
    assert not Path("data").exists()


def test_one_that_is_damaged_is_mended_by_a_build(home: Path, program: Program, tiny: Path) -> None:
    (live(home) / "words.json").write_text("{}", "utf-8")
    damaged, _ = lines()
    one([damaged], "bad", "words.json is not what was written", "run `concordance build`")
    assert program("build", "--model", tiny).status == 0
    assert [line.state for line in lines()] == ["good", "good"]


def test_one_of_another_version_is_mended_by_a_build(
    home: Path, program: Program, tiny: Path
) -> None:
    manifest = live(home) / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text("utf-8")) | {"format": 1}))
    stale, _ = lines()
    one([stale], "bad", "was built with format 1", "run `concordance build`")
    assert program("build", "--model", tiny).status == 0
    assert [line.state for line in lines()] == ["good", "good"]


def test_one_that_names_an_edition_that_is_gone(home: Path) -> None:
    (home / "data" / "index" / "current").write_text("elsewhere-1", "utf-8")
    one(lines()[:1], "bad", "names 'elsewhere-1', which is not there", "run `concordance build`")


def test_a_candidate_that_waits_is_named_until_it_is_live(
    home: Path, program: Program, tiny: Path
) -> None:
    correct(program, home, tiny, **{"(p. xii)": "(p. xii)."})
    waiting = [line for line in found(check_edition) if "waits to go live" in line.text]
    one(waiting, "doubtful", "-1 waits to go live", "then `concordance promote ")
    name = waiting[0].text.split()[0]
    assert program("promote", name, "--force", "--reason", "tried").status == 0
    one(found(check_edition), "good", f"{name} is live since")


def test_a_text_that_has_changed_since_is_said_to_have(
    home: Path, program: Program, tiny: Path
) -> None:
    text = home / "data" / "harbour.txt"
    text.write_text(text.read_text("utf-8") + "\nThe tide went out.\n", "utf-8")
    lines = found(check_edition)
    one(lines, "doubtful", "data/harbour.txt has changed since", "run `concordance build`")
    assert program("build", "--model", tiny).status == 0
    one(found(check_edition), "good", "is live since")


def test_a_manifest_that_has_changed_since_is_said_to_have(home: Path) -> None:
    library = home / "data" / "library.toml"
    said = library.read_text("utf-8")
    library.write_text(f'{said}left-overs = ["Show more"]\n', "utf-8")
    one(
        found(check_edition),
        "doubtful",
        "what data/library.toml says of harbour has changed",
        "build",
    )
    library.write_text("format = 2", "utf-8")
    one(found(check_edition), "doubtful", "data/library.toml, line 1: format", "")
    library.unlink()
    one(found(check_edition), "good", "is live since")
    library.write_text("format = 1", "utf-8")
    one(found(check_edition), "good", "is live since")


def test_a_text_that_cannot_be_read_is_said_not_to_be(home: Path) -> None:
    (home / "data" / "harbour.txt").write_text("", "utf-8")
    one(found(check_edition), "doubtful", "harbour.txt: ", "name")


def test_large_files_are_read_whole_and_nothing_is_written(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("embeddings.editions.edition._MAX_HASHED_BYTES", 1000)
    before = {path for path in home.rglob("*") if "proved" in path.name}
    assert lines()[0].state == "good"
    with monkeypatch.context() as hasty:
        hasty.setattr("bot.doctor.environment._LONG_SHARE", 0)
        one(lines()[:1], "doubtful", "could not be read whole", "--limit SECONDS")
    assert {path for path in home.rglob("*") if "proved" in path.name} == before
    tokens = live(home) / "tokens.npy"
    data = tokens.read_bytes()
    tokens.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    one(lines()[:1], "bad", "tokens.npy is not what was written", "run `concordance build`")
