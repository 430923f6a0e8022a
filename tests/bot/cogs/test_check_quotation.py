"""Checking a quotation, over real sockets: the command, and the menu of a message."""

from embeddings.checking.checker import Checker
from tests.standin import Message
from tests.support.live_bot import Live, shown

FIND = "Find the source"


def passage(live: Live) -> str:
    """Return a sentence of the text."""
    text = live.answerer.answer("Who saved Chernov from the crowd?").shown[0].passage.text
    return text.split(" (")[0]


def told(live: Live, words: str) -> Message:
    """Let Alice check words, and return what she is told."""
    (message,) = live.alice.asks(live.channel, "source", words=words).answer()
    return message


def test_words_of_the_text_are_found_with_their_place(live: Live) -> None:
    words = passage(live)
    (embed,) = told(live, words).embeds
    (checked,) = Checker(live.answerer.concordance).check(words)
    assert checked.located is not None
    assert embed["title"] == "In the text"
    (description,) = shown([told(live, words)])
    assert words in description
    assert checked.located.place.reference in description


def test_what_differs_is_shown_beside_the_text_in_bold(live: Live) -> None:
    words = passage(live).replace("angry", "cheerful").replace("crowd", "joyful crowd", 1)
    (embed,) = told(live, words).embeds
    assert embed["title"] == "In the text, but in other words"
    assert "**angry**" in embed["description"]
    assert "**cheerful" in embed["description"]
    assert "joyful**" in embed["description"]


def test_what_is_not_in_the_text_is_told_so(live: Live) -> None:
    words = "The reactor was cooled with liquid sodium through the winter of its first year."
    (embed,) = told(live, words).embeds
    assert embed["title"] == "Not in the text"
    assert words in embed["description"]


def test_each_quotation_of_a_message_is_checked_for_the_member_alone(live: Live) -> None:
    words = passage(live)
    said = f"He said “{words}” and she “the reactor was cooled with liquid sodium all winter”."
    target = live.server.member("Ben").says(live.channel, said)
    asked = live.alice.uses(FIND, target)
    (message,) = asked.answer()
    assert asked.private
    assert [one["title"] for one in message.embeds] == ["1. In the text", "2. Not in the text"]


def test_bad_input_ends_in_a_sentence(live: Live) -> None:
    assert "no word to look for" in told(live, "?!…").content
    target = live.alice.says(live.channel, "word " * 799)
    (message,) = live.alice.uses(FIND, target).answer()
    assert message.embeds or message.content
    empty = live.alice.says(live.channel, "", embeds=[{"title": "A picture"}])
    (message,) = live.alice.uses(FIND, empty).answer()
    assert "no words of its own" in message.content
