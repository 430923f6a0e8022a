"""Old backups, made before backups were copies by SQLite: JSON lines, and a digest at the end.

`concordance db restore` accepts them until 1 January 2028. Then this file goes, with its tests
and with its mentions in temporary_copy.py.
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
_NO_BACKUP = "is no backup of Concordance"


def is_old_backup(start: bytes) -> bool:
    """Return whether a file with these first bytes may be an old backup."""
    return start.startswith(b"{")


def load_rows(file: Path, connection: Connection) -> None:
    """Load the rows of a file into an empty database, with the schema that they had.

    Raises BackupError for a file that is damaged or holds something else, SchemaError for a newer
    schema.
    """
    version = _verify(file)
    schema.check_backup_schema(version)
    schema.migrate(connection, version)
    _insert_rows(connection, file)


def _verify(file: Path) -> str:
    """Return the schema of a file's rows; raise BackupError where the file is not whole."""
    header = next(_read_lines(file), {})
    for _line in _read_lines(file):
        pass
    if set(header) != {"schema", "at", "rows", "format"}:
        raise BackupError(file, _NO_BACKUP)
    if header["format"] != _FORMAT:
        problem = f"has format {header['format']}, and this version reads {_FORMAT}"
        raise BackupError(file, problem)
    return str(header["schema"])


def _read_lines(file: Path) -> Iterator[dict[str, Any]]:
    """Yield all lines of a file but the last, which is its digest.

    Raises BackupError at the end where the digest is not that of the lines.
    """
    digest, count, line = hashlib.sha256(), 0, b""
    with file.open("rb") as lines:
        for following in lines:
            if line:
                digest.update(line)
                count += 1
                yield _parse_line(file, line)
            line = following
    if _parse_line(file, line) != {"lines": count, "sha256": digest.hexdigest()}:
        raise BackupError(file, "is damaged or not whole")


def _parse_line(file: Path, line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BackupError(file, f"is damaged, or {_NO_BACKUP.removeprefix('is ')}") from error
    if not isinstance(value, dict):
        raise BackupError(file, _NO_BACKUP)
    return value


def _insert_rows(connection: Connection, file: Path) -> None:
    """Insert the rows of a file into tables of its schema."""
    # read the tables from the database: an earlier schema may have others than this version
    reflected = MetaData()
    reflected.reflect(connection, only=lambda name, _: name in tables.metadata.tables)
    if "meta" in reflected.tables:
        # the migrations have inserted rows of their own
        connection.execute(delete(reflected.tables["meta"]))
    try:
        after_header = islice(_read_lines(file), 1, None)
        for name, lines in groupby(after_header, lambda line: str(line["table"])):
            table = reflected.tables[name]
            rows = (dict(_convert_values(table, line["row"])) for line in lines)
            while batch := list(islice(rows, _BATCH)):
                connection.execute(insert(table), batch)
    except (KeyError, TypeError, ValueError) as error:
        raise BackupError(file, "holds rows that its schema does not have") from error


def _convert_values(table: Table, row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield a row's values in the types of their columns."""
    for name, value in row.items():
        kind = table.c[name].type
        if value is not None and isinstance(kind, DateTime):
            yield name, datetime.fromisoformat(value).astimezone(UTC)
        elif value is not None and isinstance(kind, Date):
            yield name, date.fromisoformat(value)
        else:
            yield name, value
