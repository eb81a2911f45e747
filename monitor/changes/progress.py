"""Where a bill stands, and the steps that a change brought. Part of step 6 of the path.

Read from classified actions (Open Civic Data words) and, where they say less, from the publisher's own status words. Progress
only climbs within a session: a bill sent from one committee to the next after a report stays "reported". What no rule here
knows changes nothing, so that an unclassified line of a journal can do no harm.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from monitor.changes.cosmetic import is_cosmetic
from monitor.changes.status import standing_in_words
from monitor.model.documents import Action, Bill, Document, Hearing, Rule
from monitor.model.records import Move

CLIMB = (
    "",
    "introduced",
    "in committee",
    "reported",
    "passed one chamber",
    "passed both",
    "to the executive",
    "signed",
    "vetoed",
    "law",
)
"""The words for progress in rising order; beside them stand three ways to stop."""
STOPPED = frozenset({"failed", "withdrawn", "carried over"})
SETTLED = frozenset({"signed", "vetoed", "law"})

_STEPS = {
    "filing": "introduced",
    "introduction": "introduced",
    "reading-1": "introduced",
    "referral": "in committee",
    "referral-committee": "in committee",
    "committee-passage": "reported",
    "committee-passage-favorable": "reported",
    "executive-receipt": "to the executive",
    "became-law": "law",
}
_REVIVING = frozenset(
    {"referral-committee", "committee-passage", "committee-passage-favorable", "passage", "executive-receipt"}
)
"""After a defeat, these show that the bill lives: the defeat was reconsidered."""

_LOST = r"\b(fail\w*|lost|reject\w*|defeat\w*|not (agreed|adopted|carried))\b"
_ASIDE = (
    r"\b(motion|reconsider\w*|suspen\w+|appeal|point of order|(?<!constitutional )amendments?|amdts?|veto|override|concur\w*|"
    r"conference)\b"
)
_NOT_THE_BILL_LOST = re.compile(rf"{_ASIDE}.*{_LOST}|{_LOST}.*{_ASIDE}", re.IGNORECASE)
"""A motion or an amendment may fail without the bill."""
_BILL_LOST = re.compile(r"\b(bill|resolution|measure) (has )?(failed|(was )?defeated|lost)\b", re.IGNORECASE)
_NOT_THE_BILL_WITHDRAWN = re.compile(
    r"\bfrom (the )?(\w+ )?(committee|calendar|consent)|\bmotion\b|(?<!constitutional )\bamendments?\b|\bconferees?\b|\bnotice\b|"
    r"\bco-?(sponsor|patron|author)|\b(sponsor|patron|author|name)s? (was |were )?(withdrawn|removed)",
    re.IGNORECASE,
)
"""So may one be withdrawn, or the bill be withdrawn from a committee or calendar only to go on."""
_FILED = re.compile(r"\b(filed|deposited|delivered)\b.*\bsecretary of state\b", re.IGNORECASE)
_RESOLUTION = re.compile(r"[A-Z]*[RM] ?\d")
"""HCR 3001, SJR 2, HMR 7001, SJM 8."""
_CARRIED = re.compile(
    r"\b(carried over|carry ?-?over|continued to (20\d\d|the next|next)|held over to)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a bill stands after some of its actions; `cause` is the action that brought it there."""

    at: str = ""
    stopped: str = ""
    passed: frozenset[str] = frozenset()
    overridden: frozenset[str] = frozenset()
    cause: Action | None = None

    @property
    def words(self) -> str:
        """One word of CLIMB or STOPPED."""
        return self.stopped or self.at


def progress(bill: Bill) -> str:
    """introduced, in committee, reported, passed one chamber, passed both, to the executive, signed, vetoed, law, failed,
    withdrawn or carried over; "" when nothing is classified.

    In a legislature of one chamber its passage counts as "passed both".
    """
    return _standing(bill)[0]


def moves(before: Document | None, after: Document) -> tuple[Move, ...]:
    """The steps that this change brought; none for a document that is new.

    A bill's progress, with the date and words of the action that made it; a rule's stage; a hearing's cancellation; and, when
    none of these moved, the publisher's own status words. A bill never moves down:
    """
    if before is None:
        return ()
    found = _bill_move(before, after) or _rule_move(before, after) or _hearing_move(before, after)
    found = found or _status_move(before, after)
    return (found,) if found else ()


def _status_move(before: Document, after: Document) -> Move | None:
    if not after.status or same_status(before.status, after.status):
        return None
    if isinstance(after, Bill) and standing_in_words(after.status):
        return None  # progress has weighed these words and the bill stands where it stood
    return Move(before=before.status, after=after.status)


def same_status(before: str, after: str) -> bool:
    """True when two statuses say the same in other words ("Passed House; Passed", "Passed House") or the same words."""
    if before == after or is_cosmetic(before, after):
        return True
    standing = standing_in_words(after)
    return standing != "" and standing == standing_in_words(before)


def _bill_move(before: Document, after: Document) -> Move | None:
    if not isinstance(before, Bill) or not isinstance(after, Bill):
        return None
    was, (now, on, because) = progress(before), _standing(after)
    if not now or now == was or _sinks(was, now):
        return None
    return Move(before=was, after=now, on=on, because=because)


def _sinks(was: str, now: str) -> bool:
    """True when the ladder seems to be climbed down: a source that prints only the last action no longer shows the earlier ones."""
    return was in CLIMB and now in CLIMB and CLIMB.index(now) < CLIMB.index(was)


