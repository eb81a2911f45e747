"""Which matches go into the next digest of a subscription: step 9 of the path, one transaction.

A digest takes everything that its subscription has not been told, however long ago the last digest was. The caller's
connection must be in a transaction; digest, items and pending deliveries are written together or not at all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from monitor.digests import standing
from monitor.digests.known import Known
from monitor.digests.redact import shown
from monitor.model.records import Destination, Subscription
from monitor.store import deliveries, digests, proof, subscriptions
from monitor.store.digests import Item, Recent

COSMETIC = 0.05
"""Changes of this importance or less are counted, not told."""

BURST = 6
"""Alerts within an hour after which they come as an hourly roll-up."""

AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthEvent:
    """Something the operator must know: a source is failing, still failing, or has recovered. `since` is when it turned red, which
    may be the third failure in a row; `last_good_at` when it was last read well, where that was before."""

    source: str
    state: str  # failing, still failing, recovered
    since: datetime
    outcome: str = ""
    detail: str = ""
    last_good_at: datetime | None = None


def gather(
    conn: sa.Connection,
    subscription: Subscription,
    *,
    now: datetime,
    slot: str,
    kind: str,
    next_at: datetime | None = None,
    known: Known | None = None,
) -> int | None:
    """Puts what waits into a new digest with one pending delivery per destination; returns its id.

    `kind` is digest, alert or welcome. None when there is nothing to say (and no empty digest is wished for) or the slot is
    taken. An alert's slot may be left empty: it then derives from its newest match. A welcome takes the documents that were
    already there, of topics not welcomed yet. `next_at` is the following digest's time, to be shown; `known` is what
    other digests of the same round asked already.
    """
    known = known or Known()
    if slot and digests.taken(conn, subscription.id, slot):
        return None
    crowd = crowding(digests.recent(conn, subscription.id, "alert", BURST)) if kind == "alert" else None
    if crowd and now < crowd:
        return None
    items = choose(conn, subscription, kind=kind, known=known)
    worth = worth_sending(items, subscription, kind)
    if not worth and kind != "digest":
        return None
    framed = frame(conn, subscription, kind=kind, now=now, next_at=next_at, known=known, items=items)
    known.forget("told", subscription.id)  # it is another one from here on
    if not worth and not standing.news(conn, framed["proof"]["law"]):
        return None
    slot = slot or f"match-{max(one.match_id for one in items if one.part == 'entry')}"
    values = {"slot": slot, "kind": kind, "created_at": now, **framed}
    if crowd and now < crowd + AN_HOUR:
        values["content"] = {**values["content"], "rolled_up": True}
    digest_id = digests.add(conn, subscription.id, values, items, twin=known.twin(items))
    known.gathered(items, digest_id)
    subscriptions.gathered(conn, subscription.id, now)
    _deliver_to(conn, digest_id, subscription.destinations, now)
    return digest_id


def crowding(recent: Sequence[Recent]) -> datetime | None:
    """Until when alerts are held back to be rolled up, because they came too thick; `recent` are the last ones, newest first.

    An hour's wait begins after `BURST` alerts within an hour, and again after a roll-up that told as much.
    """
    if not recent:
        return None
    last = recent[0]
    begun = len(recent) >= BURST and last.created_at - recent[BURST - 1].created_at <= AN_HOUR
    goes_on = last.rolled_up and last.entries >= BURST
    return last.created_at + AN_HOUR if begun or goes_on else None


def choose(conn: sa.Connection, subscription: Subscription, *, kind: str, known: Known | None = None) -> list[Item]:
    """The waiting matches with the part each will play; writes nothing."""
    known = known or Known()
    joined = known.joined(conn, subscription.id)[0]
    if kind != "welcome":
        waiting = known.items(conn, digests.pending(conn, subscription.id, subscription.topics))
        return sort_out(waiting, subscription, joined, known=known)
    new = [name for name in subscription.topics if name not in digests.welcomed(conn, subscription.id)]
    there = digests.pending(conn, subscription.id, new, there_at=max(joined.values(), default=0)) if new else ()
    found = sort_out(known.items(conn, there), subscription, joined, known=known)
    return [one for one in found if one.part == "standing"]


def sort_out(
    items: Iterable[Item], subscription: Subscription, joined: Mapping[str, int], *, known: Known | None = None
) -> list[Item]:
    """Each item with its part; `joined` is the newest match there was when a topic joined the subscription."""
    known = known or Known()
    return [known.cast(one, _part(one, subscription, joined.get(one.topic, 0))) for one in items]


def _part(item: Item, subscription: Subscription, joined: int) -> str:
    if subscription.jurisdictions and not proof.covers(subscription.jurisdictions, item.jurisdiction):
        return "filtered"
    if subscription.kinds and item.kind not in subscription.kinds:
        return "filtered"
    if item.importance is None or item.match_id <= joined:
        return "standing"
    if item.importance <= COSMETIC:
        return "folded"
    return "entry" if item.importance >= subscription.minimum_importance else "filtered"


def worth_sending(items: Sequence[Item], subscription: Subscription, kind: str) -> bool:
    """Whether these items make a message. Cosmetic changes alone never do, and an alert needs a change to tell."""
    parts = {one.part for one in items}
    if kind == "alert":
        return "entry" in parts
    return bool(parts & {"entry", "standing"}) or (subscription.send_empty and kind == "digest")


def frame(
    conn: sa.Connection,
    subscription: Subscription,
    *,
    kind: str,
    now: datetime,
    next_at: datetime | None = None,
    known: Known | None = None,
    items: Sequence[Item] = (),
) -> dict[str, Any]:
    """What a digest of these items keeps of its moment, so that it says the same whenever it is shown: since, proof with the
    standing in the record of legal statuses, names, zone, and of an alert those that it follows."""
    known, topics, wanted = known or Known(), subscription.topics, subscription.jurisdictions
    last = known.last_told(conn, subscription.id)
    told = last["proof"].get("last_check", 0) if last else known.joined(conn, subscription.id)[1]
    before = last["proof"].get("law") if last else None
    law = known.once(
        ("law", topics, kind, subscription.cadence, subscription.timezone, str(before)),
        lambda: standing.stand(conn, subscription, before, kind=kind, now=now),
    )
    content: dict[str, Any] = {
        "timezone": subscription.timezone,
        "topics": known.once(("titles", topics), lambda: subscriptions.topic_titles(conn, topics)),
        "jurisdictions": list(subscription.jurisdictions),
        "next_at": next_at.isoformat() if next_at else None,
        **({"template": subscription.template} if subscription.template else {}),
        **({"language": subscription.language} if subscription.language else {}),
    }
    if kind == "alert" and (follows := _earlier_alerts(conn, subscription.id, items)):
        content["follows"] = follows
    if kind == "welcome":
        content["welcomed"] = list(subscription.topics)
    return {
        "since": last["created_at"] if last else None,
        "proof": {**known.once(("proof", told, wanted), lambda: proof.take(conn, told, wanted)), "law": law},
        "content": content,
    }


def _earlier_alerts(conn: sa.Connection, subscription_id: int, items: Sequence[Item]) -> dict[str, str]:
    """JSON-ready: for each change told, when the subscription was last alerted to something of its document."""
    told = {one.change_id: one.document_id for one in items if one.part == "entry" and one.change_id is not None}
    when = digests.last_alerts(conn, subscription_id, sorted(set(told.values())))
    return {str(change): when[document].isoformat() for change, document in told.items() if document in when}


def operator_message(
    conn: sa.Connection, subscription: Subscription, *, now: datetime, slot: str, events: Sequence[HealthEvent]
) -> int | None:
    """A message about the health of sources, through the same ledger as every digest; None when the slot is taken."""
    if digests.taken(conn, subscription.id, slot):
        return None
    told = [
        {
            "source": one.source,
            "state": one.state,
            "since": one.since.isoformat(),
            "outcome": one.outcome,
            "detail": one.detail,
            **({"last_good": one.last_good_at.isoformat()} if one.last_good_at else {}),
        }
        for one in events
    ]
    values = {"slot": slot, "kind": "health", "created_at": now, **frame(conn, subscription, kind="health", now=now)}
    values["content"] = {**values["content"], "events": told}
    digest_id = digests.add(conn, subscription.id, values, ())
    _deliver_to(conn, digest_id, subscription.destinations, now)
    return digest_id


def _deliver_to(conn: sa.Connection, digest_id: int, destinations: Iterable[Destination], now: datetime) -> None:
    deliveries.add(conn, digest_id, ((one.name, shown(one.address)) for one in destinations), now)
