"""What goes live, what does not and why, the way back, and what is taken away."""

import shutil
import threading
from pathlib import Path

import pytest

from embeddings.editions.errors import (
    BusyIndexError,
    LiveAlreadyError,
    NoCandidateError,
    NothingEarlierError,
    NotPromotedError,
    UnknownEditionError,
)
from embeddings.editions.history import History
from embeddings.editions.promotion import promote_edition, roll_back
from embeddings.editions.promotion_gate import PromotionTerms
from embeddings.errors import DamagedIndexError, NoIndexError
from embeddings.files import atomic
from tests.support.index_folders import Shelf

QUOTED = "“The crowd took the palace,” says the soldier (Deutscher, p. 282)."
OTHER = "“The soldier asks a question,” says the crowd (Deutscher, p. 15)."
PLAIN = "A question of page one and of two."
TEXT = (QUOTED, OTHER, PLAIN)


@pytest.fixture
def built(shelf: Shelf) -> Shelf:
    """Return it with the text live."""
    shelf.build(shelf.text(*TEXT))
    return shelf


def live(shelf: Shelf) -> str:
    """Return the last paragraph of what is live."""
    document = shelf.editions.open(whole=True).concordance.document
    last = document.paragraphs[-1]
    return document.text[last.start : last.end]


def numbered(shelf: Shelf, number: int) -> str:
    """Build a candidate that differs from the text in a number, and return its name."""
    return shelf.candidate(QUOTED, OTHER, f"{PLAIN} {number}").path.name


def test_a_candidate_lies_beside_the_live_edition_until_it_is_promoted(built: Shelf) -> None:
    before = built.state()
    candidate = built.candidate(*TEXT, "An answer.")
    assert not candidate.live
    assert live(built) == PLAIN
    assert {name: built.state()[name] for name in before} == before
    entry = promote_edition(built.editions)
    assert live(built) == "An answer."
    assert (entry.name, entry.by, entry.reason) == (candidate.path.name, "promoted", None)
    assert built.editions.journal.read_entries()[-1] == entry


def test_a_candidate_that_would_be_the_live_edition_again_is_none(built: Shelf) -> None:
    candidate = built.candidate(*TEXT)
    assert (candidate.changed, candidate.live) == (False, True)
    with pytest.raises(NoCandidateError, match="--candidate"):
        promote_edition(built.editions)


def test_of_several_candidates_the_latest_goes_live_unless_one_is_named(built: Shelf) -> None:
    first, second = numbered(built, 1), numbered(built, 2)
    promote_edition(built.editions)
    assert built.editions.live_name() == second
    promote_edition(built.editions, first)
    assert live(built).endswith(" 1")
    with pytest.raises(LiveAlreadyError):
        promote_edition(built.editions, first)


WORSE: dict[str, tuple[tuple[str, ...], str]] = {
    "a page": (
        (QUOTED, OTHER.replace(" (Deutscher, p. 15)", ""), PLAIN),
        "1 page citation is lost: ¶ 2 (Deutscher, p. 15) (Deutscher, p. 15).",
    ),
    "a quotation": (
        (QUOTED.replace("“", "").replace("”", ""), OTHER, PLAIN),
        "1 quotation is lost: ¶ 1 “The crowd took the palace,” (Deutscher, p. 282).",
    ),
    "a paragraph": (TEXT[:2], f"1 paragraph is lost: ¶ 3 {PLAIN}."),
    "all": (("Nothing of it at all, and one more word.",), "It has no paragraph of the live text"),
}


@pytest.mark.parametrize("name", WORSE)
def test_what_lost_something_does_not_go_live_and_says_why(built: Shelf, name: str) -> None:
    text, words = WORSE[name]
    candidate = built.candidate(*text)
    with pytest.raises(NotPromotedError) as caught:
        promote_edition(built.editions)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert f"concordance promote {candidate.path.name} --force" in str(caught.value)
    assert live(built) == PLAIN
    assert len(built.editions.journal.read_entries()) == 1


@pytest.mark.parametrize("name", WORSE)
def test_a_build_goes_through_the_same_gate_and_leaves_a_candidate(built: Shelf, name: str) -> None:
    with pytest.raises(NotPromotedError) as caught:
        built.build(built.text(*WORSE[name][0]))
    assert live(built) == PLAIN
    assert History(built.editions).find_candidate() == caught.value.name


@pytest.mark.parametrize("name", WORSE)
def test_with_a_reason_it_goes_live_and_the_reason_is_on_record(built: Shelf, name: str) -> None:
    built.candidate(*WORSE[name][0])
    terms = PromotionTerms(reason="the author took it back", who="keeper (7)")
    entry = promote_edition(built.editions, terms=terms)
    assert (entry.by, entry.reason) == ("forced", "the author took it back")
    assert (entry.who, built.editions.journal.read_entries()[-1]) == ("keeper (7)", entry)
    assert built.editions.live_name() == entry.name
    assert History(built.editions).listed[0].entry == entry
    assert roll_back(built.editions, who="another (8)").who == "another (8)"


