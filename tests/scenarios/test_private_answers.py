"""What was asked or found privately stays so; what is no answer becomes none by being shown."""

import pytest

from bot.components.answer_buttons import AnswerAction
from bot.components.answer_buttons import read as pressing
from tests.standin import Message
from tests.support.live_bot import Live, said, shown

HIDDEN = "Who saved Xyzzy Chernov from the crowd?"
QUESTION = "What did Trotsky do for Chernov?"
NONE = "How do I brew tea?"


def asked(live: Live, question: str, *, private: bool = False) -> Message:
    """Let Alice ask in a channel of its own, and return the answer."""
    (message,) = live.alice.asks(live.channel, "ask", question=question, private=private).answer()
    return message


def test_a_private_question_never_stands_in_a_public_answer(live: Live) -> None:
    asked(live, HIDDEN, private=True)
    assert "Xyzzy" in said([asked(live, "And what happened to him then?", private=True)])
    asked(live, HIDDEN, private=True)
    assert "Xyzzy" not in said([asked(live, "And what happened to him then?")])
    asked(live, HIDDEN, private=True)
    (reply,) = live.asked_by_mention("And what happened to him then?").replies()
    assert "Xyzzy" not in said([reply])


def test_somebody_elses_message_is_looked_up_by_itself_and_not_remembered(live: Live) -> None:
    ben = live.server.member("Ben")
    asked(live, QUESTION)
    target = ben.says(live.channel, "Who was Natalya Plugh Sedova?")
    (message,) = live.alice.uses("What does the text say?", target).answer()
    assert "Chernov" not in said([message])
    assert "Plugh" not in said([asked(live, "And where did she live?")])


def test_what_is_no_answer_is_none_where_it_is_shown_to_all(live: Live) -> None:
    message = asked(live, NONE, private=True)
    assert "Nearest, no answer" in message.embeds[0]["title"]
    for button in ("Show in channel", "Before", "After"):
        (found,) = live.alice.presses(message, button).answer()
        assert "Nearest, no answer" in found.embeds[0]["title"]
        assert "couldn’t find an answer" in said([found])


def test_what_is_shown_to_all_has_the_words_that_answer_in_bold(live: Live) -> None:
    message = asked(live, QUESTION, private=True)
    (public,) = live.alice.presses(message, "Show in channel").answer()
    assert [one["description"] for one in public.embeds] == [
        one["description"] for one in message.embeds
    ]
    assert "**" in public.embeds[0]["description"]


def test_the_form_of_a_member_who_may_not_write_is_answered_alone(live: Live) -> None:
    channel, guest = live.server.channel("reading"), live.server.member("Guest")
    (message,) = live.alice.asks(channel, "ask", question=QUESTION).answer()
    channel.denies("SEND_MESSAGES", to=guest)
    sent = guest.types_into(guest.presses(message, "Follow up"), question="Who was Martov?")
    sent.answer()
    assert sent.private


def test_delete_takes_nothing_of_anybody_else(live: Live) -> None:
    ben, message = live.server.member("Ben"), asked(live, QUESTION)
    words = live.answerer.answer(QUESTION).shown[0].passage.text.split(" (")[0]
    (checked,) = ben.asks(live.channel, "source", words=words).answer()
    with live.discord.faults.hold(path=r"/messages/@original$", method="PATCH") as held:
        waiting = ben.asks(live.channel, "ask", question="Who was Martov?")
        held.until()
        live.alice.presses(message, "Delete")
        live.discord.world.wait(lambda: message.deleted, "the answer to be gone")
    assert not checked.deleted
    assert waiting.answer()


def test_a_question_longer_than_a_message_leaves_the_buttons_alive(live: Live) -> None:
    target = live.server.member("Ben").says(live.channel, f"{QUESTION} " * 110)
    (message,) = live.alice.uses("What does the text say?", target).answer()
    assert said([message]).startswith(QUESTION)
    for button in ("Before", "After", "Show in channel"):
        (found,) = live.alice.presses(message, button).answer()
        assert found.embeds


def test_more_is_not_offered_where_what_was_asked_before_had_a_say(live: Live) -> None:
    labels = [button["label"] for button in asked(live, QUESTION).components[0]["components"]]
    assert "More passages" in labels
    followed = asked(live, "And what happened to him then?")
    assert "More passages" not in [
        button["label"] for button in followed.components[0]["components"]
    ]


@pytest.mark.parametrize("typed", [True, False], ids=["with a mention", "pinging alone"])
def test_a_reply_to_an_answer_follows_on_that_answer(live: Live, typed: bool) -> None:
    """Whatever was asked since, and by whomever."""
    first = asked(live, QUESTION)
    asked(live, "Where did he meet Natalya Sedova?")
    mention = f"{live.discord.bot.mention} " if typed else ""
    words = f"{mention}And what did the crowd do to him then?"
    (reply,) = live.server.member("Ben").says(live.channel, words, reply_to=first).replies()
    assert "Chernov" in said([reply])


def test_a_reply_that_does_not_ping_the_bot_is_not_for_it(live: Live) -> None:
    first = asked(live, QUESTION)
    ben = live.server.member("Ben")
    unread = ben.says(live.channel, "I like this bit", reply_to=first, pings=False)
    ben.says(live.channel, "And then?", reply_to=first).replies()
    assert not [message for message in live.channel.said if message.reference is unread]


def test_a_place_that_is_shown_is_no_question_to_follow_on(live: Live) -> None:
    (message,) = live.alice.asks(live.channel, "paragraph", number="34").answer()
    (button,) = [one for one in message.components[0]["components"] if one["label"] == "Follow up"]
    assert pressing(button["custom_id"]).action is AnswerAction.FOLLOW_UP
    assert pressing(button["custom_id"]).number == 1
    form = live.alice.presses(message, "Follow up")
    (found,) = live.alice.types_into(form, question="And what happened to him then?").answer()
    assert "¶ 34" not in said([found])
    assert "Chernov" in said([found])
    assert shown([found])
