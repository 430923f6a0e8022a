"""A connection that is served, within one process: how it stumbles, and how it ends."""

import asyncio
import signal
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from tenacity import wait_none

from bot import connection
from bot.client import IN_FLIGHT, Bot
from bot.connection import serve
from bot.errors import BotError
from bot.storage.repository import Storage
from tests.bot.in_process import Log, closed, logged

TOKEN = "MTIz.made-up.not_a_token"  # noqa: S105

Start = Callable[[str], Coroutine[None, None, None]]


async def over() -> None:
    """Connect, and come to the end at once."""


def served(bot: Bot, start: Start) -> tuple[Log, list[str]]:
    """Let a bot serve whose connection is made up; return its log, and how it ended."""
    happened: list[str] = []
    finish, close = bot.finish, bot.close

    async def finished() -> None:
        happened.append("finished")
        await finish()

    async def left() -> None:
        happened.append("closed")
        await close()

    made_up = patch.multiple(bot, login=start, connect=over, finish=finished, close=left)
    with logged() as lines, made_up:
        try:
            serve(bot, TOKEN)
        except BotError as error:
            happened.append(type(error).__name__)
    assert len(lines.of("left")) == 1
    assert bot.is_closed()
    return lines, happened


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_leave_it_finishes_and_says_goodbye(number: signal.Signals, bot: Bot) -> None:
    tokens: list[str] = []
    ended: list[str] = []

    async def start(token: str) -> None:
        tokens.append(token)
        signal.raise_signal(number)
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("connection")

    lines, happened = served(bot, start)
    assert (tokens, ended, happened) == ([TOKEN], ["connection"], ["finished", "closed"])
    assert lines.text.index('"leaving"') < lines.text.index('"left"')


def test_a_connection_that_is_refused_ends_with_a_sentence(bot: Bot) -> None:
    async def start(_token: str) -> None:
        raise closed(4004)

    lines, happened = served(bot, start)
    assert happened == ["finished", "closed", "RefusedTokenError"]
    assert lines.of("defect") == []


def test_the_database_is_closed_after_all_that_uses_it(bot: Bot, tmp_path: Path) -> None:
    storage = Storage(f"sqlite:///{tmp_path}/settings.db")
    bot.servers.storage = storage
    closed_at: list[bool] = []
    close = storage.close

    async def closes() -> None:
        closed_at.append(bot.is_closed())
        await close()

    async def start(_token: str) -> None:
        pass

    with patch.object(storage, "close", closes):
        assert served(bot, start)[1] == ["finished", "closed"]
    assert closed_at == [True]


def test_a_database_that_hangs_is_not_waited_for(
    bot: Bot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot.servers.storage = Storage(f"sqlite:///{tmp_path}/settings.db")
    monkeypatch.setattr(bot.servers.storage, "close", asyncio.Event().wait)
    monkeypatch.setattr(connection, "_CLOSING", 0.01)

    async def start(_token: str) -> None:
        pass

    assert served(bot, start)[1] == ["finished", "closed"]


def test_a_connection_that_just_ends_is_left(bot: Bot) -> None:
    async def start(_token: str) -> None:
        pass

    assert served(bot, start)[1] == ["finished", "closed"]


def test_an_event_that_is_stumbled_over_is_a_defect_and_the_bot_connects_anew(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sockets: list[str] = []

    class Socket:
        async def close(self) -> None:
            sockets.append("closed")

    async def start(_token: str) -> None:
        socket: Any = Socket()
        bot.ws = socket

    async def connect() -> None:
        if len(sockets) < 2:
            raise KeyError("bitrate")
        bot.ws = None  # type: ignore[assignment]

    monkeypatch.setattr(connection, "_ANEW", wait_none())
    monkeypatch.setitem(globals(), "over", connect)
    lines, happened = served(bot, start)
    assert happened == ["finished", "closed"]
    assert sockets == ["closed", "closed"]
    assert [one["exception"][0] for one in lines.of("defect")] == ["builtins.KeyError"] * 2
    assert "bitrate" not in lines.text


def test_a_cancellation_that_is_swallowed_is_repeated(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    swallowed: list[str] = []

    async def start(_token: str) -> None:
        signal.raise_signal(signal.SIGTERM)
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        swallowed.append("once")
        await asyncio.Event().wait()

    monkeypatch.setattr(connection, "_GOODBYE", 0.01)
    assert served(bot, start)[1] == ["finished", "closed"]
    assert swallowed == ["once"]


def test_a_goodbye_that_hangs_is_not_waited_for(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    async def start(_token: str) -> None:
        pass

    async def close() -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(connection, "_GOODBYE", 0)
    with logged() as lines, patch.multiple(bot, login=start, connect=over, close=close):
        serve(bot, TOKEN)
    assert len(lines.of("left")) == 1


def test_within_ten_seconds_it_is_gone() -> None:
    assert IN_FLIGHT + connection._GOODBYE + connection._CLOSING < 10
