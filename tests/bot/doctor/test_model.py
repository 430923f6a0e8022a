"""The model: as the index was built with, or not there, or another one; and what mends it."""

import json
import shutil
from pathlib import Path

import pytest

from bot.doctor import model as module
from bot.doctor.model import check_model
from embeddings.editions.editions import Editions
from embeddings.models.onnx_encoder import WEIGHTS
from tests.support.cli_program import Program
from tests.support.doctor_environment import INDEX, found, one, place
from tests.support.two_models import TwoModels


def exported(home: Path) -> Path:
    """Return the folder of the model that lies exported."""
    (folder,) = (home / "data" / "index" / "models").iterdir()
    return folder


def test_a_model_that_encodes_as_the_index_was(home: Path, tiny: Path) -> None:
    assert home == Path.cwd()
    one(found(check_model), "good", f"{tiny} encodes a question")
    one(found(check_model, place(model=str(tiny))), "good", f"{tiny} encodes a question")


@pytest.mark.usefixtures("home")
def test_a_setting_that_names_another_model() -> None:
    lines = found(check_model, place(model="all-MiniLM-L6-v2"))
    one(lines, "bad", "but 'all-MiniLM-L6-v2' is asked for", "run `concordance build`")


@pytest.mark.usefixtures("bare")
def test_without_an_index_it_cannot_be_told() -> None:
    one(found(check_model), "doubtful", "cannot be told without an index", "see the line index")


@pytest.mark.parametrize("file", ["encoder.json", "model.onnx", "tokenizer.json", "weights.bin"])
def test_an_export_of_which_a_file_is_damaged(home: Path, file: str) -> None:
    (exported(home) / file).write_bytes(b"{}")
    one(
        found(check_model),
        "bad",
        "what was exported to data/index/models/",
        "run `concordance build`",
    )


def test_an_export_that_is_gone_is_made_by_a_build(
    home: Path, program: Program, tiny: Path
) -> None:
    shutil.rmtree(exported(home))
    one(found(check_model), "bad", "cannot be opened (", "run `concordance build`")
    assert program("build", "--model", tiny).status == 0
    one(found(check_model), "good", "encodes a question")


def test_an_export_of_another_model_in_its_place(home: Path) -> None:
    facts = exported(home) / "encoder.json"
    said = json.loads(facts.read_text("utf-8"))
    facts.write_text(json.dumps(said | {"weights_sha256": "0" * 64, "seal": ""}), "utf-8")
    one(found(check_model), "bad", "was built with weights_sha256", "run `concordance build`")


@pytest.mark.usefixtures("home")
def test_a_cross_encoder_needs_what_runs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    live = Editions(INDEX).open()
    scoring = live.info.search.model_copy(update={"cross_encoder": "scorer"})
    live.info = live.info.model_copy(update={"search": scoring})
    monkeypatch.setattr(Editions, "open", lambda *_, **__: live)
    encoded, scored = found(check_model)
    one([encoded], "good", "encodes a question")
    one([scored], "good", "scorer, the cross-encoder, can be loaded")
    monkeypatch.setattr(module, "_CROSS_ENCODER_PACKAGE", "not_installed_here")
    lines = found(check_model)[1:]
    one(lines, "bad", "the cross-encoder scorer needs", "pip install 'concordance[build]'")


@pytest.mark.usefixtures("both_models")
def test_both_models_of_an_index_are_tried(two_models: TwoModels) -> None:
    for of in (place(), place(model=two_models.names)):
        lines = found(check_model, of)
        assert [(line.state, line.text) for line in lines] == [
            ("good", f"{name} encodes a question") for name in two_models.names
        ]
    one(found(check_model, place(model=two_models.names[0])), "bad", "is asked for")
    (INDEX / "models" / two_models.hashes[1] / "weights.bin").write_bytes(b"")
    one(found(check_model), "bad", f"the model {two_models.names[1]}")


def test_large_weights_are_read_whole(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights = exported(home) / WEIGHTS
    monkeypatch.setattr("embeddings.models.onnx_encoder._MAX_HASHED_BYTES", 1000)
    assert found(check_model)[0].state == "good"
    with monkeypatch.context() as hasty:
        hasty.setattr("bot.doctor.environment._LONG_SHARE", 0)
        one(found(check_model), "doubtful", "could not be read whole", "--limit SECONDS")
    with weights.open("r+b") as file:
        file.write(b"\xff")
    one(found(check_model), "bad", f"{WEIGHTS} is not what was written", "run `concordance build`")
