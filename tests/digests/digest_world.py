"""A small world for the tests of digests: sources, topics, documents and changes as the rest of the monitor leaves them.

Run by hand (`python tests/digests/digest_world.py OUT`) it writes a rich digest, a quiet one, an oversized one and one with
hostile titles, in every format, to be looked at.
"""

import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from monitor.digests.compose import Room, compose
from monitor.digests.gather import HealthEvent, gather, operator_message
from monitor.digests.read import preview, stored
from monitor.model.documents import Bill, Document, Enforcement, Hearing, Page, Rule, Sponsor
from monitor.model.records import (
    Change,
    ChangeKind,
    Destination,
    FieldChange,
    Hit,
    Key,
    LegalStatus,
    Move,
    Subscription,
    Upcoming,
)
from monitor.store import changes, legal, matches, revisions, schema, subscriptions
from monitor.store.engine import open_store, write

NOW = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
OLD_TEXT = (
    "# Section 1. Definitions\n"
    "As used in this act, kratom product means a food containing any part of the leaf of Mitragyna speciosa.\n"
    "# Section 2. Sale\n"
    "No person shall sell a kratom product to an individual under 18 years of age. A violation is punishable by a fine "
    "of $250 for the first offence.\n"
    "- The department shall adopt rules.\n"
)
NEW_TEXT = (
    "# Section 1. Definitions\n"
    "As used in this act, kratom product means a food containing any part of the leaf of Mitragyna speciosa.\n"
    "# Section 2. Sale\n"
    "No person shall sell a kratom product to an individual under 21 years of age. A violation is punishable by a fine "
    "of $1,000 for the first offence.\n"
    "No kratom product may contain more than 2 percent 7-hydroxymitragynine of its alkaloid composition.\n"
    "- The department shall adopt rules.\n"
)


