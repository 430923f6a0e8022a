"""The small text, built with the real model, as several tests ask it."""

from pathlib import Path

import pytest

from bot.answers.opening import open_answerer
from embeddings.answering.answerer import Answerer
from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Text
from embeddings.editions.build import build_edition
from embeddings.editions.editions import Editions
from embeddings.index.piece_weights import UNRELATED_QUESTIONS
from embeddings.models.onnx_encoder import OnnxEncoder
from embeddings.retrieval.calibration import Calibration
from embeddings.retrieval.retriever import Retriever
from tests.support.build_tools import means
from tests.support.index_folders import Counting, Shelf
from tests.support.shared_run import make_once
from tests.support.small_text import DIARY, ICE, LAMPS, YEAR, small

ANSWERED = ("When did the lamp go out?", "Who carried light up stairs?", "Who lit the lamp again?")
OTHERS = ("How does photosynthesis store energy in a leaf?", "How does a leaf store it?")


@pytest.fixture(scope="session")
def small_editions(run: Path, default_models: Path, default_encoder: OnnxEncoder) -> Editions:
    """Return an index of the small text, its word pieces weighed by some questions of ours."""

    def make(directory: Path) -> None:
        directory.mkdir()
        (directory / "models").symlink_to(default_models)
        text = Text(
            Path("small.txt"), small().document, KnownWorks((LAMPS, ICE, YEAR, DIARY), LAMPS)
        )
        others = UNRELATED_QUESTIONS.read_text("utf-8").splitlines()[::10]
        build_edition(text, Editions(directory), means(default_encoder, others))

    return Editions(make_once(run / "small", make))


@pytest.fixture(scope="session")
def small_answerer(small_editions: Editions) -> Answerer:
    """Return what answers from the small text, where its own questions are told from others.

    Which scores are enough for an answer is learned on long texts; this one is too short for it.
    """
    answerer = open_answerer(small_editions.directory, None)
    retriever = answerer._retriever()

    def best(question: str) -> float:
        return float(retriever.search(retriever.encode_query(question)).scores[0])

    halfway = (min(map(best, ANSWERED)) + max(map(best, OTHERS))) / 2
    retriever.calibration = Calibration(0.5, halfway)
    return answerer


@pytest.fixture(scope="session")
def small_retriever(small_answerer: Answerer) -> Retriever:
    """Return what searches the small text."""
    return small_answerer._retriever()


@pytest.fixture(scope="session")
def sample_editions(sample_index: Path) -> Editions:
    """Return the index directory of the sample essay."""
    return Editions(sample_index)


@pytest.fixture(scope="session")
def sample_answerer(sample_index: Path) -> Answerer:
    """Return what answers from the sample essay."""
    return open_answerer(sample_index, None)


@pytest.fixture
def shelf(tmp_path: Path, tiny: Path, tiny_exported: Path) -> Shelf:
    """Return an index directory with nothing but the small model in it, exported."""
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "models").symlink_to(tiny_exported.parent)
    return Shelf(tmp_path, Counting(str(tiny), tiny_exported))
