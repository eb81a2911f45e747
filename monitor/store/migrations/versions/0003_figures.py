"""Numbers that sources report about documents, as series."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the table `figure`."""
    op.create_table(
        "figure",
        sa.Column("id", identity, nullable=False),
        sa.Column("source_id", identity, nullable=False),
        sa.Column("registry", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("identifier", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_figure_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure")),
        sa.UniqueConstraint(
            "identifier",
            "kind",
            "registry",
            "name",
            "source_id",
            "reported_on",
            name=op.f("uq_figure_identifier_kind_registry_name_source_id_reported_on"),
        ),
    )
