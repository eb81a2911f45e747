"""Is this state of a document new, and is it to be announced? Step 5 of the path, the judge over all the others of this room."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from monitor.changes.compare import compare, field_names
from monitor.changes.fingerprint import fingerprint
from monitor.changes.importance import importance
from monitor.changes.progress import moves
from monitor.model.documents import Document
from monitor.model.records import Change, ChangeKind, Key, Revision

FLAPPING = 0.15
"""The most that a return to an earlier state may weigh."""
NOISY = 0.05
"""The most that the third return in a row and every further one may weigh."""
NOISY_AFTER = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What becomes of a state: kept as a new revision, or in place of the last one (`replace`), announced or (None) not."""

    document: Document
    fingerprint: bytes
    replace: bool
    change: Change | None


def revise(
    last: Revision | None,
    document: Document,
    *,
    key: Key,
    source: str,
    jurisdiction: str,
    now: datetime,
    quiet: bool = False,
    ours: bool = False,
    quiet_fields: Collection[str] = (),
    recent: Sequence[bytes] = (),
    already: Document | None = None,
) -> Verdict | None:
    """The verdict on a document just read, or None when it says what the last revision says.

    `quiet` keeps and does not announce (a baseline). `ours` says that the bytes are the same and only our code is new: the last
    revision is replaced. A field of `quiet_fields` that was empty is filled without announcement (a table that a source added
    later); the change then counts from the filled state. `recent` are the fingerprints of the states before the last, newest
    first, at least five for noisy documents to be known: coming back to one of them is demoted, never dropped. `already` is
    what readers know by another route, as this one would say it: the state is compared with that, though it be the first.
    """
    mark = fingerprint(document)
    if already is not None and not ours and not (last and last.fingerprint == mark.hex()):
        return _switched(already, document, mark, key, source, jurisdiction, now)
    if last is None or last.removed:
        return _appeared(last, document, mark, key, source, jurisdiction, now, quiet=quiet or ours)
    if last.fingerprint == mark.hex():
        return None
    was = fingerprint(last.document)  # the one stored may be of an older form
    if was == mark:
        return None
    if ours:
        return Verdict(document=document, fingerprint=mark, replace=True, change=None)
    before = _filled(last.document, document, quiet_fields)
    if before is not last.document and fingerprint(before) == mark:
        return Verdict(document=document, fingerprint=mark, replace=True, change=None)
    if quiet:
        return Verdict(document=document, fingerprint=mark, replace=False, change=None)
    change = _change(ChangeKind.AMENDED, before, document, key, source, jurisdiction, now)
    earlier = recent[1:] if recent and recent[0] == was else recent
    returns = _returns([mark, was, *earlier])
    return Verdict(document=document, fingerprint=mark, replace=False, change=_demoted(change, returns))


def tombstone(last: Revision, *, jurisdiction: str, now: datetime) -> Verdict:
    """The verdict on a document that was seen to be gone: its last state once more, as removed."""
    change = Change(
        kind=ChangeKind.REMOVED,
        key=last.key,
        source=last.source,
        jurisdiction=jurisdiction,
        detected_at=now,
        document=last.document,
        before=last.document,
    )
    return Verdict(
        document=last.document, fingerprint=fingerprint(last.document), replace=False, change=_weighed(change)
    )


def _appeared(
    last: Revision | None,
    document: Document,
    mark: bytes,
    key: Key,
    source: str,
    jurisdiction: str,
    now: datetime,
    *,
    quiet: bool,
) -> Verdict:
    """A document seen for the first time, or again after its tombstone."""
    kind, before = (ChangeKind.RESTORED, last.document) if last else (ChangeKind.ADDED, None)
    change = None if quiet else _change(kind, before, document, key, source, jurisdiction, now)
    return Verdict(document=document, fingerprint=mark, replace=False, change=change)


def _switched(
    already: Document, document: Document, mark: bytes, key: Key, source: str, jurisdiction: str, now: datetime
) -> Verdict:
    """A document of which another route has told before: what nobody has told."""
    if fingerprint(already) == mark:
        return Verdict(document=document, fingerprint=mark, replace=False, change=None)
    change = _change(ChangeKind.AMENDED, already, document, key, source, jurisdiction, now)
    if already.status == document.status:  # this route's word for all that both have told: only actions move here
        found = moves(replace(already, status=""), replace(document, status=""))
        change = _weighed(replace(change, moves=found))
    return Verdict(document=document, fingerprint=mark, replace=False, change=change)


def _change(
    kind: ChangeKind,
    before: Document | None,
    document: Document,
    key: Key,
    source: str,
    jurisdiction: str,
    now: datetime,
) -> Change:
    return _weighed(
        Change(
            kind=kind,
            key=key,
            source=source,
            jurisdiction=jurisdiction,
            detected_at=now,
            document=document,
            before=before,
            fields=compare(before, document) if before else (),
            moves=moves(before, document),
        )
    )


def _weighed(change: Change) -> Change:
    weight, reasons = importance(
        change.kind, change.before, change.document, change.fields, change.moves, change.detected_at
    )
    return replace(change, importance=weight, reasons=reasons)


def _filled(before: Document, after: Document, names: Collection[str]) -> Document:
    """The earlier state with those of the named fields that were empty as they are now."""
    known: dict[str, Any] = {
        name: getattr(after, name)
        for name in field_names(type(after))
        if name in names and not getattr(before, name, None) and getattr(after, name)
    }
    return replace(before, **known) if known else before


def _returns(marks: Sequence[bytes]) -> int:
    """How many of the newest states in a row had been there before; the marks stand newest first."""
    count = 0
    while count < len(marks) and marks[count] in marks[count + 1 :]:
        count += 1
    return count


def _demoted(change: Change, returns: int) -> Change:
    if not returns:
        return change
    weight, reasons = FLAPPING, ("back to the state of an earlier check",)
    if returns >= NOISY_AFTER:
        weight, reasons = NOISY, (f"noisy: back to the state of an earlier check {returns} times in a row",)
    return replace(change, importance=min(change.importance, weight), reasons=(*reasons, *change.reasons))
