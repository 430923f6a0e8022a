"""The disk: room for another edition beside the live one, and for what the database writes."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.doctor.environment import Environment, aside, nearest
from bot.doctor.findings import Finding, bad, doubtful, good, megabytes
from bot.storage.database import Database
from bot.storage.errors import AddressError
from embeddings.editions.library import Library

NAME = "disk"

FIRST = 100_000_000
"""Bytes of an index with the default model: `concordance build`, then `du -sb data/index`."""

LOG = 4_194_304
"""Bytes of SQLite's log of writes, which it empties every 1,000 pages of 4 KiB."""


@aside
def disk(place: Environment) -> Sequence[Finding]:
    """Say whether there is room where the index and the database are."""
    return [*_room(place, place.index, "a build", _edition(place.index)), *_of_database(place)]


def _edition(index: Path) -> int:
    """Return the bytes that a build takes: as many as the live edition, the largest of several."""
    sizes = (one.size for _, one in Library(index).listed() if one.state == "live")
    return max(sizes, default=FIRST)


def _of_database(place: Environment) -> Iterator[Finding]:
    try:
        database = Database(place.database)
    except AddressError:
        return  # the line of the database says so
    if database.of_files:
        size = database.path.stat().st_size if database.path.is_file() else 0
        yield from _room(place, database.path, "the database", size + LOG)


def _room(place: Environment, path: Path, what: str, needed: int) -> Iterator[Finding]:
    folder = nearest(path)
    yield judged(path, what, needed, place.machine.free_disk(folder))
    if not place.machine.takes_files(folder):
        mend = "remove files that nobody needs"
        yield bad(NAME, f"{path}: the file system takes no more files", mend)


def judged(path: Path, what: str, needed: int, free: int) -> Finding:
    """Judge the room at a path, where something may need so many bytes once more."""
    told = f"{path}: {megabytes(free)} free, and {what} may need {megabytes(needed)}"
    mend = "free some space; `concordance editions` tells what each edition takes"
    if free < needed:
        return bad(NAME, told, mend)
    return doubtful(NAME, told, mend) if free < 2 * needed else good(NAME, told)
