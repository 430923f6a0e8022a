"""What is gone, or closed, in the middle of an answer: a sentence for the member, or a log line."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.standin import Channel, Message
from tests.support.live_bot import Live, said, shown

QUESTION = "What did Trotsky do for Chernov?"
ORIGINAL = r"/messages/@original$"
COMMANDS: dict[str, dict[str, Any]] = {
    "ask": {"question": QUESTION},
    "page": {"number": "282"},
    "paragraph": {"number": "12"},
    "quote": {},
    "source": {"words": "it was Trotsky who saved Chernov from the crowd"},
    "works": {},
    "contents": {},
    "about": {},
}
PUBLIC = ("ask", "page", "paragraph", "quote", "source")


def logs(live: Live, since: int, *words: str) -> None:
    """Wait for a line of the log that holds these words, and no trace of a defect."""
    live.discord.wait(
        lambda: any(
            all(word in line for word in words) for line in live.program.text[since:].splitlines()
        ),
        f"a line in the log with {words}",
    )
    assert '"defect"' not in live.program.text[since:]


def answered(live: Live, channel: Channel | None = None, **options: Any) -> Message:
    """Let Alice ask, and return the answer."""
    place = channel or live.channel
    (message,) = live.alice.asks(place, "ask", question=QUESTION, **options).answer()
    return message


def a_thread(live: Live) -> Channel:
    """Return a thread in a channel of its own."""
    return live.server.channel("books").thread("chapter one")


def a_channel(live: Live) -> Channel:
    """Return a channel of its own."""
    return live.server.channel("passing")


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("place", [a_channel, a_thread])
def test_a_place_that_is_gone_before_the_answer_is_a_line_in_the_log(
    live: Live, command: str, place: Callable[[Live], Channel]
) -> None:
    channel, since = place(live), len(live.program.text)
    with live.discord.faults.hold(path=ORIGINAL) as held:
        live.alice.asks(channel, command, **COMMANDS[command])
        held.until()
        channel.delete()
    logs(live, since, "answer_failed", str(channel.id), "remedy")


def test_an_announced_answer_that_somebody_deletes_is_a_line_in_the_log(live: Live) -> None:
    since = len(live.program.text)
    with live.discord.faults.hold(path=ORIGINAL) as held:
        asked = live.alice.asks(live.channel, "ask", question=QUESTION)
        held.until()
        assert asked.original is not None
        asked.original.delete()
    logs(live, since, "answer_failed", "10008", "remedy")
    assert asked.visible == []


@pytest.mark.parametrize("button", ["Copy", "Before", "After", "More passages", "Helpful"])
def test_a_button_of_a_message_that_is_gone_meanwhile_is_still_answered(
    live: Live, button: str
) -> None:
    message = answered(live)
    with live.discord.faults.hold(path=r"/callback$") as held:
        pressed = live.alice.presses(message, button)
        held.until()
        message.delete()
    (found,) = pressed.answer()
    assert found.ephemeral
    assert shown([found]) or found.content


def test_a_form_that_is_sent_after_its_message_is_gone_is_answered(live: Live) -> None:
    message = answered(live)
    form = live.alice.presses(message, "Follow up")
    form.asks_back()
    message.delete()
    (found,) = live.alice.types_into(form, question="Who was Martov?").answer()
    assert said([found]).startswith("Who was Martov?")


def test_an_answer_that_is_deleted_twice_is_a_line_in_the_log(live: Live) -> None:
    message, since = answered(live), len(live.program.text)
    with live.discord.faults.hold(path=r"/callback$") as held:
        live.alice.presses(message, "Delete")
        held.until()
        message.delete()
    logs(live, since, "answer_failed", "10008")


def test_an_edited_question_whose_answer_is_deleted_is_not_answered_again(live: Live) -> None:
    asked = live.asked_by_mention(QUESTION)
    (answer,) = asked.replies()
    answer.delete()
    said_before, since = len(live.channel.said), len(live.program.text)
    asked.edit(f"{live.discord.bot.mention} Who was Martov?")
    logs(live, since, "answer_failed", "10008")
    assert len(live.channel.said) == said_before


@pytest.mark.parametrize("command", PUBLIC)
def test_who_may_not_write_in_a_channel_is_answered_alone(live: Live, command: str) -> None:
    channel, guest = live.server.channel("silent"), live.server.member("Guest")
    channel.denies("SEND_MESSAGES", to=guest)
    asked = guest.asks(channel, command, **COMMANDS[command])
    (message,) = asked.answer()
    assert asked.private
    assert shown([message])


def test_in_a_thread_only_writing_in_threads_matters(live: Live) -> None:
    channel, guest = live.server.channel("half"), live.server.member("Guest")
    channel.denies("SEND_MESSAGES", to=guest)
    thread = channel.thread("open to all")
    public = guest.asks(thread, "ask", question=QUESTION)
    public.answer()
    assert not public.private
    channel.denies("SEND_MESSAGES_IN_THREADS", to=guest)
    alone = guest.asks(thread, "ask", question=QUESTION)
    alone.answer()
    assert alone.private


def test_who_may_not_write_shows_nothing_in_the_channel(live: Live) -> None:
    channel, guest = live.server.channel("silenced"), live.server.member("Guest")
    (message,) = guest.asks(channel, "ask", question=QUESTION, private=True).answer()
    channel.denies("SEND_MESSAGES", to=guest)
    pressed = guest.presses(message, "Show in channel")
    (told,) = pressed.answer()
    assert pressed.private
    assert "You may not write in this channel" in told.content


@pytest.mark.parametrize("command", PUBLIC)
def test_where_the_bot_may_nothing_a_command_is_answered_all_the_same(
    live: Live, command: str
) -> None:
    channel = live.server.channel("closed")
    channel.denies("VIEW_CHANNEL", "SEND_MESSAGES", "EMBED_LINKS", "READ_MESSAGE_HISTORY")
    asked = live.alice.asks(channel, command, **COMMANDS[command])
    assert shown(asked.answer())


def test_where_the_bot_sees_no_channel_buttons_work_and_delete_takes_the_answer_back(
    live: Live,
) -> None:
    channel = live.server.channel("hidden")
    channel.denies("VIEW_CHANNEL", "READ_MESSAGE_HISTORY")
    message = answered(live, channel)
    (copy,) = live.alice.presses(message, "Copy").answer()
    assert "Chernov" in copy.content
    live.alice.presses(message, "Delete")
    live.discord.wait(lambda: message.deleted, "the answer to be gone")
