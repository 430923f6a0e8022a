"""A build embeds only what changed, and what was live stays live until the new is whole."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from embeddings.editions.build import build_edition
from embeddings.editions.build_tools import BuildTools
from embeddings.editions.errors import OtherDocumentError
from embeddings.editions.promotion_gate import PromotionTerms
from embeddings.errors import ModelError
from embeddings.files import atomic
from embeddings.index.embedding_inputs import make_embedding_inputs
from embeddings.models.encoder import Encoded, Encoder, Progress
from embeddings.models.onnx_encoder import OnnxEncoder
from embeddings.models.onnx_export import open_or_export
from tests.support.build_tools import silent
from tests.support.index_folders import Counting, Shelf
from tests.support.tiny_model import make_model

QUOTED = "“The crowd took the palace,” says the soldier (Deutscher, p. 282)."
LONG = "one two three the crowd and the soldier " * 12
PARAGRAPHS = (QUOTED, LONG, "A question of page one and of two.", "The answer.")
LESS = PromotionTerms(reason="it says less on purpose")


class Failing(OnnxEncoder):
    """The real encoder, until it embeds: then it fails."""

    def encode_all(self, texts: Sequence[str], progress: Progress) -> Iterator[Encoded]:
        """Fail when some of the work is done."""
        yield next(super().encode_all(texts, progress))
        raise ModelError(self.name, "ran out of memory", "buy some")


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Counting:
    """Return another small model, exported and opened."""
    directory = tmp_path_factory.mktemp("other")
    name = str(make_model(directory / "two", seed=1))
    exported = directory / "models" / open_or_export(name, directory / "models", ()).weights_sha256
    return Counting(name, exported)


def test_the_first_build_embeds_all_goes_live_and_answers(shelf: Shelf) -> None:
    built = shelf.build(shelf.text(*PARAGRAPHS))
    assert built.changed
    assert built.path == shelf.editions.find_live_folder()
    windows = [*shelf.encoder.windows(f"{LONG}")]
    assert len(windows) > 1
    assert built.counts["passages"] == len(PARAGRAPHS)
    assert built.counts["vectors"] == 3 + len(windows)
    assert built.embedded == len(shelf.encoder.embedded) == 2 * (3 + len(windows))
    assert [shelf.nearest(number) for number in range(4)] == [part.strip() for part in PARAGRAPHS]
    [citation] = shelf.editions.open().concordance.find_citations(((282, 282),))
    assert citation.printed == "(Deutscher, p. 282)"


def test_building_twice_changes_nothing_and_loads_no_model(shelf: Shelf) -> None:
    first = shelf.build(shelf.text(*PARAGRAPHS))
    before = shelf.state()

    def load(name: str, _models: Path, _texts: Sequence[str]) -> Encoder:
        pytest.fail(f"{name} was loaded")

    text = shelf.text(*PARAGRAPHS)
    second = build_edition(
        text, shelf.editions, BuildTools((shelf.encoder.name,), load, (), silent)
    )
    assert (second.changed, second.embedded) == (False, 0)
    assert (second.path, second.edition, second.counts) == (first.path, first.edition, first.counts)
    assert shelf.state() == before


def test_only_the_changed_paragraph_is_embedded_again(shelf: Shelf) -> None:
    first = shelf.build(shelf.text(*PARAGRAPHS))
    before = shelf.vectors()
    changed = "A question of page one. And of two. The answer."
    second = shelf.build(shelf.text(PARAGRAPHS[0], PARAGRAPHS[1], changed, PARAGRAPHS[3]))
    after = shelf.vectors()
    assert shelf.encoder.embedded == [changed, "A question of page one.", "And of two."]
    assert (second.changed, second.embedded) == (True, 3)
    assert second.path == shelf.editions.find_live_folder() != first.path
    assert len(after.keys() & before.keys()) == len(before) - 1
    assert {key: after[key] for key in after.keys() & before.keys()}.items() <= before.items()
    assert shelf.nearest(2) == changed


def test_vectors_are_reused_and_not_computed_alike(
    shelf: Shelf, other: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.build(shelf.text(*PARAGRAPHS))
    before, tokens = shelf.vectors(), shelf.index().tokens
    monkeypatch.setattr(other, "weights_sha256", shelf.encoder.weights_sha256)
    shelf.build(shelf.text(*PARAGRAPHS, "Some more of the same."), other)
    assert before.items() <= shelf.vectors().items()
    after = shelf.index().tokens.rows(0, tokens.count)
    np.testing.assert_array_equal(after, tokens.rows(0, tokens.count))


def test_a_build_over_another_is_the_same_to_the_byte_as_one_from_nothing(shelf: Shelf) -> None:
    said = (QUOTED, "The answer.", LONG, "The answer.", "The answer.")
    shelf.build(shelf.text(*PARAGRAPHS, *said))
    shelf.build(shelf.text(*said, *PARAGRAPHS[2:]), terms=LESS)
    over = shelf.index().files()
    shutil.rmtree(shelf.directory / "index")
    shelf.build(shelf.text(*said, *PARAGRAPHS[2:]))
    alone = shelf.index().files()
    assert over.keys() == alone.keys()
    assert [name for name in over if over[name] != alone[name]] == []


def test_a_paragraph_taken_away_needs_no_embedding(shelf: Shelf) -> None:
    shelf.build(shelf.text(*PARAGRAPHS))
    built = shelf.build(shelf.text(*PARAGRAPHS[:3]), terms=LESS)
    assert (built.changed, built.embedded, shelf.encoder.embedded) == (True, 0, [])
    assert shelf.nearest(2) == PARAGRAPHS[2]


def test_another_entry_of_the_manifest_is_a_new_edition_without_new_vectors(shelf: Shelf) -> None:
    text = shelf.text(*PARAGRAPHS)
    first = shelf.build(text)
    second = shelf.build(replace(text, entry_sha256="1" * 64))
    assert (second.changed, second.embedded, second.edition) == (True, 0, first.edition)
    assert second.path == shelf.editions.find_live_folder() != first.path


def test_another_document_is_refused_and_the_remedies_are_named(shelf: Shelf) -> None:
    shelf.build(shelf.text(*PARAGRAPHS))
    before = shelf.state()
    with pytest.raises(OtherDocumentError) as caught:
        shelf.build(shelf.text("Of another thing.", name="other"))
    assert (caught.value.live, caught.value.asked) == ("file essay", "file other")
    assert "--add" in str(caught.value)
    assert "--replace" in str(caught.value)
    assert shelf.state() == before


def test_another_document_goes_live_where_it_is_to_replace(shelf: Shelf) -> None:
    shelf.build(shelf.text(*PARAGRAPHS))
    built = shelf.build(shelf.text("Of another thing.", name="other"), in_its_place=True)
    assert built.path == shelf.editions.find_live_folder()
    assert shelf.editions.open().info.document == "other"
    assert shelf.nearest(0) == "Of another thing."


@pytest.mark.parametrize(
    "name", ["manifest.json", "concordance.json", "hashes.json", "vectors.faiss", "tokens.npy"]
)
def test_a_damaged_edition_is_built_anew_and_answers(shelf: Shelf, name: str) -> None:
    first = shelf.build(shelf.text(*PARAGRAPHS))
    (first.path / name).write_bytes(b"damaged")
    second = shelf.build(shelf.text(*PARAGRAPHS))
    assert (second.changed, second.embedded) == (True, first.embedded)
    assert second.path == shelf.editions.find_live_folder() != first.path
    assert shelf.nearest(0) == QUOTED


def test_a_pointer_to_nothing_is_mended_by_a_build(shelf: Shelf) -> None:
    shelf.build(shelf.text(*PARAGRAPHS))
    (shelf.directory / "index" / "current").write_text("gone-1", "utf-8")
    assert shelf.build(shelf.text(*PARAGRAPHS)).changed
    assert shelf.nearest(0) == QUOTED


def test_a_damaged_edition_of_another_document_is_not_replaced_unasked(shelf: Shelf) -> None:
    first = shelf.build(shelf.text(*PARAGRAPHS))
    (first.path / "vectors.faiss").write_bytes(b"damaged")
    with pytest.raises(OtherDocumentError):
        shelf.build(shelf.text("Of another thing.", name="other"))


def test_another_model_embeds_everything_again(shelf: Shelf, other: Counting) -> None:
    shelf.build(shelf.text(*PARAGRAPHS))
    before = shelf.vectors()
    shelf.encoder = other
    built = shelf.build(shelf.text(*PARAGRAPHS))
    after = shelf.vectors()
    assert built.embedded == len(shelf.encoder.embedded) > built.counts["vectors"]
    assert shelf.editions.open().info.weights_sha256 == shelf.encoder.weights_sha256
    assert after.keys() == before.keys()
    assert not set(after.values()) & set(before.values())
    assert shelf.nearest(0) == QUOTED


def test_a_model_that_moved_is_found_where_the_build_names_it(
    shelf: Shelf, tiny_exported: Path
) -> None:
    shelf.build(shelf.text(*PARAGRAPHS))
    moved = shelf.directory / "moved"
    shutil.copytree(shelf.encoder.name, moved)
    shelf.encoder = Counting(str(moved), tiny_exported)
    assert shelf.build(shelf.text(*PARAGRAPHS)).embedded == 0
    assert shelf.editions.open().info.model == str(moved)


def test_a_failing_model_leaves_the_old_edition_answering(
    shelf: Shelf, tiny_exported: Path
) -> None:
    shelf.build(shelf.text(*PARAGRAPHS))
    before = shelf.state()
    failing = Failing(shelf.encoder.name, tiny_exported)
    with pytest.raises(ModelError, match="ran out of memory"):
        shelf.build(shelf.text(*PARAGRAPHS, "And more."), failing)
    assert shelf.state() == before
    assert shelf.nearest(0) == QUOTED


def test_a_full_disk_leaves_the_old_edition_answering(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = shelf.build(shelf.text(*PARAGRAPHS))

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(atomic, "sync", full)
        with pytest.raises(OSError, match="No space left"):
            shelf.build(shelf.text(*PARAGRAPHS, "And more."))
    assert shelf.editions.find_live_folder() == first.path
    assert shelf.nearest(0) == QUOTED
    assert (
        shelf.build(shelf.text(*PARAGRAPHS, "And more.")).path == shelf.editions.find_live_folder()
    )


def test_a_text_without_citations_is_built_with_a_warning(shelf: Shelf) -> None:
    built = shelf.build(shelf.text("The soldier.", "The crowd and the palace."))
    assert any("no page citation" in warning for warning in built.warnings)
    assert shelf.nearest(1) == "The crowd and the palace."


def test_the_vectors_on_disk_are_those_of_the_model(shelf: Shelf) -> None:
    shelf.build(shelf.text(*PARAGRAPHS))
    index = shelf.index()
    every = [words for unit in make_embedding_inputs(index.concordance) for words in unit.own]
    read = [words[low:high] for words in every for low, high in shelf.encoder.windows(words)]
    assert len(read) > len(every)
    expected = [shelf.encoder.encode(words).vector for words in read]
    np.testing.assert_allclose(index.sentence_vectors.vectors(), expected, atol=1e-6)


def test_a_passage_longer_than_the_window_has_the_token_vectors_of_every_part(shelf: Shelf) -> None:
    shelf.build(shelf.text(LONG))
    windows = list(shelf.encoder.windows(LONG.strip()))
    assert len(windows) > 1
    parts = [shelf.encoder.encode(LONG[start:end]).tokens for start, end in windows]
    tokens = shelf.index().tokens
    np.testing.assert_allclose(tokens.rows(0, tokens.count), np.concatenate(parts), atol=1e-5)
