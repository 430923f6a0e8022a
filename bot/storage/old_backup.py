"""Backups as they were before they were SQLite's own copies: JSON lines, and a digest at the end.

`concordance db restore` takes them until 1 January 2028. Then this file goes, with its tests and
with what temporary_copy.py says of it.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Date, DateTime, MetaData, Table, delete, insert

from bot.storage import schema, tables
from bot.storage.errors import BackupError

_FORMAT = 1
_BATCH = 500
_NONE = "is no backup of Concordance"


def begins(start: bytes) -> bool:
    """Say whether a file that starts so may be an old backup."""
    return start.startswith(b"{")


def load(file: Path, connection: Connection) -> None:
    """Put the rows of a file into an empty database, with the schema that they were of.

    Raises BackupError for a file that is damaged or holds something else, SchemaError for a newer
    schema.
    """
    header = _verified(file)
    schema.check_backup(header)
    schema.bring(connection, header)
    _fill(connection, file)


def _verified(file: Path) -> str:
    """Return the schema of a file's rows; raise BackupError where it is not whole."""
    header = next(_lines(file), {})
    for _line in _lines(file):
        pass
    if set(header) != {"schema", "at", "rows", "format"}:
        raise BackupError(file, _NONE)
    if header["format"] != _FORMAT:
        problem = f"has format {header['format']}, and this version reads {_FORMAT}"
        raise BackupError(file, problem)
    return str(header["schema"])


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    """Yield the lines of a file but the last; raise BackupError at its end if it is not whole."""
    digest, count, line = hashlib.sha256(), 0, b""
    with file.open("rb") as lines:
        for following in lines:
            if line:
                digest.update(line)
                count += 1
                yield _object(file, line)
            line = following
    if _object(file, line) != {"lines": count, "sha256": digest.hexdigest()}:
        raise BackupError(file, "is damaged or not whole")


def _object(file: Path, line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except ValueError as error:
        raise BackupError(file, f"is damaged, or {_NONE.removeprefix('is ')}") from error
    if not isinstance(value, dict):
        raise BackupError(file, _NONE)
    return value


def _fill(connection: Connection, file: Path) -> None:
    """Put the rows of a file where its schema has been made."""
    there = MetaData()  # not this version's tables: the schema may be an earlier one
    there.reflect(connection, only=lambda name, _: name in tables.metadata.tables)
    if "meta" in there.tables:
        connection.execute(delete(there.tables["meta"]))  # the migrations have made some
    try:
        after = islice(_lines(file), 1, None)
        for name, lines in groupby(after, lambda line: str(line["table"])):
            table = there.tables[name]
            rows = (dict(_values(table, line["row"])) for line in lines)
            while batch := list(islice(rows, _BATCH)):
                connection.execute(insert(table), batch)
    except (KeyError, TypeError, ValueError) as error:
        raise BackupError(file, "holds rows that its schema does not have") from error


def _values(table: Table, row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield a row's values as the columns take them."""
    for name, value in row.items():
        kind = table.c[name].type
        if value is not None and isinstance(kind, DateTime):
            yield name, datetime.fromisoformat(value).astimezone(UTC)
        elif value is not None and isinstance(kind, Date):
            yield name, date.fromisoformat(value)
        else:
            yield name, value
