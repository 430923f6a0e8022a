"""The gate before promotion: what a candidate has lost, and which questions it answers worse."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from embeddings.diff.diff import Diff, Edit, EditSubject, diff
from embeddings.editions.edition import Edition
from embeddings.editions.history import DEFAULT_KEPT_EDITIONS
from embeddings.editions.opening import make_answerer
from embeddings.errors import shorten_input
from embeddings.evaluation.comparison import grade_editions
from embeddings.evaluation.evaluate import (
    RANK_METRICS,
    EvaluationQuestion,
    Result,
    ask_questions,
    read_questions,
    select_questions_about,
)
from embeddings.manifest.manifest import Manifest

_MAX_NAMED_EDITS = 3
_GATED_MEASURES = {"hit_at_3", "mrr_at_10"}

_LOSSES: dict[EditSubject, tuple[str, str]] = {
    "paragraph": ("paragraph is lost", "paragraphs are lost"),
    "quotation": ("quotation is lost", "quotations are lost"),
    "citation": ("page citation is lost", "page citations are lost"),
    "page": (
        "paragraph has lost the pages of the file",
        "paragraphs have lost the pages of the file",
    ),
}
"""The words for one loss and for several, by what is lost."""


@dataclass(frozen=True, slots=True)
class PromotionTerms:
    """The conditions under which an edition goes live.

    The manifest names the questions that it is measured by. With a `reason` it goes live
    regardless of what it has lost. `keep` is how many editions are kept, and `who` approved it,
    for the journal.
    """

    manifest: Manifest | None = None
    reason: str | None = None
    keep: int = DEFAULT_KEPT_EDITIONS
    who: str | None = None

    def find_questions(self, edition: Edition) -> tuple[list[EvaluationQuestion], float]:
        """Return the questions that measure an edition, and by how much it may be worse."""
        document = edition.info.document
        if self.manifest is None or edition.info.origin != f"document {document}":
            return [], 0.0
        if document not in self.manifest.documents:
            return [], 0.0
        path = self.manifest.questions(document)
        questions = (
            select_questions_about(read_questions(path), document) if path is not None else []
        )
        return questions, self.manifest.entry(document).tolerance


DEFAULT_TERMS = PromotionTerms()
"""The default terms: nothing may be lost, and no questions are asked."""


def find_objections(
    live: Edition, candidate: Edition, models: Path, terms: PromotionTerms
) -> Iterator[str]:
    """Yield a sentence for each reason why a candidate should not replace the live edition."""
    # Another text altogether
    old, new = live.info, candidate.info
    if old.origin != new.origin and old.edition != new.edition:
        yield f"It is of another text ({new.origin}; live is {old.origin})."
        return
    difference = diff(live.concordance, candidate.concordance)
    if not any(match.before and match.after for match in difference.matches):
        yield "It has no paragraph of the live text: the file is of another text."
        return

    # What is lost
    for what in _LOSSES:
        if lost := [edit for edit in difference.edits if edit.lost and edit.what == what]:
            yield _describe_losses(what, lost)

    # What is answered worse
    questions, tolerance = terms.find_questions(candidate)
    if questions:
        before, after = (
            ask_questions(questions, make_answerer(edition, models))
            for edition in (live, candidate)
        )
        yield from _describe_regressions(before, after, difference, tolerance)


def _describe_losses(what: EditSubject, lost: Sequence[Edit]) -> str:
    named = "; ".join(f"¶ {edit.before[0]} {_describe(edit)}" for edit in lost[:_MAX_NAMED_EDITS])
    ellipsis = "; …" if len(lost) > _MAX_NAMED_EDITS else ""
    return f"{len(lost)} {_LOSSES[what][len(lost) > 1]}: {named}{ellipsis}."


def _describe(edit: Edit) -> str:
    if edit.what == "citation":
        return f"{edit.was} ({edit.was_cited})"
    words = shorten_input(" ".join((edit.was or "").split()))
    return " ".join(filter(None, (words, edit.was_cited)))


def _describe_regressions(
    before: Sequence[Result], after: Sequence[Result], difference: Diff, tolerance: float
) -> Iterator[str]:
    """Yield a sentence for each measure that falls by more than the tolerance.

    Only questions that the text answers count. `grade_editions` matches paragraphs by their
    words, as the questions may give the numbers of either edition.
    """
    old, new = grade_editions(_select_answerable(before), _select_answerable(after), difference)
    for measure in RANK_METRICS:
        if old and measure.name in _GATED_MEASURES:
            earlier, later = (
                sum(map(measure.value, results)) / len(results) for results in (old, new)
            )
            if earlier - later > tolerance:
                yield (
                    f"{measure.label} of its {len(old)} questions falls from {earlier:.3f} to "
                    f"{later:.3f}, by more than {tolerance:g}."
                )


def _select_answerable(results: Sequence[Result]) -> list[Result]:
    return [result for result in results if result.answerable]
