"""A small monitor for the tests of the service: a configuration on disk, its database, a clock to turn, and hands that note."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from monitor.config import Config, load
from monitor.digests.gather import HealthEvent
from monitor.model.records import CheckResult, Outcome, Subscription
from monitor.service.run import Hands
from monitor.store import schema, sources
from monitor.store.engine import read, write
from monitor.store.topics import ShippedSource, apply

NOW = datetime(2026, 7, 6, 11, 59, 30, tzinfo=UTC)  # a Monday, half a minute before eight in New York
SHIPPED = (
    ShippedSource(name="us.dea_rules", jurisdiction="us", cadence="every 2 hours"),
    ShippedSource(name="virginia.bills", jurisdiction="us-va", cadence="daily 06:00"),
)
TEXT = """
timezone = "America/New_York"
[topics.kratom]
query = "kratom"
[destinations.mail]
url = "json://127.0.0.1:9/"
[operator]
destinations = ["mail"]
[subscriptions.weekly]
topics = ["kratom"]
cadence = "mon 08:00"
destinations = ["mail"]
"""


def configured(folder: Path, text: str = TEXT) -> Config:
    """A configuration read from a file, as everywhere."""
    path = folder / "policywatch.toml"
    path.write_text(text, encoding="utf-8")
    return load(path, environ={})


@dataclass
class Clock:
    """A clock that stands still until it is turned."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Notes:
    """Hands that note what they were asked to do; `outcomes` are the results of checks by source, good by default."""

    outcomes: dict[str, Outcome] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    checked: list[tuple[str, ...]] = field(default_factory=list)
    gathered: list[tuple[str, str, str]] = field(default_factory=list)  # subscription, kind, slot
    told: list[tuple[str, str]] = field(default_factory=list)  # source, state
    delivered: int = 0

    async def check(self, names: Sequence[str], now: datetime) -> list[CheckResult]:
        self.checked.append(tuple(names))
        return [
            CheckResult(
                source=name, outcome=self.outcomes.get(name, Outcome.UNCHANGED), error=self.errors.get(name, "")
            )
            for name in names
        ]

    def gather(
        self, conn: sa.Connection, subscription: Subscription, *, now: datetime, slot: str, kind: str, **more: Any
    ) -> int | None:
        self.gathered.append((subscription.name, kind, slot))
        return None

    def tell(
        self, conn: sa.Connection, operator: Subscription, *, now: datetime, slot: str, events: Sequence[HealthEvent]
    ) -> int | None:
        self.told += [(event.source, event.state) for event in events]
        return None

    async def deliver(self, engine: sa.Engine, *, now: datetime, destinations: Mapping[str, Any]) -> list[Any]:
        self.delivered += 1
        return []

    @property
    def slots(self) -> list[str]:
        """The slots of scheduled digests."""
        return [slot for _, kind, slot in self.gathered if kind == "digest"]

    def hands(self, **other: Any) -> Hands:
        """These as the service wants them."""
        own = {"check": self.check, "deliver": self.deliver, "gather": self.gather, "tell": self.tell}
        return Hands(**{**own, **other})


def put(engine: sa.Engine, config: Config, now: datetime = NOW, shipped: tuple[ShippedSource, ...] = SHIPPED) -> None:
    """Applies a configuration."""
    with write(engine) as conn:
        apply(conn, config, now=now, on_new_topics=lambda *_: None, sources=shipped)


def set_source(engine: sa.Engine, name: str, **values: object) -> None:
    """Sets columns of a source."""
    with write(engine) as conn:
        sources.update(conn, name, values)


def source_row(engine: sa.Engine, name: str) -> Mapping[Any, Any]:
    """The row of a source."""
    with read(engine) as conn:
        row = sources.find(conn, name)
    assert row is not None
    return dict(row)


def subscription_row(engine: sa.Engine, name: str) -> Mapping[Any, Any]:
    """The row of a subscription."""
    with read(engine) as conn:
        query = sa.select(schema.subscription).where(schema.subscription.c.name == name)
        return dict(conn.execute(query).mappings().one())


def count(engine: sa.Engine, table: sa.Table) -> int:
    """How many rows a table has."""
    with read(engine) as conn:
        return int(conn.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())
