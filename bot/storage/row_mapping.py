"""Rows of a server's tables turned into records, and small queries that others share."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import structlog
from pydantic import ValidationError
from sqlalchemy import Integer, Row, Table, Update, cast, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.servers.records import HistoryEntry, SettingsChange, StoredSettings
from bot.servers.settings import DEFAULTS, Log, ServerSettings
from bot.storage.records import MemberBlock
from bot.storage.tables import history, meta, servers

_log = structlog.get_logger(__name__)

_META_NUMBER = cast(meta.c.value, Integer)

HIGHEST_DELETED = select(_META_NUMBER).where(meta.c.key == "version")
"""The highest version of any deleted server: its settings may be cached under that version."""


def raise_deleted_version(version: int) -> Update:
    """Return an update that raises HIGHEST_DELETED to a version, if it is lower."""
    lower = update(meta).where(meta.c.key == "version", version > _META_NUMBER)
    return lower.values(value=str(version))


def parse_settings(stored: Mapping[str, Any], server: int) -> ServerSettings:
    """Return stored settings, with the defaults for any field that this version rejects."""
    try:
        return ServerSettings.model_validate(stored)
    except ValidationError as error:
        invalid = {str(field["loc"][0]) for field in error.errors()}
        remedy = "set them anew"
        _log.warning(
            "stored_settings_invalid", server=server, fields=sorted(invalid), remedy=remedy
        )
        return ServerSettings.model_validate(
            {name: value for name, value in stored.items() if name not in invalid}
        )


def parse_retention_days(log: Log) -> int | None:
    """Return for how many days a log keeps questions; None if it keeps none."""
    first = log.partition(" ")[0]
    return int(first) if first.isdecimal() else None


def make_entry(
    kept: StoredSettings, settings: ServerSettings, change: SettingsChange
) -> HistoryEntry | None:
    """Return the history's entry for a change of settings; None if it changes nothing."""
    old, new = (version.model_dump(mode="json") for version in (kept.settings, settings))
    fields = [name for name in new if old[name] != new[name]]
    if not fields:
        return None
    before, after = ({name: values[name] for name in fields} for values in (old, new))
    return HistoryEntry(kept.version, datetime.now(UTC), change.by, change.kind, before, after)


def parse_entry(row: Row[Any]) -> HistoryEntry:
    """Return the entry in a row of the history."""
    return HistoryEntry(row.version, row.at, row.by, row.kind, row.before, row.after, row.undone)


def parse_block(row: Row[Any]) -> MemberBlock:
    """Return the block in a row of the blocks."""
    return MemberBlock(row.member, row.by, row.at, row.until)


async def read_kept_settings(connection: AsyncConnection, server: int) -> StoredSettings:
    """Return the settings of a server, with their version."""
    row = (
        await connection.execute(select(servers).where(servers.c.server == server))
    ).one_or_none()
    return StoredSettings(DEFAULTS) if row is None else parse_kept_settings(row)


def parse_kept_settings(row: Row[Any]) -> StoredSettings:
    """Return the settings in a row of the servers, with their version."""
    return StoredSettings(parse_settings(row.settings, row.server), row.version)


async def ensure_server(connection: AsyncConnection, server: int) -> None:
    """Insert the row of a server if it has none; all its other rows depend on it."""
    query = select(servers.c.server).where(servers.c.server == server)
    if (await connection.execute(query)).one_or_none() is None:
        await connection.execute(insert(servers).values(server=server, version=0, settings={}))


async def write_settings(
    connection: AsyncConnection, server: int, settings: ServerSettings, entry: HistoryEntry
) -> StoredSettings:
    """Write settings and their entry in the history, as a version that was never used before."""
    deleted = int((await connection.execute(HIGHEST_DELETED)).scalar_one())
    version = max(entry.version, deleted) + 1
    await ensure_server(connection, server)
    stored = settings.model_dump(mode="json", exclude_defaults=True)
    query = update(servers).where(servers.c.server == server)
    await connection.execute(query.values(version=version, settings=stored))
    row = {name: getattr(entry, name) for name in ("at", "by", "kind", "before", "after")}
    await connection.execute(insert(history).values(server=server, version=version, **row))
    return StoredSettings(settings, version)


async def delete_server(connection: AsyncConnection, server: int) -> None:
    """Delete a server with all its rows; its versions are never used again."""
    version = (await read_kept_settings(connection, server)).version
    await connection.execute(raise_deleted_version(version))
    await connection.execute(servers.delete().where(servers.c.server == server))


async def increment(connection: AsyncConnection, table: Table, key: Mapping[str, Any]) -> None:
    """Add 1 to the number in a row, inserting the row if it is missing."""
    matches = [table.c[name] == value for name, value in key.items()]
    query = update(table).where(*matches).values(n=table.c.n + 1)
    if not (await connection.execute(query)).rowcount:
        await connection.execute(insert(table).values(n=1, **key))


async def hash_member(connection: AsyncConnection, member: int) -> str:
    """Return the keyed hash of a member's id, for where the id itself is not needed."""
    query = select(meta.c.value).where(meta.c.key == "hash")
    key = bytes.fromhex((await connection.execute(query)).scalar_one())
    return hmac.new(key, str(member).encode(), hashlib.sha256).hexdigest()
