"""The stages: what each says of its candidates, with one model and with two."""

from collections.abc import Callable

import numpy as np
import pytest

from embeddings.files.arrays import IntArray
from embeddings.index.index import Index
from embeddings.index.indexing import build_index
from embeddings.models.encoder import Encoded, Vectors
from embeddings.models.encoder_pair import EncoderPair
from embeddings.models.onnx_encoder import OnnxEncoder
from embeddings.retrieval import support
from embeddings.retrieval.late_interaction import make_late_interaction, make_second_interaction
from embeddings.retrieval.stages import (
    MIN_SUPPORT,
    SPELLING,
    STAGE_NAMES,
    STAGES,
    SUPPORT,
    Candidates,
    Query,
    measure_lack,
    score_asked,
    score_length,
    score_match,
    score_meaning,
    score_second_match,
    score_words,
)
from tests.embeddings.index.test_index import concordance_of
from tests.support.build_tools import silent
from tests.support.two_models import TwoModels

PARAGRAPHS = (
    "The soldier took the palace in 1917. The crowd was there.",
    "The crowd took the soldier to the palace about 1905.",
    "A question of page one.",
)
QUESTION = "When did the soldier take the palace?"
EVERY = np.arange(len(PARAGRAPHS))

Asking = Callable[..., Candidates]


def candidates_of(index: Index, encoders: EncoderPair) -> Asking:
    """Return what makes candidates of an index for a question."""

    def ask(question: str = QUESTION, passages: IntArray = EVERY) -> Candidates:
        interaction = make_late_interaction(index)
        query = Query(question, *encoders.encode(question))
        similarities = np.linspace(0, 1, len(passages), dtype=np.float32)
        second = make_second_interaction(index)
        return Candidates(index, interaction, interaction, query, passages, similarities, second)

    return ask


@pytest.fixture(scope="module")
def alone(tiny_encoder: OnnxEncoder) -> Asking:
    """Return what makes candidates of an index of one model."""
    encoders = EncoderPair(tiny_encoder)
    index, _ = build_index(concordance_of(*PARAGRAPHS), encoders, (), None, silent)
    return candidates_of(index, encoders)


@pytest.fixture(scope="module")
def both(two_models: TwoModels) -> Asking:
    """Return what makes candidates of an index of two models."""
    encoders = two_models.opened()
    index, _ = build_index(concordance_of(*PARAGRAPHS), encoders, (), None, silent)
    return candidates_of(index, encoders)


def test_stages_have_names_of_their_own_and_weigh_something() -> None:
    names = [stage.name for stage in STAGES]
    assert len(set(names)) == len(names)
    assert (*names, SUPPORT, SPELLING) == STAGE_NAMES
    assert all(stage.weight or stage.weight_alone for stage in STAGES)


def test_a_stage_of_the_second_model_weighs_nothing_alone() -> None:
    weights = {stage.name: stage.weight_alone for stage in STAGES}
    assert weights["second-match"] == weights["meaning"] == 0


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_each_stage_scores_each_candidate_and_none_of_none(
    alone: Asking, both: Asking, stage: object
) -> None:
    scores = next(one.scores for one in STAGES if one is stage)
    for ask in (alone, both):
        for question in (QUESTION, "the crowd", "?"):
            for passages in (EVERY, EVERY[::-1], EVERY[:0]):
                found = scores(ask(question, passages))
                assert found.shape == passages.shape
                assert np.isfinite(found).all()


def test_a_match_is_the_rescorers(alone: Asking) -> None:
    asked = alone()

    class Second:
        """Finds the second passage close, and none else."""

        def rescore(self, question: str, encoded: Encoded, passages: IntArray) -> Vectors:
            assert (question, encoded) == (QUESTION, asked.query.encoded)
            close: Vectors = (passages == 1).astype(np.float32)
            return close

    other = Candidates(
        asked.index, asked.interaction, Second(), asked.query, EVERY, asked.sentence_scores
    )
    assert score_match(other).tolist() == [0, 1, 0]
    late = asked.interaction.rescore(QUESTION, asked.query.encoded, EVERY)
    np.testing.assert_array_equal(score_match(asked), late)


def test_a_second_model_says_nothing_where_there_is_none(alone: Asking) -> None:
    assert score_second_match(alone()).tolist() == [0, 0, 0]
    assert score_meaning(alone()).tolist() == [0, 0, 0]
    asked = alone()
    assert asked.best_model == (asked.interaction, asked.query.encoded)


def test_a_second_model_is_asked_with_its_own_reading_of_the_question(both: Asking) -> None:
    asked = both()
    second, encoded, index = asked.second, asked.query.second, asked.index
    assert second is not None
    assert encoded is not None
    assert index.second is not None
    assert asked.best_model == (second, encoded)
    np.testing.assert_allclose(
        score_second_match(asked), second.rescore(QUESTION, encoded, EVERY), atol=1e-6
    )
    expected = [float(index.second.means[number] @ encoded.vector) for number in EVERY]
    np.testing.assert_allclose(score_meaning(asked), expected, atol=1e-6)
    np.testing.assert_allclose(score_meaning(both(passages=EVERY[:1])), expected[:1], atol=1e-6)


def test_support_is_asked_for_a_fact_alone(alone: Asking, both: Asking) -> None:
    totals = np.array([3.0, 2.0, 1.0], np.float32)
    for ask in (alone, both):
        asked = ask()
        interaction, encoded = asked.best_model
        texts = [asked.read(number) for number in range(3)]
        question = support.ModelQuestion(QUESTION, encoded)
        supported = support.score_support(interaction, question, EVERY, texts)
        lack = max(0.0, MIN_SUPPORT - float(supported.max()))
        assert measure_lack(asked, totals) == pytest.approx(lack, abs=1e-6)
        for words in ("Who took the palace?", "Why did the crowd go?", "the palace"):
            assert measure_lack(ask(words), totals) == 0


@pytest.mark.parametrize(("best", "lack"), [(1.0, 0), (MIN_SUPPORT, 0), (MIN_SUPPORT - 0.25, 0.25)])
def test_what_lacks_is_measured_by_the_place_that_supports_most(
    both: Asking, monkeypatch: pytest.MonkeyPatch, best: float, lack: float
) -> None:
    shares = np.array([0.1, best, 0.0], np.float32)
    monkeypatch.setattr(support, "score_support", lambda *_: shares)
    measured = measure_lack(both(), np.array([1.0, 2.0, 3.0], np.float32))
    assert measured == pytest.approx(lack, abs=1e-6)


def test_a_sentence_with_the_kind_of_thing_asked_for_is_preferred(alone: Asking) -> None:
    [dated, _, undated] = score_asked(alone()).tolist()
    assert (dated, undated) == (1.0, 0.0)
    assert set(score_asked(alone("When was 1905?")).tolist()) <= {0.0, 0.5, 1.0}
    assert score_asked(alone("Why did the crowd go?")).tolist() == [0, 0, 0]
    assert score_asked(alone(passages=EVERY[::-1])).tolist()[::2] == [undated, dated]


def test_words_and_lengths_are_the_indexs(alone: Asking) -> None:
    asked = alone(passages=EVERY[::-1])
    expected = asked.index.score_words(QUESTION, EVERY)[::-1]
    np.testing.assert_allclose(score_words(asked), expected)
    np.testing.assert_array_equal(score_length(asked), asked.index.sentences.log_lengths[::-1])
