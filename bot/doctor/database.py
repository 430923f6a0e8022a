"""The database: present, of this version's schema, writable, in good order."""

import asyncio
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.doctor.environment import Environment, find_existing_path
from bot.doctor.findings import Finding, bad, describe_error, doubtful, good
from bot.storage import schema
from bot.storage.database import Database
from bot.storage.errors import StorageError
from bot.storage.read_only import DatabaseFile, DatabaseOverview, inspect_database

NAME = "database"

MIN_EMPTY_BYTES = 16 * 10**6
"""Bytes of unused pages in a database file from which on they are reported."""

_WRITE = "let the bot write the database, and with SQLite the folder that it is in"
_REBUILD = (
    "make it anew: stop the bot, `concordance db backup FILE`, put the database aside, "
    "`concordance db restore FILE`"
)


async def check_database(environment: Environment) -> Sequence[Finding]:
    """Check that settings can be kept."""
    try:
        inspected = await inspect_database(environment.database, environment.limit / 2)
    except StorageError as error:
        return [describe_error(NAME, error)]
    if inspected is None:
        path = Database(environment.database).path
        return [await asyncio.to_thread(_judge_absent_file, path)]
    return judge_database(inspected, schema.REQUIRED_SCHEMA)


def judge_database(inspected: DatabaseOverview, expected_schema: str) -> Sequence[Finding]:
    """Judge the state of a database against the schema of this version."""
    problems = [*_find_problems(inspected, expected_schema)]
    if inspected.file is not None and inspected.schema is not None:
        problems += _find_file_problems(inspected.file)
    text = f"{inspected.name}: {inspected.program}, schema {inspected.schema}, can be written"
    return problems or [good(NAME, text)]


def _judge_absent_file(path: Path) -> Finding:
    folder = find_existing_path(path)
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        return bad(NAME, f"{path} is not there yet, and cannot be made in {folder}", _WRITE)
    return good(NAME, f"{path} is not there yet: it will be made at the first start")


def _find_problems(inspected: DatabaseOverview, expected_schema: str) -> Iterator[Finding]:
    if inspected.schema != expected_schema:
        refused = describe_error(NAME, schema.make_schema_error(inspected.schema))
        is_newer = inspected.schema is not None and not schema.is_known(inspected.schema)
        remedy = f"{refused.remedy}, or start the bot, which does it"
        yield refused if is_newer else doubtful(NAME, refused.text, remedy)
    if not inspected.writable:
        yield bad(NAME, f"{inspected.name} can only be read", _WRITE)
    if inspected.invalid_settings:
        fields = ", ".join(sorted({setting.field for setting in inspected.invalid_settings}))
        text = f"settings of servers that this version does not take: {fields}"
        yield doubtful(NAME, text, "see `concordance db check`, and set them anew in Discord")


def _find_file_problems(file: DatabaseFile) -> Iterator[Finding]:
    if not file.has_log:
        remedy = (
            "start the bot, which gives it one; where it stays so, keep the file on a local disk"
        )
        yield doubtful(NAME, "has no log of writes: who reads waits for who writes", remedy)
    if file.free >= max(MIN_EMPTY_BYTES, file.size / 2):
        text = f"{file.free / 1e6:.0f} of {file.size / 1e6:.0f} MB are empty"
        yield doubtful(NAME, text, _REBUILD)
