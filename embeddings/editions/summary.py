"""A summary of a text and its index for readers."""

from dataclasses import dataclass
from datetime import datetime

from embeddings.editions.edition import Edition
from embeddings.models.names import ModelNames


@dataclass(frozen=True, slots=True)
class EditionSummary:
    """A text and its index; `author` and `url` are None where the manifest gives none."""

    document: str
    title: str
    author: str | None
    edition: str
    created: datetime
    models: ModelNames
    counts: dict[str, int]
    works: int
    url: str | None = None


def summarize_edition(edition: Edition) -> EditionSummary:
    """Return the summary of an edition."""
    concordance, info = edition.concordance, edition.info
    return EditionSummary(
        document=concordance.document.key,
        title=concordance.document.title,
        author=", ".join(map(str, concordance.authors)) or None,
        edition=info.edition,
        created=info.created,
        models=info.model_names,
        counts=info.counts,
        works=len(concordance.named_works()),
        url=concordance.links.text,
    )
