"""The database: there, of this version's schema, to be written, in good order."""

import asyncio
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.doctor.environment import Environment, nearest
from bot.doctor.findings import Finding, bad, doubtful, good, refused
from bot.storage import schema
from bot.storage.database import Database
from bot.storage.errors import StorageError
from bot.storage.read_only import File, Looked, look

NAME = "database"

EMPTY = 16 * 10**6
"""Bytes that hold nothing in a file, from which on they are worth a line."""

_WRITE = "let the bot write the database, and with SQLite the folder that it is in"
_ANEW = (
    "make it anew: stop the bot, `concordance db backup FILE`, put the database aside, "
    "`concordance db restore FILE`"
)


async def database(place: Environment) -> Sequence[Finding]:
    """Say whether settings can be kept."""
    try:
        looked = await look(place.database, place.limit / 2)
    except StorageError as error:
        return [refused(NAME, error)]
    if looked is None:
        return [await asyncio.to_thread(_to_be_made, Database(place.database).path)]
    return judged(looked, schema.WANTED)


def judged(looked: Looked, wanted: str) -> Sequence[Finding]:
    """Judge how a database is, where a schema is wanted."""
    amiss = [*_amiss(looked, wanted)]
    if looked.file is not None and looked.schema is not None:
        amiss += _amiss_of(looked.file)
    found = f"{looked.name}: {looked.program}, schema {looked.schema}, can be written"
    return amiss or [good(NAME, found)]


def _to_be_made(path: Path) -> Finding:
    folder = nearest(path)
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        return bad(NAME, f"{path} is not there yet, and cannot be made in {folder}", _WRITE)
    return good(NAME, f"{path} is not there yet: it will be made at the first start")


def _amiss(looked: Looked, wanted: str) -> Iterator[Finding]:
    if looked.schema != wanted:
        line = refused(NAME, schema.refusal(looked.schema))
        newer = looked.schema is not None and not schema.known(looked.schema)
        mend = f"{line.mend}, or start the bot, which does it"
        yield line if newer else doubtful(NAME, line.found, mend)
    if not looked.writable:
        yield bad(NAME, f"{looked.name} can only be read", _WRITE)
    if looked.unread:
        fields = ", ".join(sorted({one.field for one in looked.unread}))
        found = f"settings of servers that this version does not take: {fields}"
        yield doubtful(NAME, found, "see `concordance db check`, and set them anew in Discord")


def _amiss_of(file: File) -> Iterator[Finding]:
    if not file.log:
        mend = "start the bot, which gives it one; where it stays so, keep the file on a local disk"
        yield doubtful(NAME, "has no log of writes: who reads waits for who writes", mend)
    if file.free >= max(EMPTY, file.size / 2):
        yield doubtful(NAME, f"{file.free / 1e6:.0f} of {file.size / 1e6:.0f} MB are empty", _ANEW)
