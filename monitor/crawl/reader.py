"""From an answer to the database: the callback's documents to the recorder, its follow-up requests back (steps 3 to 8).

What `observe` has judged to be news is read here, and so is again what is stored where our code is new or a page leads on.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from monitor.crawl.conditional import address_of, already_read, with_validators
from monitor.crawl.restore import restored, restored_bundle
from monitor.crawl.unread import UNREAD_FROM_THE_START, mark_details
from monitor.crawl.visit import Desk, Visit
from monitor.crawl.wholesale import AT_ONCE, chosen
from monitor.model.errors import MonitorError, StoreError
from monitor.model.records import Outcome, Snapshot
from monitor.source.extract import enclosed
from monitor.source.spider import Bundle, Enclosed, Untracked, Wholesale
from monitor.source.yielded import Yielded
from monitor.store.evidence import PageState


class Reader:
    """Calls the callbacks of one crawl; whatever they raise becomes a count of the source's tally."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.desk: Desk = crawler.settings["POLICYWATCH_DESK"]

    def read(
        self, visit: Visit, callback: Callable[..., Any], response: Response, hints: dict[str, Any]
    ) -> list[Request]:
        """The documents of a response into the database; its follow-up requests back to Scrapy."""
        assert visit.fresh is not None
        if visit.state.snapshot_id is not None and visit.state.edition != visit.watch.edition:
            self.reread(visit, callback, hints)
        if isinstance(response, Bundle) and _has_grown(visit):
            # A file that was absent is there now. What the others say is compared without it first; then the fuller
            # reading becomes the state, silently: the new columns are new to us, not to the publisher.
            self._extract(visit, callback, _without_new(visit, response), hints, visit.state)
            self._extract(visit, callback, response, hints, visit.fresh, also=_members_read(visit), ours=True)
            return []
        return self._extract(visit, callback, response, hints, visit.fresh, also=_members_read(visit))

    def reread(self, visit: Visit, callback: Callable[..., Any], hints: dict[str, Any]) -> list[Request]:
        """Reads the stored answer again. With new code, what differs is our edit; with a new token from the list that led
        here, it is the publisher's, for the list's hints are part of the reading."""
        old = self._stored(visit)
        now_read = replace(visit.state, edition=visit.watch.edition, token=visit.token)
        return self._extract(visit, callback, old, hints, now_read, ours=visit.state.edition != visit.watch.edition)

    def led_to(self, visit: Visit, callback: Callable[..., Any], hints: dict[str, Any]) -> list[Request]:
        """The requests that an unchanged page makes, and what it lists that nobody reads; its documents are known."""
        try:
            things = list(callback(self._stored(visit), **hints) or ())
        except StoreError as fault:
            self.stop(fault)
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
        snapshots = [
            (inner.state, snapshot_of(response, self.desk.recorder.clock()), one.body)
            for inner, one, response in waiting
        ]
        requests: list[Request] = []
        for (inner, one, response), kept in zip(
            waiting, self.desk.recorder.keep_at_once(visit.watch, snapshots), strict=True
        ):
            inner.known = kept.known
            inner.fresh = with_validators(kept.state, response, token=inner.token, edition=visit.watch.edition)
            assert one.request.callback is not None
            requests += self.read(inner, one.request.callback, response, one.request.cb_kwargs)
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
            self.stop(fault)
            return []
        except Exception as fault:  # a callback is its author's code: whatever it raises makes the check broken
            self._broken(visit, fault, response.url)
            return []
        mark_details(found.requests, of_a_detail=visit.detail)
        return [*found.requests, *self._wholesale(visit, found.wholesale)]

    def _broken(self, visit: Visit, fault: Exception, url: str) -> None:
        said = _described(fault, url)
        visit.lose(Outcome.BROKEN, said, said)

    def stop(self, fault: StoreError) -> None:
        """The database cannot be written: nothing more is asked, and the parent is told once."""
        if self.desk.fault is None:
            self.desk.fault = fault
            assert self.crawler.engine is not None
            assert self.crawler.spider is not None
            self.crawler.engine.close_spider(self.crawler.spider, "store")


def snapshot_of(response: Response, at: datetime) -> Snapshot:
    """An answer as evidence, without its bytes."""
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )
    media_type = (response.headers.get(b"Content-Type") or b"").decode("latin-1")
    return Snapshot(
        url=response.url, fetched_at=at, status=response.status, media_type=media_type, headers=headers, sha256=""
    )


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
