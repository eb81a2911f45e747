"""What a site lists and its source does not read; requests of which a provider allows so many."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the column and the table."""
    op.add_column("source", sa.Column("untracked", sa.JSON(), nullable=True))
    op.create_table(
        "quota",
        sa.Column("id", identity, nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota")),
        sa.UniqueConstraint("provider", "period", name=op.f("uq_quota_provider_period")),
    )
