"""Removed means seen to be gone: documents that a complete check did not see are held for one more look, then confirmed.

Documents that vanished together and were more than 30 % of the source are held until they come back or a person accepts it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from monitor.changes.revise import tombstone
from monitor.crawl.announcing import announce
from monitor.crawl.outcome import collapsed
from monitor.crawl.step import Step, add_states
from monitor.crawl.watch import Watch
from monitor.store import revisions
from monitor.store.leading import led_by_others
from monitor.store.revisions import Missing
from monitor.topics.match import Matcher


def remove(conn: sa.Connection, watch: Watch, missing: Sequence[Missing], matcher: Matcher, now: datetime) -> None:
    """Holds what is newly missing, confirms what is missing for a second time, and counts both."""
    everything = watch.tally.documents + len(missing)
    revisions.hold(conn, [one.sighting_id for one in missing if one.missing_since is None], watch.started_at)
    confirmed: list[Missing] = []
    for since, cohort in _cohorts(missing).items():
        if watch.accept_removals:
            confirmed += cohort
        elif collapsed(everything, len(cohort)):
            watch.tally.collapse = f"{len(cohort)} of {everything} documents vanished at once; their removal is held"
        elif since is not None and since < watch.started_at:
            confirmed += cohort
    watch.tally.held = len(missing) - len(confirmed)
    if confirmed:
        _bury(conn, watch, confirmed, matcher, now)


def _bury(conn: sa.Connection, watch: Watch, gone: Sequence[Missing], matcher: Matcher, now: datetime) -> None:
    last = revisions.by_id(conn, [one.revision_id for one in gone])
    elsewhere = led_by_others(conn, watch.id, watch.name, watch.after, [one.document_id for one in gone])
    steps = []
    for one in gone:
        before = last[one.revision_id]
        verdict = tombstone(before, jurisdiction=watch.jurisdiction, now=now)
        steps.append(
            Step(
                key=before.key,
                document=before.document,
                mark=verdict.fingerprint,
                last=before,
                verdict=None if one.document_id in elsewhere else verdict,  # that source shows it still
                document_id=one.document_id,
            )
        )
    add_states(conn, watch, steps, now, removed=True)
    revisions.bury(conn, {one.sighting_id: step.revision_id for one, step in zip(gone, steps, strict=True)}, now)
    announce(conn, watch, steps, matcher, now)


def _cohorts(missing: Iterable[Missing]) -> Mapping[datetime | None, list[Missing]]:
    """The missing by when they were first missed."""
    cohorts: dict[datetime | None, list[Missing]] = {}
    for one in missing:
        cohorts.setdefault(one.missing_since, []).append(one)
    return cohorts
