"""Whether a bill moves: how long it has lain still, what its session's calendar leaves it, whether it came back. Pure.

Said no further than the evidence goes: a session that has ended without an outcome is told as that, never as the bill's death,
for some legislatures carry bills over and some governors still sign; where the calendar is not known, nothing is said of it.
"""

import re
from collections.abc import Iterator
from datetime import date

from monitor.changes.progress import CLIMB, SETTLED, STOPPED, chronological, progress
from monitor.model.documents import Action, Bill
from monitor.model.records import Move

STILL = 30
"""Days without an action from which a bill is said to lie still, and days before a session's end from which that is told."""
_TO_THE_GOVERNOR = frozenset({"passed both", "to the executive"})
_IN_A_CHAMBER = frozenset(
    {"introduction", "reading-1", "reading-2", "reading-3", "referral", "referral-committee", "committee-passage"}
)


def pace(bill: Bill, today: date, ends_on: date | None = None) -> str:
    """ "no action for 43 days; session ends 2026-03-14 (in 9 days)"; "" of a bill that moves, is settled or is stopped.

    `ends_on` is the last day of the bill's session, None where it is not known.
    """
    at = progress(bill)
    if at in SETTLED or at in STOPPED:
        return ""
    ended = ends_on is not None and ends_on < today
    still = None if ended else _still(bill, today)
    parts = [f"no action for {still} days"] if still else []
    if ends_on and ended:
        parts.append(_after(at, ends_on))
    elif ends_on and (still or (ends_on - today).days <= STILL):
        parts.append(f"session ends {ends_on} ({_away((ends_on - today).days)})")
    return "; ".join(parts)


def _after(at: str, ends_on: date) -> str:
    if at in _TO_THE_GOVERNOR:
        return f"session ended {ends_on}; passed, and no outcome with the executive is known"
    return f"session ended {ends_on} without an outcome"


def _still(bill: Bill, today: date) -> int | None:
    """The days since the last dated action, where they are many."""
    days = [one.on for one in bill.actions if one.on and one.on <= today]
    since = (today - max(days)).days if days else 0
    coming = any(one.on and one.on > today for one in bill.actions)
    return since if since >= STILL and not coming else None


def _away(days: int) -> str:
    return "today" if days == 0 else "in 1 day" if days == 1 else f"in {days} days"


def turn(move: Move) -> str:
    """ "revived" of a step that takes up a bill that had stopped, else ""."""
    return "revived" if move.before in STOPPED and move.after in CLIMB and move.after else ""


def crossed_over(bill: Bill) -> Action | None:
    """The first action by which the second chamber took up a bill that the first had passed; None before that."""
    first = ""
    for one in chronological(bill.actions):
        if not first and "passage" in one.kinds and one.by in ("upper", "lower"):
            first = one.by
        elif first and one.by in ("upper", "lower") and one.by != first and _taken_up(one):
            return one
    return None


def _taken_up(one: Action) -> bool:
    return bool(_IN_A_CHAMBER.intersection(one.kinds)) or bool(
        re.search(r"\b(received|transmitted|from (the )?(house|senate|assembly))\b", one.text, re.IGNORECASE)
    )


def news(before: Bill, after: Bill) -> Iterator[str]:
    """What a change of a bill means beside its step: "crossed over to the second chamber", unless it has gone further."""
    if CLIMB.index("passed both") <= (CLIMB.index(at) if (at := progress(after)) in CLIMB else 0):
        return
    if crossed_over(after) and crossed_over(before) is None:
        yield "crossed over to the second chamber"
