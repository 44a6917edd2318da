"""A reference names one action: those that were given twice are made longer."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TWICE = """
UPDATE actions SET reference = reference || upper(substr(id, 1, 4))
WHERE EXISTS (SELECT 1 FROM actions AS other WHERE other.reference = actions.reference AND other.id <> actions.id)
"""


def upgrade() -> None:
    op.execute(_TWICE)
    op.drop_index(op.f("ix_actions_reference"), table_name="actions")
    op.create_index("uq_actions_reference", "actions", ["reference"], unique=True)
