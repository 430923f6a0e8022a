"""Two editions side by side: what each holds, what differs, and how each answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from embeddings.diff.diff import Diff, diff
from embeddings.editions.edition import Edition
from embeddings.editions.editions import Editions
from embeddings.editions.errors import LiveAlreadyError, NoCandidateError, NothingEarlierError
from embeddings.editions.history import History, Listed
from embeddings.errors import DamagedIndexError, StaleIndexError
from embeddings.evaluation.comparison import Change, changes, differences, graded
from embeddings.evaluation.evaluate import Figures, Result


@dataclass(frozen=True, slots=True)
class Two:
    """The live edition and another of its index, in the order of their texts."""

    before: Edition
    after: Edition
    other: Edition

    @property
    def found(self) -> Diff:
        """What differs from the earlier to the later."""
        return diff(self.before.concordance, self.after.concordance)


@dataclass(frozen=True, slots=True)
class EditionComparison:
    """Two editions as a report shows them; without questions no `figures` nor `changes`."""

    before: tuple[Edition, Listed]
    after: tuple[Edition, Listed]
    found: Diff
    figures: tuple[Figures, ...] = ()
    changes: tuple[Change, ...] = ()


def two_of(editions: Editions, live: Edition, against: str | None) -> Two | str:
    """Return the live edition with another; unless told, the candidate, or the one before it.

    Returns a sentence where there is none, or none that can be opened. One that is asked for
    must be: raises UnknownEditionError, or what keeps it from being opened.
    """
    history = History(editions)
    name = _other(history) if against is None else history.named(against)
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
    is_later = listed(history, name).state == "candidate"
    return Two(live, other, other) if is_later else Two(other, live, other)


def _other(history: History) -> str | None:
    for find in (history.candidate, history.back):
        try:
            return find()
        except (NoCandidateError, NothingEarlierError):
            continue
    return None


def listed(history: History, name: str) -> Listed:
    """Return what the history says of an edition."""
    return next(one for one in history.listed if one.name == name)


def beside(
    editions: Editions, two: Two, asked: tuple[Sequence[Result], Sequence[Result]]
) -> EditionComparison:
    """Put two editions beside one another, with what came of the same questions in each."""
    history, found = History(editions), two.found
    before, after = ((one, listed(history, one.path.name)) for one in (two.before, two.after))
    if not asked[0]:
        return EditionComparison(before, after, found)
    old, new = graded(*asked, found)
    return EditionComparison(
        before, after, found, tuple(differences(old, new)), tuple(changes(old, new))
    )
