"""Insights, over real sockets: what was asked, in words and as a picture, and of nobody."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.storage.types import Asked
from tests.bot.kept import kept, settle
from tests.bot.live import Live
from tests.standin import Interaction, Member, Message
from tests.standin.markdown import plain

QUESTION = "Who saved Chernov from the crowd?"
UNANSWERED = "Which marmalade did the harbour master prefer?"


@pytest.fixture
def mo(moderated: Live) -> Member:
    """Return whoever manages the server."""
    return moderated.server.member("Mo", permissions=["MANAGE_GUILD"])


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
        found = kept(live, lambda storage: storage.insights(live.server.id, since))
        return sum(sum(day.values()) for day in found.days.values())

    live.discord.wait(lambda: counted() == number, f"{number} questions to be counted")


def test_where_the_log_is_off_nothing_is_known_and_how_to_turn_it_on_is_said(
    moderated: Live, mo: Member
) -> None:
    moderated.alice.asks(moderated.channel, "ask", question=QUESTION).answer()
    message = told(mo.asks(moderated.channel, "insights"))
    assert "The log of this server is off" in lines(message)[0]
    assert "/settings" in lines(message)[0]
    assert message.attachments == []


@pytest.mark.parametrize("log", ["counts", "30 days"])
def test_questions_are_counted_from_the_next_on_and_shown_in_words_and_as_a_picture(
    moderated: Live, mo: Member, log: str
) -> None:
    settle(moderated, log=log)
    moderated.alice.asks(moderated.channel, "ask", question=QUESTION).answer()
    moderated.asked_by_mention(UNANSWERED).replies()
    moderated.alice.asks(moderated.channel, "ask", question="hello!").answer()
    count(moderated, 2)
    message = told(mo.asks(moderated.channel, "insights", days=7))
    since = (datetime.now(UTC).date() - timedelta(days=6)).isoformat()
    assert lines(message)[0] == f"Since {since}: 2 questions, 1 answered, 1 not."
    whole = "\n".join(lines(message))
    assert (UNANSWERED in whole) == (log == "30 days")
    assert ("the log has counts only" in whole) == (log == "counts")
    assert QUESTION not in whole
    page = moderated.answerer.answer(QUESTION).shown[0].reference
    assert any(f"{one}: 1×" in whole for one in page.removeprefix("citing ").split(" · "))
    assert "Alice" not in whole
    assert str(moderated.alice.id) not in whole
    (picture,) = message.attachments
    assert picture["filename"] == "picture.png"
    assert picture["description"].startswith(lines(message)[0])
    count(moderated, 2)


def test_a_direct_message_is_in_no_servers_log(moderated: Live, mo: Member) -> None:
    settle(moderated, log="counts")
    moderated.alice.says_directly(QUESTION).replies()
    moderated.alice.asks(moderated.channel, "ask", question=QUESTION).answer()
    count(moderated, 1)
    assert "1 question," in lines(told(mo.asks(moderated.channel, "insights")))[0]


def test_what_is_older_than_asked_for_is_left_out(moderated: Live, mo: Member) -> None:
    settle(moderated, log="counts")
    asked, now = Asked("answer", (), QUESTION, 3), datetime.now(UTC)

    def count(age: int) -> None:
        then = now - timedelta(days=age)
        kept(moderated, lambda storage: storage.count(moderated.server.id, asked, then))

    for age in (0, 6, 7, 29, 30):
        count(age)
    for days, number in ((7, 2), (30, 4), (365, 5)):
        message = told(mo.asks(moderated.channel, "insights", days=days))
        assert f"{number} questions, {number} answered" in lines(message)[0]


def test_a_member_without_the_right_is_refused_by_discord_and_by_the_bot(
    moderated: Live,
) -> None:
    ben, keepers = moderated.server.member("Ben"), moderated.server.role("Keepers")
    with pytest.raises(AssertionError, match="default_member_permissions"):
        ben.asks(moderated.channel, "insights")
    (command,) = [one for one in moderated.discord.commands() if one.name == "insights"]
    needed: Any = command.body["default_member_permissions"]
    command.body["default_member_permissions"] = None
    message = told(ben.asks(moderated.channel, "insights"))
    assert "the permission Manage Server" in message.content
    settle(moderated, managing=[keepers.id])
    keeper = moderated.server.member("Kim", roles=[keepers])
    assert told(keeper.asks(moderated.channel, "insights")).embeds
    command.body["default_member_permissions"] = needed
