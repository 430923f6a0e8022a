"""The words that answer: narrow where a rule makes that clear, else the whole sentence."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.concordance.highlights import FORMS, QuestionForm, find_answering_words, match_form
from embeddings.text.entities import extract_words
from embeddings.text.sentences import split_sentences
from tests.conftest import shared
from tests.support.made_up_texts import texts


def narrowed(question: str, sentence: str) -> str | None:
    """Return the words that answer, None where they are the whole sentence."""
    ((start, end),) = find_answering_words(question, sentence)
    words = sentence[start:end]
    return None if words == sentence.strip() else words


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_each_form_answers_its_example(form: QuestionForm) -> None:
    question, sentence, words = form.example
    assert match_form(question) is form
    assert narrowed(question, sentence) == words


@pytest.mark.parametrize(
    ("question", "sentence", "words"),
    [
        ("When did the strike begin?", "The strike began in March 1905 and spread.", "March 1905"),
        ("When did the strike begin?", "The strike began on 7th May.", "7th May"),
        ("When did the strike of 1905 end?", "The strike of 1905 ended in 1907.", "1907"),
        ("When did it end?", "It did end at last (1905).", "1905"),
        ("When did Rome fall?", "Rome fell in 476 AD, they say; Rome did fall.", "476 AD"),
        (
            "How many ships sank?",
            "In 1905 nearly two hundred ships sank.",
            "nearly two hundred ships",
        ),
        ("How many ships sank?", "Of 90 men in 12 small ships that sank.", "12 small ships"),
        ("How many times did it sink?", "It did sink twice.", "twice"),
        ("How many ships sank?", "Some 12 to 15 ships sank.", "Some 12 to 15 ships"),
        ("How old was Ada then?", "Ada was then a keeper aged 19.", "19"),
        ("How long did the storm last?", "The storm lasted a dozen days.", "a dozen days"),
        ("How large did the army become?", "The army had five million men.", "five million men"),
        ("Who wrote the letter?", "Ada wrote the letter to Ben Marsh.", "Ada"),
        ("Who wrote the letter?", "In March, Ada Marlow wrote the letter.", "Ada Marlow"),
        ("In which city did Ada live?", "Ada did live in Port Ellen.", "Port Ellen"),
    ],
)
def test_words_that_answer_are_found_with_what_belongs_to_them(
    question: str, sentence: str, words: str
) -> None:
    assert narrowed(question, sentence) == words


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        pytest.param(
            "When did it end?", "It ended in 1905, or did it end in 1907?", id="two years"
        ),
        pytest.param("When did it end?", "The strike of 1905–07 did end.", id="a range"),
        pytest.param("When did it end?", "It did end in the 19th century.", id="no date"),
        pytest.param("When did it end?", "It did end (1905, p. 98).", id="a title that is a year"),
        pytest.param("When did it end?", "It did end, see p. 1905.", id="a page of four digits"),
        pytest.param("When did it end?", "It did end (Marsh 1954).", id="a work by its year"),
        pytest.param("When did it end?", "Nobody expected 1905.", id="another matter"),
        pytest.param("When did Ada leave?", "The keepers leave in 1905.", id="somebody else"),
        pytest.param("When and where did it end?", "It did end in 1905.", id="two questions"),
        pytest.param("How many ships sank?", "The ships sank (40-42).", id="only pages"),
        pytest.param("How many ships sank?", "The ships sank (p. 161-63).", id="only marked pages"),
        pytest.param("How many ships sank?", "Ships sank (18, 19, Harman).", id="pages and a name"),
        pytest.param("How many ships sank?", "12 ships sank, then 15 ships.", id="two numbers"),
        pytest.param("How many ships sank?", "12 men sank.", id="of something else"),
        pytest.param(
            "How many ships sank?", "It rose from 5 to 9 ships.", id="from one to another"
        ),
        pytest.param("Who wrote the letter?", "He wrote the letter to Ada Marlow.", id="a pronoun"),
        pytest.param("Who wrote it?", "Ada Marlow and Ben Marsh wrote it.", id="two names"),
        pytest.param("Who wrote it?", "It was, they say, Ada who wrote it.", id="not the agent"),
        pytest.param("Who wrote the letter?", "The letter came from New York.", id="a place"),
        pytest.param("Who wrote it?", "“Farewell” was by Ada, who wrote.", id="in marks"),
        pytest.param("Who was Ada Marlow?", "Ada Marlow was a keeper.", id="nobody new"),
        pytest.param("Where did Ada live?", "Ada did live in the Bell household.", id="no place"),
        pytest.param("Where did Ada live?", "Ada did live in Rome, in Ulm.", id="two places"),
        pytest.param("Why did it end?", "It did end in 1905.", id="another question"),
        pytest.param("Wann endete der Streik?", "Der Streik endete 1905.", id="German"),
    ],
)
def test_in_doubt_the_whole_sentence_is_the_answer(question: str, sentence: str) -> None:
    assert narrowed(question, sentence) is None
    assert find_answering_words(question, f" {sentence}\n") == [(1, 1 + len(sentence))]


@pytest.mark.parametrize("question", [form.example[0] for form in FORMS])
def test_marks_and_page_citations_stay_outside(question: str) -> None:
    form = match_form(question)
    assert form is not None
    _, sentence, words = form.example
    quoted = sentence.replace(words, f"“{words}” (p. 45)")
    found = narrowed(question, quoted)
    assert found in (None, words)


def test_a_blank_sentence_has_no_words() -> None:
    assert find_answering_words("When did it end?", " \n") == []


QUESTIONS = st.one_of(st.sampled_from([form.example[0] for form in FORMS]), st.text(max_size=40))
PIECES = st.lists(
    st.sampled_from(
        "Ada Marlow lit the lamp in Rome on 3 May 1851 (p. 12) (40-42) 12 % £300 two weeks from 5 "
        "to 9 ships “ ” tower feet aged 19 by [1905, p. 98] members union  ´ İ".split(" ")
    ),
    max_size=14,
).map(" ".join)


@given(QUESTIONS, st.one_of(texts(), PIECES))
def test_offsets_lie_inside_in_order_and_hold_words(question: str, sentence: str) -> None:
    found = find_answering_words(question, sentence)
    assert bool(found) == bool(sentence.strip())
    edges = [edge for span in found for edge in span]
    assert edges == sorted(set(edges))
    assert all(0 <= edge <= len(sentence) for edge in edges)
    for start, end in found:
        words = sentence[start:end]
        assert words == words.strip() != ""


@given(QUESTIONS, PIECES)
def test_no_narrow_answer_holds_a_page_citation(question: str, sentence: str) -> None:
    for start, end in find_answering_words(question, sentence):
        if sentence[start:end] != sentence.strip():
            assert not set("()[]“”\0").intersection(sentence[start:end])


def test_narrow_answers_are_right_for_nine_of_ten_questions_of_squad() -> None:
    squad = json.loads(shared("eval/squad.json").read_text("utf-8"))
    paragraphs = {one["paragraph"]: one["text"] for one in squad["paragraphs"]}
    right = []
    for one in squad["questions"]:
        if match_form(one["question"]) is None:
            continue
        text, asked = paragraphs[one["paragraph"]], extract_words(one["question"])
        split = [text[span.start : span.end] for span in split_sentences(text)]
        best = max(split, key=lambda sentence: len(asked & extract_words(sentence)))
        if (found := narrowed(one["question"], best)) is not None:
            right.append(any(answer in found or found in answer for answer in one["answers"]))
    assert len(right) > 400
    assert sum(right) / len(right) >= 0.9
