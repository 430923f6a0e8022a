"""Small talk: what asks nothing of a text, told from short questions, and words made plain."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.answering.small_talk import (
    TALK_FORMS,
    asks_nothing,
    asks_only_in_context,
    clean_question,
    is_about_speakers,
    is_small_talk,
)

FORM_EXAMPLES = [(form, words) for form in TALK_FORMS for words in form.examples]


@pytest.mark.parametrize(("form", "words"), FORM_EXAMPLES)
def test_each_form_knows_its_examples_in_any_case_and_with_any_mark(
    form: object, words: str
) -> None:
    plain = words.rstrip("?")
    matching = [one for one in TALK_FORMS if one.matches(plain.casefold())]
    assert form in matching
    for wording in (words, plain, plain.upper(), f"{plain}?!", plain.replace("'", "’")):
        assert is_small_talk(wording)
        assert asks_nothing(wording)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "???",
        "🙂🙂",
        "<@123> <:wave:456>",
        "help",
        "Help me please!",
        "hi there!!",
        "hello there, how are you today?",
        "Thanks!",
        "lol ok",
        "wow that is so cool",
        "this bot is useless",
        "who is he?",
        "please tell me a joke",
        "hey",
    ],
)
def test_greetings_reactions_and_words_without_a_subject_ask_nothing(words: str) -> None:
    assert asks_nothing(words)


@pytest.mark.parametrize(
    "question",
    [
        "Who lit the lamp?",
        "hello, who lit the lamp?",
        "ice",
        "1848",
        "Who did help him?",
        "What help was there?",
        "what was the weather during the storm",
        "Who was the owner of the lamp?",
        "Who sailed across the Channel?",
        "what are your sources on the storm",
        "How did the bot army of keepers work?",
        "what did Okafor say about love and hate",
        "Who made the lamp?",
        "can you tell me who lit the lamp",
        "How do you light a lamp?",
        "What story did Lindqvist write?",
    ],
)
def test_a_question_about_something_asks_something(question: str) -> None:
    assert not asks_nothing(question)


@pytest.mark.parametrize("words", ["and then?", "Why?", "who was he", "where", "how so?"])
def test_words_without_a_subject_ask_something_after_a_question(words: str) -> None:
    assert asks_nothing(words)
    assert asks_only_in_context(words)


@pytest.mark.parametrize("words", ["", "and", "thanks", "what about you?", "who am i", "why ice?"])
def test_other_words_do_not(words: str) -> None:
    assert not asks_only_in_context(words)


@pytest.mark.parametrize("words", ["what do you think?", "Thank you!", "can you tell me?", "is my"])
def test_words_may_be_about_the_speakers_alone(words: str) -> None:
    assert is_about_speakers(words)


@pytest.mark.parametrize("words", ["can you tell me who lit it?", "Who lit it?", "and Voss?"])
def test_politeness_does_not_make_a_question_about_them(words: str) -> None:
    assert not is_about_speakers(words)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("<@1234> who lit it?", "who lit it?"),
        ("<@!1234>who lit it? <@&99>", "who lit it?"),
        ("who <a:spin:55> lit <:lamp:7> it", "who lit it"),
        ("in <#12> at <t:1700000000:R> use </ask:99> </ask page:9>", "in at use"),
        (":lamp: who lit it :thinking_face:", "who lit it"),
        ("at 10:30: a ratio of 3:4:5", "at 10:30: a ratio of 3:4:5"),
        ("a < b and c > d", "a < b and c > d"),
        ("who\u200b lit\n\t it\u00ad", "who lit it"),
    ],
)
def test_what_discord_writes_for_mentions_and_emoji_goes(typed: str, plain: str) -> None:
    assert clean_question(typed) == plain


MARKUP = ("<@1>", "<:a:2>", ":smile:", "who", "lit", "<", ">", " ", "\u200b", "\n", "é")


@given(st.text(max_size=100) | st.lists(st.sampled_from(MARKUP)).map("".join))
def test_a_cleaned_question_has_no_invisible_character_and_no_word_of_its_own(typed: str) -> None:
    words = clean_question(typed)
    assert words == " ".join(words.split())
    assert not any(unicodedata.category(character) in ("Cf", "Cc") for character in words)
    assert set(words) <= {*typed, " "}


@given(st.text(max_size=100))
def test_any_words_are_judged(words: str) -> None:
    if asks_only_in_context(words):
        assert asks_nothing(words)
    if is_small_talk(words):
        assert asks_nothing(words)
