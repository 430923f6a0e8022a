"""Why an edition had better not go live: what it has lost, and what it answers worse."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from embeddings.diff.diff import Diff, Edit, What, diff
from embeddings.editions.editions import Edition
from embeddings.editions.history import KEPT
from embeddings.editions.opening import answering
from embeddings.errors import shortened
from embeddings.evaluation.comparison import graded
from embeddings.evaluation.evaluate import RANKED, Question, Result, about, ask, read
from embeddings.manifest.manifest import Manifest

_NAMED = 3
_MEASURED = {"hit_at_3", "mrr_at_10"}


@dataclass(frozen=True, slots=True)
class PromotionTerms:
    """On what terms an edition goes live.

    A manifest names the questions that it is measured by; with a reason it goes live whatever
    it has lost; so many editions are kept; and `who` lets it stands in the journal.
    """

    manifest: Manifest | None = None
    reason: str | None = None
    keep: int = KEPT
    who: str | None = None

    def measured(self, edition: Edition) -> tuple[list[Question], float]:
        """Return the questions that an edition is measured by, and how much worse it may be."""
        document = edition.info.document
        if self.manifest is None or edition.info.origin != f"document {document}":
            return [], 0.0
        if document not in self.manifest.documents:
            return [], 0.0
        path = self.manifest.questions(document)
        questions = about(read(path), document) if path is not None else []
        return questions, self.manifest.entry(document).tolerance


TERMS = PromotionTerms()
"""Nothing lost, and nothing to be measured by."""


def against(
    live: Edition, candidate: Edition, models: Path, terms: PromotionTerms
) -> Iterator[str]:
    """Yield a sentence for each reason why a candidate had better not take the place of an edition.

    Paragraphs are matched by what they say: questions that name them by the numbers of the one
    text are right for the other.
    """
    old, new = live.info, candidate.info
    if old.origin != new.origin and old.edition != new.edition:
        yield f"It is of another text ({new.origin}; live is {old.origin})."
        return
    found = diff(live.concordance, candidate.concordance)
    if not any(one.before and one.after for one in found.matches):
        yield "It has no paragraph of the live text: the file is of another text."
        return
    for what in _LOST:
        if lost := [one for one in found.edits if one.lost and one.what == what]:
            yield _lost(what, lost)
    questions, tolerance = terms.measured(candidate)
    if questions:
        before, after = (ask(questions, answering(one, models)) for one in (live, candidate))
        yield from _worse(before, after, found, tolerance)


_LOST: dict[What, tuple[str, str]] = {
    "paragraph": ("paragraph is lost", "paragraphs are lost"),
    "quotation": ("quotation is lost", "quotations are lost"),
    "citation": ("page citation is lost", "page citations are lost"),
    "page": (
        "paragraph has lost the pages of the file",
        "paragraphs have lost the pages of the file",
    ),
}


def _lost(what: What, lost: Sequence[Edit]) -> str:
    named = "; ".join(f"¶ {one.before[0]} {_shown(one)}" for one in lost[:_NAMED])
    more = "; …" if len(lost) > _NAMED else ""
    return f"{len(lost)} {_LOST[what][len(lost) > 1]}: {named}{more}."


def _shown(one: Edit) -> str:
    if one.what == "citation":
        return f"{one.was} ({one.was_cited})"
    words = shortened(" ".join((one.was or "").split()))
    return " ".join(filter(None, (words, one.was_cited)))


def _worse(
    before: Sequence[Result], after: Sequence[Result], found: Diff, tolerance: float
) -> Iterator[str]:
    """Yield what is worse by more than a tolerance, of the questions that the text answers."""
    old, new = graded(_answerable(before), _answerable(after), found)
    for measure in RANKED:
        if old and measure.name in _MEASURED:
            earlier, later = (sum(map(measure.value, side)) / len(side) for side in (old, new))
            if earlier - later > tolerance:
                yield (
                    f"{measure.label} of its {len(old)} questions falls from {earlier:.3f} to "
                    f"{later:.3f}, by more than {tolerance:g}."
                )


def _answerable(asked: Sequence[Result]) -> list[Result]:
    return [one for one in asked if one.answerable]
