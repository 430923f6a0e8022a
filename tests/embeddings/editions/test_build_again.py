"""What makes a second build a new edition, another text, or nothing new."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from embeddings.concordance.concordance import Text
from embeddings.editions.build import BuildResult, build_edition
from embeddings.editions.build_tools import BuildTools
from embeddings.editions.editions import Editions
from embeddings.editions.errors import OtherDocumentError
from embeddings.files.arrays import IntArray
from embeddings.index.index import Index
from embeddings.manifest.manifest import Manifest
from embeddings.models.encoder import Encoded, Encoder, Vectors
from embeddings.models.onnx_encoder import OnnxEncoder
from tests.support.build_tools import means

ENTRY = 'format = 1\n[documents.essay]\ntitle = "T"\nopening = "It froze"\n'


@dataclass
class Twice:
    """A text that is built again and again, and the manifest that describes it."""

    directory: Path
    encoder: Encoder
    entry: str | None = None
    means: BuildTools | None = None

    @property
    def editions(self) -> Editions:
        """The index directory."""
        (self.directory / "index").mkdir(exist_ok=True)
        return Editions(self.directory / "index")

    def build(self, words: str) -> BuildResult:
        """Write the text and build it."""
        path = self.directory / "essay.txt"
        path.write_text(words, "utf-8")
        manifest = Manifest(self.directory / "library.toml", self.entry) if self.entry else None
        return build_edition(
            Text.read(path, manifest), self.editions, self.means or means(self.encoder)
        )

    def again(self, words: str) -> tuple[bool, int]:
        """Build the text, and return whether it changed and how much was embedded."""
        built = self.build(words)
        return built.changed, built.embedded


class Unmoved:
    """Takes the place of late interaction, and finds every passage as close."""

    def rescore(self, question: str, encoded: Encoded, passages: IntArray) -> Vectors:
        """Return the same for all."""
        del question, encoded
        return np.full(len(passages), 0.5, dtype=np.float32)


@pytest.fixture
def twice(tmp_path: Path, tiny_encoder: OnnxEncoder, tiny_exported: Path) -> Twice:
    """Return a place to build a text in."""
    found = Twice(tmp_path, tiny_encoder)
    (found.editions.directory / "models").symlink_to(tiny_exported.parent)
    return found


def test_an_undescribed_text_of_the_same_name_does_not_replace_a_described_one(
    twice: Twice,
) -> None:
    twice.entry = ENTRY
    twice.build("It froze all night.")
    with pytest.raises(OtherDocumentError):
        twice.build("An apple pie needs apples.")


def test_new_rules_of_reading_make_a_new_edition_of_the_same_text(
    twice: Twice, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "He said “snow and ice” and left."
    assert twice.again(words) == (True, 2)
    assert twice.again(words) == (False, 0)
    monkeypatch.setattr("embeddings.citations.quotations.MIN_UNCITED_WORDS", 3)
    assert twice.again(words) == (True, 0)
    assert len(twice.editions.open().concordance.quotations) == 1


def test_other_rules_of_embedding_take_no_old_vector_over(
    twice: Twice, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "He said “snow and ice” and left."
    assert twice.again(words) == (True, 2)
    monkeypatch.setattr("embeddings.index.indexing.VERSION", 999)
    assert twice.again(words) == (True, 2)
    assert twice.again(words) == (False, 0)


def test_names_of_the_manifest_make_a_new_edition_and_are_embedded_as_one(twice: Twice) -> None:
    words = "It froze all night. Ada lit the lamp.\n\nThe keeper Marlow slept."
    twice.entry = ENTRY
    assert twice.again(words) == (True, 5)
    twice.entry = f'{ENTRY}names = [["Ada", "Marlow"]]\n'
    assert twice.again(words) == (True, 2)
    assert twice.again(words) == (False, 0)
    edition = twice.editions.open()
    assert edition.concordance.names == (("Ada", "Marlow"),)
    assert edition.concordance.document.text == words
    found = Index.load(edition.path, edition.concordance)
    assert found.words["ada"] == 2
    assert "marlow" not in found.words


def test_other_questions_about_other_things_weigh_word_pieces_anew(twice: Twice) -> None:
    words = "One soldier, two soldiers and three soldiers took the palace of page one."
    assert twice.again(words) == (True, 2)
    twice.means = means(twice.encoder, ["Who bakes a pie?", "What is an atom?"])
    assert twice.again(words) == (True, 0)
    assert twice.again(words) == (False, 0)
    assert twice.editions.open().info.search.others_sha256 == twice.means.others_sha256


def test_a_cross_encoder_that_is_asked_for_or_not_makes_a_new_edition(twice: Twice) -> None:
    words = "It froze all night."
    assert twice.again(words) == (True, 2)
    twice.means = replace(
        means(twice.encoder),
        cross_encoder="a/cross-encoder",
        open_rescorer=lambda _name, _concordance: Unmoved(),
    )
    assert twice.again(words) == (True, 0)
    assert twice.editions.open().info.search.cross_encoder == "a/cross-encoder"
    assert twice.again(words) == (False, 0)
    twice.means = None
    assert twice.again(words) == (True, 0)


def test_the_same_build_twice_finds_the_same_to_the_byte(
    twice: Twice, tmp_path: Path, tiny_encoder: OnnxEncoder
) -> None:
    words = "One soldier, two soldiers and three soldiers took the palace of page one. " * 5
    other = Twice(tmp_path / "other", tiny_encoder)
    other.directory.mkdir()
    assert twice.build(words).edition == other.build(words).edition
    one, two = twice.editions.open().info, other.editions.open().info
    assert one.files == two.files
    assert one.search == two.search