class World:
    """A database with short ways to put things into it."""

    def __init__(self, path: Path) -> None:
        self.engine = open_store(path, create=True)
        self.sources: dict[str, int] = {}
        self.topics: dict[str, int] = {}
        self.documents: dict[str, int] = {}
        self.numbers: dict[int, int] = {}

    def source(self, name: str, *, jurisdiction: str = "us", outcome: str = "unchanged", **values: object) -> int:
        row = {
            "name": name,
            "spider": name,
            "settings": {},
            "jurisdiction": jurisdiction,
            "last_outcome": outcome,
            "last_checked_at": NOW,
        } | values
        with write(self.engine) as conn:
            made = conn.execute(schema.source.insert().values(**row))
            self.sources[name] = made.inserted_primary_key[0]
        return self.sources[name]

    def check(self, name: str, at: datetime, outcome: str = "unchanged", error: str = "") -> None:
        with write(self.engine) as conn:
            conn.execute(
                schema.check_run.insert().values(
                    source_id=self.sources[name], started_at=at, finished_at=at, outcome=outcome, error=error
                )
            )
            conn.execute(
                schema.source.update()
                .where(schema.source.c.name == name)
                .values(last_outcome=outcome, last_error=error, last_checked_at=at)
            )

    def topic(self, name: str, title: str = "", query: str = "kratom") -> None:
        with write(self.engine) as conn:
            made = conn.execute(schema.topic.insert().values(name=name, title=title, query=query, created_at=NOW))
            self.topics[name] = made.inserted_primary_key[0]

    def subscribe(self, name: str = "weekly", topics: tuple[str, ...] = ("kratom",), **values: object) -> Subscription:
        settings: dict[str, object] = {
            "cadence": "mon 08:00",
            "timezone": "America/New_York",
            "destinations": (Destination(name="board", address="json://localhost:9"),),
        }
        wanted = Subscription(name=name, topics=topics, **(settings | values))  # type: ignore[arg-type]  # fields by name
        with write(self.engine) as conn:
            return replace(wanted, id=subscriptions.save(conn, wanted, NOW))

    def document(self, thing: Document, source: str, jurisdiction: str) -> int:
        key = f"{thing.kind} {thing.identifier}"
        if key not in self.documents:
            with write(self.engine) as conn:
                made = conn.execute(
                    schema.document.insert().values(
                        registry=jurisdiction,
                        kind=thing.kind,
                        identifier=thing.identifier,
                        title=thing.title,
                        url=thing.url,
                        jurisdiction=jurisdiction,
                        first_seen_at=NOW,
                    )
                )
            self.documents[key] = made.inserted_primary_key[0]
        return self.documents[key]

    def _revision(self, conn: sa.Connection, document_id: int, source: str, thing: Document) -> int:
        self.numbers[document_id] = self.numbers.get(document_id, 0) + 1
        made = conn.execute(
            schema.revision.insert().values(
                document_id=document_id,
                source_id=self.sources[source],
                number=self.numbers[document_id],
                fingerprint=b"x",
                content=revisions.pack(thing),
                seen_at=NOW,
            )
        )
        return int(made.inserted_primary_key[0])

    def change(
        self,
        thing: Document,
        *,
        before: Document | None = None,
        source: str,
        jurisdiction: str = "us",
        kind: ChangeKind | None = None,
        topics: tuple[str, ...] = ("kratom",),
        importance: float = 0.6,
        fields: tuple[FieldChange, ...] = (),
        moves: tuple[Move, ...] = (),
        hits: tuple[Hit, ...] = (Hit(words="kratom", where="title", at=0, new=True),),
        at: datetime = NOW - timedelta(days=2),
    ) -> int:
        document_id = self.document(thing, source, jurisdiction)
        made = Change(
            kind=kind or (ChangeKind.AMENDED if before else ChangeKind.ADDED),
            key=Key(registry=jurisdiction, kind=thing.kind, identifier=thing.identifier),
            source=source,
            detected_at=at,
            document=thing,
            before=before,
            fields=fields,
            moves=moves,
            importance=importance,
            jurisdiction=jurisdiction,
        )
        with write(self.engine) as conn:
            before_id = self._revision(conn, document_id, source, before) if before else None
            after_id = self._revision(conn, document_id, source, thing)
            rows = changes.rows_of([(made, document_id, self.sources[source], before_id, after_id)])
            (change_id,) = changes.add(conn, rows)
            matches.add(conn, [matches.row_of(self.topics[name], document_id, change_id, hits, at) for name in topics])
        return change_id

    def standing(self, thing: Document, *, source: str, jurisdiction: str = "us", topic: str = "kratom") -> None:
        document_id = self.document(thing, source, jurisdiction)
        hits = (Hit(words="kratom", where="title", at=0),)
        with write(self.engine) as conn:
            revision_id = self._revision(conn, document_id, source, thing)
            conn.execute(
                schema.sighting.insert().values(
                    document_id=document_id,
                    source_id=self.sources[source],
                    revision_id=revision_id,
                    fingerprint=b"x",
                    first_seen_at=NOW,
                    last_seen_at=NOW,
                )
            )
            matches.add(conn, [matches.row_of(self.topics[topic], document_id, None, hits, NOW)])

    def gather(
        self, who: Subscription, *, now: datetime = NOW, slot: str = "2026-11-22", kind: str = "digest"
    ) -> int | None:
        with write(self.engine) as conn:
            return gather(conn, who, now=now, slot=slot, kind=kind)


def bill(number: int = 587, **values: object) -> Bill:
    settings: dict[str, object] = {
        "identifier": f"HB {number}",
        "title": "Kratom products; prohibits sale to individuals under 21",
        "url": f"https://legislature.example.gov/bills/hb{number}",
        "session": "2026",
    }
    return Bill(**(settings | values))  # type: ignore[arg-type]  # fields by name


def rich(world: World) -> Subscription:
    """A week in which much happened."""
    who = staged(world)
    happened(world)
    return who


