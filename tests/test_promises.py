"""The three promises, held over the essay with the real model."""

import csv
import json
from pathlib import Path

import pytest

from bot.commands.opening import open_answerer
from embeddings import as_json
from embeddings.answer import Answerer
from embeddings.build import Lazy, build
from embeddings.concordance import Text
from embeddings.editions import Editions
from embeddings.encoder import DEFAULT, SentenceEncoder
from embeddings.evaluate import Figures, evaluate, read
from embeddings.types import Answer
from tests.conftest import shared


@pytest.fixture(scope="module")
def answerer(essay: Text, tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    """Return what answers from the essay, as `concordance ask` does."""
    directory = tmp_path_factory.mktemp("index")
    build(essay, Editions(directory), Lazy(DEFAULT, SentenceEncoder), lambda _done, _total: None)
    return open_answerer(directory, None)


@pytest.fixture(scope="module")
def answers(answerer: Answerer, essay: Text) -> list[Answer]:
    """Return answers to the questions of the set, and to every sentence of the essay's openings."""
    asked = [one.question for one in read(shared("eval/questions-dev.jsonl"))]
    paragraphs = essay.document.paragraphs
    asked += [essay.document.quote(one.start, one.end)[:120] for one in paragraphs]
    asked += [f"What is on page {page}?" for page in range(1, 620, 3)]
    return [answerer.answer(question, 10) for question in asked]


@pytest.fixture(scope="module")
def figures(answerer: Answerer) -> dict[str, Figures]:
    """Return the figures by kind of question."""
    questions = read(shared("eval/questions-dev.jsonl"))
    return {one.kind: one for one in evaluate(questions, answerer)}


def test_every_word_shown_stands_in_the_text(answers: list[Answer], essay: Text) -> None:
    text = essay.document.text
    for answer in answers:
        for shown in as_json.answer(answer)["passages"]:
            assert text[shown["start"] : shown["end"]] == shown["text"]
            for quotation in shown["quotations"]:
                assert text[quotation["start"] : quotation["end"]] in shown["text"]
                assert quotation["lead_in"] is None or quotation["lead_in"] in text


def test_every_citation_of_every_passage_shown_is_its_row_by_hand(answers: list[Answer]) -> None:
    with shared("essay/citations.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    by_hand = {tuple(row.values()) for row in rows}
    shown = [one for answer in answers for one in as_json.answer(answer)["passages"]]
    cited = [one for passage in shown for one in passage["citations"]]
    assert len(cited) > 1000
    assert {tuple(str(one[name] or "") for name in rows[0]) for one in cited} <= by_hand
    for passage in shown:
        assert all(one["paragraph"] in passage["paragraphs"] for one in passage["citations"])


def test_each_page_question_is_answered_with_the_citations_listed(
    figures: dict[str, Figures],
) -> None:
    pages = figures["page"]
    assert (pages.hit_at_1, pages.pages_right, pages.refused) == (1.0, 1.0, 0.0)


def test_a_page_that_is_not_there_is_answered_with_a_plain_no(answerer: Answerer) -> None:
    answer = answerer.answer("What is on page 900 of The Prophet?")
    assert not answer.answered
    assert answer.message is not None
    assert answer.message.startswith("No: the text cites nothing from page 900 of The Prophet.")


def test_questions_about_other_things_and_none_are_refused(figures: dict[str, Figures]) -> None:
    for kind in ("unanswerable-far", "chitchat", "noise", "page-absent"):
        assert figures[kind].refused == 1.0, kind


def test_most_questions_that_the_essay_answers_are_not_refused(
    figures: dict[str, Figures],
) -> None:
    assert figures["all answerable"].refused <= 0.1
    assert (figures["all answerable"].hit_at_3 or 0) >= 0.75


def test_the_sample_essay_answers_with_the_page(tmp_path: Path) -> None:
    from embeddings.manifest import Manifest
    from tests.conftest import ROOT

    manifest = Manifest.load(ROOT / "data" / "library.toml")
    text = Text.read(ROOT / "data" / "sample" / "essay.txt", manifest)
    encoder = Lazy(DEFAULT, SentenceEncoder)
    build(text, Editions(tmp_path), encoder, lambda _done, _total: None)
    answer = open_answerer(tmp_path, None).answer("Who saved Chernov from the crowd?")
    first = answer.shown[0]
    assert answer.answered
    assert "Isaac Deutscher, The Prophet, p. 282" in first.reference
    assert json.dumps(as_json.answer(answer))
