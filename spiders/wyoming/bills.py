"""Bills and joint resolutions of Wyoming's Legislature, from the JSON interface behind its site.

One request lists a year, its special sessions too; one a bill whose row moved gives everything about it. Unverified: the fields
are told by public projects of 2026 that read them, and no capture was at hand.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from urllib.parse import urljoin

from parsel import Selector
from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day_field, field, json_of, squeeze
from spiders.families.executive import by_office
from spiders.families.legislature import BillSpider
from spiders.families.sessions import Session, Sessions
from spiders.wyoming.vocabulary import WYOMING

API = "https://lsoservice.wyoleg.gov/api/BillInformation"
SITE = "https://wyoleg.gov/"
CHAMBERS = {"House": "lower", "Senate": "upper"}
TEXTS = (("Introduced", "introduced"), ("Engrossed", "engrossedVersion"), ("Enrolled", "enrolledAct"))


class WyomingBills(BillSpider):
    """A list a year, then each bill whose row moved."""

    name = "wyoming.bills"
    jurisdiction = "us-wy"
    publisher = "Wyoming Legislature"
    cadence = "every 6 hours"
    verified = "unverified"
    zone = "America/Denver"
    vocabulary = WYOMING
    sessions = Sessions(
        [
            Session(identifier="2025", starts_on=date(2025, 1, 14), ends_on=date(2025, 3, 15)),
            Session(identifier="2026", starts_on=date(2026, 2, 9), ends_on=date(2026, 3, 6)),
            # The second Tuesday of January.
            Session(identifier="2027", starts_on=date(2027, 1, 12)),
        ]
    )

    def requests(self) -> Iterable[Request]:
        """One list a year."""
        for due in self.sessions.due(self.now):
            address = f"{API}?$filter=Year%20eq%20{due.session.code}&$orderby=BillNum"
            yield self.follow(address, self.parse_list, **due.pace)

    def parse(self, response: Response) -> Iterator[Request | Bill]:
        """A list or a bill."""
        yield from self.parse_list(response) if isinstance(json_of(response), list) else self.parse_bill(response)

    def parse_list(self, response: Response) -> Iterator[Request]:
        """A request for each bill of the year whose row moved; the interface has been seen to answer with other years too."""
        rows, year = json_of(response), _year(response.url)
        if not isinstance(rows, list):
            raise ExtractionError(f"expected a list, found {type(rows).__name__}", url=response.url)
        found = [row for row in rows if field(row, "year", int, url=response.url, default=year) == year]
        session = self.sessions.by_code(str(year))
        begun = not (session and session.starts_on) or session.starts_on <= self.now.date()
        if not found and (rows or begun):
            raise ExtractionError(f"none of {len(rows)} bills is of {year}", url=response.url)
        for row in found:
            special = field(row, "specialSessionValue", int, url=response.url, default=None)
            token = hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()[:16]
            number = field(row, "billNum", str, url=response.url)
            chosen = f"specialSessionValue={special}&" if special else ""
            yield self.follow(f"{API}/{year}/{number}?{chosen}calendarDate=", self.parse_bill, when=token)

    def parse_bill(self, response: Response) -> Iterator[Bill]:
        """The bill, which must be the one that the address names."""
        item, year, url = json_of(response), _year(response.url), response.url
        number = field(item, "bill", str, url=url)
        if f"/{number}?" not in url.partition("/api/")[2] + "?":
            raise ExtractionError(f"the answer is {number}", url=url, selector="bill")
        found = re.search(r"specialSessionValue=(\d+)", url)
        folder = f"{year}Sp{found[1]}" if found else f"{year}"
        yield Bill(
            identifier=bill_number(number),
            title=squeeze(field(item, "catchTitle", str, url=url)),
            url=f"{SITE}Legislation/{year}/{number}" + (f"?specialSessionValue={found[1]}" if found else ""),
            status=_said(item, "billStatus"),
            text="\n".join(filter(None, [_said(item, "billTitle"), _summary(_said(item, "summaryHTML"))])),
            session=folder,
            chamber="lower" if number.startswith("H") else "upper",
            sponsors=tuple(
                Sponsor(name=squeeze(field(each, "name", str, url=url)), primary=bool(each.get("primarySponsor")))
                for each in _list(item, "sponsors")
            ),
            actions=tuple(self._action(each, url) for each in _list(item, "billActions")),
            versions=tuple(_versions(item, folder)),
        )

    def _action(self, item: Any, url: str) -> Action:
        on = day_field(item, "statusDate", url=url)
        by = CHAMBERS.get(_said(item, "location"), "legislature")
        step = self.action(field(item, "statusMessage", str, url=url), on=on, by=by)
        return by_office(step)


def _year(url: str) -> int:
    """The year that an address asks for: in its filter, or before the bill's number."""
    found = re.search(r"(?:Year(?:%20| )eq(?:%20| )|/BillInformation/)(\d{4})\b", url)
    if not found:
        raise ExtractionError("the address names no year", url=url)
    return int(found[1])


def _said(item: Any, name: str) -> str:
    return squeeze(field(item, name, str, default="") or "")


def _list(item: Any, name: str) -> list[Any]:
    return field(item, name, list, default=[]) or []


def _summary(markup: str) -> str:
    """What an act does in a few sentences, written once it is enrolled."""
    words = squeeze(" ".join(Selector(markup).css("::text").getall())) if markup else ""
    return words.partition("Summary/Major Elements:")[2].strip()


def _versions(item: Any, folder: str) -> Iterator[Version]:
    """The texts, the governor's letters, and every amendment with what became of it."""
    pdf = "application/pdf"
    for note, name in TEXTS:
        if path := _said(item, name):
            yield Version(note=note, url=urljoin(SITE, path), media_type=pdf)
    for veto in _list(item, "vetoes"):
        yield Version(note=_said(veto, "vetoLinkText"), url=urljoin(SITE, _said(veto, "vetoLinkPath")), media_type=pdf)
    for each in _list(item, "amendments"):
        number, sponsor, status = (_said(each, name) for name in ("amendmentNumber", "sponsor", "status"))
        note = f"Amendment {number} ({_said(each, 'order')})" + (f" - {sponsor}" if sponsor else "")
        yield Version(
            note=note + (f" ({status})" if status else ""), url=f"{SITE}{folder}/Amends/{number}.pdf", media_type=pdf
        )
