"""The runbook, followed as it is written: every step of it, and the bot answers after each."""

import asyncio
import json
import stat
import subprocess
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import get_args

import pytest

from tests.deploy.place import Place, machine
from tests.deploy.runbook import Step, Way, blocks
from tests.standin import Message
from tests.support.cli_program import HARBOUR
from tests.support.maintained_bot import buttons
from tests.support.open_storage import opened
from tests.support.postgresql import PostgreSQL
from tests.support.storage_actions import SERVER, on, setting

PROGRAMS = "pg_dump", "pg_restore"
PAGE = "The lamp is lit before the tide"
CORRECTED, AGAIN = (
    HARBOUR.replace("painted the door green", f"painted the door {colour}")
    for colour in ("blue", "red")
)


@pytest.fixture(scope="module")
def followed(
    tmp_path_factory: pytest.TempPathFactory,
    wheels: Path,
    packages: Path,
    tiny: Path,
    server: PostgreSQL,
) -> Iterator[Mapping[Way, Future[set[Step]]]]:
    """Let two follow the runbook at once, each on a machine of their own: it takes minutes."""
    folder = tmp_path_factory.mktemp("runbook")
    urls = [server.create_database() for _ in range(2)]

    def with_systemd() -> set[Step]:
        with machine(folder / "systemd", wheels, tiny) as place:
            place.operator.find(server.programs, *PROGRAMS)
            return follow_with_systemd(place, packages, urls[0])

    def with_compose() -> set[Step]:
        with machine(folder / "compose", wheels, tiny) as place:
            place.operator.find(server.programs, *PROGRAMS)
            return follow_with_compose(place, packages, urls[1])

    with ThreadPoolExecutor(2) as both:
        yield {"systemd": both.submit(with_systemd), "Compose": both.submit(with_compose)}


def ready(printed: str) -> None:
    """Hold that everything is ready."""
    answer = json.loads(printed.splitlines()[-1])
    assert answer == dict.fromkeys(("gateway", "index", "database"), "ready")


def kept(url: str) -> int:
    """Return how many passages a server's settings say."""
    return on(url, lambda storage: storage.settings(SERVER)).settings.passages


def keep(url: str, passages: int) -> None:
    """Let a server's settings say how many passages."""

    async def change() -> None:
        async with opened(url) as storage:
            await storage.change(SERVER, setting(passages=passages))

    asyncio.run(change())


def re_embedded_and_back(place: Place, way: Way) -> None:
    """Correct the text, let the candidate go live, and go back."""
    first = place.edition()
    Path(place.operator.told["TEXT"]).write_text(CORRECTED, "utf-8")
    told = place.operator("Re-embed a corrected text", way)
    assert "blue" in told
    second = place.changes_from(first)
    assert PAGE in place.asked()
    place.operator("Roll back", way, 0)
    assert place.changes_from(second) == first
    assert PAGE in place.asked()


def backed_up_and_restored(place: Place, way: Way, url: str) -> None:
    """Back settings up, change them, and restore what they were."""
    of_postgresql = url.startswith("postgresql")
    heading = "Back up and restore PostgreSQL" if of_postgresql else "Back up and restore"
    keep(url, 4)
    place.operator(heading, way, 0)
    file = Path(place.operator.told["BACKUP"])
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_bytes().startswith(b"PGDMP" if of_postgresql else b"SQLite format 3\0")
    keep(url, 5)
    ready(place.operator(heading, way, 1))
    assert kept(url) == 4
    assert PAGE in place.asked()


def token_rotated(place: Place, way: Way) -> None:
    """Reset the token, so that the old one is refused, and let the bot have the new one."""
    token = f"{place.discord.token}2"
    place.discord.world.do(lambda: setattr(place.discord.world, "token", token))
    Path(place.operator.told["TOKEN"]).write_text(token, "utf-8")
    ready(place.operator("Rotate the token", way))
    assert PAGE in place.asked()


def maintainers_let_in(place: Place, way: Way) -> None:
    """Let Alice, who is named as a maintainer already, correct the text from Discord."""
    ready(place.operator("Letting maintainers in", way))
    first = place.edition()
    file = place.discord.upload("harbour.txt", AGAIN.encode())
    built = place.alice.asks(place.channel, "maintain build", file=file)

    def candidates() -> list[Message]:
        return [one for one in built.visible if "Promote" in buttons(one)]

    place.discord.wait(candidates, f"a candidate of {built}", within=120)
    place.alice.presses(candidates()[0], "Promote")
    assert place.changes_from(first)
    assert PAGE in place.asked()


def divided(place: Place, way: Way) -> None:
    """Divide the bot between two processes, each of which answers in its servers."""
    place.discord.recommends(32, at_once=32)
    told = place.operator("Moving to several processes", way).splitlines()[-2:]
    parts = ("gateway", "index", "database")
    for line, half in zip(told, (range(16), range(16, 32)), strict=True):
        names = (*parts, *(f"shard {one}" for one in half))
        assert json.loads(line) == dict.fromkeys(names, "ready")
        assert PAGE in place.asked_of(half[0], 32)
    assert place.discord.shards == [(one, 32) for one in range(32)]


