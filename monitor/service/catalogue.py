"""Which sources there are: the spiders that ship, found by Scrapy's own loader, and the addresses a user watches."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monitor.config.shape import Config, Watch
from monitor.crawl.job import Fetching, SourceJob
from monitor.model.errors import ConfigError, NoStore, UnknownName
from monitor.model.records import PARTLY

if TYPE_CHECKING:
    import sqlalchemy as sa

    from monitor.source.spider import SourceSpider


@cache
def spiders() -> "dict[str, type[SourceSpider]]":
    """Every spider of the `spiders` package that is a source of its own, by name; watched addresses are run by the others.
    They are imported once: two hundred modules take half a second."""
    from scrapy.settings import Settings
    from scrapy.spiderloader import SpiderLoader

    loader = SpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["spiders"]}))
    found: dict[str, type[SourceSpider]] = {name: loader.load(name) for name in sorted(loader.list())}  # type: ignore[misc]  # all of ours are SourceSpiders
    return {name: spider for name, spider in found.items() if not spider.user_supplied}


def offered(config: Config) -> "dict[str, type[SourceSpider]]":
    """The spiders that the configuration may enable by a pattern, and those it names: a long first check is asked for."""
    return {name: spider for name, spider in spiders().items() if _is_offered(config, name, spider)}


def _is_offered(config: Config, name: str, spider: "type[SourceSpider]") -> bool:
    """A source of bills is offered where it is one of its jurisdiction's routes, or where the file names it."""
    if config.sources.names(name):
        return True
    if spider.route != "direct" or name.endswith(".bills"):
        return spider.route in config.routes_of(spider.jurisdiction) and not (
            spider.on_request and spider.route == "direct"
        )
    return not spider.on_request


def come_before(config: Config) -> dict[str, tuple[str, ...]]:
    """Of each source that stands by for others, their names in the order of the routes."""
    found: dict[str, tuple[str, ...]] = {}
    routes: dict[str, dict[str, str]] = {}
    for name, spider in offered(config).items():
        if name.endswith(".bills") or spider.route != "direct":
            routes.setdefault(spider.jurisdiction, {})[spider.route] = name
    for jurisdiction, by_route in routes.items():
        order = [by_route[route] for route in config.routes_of(jurisdiction) if route in by_route]
        found |= {name: tuple(order[:at]) for at, name in enumerate(order) if at}
    return found


def shipped_job(config: Config, name: str) -> SourceJob:
    """The job of a source that ships, with what the file says it is to search for."""
    terms = config.sources.of(name).terms
    return SourceJob(name=name, spider=name, settings={"terms": list(terms)} if terms else {})


def watched_job(watch: Watch) -> SourceJob:
    """The job of a watched address."""
    return SourceJob(
        name=watch.name, spider=f"anywhere.{watch.kind}", settings=watch.settings(), jurisdiction=watch.jurisdiction
    )


def fetching(config: Config) -> Fetching:
    """How the configuration wants pages to be asked for. Raises ConfigError for what may not be reached nor named so."""
    from monitor.crawl.guard import allowed

    fetch = config.fetch
    try:
        allowed(fetch.allow_private)
    except ConfigError as fault:
        raise ConfigError(fault.message, file=config.file, remedy=fault.remedy) from fault
    return Fetching(
        contact=config.contact,
        allow_private=fetch.allow_private,
        intermediates=str(fetch.intermediates or ""),
        delay=fetch.delay,
        processes=fetch.processes,
        time_limit=fetch.time_limit,
        memory_limit_mb=fetch.memory_limit_mb,
    )


def jobs_named(config: Config, names: Sequence[str]) -> list[SourceJob]:
    """The jobs of these sources (a name may be a pattern: "us.*"); UnknownName with suggestions for one nobody has."""
    watches = {watch.name: watch for watch in config.watches}
    jobs: list[SourceJob] = []
    for name in names:
        if name in watches:
            jobs.append(watched_job(watches[name]))
        elif any(sign in name for sign in "*?["):
            jobs += _matching(config, name)
        elif _is_spider(name):
            jobs.append(shipped_job(config, name))
        else:
            raise UnknownName("source", name, tuple(get_close_matches(name, [*spiders(), *watches])))
    return list({job.name: job for job in jobs}.values())


