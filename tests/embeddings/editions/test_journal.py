"""The journal: only added to, whole after any kill, and silent of what never went live."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from embeddings.editions.journal import Journal, JournalAction, JournalEntry

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def entry(
    name: str, before: str | None, day: int = 0, by: JournalAction = "promoted"
) -> JournalEntry:
    """Return an entry of a day."""
    return JournalEntry(
        name=name, edition=name * 8, at=BEGIN + timedelta(day), by=by, before=before
    )


def test_entries_come_back_in_their_order(tmp_path: Path) -> None:
    journal, entries = Journal(tmp_path), [entry("a", None, 0, "built"), entry("b", "a", 1)]
    assert journal.read_entries() == []
    for one in entries:
        journal.add(one)
    assert Journal(tmp_path).read_entries() == entries
    assert [path.name for path in tmp_path.iterdir()] == ["journal.jsonl"]


def test_what_was_written_down_stays_to_the_byte(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    path.write_bytes(b'{"of another": "version"}\nnot JSON, and no end')
    Journal(tmp_path).add(entry("a", None))
    assert path.read_bytes().startswith(
        b'{"of another": "version"}\nnot JSON, and no end\n{"name":"a"'
    )
    assert Journal(tmp_path).read_entries() == [entry("a", None)]


def test_who_let_it_go_live_is_kept_and_need_not_be_known(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    journal, known = Journal(tmp_path), entry("b", "a").model_copy(update={"who": "keeper (7)"})
    journal.add(entry("a", None))
    path.write_bytes(path.read_bytes().replace(b',"who":null', b""))  # as it was before
    journal.add(known)
    assert journal.read_entries() == [entry("a", None), known]


def test_a_half_written_journal_of_a_killed_process_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / ".unfinished-journal").write_bytes(b"half")
    Journal(tmp_path).add(entry("a", None))
    assert Journal(tmp_path).read_entries() == [entry("a", None)]


def test_what_was_written_down_and_never_went_live_is_known(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    for one in (entry("a", None), entry("b", "a"), entry("c", "a"), entry("d", "c")):
        journal.add(one)
    carried_out = [one.name for one in journal.read_carried_out("c")]
    assert carried_out == ["a", "c"]
    assert [one.name for one in journal.read_carried_out("d")] == ["a", "c", "d"]
