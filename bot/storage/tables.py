"""The tables of this version's schema, which the migrations create."""

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

_SIGN_BIT = 1 << 63


def to_signed(number: int) -> int:
    """Return an id as the signed integer that databases hold."""
    return number - 2 * _SIGN_BIT if number >= _SIGN_BIT else number


class Snowflake(TypeDecorator[int]):
    """A Discord id: an unsigned integer of 64 bits."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        """Return an id as the database holds it."""
        del dialect
        return None if value is None else to_signed(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> int | None:
        """Return an id as Discord has it."""
        del dialect
        return None if value is None else value % (2 * _SIGN_BIT)


class Moment(TypeDecorator[datetime]):
    """A time in UTC, even where the database knows no time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return a time in UTC."""
        del dialect
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return a time with its time zone, UTC."""
        del dialect
        if value is None or value.tzinfo is None:
            return value and value.replace(tzinfo=UTC)
        return value.astimezone(UTC)


metadata = MetaData()


def _make_server_column() -> Column[int]:
    """Return the column of the server that a row belongs to, and is deleted with."""
    return Column(
        "server", Snowflake, ForeignKey("servers.server", ondelete="CASCADE"), primary_key=True
    )


def _make_count_table(name: str, counted: Column[str]) -> Table:
    """Return a table of daily counts in each server."""
    day, number = Column("day", Date, primary_key=True), Column("n", Integer, nullable=False)
    return Table(name, metadata, _make_server_column(), day, counted, number)


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
    _make_server_column(),
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
    _make_server_column(),
    Column("member", Snowflake, primary_key=True, autoincrement=False),
    Column("by", Snowflake, nullable=False),
    Column("at", Moment, nullable=False),
    Column("until", Moment),
)
counts = _make_count_table("counts", Column("outcome", String(32), primary_key=True))
pages = _make_count_table("pages", Column("page", Text, primary_key=True))
feedback = _make_count_table("feedback", Column("judged", String(32), primary_key=True))
questions = Table(
    "questions",
    metadata,
    _make_server_column(),
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
    _make_server_column(),
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
"""The running processes with their shards; each renews its row while it runs."""
turns = Table(
    "turns",
    metadata,
    Column("bot", Snowflake, primary_key=True, autoincrement=False),
    Column("bucket", Integer, primary_key=True, autoincrement=False),
    Column("free", Moment, nullable=False),
)
"""When the next session of a bucket of shards may begin."""
meta = Table(
    "meta",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)
"""`hash`: the key of the keyed hashes; `version`: the highest of any deleted server."""
