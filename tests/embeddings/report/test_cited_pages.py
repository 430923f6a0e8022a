"""Where pages are cited: every citation is a mark, and every page has its place on the axis."""

from hypothesis import given
from hypothesis import strategies as st

from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance
from embeddings.report.cited_pages import PageScale, collect_cited_pages, find_unpaged_quotations
from embeddings.types import Document, Page, Work
from tests.support.made_up_texts import concordances
from tests.support.small_text import small

LAMP = Work("lamp", "The Lamp")
ROMANS = "i ii iv ix xii xl xcix ccc".split()


def test_the_works_are_told_apart_the_one_cited_most_first() -> None:
    found = collect_cited_pages(small())
    assert [(one.name, one.citations) for one in found] == [
        ("Ines Okafor, The Lamp Keepers", 2),
        ("Nils Lindqvist, A Winter on the Ice", 2),
        ("Clara Voss, 1848", 1),
    ]
    lamps = found[0].marks
    assert [mark.pages for mark in lamps] == [(12, 12), (19, 19), (44, 44), (45, 45)]
    assert {mark.role for mark in lamps} == {"closes"}
    assert lamps[0].caption == "¶ 2 · pp. 12, 19, 44 · closes a quotation"


def test_a_volume_has_a_picture_of_its_own() -> None:
    text = ["“The lamp is lit at night” (vol. 2, p. 7).", "“It is put out at dawn” (p. 7)."]
    document = Document.of("text", "Text", text)
    found = collect_cited_pages(Concordance.of(document, KnownWorks((LAMP,), LAMP)))
    assert {one.name for one in found} == {"The Lamp", "The Lamp, vol. 2"}


@given(concordances())
def test_every_page_cited_is_a_mark_and_no_other(concordance: Concordance) -> None:
    found = collect_cited_pages(concordance)
    marks = [mark for one in found for mark in one.marks]
    pages = [(n, pages) for n, one in enumerate(concordance.citations, 1) for pages in one.pages]
    assert sorted((m.number, str(m.pages)) for m in marks) == sorted((n, str(p)) for n, p in pages)
    assert sum(one.citations for one in found) == len([c for c in concordance.citations if c.pages])
    for mark in marks:
        assert mark.citation == concordance.citations[mark.number - 1]
        assert mark.paragraphs[0] <= mark.paragraphs[1]
    closing = {c for c in concordance.citations if c.closes and c.pages}
    paged = [one for one in concordance.quotations if any(c.pages for c in one.citations)]
    assert len(find_unpaged_quotations(concordance)) + len(paged) == len(concordance.quotations)
    assert bool(closing) >= bool(paged)


PAGES = st.lists(st.one_of(st.integers(1, 2000), st.sampled_from(ROMANS)), min_size=1)


@given(PAGES, st.lists(st.integers(-50, 2050)))
def test_pages_stand_in_order_roman_ones_below(pages: list[Page], numbers: list[int]) -> None:
    scale = PageScale(pages)
    arabic = sorted(one for one in pages if isinstance(one, int))
    roman = sorted((one for one in pages if isinstance(one, str)), key=ROMANS.index)
    every: list[Page] = [*dict.fromkeys(roman), *dict.fromkeys(arabic)]
    places = [scale.place(one) for one in every]
    assert places == sorted(places)
    assert len({*places}) == len(places)
    for at, printed in scale.label_ticks(numbers):
        assert min(places) <= at <= max(places)
        assert at == scale.place(printed if printed in ROMANS else int(printed))
