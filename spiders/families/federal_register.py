"""What an agency publishes in the Federal Register, or what is found there by a word, and what is filed for the next days.

The interface at https://www.federalregister.gov/developers/documentation/api/v1 needs no key. A source reads as one bundle the
documents published since the first day of the month before last (a search by agency, or one for each word), and the public
inspection desk. A document that appears on both is the published one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, ClassVar
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit
from zoneinfo import ZoneInfo

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Document, Notice, Rule
from monitor.model.errors import ExtractionError
from monitor.source import Absent, Bundle, SourceSpider, Total, day_field, field, json_of
from spiders.families.register_desk import after_inspection, has_issue, kept, on_desk
from spiders.families.register_documents import (
    REGISTRY,
    documents_of_issue,
    filed_document,
    is_filed,
    published_document,
    slugs,
)

API = "https://www.federalregister.gov/api/v1"
DESK = f"{API}/public-inspection-documents/current.json"
FIELDS = (  # an unknown name would be answered with 400
    "abstract",
    "action",
    "agencies",
    "cfr_references",
    "citation",
    "comments_close_on",
    "correction_of",
    "corrections",
    "dates",
    "docket_ids",
    "document_number",
    "effective_on",
    "html_url",
    "publication_date",
    "regulation_id_numbers",
    "title",
    "type",
)
PAGE = 1000  # the documented most; one page holds two months of most agencies
SINCE, UNTIL = "conditions[publication_date][gte]", "conditions[publication_date][lte]"
MOST, MOST_PAGES = 10_000, 50
"""Where a search stops counting: https://github.com/usnationalarchives/federalregister-api-core caps every answer there."""
FIRST = date(1994, 1, 1)  # of the documents that the interface holds


