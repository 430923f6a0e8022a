"""The line under a passage: whose book, which page, which paragraph."""

from collections.abc import Iterable
from itertools import groupby

from embeddings.citations import label
from embeddings.concordance import Concordance
from embeddings.types import Citation, Document, Passage, Work

NO_PAGE = "no page given"


def reference(concordance: Concordance, passage: Passage) -> str:
    """Return `in Isaac Deutscher, The Prophet, p. 282 · essay ¶ 81–82`.

    What a quotation is taken from stands behind *in*; what only backs the author's own
    words, behind *citing*. Where the text's file has pages, its own stands with the
    paragraph: `essay, p. xii, ¶ 81–82`.
    """
    works = {work.key: work for work in concordance.works}
    parts = [
        f"{'in' if closes else 'citing'} {_pages(list(group), works)}"
        for closes, group in groupby(passage.citations, key=lambda one: one.closes is not None)
    ]
    parts += _unpaged(passage, works)
    if not parts:
        parts = [NO_PAGE]
    return f"{'; '.join(parts)} · {_place(concordance.document, passage)}"


def _place(document: Document, passage: Passage) -> str:
    """Return where a passage stands in its own text: `essay ¶ 81`, `essay, pp. 4–5, ¶ 81`."""
    numbers, pages = paragraphs(passage.paragraphs), document.pages_in(passage.span)
    if not pages:
        return f"{document.key} {numbers}"
    printed = f"p. {pages[0]}" if len(pages) == 1 else f"pp. {pages[0]}–{pages[-1]}"
    return f"{document.key}, {printed}, {numbers}"


def paragraphs(numbers: tuple[int, ...]) -> str:
    """Return `¶ 81–82`."""
    first, last = numbers[0], numbers[-1]
    return f"¶ {first}" if first == last else f"¶ {first}–{last}"


def _pages(citations: Iterable[Citation], works: dict[str, Work]) -> str:
    """Return the works, each with its pages: `Isaac Deutscher, The Prophet, p. 15, p. 17`."""
    parts = []
    for (key, work), group in groupby(citations, key=lambda one: (one.key, one.work)):
        name = works[key].reference if key in works else work
        pages = ", ".join(dict.fromkeys(page(one) for one in group))
        parts.append(f"{name}, {pages}" if name else pages)
    return "; ".join(parts)


def page(citation: Citation) -> str:
    """Return the page that a citation prints, with its volume and note: `p. 440, footnote 1`."""
    volume = f"vol. {citation.volume}, " if citation.volume else ""
    note = f", {citation.note}" if citation.note else ""
    return f"{volume}{label(citation.pages) if citation.pages else NO_PAGE}{note}"


def _unpaged(passage: Passage, works: dict[str, Work]) -> list[str]:
    """Return the works that quotations without a page are taken from, where the text names them."""
    names = [
        works[one.key].reference if one.key in works else one.work
        for one in passage.quotations
        if one.work and not one.citations
    ]
    return [f"in {name}, {NO_PAGE}" for name in dict.fromkeys(names)]
