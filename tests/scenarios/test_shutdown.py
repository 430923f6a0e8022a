"""The end of a bot: questions in flight are answered, new ones are not taken."""

import asyncio

import pytest

from bot.errors import ClosingError
from bot.gateway import client
from bot.gateway.client import Bot
from tests.support.simulated_bot import Log
from tests.support.unconnected_bot import Told, met


def finished(questions: int, *, waiting: bool) -> tuple[Log, list[str]]:
    """Let a bot finish with questions in flight, and return what happened in which order."""
    happened: list[str] = []

    async def act(bot: Bot) -> None:
        go = asyncio.Event()

        async def ask() -> None:
            async with bot.question(Told(), "command"):
                await go.wait()
                happened.append("answered")

        asked = [asyncio.create_task(ask()) for _ in range(questions)]
        await asyncio.sleep(0)
        if waiting:
            asyncio.get_running_loop().call_soon(go.set)
        await bot.finish()
        happened.append("finished")
        with pytest.raises(ClosingError):
            bot.answer_queue.ask("too late")
        for one in asked:
            one.cancel()

    return met(act), happened


def test_the_questions_in_flight_are_answered_before_the_end() -> None:
    lines, happened = finished(3, waiting=True)
    assert happened == ["answered", "answered", "answered", "finished"]
    assert lines.of("stopping")[0]["in_flight"] == 3
    assert lines.of("answer_failed") == []


def test_a_question_that_is_over_is_in_flight_no_more() -> None:
    async def act(bot: Bot) -> None:
        async def asked() -> None:
            async with bot.question(Told(), "command"):
                assert len(bot._questions) == 1

        await asyncio.create_task(asked())
        await asyncio.sleep(0)
        assert bot._questions == set()

    met(act)


def test_nobody_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "SHUTDOWN_GRACE", 0)
    lines, happened = finished(2, waiting=False)
    assert happened == ["finished"]
    assert lines.of("answer_failed")[0]["questions"] == 2


def test_without_a_question_in_flight_the_end_comes_at_once() -> None:
    lines, happened = finished(0, waiting=False)
    assert (happened, lines.of("stopping")[0]["in_flight"]) == (["finished"], 0)
