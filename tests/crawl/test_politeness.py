"""How often, how patiently and how long a host is asked: the rules, and what they do to real crawls."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loopback import Crawler, Site
from scrapy import Request, Spider
from scrapy.crawler import Crawler as ScrapyCrawler
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Response

from monitor.crawl.politeness import (
    FAILURES,
    LONGEST_CRAWL_DELAY,
    LONGEST_WAIT,
    SILENCES,
    TRIES,
    HostGivenUp,
    Hosts,
    Manners,
    Retry,
    backoff,
    retry_after,
)

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
LOCAL = {"allow_private": ["127.0.0.0/8", "a.test", "b.test"]}
NAMES = {"a.test": [["127.0.0.1"]], "b.test": [["127.0.0.1"]]}
NO_ROBOTS = {"ROBOTSTXT_OBEY": False}


def answer(**headers: str) -> Response:
    return Response("https://example.gov/", status=503, headers={k.replace("_", "-"): v for k, v in headers.items()})


# -- waiting ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry_After": "30"}, 30.0),
        ({"Retry_After": " 0 "}, 0.0),
        ({"Retry_After": "Sun, 22 Nov 2026 10:01:30 GMT"}, 90.0),
        ({"Retry_After": "Sun, 22 Nov 2026 09:00:00 GMT"}, 0.0),
        ({"Retry_After": "Sun, 22 Nov 2026 12:00:30 GMT", "Date": "Sun, 22 Nov 2026 12:00:00 GMT"}, 30.0),
        ({"Retry_After": "soon"}, None),
        ({"Retry_After": "-5"}, None),
        ({"Retry_After": "١"}, None),
        ({"Retry_After": "1.5"}, None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date_on_the_servers_clock(
    headers: dict[str, str], seconds: float | None
) -> None:
    assert retry_after(answer(**headers), NOW) == seconds


@given(st.text(max_size=40))
def test_any_retry_after_is_survived(text: str) -> None:
    found = retry_after(
        Response("https://example.gov/", headers={b"Retry-After": text.encode("utf-8", "replace")}), NOW
    )
    assert found is None or found >= 0


@given(st.text(max_size=60), st.integers(min_value=1, max_value=12))
def test_waits_double_are_spread_and_are_the_same_every_time(url: str, tried: int) -> None:
    wait = backoff(url, tried)
    middle = 2.0**tried
    assert min(0.75 * middle, LONGEST_WAIT) <= wait <= min(1.25 * middle, LONGEST_WAIT)
    assert backoff(url, tried) == wait


def test_addresses_do_not_all_come_back_at_the_same_moment() -> None:
    assert len({backoff(f"https://example.gov/{n}", 1) for n in range(100)}) > 90


# -- hosts ------------------------------------------------------------------------------------------------------------


class Clock:
    """A clock that sleeping moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def hosts(self) -> Hosts:
        return Hosts(clock=lambda: self.now, sleep=self.sleep)


def test_a_paused_host_is_waited_for_and_others_are_not() -> None:
    clock = Clock()
    hosts = clock.hosts()
    hosts.pause("a", 30)
    hosts.pause("a", 10)
    asyncio.run(hosts.gate("b"))
    assert clock.slept == []
    asyncio.run(hosts.gate("a"))
    assert clock.slept == [30]
    asyncio.run(hosts.gate("a"))
    assert clock.slept == [30]


PAGE = Request("https://a/page")


def test_five_failures_in_a_row_are_enough_and_an_answer_starts_anew() -> None:
    hosts = Clock().hosts()
    for _ in range(FAILURES - 1):
        hosts.heard(PAGE, answer())
    hosts.heard(PAGE, Response("https://a/page", status=404))
    for _ in range(FAILURES - 1):
        hosts.missed(PAGE, DownloadTimeoutError())
    hosts.refuse_given_up("a")
    hosts.heard(PAGE, answer())
    with pytest.raises(HostGivenUp, match="a is left alone for the rest of this crawl: 5 failures in a row"):
        hosts.refuse_given_up("a")
    with pytest.raises(HostGivenUp):
        asyncio.run(hosts.gate("a"))
    hosts.refuse_given_up("b")


