"""Two ways of answering, compared question by question."""

import pytest

from embeddings.evaluation.comparison import (
    compute_ablation,
    compute_differences,
    list_changes,
    list_failures,
)
from embeddings.evaluation.evaluate import EvaluationQuestion, Result
from embeddings.evaluation.figures import Share


def asked(
    rank: int | None, *, answered: bool = True, right: frozenset[int] | None = None
) -> Result:
    """Make a question with what came of it; `right` is empty for one without an answer."""
    paragraphs = frozenset({1}) if right is None else right
    question = EvaluationQuestion(question="Who lit it?", id="q", paragraphs=paragraphs)
    return Result(question, ((2,), (1,)), rank, False, answered)


NONE: frozenset[int] = frozenset()
ABOUT_NOTHING = "told nothing about the text"


def test_differences_are_those_of_the_totals_and_have_a_sign() -> None:
    before = [asked(2), asked(2), asked(None, answered=False, right=NONE)]
    after = [asked(1), asked(1, answered=False), asked(None, right=NONE)]
    answerable, unanswerable = compute_differences(before, after)
    assert answerable.hit_at_1 == Share(1.0, 1.0, 1.0)
    assert answerable.mrr_at_10 == Share(0.5, 0.5, 0.5)
    assert answerable.pages_right is None
    assert answerable.refused is not None
    assert answerable.refused.value == 0.5
    assert (unanswerable.hit_at_1, unanswerable.refused) == (None, Share(-1.0, -1.0, -1.0))


def test_a_difference_is_drawn_in_pairs() -> None:
    before = [asked(1), asked(None)] * 20
    (same,) = compute_differences(before, before)
    assert same.hit_at_1 == Share(0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (asked(3), asked(1), "better"),
        (asked(None), asked(10), "better"),
        (asked(1), asked(None), "worse"),
        (asked(1, answered=False), asked(1), "better"),
        (asked(1), asked(1, answered=False), "worse"),
        (asked(2), asked(1, answered=False), "mixed"),
        (asked(2), asked(3, answered=False), "worse"),
        (asked(None, right=NONE), asked(None, right=NONE, answered=False), "better"),
        (asked(None, right=NONE, answered=False), asked(None, right=NONE), "worse"),
        (asked(2), asked(2), None),
    ],
)
def test_a_question_gets_better_or_worse_by_rank_and_by_refusal(
    before: Result, after: Result, verdict: str | None
) -> None:
    assert [one.verdict for one in list_changes([before], [after])] == (
        [verdict] if verdict else []
    )


def test_what_got_better_is_named_before_what_got_worse() -> None:
    found = list_changes([asked(1), asked(2)], [asked(2), asked(1)])
    assert [one.verdict for one in found] == ["better", "worse"]


def test_an_ablation_compares_ranks_of_answerable_questions_and_no_refusals() -> None:
    every = [asked(1), asked(2), asked(None, right=NONE)]
    without = [asked(2, answered=False), asked(3), asked(None, right=NONE)]
    base, row = compute_ablation(every, [("sentences", without)])
    assert (base.without, base.figures.kind, base.figures.questions) == (None, "all stages", 2)
    assert (row.without, row.figures.kind) == ("sentences", "without sentences")
    assert row.figures.hit_at_3 == Share(1.0, 1.0, 1.0)
    assert row.difference.hit_at_1 is not None
    assert row.difference.hit_at_1.value == -0.5
    assert (row.figures.refused, row.difference.refused) == (None, None)
    assert base.difference.mrr_at_10 == Share(0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("one", "problems"),
    [
        (asked(1), ()),
        (asked(2), ("wrong passage first",)),
        (asked(None, answered=False), ("wrong passage first", "refused though answerable")),
        (asked(1, answered=False), ("refused though answerable",)),
        (asked(None, right=NONE), ("answered though not answerable",)),
        (asked(None, right=NONE, answered=False), ()),
    ],
)
def test_a_failure_says_what_went_wrong(one: Result, problems: tuple[str, ...]) -> None:
    assert [failure.problems for failure in list_failures([one])] == (
        [problems] if problems else []
    )


@pytest.mark.parametrize(("outcome", "problems"), [("about", []), ("nearest", [ABOUT_NOTHING])])
def test_a_question_about_the_text_itself_fails_where_nothing_is_told_of_it(
    outcome: str, problems: list[str]
) -> None:
    question = EvaluationQuestion(question="Who wrote it?", kind="meta", paragraphs=NONE)
    result = Result(question, (), None, False, outcome != "nearest", outcome=outcome)
    failures = list_failures([result])
    assert [problem for failure in failures for problem in failure.problems] == problems
