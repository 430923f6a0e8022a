"""Backups that the version before wrote: restored as ever, until this file goes with the code."""

import asyncio
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from bot.servers.settings import DEFAULTS
from bot.storage.backup import restore_backup
from bot.storage.errors import BackupError, SchemaError
from bot.storage.repository import Storage
from tests.support.storage_actions import (
    ALICE,
    BOB,
    NOW,
    OTHER,
    SERVER,
    block,
    everything,
    fill,
    hold_together,
    on,
    rows_of,
)

WRITTEN = Path(__file__).with_name("old_backup.jsonl")
"""What the version before wrote of a database that `fill` had filled."""
FIRST = Path(__file__).with_name("old_backup_0001.jsonl")
"""The same of a database with the first schema."""


def test_all_that_the_version_before_kept_comes_back(empty: str) -> None:
    held = asyncio.run(restore_backup(empty, WRITTEN))
    assert (held.schema, held.rows["servers"], held.rows["history"]) == ("0004", 2, 4)

    async def act(storage: Storage) -> None:
        for server in (SERVER, OTHER):
            hold_together(await storage.settings(server), [*await storage.history(server)])
        daily = {"channel": str(ALICE), "hour": 7}
        wanted = DEFAULTS.change(log="30 days", passages=5, daily=daily)
        assert (await storage.settings(SERVER)).settings == wanted
        assert await storage.list_blocks(SERVER, NOW) == [block(BOB)]
        held = await storage.read_member_data(ALICE)
        assert held[0].questions == ((NOW, "Wer war’s? 🕯"),)
        assert (await storage.read_insights(OTHER, NOW.date())).feedback == {"wrong page": 1}
        assert await storage.forget_member(ALICE) == 1
        assert (await storage.undo(SERVER, ALICE))[1].version == 2

    on(empty, act)
    left = {row.server: row.left_at for row in rows_of(empty, "servers")}
    assert left == {SERVER: None, OTHER: NOW}


def test_one_of_the_first_schema_is_brought_to_this_one(empty: str) -> None:
    assert asyncio.run(restore_backup(empty, FIRST)).rows == {"servers": 1, "history": 1}
    (entry,) = on(empty, lambda storage: storage.history(SERVER))
    assert (entry.by, entry.at, entry.after["passages"]) == (BOB, NOW, 5)
    assert len(rows_of(empty, "meta")) == 2


def broken(data: bytes) -> dict[str, bytes]:
    """Return ways in which an old backup may be none."""
    first, *rest = data.splitlines(keepends=True)
    return {
        "cut off": data[:-1][: data.rindex(b"{")],
        "a line less": b"".join([first, *rest[1:]]),
        "a byte changed": data.replace(b'"passages": 5', b'"passages": 4', 1),
        "in another order": b"".join([first, rest[1], rest[0], *rest[2:]]),
        "more than it": data + b"\n",
        "twice": data * 2,
        "a digest alone": sealed(),
        "other JSON": b"{}\n[]\n",
        "deeply nested JSON": b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}\n" + data,
        "other fields": b'{"a": 1}\n' + data,
    }


def sealed(*lines: dict[str, Any]) -> bytes:
    """Return lines with the digest that they need."""
    data = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    last = {"lines": len(lines), "sha256": hashlib.sha256(data).hexdigest()}
    return data + json.dumps(last).encode() + b"\n"


def test_what_is_damaged_or_none_is_refused(empty: str, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    for name, data in broken(WRITTEN.read_bytes()).items():
        file.write_bytes(data)
        with pytest.raises(BackupError) as caught:
            asyncio.run(restore_backup(empty, file))
        assert caught.value.file == file, name
        with pytest.raises(SchemaError):
            on(empty, everything)


HEADER: dict[str, Any] = {"schema": "0004", "at": "", "rows": {}, "format": 1}
STRANGE = "holds rows that its schema does not have"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"table": "none", "row": {}}, STRANGE),
        ({"table": "servers", "row": {"server": 1, "colour": "red"}}, STRANGE),
        ({"row": {"server": 1}}, STRANGE),
        ({"table": "claims", "row": {"server": 1, "day": "some"}}, STRANGE),
        ({"table": "claims", "row": {"server": 1, "day": 5}}, STRANGE),
        (
            {"table": "claims", "row": {"server": 1, "day": "2026-01-01"}},
            "has rows of servers that it has not",
        ),
    ],
)
def test_rows_that_the_schema_does_not_have_change_nothing(
    url: str, tmp_path: Path, row: dict[str, Any], words: str
) -> None:
    on(url, fill)
    kept, file = on(url, everything), tmp_path / "backup"
    file.write_bytes(sealed(HEADER, row))
    with pytest.raises(BackupError, match=words):
        asyncio.run(restore_backup(url, file, replace=True))
    assert on(url, everything) == kept


def test_a_newer_one_is_refused(sqlite: str, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    file.write_bytes(sealed(HEADER | {"schema": "9999"}))
    with pytest.raises(SchemaError, match="the backup is newer: update the program"):
        asyncio.run(restore_backup(sqlite, file))
    file.write_bytes(sealed(HEADER | {"format": 2}))
    with pytest.raises(BackupError, match="has format 2, and this version reads 1"):
        asyncio.run(restore_backup(sqlite, file))
