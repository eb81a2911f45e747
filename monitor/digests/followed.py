"""What its followers say of a document: stance and note in its entry, and a place by its priority. Pure but for reading the notes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa

from monitor.digests.content import DigestContent
from monitor.digests.cut import DETAILED, cut
from monitor.digests.entries import Entry
from monitor.digests.fields import FieldLine
from monitor.digests.words import clean, short
from monitor.model.documents import Notice, Rule
from monitor.model.records import Change, Key
from monitor.store.follows import Followed, of_documents

_RAISED = 2.0
"""By how much each step of priority raises an entry: more than importance and a near date together, so that 1 comes first."""


def notes_on(
    said: DigestContent, conn: sa.Connection, changes: Mapping[int, Change], topics: Sequence[str]
) -> DigestContent:
    """The digest with the notes of those who follow its documents under one of its topics, by name."""
    changed = (changes[one.change_id] for one in said.ranked)
    documents = [(one.key, one.jurisdiction, _docket(one), one.source) for one in changed]
    followed = of_documents(conn, documents, topics)
    return noted(said, changes, followed) if followed else said


def noted(said: DigestContent, changes: Mapping[int, Change], followed: Mapping[Key, Followed]) -> DigestContent:
    """Each entry of a followed document with its note, higher by its priority."""
    ranked = [_noted(one, followed.get(changes[one.change_id].key)) for one in said.ranked]
    ranked.sort(key=lambda one: -one.attention)
    return cut(replace(said, ranked=tuple(ranked)), full=DETAILED, lines=100)


def _noted(one: Entry, by_hand: Followed | None) -> Entry:
    if by_hand is None:
        return one
    raised = one.attention + (6 - by_hand.priority) * _RAISED if by_hand.priority else one.attention
    return replace(one, facts=(_line(by_hand), *one.facts), attention=raised)


def _line(by_hand: Followed) -> FieldLine:
    """ "Our stance: oppose, priority 1. Ask for an amendment of section 2.", "Followed: …"."""
    stance = by_hand.stance if by_hand.stance != "watch" else ""
    words = ", ".join(filter(None, (stance, f"priority {by_hand.priority}" if by_hand.priority else "")))
    note = short(clean(by_hand.note), 400)
    return FieldLine(
        name="our stance" if stance else "followed", after=". ".join(filter(None, (words, note))) or "by hand"
    )


def _docket(one: Change) -> str:
    """The docket of a federal document, the other numbers of a bill."""
    return one.document.docket if isinstance(one.document, Rule | Notice) else "; ".join(one.document.aliases)
