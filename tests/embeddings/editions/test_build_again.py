"""What makes a second build a new edition, another text, or nothing new."""

from collections.abc import Iterator, Sequence
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
from embeddings.models.encoder import Encoded, Encoder, Progress, Vectors
from embeddings.models.onnx_encoder import OnnxEncoder
from embeddings.retrieval import calibration
from embeddings.retrieval.calibration import Calibration, Curve
from tests.support.build_tools import copy_model, means
from tests.support.earlier_version import made_earlier

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


def test_other_questions_about_other_things_calibrate_anew(twice: Twice) -> None:
    words = "One soldier, two soldiers and three soldiers took the palace of page one."
    assert twice.again(words) == (True, 2)
    twice.means = means(twice.encoder, ["Who bakes a pie?", "What is an atom?"])
    assert twice.again(words) == (True, 0)
    assert twice.again(words) == (False, 0)
    assert twice.editions.open().info.search.others_sha256 == twice.means.others_sha256


LAMPS = [f"Lamp {n} burned for {n} nights, and keeper {n} lit it again." for n in range(1, 41)]
FEW_OTHERS = ["Who bakes a pie?", "What is an atom?", "Where do penguins sleep?"]


@pytest.fixture
def calibrated(twice: Twice, tiny_exported: Path) -> Twice:
    """Return a place where a text of forty passages is built and calibrated, with its own model."""
    models = twice.editions.models
    models.unlink()
    copy_model(tiny_exported, models / tiny_exported.name)
    twice.means = means(twice.encoder, FEW_OTHERS)
    twice.build("\n\n".join(LAMPS))
    return twice


def changed(count: int) -> str:
    """Return the text with so many of its passages changed."""
    return "\n\n".join([*(f"{words} Slowly." for words in LAMPS[:count]), *LAMPS[count:]])


def fitted_anew(twice: Twice, words: str, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Build a text, and say whether a calibration was fitted for it."""
    fitted = []
    fit = Calibration.fit

    def noted(curve: Curve, others: Sequence[float]) -> Calibration:
        fitted.append(others)
        return fit(curve, others)

    monkeypatch.setattr(Calibration, "fit", noted)
    before = twice.editions.open().info.search.calibration
    assert twice.build(words).changed
    monkeypatch.setattr(Calibration, "fit", fit)
    assert fitted or twice.editions.open().info.search.calibration == before
    return bool(fitted)


def test_a_correction_keeps_the_calibration_and_more_is_fitted_anew(
    calibrated: Twice, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not fitted_anew(calibrated, changed(1), monkeypatch)
    assert not fitted_anew(calibrated, changed(2), monkeypatch)
    assert fitted_anew(calibrated, changed(3), monkeypatch)
    assert not fitted_anew(calibrated, changed(4), monkeypatch)


def test_corrections_add_up_to_what_is_fitted_anew(
    calibrated: Twice, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = [*LAMPS]
    for place in (0, 7):
        words[place] += " Slowly."
        assert not fitted_anew(calibrated, "\n\n".join(words), monkeypatch)
    words[20] += " Slowly."
    assert fitted_anew(calibrated, "\n\n".join(words), monkeypatch)


def test_passages_that_are_added_count_as_changed(
    calibrated: Twice, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = [f"Snow fell {n} times that year, and nobody counted it." for n in (1, 2, 3)]
    assert not fitted_anew(calibrated, "\n\n".join([*LAMPS, *added[:2]]), monkeypatch)
    assert fitted_anew(calibrated, "\n\n".join([*LAMPS, *added]), monkeypatch)


def test_other_rules_or_another_version_of_them_are_fitted_anew(
    calibrated: Twice, monkeypatch: pytest.MonkeyPatch
) -> None:
    calibrated.means = means(calibrated.encoder, [*FEW_OTHERS, "How tall is a giraffe?"])
    assert fitted_anew(calibrated, changed(1), monkeypatch)
    made_earlier(calibrated.editions)
    assert fitted_anew(calibrated, changed(2), monkeypatch)
    assert not fitted_anew(calibrated, changed(3), monkeypatch)
    monkeypatch.setattr(calibration, "VERSION", 999)
    assert fitted_anew(calibrated, changed(4), monkeypatch)


def test_other_questions_are_encoded_once_a_model(
    calibrated: Twice, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoded: list[str] = []
    encode_all = OnnxEncoder.encode_all

    def noted(self: OnnxEncoder, texts: Sequence[str], progress: Progress) -> Iterator[Encoded]:
        encoded.extend(texts)
        return encode_all(self, texts, progress)

    monkeypatch.setattr(OnnxEncoder, "encode_all", noted)
    assert fitted_anew(calibrated, changed(9), monkeypatch)
    assert encoded
    assert not set(FEW_OTHERS) & set(encoded)


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
