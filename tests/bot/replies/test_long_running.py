"""What takes longer than an interaction lives goes on in a direct message, and says so before."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.maintenance.child_program import Tell
from bot.maintenance.jobs import Job
from bot.maintenance.maintenance import Maintenance
from bot.maintenance.results import DiscardOutput, Result, Step
from bot.replies import long_running
from tests.scenarios.test_replies_in_process import MESSAGES, ORIGINAL
from tests.support.simulated_bot import Log, Scene, play, refusal

ELSEWHERE = "This takes longer than Discord lets me show it here: I go on in a direct message."


class Slow(Maintenance):
    """A workshop that is done when something was seen of its one step."""

    seen: Callable[[], bool]

    async def do(self, job: Job[Result], tell: Tell | None = None) -> Result:
        """Tell a step, and wait until it is seen."""
        assert job.command[0] == "diff"
        assert tell is not None
        tell(Step(stage="loading"))
        while not self.seen():  # noqa: ASYNC110  (no event comes of a request)
            await asyncio.sleep(0)
        return DiscardOutput(discarded="0-1")


def shown(look: Callable[[Scene], None], prepare: Callable[[Scene], None]) -> Log:
    """Let a maintainer see a piece of work to its end; return what was logged."""
    slow = Slow()

    async def act(scene: Scene) -> None:
        keeper = scene.env.create_user("keeper")
        slow.maintainers = {keeper.id}
        slow.seen = lambda: bool(scene.wire.sent("POST", MESSAGES))
        prepare(scene)
        await keeper.slash("maintain diff")
        look(scene)

    return play(act, maintenance=slow)


def test_before_the_response_is_void_it_says_where_it_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(long_running, "MAX_RESPONSE_AGE", timedelta(seconds=-1))

    def look(scene: Scene) -> None:
        (changed,) = scene.wire.sent("PATCH", ORIGINAL)
        assert changed["content"] == ELSEWHERE
        assert changed["components"] == []
        step, end = scene.wire.sent("POST", MESSAGES)
        assert step["content"].startswith("Finding its citations")
        assert end["content"] == "`0-1` is discarded."
        assert step["nonce"] != end["nonce"]
        assert step["enforce_nonce"]
        assert end["enforce_nonce"]
        assert len(scene.wire.sent("DELETE", r"^/channels/\d+/messages/\d+$")) == 1

    shown(look, lambda _: None)


def test_a_response_that_is_void_is_tried_once_and_no_more() -> None:
    def prepare(scene: Scene) -> None:
        scene.wire.fails("PATCH", ORIGINAL, refusal(401, 50027))

    def look(scene: Scene) -> None:
        assert len(scene.wire.sent("PATCH", ORIGINAL)) == 1
        assert [message["content"] for message in scene.wire.sent("POST", MESSAGES)][-1:] == [
            "`0-1` is discarded."
        ]

    shown(look, prepare)


def test_whoever_takes_no_messages_is_sent_none_but_the_end() -> None:
    def prepare(scene: Scene) -> None:
        scene.wire.fails("PATCH", ORIGINAL, refusal(401, 50027))
        scene.wire.fails("POST", MESSAGES, refusal(403, 50007), times=9)

    def look(scene: Scene) -> None:
        assert len(scene.wire.sent("POST", MESSAGES)) == 2

    assert shown(look, prepare).of("answer_failed")[0]["code"] == 50007
