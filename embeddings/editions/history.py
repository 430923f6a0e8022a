"""The history of an index's editions: which was live when, which can be restored or removed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ValidationError

from embeddings.editions.edition_manifest import MANIFEST_FILE
from embeddings.editions.editions import Editions
from embeddings.editions.errors import NoCandidateError, NothingEarlierError, UnknownEditionError
from embeddings.editions.journal import JournalEntry
from embeddings.files.regular import read_regular

DEFAULT_KEPT_EDITIONS = 5
"""Default number of editions kept when another one goes live."""

EditionState = Literal["live", "earlier", "candidate"]


class _ManifestHead(BaseModel):
    """The fields of a manifest that a listing needs, so that it can show damaged editions."""

    edition: str
    created: datetime


@dataclass(frozen=True, slots=True)
class ListedEdition:
    """An edition on disk; `entry` records when it last went live, None where it never did.

    A `candidate` was never live and was built after the live edition. `edition` is the hash of
    its text, `size` is in bytes.
    """

    name: str
    edition: str
    built: datetime
    size: int
    state: EditionState
    entry: JournalEntry | None

    @property
    def last_changed(self) -> datetime:
        """When it was built or last went live, whichever is later."""
        return max(self.built, self.entry.at) if self.entry else self.built


class History:
    """The editions in an index directory and the entries of its journal, as they were when read."""

    def __init__(self, editions: Editions) -> None:
        self.editions, self.live = editions, editions.live_name()
        self.entries = editions.journal.read_carried_out(self.live)

    @cached_property
    def listed(self) -> tuple[ListedEdition, ...]:
        """The editions on disk, the latest first."""
        heads = dict(self._read_heads())
        live_built = next((h.created for path, h in heads.items() if path.name == self.live), None)
        listed = [self._list_edition(path, head, live_built) for path, head in heads.items()]
        listed.sort(key=lambda edition: (edition.last_changed, edition.name), reverse=True)
        return tuple(listed)

    def resolve_name(self, name: str) -> str:
        """Return the one edition that a full or abbreviated name, or text hash, stands for.

        Raises UnknownEditionError where it matches none, or several.
        """
        matches = self.match_names(name)
        if len(matches) != 1:
            raise UnknownEditionError(name, tuple(edition.name for edition in self.listed))
        return matches[0]

    def match_names(self, name: str) -> list[str]:
        """Return the editions that match: by full name, else by text hash, else by abbreviation."""
        known = [edition.name for edition in self.listed]
        if name in known:
            return [name]
        if not name:
            return []
        by_hash = [edition.name for edition in self.listed if edition.edition.startswith(name)]
        return by_hash or [known_name for known_name in known if known_name.startswith(name)]

    @property
    def has_candidate(self) -> bool:
        """Whether an edition is waiting to go live."""
        return any(edition.state == "candidate" for edition in self.listed)

    def find_candidate(self) -> str:
        """Return the latest edition that is waiting to go live, or raise NoCandidateError."""
        for edition in self.listed:
            if edition.state == "candidate":
                return edition.name
        raise NoCandidateError(self.editions.directory)

    def find_earlier(self, name: str | None = None) -> str:
        """Return the edition that was live before, or the named one if it ever was live.

        Raises NothingEarlierError where there is none.
        """
        earlier = [edition.name for edition in self.listed if edition.state == "earlier"]
        if name is None and (rollback_order := self._rollback_order()):
            return rollback_order[0]
        if name is not None and (chosen := self.resolve_name(name)) in earlier:
            return chosen
        raise NothingEarlierError(self.editions.directory, name)

    def find_spare(self, keep: int) -> list[str]:
        """Return the editions that can be removed when the last `keep` are kept.

        The live edition, the one before it, and candidates are never among them.
        """
        needed = {self.live, *self._rollback_order()[:1]}
        old = [edition for edition in self.listed if edition.state != "candidate"][keep:]
        return [edition.name for edition in old if edition.name not in needed]

    def _rollback_order(self) -> list[str]:
        """Return the editions to roll back to, the one before the live edition first.

        An edition that was rolled back is not among them.
        """
        order = [entry.before for entry in self.entries[:1] if entry.before]
        for entry in self.entries:
            if entry.by == "rolled back" and entry.name in order:
                order = order[: order.index(entry.name)]
            order.append(entry.name)
        on_disk = {edition.name for edition in self.listed} - {self.live}
        return [name for name in dict.fromkeys(reversed(order)) if name in on_disk]

    def _read_heads(self) -> Iterator[tuple[Path, _ManifestHead]]:
        for path in self.editions.directory.glob(f"[!.]*/{MANIFEST_FILE}"):
            try:
                yield path.parent, _ManifestHead.model_validate_json(read_regular(path))
            except (OSError, ValidationError):
                continue

    def _list_edition(
        self, path: Path, head: _ManifestHead, live_built: datetime | None
    ) -> ListedEdition:
        entry = next((entry for entry in reversed(self.entries) if entry.name == path.name), None)
        is_candidate = entry is None and (live_built is None or head.created > live_built)
        state: EditionState = "candidate" if is_candidate else "earlier"
        if path.name == self.live:
            state = "live"
        size = sum(file.stat().st_size for file in path.iterdir())
        return ListedEdition(path.name, head.edition, head.created, size, state, entry)
