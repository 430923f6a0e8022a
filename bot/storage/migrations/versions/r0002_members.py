"""Blocks, counts, questions and feedback; departures; the key of keyed hashes."""

import secrets
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables, and the key."""
    # tables with a row for each block and each question
    op.add_column("servers", sa.Column("left_at", sa.DateTime(timezone=True)))
    _create_server_table(
        "blocks",
        sa.Column("member", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("by", sa.BigInteger, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True)),
    )
    _create_server_table(
        "questions",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("asker", sa.String(64), nullable=False),
    )
    op.create_index("questions_asker", "questions", ["asker"])

    # tables of numbers by day
    for name, column in (
        ("counts", sa.Column("outcome", sa.String(32), primary_key=True)),
        ("pages", sa.Column("page", sa.Text, primary_key=True)),
        ("feedback", sa.Column("judged", sa.String(32), primary_key=True)),
    ):
        number = sa.Column("n", sa.Integer, nullable=False)
        _create_server_table(name, sa.Column("day", sa.Date, primary_key=True), column, number)

    # the key of keyed hashes, and the highest version of deleted servers
    meta = op.create_table(
        "meta",
        sa.Column("key", sa.String(32), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    rows = [{"key": "hash", "value": secrets.token_hex(32)}, {"key": "version", "value": "0"}]
    op.bulk_insert(meta, rows)


def _create_server_table(name: str, *columns: sa.Column[Any]) -> None:
    """Create a table whose rows are deleted with their server."""
    servers = sa.ForeignKey("servers.server", ondelete="CASCADE")
    op.create_table(name, sa.Column("server", sa.BigInteger, servers, primary_key=True), *columns)
