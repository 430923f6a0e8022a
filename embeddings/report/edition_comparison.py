"""Two editions side by side: their contents, their differences, and how each answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from embeddings.diff.diff import Diff, diff
from embeddings.editions.edition import Edition
from embeddings.editions.editions import Editions
from embeddings.editions.errors import LiveAlreadyError, NoCandidateError, NothingEarlierError
from embeddings.editions.history import History, ListedEdition
from embeddings.errors import DamagedIndexError, StaleIndexError
from embeddings.evaluation.comparison import (
    ResultChange,
    compute_differences,
    grade_editions,
    list_changes,
)
from embeddings.evaluation.evaluate import Result
from embeddings.evaluation.figures import Figures


@dataclass(frozen=True, slots=True)
class ComparedEditions:
    """The live edition and another of its index; `before` holds the earlier text."""

    before: Edition
    after: Edition
    other: Edition

    @property
    def difference(self) -> Diff:
        """What differs from the earlier edition to the later."""
        return diff(self.before.concordance, self.after.concordance)


@dataclass(frozen=True, slots=True)
class EditionComparison:
    """Two editions as a report shows them; without questions, no `figures` or `changes`."""

    before: tuple[Edition, ListedEdition]
    after: tuple[Edition, ListedEdition]
    difference: Diff
    figures: tuple[Figures, ...] = ()
    changes: tuple[ResultChange, ...] = ()


def pair_editions(editions: Editions, live: Edition, against: str | None) -> ComparedEditions | str:
    """Return the live edition and the named one, or else the candidate or the one before.

    Where no other edition can be opened, returns a sentence that says so. For a named edition,
    raises UnknownEditionError, LiveAlreadyError, DamagedIndexError or StaleIndexError instead.
    """
    history = History(editions)
    name = _choose_other(history) if against is None else history.resolve_name(against)
    if name is None:
        return "The index has no other edition."
    if name == live.path.name:
        raise LiveAlreadyError(name)
    try:
        other = Edition.read(editions.directory / name)
    except (DamagedIndexError, StaleIndexError) as error:
        if against is not None:
            raise
        return f"The edition {name} cannot be opened: {error}."
    if _find_listed(history, name).state == "candidate":
        return ComparedEditions(live, other, other)
    return ComparedEditions(other, live, other)


def _choose_other(history: History) -> str | None:
    """Return the candidate or else the edition before the live one."""
    for choose in (history.find_candidate, history.find_earlier):
        try:
            return choose()
        except (NoCandidateError, NothingEarlierError):
            continue
    return None


def _find_listed(history: History, name: str) -> ListedEdition:
    return next(edition for edition in history.listed if edition.name == name)


def compare_editions(
    editions: Editions, pair: ComparedEditions, results: tuple[Sequence[Result], Sequence[Result]]
) -> EditionComparison:
    """Compare two editions, with the results of the same questions in each."""
    history, difference = History(editions), pair.difference
    before, after = (
        (edition, _find_listed(history, edition.path.name)) for edition in (pair.before, pair.after)
    )
    if not results[0]:
        return EditionComparison(before, after, difference)
    old, new = grade_editions(*results, difference)
    return EditionComparison(
        before,
        after,
        difference,
        tuple(compute_differences(old, new)),
        tuple(list_changes(old, new)),
    )
