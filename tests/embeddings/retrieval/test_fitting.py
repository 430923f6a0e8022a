"""Fitting: the curve of as many models as an index has, held against unrelated questions."""

import pytest

from embeddings.index.indexing import build_index
from embeddings.models.encoder_pair import EncoderPair
from embeddings.models.onnx_encoder import OnnxEncoder
from embeddings.retrieval.calibration import CURVE, CURVE_ALONE, Calibration
from embeddings.retrieval.fitting import fit_calibration
from embeddings.retrieval.retriever import Retriever
from tests.embeddings.index.test_index import concordance_of
from tests.support.build_tools import silent
from tests.support.two_models import TwoModels

PARAGRAPHS = (
    "The soldier took the palace.",
    "The crowd took the soldier.",
    "A question of page one.",
)
UNRELATED = ("Who took page one?", "the palace", "What is a soldier?", "?")


@pytest.mark.parametrize("count", [1, 2])
def test_an_index_has_the_curve_of_its_models_held_against_the_best_scores(
    tiny_encoder: OnnxEncoder, two_models: TwoModels, count: int
) -> None:
    encoders = EncoderPair(tiny_encoder) if count == 1 else two_models.opened()
    index, _ = build_index(concordance_of(*PARAGRAPHS), encoders, (), None, silent)
    fitted = fit_calibration(index, encoders, None, UNRELATED, {})
    retriever = Retriever(index, encoders, fitted.calibration)
    scores = [retriever.search(retriever.encode_query(one)).scores[0] for one in UNRELATED]
    curve = CURVE_ALONE if count == 1 else CURVE
    expected = Calibration.fit(curve, [float(score) for score in scores])
    assert fitted.calibration.offset == pytest.approx(expected.offset, abs=1e-3)
    assert fitted.calibration.slope == curve.slope
    assert fitted.passages == frozenset(index.unit_hashes)


def test_without_unrelated_questions_the_curve_stays(tiny_encoder: OnnxEncoder) -> None:
    encoders = EncoderPair(tiny_encoder)
    index, _ = build_index(concordance_of(*PARAGRAPHS), encoders, (), None, silent)
    fitted = fit_calibration(index, encoders, None, (), {}).calibration
    assert fitted == Calibration.fit(CURVE_ALONE, [])
