"""What is kept, told to every member, shown to him of himself, and deleted."""

from datetime import UTC, datetime, timedelta

from bot.storage.records import LoggedQuestion, MemberBlock
from tests.standin import Interaction, Member, Message
from tests.support.live_bot import Live, shown
from tests.support.stored_settings import kept, settle

QUESTION = "Who saved Chernov from the crowd?"


def told(interaction: Interaction) -> Message:
    """Return what somebody is told alone."""
    (message,) = interaction.answer()
    assert message.ephemeral or message.channel.server is None
    return message


def held(live: Live, member: Member) -> list[str]:
    """Return the questions kept of a member."""
    every = kept(live, lambda storage: storage.read_member_data(member.id))
    return [words for one in every for _, words in one.questions]


def asked(live: Live, member: Member, words: str) -> None:
    """Let a question of a member be kept."""
    question, now = LoggedQuestion("answer", (), words, member.id), datetime.now(UTC)
    kept(live, lambda storage: storage.count_question(live.server.id, question, now))


def test_by_default_nothing_is_kept_and_every_member_may_know_it(watched: Live) -> None:
    message = told(watched.alice.asks(watched.channel, "privacy"))
    (text,) = shown([message])
    assert "No question and no answer is kept here" in text
    assert [one["label"] for one in message.components[0]["components"]] == [
        "Show what you hold on me",
        "Delete it",
    ]


def test_what_is_set_is_told_at_once(watched: Live) -> None:
    settle(watched, log="30 days", reports=watched.channel.id)
    (text,) = shown([told(watched.alice.asks(watched.channel, "privacy"))])
    assert "kept for 30 days" in text
    assert "also go to the moderators of this server" in text


def test_a_question_is_kept_shown_to_its_member_alone_and_deleted(watched: Live) -> None:
    settle(watched, log="7 days")
    alice, ben = watched.alice, watched.server.member("Ben")
    alice.asks(watched.channel, "ask", question=QUESTION).answer()
    watched.discord.wait(lambda: held(watched, alice), "the question to be kept")
    for member, sees in ((alice, True), (ben, False)):
        message = told(member.asks(watched.channel, "privacy"))
        found = told(member.presses(message, "Show what you hold on me"))
        assert (QUESTION in shown([found])[0]) == sees
        assert ("Lamp society" in shown([found])[0]) == sees
        assert ("In memory: 1 question" in shown([found])[0]) == sees
    message = told(alice.asks(watched.channel, "privacy"))
    asks = told(alice.presses(message, "Delete it"))
    assert "in all servers?" in asks.content
    assert held(watched, alice) == [QUESTION]
    done = told(alice.presses(asks, "Delete for good"))
    assert done.content == "Deleted: 2 questions."
    assert held(watched, alice) == []
    found = told(alice.presses(message, "Show what you hold on me"))
    assert shown([found]) == ["I keep nothing on you."]


def test_what_another_wrote_is_not_kept_for_whoever_looks_it_up(watched: Live) -> None:
    settle(watched, log="7 days")
    alice, ben = watched.alice, watched.server.member("Ben")
    message = ben.says(watched.channel, "Who saved the man from the mob, in July?")
    alice.uses("What does the text say?", message).answer()
    words = f"What says {ben.mention} of Chernov?"
    alice.asks(watched.channel, "ask", question=words).answer()
    watched.discord.wait(lambda: held(watched, alice), "the question to be kept")
    assert held(watched, alice) == ["What says @… of Chernov?"]
    assert held(watched, ben) == []


def test_in_a_direct_message_it_is_told_of_all_servers(watched: Live) -> None:
    settle(watched, log="7 days")
    asked(watched, watched.alice, QUESTION)
    direct = watched.alice.direct
    message = told(watched.alice.asks(direct, "privacy"))
    assert "In direct messages no question" in shown([message])[0]
    found = told(watched.alice.presses(message, "Show what you hold on me"))
    assert QUESTION in shown([found])[0]
    asks = told(watched.alice.presses(found, "Delete it"))
    assert told(watched.alice.presses(asks, "Delete for good")).content.startswith("Deleted: 1 ")
    assert held(watched, watched.alice) == []


def test_what_is_long_comes_as_a_file(watched: Live) -> None:
    settle(watched, log="7 days")
    for number in range(5):
        asked(watched, watched.alice, f"{number} " + "Who lit it? " * 80)
    message = told(watched.alice.asks(watched.channel, "privacy"))
    found = told(watched.alice.presses(message, "Show what you hold on me"))
    (file,) = found.attachments
    assert file["filename"] == "held.txt"
    assert [one["label"] for one in found.components[0]["components"]] == ["Delete it"]


def test_whoever_is_blocked_may_know_and_delete_what_is_held(watched: Live) -> None:
    settle(watched, log="7 days")
    alice, now = watched.alice, datetime.now(UTC)
    asked(watched, alice, QUESTION)
    block = MemberBlock(alice.id, 4, now, now + timedelta(hours=1))
    kept(watched, lambda storage: storage.block(watched.server.id, block))
    message = told(alice.asks(watched.channel, "privacy"))
    found = told(alice.presses(message, "Show what you hold on me"))
    assert "a block, until" in shown([found])[0]
    asks = told(alice.presses(found, "Delete it"))
    told(alice.presses(asks, "Delete for good"))
    assert held(watched, alice) == []
    assert kept(watched, lambda one: one.find_blocks([(watched.server.id, alice.id)], now))