def lawful(world: World) -> Subscription:
    """The same week, in which statuses were confirmed, came into force and were proposed too."""
    who = staged(world)
    states = {
        "ky": "regulated",
        "oh": "regulated",
        "la": "banned",
        "al": "banned",
        "tx": "regulated",
        "va": "age limit",
    }
    known = [
        LegalStatus(
            topic="kratom",
            jurisdiction=f"us-{code}",
            status=status,
            age=21 if status == "regulated" else 18 if status == "age limit" else None,
            instrument="an act of 2024",
            certainty="medium",
            upcoming=(Upcoming(on=date(2026, 11, 20), status="banned", instrument="HB 253"),) if code == "tx" else (),
        )
        for code, status in states.items()
    ]
    with write(world.engine) as conn:
        legal.record(conn, known, NOW - timedelta(days=30))
    world.gather(replace(who, send_empty=True), now=NOW - timedelta(days=7), slot="2026-11-15")
    for name in world.sources:
        world.check(name, NOW - timedelta(days=1))
    confirmed = (
        replace(
            known[0],
            certainty="high",
            evidence=("https://legislature.example.gov/acts/161",),
            upcoming=(Upcoming(on=date(2026, 12, 1), status="banned", instrument="HB 757"),),
        ),
        LegalStatus(
            topic="kratom",
            jurisdiction="us-ga",
            status="regulated",
            age=21,
            since="2026-11-19",
            instrument="HB 968",
            certainty="high",
            evidence=("https://legislature.example.gov/acts/968",),
        ),
    )
    with write(world.engine) as conn:
        legal.record(conn, confirmed, NOW - timedelta(days=3))
    happened(world)
    signed = bill(
        219,
        title="Kratom consumer protection act",
        text="A kratom processor shall register with the department. No kratom product may be sold to a person under 21 "
        "years of age.\n",
    )
    world.change(
        signed,
        before=signed,
        source="ohio.bills",
        jurisdiction="us-oh",
        moves=(Move(before="passed both", after="signed", on=date(2026, 11, 20), because="Signed by Governor"),),
        importance=0.95,
    )
    return who


def staged(world: World) -> Subscription:
    """Sources that were checked for a week, topics and a subscription to them."""
    for name, jurisdiction in (
        ("us.dea_rules", "us"),
        ("us.fda_recalls", "us"),
        ("us.federal_register", "us"),
        ("ohio.bills", "us-oh"),
        ("virginia.bills", "us-va"),
        ("virginia.hearings", "us-va"),
    ):
        world.source(name, jurisdiction=jurisdiction)
    world.topic("kratom", "Kratom")
    world.topic("scheduling", "Scheduling of substances")
    who = world.subscribe("Kratom weekly", ("kratom", "scheduling"))
    for days in range(7, 0, -1):
        for name in world.sources:
            walled = name == "us.fda_recalls" and days <= 3
            world.check(
                name,
                NOW - timedelta(days=days),
                "blocked" if walled else "unchanged",
                "an Akamai denial instead of the page" if walled else "",
            )
    return who


