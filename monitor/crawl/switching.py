"""What readers know of a bill by another route when this one takes over: between steps 5 and 6 of the path.

A legislature's site goes down, LegiScan is read instead, the site comes back: three times the words change and the bill does not.
The actions that nobody has told are announced, and of the rest what this route's own last state says differently and the other
route did not tell. Only bills that moved and that another route shows are looked at.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from monitor.changes.same_action import NEAR, unseen
from monitor.crawl.watch import Watch
from monitor.model.documents import Action, Bill, Document
from monitor.model.records import Revision
from monitor.reading.same_law import law_mark
from monitor.store import leading, revisions
from monitor.store.leading import Lead, Other, Told

LATE = timedelta(days=7)
"""How long after its date an action may be published: what is older was told by the route that could be read until then."""


def known_already(
    conn: sa.Connection, watch: Watch, bills: Mapping[int, tuple[Bill, Revision | None]], leads: Mapping[int, Lead]
) -> dict[int, Bill]:
    """What readers know of these bills by other routes, by document id, each as this route would say it; the bills are as they are
    now with this route's last state. One that is not here is compared with that last state alone."""
    asked = {one: lead.others for one, lead in leads.items() if one in bills and not lead.led}
    announced = leading.told(conn, watch.id, list(asked)) if asked else {}
    plans = {}
    for one, others in asked.items():
        last = bills[one][1]
        news = [each for each in announced.get(one, ()) if last is None or each.at > last.seen_at]
        ahead = [other for other in others if other.preferred or last is None]
        if news or ahead:
            plans[one] = _Plan(*bills[one], ahead=ahead, news=news)
    states = _states(conn, {one: plan for one, plan in plans.items() if plan.fresh})
    return {one: plan.known(states.get(one, ())) for one, plan in plans.items()}


def _states(conn: sa.Connection, plans: Mapping[int, "_Plan"]) -> dict[int, list[Revision]]:
    """The states in which other routes have shown these bills: all of those that come before this one, for a table may show a bill's
    last step alone, and whatever was announced."""
    sources = {one: [other.source_id for other in plan.ahead] for one, plan in plans.items()}
    wanted = leading.chains(conn, sources)
    for one, plan in plans.items():
        wanted[one] = [*wanted.get(one, ()), *(each.revision_id for each in plan.news)]
    known = revisions.by_id(conn, sorted({one for some in wanted.values() for one in some}))
    return {one: [known[each] for each in some] for one, some in wanted.items()}


class _Plan:
    """One bill: as it is, this route's last state, the routes that come before, and what any other has announced since."""

    def __init__(self, bill: Bill, last: Revision | None, *, ahead: Sequence[Other], news: Sequence[Told]) -> None:
        self.bill, self.ahead, self.news = bill, ahead, news
        self.last = last.document if last and isinstance(last.document, Bill) else None
        floor = max((one.last_good_at for one in ahead if one.last_good_at), default=None)
        mine = self.last.actions if self.last else ()
        self.fresh = [one for one in bill.actions if one not in mine and not _is_older(one, floor)]

    def known(self, states: Sequence[Revision]) -> Bill:
        """What readers know, in this route's words, when other routes have shown the bill in these states."""
        actions = [step for one in states if isinstance(one.document, Bill) for step in one.document.actions]
        fresh = self.fresh
        if fresh:
            since = min((one.on for one in fresh if one.on), default=date.max) - timedelta(days=NEAR)
            found = unseen(_from(self.bill.actions, since), list(dict.fromkeys(_from(actions, since))))
            fresh = [one for one in found if one in fresh]
        before = tuple(one for one in self.bill.actions if one not in fresh)
        if self.last is None:
            return replace(self.bill, actions=before)
        return replace(self.last, actions=before, **_told_fields(self.bill, self.news))


def _from(actions: Sequence[Action], since: date) -> list[Action]:
    return [one for one in actions if one.on is None or one.on >= since]


def told_texts(
    conn: sa.Connection, watch: Watch, pages: Mapping[int, tuple[Document, Revision | None]], leads: Mapping[int, Lead]
) -> dict[int, Document]:
    """Those of these bills' texts, by document id, that readers have by another route: the same version was announced there, or
    stands there when this route is looked at for the first time."""
    asked = {one: leads[one].others for one in pages if one in leads}
    announced = leading.told(conn, watch.id, list(asked)) if asked else {}
    seen: dict[int, list[int]] = {}
    for one, others in asked.items():
        last = pages[one][1]
        seen[one] = [each.revision_id for each in announced.get(one, ()) if last is None or each.at > last.seen_at]
        seen[one] += [other.revision_id for other in others if last is None]
    states = revisions.by_id(conn, sorted({one for some in seen.values() for one in some}))
    return {
        one: pages[one][0]
        for one, some in seen.items()
        if any(_same_version(pages[one][0], states[each].document) for each in some)
    }


def _same_version(text: Document, other: Document) -> bool:
    if text.published_on and other.published_on and text.status.partition(";")[0] == other.status.partition(";")[0]:
        return text.published_on == other.published_on
    mark = law_mark(text.text)
    return bool(mark) and mark == law_mark(other.text)


def _told_fields(bill: Bill, news: Sequence[Told]) -> dict[str, Any]:
    """The fields that the other route has told as they are now; with actions it has told the status that they make."""
    names = {name for each in news for name in each.fields}
    if "actions" in names:
        names.add("status")
    return {name: getattr(bill, name) for name in names - {"actions", "registry"} if hasattr(bill, name)}


def _is_older(action: Action, floor: datetime | None) -> bool:
    return floor is not None and action.on is not None and action.on < (floor - LATE).date()


def begun_since(conn: sa.Connection, watch: Watch) -> date | None:
    """The day from which a bill is news though this source is looked at for the first time: it stands in for others, and they have
    been unreadable since. None where its first look is a baseline like any other."""
    if not (watch.quiet and watch.after):
        return None
    since = leading.unread_since(conn, watch.after)
    return (since - LATE).date() if since else None


def has_begun(bill: Bill, since: date) -> bool:
    """Whether a bill's first dated action is not before this day."""
    days = [one.on for one in bill.actions if one.on]
    return bool(days) and min(days) >= since