class FederalRegisterSpider(SourceSpider):
    """Documents of one agency; a member sets its slug, see https://www.federalregister.gov/api/v1/agencies.json."""

    agency: ClassVar[str] = ""

    jurisdiction = "us"
    registry = REGISTRY
    cadence = "every 3 hours"
    kinds = ("rule", "notice")
    edition = 2

    def requests(self) -> Iterable[Request]:
        """One bundle; its first address stays the same within a month, so that a quiet check costs a conditional request."""
        members = self.searches_made()
        if members:
            yield self.bundle({**members, "filed": DESK}, optional=("filed",))

    def searches_made(self) -> dict[str, str]:
        """The addresses of the searches by a name of each."""
        return {"published": self.search(("conditions[agencies][]", self.agency))}

    def wanted(self, item: Any, url: str) -> bool:
        """Whether a filing on the public inspection desk is one of this source's."""
        return self.agency in slugs(item, url)

    def search(self, condition: tuple[str, str]) -> str:
        """The address of a search of the documents since the first day of the month before last."""
        months = self.now.year * 12 + self.now.month - 1 - 2
        since = date(months // 12, months % 12 + 1, 1)
        query = [
            condition,
            (SINCE, since.isoformat()),
            *(("fields[]", name) for name in FIELDS),
            ("order", "newest"),
            ("per_page", str(PAGE)),
        ]
        return f"{API}/documents.json?{urlencode(query)}"

    def parse(self, response: Response) -> Iterator[Document | Request | Total | Absent]:
        """Any answer of the interface that holds documents: a search, several numbers, one number, filings, an issue.

        A search that found more than it shows is asked again in halves, by the day of publication.
        """
        members = dict(response.members) if isinstance(response, Bundle) else {"published": response}
        desk = members.pop("filed", None)
        answers = [(json_of(one), one.url) for one in members.values() if one is not None]
        found = [list(_documents(data, url)) for data, url in answers]
        documents = {one.identifier: one for some in found for one in some}
        ways_on = [list(self._further(data, url)) for data, url in answers]
        further = [request for requests in ways_on for request in requests]
        read_since = max((_oldest(some) for some, on in zip(found, ways_on, strict=True) if on), default=date.min)
        waiting = self._waiting(desk, documents, read_since) if desk is not None else []
        yield from documents.values()
        yield from waiting
        yield from further
        counts = [_count(data, url) for data, url in answers]
        if not further and counts and None not in counts:
            unseen = sum(count or 0 for count in counts) - sum(len(_results(data, url)) for data, url in answers)
            yield Total(documents=len(documents) + len(waiting) + unseen)
        if isinstance(response, Bundle):
            yield Absent(becomes=self._after_inspection(desk, documents, read_since))

    def _further(self, data: Any, url: str) -> Iterator[Request]:
        """The rest of a search: its next page, or its two halves where it found more than it can show."""
        if not isinstance(data, dict):
            return
        pages = field(data, "total_pages", int, url=url, default=0) or 0
        if (_count(data, url) or 0) >= MOST or (pages >= MOST_PAGES and _page(url) == ["1"]):
            yield from (self.follow(half) for half in self._halves(url))
        elif next_page := field(data, "next_page_url", str, url=url, default=""):
            yield self.follow(next_page)

    def _halves(self, url: str) -> Iterator[str]:
        """The same search for the days up to the middle of its time, and for those after it."""
        query = [(name, value) for name, value in parse_qsl(urlsplit(url).query) if name != "page"]
        named = dict(query)
        since = date.fromisoformat(named.get(SINCE, FIRST.isoformat()))
        until = date.fromisoformat(named[UNTIL]) if UNTIL in named else self._today()
        if since >= until:
            raise ExtractionError(f"more than {MOST:,} documents of one day", url=url, selector="count")
        middle = since + (until - since) // 2
        rest = [(name, value) for name, value in query if name not in (SINCE, UNTIL)]
        base = url.partition("?")[0]
        yield f"{base}?{urlencode([*rest, (SINCE, since.isoformat()), (UNTIL, middle.isoformat())])}"
        after = [(SINCE, (middle + timedelta(days=1)).isoformat())]
        after += [(UNTIL, named[UNTIL])] if UNTIL in named else []
        yield f"{base}?{urlencode([*rest, *after])}"

    def _today(self) -> date:
        return self.now.astimezone(ZoneInfo(self.zone)).date()

    def _waiting(self, desk: Response, published: Mapping[str, Rule | Notice], read_since: date) -> list[Rule | Notice]:
        """This source's filings that are not yet published. Where the search has further pages, all that was published after
        `read_since` stands on the first; a filing for an earlier day counts as published there."""
        waiting = []
        for item in on_desk(json_of(desk), desk.url):
            scheduled = day_field(item, "publication_date", url=desk.url)
            elsewhere = scheduled is not None and scheduled <= read_since
            if self.wanted(item, desk.url) and not elsewhere:
                waiting.append(filed_document(item, desk.url))
        return [document for document in waiting if document.identifier not in published]

    def _after_inspection(
        self, desk: Response | None, published: Mapping[str, Rule | Notice], read_since: date
    ) -> Callable[[Document], Document | None]:
        """What has become of a filing that is neither on the desk nor published. Nothing is known where the desk was not
        there or has no issue yet."""
        open_for_business = desk is not None and has_issue(json_of(desk))
        days = [document.published_on for document in published.values() if document.published_on]

        def becomes(filed: Document) -> Document | None:
            if filed.identifier in published:
                return None
            if not open_for_business:
                return kept(filed)
            return after_inspection(filed, today=self._today(), read=(read_since, max(days, default=None)))

        return becomes


def _oldest(documents: Iterable[Rule | Notice]) -> date:
    """The day that a page of a search, newest first, may not hold whole."""
    return min((document.published_on for document in documents if document.published_on), default=date.max)


def _page(url: str) -> list[str]:
    return parse_qs(urlsplit(url).query).get("page", ["1"])


def _documents(data: Any, url: str) -> Iterator[Rule | Notice]:
    if isinstance(data, dict) and "agencies" in data and "document_number" not in data:
        yield from documents_of_issue(data, url)
        return
    items = [data] if isinstance(data, dict) and "document_number" in data else _results(data, url)
    for item in items:
        yield filed_document(item, url) if is_filed(item, url) else published_document(item, url)


def _results(data: Any, url: str) -> list[Any]:
    """The list of objects in an answer. A search without a match has a count of 0 and no results; saved excerpts of an
    answer hold a list under another name; anything else (an error, a question answered by suggestions) is a fault."""
    if isinstance(data, list):
        return data
    if isinstance(data, dict):
        if "results" in data:
            return field(data, "results", list, url=url)
        if data.get("count") == 0:
            return []
        lists = [value for value in data.values() if isinstance(value, list) and value]
        if len(lists) == 1 and all(isinstance(item, dict) and "document_number" in item for item in lists[0]):
            return list(lists[0])
        problem = data.get("message") or data.get("errors")
        raise ExtractionError(f"expected documents, found {problem or sorted(data)!r}", url=url, selector="results")
    raise ExtractionError(f"expected documents, found {type(data).__name__}", url=url, selector="results")


def _count(data: Any, url: str) -> int | None:
    """How many documents the answer says it has, when it is the first and only page of a search."""
    if not isinstance(data, dict) or _page(url) != ["1"] or data.get("previous_page_url") or data.get("errors"):
        return None
    return field(data, "count", int, url=url, default=None)
