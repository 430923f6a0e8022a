"""What looks like a reference and gives no page is named, with its place."""

from dataclasses import replace

import pytest
from hypothesis import given

from embeddings.citations import KnownWorks, find_references
from embeddings.readers import blocks
from embeddings.types import Document
from tests.support.made_up_texts import LORE, texts
from tests.support.small_text import ICE, LAMPS

WORKS = (replace(LAMPS, issued=1987), ICE)
QUOTED = "He says: “the whole of it was lost that night”"


def unread(text: str) -> list[str]:
    """Return the places that are named as not read; A Winter on the Ice is the default."""
    document = Document.of("text", "A text", blocks(text))
    spans = find_references(document, KnownWorks(WORKS, ICE)).unread
    return [document.text[span.start : span.end] for span in spans]


def doubts(text: str) -> list[str | None]:
    """Return the doubt of each citation."""
    document = Document.of("text", "A text", blocks(text))
    citations = find_references(document, KnownWorks(WORKS, ICE)).citations
    return [citation.doubt for citation in citations]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (f"{QUOTED} (p. 45.3).", "(p. 45.3)"),
        (f"{QUOTED} (p. 45v).", "(p. 45v)"),
        (f"{QUOTED} (45r).", "(45r)"),
        (f"{QUOTED} (2: 45).", "(2: 45)"),
        (f"{QUOTED} (45; contrast Okafor).", "(45; contrast Okafor)"),
        (f"{QUOTED} (Okafor, clip 12).", "(Okafor, clip 12)"),
        (f"{QUOTED} (Okafor, S12).", "(Okafor, S12)"),
        (f"{QUOTED} (e1234).", "(e1234)"),
        (f"Okafor notes that {QUOTED[9:]} (1987, 53).", "(1987, 53)"),
        (f"{QUOTED} (54; 55 in the old edition).", "(54; 55 in the old edition)"),
        (f"{QUOTED} (45, 1954 edition).", "(45, 1954 edition)"),
        (f"{QUOTED} (p. [56]).", "(p. [56])"),
        (f"{QUOTED}; (45).", "(45)"),
        (f"{QUOTED}: (45).", "(45)"),
        (f"{QUOTED} (45?).", "(45?)"),
        ("It is told (of the men of Okafor, 12).", "(of the men of Okafor, 12)"),
        ("It is told on p. 45.3 of it.", "p. 45.3"),
        ("The bill, S. 45, was lost.", "S. 45"),
        ("See Okafor, The Lamp Keepers (1987) 45.", "Okafor, The Lamp Keepers (1987) 45"),
        ("See The Lamp Keepers, 45; it froze.", "The Lamp Keepers, 45"),
        ("It froze (Okafor, p. 45, xyz 12).", "(Okafor, p. 45, xyz 12)"),
    ],
)
def test_a_place_that_may_cite_a_page_is_named(text: str, named: str) -> None:
    assert unread(text) == [named]


@pytest.mark.parametrize(
    "text",
    [
        f"{QUOTED} (Okafor, ch. 3).",
        f"{QUOTED} (Okafor, § 12).",
        f"{QUOTED} (Okafor, 12 June 1987).",
        f"{QUOTED} (45 per cent).",
        f"{QUOTED} (aged 45).",
        "The crew (45 men, says Okafor) left.",
        "He bought The Lamp Keepers for $12.",
        "He saw The Lamp Keepers, 12 of them, at 9 p.m. on 4 May 1921.",
        "The Lamp Keepers (1987) is a book of 1987.",
        "He saw a picture on Page 3.",
    ],
)
def test_what_counts_something_else_is_not_named(text: str) -> None:
    assert unread(text) == []


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        (
            f"{QUOTED} (Okafor, p. 45; see the map on p. 3 of Smith).",
            "“see the map on p. 3 of Smith” beside it is not read",
        ),
        (
            "They met (Okafor 1987, 45; Lindqvist 1962, 12 sank).",
            "“sank” is said of its number, which may be no page",
        ),
        (
            f"{QUOTED} (as he tells Lenin, p. 45).",
            "Lenin is named in its bracket, and may be the author of another work",
        ),
        (f"{QUOTED} (Marx; p. 45).", "Marx is named before it, which the manifest does not know"),
        ("It is told, on p. 52 Okafor is named.", "Okafor is named directly behind it"),
        ("He cites pp. 45 and 46 of the Bible.", "the manifest knows no such work"),
        (f"{QUOTED} (Marx, 1867; repr. 1976, p. 46).", "Marx, 1867 is named before it"),
        (f"{QUOTED} (Okafor, p. 45; Smith, ch. 3; p. 58).", "Smith is named before it"),
        (
            "It froze (Okafor, p. 45; “a note on oil”, p. 12).",
            "its bracket names Ines Okafor, The Lamp Keepers",
        ),
        (
            "Okafor (1987) says so. Lindqvist denies it: “it froze all night” (p. 45).",
            "its lead-in names",
        ),
        (
            "Marx (1867) says: “it froze all night” (p. 45).",
            "Marx 1867 is named before it, which the manifest does not know",
        ),
    ],
)
def test_a_bracket_that_is_half_understood_is_in_doubt(text: str, doubt: str) -> None:
    assert any(doubt in (found or "") for found in doubts(text))


@given(texts())
def test_no_place_is_both_read_and_named(text: str) -> None:
    document = Document.of("text", "A text", list(blocks(text)) or ["x"])
    references = find_references(document, LORE)
    for span in references.unread:
        assert span not in [citation.span for citation in references.citations]
        assert 0 <= span.start < span.end <= len(document.text)
