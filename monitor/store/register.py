"""The documents of the Federal Register and the Code that are known, each once, for those who follow a docket or a substance."""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from monitor.model.documents import Notice, Rule
from monitor.store.revisions import unpack
from monitor.store.schema import document, revision, sighting

REGISTRIES = ("federalregister.gov", "ecfr.gov")


def register_documents(
    conn: sa.Connection, numbers: Iterable[str] = (), *, whole: bool = False
) -> list[tuple[Rule | Notice, datetime]]:
    """Every living rule and notice with the moment it was first seen, or those of some numbers.

    What several sources saw of one document is one: the words of the source that says most of its docket, action and
    citation, and what it leaves empty from the others; with `whole`, the longest text that any of them has.
    """
    query = (
        sa.select(document.c.id, document.c.kind, document.c.first_seen_at, revision.c.content)
        .join(sighting, sighting.c.document_id == document.c.id)
        .join(revision, revision.c.id == sighting.c.revision_id)
        .where(document.c.registry.in_(REGISTRIES), document.c.kind.in_(("rule", "notice")))
        .where(sighting.c.removed_at.is_(None))
        .order_by(document.c.id)
    )
    if wanted := list(numbers):
        query = query.where(document.c.identifier.in_(wanted))
    states: dict[int, list[Rule | Notice]] = {}
    seen: dict[int, datetime] = {}
    for document_id, kind, first_seen_at, content in conn.execute(query):
        state = unpack(kind, content)
        if isinstance(state, Rule | Notice):
            states.setdefault(document_id, []).append(state)
            seen[document_id] = first_seen_at
    return [(merged(found, whole=whole), seen[document_id]) for document_id, found in states.items()]


def merged(states: list[Rule | Notice], *, whole: bool = False) -> Rule | Notice:
    """One document of what several sources saw of it, at least one state."""
    best, *others = sorted(
        states, key=lambda one: (one.published_on is None, -sum(map(bool, (one.citation, one.action, one.docket))))
    )
    missing: dict[str, Any] = {"text": max((one.text for one in states), key=len)} if whole else {}
    for field in fields(best):
        if not getattr(best, field.name):
            found = next((value for one in others if (value := getattr(one, field.name))), None)
            if found:
                missing[field.name] = found
    return replace(best, **missing) if missing else best
