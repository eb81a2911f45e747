"""Meetings of the committees of Indiana's General Assembly, from its documented interface, which needs a key.

https://docs.api.iga.in.gov. A key is free there and stands in the environment variable INDIANA_API_KEY. The list of a session names its
meetings, each of which is read when its line moved and once a day while it lies ahead. Unverified: the answers are told by public
projects that read them. The interface's certificate had run out in 2025; it is checked all the same.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError, KeyNeeded
from monitor.source import SourceSpider, bill_number, day, field, json_of, squeeze
from monitor.source.spider import Allowance
from spiders.families.rounds import round_of, token
from spiders.families.schedule import called_off, starts
from spiders.indiana.bills import LETTERS, SITE, IndianaBills

API = "https://api.iga.in.gov"
KEY = "INDIANA_API_KEY"
BEFORE = timedelta(days=14)
AS_JSON = {"Accept": "application/json"}
BODIES = {"(S)": "Senate", "(H)": "House"}


class IndianaHearings(SourceSpider):
    """The list of each session, and each meeting that lies ahead."""

    name = "indiana.hearings"
    jurisdiction = "us-in"
    publisher = "Indiana General Assembly"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "iga.in.gov meetings"
    verified = "unverified"
    may_be_empty = True
    zone = "America/Indiana/Indianapolis"
    allowance = Allowance(provider="Indiana General Assembly", api=API, key=KEY, header="x-api-key")  # no number stated
    handle_httpstatus_list = (401, 403)  # what the interface says of a key must reach the callback

    def requests(self) -> Iterator[Request]:
        """One list a session; a redirect would carry the key to another host."""
        for due in IndianaBills.sessions.due(self.now):
            yield self._list(f"{API}/{due.session.code}/meetings", optional=due.pace.get("optional", False))

    def _list(self, address: str, *, optional: bool = False) -> Request:
        return self.follow(address, self.parse_list, optional=optional, headers=AS_JSON, meta={"dont_redirect": True})

    def parse(self, response: Response) -> Iterator[Request | Hearing]:
        """A list or a meeting: the keys of the answer tell which."""
        data = _answer(response)
        listed = "items" in data or "meetings" in data
        yield from self.parse_list(response) if listed else self.parse_meeting(response)

    def parse_list(self, response: Response) -> Iterator[Request]:
        """The meetings that do not lie behind, and the next page. In some years the list is one level deeper."""
        data, url = _answer(response), response.url
        nested = field(data, "meetings", dict, url=url, default={}) or data
        for item in field(nested, "items", list, url=url):
            on = self._day(item, url) if _said(item, "meetingdate") else None
            if on and on < self.now.date() - BEFORE:
                continue
            link = field(item, "link", str, url=url)
            moved = token(json.dumps(item, sort_keys=True), round_of(link, self.now, days=1, ends_on=None))
            yield self.follow(
                urljoin(f"{API}/", link),
                self.parse_meeting,
                when=moved,
                headers=AS_JSON,
                meta={"dont_redirect": True},
            )
        following = re.sub(r"per_page=50&?", "", _said(nested, "nextLink"))  # with it the pages go round in circles
        if following and urljoin(f"{API}/", following) != url:
            yield self._list(urljoin(f"{API}/", following))

    def parse_meeting(self, response: Response) -> Iterator[Hearing]:
        """The meeting of an answer, unless it is long past."""
        row, url = _answer(response), response.url
        on = self._day(row, url)
        if on < self.now.date() - BEFORE:
            return
        printed = _said(row, "customstart") or _said(row, "starttime")
        items = list(_items(row, url))
        committee = _committee(row, url)
        bills = [number for number, _ in items if number]
        yield Hearing(
            identifier=url.rstrip("/").rpartition("/")[2],
            title=committee,
            url=f"{SITE}/legislative/{url.removeprefix(f'{API}/').partition('/')[0]}/committees",
            text="\n".join([squeeze(f"{on}, {printed}").rstrip(", "), *(f"- {line}" for line in _lines(items))]),
            starts_at=self._starts(on, printed, url),
            location=_said(row, "location"),
            concerns=tuple(dict.fromkeys(bills)),
            cancelled=str(row.get("cancelled")).lower() == "true" or called_off(printed),
        )

    def _day(self, row: Mapping[str, Any], url: str) -> date:
        """The day of "2027-01-19" or "January 19, 2027"; blanks may stray around its parts."""
        printed = re.sub(r"\s*([/-])\s*", r"\1", squeeze(field(row, "meetingdate", str, url=url)))
        try:
            on = day(printed)
        except ValueError as error:
            raise ExtractionError(str(error), url=url, selector="meetingdate") from error
        if on is None:
            raise ExtractionError("a meeting without a day", url=url, selector="meetingdate")
        return on

    def _starts(self, on: date, printed: str, url: str) -> datetime | None:
        """The moment of "9:00 AM" or "09:00:00"; None for "Upon adjournment of the House"."""
        try:
            if re.fullmatch(r"\d\d:\d\d(:\d\d)?", printed):
                return datetime.combine(on, time.fromisoformat(printed), ZoneInfo(self.zone)).astimezone(UTC)
            return starts(on, re.sub(r"(?<=\d) +(?=:)|(?<=:) +", "", printed), self.zone)
        except ValueError as error:
            raise ExtractionError(str(error), url=url, selector="starttime") from error


def _answer(response: Response) -> Any:
    """The interface's JSON; KeyNeeded for what it says of a key."""
    if response.status in (401, 403):
        words = f"the interface says no ({response.status}); set {KEY} to a key of your own"
        raise KeyNeeded(words, url=response.url, variable=KEY)
    data = json_of(response)
    if not isinstance(data, dict):
        raise ExtractionError(f"expected an object, found {type(data).__name__}", url=response.url)
    return data


def _said(item: Any, name: str) -> str:
    return squeeze(field(item, name, str, default="") or "")


def _committee(row: Mapping[str, Any], url: str) -> str:
    """ "Senate Health and Provider Services"; the chamber stands beside the name or in it."""
    name = squeeze(field(row, "committee.name", str, url=url))
    printed = _said(row.get("committee"), "chamber")
    chamber = next((word for mark, word in BODIES.items() if mark in printed or word in printed), "")
    return name if not chamber or chamber in name else f"{chamber} {name}"


def _items(row: Mapping[str, Any], url: str) -> Iterator[tuple[str, str]]:
    """Number and words of each item of the agenda, which is a list or the JSON of one; an item is a bill or words alone."""
    agenda = row.get("agenda") or []
    try:
        items = json.loads(agenda) if isinstance(agenda, str) else agenda
        for item in items:
            words = re.sub(r"<[^>]+>", " ", _said(item, "description"))
            name = _said(field(item, "bill", dict, url=url, default={}) or {}, "billName")
            yield _number(name) if name else "", squeeze(words)
    except (ValueError, TypeError) as error:
        raise ExtractionError(f"not an agenda: {error}", url=url, selector="agenda") from error


def _number(name: str) -> str:
    """ "HB 1001" from "HB1001"; concurrent and joint resolutions have the letters of the site's pages."""
    letters, number = bill_number(name).split()
    return f"{LETTERS.get(letters, letters)} {number}"


def _lines(items: list[tuple[str, str]]) -> Iterator[str]:
    yield from (line for number, words in items if (line := squeeze(f"{number} {words}")))
