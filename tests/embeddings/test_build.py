"""A build embeds only what changed, and what was live stays live until the new is whole."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from embeddings import disk
from embeddings.build import Built, Lazy, build
from embeddings.concordance import Text, texts_of
from embeddings.editions import Editions
from embeddings.encoder import Encoder, Progress, SentenceEncoder, Vectors
from embeddings.errors import ModelError, OtherDocumentError
from embeddings.index import Index
from tests.tiny import make_model

QUOTED = "“The crowd took the palace,” says the soldier (Deutscher, p. 282)."
LONG = "one two three the crowd and the soldier " * 12
PARAGRAPHS = (QUOTED, LONG, "A question of page one and of two.", "The answer.")


class Counting(SentenceEncoder):
    """The real encoder, which also notes what it embeds."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.embedded: list[str] = []

    def encode_passages(self, texts: Sequence[str], progress: Progress) -> Vectors:
        """Embed texts and note them."""
        self.embedded += texts
        return super().encode_passages(texts, progress)


class Failing(SentenceEncoder):
    """The real encoder, until it embeds: then it fails."""

    def encode_passages(self, texts: Sequence[str], progress: Progress) -> Vectors:
        """Fail when some of the work is done."""
        progress(1, len(texts))
        raise ModelError(self.name, "ran out of memory", "buy some")


@dataclass
class Shelf:
    """An index directory, a place for texts, and a model."""

    directory: Path
    encoder: Counting

    @property
    def editions(self) -> Editions:
        """The index directory, opened afresh."""
        return Editions(self.directory / "index")

    def text(self, *paragraphs: str, name: str = "essay") -> Text:
        """Write a text and read it."""
        path = self.directory / f"{name}.txt"
        path.write_text("\n\n".join(paragraphs), "utf-8")
        return Text.read(path, None)

    def build(
        self, text: Text, encoder: Encoder | None = None, *, in_its_place: bool = False
    ) -> Built:
        """Build a text; what is noted as embedded is what this build embedded."""
        self.encoder.embedded.clear()
        model = encoder or self.encoder
        lazy = Lazy(model.name, lambda _name: model)
        return build(text, self.editions, lazy, lambda _done, _total: None, in_its_place)

    def vectors(self) -> dict[str, bytes]:
        """Return the vectors of the live edition by the hashes of their texts."""
        edition = self.editions.open()
        found = Index.load(edition.path, edition.concordance).vectors_by_text()
        return {sha256: vector.tobytes() for sha256, vector in found.items()}

    def nearest(self, passage: int) -> str:
        """Return the passage that the live edition finds for the words of one of its own."""
        edition = self.editions.open()
        words = list(texts_of(edition.concordance))[passage]
        query = self.encoder.encode_query(next(self.encoder.windows(words)))
        index = Index.load(edition.path, edition.concordance)
        return index.nearest(query, 1)[0].passage.text

    def state(self) -> dict[str, bytes]:
        """Return every file of the index."""
        root = self.directory / "index"
        return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


@pytest.fixture
def shelf(tmp_path: Path, tiny: Path) -> Shelf:
    """Return an empty index directory and the small model."""
    return Shelf(tmp_path, Counting(str(tiny)))


def test_the_first_build_embeds_all_goes_live_and_answers(shelf: Shelf) -> None:
    built = shelf.build(shelf.text(*PARAGRAPHS))
    assert built.changed
    assert built.path == shelf.editions.live()
    assert built.embedded == len(shelf.encoder.embedded) == built.counts["vectors"]
    assert built.counts["vectors"] > built.counts["passages"] == len(PARAGRAPHS)
    assert [shelf.nearest(number) for number in range(4)] == [part.strip() for part in PARAGRAPHS]
    [citation] = shelf.editions.open().concordance.citing(((282, 282),))
    assert citation.printed == "(Deutscher, p. 282)"


def test_building_twice_changes_nothing_and_loads_no_model(shelf: Shelf) -> None:
    first = shelf.build(shelf.text(*PARAGRAPHS))
    before = shelf.state()

    def load(name: str) -> Encoder:
        pytest.fail(f"{name} was loaded")

    lazy = Lazy(shelf.encoder.name, load)
    text = shelf.text(*PARAGRAPHS)
    second = build(text, shelf.editions, lazy, lambda _done, _total: None)
    assert (second.changed, second.embedded) == (False, 0)
    assert (second.path, second.edition, second.counts) == (first.path, first.edition, first.counts)
    assert shelf.state() == before


def test_only_the_changed_paragraph_is_embedded_again(shelf: Shelf) -> None:
    first = shelf.build(shelf.text(*PARAGRAPHS))
    before = shelf.vectors()
    changed = "A question of page one, of two and of three."
    second = shelf.build(shelf.text(PARAGRAPHS[0], PARAGRAPHS[1], changed, PARAGRAPHS[3]))
    after = shelf.vectors()
    assert shelf.encoder.embedded == [changed]
    assert (second.changed, second.embedded) == (True, 1)
    assert second.path == shelf.editions.live() != first.path
    assert len(after.keys() & before.keys()) == len(before) - 1
    assert {key: after[key] for key in after.keys() & before.keys()}.items() <= before.items()
    assert shelf.nearest(2) == changed


