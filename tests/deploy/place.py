"""Where the runbook is followed: a machine, a bot that is asked, and whoever asks."""

import re
import secrets
import socket
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.deploy.machine import Machine
from tests.deploy.runbook import Operator, clone
from tests.standin import Channel, Member, StandIn
from tests.support.cli_program import HARBOUR, LIBRARY


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
        return answered(self.alice, self.channel)

    def asked_of(self, shard: int, count: int) -> str:
        """Let somebody ask in a server of a shard, and return what they are shown."""
        server = self.discord.server(f"Circle {shard}", shard=(shard, count))
        return answered(server.member("Bob"), server.channel("general"))

    def logged(self, words: str) -> None:
        """Wait until the bot has said something."""
        (log,) = self.operator.machine.glob("*.log")
        end = time.monotonic() + 60
        while words not in log.read_text("utf-8"):
            assert time.monotonic() < end, log.read_text("utf-8")

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


def answered(who: Member, channel: Channel) -> str:
    """Let somebody ask for a page in a channel, and return what they are shown."""
    interaction = who.asks(channel, "ask", question="What is on page 12?")
    return " ".join(str(one["description"]) for one in interaction.answer()[0].embeds)


def free() -> int:
    """Return a port that nothing listens on, and neither on the next two.

    It is none of those that the system gives to connections, which may take it meanwhile.
    """
    while True:
        port = 10_000 + secrets.randbelow(20_000)
        with suppress(OSError):
            for number in range(port, port + 3):
                socket.create_server(("127.0.0.1", number)).close()
            return port


@contextmanager
def machine(folder: Path, wheels: Path, tiny: Path) -> Iterator[Place]:
    """Make a machine with nothing on it but a clone, a text, its manifest and a token."""
    root = folder / "machine"
    root.mkdir(parents=True)
    clone(folder / "concordance")
    with StandIn() as discord:
        # whoever follows the runbook here restarts the bot sooner than a person could
        discord.world.gateway.patient = False
        written = {"harbour.txt": HARBOUR, "library.toml": LIBRARY, "token": f"{discord.token}\n"}
        for name, words in written.items():
            (folder / name).write_text(words, "utf-8")
        operator = Operator(root, wheels, told(folder, root))
        port = free()
        operator.told["PORT"] = str(port + 1)
        (root / "second-port").write_text(str(port + 1), "utf-8")
        operator.change(
            http_port=port, model=tiny, discord_api=discord.api, discord_gateway=discord.gateway
        )
        server = discord.server("Reading circle")
        alice = server.member("Alice", permissions=["ADMINISTRATOR"])
        left = Machine(root)
        try:
            yield Place(operator, discord, server.channel("general"), alice, port)
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
        "ADDRESS": f"{folder}/address",
        "BACKUPS": f"{folder}/backups",
        "BACKUP": f"{folder}/backups/settings.backup",
        "PROGRAM": f"{root}/opt/concordance",
        "STATE": f"{root}/var/lib/concordance",
        "SECRETS": f"{root}/etc/concordance",
        "UNITS": f"{root}/etc/systemd/system",
    }
