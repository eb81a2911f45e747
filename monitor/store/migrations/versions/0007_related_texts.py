"""Bills' texts that are alike, with the sketches by which they are found, and when legislatures sit."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the tables; they fill as texts are read and sources are checked."""
    op.create_table(
        "text_sketch",
        sa.Column("id", identity, nullable=False),
        sa.Column("document_id", identity, nullable=False),
        sa.Column("sketch", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_text_sketch_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_sketch")),
        sa.UniqueConstraint("document_id", name=op.f("uq_text_sketch_document_id")),
    )
    op.create_table(
        "related_text",
        sa.Column("id", identity, nullable=False),
        sa.Column("document_id", identity, nullable=False),
        sa.Column("other_id", identity, nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("differs", sa.JSON(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_related_text_document_id")),
        sa.ForeignKeyConstraint(["other_id"], ["document.id"], name=op.f("fk_related_text_other_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_related_text")),
        sa.UniqueConstraint("document_id", "other_id", name=op.f("uq_related_text_document_id_other_id")),
    )
    op.create_index(op.f("ix_related_text_other_id"), "related_text", ["other_id"])
    op.create_table(
        "legislative_session",
        sa.Column("id", identity, nullable=False),
        sa.Column("registry", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legislative_session")),
        sa.UniqueConstraint("registry", name=op.f("uq_legislative_session_registry")),
    )
