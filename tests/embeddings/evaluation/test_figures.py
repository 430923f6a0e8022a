"""Shares with their intervals, and which questions each figure counts."""

from hypothesis import given
from hypothesis import strategies as st

from embeddings.evaluation.evaluate import EvaluationQuestion, Result
from embeddings.evaluation.figures import Share, compute_figures, compute_group, estimate_share


def asked(
    kind: str, paragraphs: set[int], outcome: str, rank: int | None = None, *, marked: bool = False
) -> Result:
    """Make a question of a kind, about one sentence, with what came of it."""
    question = EvaluationQuestion(
        question="Who lit it?", kind=kind, paragraphs=frozenset(paragraphs), sentences=("It lit.",)
    )
    answered = outcome != "nearest"
    return Result(question, ((1,),), rank, False, answered, outcome=outcome, marked=marked)


def test_a_refusal_counts_apart_from_the_rank_and_by_what_is_answerable() -> None:
    kind, *_ = compute_figures(
        [
            asked("page", {1}, "nearest", 1),
            asked("page", {1}, "answer", 1),
            asked("page", {1}, "answer", 3),
            asked("page", set(), "nearest"),
            asked("page", set(), "answer"),
        ]
    )
    assert kind.hit_at_1 is not None
    assert kind.refused_answerable is not None
    assert kind.refused_unanswerable is not None
    assert (kind.hit_at_1.value, kind.refused_answerable.value) == (0.667, 0.333)
    assert kind.refused_unanswerable.value == 0.5


def test_a_question_about_the_text_itself_counts_by_its_outcome_and_not_as_refused() -> None:
    meta, answerable = compute_figures(
        [
            asked("meta", set(), "about"),
            asked("meta", set(), "nearest"),
            asked("meta", {1}, "about"),
        ]
    )
    assert meta.about is not None
    assert meta.about.value == 0.667
    assert (meta.refused, meta.refused_answerable, meta.refused_unanswerable) == (None, None, None)
    assert (answerable.kind, answerable.questions) == ("all answerable", 1)


def test_only_answerable_questions_whose_sentence_is_known_count_as_marked() -> None:
    results = [asked("fact", {1}, "answer", 1, marked=True), asked("fact", {1}, "nearest", 2)]
    assert compute_group("fact", [*results, asked("far", set(), "answer")]).marked == Share(
        0.5, 0.0, 1.0
    )


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
