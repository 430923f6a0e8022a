"""`concordance doctor`: a whole installation, its status for scripts, and no secret told."""

import asyncio
import re
import shutil
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.storage.schema import upgrade
from tests.project.test_docs import OPERATORS
from tests.standin import StandIn, once
from tests.standin.permissions import value
from tests.support.cli_program import process
from tests.support.simulated_bot import command

DISCORD = ("token", "commands", "permissions", "clock")


def everything(home: Path) -> dict[str, tuple[int, int]]:
    """Return every file and folder with its time and its size."""
    found = {str(one.relative_to(home)): one.lstat() for one in sorted(home.rglob("*"))}
    return {
        name: (one.st_mtime_ns, 0 if stat.S_ISDIR(one.st_mode) else one.st_size)
        for name, one in found.items()
    }


def test_where_everything_is_in_place_all_is_good_and_nothing_is_changed(home: Path) -> None:
    asyncio.run(upgrade("sqlite:///data/concordance.db"))
    with StandIn() as discord:
        discord.server("Reading circle").channel("general")
        assert once(discord, "sync", home=home).status == 0
        before = everything(home)
        ended = once(discord, "doctor", "--json", "--limit", "100", home=home)
    assert [row for row in ended.rows if row["state"] != "good"] == []
    assert set(DISCORD) < {row["check"] for row in ended.rows}
    assert [*ended.rows[0]] == ["check", "state", "found", "mend"]
    assert ended.err == ""
    assert everything(home) == before


@pytest.mark.usefixtures("home")
def test_the_status_tells_a_script_whether_something_is_bad(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CONCORDANCE_TOKEN", "MTIzNDU2.made-up.not_a_token")
    assert command("doctor", "--offline").status == 0
    text = Path("data/harbour.txt")
    text.write_text(text.read_text("utf-8") + "\nThe tide went out.\n", "utf-8")
    doubtful, strict = command("doctor", "--offline"), command("doctor", "--offline", "--strict")
    assert (doubtful.status, strict.status) == (0, 2)
    assert doubtful.out.endswith(", 1 doubtful, 0 bad\n")
    assert not any(f" {name} " in doubtful.out for name in DISCORD[1:])
    monkeypatch.delenv("CONCORDANCE_TOKEN")
    bad = command("doctor", "--offline")
    assert (bad.status, bad.err) == (2, "")
    assert bad.out.endswith(", 1 doubtful, 1 bad\n")


@pytest.mark.usefixtures("home")
def test_another_index_can_be_named() -> None:
    ended = command("doctor", "--offline", "--index", "elsewhere")
    assert ended.status == 2
    assert "bad       index        there is no index in elsewhere\n" in ended.out


@pytest.mark.usefixtures("home")
def test_a_wrong_setting_hides_nothing_that_does_not_need_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CONCORDANCE_DATABASE_URL", "hunter2")
    ended = command("doctor", "--offline")
    assert ended.status == 2
    assert ended.out.startswith("bad       settings     CONCORDANCE_DATABASE_URL: sqlite:///FILE")
    assert "doubtful  database     not looked at: CONCORDANCE_DATABASE_URL is wrong\n" in ended.out
    assert "good      index " in ended.out
    assert "hunter2" not in ended.out + ended.err


@pytest.mark.parametrize("limit", ["0", "601", "soon"])
def test_what_is_no_time_is_refused(limit: str) -> None:
    assert "--limit" in command("doctor", "--limit", limit).refusal


@contextmanager
def silent() -> Iterator[int]:
    """Hold a port on which connections are taken and nobody ever answers."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def test_hosts_that_hang_do_not_hang_it_and_no_secret_is_told(home: Path) -> None:
    token, password = "MTIzNDU2.made-up.not_a_token", "hunter2"
    with silent() as port:
        more = {
            "CONCORDANCE_TOKEN": token,
            "CONCORDANCE_DISCORD_API": f"http://127.0.0.1:{port}/api",
            "CONCORDANCE_DATABASE_URL": f"postgresql://me:{password}@127.0.0.1:{port}/name",
        }
        ended = process(home, "doctor", "--limit", "2", more=more)
    assert ended.status == 2
    for name in ("database", "token"):
        assert re.search(rf"^bad +{name} +", ended.out, re.MULTILINE), ended.out
    for secret in (token, password):
        assert secret not in ended.out + ended.err


def normalised(line: str) -> str:
    """Return a line without what differs from day to day and from machine to machine."""
    line = re.sub(r"[0-9a-f]{16}-\d+", "EDITION", re.sub(r"(processor +).*", r"\1", line))
    return re.sub(r"\d[\d,.:-]*", "0", line)


def test_the_operators_example_is_what_is_printed(sample_index: Path, tmp_path: Path) -> None:
    (example,) = re.findall(r"```\n(good      index .*?)```", OPERATORS, re.DOTALL)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "index").symlink_to(sample_index)
    with StandIn() as discord:
        server = discord.server("Reading circle")
        server.channel("general")
        lacking = server.roles[server.id]
        discord.world.do(
            lambda: setattr(lacking, "permissions", lacking.permissions & ~value(["EMBED_LINKS"]))
        )
        ended = once(discord, "doctor", "--limit", "100", home=tmp_path)
    shutil.rmtree(tmp_path / "data")
    printed = [normalised(line) for line in ended.out.splitlines()]
    shown = [normalised(line) for line in example.splitlines()]
    assert shown == printed
