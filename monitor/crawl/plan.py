"""Which sources run together: spiders and watched addresses become crawls, crawls that share a host become lanes.

Pace is kept per crawl, so two crawls that ask one host never run at the same time, in one process or in two.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from inspect import getmembers, isclass
from types import ModuleType
from typing import TypeVar
from urllib.parse import urlsplit

import msgspec

from monitor.crawl.job import Job, SourceJob
from monitor.model.errors import UnknownName
from monitor.source.spider import SourceSpider
from monitor.source.watched import Watched

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawl:
    """One spider run: a source of its own, or many watched addresses sharing one spider. `terms` are what the configuration
    tells a source that searches to search for."""

    spider: type[SourceSpider]
    jobs: tuple[SourceJob, ...]
    watched: tuple[Watched, ...]
    hosts: frozenset[str]
    terms: tuple[str, ...] = ()


def spider_class(name: str) -> type[SourceSpider]:
    """The spider of a source: the one class of that name in the module of that path below `spiders`, or, where a module makes
    a class for every state (`legiscan.virginia`), in the one above."""
    module = _module(name)
    for _, thing in getmembers(module, isclass):
        if issubclass(thing, SourceSpider) and getattr(thing, "name", "") == name:
            return thing
    raise UnknownName("source", name)


def _module(name: str) -> ModuleType:
    try:
        return import_module(f"spiders.{name}")
    except ModuleNotFoundError as fault:
        above, _, state = name.rpartition(".")
        if not (above and state):
            raise UnknownName("source", name) from fault
    try:
        return import_module(f"spiders.{above}")
    except ModuleNotFoundError as fault:
        raise UnknownName("source", name) from fault


def plan(jobs: Iterable[SourceJob], *, now: datetime) -> list[Crawl]:
    """The crawls of a job: sources that share a spider of watched addresses are one crawl."""
    by_spider: dict[str, list[SourceJob]] = {}
    for job in jobs:
        by_spider.setdefault(job.spider, []).append(job)
    crawls = []
    for name, group in by_spider.items():
        spider = spider_class(name)
        if spider.user_supplied:
            watched = tuple(msgspec.convert({"source": one.name, **one.settings}, Watched) for one in group)
            hosts = frozenset(urlsplit(one.url).netloc for one in watched)
        else:
            watched, hosts = (), hosts_of(spider, now)
        terms = () if watched else tuple(group[0].settings.get("terms", ()))
        crawls.append(Crawl(spider=spider, jobs=tuple(group), watched=watched, hosts=hosts, terms=terms))
    return crawls


def hosts_of(spider: type[SourceSpider], now: datetime) -> frozenset[str]:
    """The hosts that a spider asks first; which words it would search for makes no difference."""
    return frozenset(urlsplit(request.url).netloc for request in spider(now=now, terms=("any",)).requests())


def lanes(crawls: Sequence[Crawl]) -> list[list[Crawl]]:
    """Crawls in lanes: those that share a host stand in one lane and run one after the other."""
    return grouped([(crawl.hosts, crawl) for crawl in crawls])


def grouped(things: Sequence[tuple[frozenset[str], T]]) -> list[list[T]]:
    """Groups of things none of which shares a host with another group, each in the order given."""
    leads_to: dict[str, str] = {}

    def leader(host: str) -> str:
        while (following := leads_to.setdefault(host, host)) != host:
            host = following
        return host

    for hosts, _ in things:
        first = min(hosts, default="")
        for other in hosts:
            leads_to[leader(other)] = leader(first)
    groups: dict[str, list[T]] = {}
    for hosts, thing in things:
        groups.setdefault(leader(min(hosts, default="")), []).append(thing)
    return list(groups.values())


def shared_out(job: Job, now: datetime) -> list[tuple[SourceJob, ...]]:
    """The sources by process. Those that share a host stay together, so that its pace is kept; without a pace, they need not."""
    count = max(1, min(job.fetching.processes, len(job.sources)))
    if count == 1:
        return [job.sources]
    no_pace = job.fetching.delay == 0
    groups = [[one] for one in job.sources] if no_pace else grouped([(_asks(one, now), one) for one in job.sources])
    shares: list[list[SourceJob]] = [[] for _ in range(count)]
    for group in sorted(groups, key=len, reverse=True):
        min(shares, key=len).extend(group)
    return [tuple(share) for share in shares if share]


def _asks(one: SourceJob, now: datetime) -> frozenset[str]:
    """The hosts of one source: that of the watched address, or those of its spider."""
    url = one.settings.get("url")
    return frozenset({urlsplit(str(url)).netloc}) if url else hosts_of(spider_class(one.spider), now)
