"""A digest's content from the store: of one that was gathered, or of one that would be gathered now."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from monitor.changes.deadlines import IN_BILL
from monitor.changes.scheduling import amended, was_closing_on
from monitor.config.cadence import parse_cadence
from monitor.digests.agenda import agenda
from monitor.digests.assemble import content
from monitor.digests.beside import Beside, against_lines, pace_line, related_lines, same_texts
from monitor.digests.content import DigestContent
from monitor.digests.dates import SOON, Deadline, coming
from monitor.digests.earlier import Earlier
from monitor.digests.followed import notes_on
from monitor.digests.gather import choose, frame, sort_out
from monitor.digests.language import spoken
from monitor.digests.standing import law_of
from monitor.digests.standstill import Still, standstill, watched_bills
from monitor.digests.threads import follow_ups
from monitor.digests.words import place, short, web_address
from monitor.model.documents import Bill, Notice, Rule
from monitor.model.records import Change, Key, Subscription
from monitor.store import against, changes, digests, series
from monitor.store.digests import StoredDigest
from monitor.store.histories import BillAndText, bills_and_texts
from monitor.store.register import register_documents
from monitor.store.related import related
from monitor.store.sessions import session_days

_AT_ONCE = 500


def stored(conn: sa.Connection, digest_id: int, *, archive: str = "", notes: bool = True) -> DigestContent:
    """What a gathered digest says; `archive` is the address at which it can be read in a browser. Without `notes`, nothing of
    what its followers say of a document: for readers who are not among them."""
    return _content(conn, digests.load(conn, digest_id), archive, notes=notes)


def preview(
    conn: sa.Connection,
    subscription: Subscription,
    *,
    now: datetime,
    since: datetime | None = None,
    kind: str = "digest",
    welcomed: bool = False,
) -> DigestContent:
    """What a digest gathered now would say; writes nothing. With `since`, what was detected from then on, told or not;
    `welcomed`, as if what a welcome tells had been told before."""
    if since is None:
        items = choose(conn, subscription, kind=kind)
        there = choose(conn, subscription, kind="welcome") if welcomed and kind != "welcome" else []
        items = [one for one in items if one.match_id not in {known.match_id for known in there}]
    else:
        items = sort_out(digests.since(conn, subscription.topics, since), subscription, {})
    made = frame(conn, subscription, kind=kind, now=now, items=items)
    return _content(
        conn,
        StoredDigest(
            id=0,
            subscription=subscription.name,
            slot="",
            kind=kind,
            since=since or made["since"],
            created_at=now,
            proof=made["proof"],
            content=made["content"],
            items=tuple(one for one in items if one.part != "filtered"),
        ),
        "",
    )


def next_kind(conn: sa.Connection, subscription: Subscription) -> tuple[str, int]:
    """What a subscription hears next, and of how many documents a welcome tells it before that.

    A digest, or an alert where it hears at once, when changes wait; else the welcome, where documents of a new topic were already
    there; else an empty digest. (The welcome is 0 where it is what comes next itself.)
    """
    welcome = {one.document_id for one in choose(conn, subscription, kind="welcome")}
    waiting = any(one.part == "entry" for one in choose(conn, subscription, kind="digest"))
    if not waiting and welcome:
        return "welcome", 0
    at_once = parse_cadence(subscription.cadence).at_once
    return "alert" if waiting and at_once else "digest", len(welcome)


def _content(conn: sa.Connection, row: StoredDigest, archive: str, *, notes: bool = True) -> DigestContent:
    with spoken(row.content.get("language", "")):
        return _told(conn, row, archive, notes=notes)


def _told(conn: sa.Connection, row: StoredDigest, archive: str, *, notes: bool) -> DigestContent:
    told = {one.change_id for one in row.items if one.part in ("entry", "folded") and one.change_id is not None}
    standing = {one.document_id for one in row.items if one.part == "standing"}
    found = _changes(conn, sorted(told))
    figures = series.of_documents(conn, (one.key for one in found.values()))
    earlier = _earlier(conn, found.values())
    bills = _bills(conn, row)
    beside = _beside(conn, found.values(), row)
    said = content(
        row,
        found,
        digests.documents(conn, standing),
        figures=figures,
        earlier=earlier,
        beside=beside,
        coming=_coming(conn, row, bills),
        still=_still(conn, row, bills),
        law=law_of(conn, row.proof.get("law", {}), row.content.get("topics", {})),
        archive=archive,
    )
    zone = ZoneInfo(row.content.get("timezone") or "UTC")
    said = follow_ups(said, row.content.get("follows", {}), zone, row.created_at.astimezone(zone).date())
    return notes_on(said, conn, found, tuple(row.content.get("topics", ()))) if notes else said


def _earlier(conn: sa.Connection, found: Iterable[Change]) -> dict[Key, Earlier]:
    """What the changed rules and notices change in their turn: other documents, and the end of a comment period."""
    changed = {one.key: one.document for one in found if isinstance(one.document, Rule | Notice)}
    moving = {key: thing for key, thing in changed.items() if thing.amends or thing.comments_close_on}
    if not any(thing.amends for thing in moving.values()):
        return {}
    known = [thing for thing, _ in register_documents(conn)]
    return {
        key: Earlier(documents=tuple(amended(thing, known)), was_closing_on=was_closing_on(thing, known))
        for key, thing in moving.items()
    }


def _bills(conn: sa.Connection, row: StoredDigest) -> list[BillAndText]:
    """The bills that the digest's topics watch; none for an alert, which tells of one document."""
    if not _is_of_topics(row):
        return []
    topics, jurisdictions = tuple(row.content["topics"]), tuple(row.content.get("jurisdictions", ()))
    return list(bills_and_texts(conn, topics=topics, jurisdictions=jurisdictions))


