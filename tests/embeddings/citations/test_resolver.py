"""Each reference gets its work, its quotation and its doubts."""

from pathlib import Path

import pytest

from embeddings.citations.resolver import KnownWorks, add_doubt
from embeddings.concordance.concordance import Concordance, Text
from embeddings.concordance.diagnostics import check_text
from embeddings.manifest.manifest import Manifest
from embeddings.readers import blocks
from embeddings.types import Citation, Document, Name, Work

LIBRARY = """format = 1
[works.lamps]
title = "The Lamp Keepers"
author = [{ family = "Okafor" }]
[documents.text]
title = "A text"
default-work = "lamps"
"""
RULE = '[[documents.text.citations]]\nat = "{at}"\nwork = "lamps"\n'


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("He said: “it froze” (supra, p. 12).", "it froze"),
        ("He said: “it froze” (as he tells Lenin, p. 12).", "it froze"),
    ],
)
def test_a_rule_settles_what_a_bracket_leaves_in_doubt(tmp_path: Path, words: str, at: str) -> None:
    path = tmp_path / "text.txt"
    path.write_text(words, "utf-8")

    def doubts(library: str) -> list[str]:
        text = Text.read(path, Manifest(tmp_path / "library.toml", library), "text")
        return [doubt.words for doubt in check_text(text) if doubt.kind == "citation"]

    assert doubts(LIBRARY)
    assert len(doubts(LIBRARY + RULE.format(at=at))) < len(doubts(LIBRARY))


def test_doubts_are_added_to_each_other() -> None:
    citation = Citation(0, 1, 1, "1", None, None, ((1, 1),))
    assert add_doubt(citation, None) == citation
    assert add_doubt(add_doubt(citation, "one"), "two").doubt == "one; two"


LAMPS = Work("lamps", "The Lamp Keepers", (Name("Okafor"),))
ICE = Work("ice", "A Book of Ice", (Name("Lindqvist"),))


@pytest.mark.parametrize(
    ("bracket", "key"),
    [
        ("p. 12; on the other hand Okafor, p. 45", "lamps"),
        ("p. 12; for the date of leaving Okafor, p. 45", "lamps"),
        ("p. 12; in a letter to Okafor, p. 45", None),
    ],
)
def test_a_known_work_behind_small_words_is_the_source_in_doubt(
    bracket: str, key: str | None
) -> None:
    document = Document.of("t", "T", blocks(f"“The river froze all night” ({bracket})."))
    *_, last = Concordance.of(document, KnownWorks((ICE, LAMPS), ICE)).citations
    assert (last.first_page, last.key) == (45, key)
    assert last.doubt
