"""The first start, step by step as docs/operators.md tells it, against the stand-in."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import discord as library
import pytest

from tests.conftest import ROOT
from tests.standin import StandIn, once, running

GUIDE = (ROOT / "docs" / "operators.md").read_text("utf-8")
STEPS = GUIDE.partition("## The first start")[2].partition("\n## ")[0]


@pytest.mark.slow
def test_the_first_start_works_as_it_is_told(tmp_path: Path) -> None:
    assert re.findall(r"^   concordance (.*)$", STEPS, re.MULTILINE) == [
        "build ~/essay.txt",
        "sync",
        "run",
    ]
    essay, token = tmp_path / "essay.txt", tmp_path / "token"
    essay.write_bytes((ROOT / "data" / "sample" / "essay.txt").read_bytes())
    with StandIn() as discord:
        token.write_text(f"{discord.token}\n", "utf-8")
        server = discord.server("Reading circle", installed=False)
        told = {"token": "", "token_file": token}
        assert once(discord, "build", str(essay), home=tmp_path, **told).status == 0
        synced = once(discord, "sync", home=tmp_path, **told)
        assert invited(synced.out.splitlines()[-1], discord) == set(named())
        server.installs_bot()
        alice, channel = server.member("Alice"), server.channel("general")
        with running(discord, home=tmp_path, **told) as bot:
            (answer,) = alice.asks(channel, "ask", question="Who saved Chernov?").answer()
            assert answer.embeds
            bot.says('"ready"')


def invited(line: str, discord: StandIn) -> set[str]:
    """Return the permissions that the address at the end of a line asks for."""
    asked = parse_qs(urlsplit(line.rpartition(" ")[2]).query)
    assert asked["client_id"] == [str(discord.world.application)]
    assert asked["scope"] == ["bot applications.commands"]
    permissions = library.Permissions(int(asked["permissions"][0]))
    return {name for name, given in permissions if given}


def named() -> list[str]:
    """Return the permissions that the guide names, as discord.py does."""
    step = re.sub(r"\s+", " ", STEPS.partition("3. **")[2].partition("```")[0])
    return [
        name.lower().replace(" ", "_").replace("view_channels", "read_messages")
        for name in re.findall(r"\*((?:View|Send|Create|Embed|Attach|Read)[\w ]+)\*", step)
    ]