def _is_spider(name: str) -> bool:
    """Whether the module of that path below `spiders` holds the source of that name; quicker than loading them all."""
    try:
        spec = find_spec(f"spiders.{name}") if "." in name and not name.startswith("anywhere.") else None
    except (ModuleNotFoundError, ValueError):  # a part is missing, or is a module with a class a state
        spec = None
    if spec is None or not spec.origin:
        return name in spiders()
    return f'    name = "{name}"' in Path(spec.origin).read_text(encoding="utf-8")


def _matching(config: Config, pattern: str) -> list[SourceJob]:
    found = [job for job in every_job(config) if fnmatchcase(job.name, pattern)]
    if not found:
        raise UnknownName("source", pattern)
    return found


def every_job(config: Config) -> list[SourceJob]:
    """Every source that the configuration enables."""
    names = [] if config.sources.none else [name for name in offered(config) if config.sources.of(name).enabled]
    return [*(shipped_job(config, name) for name in names), *(watched_job(watch) for watch in config.watches)]


def awake(config: Config, engine: "sa.Engine", now: datetime) -> list[SourceJob]:
    """The jobs of every enabled source that does not merely stand by for another."""
    from monitor.store import sources
    from monitor.store.engine import read
    from monitor.store.routes import resting, settings_of

    jobs = every_job(config)
    before = {} if config.sources.none else come_before(config)
    with read(engine) as conn:
        rows = sources.named(conn, [job.name for job in jobs])
    unknown = {"enabled": True, "red_since": None, "last_error": ""}
    asleep = resting(
        (
            {**rows.get(job.name, unknown), "name": job.name, "settings": settings_of(before.get(job.name, ()))}
            for job in jobs
        ),
        now,
    )
    return [job for job in jobs if job.name not in asleep]


def due_jobs(config: Config, engine: "sa.Engine", now: datetime) -> list[SourceJob]:
    """The enabled sources whose next check is due; one never checked is due at once."""
    from monitor.source.hours import closed  # brings Scrapy with it, which a check by name can do without
    from monitor.store import sources
    from monitor.store.engine import read

    jobs = awake(config, engine, now)
    with read(engine) as conn:
        rows = sources.named(conn, [job.name for job in jobs])
    due = [job for job in jobs if _is_due(rows.get(job.name), now)]
    known = spiders() if due else {}
    return [job for job in due if not closed(known.get(job.spider), now)]


def _is_due(row: "sa.RowMapping | None", now: datetime) -> bool:
    return row is None or row["next_due_at"] is None or row["next_due_at"] <= now


def overview(
    config: Config, database: str, names: Sequence[str] = (), *, now: datetime | None = None
) -> Iterable[dict[str, Any]]:
    """Every source as `policywatch sources` prints it, checked or not."""
    from monitor.store.routes import instead, resting

    rows, used = _rows(database)
    now = now or datetime.now(UTC)
    standing_in, asleep = instead(rows.values(), now), resting(rows.values(), now)
    shipped = spiders()
    enabled = {job.name for job in every_job(config)}
    watched = [watched_job(watch) for watch in config.watches]
    chosen = (
        jobs_named(config, names) if names else [*(SourceJob(name=name, spider=name) for name in shipped), *watched]
    )
    for job in chosen:
        spider = shipped.get(job.spider)
        row = rows.get(job.name, {})
        yield {
            "name": job.name,
            "jurisdiction": job.jurisdiction or (spider.jurisdiction if spider else ""),
            "publisher": spider.publisher if spider else str(job.settings.get("url", "")),
            "kinds": list(spider.kinds) if spider else ["notice" if job.spider == "anywhere.feed" else "page"],
            "route": spider.route if spider else "direct",
            "verified": spider.verified if spider else "documented",
            "enabled": job.name in enabled,
            "outcome": row.get("last_outcome"),
            "last_good_at": row.get("last_good_at"),
            "next_due_at": row.get("next_due_at"),
            "error": row.get("red_reason") or row.get("last_error") or "",
            "untracked": list(row.get("untracked") or ()),
            "instead_of": list(standing_in.get(job.name, ())),
            "stands_by": job.name in asleep,
            "allowance": _allowance(spider, used, now),
            "moved": list(row.get("moved") or ()),
        }


