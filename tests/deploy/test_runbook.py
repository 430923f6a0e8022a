"""The runbook, followed as it is written: every step of it, and the bot answers after each."""

import asyncio
import json
import re
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

from tests.bot.opened import opened
from tests.bot.program import HARBOUR, LIBRARY
from tests.bot.storage.acting import SERVER, on, setting
from tests.bot.storage.conftest import made
from tests.deploy.machine import Machine
from tests.deploy.runbook import Operator, Step, Way, blocks, clone
from tests.standin import Channel, Member, StandIn

if TYPE_CHECKING:
    from pgserver.postgres_server import PostgresServer

PAGE = "The lamp is lit before the tide"
CORRECTED = HARBOUR.replace("painted the door green", "painted the door blue")


@dataclass
class Place:
    """A machine, whoever runs it, and a server in which Alice asks."""

    operator: Operator
    discord: StandIn
    channel: Channel
    alice: Member
    port: int

    def asked(self) -> str:
        """Let Alice ask for a page, and return what she is shown."""
        interaction = self.alice.asks(self.channel, "ask", question="What is on page 12?")
        return " ".join(str(one["description"]) for one in interaction.answer()[0].embeds)

    def edition(self) -> str:
        """Return the edition that answers."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics") as answer:
            found = re.search(
                r'concordance_edition_info\{edition="(\w+)"\}', answer.read().decode()
            )
        assert found
        return found[1]

    def changes_from(self, edition: str) -> str:
        """Wait until another edition answers, and return it."""
        end = time.monotonic() + 60
        while (found := self.edition()) == edition:
            assert time.monotonic() < end, f"still {edition}"
        return found


def free() -> int:
    """Return a port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def machine(folder: Path, wheels: Path, tiny: Path) -> Iterator[Place]:
    """Make a machine with nothing on it but a clone, a text, its manifest and a token."""
    root = folder / "machine"
    root.mkdir(parents=True)
    clone(folder / "concordance")
    with StandIn() as discord:
        written = {"harbour.txt": HARBOUR, "library.toml": LIBRARY, "token": f"{discord.token}\n"}
        for name, words in written.items():
            (folder / name).write_text(words, "utf-8")
        operator = Operator(root, wheels, told(folder, root))
        port = free()
        operator.change(
            http_port=port, model=tiny, discord_api=discord.api, discord_gateway=discord.gateway
        )
        server = discord.server("Reading circle")
        left = Machine(root)
        try:
            yield Place(operator, discord, server.channel("general"), server.member("Alice"), port)
        finally:
            ended = {name: left.stop(name) for name in left.running()}
        assert all(ended.values()), ended


def told(folder: Path, root: Path) -> dict[str, str]:
    """Return what stands at the top of the runbook, for a machine."""
    return {
        "SOURCE": f"{folder}/concordance",
        "VERSION": "before",
        "BEFORE": "before",
        "TEXT": f"{folder}/harbour.txt",
        "LIBRARY": f"{folder}/library.toml",
        "TOKEN": f"{folder}/token",
        "BACKUPS": f"{folder}/backups",
        "BACKUP": f"{folder}/backups/settings.jsonl",
        "PROGRAM": f"{root}/opt/concordance",
        "STATE": f"{root}/var/lib/concordance",
        "SECRETS": f"{root}/etc/concordance",
        "UNITS": f"{root}/etc/systemd/system",
    }


@pytest.fixture(scope="module")
def followed(
    tmp_path_factory: pytest.TempPathFactory,
    wheels: Path,
    packages: Path,
    tiny: Path,
    server: "PostgresServer",
) -> Iterator[Mapping[Way, Future[set[Step]]]]:
    """Let two follow the runbook at once, each on a machine of their own: it takes a minute."""
    folder = tmp_path_factory.mktemp("runbook")

    def with_systemd() -> set[Step]:
        with machine(folder / "systemd", wheels, tiny) as place:
            return follow_with_systemd(place, packages)

    def with_compose() -> set[Step]:
        with machine(folder / "compose", wheels, tiny) as place:
            return follow_with_compose(place, packages, made(server, "template1"))

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
    keep(url, 4)
    place.operator("Back up and restore", way, 0)
    keep(url, 5)
    ready(place.operator("Back up and restore", way, 1))
    assert kept(url) == 4
    assert PAGE in place.asked()


def token_rotated(place: Place, way: Way) -> None:
    """Reset the token, so that the old one is refused, and let the bot have the new one."""
    token = f"{place.discord.token}2"
    place.discord.world.do(lambda: setattr(place.discord.world, "token", token))
    Path(place.operator.told["TOKEN"]).write_text(token, "utf-8")
    ready(place.operator("Rotate the token", way))
    assert PAGE in place.asked()


def follow_with_systemd(place: Place, packages: Path) -> set[Step]:
    """Follow the runbook with systemd, and return the steps that were done."""
    operator = place.operator
    state = Path(operator.told["STATE"])
    program = Path(operator.told["PROGRAM"]) / "current/bin/concordance"
    for version in ("before", "after"):
        operator.packages(version, packages / "build")
    operator("Installing a version", "systemd")
    ready(operator("First start", "systemd"))
    assert PAGE in place.asked()
    re_embedded_and_back(place, "systemd")
    backed_up_and_restored(place, "systemd", f"sqlite:///{state}/data/concordance.db")
    operator.told["VERSION"] = "after"
    operator("Installing a version", "systemd")
    ready(operator("Update", "systemd"))
    assert version_of(program) == "concordance 9.9.9"
    assert (state / "before-after.jsonl").is_file()
    assert PAGE in place.asked()
    ready(operator("Roll back", "systemd", 1))
    assert version_of(program) != "concordance 9.9.9"
    token_rotated(place, "systemd")
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
    operator("Changing settings", "Compose")
    assert kept(url) != 4
    ready(operator("Back up and restore", "Compose", 1))
    assert kept(url) == 4
    re_embedded_and_back(place, "Compose")
    operator.told["VERSION"] = "after"
    operator("Installing a version", "Compose")
    ready(operator("Update", "Compose"))
    assert (operator.machine / "images" / "after").is_dir()
    assert PAGE in place.asked()
    ready(operator("Roll back", "Compose", 1))
    token_rotated(place, "Compose")
    return operator.done


def has(image: Path, library: str) -> bool:
    """Say whether an image has a library."""
    python = image / "opt/concordance/bin/python"
    found = f"import importlib.util as u, sys; sys.exit(u.find_spec({library!r}) is None)"
    return subprocess.run([python, "-c", found], check=False).returncode == 0


LATER: Mapping[Way, set[Step]] = {
    "systemd": {
        ("With PostgreSQL", 0),
        ("Changing settings", 0),
        ("Moving to several processes", 0),
    },
    "Compose": {("Moving to several processes", 0)},
}
"""Steps that need what is not built yet; the drop-in for PostgreSQL is verified by itself."""


@pytest.mark.parametrize("way", get_args(Way))
def test_every_step_is_followed_as_it_is_written(
    followed: Mapping[Way, Future[set[Step]]], way: Way
) -> None:
    counted = {heading: len(found) for (heading, its), found in blocks().items() if its == way}
    written = {(heading, number) for heading, many in counted.items() for number in range(many)}
    assert followed[way].result() == written - LATER[way]


def test_every_block_is_bash() -> None:
    for found in blocks().values():
        for one in found:
            assert (
                subprocess.run(["/bin/bash", "-n"], input=one, text=True, check=False).returncode
                == 0
            )
