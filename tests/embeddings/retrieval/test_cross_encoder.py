"""A cross-encoder in the place of late interaction: from the build to the answer."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.answers.opening import open_answerer
from embeddings.concordance.concordance import Text
from embeddings.editions.build import BuildResult, build_edition
from embeddings.editions.editions import Editions
from embeddings.errors import ModelError
from embeddings.index.embedding_inputs import make_embedding_inputs
from embeddings.models.encoder import Encoded
from embeddings.models.onnx_encoder import OnnxEncoder
from embeddings.retrieval.cross_encoder import CrossEncoderRescorer
from embeddings.retrieval.stages import STAGES
from tests.support.build_tools import means
from tests.support.small_text import small

PARAGRAPHS = "The crowd.\n\nThe soldier took the palace.\n\nA question of page one."
QUESTION = "Who took the palace?"
SMALL = small()


def make(directory: Path, tiny: Path, labels: int) -> Path:
    """Save a cross-encoder with random weights and the small model's tokenizer."""
    import torch
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    tokenizer = AutoTokenizer.from_pretrained(str(tiny))
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=128,
    )
    config.num_labels = labels
    identity = "torch.nn.modules.linear.Identity"  # as models for ranking have it
    config.sentence_transformers = {"activation_fn": identity}
    BertForSequenceClassification(config).save_pretrained(directory)
    tokenizer.save_pretrained(directory)
    return directory


@pytest.fixture(scope="module")
def cross(tmp_path_factory: pytest.TempPathFactory, tiny: Path) -> Path:
    """Return the folder of a small real cross-encoder."""
    return make(tmp_path_factory.mktemp("cross") / "one", tiny, 1)


@pytest.fixture
def editions(tmp_path: Path, tiny_exported: Path) -> Editions:
    """Return an index directory with only the small model in it."""
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "models").symlink_to(tiny_exported.parent)
    return Editions(tmp_path / "index")


def built(editions: Editions, encoder: OnnxEncoder, name: str | None) -> BuildResult:
    """Build a small text with a cross-encoder, or without one."""
    path = editions.directory.parent / "essay.txt"
    path.write_text(PARAGRAPHS, "utf-8")
    by = replace(means(encoder), cross_encoder=name, open_rescorer=CrossEncoderRescorer)
    return build_edition(Text.read(path, None), editions, by)


def nothing() -> Encoded:
    """Return what a cross-encoder has no need of."""
    none = np.empty(0, np.float32)
    return Encoded(none, none, np.empty(0, np.int32), np.empty(0, np.int32))


def test_scores_are_those_of_the_model_between_nothing_and_one(cross: Path) -> None:
    from sentence_transformers import CrossEncoder  # 5 s: collecting need not pay for it
    from torch.nn import Sigmoid

    chosen = [4, 0, 2]
    found = CrossEncoderRescorer(str(cross), SMALL).rescore(QUESTION, nothing(), np.array(chosen))
    texts = [unit.text for unit in make_embedding_inputs(SMALL)]
    model = CrossEncoder(str(cross), device="cpu", activation_fn=Sigmoid())
    expected = model.predict([(QUESTION, texts[number]) for number in chosen])
    np.testing.assert_allclose(found, expected, atol=1e-6)
    assert found.dtype == np.float32
    assert ((found > 0) & (found < 1)).all()


def test_no_candidates_have_no_scores(cross: Path) -> None:
    found = CrossEncoderRescorer(str(cross), SMALL).rescore(
        QUESTION, nothing(), np.empty(0, np.int64)
    )
    assert found.shape == (0,)


def test_a_build_and_its_answers_take_it_in_the_place_of_late_interaction(
    editions: Editions, tiny_encoder: OnnxEncoder, cross: Path
) -> None:
    assert built(editions, tiny_encoder, str(cross)).changed
    edition = editions.open()
    assert edition.info.search.cross_encoder == str(cross)
    answerer = open_answerer(editions.directory, None)
    retriever = answerer._retriever()
    assert isinstance(retriever.rescorer, CrossEncoderRescorer)
    assert answerer.answer(QUESTION).passages
    asked, every = retriever.encode_query(QUESTION), np.arange(3)
    own = CrossEncoderRescorer(str(cross), edition.concordance).rescore(
        asked.words, asked.encoded, every
    )
    late = retriever.late_interaction.rescore(asked.words, asked.encoded, every)
    [match] = [stage for stage in STAGES if stage.name == "match"]
    with_it = retriever.search(asked)
    retriever.rescorer = retriever.late_interaction
    without = retriever.search(asked)
    one, other = (found.scores[np.argsort(found.passages)] for found in (with_it, without))
    np.testing.assert_allclose(one - other, match.weight_alone * (own - late), atol=1e-3)


def test_without_one_late_interaction_stays(editions: Editions, tiny_encoder: OnnxEncoder) -> None:
    built(editions, tiny_encoder, None)
    retriever = open_answerer(editions.directory, None)._retriever()
    assert retriever.rescorer is retriever.late_interaction


def test_a_model_of_two_scores_is_refused_by_name_and_the_old_index_stays(
    editions: Editions, tiny_encoder: OnnxEncoder, tiny: Path, tmp_path: Path
) -> None:
    live = built(editions, tiny_encoder, None).path
    two = str(make(tmp_path / "two", tiny, 2))
    with pytest.raises(ModelError, match="it gives 2 scores for a pair") as caught:
        built(editions, tiny_encoder, two)
    assert caught.value.model == two
    assert editions.find_live_folder() == live


@pytest.mark.parametrize("name", ["no/such-model", "{folder}/gone", "{folder}"])
def test_a_folder_that_is_missing_or_empty_is_refused_by_name(tmp_path: Path, name: str) -> None:
    asked = name.format(folder=tmp_path)
    with pytest.raises(ModelError, match="cannot be loaded as a cross-encoder") as caught:
        CrossEncoderRescorer(asked, SMALL)
    assert caught.value.model == asked
    assert "\n" not in str(caught.value)


def test_one_that_is_gone_when_asked_is_refused_by_name(
    editions: Editions, tiny_encoder: OnnxEncoder, cross: Path, tmp_path: Path
) -> None:
    copied = shutil.copytree(cross, tmp_path / "cross")
    built(editions, tiny_encoder, str(copied))
    shutil.rmtree(copied)
    with pytest.raises(ModelError, match="cannot be loaded as a cross-encoder"):
        open_answerer(editions.directory, None).answer(QUESTION)


def test_damaged_weights_are_refused_by_name(cross: Path, tmp_path: Path) -> None:
    copied = shutil.copytree(cross, tmp_path / "cross")
    (copied / "model.safetensors").write_bytes(b"damaged")
    with pytest.raises(ModelError, match="cannot be loaded as a cross-encoder"):
        CrossEncoderRescorer(str(copied), SMALL)
