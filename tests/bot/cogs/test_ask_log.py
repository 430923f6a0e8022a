"""What the log tells of questions: their answers, and what did not arrive."""

import pytest

from tests.bot.cogs.test_ask_in_process import CALLBACK, MESSAGES, WORDS
from tests.support.simulated_bot import Scene, play, refusal


def test_a_defect_behind_an_expired_command_is_said_nowhere_but_in_the_log() -> None:
    async def act(scene: Scene) -> None:
        scene.wire.fails("POST", CALLBACK, refusal(404, 10062))
        scene.search.error = RuntimeError()
        await scene.asks()
        assert [one.path for one in scene.wire.requests if "callback" not in one.path] == []

    assert len(play(act).of("defect")) == 1


@pytest.mark.parametrize(
    ("status", "code", "event"),
    [
        (404, 10062, "interaction_expired"),
        (400, 40060, "interaction_expired"),
        (403, 50013, "error_reply_failed"),
    ],
)
def test_a_sentence_that_does_not_arrive_is_a_line_in_the_log(
    status: int, code: int, event: str
) -> None:
    async def act(scene: Scene) -> None:
        scene.bot.answer_queue.waiting = scene.bot.answer_queue.max_waiting
        scene.wire.fails("POST", CALLBACK, refusal(status, code))
        await scene.asks()

    lines = play(act)
    assert len(lines.of("interaction_expired") + lines.of("error_reply_failed")) == 1
    assert lines.of(event)[0]["remedy"]


@pytest.mark.parametrize(
    ("status", "code", "remedy"), [(403, 50001, "View Channel"), (404, 10003, "nothing to mend")]
)
def test_a_channel_closed_or_gone_is_a_line_in_the_log_with_its_remedy(
    status: int, code: int, remedy: str
) -> None:
    async def act(scene: Scene) -> None:
        scene.wire.fails("POST", MESSAGES, refusal(status, code))
        await scene.mentions()
        assert len(scene.wire.sent("POST", MESSAGES)) == 1

    lines = play(act)
    (line,) = lines.of("answer_failed")
    assert (line["status"], line["code"]) == (status, code)
    assert remedy in line["remedy"]
    assert lines.of("answered") == lines.of("defect") == []


def test_each_answer_is_a_line_in_the_log_without_a_word_of_it() -> None:
    async def act(scene: Scene) -> None:
        await scene.asks(WORDS)
        await scene.mentions("What xyzzy is on page 44?")
        await scene.looks_up(await scene.alice.send(scene.channel, "hello!"))
        for line in scene.log.of("answered"):
            assert line["channel"] == scene.channel.id

    lines = play(act)
    answered = lines.of("answered")
    assert [line["kind"] for line in answered] == ["command", "mention", "look-up"]
    assert [line["outcome"] for line in answered] == ["answer", "page", "hint"]
    assert [line["passages"] for line in answered] == [3, 1, 0]
    assert [line["messages"] for line in answered] == [1, 1, 1]
    assert len({line["request"] for line in answered}) == 3
    assert all(line["elapsed_ms"] >= 0 for line in answered)
    for word in ("xyzzy", "lamp", "light up stairs", "hello"):
        assert word not in lines.text
