"""Answers to what is looked up rather than asked: a page, a paragraph, a quotation."""

import time
from random import Random

from embeddings.concordance import excerpts
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.references import paragraphs
from embeddings.lookup.locator import page_asked
from embeddings.lookup.outcome import Outcome, answered
from embeddings.lookup.pages import look_up
from embeddings.lookup.random_quotation import Search, Wanted, choose_for_day, draw
from embeddings.messages import TranslatableMessage
from embeddings.types import Answer, Hit, Span


def page(concordance: Concordance, printed: str, work: str | None = None) -> Answer:
    """Return all passages that cite a page, those of the default work first, in reading order.

    The work is given by its key, title or author. Raises AskedError if the page is no page, or
    the work is not cited.
    """
    started = time.perf_counter()
    named = concordance.work_named(work) if work else None
    locator = page_asked(printed, named)
    return answered(concordance, locator.where, look_up(concordance, locator), started)


def paragraph(concordance: Concordance, asked: int | str) -> Answer:
    """Return a whole paragraph; raise NoParagraphError if the text has no such paragraph."""
    started = time.perf_counter()
    passage = excerpts.paragraph(concordance, asked)
    outcome = Outcome("source", None, (Hit(passage, 1.0),))
    return answered(concordance, paragraphs(passage.paragraphs), outcome, started)


def quotation(
    concordance: Concordance,
    wanted: Wanted,
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
    return answered(concordance, asked or TranslatableMessage("a quotation"), outcome, started)


def of_the_day(concordance: Concordance, reader: int, day: int) -> Answer:
    """Return a reader's quotation for a day, never the same on two days in a row."""
    started = time.perf_counter()
    outcome = choose_for_day(concordance, reader, day)
    return answered(concordance, TranslatableMessage("a quotation"), outcome, started)
