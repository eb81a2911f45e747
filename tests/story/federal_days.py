"""Days of federal publishing, replayed: what each address answers from which moment on, and what a day's check tells to whom.

The crawl, the store, the topics and the digests are the real ones; nothing is sent, messages are read as they would be sent.
"""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from monitor.config import load
from monitor.crawl.job import Fetching, Job
from monitor.crawl.run import run_checks
from monitor.digests.compose import Room, compose
from monitor.digests.content import DigestContent
from monitor.digests.read import stored
from monitor.digests.render import Format
from monitor.model.documents import Rule
from monitor.model.records import Change, CheckResult
from monitor.service.catalogue import every_job
from monitor.service.due import gather_due
from monitor.service.settle import settle
from monitor.service.setup import applied
from monitor.store import revisions
from monitor.store.changes import Wanted, select
from monitor.store.engine import open_store, read, write
from spiders.us.dea_rules import DeaRules

CONFIG = """
database = "watch.db"
timezone = "America/New_York"

[sources]
enabled = {sources}

[topics.kratom]
title = "Kratom and 7-OH"
query = '''
kratom OR "mitragyna speciosa" OR mitragynine OR "mitragynine pseudoindoxyl"
OR 7-hydroxymitragynine OR 7-OH OR 7-OHMG OR MGM-15 OR MGM-16 OR SR-17018
'''

[destinations.chat]
url = "json://localhost:9/chat"

[destinations.board]
url = "json://localhost:9/board"

[destinations.volunteer]
url = "json://localhost:9/volunteer"

[subscriptions.alerts]
topics = ["kratom"]
cadence = "at once"
destinations = ["chat"]

[subscriptions.daily]
topics = ["kratom"]
cadence = "daily 08:00"
destinations = ["board"]
send_empty = true

[operator]
destinations = ["volunteer"]
"""

FORMATS: tuple[Format, ...] = ("text", "markdown", "html")
DEA = (
    {"name": "Justice Department", "id": 268, "slug": "justice-department"},
    {"name": "Drug Enforcement Administration", "id": 116, "parent_id": 268, "slug": "drug-enforcement-administration"},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A message as it would be sent; `text` on one line."""

    content: DigestContent
    subject: str
    text: str
    bodies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What one moment's check and what was due brought."""

    results: dict[str, CheckResult] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    told: tuple[Told, ...] = ()

    @property
    def outcomes(self) -> dict[str, str]:
        """By source."""
        return {name: str(result.outcome) for name, result in self.results.items()}

    def messages(self, kind: str) -> list[Told]:
        """Messages of one kind: alert, digest, welcome."""
        return [one for one in self.told if one.content.kind == kind]


class Watch:
    """A configured monitor whose requests are answered from a folder of recorded answers."""

    def __init__(self, folder: Path, *, sources: Sequence[str], now: datetime) -> None:
        file = folder / "policywatch.toml"
        file.write_text(CONFIG.format(sources=json.dumps(list(sources))), encoding="utf-8")
        self.config = load(file, environ={})
        self.folder = folder / "replay"
        self.folder.mkdir()
        self.answers: list[tuple[str, str, int, str, str]] = []
        applied(self.config, self.engine, now=now)

    @cached_property
    def engine(self) -> sa.Engine:
        """The database."""
        return open_store(self.config.database, create=True)

    def put(
        self, url: str, at: datetime, body: str, *, status: int = 200, media_type: str = "application/json"
    ) -> None:
        """What an address answers from a moment on."""
        name = f"{len(self.answers)}"
        (self.folder / name).write_text(body, encoding="utf-8")
        self.answers.append((url, at.isoformat(), status, media_type, name))

    def check(self, now: datetime) -> Day:
        """Everything is checked, then what is due is told."""
        with (self.folder / "captures.csv").open("w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows([("url", "at", "status", "media_type", "file"), *self.answers])
        job = Job(
            database=self.config.database,
            sources=tuple(every_job(self.config)),
            fetching=Fetching(processes=1, delay=0.0),
            now=now,
            replay=str(self.folder),
        )
        results = run_checks(job)
        reach = {one.name: one for one in self.config.reach()}
        with write(self.engine) as conn:
            settle(conn, results, now=now, timezone=self.config.timezone, destinations=reach)
        with read(self.engine) as conn:
            found = tuple(select(conn, Wanted(since=now)))
        return Day(results={one.source: one for one in results}, changes=found, told=self.tell(now))

    def tell(self, now: datetime) -> tuple[Told, ...]:
        """The messages that are due, without any check."""
        made = gather_due(self.engine, now=now, destinations={one.name: one for one in self.config.reach()})
        with read(self.engine) as conn:
            return tuple(told(stored(conn, one)) for one in made)

    def rules(self) -> dict[str, Rule]:
        """The newest state of every rule that is known, by number."""
        with read(self.engine) as conn:
            known = [state.document for _, _, _, state in revisions.current(conn)]
        return {one.identifier: one for one in known if isinstance(one, Rule)}

    def in_force(self, on: date) -> set[str]:
        """Numbers of the rules that are law on a day, as far as is known."""
        published = (one for one in self.rules().values() if one.published_on and one.takes_effect_on)
        return {one.identifier for one in published if one.takes_effect_on and one.takes_effect_on <= on}


def told(content: DigestContent) -> Told:
    """A digest in every format."""
    messages = [compose(content, Room(format=form)) for form in FORMATS]
    return Told(
        content=content,
        subject=messages[0].subject,
        text=" ".join(messages[0].body.split()),
        bodies=tuple(" ".join(one.body.split()) for one in messages),
    )


# -- what the Federal Register answers --------------------------------------------------------------------------------


def publish(watch: Watch, now: datetime, published: Iterable[dict[str, Any]], filed: Iterable[dict[str, Any]]) -> None:
    """The DEA's documents of the window that is asked for on a day, and what lies on the public inspection desk."""
    (bundle,) = DeaRules(now=now).requests()
    search, desk = bundle.meta["bundle"].values()  # the search's address moves on every month
    documents = list(published)
    answer: dict[str, Any] = {"count": len(documents), "description": "Documents from Drug Enforcement Administration"}
    watch.put(search, now, json.dumps(answer | ({"total_pages": 1, "results": documents} if documents else {})))
    waiting = list(filed)
    watch.put(desk, now, json.dumps({"count": len(waiting), "results": waiting}))


def document(number: str, on: str, title: str, **values: Any) -> dict[str, Any]:
    """A published document as the interface describes it."""
    common = {
        "document_number": number,
        "title": title,
        "type": "Proposed Rule",
        "abstract": None,
        "action": None,
        "agencies": list(DEA),
        "cfr_references": [{"title": 21, "part": "1308"}],
        "citation": None,
        "comments_close_on": None,
        "dates": None,
        "docket_ids": [],
        "effective_on": None,
        "html_url": f"https://www.federalregister.gov/documents/{on.replace('-', '/')}/{number}",
        "publication_date": on,
        "regulation_id_numbers": [],
    }
    assert not values.keys() - common.keys()
    return common | values


def filing(published: dict[str, Any], at: str) -> dict[str, Any]:
    """The same document while it lies on the public inspection desk: no abstract, no dates, no action."""
    number = published["document_number"]
    kept = ("agencies", "document_number", "title", "type", "publication_date")
    return {name: published[name] for name in kept} | {
        "docket_numbers": published["docket_ids"],
        "filed_at": at,
        "filing_type": "regular",
        "html_url": f"https://www.federalregister.gov/public-inspection/{number}",
        "pdf_url": f"https://public-inspection.federalregister.gov/{number}.pdf",
    }
