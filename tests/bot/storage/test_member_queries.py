"""Those who ask: who is blocked, what is counted, what is kept, and that it can be deleted."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.servers.records import SettingsChange
from bot.storage.records import LoggedQuestion, MemberBlock, MemberData
from bot.storage.repository import Storage
from tests.support.storage_actions import (
    ALICE,
    BOB,
    DAY,
    NOW,
    OTHER,
    SERVER,
    asked,
    block,
    fill,
    on,
    rows_of,
    setting,
)


def test_a_block_holds_until_its_time(url: str) -> None:
    async def act(storage: Storage) -> None:
        await storage.block(SERVER, block())
        for now in (NOW, NOW + DAY - timedelta(microseconds=1)):
            assert await storage.find_blocks([(SERVER, BOB)], now) == {(SERVER, BOB): block()}
        assert await storage.find_blocks([(SERVER, BOB)], NOW + DAY) == {}
        assert await storage.find_blocks([(SERVER, ALICE), (OTHER, BOB)], NOW) == {}

    on(url, act)


def test_the_blocks_of_many_members_are_read_at_once(url: str) -> None:
    highest = (1 << 64) - 1

    async def act(storage: Storage) -> None:
        for server, member in ((SERVER, BOB), (OTHER, ALICE), (highest, highest)):
            await storage.block(server, block(member))
        every = [(one, who) for one in (SERVER, OTHER, highest) for who in (ALICE, BOB, highest)]
        assert await storage.find_blocks(every, NOW) == {
            (SERVER, BOB): block(),
            (OTHER, ALICE): block(ALICE),
            (highest, highest): block(highest),
        }
        assert await storage.find_blocks([], NOW) == {}

    on(url, act)


def test_a_block_may_be_for_always(url: str) -> None:
    async def act(storage: Storage) -> None:
        await storage.block(SERVER, block(ALICE, None))
        for now in (NOW - 9999 * DAY, NOW + 9999 * DAY):
            found = await storage.find_blocks([(SERVER, ALICE)], now)
            assert found == {(SERVER, ALICE): block(ALICE, None)}
        await storage.delete_expired(NOW + 9999 * DAY)
        assert await storage.list_blocks(SERVER, NOW) == [block(ALICE, None)]

    on(url, act)


def test_a_later_block_takes_the_place_of_an_earlier(url: str) -> None:
    later = MemberBlock(BOB, BOB, NOW + DAY, NOW + 2 * DAY)

    async def act(storage: Storage) -> None:
        for one in (block(BOB, None), block(ALICE), later):
            await storage.block(SERVER, one)
        assert await storage.list_blocks(SERVER, NOW) == [block(ALICE), later]
        assert await storage.list_blocks(SERVER, NOW + DAY) == [later]
        assert await storage.list_blocks(OTHER, NOW) == []

    on(url, act)


def test_who_is_unblocked_may_ask_again(url: str) -> None:
    async def act(storage: Storage) -> None:
        await storage.block(SERVER, block())
        assert not await storage.unblock(SERVER, ALICE)
        assert not await storage.unblock(OTHER, BOB)
        assert await storage.unblock(SERVER, BOB)
        assert not await storage.unblock(SERVER, BOB)
        assert await storage.find_blocks([(SERVER, BOB)], NOW) == {}

    on(url, act)


def test_by_default_nothing_of_a_question_is_kept(url: str) -> None:
    async def act(storage: Storage) -> None:
        await storage.count_question(SERVER, asked(), NOW)
        await storage.change(SERVER, setting(log="counts"))
        await storage.change(SERVER, setting(log="off"))
        await storage.count_question(SERVER, asked(), NOW)
        found = await storage.read_insights(SERVER, date.min)
        assert (found.days, found.pages, found.unanswered, found.feedback) == ({}, {}, (), {})
        assert (await storage.read_member_data(ALICE))[0].questions == ()

    on(url, act)
    for table in ("questions", "counts", "pages"):
        assert rows_of(url, table) == []


def test_counts_alone_hold_no_words_and_no_member(url: str) -> None:
    async def act(storage: Storage) -> None:
        await storage.change(SERVER, setting(BOB, log="counts"))
        for outcome in ("answer", "nearest", "answer"):
            await storage.count_question(SERVER, asked(outcome=outcome), NOW)
        await storage.count_question(
            SERVER, LoggedQuestion("page", ("p. 1", "p. 2", "p. 1"), "p. 1?", BOB), NOW + DAY
        )
        found = await storage.read_insights(SERVER, NOW.date())
        assert found.days == {
            NOW.date(): {"answer": 2, "nearest": 1},
            (NOW + DAY).date(): {"page": 1},
        }
        assert list(found.pages.items()) == [("The Lamp, p. 12", 3), ("p. 1", 1), ("p. 2", 1)]
        assert found.unanswered == ()
        assert (await storage.read_insights(SERVER, (NOW + DAY).date())).pages == {
            "p. 1": 1,
            "p. 2": 1,
        }
        assert (await storage.read_insights(OTHER, NOW.date())).days == {}
        assert await storage.read_member_data(ALICE) == []

    on(url, act)
    assert rows_of(url, "questions") == []


def test_questions_that_found_nothing_are_shown_while_they_are_kept(url: str) -> None:
    async def act(storage: Storage) -> None:
        await storage.change(SERVER, setting(log="7 days"))
        for number, outcome in enumerate(("nearest", "answer", "nearest")):
            await storage.count_question(SERVER, asked(f"Q{number}?", outcome), NOW + number * DAY)
        assert (await storage.read_insights(SERVER, NOW.date())).unanswered == ("Q2?", "Q0?")
        assert (await storage.read_insights(SERVER, (NOW + DAY).date())).unanswered == ("Q2?",)
        await storage.change(SERVER, setting(log="counts"))
        assert (await storage.read_insights(SERVER, NOW.date())).unanswered == ()

    on(url, act)


def test_a_member_stands_beside_his_questions_as_a_keyed_hash(url: str) -> None:
    async def act(storage: Storage) -> None:
        await storage.change(SERVER, setting(BOB, log="90 days"))
        await storage.count_question(SERVER, asked(), NOW)
        await storage.count_question(SERVER, asked(member=BOB), NOW)

    on(url, act)
    alice, bob = (row.asker for row in rows_of(url, "questions"))
    assert len(alice) == len(bob) == 64
    assert alice != bob
    (key,) = (row.value for row in rows_of(url, "meta") if row.key == "hash")
    assert len(bytes.fromhex(key)) == 32


def test_words_that_are_not_the_askers_own_are_counted_and_not_kept(url: str) -> None:
    async def act(storage: Storage) -> None:
        await storage.change(SERVER, setting(log="7 days"))
        await storage.count_question(SERVER, LoggedQuestion("nearest", (), None, ALICE), NOW)
        assert (await storage.read_insights(SERVER, NOW.date())).days == {
            NOW.date(): {"nearest": 1}
        }

    on(url, act)
    assert rows_of(url, "questions") == []


def test_what_is_thought_of_passages_is_counted(url: str) -> None:
    async def act(storage: Storage) -> None:
        for judged in ("wrong page", "not this", "wrong page"):
            await storage.count_feedback(SERVER, judged, NOW)
        await storage.count_feedback(SERVER, "not this", NOW - DAY)
        found = await storage.read_insights(SERVER, NOW.date())
        assert found.feedback == {"wrong page": 2, "not this": 1}

    on(url, act)


def test_a_day_is_one_of_utc(url: str) -> None:
    midnight = NOW.replace(hour=0, minute=30)

    async def act(storage: Storage) -> None:
        await storage.change(SERVER, setting(log="counts"))
        elsewhere = midnight.astimezone(tz=None)
        await storage.count_question(SERVER, asked(), elsewhere)
        assert list((await storage.read_insights(SERVER, date.min)).days) == [NOW.date()]

    on(url, act)


def test_a_member_sees_what_is_kept_on_him_and_deletes_his_questions(url: str) -> None:
    async def act(storage: Storage) -> None:
        await fill(storage)
        await storage.block(OTHER, block(ALICE, None))
        await storage.count_question(SERVER, asked("Another?", "answer"), NOW - DAY)
        await storage.count_question(SERVER, asked("Of Bob?", member=BOB), NOW)
        questions = ((NOW - DAY, "Another?"), (NOW, "Wer war’s? 🕯"))
        assert await storage.read_member_data(ALICE) == [
            MemberData(SERVER, questions, None, 1, 1),
            MemberData(OTHER, (), block(ALICE, None), 1, 1),
        ]
        assert await storage.forget_member(ALICE) == 2
        assert await storage.forget_member(ALICE) == 0
        assert await storage.read_member_data(ALICE) == [
            MemberData(SERVER, (), None, 1, 1),
            MemberData(OTHER, (), block(ALICE, None), 1, 1),
        ]
        (held, _) = await storage.read_member_data(BOB)
        assert [words for _, words in held.questions] == ["Of Bob?"]

    on(url, act)


@pytest.mark.parametrize("forget", [SERVER, OTHER])
def test_a_server_is_forgotten_whole_and_alone(url: str, forget: int) -> None:
    async def act(storage: Storage) -> None:
        await fill(storage)
        await storage.forget_server(forget)

    on(url, act)
    for table in ("servers", "history", "blocks", "counts", "pages", "questions", "feedback"):
        assert not any(row.server == forget for row in rows_of(url, table))
    assert len(rows_of(url, "servers")) == 1
    assert len(rows_of(url, "claims")) == int(forget == OTHER)


FORGETTING: dict[str, Callable[[Storage], Awaitable[object]]] = {
    "the member": lambda storage: storage.forget_member(ALICE),
    "the server": lambda storage: storage.forget_server(SERVER),
    "time": lambda storage: storage.delete_expired(NOW + 99 * DAY),
}


@pytest.mark.parametrize("name", FORGETTING)
def test_what_is_deleted_stands_in_no_file_any_more(sqlite: str, tmp_path: Path, name: str) -> None:
    def written() -> bool:
        files = [one.read_bytes() for one in tmp_path.iterdir()]
        return any(b"xyzzy" in data for data in files)

    async def act(storage: Storage) -> None:
        await storage.change(SERVER, setting(log="7 days"))
        for number in range(20):
            await storage.count_question(SERVER, asked(f"Where is xyzzy {number}?"), NOW)
        assert written()
        await FORGETTING[name](storage)
        assert not written()

    on(sqlite, act)


def test_a_question_in_half_characters_is_kept_as_far_as_it_can_be(url: str) -> None:
    async def act(storage: Storage) -> None:
        await storage.change(SERVER, SettingsChange(ALICE, {"log": "7 days"}))
        await storage.count_question(
            SERVER, LoggedQuestion("nearest", (), "who \ud800 and \0?", BOB), NOW
        )
        found = await storage.read_insights(SERVER, NOW.date())
        assert found.unanswered == ("who ? and \ufffd?",)

    on(url, act)
