"""The sample essay: our own words, with pages that are true."""

import csv
import re

import pytest

from embeddings.concordance.concordance import Concordance, Text
from embeddings.evaluation.evaluate import read_questions, select_questions_about
from embeddings.manifest.manifest import Manifest
from tests.conftest import ROOT, shared

SHARED_WORDS = 8
"""So many words in a row may not stand in the essay too."""


@pytest.fixture(scope="module")
def sample(library: Manifest) -> Concordance:
    """Return the concordance of the sample essay."""
    return Text.read(ROOT / "data" / "sample" / "essay.txt", library).concordance()


def test_it_is_long_enough_and_puts_no_words_in_anybodys_mouth(sample: Concordance) -> None:
    text = sample.document.text
    assert len(text.split()) >= 2500
    assert not re.search('[“”„"«»‘]', text)
    assert sample.quotations == ()


def test_its_pages_are_pages_of_the_essay_and_most_of_them(sample: Concordance) -> None:
    with shared("essay/citations.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    true = {(row["work"], row["first_page"], row["last_page"], row["note"]) for row in rows}
    cited = {
        (one.work, str(one.first_page), str(one.last_page), one.note or "")
        for one in sample.citations
    }
    assert cited <= true
    assert len(cited) >= 45
    assert len({work for work, *_ in cited}) == 4
    assert [one.doubt for one in sample.citations if one.doubt] == []


def runs(text: str) -> set[tuple[str, ...]]:
    """Return all runs of words in a text that are too long to be shared with another's."""
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + SHARED_WORDS]) for at in range(len(words) - SHARED_WORDS + 1)}


def test_it_has_no_sentence_of_the_essay(sample: Concordance, essay: Text) -> None:
    assert runs(sample.document.text) & runs(essay.document.text) == set()


@pytest.mark.parametrize("key", ["essay", "sample"])
def test_a_dozen_examples_are_asked_in_our_own_words(
    library: Manifest, essay: Text, key: str
) -> None:
    examples = library.entry(key).examples
    assert len({*examples}) == len(examples) == 12
    assert runs(" ".join(examples)).isdisjoint(runs(essay.document.text))


def test_its_entry_names_the_questions_that_its_editions_are_measured_by(
    sample: Concordance, library: Manifest
) -> None:
    path = library.questions(sample.document.key)
    assert path == ROOT / "data" / "questions" / "sample.jsonl"
    questions = select_questions_about(read_questions(path), sample.document.key)
    assert len([one for one in questions if one.paragraphs]) >= 50
    assert {number for one in questions for number in one.paragraphs} <= {
        one.number for one in sample.document.paragraphs
    }
    titles = {one.work for one in sample.citations}
    assert {page.rpartition(":")[0] for one in questions for page in one.pages} == titles
