"""Format the line under a passage: its source, page and paragraph."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from embeddings.citations import format_pages
from embeddings.concordance.concordance import Concordance
from embeddings.messages import TranslatableMessage, form, join_messages
from embeddings.types import Citation, Document, Passage, Work

NO_PAGE = TranslatableMessage("no page given")

_IN = form("in {source}")
_CITING = form("citing {source}")


def format_reference(concordance: Concordance, passage: Passage) -> TranslatableMessage:
    """Return `in Isaac Deutscher, The Prophet, p. 282 · essay ¶ 81–82`.

    *in* names the source of a quotation; *citing*, a source that only backs the author's own
    words. Where the file has pages, the passage's own page stands with its paragraph:
    `essay, p. xii, ¶ 81–82`.
    """
    works = {work.key: work for work in concordance.works}
    parts = [
        TranslatableMessage(_IN if closes else _CITING, source=_format_works(group, works))
        for closes, group in groupby(passage.citations, key=_closes_quotation)
    ]
    parts += _format_unpaged_works(passage, works)
    place = _format_place(concordance.document, passage)
    return join_messages(" · ", [join_messages("; ", parts or [NO_PAGE]), place])


def format_cited_pages(concordance: Concordance, passage: Passage) -> tuple[str, ...]:
    """Return the pages that a passage cites, each with its work: `The Prophet, p. 15`."""
    works = {work.key: work for work in concordance.works}
    pages = (_format_works([citation], works) for citation in passage.citations)
    return tuple(dict.fromkeys(pages))


def _closes_quotation(citation: Citation) -> bool:
    return citation.closes is not None


def _format_place(document: Document, passage: Passage) -> str:
    """Return where a passage stands in its own text: `essay ¶ 81`, `essay, pp. 4–5, ¶ 81`."""
    numbers, pages = (
        format_paragraphs(passage.paragraphs),
        format_file_pages(document.pages_in(passage.span)),
    )
    return f"{document.key}, {pages}, {numbers}" if pages else f"{document.key} {numbers}"


def format_file_pages(pages: Sequence[str]) -> str | None:
    """Return pages of the text's own file, `p. xii` or `pp. 4–5`; None without any."""
    if not pages:
        return None
    return f"p. {pages[0]}" if len(pages) == 1 else f"pp. {pages[0]}–{pages[-1]}"


def format_paragraphs(numbers: tuple[int, ...]) -> str:
    """Return `¶ 81–82`."""
    first, last = numbers[0], numbers[-1]
    return f"¶ {first}" if first == last else f"¶ {first}–{last}"


def _format_works(citations: Iterable[Citation], works: dict[str, Work]) -> TranslatableMessage:
    """Return the works, each with its pages: `Isaac Deutscher, The Prophet, p. 15, p. 17`."""
    parts = []
    grouped = groupby(citations, key=lambda citation: (citation.key, citation.work))
    for (key, work), group in grouped:
        name = works[key].reference if key in works else work
        pages = dict.fromkeys(format_page(citation) for citation in group)
        parts.append(join_messages(", ", [*([name] if name else []), *pages]))
    return join_messages("; ", parts)


def format_page(citation: Citation) -> TranslatableMessage:
    """Return the pages of a citation, with its volume and note: `p. 440, footnote 1`."""
    volume = [f"vol. {citation.volume}"] if citation.volume else []
    pages = format_pages(citation.pages) if citation.pages else NO_PAGE
    return join_messages(", ", [*volume, pages, *([citation.note] if citation.note else [])])


def _format_unpaged_works(passage: Passage, works: dict[str, Work]) -> list[TranslatableMessage]:
    """Return the works that the text names for quotations without a page."""
    names = [
        works[quotation.key].reference if quotation.key in works else quotation.work
        for quotation in passage.quotations
        if quotation.work and not quotation.citations
    ]
    return [
        TranslatableMessage(_IN, source=join_messages(", ", [name, NO_PAGE]))
        for name in dict.fromkeys(names)
    ]
