"""The dates of a document that somebody may have to act by, in words. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from monitor.digests.words import away, day, moment
from monitor.model.documents import Document, Hearing, Notice, Rule

SOON = 14
"""Days ahead in which a date needs somebody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A date to act by; `field` is the document's, `name`, `place` and `url` say whose, where it stands in a list."""

    what: str
    on: date
    said: str
    field: str = ""
    cancelled: bool = False
    name: str = ""
    place: str = ""
    url: str = ""


def deadlines(thing: Document, today: date, made: datetime | None = None) -> tuple[Deadline, ...]:
    """The document's dates from today on, the nearest first."""
    found: list[Deadline] = []
    if isinstance(thing, (Rule, Notice)) and thing.comments_close_on:
        found.append(_deadline("comments close", "comments_close_on", thing.comments_close_on, today))
    if isinstance(thing, Rule) and thing.takes_effect_on:
        found.append(_deadline("takes effect", "effective_on", thing.takes_effect_on, today))
    if isinstance(thing, Hearing) and thing.starts_at:
        found.append(_hearing(thing, thing.starts_at.astimezone(made.tzinfo) if made else thing.starts_at, today))
    return tuple(sorted((one for one in found if one.on >= today), key=lambda one: one.on))


def _deadline(what: str, field: str, on: date, today: date) -> Deadline:
    return Deadline(what=what, field=field, on=on, said=f"{what} {day(on, today)} ({away((on - today).days)})")


def _hearing(thing: Hearing, starts: datetime, today: date) -> Deadline:
    what = "hearing cancelled, was" if thing.cancelled else "hearing"
    said = f"{what} {moment(starts, today)} ({away((starts.date() - today).days)})"
    return Deadline(what=what, field="starts_at", on=starts.date(), said=said, cancelled=thing.cancelled)


def coming(what: str, when: date | datetime, name: str, place: str, url: str, today: date) -> Deadline:
    """A date that is due although nothing of its document changed."""
    on = when.date() if isinstance(when, datetime) else when
    hour = f"{what} {moment(when, today)}" if isinstance(when, datetime) else f"{what} {day(on, today)}"
    return Deadline(what=what, on=on, said=f"{hour} ({away((on - today).days)})", name=name, place=place, url=url)


def attention(importance: float, dates: Sequence[Deadline], today: date) -> float:
    """Importance, plus up to 0.3 for a date within the next fortnight."""
    days = min(((one.on - today).days for one in dates if not one.cancelled), default=99)
    return importance + (0.3 * (SOON + 1 - days) / (SOON + 1) if days <= SOON else 0.0)
