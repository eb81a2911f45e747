"""How long a digest takes: one of a thousand changes, and the Monday morning of five thousand subscribers.

Run: python bench/digest.py [--changes 1000] [--subscribers 5000] [--topics 20] [--week 40]

First a digest of many changed bills is gathered, composed for mail (HTML and text) and for a chat. Then every subscriber, each with
three of the topics, gets a digest of the week's changes on a SQLite file: gathered, rendered, written to the ledger and settled. The
sender only counts, so that no network is measured. Prints the times and how often a message was rendered.
"""

import argparse
import asyncio
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from monitor.digests import deliver
from monitor.digests.compose import Room, compose
from monitor.digests.deliver import deliver_due
from monitor.digests.gather import gather
from monitor.digests.read import stored
from monitor.digests.render import Rendered
from monitor.digests.send import Sent
from monitor.model.documents import Bill
from monitor.model.records import Change, ChangeKind, Destination, Hit, Key, Move, Subscription
from monitor.service.due import gather_due
from monitor.store import changes, matches, revisions, schema, subscriptions
from monitor.store.engine import open_store, read, write

NOW = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 13, 0, 30, tzinfo=UTC)  # half a minute after eight in New York
WORDS = [
    "product",
    "sale",
    "person",
    "department",
    "rule",
    "fine",
    "label",
    "license",
    "processor",
    "leaf",
    "alkaloid",
    "age",
    "registration",
    "review",
]


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Prints how long it took, and how much of that a processor worked on it: on a busy machine the first says little."""
    begun, worked = time.perf_counter(), time.process_time()
    yield
    took, worked = time.perf_counter() - begun, time.process_time() - worked
    print(f"{what}: {took:.2f} s ({worked:.2f} s of processor time)", flush=True)


def text(rng: random.Random) -> str:
    """A bill's text of some thirty sentences."""
    return "".join(f"Section {at}. The {' '.join(rng.choices(WORDS, k=14))}.\n" for at in range(30))


class Capitol:
    """A store with one source of bills."""

    def __init__(self, file: Path, topics: int) -> None:
        self.engine = open_store(file, create=True)
        self.rng, self.number = random.Random(7), 0
        with write(self.engine) as conn:
            row = {"name": "ohio.bills", "spider": "ohio.bills", "settings": {}, "jurisdiction": "us-oh"}
            self.source = conn.execute(
                schema.source.insert().values(**row, last_checked_at=NOW, last_outcome="unchanged")
            ).inserted_primary_key[0]
            self.topics = [
                conn.execute(
                    schema.topic.insert().values(name=f"topic{at}", title=f"Topic {at}", query="x", created_at=NOW)
                ).inserted_primary_key[0]
                for at in range(topics)
            ]

    def change(self, conn: sa.Connection, topic: int) -> None:
        """A bill whose text was amended and which moved."""
        self.number += 1
        before = text(self.rng)
        thing = Bill(
            identifier=f"HB {self.number}", title=f"Bill {self.number}", url=f"https://e.example/{self.number}"
        )
        document = conn.execute(
            schema.document.insert().values(
                registry="us-oh",
                kind="bill",
                identifier=thing.identifier,
                title=thing.title,
                url=thing.url,
                jurisdiction="us-oh",
                first_seen_at=NOW,
            )
        ).inserted_primary_key[0]
        states = [
            conn.execute(
                schema.revision.insert().values(
                    document_id=document,
                    source_id=self.source,
                    number=at,
                    fingerprint=b"x",
                    content=revisions.pack(replace(thing, text=said)),
                    seen_at=NOW,
                )
            ).inserted_primary_key[0]
            for at, said in enumerate((before, before.replace("age", "age of 21")), start=1)
        ]
        made = Change(
            kind=ChangeKind.AMENDED,
            key=Key(registry="us-oh", kind="bill", identifier=thing.identifier),
            source="ohio.bills",
            detected_at=NOW,
            document=thing,
            moves=(Move(before="introduced", after="in committee"),),
            importance=0.3 + self.rng.random() / 2,
            jurisdiction="us-oh",
        )
        (change_id,) = changes.add(conn, changes.rows_of([(made, document, self.source, *states)]))
        hits = (Hit(words="kratom", where="title", at=0),)
        matches.add(conn, [matches.row_of(self.topics[topic], document, change_id, hits, NOW)])

    def subscribe(self, conn: sa.Connection, name: str, topics: tuple[str, ...]) -> Subscription:
        """A weekly subscription with a chat of its own."""
        wanted = Subscription(
            name=name,
            topics=topics,
            cadence="mon 08:00",
            timezone="America/New_York",
            destinations=(destination(name),),
        )
        return replace(wanted, id=subscriptions.save(conn, wanted, NOW))


