"""Links to passages and pages, from the manifest's URL templates."""

from dataclasses import replace

from embeddings.concordance.concordance import Links
from embeddings.concordance.links import build_page_link, build_passage_link, find_link
from tests.support.small_text import small

SMALL = replace(
    small(),
    links=Links("https://example.org/{edition}#p{paragraph}-{start}-{end}", "/{work}?page={page}"),
)


def test_a_link_to_a_passage_carries_its_place_and_edition() -> None:
    passage = SMALL.passages[1]
    edition = SMALL.document.edition
    place = f"p2-{passage.start}-{passage.end}"
    assert build_passage_link(SMALL, passage) == f"https://example.org/{edition}#{place}"
    assert find_link(SMALL, passage) == build_passage_link(SMALL, passage)


def test_a_link_to_a_page_names_its_work() -> None:
    citation = SMALL.passages[1].citations[0]
    assert build_page_link(SMALL, citation) == "/lamps?page=12"
    strange = replace(citation, key=None, work="A & B")
    assert build_page_link(SMALL, strange) == "/A%20%26%20B?page=12"


def test_a_page_is_linked_where_passages_cannot_be() -> None:
    pages = replace(SMALL, links=Links(None, "/{page}"))
    assert find_link(pages, SMALL.passages[1]) == "/12"
    assert find_link(pages, SMALL.passages[0]) is None
    assert find_link(small(), SMALL.passages[1]) is None
