"""The other numbers of documents: dockets and drafts that became bills, papers, substitutes."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the table; it fills as sources are read."""
    op.create_table(
        "alias",
        sa.Column("id", identity, nullable=False),
        sa.Column("document_id", identity, nullable=False),
        sa.Column("registry", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("identifier", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_alias_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alias")),
        sa.UniqueConstraint("registry", "kind", "identifier", name=op.f("uq_alias_registry_kind_identifier")),
    )
    op.create_index(op.f("ix_alias_document_id"), "alias", ["document_id"])
