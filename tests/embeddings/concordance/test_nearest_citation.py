"""The nearest page for a passage that cites none: near, on the right side, and told as such."""

import pytest
from hypothesis import given

from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.excerpts import excerpt_paragraph
from embeddings.concordance.nearest_citation import MAX_PARAGRAPHS_AWAY, find_nearest_citation
from embeddings.readers import blocks
from embeddings.types import Document
from tests.support.made_up_texts import concordances
from tests.support.small_text import ICE, LAMPS

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
