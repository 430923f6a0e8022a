"""What ends: servers that the bot has left, what is past its time; and a quotation a day."""

from datetime import date, datetime, timedelta

import pytest

from bot.servers.settings import Log
from bot.servers.shards import SINGLE_SHARD, Shards
from bot.storage.records import LogDeletions
from bot.storage.repository import Storage
from bot.storage.retention_queries import COUNT_RETENTION, DEPARTED_RETENTION
from tests.support.storage_actions import (
    ALICE,
    DAY,
    NOW,
    OTHER,
    SERVER,
    asked,
    block,
    on,
    rows_of,
    setting,
    sql,
)

SECOND = timedelta(seconds=1)


async def both(storage: Storage) -> None:
    """Let two servers be kept."""
    for server in (SERVER, OTHER):
        await storage.change(server, setting(passages=5))


async def kept(storage: Storage) -> list[bool]:
    """Say of the two servers whether they are kept."""
    return [await storage.version(server) > 0 for server in (SERVER, OTHER)]


def test_a_server_that_was_left_is_deleted_after_thirty_days(url: str) -> None:
    async def act(storage: Storage) -> None:
        await both(storage)
        await storage.record_departure(SERVER, NOW)
        await storage.record_departure(SERVER, NOW + 9 * DAY)
        await storage.delete_expired(NOW + DEPARTED_RETENTION)
        assert await kept(storage) == [True, True]
        await storage.delete_expired(NOW + DEPARTED_RETENTION + SECOND)
        assert await kept(storage) == [False, True]

    on(url, act)


def test_a_server_that_was_never_kept_is_left_without_a_trace(url: str) -> None:
    async def act(storage: Storage) -> None:
        await storage.record_departure(SERVER, NOW)
        await storage.record_presence([SERVER, OTHER], NOW, SINGLE_SHARD)

    on(url, act)
    assert rows_of(url, "servers") == []


def test_servers_that_the_bot_is_not_in_any_more_are_left(url: str) -> None:
    async def act(storage: Storage) -> None:
        await both(storage)
        await storage.record_presence([OTHER, 5], NOW, SINGLE_SHARD)
        await storage.record_presence([OTHER, 5], NOW + DEPARTED_RETENTION, SINGLE_SHARD)
        await storage.delete_expired(NOW + DEPARTED_RETENTION + SECOND)
        assert await kept(storage) == [False, True]

    on(url, act)


def test_of_servers_that_other_shards_are_told_of_nothing_is_noted(url: str) -> None:
    mine, other = 7 << 22, 8 << 22

    async def act(storage: Storage) -> None:
        for server in (mine, mine + (2 << 22), other):
            await storage.change(server, setting(passages=5))
        await storage.record_presence([mine], NOW, Shards((1, 3), 4))
        await storage.record_presence([], NOW, Shards((2,), 4))
        await storage.delete_expired(NOW + DEPARTED_RETENTION + SECOND)
        versions = [await storage.version(one) for one in (mine, mine + (2 << 22), other)]
        assert [one > 0 for one in versions] == [True, False, True]

    on(url, act)


def test_a_server_that_the_bot_is_in_again_stays(url: str) -> None:
    async def act(storage: Storage) -> None:
        await both(storage)
        await storage.record_presence([], NOW, SINGLE_SHARD)
        await storage.record_presence([SERVER], NOW + DAY, SINGLE_SHARD)
        await storage.delete_expired(NOW + 2 * DEPARTED_RETENTION)
        assert await kept(storage) == [True, False]

    on(url, act)


@pytest.mark.parametrize("days", [7, 30, 90])
def test_questions_are_kept_for_as_long_as_the_server_says(url: str, days: int) -> None:
    async def act(storage: Storage) -> list[str]:
        await storage.change(SERVER, setting(log=f"{days} days"))
        for words, at in (("old", NOW - SECOND), ("new", NOW), ("to come", NOW + 99 * DAY)):
            await storage.count_question(SERVER, asked(words), at)
        await storage.delete_expired(NOW + days * DAY)
        return [words for _, words in (await storage.read_member_data(ALICE))[0].questions]

    assert on(url, act) == ["new", "to come"]


@pytest.mark.parametrize("log", ["off", "counts"])
def test_a_log_that_is_turned_off_deletes_the_questions_kept(url: str, log: str) -> None:
    async def act(storage: Storage) -> None:
        for server in (SERVER, OTHER):
            await storage.change(server, setting(log="7 days"))
            await storage.count_question(server, asked(), NOW)
        await storage.change(SERVER, setting(log=log))
        await storage.delete_expired(NOW)
        assert [one.server for one in await storage.read_member_data(ALICE) if one.questions] == [
            OTHER
        ]

    on(url, act)


def test_a_log_that_is_off_keeps_no_counts_either(url: str) -> None:
    async def act(storage: Storage) -> None:
        for server in (SERVER, OTHER):
            await storage.change(server, setting(log="counts"))
            await storage.count_question(server, asked(), NOW)
            await storage.count_feedback(server, "wrong page", NOW)
        await storage.change(SERVER, setting(log="off"))
        await storage.delete_expired(NOW)

    on(url, act)
    for table in ("counts", "pages", "feedback"):
        assert [row.server for row in rows_of(url, table)] == [OTHER]


