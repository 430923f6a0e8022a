"""Blocking a member, over real sockets: at once, wherever he asks, and without a word in public."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.storage.records import MemberBlock
from tests.standin import Interaction, Member
from tests.support.live_bot import Live
from tests.support.moderated_server import described
from tests.support.stored_settings import kept, settle

QUESTION = "What did Trotsky do for Chernov?"


@pytest.fixture
def mo(watched: Live) -> Member:
    """Return a moderator."""
    return watched.server.member("Mo", permissions=["MODERATE_MEMBERS"])


def told(interaction: Interaction) -> str:
    """Return what somebody is told alone."""
    (message,) = interaction.answer()
    assert message.ephemeral
    return message.content


def blocked(live: Live, member: Member) -> MemberBlock | None:
    """Return the block of a member as another process sees it."""
    now, who = datetime.now(UTC), (live.server.id, member.id)
    return kept(live, lambda storage: storage.find_blocks([who], now)).get(who)


def test_whoever_is_blocked_is_told_alone_until_when_whatever_he_does(
    watched: Live, mo: Member
) -> None:
    alice, channel = watched.alice, watched.channel
    (answer,) = alice.asks(channel, "ask", question=QUESTION).answer()
    said = told(mo.asks(channel, "block", member=alice, time="2h"))
    block = blocked(watched, alice)
    assert block is not None
    assert block.until is not None
    assert timedelta(hours=1, minutes=58) < block.until - block.at <= timedelta(hours=2)
    until = f"<t:{block.until.timestamp():.0f}:f>"
    assert said == f"{alice.mention} may not ask me anything here until {until}."
    wanted = f"The moderators of this server will let you ask me again on {until}."
    message = alice.says(channel, "“No ship may pass unseen while I am here”")
    for asked in (
        alice.asks(channel, "ask", question=QUESTION),
        alice.asks(channel, "page", number="282"),
        alice.asks(channel, "paragraph", number="3"),
        alice.asks(channel, "quote"),
        alice.asks(channel, "source", words="the lamp is lit before the tide"),
        alice.asks(channel, "works"),
        alice.asks(channel, "contents"),
        alice.asks(channel, "about"),
        alice.uses("What does the text say?", message),
        alice.uses("Find the source", message),
        *(alice.presses(answer, one) for one in ("More passages", "Copy", "Follow up", "Helpful")),
    ):
        assert told(asked) == wanted


def test_a_mention_is_answered_directly_once_and_never_in_public(watched: Live, mo: Member) -> None:
    alice, channel = watched.alice, watched.channel
    told(mo.asks(channel, "block", member=alice, time="1d"))
    for _ in range(3):
        watched.asked_by_mention(QUESTION)
    ben = watched.server.member("Ben")
    ben.says(channel, f"{watched.discord.bot.mention} {QUESTION}").replies()
    bot = watched.discord.bot
    assert len([one for one in channel.said if one.author is bot]) == 1
    direct = alice.direct
    watched.discord.wait(lambda: direct.said, "a private notice")
    (notice,) = direct.said
    assert notice.content.startswith(
        "The moderators of this server will let you ask me again on <t:"
    )


def test_whoever_takes_no_messages_is_told_nothing(watched: Live, mo: Member) -> None:
    watched.alice.user.takes_messages = False
    told(mo.asks(watched.channel, "block", member=watched.alice))
    before = len(watched.program.text)
    watched.asked_by_mention(QUESTION)
    watched.discord.wait(
        lambda: "takes no messages" in watched.program.text[before:], "a line in the log"
    )


def test_whoever_is_blocked_may_ask_elsewhere_and_delete_what_he_asked(
    watched: Live, mo: Member
) -> None:
    (answer,) = watched.alice.asks(watched.channel, "ask", question=QUESTION).answer()
    told(mo.asks(watched.channel, "block", member=watched.alice))
    assert watched.alice.says_directly(QUESTION).replies()[0].embeds
    watched.alice.presses(answer, "Delete")
    watched.discord.wait(lambda: answer.deleted, "the answer to be gone")


def test_whoever_is_let_in_again_is_answered_at_the_next_question(
    watched: Live, mo: Member
) -> None:
    alice, channel = watched.alice, watched.channel
    said = told(mo.asks(channel, "block", member=alice))
    assert said == f"{alice.mention} may not ask me anything here until you use /unblock."
    assert "for now" in told(alice.asks(channel, "ask", question=QUESTION))
    assert told(mo.asks(channel, "unblock", member=alice)) == f"{alice.mention} may ask me again."
    (answer,) = alice.asks(channel, "ask", question=QUESTION).answer()
    assert answer.embeds
    assert "was not blocked" in told(mo.asks(channel, "unblock", member=alice))


def test_a_block_of_another_process_holds_at_the_next_question_and_ends_by_itself(
    watched: Live,
) -> None:
    now = datetime.now(UTC)

    def block(until: datetime) -> None:
        made = MemberBlock(watched.alice.id, 4, now, until)
        kept(watched, lambda storage: storage.block(watched.server.id, made))

    block(now + timedelta(hours=1))
    assert "ask me again on" in told(watched.alice.asks(watched.channel, "contents"))
    block(now - timedelta(seconds=1))
    (message,) = watched.alice.asks(watched.channel, "contents").answer()
    assert message.embeds


def test_a_member_without_the_right_is_refused_by_discord_and_by_the_bot(
    watched: Live,
) -> None:
    ben, alice, channel = watched.server.member("Ben"), watched.alice, watched.channel
    for name in ("block", "unblock"):
        with pytest.raises(AssertionError, match="default_member_permissions"):
            ben.asks(channel, name, member=alice)
        for command in watched.discord.commands():
            if command.name == name:
                command.body["default_member_permissions"] = None
        said = told(ben.asks(channel, name, member=alice))
        assert "Manage Server or Timeout Members" in said
        for command in watched.discord.commands():
            if command.name == name:
                command.body["default_member_permissions"] = str(1 << 40)
    assert blocked(watched, alice) is None


def test_those_who_may_change_settings_and_bots_cannot_be_blocked(
    watched: Live, mo: Member
) -> None:
    keepers = watched.server.role("Keepers")
    settle(watched, managing=[keepers.id])
    for spared in (
        watched.server.member("Admin", permissions=["MANAGE_GUILD"]),
        watched.server.member("Keeper", roles=[keepers]),
        watched.server.member("Other", bot=True),
    ):
        assert "cannot be blocked" in told(mo.asks(watched.channel, "block", member=spared))
        assert blocked(watched, spared) is None


def test_who_is_blocked_is_listed_and_may_be_let_in_again(watched: Live, mo: Member) -> None:
    alice, ben, channel = watched.alice, watched.server.member("Ben"), watched.channel
    told(mo.asks(channel, "block", member=alice, time="2h"))
    told(mo.asks(channel, "block", member=ben))
    asked = mo.asks(channel, "block")
    (message,) = asked.answer()
    assert asked.private
    first, second = described(message).splitlines()
    assert f"{alice.mention}: until <t:" in first
    assert second == f"2. {ben.mention}: for always, by {mo.mention}"
    done = mo.picks(message, "Who may ask again?", str(alice.id))
    watched.discord.wait(lambda: done.state == "answered", "the list to be changed")
    assert message.content == f"{alice.mention} may ask me again."
    assert described(message) == f"1. {ben.mention}: for always, by {mo.mention}"
    assert alice.asks(channel, "contents").answer()[0].embeds


def test_whoever_has_lost_the_right_lifts_no_block(watched: Live) -> None:
    keepers = watched.server.role("Keepers")
    settle(watched, managing=[keepers.id])
    watched.server.admits("block", keepers)
    keeper, alice = watched.server.member("Keeper", roles=[keepers]), watched.alice
    told(keeper.asks(watched.channel, "block", member=alice))
    (message,) = keeper.asks(watched.channel, "block").answer()
    settle(watched, managing=[])
    done = keeper.picks(message, "Who may ask again?", str(alice.id))
    assert "Manage Server or Timeout Members" in told(done)
    assert blocked(watched, alice) is not None


@pytest.mark.parametrize("time", ["soon", "0m", "9999d"])
def test_what_is_no_time_is_told_with_what_is(watched: Live, mo: Member, time: str) -> None:
    said = told(mo.asks(watched.channel, "block", member=watched.alice, time=time))
    assert f"“{time}” is no time for a block" in said
    assert blocked(watched, watched.alice) is None


def test_times_are_offered(watched: Live, mo: Member) -> None:
    offered = mo.completes(watched.channel, "block", time="1")
    assert [one["value"] for one in offered] == ["10m", "1h", "1d"]