def test_a_host_that_gives_trouble_while_we_wait_is_not_asked_after_it() -> None:
    clock = Clock()
    hosts = clock.hosts()
    hosts.pause("a", 30)
    hosts.give_up("a", "no")
    with pytest.raises(HostGivenUp):
        asyncio.run(hosts.gate("a"))
    assert clock.slept == []


def test_a_host_that_is_given_up_is_refused_before_it_takes_a_place_in_the_queue() -> None:
    hosts = Hosts()
    hosts.give_up("a", "no")
    manners = Manners(ScrapyCrawler(Spider, {"LOG_ENABLED": False}), hosts)
    with pytest.raises(HostGivenUp):
        manners.process_request(PAGE)
    assert "download_slot" not in PAGE.meta


@pytest.mark.parametrize("status", [200, 304, 403, 404, 410, 451])
def test_what_asking_again_cannot_change_is_not_asked_again(status: int) -> None:
    response = Response("https://example.gov/", status=status, body=b"" if status == 304 else b"x")
    assert Retry(Hosts()).process_response(Request("https://example.gov/"), response) is response


def test_an_unexpected_error_is_not_ours_to_repeat() -> None:
    assert Retry(Hosts()).process_exception(Request("https://example.gov/"), ValueError("a bug")) is None


def test_a_date_in_retry_after_counts_from_our_clock_when_the_server_shows_none() -> None:
    hosts = Hosts(clock=lambda: 0.0, now=lambda: NOW)
    hosts.heard(PAGE, answer(Retry_After="Sun, 22 Nov 2026 10:00:20 GMT"))
    assert hosts["a"].resumes_at == 20.0


def test_a_host_does_not_rest_for_an_address_that_is_not_asked_again() -> None:
    hosts = Clock().hosts()
    hosts.heard(PAGE.replace(meta={"tries": TRIES}), answer(Retry_After="20"))
    assert hosts["a"].resumes_at == 0.0


# -- over real connections --------------------------------------------------------------------------------------------


def crawled(crawl: Crawler, *start: Any, **scenario: Any) -> dict[str, Any]:
    return crawl(*start, names=NAMES, settings_for={**LOCAL, **scenario.pop("settings_for", {})}, **scenario)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_trouble_is_asked_again_at_most_three_times_with_longer_waits(crawl: Crawler, site: Site, status: int) -> None:
    url = f"http://a.test:{site.port}/status?is={status}"
    told = crawled(crawl, url, settings=NO_ROBOTS)
    assert told["answers"][url]["status"] == status
    assert len(site.asked) == 3
    assert told["waits"] == [round(backoff(url, 1), 3), round(backoff(url, 2), 3)]


def test_a_page_that_recovers_is_read(crawl: Crawler, site: Site) -> None:
    url = f"http://a.test:{site.port}/status?is=503&times=2"
    told = crawled(crawl, url, settings=NO_ROBOTS)
    assert told["answers"][url]["status"] == 200
    assert len(site.asked) == 3


def test_an_empty_answer_is_asked_again_and_one_that_stays_empty_is_given(crawl: Crawler, site: Site) -> None:
    hurried, silent = (f"http://a.test:{site.port}/empty?times={times}" for times in (2, 99))
    told = crawled(crawl, hurried, silent, settings=NO_ROBOTS)
    assert told["answers"][hurried]["size"] > 0
    assert (told["answers"][silent]["status"], told["answers"][silent]["size"]) == (200, 0)
    assert len(site.asked) == 6


def test_a_host_that_is_silent_again_and_again_means_it_and_is_not_given_up(crawl: Crawler, site: Site) -> None:
    pages = [f"http://a.test:{site.port}/empty?n={number}" for number in range(30)]
    told = crawled(crawl, *pages, settings=NO_ROBOTS)
    assert all(told["answers"][page]["status"] == 200 for page in pages)
    assert len(site.asked) < len(pages) + SILENCES


