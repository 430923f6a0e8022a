"""What is looked up rather than asked: a page, a paragraph, a quotation."""

import time
from random import Random

from embeddings.concordance import excerpts
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.references import paragraphs as numbered
from embeddings.lookup import random_quotation
from embeddings.lookup.locator import page_asked
from embeddings.lookup.outcome import Outcome, answered
from embeddings.lookup.pages import look_up
from embeddings.lookup.random_quotation import Search, Wanted, draw
from embeddings.messages import TranslatableMessage
from embeddings.types import Answer, Hit, Passage, Span


def page(concordance: Concordance, printed: str, work: str | None = None) -> Answer:
    """Return all passages that cite a page: the default work's first, each in reading order.

    A work is meant by its key, title or author. Raises AskedError for what is no page, and for
    a work that is not cited.
    """
    started = time.perf_counter()
    named = concordance.work_named(work) if work else None
    locator = page_asked(printed, named)
    return answered(concordance, locator.where, look_up(concordance, locator), started)


def paragraph(concordance: Concordance, asked: int | str) -> Answer:
    """Return a whole paragraph; raise NoParagraphError where the text has no such."""
    started = time.perf_counter()
    return _shown(concordance, excerpts.paragraph(concordance, asked), started)


def quotation(
    concordance: Concordance,
    wanted: Wanted,
    chance: Random,
    last: Span | None = None,
    search: Search | None = None,
) -> Answer:
    """Return a quotation at random, another than the last one where there is another.

    Raises AskedError as `draw` does.
    """
    started = time.perf_counter()
    found = draw(concordance, wanted, chance, last, search)
    asked = " · ".join(filter(None, (wanted.work, wanted.page, wanted.theme)))
    return answered(concordance, asked or TranslatableMessage("a quotation"), found, started)


def of_the_day(concordance: Concordance, reader: int, day: int) -> Answer:
    """Return the quotation whose turn it is on a day, never the one of the day before."""
    started = time.perf_counter()
    found = random_quotation.of_the_day(concordance, reader, day)
    return answered(concordance, TranslatableMessage("a quotation"), found, started)


def _shown(concordance: Concordance, passage: Passage, started: float) -> Answer:
    found = Outcome("source", None, (Hit(passage, 1.0),))
    return answered(concordance, numbered(passage.paragraphs), found, started)
