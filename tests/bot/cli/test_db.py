"""`concordance db`: the database's schema, how it is, its backups; each refusal a sentence."""

import sqlite3
from pathlib import Path

import pytest

from bot.storage import schema
from tests.support.simulated_bot import command
from tests.support.storage_actions import SERVER, everything, fill, on, setting

pytestmark = pytest.mark.usefixtures("bare")

HERE = "sqlite:///data/concordance.db"
NONE = (
    f"has no schema yet, and this version needs {schema.REQUIRED_SCHEMA}; "
    "run `concordance db upgrade`"
)


def test_without_being_told_it_is_a_file_in_data() -> None:
    made, again = command("db", "upgrade"), command("db", "upgrade")
    assert made.out == f"schema {schema.REQUIRED_SCHEMA}; before, there was none\n"
    assert again.out == f"schema {schema.REQUIRED_SCHEMA}: nothing has changed\n"
    assert (made.status, again.status, made.err, again.err) == (0, 0, "", "")
    assert Path("data/concordance.db").is_file()
    assert on(HERE, lambda storage: storage.version(SERVER)) == 0


def test_how_it_is_is_told() -> None:
    command("db", "upgrade")
    empty = f"data/concordance.db: schema {schema.REQUIRED_SCHEMA}, no servers, no changes\n"
    assert command("db", "check").out == empty
    on(HERE, fill)
    found = f"data/concordance.db: schema {schema.REQUIRED_SCHEMA}, 2 servers, 4 changes\n"
    assert command("db", "check").out == found
    with sqlite3.connect("data/concordance.db") as database:
        database.execute("""UPDATE servers SET settings = '{"passages": 9, "mood": 1}'""")
    database.close()
    lines = command("db", "check").out.splitlines()
    assert f"{lines[0]}\n" == found
    assert len(lines) == 5
    assert lines[1].startswith(f"server {SERVER}: the default holds for passages: Input should be")
    (row,) = command("db", "check", "--json").rows
    assert (row["servers"], row["changes"], row["schema"]) == (2, 4, schema.REQUIRED_SCHEMA)
    assert {one["field"] for one in row["unread"]} == {"passages", "mood"}


def test_results_are_printed_as_json_on_demand() -> None:
    wanted = schema.REQUIRED_SCHEMA
    assert command("db", "upgrade", "--json").rows == [{"before": None, "schema": wanted}]
    (written,) = command("db", "backup", "one", "--json").rows
    (restored,) = command("db", "restore", "one", "--json").rows
    assert written == restored
    assert (written["file"], written["schema"], written["rows"]["meta"]) == ("one", wanted, 2)


def test_what_was_backed_up_is_restored() -> None:
    command("db", "upgrade")
    on(HERE, fill)
    kept = on(HERE, everything)
    written = command("db", "backup", "one.db")
    rows = f"schema {schema.REQUIRED_SCHEMA}, 12 rows\n"
    assert written.out == f"one.db: written, {rows}"
    for one in Path("data").iterdir():
        one.unlink()
    assert command("db", "restore", "one.db").out == f"one.db: restored, {rows}"
    assert on(HERE, everything) == kept


def test_only_an_earlier_backup_is_written_over() -> None:
    command("db", "upgrade")
    Path("library.toml").write_text("format = 1\n", "utf-8")
    assert command("db", "backup", "library.toml").refusal == (
        "concordance: library.toml: is there already, and is no backup; name another file\n"
    )
    assert Path("library.toml").read_text("utf-8") == "format = 1\n"
    Path("one.db").touch()
    first, second = command("db", "backup", "one.db"), command("db", "backup", "one.db")
    written = f"one.db: written, schema {schema.REQUIRED_SCHEMA}, no rows\n"
    assert (first.out, second.out) == (written, written)


def test_what_is_kept_is_replaced_only_on_demand() -> None:
    command("db", "upgrade")
    command("db", "backup", "one.db")
    on(HERE, lambda storage: storage.change(SERVER, setting(passages=5)))
    assert command("db", "check").out.endswith("1 server, 1 change\n")
    assert command("db", "restore", "one.db").refusal == (
        "concordance: the database keeps settings already; make a backup of it first, then say "
        "--replace to put the other in its place\n"
    )
    assert on(HERE, lambda storage: storage.version(SERVER)) == 1
    assert command("db", "restore", "one.db", "--replace").status == 0
    assert on(HERE, lambda storage: storage.version(SERVER)) == 0


