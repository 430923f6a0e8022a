"""The editions of an index in time: which was live when and why, the way back, what is spare."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ValidationError

from embeddings.editions.editions import Editions
from embeddings.editions.errors import NoCandidateError, NothingEarlierError, UnknownEditionError
from embeddings.editions.journal import Entry

KEPT = 5
"""Editions that are kept when another one goes live."""

State = Literal["live", "earlier", "candidate"]


class _Glance(BaseModel):
    edition: str
    created: datetime


@dataclass(frozen=True, slots=True)
class Listed:
    """An edition on disk; `entry` tells when it last went live, None where it never did.

    A `candidate` was never live and was built after the live edition.
    """

    name: str
    edition: str
    built: datetime
    size: int
    state: State
    entry: Entry | None

    @property
    def last(self) -> datetime:
        """When it was built, or else last went live."""
        return max(self.built, self.entry.at) if self.entry else self.built


class History:
    """What an index directory holds, and what its journal tells of it; read once."""

    def __init__(self, editions: Editions) -> None:
        self.editions, self.live = editions, editions.live_name()
        self.entries = editions.journal.carried_out(self.live)

    @cached_property
    def listed(self) -> tuple[Listed, ...]:
        """The editions on disk, the latest first."""
        glances = dict(self._glances())
        since = next((g.created for path, g in glances.items() if path.name == self.live), None)
        found = (self._listed(path, glance, since) for path, glance in glances.items())
        return tuple(sorted(found, key=lambda one: (one.last, one.name), reverse=True))

    def named(self, name: str) -> str:
        """Return the one edition that a name, or the beginning of it or of its text's hash, means.

        Raises UnknownEditionError where it means none, or several.
        """
        found = self.meant(name)
        if len(found) != 1:
            raise UnknownEditionError(name, tuple(one.name for one in self.listed))
        return found[0]

    def meant(self, name: str) -> list[str]:
        """Return the editions that a name, or the beginning of it or of its text's hash, means."""
        known = [one.name for one in self.listed]
        if name in known:
            return [name]
        found = [one.name for one in self.listed if name and one.edition.startswith(name)]
        return found or [one for one in known if name and one.startswith(name)]

    @property
    def waits(self) -> bool:
        """Whether an edition waits to go live."""
        return any(one.state == "candidate" for one in self.listed)

    def candidate(self) -> str:
        """Return the latest edition that waits to go live; raise NoCandidateError for none."""
        for one in self.listed:
            if one.state == "candidate":
                return one.name
        raise NoCandidateError(self.editions.directory)

    def back(self, name: str | None = None) -> str:
        """Return the edition that was live before, or one of a name that ever was.

        Raises NothingEarlierError where there is none.
        """
        earlier = [one.name for one in self.listed if one.state == "earlier"]
        if name is None and (way := self._way()):
            return way[0]
        if name is not None and (chosen := self.named(name)) in earlier:
            return chosen
        raise NothingEarlierError(self.editions.directory, name)

    def spare(self, keep: int) -> list[str]:
        """Return the editions beyond the last ones that are to be kept.

        Neither the live one is ever spare, nor the one before it, nor one that waits to go live.
        """
        held = {self.live, *self._way()[:1]}
        old = [one for one in self.listed if one.state != "candidate"][keep:]
        return [one.name for one in old if one.name not in held]

    def _way(self) -> list[str]:
        """Return what was live and is there, from the one before the live one back to the first.

        What a rollback took back is not on that way.
        """
        way = [one.before for one in self.entries[:1] if one.before]
        for entry in self.entries:
            if entry.by == "rolled back" and entry.name in way:
                way = way[: way.index(entry.name)]
            way.append(entry.name)
        known = {one.name for one in self.listed} - {self.live}
        return [one for one in dict.fromkeys(reversed(way)) if one in known]

    def _glances(self) -> Iterator[tuple[Path, _Glance]]:
        for path in self.editions.directory.glob("[!.]*/manifest.json"):
            try:
                yield path.parent, _Glance.model_validate_json(path.read_bytes())
            except (OSError, ValidationError):
                continue

    def _listed(self, path: Path, glance: _Glance, since: datetime | None) -> Listed:
        """Describe an edition, where the live one was built at some time."""
        entry = next((one for one in reversed(self.entries) if one.name == path.name), None)
        waits = entry is None and (since is None or glance.created > since)
        state: State = "candidate" if waits else "earlier"
        if path.name == self.live:
            state = "live"
        size = sum(one.stat().st_size for one in path.iterdir())
        return Listed(path.name, glance.edition, glance.created, size, state, entry)
