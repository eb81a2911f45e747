"""Whom a reading concerns: changes, their matches, and the texts that are wanted for them. Part of step 7 and 8 of the path.

Runs inside a transaction of the recorder, for what `entry` has stored and for what `removal` has found gone.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from monitor.crawl.step import Step
from monitor.crawl.watch import Watch
from monitor.model.documents import Bill, Document
from monitor.model.records import ChangeKind, Hit
from monitor.store import changes, matches, texts
from monitor.topics.match import Matcher

_COUNTS = {
    ChangeKind.ADDED: "added",
    ChangeKind.AMENDED: "amended",
    ChangeKind.REMOVED: "removed",
    ChangeKind.RESTORED: "restored",
}


def announce(
    conn: sa.Connection, watch: Watch, steps: Sequence[Step], matcher: Matcher, now: datetime, *, quiet: bool = False
) -> None:
    """Changes and their matches; in a baseline, or a reading that belonged to it (`quiet`), matches of what is already there.

    What another source leads is announced by that one. But this one may say more (the full text of a rule instead of its
    abstract), so topics that the document never matched before hear of it from here.
    """
    known = matches.matched(conn, [step.document_id for step in steps if step.led or (step.known and not step.last)])
    known |= texts.topics_of_bills(conn, _first_texts(steps))
    found = [
        (step, _topics(watch, step, matcher, known)) for step in steps if step.change or _stands(watch, step, quiet)
    ]
    texts.want(conn, _wanting_texts(watch, steps, found, matcher))
    found = [(step, [*topics, *_left(watch, step, topics, matcher)]) for step, topics in found]
    told = [(step, step.change, topics) for step, topics in found if step.change and (topics or not step.led)]
    ids = changes.add(
        conn,
        changes.rows_of(
            (change, step.document_id, watch.id, step.last.id if step.last else None, step.revision_id)
            for step, change, _ in told
        ),
    )
    rows: list[dict[str, Any]] = []
    for (step, change, topics), change_id in zip(told, ids, strict=True):
        name = _COUNTS[change.kind]
        setattr(watch.tally, name, getattr(watch.tally, name) + 1)
        rows += [matches.row_of(topic, step.document_id, change_id, hits, now) for topic, hits in topics]
    for step, topics in found:
        if step.change is None:
            rows += [matches.row_of(topic, step.document_id, None, hits, now) for topic, hits in topics]
    matches.add(conn, rows)


def _first_texts(steps: Sequence[Step]) -> dict[int, tuple[str, str]]:
    """Registry and identifier of the bills whose first text these are, by the text's document id: a topic that has matched
    the bill knows of it, and only what the text alone says is news."""
    return {
        step.document_id: (step.key.registry.removesuffix(texts.REGISTRY), step.key.identifier)
        for step in steps
        if step.key.registry.endswith(texts.REGISTRY) and step.last is None
    }


def texts_of_topics(watch: Watch, steps: Sequence[Step], matcher: Matcher) -> Iterator[tuple[int, Document]]:
    """The bills' texts among these that match a topic, by document id."""
    for step in steps:
        if step.key.registry.endswith(texts.REGISTRY) and matcher.match(
            step.document, source=watch.name, jurisdiction=watch.jurisdiction
        ):
            yield step.document_id, step.document


def _left(
    watch: Watch, step: Step, topics: Sequence[tuple[int, object]], matcher: Matcher
) -> list[tuple[int, tuple[Hit, ...]]]:
    """The topics that a bill or its text satisfied and satisfies no longer: who follows a bill hears that it was rewritten
    to another subject. There are no words to show."""
    is_text = step.key.registry.endswith(texts.REGISTRY)
    if not (is_text or isinstance(step.document, Bill)) or not step.change or step.led:
        return []
    if step.last is None or step.last.removed or step.change.kind is ChangeKind.REMOVED:
        return []
    still = {topic_id for topic_id, _ in topics}
    before = matcher.match(step.last.document, source=watch.name, jurisdiction=watch.jurisdiction)
    return [(topic.id, ()) for topic, _ in before if topic.id not in still]


def _wanting_texts(
    watch: Watch, steps: Sequence[Step], found: Sequence[tuple[Step, Sequence[object]]], matcher: Matcher
) -> list[int]:
    """The bills whose texts are to be read: those that match a topic or its candidates query."""
    matched = {step.document_id for step, topics in found if topics}
    return [
        step.document_id
        for step in steps
        if isinstance(step.document, Bill)
        and (
            step.document_id in matched
            or matcher.wants_text(step.document, source=watch.name, jurisdiction=watch.jurisdiction)
        )
    ]


def _stands(watch: Watch, step: Step, quiet: bool) -> bool:
    """Whether the document is there already when its source is first looked at."""
    return (watch.quiet or quiet) and step.last is None


def _topics(
    watch: Watch, step: Step, matcher: Matcher, known: set[tuple[int, int]]
) -> list[tuple[int, tuple[Hit, ...]]]:
    """The topics that the document matches, by id; of one that is led elsewhere, those that it never matched."""
    before = step.last.document if step.last and not step.last.removed else None
    found = matcher.match(step.document, before=before, source=watch.name, jurisdiction=watch.jurisdiction)
    told_elsewhere = step.led or step.change is None or step.key.registry.endswith(texts.REGISTRY)
    return [(topic.id, hits) for topic, hits in found if not (told_elsewhere and (topic.id, step.document_id) in known)]
