"""The gate before promotion: what a candidate has lost, and which questions it answers worse."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from embeddings.concordance.concordance import Concordance
from embeddings.concordance.damage import find_damage
from embeddings.diff.diff import Diff, diff
from embeddings.diff.losses import Loss, LossKind, find_losses
from embeddings.editions.edition import Edition
from embeddings.editions.history import DEFAULT_KEPT_EDITIONS
from embeddings.editions.opening import make_answerer
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

_MAX_NAMED_LOSSES = 3
_GATED_MEASURES = {"hit_at_3", "mrr_at_10"}

_LOSSES: dict[LossKind, tuple[str, str]] = {
    "paragraph": ("paragraph is lost", "paragraphs are lost"),
    "words": ("paragraph has lost words", "paragraphs have lost words"),
    "quotation": ("quotation is lost", "quotations are lost"),
    "quoted": ("quotation has other words", "quotations have other words"),
    "citation": ("page citation is lost", "page citations are lost"),
    "cited": ("page citation is another", "page citations are others"),
    "page": (
        "paragraph has lost the pages of the file",
        "paragraphs have lost the pages of the file",
    ),
}
"""The words for one loss and for several, by what is lost."""

_LOSSES_OF_ALL: dict[LossKind, str] = {
    "all words": "{} words are lost in all.",
    "joined": "{} paragraphs are run together; are blank lines missing?",
}
"""The sentence for a loss of the text as a whole."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """Why an edition had better not go live, and how many questions it was asked to tell."""

    objections: tuple[str, ...] = ()
    asked: int = 0


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
        if self.manifest is None or not self._describes(edition):
            return [], 0.0
        path = self.manifest.questions(document)
        questions = (
            select_questions_about(read_questions(path), document) if path is not None else []
        )
        return questions, self.manifest.entry(document).tolerance

    def find_left_overs(self, edition: Edition) -> frozenset[str]:
        """Return the lines that the manifest says are no part of an edition's text."""
        if self.manifest is None or not self._describes(edition):
            return frozenset()
        return frozenset(self.manifest.entry(edition.info.document).left_overs)

    def _describes(self, edition: Edition) -> bool:
        """Say whether an entry of the manifest describes the text of an edition."""
        document = edition.info.document
        documents = () if self.manifest is None else self.manifest.documents
        return edition.info.origin == f"document {document}" and document in documents


DEFAULT_TERMS = PromotionTerms()
"""The default terms: nothing may be lost, and no questions are asked."""


def assess(live: Edition, candidate: Edition, models: Path, terms: PromotionTerms) -> Assessment:
    """Return why a candidate should not replace the live edition: a sentence for each reason."""
    # Another text altogether
    old, new = live.info, candidate.info
    if old.origin != new.origin and old.edition != new.edition:
        return Assessment((f"It is of another text ({new.origin}; live is {old.origin}).",))
    before, after = live.concordance, candidate.concordance
    difference = diff(before, after)
    if not any(match.before and match.after for match in difference.matches):
        return Assessment(("It has no paragraph of the live text: the file is of another text.",))

    # What is lost, and what is answered worse
    losses = list(find_losses(before, after, difference, terms.find_left_overs(candidate)))
    lost = [*_describe_losses(losses), *_describe_damage(before, after)]
    questions, tolerance = terms.find_questions(candidate)
    if questions:
        old_results, new_results = (
            ask_questions(questions, make_answerer(edition, models))
            for edition in (live, candidate)
        )
        lost += _describe_regressions(old_results, new_results, difference, tolerance)
    return Assessment(tuple(lost), len(questions))


def _describe_losses(losses: Sequence[Loss]) -> Iterator[str]:
    """Yield a sentence for each kind of loss, with the first of them."""
    for kind, labels in _LOSSES.items():
        if lost := [loss for loss in losses if loss.kind == kind]:
            named = "; ".join(map(_describe_loss, lost[:_MAX_NAMED_LOSSES]))
            ellipsis = "; …" if len(lost) > _MAX_NAMED_LOSSES else ""
            yield f"{len(lost)} {labels[len(lost) > 1]}: {named}{ellipsis}."
    for loss in losses:
        if (sentence := _LOSSES_OF_ALL.get(loss.kind)) is not None:
            yield sentence.format(loss.words)


def _describe_loss(loss: Loss) -> str:
    return f"¶ {loss.paragraph} {loss.words}"


def _describe_damage(before: Concordance, after: Concordance) -> Iterator[str]:
    """Yield a sentence if a text has more damaged places than it had, of any kind."""
    known = Counter[str]()
    for damage in find_damage(before.document):
        known[damage.kind] += damage.count
    damages = list(find_damage(after.document))
    count = Counter[str]()
    for damage in damages:
        count[damage.kind] += damage.count
    more = {kind for kind in count if count[kind] > known[kind]}
    if new := [damage for damage in damages if damage.kind in more]:
        named = "; ".join(f"¶ {place.paragraph} {place.words}" for place in new[:_MAX_NAMED_LOSSES])
        yield f"Characters of it are damaged that were not: {named}."


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
