"""A text with everything found in it: asked, saved and loaded."""

from pathlib import Path

import pytest
from hypothesis import given

from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.errors import UnknownWorkError
from embeddings.errors import DamagedIndexError
from embeddings.readers import blocks
from embeddings.types import Document, Name, Work
from tests.support.made_up_texts import concordances
from tests.support.small_text import DIARY, ICE, LAMPS, YEAR, small

SMALL = small()


@given(concordances())
def test_what_was_saved_is_loaded(concordance: Concordance) -> None:
    assert Concordance.from_json(Path("saved"), concordance.to_json()) == concordance


@pytest.mark.parametrize("data", [b"", b"{}", b"[1, 2]", SMALL.to_json()[:-20]])
def test_what_is_no_concordance_is_refused(data: bytes) -> None:
    with pytest.raises(DamagedIndexError, match="concordance build"):
        Concordance.from_json(Path("saved"), data)


def test_a_page_is_found_in_reading_order_the_default_work_first() -> None:
    found = [(one.work, one.printed) for one in SMALL.find_citations(((45, 45),))]
    assert found == [
        ("The Lamp Keepers", "(p. 45)"),
        ("A Winter on the Ice", "(Lindqvist, pp. 45–47)"),
    ]
    assert [one.work for one in SMALL.find_citations(((45, 45),), ICE)] == ["A Winter on the Ice"]
    assert SMALL.find_citations(((48, 48),)) == []


def test_cited_works_are_listed_the_default_first() -> None:
    assert SMALL.cited_works() == (LAMPS, ICE, YEAR)


def test_a_work_is_known_by_any_of_its_names_and_another_is_refused() -> None:
    assert SMALL.find_cited_work("okafor") == LAMPS
    assert SMALL.find_cited_work("lamp keepers") == LAMPS
    with pytest.raises(UnknownWorkError, match="it cites Ines Okafor, The Lamp Keepers; Nils"):
        SMALL.find_cited_work("Letters")


def test_a_work_is_known_by_its_key_before_any_name() -> None:
    two = (Work("lamps", "Ice"), Work("ice", "Lamps"))
    text = "“It froze all night” (Ice, p. 5). “It thawed all day” (Lamps, p. 6)."
    document = Document.of("text", "A text", blocks(text))
    concordance = Concordance.of(document, KnownWorks(two))
    assert [concordance.find_cited_work(name) for name in ("lamps", "ice", "Lamps")] == [
        *two,
        two[1],
    ]


def test_works_quoted_without_a_page_are_named_behind_those_that_are_cited() -> None:
    text = "“I carry light up stairs.”\n\n– Voss, Letters\n\n“It froze all night” (Marlow, p. 5)."
    document = Document.of("text", "A text", blocks(text))
    concordance = Concordance.of(document, KnownWorks((LAMPS, DIARY)))
    assert concordance.named_works() == (Work("Marlow", "Marlow"), DIARY)
    assert concordance.find_named_work("Letters") == DIARY
    with pytest.raises(UnknownWorkError):
        concordance.find_cited_work("Letters")
    with pytest.raises(UnknownWorkError):
        concordance.find_named_work("lamps")


@given(concordances())
def test_every_offset_is_in_a_passage(concordance: Concordance) -> None:
    for passage in concordance.passages:
        for offset in (passage.start, passage.end - 1):
            assert concordance.passage_at(offset) == passage


def test_works_of_one_title_are_told_apart_by_their_author() -> None:
    marx = Work("marx", "Letters", (Name("Marx", "Karl"),))
    lenin = Work("lenin", "Letters", (Name("Lenin", "Vladimir"),))
    text = "“It froze all night” (Marx, p. 5). “It thawed all day” (Lenin, p. 5)."
    document = Document.of("text", "A text", blocks(text))
    concordance = Concordance.of(document, KnownWorks((marx, lenin)))
    assert [one.printed for one in concordance.find_citations(((5, 5),), lenin)] == [
        "(Lenin, p. 5)"
    ]
    assert concordance.find_cited_work("Lenin") == lenin
    with pytest.raises(UnknownWorkError, match="more than one"):
        concordance.find_cited_work("Letters")


def test_a_page_of_no_work_stands_behind_those_of_the_default() -> None:
    text = "“It froze all night” (Cliff, p. 5). “It thawed all day” (p. 5)."
    document = Document.of("text", "A text", blocks(text))
    concordance = Concordance.of(document, KnownWorks((LAMPS,), LAMPS))
    assert [one.work for one in concordance.find_citations(((5, 5),))] == [
        "The Lamp Keepers",
        "Cliff",
    ]


def test_a_citation_is_found_in_its_passage() -> None:
    for passage in SMALL.passages:
        assert {SMALL.passage_with(one) for one in passage.citations} <= {passage}
