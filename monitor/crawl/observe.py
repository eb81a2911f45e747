"""The seam between Scrapy and the monitor: every answer is judged, kept, read and recorded here (steps 1 to 8).

A downloader middleware outside all others sees the final answer after redirects, retries and decompression. It stops what
is unchanged before parsing, turns walls and faults into counts of the source's tally, and wraps each callback so that its
documents go to the recorder and only follow-up requests return to Scrapy.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from twisted.python.failure import Failure

from monitor.crawl.blocked import wall
from monitor.crawl.conditional import address_of, already_read, ask_conditionally, promised, with_validators
from monitor.crawl.moved import moved_for_good
from monitor.crawl.restore import restored, restored_bundle
from monitor.crawl.unread import UNREAD_FROM_THE_START, mark_details
from monitor.crawl.visit import Desk, Settled, Visit
from monitor.crawl.wholesale import AT_ONCE, THEN, chosen, handed_on
from monitor.model.errors import MonitorError, StoreError
from monitor.model.records import Outcome, Snapshot
from monitor.source.extract import enclosed
from monitor.source.spider import Bundle, Enclosed, Untracked, Wholesale
from monitor.source.yielded import Yielded
from monitor.store.evidence import PageState

NOT_RECORDED = "X-Policywatch-Replay"  # header of a replay that has no answer


class ObserveMiddleware:
    """Outermost downloader middleware of a crawl; not used by plain `scrapy crawl`."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.desk: Desk = crawler.settings["POLICYWATCH_DESK"]

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
        request.callback = lambda response, **hints: handed_on(visit.then, self._read(visit, original, response, hints))
        request.errback = lambda failure: self._lost(visit, request, failure)
        if not meta.get("bundle"):
            ask_conditionally(request, visit.state)

    def _is_left(self, visit: Visit, request: Request) -> bool:
        """Leaves a page that was read before under the same token alone; one that shows a bill that matters, or leads to one that
        does, is asked for all the same."""
        matters = visit.watch.matters
        if visit.state.id in matters:
            return False
        follow_ups = self._led_to(visit, request.meta["reads"], request.cb_kwargs) if visit.state.leads_on else []
        if matters and visit.detail and any(self._state(visit, one).id in matters for one in follow_ups):
            return False
        self.desk.recorder.unchanged(visit.watch, visit.state)
        self._ask(follow_ups)
        return True

    def _state(self, visit: Visit, request: Request) -> PageState:
        return visit.watch.pages.get(address_of(request)) or visit.state

    def _ask(self, requests: Iterable[Request]) -> None:
        for request in requests:
            assert self.crawler.engine is not None
            self.crawler.engine.crawl(request)

    async def process_response(self, request: Request, response: Response) -> Response:
        visit: Visit | None = request.meta.get("visit")
        if visit is None or isinstance(response, Bundle):
            return response
        try:
            return await self._answer(visit, request, response)
        except StoreError as fault:
            self._stop(fault)
            raise Settled("the database cannot be written") from fault

    def process_exception(self, request: Request, exception: Exception) -> None:
        visit: Visit | None = request.meta.get("visit")
        if visit is None or isinstance(exception, Settled):
            return
        raise Settled(self._count(visit, request, exception)) from exception

    def _lost(self, visit: Visit, request: Request, failure: Failure) -> None:
        """What a middleware inside this one gave up on after an answer had come (endless redirects) passes no
        `process_exception`."""
        fault = failure.value
        if isinstance(fault, Exception) and not isinstance(fault, Settled):
            self._count(visit, request, fault)
        self._ask(visit.then)  # nothing came of the one that was to stand for them, or nothing new

    def _count(self, visit: Visit, request: Request, fault: Exception) -> str:
        words = fault.message if isinstance(fault, MonitorError) else str(fault) or type(fault).__name__
        if isinstance(fault, IgnoreRequest) and "robots.txt" in words:
            visit.lose(Outcome.BLOCKED, f"robots.txt forbids {shown(request.url)}", "robots.txt forbids it")
        else:
            visit.lose(Outcome.UNREACHABLE, f"{shown(request.url)}: {words}", words)
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
            evidence = self._snapshot(response)
            self.desk.recorder.keep_wall(visit.watch, visit.state, evidence, response.body, standing)
            asked = request.meta.get("redirect_urls", [request.url])[0]
            visit.lose(Outcome.BLOCKED, f"{standing} at {shown(asked)}", standing)
            raise Settled(standing)
        if response.status != 200 and response.status not in self._handled(request):
            return self._refused(visit, request, response, f"HTTP {response.status}")
        if visit.state.sha256 == sha256(response.body).digest():
            return self._unchanged(visit, request, response)
        kept = await self.desk.recorder.keep(visit.watch, visit.state, self._snapshot(response), response.body)
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
            follow_ups = self._reread(visit, callback, hints)
        else:
            self.desk.recorder.unchanged(visit.watch, visit.state)
            follow_ups = self._led_to(visit, callback, hints) if visit.state.leads_on else []
        self._ask(handed_on(visit.then, follow_ups))
        visit.then = ()

    def _snapshot(self, response: Response) -> Snapshot:
        headers = tuple(
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, values in response.headers.items()
            for value in values
        )
        media_type = (response.headers.get(b"Content-Type") or b"").decode("latin-1")
        return Snapshot(
            url=response.url,
            fetched_at=self.desk.recorder.clock(),
            status=response.status,
            media_type=media_type,
            headers=headers,
            sha256="",
        )

    # -- a reading --------------------------------------------------------------------------------------------------

    def _read(
        self, visit: Visit, callback: Callable[..., Any], response: Response, hints: dict[str, Any]
    ) -> list[Request]:
        """The documents of a response into the database; its follow-up requests back to Scrapy."""
        assert visit.fresh is not None
        if visit.state.snapshot_id is not None and visit.state.edition != visit.watch.edition:
            self._reread(visit, callback, hints)
        if isinstance(response, Bundle) and _has_grown(visit):
            # A file that was absent is there now. What the others say is compared without it first; then the fuller
            # reading becomes the state, silently: the new columns are new to us, not to the publisher.
            self._extract(visit, callback, _without_new(visit, response), hints, visit.state)
            self._extract(visit, callback, response, hints, visit.fresh, also=_members_read(visit), ours=True)
            return []
        return self._extract(visit, callback, response, hints, visit.fresh, also=_members_read(visit))

    def _reread(self, visit: Visit, callback: Callable[..., Any], hints: dict[str, Any]) -> list[Request]:
        """Reads the stored answer again. With new code, what differs is our edit; with a new token from the list that led
        here, it is the publisher's, for the list's hints are part of the reading."""
        old = self._stored(visit)
        now_read = replace(visit.state, edition=visit.watch.edition, token=visit.token)
        return self._extract(visit, callback, old, hints, now_read, ours=visit.state.edition != visit.watch.edition)

    def _led_to(self, visit: Visit, callback: Callable[..., Any], hints: dict[str, Any]) -> list[Request]:
        """The requests that an unchanged page makes, and what it lists that nobody reads; its documents are known."""
        try:
            things = list(callback(self._stored(visit), **hints) or ())
        except StoreError as fault:
            self._stop(fault)
            return []
        except Exception as fault:  # as in `_extract`
            self._broken(visit, fault, visit.state.address)
            return []
        visit.watch.tally.untracked[visit.state.address] = [one.what for one in things if isinstance(one, Untracked)]
        requests = [thing for thing in things if isinstance(thing, Request)]
        mark_details(requests, of_a_detail=visit.detail)
        return [*requests, *self._wholesale(visit, (thing for thing in things if isinstance(thing, Wholesale)))]

    def _wholesale(self, visit: Visit, found: Iterable[Wholesale]) -> list[Request]:
        """The requests of a list that another one may stand for."""
        requests: list[Request] = []
        for one in found:
            mark_details(one.of, of_a_detail=visit.detail)
            requests += chosen(one, lambda request: self._is_read(visit, request))
        return requests

    def _is_read(self, visit: Visit, request: Request) -> bool:
        state = visit.watch.pages.get(address_of(request))
        return state is not None and already_read(state, request.meta.get("when"), visit.watch.edition)

    def _unpack(self, visit: Visit, answers: Sequence[Enclosed]) -> list[Request]:
        """Keeps and reads answers that came inside another one, each as the page of its own request."""
        assert self.crawler.spider is not None
        waiting = []
        for one in answers:
            if not self._is_read(visit, one.request):
                inner = self.desk.visit(one.request, self.crawler.spider.name, detail=True)
                inner.token = one.request.meta.get("when")
                waiting.append((inner, one, enclosed(one)))
        if not waiting:
            return []
        snapshots = [(inner.state, self._snapshot(response), one.body) for inner, one, response in waiting]
        requests: list[Request] = []
        for (inner, one, response), kept in zip(
            waiting, self.desk.recorder.keep_at_once(visit.watch, snapshots), strict=True
        ):
            inner.known = kept.known
            inner.fresh = with_validators(kept.state, response, token=inner.token, edition=visit.watch.edition)
            assert one.request.callback is not None
            requests += self._read(inner, one.request.callback, response, one.request.cb_kwargs)
        return requests

    def _stored(self, visit: Visit) -> Response:
        """The answer, or the bundle, that the page was last read from."""
        return (
            restored_bundle(self.desk.recorder, visit) if visit.members else restored(self.desk.recorder, visit.state)
        )

    def _extract(
        self,
        visit: Visit,
        callback: Callable[..., Any],
        response: Response,
        hints: dict[str, Any],
        state: PageState,
        *,
        also: Iterable[PageState] = (),
        ours: bool = False,
    ) -> list[Request]:
        found = Yielded()
        try:
            for thing in callback(response, **hints) or ():
                found.add(thing)
                if len(found.enclosed) == AT_ONCE:
                    found.requests += self._unpack(visit, found.enclosed)
                    found.enclosed.clear()
            found.requests += self._unpack(visit, found.enclosed)
            state = replace(state, leads_on=found.leads_on)
            self.desk.recorder.count(visit.watch, found.figures)
            self.desk.recorder.record(
                visit.watch,
                state,
                found.documents,
                totals=[one.documents for one in found.totals],
                also_read=tuple(also),
                known=None if ours else visit.known,
                ours=ours,
                absent=found.absent.becomes if found.absent else None,
                quiet=visit.state.edition == UNREAD_FROM_THE_START,
            )
            visit.watch.tally.untracked[state.address] = [one.what for one in found.untracked]
            visit.watch.mentioned.update((one.session, one.identifier) for one in found.mentions)
        except StoreError as fault:
            self._stop(fault)
            return []
        except Exception as fault:  # a callback is its author's code: whatever it raises makes the check broken
            self._broken(visit, fault, response.url)
            return []
        mark_details(found.requests, of_a_detail=visit.detail)
        return [*found.requests, *self._wholesale(visit, found.wholesale)]

    def _broken(self, visit: Visit, fault: Exception, url: str) -> None:
        said = _described(fault, url)
        visit.lose(Outcome.BROKEN, said, said)

    def _stop(self, fault: StoreError) -> None:
        """The database cannot be written: nothing more is asked, and the parent is told once."""
        if self.desk.fault is None:
            self.desk.fault = fault
            assert self.crawler.engine is not None
            assert self.crawler.spider is not None
            self.crawler.engine.close_spider(self.crawler.spider, "store")


def shown(url: str) -> str:
    """An address as it fits into a line."""
    return url if len(url) <= 140 else f"{url[:139]}…"


def _members_read(visit: Visit) -> list[PageState]:
    return [one.state_read for one in visit.members.values() if one.state_read.snapshot_id]


def _has_grown(visit: Visit) -> bool:
    return visit.state.sha256 is not None and any(
        one.fresh and not one.state.snapshot_id for one in visit.members.values()
    )


def _without_new(visit: Visit, bundle: Bundle) -> Bundle:
    old = {name: bundle[name] if one.state.snapshot_id else None for name, one in visit.members.items()}
    return Bundle(bundle.url, old)


def _described(fault: Exception, url: str) -> str:
    if isinstance(fault, MonitorError):
        return fault.message
    return f"{type(fault).__name__}: {fault} (reading {shown(url)})"
