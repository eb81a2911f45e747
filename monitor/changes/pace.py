"""Whether a bill moves: how long it has lain still, what its session's calendar leaves it, whether it came back. Pure.

Said no further than the evidence goes: a session that has ended without an outcome is told as that, never as the bill's death,
for some legislatures carry bills over and some governors still sign; where the calendar is not known, nothing is said of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from monitor.changes.progress import CLIMB, SETTLED, STOPPED, chronological, moves, progress
from monitor.model.documents import Action, Bill
from monitor.model.records import Move

STILL = 30
"""Days without an action from which a bill is said to lie still, and days before a session's end from which that is told."""
STATES = ("stalled", "dead", "carried over", "revived", "crossed over")
"""What may be said of a bill's pace; several may hold. A dead one has failed, was withdrawn, or its session ended without an outcome."""
_STOPPING = frozenset({"failure", "committee-failure", "withdrawal", "deferral", "carried-over"})
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
    ends_on = _end(bill, ends_on)
    ended = ends_on is not None and ends_on < today
    still = None if ended else _still(bill, today)
    parts = [f"no action for {still} days"] if still else []
    if ends_on and ended:
        parts.append(_after(at, ends_on))
    elif ends_on and (still or (ends_on - today).days <= STILL):
        parts.append(f"session ends {ends_on} ({_away((ends_on - today).days)})")
    return "; ".join(parts)


def _end(bill: Bill, ends_on: date | None) -> date | None:
    """The last day of the session, unless a chamber has acted on this bill after it: then the day that we know is not the last."""
    acted = (one.on for one in bill.actions if one.on and one.by in ("upper", "lower"))
    return None if ends_on and any(on > ends_on for on in acted) else ends_on


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Where a bill stands (`at`, a word of `progress`), its last dated action up to today, the days since, and those of STATES that
    hold, each with its evidence in words."""

    at: str
    last: Action | None
    days: int | None
    states: tuple[tuple[str, str], ...]


def pace_of(bill: Bill, today: date, ends_on: date | None = None) -> Pace:
    """All that can be said of a bill's pace; `ends_on` as for `pace`."""
    ends_on = _end(bill, ends_on)
    dated = [one for one in chronological(bill.actions) if one.on and one.on <= today]
    last = max(dated, key=lambda one: one.on or date.min, default=None)
    at = progress(bill)
    found = (
        ("stalled", _stalled(bill, at, today, ends_on)),
        ("dead", _dead(bill, at, today, ends_on)),
        ("carried over", _cause(bill) if at == "carried over" else ""),
        ("revived", _revived(bill, at)),
        ("crossed over", _crossed(bill, at)),
    )
    return Pace(
        at=at,
        last=last,
        days=(today - last.on).days if last and last.on else None,
        states=tuple((state, why) for state, why in found if why),
    )


def _stalled(bill: Bill, at: str, today: date, ends_on: date | None) -> str:
    over = ends_on is not None and ends_on < today
    still = None if over or at in SETTLED | STOPPED else _still(bill, today)
    return f"no action for {still} days" if still else ""


def _dead(bill: Bill, at: str, today: date, ends_on: date | None) -> str:
    if at in ("failed", "withdrawn"):
        return _cause(bill)
    if at in SETTLED | STOPPED | _TO_THE_GOVERNOR or ends_on is None or ends_on >= today:
        return ""
    return _after(at, ends_on)


def _cause(bill: Bill) -> str:
    """ "failed 2026-03-01: Bill defeated", of what brought a bill where it stands."""
    (step,) = moves(replace(bill, actions=(), status=""), bill)
    head = f"{step.after} {step.on}" if step.on else step.after
    return f"{head}: {step.because}" if step.because else head


def _revived(bill: Bill, at: str) -> str:
    """Of a bill that had stopped and lives: when it was taken up again."""
    ordered = chronological(bill.actions)
    stops = [place for place, one in enumerate(ordered, 1) if _STOPPING.intersection(one.kinds)]
    if not stops or at not in CLIMB:
        return ""
    stood = ((place, progress(replace(bill, actions=tuple(ordered[:place]), status=""))) for place in reversed(stops))
    place, stopped = next(((place, word) for place, word in stood if word in STOPPED), (0, ""))
    for upto in range(place + 1, len(ordered) + 1) if stopped else ():
        if progress(replace(bill, actions=tuple(ordered[:upto]), status="")) in CLIMB:
            on = ordered[upto - 1].on
            was = (
                "been carried over"
                if stopped == "carried over"
                else "failed"
                if stopped == "failed"
                else "been withdrawn"
            )
            return f"taken up again{f' {on}' if on else ''}, after it had {was}"
    return ""


def _crossed(bill: Bill, at: str) -> str:
    """Of a bill that the second chamber has and has not passed: since when."""
    taken = crossed_over(bill) if at in CLIMB and CLIMB.index(at) < CLIMB.index("passed both") else None
    return f"crossed over{f' {taken.on}' if taken.on else ''}: {taken.text}" if taken else ""


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