def _is_of_topics(row: StoredDigest) -> bool:
    return row.kind in ("digest", "welcome") and bool(row.content.get("topics"))


def _coming(conn: sa.Connection, row: StoredDigest, bills: Sequence[BillAndText]) -> list[Deadline]:
    """What is due in the next fortnight of what the digest's topics watch, whether it changed or not."""
    if not _is_of_topics(row):
        return []
    today = _today(row)
    found = agenda(
        conn,
        today,
        today + timedelta(days=SOON),
        topics=tuple(row.content["topics"]),
        jurisdictions=tuple(row.content.get("jurisdictions", ())),
        until=row.created_at,
        bills=bills,
    )
    return [
        coming(
            one.due.what,
            one.due.when,
            short(one.title, 90),
            place(one.jurisdiction),
            web_address(one.due.document.url),
            today,
        )
        for one in found
        if not one.due.cancelled and one.due.certainty != IN_BILL
    ]


def _still(conn: sa.Connection, row: StoredDigest, bills: Sequence[BillAndText]) -> tuple[Still, ...]:
    """What a digest that comes weekly or seldomer says of the watched bills that do not move."""
    if not bills or not row.proof.get("law", {}).get("mapped"):
        return ()
    since = row.since.astimezone(_zone(row)).date() if row.since else None
    return standstill(list(watched_bills(conn, bills, _today(row))), _today(row), since)


def _zone(row: StoredDigest) -> ZoneInfo:
    return ZoneInfo(row.content.get("timezone") or "UTC")


def _today(row: StoredDigest) -> date:
    """The day of the digest on its subscription's clock."""
    return row.created_at.astimezone(_zone(row)).date()


def _beside(conn: sa.Connection, found: Iterable[Change], row: StoredDigest) -> dict[Key, Beside]:
    """What stands beside the bills, texts and rules that changed, as far as it was known when the digest was made."""
    changed = {one.key: one for one in found}
    alike = related(conn, changed, until=row.created_at)
    bills = {key: one.document for key, one in changed.items() if isinstance(one.document, Bill)}
    sits = session_days(conn, {key.registry for key in bills})
    today = _today(row)
    lines = {key: pace_line(bill, today, sits.get(key.registry)) for key, bill in bills.items()}
    lines |= {key: against_lines(one) for key, one in against.of_changes(conn, changed.values()).items()}
    return {
        key: Beside(
            lines=(
                *lines.get(key, ()),
                *related_lines(key, changed[key].jurisdiction, alike.get(key, ()), changed[key].document.status),
            ),
            same=same_texts(key, alike.get(key, ())),
        )
        for key in changed
        if key in alike or lines.get(key)
    }


def _changes(conn: sa.Connection, ids: Sequence[int]) -> dict[int, Change]:
    found: dict[int, Change] = {}
    for start in range(0, len(ids), _AT_ONCE):
        wanted = changes.Wanted(ids=tuple(ids[start : start + _AT_ONCE]))
        found |= {one.id: one for one in changes.select(conn, wanted)}
    return found
