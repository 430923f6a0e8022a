"""Settings over real sockets: whoever asks sees their effect at the next question."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.answers.strictness import compute_bar
from bot.formatting.excerpt import GAP, shorten
from bot.render import SHORT_PASSAGE_LENGTH
from bot.servers.settings import DEFAULTS
from tests.conftest import ROOT
from tests.standin import Channel, Interaction, Message
from tests.support.live_bot import Live, expected, said, shown

QUESTION = "What did Trotsky do for Chernov?"
LOOK_UP, FIND = "What does the text say?", "Find the source"
COMMANDS: dict[str, dict[str, Any]] = {
    "ask": {"question": QUESTION},
    "page": {"number": "17"},
    "paragraph": {"number": "3"},
    "quote": {},
    "source": {"words": "The lamp was lit before the tide came in."},
    "works": {},
    "contents": {},
    "about": {},
}
BUTTONS = "More passages", "Before", "After", "Copy", "Follow up", "Helpful", "Wrong page?"


@pytest.fixture
def here(live: Live) -> Live:
    """Return the bot in a server of the test's own, whose settings it may change."""
    server = live.discord.server("Set otherwise")
    return replace(
        live, server=server, channel=server.channel("general"), alice=server.member("Alice")
    )


def asks(here: Live, channel: Channel | None = None, **options: Any) -> Interaction:
    """Let Alice ask."""
    return here.alice.asks(channel or here.channel, "ask", question=QUESTION, **options)


def told(asked: Interaction) -> str:
    """Return what a member alone is told instead of an answer."""
    (message,) = asked.answer()
    assert message.ephemeral
    assert not message.embeds
    return message.content


def answered(asked: Interaction) -> Message:
    """Return the answer, which shows the text."""
    message, *_ = asked.answer()
    assert message.embeds
    return message


def left_alone(here: Live, channel: Channel, mention: Message) -> bool:
    """Say whether a message in a channel got no reply, once what was asked later has one."""
    mo = here.server.member("Mo", permissions=["MANAGE_GUILD"])
    mo.says_directly(QUESTION).replies()
    return not [one for one in channel.said if one.reference is mention]


@pytest.mark.parametrize("name", COMMANDS)
def test_in_a_channel_that_is_closed_each_command_says_what_can_be_done(
    here: Live, name: str
) -> None:
    other = here.server.channel("other")
    here.sets(channels={"where": "except", "chosen": [here.channel.id]})
    sentence = told(here.alice.asks(here.channel, name, **COMMANDS[name]))
    assert "I do not answer in this channel" in sentence
    assert "/settings" in sentence
    answered(here.alice.asks(other, name, **COMMANDS[name]))


def test_in_a_channel_that_is_closed_nothing_else_answers_or_offers_either(here: Live) -> None:
    answer = answered(asks(here))
    here.sets(channels={"where": "only", "chosen": [here.server.channel("other").id]})
    for menu in (LOOK_UP, FIND):
        assert "do not answer" in told(
            here.alice.uses(menu, here.alice.says(here.channel, "Lenin"))
        )
    for button in BUTTONS:
        assert "do not answer" in told(here.alice.presses(answer, button))
    for command, option in (("ask", "question"), ("page", "number"), ("page", "work")):
        assert here.alice.completes(here.channel, command, **{option: ""}) == []
    mention = here.asked_by_mention(QUESTION)
    assert left_alone(here, here.channel, mention)
    here.alice.presses(answer, "Delete")
    here.discord.world.wait(lambda: answer.deleted, "the answer to be gone")


def test_a_thread_is_open_as_its_channel_is_unless_it_is_chosen_itself(here: Live) -> None:
    thread, other = here.channel.thread("one"), here.channel.thread("other")
    here.sets(channels={"where": "only", "chosen": [thread.id]})
    assert "do not answer" in told(asks(here))
    assert "do not answer" in told(asks(here, other))
    answered(asks(here, thread))
    here.sets(channels={"where": "only", "chosen": [here.channel.id]})
    answered(asks(here, other))


def test_who_may_ask_has_one_of_the_roles_or_manages_the_server(here: Live) -> None:
    readers = here.server.role("readers")
    here.sets(asking=[readers.id])
    assert "you have none of them" in told(asks(here))
    mention = here.asked_by_mention(QUESTION)
    assert left_alone(here, here.channel, mention)
    assert here.alice.completes(here.channel, "ask", question="") == []
    for may in ({"roles": [readers]}, {"permissions": ["MANAGE_GUILD"]}):
        ben = here.server.member("Ben", **may)
        answered(ben.asks(here.channel, "ask", question=QUESTION))
        ben.says(here.channel, f"{here.discord.bot.mention} {QUESTION}").replies()
    answered(here.alice.asks(here.alice.direct, "ask", question=QUESTION))


