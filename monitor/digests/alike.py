"""What is the same in many documents is told once: a footer changed on 500 pages, a text filed in both chambers. Pure.

The entry that needs the most attention stands for the others, which it names. Nothing is left out of the digest's counts.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from monitor.changes.redline import redline
from monitor.digests.course import net
from monitor.digests.entries import Entry, Link
from monitor.digests.fields import FieldLine
from monitor.digests.words import count, listed, short
from monitor.model.documents import Page
from monitor.model.records import Change, ChangeKind, Key
from monitor.store.texts import REGISTRY

FEWEST = 3
"""Pages from which an edit that is the same on each is told once."""
BOILERPLATE = 10
"""Pages from which it is taken for a change of the site and not of what it says."""
_BOILERPLATE_WEIGHS = 0.2
_LONGEST = 4_000

Told = tuple[Entry, Sequence[Change]]


def told_once(told: Sequence[Told], same: Mapping[Key, Collection[Key]]) -> list[Told]:
    """The same documents with those folded that say or changed the same; the most urgent first, as they came."""
    groups: dict[object, list[Told]] = {}
    for one in told:
        groups.setdefault(_mark(one, same), []).append(one)
    return [each for mark, found in groups.items() for each in _fold(mark, found)]


def _mark(one: Told, same: Mapping[Key, Collection[Key]]) -> object:
    key = one[1][-1].key
    if twins := same.get(key):
        return frozenset({key, *twins}), one[0].label
    return _edit(one[1]) or key


def _edit(changes: Sequence[Change]) -> tuple[tuple[str, str, str], ...]:
    """What an edit took out and put in, for a page of which nothing but the text changed."""
    change = net(changes)
    before, after = change.before, change.document
    if change.kind is not ChangeKind.AMENDED or not isinstance(after, Page) or change.key.registry.endswith(REGISTRY):
        return ()
    if before is None or {one.name for one in change.fields} != {"text"}:
        return ()
    edits = [one for one in redline(before.text, after.text) if one.op != "equal"]
    if sum(len(one.old) + len(one.new) for one in edits) > _LONGEST:
        return ()
    return tuple((one.op, one.old.strip(), one.new.strip()) for one in edits)


def _fold(mark: object, found: Sequence[Told]) -> Sequence[Told]:
    twins = isinstance(mark, tuple) and bool(mark) and isinstance(mark[0], frozenset)
    if len(found) < (2 if twins else FEWEST):
        return found
    (first, changes), *others = found
    whole = replace(
        first,
        changes=sum(one.changes for one, _ in found),
        documents=len(found),
        links=(*first.links, *(Link(name=one.heading, url=one.url) for one, _ in others[:3] if one.url and twins)),
    )
    if twins:
        return [(whole, changes)]
    names = listed([short(one.title, 60) for one, _ in others], most=5)
    site = len(found) >= BOILERPLATE
    return [
        (
            replace(
                whole,
                note=f"the same edit on {count(len(found), 'page')}",
                facts=(*first.facts, FieldLine(name="also on", after=names)),
                importance=min(first.importance, _BOILERPLATE_WEIGHS) if site else first.importance,
                attention=min(first.attention, _BOILERPLATE_WEIGHS) if site else first.attention,
            ),
            changes,
        )
    ]
