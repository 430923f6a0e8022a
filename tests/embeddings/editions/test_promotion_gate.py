"""The questions of a document: an edition that answers them worse does not go live."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from embeddings.concordance.concordance import Text
from embeddings.editions.build import BuildResult, build_edition
from embeddings.editions.editions import Editions
from embeddings.editions.errors import NotPromotedError
from embeddings.editions.promotion import promote_edition
from embeddings.editions.promotion_gate import PromotionTerms
from embeddings.errors import ManifestError, SourceError
from embeddings.manifest.manifest import Manifest
from embeddings.models.encoder import Encoder
from embeddings.models.onnx_encoder import OnnxEncoder
from embeddings.types.document import Block
from tests.support.build_tools import means
from tests.support.pdf_press import Press
from tests.support.sample_files import pdf

ASKED = [
    "The gardener painted the green door.",
    "A fisherman mended every torn net.",
    "The widow baked bread for the harbour.",
    "Some children counted ships at noon.",
]
FILLED = ["The first line says nothing.", *ASKED, "The last line says nothing either."]
BLURRED = [*FILLED[:1], "The gardener painted the green gate.", *FILLED[2:]]
DECOYS = [f"{ASKED[0][:-1]} again {word} {word}." for word in ("red", "blue", "white", "black")]


@dataclass
class Measured:
    """A text whose entry of the manifest names questions, built again and again."""

    directory: Path
    encoder: Encoder
    more: str = ""

    @property
    def editions(self) -> Editions:
        """The index directory."""
        return Editions(self.directory / "index")

    @property
    def manifest(self) -> Manifest:
        """The manifest, with its questions."""
        entry = '[documents.essay]\ntitle = "T"\npaths = ["essay.txt"]\nquestions = "asked.jsonl"\n'
        return Manifest(self.directory / "library.toml", f"format = 1\n{entry}{self.more}")

    def asks(self, *numbers: int) -> None:
        """Write questions, one for each paragraph that answers it."""
        rows = [
            {"question": words, "paragraphs": [number]}
            for words, number in zip(ASKED, numbers, strict=True)
        ]
        rows.append({"question": "Who won the cup?", "paragraphs": []})
        text = "\n".join(json.dumps(row) for row in rows)
        (self.directory / "asked.jsonl").write_text(text, "utf-8")

    def build(self, paragraphs: Sequence[str], terms: PromotionTerms | None) -> BuildResult:
        """Build the text, on terms or as a candidate."""
        path = self.directory / "essay.txt"
        path.write_text("\n\n".join(paragraphs), "utf-8")
        return self._built(path, terms)

    def printed(self, paragraphs: Sequence[str], front: int) -> BuildResult:
        """Build the text of a PDF, with so many roman pages at its beginning."""
        path = self.directory / "essay.pdf"
        path.write_bytes(pdf([Block(words) for words in paragraphs], Press(front=front)))
        return self._built(path, PromotionTerms(self.manifest))

    def _built(self, path: Path, terms: PromotionTerms | None) -> BuildResult:
        text = Text.read(path, self.manifest, "essay")
        return build_edition(text, self.editions, means(self.encoder), terms=terms)

    def goes_live(self, *paragraphs: str) -> None:
        """Build a candidate and promote it."""
        self.build(paragraphs, None)
        promote_edition(self.editions, terms=PromotionTerms(self.manifest))


@pytest.fixture
def measured(tmp_path: Path, tiny_encoder: OnnxEncoder, tiny_exported: Path) -> Measured:
    """Return an index with a text that answers its questions."""
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "models").symlink_to(tiny_exported.parent)
    found = Measured(tmp_path, tiny_encoder)
    found.asks(2, 3, 4, 5)
    found.build(FILLED, PromotionTerms(found.manifest))
    return found


def test_what_answers_as_well_goes_live(measured: Measured) -> None:
    measured.goes_live(*FILLED[:-1], "The last line says something now.")


def test_what_answers_worse_does_not_and_the_figures_are_said(measured: Measured) -> None:
    with pytest.raises(NotPromotedError) as caught:
        measured.goes_live(*DECOYS, *BLURRED)
    (*_, reason) = caught.value.reasons
    assert reason.startswith("MRR@10 of its 4 questions falls from 1.000 to 0.")
    assert reason.endswith(", by more than 0.02.")


def test_what_answers_worse_the_questions_that_were_corrected_with_it_does_not_either(
    measured: Measured,
) -> None:
    measured.asks(*(number + len(DECOYS) for number in (2, 3, 4, 5)))
    with pytest.raises(NotPromotedError, match=r"MRR@10 of its 4 questions falls from 1\.000"):
        measured.goes_live(*DECOYS, *BLURRED)


def test_a_build_is_measured_too(measured: Measured) -> None:
    with pytest.raises(NotPromotedError, match="MRR@10"):
        measured.build([*DECOYS, *BLURRED], PromotionTerms(measured.manifest))


def test_the_tolerance_is_the_documents_own(measured: Measured) -> None:
    measured.more = "tolerance = 1\n"
    measured.goes_live(*DECOYS, *BLURRED)


def test_paragraphs_that_go_by_other_numbers_are_no_worse(measured: Measured) -> None:
    added = [f"Another line, number {n}, of nothing at all." for n in range(3)]
    measured.goes_live(*added, *FILLED)


def test_questions_that_were_corrected_with_the_text_are_no_worse(measured: Measured) -> None:
    added = [f"Another line, number {n}, of nothing at all." for n in range(3)]
    measured.asks(5, 6, 7, 8)
    measured.goes_live(*added, *FILLED)


def test_with_a_reason_nothing_is_measured(measured: Measured) -> None:
    measured.build([*DECOYS, *BLURRED], None)
    (measured.directory / "asked.jsonl").unlink()
    promote_edition(
        measured.editions, terms=PromotionTerms(measured.manifest, reason="decoys are the point")
    )


def test_questions_that_cannot_be_read_are_named_and_nothing_goes_live(measured: Measured) -> None:
    live = measured.editions.live_name()
    (measured.directory / "asked.jsonl").write_text("no question", "utf-8")
    with pytest.raises(SourceError, match=r"asked\.jsonl"):
        measured.goes_live(*FILLED, "More.")
    assert measured.editions.live_name() == live


def test_questions_are_no_reason_to_build_again(measured: Measured) -> None:
    measured.more = "tolerance = 0.5\n"
    assert not measured.build(FILLED, PromotionTerms(measured.manifest)).changed


@pytest.mark.parametrize("tolerance", ["-0.1", "2", '"much"'])
def test_a_tolerance_that_is_none_is_refused(measured: Measured, tolerance: str) -> None:
    measured.more = f"tolerance = {tolerance}\n"
    with pytest.raises(ManifestError, match=r"line 6: documents\.essay\.tolerance"):
        _ = measured.manifest


def test_a_left_over_that_is_named_goes_and_nothing_is_lost(measured: Measured) -> None:
    measured.goes_live(*FILLED, "Show more")
    with pytest.raises(NotPromotedError, match="1 paragraph is lost: ¶ 7 Show more"):
        measured.goes_live(*FILLED)
    measured.more = 'left-overs = ["Show more"]\n'
    measured.goes_live(*FILLED, "Show more")


def test_another_entry_or_none_measures_nothing(measured: Measured) -> None:
    edition = measured.editions.open()
    assert PromotionTerms().find_questions(edition) == ([], 0.0)
    other = Manifest(Path("library.toml"), 'format = 1\n[documents.other]\ntitle = "T"\n')
    assert PromotionTerms(other).find_questions(edition) == ([], 0.0)
    questions, tolerance = PromotionTerms(measured.manifest).find_questions(edition)
    assert (len(questions), tolerance) == (5, 0.02)


def test_what_loses_the_pages_of_its_file_does_not_go_live(measured: Measured) -> None:
    printed = measured.printed(FILLED, front=3)
    assert (printed.changed, printed.live) == (True, True)
    with pytest.raises(NotPromotedError) as caught:
        measured.goes_live(*FILLED)
    assert caught.value.reasons == (
        "6 paragraphs have lost the pages of the file: ¶ 1 p. i; ¶ 2 p. i; ¶ 3 p. i; ….",
    )
    assert measured.editions.live_name() == printed.path.name


def test_pages_of_the_file_that_are_others_are_no_reason(measured: Measured) -> None:
    measured.printed(FILLED, front=3)
    assert measured.printed(FILLED, front=0).live
