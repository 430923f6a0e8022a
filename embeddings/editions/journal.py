"""What went live in an index directory, when and why; only ever added to."""

from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from embeddings.files import atomic

By = Literal["built", "promoted", "forced", "rolled back"]


class Entry(BaseModel):
    """An edition that went live: its name, its text, when, by what, and what was live before.

    `who` let it, where that is known: in a terminal it is not.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    edition: str
    at: datetime
    by: By
    reason: str | None = None
    who: str | None = None
    before: str | None = None


class Journal:
    """A file of entries, one a line, written anew with each: a kill leaves the old or the new."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / "journal.jsonl"
        self._beside = directory / ".unfinished-journal"

    def add(self, entry: Entry) -> None:
        """Write down what is about to go live, and wait until the disk has it."""
        atomic.replace(
            self._path, self._beside, self._read() + f"{entry.model_dump_json()}\n".encode()
        )

    def entries(self) -> list[Entry]:
        """Return all that was written down; a line that is no entry is passed over."""
        found = []
        for line in self._read().splitlines():
            try:
                found.append(Entry.model_validate_json(line))
            except ValidationError:
                continue
        return found

    def carried_out(self, live: str | None) -> list[Entry]:
        """Return what did go live, in order, where an edition of that name is live now.

        An entry is written before its edition goes live: what was killed in between is known
        by what was live when the next one came.
        """
        entries = self.entries()
        then = [*(one.before for one in entries[1:]), live]
        return [one for one, name in zip(entries, then, strict=False) if one.name == name]

    def _read(self) -> bytes:
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            return b""
        return data if data.endswith(b"\n") or not data else data + b"\n"
