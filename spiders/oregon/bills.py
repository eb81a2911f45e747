"""Measures of Oregon's Legislative Assembly, from its OData service (JSON, no key): some requests of 500 give a whole session.

Unverified: entity sets and fields are told by public projects that read the service, among them answers of 2025 as one of them
keeps them; no capture was at hand. `LegislatoreCode` is the service's own spelling. The service names members and committees by codes.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import quote

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day_field, field, squeeze
from monitor.source.spider import Untracked
from spiders.families import odata
from spiders.families.legislature import BillSpider
from spiders.families.sessions import Session, Sessions
from spiders.oregon.vocabulary import OREGON

SERVICE = "https://api.oregonlegislature.gov/odata/odataservice.svc"
SITE = "https://olis.oregonlegislature.gov/liz"
PAGE = 500
PARTS = "MeasureSponsors,MeasureDocuments,MeasureHistoryActions"
CHAMBERS = {"H": "lower", "S": "upper", "J": "legislature"}
EXECUTIVE = {"executive-receipt", "executive-signature", "executive-veto", "became-law"}


def session_of(key: str) -> Session | None:
    """A session by its key: "2027R1" is regular, "2025S1" special."""
    found = re.fullmatch(r"(\d{4})[RS]\d", key)
    return (
        Session(identifier=key, starts_on=date(int(found[1]), 1, 1), ends_on=date(int(found[1]), 12, 31))
        if found
        else None
    )


class OregonBills(BillSpider):
    """The service's list of sessions, then every measure of each session that is due."""

    name = "oregon.bills"
    jurisdiction = "us-or"
    publisher = "Oregon Legislative Assembly"
    cadence = "every 6 hours"
    verified = "unverified"
    zone = "America/Los_Angeles"
    vocabulary = OREGON
    sessions = Sessions(
        [
            Session(identifier="2025R1", name="2025R1", starts_on=date(2025, 1, 21), ends_on=date(2025, 6, 30)),
            Session(identifier="2025S1", name="2025S1", starts_on=date(2025, 8, 29), ends_on=date(2025, 10, 1)),
            Session(identifier="2026R1", name="2026R1", starts_on=date(2026, 2, 2), ends_on=date(2026, 3, 9)),
            Session(identifier="2027R1", name="2027R1", starts_on=date(2027, 1, 19)),
        ]
    )

    def requests(self) -> list[Request]:
        """The list of sessions."""
        return [self.follow(f"{SERVICE}/LegislativeSessions", self.parse_sessions, headers=odata.ACCEPT)]

    def parse(self, response: Response) -> Iterator[Request | Untracked | Bill]:
        """A saved answer: sessions or measures."""
        rows = odata.page(response).rows
        measures = any("MeasureNumber" in row for row in rows)
        yield from self.parse_measures(response) if measures else self.parse_sessions(response)

    def parse_sessions(self, response: Response) -> Iterator[Request | Untracked]:
        """The measures of each session that is due. Interims and mock sessions have no measures."""
        found = odata.page(response)
        keys = [field(row, "SessionKey", str, url=response.url) for row in found.rows if not _is_no_session(row)]
        if not keys:
            raise ExtractionError("the list names no session", url=response.url, selector="SessionKey")
        for due in self.sessions.listed(keys, self.now, rule=session_of):
            if isinstance(due, Untracked):
                yield due
                continue
            collection = f"{SERVICE}/LegislativeSessions('{due.session.code}')/Measures"
            order = "MeasurePrefix,MeasureNumber"
            url = odata.address(collection, expand=PARTS, inlinecount="allpages", orderby=order, top=PAGE, skip=0)
            yield self.follow(url, self.parse_measures, headers=odata.ACCEPT, **due.pace)
        if found.following:
            yield self.follow(found.following, self.parse_sessions, headers=odata.ACCEPT)

    def parse_measures(self, response: Response) -> Iterator[Request | Bill]:
        """The measures of a page, and the next page. A measure that relates to nothing is a number kept free."""
        found = odata.page(response)
        for row in found.rows:
            if squeeze(field(row, "RelatingTo", str, url=response.url, default="")):
                yield self._bill(row, response.url)
        if found.following:
            yield self.follow(found.following, self.parse_measures, headers=odata.ACCEPT)

    def _bill(self, row: dict[str, Any], where: str) -> Bill:
        prefix, number = field(row, "MeasurePrefix", str, url=where), field(row, "MeasureNumber", int, url=where)
        session = field(row, "SessionKey", str, url=where)
        try:
            identifier = bill_number(f"{prefix} {number}")
        except ValueError as error:
            raise ExtractionError(str(error), url=where, selector="MeasurePrefix") from error
        here = f"{where} {identifier}"
        about = [_said(row, "CatchLine"), *_lines(field(row, "MeasureSummary", str, url=here, default="") or "")]
        return Bill(
            identifier=identifier,
            title=_said(row, "RelatingTo"),
            url=f"{SITE}/{session}/Measures/Overview/{identifier.replace(' ', '')}",
            status=_said(row, "CurrentLocation"),
            text="\n".join(filter(None, about)),
            session=session,
            chamber=CHAMBERS.get(identifier[0], "legislature"),
            sponsors=tuple(_sponsors(row, here)),
            actions=tuple(self._actions(row, here)),
            versions=tuple(_versions(row, here)),
        )

    def _actions(self, row: dict[str, Any], where: str) -> Iterator[Action]:
        """The history by its moments, whatever order the service gives it in."""
        steps = field(row, "MeasureHistoryActions", list, url=where)
        for each in sorted(steps, key=lambda one: field(one, "ActionDate", str, url=where)):
            text, on = field(each, "ActionText", str, url=where), day_field(each, "ActionDate", url=where)
            step = self.action(text, on=on, by=CHAMBERS.get(_said(each, "Chamber"), "legislature"))
            yield self.action(text, on=on, by="executive") if EXECUTIVE & {*step.kinds} else step


def _is_no_session(row: dict[str, Any]) -> bool:
    """Interims ("2025-2026 Interim", key 2025I1), mock sessions and "Today" are listed beside the sessions."""
    name, key = _said(row, "SessionName"), _said(row, "SessionKey")
    return bool(re.search(r"\b(Mock|Interim|Today)\b", name) or re.fullmatch(r"\d{4}I\d", key))


def _said(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    return squeeze(value) if isinstance(value, str) else ""


def _lines(text: str) -> list[str]:
    return [squeeze(line) for line in text.splitlines()]


def _sponsors(row: dict[str, Any], where: str) -> Iterator[Sponsor]:
    """Members and committees in the order in which they are printed; "Presession" names nobody."""
    listed = field(row, "MeasureSponsors", list, url=where)
    for each in sorted(listed, key=lambda one: int(one.get("PrintOrder") or 0)):
        if name := _said(each, "LegislatoreCode") or _said(each, "CommitteeCode"):
            yield Sponsor(name=name, primary=_said(each, "SponsorLevel") == "Chief")


def _versions(row: dict[str, Any], where: str) -> Iterator[Version]:
    """The texts as they came; their addresses have blanks."""
    texts = field(row, "MeasureDocuments", list, url=where)
    for each in sorted(texts, key=lambda one: (_said(one, "CreatedDate"), _said(one, "VersionDescription"))):
        yield Version(
            note=field(each, "VersionDescription", str, url=where),
            on=day_field(each, "CreatedDate", url=where),
            url=quote(field(each, "DocumentUrl", str, url=where), safe=":/?&=%#"),
            media_type="application/pdf",
        )
