"""What an answer says about a passage: source, page, link, nearest citation."""

from dataclasses import replace

import pytest
from hypothesis import given

from embeddings.citations import KnownWorks
from embeddings.concordance import annotations
from embeddings.concordance.annotations import (
    MAX_PARAGRAPHS_AWAY,
    Annotation,
    Annotations,
    build_page_link,
    build_passage_link,
    find_link,
    find_nearest_citation,
    format_cited_pages,
    format_reference,
)
from embeddings.concordance.concordance import Concordance, Links
from embeddings.concordance.excerpts import excerpt_paragraph
from embeddings.readers import blocks
from embeddings.types import Document
from embeddings.types.document import Block, PageBreak
from tests.support.made_up_texts import concordances
from tests.support.small_text import DIARY, ICE, LAMPS, YEAR, small

SMALL = replace(
    small(),
    links=Links("https://example.org/{edition}#p{paragraph}-{start}-{end}", "/{work}?page={page}"),
)


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


CITES = "“It froze all night” (p. 45)."
NONE = "Nobody slept."


def concordance_of(*paragraphs: str) -> Concordance:
    """Return the concordance of paragraphs that quote one work."""
    document = Document.of("text", "A text", blocks("\n\n".join(paragraphs)))
    return Concordance.of(document, KnownWorks((LAMPS, ICE), LAMPS))


def told(number: int, *paragraphs: str) -> str | None:
    """Return what is told of a paragraph."""
    concordance = concordance_of(*paragraphs)
    found = find_nearest_citation(concordance, excerpt_paragraph(concordance, number))
    return found.sentence if found else None


@pytest.mark.parametrize(
    ("number", "paragraphs", "where"),
    [
        (2, (CITES, NONE), "one paragraph before"),
        (3, (CITES, NONE, NONE), "two paragraphs before"),
        (1, (NONE, NONE, NONE, CITES), "three paragraphs after"),
        (6, (CITES, *[NONE] * 5), "five paragraphs before"),
        (2, (CITES, NONE, CITES), "one paragraph before"),
        (2, (NONE, NONE, CITES), "one paragraph after"),
    ],
)
def test_the_nearest_is_told_with_its_distance_and_side(
    number: int, paragraphs: tuple[str, ...], where: str
) -> None:
    assert told(number, *paragraphs) == f"nearest cited: The Lamp Keepers, p. 45, {where}"


def test_nothing_is_told_of_what_cites_a_page_itself_or_of_one_too_far() -> None:
    assert told(1, CITES, CITES) is None
    assert told(7, CITES, *[NONE] * 6) is None
    assert told(1, NONE, NONE) is None


def test_the_last_one_before_and_the_first_one_behind_are_nearest() -> None:
    two = "“It froze all night” (p. 45). “It thawed all day” (Lindqvist, p. 46)."
    assert told(2, two, NONE) == "nearest cited: A Winter on the Ice, p. 46, one paragraph before"
    assert told(1, NONE, two) == "nearest cited: The Lamp Keepers, p. 45, one paragraph after"


def test_a_citation_of_a_work_without_a_page_is_no_page() -> None:
    assert told(2, "“It froze all night” (Cliff 1989).", NONE, CITES) == (
        "nearest cited: The Lamp Keepers, p. 45, one paragraph after"
    )


def test_a_work_that_is_not_known_is_told_as_printed_and_a_note_with_its_page() -> None:
    said = "“It froze all night” (Marlow, p. 45, footnote 1)."
    assert told(2, said, NONE) == "nearest cited: Marlow, p. 45, footnote 1, one paragraph before"


def test_a_part_of_a_paragraph_is_told_what_the_rest_cites() -> None:
    long = "It froze all night, and nobody slept in the house of the keepers. " * 40
    concordance = concordance_of(f"{long}{CITES}", f"{CITES} {long}")
    first, *_, last = concordance.passages
    for passage, where in ((first, "later"), (last, "earlier")):
        found = find_nearest_citation(concordance, passage)
        assert found is not None
        assert found.sentence == (
            f"nearest cited: The Lamp Keepers, p. 45, {where} in the same paragraph"
        )


@given(concordances())
def test_it_is_never_farther_than_another_and_none_of_the_passages_own(
    concordance: Concordance,
) -> None:
    for passage in concordance.passages:
        found = find_nearest_citation(concordance, passage)
        paged = [one for one in concordance.citations if one.pages]
        away = [min(abs(one.paragraph - number) for number in passage.paragraphs) for one in paged]
        if passage.citations or min(away, default=MAX_PARAGRAPHS_AWAY + 1) > MAX_PARAGRAPHS_AWAY:
            assert found is None
        else:
            assert found is not None
            assert found.distance == min(away)
            assert not passage.span.touches(found.citation.span)
            assert (found.direction == "before") == (found.citation.end <= passage.start)


def test_an_annotation_is_what_the_concordance_says_of_the_passage() -> None:
    margin = Annotations(SMALL)
    for passage in SMALL.passages:
        found, near = margin.annotate(passage), find_nearest_citation(SMALL, passage)
        assert found.reference == format_reference(SMALL, passage)
        assert found.url == find_link(SMALL, passage)
        assert found.nearby == (near.sentence if near else None)
        spans = [one.lead_in for one in passage.quotations]
        texts = tuple(SMALL.document.text[one.start : one.end] if one else None for one in spans)
        assert found.lead_ins == texts
    assert any(margin.annotate(passage).lead_ins for passage in SMALL.passages)


def test_an_annotation_is_made_once_for_each_passage() -> None:
    margin, first = Annotations(SMALL), SMALL.passages[0]
    assert margin.annotate(first) is margin.annotate(first)


def test_another_passage_that_begins_at_the_same_place_has_an_annotation_of_its_own() -> None:
    margin, first = Annotations(SMALL), SMALL.passages[0]
    margin.annotate(first)
    longer = replace(first, paragraphs=(first.paragraphs[0], first.paragraphs[-1] + 1))
    assert margin.annotate(longer) == Annotation.of(SMALL, longer) != Annotation.of(SMALL, first)


def test_no_more_than_so_many_annotations_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotations, "MAX_ANNOTATIONS", 2)
    margin = Annotations(SMALL)
    for passage in SMALL.passages:
        assert margin.annotate(passage) == Annotation.of(SMALL, passage)
        assert len(margin._kept) <= 2
