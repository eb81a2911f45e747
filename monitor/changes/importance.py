"""How much a change matters, from 0 to 1, and why, in words that a digest can print. Last part of step 6 of the path.

Every fact that speaks for a change has a weight and a sentence; the change weighs as much as its weightiest fact, and the
sentences stand in that order. 0.9 and more is for what changes the law or a deadline, 0.5 for what moves a bill a step, 0.2 for
what only a specialist follows, 0.05 for what changes no word.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from monitor.changes.bill_facts import CEREMONIAL, is_ceremonial, new_actions, new_bill, new_texts
from monitor.changes.comment_period import comment_period
from monitor.changes.compare import only_cosmetic
from monitor.changes.pace import news, turn
from monitor.changes.progress import same_status
from monitor.changes.weights import (
    BILL_FIELDS,
    CROSSED_OVER,
    KIND_FIELDS,
    NEW_KINDS,
    OF_A_RULE,
    REVIVED,
    STANDING,
    STEPS,
    Fact,
)
from monitor.model.documents import Bill, Document, Enforcement, Hearing, Notice, Rule
from monitor.model.records import ChangeKind, FieldChange, Move

COSMETIC = 0.05
BACKGROUND = {"clinicaltrials.gov": 0.15, "pubmed.ncbi.nlm.nih.gov": 0.1, "open.fda.gov": 0.1}
"""Registers of what is good to know and changes no rule: none of their changes weighs more."""
_STOPS = {"failed": "failed", "withdrawn": "been withdrawn", "carried over": "been carried over"}
RENUMBERED = 0.4
"""Of a docket or draft that became a bill, and whatever else goes by another number now."""
_FEDERAL = ZoneInfo("America/New_York")
"""Comment periods and effective dates of federal agencies end at midnight in Washington."""


def importance(
    kind: ChangeKind,
    before: Document | None,
    after: Document,
    fields: Sequence[FieldChange],
    moves: Sequence[Move],
    now: datetime,
) -> tuple[float, tuple[str, ...]]:
    """The weight of a change and its reasons, weightiest first. `now` only serves to count the days to a deadline."""
    alike = {field.name: only_cosmetic(before, after, (field.name,)) if before else "" for field in fields}
    if kind is ChangeKind.AMENDED and alike and all(alike.values()) and not moves:
        return COSMETIC, (f"cosmetic: {'typography' if 'typography' in alike.values() else 'spacing'} only",)
    names = [name for name, cosmetic in alike.items() if not cosmetic]
    facts = sorted(_facts(kind, before, after, names, moves, now), key=lambda fact: -fact[0])
    if not facts:
        return 0.2, ("changed",)
    return min(round(facts[0][0], 2), _most(after)), tuple(dict.fromkeys(reason for _, reason in facts))


def _most(thing: Document) -> float:
    """What a change of this document weighs at most."""
    most = BACKGROUND.get(thing.registry, 1.0)
    return min(most, CEREMONIAL) if isinstance(thing, Bill) and is_ceremonial(thing) else most


def _facts(
    kind: ChangeKind,
    before: Document | None,
    after: Document,
    names: Sequence[str],
    moves: Sequence[Move],
    now: datetime,
) -> Iterator[Fact]:
    today = now.astimezone(_FEDERAL).date()
    if kind is ChangeKind.REMOVED:
        yield 0.6, "no longer listed"
        return
    if kind is ChangeKind.RESTORED:
        yield 0.5, "listed again"
    if kind is ChangeKind.ADDED or before is None:
        yield from _new(after, now, today)
        return
    period = comment_period(before, after, today)
    if period:
        yield 0.5 if period.endswith("closed") else 0.75, period
        moves = [one for one in moves if "for comment" not in one.after]
        names = [name for name in names if name not in ("comments_close_on", "status")]
    yield from map(_step, moves)
    yield from _amended(before, after, names, moves, now, today)


# -- new documents ----------------------------------------------------------------------------------------------------


def _new(document: Document, now: datetime, today: date) -> Iterator[Fact]:
    if isinstance(document, Bill):
        yield from new_bill(document)
    elif isinstance(document, Enforcement):
        yield _classified(document.classification, "recall" if document.classification else "enforcement action")
    elif isinstance(document, Hearing):
        yield from _hearing_set(document, now)
    elif isinstance(document, Rule):
        yield _new_rule(document)
        yield from _deadlines(document, today)
    else:
        yield NEW_KINDS.get(document.kind, 0.4), f"new {document.kind}"
        if isinstance(document, Notice):
            yield from _deadlines(document, today)


def _new_rule(rule: Rule) -> Fact:
    """What a new document of the Federal Register is by its ACTION line: a correction or a withdrawal is no new rule."""
    what = "final rule" if rule.stage == "rule" else rule.stage or "rule document"
    for pattern, weight, words in OF_A_RULE:
        if pattern.search(rule.action):
            return weight, f"{words} of a {what}"
    return (0.8 if rule.stage == "rule" else 0.75), f"new {what}"


def _classified(classification: str, what: str) -> Fact:
    rank = re.search(r"\b(I{1,3}|[123])\b", classification)
    weight = {"I": 0.9, "1": 0.9, "II": 0.6, "2": 0.6}.get(rank[1], 0.4) if rank else 0.5
    return weight, f"{classification} {what}".strip() if rank else f"new {what}"


def _hearing_set(hearing: Hearing, now: datetime) -> Iterator[Fact]:
    if hearing.cancelled:
        yield 0.4, "a cancelled hearing"
    elif hearing.starts_at is None:
        yield 0.6, "hearing announced"
    elif hearing.starts_at < now:
        yield 0.2, f"a hearing held on {hearing.starts_at:%Y-%m-%d}"
    else:
        yield 0.7, f"hearing set for {hearing.starts_at:%Y-%m-%d}"
        yield from _soon(hearing.starts_at, now)


def _soon(starts_at: datetime, now: datetime) -> Iterator[Fact]:
    days = (starts_at - now).days
    if 0 <= days <= 3:
        yield 0.85, "hearing within a day" if days == 0 else f"hearing in {_days(days)}"


# -- amended documents ------------------------------------------------------------------------------------------------


def _step(move: Move) -> Fact:
    weight = STANDING.get(move.after, 0.4)
    if turn(move):
        return max(weight, REVIVED), f"revived: {STEPS.get(move.after, move.after)}, after it had {_STOPS[move.before]}"
    return weight, STEPS.get(move.after, f"{move.before} → {move.after}" if move.before else f"now {move.after}")


def _amended(
    before: Document, after: Document, names: Iterable[str], moves: Sequence[Move], now: datetime, today: date
) -> Iterator[Fact]:
    told = {"status", "stage", "cancelled"} if moves else set()
    if before.identifier != after.identifier:
        told |= {"identifier", "aliases"}
        yield RENUMBERED, f"now {after.identifier} (was {before.identifier})"
    for name in names:
        if name in told:
            continue
        if isinstance(before, Bill) and isinstance(after, Bill) and name in ("actions", "versions"):
            yield from new_actions(before, after, moves) if name == "actions" else [new_texts(before, after)]
        elif isinstance(before, Hearing) and isinstance(after, Hearing) and name == "starts_at":
            yield from _hearing_moved(before, after, now)
        else:
            yield _field(name, before, after)
    if isinstance(after, Rule | Notice):
        yield from _deadlines(after, today)
    if isinstance(before, Bill) and isinstance(after, Bill):
        yield from ((CROSSED_OVER, words) for words in news(before, after))


def _field(name: str, before: Document, after: Document) -> Fact:
    """A field that is weighed by its name, and told with its values where they are short."""
    if name in ("comments_close_on", "effective_on"):
        proposal = isinstance(after, Rule) and after.effective_on != after.takes_effect_on
        return _date_moved(name, getattr(before, name), getattr(after, name), proposal=proposal)
    if name == "classification" and isinstance(after, Enforcement):
        return _classified(after.classification, "recall now")
    if name == "status":
        return 0.15 if same_status(before.status, after.status) else 0.4, f"status: {after.status or 'none'}"
    weights = BILL_FIELDS if isinstance(after, Bill) else KIND_FIELDS
    words = {"text": "the text changed", "url": "the address changed"}
    return weights.get(name, 0.3), words.get(name, f"{name.replace('_', ' ')} changed")


def _date_moved(name: str, before: date | None, after: date | None, *, proposal: bool) -> Fact:
    what, weight = ("effective date", 0.85) if name == "effective_on" else ("comment deadline", 0.75)
    if name == "effective_on" and proposal:
        what, weight = "date in the record of a proposal", 0.2
    if before is None:
        return weight, f"{what} set: {after}"
    return weight, f"{what} moved from {before} to {after}" if after else f"{what} {before} dropped"


def _deadlines(document: Rule | Notice, today: date) -> Iterator[Fact]:
    """Deadlines still ahead."""
    closes = document.comments_close_on
    if closes and closes >= today:
        days = (closes - today).days
        soon = days <= 14
        yield (
            0.85 if soon else 0.7,
            "comment period closes today" if not days else f"comment period closes in {_days(days)}",
        )
    effective = document.takes_effect_on if isinstance(document, Rule) else None
    if effective and effective >= today:
        days = (effective - today).days
        yield 0.85 if days <= 30 else 0.7, "takes effect today" if not days else f"takes effect in {_days(days)}"


def _hearing_moved(before: Hearing, after: Hearing, now: datetime) -> Iterator[Fact]:
    if before.starts_at and after.starts_at:
        yield 0.8, f"hearing moved from {before.starts_at:%Y-%m-%d %H:%M} to {after.starts_at:%Y-%m-%d %H:%M} UTC"
        yield from _soon(after.starts_at, now)
    elif after.starts_at:
        yield from _hearing_set(after, now)
    else:
        yield 0.7, "hearing has no date any more"


def _days(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"