def happened(world: World) -> None:
    """What the week brought."""
    before = bill(text=OLD_TEXT)
    after = bill(text=NEW_TEXT)
    world.change(
        after,
        before=before,
        source="ohio.bills",
        jurisdiction="us-oh",
        topics=("kratom", "scheduling"),
        importance=0.85,
        moves=(Move(before="in committee", after="passed one chamber", on=date(2026, 11, 19)),),
        fields=(
            FieldChange(
                name="actions",
                before=[],
                after=[
                    {"on": "2026-11-18", "text": "Reported with amendments", "by": "House Health", "kinds": []},
                    {"on": "2026-11-19", "text": "Passed House, 61 to 34", "by": "House", "kinds": ["passage"]},
                ],
            ),
        ),
        hits=(
            Hit(words="kratom", where="title", at=0),
            Hit(words="7-hydroxymitragynine", where="text", at=300, new=True),
        ),
    )
    world.change(
        Rule(
            identifier="2026-23817",
            title="Schedules of Controlled Substances: Temporary Placement of 7-Hydroxymitragynine in Schedule I",
            url="https://www.federalregister.gov/d/2026-23817",
            stage="proposed rule",
            action="Notice of intent; proposed temporary scheduling order",
            agencies=("Drug Enforcement Administration",),
            docket="DEA-1570",
            comments_close_on=date(2026, 12, 1),
            text="# Summary\nThe Administrator is issuing this notice of intent to publish a temporary order to schedule "
            "7-hydroxymitragynine, an alkaloid of kratom, in schedule I of the Controlled Substances Act.\n",
        ),
        source="us.dea_rules",
        topics=("scheduling", "kratom"),
        importance=0.9,
        hits=(Hit(words="7-hydroxymitragynine", where="title", at=62, new=True),),
    )
    world.change(
        Hearing(
            identifier="2026-11-24 House Courts of Justice",
            title="House Courts of Justice: public hearing",
            url="https://virginia.example.gov/hearings/881",
            starts_at=datetime(2026, 11, 24, 19, 0, tzinfo=UTC),
            location="House Room C, General Assembly Building",
            concerns=("HB 360", "SB 12"),
        ),
        source="virginia.hearings",
        jurisdiction="us-va",
        importance=0.6,
    )
    world.change(
        bill(360, title="Kratom; labelling of products (2026)"),
        before=bill(360, title="Kratom; labelling"),
        source="virginia.bills",
        jurisdiction="us-va",
        importance=0.4,
        fields=(
            FieldChange(name="title", before="Kratom; labelling", after="Kratom; labelling of products (2026)"),
            FieldChange(
                name="sponsors",
                before=[{"name": "Delegate Ray", "primary": True}],
                after=[{"name": "Delegate Ray", "primary": True}, {"name": "Delegate Moss", "primary": False}],
            ),
        ),
    )
    world.change(
        bill(44, title="Controlled substances; Schedule I additions", status="Left in committee"),
        before=bill(44),
        kind=ChangeKind.REMOVED,
        source="virginia.bills",
        jurisdiction="us-va",
        topics=("scheduling",),
        importance=0.5,
        hits=(Hit(words="Schedule I", where="title", at=24),),
    )
    world.change(
        Enforcement(
            identifier="F-0412-2026",
            title="Kratom capsules, 60 count bottles",
            url="https://www.example.gov/recalls/f-0412-2026",
            firm="Green Leaf Botanicals LLC",
            product="Kratom capsules 500 mg, all lots",
            reason="Products may be contaminated with Salmonella",
            classification="Class I",
        ),
        source="us.fda_recalls",
        importance=0.7,
    )
    world.change(bill(901), before=bill(901), source="virginia.bills", jurisdiction="us-va", importance=0.02)
    world.standing(
        bill(
            77, title="Kratom consumer protection act", status="Referred to committee", sponsors=(Sponsor(name="Doe"),)
        ),
        source="ohio.bills",
        jurisdiction="us-oh",
    )


HOSTILE = (
    '<img src=x onerror="alert(1)"> kratom',
    "Kratom\r\nBcc: everyone@example.org\n\nsecond line",
    "Kratom \u202eevitisop si siht\u202c and \u2066more\u2069",
    "{{ 7*7 }} {% raw %} kratom ${7*7}",
    "**bold** _slanted_ [click](javascript:alert(1)) `code` ~~gone~~ | @everyone kratom",
    "  padded \t kratom   act  ",
    "Kratom " + "very long title " * 40,
    "# kratom\x00\x07 bell \ud83d\ude00",
    "Kra\u200btom\ufeff act\u200e with\u2028what\u00adcannot be seen",
    "Kratom " + "x" * 5_000,
    "Kratom \u202e\u2066" + "\u200b" * 3_000 + "<b>act</b>",
)


def hostile(world: World) -> Subscription:
    """Titles that strangers might publish."""
    world.source("ohio.bills", jurisdiction="us-oh")
    world.topic("kratom", "Kratom")
    who = world.subscribe("Hostile")
    for number, title in enumerate(HOSTILE):
        world.change(
            bill(number, title=title.encode("utf-16", "surrogatepass").decode("utf-16"), url="javascript:alert(1)"),
            source="ohio.bills",
            jurisdiction="us-oh",
            importance=0.9 - number / 100,
        )
    return who


STEPS = (
    ("in committee", "reported", "Reported from Health with substitute (18-Y 3-N)"),
    ("reported", "passed one chamber", "Read third time and passed House (61-Y 36-N)"),
    ("passed one chamber", "passed both", "Read third time and passed Senate (27-Y 12-N)"),
)


def step(number: int, on: date) -> dict[str, object]:
    """The action of one of STEPS as a change's fields hold it."""
    by = "upper" if number == 2 else "lower"
    return {"on": on.isoformat(), "text": STEPS[number][2], "by": by, "kinds": []}