def destination(name: str) -> Destination:
    """Where a subscriber's messages would go."""
    return Destination(name=name, address="mailto://localhost?from=a@example.org&to=b@example.org")


def one_digest(folder: Path, number: int) -> None:
    """A digest of many changes, gathered and composed."""
    capitol = Capitol(folder / "one.sqlite", 1)
    with write(capitol.engine) as conn:
        who = capitol.subscribe(conn, "crowd", ("topic0",))
        for _ in range(number):
            capitol.change(conn, 0)
    with timed(f"a digest of {number:,} changes, gathered, read, composed for mail and chat"):
        with write(capitol.engine) as conn:
            made = gather(conn, who, now=NOW, slot="2026-11-22", kind="digest")
        with read(capitol.engine) as conn:
            said = stored(conn, made)
        mail = compose(said, Room(format="html"))
        chat = compose(said, Room(format="markdown", limit=2000, subject_in_body=True))
    print(f"  HTML {len(mail.body.encode()):,} bytes, text {len(mail.text):,}, chat {len(chat.body):,} characters")


class Counter:
    """A sender that only counts."""

    sent = 0

    async def __call__(self, destination: Destination, message: Rendered, *, timeout: float) -> Sent:  # noqa: ASYNC109 - the name senders have
        """Counts."""
        self.sent += 1
        return Sent(state="sent")


def monday(folder: Path, subscribers: int, topics: int, week: int) -> None:
    """The digests of all subscribers, from the due time to the settled ledger."""
    capitol = Capitol(folder / "many.sqlite", topics)
    names = [f"subscriber {at}" for at in range(subscribers)]
    with write(capitol.engine) as conn:
        for at, name in enumerate(names):
            who = capitol.subscribe(conn, name, tuple(f"topic{(at + step) % topics}" for step in range(3)))
            subscriptions.schedule(conn, who.id, MONDAY - timedelta(seconds=30))
        for topic in range(topics):
            for _ in range(week):
                capitol.change(conn, topic)
    places = {name: destination(name) for name in names}
    composed, sender = [0], Counter()
    compose_once = deliver.compose

    def counted(*args: object, **more: object) -> Rendered:
        composed[0] += 1
        return compose_once(*args, **more)  # type: ignore[arg-type]  # passed on as it comes

    deliver.compose = counted  # type: ignore[attr-defined]  # to count
    with timed(f"{subscribers:,} subscribers, all of it"):
        with timed("  gathered and written to the ledger"):
            made = gather_due(capitol.engine, now=MONDAY, destinations=places)
        with timed("  rendered, handed over and settled"):
            asyncio.run(
                deliver_due(capitol.engine, now=MONDAY, destinations=places, sender=sender, limit=2 * subscribers)
            )
    print(f"  {len(made):,} digests, {sender.sent:,} messages, {composed[0]} rendered, of {topics} different contents")
    with timed("  the next beat, with nothing to do"):
        gather_due(capitol.engine, now=MONDAY + timedelta(seconds=30), destinations=places)


def main() -> None:
    """Measures both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--changes", type=int, default=1_000)
    parser.add_argument("--subscribers", type=int, default=5_000)
    parser.add_argument("--topics", type=int, default=20)
    parser.add_argument("--week", type=int, default=40, help="changes of each topic")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        one_digest(Path(folder), options.changes)
        monday(Path(folder), options.subscribers, options.topics, options.week)


if __name__ == "__main__":
    main()
