"""What the tests of the storage do with it, and what must hold of it whatever was done."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import select, text

from bot.servers.records import HistoryEntry, SettingsChange, StoredSettings
from bot.servers.settings import ServerSettings
from bot.storage.database import Database
from bot.storage.records import LoggedQuestion, MemberBlock
from bot.storage.repository import Storage
from bot.storage.tables import metadata
from tests.support.open_storage import opened

Result = TypeVar("Result")

SERVER, OTHER = 1 << 60, (1 << 60) + 1
ALICE, BOB = (1 << 63) + 7, 4
NOW = datetime(2026, 3, 4, 5, 6, 7, 890, UTC)
DAY = timedelta(days=1)


def on(url: str, act: Callable[[Storage], Awaitable[Result]]) -> Result:
    """Do something with the storage of a database."""

    async def acted() -> Result:
        async with opened(url) as storage:
            return await act(storage)

    return asyncio.run(acted())


def sql(url: str, *statements: str) -> list[Any]:
    """Run statements in a database, and return the rows of the last."""

    async def ran() -> list[Any]:
        database = Database(url)
        async with database.writing() as connection:
            for one in statements:
                done = await connection.execute(text(one))
            rows = list(done.all()) if done.returns_rows else []
        await database.close()
        return rows

    return asyncio.run(ran())


def rows_of(url: str, table: str) -> list[Any]:
    """Return the rows of a table."""

    async def read() -> list[Any]:
        database = Database(url)
        async with database.reading() as connection:
            found = list((await connection.execute(select(metadata.tables[table]))).all())
        await database.close()
        return found

    return asyncio.run(read())


def setting(by: int = ALICE, seen: int | None = None, **values: Any) -> SettingsChange:
    """Return a change of some fields."""
    return SettingsChange(by, values, seen)


def asked(
    words: str = "Who lit it?", outcome: str = "nearest", member: int = ALICE
) -> LoggedQuestion:
    """Return a question."""
    return LoggedQuestion(outcome, ("The Lamp, p. 12",), words, member)


def block(member: int = BOB, until: datetime | None = NOW + DAY) -> MemberBlock:
    """Return a block by Alice, from now on."""
    return MemberBlock(member, ALICE, NOW, until)


async def fill(storage: Storage) -> None:
    """Let a database hold something of everything."""
    await storage.change(SERVER, setting(log="30 days", passages=5))
    await storage.change(SERVER, setting(BOB, daily={"channel": str(ALICE), "hour": 7}))
    await storage.change(OTHER, SettingsChange(BOB, {"private": True}, kind="import"))
    await storage.undo(OTHER, ALICE)
    await storage.block(SERVER, block())
    await storage.count_question(SERVER, asked("Wer war’s? 🕯"), NOW)
    await storage.count_feedback(OTHER, "wrong page", NOW)
    await storage.claim_day(SERVER, NOW.date())
    await storage.record_departure(OTHER, NOW)


async def everything(storage: Storage) -> dict[str, Any]:
    """Return all that can be read of what `fill` has kept."""
    return {
        "settings": [await storage.settings(one) for one in (SERVER, OTHER)],
        "history": [await storage.history(one) for one in (SERVER, OTHER)],
        "blocks": await storage.list_blocks(SERVER, NOW),
        "insights": [await storage.read_insights(one, NOW.date()) for one in (SERVER, OTHER)],
        "held": [await storage.read_member_data(one) for one in (ALICE, BOB)],
        "dailies": await storage.list_daily_servers(),
    }


async def whole_history(storage: Storage, server: int = SERVER) -> list[HistoryEntry]:
    """Return all changes of a server, however many they are, the latest first."""
    found, more = list[HistoryEntry](), await storage.history(server)
    while more:
        found += more
        more = await storage.history(server, more[-1].version)
    return found


def hold_together(kept: StoredSettings, history: list[HistoryEntry]) -> None:
    """Hold that settings are what their history comes to, each change whole in it."""
    rows = sorted(history, key=lambda one: one.version)
    assert [one.version for one in rows] == list(range(1, kept.version + 1))
    now: dict[str, Any] = ServerSettings().model_dump(mode="json")
    standing: list[HistoryEntry] = []
    for row in rows:
        assert row.before == {name: now[name] for name in row.after}
        assert row.before != row.after
        now |= row.after
        if row.kind == "undo":
            taken = standing.pop()
            assert (taken.undone, taken.before) == (True, row.after)
        else:
            standing.append(row)
    assert not any(one.undone for one in standing)
    assert kept.settings.model_dump(mode="json") == now


def plain(settings: ServerSettings) -> Mapping[str, Any]:
    """Return settings as JSON."""
    return settings.model_dump(mode="json")
