"""Where the bot is asked: in direct messages, where it was not invited, and in edited questions."""

from tests.support.live_bot import Live, expected, said, shown

QUESTION = "What did Trotsky do for Chernov?"
OTHER = "Where did he study?"


def test_every_direct_message_is_a_question(live: Live) -> None:
    answer = expected(live.answerer.answer(QUESTION))
    assert shown(live.alice.says_directly(QUESTION).replies()) == answer
    mentioned = live.alice.says_directly(f"{live.discord.bot.mention} {QUESTION}")
    assert shown(mentioned.replies()) == answer


def test_commands_and_buttons_work_in_a_direct_message(live: Live) -> None:
    (message,) = live.alice.asks(live.alice.direct, "ask", question=QUESTION).answer()
    assert shown([message]) == expected(live.answerer.answer(QUESTION))
    (copy,) = live.alice.presses(message, "Copy").answer()
    assert "Chernov" in copy.content
    (more,) = live.alice.presses(message, "More passages").answer()
    assert said([more]).startswith(QUESTION)


def test_where_the_bot_was_not_invited_the_member_alone_is_answered(live: Live) -> None:
    server = live.discord.server("Elsewhere", installed=False)
    channel = server.channel("general")
    guest = server.member(live.alice)
    asked = guest.asks(channel, "ask", question=QUESTION)
    (message,) = asked.answer()
    assert asked.private
    assert shown([message]) == expected(live.answerer.answer(QUESTION))
    (shared,) = guest.presses(message, "Show in channel").answer()
    assert shown([shared]) == shown([message])


def test_an_edit_that_does_not_change_the_question_changes_nothing(live: Live) -> None:
    message = live.asked_by_mention(QUESTION)
    (reply,) = message.replies()
    message.edit(f"{live.discord.bot.mention}   {QUESTION}")
    live.asked_by_mention(OTHER).replies()
    assert reply.edited is None
