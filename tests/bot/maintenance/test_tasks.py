"""The pieces of work within this process: what a text is taken for, what is listed of much."""

from importlib import util
from pathlib import Path

import pytest

from bot.maintenance import tasks
from bot.maintenance.protocol import Compared, Discarded, Job, Step, Task, WentLive
from bot.maintenance.tasks import done
from embeddings.editions.discard import NotACandidateError
from embeddings.editions.editions import Editions
from embeddings.editions.errors import OtherDocumentError
from embeddings.errors import NotInstalledError
from tests.support.cli_program import HARBOUR, LIBRARY

CORRECTED = HARBOUR.replace("(p. xii)", "(p. xiii)").replace("painted the door", "did it")


def job(home: Path, task: Task = "build", words: str = CORRECTED, **more: object) -> Job:
    """Return a piece of work on the index of a folder."""
    data, file = home / "data", home / "given.txt"
    file.write_text(words, "utf-8")
    job = Job(task=task, index=data / "index", library=data / "library.toml", file=file)
    return job.model_copy(update=more)


def compared(one: Job) -> Compared:
    """Return what a piece of work compares."""
    found = done(one, lambda _: None)
    assert isinstance(found, Compared)
    return found


def test_a_build_tells_its_steps_in_their_order(home: Path) -> None:
    steps: list[Step] = []
    done(job(home), steps.append)
    stages = list(dict.fromkeys(one.stage for one in steps))
    assert stages == ["reading", "loading", "embedding", "learning", "comparing"]
    counted = [one for one in steps if one.stage == "embedding"]
    assert counted[-1].done == counted[-1].total > 0
    assert len(counted) <= 101


def test_a_text_that_no_entry_describes_is_taken_for_the_one_that_is_live(home: Path) -> None:
    found = compared(job(home))
    edition = Editions(home / "data" / "index").directory / found.name
    assert found.live is not None
    assert found.candidate
    assert b'"origin": "document harbour"' in (edition / "manifest.json").read_bytes()
    assert {(what, kind) for what, kind, _ in found.counted} == {
        ("paragraph", "changed"),
        ("citation", "moved"),
    }


def test_a_text_that_another_entry_describes_is_another(home: Path) -> None:
    other = '[documents.tide]\ntitle = "The Tide"\nopening = "Once a tide"\n'
    (home / "data" / "library.toml").write_text(f"{LIBRARY}\n{other}", "utf-8")
    with pytest.raises(OtherDocumentError, match="document tide"):
        done(job(home, words="Once a tide came in."), lambda _: None)


def test_without_a_manifest_a_text_is_taken_for_the_file_that_is_live(
    home: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.__main__ import run

    (home / "data" / "library.toml").unlink()
    assert run(["build", "data/harbour.txt", "--index", "other", "--model", str(tiny)]) == 0
    monkeypatch.chdir(home)
    library = Path("data/library.toml")
    found = compared(job(home, index=Path("other"), library=library))
    assert found.live is not None
    assert found.reasons == ()


def test_of_many_differences_what_is_lost_is_listed_first_and_the_rest_is_counted(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "MOST", 1)
    monkeypatch.setattr(tasks, "LONGEST", 20)
    found = compared(job(home, words=CORRECTED.replace("A visitor asked the crowd: ", "")))
    assert found.left_out > 0
    assert len(found.edits) == 1
    shorter = job(home, words="\n\n".join(HARBOUR.split("\n\n")[:-1]))
    (edit,) = compared(shorter).edits
    assert edit.lost
    assert len(edit.was or "") <= 20


def test_without_what_building_needs_it_says_what_to_install(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = util.find_spec
    monkeypatch.setattr(
        "embeddings.editions.build.find_spec", lambda name: None if name == "torch" else found(name)
    )
    with pytest.raises(NotInstalledError, match=r"pip install 'concordance\[build\]'"):
        done(job(home), lambda _: None)


def test_only_a_candidate_is_discarded(home: Path) -> None:
    editions = Editions(home / "data" / "index")
    live, candidate = editions.live_name(), compared(job(home)).name
    with pytest.raises(NotACandidateError):
        done(job(home, "discard", edition=live), lambda _: None)
    assert isinstance(done(job(home, "promote"), lambda _: None), WentLive)
    for one in (live, candidate):
        with pytest.raises(NotACandidateError):
            done(job(home, "discard", edition=one), lambda _: None)
    done(job(home, "roll back", who="me (7)"), lambda _: None)
    assert editions.journal.entries()[-1].who == "me (7)"
    other = compared(job(home, words=CORRECTED.replace("green", "blue"))).name
    assert done(job(home, "discard"), lambda _: None) == Discarded(name=other)
    assert not (editions.directory / other).exists()


def test_an_index_that_is_gone_can_still_be_built_anew(home: Path) -> None:
    gone = job(
        home, index=home / "gone", model=str(Editions(home / "data" / "index").open().info.model)
    )
    found = compared(gone)
    assert (found.live, found.candidate, found.reasons) == (None, True, ())
