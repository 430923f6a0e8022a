"""`concordance sync`: what it registers where, and what it prints of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from discord.app_commands import AppCommand

from bot.cogs.ask import LOOK_UP
from bot.errors import ServerError
from bot.gateway import connection
from bot.gateway.client import Bot
from bot.gateway.connection import Registration
from bot.process import log_setup
from tests.support.simulated_bot import command

TOKEN = "MTIz.made-up.not_a_token"  # noqa: S105
INVITATION = "https://discord.com/oauth2/authorize?client_id=42"
Register = Callable[[Bot, str, int | None], Registration]


@pytest.fixture(autouse=True)
def _token(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in an empty folder, told nothing but the token."""
    del bare
    monkeypatch.setenv("CONCORDANCE_TOKEN", TOKEN)


def row(number: int, name: str, kind: int) -> AppCommand:
    """Return a command as Discord has it once it is registered."""
    state: Any = None
    data: Any = {
        "id": str(number),
        "application_id": "42",
        "name": name,
        "description": "Ask “the text”." if kind == 1 else "",
        "type": kind,
        "version": "1",
        "default_member_permissions": None,
    }
    return AppCommand(data=data, state=state)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int | None]:
    """Return the servers to come that commands are registered for."""
    servers: list[int | None] = []

    def register(bot: Bot, token: str, server: int | None, *, remove: bool) -> Registration:
        assert isinstance(bot, Bot)
        if remove:
            return Registration((), INVITATION)
        assert token == TOKEN
        assert TOKEN in log_setup._secrets
        servers.append(server)
        return Registration((row(7, "ask", 1), row(8, LOOK_UP, 3)), INVITATION)

    monkeypatch.setattr(connection, "register_commands", register)
    return servers


@pytest.mark.parametrize(
    ("arguments", "server", "where"),
    [([], None, "all servers"), (["--server", "77"], 77, "server 77")],
)
def test_what_is_registered_is_printed_with_the_invitation(
    arguments: list[str], server: int | None, where: str, asked: list[int | None]
) -> None:
    ended = command("sync", *arguments)
    assert (ended.status, ended.err, asked) == (0, "", [server])
    lines = ended.out.splitlines()
    assert lines[:2] == [f"ask: registered for {where}", f"{LOOK_UP}: registered for {where}"]
    assert lines[-1] == f"To invite the bot into a server, open {INVITATION}"
    assert ("they stand twice" in ended.out) == (server is not None)


def test_what_stands_twice_can_be_removed(asked: list[int | None]) -> None:
    ended = command("sync", "--server", "77", "--remove")
    assert ended.out.startswith("server 77: has no commands of its own any more\n")
    assert "--remove needs the server" in command("sync", "--remove").refusal
    assert asked == []


def test_as_json_a_command_is_an_object_a_line_and_nothing_else(asked: list[int | None]) -> None:
    ended = command("sync", "--json")
    assert [(one["id"], one["name"], one["type"]) for one in ended.rows] == [
        (7, "ask", 1),
        (8, LOOK_UP, 3),
    ]
    assert "“the text”" in ended.out
    assert asked == [None]


@pytest.mark.parametrize("server", ["0", "-1", "here"])
def test_what_is_no_server_is_refused(server: str, asked: list[int | None]) -> None:
    assert "--server" in command("sync", "--server", server).refusal
    assert asked == []


def test_no_index_is_needed(asked: list[int | None]) -> None:
    assert command("sync").status == 0
    assert asked == [None]


def test_a_server_without_the_bot_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def register(_bot: Bot, _token: str, server: int | None, *, remove: bool) -> Registration:
        assert not remove
        raise ServerError(server or 0)

    monkeypatch.setattr(connection, "register_commands", register)
    refusal = command("sync", "--server", "77").refusal
    assert "no commands can be registered for the server 77; " in refusal


def test_the_addresses_that_are_set_are_used(
    asked: list[int | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    pointed: list[str] = []
    monkeypatch.setenv("CONCORDANCE_DISCORD_API", "http://localhost:1/api/v10")
    monkeypatch.setattr(
        connection, "set_discord_addresses", lambda one: pointed.append(str(one.discord_api))
    )
    assert command("sync").status == 0
    assert pointed == ["http://localhost:1/api/v10"]
    assert asked == [None]
