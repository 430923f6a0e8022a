"""The jobs on an index: commands of the program, and how what they print is read."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from bot.maintenance.results import (
    BuildOutput,
    DiffOutput,
    DiscardOutput,
    Output,
    RefusalOutput,
    Step,
    read_build,
    read_comparison,
    read_discarded,
    read_entry,
)
from embeddings.editions.journal import JournalEntry

MAX_EDITS = 2000
"""Differences that are listed."""

Read_co = TypeVar("Read_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Job(Generic[Read_co]):
    """A command of the program, and what reads its output; `step` is told where it begins."""

    command: tuple[str, ...]
    read: Callable[[Output], Read_co]
    step: Step | None = None


def build(file: Path, document: str | None) -> Job[BuildOutput]:
    """Build a candidate of a file as the live edition was built.

    Where an entry is named that the index has no edition of, its text is added.
    """
    entry = () if document is None else (f"--document={document}", "--add")
    options = ("--candidate", "--correction", "--progress=json", "--json", *entry)
    return Job(("build", *options, "--", str(file)), read_build)


def compare(edition: str | None) -> Job[DiffOutput]:
    """Compare an edition with the live one; the latest candidate unless told."""
    command = ("diff", "--summary", f"--limit={MAX_EDITS}", "--json", *_named(edition))
    return Job(command, read_comparison, Step(stage="comparing"))


def promote(
    edition: str | None, who: str, reason: str | None = None
) -> Job[JournalEntry | RefusalOutput]:
    """Let an edition go live; with a reason, whatever the gate says."""
    forced = () if reason is None else ("--force", f"--reason={reason}")
    return Job(("promote", f"--who={who}", *forced, "--json", *_named(edition)), read_entry)


def roll_back(edition: str, who: str, seen: str) -> Job[JournalEntry | RefusalOutput]:
    """Go back to an edition, where the one is still live that somebody saw."""
    start = (f"--from={seen}",) if seen else ()
    return Job(("rollback", f"--who={who}", *start, "--json", *_named(edition)), read_entry)


def discard(edition: str) -> Job[DiscardOutput]:
    """Take a candidate away."""
    return Job(("discard", "--json", *_named(edition)), read_discarded)


def _named(edition: str | None) -> tuple[str, ...]:
    """Return the argument that names an edition; whatever it says, it is no option."""
    return () if edition is None else ("--", edition)