def _allowance(
    spider: "type[SourceSpider] | None", used: Mapping[tuple[str, str], int], now: datetime
) -> dict[str, Any] | None:
    """How much of what the provider of a key allows was used in this month or day; None where nobody counts."""
    from monitor.store.quota import period_of

    if spider is None or spider.allowance is None or not spider.allowance.requests:
        return None
    allowance = spider.allowance
    period = period_of(allowance.per, now)
    spent = used.get((allowance.provider, period), 0)
    return {"provider": allowance.provider, "period": period, "used": spent, "allowed": allowance.requests}


def _rows(database: str) -> tuple[Mapping[str, Mapping[str, Any]], Mapping[tuple[str, str], int]]:
    """The rows of all sources, and the requests that counted; none when there is no database yet."""
    from monitor.store import quota, sources
    from monitor.store.engine import open_store, read

    try:
        engine = open_store(database)
    except NoStore:
        return {}, {}
    with read(engine) as conn:
        known = {row["name"]: dict(row) for row in sources.listing(conn)}
        used = quota.used(conn)
    engine.dispose()
    return known, used


def state_of_things(engine: "sa.Engine", *, now: datetime) -> Iterable[dict[str, str]]:
    """What a person who runs the monitor wants to see first: what is red, what is due, what waits, what did not arrive."""
    from monitor.config.shape import CANARY
    from monitor.service.canary import canary
    from monitor.store import deliveries, sources, subscriptions
    from monitor.store.engine import read

    with read(engine) as conn:
        rows = [row for row in sources.listing(conn) if row["enabled"]]
        red = [row for row in rows if row["red_since"]]
        late = [row for row in rows if _is_due(row, now)]
        told = [row for row in subscriptions.rows(conn) if row["next_due_at"] and row["name"] != CANARY]
        bird = canary(conn, now)
        messages = {state: deliveries.listing(conn, state=state) for state in ("pending", "failed", "unknown")}
    for row in red:
        good = f"{row['last_good_at']:%Y-%m-%d %H:%M} UTC" if row["last_good_at"] else "never"
        words = f"since {row['red_since']:%Y-%m-%d %H:%M} UTC: {row['red_reason']} (last read well: {good})"
        yield _state(row["name"], "red", words)
    failing = [row for row in rows if row["failures"] and not row["red_since"]]
    for row in failing:
        yield _state(row["name"], "failing", f"{row['failures']} in a row: {row['last_error']}")
    partly = [row for row in rows if PARTLY in row["last_error"] and not (row["red_since"] or row["failures"])]
    for row in partly:
        yield _state(row["name"], "partly", row["last_error"])
    fresh = [row for row in rows if row["last_outcome"] is None]
    well = len(rows) - len(red) - len(failing) - len(partly) - len(fresh)
    never = f", {len(fresh)} never checked" if fresh else ""
    yield _state("sources", "good", f"{well} of {len(rows)} are well{never}, {len(late)} due now")
    for row in told:
        yield _state(f"digest {row['name']}", "good", f"next at {row['next_due_at']:%Y-%m-%d %H:%M} UTC")
    if bird is not None:
        yield _state("canary", "red" if bird.silent_since else "good", bird.said)
    for state, waiting in messages.items():
        if waiting:
            newest = waiting[0]
            words = f"{len(waiting)}, the newest: {newest['subscription']} → {newest['destination']} {newest['error']}"
            yield _state(f"deliveries {state}", "good" if state == "pending" else "red", words.strip())


def _state(what: str, state: str, words: str) -> dict[str, str]:
    return {"what": what, "state": state, "words": words}
