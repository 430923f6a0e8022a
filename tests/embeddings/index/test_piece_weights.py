"""Word pieces weigh by their rarity, in the text and in questions alike."""

from pathlib import Path

from embeddings.index.embedding_inputs import make_embedding_inputs
from embeddings.index.piece_weights import UNRELATED_QUESTIONS, weigh_pieces
from embeddings.models.onnx_encoder import OnnxEncoder
from tests.embeddings.index.test_index import concordance_of


def test_a_piece_that_is_common_in_the_text_or_in_questions_weighs_less(
    tiny_encoder: OnnxEncoder,
) -> None:
    inputs = make_embedding_inputs(
        concordance_of("The soldier took the palace.", "The crowd took the page.")
    )
    weights = weigh_pieces(inputs, ["What is a palace?", "What is a crowd?"], tiny_encoder)

    def weigh(word: str) -> float:
        return float(weights[tiny_encoder.pieces(word)].max())

    assert weigh("soldier") > weigh("took")  # twice in the text
    assert weigh("soldier") > weigh("what")  # in every question


def test_the_unrelated_questions_are_many_and_each_stands_once() -> None:
    assert isinstance(UNRELATED_QUESTIONS, Path)
    questions = UNRELATED_QUESTIONS.read_text("utf-8").splitlines()
    assert len(questions) >= 200
    assert len({question.casefold() for question in questions}) == len(questions)
    assert all(question.strip() == question != "" for question in questions)
