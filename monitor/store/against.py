"""What each rule says against its proposal, as far as both are kept. Reads rows, `monitor.changes.proposal` decides.

The documents of the register are many and long: all are looked at once without their texts, and only the texts of the rules
asked for and of their proposals are read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import sqlalchemy as sa

from monitor.changes.proposal import Against, against, answers, may_decide, proposal_of
from monitor.model.documents import Notice, Rule
from monitor.model.records import Change, ChangeKind, Key
from monitor.store.register import merged, register_documents
from monitor.store.revisions import unpack
from monitor.store.schema import document, revision, sighting

REGISTRY = "federalregister.gov"


def of_changes(conn: sa.Connection, changes: Iterable[Change]) -> dict[Key, Against]:
    """How the rules among these changes differ from their proposals; nothing of a rule whose proposal is not known."""
    wanted = {
        one.key: one.document
        for one in changes
        if one.kind is not ChangeKind.REMOVED and one.key.registry == REGISTRY and answers(one.document)
    }
    if not wanted:
        return {}
    finals = {
        one.identifier: one for one, _ in register_documents(conn, [key.identifier for key in wanted], whole=True)
    }
    rules = {key: final for key in wanted if isinstance(final := finals.get(key.identifier), Rule)}
    known = list(_that_decide(conn, list(rules.values())))
    chosen = {key: found for key, rule in rules.items() if (found := proposal_of(rule, known))}
    numbers = [one.identifier for one in chosen.values()]
    texts = {one.identifier: one for one, _ in register_documents(conn, numbers, whole=True)} if numbers else {}
    return {key: against(rules[key], texts[found.identifier]) for key, found in chosen.items()}


def _that_decide(conn: sa.Connection, rules: list[Rule]) -> Iterator[Rule | Notice]:
    """The proposals that may be those of some rules, and what may have withdrawn them, without their texts."""
    query = (
        sa.select(document.c.id, document.c.kind, revision.c.content)
        .join(sighting, sighting.c.document_id == document.c.id)
        .join(revision, revision.c.id == sighting.c.revision_id)
        .where(document.c.registry == REGISTRY, document.c.kind.in_((Rule.kind, Notice.kind)))
        .where(sighting.c.removed_at.is_(None))
        .where(
            (document.c.kind == Rule.kind) | document.c.title.ilike("%schedul%") | document.c.title.ilike("%withdraw%")
        )
        .order_by(document.c.id)
    )
    found: dict[int, list[Rule | Notice]] = {}
    for document_id, kind, content in conn.execute(query.execution_options(yield_per=500)):
        state = unpack(kind, content)
        if isinstance(state, Rule | Notice) and any(may_decide(rule, state) for rule in rules):
            found.setdefault(document_id, []).append(replace(state, text=""))
    return (merged(states) for states in found.values())
