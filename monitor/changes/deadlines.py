"""The days of a document that somebody may have to act by: set, moved, called off; and how certain they are. Pure.

Ends of comment periods, hearings and effective dates are told by the publisher in fields of their own, state after state; days of
effect and of expiry also stand in the text of a bill, which puts nothing in force before it is law. Asked by calendars and by
`policywatch calendar`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Protocol

from monitor.changes.facts import facts
from monitor.model.documents import Document, Hearing, Notice, Rule

PUBLISHED = "published"
"""The publisher tells the day as such."""
IN_LAW = "in the text of an enacted bill"
IN_BILL = "in the text of a bill, if enacted"
OF_TABLE = "session calendar"

_DAY = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)")
_WHAT = {"hearing": "hearing", "comments_close_on": "comments close", "effective_on": "takes effect"}
_IN_TEXTS = {"effective": "takes effect", "sunset": "expires"}


class State(Protocol):
    """What a document was from `seen_at` on; a `removed` one is the tombstone of its last state."""

    @property
    def document(self) -> Document: ...
    @property
    def seen_at(self) -> datetime: ...
    @property
    def removed(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A day to act by. `when` is a day or an aware moment, `was` where it stood before it moved last, `moves` how often it moved or
    was called off or on, `certainty` how the day is known, `sentence` the words of a text that say so."""

    field: str
    what: str
    when: date | datetime
    certainty: str
    seen_at: datetime
    document: Document
    was: date | datetime | None = None
    moves: int = 0
    cancelled: bool = False
    sentence: str = ""

    @property
    def on(self) -> date:
        """Its day."""
        return self.when.date() if isinstance(self.when, datetime) else self.when


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What one state says of a day; `when` is None where it says nothing."""

    when: date | datetime | None
    cancelled: bool
    seen_at: datetime
    document: Document


def due_dates(states: Sequence[State], clock: tzinfo) -> Iterator[Due]:
    """The days that a document's fields tell or told, each as the last state with a day has it; hearings on this clock."""
    thing = states[-1].document
    fields = ["hearing"] if isinstance(thing, Hearing) else []
    fields += ["comments_close_on"] if isinstance(thing, Rule | Notice) else []
    fields += ["effective_on"] if isinstance(thing, Rule) else []
    for field in fields:
        said = [_said(state, field, clock) for state in states]
        said = said[next((at for at, one in enumerate(said) if one.when), len(said)) :]
        if said:
            yield _due(field, said)


def _due(field: str, said: Sequence[_Said]) -> Due:
    """A day as it stands after all that was said of it; what is no longer listed or has lost its day is called off."""
    last = said[-1]
    days = [one.when for one in said if one.when]
    steps = [(one.when, one.cancelled) for one in said]
    return Due(
        field=field,
        what=_WHAT[field],
        when=days[-1],
        was=next((day for day in reversed(days) if day != days[-1]), None),
        moves=sum(1 for at in range(1, len(steps)) if steps[at] != steps[at - 1]),
        cancelled=last.cancelled or last.when is None,
        certainty=PUBLISHED,
        seen_at=last.seen_at,
        document=last.document,
    )


def _said(state: State, field: str, clock: tzinfo) -> _Said:
    thing = state.document
    called_off = state.removed or (isinstance(thing, Hearing) and thing.cancelled)
    return _Said(when=_when(thing, field, clock), cancelled=called_off, seen_at=state.seen_at, document=thing)


def _when(thing: Document, field: str, clock: tzinfo) -> date | datetime | None:
    if isinstance(thing, Hearing):
        return thing.starts_at.astimezone(clock) if thing.starts_at else printed_day(thing)
    if field == "effective_on":
        return thing.takes_effect_on if isinstance(thing, Rule) else None
    return thing.comments_close_on if isinstance(thing, Rule | Notice) else None


def printed_day(thing: Hearing) -> date | None:
    """The day of a hearing for which no hour is printed ("at the call of the chair"), as its source writes it."""
    found = _DAY.search(thing.identifier) or _DAY.search(thing.text.partition("\n")[0])
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def days_in_text(state: State, *, enacted: bool) -> Iterator[Due]:
    """The days of effect and of expiry that the newest text of a bill states."""
    for one in facts(state.document.text):
        if one.kind in _IN_TEXTS and _DAY.fullmatch(one.value) and not state.removed:
            yield Due(
                field=one.kind,
                what=_IN_TEXTS[one.kind],
                when=date.fromisoformat(one.value),
                certainty=IN_LAW if enacted else IN_BILL,
                seen_at=state.seen_at,
                document=state.document,
                sentence=one.sentence,
            )
