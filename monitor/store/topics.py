"""From the configuration to rows: topics, subscriptions, watched pages and the sources' settings, by name.

Applying the same file twice changes nothing and says so. What is no longer in the file is disabled, never deleted: its
history, its matches and the ledger of what was sent stay. Whether a query can be understood was judged before
(`monitor.config.verify`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Any

import sqlalchemy as sa

from monitor.config.shape import CANARY, OPERATOR, Config, Watch
from monitor.config.shape import Subscription as Configured
from monitor.config.table import nearest
from monitor.model.errors import ConfigError
from monitor.model.records import Destination, Subscription, Topic
from monitor.store import follows, subscriptions
from monitor.store.routes import settings_of
from monitor.store.schema import source, subscription, topic

OnNewTopics = Callable[[sa.Connection, tuple[Topic, ...]], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedSource:
    """A spider that can be switched on: its name, jurisdiction and own cadence."""

    name: str
    jurisdiction: str = ""
    cadence: str = ""
    after: tuple[str, ...] = ()  # sources that are read instead while they can be


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What applying a configuration did, each as words: "topic kratom"."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    disabled: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.disabled)

    def __str__(self) -> str:
        parts = ((verb, names) for verb, names in self.as_row().items() if names)
        return "; ".join(f"{verb} {', '.join(names)}" for verb, names in parts) or "nothing to change"

    def as_row(self) -> dict[str, list[str]]:
        """As `policywatch apply --json` prints it."""
        return {"added": list(self.added), "changed": list(self.changed), "disabled": list(self.disabled)}


@dataclass(slots=True)
class _Tally:
    """A plan in the making."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    disabled: list[str] = field(default_factory=list)

    def plan(self) -> Plan:
        return Plan(added=tuple(self.added), changed=tuple(self.changed), disabled=tuple(self.disabled))


def apply(
    conn: sa.Connection,
    config: Config,
    *,
    now: datetime,
    on_new_topics: OnNewTopics,
    sources: Iterable[ShippedSource] = (),
) -> Plan:
    """Makes the database say what the configuration says, in the caller's transaction.

    `sources` are the spiders there are; without them the rows of shipped sources are left alone. `on_new_topics` is called
    with the topics that are new, enabled again or have another query, to find the documents that match them already.
    Raises ConfigError for a watch named like a shipped source and for settings of a source that does not exist.
    """
    tally = _Tally()
    shipped = {known.name: known for known in sources}
    _refuse_unknown(config, shipped)
    fresh = _topics(conn, config, now, tally)
    if fresh:
        on_new_topics(conn, fresh)
    _subscriptions(conn, config, now, tally)
    _follows(conn, config, tally)
    _watches(conn, config, tally)
    _shipped(conn, config, shipped, tally)
    return tally.plan()


def names(conn: sa.Connection) -> tuple[str, ...]:
    """Every topic there is or has been: the matches of one that is no longer in force stay."""
    return tuple(conn.execute(sa.select(topic.c.name).order_by(topic.c.name)).scalars())


def _refuse_unknown(config: Config, shipped: Mapping[str, ShippedSource]) -> None:
    if not shipped:
        return
    for settings in config.sources.settings:
        if settings.name not in shipped:
            raise ConfigError(
                f'no source is called "{settings.name}"',
                key=f'sources."{settings.name}"',
                file=config.file,
                remedy=nearest(settings.name, shipped),
            )
    for pattern in config.sources.enabled:
        if not any(fnmatchcase(name, pattern) for name in shipped):
            raise ConfigError(
                f'no source is called "{pattern}", nor does it fit any',
                key="sources.enabled",
                file=config.file,
                remedy=nearest(pattern, shipped),
            )
    for index, watch in enumerate(config.watches, start=1):
        if watch.name in shipped:
            raise ConfigError(
                f'"{watch.name}" is the name of a source',
                key=f"watch[{index}].name",
                file=config.file,
                remedy="Choose another",
            )


def _topics(conn: sa.Connection, config: Config, now: datetime, tally: _Tally) -> tuple[Topic, ...]:
    """Writes the topics; returns those whose standing matches are to be found."""
    rows = {row["name"]: row for row in conn.execute(sa.select(topic)).mappings()}
    fresh: list[Topic] = []
    for wanted in config.topics:
        values = {"title": wanted.title, "query": wanted.query, "candidates": wanted.candidates, "enabled": True}
        before = rows.get(wanted.name)
        _write(conn, topic, wanted.name, values, before, tally, "topic", new={"created_at": now})
        asked = {"enabled": True, "query": wanted.query, "candidates": wanted.candidates}
        if before is None or any(before[name] != value for name, value in asked.items()):
            fresh.append(_stored(conn, wanted))
    _disable(conn, topic, rows.values(), {wanted.name for wanted in config.topics}, tally, "topic")
    return tuple(fresh)


def _stored(conn: sa.Connection, wanted: Topic) -> Topic:
    topic_id = conn.execute(sa.select(topic.c.id).where(topic.c.name == wanted.name)).scalar_one()
    return Topic(id=topic_id, name=wanted.name, query=wanted.query, candidates=wanted.candidates, title=wanted.title)


