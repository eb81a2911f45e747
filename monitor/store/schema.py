"""The tables, one definition for SQLite and PostgreSQL.

Evidence (body, snapshot, page) · states (document, sighting, revision) · series (figure) · differences (change) · interests (topic, match,
subscription, follow) · telling (digest, digest_item, delivery) · law (legal_status) · upkeep (source, check_run). Moments are stored in UTC.
"""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

naming = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = sa.MetaData(naming_convention=naming)


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC; a naive one is refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Any) -> datetime | None:
        if value is None:
            return None
        assert isinstance(value, datetime)
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _id() -> sa.Column[Any]:
    return sa.Column("id", Id, primary_key=True)


def _ref(name: str, target: str, *, nullable: bool = False, index: bool = False) -> sa.Column[Any]:
    return sa.Column(name, Id, sa.ForeignKey(f"{target}.id"), nullable=nullable, index=index)


source = sa.Table(
    "source",
    metadata,
    _id(),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("spider", sa.Text, nullable=False),  # the spider that runs it; the same as name but for watched addresses
    sa.Column("settings", sa.JSON, nullable=False, default=dict),  # what a user typed: url, css, ignore …
    sa.Column("jurisdiction", sa.Text, nullable=False, default=""),
    sa.Column("cadence", sa.Text, nullable=False, default=""),
    sa.Column("enabled", sa.Boolean, nullable=False, default=True),
    sa.Column("baselined_at", Moment),  # first complete check: from here on changes are announced
    sa.Column("documents", sa.Integer, nullable=False, default=0),  # living documents at the last complete check
    sa.Column("next_due_at", Moment, index=True),
    sa.Column("last_outcome", sa.Text),
    sa.Column("last_error", sa.Text, nullable=False, default=""),
    sa.Column("last_checked_at", Moment),
    sa.Column("last_good_at", Moment),
    sa.Column("failures", sa.Integer, nullable=False, default=0),  # in a row
    sa.Column("red_since", Moment),
    sa.Column("red_reason", sa.Text, nullable=False, default=""),
    sa.Column("told_at", Moment),  # last time the operator was told that it is red
    sa.Column("untracked", sa.JSON, default=list),  # what the site lists and the source does not read, in words
    sa.Column("moved", sa.JSON, default=list),  # addresses that lead elsewhere for good, in words
)

check_run = sa.Table(
    "check_run",
    metadata,
    _id(),
    _ref("source_id", "source"),
    sa.Column("started_at", Moment, nullable=False),
    sa.Column("finished_at", Moment),  # null while it runs, or for ever when the process died
    sa.Column("outcome", sa.Text),
    sa.Column("documents", sa.Integer, nullable=False, default=0),
    sa.Column("added", sa.Integer, nullable=False, default=0),
    sa.Column("amended", sa.Integer, nullable=False, default=0),
    sa.Column("removed", sa.Integer, nullable=False, default=0),
    sa.Column("held", sa.Integer, nullable=False, default=0),
    sa.Column("seconds", sa.Float, nullable=False, default=0.0),
    sa.Column("error", sa.Text, nullable=False, default=""),
    sa.Index("ix_check_run_source_started", "source_id", "started_at"),
)

quota = sa.Table(
    "quota",
    metadata,
    _id(),
    sa.Column("provider", sa.Text, nullable=False),  # who gave it: legiscan, openstates
    sa.Column("period", sa.Text, nullable=False),  # "2026-11", "2026-11-22"
    sa.Column("used", sa.Integer, nullable=False, default=0),  # requests that left, answered or not
    sa.UniqueConstraint("provider", "period"),
)

body = sa.Table(
    "body",
    metadata,
    sa.Column("sha256", sa.LargeBinary(32), primary_key=True),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("packed", sa.LargeBinary, nullable=False),  # zstd; with `base` as prefix when that is set
    sa.Column("base", sa.LargeBinary(32)),
    sa.Column("depth", sa.SmallInteger, nullable=False, default=0),  # 0 stands alone; at most 20
)

page = sa.Table(
    "page",
    metadata,
    _id(),
    _ref("source_id", "source"),
    sa.Column(
        "address", sa.Text, nullable=False
    ),  # request fingerprint: the address, with method and body when not a plain GET
    sa.Column("snapshot_id", Id),  # last snapshot that was read to the end
    sa.Column("sha256", sa.LargeBinary(32)),  # of that snapshot, or of the whole bundle
    sa.Column("etag", sa.Text),
    sa.Column("last_modified", sa.Text),
    sa.Column("token", sa.Text),  # the `when` under which it was read
    sa.Column("edition", sa.Text, nullable=False, default=""),  # of spider and readers when it was read
    sa.Column(
        "leads_on", sa.Boolean, nullable=False, default=False
    ),  # its reading asked for further pages, or told of others
    sa.Column("checked_at", Moment),
    sa.UniqueConstraint("source_id", "address"),
)

