"""The weights of the stages and the curves of the calibration, learned from questions of people.

`python -m tests.benchmarks.weights INDEX FILES...` asks the answerable questions of some sets
(those of `concordance evaluate`; not near.json, whose licence allows no learning), and prints what
`embeddings/retrieval/stages.py` and `calibration.py` hold, with hit@1 and hit@3 out of fold: by
weights that have not seen the question. No question is kept.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from bot.cli.evaluated_index import EvaluatedIndex
from embeddings.evaluation.question_sets import QuestionSet, read_question_sets
from embeddings.retrieval.first_stage import fuse_scores, select_best
from embeddings.retrieval.retriever import MIN_CANDIDATES, Retriever
from embeddings.retrieval.stages import STAGES, Candidates

FOLDS = 8
PENALTY = 0.003
OWN_TEXT_SHARE = 3
"""How often a question about the live text counts, of which there are fewer."""

LEFT_OUT_SHARE = 0.1
"""How often a question counts again with its right passages left out, as one that has no answer."""

Scores = NDArray[np.float64]
SCALES = np.array([10, 10, 5, 5, 3, 1, 1], dtype=float)
"""By which the stages' scores are multiplied first, so that one penalty suits them all."""


@dataclass(frozen=True, slots=True)
class Question:
    """The scores of a question's candidates, (candidates, stages), and which of them are right."""

    scores: Scores
    right: NDArray[np.bool_]
    share: int


def measure(retriever: Retriever, asked: QuestionSet) -> Iterator[Question]:
    """Yield the answerable questions of a set whose right passage is among the candidates."""
    passages = retriever.index.concordance.passages
    paragraphs = [set(passage.paragraphs) for passage in passages]
    share = OWN_TEXT_SHARE if asked.document is None else 1
    for question in asked.questions:
        if not question.paragraphs or question.is_meta or question.before:
            continue
        query = retriever.encode_query(question.question)
        first = retriever._search_first_stage(query)
        numbers = select_best(fuse_scores(first), MIN_CANDIDATES)
        candidates = Candidates(
            retriever.index,
            retriever.late_interaction,
            retriever.rescorer,
            query,
            numbers,
            first["sentences"][numbers],
            retriever.second_interaction,
        )
        scores = np.stack([stage.scores(candidates) for stage in STAGES], axis=1) * SCALES
        right = np.array(
            [not paragraphs[number].isdisjoint(question.paragraphs) for number in numbers]
        )
        if right.any():
            yield Question(scores, right, share)


def learn(questions: Sequence[Question], used: Sequence[int]) -> Scores:
    """Return the weights that make the right passages most likely, by a softmax over candidates."""

    def loss(weights: Scores) -> tuple[float, Scores]:
        total, slope = 0.0, np.zeros(len(used), dtype=np.float64)
        for question in questions:
            scores = question.scores[:, used]
            odds = np.exp(scores @ weights - (scores @ weights).max())
            likely, of_right = odds / odds.sum(), odds * question.right
            total -= question.share * float(np.log(of_right.sum() / odds.sum()))
            slope -= question.share * ((of_right / of_right.sum() - likely) @ scores)
        count = sum(question.share for question in questions)
        size = float(weights @ weights)
        return total / count + PENALTY * size / 2, slope / count + PENALTY * weights

    return np.asarray(minimize(loss, np.zeros(len(used)), jac=True, method="L-BFGS-B").x)


def rank_out_of_fold(questions: Sequence[Question], used: Sequence[int]) -> tuple[float, float]:
    """Return hit@1 and hit@3 by weights learned on the other folds."""
    fold = np.random.default_rng(0).permutation(len(questions)) % FOLDS
    ranks = []
    for number in range(FOLDS):
        weights = learn([q for q, own in zip(questions, fold, strict=True) if own != number], used)
        for question, own in zip(questions, fold, strict=True):
            if own == number:
                order = np.argsort(-(question.scores[:, used] @ weights), kind="stable")
                ranks.append(int(question.right[order].argmax()))
    return float(np.mean(np.array(ranks) < 1)), float(np.mean(np.array(ranks) < 3))


def fit_curve(questions: Sequence[Question], used: Sequence[int], weights: Scores) -> Any:
    """Return slope and threshold: the first passage, and the best that is not right, told apart."""
    scores, answers, shares = [], [], []
    for question in questions:
        totals = question.scores[:, used] @ weights
        scores.append(totals.max())
        answers.append(question.right[totals.argmax()])
        shares.append(float(question.share))
        if not question.right.all():
            scores.append(totals[~question.right].max())
            answers.append(False)
            shares.append(LEFT_OUT_SHARE * question.share)
    fitted = LogisticRegression(C=100).fit(np.array(scores)[:, None], answers, shares)
    slope = fitted.coef_[0, 0]
    return slope, -fitted.intercept_[0] / slope


def main(index: Path, files: Sequence[Path]) -> None:
    """Print the weights and the curve for two models, if the index has two, and for one."""
    evaluated = EvaluatedIndex(index, None, None, "balanced")
    for alone in (False, True):
        questions: list[Question] = []
        for asked in read_question_sets(files):
            retriever = evaluated.open(asked)._retriever()
            if alone:
                single = replace(retriever.index, second=None)
                retriever = Retriever(single, retriever.encoders, retriever.calibration)
            measured = list(measure(retriever, asked))
            questions += measured
        used = [place for place, stage in enumerate(STAGES) if not alone or stage.weight_alone]
        weights = learn(questions, used)
        hits = rank_out_of_fold(questions, used)
        named = {
            STAGES[place].name: round(float(w * SCALES[place]), 2)
            for place, w in zip(used, weights, strict=True)
        }
        slope, threshold = fit_curve(questions, used, weights)
        print("one model" if alone else "all models", named)  # noqa: T201
        print(f"  out of fold: hit@1 {hits[0]:.3f}, hit@3 {hits[1]:.3f} of {len(questions)}")  # noqa: T201
        print(f"  curve: slope {slope:.3f}, threshold {threshold:.2f}")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), [*map(Path, sys.argv[2:])])
