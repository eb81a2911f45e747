"""What speaks for a change of a bill: new actions and texts, or how far a new bill is. Asked by `importance`, step 6 of the path."""

import re
from collections.abc import Iterator, Sequence

from monitor.changes.progress import progress
from monitor.changes.weights import ACTION_KINDS, AFTER_A_VETO, MINOR_ACTION, ON_A_CALENDAR, PROCEDURE, Fact
from monitor.model.documents import Action, Bill
from monitor.model.records import Move

_CEREMONIAL = re.compile(
    r"(a (joint |concurrent |house |senate )*(resolution|memorial) )?(commending|celebrating|commemorating|congratulating|recogni[sz]ing|"
    r"honou?ring|memoriali[sz]ing|mourning|saluting|in memory of|on the (death|life) of|expressing .{0,40}(sympathy|regret))\b",
    re.IGNORECASE,
)


MINOR = 0.1
EXPLAINING = 0.5
"""Of the action beside a step that only the publisher's status words tell: it says how it came."""
CEREMONIAL = 0.15
"""The most that anything of a ceremonial resolution weighs."""


def is_ceremonial(bill: Bill) -> bool:
    """Whether a bill honours or mourns somebody, which changes no rule."""
    return _CEREMONIAL.match(bill.title.strip()) is not None


def new_bill(bill: Bill) -> Iterator[Fact]:
    """A bill seen for the first time."""
    at = progress(bill)
    if is_ceremonial(bill):
        yield CEREMONIAL, "new ceremonial resolution"
        return
    yield 0.45, "new bill"
    if at not in ("", "introduced", "in committee"):
        yield 0.55, f"already {at}"


def new_texts(before: Bill, after: Bill) -> Fact:
    """The list of versions changed."""
    known = {version.note for version in before.versions}
    fresh = [version.note for version in after.versions if version.note not in known]
    if fresh:
        return 0.5, f"new text: {fresh[-1]}"
    still = {version.note for version in after.versions}
    gone = [version.note for version in before.versions if version.note not in still]
    return (0.2, f"text no longer listed: {gone[-1]}") if gone else (0.1, "a text has another date or address")


def new_actions(before: Bill, after: Bill, moves: Sequence[Move]) -> Iterator[Fact]:
    """The newest action that is not minor, or the newest; those that a move already tells are left out."""
    known, told = {(action.on, action.text.strip()) for action in before.actions}, {move.because for move in moves}
    fresh = [action for action in after.actions if (action.on, action.text.strip()) not in known]
    if not fresh:
        yield 0.1, "the list of actions was corrected"
    facts = [_action(action) for action in fresh if action.text not in told]
    if facts:
        weight, words = max(reversed(facts), key=lambda fact: fact[0])
        explains = bool(moves) and len(facts) == len(fresh) and weight > MINOR
        yield max(weight, EXPLAINING) if explains else weight, words


def _action(action: Action) -> Fact:
    words = " ".join(action.text.split()) or "an action without words"
    words = words if len(words) <= 120 else words[:120].rpartition(" ")[0] + " …"
    if MINOR_ACTION.search(action.text):
        return MINOR, f"minor action: {words}"
    if ON_A_CALENDAR.search(action.text):
        return 0.5, f"on a calendar: {words}"
    weight = max((ACTION_KINDS.get(kind, 0.35) for kind in action.kinds), default=0.3)
    if AFTER_A_VETO.search(action.text):
        weight = max(weight, 0.7)
    return 0.2 if PROCEDURE.search(action.text) else weight, f"new action: {words}"
