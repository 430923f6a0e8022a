"""Questions about a text as a whole: told from questions about what it says, and answered."""

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.answering.about import FORMS, Topic, describe_text, find_topic
from embeddings.concordance.concordance import Concordance, Links
from embeddings.concordance.proof import prove_hits
from embeddings.messages import TranslatableMessage
from embeddings.types import Name
from tests.support.made_up_texts import concordances
from tests.support.small_text import small

SMALL = small()
TOPICS: tuple[Topic, ...] = get_args(Topic)
EXAMPLES = [(form.topic, question) for form in FORMS for question in form.examples]

ABOUT_WHAT_IT_SAYS = [
    "Who was Okafor?",
    "Who wrote The Lamp Keepers?",
    "What does the author think about it?",
    "What did the authors say about it",
    "Which works did Lenin refer to?",
    "What is the lamp about to do?",
    "What is the essay's view of the keepers?",
    "How long did the storm last?",
    "How many words did Okafor speak?",
    "How did the storm end?",
    "When was the lamp lit?",
    "When was Okafor published in Norway?",
    "Where could the keepers buy oil?",
    "Is there a link between the storm and the ice?",
    "What is the most important thing that the keepers wrote?",
    "What was the best part of the winter?",
    "How does it end up in ruin?",
]


@pytest.mark.parametrize(("topic", "question"), EXAMPLES)
def test_each_form_knows_its_examples_in_any_case_and_with_any_mark(
    topic: Topic, question: str
) -> None:
    plain = question.rstrip("?")
    for wording in (question, plain, f"{plain}??", plain.upper(), f"  {plain}  …"):
        assert find_topic(wording) == topic


def test_every_topic_has_a_form() -> None:
    assert [form.topic for form in FORMS] == list(dict.fromkeys(form.topic for form in FORMS))
    assert {form.topic for form in FORMS} == set(TOPICS)


@pytest.mark.parametrize("question", ABOUT_WHAT_IT_SAYS)
def test_a_question_about_what_the_text_says_has_no_topic(question: str) -> None:
    assert find_topic(question) is None


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("which other works does it quote from?", "works"),
        ("what are the sources of this essay", "works"),
        ("what’s this text about", "summary"),
        ("can you please give me a short summary of the essay", "summary"),
        ("How long is your essay", "length"),
        ("what's the conclusion", "ending"),
        ("what is the first sentence of the text?", "beginning"),
    ],
)
def test_other_wordings_have_the_same_topics(question: str, topic: Topic) -> None:
    assert find_topic(question) == topic


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("who wrote that?", "author"),
        ("when was it published?", "date"),
        ("how long was it", "length"),
        ("how does it end?", "ending"),
    ],
)
def test_after_another_question_a_pronoun_means_what_that_was_about(
    question: str, topic: Topic
) -> None:
    assert find_topic(question) == topic
    assert find_topic(question, in_context=True) is None


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("who wrote this essay?", "author"),
        ("how long is that whole text", "length"),
        ("list the works", "works"),
        ("what is it about?", "summary"),
    ],
)
def test_after_another_question_the_text_may_be_named(question: str, topic: Topic) -> None:
    assert find_topic(question, in_context=True) == topic


@given(st.text(max_size=120), st.booleans())
def test_any_words_have_a_topic_or_none(words: str, in_context: bool) -> None:
    assert find_topic(words, in_context=in_context) in (None, *TOPICS)


def message(topic: Topic, concordance: Concordance = SMALL) -> str:
    """Return what is said of a text."""
    outcome = describe_text(topic, concordance, 3)
    assert isinstance(outcome.message, TranslatableMessage)
    return outcome.message


def test_the_author_is_named_where_the_library_names_one() -> None:
    assert message("author") == "The library does not say who wrote “Lamps”."
    named = replace(SMALL, authors=(Name("Okafor", "Ines"), Name("Voss", "Clara")))
    assert message("author", named) == "“Lamps” is by Ines Okafor, Clara Voss."
    assert message("title", named) == message("author", named)
    assert message("title") == "This is “Lamps”."


def test_words_and_paragraphs_are_counted() -> None:
    words = len(SMALL.document.text.split())
    assert message("length") == f"“Lamps” has {words} words in 7 paragraphs."
    long = replace(SMALL.document, text=SMALL.document.text)
    assert message("length", replace(SMALL, document=long)) == message("length")


def test_the_works_that_are_quoted_are_listed_once_each() -> None:
    assert message("works") == (
        "“Lamps” quotes Ines Okafor, The Lamp Keepers; Nils Lindqvist, A Winter on the Ice; "
        "Clara Voss, 1848."
    )
    without = replace(SMALL, citations=(), quotations=())
    assert message("works", without) == "“Lamps” quotes no other work."


def test_the_address_of_the_text_is_told_where_there_is_one() -> None:
    assert "does not say where “Lamps”" in message("copy")
    linked = replace(SMALL, links=Links(text="https://example.org/lamps"))
    assert message("copy", linked) == "“Lamps” is at https://example.org/lamps."


def test_the_beginning_and_the_end_are_shown() -> None:
    beginning, ending = (describe_text(topic, SMALL, 2) for topic in ("beginning", "ending"))
    assert [hit.passage for hit in beginning.hits] == list(SMALL.passages[:2])
    assert [hit.passage for hit in ending.hits] == [SMALL.passages[-1]]
    assert all(hit.sure for hit in (*beginning.hits, *ending.hits))


@given(concordances(), st.sampled_from(TOPICS), st.integers(1, 5))
def test_of_any_text_something_is_told_and_its_passages_are_proved(
    concordance: Concordance, topic: Topic, limit: int
) -> None:
    outcome = describe_text(topic, concordance, limit)
    assert outcome.outcome == "about"
    assert outcome.message
    assert len(prove_hits(concordance, outcome.hits)) <= limit
    assert bool(outcome.hits) is (topic in ("beginning", "ending"))
