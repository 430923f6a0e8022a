"""The line under a passage: whose book, which page, which paragraph."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from embeddings.citations import label
from embeddings.concordance.concordance import Concordance
from embeddings.messages import TranslatableMessage, form, joined
from embeddings.types import Citation, Document, Passage, Work

NO_PAGE = TranslatableMessage("no page given")

_IN = form("in {source}")
_CITING = form("citing {source}")


def reference(concordance: Concordance, passage: Passage) -> TranslatableMessage:
    """Return `in Isaac Deutscher, The Prophet, p. 282 · essay ¶ 81–82`.

    What a quotation is taken from stands behind *in*; what only backs the author's own
    words, behind *citing*. Where the text's file has pages, its own stands with the
    paragraph: `essay, p. xii, ¶ 81–82`.
    """
    works = {work.key: work for work in concordance.works}
    parts = [
        TranslatableMessage(_IN if closes else _CITING, source=_pages(group, works))
        for closes, group in groupby(passage.citations, key=lambda one: one.closes is not None)
    ]
    parts += _unpaged(passage, works)
    place = _place(concordance.document, passage)
    return joined(" · ", [joined("; ", parts or [NO_PAGE]), place])


def cited(concordance: Concordance, passage: Passage) -> tuple[str, ...]:
    """Return the pages that a passage cites, each with its work: `The Prophet, p. 15`."""
    works = {work.key: work for work in concordance.works}
    return tuple(dict.fromkeys(_pages([one], works) for one in passage.citations))


def _place(document: Document, passage: Passage) -> str:
    """Return where a passage stands in its own text: `essay ¶ 81`, `essay, pp. 4–5, ¶ 81`."""
    numbers, pages = paragraphs(passage.paragraphs), file_pages(document.pages_in(passage.span))
    return f"{document.key}, {pages}, {numbers}" if pages else f"{document.key} {numbers}"


def file_pages(pages: Sequence[str]) -> str | None:
    """Return pages of the text's own file, `p. xii` or `pp. 4–5`; None where there are none."""
    if not pages:
        return None
    return f"p. {pages[0]}" if len(pages) == 1 else f"pp. {pages[0]}–{pages[-1]}"


def paragraphs(numbers: tuple[int, ...]) -> str:
    """Return `¶ 81–82`."""
    first, last = numbers[0], numbers[-1]
    return f"¶ {first}" if first == last else f"¶ {first}–{last}"


def _pages(citations: Iterable[Citation], works: dict[str, Work]) -> TranslatableMessage:
    """Return the works, each with its pages: `Isaac Deutscher, The Prophet, p. 15, p. 17`."""
    parts = []
    for (key, work), group in groupby(citations, key=lambda one: (one.key, one.work)):
        name = works[key].reference if key in works else work
        pages = dict.fromkeys(page(one) for one in group)
        parts.append(joined(", ", [*([name] if name else []), *pages]))
    return joined("; ", parts)


def page(citation: Citation) -> TranslatableMessage:
    """Return the page that a citation prints, with its volume and note: `p. 440, footnote 1`."""
    volume = [f"vol. {citation.volume}"] if citation.volume else []
    pages = label(citation.pages) if citation.pages else NO_PAGE
    return joined(", ", [*volume, pages, *([citation.note] if citation.note else [])])


def _unpaged(passage: Passage, works: dict[str, Work]) -> list[TranslatableMessage]:
    """Return the works that quotations without a page are taken from, where the text names them."""
    names = [
        works[one.key].reference if one.key in works else one.work
        for one in passage.quotations
        if one.work and not one.citations
    ]
    return [
        TranslatableMessage(_IN, source=joined(", ", [name, NO_PAGE]))
        for name in dict.fromkeys(names)
    ]
