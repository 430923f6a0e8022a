"""Insights, over real sockets: what was asked, in words and as a picture, and of nobody."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.storage.records import LoggedQuestion
from tests.standin import Interaction, Member, Message
from tests.standin.markdown import plain
from tests.support.live_bot import Live
from tests.support.stored_settings import kept, settle

QUESTION = "Who saved Chernov from the crowd?"
UNANSWERED = "Which marmalade did the harbour master prefer?"


@pytest.fixture
def mo(watched: Live) -> Member:
    """Return whoever manages the server."""
    return watched.server.member("Mo", permissions=["MANAGE_GUILD"])


def told(interaction: Interaction) -> Message:
    """Return what somebody is told alone."""
    (message,) = interaction.answer()
    assert message.ephemeral
    return message


def lines(message: Message) -> list[str]:
    """Return what is shown of insights."""
    found = [plain(embed["description"], embed=True) for embed in message.embeds]
    return "\n".join(found).split("\n")


def count(live: Live, number: int) -> None:
    """Wait until so many questions are counted."""
    since = datetime.now(UTC).date() - timedelta(days=1)

    def counted() -> int:
        found = kept(live, lambda storage: storage.read_insights(live.server.id, since))
        return sum(sum(day.values()) for day in found.days.values())

    live.discord.wait(lambda: counted() == number, f"{number} questions to be counted")


def test_where_the_log_is_off_nothing_is_known_and_how_to_turn_it_on_is_said(
    watched: Live, mo: Member
) -> None:
    watched.alice.asks(watched.channel, "ask", question=QUESTION).answer()
    message = told(mo.asks(watched.channel, "insights"))
    assert "The log of this server is off" in lines(message)[0]
    assert "/settings" in lines(message)[0]
    assert message.attachments == []


@pytest.mark.parametrize("log", ["counts", "30 days"])
def test_questions_are_counted_from_the_next_on_and_shown_in_words_and_as_a_picture(
    watched: Live, mo: Member, log: str
) -> None:
    settle(watched, log=log)
    watched.alice.asks(watched.channel, "ask", question=QUESTION).answer()
    watched.asked_by_mention(UNANSWERED).replies()
    watched.alice.asks(watched.channel, "ask", question="hello!").answer()
    count(watched, 2)
    message = told(mo.asks(watched.channel, "insights", days=7))
    since = (datetime.now(UTC).date() - timedelta(days=6)).isoformat()
    assert lines(message)[0] == f"Since {since}: 2 questions, 1 answered, 1 not."
    whole = "\n".join(lines(message))
    assert (UNANSWERED in whole) == (log == "30 days")
    assert ("the log has counts only" in whole) == (log == "counts")
    assert QUESTION not in whole
    page = watched.answerer.answer(QUESTION).shown[0].reference
    assert any(f"{one}: 1×" in whole for one in page.removeprefix("citing ").split(" · "))
    assert "Alice" not in whole
    assert str(watched.alice.id) not in whole
    (picture,) = message.attachments
    assert picture["filename"] == "picture.png"
    assert picture["description"].startswith(lines(message)[0])
    count(watched, 2)


def test_a_direct_message_is_in_no_servers_log(watched: Live, mo: Member) -> None:
    settle(watched, log="counts")
    watched.alice.says_directly(QUESTION).replies()
    watched.alice.asks(watched.channel, "ask", question=QUESTION).answer()
    count(watched, 1)
    assert "1 question," in lines(told(mo.asks(watched.channel, "insights")))[0]


def test_what_is_older_than_asked_for_is_left_out(watched: Live, mo: Member) -> None:
    settle(watched, log="counts")
    asked, now = LoggedQuestion("answer", (), QUESTION, 3), datetime.now(UTC)

    def count(age: int) -> None:
        then = now - timedelta(days=age)
        kept(watched, lambda storage: storage.count_question(watched.server.id, asked, then))

    for age in (0, 6, 7, 29, 30):
        count(age)
    for days, number in ((7, 2), (30, 4), (365, 5)):
        message = told(mo.asks(watched.channel, "insights", days=days))
        assert f"{number} questions, {number} answered" in lines(message)[0]


def test_a_member_without_the_right_is_refused_by_discord_and_by_the_bot(
    watched: Live,
) -> None:
    ben, keepers = watched.server.member("Ben"), watched.server.role("Keepers")
    with pytest.raises(AssertionError, match="default_member_permissions"):
        ben.asks(watched.channel, "insights")
    (command,) = [one for one in watched.discord.commands() if one.name == "insights"]
    needed: Any = command.body["default_member_permissions"]
    command.body["default_member_permissions"] = None
    message = told(ben.asks(watched.channel, "insights"))
    assert "the permission Manage Server" in message.content
    settle(watched, managing=[keepers.id])
    keeper = watched.server.member("Kim", roles=[keepers])
    assert told(keeper.asks(watched.channel, "insights")).embeds
    command.body["default_member_permissions"] = needed
