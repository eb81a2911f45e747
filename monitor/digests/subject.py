"""Subject lines that tell: what happened first, then how much more. Pure; one line, under 80 characters."""

from monitor.digests.content import DigestContent
from monitor.digests.glance import headline
from monitor.digests.language import number, spoken
from monitor.digests.words import clean, count, listed, short

LONGEST = 79
"""Characters; a telephone shows about half of them, a mail program on a desk about all."""


def subject(said: DigestContent) -> str:
    """The subject of a message; safe as a mail header (one line, no control characters)."""
    tell = {"welcome": _welcome, "health": _health}.get(said.kind, _changes)
    with spoken(said.language):
        return short(clean(tell(said)), LONGEST)


def _changes(said: DigestContent) -> str:
    if not said.ranked:
        return _quiet(said)
    first = said.ranked[0]
    topic = short(first.topic, 28)
    more = f"; {number(len(said.ranked) - 1)} more" if len(said.ranked) > 1 else ""
    room = LONGEST - len(topic) - 2 - len(more)
    told = short(headline(first, room), room)
    dates = f"; {count(len(said.soon), 'date')} to act by" if said.soon else ""
    return f"{topic}: {told}{more}{dates if len(told) + len(dates) <= room and not told.endswith('…') else ''}"


def _quiet(said: DigestContent) -> str:
    news = [(one.topic, line) for one in said.law for line in one.news]
    if news:
        more = f"; {number(len(news) - 1)} more" if len(news) > 1 else ""
        topic = short(news[0][0], 28)
        return short(f"{topic}: {news[0][1].place}, {news[0][1].said}", LONGEST - len(more)) + more
    if said.standing_total:
        return f"{said.subscription}: {count(said.standing_total, 'document')} now also watched"
    if said.proof.unread:
        return f"{said.subscription}: no change found, but {said.proof.unread}"
    if said.proof.partly:
        return f"{said.subscription}: no change found, but not every page could be read"
    if said.proof.untracked:
        return f"{said.subscription}: no change found, but not all that is listed is read"
    if said.proof.held:
        return f"{said.subscription}: no change is certain ({count(said.proof.held, 'document')} not listed)"
    return f"{said.subscription}: nothing changed ({count(said.proof.checked, 'source')} checked)"


def _welcome(said: DigestContent) -> str:
    there = f": {count(said.standing_total, 'document')} already there"
    return short(listed(list(said.topics), most=3), LONGEST - len(there)) + there


def _health(said: DigestContent) -> str:
    if not said.events:
        return f"policywatch: {said.subscription}"
    first = said.events[0]
    state = "is failing" if first.state == "failing" else f"is {first.state}" if "still" in first.state else "recovered"
    outcome = f" ({first.outcome})" if first.outcome and state != "recovered" else ""
    more = f" and {number(len(said.events) - 1)} more" if len(said.events) > 1 else ""
    rest = f" {state}{outcome}{more}"
    return f"policywatch: {short(first.source, LONGEST - 13 - len(rest))}{rest}"
