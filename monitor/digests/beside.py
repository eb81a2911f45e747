"""What stands beside a document in its entry: of a bill those with a text alike, and whether it moves; of a rule what it says against
its proposal. Pure, step 10 of the path."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from monitor.changes.pace import pace
from monitor.changes.proposal import Against
from monitor.changes.related import said
from monitor.digests.fields import FieldLine, spelled
from monitor.digests.words import clean, listed, place, short
from monitor.model.documents import Bill
from monitor.model.records import Key
from monitor.store.related import RelatedText
from monitor.store.sessions import SessionDays
from monitor.store.texts import REGISTRY

_MOST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Lines to tell with a document, and the documents that say the same word for word."""

    lines: tuple[FieldLine, ...] = ()
    same: frozenset[Key] = frozenset()


def related_lines(key: Key, jurisdiction: str, found: Sequence[RelatedText], status: str = "") -> tuple[FieldLine, ...]:
    """ "Alike: 87 % the same as Utah's SB 45 as enrolled; differs in § 4", the most alike first; one that the document's own
    status names is left out."""
    told = [one for one in found if not (one.share == 1 and one.identifier in status)]
    lines = [said(one.share, one.differs, called(one, key, jurisdiction)) for one in told[:_MOST]]
    if len(told) > _MOST:
        lines.append(f"and {listed([clean(one.identifier) for one in told[_MOST:]])}")
    return tuple(FieldLine(name="alike", after=short(line, 240)) for line in lines)


def pace_line(bill: Bill, today: date, days: SessionDays | None) -> tuple[FieldLine, ...]:
    """ "Pace: no action for 43 days; session ends Mar 14, 2026 (in 9 days)"; nothing of a bill that moves."""
    words = pace(bill, today, days.ends_on if days else None)
    return (FieldLine(name="pace", after=spelled(words)),) if words else ()


def against_lines(one: Against) -> tuple[FieldLine, ...]:
    """ "Its proposal: differs from the proposal 2026-13581 of Jul 6, 2026: § 1308.11: 0.4 → 0.5 (+1 −1 words)"."""
    return (FieldLine(name="its proposal", after=short(spelled(clean(str(one))).replace("; (", " ("), 320)),)


def called(one: RelatedText, key: Key, jurisdiction: str) -> str:
    """ "SB 45 as introduced", "Utah's SB 45 as enrolled", "HB 1001 (session 69) as introduced"."""
    name = clean(one.identifier)
    version = clean(one.version).lower()
    stage = f" as {version}" if version.isascii() and 0 < len(version) <= 40 else ""
    if one.jurisdiction != jurisdiction:
        return f"{place(one.jurisdiction)}'s {name}{stage}"
    session = one.registry.rpartition(":")[2]
    return (
        f"{name}{stage}"
        if one.registry == key.registry.removesuffix(REGISTRY)
        else f"{name} (session {session}){stage}"
    )


def same_texts(key: Key, found: Sequence[RelatedText]) -> frozenset[Key]:
    """The documents that are told together with a bill's text: the texts that enact the same words."""
    if not key.registry.endswith(REGISTRY):
        return frozenset()
    return frozenset(
        Key(registry=f"{one.registry}{REGISTRY}", kind=key.kind, identifier=one.identifier)
        for one in found
        if one.share == 1
    )
