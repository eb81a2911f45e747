"""Documents followed by hand, with a stance and a note."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "follow",
        sa.Column("id", identity, nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("document", "identifier", "jurisdiction", "registry", "kind", "source", "topic", "stance")
        ),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow")),
        sa.UniqueConstraint("document", name=op.f("uq_follow_document")),
    )
    op.create_index(op.f("ix_follow_identifier"), "follow", ["identifier"])
