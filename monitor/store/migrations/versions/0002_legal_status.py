"""Legal status by topic and jurisdiction, each confirmation a row."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

moment = sa.DateTime(timezone=True)
identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "legal_status",
        sa.Column("id", identity, nullable=False),
        sa.Column("topic_id", identity, nullable=False),
        sa.Column("jurisdiction", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("instrument", sa.Text(), nullable=False),
        sa.Column("certainty", sa.Text(), nullable=False),
        sa.Column("age", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("upcoming", sa.JSON(), nullable=False),
        sa.Column("recorded_at", moment, nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("change_id", identity, nullable=True),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_legal_status_topic_id")),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name=op.f("fk_legal_status_change_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_status")),
    )
    op.create_index(op.f("ix_legal_status_topic_id"), "legal_status", ["topic_id"])
