"""What is kept, told to every member, shown to him of himself, and deleted."""

from datetime import UTC, datetime, timedelta

from bot.storage.types import Asked, Block
from tests.bot.kept import kept, settle
from tests.bot.live import Live, shown
from tests.standin import Interaction, Member, Message

QUESTION = "Who saved Chernov from the crowd?"


def told(interaction: Interaction) -> Message:
    """Return what somebody is told alone."""
    (message,) = interaction.answer()
    assert message.ephemeral or message.channel.server is None
    return message


def held(live: Live, member: Member) -> list[str]:
    """Return the questions kept of a member."""
    every = kept(live, lambda storage: storage.held(member.id))
    return [words for one in every for _, words in one.questions]


def asked(live: Live, member: Member, words: str) -> None:
    """Let a question of a member be kept."""
    question, now = Asked("answer", (), words, member.id), datetime.now(UTC)
    kept(live, lambda storage: storage.count(live.server.id, question, now))


def test_by_default_nothing_is_kept_and_every_member_may_know_it(moderated: Live) -> None:
    message = told(moderated.alice.asks(moderated.channel, "privacy"))
    (text,) = shown([message])
    assert "No question and no answer is kept here" in text
    assert [one["label"] for one in message.components[0]["components"]] == [
        "Show what you hold on me",
        "Delete it",
    ]


def test_what_is_set_is_told_at_once(moderated: Live) -> None:
    settle(moderated, log="30 days", reports=moderated.channel.id)
    (text,) = shown([told(moderated.alice.asks(moderated.channel, "privacy"))])
    assert "kept for 30 days" in text
    assert "also go to the moderators of this server" in text


def test_a_question_is_kept_shown_to_its_member_alone_and_deleted(moderated: Live) -> None:
    settle(moderated, log="7 days")
    alice, ben = moderated.alice, moderated.server.member("Ben")
    alice.asks(moderated.channel, "ask", question=QUESTION).answer()
    moderated.discord.wait(lambda: held(moderated, alice), "the question to be kept")
    for member, sees in ((alice, True), (ben, False)):
        message = told(member.asks(moderated.channel, "privacy"))
        found = told(member.presses(message, "Show what you hold on me"))
        assert (QUESTION in shown([found])[0]) == sees
        assert ("Lamp society" in shown([found])[0]) == sees
        assert ("In memory: 1 question" in shown([found])[0]) == sees
    message = told(alice.asks(moderated.channel, "privacy"))
    asks = told(alice.presses(message, "Delete it"))
    assert "in all servers?" in asks.content
    assert held(moderated, alice) == [QUESTION]
    done = told(alice.presses(asks, "Delete for good"))
    assert done.content == "Deleted: 2 questions."
    assert held(moderated, alice) == []
    found = told(alice.presses(message, "Show what you hold on me"))
    assert shown([found]) == ["I keep nothing on you."]


def test_in_a_direct_message_it_is_told_of_all_servers(moderated: Live) -> None:
    settle(moderated, log="7 days")
    asked(moderated, moderated.alice, QUESTION)
    direct = moderated.alice.direct
    message = told(moderated.alice.asks(direct, "privacy"))
    assert "In direct messages no question" in shown([message])[0]
    found = told(moderated.alice.presses(message, "Show what you hold on me"))
    assert QUESTION in shown([found])[0]
    asks = told(moderated.alice.presses(found, "Delete it"))
    assert told(moderated.alice.presses(asks, "Delete for good")).content.startswith("Deleted: 1 ")
    assert held(moderated, moderated.alice) == []


def test_what_is_long_comes_as_a_file(moderated: Live) -> None:
    settle(moderated, log="7 days")
    for number in range(5):
        asked(moderated, moderated.alice, f"{number} " + "Who lit it? " * 80)
    message = told(moderated.alice.asks(moderated.channel, "privacy"))
    found = told(moderated.alice.presses(message, "Show what you hold on me"))
    (file,) = found.attachments
    assert file["filename"] == "held.txt"
    assert [one["label"] for one in found.components[0]["components"]] == ["Delete it"]


def test_whoever_is_blocked_may_know_and_delete_what_is_held(moderated: Live) -> None:
    settle(moderated, log="7 days")
    alice, now = moderated.alice, datetime.now(UTC)
    asked(moderated, alice, QUESTION)
    block = Block(alice.id, 4, now, now + timedelta(hours=1))
    kept(moderated, lambda storage: storage.block(moderated.server.id, block))
    message = told(alice.asks(moderated.channel, "privacy"))
    found = told(alice.presses(message, "Show what you hold on me"))
    assert "a block, until" in shown([found])[0]
    asks = told(alice.presses(found, "Delete it"))
    told(alice.presses(asks, "Delete for good"))
    assert held(moderated, alice) == []
    assert kept(moderated, lambda one: one.blocked(moderated.server.id, alice.id, now))
