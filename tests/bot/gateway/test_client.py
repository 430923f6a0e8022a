"""The bot: what it asks of Discord, what it tells of an error, how it comes to an end."""

import re
from typing import Any, cast

import aiohttp
import pytest
import simcord
from discord import app_commands

from bot.errors import ClosingError
from bot.gateway.client import INTENTS, Bot
from bot.gateway.errors import GatewayError
from bot.storage.errors import StorageError
from tests.support.simulated_bot import Scene, play, refusal
from tests.support.unconnected_bot import Told, met

WORDS = "Who xyzzy lit it?"
CHANGED = "I do not know this command any more. Whoever runs me can register the present ones."


def told(result: simcord.InteractionResult) -> simcord.ResponseMessage:
    """Return the answer to an interaction."""
    assert result.response is not None
    return result.response


def test_no_privileged_intent_is_asked_for() -> None:
    privileged = ("members", "presences", "message_content")
    assert not any(getattr(INTENTS, name) for name in privileged)
    assert {name for name, on in INTENTS if on} == {"guilds", "guild_messages", "dm_messages"}


def test_nobody_is_mentioned_and_nothing_is_kept() -> None:
    async def act(bot: Bot) -> None:
        assert bot.intents == INTENTS
        assert bot.allowed_mentions is not None
        allowed: Any = bot.allowed_mentions.to_dict()
        assert allowed == {"parse": []}
        assert bot.help_command is None
        assert list(bot.cached_messages) == []
        assert bot.commands == set()

    met(act)


def test_that_it_is_ready_and_back_stands_in_the_log() -> None:
    async def act(scene: Scene) -> None:
        scene.bot.dispatch("resumed")
        await scene.env.settle()
        assert scene.log.of("ready")[0]["edition"] == scene.bot.answer_queue.texts.editions

    lines = play(act)
    assert lines.of("ready")[0]["servers"] == 0
    assert len(lines.of("resumed")) == 1


def test_what_fails_in_an_event_is_a_line_without_its_words() -> None:
    async def act(bot: Bot) -> None:
        async def failing(_message: str) -> None:
            raise ValueError(WORDS)

        await bot._run_event(failing, "on_message", WORDS)

    lines = met(act)
    (line,) = lines.of("defect")
    assert (line["during"], line["exception"][0]) == ("on_message", "builtins.ValueError")
    assert "xyzzy" not in lines.text


def test_a_full_queue_is_answered_with_busy_to_the_member_alone() -> None:
    async def act(scene: Scene) -> None:
        scene.bot.answer_queue.waiting = scene.bot.answer_queue.max_waiting
        result = await scene.asks()
        assert told(result).content == "I am busy with other questions. Please try again in 4 s."
        assert result.ephemeral
        await scene.mentions()
        assert "Please try again in 4 s" in scene.public[-1].content
        assert scene.search.asked == []

    reasons = [line["reason"] for line in play(act).of("refused")]
    assert reasons == ["BusyError", "BusyError"]


def test_a_bot_that_leaves_says_so_and_takes_nothing() -> None:
    async def act(scene: Scene) -> None:
        await scene.bot.finish()
        result = await scene.asks()
        assert told(result).content == "I am being restarted. Please ask again in a minute."
        assert result.ephemeral
        assert scene.search.asked == []

    assert play(act).of("refused")[0]["reason"] == "ClosingError"


@pytest.mark.parametrize("way", ["command", "mention", "look-up"])
def test_a_defect_is_told_with_the_number_under_which_the_log_has_it(way: str) -> None:
    async def act(scene: Scene) -> None:
        scene.search.error = RuntimeError(f"plugh: {WORDS}")
        if way == "mention":
            await scene.mentions(WORDS)
            content = scene.public[-1].content
        elif way == "command":
            content = told(await scene.asks(WORDS)).content
        else:
            message = await scene.alice.send(scene.channel, WORDS)
            content = told(await scene.looks_up(message)).content
        (line,) = scene.log.of("defect")
        assert re.fullmatch("[0-9a-f]{8}", line["request"])
        assert content.startswith("Something went wrong on my side.")
        assert content.endswith(f"under {line['request']}.")
        assert (line["kind"], line["channel"]) == (way, scene.channel.id)
        assert line["exception"][0] == "builtins.RuntimeError"

    lines = play(act)
    for word in ("xyzzy", "plugh", "Traceback"):
        assert word not in lines.text