def test_half_of_the_citations_gone_is_refused_and_some_are_named(shelf: Shelf) -> None:
    cited = [f"One wrote: “Keeper {n} lit lamp {n} at night” (p. {100 + n})." for n in range(12)]
    shelf.build(shelf.text(*cited))
    half = [one.split(" (p.")[0] + "." if n % 2 else one for n, one in enumerate(cited)]
    shelf.candidate(*half)
    with pytest.raises(NotPromotedError) as caught:
        promote_edition(shelf.editions)
    (reason,) = caught.value.reasons
    assert reason.startswith("6 page citations are lost: ¶ 2 (p. 101)")
    assert reason.endswith("; ….")


def test_another_text_is_refused_by_its_name(built: Shelf) -> None:
    text = built.text("Of another thing, and no word more.", name="other")
    built.build(text, in_its_place=True, terms=None)
    with pytest.raises(NotPromotedError, match=r"another text \(file other; live is file essay\)"):
        promote_edition(built.editions)
    assert live(built) == PLAIN


def test_over_a_damaged_edition_any_whole_one_goes_live(built: Shelf) -> None:
    built.candidate(QUOTED)
    for path in (built.directory / "index").glob("*-1/concordance.json"):
        if path.parent == built.editions.find_live_folder():
            path.write_bytes(b"{}")
    promote_edition(built.editions)
    assert live(built) == QUOTED


def test_a_damaged_candidate_does_not_go_live(built: Shelf) -> None:
    candidate = built.candidate(*TEXT, "An answer.")
    (candidate.path / "tokens.npy").write_bytes(b"half")
    with pytest.raises(DamagedIndexError, match=r"tokens\.npy"):
        promote_edition(built.editions)
    assert live(built) == PLAIN


def test_a_rollback_goes_back_step_by_step_and_on_again(built: Shelf) -> None:
    for number in (1, 2):
        numbered(built, number)
        promote_edition(built.editions)
    for ending in (" 1", "two."):
        entry = roll_back(built.editions)
        assert entry.by == "rolled back"
        assert live(built).endswith(ending)
    with pytest.raises(NothingEarlierError, match="no other edition was live before this one"):
        roll_back(built.editions)
    latest = max(History(built.editions).listed, key=lambda one: one.built)
    promote_edition(built.editions, latest.name)
    assert live(built).endswith(" 2")
    roll_back(built.editions)
    assert live(built) == PLAIN


def _names(shelf: Shelf) -> list[str]:
    return [one.name for one in History(shelf.editions).listed]


def test_a_rollback_to_a_named_edition_needs_that_it_was_live(built: Shelf) -> None:
    first = built.editions.live_name()
    numbered(built, 1)
    promote_edition(built.editions)
    second, candidate = built.editions.live_name(), numbered(built, 2)
    with pytest.raises(NothingEarlierError, match=f"{candidate} was never live"):
        roll_back(built.editions, candidate)
    with pytest.raises(UnknownEditionError, match="no-such"):
        roll_back(built.editions, "no-such")
    roll_back(built.editions, first)
    assert live(built) == PLAIN
    roll_back(built.editions, second)
    assert live(built).endswith(" 1")
    with pytest.raises(LiveAlreadyError):
        roll_back(built.editions, second)


def test_a_rollback_mends_an_index_whose_live_edition_is_gone(built: Shelf) -> None:
    numbered(built, 1)
    promote_edition(built.editions)
    gone = built.editions.find_live_folder()
    assert gone is not None
    shutil.rmtree(gone)
    with pytest.raises(DamagedIndexError):
        built.editions.open()
    roll_back(built.editions)
    assert live(built) == PLAIN


def test_an_index_from_before_the_journal_goes_on(built: Shelf) -> None:
    (built.directory / "index" / "journal.jsonl").unlink()
    (only,) = History(built.editions).listed
    assert (only.state, only.entry) == ("live", None)
    numbered(built, 1)
    promote_edition(built.editions)
    roll_back(built.editions)
    assert live(built) == PLAIN


def test_an_edition_is_named_by_the_beginning_of_its_hash(built: Shelf) -> None:
    edition = built.candidate(*TEXT, "An answer.").edition
    history = History(built.editions)
    assert (
        history.resolve_name(edition)
        == history.resolve_name(edition[:6])
        == history.find_candidate()
    )
    with pytest.raises(UnknownEditionError):
        history.resolve_name("")


