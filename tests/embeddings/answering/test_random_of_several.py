"""A quotation at random from several texts."""

from collections import Counter
from random import Random
from typing import NoReturn

import pytest

from embeddings.answering.answerer import Answerer
from embeddings.answering.random_of_several import Drawing, Drawn
from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.errors import UnknownWorkError
from embeddings.lookup.locator import NoPageError
from embeddings.lookup.random_quotation import QuotationFilter
from embeddings.readers import blocks
from embeddings.types import Document, Work
from tests.support.small_text import small

DIARY = Work("diary", "A Diary")


def of(key: str, count: int) -> Concordance:
    """Return a text with so many quotations."""
    said = (
        f"He wrote: “On day {n} nothing at all happened to us here” (p. {n})."
        for n in range(1, count + 1)
    )
    return Concordance.of(
        Document.of(key, key, blocks("\n\n".join(said))), KnownWorks((DIARY,), DIARY)
    )


def unsearched() -> NoReturn:
    """Fail: no theme is asked for."""
    raise AssertionError("nothing is searched")


def answerers(*every: Concordance) -> list[Answerer]:
    """Return what answers from some texts."""
    return [Answerer(one, 0.5, unsearched) for one in every]


def test_each_text_is_drawn_from_by_how_much_it_quotes() -> None:
    chance, every = Random(1), answerers(of("one", 2), of("ten", 20))  # noqa: S311
    drawn = [
        Drawing(QuotationFilter(), chance).draw_from(every).shown[0].document.key
        for _ in range(400)
    ]
    counted = Counter(drawn)
    assert 0.05 < counted["one"] / 400 < 0.15


def test_what_one_text_has_not_is_drawn_from_the_other() -> None:
    every = answerers(small(), of("diary", 3))
    for seed in range(20):
        drawing = Drawing(QuotationFilter(work="A Diary"), Random(seed))  # noqa: S311
        assert drawing.draw_from(every).shown[0].document.key == "diary"
    with pytest.raises(UnknownWorkError):
        Drawing(QuotationFilter(work="Das Kapital"), Random(1)).draw_from(every)  # noqa: S311
    with pytest.raises(NoPageError):
        Drawing(QuotationFilter(page="so many"), Random(1)).draw_from(every)  # noqa: S311


def test_where_no_text_has_it_the_answer_is_a_plain_no() -> None:
    drawing = Drawing(QuotationFilter(page="999"), Random(1))  # noqa: S311
    found = drawing.draw_from(answerers(small(), of("diary", 3)))
    assert (found.outcome, found.shown) == ("nearest", ())


def test_what_was_drawn_last_is_not_drawn_again() -> None:
    every, last = answerers(of("diary", 2)), None
    chance = Random(3)  # noqa: S311
    for _ in range(20):
        found = Drawing(QuotationFilter(), chance, last).draw_from(every)
        now = Drawn(found.edition, found.shown[0].passage.span)
        assert now != last
        last = now


def test_a_place_in_another_text_is_no_place_in_this_one() -> None:
    one, two = of("one", 1), of("two", 1)
    last = Drawn(one.document.edition, one.passages[0].span)
    found = Drawing(QuotationFilter(), Random(1), last).draw_from(answerers(two))  # noqa: S311
    assert found.shown[0].document.key == "two"
