"""Two editions of a text beside one another: what differs, and whether it may be let live."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from embeddings.diff.diff import Edit, EditKind, EditSubject, diff
from embeddings.editions.edition import Edition
from embeddings.editions.editions import Editions
from embeddings.editions.history import History
from embeddings.editions.promotion_gate import Assessment, PromotionTerms, assess


@dataclass(frozen=True)
class Comparison:
    """An edition beside an earlier one; `before` is None where nothing usable is live."""

    editions: Editions
    history: History
    before: Edition | None
    after: Edition

    @classmethod
    def of(
        cls, editions: Editions, name: str | None, other: str | None, *, needed: bool
    ) -> "Comparison":
        """Open two editions: those named, of one alone the live one and it, else the candidate.

        Where something to compare with is needed, raises NoIndexError, DamagedIndexError or
        StaleIndexError for a live edition that cannot be used.
        """
        both = name is not None and other is not None
        before = None if both else editions.open() if needed else editions.open_usable()
        history = History(editions)
        if name is not None and both:
            before = Edition.read(editions.directory / history.resolve_name(name))
        later = other or name
        chosen = history.find_candidate() if later is None else history.resolve_name(later)
        return cls(editions, history, before, Edition.read(editions.directory / chosen))

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        """What differs, in the order of the text."""
        return diff(self.before.concordance, self.after.concordance).edits if self.before else ()

    def first_edits(self, limit: int) -> list[Edit]:
        """Return at most so many differences, what is lost before the rest."""
        return sorted(self.edits, key=lambda edit: not edit.lost)[:limit]

    @property
    def counts(self) -> dict[EditSubject, dict[EditKind, int]]:
        """How many differences there are of each kind."""
        counts: dict[EditSubject, dict[EditKind, int]] = {}
        for (what, kind), number in Counter((edit.what, edit.kind) for edit in self.edits).items():
            counts.setdefault(what, {})[kind] = number
        return counts

    @property
    def candidate(self) -> bool:
        """Whether the later edition never was live."""
        name = self.after.path.name
        entries = {listed.name: listed.entry for listed in self.history.listed}
        return name != self.history.live and entries.get(name) is None

    def assess(self, terms: PromotionTerms) -> Assessment:
        """Return why the later edition had better not take the earlier one's place."""
        if self.before is None or self.before.path == self.after.path:
            return Assessment()
        return assess(self.before, self.after, self.editions.models, terms)
