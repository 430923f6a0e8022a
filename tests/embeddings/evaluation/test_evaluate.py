"""Figures: computed from answers as the rules of the evaluation say."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.concordance.proof import prove_hits
from embeddings.errors import SourceError
from embeddings.evaluation.evaluate import (
    METRICS,
    EvaluationQuestion,
    Figures,
    Share,
    ask_questions,
    compute_figures,
    estimate_share,
    read_questions,
)
from embeddings.types import Answer, AnswerKind, EarlierTurn, Hit
from embeddings.types.answer import DEFAULT_LIMIT
from tests.support.small_text import small

SMALL = small()


class Fixed:
    """Shows the passages of the small text in reading order; refuses what names no lamp."""

    def answer(
        self, question: str, limit: int = DEFAULT_LIMIT, before: EarlierTurn | None = None
    ) -> Answer:
        """Return the first passages."""
        del before
        outcome: AnswerKind = "answer" if "lamp" in question else "nearest"
        shown = prove_hits(SMALL, [Hit(one, 0.5) for one in SMALL.passages[:limit]])
        return Answer(question, outcome, None, shown, SMALL.document.edition, 0.0)


def question(
    words: str, paragraphs: set[int], *pages: str, kind: str = "fact"
) -> EvaluationQuestion:
    """Make a question."""
    return EvaluationQuestion(
        question=words, kind=kind, paragraphs=frozenset(paragraphs), pages=pages
    )


def values(figures: Figures) -> list[float | None]:
    """Return the shares without their intervals, in the order of their fields."""
    shares: list[Share | None] = [getattr(figures, one.name) for one in METRICS]
    return [one.value if one else None for one in shares]


def test_the_figures_of_a_kind_count_its_questions() -> None:
    asked = [
        question("the lamp?", {1}),
        question("the lamp?", {2, 3}, "The Lamp Keepers:12-44"),
        question("the lamp?", {3}, "The Lamp Keepers:45", "A Winter on the Ice:45-47"),
        question("the lamp?", {5}, "The Lamp Keepers:46"),
        question("snow?", {99}),
    ]
    fact, total = compute_figures(ask_questions(asked, Fixed()))
    assert (fact.kind, fact.questions) == ("fact", 5)
    assert values(fact) == [0.2, 0.6, 0.8, 0.407, 0.667, 0.2]
    assert (total.kind, values(total)) == ("all answerable", values(fact))


def test_questions_that_cannot_be_answered_count_only_as_refused() -> None:
    asked = [question("snow?", set(), kind="far"), question("the lamp?", set(), kind="far")]
    far, total = compute_figures(ask_questions(asked, Fixed()))
    assert values(far) == [None, None, None, None, None, 0.5]
    assert (total.kind, total.questions) == ("all unanswerable", 2)


def test_a_page_that_is_not_cited_by_the_right_passage_is_not_right() -> None:
    cited = question("Lindqvist, page xii", {6}, "A Winter on the Ice:xii-xii")
    elsewhere = question("Lindqvist, page xii", {1}, "A Winter on the Ice:xii-xii")
    assert [one.pages_right for one in ask_questions([cited, elsewhere], Fixed())] == [True, False]


def test_what_was_shown_is_kept_with_the_rank_of_what_is_right() -> None:
    first, none = ask_questions([question("the lamp?", {2}), question("snow?", {99})], Fixed())
    assert first.shown[:2] == ((1,), (2,))
    assert (first.rank, first.answered, first.answerable) == (2, True, True)
    assert (none.rank, none.answered) == (None, False)


def test_figures_that_all_agree_have_no_width() -> None:
    assert estimate_share([1.0] * 9) == Share(1.0, 1.0, 1.0)
    assert estimate_share([]) is None


def test_an_interval_narrows_with_the_number_of_questions() -> None:
    few, many = estimate_share([0.0, 1.0] * 10), estimate_share([0.0, 1.0] * 1000)
    assert few is not None
    assert many is not None
    assert few.value == many.value == 0.5
    assert 0.15 < 0.5 - few.low < 0.3
    assert 0.01 < 0.5 - many.low < 0.03


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=50))
def test_an_interval_holds_its_share_and_is_the_same_each_time(found: list[float]) -> None:
    result = estimate_share(found)
    assert result is not None
    assert min(found) - 0.001 <= result.low <= result.high <= max(found) + 0.001
    assert result == estimate_share(found)


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("{}", "line 1 is no question"),
        ('{"question": "a"}\nnot json', "line 2 is no question"),
        ('{"question": "a", "paragraphs": "b"}', "line 1 is no question"),
        ("\n \n", "is empty"),
    ],
)
def test_a_file_that_holds_no_questions_is_refused_by_its_line(
    tmp_path: Path, source: str, problem: str
) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(source, "utf-8")
    with pytest.raises(SourceError, match=problem):
        read_questions(path)


@pytest.mark.parametrize("name", ['"d01"', "7", "null"])
def test_a_question_may_have_an_id_of_words_or_a_number(tmp_path: Path, name: str) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(f'{{"question": "a", "id": {name}, "more": []}}', "utf-8")
    assert str(read_questions(path)[0].id) == name.strip('"').replace("null", "None")