def settings_read_again(place: Place) -> None:
    """Name Alice as a maintainer while the bot runs: it begins no new session."""
    place.operator.change(maintainers=place.alice.id)
    sessions = len(place.discord.sessions)
    place.operator("Changing settings", "systemd")
    place.logged('"settings_reloaded"')
    assert place.alice.asks(place.channel, "maintain editions").answer()[0].embeds
    assert len(place.discord.sessions) == sessions


def follow_with_systemd(place: Place, packages: Path, url: str) -> set[Step]:
    """Follow the runbook with systemd, in SQLite and then in PostgreSQL."""
    operator = place.operator
    state = Path(operator.told["STATE"])
    program = Path(operator.told["PROGRAM"]) / "current/bin/concordance"
    for version in ("before", "after"):
        operator.packages(version, packages / "build")
    operator("Installing a version", "systemd")
    ready(operator("First start", "systemd"))
    assert PAGE in place.asked()
    re_embedded_and_back(place, "systemd")
    settings_read_again(place)
    backed_up_and_restored(place, "systemd", f"sqlite:///{state}/data/concordance.db")
    Path(operator.told["ADDRESS"]).write_text(url, "utf-8")
    operator("With PostgreSQL", "systemd")
    ready(operator("Back up and restore", "systemd", 1))
    assert kept(url) == 4
    backed_up_and_restored(place, "systemd", url)
    operator.told["VERSION"] = "after"
    operator("Installing a version", "systemd")
    ready(operator("Update", "systemd"))
    assert version_of(program) == "concordance 9.9.9"
    assert PAGE in place.asked()
    ready(operator("Roll back", "systemd", 1))
    assert version_of(program) != "concordance 9.9.9"
    token_rotated(place, "systemd")
    maintainers_let_in(place, "systemd")
    divided(place, "systemd")
    return operator.done


def version_of(program: Path) -> str:
    """Return what a program says of its version."""
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def follow_with_compose(place: Place, packages: Path, url: str) -> set[Step]:
    """Follow the runbook with Compose, in SQLite and then in PostgreSQL."""
    operator = place.operator
    (operator.machine / "packages").symlink_to(packages)
    operator("Installing a version", "Compose")
    images = operator.machine / "images" / "before"
    assert [has(images / one, "torch") for one in ("last", "build")] == [False, True]
    assert has(images / "last", "onnxruntime")
    ready(operator("First start", "Compose"))
    assert PAGE in place.asked()
    backed_up_and_restored(
        place, "Compose", f"sqlite:///{operator.machine}/volumes/state/concordance.db"
    )
    (operator.machine / "database").write_text(url, "utf-8")
    operator("With PostgreSQL", "Compose")
    operator.change(maintainers=place.alice.id)
    operator("Changing settings", "Compose")
    assert kept(url) != 4
    ready(operator("Back up and restore", "Compose", 1))
    assert kept(url) == 4
    backed_up_and_restored(place, "Compose", url)
    re_embedded_and_back(place, "Compose")
    operator.told["VERSION"] = "after"
    operator("Installing a version", "Compose")
    ready(operator("Update", "Compose"))
    assert (operator.machine / "images" / "after").is_dir()
    assert PAGE in place.asked()
    ready(operator("Roll back", "Compose", 1))
    token_rotated(place, "Compose")
    maintainers_let_in(place, "Compose")
    divided(place, "Compose")
    return operator.done


def has(image: Path, library: str) -> bool:
    """Say whether an image has a library."""
    python = image / "opt/concordance/bin/python"
    found = f"import importlib.util as u, sys; sys.exit(u.find_spec({library!r}) is None)"
    return subprocess.run([python, "-c", found], check=False).returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("way", get_args(Way))
def test_every_step_is_followed_as_it_is_written(
    followed: Mapping[Way, Future[set[Step]]], way: Way
) -> None:
    counted = {heading: len(found) for (heading, its), found in blocks().items() if its == way}
    written = {(heading, number) for heading, many in counted.items() for number in range(many)}
    assert followed[way].result() == written


@pytest.mark.parametrize(
    ("address", "password", "rest"),
    [
        ("postgresql://me:hunter2@host/name", "hunter2", "me@host/name"),
        (
            "postgresql://me:a%2Fb%40*@host:5433/name?sslmode=require",
            "a/b@*",
            "me@host:5433/name?sslmode=require",
        ),
        ("postgresql://me:@/name?host=/tmp", "", "me@/name?host=/tmp"),
    ],
)
def test_the_password_is_no_argument_of_postgresqls_programs(
    address: str, password: str, rest: str, tmp_path: Path
) -> None:
    (tmp_path / "database-url").write_text(f"{address}\n", "utf-8")
    (told,) = blocks()["Running Concordance", None]
    program = tmp_path / "program"
    program.write_text('#!/bin/bash\necho "$PGPASSWORD" "$@"\n', "utf-8")
    program.chmod(0o700)
    done = subprocess.run(
        ["/bin/bash", "-eu"],
        input=f"git() {{ echo v1; }}\n{told}\nSECRETS={tmp_path}\n"
        f"with_address {program} --clean two",
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"{password} --dbname=postgresql://{rest} --clean two\n"


def test_every_block_is_bash() -> None:
    for found in blocks().values():
        for one in found:
            assert (
                subprocess.run(["/bin/bash", "-n"], input=one, text=True, check=False).returncode
                == 0
            )
