"""Claims to post the quotation of a day."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "claims",
        sa.Column(
            "server",
            sa.BigInteger,
            sa.ForeignKey("servers.server", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("day", sa.Date, primary_key=True),
    )
