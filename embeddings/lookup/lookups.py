"""Answers to what is looked up rather than asked: a page, a paragraph, a quotation."""

import time
from random import Random

from embeddings.concordance import excerpts
from embeddings.concordance.annotations import format_paragraphs
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.proof import Outcome, make_answer
from embeddings.lookup.locator import parse_page_request
from embeddings.lookup.pages import look_up_pages
from embeddings.lookup.random_quotation import QuotationFilter, Search, choose_for_day, draw
from embeddings.messages import TranslatableMessage
from embeddings.types import Answer, Hit, Span


def look_up_page(concordance: Concordance, printed: str, work: str | None = None) -> Answer:
    """Return all passages that cite a page, those of the default work first, in reading order.

    The work is given by its key, title or author. Raises AskedError if the page is no page, or
    the work is not cited.
    """
    started = time.perf_counter()
    named = concordance.find_cited_work(work) if work else None
    locator = parse_page_request(printed, named)
    return make_answer(concordance, locator.where, look_up_pages(concordance, locator), started)


def look_up_paragraph(concordance: Concordance, asked: int | str) -> Answer:
    """Return a whole paragraph; raise NoParagraphError if the text has no such paragraph."""
    started = time.perf_counter()
    passage = excerpts.excerpt_paragraph(concordance, asked)
    outcome = Outcome("source", None, (Hit(passage, 1.0),))
    return make_answer(concordance, format_paragraphs(passage.paragraphs), outcome, started)


def draw_quotation(
    concordance: Concordance,
    wanted: QuotationFilter,
    chance: Random,
    last: Span | None = None,
    search: Search | None = None,
) -> Answer:
    """Return a random quotation, not the last one again if there is another.

    Raises AskedError as `draw` does.
    """
    started = time.perf_counter()
    outcome = draw(concordance, wanted, chance, last, search)
    asked = " · ".join(filter(None, (wanted.work, wanted.page, wanted.theme)))
    return make_answer(concordance, asked or TranslatableMessage("a quotation"), outcome, started)


def choose_daily_quotation(concordance: Concordance, reader: int, day: int) -> Answer:
    """Return a reader's quotation for a day, never the same on two days in a row."""
    started = time.perf_counter()
    outcome = choose_for_day(concordance, reader, day)
    return make_answer(concordance, TranslatableMessage("a quotation"), outcome, started)
