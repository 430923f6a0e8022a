"""The exported model that an index asks with: the one that it was built with, or none."""

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.answers.opening import open_answerer, open_texts
from embeddings.concordance.concordance import Text
from embeddings.editions.build import BuildResult, build_edition
from embeddings.editions.build_tools import BuildTools
from embeddings.editions.editions import Editions
from embeddings.errors import (
    DamagedIndexError,
    EmbeddingsError,
    ExportError,
    ModelError,
    StaleIndexError,
)
from embeddings.models import onnx_export as exporting
from embeddings.models.encoder import Encoded, Progress
from embeddings.models.onnx_encoder import GRAPH, MANIFEST, TOKENIZER, WEIGHTS, OnnxEncoder
from embeddings.models.onnx_session import PACKED_GRAPH
from tests.support.build_tools import copy_model, silent
from tests.support.exported_models import add_proof_of_openvino

TEXT = "“The crowd took the palace,” says the soldier (Deutscher, p. 282).\n\nThe answer."


class Library:
    """An index of a small text, built as `concordance build` builds one."""

    def __init__(self, directory: Path, model: Path, exported: Path) -> None:
        self.text = directory / "essay.txt"
        self.means = BuildTools((str(model),), exporting.open_or_export, (), silent)
        self.editions = Editions(directory / "index")
        self.exported = self.editions.models / exported.name
        self.text.write_text(TEXT, "utf-8")
        copy_model(exported, self.exported)
        self.build()

    def build(self) -> BuildResult:
        """Build the text as it stands now."""
        return build_edition(Text.read(self.text, None), self.editions, self.means)

    def outcome(self, question: str) -> str:
        """Ask a question that needs a search."""
        return open_answerer(self.editions.directory, None).answer(question).outcome


@pytest.fixture
def library(tmp_path: Path, tiny: Path, tiny_exported: Path) -> Library:
    """Return an index of a small text with the small model in it."""
    return Library(tmp_path, tiny, tiny_exported)


def change(manifest: Path, **fields: object) -> None:
    """Change what a folder says of its model, as if it was written so."""
    said = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps({**said, **fields, "seal": ""}), "utf-8")


def halved(path: Path) -> None:
    """Leave half of a file."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


BREAKING: dict[str, Callable[[Path], object]] = {
    "no folder": shutil.rmtree,
    "no graph": lambda folder: (folder / GRAPH).unlink(),
    "half of the graph": lambda folder: halved(folder / GRAPH),
    "no weights": lambda folder: (folder / WEIGHTS).unlink(),
    "half of the weights": lambda folder: halved(folder / WEIGHTS),
    "no packed graph": lambda folder: (folder / PACKED_GRAPH).unlink(),
    "no tokenizer": lambda folder: (folder / TOKENIZER).unlink(),
    "no manifest": lambda folder: (folder / MANIFEST).unlink(),
    "a manifest of another format": lambda folder: change(folder / MANIFEST, format=99),
}


@pytest.mark.parametrize("name", BREAKING)
def test_a_model_that_is_not_whole_is_refused_by_name_and_a_build_exports_it_again(
    library: Library, name: str
) -> None:
    BREAKING[name](library.exported)
    with pytest.raises(ModelError, match="run `concordance build`") as caught:
        library.outcome("Who took the palace?")
    assert caught.value.model == library.means.models[0]
    assert "\n" not in str(caught.value)
    assert library.build().embedded == 0
    assert library.outcome("Who took the palace?") in ("answer", "nearest")


def test_an_index_of_a_version_with_openvino_answers_and_is_not_built_again(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = library.outcome("Who took the palace?")
    add_proof_of_openvino(library.exported)
    monkeypatch.setattr(exporting, "export", lambda *_: pytest.fail("it was exported"))
    assert library.outcome("Who took the palace?") == before
    assert not library.build().changed


def flip(path: Path) -> None:
    """Change the last bit of a file."""
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))


@pytest.mark.parametrize("part", ["edition", "model"])
def test_what_opening_does_not_read_is_proved_once_it_is_open(
    library: Library, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("editions.edition", "models.onnx_encoder"):
        monkeypatch.setattr(f"embeddings.{module}._MAX_HASHED_BYTES", 1000)
    texts = open_texts(library.editions.directory, None)
    assert not texts.prove(lambda: False)
    assert texts.prove(lambda: True)
    assert texts.prove(lambda: pytest.fail("it was read again"))
    file = library.exported / WEIGHTS
    if part == "edition":
        file = library.editions.open().path / "tokens.npy"
    flip(file)
    again = open_texts(library.editions.directory, None)
    with pytest.raises(DamagedIndexError, match=f"{file.name} is not what was written"):
        again.prove(lambda: True)
    assert library.build().changed
    assert open_texts(library.editions.directory, None).prove(lambda: True)


def test_a_page_is_looked_up_without_a_model(library: Library) -> None:
    shutil.rmtree(library.exported)
    assert library.outcome("page 282") == "page"


@pytest.mark.parametrize("fields", [{"weights_sha256": "0" * 64}, {"dimension": 17}])
def test_a_model_that_is_another_than_the_index_was_built_with_is_refused_by_the_field(
    library: Library, fields: dict[str, object]
) -> None:
    change(library.exported / MANIFEST, **fields)
    [(field, other)] = fields.items()
    with pytest.raises(StaleIndexError, match="run `concordance build`") as caught:
        library.outcome("Who took the palace?")
    assert (caught.value.field, caught.value.wanted) == (field, other)


def test_another_model_than_the_index_names_is_refused_before_a_question(library: Library) -> None:
    with pytest.raises(StaleIndexError) as caught:
        open_answerer(library.editions.directory, ("another",))
    assert (caught.value.field, caught.value.wanted) == ("model", "another")


def test_what_is_whole_is_not_exported_again(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "export", lambda *_: pytest.fail("it was exported"))
    library.text.write_text(f"{TEXT} And more.", "utf-8")
    assert library.build().changed


def test_an_export_that_does_not_prove_equal_stops_the_build_and_the_old_index_stays(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Astray(OnnxEncoder):
        """The exported model, whose vectors all point the other way."""

        def encode_all(self, texts: Sequence[str], progress: Progress) -> Iterator[Encoded]:
            for one in super().encode_all(texts, progress):
                yield replace(one, vector=np.negative(one.vector))

    live = library.editions.find_live_folder()
    library.text.write_text(f"{TEXT} And more.", "utf-8")
    shutil.rmtree(library.exported)
    monkeypatch.setattr(exporting, "OnnxEncoder", Astray)
    with pytest.raises(ExportError, match="gives other vectors than the model itself"):
        library.build()
    assert library.editions.find_live_folder() == live
    assert library.outcome("page 282") == "page"
    assert list(library.editions.models.iterdir()) == []


def test_a_folder_of_a_model_with_a_file_missing_is_refused_by_a_build(
    library: Library, tiny: Path, tmp_path: Path
) -> None:
    model = shutil.copytree(tiny, tmp_path / "model")
    (model / "modules.json").unlink()
    library.means = replace(library.means, models=(str(model),))
    live = library.editions.find_live_folder()
    with pytest.raises(EmbeddingsError, match=r"modules\.json is missing"):
        library.build()
    assert library.editions.find_live_folder() == live
