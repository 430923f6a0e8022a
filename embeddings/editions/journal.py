"""The journal of an index directory: what went live, when and why. Entries are only ever added."""

from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from embeddings.files import atomic
from embeddings.files.regular import read_regular

JournalAction = Literal["built", "promoted", "forced", "rolled back"]
"""What made an edition live."""


class JournalEntry(BaseModel):
    """An edition that went live, and the name of the edition that was live before it.

    `edition` is the hash of its text. `who` approved it; None where that is not known, as in a
    terminal.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    edition: str
    at: datetime
    by: JournalAction
    reason: str | None = None
    who: str | None = None
    before: str | None = None


class Journal:
    """A file with one entry a line; it is replaced as a whole, so that no kill can truncate it."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / "journal.jsonl"
        self._unfinished = directory / ".unfinished-journal"

    def add(self, entry: JournalEntry) -> None:
        """Record that an edition is about to go live, and wait until the disk has it."""
        line = f"{entry.model_dump_json()}\n".encode()
        atomic.replace(self._path, self._unfinished, self._read() + line)

    def read_entries(self) -> list[JournalEntry]:
        """Return all entries in order; a line that cannot be read is skipped."""
        entries = []
        for line in self._read().splitlines():
            try:
                entries.append(JournalEntry.model_validate_json(line))
            except ValidationError:
                continue
        return entries

    def read_carried_out(self, live: str | None) -> list[JournalEntry]:
        """Return the entries whose editions did go live, where `live` names the live edition now.

        An entry is written before its edition goes live. If the process was killed in between,
        the next entry (or `live`) does not name that edition as the one that was live.
        """
        entries = self.read_entries()
        live_afterwards = [*(entry.before for entry in entries[1:]), live]
        pairs = zip(entries, live_afterwards, strict=False)
        return [entry for entry, name in pairs if entry.name == name]

    def _read(self) -> bytes:
        """Return the contents of the file, with the last line ended."""
        try:
            data = read_regular(self._path)
        except FileNotFoundError:
            return b""
        return data if data.endswith(b"\n") or not data else data + b"\n"
