"""Which sources run together: pace is kept per host, whatever the number of crawls and processes."""

from datetime import UTC, datetime

import pytest

from monitor.crawl.job import Fetching, Job, SourceJob
from monitor.crawl.plan import grouped, lanes, plan, shared_out, spider_class
from monitor.model.errors import UnknownName

NOW = datetime(2026, 7, 1, tzinfo=UTC)


def shipped(name: str) -> SourceJob:
    return SourceJob(name=name, spider=name)


def watched(name: str, url: str) -> SourceJob:
    return SourceJob(name=name, spider="anywhere.page", settings={"url": url})


def test_things_that_share_a_host_are_one_group_even_by_way_of_a_third() -> None:
    things = [
        (frozenset("ab"), 1),
        (frozenset("c"), 2),
        (frozenset("bd"), 3),
        (frozenset("dc"), 4),
        (frozenset("x"), 5),
    ]
    assert grouped(things) == [[1, 2, 3, 4], [5]]


def test_watched_addresses_share_a_crawl_and_wait_for_the_spiders_of_their_host() -> None:
    page = "https://www.fda.gov/news-events/public-health-focus/fda-and-kratom"
    crawls = plan([shipped("us.fda_recalls"), watched("a", page), watched("b", "https://other.example/")], now=NOW)
    assert [[job.name for job in crawl.jobs] for crawl in crawls] == [["us.fda_recalls"], ["a", "b"]]
    assert len(lanes(crawls)) == 1


def test_spiders_of_different_hosts_run_side_by_side() -> None:
    assert len(lanes(plan([shipped("virginia.bills"), shipped("north_dakota.bills")], now=NOW))) == 2


def test_no_host_is_asked_from_two_processes() -> None:
    urls = [f"https://host{number % 5}.example/{number}" for number in range(40)]
    sources = tuple(watched(url, url) for url in urls)
    shares = shared_out(Job(database="", sources=sources, fetching=Fetching(processes=3)), NOW)
    hosts = [{job.settings["url"].split("/")[2] for job in share} for share in shares]
    assert len(shares) == 3
    assert sum(len(some) for some in hosts) == 5
    assert sorted(job.name for share in shares for job in share) == sorted(urls)


def test_without_a_pace_one_host_may_fill_all_processes() -> None:
    sources = tuple(watched(str(number), f"http://127.0.0.1/{number}") for number in range(10))
    shares = shared_out(Job(database="", sources=sources, fetching=Fetching(processes=2, delay=0)), NOW)
    assert [len(share) for share in shares] == [5, 5]


@pytest.mark.parametrize("name", ["us.no_such_thing", "nowhere.bills"])
def test_a_source_without_a_spider_is_an_unknown_name(name: str) -> None:
    with pytest.raises(UnknownName, match=name):
        spider_class(name)