def eventful(world: World) -> Subscription:
    """A week in which documents changed several times."""
    for name, jurisdiction in (("us.dea_rules", "us"), ("virginia.bills", "us-va"), ("anywhere.page", "us")):
        world.source(name, jurisdiction=jurisdiction)
        world.check(name, NOW)
    world.topic("kratom", "Kratom and 7-OH")
    world.topic("scheduling", "Scheduling")
    who = world.subscribe("weekly", ("kratom", "scheduling"))
    passing(world)
    published(world)
    virginia = {"source": "virginia.bills", "jurisdiction": "us-va"}
    world.change(bill(5, title="Kratom; study"), importance=0.5, at=NOW - timedelta(days=4), **virginia)
    world.change(
        bill(5, title="Kratom; study"),
        before=bill(5, title="Kratom; study"),
        kind=ChangeKind.REMOVED,
        importance=0.6,
        at=NOW - timedelta(days=1),
        **virginia,
    )
    world.change(
        bill(6, title="Kratom; tax", status="In committee"),
        before=bill(6, title="Kratom; tax"),
        kind=ChangeKind.RESTORED,
        **virginia,
    )
    page = Page(identifier="https://example.org/k", title="About kratom", url="https://example.org/k", text=OLD_TEXT)
    text = (FieldChange(name="text", before=None, after=None),)
    world.change(replace(page, text=NEW_TEXT), before=page, fields=text, source="anywhere.page", importance=0.3)
    emptied = replace(page, identifier="https://example.org/e", url="https://example.org/e", title="An emptied page")
    world.change(replace(emptied, text=""), before=emptied, fields=text, source="anywhere.page", importance=0.2)
    for number in range(4):
        world.standing(bill(70 + number, title=f"Kratom act {number}", status="In committee"), **virginia)
    with write(world.engine) as conn:
        conn.execute(schema.sighting.update().where(schema.sighting.c.id == 1).values(missing_since=NOW))
    return who


def passing(world: World) -> list[int]:
    """HB 9001 is reported, passes the House and then the Senate, on three days."""
    first = bill(9001, title="Kratom products; minimum age (example).", text=OLD_TEXT)
    texts = (OLD_TEXT.replace("18", "21"), NEW_TEXT.replace("$1,000", "$250"), NEW_TEXT)
    made = []
    for number, (before, after, _) in enumerate(STEPS):
        on = date(2026, 11, 17 + number)
        old, new = ([step(at, date(2026, 11, 17 + at)) for at in range(upto)] for upto in (number, number + 1))
        text = texts[number]
        made.append(
            world.change(
                replace(first, text=text),
                before=replace(first, text=texts[number - 1] if number else OLD_TEXT),
                source="virginia.bills",
                jurisdiction="us-va",
                moves=(Move(before=before, after=after, on=on),),
                fields=(
                    FieldChange(name="text", before=None, after=None),
                    FieldChange(name="actions", before=old, after=new),
                ),
                importance=(0.5, 0.9, 0.7)[number],
                topics=("kratom", "scheduling") if number == 1 else ("kratom",),
                hits=(
                    Hit(words="kratom", where="title", at=0),
                    *((Hit(words="7-hydroxymitragynine", where="text", at=300, new=number == 1),) if number else ()),
                ),
                at=datetime(2026, 11, 17 + number, 21, 30, tzinfo=UTC),
            )
        )
    return made


def published(world: World) -> list[int]:
    """A rule is filed for public inspection without a text, and published two days later; both in one digest."""
    filed = Rule(
        identifier="2026-17429",
        title="Schedules of Controlled Substances: Temporary Placement of MGM-15 in Schedule I",
        url="https://www.federalregister.gov/public-inspection/2026-17429",
        stage="rule",
        agencies=("Drug Enforcement Administration",),
        status="filed for public inspection, publication scheduled 2026-11-19",
    )
    printed = replace(
        filed,
        url="https://www.federalregister.gov/d/2026-17429",
        status="published",
        published_on=date(2026, 11, 19),
        effective_on=date(2026, 11, 19),
        cfr=("21 CFR 1308",),
        text="# Summary\nThe order places MGM-15 in schedule I. It does not schedule kratom leaf.\n",
    )
    first = world.change(filed, source="us.dea_rules", importance=0.8, at=datetime(2026, 11, 17, 14, 0, tzinfo=UTC))
    second = world.change(
        printed,
        before=filed,
        source="us.dea_rules",
        importance=0.85,
        moves=(Move(before=filed.status, after="published"),),
        fields=(
            FieldChange(name="status", before=filed.status, after="published"),
            FieldChange(name="text", before=None, after=None),
            FieldChange(name="published_on", before=None, after="2026-11-19"),
            FieldChange(name="cfr", before=[], after=["21 CFR 1308"]),
            FieldChange(name="effective_on", before=None, after="2026-11-19"),
        ),
        at=datetime(2026, 11, 19, 14, 0, tzinfo=UTC),
    )
    return [first, second]


