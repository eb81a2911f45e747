"""Dockets, documents and comment periods at Regulations.gov of the agencies watched: its interface v4, which needs a key.

https://open.gsa.gov/api/regulationsgov/. The key is taken from the environment variable REGULATIONS_GOV_KEY and sent as a
header, never in an address; without one the public DEMO_KEY is used, whose quota lasts for a few looks a day. Checked against
recorded answers of 2020 to 2026, and both forms of its errors.

What the Federal Register published is the Register's document here too, under the number it has there: the monitor then has
one document with two sightings, and this source adds when comments open, are extended, and close. Only numbers in the
Register's present and former form count ("2026-13580", "E9-12345"); agencies type this field by hand, and what is anything
else stays a document of Regulations.gov. Filed in several dockets, it is one document that names them all.

Counts of comments received are a series beside a document that is open for comment, asked for only with a key of one's own;
they are never a part of a document, nor are stamps of the last modification, which move at night for no reason.
A withdrawal here is that of the posting; it withdraws no rule.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from zoneinfo import ZoneInfo

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Notice, Rule
from monitor.model.errors import ExtractionError, KeyNeeded
from monitor.model.figures import Figure
from monitor.source import SourceSpider, field, json_of, squeeze
from spiders.families.register_documents import REGISTRY, STAGES

API = "https://api.regulations.gov/v4"
SITE = "https://www.regulations.gov"
KEY = "REGULATIONS_GOV_KEY"
PAGE = 250  # the documented most
AGENCIES = {"DEA": "Drug Enforcement Administration", "FDA": "Food and Drug Administration"}
PAGES = {"documents": "document", "dockets": "docket", "comments": "comment"}  # type of resource → part of its address
IN_THE_REGISTER = ("Rule", "Proposed Rule", "Notice")
OPEN = "open for comment"
COUNTS = "document-comments-received-counts"
_NUMBER = re.compile(r"\d{4}-\d{5}|E\d-\d{1,5}")
_DASHES = re.compile("[\u2010-\u2015]")
_ZONE = ZoneInfo("America/New_York")


class RegulationsGov(SourceSpider):
    """What the agencies posted since the first day of three months ago, and the watched dockets whole."""

    watched_agencies: ClassVar[tuple[str, ...]] = ("DEA", "FDA")
    watched_dockets: ClassVar[tuple[str, ...]] = ("HHS-OASH-2026-0232",)

    name = "us.regulations_gov"
    jurisdiction = "us"
    publisher = "Regulations.gov"
    cadence = "every 8 hours"  # some ten requests a check; DEMO_KEY allows fifty a day
    kinds = ("rule", "notice")
    registry = "regulations.gov"
    verified = "capture"
    may_be_empty = True
    handle_httpstatus_list = (400, 401, 403)  # what the interface says of a key or question must reach the callback

    def requests(self) -> Iterable[Request]:
        """One search for each agency and type, one for each docket; addresses stay the same within a month."""
        months = self.now.year * 12 + self.now.month - 1 - 3
        since = date(months // 12, months % 12 + 1, 1)
        for agency in self.watched_agencies:
            for kind in IN_THE_REGISTER:
                yield self._search(agencyId=agency, documentType=kind, since=since.isoformat())
        for docket in self.watched_dockets:
            yield self.ask(f"{API}/dockets/{docket}", optional=True)
            yield self._search(docketId=docket)

    def _search(self, *, since: str = "", **filters: str) -> Request:
        query = {f"filter[{name}]": value for name, value in filters.items()}
        query |= {"filter[postedDate][ge]": since} if since else {}
        query |= {"sort": "postedDate,documentId", "page[size]": str(PAGE), "page[number]": "1"}
        return self.ask(f"{API}/documents?{urlencode(query)}")

    def ask(
        self, url: str, callback: Callable[..., Any] | None = None, *, optional: bool = False, **more: Any
    ) -> Request:
        """A request with the key in a header, which is sent to this host alone."""
        headers = {"X-Api-Key": os.environ.get(KEY) or "DEMO_KEY"}
        meta = {"dont_redirect": True, **more.pop("meta", {})}
        return self.follow(url, callback, optional=optional, headers=headers, meta=meta, **more)

    def parse(
        self, response: Response, kind: str = "notice", registry: str = "", identifier: str = ""
    ) -> Iterator[Request | Rule | Notice | Figure]:
        """Any answer of the interface: a list or one of documents, dockets or comments, or the count of a document's comments;
        kind, registry and identifier then say whose."""
        data = json_of(response)
        _refuse(data, response.url)
        resources = _resources(data, response.url)
        for each in resources:
            if each.get("type") == COUNTS:
                yield Figure(
                    kind=kind,
                    registry=registry,
                    identifier=identifier or field(each, "id", str, url=response.url),
                    name="comment",
                    value=field(each, "attributes.count", int, url=response.url),
                )
        found = list(_merged(_document(each, response.url) for each in resources if each.get("type") != COUNTS))
        yield from found
        if os.environ.get(KEY):  # the public key's quota would not last for these
            yield from (self._ask_count(one) for one in found if one.status == OPEN)
        if field(data, "meta.hasNextPage", bool, url=response.url, default=False):
            yield self.ask(_next_page(response.url))

    def parse_count(self, response: Response, **whose: str) -> Iterator[Request | Rule | Notice | Figure]:
        """The count of one document's comments. The interface knows none of some documents ("Incorrect result size"), which
        says nothing of the source; what it says of the key does."""
        if "errors" not in json_of(response):
            yield from self.parse(response, **whose)

    def _ask_count(self, document: Rule | Notice) -> Request:
        posting = document.url.rpartition("/")[2]
        whose = {"kind": document.kind, "registry": document.registry, "identifier": document.identifier}
        statuses = {"handle_httpstatus_list": (400, 401, 403, 404, 500)}
        return self.ask(f"{API}/{COUNTS}/{posting}", self.parse_count, optional=True, cb_kwargs=whose, meta=statuses)


def _refuse(data: Any, url: str) -> None:
    """Raises for both forms of error: the gateway's (about keys and quotas) and the application's."""
    if not isinstance(data, dict):
        raise ExtractionError(f"expected an object, found {type(data).__name__}", url=url)
    if "error" in data:
        problem = data["error"]
        told = f"{problem.get('code')}: {problem.get('message')}" if isinstance(problem, dict) else str(problem)
        if "KEY" in told or not os.environ.get(KEY):
            raise KeyNeeded(f"Regulations.gov refuses, {told}", url=url, variable=KEY)
        raise ExtractionError(f"Regulations.gov refuses, {told}", url=url, selector="error")
    if "errors" in data:
        told = "; ".join(
            squeeze(" ".join(str(part) for part in each.values())) for each in field(data, "errors", list, url=url)
        )
        raise ExtractionError(f"Regulations.gov answers with an error: {told}", url=url, selector="errors")


def _resources(data: Mapping[str, Any], url: str) -> list[dict[str, Any]]:
    """The resources of an answer; an excerpt may be one resource without its envelope."""
    found = data.get("data", data if "attributes" in data else None)
    resources = found if isinstance(found, list) else [found]
    if not all(isinstance(each, dict) for each in resources):
        raise ExtractionError(f"expected resources at 'data', found {sorted(data)}", url=url, selector="data")
    shown = field(data, "meta.numberOfElements", int, url=url, default=None)
    if shown is not None and shown != len(resources):
        raise ExtractionError(f"the page says {shown} and holds {len(resources)}", url=url, selector="data")
    return resources


def _next_page(url: str) -> str:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    number = int(query.get("page[number]", "1")) + 1
    return urlunsplit(parts._replace(query=urlencode(query | {"page[number]": str(number)})))


def _merged(documents: Iterable[Rule | Notice]) -> Iterator[Rule | Notice]:
    """A document that is filed in several dockets is one and names them all; of its comment periods the longest counts."""
    filings: dict[tuple[str, str, str], list[Rule | Notice]] = {}
    for one in documents:
        filings.setdefault((one.registry, one.kind, one.identifier), []).append(one)
    for same in filings.values():
        same.sort(key=lambda one: (one.comments_close_on or date.min, one.url))
        dockets = sorted({one.docket for one in same if one.docket})
        agencies = sorted({agency for one in same for agency in one.agencies})
        yield replace(same[-1], docket="; ".join(dockets), agencies=tuple(agencies))


def _document(resource: Mapping[str, Any], url: str) -> Rule | Notice:
    """A document, docket or comment, from any subset of its attributes."""
    identifier, kind = field(resource, "id", str, url=url), field(resource, "type", str, url=url)
    if kind not in PAGES:
        raise ExtractionError(f"expected documents, dockets or comments, found {kind!r}", url=url, selector="type")
    item = field(resource, "attributes", dict, url=url)
    said = _words(item, "documentType", url)
    number = _register_number(item, url) if said in IN_THE_REGISTER else ""
    common: dict[str, Any] = {
        "identifier": number or identifier,
        "registry": REGISTRY if number else RegulationsGov.registry,
        "title": _words(item, "title", url),
        "url": f"{SITE}/{PAGES[kind]}/{identifier}",
        "published_on": _day(item, "postedDate", url),
        "status": _status(item, url) if kind == "documents" else "",
        "text": "\n".join(_lines(item, url)),
        "action": said or f"Docket: {_words(item, 'docketType', url) or 'open'}",
        "agencies": (AGENCIES.get(_words(item, "agencyId", url), _words(item, "agencyId", url)),),
        "docket": identifier if kind == "dockets" else _words(item, "docketId", url),
        "comments_close_on": _day(item, "commentEndDate", url) if kind == "documents" else None,
    }
    if said not in STAGES:
        return Notice(**common)
    return Rule(
        **common,
        stage=STAGES[said],
        rin=_words(item, "rin", url),
        effective_on=_day(item, "effectiveDate", url),
    )


def _words(item: Mapping[str, Any], name: str, url: str) -> str:
    return squeeze(field(item, name, str, url=url, default=""))


def _register_number(item: Mapping[str, Any], url: str) -> str:
    """The Federal Register's number of the document if there surely is one, else ""."""
    number = _DASHES.sub("-", _words(item, "frDocNum", url))
    return number if _NUMBER.fullmatch(number) else ""


