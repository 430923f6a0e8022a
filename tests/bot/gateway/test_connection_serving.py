"""A connection that is served, within one process: how it stumbles, and how it ends."""

import asyncio
import signal
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from unittest.mock import patch

import pytest

from bot.errors import BotError
from bot.gateway import connection
from bot.gateway.client import SHUTDOWN_GRACE, Bot
from bot.gateway.connection import serve
from bot.servers.shards import Shards
from bot.storage.records import ShardClaim, ShardHolder
from bot.storage.repository import Storage
from tests.support.manual_clock import NOON, Moved
from tests.support.simulated_bot import Log, closed, logged

TOKEN = "MTIz.made-up.not_a_token"  # noqa: S105

Start = Callable[[str], Coroutine[None, None, None]]


LIMIT = {"total": 1000, "remaining": 1000, "reset_after": 7_200_000, "max_concurrency": 16}


async def gateway() -> tuple[int, str, dict[str, int]]:
    """Return what Discord says of its gateway."""
    return 2, "wss://gateway.invalid/", LIMIT


async def nobody(_: ShardClaim) -> ShardHolder | None:
    """Have no shards."""
    return None


async def nothing(_: ShardClaim) -> None:
    """Do nothing."""


def reread() -> None:
    """Read nothing again."""


async def over() -> None:
    """Connect, and come to the end at once."""


def served(
    bot: Bot, start: Start, shards: Shards | None = None, again: Callable[[], None] = reread
) -> tuple[Log, list[str]]:
    """Let a bot serve whose connection is made up; return its log, and how it ended."""
    happened: list[str] = []
    finish, close = bot.finish, bot.close

    async def finished() -> None:
        happened.append("finished")
        await finish()

    async def left() -> None:
        happened.append("closed")
        await close()

    async def login(token: str) -> None:
        await bot._async_setup_hook()
        await start(token)

    made_up = patch.multiple(bot, login=login, connect=over, finish=finished, close=left)
    with logged() as lines, made_up, patch.object(bot.http, "get_bot_gateway", gateway):
        try:
            serve(bot, TOKEN, shards, again)
        except BotError as error:
            happened.append(type(error).__name__)
    assert len(lines.of("stopped")) == 1
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
    assert lines.text.index('"stopping"') < lines.text.index('"stopped"')


def test_a_connection_that_is_refused_ends_with_a_sentence(bot: Bot) -> None:
    async def start(_token: str) -> None:
        raise closed(4004)

    lines, happened = served(bot, start)
    assert happened == ["finished", "closed", "RefusedTokenError"]
    assert lines.of("defect") == []


def test_the_database_is_closed_after_all_that_uses_it(bot: Bot, tmp_path: Path) -> None:
    storage = Storage(f"sqlite:///{tmp_path}/settings.db")
    bot.settings_cache.storage = storage
    closed_at: list[bool] = []
    close = storage.close

    async def closes() -> None:
        closed_at.append(bot.is_closed())
        await close()

    async def start(_token: str) -> None:
        pass

    with patch.multiple(storage, hold_shards=nobody, release_shards=nothing, close=closes):
        assert served(bot, start)[1] == ["finished", "closed"]
    assert closed_at == [True]


def test_a_database_that_hangs_is_not_waited_for(
    bot: Bot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot.settings_cache.storage = Storage(f"sqlite:///{tmp_path}/settings.db")
    monkeypatch.setattr(bot.settings_cache.storage, "hold_shards", nobody)
    monkeypatch.setattr(bot.settings_cache.storage, "release_shards", nothing)
    monkeypatch.setattr(bot.settings_cache.storage, "close", asyncio.Event().wait)
    monkeypatch.setattr(connection, "_STORAGE_SECONDS", 0.01)

    async def start(_token: str) -> None:
        pass

    assert served(bot, start)[1] == ["finished", "closed"]


def test_a_connection_that_just_ends_is_left(bot: Bot) -> None:
    async def start(_token: str) -> None:
        pass

    assert served(bot, start)[1] == ["finished", "closed"]


async def entered(_token: str) -> None:
    """Log in."""


def test_without_being_told_a_process_has_all_shards_that_discord_recommends(bot: Bot) -> None:
    assert served(bot, entered)[1] == ["finished", "closed"]
    assert (bot.own_shards, bot.shard_ids, bot.shard_count) == (Shards.all(2), [0, 1], 2)
    assert bot.turns.concurrency == 16


def test_a_process_has_the_shards_that_it_is_told_to(bot: Bot) -> None:
    assert served(bot, entered, Shards((3, 4), 8))[1] == ["finished", "closed"]
    assert (bot.shard_ids, bot.shard_count) == ([3, 4], 8)


def test_where_fewer_sessions_are_left_than_shards_nothing_connects(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected: list[str] = []

    async def connect() -> None:
        connected.append("connected")

    monkeypatch.setitem(globals(), "over", connect)
    monkeypatch.setitem(LIMIT, "remaining", 1)
    assert served(bot, entered)[1] == ["finished", "closed", "SessionsError"]
    assert connected == []


def test_a_process_that_lost_its_shards_to_another_ends_with_a_sentence(
    bot: Bot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = Storage(f"sqlite:///{tmp_path}/settings.db")
    answers = iter((None, ShardHolder("other", Shards.all(1), NOON)))

    async def hold(_: ShardClaim) -> ShardHolder | None:
        return next(answers)

    bot.settings_cache.storage, bot.clock = storage, Moved(left=9)
    monkeypatch.setitem(globals(), "over", asyncio.Event().wait)
    with patch.multiple(storage, hold_shards=hold, release_shards=nothing):
        lines, happened = served(bot, entered)
    assert happened == ["finished", "closed", "ShardsTakenError"]
    assert lines.of("defect") == []


def test_told_to_read_again_it_does_and_stays(bot: Bot) -> None:
    read: list[str] = []

    def again() -> None:
        read.append("again")
        signal.raise_signal(signal.SIGTERM)

    async def start(_token: str) -> None:
        signal.raise_signal(signal.SIGHUP)
        await asyncio.Event().wait()

    assert served(bot, start, again=again)[1] == ["finished", "closed"]
    assert read == ["again"]


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

    monkeypatch.setattr(connection, "_CLOSE_SECONDS", 0.01)
    assert served(bot, start)[1] == ["finished", "closed"]
    assert swallowed == ["once"]


def test_a_goodbye_that_hangs_is_not_waited_for(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    async def start(_token: str) -> None:
        pass

    async def close() -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(connection, "_CLOSE_SECONDS", 0)
    with (
        logged() as lines,
        patch.multiple(bot, login=start, connect=over, close=close),
        patch.object(bot.http, "get_bot_gateway", gateway),
    ):
        serve(bot, TOKEN, None, reread)
    assert len(lines.of("stopped")) == 1


def test_within_ten_seconds_it_is_gone() -> None:
    assert SHUTDOWN_GRACE + connection._CLOSE_SECONDS + connection._STORAGE_SECONDS < 10
