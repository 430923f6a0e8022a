"""A model that is damaged or another one is refused by name, and what answers stays."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from embeddings.errors import MIN_COSINE
from embeddings.models import onnx_export as exporting
from embeddings.models.encoder import hash_weights
from embeddings.models.onnx_encoder import GRAPH, MANIFEST, TOKENIZER, WEIGHTS
from embeddings.models.onnx_export import export
from embeddings.models.onnx_session import PACKED_GRAPH
from embeddings.models.onnx_tracing import write_graph
from tests.support.cli_program import Ended, Program, process
from tests.support.tiny_model import make_model

QUESTION = "Who kept the lamp lit for the harbour?"
NEEDED = ("config.json", "modules.json", "model.safetensors", "tokenizer.json")


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a small model with other weights."""
    return make_model(tmp_path_factory.mktemp("other") / "two", seed=1)


@pytest.fixture
def exported(home: Path, tiny: Path) -> Path:
    """Return the folder of the exported model that the index is asked with."""
    return home / "data" / "index" / "models" / hash_weights(str(tiny))


@pytest.fixture
def before(program: Program) -> Ended:
    """Return what is answered before anything is broken."""
    ended = program("ask", QUESTION, "--json")
    assert ended.rows[0]["passages"]
    return ended


def same(ended: Ended, before: Ended) -> bool:
    """Say whether an answer is the same, but for the time that it took."""
    (one,), (two,) = ended.rows, before.rows
    return {**one, "elapsed_ms": 0} == {**two, "elapsed_ms": 0}


@pytest.mark.parametrize("name", NEEDED)
def test_a_model_folder_without_a_file_is_refused_by_name_and_the_old_index_answers(
    program: Program, before: Ended, other: Path, tmp_path: Path, name: str
) -> None:
    broken = shutil.copytree(other, tmp_path / "broken")
    for file in [path for path in broken.rglob(name) if path.parent == broken]:
        file.unlink()
    refusal = program("build", "--model", broken).refusal
    assert f"the model {broken}: {name} is missing in {broken}" in refusal
    assert same(program("ask", QUESTION, "--json"), before)


@pytest.mark.parametrize("name", [GRAPH, PACKED_GRAPH, WEIGHTS, TOKENIZER, MANIFEST])
def test_an_exported_model_without_a_file_is_refused_and_built_again(
    program: Program, before: Ended, tiny: Path, exported: Path, name: str
) -> None:
    (exported / name).unlink()
    refusal = program("ask", QUESTION).refusal
    assert refusal.startswith(f"concordance: the model {tiny}: ")
    assert name in refusal
    assert refusal.endswith("; run `concordance build`\n")
    assert program("page", "12").status == 0
    assert program("build", "--model", tiny).status == 0
    assert same(program("ask", QUESTION, "--json"), before)


def test_the_bot_does_not_start_with_an_exported_model_without_a_file(
    home: Path, exported: Path
) -> None:
    (exported / WEIGHTS).unlink()
    refusal = process(home, "run", more={"CONCORDANCE_TOKEN": "abc.def.ghi"}).refusal
    assert WEIGHTS in refusal


def test_an_exported_model_with_other_weights_than_the_indexs_is_refused_and_built_again(
    program: Program, before: Ended, tiny: Path, other: Path, exported: Path
) -> None:
    shutil.rmtree(exported)
    export(str(other), exported)
    refusal = program("ask", QUESTION).refusal
    assert f"built with weights_sha256 {exported.name!r}" in refusal
    assert f"but {hash_weights(str(other))!r} is asked for" in refusal
    assert program("build", "--model", tiny).status == 0
    assert same(program("ask", QUESTION, "--json"), before)


def test_an_exported_model_of_another_dimension_than_the_indexs_is_refused(
    program: Program, exported: Path
) -> None:
    manifest = json.loads((exported / MANIFEST).read_text("utf-8"))
    (exported / MANIFEST).write_text(json.dumps({**manifest, "dimension": 24, "seal": ""}), "utf-8")
    refusal = program("ask", QUESTION).refusal
    assert "the index was built with dimension 16, but 24 is asked for" in refusal


@pytest.fixture(params=[0.5, np.nan], ids=["other vectors", "no numbers"])
def _falsified(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the exporter write something else than the model's weights."""

    def falsified(model: Any, inputs: Any, graph: Path, name: str) -> None:
        write_graph(model, inputs, graph, name)
        weights = np.fromfile(graph.with_name(name), dtype=np.float32)
        weights[::7] += request.param
        weights.tofile(graph.with_name(name))

    monkeypatch.setattr(exporting, "write_graph", falsified)


@pytest.mark.usefixtures("_falsified")
def test_an_export_that_does_not_verify_stops_the_build_and_the_old_index_answers(
    program: Program, before: Ended, other: Path, exported: Path
) -> None:
    refusal = program("build", "--model", other).refusal
    assert f"the model {other}: its exported graph gives other vectors" in refusal
    assert f"at least {MIN_COSINE} is needed" in refusal
    assert [path.name for path in exported.parent.iterdir()] == [exported.name]
    assert same(program("ask", QUESTION, "--json"), before)


def test_a_cross_encoder_that_is_not_there_is_refused_by_name_and_the_old_index_answers(
    program: Program, before: Ended, tiny: Path
) -> None:
    refusal = program("build", "--model", tiny, "--cross-encoder", "no/such/model").refusal
    assert "the model no/such/model: cannot be loaded as a cross-encoder" in refusal
    assert same(program("ask", QUESTION, "--json"), before)
