"""Questions that follow on another: understood from it, and only where they lack something."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.opening import open_answerer
from embeddings.answering.answerer import Answerer
from embeddings.answering.follow_ups import leans, refers_back, rewrite_question, shorten_earlier
from embeddings.retrieval.question_names import QuestionNames
from embeddings.types import EarlierTurn
from tests.conftest import ROOT
from tests.support.examples import examples
from tests.support.small_text import small

NAMES = QuestionNames.of(small().document.text)
PAIRS = [
    json.loads(line)
    for line in (ROOT / "data" / "questions" / "follow-ups.jsonl").read_text("utf-8").splitlines()
]

LEANING = ["And then?", "What about Lindqvist?", "Why did he do that?", "and where was it?"]
WHOLE = ["Who was Okafor?", "Where did the ship lie?"]


@pytest.mark.parametrize(
    "question",
    [
        *LEANING,
        pytest.param("who profited?", id="a verb alone"),
        pytest.param("What happened next?", id="what came next"),
        pytest.param("so who came later?", id="or later"),
        pytest.param("and 1917?", id="a year alone"),
        pytest.param("how many died?", id="a count of what is not named"),
        pytest.param("did they have children?", id="a pronoun"),
        pytest.param("was she there", id="there"),
        pytest.param("who else?", id="else"),
        pytest.param("how did Lindqvist react?", id="an answer to something"),
        pytest.param("on what day?", id="a preposition"),
        pytest.param("tell me more", id="more"),
    ],
)
def test_a_question_that_lacks_something_is_known_by_its_form(question: str) -> None:
    assert leans(question, NAMES)


@pytest.mark.parametrize(
    "question",
    [
        *WHOLE,
        pytest.param("And what did Okafor write of the keepers?", id="an and before all of it"),
        pytest.param("What did Lindqvist think when he came?", id="a name before the pronoun"),
        pytest.param("Was there a storm?", id="there is"),
        pytest.param(
            "What did the old keepers of the lamp do with it?", id="words before the pronoun"
        ),
        pytest.param("How many keepers of the lamp lit oil in the storm?", id="a count of a thing"),
        pytest.param("Who lit the lamp of the keepers later?", id="later than something"),
        pytest.param("p. 45", id="a page"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_question_that_names_its_subject_does_not_lean(question: str) -> None:
    assert not leans(question, NAMES)
    assert not refers_back(question, NAMES)


@pytest.mark.parametrize("words", ["you are stupid", "thank you", "what do you think?"])
def test_what_is_said_to_the_bot_does_not_lean(words: str) -> None:
    assert not leans(words, NAMES)


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_question_leans_or_not_and_is_rewritten_with_its_own_words(
    question: str, earlier: str
) -> None:
    leans(question, NAMES)
    rewrites = rewrite_question(question, earlier, NAMES)
    assert rewrites
    assert all(question in rewrite or rewrite != earlier for rewrite in rewrites)


@given(
    st.lists(st.sampled_from("Who lit it? So. And then? the lamp went out".split()), max_size=300)
)
def test_of_many_questions_the_last_are_kept(words: list[str]) -> None:
    earlier = " ".join(words)
    kept = shorten_earlier(earlier)
    assert earlier.endswith(kept)
    assert len(kept.split()) <= 100


def test_another_subject_takes_the_place_of_the_earlier_one() -> None:
    words = rewrite_question("And Lindqvist?", "What did Okafor write of the keepers?", NAMES)
    assert words[0] == "What did Lindqvist write of the keepers?"


def test_else_both_are_joined() -> None:
    words = rewrite_question("Why did he do that?", "Who was Okafor", NAMES)
    assert words == ["Who was Okafor. Why did he do that?"]


@pytest.mark.parametrize("question", ["p. 45", "What does Lindqvist say on page 45?"])
def test_a_page_is_looked_up_whatever_was_asked_before(
    small_answerer: Answerer, question: str
) -> None:
    before = EarlierTurn("Who lit the lamp again?")
    alone, after = small_answerer.answer(question), small_answerer.answer(question, 3, before)
    assert (alone.outcome, alone.shown) == (after.outcome, after.shown)


def test_a_piece_of_the_text_is_found_whatever_was_asked_before(small_answerer: Answerer) -> None:
    words = "the loneliest of the public offices"
    before = EarlierTurn("Who lit the lamp again?")
    assert small_answerer.answer(words, 3, before).shown == small_answerer.answer(words).shown


def test_a_greeting_after_an_answer_is_a_hint(small_answerer: Answerer) -> None:
    before = EarlierTurn.of(small_answerer.answer("Who carried light up stairs?"))
    assert small_answerer.answer("thank you!", 3, before).outcome == "hint"


@examples(0.4)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_questions_end_in_an_answer(
    small_answerer: Answerer, before: str, question: str
) -> None:
    shown = small_answerer.answer(before).shown
    passage = shown[0].passage if shown else None
    answer = small_answerer.answer(question, 3, EarlierTurn(before, passage))
    document = small_answerer.concordance.document
    assert {*answer.shown} <= {*answer.passages}
    for one in answer.passages:
        assert document.quote(one.passage.start, one.passage.end) == one.passage.text


def right(answerer: Answerer, pair: dict[str, object], *, alone: bool = False) -> bool:
    """Say whether the second question of a pair is answered in the first three."""
    before = EarlierTurn.of(answerer.answer(str(pair["before"])))
    found = answerer.answer(str(pair["question"]), 3, None if alone else before)
    numbers = {number for one in found.passages for number in one.passage.paragraphs}
    return found.answered and not numbers.isdisjoint(pair["paragraphs"])  # type: ignore[arg-type]


def pairs(document: str, *, answered: bool) -> list[dict[str, object]]:
    """Return the pairs about a text."""
    ours = [one for one in PAIRS if one["document"] == document]
    return [one for one in ours if bool(one["paragraphs"]) is answered]


def share(answerer: Answerer, some: list[dict[str, object]], *, alone: bool = False) -> float:
    """Return the share of pairs whose second question is answered right."""
    return sum(right(answerer, one, alone=alone) for one in some) / len(some)


def test_there_are_forty_pairs_about_the_essay() -> None:
    assert len(pairs("essay", answered=True)) == 40
    assert len(pairs("essay", answered=False)) == 10


@pytest.fixture(scope="module")
def essay_answerer(essay_index: Path) -> Answerer:
    """Return what answers from the essay."""
    return open_answerer(essay_index, None)


def test_most_second_questions_about_the_essay_are_answered_and_few_without_the_first(
    essay_answerer: Answerer,
) -> None:
    answered = pairs("essay", answered=True)
    assert share(essay_answerer, answered) >= 0.8
    assert share(essay_answerer, answered, alone=True) <= 0.6


def test_what_the_essay_does_not_speak_to_is_refused_after_another_question_too(
    essay_answerer: Answerer,
) -> None:
    for one in pairs("essay", answered=False):
        before = EarlierTurn.of(essay_answerer.answer(str(one["before"])))
        assert not essay_answerer.answer(str(one["question"]), 3, before).answered


BARE = ("Why?", "And then?", "Who was he?")


@pytest.mark.parametrize("question", BARE)
def test_words_that_ask_nothing_alone_find_nothing_after_what_was_not_answered(
    small_answerer: Answerer, question: str
) -> None:
    refused = small_answerer.answer("How does photosynthesis work in ferns?")
    assert not refused.answered
    found = small_answerer.answer(question, 3, EarlierTurn.of(refused))
    assert not found.answered


def test_what_was_asked_before_is_said_to_have_had_a_say(small_answerer: Answerer) -> None:
    before = EarlierTurn.of(small_answerer.answer("Who carried light up stairs?"))
    assert small_answerer.answer("And then?", 3, before).joined
    assert not small_answerer.answer("Who carried light up stairs?").joined


@pytest.mark.parametrize("limit", [1, 3])
def test_it_had_none_where_the_question_alone_lists_the_same(
    small_answerer: Answerer, limit: int
) -> None:
    before = EarlierTurn.of(small_answerer.answer("Who carried light up stairs?"))
    assert before is not None
    for question in (*LEANING, *WHOLE, "When did the lamp go out?"):
        answer = small_answerer.answer(question, limit, before)
        alone = small_answerer.answer(question, limit)
        same = [one.passage for one in answer.passages] == [one.passage for one in alone.passages]
        assert answer.joined == (not same or answer.understood is not None)
        if not leans(question, NAMES):
            assert (answer.joined, answer.before, answer.passages) == (False, None, alone.passages)


def test_how_a_question_was_understood_is_told_with_the_one_before(
    small_answerer: Answerer,
) -> None:
    before = EarlierTurn.of(small_answerer.answer("Who carried light up stairs?"))
    answer = small_answerer.answer("And then?", 3, before)
    assert answer.before == "Who carried light up stairs?"
    assert answer.understood == "Who carried light up stairs? And then?"


def test_a_question_that_leans_on_nothing_is_asked_alone(small_answerer: Answerer) -> None:
    about = EarlierTurn.of(small_answerer.answer("How long is the text?"))
    assert about is None
    assert not small_answerer.answer("And who lit it again?", 3, about).joined


def test_after_a_question_it_is_what_that_was_about(small_answerer: Answerer) -> None:
    before = EarlierTurn.of(small_answerer.answer("Who carried light up stairs?"))
    assert small_answerer.answer("who wrote that?").outcome == "about"
    assert small_answerer.answer("who wrote that?", 3, before).outcome != "about"
    assert small_answerer.answer("who wrote this text?", 3, before).outcome == "about"
