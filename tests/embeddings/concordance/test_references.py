"""The line under a passage."""

import pytest

from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.references import format_cited_pages, format_reference
from embeddings.readers import blocks
from embeddings.types import Document
from embeddings.types.blocks import Block, PageBreak
from tests.support.small_text import DIARY, ICE, LAMPS, YEAR


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("“It froze all night” (45).", "in Ines Okafor, The Lamp Keepers, p. 45 · text ¶ 1"),
        ("It froze (p. 45).", "citing Ines Okafor, The Lamp Keepers, p. 45 · text ¶ 1"),
        ("It froze all night.", "no page given · text ¶ 1"),
        (
            "He said “ice” (45), “snow” (47) and “sleet” (Lindqvist, p. 3).",
            (
                "in Ines Okafor, The Lamp Keepers, p. 45, p. 47; "
                "Nils Lindqvist, A Winter on the Ice, p. 3 · text ¶ 1"
            ),
        ),
        (
            "“It froze” (45). It thawed (p. 46).",
            (
                "in Ines Okafor, The Lamp Keepers, p. 45; "
                "citing Ines Okafor, The Lamp Keepers, p. 46 · text ¶ 1"
            ),
        ),
        ("“It froze” (45, n. 2).", "in Ines Okafor, The Lamp Keepers, p. 45, n. 2 · text ¶ 1"),
        (
            "It froze (Voss, Letters, vol. 2, p. 45).",
            "citing Clara Voss, Letters, vol. 2, p. 45 · text ¶ 1",
        ),
        ("It froze (Cliff 1989, 12).", "citing Cliff 1989, p. 12 · text ¶ 1"),
        (
            "“It froze all that night” (Letters by Clara Voss).",
            "in Clara Voss, Letters, no page given · text ¶ 1",
        ),
    ],
)
def test_a_reference_names_work_page_and_paragraph(text: str, line: str) -> None:
    document = Document.of("text", "A text", blocks(text))
    concordance = Concordance.of(document, KnownWorks((LAMPS, ICE, YEAR, DIARY), LAMPS))
    assert format_reference(concordance, concordance.passages[0]) == line


@pytest.mark.parametrize(
    ("pages", "line"),
    [
        ((PageBreak(0, "xii"),), "in Ines Okafor, The Lamp Keepers, p. 45 · text, p. xii, ¶ 1"),
        (
            (PageBreak(0, "9"), PageBreak(12, "10")),
            "in Ines Okafor, The Lamp Keepers, p. 45 · text, pp. 9–10, ¶ 1",
        ),
    ],
)
def test_the_page_of_the_file_stands_with_the_paragraph(
    pages: tuple[PageBreak, ...], line: str
) -> None:
    document = Document.of("text", "A text", [Block("“It froze all night” (45).", pages=pages)])
    concordance = Concordance.of(document, KnownWorks((LAMPS,), LAMPS))
    assert format_reference(concordance, concordance.passages[0]) == line


def test_without_a_work_the_page_stands_alone() -> None:
    document = Document.of("text", "A text", blocks("“It froze\n\nall night” (45)."))
    concordance = Concordance.of(document, KnownWorks())
    assert format_reference(concordance, concordance.passages[0]) == "in p. 45 · text ¶ 1–2"


def test_each_page_that_is_cited_stands_by_itself_with_its_work() -> None:
    text = "He said “ice” (45), “snow” (47), “hail” (45) and “sleet” (Lindqvist, pp. 3–4)."
    document = Document.of("text", "A text", blocks(text))
    concordance = Concordance.of(document, KnownWorks((LAMPS, ICE), LAMPS))
    assert format_cited_pages(concordance, concordance.passages[0]) == (
        "Ines Okafor, The Lamp Keepers, p. 45",
        "Ines Okafor, The Lamp Keepers, p. 47",
        "Nils Lindqvist, A Winter on the Ice, pp. 3–4",
    )