def test_answers_are_for_the_member_alone_where_that_is_set(here: Live) -> None:
    public = here.server.channel("public")
    here.sets(private=True, overrides={public.id: {"private": False}})
    asked = asks(here)
    answer = answered(asked)
    assert asked.private
    labels = [one["label"] for row in answer.components for one in row["components"]]
    assert "Show in channel" not in labels
    followed = here.alice.presses(answered(asks(here, public)), "Follow up")
    assert not here.alice.types_into(followed, question="Who was Parvus?").private
    assert not asks(here, public).private
    here.sets(private=False)
    assert not asks(here).private


def test_a_private_answer_from_before_is_not_shown_to_all(here: Live) -> None:
    answer = answered(asks(here, private=True))
    here.sets(overrides={here.channel.id: {"private": True}})
    assert "for the member alone" in told(here.alice.presses(answer, "Show in channel"))
    here.sets(overrides={})
    assert not here.alice.presses(answer, "Show in channel").answer()[0].ephemeral


def test_mentions_are_left_alone_where_they_are_off_and_commands_answered(here: Live) -> None:
    talk = here.server.channel("talk")
    here.sets(mentions=False, overrides={talk.id: {"mentions": True}})
    mention = here.asked_by_mention(QUESTION)
    here.alice.says(talk, f"{here.discord.bot.mention} {QUESTION}").replies()
    assert left_alone(here, here.channel, mention)
    answered(asks(here))
    here.alice.says_directly(QUESTION).replies()
    here.sets(mentions=True)
    here.asked_by_mention(QUESTION).replies()


def test_as_many_passages_are_shown_as_are_set_unless_the_command_says(here: Live) -> None:
    for number in (1, 5):
        here.sets(passages=number)
        wanted = expected(here.answerer.answer(QUESTION, number))
        assert shown(asks(here).answer()) == wanted
        assert shown(here.asked_by_mention(QUESTION).replies()) == wanted
        assert len(answered(asks(here, passages=2)).embeds) == 2
    here.sets(passages=1)
    (more,) = here.alice.presses(answered(asks(here)), "More passages").answer()
    assert [one["title"][:2] for one in more.embeds] == ["2."]


def test_a_compact_answer_shortens_its_first_passage_too(here: Live) -> None:
    question = "How did the first soviet come about?"
    first = here.answerer.answer(question).shown[0]
    here.sets(length="compact")
    message = answered(here.alice.asks(here.channel, "ask", question=question))
    *lines, _ = shown([message])[0].split("\n")
    assert lines == [line.words for line in shorten(first, SHORT_PASSAGE_LENGTH)]
    assert GAP.words in lines


def test_no_words_are_bold_where_they_are_not_to_be_marked(here: Live) -> None:
    assert "**" in answered(asks(here)).embeds[0]["description"]
    here.sets(marked=False)
    message = answered(asks(here))
    assert all("**" not in one["description"] for one in message.embeds)
    assert shown([message]) == expected(here.answerer.answer(QUESTION))


def test_the_bot_speaks_the_language_of_the_server_or_of_the_member(here: Live) -> None:
    english = answered(asks(here)).embeds[0]["footer"]["text"]
    here.sets(language="de")
    german = answered(asks(here))
    assert german.embeds[0]["footer"]["text"] != english
    assert "Ausgabe" in german.embeds[0]["footer"]["text"]
    (mentioned,) = here.asked_by_mention(QUESTION).replies()
    assert mentioned.embeds[0]["footer"] == german.embeds[0]["footer"]
    here.sets(channels={"where": "only"})
    assert "do not answer" not in told(asks(here))
    here.sets(channels={}, language="member")
    assert answered(asks(here)).embeds[0]["footer"]["text"] == english


def test_how_sure_an_answer_must_be_is_as_strict_as_is_set(here: Live) -> None:
    bar = here.answerer.bar
    lenient, questions = compute_bar("lenient", bar), (ROOT / "data/questions/sample.jsonl")
    lines = map(json.loads, questions.read_text("utf-8").splitlines())
    found = (here.answerer.answer(line["question"], bar=0.0) for line in lines)
    between = next(
        one.question
        for one in found
        if one.outcome == "answer" and not one.parts and lenient < one.shown[0].score < bar
    )
    for level, nearest in (("lenient", False), ("balanced", True), ("strict", True)):
        here.sets(strictness=level)
        message = answered(here.alice.asks(here.channel, "ask", question=between))
        assert ("no answer" in message.embeds[0]["title"]) is nearest
        asked_again = here.asked_by_mention(between).replies()
        assert ("no answer" in asked_again[0].embeds[0]["title"]) is nearest


