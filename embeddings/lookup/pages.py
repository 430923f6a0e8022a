"""Looks up the passages that cite a page, and says so plainly if none does."""

from embeddings.citations import format_pages
from embeddings.citations.page_numbers import measure_page_distance
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.proof import Outcome
from embeddings.lookup.locator import Locator
from embeddings.messages import TranslatableMessage
from embeddings.types import Hit, Passage


def look_up_pages(concordance: Concordance, locator: Locator, limit: int | None = None) -> Outcome:
    """Return the passages that cite a page, those of the default work first, or a plain no."""
    if not locator.pages:
        return Outcome(
            "nearest", TranslatableMessage("No: there is no {where}.", where=locator.where)
        )
    # find the passages
    cited = concordance.find_citations(locator.pages, locator.work)
    if locator.preferred_work is not None:
        cited = concordance.find_citations(locator.pages, locator.preferred_work) or cited
    passages = list(dict.fromkeys(map(concordance.passage_with, cited)))
    # say no, or show them
    if locator.unknown_work is not None:
        return _answer_unknown_work(concordance, locator.unknown_work, passages[:limit])
    if not passages:
        return _answer_uncited_page(concordance, locator)
    hits = tuple(Hit(passage, 1.0) for passage in passages[:limit])
    if len(hits) == len(passages):
        return Outcome("page", None, hits)
    message = TranslatableMessage(
        "The first {shown} of {count} passages that cite {where}:",
        shown=len(hits),
        count=len(passages),
        where=locator.where,
    )
    return Outcome("page", message, hits)


def _answer_unknown_work(concordance: Concordance, name: str, passages: list[Passage]) -> Outcome:
    """Say that a work is not cited; the same page of another work is shown, but is no answer."""
    cited = "; ".join(work.reference for work in concordance.cited_works()) or TranslatableMessage(
        "none"
    )
    message = TranslatableMessage(
        "No: the text does not cite “{name}”; it cites {cited}.",
        name=name,
        cited=cited,
    )
    if passages:
        message = TranslatableMessage(
            "No: the text does not cite “{name}”; it cites {cited}. "
            "The same page of another work, which is no answer:",
            name=name,
            cited=cited,
        )
    hits = tuple(Hit(passage, 0.0, sure=False) for passage in passages)
    return Outcome("nearest", message, hits)


def _answer_uncited_page(concordance: Concordance, locator: Locator) -> Outcome:
    """Say that a page is not cited, and name the nearest page that is."""
    work = locator.work
    gaps = [
        (gap, citation)
        for citation in concordance.citations
        if (work is None or work.key == (citation.key or citation.work))
        and (gap := measure_page_distance(citation.pages, locator.pages)) is not None
    ]
    where = locator.where
    if not gaps:
        return Outcome(
            "nearest", TranslatableMessage("No: the text cites nothing from {where}.", where=where)
        )
    gap, nearest = min(gaps, key=lambda pair: pair[0])
    page: str = format_pages(nearest.pages)
    if nearest.work:
        page = TranslatableMessage("{page} of {work}", page=page, work=nearest.work)
    message = TranslatableMessage(
        "No: the text cites nothing from {where}. The nearest page that it cites is {page}.",
        where=where,
        page=page,
    )
    hit = Hit(concordance.passage_with(nearest), 1 / (1 + gap), sure=False)
    return Outcome("nearest", message, (hit,))
