"""What the tests share: the essay where it is at hand, a small text, a small model."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bot.__main__ import run
from embeddings.concordance import Concordance, Text
from embeddings.encoder import DEFAULT, DEFAULT_SHA256, weights_sha256
from embeddings.export import opened
from embeddings.manifest import Manifest
from embeddings.onnx import OnnxEncoder
from embeddings.runtimes import OnnxRuntime
from tests.tiny import make_model

os.environ["HF_HUB_OFFLINE"] = "1"

# A busy machine is no reason to fail: no test is timed.
settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
ESSAY = SHARED / "essay" / "essay.txt"


def shared(name: str) -> Path:
    """Return a file of the shared folder, or skip the test that needs it."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"needs {path.relative_to(ROOT.parent)}, which is not ours to publish")
    return path


@pytest.fixture(scope="session")
def library() -> Manifest:
    """Return the project's own manifest."""
    return Manifest.load(ROOT / "data" / "library.toml")


@pytest.fixture(scope="session")
def essay(library: Manifest) -> Text:
    """Return the essay as it is read."""
    return Text.read(shared("essay/essay.txt"), library)


@pytest.fixture(scope="session")
def essay_concordance(essay: Text) -> Concordance:
    """Return the concordance of the essay."""
    return essay.concordance()


@pytest.fixture(scope="session")
def default_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the default model exported, to stand as `models` in an index."""
    models = tmp_path_factory.mktemp("exported") / "models"
    opened(DEFAULT, models, ())
    return models


@pytest.fixture(scope="session")
def default_encoder(default_models: Path) -> OnnxEncoder:
    """Return the default model, opened."""
    return OnnxEncoder(DEFAULT, default_models / DEFAULT_SHA256, OnnxRuntime)


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory, default_models: Path) -> Path:
    """Return the index of the sample essay, built with the real model."""
    index = tmp_path_factory.mktemp("sample") / "index"
    index.mkdir()
    (index / "models").symlink_to(default_models)
    sample, library = ROOT / "data" / "sample" / "essay.txt", ROOT / "data" / "library.toml"
    assert run(["build", str(sample), "--library", str(library), "--index", str(index)]) == 0
    return index


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a small real model."""
    return make_model(tmp_path_factory.mktemp("tiny") / "one")


@pytest.fixture(scope="session")
def tiny_models(tmp_path_factory: pytest.TempPathFactory, tiny: Path) -> Path:
    """Return a folder with the small model exported, to stand as `models` in an index."""
    models = tmp_path_factory.mktemp("exported") / "models"
    opened(str(tiny), models, ())
    return models


@pytest.fixture(scope="session")
def tiny_exported(tiny: Path, tiny_models: Path) -> Path:
    """Return the folder of the small model as it was exported; not to be changed."""
    return tiny_models / weights_sha256(str(tiny))


@pytest.fixture(scope="session")
def tiny_encoder(tiny: Path, tiny_exported: Path) -> OnnxEncoder:
    """Return the small model, opened."""
    return OnnxEncoder(str(tiny), tiny_exported, OnnxRuntime)
