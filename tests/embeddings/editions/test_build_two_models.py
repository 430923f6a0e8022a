"""An edition of two models: built, built again, and asked with both."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.answers.opening import open_answerer
from embeddings.concordance.concordance import Text
from embeddings.editions.build import BuildResult, build_edition
from embeddings.editions.build_tools import BuildTools
from embeddings.editions.edition_manifest import MANIFEST_FILE, EditionInfo
from embeddings.editions.editions import Editions
from embeddings.editions.library import Library
from embeddings.editions.opening import make_answerers
from embeddings.errors import DamagedIndexError, ModelError, StaleIndexError
from embeddings.index.index import Index
from embeddings.models.encoder import Encoder
from embeddings.models.onnx_encoder import MANIFEST
from embeddings.models.query_cache import SharedEncoder
from tests.support.build_tools import copy_model, silent
from tests.support.index_folders import Counting
from tests.support.two_models import TwoModels

PARAGRAPHS = (
    "“The crowd took the palace,” says the soldier (Deutscher, p. 282).",
    "A question of page one and of two.",
    "The answer.",
)
OTHERS = ("Who bakes a pie?", "What is an atom?")


class Place:
    """An index of a small text, its models, and what was embedded for it last."""

    def __init__(self, directory: Path, models: TwoModels) -> None:
        self.directory, self.models = directory, models
        self.index = directory / "index"
        for sha256 in models.hashes:
            copy_model(models.models / sha256, self.index / "models" / sha256)
        self.opened: dict[str, Counting] = {}

    @property
    def editions(self) -> Editions:
        """The editions, opened afresh."""
        return Editions(self.index)

    def load(self, name: str, models: Path, _texts: Sequence[str]) -> Encoder:
        """Open an exported model, and note what it embeds."""
        sha256 = dict(zip(self.models.names, self.models.hashes, strict=True))[name]
        self.opened[name] = Counting(name, models / sha256)
        return self.opened[name]

    def build(self, *names: str, paragraphs: Sequence[str] = PARAGRAPHS) -> BuildResult:
        """Build a text with some models."""
        path = self.directory / "essay.txt"
        path.write_text("\n\n".join(paragraphs), "utf-8")
        self.opened.clear()
        tools = BuildTools(names, self.load, OTHERS, silent)
        return build_edition(Text.read(path, None), self.editions, tools)

    def live(self) -> tuple[EditionInfo, Index]:
        """Return the manifest and the index of what is live."""
        edition = self.editions.open()
        return edition.info, Index.load(edition.path, edition.concordance)


@pytest.fixture
def place(tmp_path: Path, two_models: TwoModels) -> Place:
    """Return an index that is empty but for two exported models."""
    return Place(tmp_path, two_models)


def test_the_manifest_names_both_models_and_both_answer(place: Place) -> None:
    built = place.build(*place.models.names)
    info, index = place.live()
    assert info.model_names == place.models.names
    assert tuple(model.weights_sha256 for model in info.models) == place.models.hashes
    assert [model.dimension for model in info.models] == [16, 24]
    assert index.second is not None
    assert built.embedded == sum(len(model.embedded) for model in place.opened.values())
    answerer = open_answerer(place.index, place.models.names)
    assert answerer.answer("Who took the palace?").outcome in ("answer", "nearest")
    retriever = answerer._retriever()
    query = retriever.encode_query("Who took the palace?")
    assert query.second is not None
    assert retriever.second_interaction is not None
    scores = retriever.second_interaction.rescore(query.words, query.second, np.arange(3))
    assert scores.argmax() == 0


def test_an_index_of_one_model_is_asked_with_one(place: Place) -> None:
    place.build(place.models.names[0])
    info, index = place.live()
    assert (info.second, index.second) == (None, None)
    retriever = open_answerer(place.index, place.models.names[:1])._retriever()
    assert retriever.second_interaction is None
    assert retriever.encode_query("Who took the palace?").second is None


def test_building_twice_opens_no_model_unless_an_export_is_damaged(place: Place) -> None:
    first = place.build(*place.models.names)
    assert not place.build(*place.models.names).changed
    assert not place.opened
    (place.index / "models" / place.models.hashes[1] / MANIFEST).unlink()
    with pytest.raises(ModelError, match="run `concordance build`"):
        place.build(*place.models.names)  # it would be exported, where it is only opened here
    assert place.editions.find_live_folder() == first.path


def test_a_second_model_more_or_less_is_a_new_edition_without_new_vectors_of_the_first(
    place: Place,
) -> None:
    first, second = place.models.names
    place.build(first)
    assert place.build(first, second).changed
    assert not place.opened[first].embedded
    assert len(place.opened[second].embedded) == len(PARAGRAPHS)
    assert place.build(first).changed
    info, index = place.live()
    assert (info.second, index.second) == (None, None)
    assert not place.opened[first].embedded


def test_only_the_changed_paragraph_is_embedded_again_by_both(place: Place) -> None:
    first, second = place.models.names
    place.build(first, second)
    place.build(first, second, paragraphs=(*PARAGRAPHS, "Three soldiers."))
    assert place.opened[first].embedded == ["Three soldiers.", "Three soldiers."]
    assert place.opened[second].embedded == ["Three soldiers."]


def test_the_order_of_the_models_matters(place: Place) -> None:
    first, second = place.models.names
    place.build(first, second)
    place.build(second, first)
    info, index = place.live()
    assert info.model_names == (second, first)
    assert index.second is not None
    assert (index.tokens.hidden, index.second.tokens.hidden) == (24, 16)


def test_a_manifest_of_before_is_read_as_it_was_sealed(place: Place) -> None:
    place.build(place.models.names[0])
    path = place.editions.open().path / MANIFEST_FILE
    fields = json.loads(path.read_bytes())
    assert fields.pop("second") is None
    path.write_text(json.dumps(fields, indent=2), "utf-8")
    assert place.editions.open().info.model_names == place.models.names[:1]


def test_a_manifest_that_hides_its_second_model_is_damaged(place: Place) -> None:
    place.build(*place.models.names)
    path = place.editions.open().path / MANIFEST_FILE
    fields = json.loads(path.read_bytes())
    path.write_text(json.dumps({**fields, "second": None}), "utf-8")
    with pytest.raises(DamagedIndexError, match="is not what was written"):
        place.editions.open()
    assert place.editions.read_live_info() is None


@pytest.mark.parametrize("name", ["starts", "means", "weights", "tokens"])
def test_a_damaged_file_of_the_second_model_is_refused_and_built_anew(
    place: Place, name: str
) -> None:
    first = place.build(*place.models.names)
    (first.path / f"second-{name}.npy").write_bytes(b"damaged")
    with pytest.raises(DamagedIndexError, match=rf"second-{name}\.npy is not what was written"):
        place.editions.open()
    assert place.build(*place.models.names).embedded == first.embedded
    assert place.editions.open().info.model_names == place.models.names


@pytest.mark.parametrize("fields", [{"weights_sha256": "0" * 64}, {"dimension": 17}])
def test_a_second_model_that_is_another_than_the_index_was_built_with_is_refused(
    place: Place, fields: dict[str, object]
) -> None:
    place.build(*place.models.names)
    manifest = place.index / "models" / place.models.hashes[1] / MANIFEST
    changed = {**json.loads(manifest.read_bytes()), **fields, "seal": ""}
    manifest.write_text(json.dumps(changed), "utf-8")
    with pytest.raises(StaleIndexError, match="run `concordance build`") as caught:
        open_answerer(place.index, None).answer("Who took the palace?")
    assert {caught.value.field: caught.value.wanted} == fields


def test_other_models_than_the_index_names_are_refused_before_a_question(place: Place) -> None:
    place.build(*place.models.names)
    for names in (place.models.names[:1], place.models.names[::-1], ("another",)):
        with pytest.raises(StaleIndexError, match="is asked for"):
            open_answerer(place.index, names)


def test_several_texts_open_each_model_once(place: Place) -> None:
    place.build(*place.models.names)
    edition = place.editions.open()
    two = make_answerers([edition, edition], place.editions.models)
    pairs = [answerer._retriever().encoders for answerer in two]
    assert pairs[0].first is pairs[1].first
    assert pairs[0].second is pairs[1].second
    assert isinstance(pairs[0].second, SharedEncoder)


def test_the_models_of_an_index_are_told_from_what_is_live(place: Place) -> None:
    library = Library(place.index)
    assert library.find_model_names(place.editions) is None
    place.build(*place.models.names)
    assert library.find_model_names(place.editions) == place.models.names
    added = Editions(place.index / "documents" / "another", place.index)
    assert library.find_model_names(added) == place.models.names
    shutil.rmtree(place.editions.open().path)
    assert library.find_model_names(place.editions) is None


def test_a_model_under_another_name_is_named_anew_and_embeds_nothing(place: Place) -> None:
    first, second = place.models.names
    place.build(first, second)
    moved = place.directory / "moved"
    shutil.copytree(second, moved)
    place.models = replace(place.models, second=moved)
    assert place.build(first, str(moved)).embedded == 0
    assert place.live()[0].model_names == (first, str(moved))
