"""What a rule or notice changes in its turn: "withdraws 2016-20803", "comments closed Aug 5, now Sep 10, 2026". Pure."""

from dataclasses import dataclass
from datetime import date

from monitor.changes.scheduling import step_of
from monitor.digests.fields import FieldLine
from monitor.digests.words import clean, full_day, listed, short
from monitor.model.documents import Document, Notice, Rule

_VERBS = {
    "withdrawal": "withdraws",
    "vacated": "vacates",
    "correction": "corrects",
    "extension": "extends",
    "comment period moved": "comment period of",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The documents that are known of those that one changes, and when the comment period that it moves was to close."""

    documents: tuple[Rule | Notice, ...] = ()
    was_closing_on: date | None = None


def earlier_lines(thing: Document, earlier: Earlier | None) -> tuple[FieldLine, ...]:
    """What a document changes, each by its number and title where it is known, else as the document names it."""
    if not isinstance(thing, Rule | Notice):
        return ()
    known = earlier.documents if earlier else ()
    named = {mark for one in known for mark in (one.identifier, one.citation)}
    told = [f"{one.identifier}, {short(clean(one.title), 120)}" for one in known]
    told += [one for one in thing.amends if one not in named]
    lines = [FieldLine(name=_VERBS.get(step_of(thing), "changes"), after=listed(told, most=3))] if told else []
    if earlier and earlier.was_closing_on and thing.comments_close_on:
        closes, closed = full_day(thing.comments_close_on), full_day(earlier.was_closing_on)
        lines.append(FieldLine(name="comments close", after=f"{closes}, was {closed}"))
    return tuple(lines)
