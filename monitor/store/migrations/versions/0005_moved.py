"""What a source's addresses have moved to for good."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the column."""
    op.add_column("source", sa.Column("moved", sa.JSON(), nullable=True))
