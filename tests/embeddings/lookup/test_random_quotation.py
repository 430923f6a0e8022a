"""A quotation at random: what was asked for, whole if there is such, never the last one again."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.answering.answerer import Answerer
from embeddings.citations import KnownWorks, pages_overlap
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.errors import UnknownWorkError
from embeddings.concordance.proof import Outcome, prove_hits
from embeddings.errors import AskedError
from embeddings.lookup.locator import NoPageError, parse_asked_pages
from embeddings.lookup.random_quotation import (
    MAX_WORDS,
    MIN_WORDS,
    QuotationFilter,
    choose_for_day,
    draw,
)
from embeddings.readers import blocks
from embeddings.types import Document, Passage, Span
from tests.support.made_up_texts import concordances
from tests.support.small_text import DIARY, ICE, LAMPS, small

SMALL = small()
ANY = QuotationFilter()
ALONE = "“It froze all night, and nobody slept until it thawed” (p. 45)"
PART = "“…froze all night, and nobody slept until it thawed” (p. 46)"
SHORT = "“It froze all night” (p. 47)"


def chance(seed: int = 0) -> Random:
    """Return chance that falls alike each time."""
    return Random(seed)  # noqa: S311  (a draw, no secret)


def concordance_of(text: str) -> Concordance:
    """Return the concordance of a text."""
    document = Document.of("text", "A text", blocks(text))
    return Concordance.of(document, KnownWorks((LAMPS, ICE, DIARY), LAMPS))


def drawn(concordance: Concordance, wanted: QuotationFilter = ANY, count: int = 40) -> set[str]:
    """Return what is drawn in as many draws, each of which proves its words."""
    found = (draw(concordance, wanted, chance(seed)) for seed in range(count))
    return {one.passage.text for each in found for one in prove_hits(concordance, each.hits)}


def said(concordance: Concordance, wanted: QuotationFilter) -> str | None:
    """Return what is said where nothing is drawn."""
    found = draw(concordance, wanted, chance())
    assert (found.outcome, found.hits) == ("nearest", ())
    return found.message


def test_every_quotation_may_be_drawn() -> None:
    text = "\n\n".join(ALONE.replace("45", str(page)) for page in range(10, 16))
    assert len(drawn(concordance_of(text), count=200)) == 6


def test_one_that_stands_by_itself_is_drawn_before_others() -> None:
    assert drawn(concordance_of(f"{PART}.\n\n{SHORT}.\n\n{ALONE}.")) == {f"{ALONE}."}
    assert drawn(concordance_of(f"{PART}.\n\n{SHORT}.")) == {f"{PART}.", f"{SHORT}."}


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        ("It froze all night, and nobody slept there.", True),
        ("…It froze all night, and nobody slept there…", True),
        ("1905 froze all night, and nobody slept there.", True),
        ("it froze all night, and nobody slept there.", False),
        ("It froze all night, and nobody slept there", False),
        ("It froze all night.", False),
        (f"It froze {'all night ' * MAX_WORDS}.", False),
        (f"It {'froze ' * (MIN_WORDS - 1)}.", True),
        (f"It {'froze ' * (MIN_WORDS - 2)}.", False),
    ],
)
def test_whole_sentences_of_a_length_to_read_stand_by_themselves(words: str, whole: bool) -> None:
    one, other = f"“{words}” (p. 45)", "“…and not another one of those again” (p. 46)"
    found = drawn(concordance_of(f"{one}\n\n{other}"))
    assert found == ({one} if whole else {one, other})


def test_a_quotation_is_drawn_with_its_lead_in_its_page_and_its_marks() -> None:
    concordance = concordance_of(f"The keepers wrote: {ALONE}. It was cold.")
    [shown] = prove_hits(concordance, draw(concordance, QuotationFilter(), chance()).hits)
    assert shown.passage.text == f"{ALONE}."
    assert shown.lead_ins == ("The keepers wrote:",)
    assert shown.reference == "in Ines Okafor, The Lamp Keepers, p. 45 · text ¶ 1"


@pytest.mark.parametrize(
    ("wanted", "pages"),
    [
        (QuotationFilter(work="lamps"), {(12, 19, 44), (45,)}),
        (QuotationFilter(work="Okafor"), {(12, 19, 44), (45,)}),
        (QuotationFilter(page="45"), {(45,), ("45–47",)}),
        (QuotationFilter(page="pp. 44–46"), {(12, 19, 44), (45,), ("45–47",)}),
        (QuotationFilter(work="ice", page="46"), {("45–47",)}),
        (QuotationFilter(work="Voss"), {(98,)}),
        (QuotationFilter(theme="ice autumn"), {(45,), ("45–47",)}),
        (QuotationFilter(work="ice", theme="spring"), {("45–47",)}),
    ],
)
def test_work_page_and_theme_are_what_was_asked_for(
    wanted: QuotationFilter, pages: set[tuple[int | str, ...]]
) -> None:
    found = set()
    for seed in range(30):
        [hit] = draw(SMALL, wanted, chance(seed)).hits
        [citation] = hit.passage.citations
        found.add(tuple(a if a == b else f"{a}–{b}" for a, b in citation.pages))
    assert found == pages


def test_a_sentence_that_cites_is_drawn_where_nobody_is_quoted() -> None:
    text = "It was cold. The lamp went out (Lindqvist, p. xii). It froze."
    concordance = concordance_of(text)
    assert drawn(concordance) == {"The lamp went out (Lindqvist, p. xii)."}
    [hit] = draw(concordance, QuotationFilter(page="xii"), chance()).hits
    assert hit.passage.voice == "essay"


def test_a_quotation_of_a_work_without_a_page_may_be_asked_for() -> None:
    concordance = concordance_of(f"{ALONE}.\n\n“I carry light up stairs.”\n\n– Voss, Letters")
    assert drawn(concordance, QuotationFilter(work="diary")) == {"“I carry light up stairs.”"}
    assert drawn(concordance) == {f"{ALONE}."}


@given(st.integers(0, 99))
def test_it_is_never_the_last_one_again_where_there_is_another(seed: int) -> None:
    last: Span | None = None
    for number in range(6):
        [hit] = draw(SMALL, QuotationFilter(), chance(seed + number), last).hits
        assert hit.passage.span != last
        last = hit.passage.span


def test_the_only_one_is_drawn_again() -> None:
    concordance = concordance_of(f"{ALONE}.")
    [hit] = draw(concordance, QuotationFilter(), chance()).hits
    assert draw(concordance, QuotationFilter(), chance(1), hit.passage.span).hits == (hit,)


def test_another_is_drawn_though_it_stands_less_by_itself() -> None:
    concordance = concordance_of(f"{ALONE}.\n\n{SHORT}.\n\nNobody slept (Lindqvist, p. 9).")
    last = None
    for text in (f"{ALONE}.", f"{SHORT}.", f"{ALONE}."):
        [hit] = draw(concordance, QuotationFilter(), chance(), last).hits
        assert hit.passage.text == text
        last = hit.passage.span
    [hit] = draw(concordance, QuotationFilter(work="ice"), chance(), last).hits
    assert hit.passage.text == "Nobody slept (Lindqvist, p. 9)."


NONE = {
    QuotationFilter(theme="photosynthesis"): "No: the text quotes nothing on “photosynthesis”.",
    QuotationFilter(work="ice", theme="barricades"): (
        "No: the text quotes nothing from A Winter on the Ice on “barricades”."
    ),
    QuotationFilter(page="45", theme="barricades"): (
        "No: the text quotes nothing from p. 45 on “barricades”."
    ),
    QuotationFilter(page="99"): (
        "No: the text cites nothing from p. 99. The nearest page that it cites is p. 98 of 1848."
    ),
    QuotationFilter(work="lamps", page="46"): (
        "No: the text cites nothing from p. 46 of The Lamp Keepers. "
        "The nearest page that it cites is p. 45 of The Lamp Keepers."
    ),
}


@pytest.mark.parametrize(("wanted", "sentence"), NONE.items())
def test_where_there_is_none_a_sentence_says_so(wanted: QuotationFilter, sentence: str) -> None:
    assert said(SMALL, wanted) == sentence


def test_a_text_that_quotes_nothing_says_so() -> None:
    assert (
        said(concordance_of("Nobody slept."), QuotationFilter()) == "No: the text quotes nothing."
    )


def test_what_is_no_page_and_no_work_is_refused() -> None:
    with pytest.raises(NoPageError):
        draw(SMALL, QuotationFilter(page="0"), chance())
    with pytest.raises(UnknownWorkError):
        draw(SMALL, QuotationFilter(work="Atlas"), chance())


def test_a_theme_is_searched_for_where_a_search_is_given() -> None:
    asked: list[tuple[str, int]] = []

    def search(theme: str, limit: int) -> list[Passage]:
        asked.append((theme, limit))
        return [SMALL.passages[1]]

    found = draw(SMALL, QuotationFilter(theme=" staircases "), chance(), search=search)
    assert [hit.passage.text for hit in found.hits] == ["“I carry light up stairs” (12, 19, 44)."]
    assert asked == [("staircases", 20)]


def test_a_theme_that_the_search_finds_is_quoted(small_answerer: Answerer) -> None:
    def of(theme: str) -> Outcome:
        return draw(
            SMALL, QuotationFilter(theme=theme), chance(), search=small_answerer.find_passages
        )

    [hit] = of("a ship in the ice").hits
    assert "held in the ice" in hit.passage.text
    assert of("How does photosynthesis store energy in a leaf?").hits == ()
    assert of("zzzz qqqq").hits == ()


@given(concordances(), st.integers(0, 9), st.sampled_from(("prophet", "Harman", None)), st.data())
def test_whatever_is_drawn_is_verbatim_and_what_was_asked_for(
    concordance: Concordance, seed: int, work: str | None, data: st.DataObject
) -> None:
    page = data.draw(st.sampled_from((None, "45", "280–290", "xii", "0", "abc")))
    try:
        found = draw(concordance, QuotationFilter(work, page), chance(seed))
    except AskedError:
        return
    shown = prove_hits(concordance, found.hits)
    assert len(shown) <= 1
    assert shown or found.message
    for one in shown:
        assert one.passage.text in concordance.document.text
        if page is not None:
            assert any(
                pages_overlap(c.pages, parse_asked_pages(page)) for c in one.passage.citations
            )


@given(concordances(), st.integers(0, 1 << 64), st.integers(700_000, 800_000))
def test_the_quotation_of_the_day_is_never_that_of_the_day_before(
    concordance: Concordance, reader: int, day: int
) -> None:
    found = [choose_for_day(concordance, reader, day + number) for number in range(8)]
    texts = [one.passage.text for each in found for one in prove_hits(concordance, each.hits)]
    if not found[0].hits:
        assert texts == []
        return
    assert len(texts) == 8
    if len(set(texts)) > 1:
        assert all(one != other for one, other in pairwise(texts))


def test_every_quotation_has_its_turn_before_one_comes_again() -> None:
    pages = range(10, 16)
    text = "\n\n".join(f"{ALONE.replace('all', f'{page} days and all')}." for page in pages)
    concordance = concordance_of(f"{text}\n\n{PART}.")
    for reader in (1, 2):
        found = [choose_for_day(concordance, reader, day).hits[0].passage.text for day in range(12)]
        assert len(set(found[:6])) == 6
        assert found[6:] == found[:6]
    orders = {
        tuple(choose_for_day(concordance, reader, day).hits[0].passage.start for day in range(6))
        for reader in range(20)
    }
    assert len(orders) > 10


def test_the_only_quotation_that_stands_by_itself_is_not_shown_every_day() -> None:
    concordance = concordance_of(f"{ALONE}.\n\n{PART}.")
    found = {choose_for_day(concordance, 1, day).hits[0].passage.text for day in range(2)}
    assert found == {f"{ALONE}.", f"{PART}."}


def test_a_text_that_quotes_nothing_has_no_quotation_of_the_day() -> None:
    assert choose_for_day(concordance_of("It froze."), 1, 7).outcome == "nearest"
