"""Which document a bill is that has, or had, several numbers: between steps 3 and 5 of the path, inside the recorder's transaction.

Only bills that their source has not shown under their number before, and those that moved and name others, are asked about:
a quiet check costs nothing here.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

import sqlalchemy as sa

from monitor.changes.fingerprint import fingerprint
from monitor.crawl.watch import Watch
from monitor.model.documents import Bill, Document
from monitor.model.records import Key
from monitor.store import aliases, revisions
from monitor.store.revisions import Known

Documents = Mapping[Key, tuple[Document, bytes]]


def settled(
    conn: sa.Connection, watch: Watch, page_id: int, documents: Documents, known: Mapping[Key, Known]
) -> tuple[Documents, Mapping[Key, Known]]:
    """The documents of a reading by the keys under which they are kept, and what the source knows of them.

    A bill that names the number of a document known already is that document, which bears the bill's number from now on. One that
    is shown under a number that its bill no longer bears is that bill, unless the source shows it under its present number
    too: then the old page has nothing more to tell and is left out.
    """
    former = {
        Key(registry=key.registry, kind=key.kind, identifier=other)
        for key, (thing, _) in documents.items()
        for other in thing.aliases
    }
    asked = {
        key: thing
        for key, (thing, mark) in documents.items()
        if key.kind == Bill.kind
        and key not in former
        and (key not in known or (thing.aliases and known[key].fingerprint != mark))
    }
    kept = {key: one for key, one in documents.items() if key not in former}
    if not asked:
        return kept, known
    moved: list[Key] = []
    for registry in {key.registry for key in asked}:
        some = {key: thing for key, thing in asked.items() if key.registry == registry}
        moved += _renumbered(conn, some)
        held = aliases.holders(conn, registry, Bill.kind, (key.identifier for key in some if key not in known))
        for key, thing in some.items():
            if key in known or key.identifier not in held:
                continue
            present = replace(key, identifier=held[key.identifier].identifier)
            del kept[key]
            if present not in kept and not _is_superseded(conn, watch, page_id, thing, key, present):
                rest = tuple(one for one in thing.aliases if one != present.identifier)
                same = replace(thing, identifier=present.identifier, aliases=rest)
                kept[present] = (same, fingerprint(same))
                moved.append(present)
    return kept, {**known, **revisions.known(conn, watch.id, moved)} if moved else known


def _renumbered(conn: sa.Connection, bills: Mapping[Key, Document]) -> list[Key]:
    """Gives the bills that name other numbers the documents known under those; the keys of those that got one."""
    naming = {key: thing.aliases for key, thing in bills.items() if thing.aliases}
    if not naming:
        return []
    registry = next(iter(naming)).registry
    others = [number for numbers in naming.values() for number in numbers]
    own = {key.identifier for key in naming}
    bearers = aliases.bearers(conn, registry, Bill.kind, others)
    holders = aliases.holders(conn, registry, Bill.kind, [*others, *own])
    found = []
    for key, numbers in naming.items():
        if key.identifier in holders:
            continue  # it bears another number already, under which it is kept
        before = {bearers[one].identifier for one in numbers if one in bearers}
        before |= {holders[one].identifier for one in numbers if one in holders}
        for number in sorted(before - {key.identifier}):
            aliases.renumber(conn, registry, Bill.kind, number, key.identifier)
            found.append(key)
    return found


def _is_superseded(conn: sa.Connection, watch: Watch, page_id: int, thing: Document, shown: Key, present: Key) -> bool:
    """Whether this source shows the bill under its present number too, on another page: that page says that it had this one, or its
    address names the present number, and the address shown here does not."""
    one = revisions.known(conn, watch.id, [present]).get(present)
    if one is None or not one.revision_id or one.removed_at or one.page_id == page_id:
        return False
    last = revisions.by_id(conn, [one.revision_id])[one.revision_id].document
    digits = "".join(filter(str.isdigit, present.identifier))
    number = re.compile(rf"(?<!\d)0*{digits}(?!\d)")
    return shown.identifier in last.aliases or bool(number.search(last.url) and not number.search(thing.url))
