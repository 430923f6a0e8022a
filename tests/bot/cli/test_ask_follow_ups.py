"""Questions that follow on another, in the terminal: asked, in a batch, and measured."""

import json
from pathlib import Path
from typing import Any

import pytest

from embeddings.answering.answerer import Answerer
from embeddings.types import EarlierTurn
from tests.conftest import ROOT
from tests.support.cli_program import Program
from tests.support.simulated_bot import command

PAIRS: list[dict[str, Any]] = [
    one
    for line in (ROOT / "data" / "questions" / "follow-ups.jsonl").read_text("utf-8").splitlines()
    if (one := json.loads(line))["document"] == "sample" and one["paragraphs"]
]


def places(row: dict[str, Any]) -> list[list[int]]:
    """Return the paragraphs of each passage of an answer."""
    return [one["paragraphs"] for one in row["passages"]]


def changed(answerer: Answerer) -> dict[str, Any]:
    """Return a pair whose second question finds something else by itself."""
    for one in PAIRS:
        alone = answerer.answer(one["question"])
        after = answerer.answer(one["question"], 3, EarlierTurn.of(answerer.answer(one["before"])))
        if [hit.passage for hit in alone.passages] != [hit.passage for hit in after.passages]:
            return one
    raise AssertionError


def test_a_question_is_asked_after_another(sample_index: Path, answerer: Answerer) -> None:
    pair = changed(answerer)
    asked = ("ask", pair["question"], "--index", str(sample_index), "--json")
    (alone,), (after,) = command(*asked).rows, command(*asked, "--after", pair["before"]).rows
    expected = answerer.answer(pair["question"], 3, EarlierTurn.of(answerer.answer(pair["before"])))
    assert after["question"] == pair["question"]
    assert places(after) == [[*one.passage.paragraphs] for one in expected.passages]
    assert places(after) != places(alone)


def test_each_line_of_a_batch_is_asked_after_its_own_earlier_question(
    sample_index: Path, tmp_path: Path, answerer: Answerer
) -> None:
    lines = [one | {"n": n} for n, one in enumerate(PAIRS[:4])]
    lines += [{"question": one["question"]} for one in PAIRS[:4]]
    batch = tmp_path / "batch.jsonl"
    batch.write_text("".join(json.dumps(one) + "\n" for one in lines), "utf-8")
    rows = command("ask", "--batch", str(batch), "--index", str(sample_index)).rows
    for line, row in zip(lines, rows, strict=True):
        before = EarlierTurn.of(answerer.answer(line["before"])) if "before" in line else None
        expected = answerer.answer(line["question"], 3, before)
        assert row["input"] == line
        assert places(row) == [[*one.passage.paragraphs] for one in expected.passages]


@pytest.mark.parametrize("before", ["3", "[]", "{}", "true"])
def test_an_earlier_question_that_is_no_words_is_refused(program: Program, before: str) -> None:
    line = f'{{"question": "p. 12", "before": {before}}}\n'
    refusal = program("ask", "--batch", "-", stdin=line).refusal
    assert "line 1: has a `before` that is no question in words" in refusal


def test_a_batch_and_an_earlier_question_for_all_are_not_taken_together(program: Program) -> None:
    refusal = program("ask", "--batch", "-", "--after", "Who?", stdin="").refusal
    assert "leave out --after" in refusal


def test_follow_ups_are_measured_with_and_without_what_was_asked_before(
    sample_index: Path, tmp_path: Path, answerer: Answerer
) -> None:
    plain = {"question": "Who saved Chernov from the crowd?", "kind": "plain", "paragraphs": [34]}
    pair = changed(answerer)
    questions = tmp_path / "questions.jsonl"
    lines = [plain, pair, pair | {"document": "another"}]
    questions.write_text("".join(json.dumps(one) + "\n" for one in lines), "utf-8")
    rows = command("evaluate", str(questions), "--index", str(sample_index), "--json").rows
    kinds = {(one["row"], one["kind"]): one for one in rows}
    assert kinds["figures", "plain"]["questions"] == 1
    assert kinds["figures", pair["kind"]]["questions"] == 1
    assert kinds["figures", pair["kind"]]["hit_at_3"] == 1.0
    assert ("alone", "plain") not in kinds
    assert kinds["alone", pair["kind"]]["questions"] == 1
    assert kinds["alone", pair["kind"]]["hit_at_1"] < 1.0
    printed = command("evaluate", str(questions), "--index", str(sample_index)).out
    assert "\n\nset\twithout what was asked before\tquestions\t" in printed
