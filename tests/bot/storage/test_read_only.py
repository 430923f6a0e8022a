"""A database looked at: how it is, and that nothing in it or beside it changes."""

import asyncio
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.doctor.database import check_database
from bot.doctor.environment import Environment
from bot.doctor.findings import Finding
from bot.settings import Settings
from bot.storage import schema
from bot.storage.errors import StorageError
from bot.storage.read_only import DatabaseOverview, inspect_database, read_stored_settings
from tests.support.postgresql import PostgreSQL
from tests.support.storage_actions import OTHER, SERVER, fill, on, setting, sql

PATIENCE = 5.0


def looked(url: str) -> DatabaseOverview:
    """Look a database over that is there."""
    found = asyncio.run(inspect_database(url, PATIENCE))
    assert found is not None
    return found


def line(url: str) -> Finding:
    """Return the one line of the doctor on a database."""
    settings = Settings(database_url=url)
    (found,) = asyncio.run(
        check_database(Environment(settings, settings.index, limit=2 * PATIENCE))
    )
    return found


def path(url: str) -> Path:
    """Return the file of a SQLite database."""
    return Path(make_url(url).database or "")


def beside(url: str) -> dict[str, tuple[int, bytes]]:
    """Return all files of a folder with their times and contents."""
    files = sorted(path(url).parent.iterdir())
    return {one.name: (one.stat().st_mtime_ns, one.read_bytes()) for one in files}


def test_how_it_is_is_told(url: str) -> None:
    on(url, fill)
    found = looked(url)
    assert (found.schema, found.writable, found.invalid_settings) == (
        schema.REQUIRED_SCHEMA,
        True,
        (),
    )
    assert found.program.split()[0] in {"SQLite", "PostgreSQL"}
    assert found.program.split()[1][0].isdigit()
    assert (found.file is not None) == url.startswith("sqlite")
    assert line(url).state == "good"
    assert schema.REQUIRED_SCHEMA in line(url).text


def test_settings_are_read_of_the_servers_that_are_asked_for(url: str) -> None:
    on(url, fill)
    kept = asyncio.run(read_stored_settings(url, [SERVER, 7], PATIENCE))
    assert kept == {SERVER: on(url, lambda storage: storage.settings(SERVER)).settings}
    assert list(asyncio.run(read_stored_settings(url, [SERVER, OTHER], PATIENCE))) == [
        SERVER,
        OTHER,
    ]


def test_of_another_schema_no_settings_are_read(empty: str) -> None:
    if empty.startswith("sqlite"):
        assert asyncio.run(read_stored_settings(empty, [SERVER], PATIENCE)) == {}
        with closing(sqlite3.connect(path(empty))) as new:
            new.execute("PRAGMA journal_mode=WAL")
    assert asyncio.run(read_stored_settings(empty, [SERVER], PATIENCE)) == {}
    found = line(empty)
    assert (found.state, looked(empty).schema) == ("doubtful", None)
    assert "has no schema yet" in found.text
    assert "concordance db upgrade" in (found.remedy or "")
    asyncio.run(schema.upgrade(empty))
    assert line(empty).state == "good"


def test_a_newer_schema_is_bad(url: str) -> None:
    sql(url, "UPDATE alembic_version SET version_num = '9999'")
    found = line(url)
    assert found.state == "bad"
    assert "has schema 9999" in found.text
    assert "it is newer: update the program" in (found.remedy or "")


def test_settings_that_are_not_taken_are_named(url: str) -> None:
    on(url, lambda storage: storage.change(SERVER, setting(passages=5)))
    sql(url, """UPDATE servers SET settings = '{"passages": 9, "mood": 1}'""")
    found = line(url)
    assert (found.state, found.remedy) == (
        "doubtful",
        "see `concordance db check`, and set them anew in Discord",
    )
    assert found.text.endswith(": mood, passages")


@pytest.mark.parametrize("at_work", [False, True])
def test_a_file_is_not_changed_and_none_is_made(sqlite: str, at_work: bool) -> None:
    on(sqlite, fill)
    with closing(sqlite3.connect(path(sqlite))) as bot:
        if at_work:
            bot.execute("UPDATE servers SET version = version")
            bot.commit()
        else:
            bot.close()
        before = beside(sqlite)
        assert len(before) == (3 if at_work else 1)
        found = looked(sqlite)
        assert found.file is not None
        assert found.file.has_log
        assert beside(sqlite) == before


def test_a_file_that_is_not_there_stays_so(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/data/none.db"
    assert asyncio.run(inspect_database(url, PATIENCE)) is None
    found = line(url)
    assert (found.state, "will be made at the first start" in found.text) == ("good", True)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "data").touch()
    found = line(url)
    assert (found.state, "cannot be made in" in found.text) == ("bad", True)


