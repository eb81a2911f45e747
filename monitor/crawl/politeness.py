"""How often a host is asked, how long we wait when it has trouble, and when we leave it alone.

Stands between the scheduler and the download. What is known of a host (its pace, a pause it asked for, its failures in a row)
is shared by all crawls of the process in `HOSTS`, so that two sources on one host are one polite visitor. `Manners` chooses the
slot and its pace before a request is queued. `monitor.crawl.handler` calls `Hosts.gate` right before the connection, inside the
host's own slot, so that a waiting host delays nobody else, and `heard` or `missed` right after it, before the slot is free for
the next request. `Retry` asks again; `Hosts.found` does where only the name was not found.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from zlib import crc32

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.error import ConnectError, ConnectionDone, ConnectionLost

from monitor.source.hours import closed

logger = logging.getLogger(__name__)

TRIES = 3
"""How often one address is asked in a crawl, at most."""

FAILURES = 5
"""Failures in a row after which a host is left alone for the rest of the crawl."""

LONGEST_WAIT = 120.0
"""Seconds that a Retry-After is honoured; who asks for more is left alone until the next check."""

LONGEST_CRAWL_DELAY = 60.0
"""Seconds that a robots.txt may put between requests; www.fda.gov asks for 30."""

FIRST_WAIT = 2.0
"""Seconds before the second try; each further one waits twice as long."""

LOOK_AGAIN = 1.0
"""Seconds after which a name that was not found is looked up once more, whatever the pace of its host."""

ROBOT = "policywatch"
"""The name by which robots.txt may address us (RFC 9309 product token)."""

SILENCES = 20
"""Empty answers of one host after which it is not asked again for that."""
TROUBLE = frozenset({429, 500, 502, 503, 504})
FAULTS = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    ConnectError,
    ConnectionDone,
    ConnectionLost,
)


class HostGivenUp(IgnoreRequest):
    """This host is left alone for the rest of the crawl; the message says why."""


@dataclass(slots=True)
class Host:
    """What this process knows of a host. Seconds; `resumes_at` is on the clock of `Hosts`."""

    delay: float | None = None  # the most careful that a source has stated
    concurrency: int | None = None
    crawl_delay: float = 0.0  # of its robots.txt
    resumes_at: float = 0.0
    failures: int = 0
    silences: int = 0  # good answers without a body
    given_up: str = ""

    def pace(self, default: float) -> float:
        """Seconds between two requests."""
        return max(default if self.delay is None else self.delay, self.crawl_delay)


class Hosts(dict[str, Host]):
    """The hosts of this process by name. `clock` (monotonic seconds), `sleep` and `now` can be replaced by tests."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__()
        self.clock = clock
        self.sleep = sleep
        self.now = now

    def __missing__(self, name: str) -> Host:
        return self.setdefault(name, Host())

    async def gate(self, name: str) -> None:
        """Waits while the host is paused; raises HostGivenUp when it is to be left alone."""
        host = self.get(name)
        while host and not host.given_up and (left := host.resumes_at - self.clock()) > 0:
            await self.sleep(left)
        self.refuse_given_up(name)

    def refuse_given_up(self, name: str) -> None:
        """Raises HostGivenUp when the host is to be left alone."""
        host = self.get(name)
        if host and host.given_up:
            raise HostGivenUp(host.given_up)

    def heard(self, request: Request, response: Response) -> None:
        """Learns from an answer: the host works, rests for a while, or is to be left alone."""
        name = host_of(request)
        if self.says_nothing(request, response):
            self[name].silences += 1
            self.rest(request, retry_after(response, self.now()))
            return
        if response.status not in TROUBLE:
            if host := self.get(name):
                host.failures = 0
            return
        why = f"HTTP {response.status} at {_short(request.url)}"
        asked = retry_after(response, self.now())
        if asked is not None and asked > LONGEST_WAIT:
            self.give_up(name, f"it asks to be left alone for {asked:.0f} seconds ({why})")
        else:
            self.failed(name, why)
            self.rest(request, asked)

    def says_nothing(self, request: Request, response: Response) -> bool:
        """Whether a good answer has no body and another try may bring one: some hosts answer so when they are hurried. A host that
        is silent again and again means it."""
        if response.status != 200 or response.body or request.url.endswith("/robots.txt"):
            return False
        return self[host_of(request)].silences < SILENCES

    async def found(self, request: Request, download: Callable[[], Awaitable[Response]]) -> Response:
        """What `download` gives. A name that is not found is looked up once more; then its host is given up, since no other
        of its addresses can fare better, and a machine without a network would wait for each of them.

        Raises what `download` raises.
        """
        try:
            return await download()
        except CannotResolveHostError:
            await self.sleep(LOOK_AGAIN)
        try:
            return await download()
        except CannotResolveHostError as fault:
            name = host_of(request)
            why = f"the name {name} is not found; is the address right, and this machine online?"
            self[name].given_up = why
            raise CannotResolveHostError(why) from fault

    def missed(self, request: Request, fault: Exception) -> None:
        """Learns from a connection that failed."""
        name = host_of(request)
        words = str(fault).rstrip(".") or type(fault).__name__
        self.failed(name, f"{words} at {_short(request.url)}")
        self.rest(request, None)

    def rest(self, request: Request, asked: float | None) -> None:
        """The whole host rests before one of its addresses is asked again: as long as it asked for, else longer each time."""
        tried = tries(request)
        if tried < TRIES:
            self.pause(host_of(request), backoff(request.url, tried) if asked is None else asked)

    def pause(self, name: str, seconds: float) -> None:
        """Nothing is asked of this host for so many seconds."""
        host = self[name]
        host.resumes_at = max(host.resumes_at, self.clock() + seconds)

    def give_up(self, name: str, why: str) -> None:
        """Leaves a host alone for the rest of the process. The sources that wanted something there say so."""
        if not self[name].given_up:
            self[name].given_up = f"{name} is left alone for the rest of this crawl: {why}"
            logger.info("%s", self[name].given_up)

    def failed(self, name: str, why: str) -> None:
        """Counts a failure; the fifth in a row is one too many."""
        self[name].failures += 1
        if self[name].failures >= FAILURES:
            self.give_up(name, f"{FAILURES} failures in a row, the last one {why}")


