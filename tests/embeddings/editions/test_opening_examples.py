"""What an edition offers to ask: the examples of its text, whoever wrote the edition."""

import pytest

from bot.answers.opening import open_answerer, open_texts
from embeddings.concordance.concordance import Text
from embeddings.editions.build import BuildResult
from embeddings.editions.build import build_edition as build_with
from embeddings.guide.examples import QUESTION_ABOUT
from embeddings.manifest.manifest import Manifest
from embeddings.retrieval.retriever import Retriever, ScoredPassages
from embeddings.retrieval.stages import Query
from tests.support.build_tools import means
from tests.support.earlier_version import MADE_UP, made_earlier
from tests.support.index_folders import Shelf

WORDS = "It froze. They say that Ada lit the lamp (p. 12).\n\nThey say that nobody woke Ada."
ENTRY = 'format = 1\n[documents.essay]\ntitle = "T"\nopening = "It froze"\n'
EXAMPLES = ("Who lit the lamp?", "When did it freeze?", "Who woke Ada?", "Who slept?")


def text(shelf: Shelf, *examples: str) -> Text:
    """Return the text, described by an entry that has some examples."""
    path = shelf.directory / "essay.txt"
    path.write_text(WORDS, "utf-8")
    entry = f"{ENTRY}examples = {list(examples)}\n" if examples else ENTRY
    return Text.read(path, Manifest(shelf.directory / "library.toml", entry))


def build(shelf: Shelf, *examples: str) -> BuildResult:
    """Build the text with an entry that has some examples."""
    return shelf.build(text(shelf, *examples))


def offered(shelf: Shelf) -> tuple[list[str], tuple[str, ...]]:
    """Return what the live edition offers while somebody types, and in a hint."""
    index = shelf.editions.directory
    return [*open_texts(index, None).examples], open_answerer(index, None).suggestions


def test_the_examples_of_the_entry_are_offered_and_three_in_a_hint(shelf: Shelf) -> None:
    build(shelf, *EXAMPLES)
    assert offered(shelf) == ([*EXAMPLES], EXAMPLES[:3])
    hint = open_answerer(shelf.editions.directory, None).answer("hello").message
    assert hint is not None
    assert all(f"“{question}”" in hint for question in EXAMPLES[:3])


def test_a_changed_example_makes_a_new_edition_and_embeds_nothing(shelf: Shelf) -> None:
    first = build(shelf, *EXAMPLES)
    assert not build(shelf, *EXAMPLES).changed
    changed = build(shelf, *EXAMPLES[:3], "Who is Ada?")
    assert (changed.changed, changed.embedded) == (True, 0)
    assert changed.path != first.path
    assert offered(shelf)[0] == [*EXAMPLES[:3], "Who is Ada?"]


def test_a_text_without_examples_offers_its_names(shelf: Shelf) -> None:
    build(shelf)
    assert offered(shelf) == ([QUESTION_ABOUT.format("Ada")], (QUESTION_ABOUT.format("Ada"),))


def test_a_build_asks_nothing(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    search = Retriever.search

    def noted(self: Retriever, question: Query) -> ScoredPassages:
        asked.append(question.words)
        return search(self, question)

    monkeypatch.setattr(Retriever, "search", noted)
    others = ["Who bakes a pie?"]
    build_with(text(shelf, *EXAMPLES), shelf.editions, means(shelf.encoder, others))
    assert not asked


def test_an_index_of_before_there_were_examples_opens_and_answers(shelf: Shelf) -> None:
    build(shelf)
    made_earlier(shelf.editions)
    assert offered(shelf) == ([], MADE_UP[:1])
    answer = open_answerer(shelf.editions.directory, None).answer("What is on page 12?")
    assert (answer.outcome, len(answer.shown)) == ("page", 1)


def test_a_build_takes_the_made_up_questions_of_before_away(shelf: Shelf) -> None:
    build(shelf)
    made_earlier(shelf.editions)
    again = build(shelf)
    assert (again.changed, again.embedded) == (True, 0)
    assert offered(shelf)[0] == [QUESTION_ABOUT.format("Ada")]
    assert not build(shelf).changed