_UNSET: dict[str, Any] = {"quiet_hours": None, "holidays": None, "template": None, "language": None}


def _subscriptions(conn: sa.Connection, config: Config, now: datetime, tally: _Tally) -> None:
    rows = {row["name"]: row for row in conn.execute(sa.select(subscription)).mappings()}
    wanted = [*(one for one in config.subscriptions if not one.paused), *_operator(config)]
    for one in wanted:
        before = rows.get(one.name)
        if before is None:
            tally.added.append(f"subscription {one.name}")
        elif not before["enabled"] or any(
            before["settings"].get(key) != value for key, value in {**_UNSET, **one.settings()}.items()
        ):
            tally.changed.append(f"subscription {one.name}")
        else:
            continue
        subscriptions.save(conn, _record(one), now)
    stopped = subscriptions.disable_others(conn, [one.name for one in wanted])
    tally.disabled += [f"subscription {name}" for name in stopped]


def _follows(conn: sa.Connection, config: Config, tally: _Tally) -> None:
    added, changed, gone = follows.save(conn, config.follows)
    tally.added += [f"follow {name}" for name in added]
    tally.changed += [f"follow {name}" for name in changed]
    tally.disabled += [f"follow {name}" for name in gone]


def _operator(config: Config) -> tuple[Configured, ...]:
    """Health messages and the canary go through the same ledger as digests, as subscriptions without topics."""
    kept = ((OPERATOR, "at once", config.operator), (CANARY, "daily 06:00", config.canary))
    return tuple(
        Configured(name=name, topics=(), cadence=cadence, timezone=config.timezone, destinations=destinations)
        for name, cadence, destinations in kept
        if destinations
    )


def _record(one: Configured) -> Subscription:
    return Subscription(
        name=one.name,
        topics=one.topics,
        cadence=one.cadence,
        timezone=one.timezone,
        destinations=tuple(Destination(name=name, address="") for name in one.destinations),
        send_empty=one.send_empty,
        jurisdictions=one.jurisdictions,
        kinds=one.kinds,
        minimum_importance=one.minimum_importance,
        quiet_hours=one.quiet_hours,
        holidays=one.holidays,
        template=one.template,
        language=one.language,
    )


def _watches(conn: sa.Connection, config: Config, tally: _Tally) -> None:
    query = sa.select(source).where(source.c.spider.like("anywhere.%"))
    rows = {row["name"]: row for row in conn.execute(query).mappings()}
    for watch in config.watches:
        before = rows.get(watch.name)
        values: dict[str, Any] = {
            "spider": f"anywhere.{watch.kind}",
            "settings": watch.settings(),
            "jurisdiction": watch.jurisdiction,
            "cadence": watch.cadence,
            "enabled": True,
        }
        if before is not None and _is_another(before, watch):
            values |= {"baselined_at": None, "next_due_at": None}
        _write(conn, source, watch.name, values, before, tally, "watch")
    _disable(conn, source, rows.values(), {watch.name for watch in config.watches}, tally, "watch")


def _is_another(before: sa.RowMapping, watch: Watch) -> bool:
    """True when the name now stands for other documents: what it finds first is not news."""
    settings = before["settings"]
    now = (f"anywhere.{watch.kind}", watch.url, watch.follow)
    return (before["spider"], settings.get("url"), settings.get("follow", "")) != now


def _shipped(conn: sa.Connection, config: Config, shipped: Mapping[str, ShippedSource], tally: _Tally) -> None:
    if not shipped:
        return
    query = sa.select(source).where(source.c.spider == source.c.name)
    rows = {row["name"]: row for row in conn.execute(query).mappings()}
    _disable(conn, source, [row for name, row in rows.items() if name not in shipped], set(), tally, "source")
    for known in shipped.values():
        settings = config.sources.of(known.name, known.cadence)
        before = rows.get(known.name)
        if not settings.enabled:
            if before is not None:
                _disable(conn, source, [before], set(), tally, "source")
            continue
        values = {
            "spider": known.name,
            "jurisdiction": known.jurisdiction,
            "cadence": settings.cadence,
            "enabled": True,
            "settings": settings_of(known.after),
        }
        _write(conn, source, known.name, values, before, tally, "source")


def _write(
    conn: sa.Connection,
    table: sa.Table,
    name: str,
    values: Mapping[str, Any],
    before: sa.RowMapping | None,
    tally: _Tally,
    noun: str,
    *,
    new: Mapping[str, Any] | None = None,
) -> None:
    """Inserts or updates one row by name, or leaves it alone, and notes which."""
    if before is None:
        conn.execute(table.insert().values(name=name, **values, **(new or {})))
        tally.added.append(f"{noun} {name}")
    elif any(before[column] != value for column, value in values.items()):
        conn.execute(table.update().where(table.c.id == before["id"]).values(**values))
        tally.changed.append(f"{noun} {name}")


def _disable(
    conn: sa.Connection, table: sa.Table, rows: Iterable[sa.RowMapping], kept: set[str], tally: _Tally, noun: str
) -> None:
    for row in rows:
        if row["enabled"] and row["name"] not in kept:
            conn.execute(table.update().where(table.c.id == row["id"]).values(enabled=False))
            tally.disabled.append(f"{noun} {row['name']}")
