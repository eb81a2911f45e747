"""What speaks for a change of a bill: new actions and texts, or how far a new bill is. Asked by `importance`, step 6 of the path."""

import re
from collections.abc import Iterator, Sequence

from monitor.changes.progress import progress
from monitor.changes.weights import ACTION_KINDS, MINOR_ACTION, ON_A_CALENDAR, PROCEDURE, Fact
from monitor.model.documents import Action, Bill
from monitor.model.records import Move

_CEREMONIAL = re.compile(
    r"(a (joint |concurrent |house |senate )*(resolution|memorial) )?(commending|celebrating|congratulating|recogni[sz]ing|"
    r"honou?ring|memoriali[sz]ing|mourning|saluting|in memory of|on the (death|life) of|expressing .{0,40}(sympathy|regret))\b",
    re.IGNORECASE,
)


def new_bill(bill: Bill) -> Iterator[Fact]:
    """A bill seen for the first time."""
    at = progress(bill)
    if _CEREMONIAL.match(bill.title.strip()):
        yield 0.15, "new ceremonial resolution"
        return
    yield 0.45, "new bill"
    if at not in ("", "introduced", "in committee"):
        yield 0.55, f"already {at}"


def new_texts(before: Bill, after: Bill) -> Fact:
    """The list of versions changed."""
    known = {version.note for version in before.versions}
    fresh = [version.note for version in after.versions if version.note not in known]
    return (0.5, f"new text: {fresh[-1]}") if fresh else (0.2, "the list of texts changed")


def new_actions(before: Bill, after: Bill, moves: Sequence[Move]) -> Iterator[Fact]:
    """The newest action that is not minor, or the newest; those that a move already tells are left out."""
    known, told = {(action.on, action.text.strip()) for action in before.actions}, {move.because for move in moves}
    fresh = [action for action in after.actions if (action.on, action.text.strip()) not in known]
    if not fresh:
        yield 0.1, "the list of actions was corrected"
    facts = [_action(action) for action in fresh if action.text not in told]
    if facts:
        yield max(reversed(facts), key=lambda fact: fact[0])


def _action(action: Action) -> Fact:
    words = " ".join(action.text.split()) or "an action without words"
    words = words if len(words) <= 120 else words[:120].rpartition(" ")[0] + " …"
    if MINOR_ACTION.search(action.text):
        return 0.1, f"minor action: {words}"
    if ON_A_CALENDAR.search(action.text):
        return 0.5, f"on a calendar: {words}"
    weight = max((ACTION_KINDS.get(kind, 0.35) for kind in action.kinds), default=0.3)
    return 0.2 if PROCEDURE.search(action.text) else weight, f"new action: {words}"