HOSTS = Hosts()
"""A crawl process is born and ends with its crawls, so this is the memory of one round of checks."""


class Manners:
    """Downloader middleware: one slot per host with the pace that its sources and its robots.txt ask for.

    A request may state `delay` (seconds) and `concurrency` in its meta; else those of its spider count, else the settings.
    Of several statements about one host the most careful wins; `Crawl-delay` is a floor. With `POLICYWATCH_DELAY` the
    operator overrules the sources, not the robots.txt.
    """

    def __init__(self, crawler: Crawler, hosts: Hosts | None = None) -> None:
        self.crawler = crawler
        self.hosts = HOSTS if hosts is None else hosts
        settings = crawler.settings
        self.overruled = settings.get("POLICYWATCH_DELAY") is not None
        self.default_delay = settings.getfloat("DOWNLOAD_DELAY")
        self.default_concurrency = settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        self.paced: dict[str, tuple[float, int]] = {}
        crawler.signals.connect(self.robots_parsed, signal=signals.robots_parsed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Manners":
        """Scrapy's way to build it."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Puts the request into its host's slot, at its host's pace; a host that is given up is not asked."""
        name = host_of(request)
        self.hosts.refuse_given_up(name)
        if closed(self.crawler.spider, datetime.now(UTC)):
            raise IgnoreRequest("the publisher wants no machines at this hour")
        request.meta["download_slot"] = name  # also after a redirect, which would keep the slot it came from
        spider = self.crawler.spider
        if agent := getattr(spider, "identify_as", ""):
            request.headers.setdefault("User-Agent", agent)
        if not self.overruled:
            host = self.hosts[name]
            host.delay = _more(host.delay, request.meta.get("delay", getattr(spider, "delay", None)))
            host.concurrency = _fewer(
                host.concurrency, request.meta.get("concurrency", getattr(spider, "concurrency", None))
            )
        self.apply(name)

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Keeps the Crawl-delay that a robots.txt asks of us."""
        asked = robotparser.crawl_delay(ROBOT)
        if not asked or asked < 0:
            return
        name = host_of(request)
        if asked > LONGEST_CRAWL_DELAY:
            message = "robots.txt of %s asks for %g seconds between requests; %g are kept"
            logger.warning(message, name, asked, LONGEST_CRAWL_DELAY)
        host = self.hosts[name]
        host.crawl_delay = max(host.crawl_delay, min(asked, LONGEST_CRAWL_DELAY))
        assert self.crawler.stats is not None
        self.crawler.stats.set_value(f"politeness/crawl_delay/{name}", host.crawl_delay)
        self.apply(name)

    def apply(self, name: str) -> None:
        """Tells Scrapy's slot of this host its pace, when it is not what the slot has."""
        host = self.hosts[name]
        pace = (host.pace(self.default_delay), host.concurrency or self.default_concurrency)
        if self.paced.get(name) == pace:
            return
        self.paced[name] = pace
        assert self.crawler.engine is not None
        downloader = self.crawler.engine.downloader
        delay, concurrency = pace
        downloader.per_slot_settings[name] = {"delay": delay, "concurrency": concurrency, "jitter": 0}
        if slot := downloader.slots.get(name):
            slot.delay, slot.concurrency = pace


class Retry:
    """Downloader middleware: asks again where that can help; at most three times, and never after a 403 or 404.

    Meanwhile the host rests (`Hosts.rest`): as long as Retry-After says (RFC 9110 section 10.2.3), else 2 and 4 seconds, spread
    by a stable hash of the address. Who asks for a longer rest than `LONGEST_WAIT` gets it, and is not asked again.
    """

    def __init__(self, hosts: Hosts | None = None) -> None:
        self.hosts = HOSTS if hosts is None else hosts

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Retry":
        """Scrapy's way to build it."""
        return cls()

    def process_request(self, request: Request) -> None:
        """Refuses a host that was given up while its robots.txt was asked for, before the request waits for its turn."""
        self.hosts.refuse_given_up(host_of(request))

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """The answer, or the request once more."""
        trouble = response.status in TROUBLE or self.hosts.says_nothing(request, response)
        return (self.again(request) or response) if trouble else response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """The request once more, or nothing: then the error stands."""
        return self.again(request) if isinstance(exception, FAULTS) else None

    def again(self, request: Request) -> Request | None:
        """A copy of the request to be queued behind others; None when it was tried often enough or its host is given up."""
        tried = tries(request)
        if tried >= TRIES or self.hosts[host_of(request)].given_up:
            return None
        retried: Request = request.replace(dont_filter=True, priority=request.priority - 1)
        retried.meta["tries"] = tried + 1
        return retried


def host_of(request: Request) -> str:
    """The name under which a request's host is known; empty where the address has none."""
    return urlparse_cached(request).hostname or ""


def tries(request: Request) -> int:
    """How often this request was made, counting this time."""
    made: int = request.meta.get("tries", 1)
    return made


def backoff(url: str, tried: int) -> float:
    """Seconds to wait after so many tries: 2, 4, 8 …, up to a quarter more or less, always the same for one address."""
    spread = 0.75 + crc32(f"{url} {tried}".encode()) / 2**33
    return min(FIRST_WAIT * 2.0 ** (tried - 1) * spread, LONGEST_WAIT)


def retry_after(response: Response, now: datetime) -> float | None:
    """The seconds that Retry-After asks for, counted from the server's own Date where it is a date; None without a usable one."""
    said = (response.headers.get(b"Retry-After") or b"").decode("latin-1").strip()
    if said.isascii() and said.isdigit():
        return float(said)
    until = _http_date(said)
    if until is None:
        return None
    since = _http_date((response.headers.get(b"Date") or b"").decode("latin-1")) or now
    return max(0.0, (until - since).total_seconds())


def _http_date(text: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _short(url: str) -> str:
    """An address as it fits into a sentence; what a query asks for is of no interest there."""
    return url if len(url) <= 100 else f"{url[:99]}…"


def _more(known: float | None, stated: float | None) -> float | None:
    return stated if known is None else known if stated is None else max(known, stated)


def _fewer(known: int | None, stated: int | None) -> int | None:
    return stated if known is None else known if stated is None else min(known, stated)