def test_the_same_text_built_again_is_not_one_edition_by_its_hash(built: Shelf) -> None:
    edition = built.editions.open().info.edition
    built.encoder.name = "another/name"
    built.build(built.text(*TEXT))
    with pytest.raises(UnknownEditionError):
        History(built.editions).resolve_name(edition[:16])


def test_no_index_has_nothing_to_promote_or_to_go_back_to(shelf: Shelf) -> None:
    with pytest.raises(NoCandidateError):
        promote_edition(shelf.editions)
    with pytest.raises(NothingEarlierError):
        roll_back(shelf.editions)
    with pytest.raises(NoIndexError):
        shelf.editions.open()


def test_old_editions_are_taken_away_but_not_the_one_before_nor_candidates(built: Shelf) -> None:
    first = built.editions.live_name()
    numbered(built, 1)
    promote_edition(built.editions)
    numbered(built, 2)
    promote_edition(built.editions, terms=PromotionTerms(keep=1))
    assert first not in _names(built)
    assert len(_names(built)) == 2
    waiting = [numbered(built, number) for number in (3, 4)]
    promote_edition(built.editions, waiting[0], PromotionTerms(keep=1))
    kept = _names(built)
    assert set(waiting) <= set(kept)
    assert len(kept) == 3
    assert not list((built.directory / "index").glob(".unfinished-*"))
    assert (built.directory / "index" / "models").is_dir()
    roll_back(built.editions)
    assert live(built).endswith(" 2")


def test_after_a_rollback_the_edition_to_go_back_to_is_kept(built: Shelf) -> None:
    for number in (1, 2):
        numbered(built, number)
        promote_edition(built.editions)
    roll_back(built.editions)
    numbered(built, 3)
    promote_edition(built.editions, terms=PromotionTerms(keep=1))
    roll_back(built.editions)
    assert live(built).endswith(" 1")


def test_five_editions_are_kept_unless_told(built: Shelf) -> None:
    for number in range(7):
        numbered(built, number)
        promote_edition(built.editions)
    assert len(_names(built)) == 5


def test_a_name_is_never_given_twice(built: Shelf) -> None:
    first = built.editions.live_name()
    for number in (1, 2):
        numbered(built, number)
        promote_edition(built.editions, terms=PromotionTerms(keep=1))
    assert first not in _names(built)
    again = built.candidate(*TEXT)
    assert again.path.name != first
    assert again.edition[:16] == str(first)[:16]


def test_a_promote_while_another_process_changes_the_directory_is_refused(built: Shelf) -> None:
    numbered(built, 1)
    with built.editions.locked():
        for change in (promote_edition, roll_back):
            with pytest.raises(BusyIndexError, match="another build, promote or rollback"):
                change(built.editions)
    promote_edition(built.editions)


def test_of_several_promotes_at_once_one_goes_live_and_the_others_are_refused(built: Shelf) -> None:
    numbered(built, 1)
    told: list[object] = []

    def go() -> None:
        try:
            told.append(promote_edition(built.editions).by)
        except (BusyIndexError, NoCandidateError) as error:
            told.append(type(error))

    threads = [threading.Thread(target=go) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert told.count("promoted") == 1
    assert len(built.editions.journal.read_entries()) == 2


def test_a_disk_that_fills_leaves_the_live_edition_and_no_rest(
    built: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, real = built.state(), atomic.write
    count = len(list((built.editions.find_live_folder() or built.directory).iterdir()))
    for number in range(count):
        written = iter(range(count))

        def full(path: Path, data: bytes, at: int = number) -> None:
            if next(written) == at:  # noqa: B023
                path.write_bytes(data[: len(data) // 2])
                raise OSError(28, "No space left on device")
            real(path, data)

        monkeypatch.setattr(atomic, "write", full)
        with pytest.raises(OSError, match="No space left"):
            built.build(built.text(*TEXT, "An answer."))
        assert built.state() == before
        assert live(built) == PLAIN
    monkeypatch.setattr(atomic, "write", real)
    built.build(built.text(*TEXT, "An answer."))
    assert live(built) == "An answer."


def test_a_disk_that_is_full_when_an_edition_is_to_go_live_changes_nothing(
    built: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbered(built, 1)

    def full(_path: Path, _data: bytes) -> None:
        raise OSError(28, "No space left on device")

    real = atomic.write
    monkeypatch.setattr(atomic, "write", full)
    with pytest.raises(OSError, match="No space left"):
        promote_edition(built.editions)
    assert live(built) == PLAIN
    monkeypatch.setattr(atomic, "write", real)
    promote_edition(built.editions)
    assert [one.by for one in History(built.editions).entries] == ["built", "promoted"]
