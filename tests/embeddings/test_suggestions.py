"""Questions that are suggested: about names of the text, and answered by it."""

from pathlib import Path

import pytest

from bot.commands.opening import open_answerer
from embeddings import suggestions as suggesting
from embeddings.build import OTHERS, build
from embeddings.calibration import Calibration
from embeddings.concordance import Text
from embeddings.editions import Editions
from embeddings.embedding import embed
from embeddings.onnx import OnnxEncoder
from embeddings.retriever import Retriever
from embeddings.suggestions import COUNT, suggestions
from tests.embeddings.means import means, silent
from tests.embeddings.test_index import concordance_of

SURE = Calibration(1.0, 50.0, 0.5, 0.0, 0.0)
TITLE = "Of lamps and ice"
SAID = (
    "They say that Ada Marlow lit the lamp, and that Ada Marlow slept.",
    "They say that the ship Endurance was held in the ice.",
    "They say that in Rotterdam nobody wrote it down.",
    "They say that at Kristiania the harbour froze.",
)


def searching(encoder: OnnxEncoder, *said: str, calibration: Calibration = SURE) -> Retriever:
    """Return a search over a title and some passages."""
    index, _ = embed(concordance_of(TITLE, *said), encoder, (), None, silent)
    return Retriever(index, encoder, calibration)


def test_each_question_names_what_its_own_passage_says(default_encoder: OnnxEncoder) -> None:
    retriever = searching(default_encoder, *SAID)
    found = suggestions(retriever)
    assert len(found) == len(set(found)) == COUNT
    passages = []
    for question in found:
        [hit] = retriever.retrieve(retriever.ask(question), 1)
        name = question.removeprefix("What does the text say about ").removesuffix("?")
        assert name in hit.passage.text
        passages.append(hit.passage)
    assert len(set(passages)) == COUNT


def test_no_passage_is_suggested_twice(default_encoder: OnnxEncoder) -> None:
    retriever = searching(default_encoder, "They say that Ada met Ben, and Ben met Eve there.")
    assert len(suggestions(retriever)) == 1


def test_what_is_below_the_bar_is_not_suggested(default_encoder: OnnxEncoder) -> None:
    unsure = Calibration(1.0, -1000.0, 0.5, 0.0, 0.0)
    assert suggestions(searching(default_encoder, *SAID, calibration=unsure)) == ()


def test_a_text_without_a_name_suggests_nothing(default_encoder: OnnxEncoder) -> None:
    assert suggestions(searching(default_encoder, "It froze all night.", "Nobody slept.")) == ()


def test_no_more_names_are_tried_than_that_takes_a_while(
    default_encoder: OnnxEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggesting, "_TRIED", 1)
    assert len(suggestions(searching(default_encoder, *SAID))) == 1


def test_a_title_answers_nothing(default_encoder: OnnxEncoder) -> None:
    index, _ = embed(concordance_of(*SAID), default_encoder, (), None, silent)
    found = suggestions(Retriever(index, default_encoder, SURE))
    assert len(found) == COUNT
    assert not any("Marlow" in question for question in found)


def test_names_that_stand_as_often_are_taken_in_reading_order(default_encoder: OnnxEncoder) -> None:
    every = (
        "They say of Ada, of Bertha, of Clara, of Dora and of Edith that they lit lamps.",
        "They say of Rome, of Oslo, of Lima, of Cairo and of Quito that they froze.",
        "They say of Mars, of Venus, of Jupiter, of Saturn and of Neptune that they shine.",
    )
    names = ("Ada", "Rome", "Mars")
    assert suggestions(searching(default_encoder, *every)) == tuple(
        f"What does the text say about {name}?" for name in names
    )


def test_a_build_keeps_what_it_suggests_and_the_text_answers_it(
    tmp_path: Path, default_models: Path, default_encoder: OnnxEncoder
) -> None:
    index, path = tmp_path / "index", tmp_path / "essay.txt"
    index.mkdir()
    (index / "models").symlink_to(default_models)
    path.write_text("\n\n".join([TITLE, *SAID]), "utf-8")
    others = OTHERS.read_text("utf-8").splitlines()[::20]
    build(Text.read(path, None), Editions(index), means(default_encoder, others))
    answerer = open_answerer(index, None)
    assert answerer.suggestions
    assert answerer.suggestions == Editions(index).open().info.found.suggestions
    for question in answerer.suggestions:
        assert answerer.answer(question).outcome == "answer"
