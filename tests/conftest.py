"""What the tests share: the essay where it is at hand, a small text, a small model."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bot.__main__ import run
from embeddings.concordance import Concordance, Text
from embeddings.manifest import Manifest
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
def sample_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the index of the sample essay, built with the real model."""
    index = tmp_path_factory.mktemp("sample") / "index"
    sample, library = ROOT / "data" / "sample" / "essay.txt", ROOT / "data" / "library.toml"
    assert run(["build", str(sample), "--library", str(library), "--index", str(index)]) == 0
    return index


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a small real model."""
    return make_model(tmp_path_factory.mktemp("tiny") / "one")
