"""What several texts answer to one question, put together."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.answering.several_texts import find_in_each, join_answers, join_checks
from embeddings.checking.checker import Checker
from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.errors import NoParagraphError
from embeddings.concordance.proof import prove_hits
from embeddings.lookup import lookups
from embeddings.readers import blocks
from embeddings.types import Answer, AnswerKind, Document, Hit, Work
from tests.support.small_text import small

LAMPS = small()
TIDES = Concordance.of(
    Document.of(
        "tides",
        "Tides",
        blocks("The tide is high at dawn (p. 45).\n\nNobody sails before the tide turns."),
    ),
    KnownWorks((Work("book", "A Book of Tides"),), Work("book", "A Book of Tides")),
)
OUTCOMES: tuple[AnswerKind, ...] = ("page", "source", "about", "answer", "nearest", "hint")


def answer(
    concordance: Concordance, outcome: AnswerKind, *scores: float, message: str | None = None
) -> Answer:
    """Return an answer with the first passages of a text, each of a score."""
    hits = [Hit(one, score) for one, score in zip(concordance.passages, scores, strict=False)]
    shown = prove_hits(concordance, hits)
    return Answer("Who?", outcome, message, shown, concordance.document.edition, 1.0)


def keys(one: Answer) -> list[str]:
    """Return which text each passage is of."""
    return [shown.document.key for shown in one.shown]


def test_the_best_passages_of_any_text_stand_first() -> None:
    one = join_answers([answer(LAMPS, "answer", 0.9, 0.5), answer(TIDES, "answer", 0.8, 0.6)], 3)
    assert [shown.score for shown in one.shown] == [0.9, 0.8, 0.6]
    assert [shown.rank for shown in one.shown] == [1, 2, 3]
    assert keys(one) == ["small", "tides", "tides"]
    assert one.edition == LAMPS.document.edition
    assert one.elapsed_ms == 2.0


def test_the_edition_is_that_of_the_passage_shown_first() -> None:
    one = join_answers([answer(LAMPS, "answer", 0.7), answer(TIDES, "answer", 0.8)], 2)
    assert one.edition == TIDES.document.edition == one.shown[0].document.edition


@given(st.lists(st.sampled_from(OUTCOMES), min_size=2, max_size=2))
def test_what_is_surest_stands_alone(outcomes: list[AnswerKind]) -> None:
    first, second = outcomes
    one = join_answers([answer(LAMPS, first, 0.4), answer(TIDES, second, 0.9)], 5)
    surest = min(outcomes, key=OUTCOMES.index)
    assert one.outcome == surest
    pairs = zip(["small", "tides"], outcomes, strict=True)
    assert set(keys(one)) == {key for key, outcome in pairs if outcome == surest}


def test_of_one_text_alone_nothing_is_changed() -> None:
    one = answer(LAMPS, "answer", 0.9, 0.5)
    assert join_answers([one], 3) == one


def test_what_one_text_says_is_absent_is_said_of_its_own_passages_alone() -> None:
    absent = answer(LAMPS, "nearest", 0.2, message="No: the nearest page is p. 44.")
    other = answer(TIDES, "nearest", 0.1, message="No: nothing.")
    one = join_answers([other, absent], 3)
    assert one.message == absent.message
    assert keys(one) == ["small"]


def test_where_no_text_has_a_name_the_likeliest_answer_is_shown() -> None:
    absent = answer(LAMPS, "nearest", message="The text never mentions Zubrowka.")
    other = answer(TIDES, "nearest", 0.1, message="The nearest passages:")
    for answers in ([absent, other], [other, absent]):
        one = join_answers(answers, 3)
        assert (one.message, keys(one)) == (other.message, ["tides"])
    assert join_answers([absent, absent], 3) == replace(absent, elapsed_ms=2.0)


def test_what_is_told_of_each_text_is_told_of_all() -> None:
    told = [answer(one, "about", 1.0, message=one.document.title) for one in (TIDES, LAMPS)]
    one = join_answers([*told, answer(LAMPS, "answer", 0.9)], 3)
    assert (one.outcome, one.message) == ("about", "Tides\nLamps")
    assert keys(one) == ["tides", "small"]


def test_passages_that_are_not_sure_are_listed_and_not_shown() -> None:
    unsure = answer(TIDES, "answer", 0.8, 0.6)
    passages = tuple(replace(one, sure=one.rank == 1) for one in unsure.passages)
    one = join_answers([answer(LAMPS, "answer", 0.7), replace(unsure, passages=passages)], 3)
    assert [shown.score for shown in one.passages] == [0.8, 0.7, 0.6]
    assert [shown.score for shown in one.shown] == [0.8, 0.7]


def test_pages_are_looked_up_in_every_text_in_their_order() -> None:
    found = find_in_each([TIDES, LAMPS], lambda one: lookups.look_up_page(one, "45"))
    one = join_answers(found)
    assert one.outcome == "page"
    assert keys(one)[0] == "tides"
    assert set(keys(one)) == {"tides", "small"}
    assert one.message is None


def test_of_more_passages_than_are_shown_is_said_how_many_there_are() -> None:
    found = find_in_each([TIDES, LAMPS], lambda one: lookups.look_up_page(one, "45"))
    count = sum(len(one.shown) for one in found)
    one = join_answers(found, 1)
    assert len(one.shown) == 1
    assert one.message == f"The first 1 of {count} passages:"


def test_what_only_one_text_has_is_looked_up_there() -> None:
    last = len(LAMPS.document.paragraphs)
    (found,) = find_in_each([TIDES, LAMPS], lambda one: lookups.look_up_paragraph(one, last))
    assert keys(found) == ["small"]
    with pytest.raises(NoParagraphError):
        find_in_each([TIDES, LAMPS], lambda one: lookups.look_up_paragraph(one, 1000))


def check(message: str) -> list[str | None]:
    """Return which text each part of a message is found in."""
    found = join_checks([Checker(one).check(message) for one in (LAMPS, TIDES)])
    return [one.document.key if one.located and one.document else None for one in found]


def test_each_quotation_of_a_message_is_found_in_the_text_that_has_it() -> None:
    lamp = LAMPS.document.text[:60].rsplit(" ", 1)[0]
    tide = "Nobody sails before the tide turns"
    assert check(f"“{lamp}” and “{tide}”") == ["small", "tides"]
    assert check(f"“{tide}” and “{lamp}”") == ["tides", "small"]
    assert check(tide) == ["tides"]


def test_words_too_common_to_be_quoted_are_in_the_text_that_has_them() -> None:
    common = "Nobody sails before the tide turns"
    assert Checker(TIDES).check(common)[0].outcome == "short"
    for texts in ([LAMPS, TIDES], [TIDES, LAMPS]):
        (one,) = join_checks([Checker(text).check(common) for text in texts])
        assert one.document is TIDES.document
        assert one.located is not None


def test_what_no_text_has_is_in_none_of_them() -> None:
    assert check("“An apple pie needs a great many apples”") == [None]


def test_a_passage_that_belongs_to_another_text_is_never_shown_as_of_this_one() -> None:
    one = join_answers([answer(LAMPS, "answer", 0.9), answer(TIDES, "answer", 0.8)], 2)
    for shown in one.shown:
        span = shown.passage.span
        assert shown.document.quote(span.start, span.end) == shown.passage.text
        assert shown.reference.rpartition(" · ")[2].startswith(shown.document.key)
    assert replace(one.shown[0]).document is LAMPS.document