def test_an_empty_robots_txt_is_an_answer() -> None:
    hosts = Clock().hosts()
    hosts.heard(PAGE.replace(url="https://a/robots.txt"), Response("https://a/robots.txt", body=b""))
    assert hosts["a"].resumes_at == 0.0


def test_retry_after_is_honoured(crawl: Crawler, site: Site) -> None:
    url = f"http://a.test:{site.port}/status?is=429&times=1&after=77"
    told = crawled(crawl, url, settings=NO_ROBOTS)
    assert told["answers"][url]["status"] == 200
    assert told["waits"] == [77.0]


def test_the_whole_host_rests_and_another_does_not(crawl: Crawler, site: Site) -> None:
    troubled = f"http://a.test:{site.port}/status?is=429&times=1&after=60"
    neighbour = f"http://a.test:{site.port}/neighbour"
    elsewhere = [f"http://b.test:{site.port}/{n}" for n in range(3)]
    told = crawled(crawl, troubled, neighbour, *elsewhere, settings=NO_ROBOTS, settings_for={"delay": 0.005})
    assert told["waits"] == [60.0]
    assert told["answers"][troubled]["status"] == 200
    assert all(told["answers"][url]["status"] == 200 for url in [neighbour, *elsewhere])


def test_a_host_that_wants_to_be_left_alone_for_long_is_left_alone(crawl: Crawler, site: Site) -> None:
    url, next_one = f"http://a.test:{site.port}/status?is=429&after=7200", f"http://a.test:{site.port}/page"
    told = crawled(crawl, url, {"url": next_one, "priority": -9}, settings=NO_ROBOTS, settings_for={"concurrency": 1})
    assert told["answers"][url]["status"] == 429
    assert told["answers"][next_one]["error"] == "HostGivenUp"
    assert "asks to be left alone for 7200 seconds" in told["answers"][next_one]["message"]
    assert told["waits"] == []
    assert len(site.asked) == 1


def test_after_five_failures_a_host_is_left_alone_and_others_are_read(crawl: Crawler, site: Site) -> None:
    broken = [f"http://a.test:{site.port}/status?is=500&n={n}" for n in range(10)]
    fine = f"http://b.test:{site.port}/page"
    told = crawled(crawl, *broken, fine, settings=NO_ROBOTS, settings_for={"delay": 0.005})
    assert sum(host == "a.test" for host, _ in site.asked) == FAILURES
    given_up = [url for url in broken if told["answers"][url].get("error") == "HostGivenUp"]
    assert len(given_up) >= len(broken) - FAILURES
    assert "5 failures in a row, the last one HTTP 500 at http://a.test" in told["answers"][given_up[0]]["message"]
    assert told["answers"][fine]["status"] == 200


def test_what_is_known_of_a_host_serves_the_next_crawl_of_the_process(crawl: Crawler, site: Site) -> None:
    broken = [f"http://a.test:{site.port}/status?is=500&n={n}" for n in range(3)]
    crawled(crawl, *broken, settings=NO_ROBOTS)
    asked = len(site.asked)
    url = f"http://a.test:{site.port}/page"
    told = crawled(crawl, url, settings=NO_ROBOTS, remember=True)
    assert told["answers"][url]["error"] == "HostGivenUp"
    assert len(site.asked) == asked


def test_a_server_that_does_not_listen_is_asked_three_times(crawl: Crawler, site: Site) -> None:
    url = "http://127.0.0.3:9/"
    told = crawled(crawl, url, settings=NO_ROBOTS)
    assert told["answers"][url]["error"] == "DownloadConnectionRefusedError"
    assert len(told["waits"]) == 2


def test_endless_redirects_end(crawl: Crawler, site: Site) -> None:
    url = f"http://a.test:{site.port}/loop"
    told = crawled(crawl, url, settings=NO_ROBOTS)
    assert told["answers"][url]["message"] == "max redirections reached"
    assert len(site.asked) == 6


