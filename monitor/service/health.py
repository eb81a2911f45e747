"""Whether a source is well, and when the operator hears of it. Pure; the columns of a source's row in, new ones out.

One failure is the weather of the web. Three in a row, one broken check (our reading no longer fits the page), a listing
that lost more than 30 % of its documents, or a site that lists something which nobody reads turn a source red; that is said
once, said again weekly, and its end is said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from monitor.model.records import Outcome

FAILURES = 3
REMIND_AFTER = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a source fares; the fields are columns of `source`. `failures` counts checks in a row that were not good."""

    failures: int = 0
    red_since: datetime | None = None
    red_reason: str = ""
    told_at: datetime | None = None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Health":
        """The health in a row of `source`."""
        return cls(**{name: row[name] for name in ("failures", "red_since", "red_reason", "told_at")})

    def columns(self) -> dict[str, Any]:
        """The values to write back."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What the operator is told: `state` is "failing", "still failing" or "recovered", `since` when it turned red."""

    state: str
    since: datetime
    reason: str


def judge(
    before: Health,
    outcome: Outcome,
    error: str,
    *,
    now: datetime,
    alarm: bool = False,
    untracked: Sequence[str] = (),
    moved: Sequence[str] = (),
    waiting: bool = False,
) -> tuple[Health, Event | None]:
    """The health after a check, and what there is to tell. `alarm`: the check was good, but its listing shrank too far or
    a page has not been readable for days;
    `untracked`: it was good, and the site lists these things, which the source does not read; `moved`: it was good, and these
    addresses lead elsewhere for good; `waiting`: the time was used up and the next check goes on, which is no failure."""
    if outcome.good and not alarm:
        said = [*([unread(untracked)] if untracked else []), *moved]
        return _incomplete(before, "; ".join(said), now) if said else _well(before)
    if waiting and before.red_since is None:
        return before, None
    failures = 0 if outcome.good else before.failures + (not waiting)
    reason = error or str(outcome)
    if before.red_since:
        return _still_red(replace(before, failures=failures, red_reason=reason), before.red_since, now)
    if alarm or outcome is Outcome.BROKEN or failures >= FAILURES:
        red = Health(failures=failures, red_since=now, red_reason=reason, told_at=now)
        return red, Event(state="failing", since=now, reason=reason)
    return Health(failures=failures), None


def unread(untracked: Sequence[str]) -> str:
    """What a site lists beyond what is read: "lists session '2027 Regular Session', which is not read"."""
    return f"lists {', '.join(untracked)}, which {'is' if len(untracked) == 1 else 'are'} not read"


def _incomplete(before: Health, reason: str, now: datetime) -> tuple[Health, Event | None]:
    """Red at once. What it was red for before ended with this good check, so another reason is told as a new one."""
    if before.red_since and before.red_reason == reason:
        return _still_red(replace(before, failures=0), before.red_since, now)
    return Health(red_since=now, red_reason=reason, told_at=now), Event(state="failing", since=now, reason=reason)


def _well(before: Health) -> tuple[Health, Event | None]:
    if before.red_since is None:
        return Health(), None
    return Health(), Event(state="recovered", since=before.red_since, reason=before.red_reason)


def _still_red(after: Health, since: datetime, now: datetime) -> tuple[Health, Event | None]:
    """Weekly, counted from when it was last told; a clock set back does not silence it for longer."""
    told = min(after.told_at, now) if after.told_at else None
    if told is not None and now - told < REMIND_AFTER:
        return replace(after, told_at=told), None
    return replace(after, told_at=now), Event(state="still failing", since=since, reason=after.red_reason)
