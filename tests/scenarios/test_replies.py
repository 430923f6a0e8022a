"""The way back to whoever asked: late, crowded, forbidden, gone."""

from tests.standin import Message
from tests.support.live_bot import Live, expected, said, shown

QUESTION = "Who saved Chernov from the crowd?"
MESSAGES = r"^/channels/\d+/messages$"
ORIGINAL = r"/messages/@original$"
_SLOW = 30
"""Seconds more than Discord's three, where a crowd asks: how fast it is, is measured elsewhere."""


def of_the_bot(live: Live) -> list[Message]:
    """Return what the bot has written in the channel, for everybody to see."""
    there = live.channel.messages.values()
    return [one for one in there if one.author is live.discord.bot and not one.ephemeral]


def test_an_answer_found_too_late_is_posted_as_a_reply(live: Live) -> None:
    with live.discord.faults.hold(path=ORIGINAL, times=1) as held:
        asked = live.alice.asks(live.channel, "ask", question=QUESTION)
        held.until()
        live.discord.clock.advance(16 * 60)
    assert asked.original is not None
    (reply,) = asked.original.replies()
    assert shown([reply]) == expected(live.answerer.answer(QUESTION))


def test_fifty_members_ask_at_once_and_each_gets_an_answer_of_his_own(live: Live) -> None:
    members = [live.server.member(f"Member {number}") for number in range(50)]
    with live.discord.hold_events():
        asked = [
            member.asks(live.channel, "ask", question=f"What is on page {number}?")
            for number, member in enumerate(members, 10)
        ]
    for number, one in enumerate(asked, 10):
        messages = one.answer()
        assert shown(messages) == expected(live.answerer.answer(f"What is on page {number}?"))
        assert f"page {number}?" in said(messages)
        assert one.acknowledged is not None


def test_a_full_queue_is_answered_with_busy(live: Live) -> None:
    """More ask at once than may wait: each is answered or told when to come back."""
    long = "Who was the leader of the Soviet and its voice " * 15
    members = [live.server.member(f"Member {number}") for number in range(200)]
    with live.discord.hold_events():
        asked = [
            member.asks(live.channel, "ask", question=f"{long}, {number}?"[-900:])
            for number, member in enumerate(members)
        ]
        live.discord.clock.advance(-_SLOW)
    answers = [one.answer() for one in asked]
    live.discord.clock.advance(_SLOW)
    busy = [messages for messages in answers if "try again in" in said(messages)]
    answered = [messages for messages in answers if shown(messages)]
    assert len(busy) + len(answered) == len(asked)
    assert len(answered) >= 64
    assert busy
    assert all(message.ephemeral for messages in busy for message in messages)
    assert live.discord.sessions[-1].late == []


def test_a_server_that_removes_the_bot_while_it_thinks_is_a_line_in_the_log(live: Live) -> None:
    server = live.discord.server("Elsewhere")
    channel, ben = server.channel("general"), server.member("Ben")
    with live.discord.faults.hold(path=MESSAGES) as held:
        ben.says(channel, f"{live.discord.bot.mention} {QUESTION}")
        held.until()
        server.removes_bot()
    live.discord.wait(
        lambda: any(str(channel.id) in line and "remedy" in line for line in live.program.log),
        "a line in the log",
    )


def test_a_question_deleted_while_thinking_is_still_answered(live: Live) -> None:
    with live.discord.faults.hold(path=MESSAGES) as held:
        asked = live.asked_by_mention(QUESTION)
        held.until()
        before = len(of_the_bot(live))
        asked.delete()
    live.discord.wait(lambda: len(of_the_bot(live)) == before + 1, "an answer")


def test_neither_the_token_nor_a_question_stands_in_the_log(live: Live) -> None:
    live.alice.asks(live.channel, "ask", question="Who was Parvus, xyzzy?").answer()
    live.asked_by_mention("plugh, who was Martov?").replies()
    live.discord.wait(lambda: '"mention"' in live.program.text, "a line in the log")
    for word in (live.discord.token, "xyzzy", "plugh", "Chernov", "Traceback"):
        assert word not in live.program.text