def test_vectors_are_reused_and_not_computed_alike(shelf: Shelf) -> None:
    shelf.build(shelf.text(*PARAGRAPHS))
    before = shelf.vectors()
    other = make_model(shelf.directory / "other", seed=1)
    encoder = SentenceEncoder(str(other))
    encoder.weights_sha256 = shelf.encoder.weights_sha256
    shelf.build(shelf.text(*PARAGRAPHS, "Some more of the same."), encoder)
    assert before.items() <= shelf.vectors().items()


def test_a_paragraph_taken_away_needs_no_embedding(shelf: Shelf) -> None:
    shelf.build(shelf.text(*PARAGRAPHS))
    built = shelf.build(shelf.text(*PARAGRAPHS[:3]))
    assert (built.changed, built.embedded, shelf.encoder.embedded) == (True, 0, [])
    assert shelf.nearest(2) == PARAGRAPHS[2]


def test_another_entry_of_the_manifest_is_a_new_edition_without_new_vectors(shelf: Shelf) -> None:
    text = shelf.text(*PARAGRAPHS)
    first = shelf.build(text)
    second = shelf.build(replace(text, entry_sha256="1" * 64))
    assert (second.changed, second.embedded, second.edition) == (True, 0, first.edition)
    assert second.path == shelf.editions.live() != first.path


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
    assert built.path == shelf.editions.live()
    assert shelf.editions.open().info.document == "other"
    assert shelf.nearest(0) == "Of another thing."


@pytest.mark.parametrize("name", ["manifest.json", "concordance.json", "rows.txt", "vectors.faiss"])
def test_a_damaged_edition_is_built_anew_and_answers(shelf: Shelf, name: str) -> None:
    first = shelf.build(shelf.text(*PARAGRAPHS))
    (first.path / name).write_bytes(b"damaged")
    second = shelf.build(shelf.text(*PARAGRAPHS))
    assert (second.changed, second.embedded) == (True, second.counts["vectors"])
    assert second.path == shelf.editions.live() != first.path
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


def test_another_model_embeds_everything_again(shelf: Shelf) -> None:
    shelf.build(shelf.text(*PARAGRAPHS))
    before = shelf.vectors()
    shelf.encoder = Counting(str(make_model(shelf.directory / "other", seed=1)))
    built = shelf.build(shelf.text(*PARAGRAPHS))
    after = shelf.vectors()
    assert built.embedded == len(shelf.encoder.embedded) == built.counts["vectors"]
    assert shelf.editions.open().info.weights_sha256 == shelf.encoder.weights_sha256
    assert after.keys() == before.keys()
    assert not set(after.values()) & set(before.values())
    assert shelf.nearest(0) == QUOTED


def test_a_model_that_moved_is_found_where_the_build_names_it(shelf: Shelf) -> None:
    shelf.build(shelf.text(*PARAGRAPHS))
    moved = shelf.directory / "moved"
    shutil.copytree(shelf.encoder.name, moved)
    shelf.encoder = Counting(str(moved))
    assert shelf.build(shelf.text(*PARAGRAPHS)).embedded == 0
    assert shelf.editions.open().info.model == str(moved)


def test_a_failing_model_leaves_the_old_edition_answering(shelf: Shelf) -> None:
    shelf.build(shelf.text(*PARAGRAPHS))
    before = shelf.state()
    with pytest.raises(ModelError, match="ran out of memory"):
        shelf.build(shelf.text(*PARAGRAPHS, "And more."), Failing(shelf.encoder.name))
    assert shelf.state() == before
    assert shelf.nearest(0) == QUOTED


def test_a_full_disk_leaves_the_old_edition_answering(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = shelf.build(shelf.text(*PARAGRAPHS))

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(disk, "sync", full)
        with pytest.raises(OSError, match="No space left"):
            shelf.build(shelf.text(*PARAGRAPHS, "And more."))
    assert shelf.editions.live() == first.path
    assert shelf.nearest(0) == QUOTED
    assert shelf.build(shelf.text(*PARAGRAPHS, "And more.")).path == shelf.editions.live()


def test_a_text_without_citations_is_built_with_a_warning(shelf: Shelf) -> None:
    built = shelf.build(shelf.text("The soldier.", "The crowd and the palace."))
    assert any("no page citation" in warning for warning in built.warnings)
    assert shelf.nearest(1) == "The crowd and the palace."


def test_the_vectors_on_disk_are_those_of_the_model(shelf: Shelf) -> None:
    shelf.build(shelf.text(*PARAGRAPHS))
    edition = shelf.editions.open()
    made = [list(shelf.encoder.windows(words)) for words in texts_of(edition.concordance)]
    parts = [part for windows in made for part in windows]
    expected = shelf.encoder.encode_passages(parts, lambda _done, _total: None)
    found = np.frombuffer(b"".join(shelf.vectors().values()), dtype=np.float32)
    np.testing.assert_allclose(found.reshape(-1, shelf.encoder.dimension), expected, atol=1e-6)