@pytest.mark.parametrize("former", ["CommandNotFound", "CommandSignatureMismatch"])
def test_a_command_that_discord_has_in_another_form_is_told_as_changed(former: str) -> None:
    async def act(scene: Scene) -> None:
        command: Any = {"name": "ask", "description": "Ask the text.", "type": 1}
        application = cast("int", scene.bot.application_id)
        await scene.bot.http.bulk_upsert_global_commands(application, [command])
        if former == "CommandNotFound":
            scene.bot.tree.remove_command("ask")
        result = await scene.alice.slash(scene.channel, "ask")
        assert told(result).content == CHANGED
        assert result.ephemeral
        assert scene.search.asked == []

    (line,) = play(act, check_errors=False).of("refused")
    assert (line["reason"], "concordance sync" in line["remedy"]) == (former, True)


def transformed(error: Exception) -> app_commands.AppCommandError:
    """Return what discord.py raises for an option that is no such thing."""
    kind: Any = app_commands.TransformerError
    made: app_commands.AppCommandError = kind.__new__(kind)
    made.__cause__ = error
    return made


def invoked(error: Exception) -> app_commands.AppCommandError:
    """Return what discord.py raises for an error within a command."""
    command: Any = type("Command", (), {"name": "ask"})()
    return app_commands.CommandInvokeError(command, error)


TELLS = {
    "an option of another kind": (transformed(ValueError(WORDS)), CHANGED),
    "a refusal within a command": (invoked(ClosingError()), str(ClosingError())),
    "a defect": (ValueError(WORDS), "Something went wrong on my side."),
    "a defect within a command": (invoked(ValueError(WORDS)), "Something went wrong on my side."),
    "what Discord refuses": (refusal(403, 50013), None),
    "what never reached Discord": (aiohttp.ClientConnectionError(WORDS), None),
    "what the operator mends": (GatewayError(4014), None),
}


@pytest.mark.parametrize(("error", "sentence"), TELLS.values(), ids=TELLS)
def test_an_error_is_a_sentence_or_a_line_in_the_log(
    error: Exception, sentence: str | None
) -> None:
    async def act(bot: Bot) -> None:
        reply = Told()
        await bot.tell(reply, error)
        assert [one[: len(sentence or "")] for one in reply.sentences] == [sentence][
            : bool(sentence)
        ]

    lines = met(act)
    assert len(lines.text.splitlines()) == 1
    assert "xyzzy" not in lines.text
    assert (lines.of("answer_failed") == []) == (sentence is not None)


def test_a_database_that_does_not_take_it_is_told_and_logged_with_the_remedy() -> None:
    async def act(bot: Bot) -> None:
        reply = Told()
        async with bot.question(reply, "command"):
            raise StorageError("is full", "free some space on its disk")
        (sentence,) = reply.sentences
        assert sentence.startswith("I cannot do this just now: my database does not answer")
        assert "full" not in sentence
        told_under.append(sentence.split()[-1].rstrip("."))

    told_under: list[str] = []
    lines = met(act)
    (line,) = lines.of("answer_failed")
    assert line["remedy"] == "the database is full; free some space on its disk"
    assert told_under == [line["request"]]
    assert len(lines.text.splitlines()) == 1


REMEDIES = {
    401: "reset it",
    403: "View Channel, Send Messages and Embed Links",
    404: "gone: nothing to mend",
    429: "too many requests",
    502: "discordstatus.com",
}


@pytest.mark.parametrize("status", REMEDIES)
def test_what_discord_refuses_is_a_line_with_its_remedy(status: int) -> None:
    async def act(bot: Bot) -> None:
        await bot.tell(Told(), refusal(status, 77))

    (line,) = met(act).of("answer_failed")
    assert (line["status"], line["code"]) == (status, 77)
    assert REMEDIES[status] in line["remedy"]


FAILING = (refusal(403, 50013), aiohttp.ClientConnectionError(), ConnectionResetError())


@pytest.mark.parametrize("failing", FAILING, ids=repr)
def test_a_sentence_that_does_not_arrive_is_a_line_in_the_log(failing: Exception) -> None:
    async def act(bot: Bot) -> None:
        async with bot.question(Told(error=failing), "command"):
            raise ClosingError

    lines = met(act)
    assert len(lines.of("refused")) == len(lines.of("error_reply_failed")) == 1
    assert lines.of("error_reply_failed")[0]["remedy"]
    assert lines.of("error_reply_failed")[0]["request"] == lines.of("refused")[0]["request"]
