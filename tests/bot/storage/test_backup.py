"""Backups: what is in them, that they are whole, and where they can be put."""

import asyncio
import json
import stat
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.state.settings_cache import SettingsCache
from bot.storage import jsonl_file, schema
from bot.storage.backup import FORMAT, Backup, backup, restore
from bot.storage.errors import BackupError, NotEmptyError, SchemaError
from bot.storage.repository import Storage
from embeddings.files import atomic
from tests.bot.storage.conftest import MakeUrl
from tests.bot.storage.test_schema import REVISIONS, filled, of
from tests.support.storage_actions import (
    ALICE,
    NOW,
    OTHER,
    SERVER,
    asked,
    everything,
    fill,
    on,
    rows_of,
    setting,
    sql,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where a backup is to be."""
    return tmp_path / "backups" / "one.jsonl"


@pytest.fixture(autouse=True)
def _folder(file: Path) -> None:
    file.parent.mkdir()


def test_all_that_is_kept_comes_back(url: str, make_empty: MakeUrl, file: Path) -> None:
    on(url, fill)
    kept = on(url, everything)
    held = asyncio.run(backup(url, file))
    assert (held.schema, held.rows["servers"], held.rows["history"]) == (schema.WANTED, 2, 4)
    elsewhere = make_empty()
    assert asyncio.run(restore(elsewhere, file)) == held
    assert on(elsewhere, everything) == kept
    assert on(elsewhere, lambda storage: storage.forget_member(ALICE)) == 1
    assert on(elsewhere, lambda storage: storage.undo(SERVER, ALICE))[1].version == 2


def test_it_moves_from_one_kind_of_database_to_the_other_and_back(
    sqlite: str, postgresql: str, tmp_path: Path, file: Path
) -> None:
    on(sqlite, fill)
    kept, back = on(sqlite, everything), f"sqlite:///{tmp_path}/back.db"
    for source, target in ((sqlite, postgresql), (postgresql, back)):
        asyncio.run(backup(source, file))
        asyncio.run(restore(target, file))
        assert on(target, everything) == kept


def test_the_same_content_is_the_same_backup(sqlite: str, postgresql: str, file: Path) -> None:
    on(sqlite, fill)
    asyncio.run(backup(sqlite, file))
    asyncio.run(restore(postgresql, file))
    other = file.with_name("other")
    asyncio.run(backup(postgresql, other))
    assert sorted(file.read_bytes().splitlines()[1:-1]) == sorted(
        other.read_bytes().splitlines()[1:-1]
    )


def test_it_is_of_one_moment_whatever_is_changed_meanwhile(
    url: str, make_empty: MakeUrl, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(url, fill)
    kept, write = on(url, everything), jsonl_file.Lines.write
    changes = ["UPDATE servers SET version = version + 1", "DELETE FROM history"]

    def written(self: jsonl_file.Lines, line: Mapping[str, object]) -> None:
        if changes:
            with ThreadPoolExecutor(1) as beside:
                beside.submit(sql, url, changes.pop()).result()
        write(self, line)

    monkeypatch.setattr(jsonl_file.Lines, "write", written)
    asyncio.run(backup(url, file))
    assert (rows_of(url, "history"), changes) == ([], [])
    elsewhere = make_empty()
    asyncio.run(restore(elsewhere, file))
    assert on(elsewhere, everything) == kept


@pytest.mark.parametrize("revision", REVISIONS)
def test_one_of_an_earlier_schema_is_brought_to_this_one(
    make_empty: MakeUrl, file: Path, revision: str
) -> None:
    old, new = make_empty(), make_empty()
    of(old, lambda connection: filled(connection, revision))
    assert asyncio.run(backup(old, file)).schema == revision
    asyncio.run(restore(new, file))
    asyncio.run(schema.upgrade(old))
    assert on(new, lambda one: one.history(SERVER)) == on(old, lambda one: one.history(SERVER))
    assert len(rows_of(new, "meta")) == 2


def test_what_is_kept_is_not_replaced_unasked(url: str, make_empty: MakeUrl, file: Path) -> None:
    asyncio.run(backup(url, file))
    on(url, fill)
    kept = on(url, everything)
    with pytest.raises(NotEmptyError):
        asyncio.run(restore(url, file))
    assert on(url, everything) == kept
    asyncio.run(restore(url, file, replace=True))
    assert rows_of(url, "servers") == []
    asyncio.run(restore(make_empty(), file))


def test_a_process_that_runs_sees_that_all_is_replaced(url: str, file: Path) -> None:
    on(url, lambda storage: storage.change(SERVER, setting(passages=4)))
    asyncio.run(backup(url, file))

    async def act(storage: Storage) -> None:
        servers = SettingsCache(storage)
        await storage.undo(SERVER, ALICE)
        await storage.change(SERVER, setting(passages=1))
        await storage.change(OTHER, setting(passages=2))
        for server in (SERVER, OTHER):
            await servers.of(server)
        await restore(url, file, replace=True)
        assert [(await servers.of(one)).passages for one in (SERVER, OTHER)] == [4, 3]
        assert (await storage.change(OTHER, setting(passages=5))).version > 3
        assert (await storage.undo(SERVER, ALICE))[1].version == 1
        await storage.count(SERVER, asked(), NOW)

    on(url, act)


def test_versions_come_never_again_also_where_all_servers_were_deleted(
    url: str, file: Path
) -> None:
    on(url, lambda storage: storage.change(SERVER, setting(passages=4)))
    asyncio.run(backup(url, file))

    async def act(storage: Storage) -> None:
        servers = SettingsCache(storage)
        for passages in (1, 2, 1):
            await storage.change(SERVER, setting(passages=passages))
        assert (await servers.of(SERVER)).passages == 1
        await storage.forget_server(SERVER)
        await restore(url, file)
        for passages in (5, 2):
            kept = await storage.change(SERVER, setting(passages=passages))
            assert (await servers.of(SERVER)).passages == passages
        assert kept.version > 4

    on(url, act)


def test_it_is_for_nobody_else_to_read(sqlite: str, file: Path) -> None:
    asyncio.run(backup(sqlite, file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_backup_that_fails_leaves_the_one_before(
    sqlite: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    asyncio.run(backup(sqlite, file))
    before = file.read_bytes()
    on(sqlite, fill)
    monkeypatch.setattr(atomic, "sync", full)
    with pytest.raises(BackupError) as caught:
        asyncio.run(backup(sqlite, file))
    words = "cannot be written (No space left on device); name another file"
    assert str(caught.value) == f"{file}: {words}"
    assert [*file.parent.iterdir()] == [file]
    assert file.read_bytes() == before


@pytest.mark.parametrize("where", ["none/file", "."])
def test_where_no_file_can_be_none_is_written(sqlite: str, tmp_path: Path, where: str) -> None:
    with pytest.raises(BackupError, match="cannot be written"):
        asyncio.run(backup(sqlite, tmp_path / where / ""))
    assert not list(tmp_path.glob("**/.*"))


def broken(data: bytes) -> dict[str, bytes]:
    """Return ways in which a backup may be none."""
    first, *rest = data.splitlines(keepends=True)
    return {
        "cut off": data[:-1][: data.rindex(b"{")],
        "a line less": b"".join([first, *rest[1:]]),
        "a byte changed": data.replace(b'"passages": 5', b'"passages": 4', 1),
        "in another order": b"".join([first, rest[1], rest[0], *rest[2:]]),
        "more than it": data + b"\n",
        "twice": data * 2,
        "empty": b"",
        "no JSON": b"\x00\xff\n" * 3,
        "other JSON": b"[]\n{}\n",
        "other fields": b'{"a": 1}\n' + data,
    }


def test_what_is_damaged_or_none_is_refused(url: str, make_empty: MakeUrl, file: Path) -> None:
    on(url, fill)
    asyncio.run(backup(url, file))
    elsewhere = make_empty()
    for name, data in broken(file.read_bytes()).items():
        file.write_bytes(data)
        with pytest.raises(BackupError) as caught:
            asyncio.run(restore(elsewhere, file))
        assert caught.value.file == file, name
        with pytest.raises(SchemaError):
            on(elsewhere, everything)
    file.unlink()
    with pytest.raises(BackupError, match="cannot be read"):
        asyncio.run(restore(elsewhere, file))


def whole(file: Path, *rows: dict[str, object]) -> None:
    """Write a file whose digest is right."""
    with jsonl_file.Lines(file) as written:
        for row in rows:
            written.write(row)


HEADER: dict[str, object] = {"schema": REVISIONS[-1], "at": "", "rows": {}, "format": FORMAT}


@pytest.mark.parametrize(
    "row",
    [
        {"table": "none", "row": {}},
        {"table": "servers", "row": {"server": 1, "colour": "red"}},
        {"row": {"server": 1}},
        {"table": "claims", "row": {"server": 1, "day": "some"}},
        {"table": "claims", "row": {"server": 1, "day": 5}},
    ],
)
def test_rows_that_the_schema_does_not_have_change_nothing(
    url: str, file: Path, row: dict[str, object]
) -> None:
    on(url, fill)
    kept = on(url, everything)
    whole(file, HEADER, row)
    with pytest.raises(BackupError, match="holds rows that its schema does not have"):
        asyncio.run(restore(url, file, replace=True))
    assert on(url, everything) == kept


def test_a_newer_one_is_refused(sqlite: str, file: Path) -> None:
    whole(file, HEADER | {"schema": "9999"})
    with pytest.raises(SchemaError, match="the backup is newer: update the program"):
        asyncio.run(restore(sqlite, file))
    whole(file, HEADER | {"format": FORMAT + 1})
    with pytest.raises(BackupError, match="has format 2, and this version reads 1"):
        asyncio.run(restore(sqlite, file))


def test_a_database_of_a_newer_schema_is_not_replaced(url: str, file: Path) -> None:
    asyncio.run(backup(url, file))
    sql(url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaError):
        asyncio.run(restore(url, file, replace=True))
    assert sql(url, "SELECT version_num FROM alembic_version") == [("9999",)]


def test_what_it_holds_is_told_at_its_beginning(sqlite: str, file: Path) -> None:
    held = asyncio.run(backup(sqlite, file))
    first = json.loads(file.read_bytes().splitlines()[0])
    assert Backup(**first) == held
