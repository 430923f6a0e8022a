"""The tables as this version has them; the migrations lead there."""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    false,
)

_SIGNED = 1 << 63


def signed(number: int) -> int:
    """Return an id as databases hold it: theirs are signed."""
    return number - 2 * _SIGNED if number >= _SIGNED else number


class Snowflake(TypeDecorator[int]):
    """An id of Discord: 64 bits without a sign."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        """Return an id as the database holds it."""
        del dialect
        return None if value is None else signed(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> int | None:
        """Return an id as Discord has it."""
        del dialect
        return None if value is None else value % (2 * _SIGNED)


class Moment(TypeDecorator[datetime]):
    """A time in UTC, also where the database knows no time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return a time in UTC."""
        del dialect
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return a time that says that it is in UTC."""
        del dialect
        if value is None or value.tzinfo is None:
            return value and value.replace(tzinfo=UTC)
        return value.astimezone(UTC)


metadata = MetaData()


def _server() -> Column[int]:
    """Return the column of the server that a row is of, and goes with."""
    return Column(
        "server", Snowflake, ForeignKey("servers.server", ondelete="CASCADE"), primary_key=True
    )


def _numbers(name: str, of: Column[str]) -> Table:
    """Return a table of how often something was so, on a day in a server."""
    day, number = Column("day", Date, primary_key=True), Column("n", Integer, nullable=False)
    return Table(name, metadata, _server(), day, of, number)


servers = Table(
    "servers",
    metadata,
    Column("server", Snowflake, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("settings", JSON, nullable=False),
    Column("left_at", Moment),
)
history = Table(
    "history",
    metadata,
    _server(),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("by", Snowflake, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
    Column("undone", Boolean, nullable=False, server_default=false()),
)
blocks = Table(
    "blocks",
    metadata,
    _server(),
    Column("member", Snowflake, primary_key=True, autoincrement=False),
    Column("by", Snowflake, nullable=False),
    Column("at", Moment, nullable=False),
    Column("until", Moment),
)
counts = _numbers("counts", Column("outcome", String(32), primary_key=True))
pages = _numbers("pages", Column("page", Text, primary_key=True))
feedback = _numbers("feedback", Column("judged", String(32), primary_key=True))
questions = Table(
    "questions",
    metadata,
    _server(),
    Column("id", String(32), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("words", Text, nullable=False),
    Column("outcome", String(32), nullable=False),
    Column("asker", String(64), nullable=False),
    Index("questions_asker", "asker"),
)
claims = Table(
    "claims",
    metadata,
    _server(),
    Column("day", Date, primary_key=True),
)
running = Table(
    "running",
    metadata,
    Column("holder", String(32), primary_key=True),
    Column("bot", Snowflake, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("until", Moment, nullable=False),
)
"""The processes that run, with their shards: each says again and again that it does."""
turns = Table(
    "turns",
    metadata,
    Column("bot", Snowflake, primary_key=True, autoincrement=False),
    Column("bucket", Integer, primary_key=True, autoincrement=False),
    Column("free", Moment, nullable=False),
)
"""When the next session of a bucket of shards may be begun."""
meta = Table(
    "meta",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)
"""`hash`: the key of the keyed hashes; `version`: the highest of a server that was deleted."""
