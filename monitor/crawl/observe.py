"""The seam between Scrapy and the monitor: every answer is judged and kept here, and handed to the reader (steps 1 and 2).

A downloader middleware outside all others sees the final answer after redirects, retries and decompression. It stops what
is unchanged before parsing, turns walls and faults into counts of the source's tally, and wraps each callback so that its
documents go to the recorder and only follow-up requests return to Scrapy.
"""

from collections.abc import Iterable
from hashlib import sha256

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from twisted.python.failure import Failure

from monitor.crawl.blocked import wall
from monitor.crawl.conditional import address_of, already_read, ask_conditionally, promised, with_validators
from monitor.crawl.moved import moved_for_good
from monitor.crawl.reader import Reader, shown, snapshot_of
from monitor.crawl.visit import Desk, Settled, Visit
from monitor.crawl.wholesale import THEN, handed_on
from monitor.model.errors import MonitorError, StoreError
from monitor.model.records import Outcome
from monitor.source.spider import Bundle
from monitor.store.evidence import PageState

NOT_RECORDED = "X-Policywatch-Replay"  # header of a replay that has no answer


class ObserveMiddleware:
    """Outermost downloader middleware of a crawl; not used by plain `scrapy crawl`."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.desk: Desk = crawler.settings["POLICYWATCH_DESK"]
        self.reader = Reader(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "ObserveMiddleware":
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        meta = request.meta
        if "visit" in meta or request.callback is NO_CALLBACK:
            return
        assert self.crawler.spider is not None
        visit = self.desk.visit(request, self.crawler.spider.name, optional=meta.get("optional", False))
        meta["visit"] = visit
        visit.token = meta.get("when")
        visit.detail = meta.get("detail", False)
        visit.watch.tally.details += visit.detail
        original = request.callback
        assert original is not None
        meta["reads"] = original
        visit.then = tuple(meta.get(THEN, ()))
        if already_read(visit.state, visit.token, visit.watch.edition) and self._is_left(visit, request):
            raise Settled("read before under the same token")
        if self.desk.late():
            visit.watch.tally.waiting += 1
            raise Settled("waits for the next check")
        request.callback = lambda response, **hints: self._to_ask(
            handed_on(visit.then, self.reader.read(visit, original, response, hints))
        )
        request.errback = lambda failure: self._lost(
            visit, failure
        )  # holding the request here would make a cycle of it
        if not meta.get("bundle"):
            ask_conditionally(request, visit.state)

    def _is_left(self, visit: Visit, request: Request) -> bool:
        """Leaves a page that was read before under the same token alone; one that shows a bill that matters, or leads to one that
        does, is asked for all the same."""
        matters = visit.watch.matters
        if visit.state.id in matters:
            return False
        follow_ups = self.reader.led_to(visit, request.meta["reads"], request.cb_kwargs) if visit.state.leads_on else []
        if matters and visit.detail and any(self._state(visit, one).id in matters for one in follow_ups):
            return False
        self.desk.recorder.unchanged(visit.watch, visit.state)
        self._ask(follow_ups)
        return True

    def _state(self, visit: Visit, request: Request) -> PageState:
        return visit.watch.pages.get(address_of(request)) or visit.state

    def _to_ask(self, requests: Iterable[Request]) -> list[Request]:
        """The requests without those that the scout pass leaves alone: they are most of a quiet check, and the way through Scrapy
        costs several times what it costs to leave one here."""
        return [request for request in requests if not self._needless(request)]

    def _needless(self, request: Request) -> bool:
        meta = request.meta
        if meta.get("when") is None or "visit" in meta or meta.get(THEN) or request.callback is None:
            return False
        assert self.crawler.spider is not None
        visit = self.desk.visit(request, self.crawler.spider.name, optional=meta.get("optional", False))
        visit.token, visit.detail = meta["when"], meta.get("detail", False)
        if not already_read(visit.state, visit.token, visit.watch.edition):
            return False
        if visit.state.address in visit.watch.visited:
            return True
        meta["reads"] = request.callback
        left = self._is_left(visit, request)
        visit.watch.tally.details += left and visit.detail
        return left

    def _ask(self, requests: Iterable[Request]) -> None:
        for request in self._to_ask(requests):
            assert self.crawler.engine is not None
            self.crawler.engine.crawl(request)

    async def process_response(self, request: Request, response: Response) -> Response:
        visit: Visit | None = request.meta.get("visit")
        if visit is None or isinstance(response, Bundle):
            return response
        try:
            return await self._answer(visit, request, response)
        except StoreError as fault:
            self.reader.stop(fault)
            raise Settled("the database cannot be written") from fault

    def process_exception(self, request: Request, exception: Exception) -> None:
        visit: Visit | None = request.meta.get("visit")
        if visit is None or isinstance(exception, Settled):
            return
        raise Settled(self._count(visit, request.url, exception)) from exception

    def _lost(self, visit: Visit, failure: Failure) -> None:
        """What a middleware inside this one gave up on after an answer had come (endless redirects) passes no
        `process_exception`."""
        fault = failure.value
        if isinstance(fault, Exception) and not isinstance(fault, Settled):
            asked: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy before it calls an errback
            self._count(visit, asked.meta.get("redirect_urls", [asked.url])[0], fault)
        self._ask(visit.then)  # nothing came of the one that was to stand for them, or nothing new

    def _count(self, visit: Visit, url: str, fault: Exception) -> str:
        words = fault.message if isinstance(fault, MonitorError) else str(fault) or type(fault).__name__
        if isinstance(fault, IgnoreRequest) and "robots.txt" in words:
            visit.lose(Outcome.BLOCKED, f"robots.txt forbids {shown(url)}", "robots.txt forbids it")
        else:
            visit.lose(Outcome.UNREACHABLE, f"{shown(url)}: {words}", words)
        return words

    # -- an answer --------------------------------------------------------------------------------------------------

    async def _answer(self, visit: Visit, request: Request, response: Response) -> Response:
        if response.status in (200, 304) and (moved := moved_for_good(request.meta, response.url)):
            visit.watch.tally.moved[visit.state.address] = moved
        if response.status == 304 and visit.state.snapshot_id is not None:
            return self._unchanged(visit, request, response)
        if NOT_RECORDED in response.headers:
            return self._refused(visit, request, response, "not in the recording")
        standing = wall(
            status=response.status,
            headers={
                name.decode("latin-1"): b", ".join(values).decode("latin-1")
                for name, values in response.headers.items()
            },
            url=response.url,
            requested=request.meta.get("redirect_urls", [request.url])[0],
            body=response.body,
            promised=promised(request),
        )
        if standing:
            evidence = snapshot_of(response, self.desk.recorder.clock())
            self.desk.recorder.keep_wall(visit.watch, visit.state, evidence, response.body, standing)
            asked = request.meta.get("redirect_urls", [request.url])[0]
            visit.lose(Outcome.BLOCKED, f"{standing} at {shown(asked)}", standing)
            raise Settled(standing)
        if response.status != 200 and response.status not in self._handled(request):
            return self._refused(visit, request, response, f"HTTP {response.status}")
        if visit.state.sha256 == sha256(response.body).digest():
            return self._unchanged(visit, request, response)
        kept = await self.desk.recorder.keep(
            visit.watch, visit.state, snapshot_of(response, self.desk.recorder.clock()), response.body
        )
        visit.known = kept.known
        visit.fresh = with_validators(kept.state, response, token=visit.token, edition=visit.watch.edition)
        return response

    def _handled(self, request: Request) -> Iterable[int]:
        of_spider = getattr(self.crawler.spider, "handle_httpstatus_list", ())
        return (*of_spider, *request.meta.get("handle_httpstatus_list", ()))

    def _refused(self, visit: Visit, request: Request, response: Response, why: str) -> Response:
        none = (404, 410, *request.meta.get("absent", ()))
        if response.status in none and visit.optional and visit.state.snapshot_id is None:
            if visit.member:
                return response
            visit.watch.tally.absent = True
            raise Settled("optional and absent")
        visit.lose(Outcome.UNREACHABLE, f"{shown(request.url)}: {why}", why)
        raise Settled(why)

    def _unchanged(self, visit: Visit, request: Request, response: Response) -> Response:
        if visit.member:
            return response
        self.rest(visit, request)
        raise Settled("unchanged")

    def rest(self, visit: Visit, request: Request) -> None:
        """The answer says what it said before: nothing is parsed, unless our code or the scout's token is new, or the page
        leads on to others, which may have changed all the same, or lists what nobody reads, which still holds."""
        callback, hints = request.meta["reads"], request.cb_kwargs
        if visit.state.edition != visit.watch.edition or visit.token != visit.state.token:
            follow_ups = self.reader.reread(visit, callback, hints)
        else:
            self.desk.recorder.unchanged(visit.watch, visit.state)
            follow_ups = self.reader.led_to(visit, callback, hints) if visit.state.leads_on else []
        self._ask(handed_on(visit.then, follow_ups))
        visit.then = ()
