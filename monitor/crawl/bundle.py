"""Several files, one callback: a source that spreads its records over bulk tables is read whole.

A downloader middleware right inside `ObserveMiddleware`. Each member is a page of its own (validators, snapshot, hash); the
bundle is unchanged when every member is.
"""

from hashlib import sha256

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response, TextResponse
from scrapy.http.request import NO_CALLBACK

from monitor.crawl.conditional import ask_conditionally
from monitor.crawl.observe import ObserveMiddleware
from monitor.crawl.restore import restored, text_of
from monitor.crawl.visit import Desk, Settled, Visit
from monitor.source.spider import Bundle
from monitor.store.evidence import PageState


class BundleMiddleware:
    """Answers a request made by `SourceSpider.bundle` with the responses of all its members."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.desk: Desk = crawler.settings["POLICYWATCH_DESK"]
        self.observer = ObserveMiddleware(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "BundleMiddleware":
        return cls(crawler)

    async def process_request(self, request: Request) -> Response | None:
        wanted: dict[str, str] | None = request.meta.get("bundle")
        if not wanted:
            return None
        visit: Visit = request.meta["visit"]
        answers: dict[str, Response | None] = {}
        for number, (name, url) in enumerate(wanted.items()):
            optional = name in request.meta["optional_members"] or (number == 0 and visit.optional)
            answers[name] = await self._member(visit, name, url, optional)
            if number == 0 and answers[name] is None:
                visit.watch.tally.absent = True
                raise Settled("the bundle does not exist yet")
        digest = _digest(visit)
        if digest == visit.state.sha256:
            self.observer.rest(visit, request)
            raise Settled("unchanged")
        visit.fresh = PageState(
            id=visit.state.id,
            address=visit.state.address,
            snapshot_id=next(iter(visit.members.values())).state_read.snapshot_id,
            sha256=digest,
            token=visit.token,
            edition=visit.watch.edition,
        )
        return Bundle(request.url, {name: self._text(visit.members[name], answer) for name, answer in answers.items()})

    async def _member(self, visit: Visit, name: str, url: str, optional: bool) -> Response | None:
        """The answer of one member; None when an optional one is absent. Any fault settles the whole bundle."""
        assert self.crawler.engine is not None
        state = visit.watch.pages.get(url) or PageState(address=url)
        part = visit.members[name] = Visit(watch=visit.watch, state=state, optional=optional, member=True, bundle=visit)
        request = Request(url, callback=NO_CALLBACK, meta={"visit": part})
        ask_conditionally(request, state)
        try:
            answer = await self.crawler.engine.download_async(request)
        except IgnoreRequest as fault:
            raise Settled(f"{name}: {fault}") from fault
        return answer if part.fresh or state.snapshot_id else None

    def _text(self, part: Visit, answer: Response | None) -> TextResponse | None:
        if answer is None:
            return None
        return text_of(answer if part.fresh else restored(self.desk.recorder, part.state))


def _digest(visit: Visit) -> bytes:
    """One hash over the members in order; an absent one counts as such."""
    whole = sha256()
    for name, part in visit.members.items():
        whole.update(name.encode() + b"\0" + (part.state_read.sha256 or b"absent"))
    return whole.digest()
