"""How questions are counted for whoever runs the bot: once each, by what came of them."""

from collections.abc import Mapping

import pytest

from bot.errors import BlockedError, BusyError, ClosingError, TooManyQuestionsError
from bot.gateway.client import Bot
from bot.gateway.errors import GatewayError
from bot.process.metrics import QuestionOutcome
from bot.servers.errors import MayNotAskError, NoMentionsError, NoTextHereError, NotHereError
from bot.storage.errors import SilentError
from embeddings.errors import UnprovedQuotationError
from embeddings.lookup.locator import NoPageError
from tests.support.simulated_bot import Scene, play, refusal
from tests.support.unconnected_bot import Told, met


def counted(bot: Bot) -> dict[tuple[str, str], float]:
    """Return how many questions are counted, by kind and outcome."""
    return {
        (sample.labels["kind"], sample.labels["outcome"]): sample.value
        for family in bot.metrics.registry.collect()
        for sample in family.samples
        if sample.name == "concordance_questions_total"
    }


ERRORS: Mapping[QuestionOutcome, list[Exception]] = {
    "blocked": [BlockedError(None, again=False), BlockedError(None, again=True)],
    "too many": [TooManyQuestionsError(3), TooManyQuestionsError(3, quiet=True)],
    "not here": [NotHereError(), NoMentionsError(), MayNotAskError(), NoTextHereError()],
    "busy": [BusyError(3)],
    "refused": [ClosingError(), NoPageError("lamp")],
    "failed": [SilentError(), GatewayError(4014), refusal(403), UnprovedQuotationError(0, 1)],
}
CASES = [(outcome, error) for outcome, errors in ERRORS.items() for error in errors]


@pytest.mark.parametrize(("outcome", "error"), CASES, ids=repr)
def test_what_is_not_answered_is_counted_by_the_reason(
    outcome: QuestionOutcome, error: Exception
) -> None:
    async def act(bot: Bot) -> None:
        async with bot.question(Told(due=False), "mention"):
            raise error
        assert counted(bot) == {("mention", outcome): 1}

    met(act)


LOOKED_UP: dict[str, tuple[dict[str, str], QuestionOutcome]] = {
    "page": ({"number": "44"}, "page"),
    "paragraph": ({"number": "1"}, "source"),
    "quote": ({}, "source"),
    "source": ({"words": "The lamp was lit before the tide came in"}, "checked"),
}


def test_each_question_and_each_look_up_is_counted_once_by_what_was_found() -> None:
    async def act(scene: Scene) -> None:
        await scene.asks()
        await scene.mentions()
        await scene.looks_up(await scene.alice.send(scene.channel, "Who lit it?"))
        asked = {(kind, "answer"): 1.0 for kind in ("command", "mention", "look-up")}
        assert counted(scene.bot) == asked
        for name, (options, _) in LOOKED_UP.items():
            await scene.alice.slash(scene.channel, name, **options)
        looked_up = {(name, outcome): 1.0 for name, (_, outcome) in LOOKED_UP.items()}
        assert counted(scene.bot) == asked | looked_up
        others: dict[str, QuestionOutcome] = {"List the works": "about", "Who was Ada?": "nearest"}
        for question, outcome in others.items():
            await scene.asks(question)
            looked_up["command", outcome] = 1.0
        assert counted(scene.bot) == asked | looked_up

    play(act)


def test_what_was_found_and_could_not_be_sent_is_counted_as_failed_alone() -> None:
    async def act(scene: Scene) -> None:
        scene.wire.fails("POST", "/messages", refusal(403, 50013))
        await scene.mentions()
        assert counted(scene.bot) == {("mention", "failed"): 1}

    assert len(play(act).of("answer_failed")) == 1


def test_a_command_of_moderators_is_no_question() -> None:
    async def act(bot: Bot) -> None:
        for kind in ("settings", "maintain", "privacy"):
            async with bot.question(Told(), kind):
                raise ClosingError
        await bot.tell(Told(), ClosingError())
        assert counted(bot) == {}

    assert len(met(act).of("refused")) == 4
