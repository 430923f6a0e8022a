"""What a server's log has: only what the settings want, behind the answers."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from typing import Any, get_args

import pytest

from bot.answers.answer_question import build_logged_question
from bot.components.answer_buttons import AnswerAction
from bot.servers.records import StoredSettings
from bot.servers.settings import DEFAULTS, Log
from bot.state import question_log as module
from bot.state.question_log import QuestionLog
from bot.state.server_caches import SettingsCache
from bot.storage.errors import StorageError
from bot.storage.records import LoggedQuestion
from embeddings.concordance.proof import prove_hits
from embeddings.types import Answer, Hit
from tests.support.manual_clock import NOON, Moved
from tests.support.open_texts import shelf
from tests.support.simulated_bot import logged
from tests.support.small_text import small

ASKED = LoggedQuestion("answer", ("p. 45",), "Who lit it?", 3)


class Keeping:
    """A database that keeps what it is given, fails, or never ends."""

    def __init__(self, log: Log = "counts") -> None:
        self.log, self.kept = log, list[tuple[int, object, datetime]]()
        self.away: Exception | None = None
        self.silent = False

    async def versions(self, servers: Collection[int]) -> dict[int, int]:
        """Return that something is set."""
        return dict.fromkeys(servers, 1)

    async def read_several_settings(self, servers: Collection[int]) -> dict[int, StoredSettings]:
        """Return the settings of each."""
        return dict.fromkeys(servers, StoredSettings(DEFAULTS.change(log=self.log), 1))

    async def count_question(self, server: int, asked: object, now: datetime) -> None:
        """Keep a question."""
        if self.silent:
            await asyncio.Event().wait()
        if self.away is not None:
            raise self.away
        self.kept.append((server, asked, now))

    count_feedback = count_question


def written(
    act: Callable[[QuestionLog], Awaitable[None]], storage: Keeping | None = None
) -> tuple[Keeping, str]:
    """Return what was kept, and what the process has logged."""
    kept = storage or Keeping()
    database: Any = kept

    async def played() -> None:
        journal = QuestionLog(SettingsCache(database), Moved())
        await act(journal)
        await journal.finish(5)

    with logged() as lines:
        asyncio.run(played())
    return kept, lines.text


@pytest.mark.parametrize("log", get_args(Log))
def test_questions_and_feedback_are_written_only_where_the_log_is_on(log: Log) -> None:
    async def act(journal: QuestionLog) -> None:
        journal.add_question(9, ASKED)
        journal.add_feedback(9, AnswerAction.HELPFUL)

    kept, _ = written(act, Keeping(log))
    every = [(9, ASKED, NOON), (9, "helpful", NOON)]
    assert kept.kept == ([] if log == "off" else every)


def test_direct_messages_are_in_nobodys_log() -> None:
    async def act(journal: QuestionLog) -> None:
        journal.add_question(None, ASKED)

    assert written(act)[0].kept == []


@pytest.mark.parametrize("silent", [False, True])
def test_a_database_that_is_away_is_a_line_in_the_log_without_the_question(
    silent: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WRITE_TIMEOUT", 0.001)
    storage = Keeping()
    storage.silent, storage.away = silent, StorageError("is away", "wait for it")

    async def act(journal: QuestionLog) -> None:
        journal.add_question(9, ASKED)

    kept, lines = written(act, storage)
    assert kept.kept == []
    assert '"question_log_write_failed"' in lines
    assert "lit" not in lines


def test_a_write_that_fails_otherwise_is_a_defect_without_the_question() -> None:
    storage = Keeping()
    storage.away = UnicodeEncodeError("utf-8", "Who lit it \ud800?", 11, 12, "no surrogates")

    async def act(journal: QuestionLog) -> None:
        journal.add_question(9, ASKED)

    kept, lines = written(act, storage)
    assert kept.kept == []
    assert '"defect"' in lines
    assert "lit" not in lines


def test_nothing_waits_for_the_database_and_no_more_than_so_much_waits() -> None:
    storage = Keeping()
    storage.silent = True

    async def act(journal: QuestionLog) -> None:
        for _ in range(module.MAX_WAITING + 1):
            journal.add_question(9, ASKED)
        assert len(journal._writing) == module.MAX_WAITING
        await journal.finish(0.001)
        for task in journal._writing:
            task.cancel()

    assert written(act, storage)[1].count('"question_log_write_failed"') == 1


def test_of_an_answer_the_pages_shown_are_noted_and_of_what_is_nearest_none() -> None:
    concordance = small()
    shown = tuple(prove_hits(concordance, [Hit(one, 1.0) for one in concordance.passages]))
    answer = Answer("Who lit it?", "answer", None, shown, "e", 1.0)
    found = build_logged_question(answer, shelf(concordance), 3)
    assert (found.outcome, found.words, found.member) == ("answer", "Who lit it?", 3)
    assert "Ines Okafor, The Lamp Keepers, p. 45" in found.pages
    assert "Nils Lindqvist, A Winter on the Ice, p. xii" in found.pages
    assert len(set(found.pages)) == len(found.pages)
    nearest = Answer("Who lit it?", "nearest", None, shown, "e", 1.0)
    assert build_logged_question(nearest, shelf(concordance), 3).pages == ()


def test_a_question_for_a_name_that_the_text_never_has_is_noted_as_unanswered() -> None:
    answer = Answer("Who was Ada?", "nearest", "The text never mentions Ada.", (), "e", 1.0)
    found = build_logged_question(answer, shelf(small()), 3)
    assert found == LoggedQuestion("nearest", (), "Who was Ada?", 3)


def test_what_another_wrote_is_not_kept_and_nobody_is_named() -> None:
    answer = Answer("What says <@123> or <@!9> of <#5>?", "nearest", None, (), "e", 1.0)
    assert build_logged_question(answer, shelf(small()), 3).words == "What says @… or @… of <#5>?"
    assert build_logged_question(answer, shelf(small()), 3, own=False).words is None
