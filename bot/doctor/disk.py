"""The disk: room for another edition beside the live one, and for the database's writes."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.doctor.environment import Environment, find_existing_path, run_in_thread
from bot.doctor.findings import Finding, bad, doubtful, format_megabytes, good
from bot.storage.database import Database
from bot.storage.errors import AddressError
from embeddings.editions.library import Library

NAME = "disk"

FIRST_BUILD_BYTES = 100_000_000
"""Bytes of an index with the default model: `concordance build`, then `du -sb data/index`."""

WAL_BYTES = 4_194_304
"""Bytes of SQLite's write-ahead log, which it empties every 1,000 pages of 4 KiB."""


@run_in_thread
def check_disk(environment: Environment) -> Sequence[Finding]:
    """Check that there is room for the index and the database."""
    index = environment.index
    return [
        *_check_room(environment, index, "a build", _estimate_build(index)),
        *_check_database_room(environment),
    ]


def _estimate_build(index: Path) -> int:
    """Return the bytes that a build takes: as many as the largest live edition."""
    sizes = (
        edition.size for _, edition in Library(index).list_editions() if edition.state == "live"
    )
    return max(sizes, default=FIRST_BUILD_BYTES)


def _check_database_room(environment: Environment) -> Iterator[Finding]:
    try:
        database = Database(environment.database)
    except AddressError:
        return  # the check of the database reports it
    if database.is_sqlite:
        size = database.path.stat().st_size if database.path.is_file() else 0
        yield from _check_room(environment, database.path, "the database", size + WAL_BYTES)


def _check_room(
    environment: Environment, path: Path, purpose: str, needed: int
) -> Iterator[Finding]:
    folder = find_existing_path(path)
    yield judge_room(path, purpose, needed, environment.machine.free_disk(folder))
    if not environment.machine.takes_files(folder):
        remedy = "remove files that nobody needs"
        yield bad(NAME, f"{path}: the file system takes no more files", remedy)


def judge_room(path: Path, purpose: str, needed: int, free: int) -> Finding:
    """Judge the free bytes at a path, where something may need so many."""
    text = (
        f"{path}: {format_megabytes(free)} free, and {purpose} may need {format_megabytes(needed)}"
    )
    remedy = "free some space; `concordance editions` tells what each edition takes"
    if free < needed:
        return bad(NAME, text, remedy)
    return doubtful(NAME, text, remedy) if free < 2 * needed else good(NAME, text)
