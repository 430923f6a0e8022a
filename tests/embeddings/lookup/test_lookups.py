"""Look-ups as answers: a page with all that cites it, a paragraph, a quotation."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.citations import KnownWorks, pages_overlap
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.errors import NoParagraphError, UnknownWorkError
from embeddings.errors import AskedError
from embeddings.lookup import lookups
from embeddings.lookup.locator import NoPageError, parse_page_request
from embeddings.lookup.random_quotation import QuotationFilter
from embeddings.readers import blocks
from embeddings.types import Answer, Document
from tests.support.made_up_texts import concordances
from tests.support.small_text import LAMPS, small

SMALL = small()
CHANCE = Random(0)  # noqa: S311  (a draw, no secret)


def paragraphs(answer: Answer) -> list[tuple[int, ...]]:
    """Return the paragraphs shown."""
    assert answer.edition == SMALL.document.edition
    return [one.passage.paragraphs for one in answer.shown]


@pytest.mark.parametrize(
    ("printed", "work", "found"),
    [
        ("45", None, [(3,)]),
        ("p. 44", None, [(2,)]),
        ("xii", None, [(6,)]),
        ("45-47", None, [(3,)]),
        ("44, 45", None, [(2,), (3,)]),
        ("12ff", None, [(2,), (3,), (4, 5)]),
        ("98", "year", [(5,)]),
        ("98", "1848", [(5,)]),
        ("46", "Lindqvist", [(3,)]),
        ("46", "a winter on the ice", [(3,)]),
    ],
)
def test_a_page_is_looked_up_with_all_that_cites_it(
    printed: str, work: str | None, found: list[tuple[int, ...]]
) -> None:
    answer = lookups.look_up_page(SMALL, printed, work)
    assert (answer.outcome, answer.message) == ("page", None)
    assert paragraphs(answer) == [SMALL.passages[n[0] - 1].paragraphs for n in found] or found


def test_all_that_cites_a_page_is_given_in_reading_order() -> None:
    text = "\n\n".join(f"“It froze all night, the {n}th” (p. 45)." for n in range(30))
    document = Document.of("text", "A text", blocks(text))
    answer = lookups.look_up_page(Concordance.of(document, KnownWorks((LAMPS,), LAMPS)), "45")
    assert answer.message is None
    assert [one.passage.paragraphs for one in answer.shown] == [(n,) for n in range(1, 31)]
    assert [one.rank for one in answer.shown] == [*range(1, 31)]


def test_a_page_that_is_not_cited_names_the_nearest() -> None:
    answer = lookups.look_up_page(SMALL, "1000000000")
    assert (answer.outcome, answer.question) == ("nearest", "p. 1000000000")
    assert answer.message == (
        "No: the text cites nothing from p. 1000000000. "
        "The nearest page that it cites is p. 98 of 1848."
    )


@pytest.mark.parametrize(
    "printed", ["0", "-1", "10^9", "abc", "", "p.", "12-", "1.5", "１２", "x" * 5000, "p. 0"]
)
def test_what_is_no_page_is_refused_in_a_sentence(printed: str) -> None:
    with pytest.raises(NoPageError, match="is no page; give a number such as 45") as caught:
        lookups.look_up_page(SMALL, printed)
    assert caught.value.printed == printed
    assert len(str(caught.value)) < 200


def test_a_work_that_is_not_cited_is_refused_in_a_sentence() -> None:
    with pytest.raises(
        UnknownWorkError, match="'Atlas' names no work that the text cites, or more"
    ):
        lookups.look_up_page(SMALL, "45", "Atlas")
    with pytest.raises(UnknownWorkError, match="…"):
        lookups.look_up_page(SMALL, "45", "Atlas" * 999)


@given(concordances(), st.text(alphabet="0123456789xivp. -–,f^", max_size=12))
def test_whatever_is_asked_for_as_a_page_ends_in_passages_or_a_sentence(
    concordance: Concordance, printed: str
) -> None:
    try:
        answer = lookups.look_up_page(concordance, printed)
    except AskedError as error:
        said: str | None = str(error)
    else:
        said = answer.message
        pages = parse_page_request(printed).pages
        if answer.outcome == "page":
            own = [one for one in concordance.citations if pages_overlap(one.pages, pages)]
            held = {c.span for one in answer.shown for c in one.passage.citations}
            assert {one.span for one in own} <= held
            return
    assert said
    assert "\n" not in said


def test_a_paragraph_is_shown() -> None:
    answer = lookups.look_up_paragraph(SMALL, "¶ 3")
    assert (answer.outcome, answer.answered, answer.question) == ("source", True, "¶ 3")
    assert paragraphs(answer) == [(3,)]
    with pytest.raises(NoParagraphError, match="'8' is no paragraph of the text"):
        lookups.look_up_paragraph(SMALL, 8)


def test_a_quotation_at_random_is_an_answer() -> None:
    answer = lookups.draw_quotation(SMALL, QuotationFilter(work="ice", page="46"), CHANCE)
    assert (answer.outcome, answer.question) == ("source", "ice · 46")
    assert paragraphs(answer) == [(3,)]
    none = lookups.draw_quotation(SMALL, QuotationFilter(theme="photosynthesis"), CHANCE)
    assert (none.outcome, none.answered, none.shown) == ("nearest", False, ())