def _rule_move(before: Document, after: Document) -> Move | None:
    if not isinstance(before, Rule) or not isinstance(after, Rule) or not after.stage or before.stage == after.stage:
        return None
    return Move(before=before.stage, after=after.stage, on=after.published_on, because=after.action)


def _hearing_move(before: Document, after: Document) -> Move | None:
    if not isinstance(before, Hearing) or not isinstance(after, Hearing) or before.cancelled == after.cancelled:
        return None
    states = "scheduled", "cancelled"
    return Move(before=states[before.cancelled], after=states[after.cancelled], because=after.status)


def _standing(bill: Bill) -> tuple[str, date | None, str]:
    """Progress with the date and words of what says so: of actions and status the one that knows more."""
    by_actions = Standing()
    for action in chronological(bill.actions):
        if action.kinds:
            by_actions = _after(by_actions, action, bill)
    by_status = standing_in_words(bill.status)
    if _knows_more(by_status, by_actions.words):
        return by_status, None, bill.status
    cause = by_actions.cause
    return by_actions.words, cause.on if cause else None, cause.text if cause else ""


def _knows_more(status: str, actions: str) -> bool:
    if actions in STOPPED:
        return status in SETTLED
    if actions in SETTLED:
        return status == "law" and actions != "law"
    return status in STOPPED or (status != "" and CLIMB.index(status) > CLIMB.index(actions))


def chronological(actions: Iterable[Action]) -> list[Action]:
    """The actions in the order they happened: a list that is printed newest first is turned, and undated ones stay in place."""
    ordered = list(actions)
    dates = [action.on for action in ordered if action.on]
    if dates and dates[0] > dates[-1]:
        ordered.reverse()
    known = date.min
    keys = []
    for action in ordered:
        known = action.on or known
        keys.append(known)
    return [ordered[place] for place in sorted(range(len(ordered)), key=keys.__getitem__)]


def _after(standing: Standing, action: Action, bill: Bill) -> Standing:
    """Where the bill stands after one more classified action."""
    if standing.at == "law":
        return standing
    action = _as_law_or_paper(standing, action, bill)
    stopped = _stops(standing, action)
    if stopped:
        return replace(standing, stopped=stopped, cause=action)
    if standing.stopped and not _REVIVING.intersection(action.kinds):
        return standing
    changed = _decided(_passed(standing, action, bill), action, bill)
    steps = [_STEPS[kind] for kind in action.kinds if kind in _STEPS]
    at = max((changed.at, *steps), key=CLIMB.index)
    if at == standing.at and not standing.stopped:
        return changed
    return replace(changed, at=at, stopped="", cause=action)


def _as_law_or_paper(standing: Standing, action: Action, bill: Bill) -> Action:
    """What is filed with the Secretary of State is law, unless it is a resolution that no executive had before: that one is
    filed for the record, or to be put to the people."""
    filed = "became-law" in action.kinds and _FILED.search(action.text)
    if not filed or not _RESOLUTION.match(bill.identifier) or standing.at in ("to the executive", "signed"):
        return action
    return replace(action, kinds=tuple(kind for kind in action.kinds if kind != "became-law"))


def _stops(standing: Standing, action: Action) -> str:
    """The word of STOPPED that this action brings, if any."""
    kinds = set(action.kinds)
    if "carried-over" in kinds or ("deferral" in kinds and _CARRIED.search(action.text)):
        return "carried over"
    if standing.at in SETTLED:
        return ""
    if "withdrawal" in kinds:
        return "" if _NOT_THE_BILL_WITHDRAWN.search(action.text) else "withdrawn"
    if not kinds & {"failure", "committee-failure"} or "veto-override-failure" in kinds:
        return ""
    return "" if _NOT_THE_BILL_LOST.search(action.text) and not _BILL_LOST.search(action.text) else "failed"


def _passed(standing: Standing, action: Action, bill: Bill) -> Standing:
    if "passage" not in action.kinds or action.by == "executive":
        return standing
    passed = standing.passed | _chambers(action, bill, standing.passed)
    return replace(
        standing, passed=passed, at=_higher(standing.at, "passed both" if len(passed) > 1 else "passed one chamber")
    )


def _decided(standing: Standing, action: Action, bill: Bill) -> Standing:
    """Signatures, vetoes and overrides; an override needs every chamber, and one without a veto is none."""
    kinds = set(action.kinds)
    if "executive-veto" in kinds:
        return replace(standing, at="vetoed", overridden=frozenset())
    if "executive-signature" in kinds and action.by not in ("upper", "lower"):
        return replace(standing, at=_higher(standing.at, "signed"))
    if "veto-override-passage" in kinds and standing.at == "vetoed":
        overridden = standing.overridden | _chambers(action, bill, standing.overridden)
        return replace(standing, overridden=overridden, at="law" if len(overridden) > 1 else "vetoed")
    return standing


def _chambers(action: Action, bill: Bill, already: frozenset[str]) -> frozenset[str]:
    """Which chambers acted; both when the whole legislature or its only chamber did."""
    if action.by == "legislature" or bill.chamber == "legislature":
        return frozenset({"upper", "lower"})
    if action.by in ("upper", "lower"):
        return frozenset({action.by})
    if re.search(r"\bsenate\b", action.text, re.IGNORECASE):
        return frozenset({"upper"})
    if re.search(r"\b(house|assembly|delegates)\b", action.text, re.IGNORECASE):
        return frozenset({"lower"})
    return already or frozenset({bill.chamber or "lower"})


def _higher(one: str, other: str) -> str:
    return max(one, other, key=CLIMB.index)
