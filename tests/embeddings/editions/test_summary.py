"""What is to be known of a text and its index."""

from pathlib import Path

from embeddings.concordance.concordance import Text
from embeddings.editions.build import build_edition
from embeddings.editions.editions import Editions
from embeddings.editions.summary import summarize_edition
from embeddings.manifest.manifest import Manifest
from embeddings.models.onnx_encoder import OnnxEncoder
from tests.support.build_tools import means

LIBRARY = """
format = 1

[documents.lamps]
title = "Of Lamps"
author = [{ family = "Marlow", given = "Ada" }, { family = "Voss" }]
paths = ["lamps.txt"]
url = "https://example.org/lamps"
"""


def test_a_texts_title_author_and_edition_are_known(
    tmp_path: Path, tiny_encoder: OnnxEncoder
) -> None:
    path = tmp_path / "lamps.txt"
    path.write_text("“The crowd took the palace” (Deutscher, p. 282).", "utf-8")
    manifest = Manifest(tmp_path / "library.toml", LIBRARY)
    build_edition(Text.read(path, manifest), Editions(tmp_path / "index"), means(tiny_encoder))
    edition = Editions(tmp_path / "index").open()
    found = summarize_edition(edition)
    assert (found.document, found.title, found.author) == ("lamps", "Of Lamps", "Ada Marlow, Voss")
    assert found.url == "https://example.org/lamps"
    assert found.edition == edition.concordance.document.edition
    assert (found.created, found.models) == (edition.info.created, (tiny_encoder.name,))
    assert (found.counts["paragraphs"], found.counts["citations"], found.works) == (1, 1, 1)


def test_a_text_whose_author_nobody_names_has_none(sample_editions: Editions) -> None:
    found = summarize_edition(sample_editions.open())
    assert (found.title, found.author, found.works) == ("The Voice and the List", None, 4)
    assert found.url is None
