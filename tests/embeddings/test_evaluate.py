"""Figures: computed from answers as the rules of the evaluation say."""

from pathlib import Path

import pytest

from embeddings.answer import Answerer
from embeddings.errors import SourceError
from embeddings.evaluate import Figures, Question, evaluate, read
from embeddings.retriever import Retriever
from embeddings.types import Hit
from tests.embeddings.small import small

SMALL = small()


class Fixed(Retriever):
    """Finds the passages of the small text in reading order, whatever is asked."""

    def __init__(self) -> None:
        pass

    def retrieve(self, question: str, limit: int) -> list[Hit]:
        """Return the first passages."""
        return [Hit(one, 0.9 if "lamp" in question else 0.1) for one in SMALL.passages[:limit]]


def question(words: str, paragraphs: set[int], *pages: str, kind: str = "fact") -> Question:
    """Make a question."""
    return Question(question=words, kind=kind, paragraphs=frozenset(paragraphs), pages=pages)


def test_the_figures_of_a_kind_count_its_questions() -> None:
    asked = [
        question("the lamp?", {1}),
        question("the lamp?", {2, 3}, "The Lamp Keepers:12-44"),
        question("the lamp?", {3}, "The Lamp Keepers:45", "A Winter on the Ice:45-47"),
        question("the lamp?", {3}, "The Lamp Keepers:46"),
        question("snow?", {99}),
    ]
    fact, total = evaluate(asked, Answerer(SMALL, 0.5, Fixed))
    assert fact == Figures("fact", 5, 0.2, 0.8, 0.433, 0.667, 0.2)
    assert total.questions == 5


def test_questions_that_cannot_be_answered_count_only_as_refused() -> None:
    asked = [question("snow?", set(), kind="far"), question("the lamp?", set(), kind="far")]
    far, total = evaluate(asked, Answerer(SMALL, 0.5, Fixed))
    assert far == Figures("far", 2, None, None, None, None, 0.5)
    assert total.kind == "all unanswerable"


def test_a_page_that_is_not_cited_is_not_right() -> None:
    asked = [question("Lindqvist, page xii", {6}, "A Winter on the Ice:xii-xii")]
    (fact, _) = evaluate(asked, Answerer(SMALL, 0.5, Fixed))
    assert (fact.hit_at_1, fact.pages_right) == (1.0, 1.0)


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
        read(path)
