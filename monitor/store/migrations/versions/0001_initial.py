"""The first tables, written out as they were: later changes of `schema.py` are steps of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

moment = sa.DateTime(timezone=True)
identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes every table."""
    op.create_table(
        "body",
        sa.Column("sha256", sa.LargeBinary(length=32), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.Column("base", sa.LargeBinary(length=32), nullable=True),
        sa.Column("depth", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_body")),
    )
    op.create_table(
        "document",
        sa.Column("id", identity, nullable=False),
        sa.Column("registry", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("identifier", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("jurisdiction", sa.Text(), nullable=False),
        sa.Column("first_seen_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("registry", "kind", "identifier", name=op.f("uq_document_registry_kind_identifier")),
    )
    op.create_table(
        "source",
        sa.Column("id", identity, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("spider", sa.Text(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("jurisdiction", sa.Text(), nullable=False),
        sa.Column("cadence", sa.Text(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("baselined_at", moment, nullable=True),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("next_due_at", moment, nullable=True),
        sa.Column("last_outcome", sa.Text(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("last_checked_at", moment, nullable=True),
        sa.Column("last_good_at", moment, nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("red_since", moment, nullable=True),
        sa.Column("red_reason", sa.Text(), nullable=False),
        sa.Column("told_at", moment, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("name", name=op.f("uq_source_name")),
    )
    op.create_index(op.f("ix_source_next_due_at"), "source", ["next_due_at"], unique=False)
    op.create_table(
        "subscription",
        sa.Column("id", identity, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("next_due_at", moment, nullable=True),
        sa.Column("gathered_at", moment, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint("name", name=op.f("uq_subscription_name")),
    )
    op.create_table(
        "topic",
        sa.Column("id", identity, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("candidates", sa.Text(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
        sa.UniqueConstraint("name", name=op.f("uq_topic_name")),
    )
    op.create_table(
        "check_run",
        sa.Column("id", identity, nullable=False),
        sa.Column("source_id", identity, nullable=False),
        sa.Column("started_at", moment, nullable=False),
        sa.Column("finished_at", moment, nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("amended", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_check_run_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_run")),
    )
    op.create_index("ix_check_run_source_started", "check_run", ["source_id", "started_at"], unique=False)
    op.create_table(
        "digest",
        sa.Column("id", identity, nullable=False),
        sa.Column("subscription_id", identity, nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("since", moment, nullable=True),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("proof", sa.JSON(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscription.id"], name=op.f("fk_digest_subscription_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest")),
        sa.UniqueConstraint("subscription_id", "slot", name=op.f("uq_digest_subscription_id_slot")),
    )
    op.create_table(
        "page",
        sa.Column("id", identity, nullable=False),
        sa.Column("source_id", identity, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("snapshot_id", identity, nullable=True),
        sa.Column("sha256", sa.LargeBinary(length=32), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("token", sa.Text(), nullable=True),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("leads_on", sa.Boolean(), nullable=False),
        sa.Column("checked_at", moment, nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_page_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page")),
        sa.UniqueConstraint("source_id", "address", name=op.f("uq_page_source_id_address")),
    )
    op.create_table(
        "revision",
        sa.Column("id", identity, nullable=False),
        sa.Column("document_id", identity, nullable=False),
        sa.Column("source_id", identity, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("snapshot_id", identity, nullable=True),
        sa.Column("seen_at", moment, nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_revision_document_id")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_revision_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint(
            "document_id", "source_id", "number", name=op.f("uq_revision_document_id_source_id_number")
        ),
    )
    op.create_table(
        "snapshot",
        sa.Column("id", identity, nullable=False),
        sa.Column("source_id", identity, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("fetched_at", moment, nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(length=32), nullable=False),
        sa.Column("wall", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_snapshot_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
    )
    op.create_index("ix_snapshot_source_url", "snapshot", ["source_id", "url"], unique=False)
    op.create_table(
        "change",
        sa.Column("id", identity, nullable=False),
        sa.Column("document_id", identity, nullable=False),
        sa.Column("source_id", identity, nullable=False),
        sa.Column("before_id", identity, nullable=True),
        sa.Column("after_id", identity, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("moves", sa.JSON(), nullable=False),
        sa.Column("importance", sa.Float(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("jurisdiction", sa.Text(), nullable=False),
        sa.Column("detected_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["after_id"], ["revision.id"], name=op.f("fk_change_after_id")),
        sa.ForeignKeyConstraint(["before_id"], ["revision.id"], name=op.f("fk_change_before_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_change_document_id")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_change_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    op.create_index(op.f("ix_change_detected_at"), "change", ["detected_at"], unique=False)
    op.create_index(op.f("ix_change_document_id"), "change", ["document_id"], unique=False)
    op.create_table(
        "delivery",
        sa.Column("id", identity, nullable=False),
        sa.Column("digest_id", identity, nullable=False),
        sa.Column("destination", sa.Text(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Integer(), nullable=False),
        sa.Column("claimed_until", moment, nullable=True),
        sa.Column("next_try_at", moment, nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("settled_at", moment, nullable=True),
        sa.ForeignKeyConstraint(["digest_id"], ["digest.id"], name=op.f("fk_delivery_digest_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("digest_id", "destination", name=op.f("uq_delivery_digest_id_destination")),
    )
    op.create_index(op.f("ix_delivery_next_try_at"), "delivery", ["next_try_at"], unique=False)
    op.create_table(
        "sighting",
        sa.Column("id", identity, nullable=False),
        sa.Column("document_id", identity, nullable=False),
        sa.Column("source_id", identity, nullable=False),
        sa.Column("page_id", identity, nullable=True),
        sa.Column("revision_id", identity, nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("first_seen_at", moment, nullable=False),
        sa.Column("last_seen_at", moment, nullable=False),
        sa.Column("missing_since", moment, nullable=True),
        sa.Column("removed_at", moment, nullable=True),
        sa.Column("noise", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_sighting_document_id")),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_sighting_page_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_sighting_revision_id")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_sighting_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sighting")),
        sa.UniqueConstraint("document_id", "source_id", name=op.f("uq_sighting_document_id_source_id")),
    )
    op.create_index(op.f("ix_sighting_page_id"), "sighting", ["page_id"], unique=False)
    op.create_index("ix_sighting_source", "sighting", ["source_id"], unique=False)
    op.create_table(
        "match",
        sa.Column("id", identity, nullable=False),
        sa.Column("topic_id", identity, nullable=False),
        sa.Column("document_id", identity, nullable=False),
        sa.Column("change_id", identity, nullable=True),
        sa.Column("hits", sa.JSON(), nullable=False),
        sa.Column("matched_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name=op.f("fk_match_change_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_match_document_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_match_topic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match")),
    )
    op.create_index(op.f("ix_match_document_id"), "match", ["document_id"], unique=False)
    op.create_index("ix_match_standing", "match", ["topic_id", "document_id"], unique=False)
    op.create_index("uq_match_change", "match", ["topic_id", "change_id"], unique=True)
    op.create_table(
        "digest_item",
        sa.Column("id", identity, nullable=False),
        sa.Column("digest_id", identity, nullable=False),
        sa.Column("subscription_id", identity, nullable=False),
        sa.Column("match_id", identity, nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["digest_id"], ["digest.id"], name=op.f("fk_digest_item_digest_id")),
        sa.ForeignKeyConstraint(["match_id"], ["match.id"], name=op.f("fk_digest_item_match_id")),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscription.id"], name=op.f("fk_digest_item_subscription_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_item")),
        sa.UniqueConstraint("subscription_id", "match_id", name=op.f("uq_digest_item_subscription_id_match_id")),
    )
    op.create_index(op.f("ix_digest_item_digest_id"), "digest_item", ["digest_id"], unique=False)
    # ### end Alembic commands ###
