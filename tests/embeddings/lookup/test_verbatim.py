"""Questions that are words of the text: the place where those words stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.answering.answerer import Answerer
from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance
from embeddings.lookup.verbatim import find_remembered, find_verbatim, put_quoting_first
from embeddings.readers import blocks
from embeddings.text.search import TextSearch
from embeddings.types import Answer, Document, Hit, Passage
from tests.support.small_text import small

SMALL = small()
FINDER = TextSearch(SMALL.document.text)
HITS = [Hit(passage, 0.9 - number / 10) for number, passage in enumerate(SMALL.passages)]


def shown(answer: Answer) -> list[tuple[int, ...]]:
    """Return the paragraphs of the passages shown."""
    return [one.passage.paragraphs for one in answer.shown]


def words_at(hit: Hit) -> str:
    """Return the words that a hit marks."""
    assert hit.closest is not None
    return SMALL.document.quote(hit.closest.start, hit.closest.end)


@pytest.mark.parametrize(
    "words",
    [
        "I carry light up stairs",
        "i CARRY — light, up stairs!",
        "“I carry light up stairs”",
        "said: I carry light up stairs (12, 19, 44)",
    ],
)
def test_words_of_the_text_are_found_where_they_stand(small_answerer: Answerer, words: str) -> None:
    answer = small_answerer.answer(words)
    assert (answer.outcome, shown(answer)[0]) == ("source", (2,))


def test_the_words_asked_for_are_marked_in_their_passage() -> None:
    [hit] = find_verbatim("carry light UP stairs", SMALL, FINDER, 3)
    assert (hit.score, words_at(hit)) == (1.0, "carry light up stairs")


def test_words_over_two_passages_show_both_in_reading_order() -> None:
    words = "wrote little. One of them, asked for his trade"
    found = find_verbatim(words, SMALL, FINDER, 3)
    assert [hit.passage for hit in found] == list(SMALL.passages[:2])


def repeating(times: int) -> Concordance:
    """Return a text that says the same in some of its paragraphs."""
    text = "\n\n".join(f"Paragraph {n}: the keepers of the lamp wrote." for n in range(times))
    return Concordance.of(Document.of("text", "A text", blocks(text)), KnownWorks())


@pytest.mark.parametrize(("times", "found"), [(1, 1), (3, 3), (4, 0)])
def test_a_subject_in_more_passages_than_are_shown_is_no_source(times: int, found: int) -> None:
    concordance = repeating(times)
    finder = TextSearch(concordance.document.text)
    assert len(find_verbatim("the keepers of the lamp", concordance, finder, 3)) == found


@pytest.mark.parametrize(("words", "found"), [("I carry light", False), ("I carry light up", True)])
def test_three_words_are_a_subject_and_no_source(words: str, found: bool) -> None:
    assert bool(find_verbatim(words, SMALL, FINDER, 3)) is found


def test_words_half_remembered_find_their_passage_alone() -> None:
    found = find_remembered("held in the ice from summer till spring", HITS, SMALL, FINDER)
    assert found[0].passage == SMALL.passages[2]
    assert words_at(found[0]) == "held in the ice from autumn to spring"
    assert 0.75 <= found[0].score < 1
    assert len(found) == 1


def test_what_is_too_short_or_unlike_is_not_remembered() -> None:
    assert find_remembered("held in the ice", HITS, SMALL, FINDER) == ()
    assert find_remembered("an apple pie needs apples and some butter", HITS, SMALL, FINDER) == ()
    assert find_remembered("held in the ice from summer till spring", HITS[:2], SMALL, FINDER) == ()


def test_half_remembered_words_are_answered_with_their_source(small_answerer: Answerer) -> None:
    answer = small_answerer.answer("nobody had written down who lit it")
    assert (answer.outcome, shown(answer)[0]) == ("source", (7,))
    assert answer.shown[0].highlights != ()


def test_what_a_question_quotes_puts_its_passages_first_in_their_order() -> None:
    found = put_quoting_first("Who was asked for “the lamp” then?", HITS, FINDER)
    holding = [hit for hit in HITS if "the lamp" in hit.passage.text.casefold()]
    assert [hit.passage for hit in found[: len(holding)]] == [hit.passage for hit in holding]
    assert {hit.score for hit in found[: len(holding)]} == {HITS[0].score}
    assert {hit.passage for hit in found} == {hit.passage for hit in HITS}
    assert len(holding) == 2


def test_a_piece_quoted_inside_a_question_leads_to_its_passage(small_answerer: Answerer) -> None:
    answer = small_answerer.answer("Who wrote of “a bishop’s carriage” and why?")
    assert 5 in shown(answer)[0]


def test_quoted_words_that_do_not_stand_there_change_nothing() -> None:
    assert list(put_quoting_first("Who wrote “an apple pie” and why?", HITS, FINDER)) == HITS
    assert put_quoting_first("Who wrote “the lamp”?", [], FINDER) == ()


@given(st.sampled_from(SMALL.passages), st.data())
def test_any_stretch_of_a_passage_is_found_in_it(passage: Passage, data: st.DataObject) -> None:
    words = passage.text.split()
    start = data.draw(st.integers(0, max(0, len(words) - 5)))
    stretch = " ".join(words[start : start + 5])
    found = find_verbatim(stretch, SMALL, FINDER, 3)
    assert len(words) < 3 or passage in [hit.passage for hit in found]