def law_text(*sections: tuple[str, str]) -> str:
    """A law of these sections, numbered from 1: (caption, what it says)."""
    return "".join(f"Section {at}. {caption}.\n{said}\n" for at, (caption, said) in enumerate(sections, 1))


DEFINED = ("Definitions", "Kratom product means a food containing any part of the leaf of Mitragyna speciosa.")
RULES = ("Rules", "The department shall adopt rules to carry out this act, and publish them on its site.")
INTRODUCED = law_text(
    DEFINED,
    ("Sale", "No person shall sell a kratom product to an individual under 18 years of age."),
    ("Penalty", "Whoever violates this act shall be fined $500 for each violation."),
    RULES,
    ("Study", "The board shall report to the General Assembly on the use of kratom by June 1, 2027."),
)
SUBSTITUTED = law_text(
    DEFINED,
    ("Sale", "No person shall sell a kratom product to an individual under 21 years of age."),
    ("Penalty", "Whoever violates this act shall be fined $1,000 for each violation."),
    RULES,
    (
        "Registration",
        "A processor shall register each kratom product with the department and pay a fee of $250 every year.",
    ),
)


def amended_in_parts(world: World) -> Subscription:
    """A bill's text after a substitute that touched several of its sections."""
    world.source("ohio.bills", jurisdiction="us-oh")
    world.source("ohio.bills texts", jurisdiction="us-oh")
    world.check("ohio.bills", NOW)
    world.check("ohio.bills texts", NOW)
    world.topic("kratom", "Kratom")
    who = world.subscribe("Kratom weekly")
    text = Page(
        identifier="HB 587",
        title="Kratom consumer protection act, as reported",
        url="https://legislature.example.gov/bills/hb587/text",
    )
    world.change(
        replace(text, text=SUBSTITUTED),
        before=replace(text, text=INTRODUCED),
        source="ohio.bills texts",
        jurisdiction="us-oh",
        fields=(FieldChange(name="text", before=None, after=None),),
        importance=0.8,
    )
    return who


def settled(world: World, number: int = 100) -> Subscription:
    """A topic that is new where much is there already."""
    world.source("virginia.bills", jurisdiction="us-va")
    world.source("us.dea_rules")
    world.check("virginia.bills", NOW)
    world.topic("kratom", "Kratom and 7-OH")
    who = world.subscribe("weekly")
    for at in range(number - 1):
        world.standing(
            bill(at, status="In committee", title=f"Kratom products, part {at}"),
            source="virginia.bills",
            jurisdiction="us-va",
        )
    world.standing(
        Rule(
            identifier="2026-13580",
            title="Schedules of Controlled Substances: Temporary Placement of 7-Hydroxymitragynine in Schedule I",
            url="https://www.federalregister.gov/d/2026-13580",
            status="published 2026-11-01",
            comments_close_on=date(2026, 12, 1),
        ),
        source="us.dea_rules",
    )
    return who