def test_postgresql_is_left_to_its_own_programs_and_no_password_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CONCORDANCE_DATABASE_URL", "postgresql://me:hunter2@host/name")
    Path("one").write_bytes(b"PGDMP")
    words = "concordance: the database is PostgreSQL, which has its own programs for that; run "
    for name, program in (
        ("backup", "pg_dump --format=custom --file=one --dbname=postgresql://me@host/name"),
        ("restore", "pg_restore --clean --if-exists --dbname=postgresql://me@host/name one"),
    ):
        assert command("db", name, "one").refusal == f"{words}`{program}`\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check"], f"the database {NONE}"),
        (["backup", "one"], f"the database {NONE}"),
        (["restore", "none"], "none: cannot be read (No such file or directory); name another"),
        (["restore", "."], ".: cannot be read (Is a directory); name another file"),
        (["restore", "text"], "text: is damaged, or no backup of Concordance; name another file"),
        ([], "Missing command."),
        (["backup"], "Missing argument 'FILE'."),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(arguments: list[str], words: str) -> None:
    Path("text").write_text("Anything", "utf-8")
    assert command("db", *arguments).refusal.startswith(f"concordance: {words}")
    assert not Path("data").exists()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://me:hunter2@host/name", "CONCORDANCE_DATABASE_URL: sqlite:///FILE or postgresql"),
        ("sqlite:///:memory:", "the database has an address that names no file; CONCORDANCE_"),
        ("sqlite:///one?mode=hunter2", "the database has an address with more than a file in it"),
        ("postgresql://me:hunter2@:x:x/x", "the database has an address that is none; CONCORDANCE"),
        (
            "postgresql://me:hunter2@host/name?colour=hunter2",
            "the database has an address with a part that is not used here (colour); CONCORDANCE_",
        ),
        (
            "postgresql://me:hunter2@/name?host=one&host=two",
            "the database has an address whose hosts and ports do not fit (All ports are required",
        ),
        (
            "postgresql://me:hunter2@host/name?port=five",
            "the database has an address whose hosts and ports do not fit (Received non-integer",
        ),
        ("postgresql://me:hunter2@host:70000/name", "the database has an address with a port that"),
        ("postgresql://me:hunter2@host/name?ssl=yes", "the database has an address with an ssl th"),
        (
            "postgresql://me:hunter2@host/name?ssl=allow&ssl=prefer",
            "the database has an address with an ssl that is none of disable, allow, prefer",
        ),
        ("postgresql://me:hunter2@host/na%00me", "the database has an address with a NUL in it"),
        (
            "postgresql://me:hunter2@127.0.0.1:1/name?sslmode=disable",
            "the database does not answer; start it, or look at the network and at CONCORDANCE_",
        ),
    ],
)
def test_an_address_of_no_use_is_refused_and_no_password_told(
    url: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONCORDANCE_DATABASE_URL", url)
    refusal = command("db", "check").refusal
    assert refusal.startswith(f"concordance: {words}")
    assert "hunter2" not in refusal


def test_a_damaged_file_is_told_with_the_remedy() -> None:
    command("db", "upgrade")
    on(HERE, lambda storage: storage.change(SERVER, setting(passages=5)))
    command("db", "backup", "backup")
    Path("data/concordance.db").write_bytes(b"no database at all" * 99)
    refusal = command("db", "check").refusal
    remedy = "put its file aside, then restore a backup with `concordance db restore FILE`"
    assert refusal == f"concordance: the database is damaged; {remedy}\n"
    for one in Path("data").iterdir():
        one.rename(one.name)
    assert command("db", "restore", "backup").status == 0
    assert on(HERE, lambda storage: storage.version(SERVER)) == 1


def test_rows_without_their_server_are_told() -> None:
    command("db", "upgrade")
    with sqlite3.connect("data/concordance.db") as database:
        database.execute("INSERT INTO claims VALUES (5, '2026-01-01')")
    database.close()
    assert "has rows of servers that it has not" in command("db", "check").refusal
