"""A backup: all rows in one file, whichever the database is, with what proves it whole."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Date,
    DateTime,
    MetaData,
    Table,
    delete,
    func,
    insert,
    select,
    update,
)

from bot.storage import row_mapping, schema, tables
from bot.storage.database import Database
from bot.storage.errors import BackupError, NotEmptyError, SchemaError
from bot.storage.jsonl_file import Lines, lines_of

FORMAT = 1
"""Of the file; other formats are refused."""

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Backup:
    """What a file holds: the schema of its rows, when it was made, and how many of each table."""

    schema: str
    at: str
    rows: Mapping[str, int]
    format: int = FORMAT


async def backup(url: str, file: Path) -> Backup:
    """Write all rows into a file as they are at one moment, whatever is changed meanwhile."""
    database = Database(url)
    try:
        found = await schema.current(database)
        if found is None or not schema.known(found):
            raise schema.refusal(found)
        async with database.reading() as connection:
            return await connection.run_sync(_dump, found, file)
    finally:
        await database.close()


async def restore(url: str, file: Path, *, replace: bool = False) -> Backup:
    """Put a backup's rows into a database, and bring it to this version's schema.

    Raises BackupError for a file that is none or damaged, SchemaError for a newer schema, and
    NotEmptyError where the database keeps something that it is not to replace.
    """
    held = _verified(file)
    database = Database(url, schema.PATIENCE)
    try:
        async with schema.alone(database) as connection:
            await connection.run_sync(_restore, held, file, replace)
        return held
    finally:
        await database.close()


def _dump(connection: Connection, found: str, file: Path) -> Backup:
    reflected = _reflected(connection).sorted_tables
    counted = {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in reflected
    }
    held = Backup(found, datetime.now(UTC).isoformat(timespec="seconds"), counted)
    with Lines(file) as lines:
        lines.write(asdict(held))
        for table in reflected:
            query = select(table).order_by(*table.primary_key)
            for row in connection.execute(query.execution_options(yield_per=_AT_ONCE)).mappings():
                values = {name: _plain(value) for name, value in row.items()}
                lines.write({"table": table.name, "row": values})
    return held


def _reflected(connection: Connection) -> MetaData:
    """Return the tables as the database has them: its schema may be an earlier one."""
    found = MetaData()
    found.reflect(connection, only=lambda name, _: name in tables.metadata.tables)
    return found


def _plain(value: object) -> object:
    """Return a value as JSON has it."""
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _verified(file: Path) -> Backup:
    """Return what a file holds; raise BackupError where it is no backup, or not whole."""
    try:
        first = next(lines_of(file))
        held = Backup(**first)
        for _ in lines_of(file):
            pass
    except (TypeError, StopIteration) as error:
        raise BackupError(file, "is no backup of Concordance") from error
    if held.format != FORMAT:
        raise BackupError(file, f"has format {held.format}, and this version reads {FORMAT}")
    if not schema.known(held.schema):
        raise SchemaError(held.schema, schema.WANTED, "the backup is newer: update the program")
    return held


def _restore(connection: Connection, held: Backup, file: Path, replace: bool) -> None:
    schema.older(connection)
    before = _reflected(connection)
    if not replace and _holds_servers(connection, before):
        raise NotEmptyError
    highest = _highest(connection, before)
    before.reflect(connection, only=lambda name, _: name == "alembic_version")
    before.drop_all(connection)
    schema.bring(connection, held.schema)
    _fill(connection, file)
    schema.bring(connection, schema.WANTED)
    _raise_versions(connection, highest)


def _holds_servers(connection: Connection, reflected: MetaData) -> bool:
    """Say whether anything is kept of any server."""
    servers = reflected.tables.get("servers")
    if servers is None:
        return False
    return connection.execute(select(servers.c.server).limit(1)).first() is not None


def _highest(connection: Connection, reflected: MetaData) -> int:
    """Return the highest version that a server of the database ever had, also one deleted."""
    servers = reflected.tables.get("servers")
    found: list[int | None] = []
    if servers is not None:
        found.append(connection.execute(select(func.max(servers.c.version))).scalar_one())
    if "meta" in reflected.tables:
        found.append(connection.execute(row_mapping.HIGHEST_DELETED).scalar_one_or_none())
    return max((one for one in found if one is not None), default=0)


def _fill(connection: Connection, file: Path) -> None:
    """Put the rows of a file where its schema has been made."""
    reflected = _reflected(connection)
    for table in reversed(reflected.sorted_tables):
        connection.execute(delete(table))
    try:
        after = islice(lines_of(file), 1, None)
        for name, of_table in groupby(after, lambda line: str(line["table"])):
            table = reflected.tables[name]
            values = (_typed(table, line["row"]) for line in of_table)
            while some := list(islice(values, _AT_ONCE)):
                connection.execute(insert(table), some)
    except (KeyError, TypeError, ValueError) as error:
        raise BackupError(file, "holds rows that its schema does not have") from error


def _typed(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row's values as the columns take them."""
    return dict(_values(table, row))


def _values(table: Table, row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        kind = table.c[name].type
        if value is not None and isinstance(kind, DateTime):
            yield name, datetime.fromisoformat(value).astimezone(UTC)
        elif value is not None and isinstance(kind, Date):
            yield name, date.fromisoformat(value)
        else:
            yield name, value


def _raise_versions(connection: Connection, highest: int) -> None:
    """Let no version come again: running processes know other settings by it."""
    servers = tables.servers
    known = servers.c.version.between(1, highest)
    connection.execute(update(servers).where(known).values(version=highest + 1))
    connection.execute(row_mapping.raising(highest))
