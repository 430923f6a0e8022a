"""What stands beside a passage whatever is asked: made once for each, not for each answer."""

from dataclasses import dataclass

from embeddings.concordance.concordance import Concordance
from embeddings.concordance.links import link
from embeddings.concordance.nearest_citation import nearby
from embeddings.concordance.references import reference
from embeddings.types import Passage

MOST = 4_096
"""So many are kept; a text with more passages than this is seldom asked about all of them."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """What an answer says of a passage: whose words, which page, where to read on."""

    reference: str
    lead_ins: tuple[str | None, ...]
    url: str | None
    nearby: str | None

    @classmethod
    def of(cls, concordance: Concordance, passage: Passage) -> "Annotation":
        """Put together what a concordance says of a passage."""
        quote = concordance.document.quote
        near = nearby(concordance, passage)
        return cls(
            reference=reference(concordance, passage),
            lead_ins=tuple(
                quote(one.lead_in.start, one.lead_in.end) if one.lead_in else None
                for one in passage.quotations
            ),
            url=link(concordance, passage),
            nearby=near.sentence if near else None,
        )


class Annotations:
    """Keeps what stands beside the passages of one concordance once it was asked for."""

    def __init__(self, concordance: Concordance) -> None:
        self._concordance = concordance
        self._known: dict[int, tuple[Passage, Annotation]] = {}

    def beside(self, passage: Passage) -> Annotation:
        """Return what stands beside a passage."""
        known = self._known.get(passage.start)
        if known is not None and known[0] is passage:
            return known[1]
        made = Annotation.of(self._concordance, passage)
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[passage.start] = passage, made
        return made
