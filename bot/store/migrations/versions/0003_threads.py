"""When each count was taken, and what stands in the thread of a post."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NOT_KNOWN = datetime(1970, 1, 1, tzinfo=UTC)
"""When the counts from before this were taken."""


def upgrade() -> None:
    op.add_column("counts", sa.Column("at", sa.DateTime(timezone=True), nullable=True))
    op.execute(sa.update(sa.table("counts", sa.column("at", sa.DateTime(timezone=True)))).values(at=_NOT_KNOWN))
    with op.batch_alter_table("counts") as counts:
        counts.alter_column("at", existing_type=sa.DateTime(timezone=True), nullable=False)
    op.create_table(
        "replies",
        sa.Column("subscription", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("part", sa.String(length=12), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("subscription", "day", "part", name=op.f("pk_replies")),
    )
