"""Which changes of a text have to be meant, and which go live unasked."""

from pathlib import Path
from typing import Any

import pytest

from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance
from embeddings.editions.edition import Edition
from embeddings.editions.edition_manifest import EditionInfo
from embeddings.editions.promotion_gate import DEFAULT_TERMS, Assessment, assess
from embeddings.readers import markdown
from embeddings.readers.reader import InputFile
from embeddings.types import Document, Name, Work
from tests.support.edition_changes import HARMFUL, HARMLESS, LIVED

WORKS = (
    Work("lamp", "The Lamp", (Name("Marlow", "Ada"),)),
    Work("tides", "A Book of Tides", (Name("Marsh", "Ben"),)),
)


def edition(text: str) -> Edition:
    """Return an edition of a text that lies nowhere."""
    source = markdown.READER.read(InputFile(Path("light.md"), text.encode()))
    document = Document.of("light", "The Light", source.blocks())
    fields: dict[str, Any] = {"edition": document.edition, "document": "light"}
    info = EditionInfo.model_construct(origin="document light", **fields)
    return Edition(Path("light"), info, Concordance.of(document, KnownWorks(WORKS, WORKS[0])))


def judged(text: str, before: str = LIVED) -> Assessment:
    """Return what the gate says of a text in the place of another."""
    return assess(edition(before), edition(text), Path("models"), DEFAULT_TERMS)


@pytest.mark.parametrize("name", HARMFUL)
def test_what_loses_or_falsifies_something_waits(name: str) -> None:
    assert judged(HARMFUL[name]).objections


@pytest.mark.parametrize("name", HARMLESS)
def test_what_loses_nothing_goes_live(name: str) -> None:
    assert judged(HARMLESS[name]) == Assessment()


@pytest.mark.parametrize("name", ["a misprint", "a misprint in a quotation", "a spelling"])
def test_a_misprint_is_mended_as_freely_as_it_is_made(name: str) -> None:
    assert judged(LIVED, HARMLESS[name]) == Assessment()
