"""Bills whose texts are wanted, and what the texts enact."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the tables; the bills that topics have matched so far are wanted."""
    op.create_table(
        "text_wanted",
        sa.Column("id", identity, nullable=False),
        sa.Column("document_id", identity, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_text_wanted_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_wanted")),
        sa.UniqueConstraint("document_id", name=op.f("uq_text_wanted_document_id")),
    )
    op.create_table(
        "text_mark",
        sa.Column("id", identity, nullable=False),
        sa.Column("document_id", identity, nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_text_mark_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_mark")),
        sa.UniqueConstraint("document_id", "mark", name=op.f("uq_text_mark_document_id_mark")),
    )
    op.create_index(op.f("ix_text_mark_mark"), "text_mark", ["mark"])
    op.execute(
        "INSERT INTO text_wanted (document_id) SELECT DISTINCT document.id FROM document "
        "JOIN match ON match.document_id = document.id WHERE document.kind = 'bill'"
    )