def test_a_member_and_a_channel_may_ask_as_often_as_is_set(here: Live) -> None:
    here.sets(member_limit=1)
    answer = answered(asks(here))
    assert "You have asked a lot" in told(asks(here))
    assert "You have asked a lot" in told(here.alice.presses(answer, "Copy"))
    here.sets(member_limit=60, channel_limit=1)
    assert "in this channel" in told(asks(here))
    answered(asks(here, here.server.channel("other")))
    here.sets(channel_limit=600)
    answered(asks(here))


def words(message: Message) -> int:
    """Return how many words of the text a message quotes: all but references and gaps."""
    lines = [line for one in shown([message]) for line in one.split("\n")]
    own = [line for line in lines if not line.startswith("— ") and line != GAP.words]
    return sum(len(line.split()) for line in own)


def test_no_more_words_are_quoted_than_are_set_and_what_is_left_out_is_said(here: Live) -> None:
    assert words(answered(asks(here))) > 100
    here.sets(word_limit=100)
    message = answered(asks(here))
    assert words(message) <= 100
    assert "At most 100 words are quoted here" in said([message])
    (copy,) = here.alice.presses(message, "Copy").answer()
    assert len(copy.content.split()) < 140
    assert "At most" in said(here.asked_by_mention(QUESTION).replies())


def threads(channel: Channel) -> list[Channel]:
    """Return the threads of a channel."""
    return [one for one in channel.world.channels.values() if one.parent is channel]


Ask = Callable[[Live, str], None]


def by_command(here: Live, question: str) -> None:
    """Ask by the command; the response says the question."""
    (message,) = here.alice.asks(here.channel, "ask", question=question).answer()
    assert said([message]) == question


def by_mention(here: Live, question: str) -> None:
    """Ask by a mention."""
    here.asked_by_mention(question)


@pytest.mark.parametrize("ask", [by_command, by_mention])
def test_each_question_is_answered_in_a_thread_of_its_own(here: Live, ask: Ask) -> None:
    here.sets(threads="thread")
    question = f"{QUESTION} " + "And what did those who stood around it in the street say? " * 3
    ask(here, question.strip())
    here.discord.world.wait(lambda: threads(here.channel), "a thread")
    (thread,) = threads(here.channel)
    assert len(thread.name) <= 100
    assert question.startswith(thread.name.removesuffix("…"))
    here.discord.world.wait(lambda: thread.said, "the answer in the thread")
    assert shown(thread.said) == expected(here.answerer.answer(question))
    assert not any(one.embeds for one in here.channel.said)


def test_in_its_thread_anybody_may_follow_on_a_question(here: Live) -> None:
    here.sets(threads="thread")
    by_mention(here, "Who was Chernov?")
    here.discord.world.wait(lambda: threads(here.channel), "a thread")
    (thread,) = threads(here.channel)
    here.discord.world.wait(lambda: thread.said, "the answer in the thread")
    for member in (here.alice, here.server.member("Ben")):
        asked = member.says(thread, f"{here.discord.bot.mention} And when did he meet Trotsky?")
        (reply,) = asked.replies()
        assert "Chernov" in said([reply])
    assert threads(here.channel) == [thread]


@pytest.mark.parametrize("ask", [by_mention, asks])
def test_where_no_thread_may_be_opened_the_answer_is_in_place(here: Live, ask: Any) -> None:
    here.channel.denies("CREATE_PUBLIC_THREADS")
    here.sets(threads="thread")
    before = len(here.program.text)
    if ask is by_mention:
        answer = here.asked_by_mention(QUESTION).replies()
    else:
        answer = [answered(asks(here))]
    assert shown(answer) == expected(here.answerer.answer(QUESTION))
    assert threads(here.channel) == []
    wait = here.discord.world.wait
    wait(lambda: '"thread_open_failed"' in here.program.text[before:], "a line in the log")


def test_what_is_private_or_asked_in_a_thread_or_no_question_opens_none(here: Live) -> None:
    quiet = here.server.channel("quiet")
    here.sets(threads="thread", overrides={quiet.id: {"threads": "here"}})
    there = here.channel.thread("there")
    answered(asks(here, private=True))
    answered(asks(here, there))
    answered(asks(here, quiet))
    here.asked_by_mention("hello!").replies()
    assert threads(here.channel) == [there]
    assert threads(quiet) == []


def test_in_a_direct_message_nothing_is_set(here: Live) -> None:
    here.sets(channels={"where": "only"}, passages=1, private=True, language="de")
    message = answered(here.alice.asks(here.alice.direct, "ask", question=QUESTION))
    assert len(message.embeds) == DEFAULTS.passages
    assert not message.ephemeral
