"""What the monitor keeps: evidence, states, differences, interests, and who was told.

A change is what happened, a digest is what was gathered, a delivery is who was told; the three never merge.
Ids are the database's integers; 0 means "not stored yet". Moments are aware UTC.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from monitor.model.documents import Document


class Outcome(StrEnum):
    """How a check of a source ended."""

    BASELINE = "baseline"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    EMPTY = "empty"
    BLOCKED = "blocked"
    BROKEN = "broken"
    UNREACHABLE = "unreachable"

    @property
    def good(self) -> bool:
        """True when the source was read completely, so that its silence can be trusted."""
        return self in (Outcome.BASELINE, Outcome.UNCHANGED, Outcome.CHANGED)


PARTLY = " could not be read: "
"""What the words of a good check hold when some of its pages could not be read: "1 of 400 pages could not be read: HB 12"."""


class ChangeKind(StrEnum):
    """What happened to a document."""

    ADDED = "added"
    AMENDED = "amended"
    REMOVED = "removed"
    RESTORED = "restored"


class DeliveryState(StrEnum):
    """Where a message stands; `unknown` is a time-out: it may have arrived, so nothing repeats it without being asked."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """Which document: the register that issues the identifier, the kind, and the identifier."""

    registry: str
    kind: str
    identifier: str

    def __str__(self) -> str:
        return f"{self.registry} / {self.kind} / {self.identifier}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One answer of a server as it came: stored before anything reads it. `sha256` is of the decoded body, in hex."""

    url: str
    fetched_at: datetime
    status: int
    media_type: str
    headers: tuple[tuple[str, str], ...]
    sha256: str
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A state of a document as one source showed it. `number` counts from 1; a removed one is a tombstone of the last state."""

    key: Key
    source: str
    number: int
    fingerprint: str
    document: Document
    seen_at: datetime
    removed: bool = False
    snapshot_id: int | None = None
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """A field that differs, with both values as JSON-ready data (strings, numbers, lists, None)."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A step of a bill's or rule's life that this change brought: "in committee" → "passed one chamber"."""

    before: str
    after: str
    on: date | None = None
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A piece of a redline: equal, insert, delete, move or renumber.

    In reading order, the `old` of all but inserts join to the old text and the `new` of all but deletes to the new. A moved
    block appears twice: where it was, with only `old`, and where it is now, with only `new`; of one that was reworded as well, the
    parts that stayed, and between them what was deleted and inserted. Where a paragraph stands under
    another number, `old` and `new` are the numbers: "4" and "5".
    """

    op: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A meaningful difference between two states of a document. Importance runs from 0 to 1; `reasons` say why in words."""

    kind: ChangeKind
    key: Key
    source: str
    detected_at: datetime
    document: Document
    before: Document | None = None
    fields: tuple[FieldChange, ...] = ()
    moves: tuple[Move, ...] = ()
    importance: float = 0.5
    reasons: tuple[str, ...] = ()
    jurisdiction: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A word or phrase of a topic that was found: the words as they stand, the field, the character offset in that field,
    and whether this change brought them (`new`) or they were already there."""

    words: str
    where: str
    at: int
    new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A saved query, by name; `candidates` is the broader query that decides whose texts are fetched."""

    name: str
    query: str
    candidates: str = ""
    title: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A topic satisfied by a change, or (change_id None) by a document that was there when the topic was made."""

    topic: str
    key: Key
    hits: tuple[Hit, ...]
    change_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where messages go: a name to show, the Apprise address with its secrets, and the form it takes (html, text, markdown).
    `unsubscribe` is where a reader of its mails leaves (RFC 2369; one click by RFC 8058 where it is https)."""

    name: str
    address: str = field(repr=False)
    format: str = "html"
    unsubscribe: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """Who is told what, when and where. `cadence` is "at once" or a schedule ("daily 08:00", "mon 08:00", cron).

    Nothing is gathered in the `quiet_hours` ("21:00-07:00") and on the `holidays` (ISO dates) of its clock; it waits. `template`
    names a user's own template. Dates and numbers are told in `language`, a BCP 47 tag; "" is American English.
    """

    name: str
    topics: tuple[str, ...]
    cadence: str
    timezone: str
    destinations: tuple[Destination, ...]
    send_empty: bool = False
    jurisdictions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    minimum_importance: float = 0.0
    quiet_hours: str = ""
    holidays: tuple[str, ...] = ()
    template: str = ""
    language: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What one check of one source came to; printed by `policywatch check` and kept as a row."""

    source: str
    outcome: Outcome
    documents: int = 0
    added: int = 0
    amended: int = 0
    removed: int = 0
    held: int = 0
    seconds: float = 0.0
    error: str = ""
    moved: tuple[str, ...] = ()  # "https://old has moved to https://new": the old address still leads there
    untracked: tuple[str, ...] = ()  # what the site lists and the source does not read; the check is good all the same
    waiting: int = 0  # requests left for the next check: the time was used up, and some of it brought something new
    unread: tuple[str, ...] = ()  # pages of a good check that could not be read: "HB 12 (HTTP 500)"
    alarm: bool = False  # the check was good, and what its words say is a matter for the operator all the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Upcoming:
    """A change of the law that is enacted and not yet in force."""

    on: date
    status: str
    instrument: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalStatus:
    """What a topic's subject is in law in one jurisdiction, as a person confirmed it or a table told it.

    `status` is one of `monitor.topics.status.STATUSES`. `since` is as exact as it is known: "2026-07-01", "2026-06", "2019" or
    "". `instrument` names the act or rule, `evidence` what says so (addresses, citations, changes of ours), `certainty` is high,
    medium, low or unknown. `change_id` is the change that a person confirmed it by.
    """

    topic: str
    jurisdiction: str
    status: str
    since: str = ""
    instrument: str = ""
    certainty: str = "unknown"
    age: int | None = None
    note: str = ""
    evidence: tuple[str, ...] = ()
    upcoming: tuple[Upcoming, ...] = ()
    recorded_at: datetime | None = None
    recorded_by: str = ""
    change_id: int | None = None
