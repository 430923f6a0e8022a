"""Questions that a text answers: with what they were made of, each another, few and short."""

import re
from collections import Counter
from pathlib import Path

import pytest

from bot.commands.opening import open_answerer
from embeddings import questions as asking
from embeddings.answer import Answerer
from embeddings.build import build
from embeddings.calibration import OTHERS, Calibration
from embeddings.concordance import Text
from embeddings.editions import Editions
from embeddings.embedding import embed
from embeddings.onnx import OnnxEncoder
from embeddings.questions import AMONG, LONGEST, MOST, SUGGESTED, Made, questions, suggestions
from embeddings.retriever import Retriever
from tests.embeddings.means import means, silent
from tests.embeddings.test_index import concordance_of

SURE = Calibration(1.0, 50.0, 0.5, 0.0, 0.0)
TITLE = "Of Lamps and Ice"
SAID = (
    "They say that the lamp was lit by Ada Marlow, and that Ada Marlow slept.",
    "They say that a ship, the Endurance, was held in the ice.",
    "They say that in Rotterdam, nobody wrote it down.",
    "They say that in Kristiania, the harbour froze. In April 1922 it thawed.",
)


def searching(encoder: OnnxEncoder, *said: str, calibration: Calibration = SURE) -> Retriever:
    """Return a search over a title and some passages."""
    index, _ = embed(concordance_of(TITLE, *said), encoder, (), None, silent)
    return Retriever(index, encoder, calibration)


@pytest.fixture(scope="module")
def made(default_encoder: OnnxEncoder) -> tuple[Made, ...]:
    """Return the questions of the small text."""
    return questions(searching(default_encoder, *SAID))


def asked(made: tuple[Made, ...]) -> list[str]:
    """Return the questions themselves."""
    return [one.question for one in made]


def test_names_and_dates_are_asked_about_in_reading_order(made: tuple[Made, ...]) -> None:
    assert asked(made) == [
        "What does the text say about Ada Marlow?",
        "What does the text say about the Endurance?",
        "What does the text say about Rotterdam?",
        "What does the text say about Kristiania?",
        "What happened in April 1922?",
    ]
    assert all(one.own for one in made)


def test_what_is_below_the_bar_is_not_asked(default_encoder: OnnxEncoder) -> None:
    unsure = Calibration(1.0, -1000.0, 0.5, 0.0, 0.0)
    assert questions(searching(default_encoder, *SAID, calibration=unsure)) == ()


def test_what_other_passages_answer_better_is_not_asked(default_encoder: OnnxEncoder) -> None:
    others = ["What does the text say about Ada? It says about Ada what is said."] * (AMONG + 2)
    found = questions(searching(default_encoder, "The keeper, named Ada, slept.", *others))
    assert not any("Ada" in one.question and not one.own for one in found)


def test_a_text_without_a_name_or_a_date_is_asked_nothing(default_encoder: OnnxEncoder) -> None:
    assert questions(searching(default_encoder, "It froze all night.", "Nobody slept.")) == ()


def test_a_title_answers_nothing(default_encoder: OnnxEncoder) -> None:
    index, _ = embed(
        concordance_of("Notes on Ada Marlow", *SAID[1:]), default_encoder, (), None, silent
    )
    found = questions(Retriever(index, default_encoder, SURE))
    assert found
    assert not any("Marlow" in one.question for one in found)


def test_no_more_questions_are_tried_than_that_takes_a_while(
    default_encoder: OnnxEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MOST", 2)
    found = questions(searching(default_encoder, *SAID))
    assert asked(found) == [
        "What does the text say about Ada Marlow?",
        "What does the text say about Rotterdam?",
    ]


def test_each_passage_is_asked_about_before_any_twice(
    default_encoder: OnnxEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MOST", 4)
    found = asked(questions(searching(default_encoder, *SAID)))
    assert "What does the text say about Kristiania?" not in found
    assert len(found) == 4


def test_names_that_mean_the_same_are_asked_about_once(default_encoder: OnnxEncoder) -> None:
    said = (
        "They say that Ada, the Keepers and the Keeper, all slept. Nobody woke Ada, or the Keepers."
    )
    found = Counter(
        re.sub(r"s\b", "", one.question) for one in questions(searching(default_encoder, said))
    )
    assert set(found.values()) == {1}


def test_hints_name_a_question_of_each_third_answered_by_different_passages(
    made: tuple[Made, ...],
) -> None:
    found = suggestions(made)
    assert len(found) == len(set(found)) == SUGGESTED
    firsts = {one.first for one in made if one.question in found}
    assert len(firsts) == SUGGESTED
    assert suggestions(()) == ()
    assert suggestions(made[:1]) == (made[0].question,)


def test_no_hint_is_answered_by_the_passage_of_another(made: tuple[Made, ...]) -> None:
    assert len(suggestions((made[3], made[3], made[4]))) == 1


def test_a_build_keeps_what_the_text_answers(
    tmp_path: Path, default_models: Path, default_encoder: OnnxEncoder
) -> None:
    index, path = tmp_path / "index", tmp_path / "essay.txt"
    index.mkdir()
    (index / "models").symlink_to(default_models)
    path.write_text("\n\n".join([TITLE, *SAID]), "utf-8")
    others = OTHERS.read_text("utf-8").splitlines()[::20]
    build(Text.read(path, None), Editions(index), means(default_encoder, others))
    edition, answerer = Editions(index).open(), open_answerer(index, None)
    assert answerer.suggestions == edition.info.found.suggestions
    assert answerer.suggestions
    assert set(answerer.suggestions) <= set(edition.guide.questions)
    for question in edition.guide.questions:
        assert answerer.answer(question).outcome == "answer"


def test_the_sample_essays_questions_are_answered_as_they_promise(
    sample_editions: Editions, sample_answerer: Answerer
) -> None:
    kept = sample_editions.open().guide.questions
    assert 50 <= len(kept) <= MOST
    assert len(set(map(str.casefold, kept))) == len(kept)
    for question in kept:
        assert len(question) <= LONGEST
        assert sample_answerer.answer(question).outcome == "answer"


def test_most_questions_of_the_sample_are_answered_first_by_what_they_were_made_of(
    sample_answerer: Answerer,
) -> None:
    made = questions(sample_answerer._retriever())
    assert sum(one.own for one in made) >= 0.75 * len(made)
