"""Links to passages and pages, from the manifest's URL templates."""

from urllib.parse import quote

from embeddings.concordance.concordance import Concordance
from embeddings.types import Citation, Passage


def passage_link(concordance: Concordance, passage: Passage) -> str | None:
    """Return the address of a passage; it carries the edition where the template asks for it."""
    if concordance.links.passage is None:
        return None
    return concordance.links.passage.format(
        paragraph=passage.paragraphs[0],
        start=passage.start,
        end=passage.end,
        edition=concordance.document.edition,
    )


def page_link(concordance: Concordance, citation: Citation) -> str | None:
    """Return the address of the first page that a citation names, if it names one."""
    if concordance.links.page is None or citation.first_page is None:
        return None
    work = quote(citation.key or citation.work or "", safe="")
    return concordance.links.page.format(work=work, page=citation.first_page)


def link(concordance: Concordance, passage: Passage) -> str | None:
    """Return where a passage can be read: in the text, or else on the page that it cites."""
    pages = (page_link(concordance, one) for one in passage.citations)
    return passage_link(concordance, passage) or next(filter(None, pages), None)