def test_what_another_program_holds_is_said_to_be(sqlite: str) -> None:
    with closing(sqlite3.connect(path(sqlite), isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        found = line(sqlite)
    assert found.state == "bad"
    assert found.text == "the database is locked by another program"
    assert found.remedy == "wait until that one has finished, or end it"
    assert line(sqlite).state == "good"


@pytest.mark.parametrize("content", [b"no database at all" * 99, b"SQLite format 3\0" * 99])
def test_a_damaged_file_is_said_to_be(sqlite: str, content: bytes) -> None:
    path(sqlite).write_bytes(content)
    found = line(sqlite)
    assert (found.state, found.text) == ("bad", "the database is damaged")
    assert "concordance db restore FILE" in (found.remedy or "")
    assert path(sqlite).read_bytes() == content


def test_a_folder_in_its_place_is_said_to_be(sqlite: str) -> None:
    path(sqlite).unlink()
    path(sqlite).mkdir()
    assert line(sqlite).text == "the database is no file"


def test_rows_without_their_server_are_said_to_be(sqlite: str) -> None:
    with closing(sqlite3.connect(path(sqlite))) as other:
        other.execute("INSERT INTO claims VALUES (5, '2026-01-01')")
        other.commit()
    assert line(sqlite).text == "the database has rows of servers that it has not"


def test_without_a_log_of_writes_the_bot_gives_it_one(sqlite: str) -> None:
    with closing(sqlite3.connect(path(sqlite))) as other:
        other.execute("PRAGMA journal_mode=DELETE")
    found = line(sqlite)
    assert (found.state, "has no log of writes" in found.text) == ("doubtful", True)
    on(sqlite, lambda storage: storage.version(SERVER))
    assert line(sqlite).state == "good"


def test_a_file_that_is_mostly_empty_is_made_anew_from_a_backup(
    sqlite: str, tmp_path: Path
) -> None:
    from bot.storage.backup import restore_backup, write_backup

    on(sqlite, fill)
    with closing(sqlite3.connect(path(sqlite))) as other:
        other.execute("CREATE TABLE large (x)")
        other.execute("INSERT INTO large VALUES (zeroblob(20000000))")
        other.execute("DROP TABLE large")
        other.commit()
    found = line(sqlite)
    assert (found.state, found.text) == ("doubtful", "20 of 20 MB are empty")
    asyncio.run(write_backup(sqlite, tmp_path / "backup"))
    path(sqlite).rename(tmp_path / "aside.db")
    asyncio.run(restore_backup(sqlite, tmp_path / "backup"))
    assert line(sqlite).state == "good"


def test_an_empty_file_is_what_is_left_of_a_database(sqlite: str) -> None:
    path(sqlite).write_bytes(b"")
    found = line(sqlite)
    assert (found.state, found.text) == (
        "bad",
        f"the database is an empty file ({path(sqlite)}), so what it held is lost",
    )
    assert "concordance db restore FILE" in (found.remedy or "")


@pytest.fixture
def sealed(sqlite: str, tmp_path: Path) -> Iterator[str]:
    """Return a database on a disk that can only be read."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounting = ["/bin/mount", "-t", "tmpfs", "-o", "size=4m", "none", str(disk)]
    may = Path(mounting[0]).exists() and not os.geteuid()
    if not may or subprocess.run(mounting, capture_output=True, check=False).returncode:
        pytest.skip("mounting a disk is for root alone")
    try:
        file = Path(path(sqlite).rename(tmp_path / "moved.db"))
        (disk / "settings.db").write_bytes(file.read_bytes())
        subprocess.run(["/bin/mount", "-o", "remount,ro", str(disk)], check=True)
        yield f"sqlite:///{disk}/settings.db"
    finally:
        subprocess.run(["/bin/umount", str(disk)], check=True)


def test_a_disk_that_can_only_be_read_is_said_to_be(sealed: str) -> None:
    found = line(sealed)
    assert found.state == "bad"
    assert found.text.endswith("settings.db can only be read")
    assert "let the bot write the database" in (found.remedy or "")
    missing = line(f"{sealed}.other")
    assert (missing.state, "cannot be made in" in missing.text) == ("bad", True)


def test_postgresql_that_can_only_be_read_is_said_to_be(
    server: PostgreSQL, postgresql: str
) -> None:
    name = make_url(postgresql).database
    server.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    assert line(postgresql).text.endswith("can only be read")
    server.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")
    assert line(postgresql).state == "good"


def test_a_user_of_postgresql_without_rights_cannot_write(
    server: PostgreSQL, postgresql: str
) -> None:
    server.execute("CREATE ROLE reader LOGIN")
    reader = make_url(postgresql).set(username="reader").render_as_string(hide_password=False)
    sql(postgresql, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
    assert line(reader).text.endswith("can only be read")
    sql(postgresql, "GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO reader")
    assert line(reader).state == "good"
    sql(postgresql, "DROP OWNED BY reader")
    server.execute("DROP ROLE reader")


def test_postgresql_that_is_not_there_is_said_to_be_without_its_password() -> None:
    with pytest.raises(StorageError) as caught:
        looked("postgresql://me:hunter2@127.0.0.1:1/name?sslmode=disable")
    assert str(caught.value).startswith("the database does not answer; start it")
    found = line("postgresql://me:hunter2@127.0.0.1:1/name?sslmode=disable")
    assert (found.state, found.text) == ("bad", "the database does not answer")
    assert "hunter2" not in str(found)
