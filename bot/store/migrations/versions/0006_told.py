"""Of which state of an action its person was told by a process that took it over."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("actions", sa.Column("told", sa.String(length=12), nullable=True))
