"""Links to passages and pages, by the manifest's URL templates."""

from urllib.parse import quote

from embeddings.concordance.concordance import Concordance
from embeddings.types import Citation, Passage


def build_passage_link(concordance: Concordance, passage: Passage) -> str | None:
    """Return the URL of a passage, or None without a template for it."""
    if concordance.links.passage is None:
        return None
    return concordance.links.passage.format(
        paragraph=passage.paragraphs[0],
        start=passage.start,
        end=passage.end,
        edition=concordance.document.edition,
    )


def build_page_link(concordance: Concordance, citation: Citation) -> str | None:
    """Return the URL of the first page that a citation gives; None without page or template."""
    if concordance.links.page is None or citation.first_page is None:
        return None
    work = quote(citation.key or citation.work or "", safe="")
    return concordance.links.page.format(work=work, page=citation.first_page)


def find_link(concordance: Concordance, passage: Passage) -> str | None:
    """Return where a passage can be read: its place in the text, else the page that it cites."""
    pages = (build_page_link(concordance, citation) for citation in passage.citations)
    return build_passage_link(concordance, passage) or next(filter(None, pages), None)
