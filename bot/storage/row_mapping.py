"""What the rows of a server's tables say, and the small queries that several others begin with."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import structlog
from pydantic import ValidationError
from sqlalchemy import Integer, Row, Table, Update, cast, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.servers.records import Change, Entry, Kept
from bot.servers.settings import DEFAULTS, Log, ServerSettings
from bot.storage.records import Block
from bot.storage.tables import history, meta, servers

_log = structlog.get_logger(__name__)

_NUMBER = cast(meta.c.value, Integer)

HIGHEST_DELETED = select(_NUMBER).where(meta.c.key == "version")
"""The highest version that a deleted server had: others know its settings by that."""


def raising(version: int) -> Update:
    """Return what raises the highest version of deleted servers to this one, if it is lower."""
    lower = update(meta).where(meta.c.key == "version", version > _NUMBER)
    return lower.values(value=str(version))


def settings_of(kept: Mapping[str, Any], server: int) -> ServerSettings:
    """Return settings as they are kept; what this version does not take is as nobody had set it."""
    try:
        return ServerSettings.model_validate(kept)
    except ValidationError as error:
        bad = {str(one["loc"][0]) for one in error.errors()}
        remedy = "set them anew"
        _log.warning("settings_read_failed", server=server, fields=sorted(bad), remedy=remedy)
        return ServerSettings.model_validate({k: v for k, v in kept.items() if k not in bad})


def days(log: Log) -> int | None:
    """Return for how many days questions are kept, None where they are not."""
    first = log.partition(" ")[0]
    return int(first) if first.isdecimal() else None


def entry_of(kept: Kept, settings: ServerSettings, change: Change) -> Entry | None:
    """Return what becomes of settings by a change, as the history has it; None if nothing does."""
    old, new = (one.model_dump(mode="json") for one in (kept.settings, settings))
    fields = [name for name in new if old[name] != new[name]]
    if not fields:
        return None
    before, after = ({name: of[name] for name in fields} for of in (old, new))
    return Entry(kept.version, datetime.now(UTC), change.by, change.kind, before, after)


def entry(row: Row[Any]) -> Entry:
    """Return a row of the history."""
    return Entry(row.version, row.at, row.by, row.kind, row.before, row.after, row.undone)


def block(row: Row[Any]) -> Block:
    """Return a row of the blocks."""
    return Block(row.member, row.by, row.at, row.until)


async def kept(connection: AsyncConnection, server: int) -> Kept:
    """Return the settings of a server."""
    row = (
        await connection.execute(select(servers).where(servers.c.server == server))
    ).one_or_none()
    return Kept(DEFAULTS) if row is None else kept_in(row)


def kept_in(row: Row[Any]) -> Kept:
    """Return the settings in a row of a server."""
    return Kept(settings_of(row.settings, row.server), row.version)


async def ensure(connection: AsyncConnection, server: int) -> None:
    """Let a server have its row, which all others of it go with."""
    query = select(servers.c.server).where(servers.c.server == server)
    if (await connection.execute(query)).one_or_none() is None:
        await connection.execute(insert(servers).values(server=server, version=0, settings={}))


async def write(
    connection: AsyncConnection, server: int, settings: ServerSettings, one: Entry
) -> Kept:
    """Write settings with the row of their history, as a version that never was before."""
    deleted = int((await connection.execute(HIGHEST_DELETED)).scalar_one())
    version = max(one.version, deleted) + 1
    await ensure(connection, server)
    set_ = settings.model_dump(mode="json", exclude_defaults=True)
    values = update(servers).where(servers.c.server == server)
    await connection.execute(values.values(version=version, settings=set_))
    row = {name: getattr(one, name) for name in ("at", "by", "kind", "before", "after")}
    await connection.execute(insert(history).values(server=server, version=version, **row))
    return Kept(settings, version)


async def delete_server(connection: AsyncConnection, server: int) -> None:
    """Delete a server with all that is kept of it; its versions never come again."""
    version = (await kept(connection, server)).version
    await connection.execute(raising(version))
    await connection.execute(servers.delete().where(servers.c.server == server))


async def add(connection: AsyncConnection, table: Table, key: Mapping[str, Any]) -> None:
    """Add one to a row's number, and begin it where there is none."""
    same = [table.c[name] == value for name, value in key.items()]
    more = update(table).where(*same).values(n=table.c.n + 1)
    if not (await connection.execute(more)).rowcount:
        await connection.execute(insert(table).values(n=1, **key))


async def hashed(connection: AsyncConnection, member: int) -> str:
    """Return what stands for a member where the number itself is not needed."""
    query = select(meta.c.value).where(meta.c.key == "hash")
    key = bytes.fromhex((await connection.execute(query)).scalar_one())
    return hmac.new(key, str(member).encode(), hashlib.sha256).hexdigest()
