"""Small talk gets a line that fits it, and never one of the text."""

import pytest

from embeddings.answering.manners import find_manner, reply_to
from embeddings.answering.small_talk import TALK_FORMS, Manner, asks_nothing

EXAMPLES = ("Who lit the lamp?", "When did it go out?")


@pytest.mark.parametrize(
    ("words", "manner"),
    [
        ("hello", "greeting"),
        ("Good morning everyone!", "greeting"),
        ("hello there, how are you today?", "greeting"),
        ("thanks, that helped", "thanks"),
        ("thanks bot, you've been great", "thanks"),
        ("ok thank you!", "thanks"),
        ("good bot", "praise"),
        ("i love you", "praise"),
        ("you are amazing", "praise"),
        ("you're useless", "insult"),
        ("fuck off you stupid bot", "insult"),
        ("good night", "farewell"),
        ("ok", "assent"),
        ("what's your name", "bot"),
        ("are you a bot?", "bot"),
        ("who made you", "bot"),
        ("help", "help"),
        ("how do i use this", "help"),
        ("what can you do?", "help"),
        ("write me a poem about cats", "request"),
        ("who is he?", None),
        ("🙂", None),
        ("", None),
    ],
)
def test_small_talk_is_taken_as_it_is_meant(words: str, manner: Manner | None) -> None:
    assert asks_nothing(words)
    assert find_manner(words) == manner


@pytest.mark.parametrize(
    "question",
    [
        "thanks to whom did the lamp burn",
        "thanks to the keepers the lamp burned",
        "thanks! and who lit it",
        "thank you, tell me about the storm",
        "cheers went up in the harbour",
    ],
)
def test_thanks_before_a_question_leave_it_a_question(question: str) -> None:
    assert not asks_nothing(question)


@pytest.mark.parametrize("words", ["hello", "help", "tell me a joke", "who is he?"])
def test_where_examples_help_they_are_given(words: str) -> None:
    assert reply_to(words, EXAMPLES).endswith("“Who lit the lamp?” “When did it go out?”")
    assert "page 45" in reply_to(words, ())


@pytest.mark.parametrize("words", ["thanks", "ok", "good bot", "bye", "who are you"])
def test_no_examples_are_pressed_on_somebody_who_is_only_polite(words: str) -> None:
    assert "“" not in reply_to(words, EXAMPLES)
    assert "\n" not in reply_to(words, EXAMPLES)


@pytest.mark.parametrize("form", TALK_FORMS)
def test_every_form_has_a_reply(form: object) -> None:
    assert form in TALK_FORMS
    assert all(reply_to(words, EXAMPLES) for words in getattr(form, "examples", ()))
