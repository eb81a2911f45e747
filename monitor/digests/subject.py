"""Subject lines that tell: what happened first, then how much more. Pure; one line, at most 120 characters."""

from monitor.digests.content import DigestContent
from monitor.digests.entries import Entry
from monitor.digests.words import clean, count, listed, short

LONGEST = 120


def subject(said: DigestContent) -> str:
    """The subject of a message; safe as a mail header (one line, no control characters)."""
    tell = {"welcome": _welcome, "health": _health}.get(said.kind, _changes)
    return short(clean(tell(said)), LONGEST)


def _changes(said: DigestContent) -> str:
    if not said.ranked:
        return _quiet(said)
    first = said.ranked[0]
    more = [f"{said.total - 1:,} more"] if said.total > 1 else []
    if said.soon:
        more.append(f"{count(len(said.soon), 'date')} to act by")
    rest = "".join(f"; {one}" for one in more)
    room = LONGEST - len(rest) - len(first.topic) - 2
    return f"{first.topic}: {short(headline(first, room), max(room, 20))}{rest}"


def headline(one: Entry, room: int = 90) -> str:
    """A change in a few words: "Ohio HB 587 in committee → passed one chamber", "Virginia SB 12 withdrawn"."""
    if one.what == "bill" and len(one.name) <= 40:
        where = f"{one.place} {one.name}"
        if one.label == "new":
            where = f"{where}, {one.title}"
    else:
        where = short(one.title, max(room - 12, 40))
    if one.note == "cancelled" or one.label in ("withdrawn", "back"):
        return f"{where} {one.note if one.note == 'cancelled' else one.label}"
    if one.status and one.label == "changed":
        move = one.status[-1]
        return f"{where} {f'{move.before} → ' if move.before else 'now '}{move.after}"
    return f"new {one.what}: {where}" if one.label == "new" else f"{where} changed"


def _quiet(said: DigestContent) -> str:
    if said.standing_total:
        return f"{said.subscription}: {count(said.standing_total, 'document')} now also watched"
    failing = f", {len(said.proof.failures)} failing" if said.proof.failures else ""
    checked = f"{count(said.proof.checked, 'source')} checked{failing}"
    return f"{said.subscription}: nothing changed ({checked})"


def _welcome(said: DigestContent) -> str:
    return f"{listed(list(said.topics), most=3)}: {count(said.standing_total, 'document')} already there"


def _health(said: DigestContent) -> str:
    if not said.events:
        return f"policywatch: {said.subscription}"
    first = said.events[0]
    state = "is failing" if first.state == "failing" else f"is {first.state}" if "still" in first.state else "recovered"
    outcome = f" ({first.outcome})" if first.outcome and state != "recovered" else ""
    more = f" and {len(said.events) - 1:,} more" if len(said.events) > 1 else ""
    return f"policywatch: {first.source} {state}{outcome}{more}"
