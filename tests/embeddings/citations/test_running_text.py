"""Marked pages in a sentence, with the source before or behind them."""

from dataclasses import replace

import pytest

from embeddings.citations import KnownWorks, find_references
from embeddings.types import Document, Pages
from tests.support.small_text import ICE, LAMPS


@pytest.mark.parametrize(
    ("text", "work", "pages"),
    [
        ("See Okafor, The Lamp Keepers (1987), p. 45.", "The Lamp Keepers", ((45, 45),)),
        ("See Okafor, chapter 3, p. 45.", "The Lamp Keepers", ((45, 45),)),
        ("See Okafor, 2nd ed., p. 45, for it.", "The Lamp Keepers", ((45, 45),)),
        ("Okafor (1987), p. 45, has it.", "The Lamp Keepers", ((45, 45),)),
        ("Okafor, op. cit., p. 45, has it.", "The Lamp Keepers", ((45, 45),)),
        ("Okafor schreibt es auf S. 45.", "A Winter on the Ice", ((45, 45),)),
        ("Vgl. Okafor, S. 45.", "The Lamp Keepers", ((45, 45),)),
        ("It is on pp. 45--47.", "A Winter on the Ice", ((45, 47),)),
        ("It is on p. 45a.", "A Winter on the Ice", (("45a", "45a"),)),
        ("It is on p. 45 et seq. of it.", "A Winter on the Ice", ((45, None),)),
    ],
)
def test_pages_in_a_sentence_have_their_source(text: str, work: str, pages: Pages) -> None:
    document = Document.of("text", "A text", [text])
    works = (replace(LAMPS, issued=1987), ICE)
    found = find_references(document, KnownWorks(works, ICE)).citations
    assert [(citation.work, citation.pages) for citation in found] == [(work, pages)]


@pytest.mark.parametrize(
    "text", ["The bill, S. 45, was lost.", "It broke U.S. 45 laws.", "See S. 12 of the Act."]
)
def test_a_capital_s_is_no_page_without_a_source(text: str) -> None:
    document = Document.of("text", "A text", [text])
    assert find_references(document, KnownWorks((LAMPS, ICE), ICE)).citations == ()
