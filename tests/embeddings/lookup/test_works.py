"""What a text quotes: each work once, its pages in their order, each counted."""

from hypothesis import given

from embeddings.citations import KnownWorks, format_pages
from embeddings.concordance.concordance import Concordance
from embeddings.lookup.works import NO_WORK_NAMED, CitedWork, list_cited_works
from embeddings.readers import blocks
from embeddings.types import Document
from tests.support.made_up_texts import concordances
from tests.support.small_text import DIARY, ICE, LAMPS, YEAR, small


def listed(text: str, lore: KnownWorks) -> tuple[CitedWork, ...]:
    """Return what a text quotes."""
    return list_cited_works(Concordance.of(Document.of("text", "A text", blocks(text)), lore))


def test_works_are_listed_with_their_pages_the_default_first() -> None:
    found = list_cited_works(small())
    assert [(one.key, one.citations, one.quotations) for one in found] == [
        ("lamps", 2, 2),
        ("ice", 2, 1),
        ("year", 1, 1),
    ]
    assert [[page.label for page in one.pages] for one in found] == [
        ["pp. 12, 19, 44", "p. 45"],
        ["p. xii", "pp. 45–47"],
        ["p. 98"],
    ]
    assert found[1].reference == "Nils Lindqvist, A Winter on the Ice"
    assert all(one.known for one in found)


def test_a_page_that_is_cited_twice_is_listed_once_and_counted() -> None:
    text = "“It froze all night” (p. 45). “It thawed all day” (p. 45). “It froze” (p. 9)."
    [only] = listed(text, KnownWorks((LAMPS,), LAMPS))
    assert [(page.label, page.times) for page in only.pages] == [("p. 9", 1), ("p. 45", 2)]


def test_a_volume_and_a_note_stand_with_their_page() -> None:
    text = "“It froze all night” (Okafor, vol. 2, p. 4). “It thawed” (Okafor, p. 45, note 3)."
    [only] = listed(text, KnownWorks((LAMPS,)))
    assert [page.label for page in only.pages] == ["p. 45, note 3", "vol. 2, p. 4"]
    assert only.listed_pages == ("pp. 45 (note 3)", "vol. 2: 4")


def test_a_page_that_is_the_only_one_of_its_work_is_listed_as_it_is_cited() -> None:
    [only] = listed("“It froze all night” (Okafor, p. 45, note 3).", KnownWorks((LAMPS,)))
    assert only.listed_pages == ("p. 45, note 3",)


def test_what_the_manifest_lacks_and_what_is_named_without_a_page_are_listed_too() -> None:
    text = (
        "“It froze all night” (Marlow, p. 45).\n\n“I carry light up stairs all night.”\n\n– Letters"
    )
    found = listed(text, KnownWorks((LAMPS, DIARY), LAMPS))
    assert [(one.reference, one.known, one.citations, one.quotations) for one in found] == [
        ("Marlow", False, 1, 1),
        ("Clara Voss, Letters", True, 0, 1),
    ]
    assert found[1].pages == ()


def test_pages_of_no_work_are_listed_last_and_have_no_key() -> None:
    text = "“It froze all night” (p. 45). “It thawed all day” (Lindqvist, p. 46)."
    ice, nameless = listed(text, KnownWorks((ICE, YEAR)))
    assert ice.key == "ice"
    assert (nameless.key, nameless.reference, nameless.known) == (None, NO_WORK_NAMED, False)
    assert [page.label for page in nameless.pages] == ["p. 45"]


@given(concordances())
def test_every_citation_is_counted_once_in_its_work(concordance: Concordance) -> None:
    found = list_cited_works(concordance)
    assert sum(one.citations for one in found) == len(concordance.citations)
    assert len({one.key for one in found}) == len(found)
    for one in found:
        own = [c for c in concordance.citations if (c.key or c.work) == one.key and c.pages]
        assert sum(page.times for page in one.pages) == len(own)
        assert {page.pages for page in one.pages} == {c.pages for c in own}
        assert all(format_pages(page.pages) in page.label for page in one.pages)
