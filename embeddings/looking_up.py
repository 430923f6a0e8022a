"""What is looked up rather than asked: a page, a paragraph and its neighbours, a quotation."""

import time
from collections.abc import Sequence
from random import Random

from embeddings import paragraphs
from embeddings.answer import answered
from embeddings.at_random import Search, Wanted, draw
from embeddings.cited import Found, look_up
from embeddings.concordance import Concordance
from embeddings.locator import page_asked
from embeddings.reference import paragraphs as numbered
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
    return _shown(concordance, paragraphs.paragraph(concordance, asked), started)


def before(concordance: Concordance, numbers: Sequence[int]) -> Answer | None:
    """Return the paragraph before those of some numbers; None at the beginning."""
    started = time.perf_counter()
    found = paragraphs.before(concordance, numbers)
    return _shown(concordance, found, started) if found else None


def after(concordance: Concordance, numbers: Sequence[int]) -> Answer | None:
    """Return the paragraph behind those of some numbers; None at the end."""
    started = time.perf_counter()
    found = paragraphs.after(concordance, numbers)
    return _shown(concordance, found, started) if found else None


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
    return answered(concordance, asked or "a quotation", found, started)


def _shown(concordance: Concordance, passage: Passage, started: float) -> Answer:
    found = Found("source", None, (Hit(passage, 1.0),))
    return answered(concordance, numbered(passage.paragraphs), found, started)