def _status(item: Mapping[str, Any], url: str) -> str:
    """Where the posting stands; it closes for comments by the clock."""
    if field(item, "withdrawn", bool, url=url, default=False):
        reason = _words(item, "reasonWithdrawn", url)
        return f"posting withdrawn: {reason}" if reason else "posting withdrawn"
    if field(item, "openForComment", bool, url=url, default=False):
        return OPEN
    return "closed for comment" if _words(item, "commentEndDate", url) else "posted"


def _lines(item: Mapping[str, Any], url: str) -> Iterator[str]:
    """Abstract, comment period, and where the Federal Register has it."""
    yield from filter(None, (_words(item, name, url) for name in ("docAbstract", "dkAbstract")))
    opens, closes = _day(item, "commentStartDate", url), _day(item, "commentEndDate", url)
    if closes:
        yield f"Comments: {f'from {opens} ' if opens else ''}until {closes}"
    printed = [words for name in ("frDocNum", "frVolNum") if (words := _words(item, name, url))]
    if printed:
        yield f"Federal Register: {', '.join(printed)}"
    if rin := _words(item, "rin", url):
        yield f"RIN: {rin}"


def _day(item: Mapping[str, Any], name: str, url: str) -> date | None:
    """The day at the publisher's, on the East coast: a period ends at 23:59:59 there, which is the next day in UTC.

    Midnight in UTC is a bare date, written as a moment.
    """
    text = _words(item, name, url)
    if not text:
        return None
    try:
        when = datetime.fromisoformat(text)
    except ValueError as error:
        raise ExtractionError(f"{name!r}: {error}", url=url, selector=name) from error
    bare = when.tzinfo is None or when == when.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return when.date() if bare else when.astimezone(_ZONE).date()
