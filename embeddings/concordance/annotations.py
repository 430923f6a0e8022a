"""Annotations of passages: the same for every question, so built once for each passage."""

from dataclasses import dataclass

from embeddings.concordance.concordance import Concordance
from embeddings.concordance.links import find_link
from embeddings.concordance.nearest_citation import find_nearest_citation
from embeddings.concordance.references import format_reference
from embeddings.types import Passage

MAX_ANNOTATIONS = 4_096
"""Annotations kept in memory; few texts have more passages, and fewer are asked for them all."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """What an answer says about a passage: its source, its page, and where to read on."""

    reference: str
    lead_ins: tuple[str | None, ...]
    url: str | None
    nearby: str | None

    @classmethod
    def of(cls, concordance: Concordance, passage: Passage) -> "Annotation":
        """Build the annotation of a passage."""
        quote = concordance.document.quote
        nearest = find_nearest_citation(concordance, passage)
        return cls(
            reference=format_reference(concordance, passage),
            lead_ins=tuple(
                quote(quotation.lead_in.start, quotation.lead_in.end) if quotation.lead_in else None
                for quotation in passage.quotations
            ),
            url=find_link(concordance, passage),
            nearby=nearest.sentence if nearest else None,
        )


class Annotations:
    """The annotations of one concordance, each built when it is first asked for and kept."""

    def __init__(self, concordance: Concordance) -> None:
        self._concordance = concordance
        self._kept: dict[int, tuple[Passage, Annotation]] = {}

    def annotate(self, passage: Passage) -> Annotation:
        """Return the annotation of a passage."""
        kept = self._kept.get(passage.start)
        if kept is not None and kept[0] is passage:
            return kept[1]
        annotation = Annotation.of(self._concordance, passage)
        if len(self._kept) >= MAX_ANNOTATIONS:
            self._kept.clear()
        self._kept[passage.start] = passage, annotation
        return annotation