snapshot = sa.Table(
    "snapshot",
    metadata,
    _id(),
    _ref("source_id", "source"),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("fetched_at", Moment, nullable=False),
    sa.Column("status", sa.SmallInteger, nullable=False),
    sa.Column("media_type", sa.Text, nullable=False, default=""),
    sa.Column("headers", sa.JSON, nullable=False),
    sa.Column("sha256", sa.LargeBinary(32), nullable=False),
    sa.Column("wall", sa.Text, nullable=False, default=""),  # kind of wall or soft error, empty for a page
    sa.Index("ix_snapshot_source_url", "source_id", "url"),
)

document = sa.Table(
    "document",
    metadata,
    _id(),
    sa.Column("registry", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("identifier", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("jurisdiction", sa.Text, nullable=False, default=""),
    sa.Column("first_seen_at", Moment, nullable=False),
    sa.UniqueConstraint("registry", "kind", "identifier"),
)

alias = sa.Table(
    "alias",
    metadata,
    _id(),
    _ref("document_id", "document", index=True),
    sa.Column("registry", sa.Text, nullable=False),  # as in the document's own key
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("identifier", sa.Text, nullable=False),  # another number of it, now or formerly: never that of its row
    sa.UniqueConstraint("registry", "kind", "identifier"),
)

revision = sa.Table(
    "revision",
    metadata,
    _id(),
    _ref("document_id", "document"),
    _ref("source_id", "source"),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("fingerprint", sa.LargeBinary, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),  # the document as canonical JSON, zstd
    sa.Column("snapshot_id", Id),
    sa.Column("seen_at", Moment, nullable=False),
    sa.Column("removed", sa.Boolean, nullable=False, default=False),
    sa.UniqueConstraint("document_id", "source_id", "number"),
)

sighting = sa.Table(
    "sighting",
    metadata,
    _id(),
    _ref("document_id", "document"),
    _ref("source_id", "source"),
    _ref(
        "page_id", "page", nullable=True, index=True
    ),  # the page that shows it now; null: its page was read without it
    _ref("revision_id", "revision"),
    sa.Column("fingerprint", sa.LargeBinary, nullable=False),
    sa.Column("first_seen_at", Moment, nullable=False),
    sa.Column("last_seen_at", Moment, nullable=False),  # last time its page was read anew
    sa.Column("missing_since", Moment),  # held: not seen in a complete check
    sa.Column("removed_at", Moment),
    sa.Column(
        "noise", sa.Integer, nullable=False, default=0
    ),  # amended changes in a row that came back to an earlier state
    sa.UniqueConstraint("document_id", "source_id"),
    sa.Index("ix_sighting_source", "source_id"),
)

figure = sa.Table(
    "figure",
    metadata,
    _id(),
    _ref("source_id", "source"),
    sa.Column("registry", sa.Text, nullable=False),  # of the document that the number is about, known or not
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("identifier", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),  # what is counted: "comment"
    sa.Column("reported_on", sa.Date, nullable=False),
    sa.Column("value", sa.BigInteger, nullable=False),
    sa.UniqueConstraint("identifier", "kind", "registry", "name", "source_id", "reported_on"),
)

change = sa.Table(
    "change",
    metadata,
    _id(),
    _ref("document_id", "document", index=True),
    _ref("source_id", "source"),
    _ref("before_id", "revision", nullable=True),
    _ref("after_id", "revision"),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("fields", sa.JSON, nullable=False),  # [{name, before, after}] without the text, which the revisions hold
    sa.Column("moves", sa.JSON, nullable=False),
    sa.Column("importance", sa.Float, nullable=False),
    sa.Column("reasons", sa.JSON, nullable=False),
    sa.Column("jurisdiction", sa.Text, nullable=False, default=""),
    sa.Column("detected_at", Moment, nullable=False, index=True),
)

topic = sa.Table(
    "topic",
    metadata,
    _id(),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("title", sa.Text, nullable=False, default=""),
    sa.Column("query", sa.Text, nullable=False),
    sa.Column("candidates", sa.Text, nullable=False, default=""),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("enabled", sa.Boolean, nullable=False, default=True),
)

match = sa.Table(
    "match",
    metadata,
    _id(),
    _ref("topic_id", "topic"),
    _ref("document_id", "document", index=True),
    _ref(
        "change_id", "change", nullable=True
    ),  # null: the document was already there when the topic or the source was new
    sa.Column("hits", sa.JSON, nullable=False),
    sa.Column("matched_at", Moment, nullable=False),
    sa.Index("uq_match_change", "topic_id", "change_id", unique=True),
    sa.Index("ix_match_standing", "topic_id", "document_id"),
)

subscription = sa.Table(
    "subscription",
    metadata,
    _id(),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column(
        "settings", sa.JSON, nullable=False
    ),  # topics, cadence, timezone, formats …; destinations by name, never a secret
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("enabled", sa.Boolean, nullable=False, default=True),
    sa.Column("next_due_at", Moment),
    sa.Column("gathered_at", Moment),
)

digest = sa.Table(
    "digest",
    metadata,
    _id(),
    _ref("subscription_id", "subscription"),
    sa.Column("slot", sa.Text, nullable=False),  # local date of a schedule, or the first match id of an at-once digest
    sa.Column("kind", sa.Text, nullable=False),  # welcome, digest, alert, health
    sa.Column("since", Moment),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("proof", sa.JSON, nullable=False),  # sources checked, failed, since when
    sa.Column("content", sa.JSON, nullable=False, default=dict),  # what is not a match: an operator's health events
    sa.UniqueConstraint("subscription_id", "slot"),
)

digest_item = sa.Table(
    "digest_item",
    metadata,
    _id(),
    _ref("digest_id", "digest", index=True),
    _ref("subscription_id", "subscription"),
    _ref("match_id", "match"),
    sa.Column(
        "part", sa.Text, nullable=False, default="entry"
    ),  # entry, standing, folded; filtered: consumed, not shown
    sa.UniqueConstraint("subscription_id", "match_id"),
)

delivery = sa.Table(
    "delivery",
    metadata,
    _id(),
    _ref("digest_id", "digest"),
    sa.Column("destination", sa.Text, nullable=False),  # its name in the configuration
    sa.Column("shown", sa.Text, nullable=False),  # the address with its secrets redacted
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, default=0),
    sa.Column("lost", sa.Integer, nullable=False, default=0),  # leases that ran out: the process died while sending
    sa.Column("claimed_until", Moment),
    sa.Column("next_try_at", Moment, index=True),
    sa.Column("error", sa.Text, nullable=False, default=""),
    sa.Column("settled_at", Moment),
    sa.UniqueConstraint("digest_id", "destination"),
)

text_wanted = sa.Table(
    "text_wanted",
    metadata,
    _id(),
    _ref("document_id", "document"),  # a bill that a topic matched, or its candidates query
    sa.UniqueConstraint("document_id"),
)

text_mark = sa.Table(
    "text_mark",
    metadata,
    _id(),
    _ref("document_id", "document"),  # the text of a bill
    sa.Column("mark", sa.LargeBinary, nullable=False, index=True),  # of the words it enacts; the same for companions
    sa.UniqueConstraint("document_id", "mark"),
)

text_sketch = sa.Table(
    "text_sketch",
    metadata,
    _id(),
    _ref("document_id", "document"),  # the text of a bill that matches a topic
    sa.Column(
        "sketch", sa.LargeBinary, nullable=False
    ),  # of its newest version: the smallest hashes of its runs of words
    sa.UniqueConstraint("document_id"),
)

related_text = sa.Table(
    "related_text",
    metadata,
    _id(),
    _ref("document_id", "document"),
    _ref("other_id", "document", index=True),
    sa.Column("share", sa.Float, nullable=False),  # of the words, 0 to 1
    sa.Column("differs", sa.JSON, nullable=False),  # numbers of the sections of document_id that other_id has otherwise
    sa.Column("found_at", Moment, nullable=False),
    sa.UniqueConstraint("document_id", "other_id"),
)

legislative_session = sa.Table(
    "legislative_session",
    metadata,
    _id(),
    sa.Column("registry", sa.Text, nullable=False),  # of its bills: "us-oh:136"
    sa.Column("starts_on", sa.Date),
    sa.Column("ends_on", sa.Date),  # its last day, past or set; null: not known
    sa.UniqueConstraint("registry"),
)

follow = sa.Table(
    "follow",
    metadata,
    _id(),
    sa.Column("document", sa.Text, nullable=False, unique=True),  # as the configuration names it
    sa.Column("identifier", sa.Text, nullable=False, default="", index=True),  # folded: letters and digits only
    sa.Column("jurisdiction", sa.Text, nullable=False, default=""),
    sa.Column("registry", sa.Text, nullable=False, default=""),
    sa.Column("kind", sa.Text, nullable=False, default=""),
    sa.Column("source", sa.Text, nullable=False, default=""),  # a watch
    sa.Column("topic", sa.Text, nullable=False),  # its name
    sa.Column("stance", sa.Text, nullable=False),
    sa.Column("priority", sa.Integer, nullable=False, default=0),
    sa.Column("note", sa.Text, nullable=False, default=""),
)

legal_status = sa.Table(
    "legal_status",
    metadata,
    _id(),
    _ref("topic_id", "topic", index=True),
    sa.Column("jurisdiction", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("since", sa.Text, nullable=False, default=""),  # a day, a month or a year, as exactly as it is known
    sa.Column("instrument", sa.Text, nullable=False, default=""),
    sa.Column("certainty", sa.Text, nullable=False),
    sa.Column("age", sa.Integer),
    sa.Column("note", sa.Text, nullable=False, default=""),
    sa.Column("evidence", sa.JSON, nullable=False),
    sa.Column("upcoming", sa.JSON, nullable=False),  # [{on, status, instrument}]
    sa.Column("recorded_at", Moment, nullable=False),
    sa.Column("recorded_by", sa.Text, nullable=False, default=""),
    _ref("change_id", "change", nullable=True),  # the change that a person settled by it
)