def test_a_redirect_takes_its_turn_at_the_host_it_leads_to(crawl: Crawler, site: Site) -> None:
    url = f"http://a.test:{site.port}/go?to=http://b.test:{site.port}/page"
    told = crawled(crawl, url, settings=NO_ROBOTS)
    assert sorted(told["slots"]) == ["a.test", "b.test"]


# -- pace -------------------------------------------------------------------------------------------------------------


def paced(crawl: Crawler, site: Site, **scenario: Any) -> dict[str, Any]:
    start = scenario.pop("start", [f"http://a.test:{site.port}/page"])
    told: dict[str, Any] = crawled(crawl, *start, **scenario)["slots"]
    return told


@pytest.mark.parametrize(
    ("spider", "settings_for", "slot"),
    [
        ({}, {"delay": None}, [1.0, 1, 0.0]),
        ({"delay": 0.25, "concurrency": 3}, {"delay": None}, [0.25, 3, 0.0]),
        ({"delay": 2.0}, {"delay": 0.125}, [0.125, 1, 0.0]),
        ({"delay": 2.0}, {"delay": 0.0}, [0.0, 16, 0.0]),
    ],
)
def test_a_source_states_its_pace_and_the_operator_may_overrule_it(
    crawl: Crawler, site: Site, spider: dict[str, Any], settings_for: dict[str, Any], slot: list[float]
) -> None:
    assert paced(crawl, site, spider=spider, settings_for=settings_for, settings=NO_ROBOTS) == {"a.test": slot}


def test_of_two_statements_about_a_host_the_more_careful_wins(crawl: Crawler, site: Site) -> None:
    one = {"url": f"http://a.test:{site.port}/1", "meta": {"delay": 0.01, "concurrency": 4}}
    other = {"url": f"http://a.test:{site.port}/2", "meta": {"delay": 0.02, "concurrency": 2}}
    for start in ([one, other], [other, one]):
        slots = paced(crawl, site, start=start, settings_for={"delay": None}, settings=NO_ROBOTS)
        assert slots == {"a.test": [0.02, 2, 0.0]}


@pytest.mark.parametrize(
    ("robots", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 0.05\n", 0.05),
        ("User-agent: policywatch\nCrawl-delay: 0.02\n\nUser-agent: *\nCrawl-delay: 40\n", 0.02),
        ("User-agent: *\nDisallow: /private\n", 0.0),
        ("User-agent: *\nCrawl-delay: soon\n", 0.0),
    ],
)
def test_a_crawl_delay_is_obeyed(crawl: Crawler, site: Site, robots: str, delay: float) -> None:
    site.robots = robots
    told = crawled(crawl, f"http://a.test:{site.port}/page")
    assert told["slots"]["a.test"][0] == delay
    assert told["stats"].get("politeness/crawl_delay/a.test", 0.0) == delay


def test_a_crawl_delay_beyond_reason_is_capped(crawl: Crawler, site: Site) -> None:
    site.robots = "User-agent: *\nCrawl-delay: 86400\nDisallow: /\n"
    told = crawled(crawl, f"http://a.test:{site.port}/page")
    assert told["slots"]["a.test"][0] == told["stats"]["politeness/crawl_delay/a.test"] == LONGEST_CRAWL_DELAY


def test_what_robots_txt_forbids_is_not_asked(crawl: Crawler, site: Site) -> None:
    site.robots = "User-agent: policywatch\nDisallow: /private\n"
    url = f"http://a.test:{site.port}/private"
    told = crawled(crawl, url)
    assert told["answers"][url]["message"] == "Forbidden by robots.txt"
    assert [path for _, path in site.asked] == ["/robots.txt"]


def test_a_source_may_name_us_as_its_publisher_asked(crawl: Crawler, site: Site) -> None:
    crawled(crawl, f"http://a.test:{site.port}/page", spider={"identify_as": "Kratom Watch (x@example.org)"})
    assert {headers["User-Agent"] for headers in site.heard} == {"Kratom Watch (x@example.org)"}
