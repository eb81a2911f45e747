"""What a recorded day came to, and how that differs from the story. Pure: the demonstration tells only what was found."""

from collections import Counter
from dataclasses import dataclass

from monitor.demo.story import SOURCES, Day
from monitor.digests.content import DigestContent
from monitor.digests.gather import HealthEvent
from monitor.model.records import Change, CheckResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A digest that was made and the subject under which it arrived at its mailbox; empty if it did not."""

    content: DigestContent
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Everything that one day brought."""

    results: tuple[CheckResult, ...] = ()
    changes: tuple[Change, ...] = ()
    health: tuple[HealthEvent, ...] = ()
    told: tuple[Told, ...] = ()
    operator: tuple[str, ...] = ()  # subjects that arrived


def differences(day: Day, seen: Seen) -> list[str]:
    """In words, whatever the day lacks or has too much; empty when it is as it was written."""
    wrong = [f"a message was made and did not arrive: {one.content.mark}" for one in seen.told if not one.subject]
    kinds = Counter(one.content.kind for one in seen.told)
    wrong += _counted("alerts", int(day.alert), kinds["alert"])
    wrong += _counted("weekly digests", int(day.digest), kinds["digest"])
    wrong += _counted("messages to the operator", int(bool(day.health)), len(seen.operator))
    if day.checked:
        wrong += _outcomes(day, seen)
        wrong += _changes(day, seen)
    return [f"{day.on}: {one}" for one in wrong]


def _counted(what: str, expected: int, found: int) -> list[str]:
    return [] if expected == found else [f"expected {expected} {what}, found {found}"]


def _outcomes(day: Day, seen: Seen) -> list[str]:
    moved = {event.source for event in day.events}
    found = {result.source: str(result.outcome) for result in seen.results}
    wrong = _counted("held removals", day.held, sum(result.held for result in seen.results))
    wrong += _counted("removals", 0, sum(result.removed for result in seen.results))
    for source in SOURCES:
        expected = day.outcomes.get(source, "changed" if source in moved else "unchanged")
        if found.get(source) != expected:
            wrong.append(f"{source} ended {found.get(source)}, expected {expected}")
    states = {event.source: event.state for event in seen.health}
    if states != day.health:
        wrong.append(f"the operator heard {states}, expected {day.health}")
    return wrong


def _changes(day: Day, seen: Seen) -> list[str]:
    expected = Counter((event.source, event.kind, event.identifier) for event in day.events)
    found = Counter((change.source, str(change.kind), change.key.identifier) for change in seen.changes)
    wrong = [f"not found: {' '.join(one)}" for one in (expected - found).elements()]
    wrong += [f"found but never published: {' '.join(one)}" for one in (found - expected).elements()]
    for event in day.events:
        change = change_of(event.source, event.identifier, seen)
        if event.status and change and event.status not in [move.after for move in change.moves]:
            wrong.append(f"{event.identifier} did not move to {event.status!r}")
    return wrong


def change_of(source: str, identifier: str, seen: Seen) -> Change | None:
    """The change of this document on this day, if there was one."""
    return next((one for one in seen.changes if (one.source, one.key.identifier) == (source, identifier)), None)