def test_counts_are_kept_for_as_long_as_they_can_be_looked_back_on(url: str) -> None:
    async def act(storage: Storage) -> None:
        await storage.change(SERVER, setting(log="counts"))
        await storage.count_question(SERVER, asked(), NOW)
        await storage.delete_expired(NOW + COUNT_RETENTION)
        assert (await storage.read_insights(SERVER, NOW.date())).days
        await storage.delete_expired(NOW + COUNT_RETENTION + DAY)
        assert not (await storage.read_insights(SERVER, NOW.date())).days

    on(url, act)


def test_a_log_of_a_level_that_this_version_does_not_know_is_off(url: str) -> None:
    async def act(storage: Storage) -> None:
        await storage.change(SERVER, setting(log="7 days"))
        await storage.count_question(SERVER, asked(), NOW)

    on(url, act)
    sql(url, """UPDATE servers SET settings = '{"log"\\: "99 days"}'""")
    on(url, lambda storage: storage.delete_expired(NOW))
    assert rows_of(url, "questions") == rows_of(url, "counts") == []


LOST: dict[Log, LogDeletions] = {
    "off": LogDeletions(3, 4),
    "counts": LogDeletions(3),
    "7 days": LogDeletions(2),
    "30 days": LogDeletions(1),
    "90 days": LogDeletions(),
}


@pytest.mark.parametrize("log", LOST)
def test_what_another_log_would_delete_is_counted_before(url: str, log: Log) -> None:
    async def act(storage: Storage) -> None:
        await storage.change(SERVER, setting(log="90 days"))
        for days in (0, 8, 31):
            await storage.count_question(SERVER, asked(), NOW - days * DAY)
        await storage.change(OTHER, setting(log="90 days"))
        await storage.count_question(OTHER, asked(), NOW)
        await storage.change(SERVER, setting(log="counts"))
        await storage.count_question(SERVER, asked(), NOW)
        assert await storage.preview_deletions(SERVER, log, NOW) == LOST[log]

    on(url, act)


def test_blocks_that_have_ended_are_deleted(url: str) -> None:
    async def act(storage: Storage) -> None:
        await storage.block(SERVER, block())
        await storage.delete_expired(NOW + DAY - SECOND)
        assert await storage.list_blocks(SERVER, NOW) == [block()]
        await storage.delete_expired(NOW + DAY)
        assert await storage.list_blocks(SERVER, NOW) == []

    on(url, act)


def test_with_the_clock_set_back_nothing_is_deleted_too_soon(url: str) -> None:
    async def act(storage: Storage) -> None:
        await both(storage)
        await storage.change(SERVER, setting(log="7 days"))
        await storage.count_question(SERVER, asked(), NOW)
        await storage.block(SERVER, block())
        await storage.record_departure(OTHER, NOW)
        await storage.claim_day(SERVER, NOW.date())
        await storage.delete_expired(NOW - 999 * DAY)
        assert await kept(storage) == [True, True]
        assert len((await storage.read_member_data(ALICE))[0].questions) == 1
        assert await storage.list_blocks(SERVER, NOW) == [block()]
        assert not await storage.claim_day(SERVER, NOW.date())

    on(url, act)


def test_servers_that_want_a_quotation_a_day_are_found(url: str) -> None:
    daily = {"channel": 5, "hour": 7, "zone": "Europe/Berlin"}

    async def act(storage: Storage) -> None:
        await both(storage)
        for server in (SERVER, OTHER, 7, 8):
            await storage.change(server, setting(daily=daily))
        await storage.change(8, setting(daily=None))
        await storage.record_departure(7, NOW)
        assert await storage.list_daily_servers() == [
            (server, await storage.settings(server)) for server in (SERVER, OTHER)
        ]

    on(url, act)


def test_a_quotation_is_one_a_day(url: str) -> None:
    async def act(storage: Storage) -> None:
        day = NOW.date()
        assert await storage.claim_day(SERVER, day)
        assert not await storage.claim_day(SERVER, day)
        assert not await storage.claim_day(SERVER, day - DAY)
        assert await storage.claim_day(OTHER, day)
        assert await storage.claim_day(SERVER, day + DAY)

    on(url, act)


def test_a_clock_that_was_some_days_ahead_leaves_no_more_than_two_out(url: str) -> None:
    async def act(storage: Storage) -> None:
        assert await storage.claim_day(SERVER, NOW.date() + 5 * DAY)
        claimed = [
            await storage.claim_day(SERVER, NOW.date() + number * DAY) for number in range(7)
        ]
        assert claimed == [True, True, True, False, False, False, True]

    on(url, act)


def test_a_clock_that_was_far_ahead_does_not_end_the_quotations(url: str) -> None:
    async def act(storage: Storage) -> None:
        assert await storage.claim_day(SERVER, date(2099, 1, 1))
        assert await storage.claim_day(SERVER, NOW.date())
        await storage.delete_expired(datetime(2099, 6, 1, tzinfo=NOW.tzinfo))

    on(url, act)
    assert rows_of(url, "claims") == []