def crowded(world: World, number: int) -> Subscription:
    """A day on which `number` bills changed."""
    world.source("virginia.bills", jurisdiction="us-va")
    world.topic("kratom", "Kratom")
    who = world.subscribe("Crowded")
    rows, found = [], []
    with write(world.engine) as conn:
        for at in range(number):
            thing = bill(at, text=NEW_TEXT, title=f"Kratom products; bill number {at}; prohibits sale under 21")
            made = conn.execute(
                schema.document.insert().values(
                    registry="us-va",
                    kind="bill",
                    identifier=thing.identifier,
                    title=thing.title,
                    url=thing.url,
                    jurisdiction="us-va",
                    first_seen_at=NOW,
                )
            )
            document_id = made.inserted_primary_key[0]
            before_id = world._revision(conn, document_id, "virginia.bills", replace(thing, text=OLD_TEXT))
            after_id = world._revision(conn, document_id, "virginia.bills", thing)
            rows.append(
                (
                    Change(
                        kind=ChangeKind.AMENDED,
                        key=Key(registry="us-va", kind="bill", identifier=thing.identifier),
                        source="virginia.bills",
                        detected_at=NOW,
                        document=thing,
                        moves=(Move(before="introduced", after="in committee"),),
                        fields=(FieldChange(name="actions", before=[], after=[referral(at)]),),
                        importance=0.3 + at / (2 * number),
                        jurisdiction="us-va",
                    ),
                    document_id,
                    world.sources["virginia.bills"],
                    before_id,
                    after_id,
                )
            )
            found.append(document_id)
        ids = changes.add(conn, changes.rows_of(rows))
        hits = (Hit(words="kratom", where="title", at=0),)
        matches.add(
            conn,
            [
                matches.row_of(world.topics["kratom"], document_id, change_id, hits, NOW)
                for document_id, change_id in zip(found, ids, strict=True)
            ],
        )
    return who


def referral(at: int) -> dict[str, object]:
    """An action as a change's fields hold it."""
    return {"on": "2026-11-20", "text": f"Referred to committee {at}", "by": "House", "kinds": []}


WORLDS: dict[str, Callable[[World], Subscription]] = {
    "rich": rich,
    "lawful": lawful,
    "eventful": eventful,
    "settled": settled,
    "hostile": hostile,
    "amended": amended_in_parts,
    "quiet": lambda world: quiet(world),
    "oversized": lambda world: crowded(world, 300),
}
"""What every kind of message is looked at with."""


def main(out: Path) -> None:
    """Writes the samples."""
    out.mkdir(parents=True, exist_ok=True)
    for name, build in (
        ("rich", rich),
        ("lawful", lawful),
        ("eventful", eventful),
        ("settled", settled),
        ("amended", amended_in_parts),
        ("hostile", hostile),
        ("crowded", lambda world: crowded(world, 1000)),
        ("quiet", lambda world: quiet(world)),
    ):
        world = World(Path(tempfile.mkdtemp()) / f"{name}.sqlite")
        who = build(world)
        for kind in ("digest", "alert", "welcome"):
            with write(world.engine) as conn:
                said = preview(conn, who, now=NOW, kind=kind)
            show(out, f"{name}-{kind}", said)
        if name == "rich":
            with write(world.engine) as conn:
                told = operator_message(
                    conn,
                    who,
                    now=NOW,
                    slot="h",
                    events=(
                        HealthEvent(
                            source="us.fda_recalls",
                            state="failing",
                            since=NOW,
                            outcome="blocked",
                            detail="an Akamai denial instead of the page",
                        ),
                        HealthEvent(source="ohio.bills", state="recovered", since=NOW),
                    ),
                )
                assert told
                show(out, "health", stored(conn, told))


def quiet(world: World) -> Subscription:
    """Nothing happened."""
    for name in ("ohio.bills", "us.dea_rules"):
        world.source(name)
    world.topic("kratom", "Kratom")
    who = world.subscribe("Kratom weekly", send_empty=True)
    world.check("ohio.bills", NOW)
    world.check("us.dea_rules", NOW - timedelta(days=1), "blocked", "Request Rejected")
    return who


def show(out: Path, name: str, said: object) -> None:
    for room, suffix in (
        (Room(format="html"), "html"),
        (Room(format="text"), "txt"),
        (Room(format="markdown"), "md"),
        (Room(format="markdown", limit=2000, subject_in_body=True), "discord.md"),
        (Room(format="text", limit=500), "mastodon.txt"),
    ):
        message = compose(said, room)  # type: ignore[arg-type]  # rooms of any format
        (out / f"{name}.{suffix}").write_text(f"{message.body}")
        print(f"{name}.{suffix}: {len(message.body.encode()):,} bytes: {message.subject}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
