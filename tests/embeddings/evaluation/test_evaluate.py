"""Figures: computed from answers as the rules of the evaluation say."""

from dataclasses import replace
from pathlib import Path

import pytest

from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.proof import prove_hits
from embeddings.errors import SourceError
from embeddings.evaluation.evaluate import EvaluationQuestion, ask_questions, read_questions
from embeddings.evaluation.figures import METRICS, Figures, Share, compute_figures
from embeddings.types import Answer, AnswerKind, Document, EarlierTurn, Hit
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


LAMP = "The lamp is lit before the tide."


class Highlighting:
    """Shows all passages of a text in reading order, with some words highlighted in each."""

    def __init__(self, concordance: Concordance, words: str | None) -> None:
        self.concordance, self.words = concordance, words

    def answer(
        self, question: str, limit: int = DEFAULT_LIMIT, before: EarlierTurn | None = None
    ) -> Answer:
        """Return the passages as nearest."""
        del before
        hits = [Hit(passage, 0.5) for passage in self.concordance.passages[:limit]]
        shown = tuple(
            replace(passage, highlights=self._highlight(passage.passage.text))
            for passage in prove_hits(self.concordance, hits)
        )
        edition = self.concordance.document.edition
        return Answer(question, "nearest", None, shown, edition, 0.0)

    def _highlight(self, text: str) -> tuple[tuple[int, int], ...]:
        at = text.find(self.words) if self.words is not None else -1
        return ((at, at + len(self.words or "")),) if at >= 0 else ()


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
    assert values(fact) == [0.2, 0.6, 0.8, 0.417, 0.667, 0.2]
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


@pytest.mark.parametrize(
    ("highlighted", "sentence", "marked"),
    [
        ("the tide", "The lamp is lit before the tide.", True),
        ("the tide", "Nobody knows.", False),
        (None, "The lamp is lit before the tide.", False),
    ],
)
def test_a_sentence_is_marked_where_a_highlight_of_the_first_right_passage_touches_it(
    highlighted: str | None, sentence: str, marked: bool
) -> None:
    document = Document.of("keeper", "Keeper", ["He slept.", f"So it was. {LAMP} Nobody knows."])
    concordance = Concordance.of(document, KnownWorks())
    asked = EvaluationQuestion(question="When?", paragraphs=frozenset({2}), sentences=(sentence,))
    (result,) = ask_questions([asked], Highlighting(concordance, highlighted))
    assert (result.rank, result.marked) == (2, marked)
    assert (result.outcome, result.score) == ("nearest", 0.5)


def test_a_passage_that_is_not_sure_has_a_rank_all_the_same() -> None:
    class Unsure(Fixed):
        """Is sure of the first passage alone."""

        def answer(
            self, question: str, limit: int = DEFAULT_LIMIT, before: EarlierTurn | None = None
        ) -> Answer:
            """Return the same passages."""
            found = super().answer(question, limit, before)
            unsure = [replace(one, sure=one.rank == 1) for one in found.passages]
            return replace(found, passages=tuple(unsure))

    [result] = ask_questions([question("the lamp?", {2})], Unsure())
    assert (result.rank, result.answered) == (2, True)


def test_a_passage_that_is_not_sure_counts_for_ranks_and_is_not_shown_as_an_answer() -> None:
    class Unsure(Fixed):
        def answer(
            self, question: str, limit: int = DEFAULT_LIMIT, before: EarlierTurn | None = None
        ) -> Answer:
            answer = super().answer(question, limit, before)
            return replace(answer, passages=tuple(replace(p, sure=False) for p in answer.passages))

    (result,) = ask_questions([question("the lamp?", {2})], Unsure())
    assert result.rank is not None
    assert (result.answered, result.score) == (True, 0.5)


@pytest.mark.parametrize(
    ("line", "declared"),
    [
        ({}, False),
        ({"kind": "fact"}, False),
        ({"paragraphs": []}, True),
        ({"kind": "near"}, True),
        ({"kind": "unanswerable-far"}, True),
        ({"kind": "meta"}, True),
    ],
)
def test_a_question_says_whether_it_has_an_answer_by_its_paragraphs_or_its_kind(
    line: dict[str, object], declared: bool
) -> None:
    assert EvaluationQuestion.model_validate({"question": "a", **line}).is_declared == declared


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
