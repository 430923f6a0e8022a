"""What the tests share: the essay where it is at hand, a small text, a small model."""

import os
from pathlib import Path

import pytest

from bot.__main__ import run as main
from embeddings.concordance.concordance import Concordance, Text
from embeddings.manifest.manifest import Manifest
from embeddings.models.encoder import hash_weights
from embeddings.models.onnx_encoder import OnnxEncoder
from embeddings.models.onnx_export import open_or_export
from embeddings.models.packages import DEFAULT, DEFAULT_SHA256
from tests.support.build_tools import copy_model
from tests.support.examples import register_profiles
from tests.support.shared_run import make_once, run_folder
from tests.support.tiny_model import make_model
from tests.support.two_models import TwoModels

os.environ["HF_HUB_OFFLINE"] = "1"

register_profiles()

pytest_plugins = ["tests.support.bot_fixtures"]

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
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that the workers of this run share."""
    return run_folder(tmp_path_factory)


@pytest.fixture(scope="session")
def default_models(run: Path) -> Path:
    """Return a folder with the default model exported, to stand as `models` in an index."""
    return make_once(run / "default-models", lambda models: open_or_export(DEFAULT, models, ()))


@pytest.fixture(scope="session")
def default_encoder(default_models: Path) -> OnnxEncoder:
    """Return the default model, opened."""
    return OnnxEncoder(DEFAULT, default_models / DEFAULT_SHA256)


@pytest.fixture(scope="session")
def sample_index(run: Path, default_models: Path) -> Path:
    """Return the index of the sample essay, built with the real model; not to be changed."""
    sample = ROOT / "data" / "sample" / "essay.txt"
    return make_once(run / "sample", lambda index: _build(index, sample, default_models))


@pytest.fixture(scope="session")
def essay_index(run: Path, default_models: Path) -> Path:
    """Return the index of the essay, built with the real model; not to be changed."""
    text = shared("essay/essay.txt")
    return make_once(run / "essay", lambda index: _build(index, text, default_models))


def _build(index: Path, text: Path, models: Path) -> None:
    index.mkdir()
    (index / "models").symlink_to(models)
    options = ["--library", str(ROOT / "data" / "library.toml"), "--index", str(index)]
    options += ["--model", DEFAULT]  # whether or not a second one is installed
    assert main(["build", str(text), *options]) == 0


@pytest.fixture(scope="session")
def tiny(run: Path) -> Path:
    """Return the folder of a small real model."""
    return make_once(run / "tiny", make_model) / "model"


@pytest.fixture(scope="session")
def tiny_models(run: Path, tiny: Path) -> Path:
    """Return a folder with the small model exported, to stand as `models` in an index."""
    return make_once(run / "tiny-models", lambda models: open_or_export(str(tiny), models, ()))


@pytest.fixture(scope="session")
def tiny_exported(tiny: Path, tiny_models: Path) -> Path:
    """Return the folder of the small model as it was exported; not to be changed."""
    return tiny_models / hash_weights(str(tiny))


@pytest.fixture(scope="session")
def tiny_encoder(tiny: Path, tiny_exported: Path) -> OnnxEncoder:
    """Return the small model, opened."""
    return OnnxEncoder(str(tiny), tiny_exported)


@pytest.fixture(scope="session")
def two_models(run: Path, tiny: Path, tiny_exported: Path) -> TwoModels:
    """Return the small model and another beside it, both exported; not to be changed."""

    def make(folder: Path) -> None:
        larger = make_model(folder / "larger", seed=3, hidden=24)
        (folder / "models").mkdir()
        copy_model(tiny_exported, folder / "models" / tiny_exported.name)
        open_or_export(str(larger), folder / "models", ())

    folder = make_once(run / "two-models", make)
    larger = folder / "larger" / "model"
    hashes = tiny_exported.name, hash_weights(str(larger))
    return TwoModels(tiny, larger, folder / "models", hashes)


@pytest.fixture(scope="session")
def browser() -> Path:
    """Return a browser, which is installed first where that is possible; skip without one."""
    from tests.standin.browser import NoBrowserError, chromium

    try:
        return chromium()
    except NoBrowserError as missing:
        pytest.skip(missing.reason)


HEAVY = {"default_models", "tiny", "server", "discord", "own", "live"}
"""Fixtures that take a second or more; a test that needs one is no part of `make test-fast`."""

SLOW = {"browser"}
"""Fixtures that take so long that a test that needs one is a part of `make test-all` alone."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests by what they need."""
    for item in items:
        given = item.callspec.params if hasattr(item, "callspec") else {}
        needed = set(getattr(item, "fixturenames", ())) - set(given)
        if needed & HEAVY or given.get("kind") == "postgresql":
            item.add_marker("heavy")
        if needed & SLOW:
            item.add_marker("slow")
