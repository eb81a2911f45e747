"""Bills and resolutions of Delaware's General Assembly, from the JSON behind its site.

The list comes in pages of twenty rows with title, synopsis, sponsor and status; a measure's history is asked for when its row
moved and once a week while the Assembly is in office. A measure that is not two days old has no history (the site answers with
nothing) and is told by its row alone. A substitute ("HS 1 for HB 13") is the bill it stands for; the replaced one is left out.
Additional sponsors stand on pages that are not read. Unverified: the answers are told by public projects that read them (2026).
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day, field, json_of, squeeze
from spiders.delaware.vocabulary import DELAWARE
from spiders.families.executive import by_office
from spiders.families.legislature import BillSpider
from spiders.families.rounds import round_of, token
from spiders.families.sessions import Pace, Session, Sessions

SITE = "https://legis.delaware.gov"
LIST = f"{SITE}/json/AllLegislation/GetAllLegislation"
HISTORY = f"{SITE}/json/BillDetail/GetRecentReportsByLegislationId"
FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8", "X-Requested-With": "XMLHttpRequest"}
PAGE = 20  # the site gives no more
TYPES = (1, 2, 3, 4, 6)  # without amendments, which are 5
ROUND = 7
FRESH = timedelta(days=2)
CHAMBERS = {"House": "lower", "Senate": "upper"}
CODE = re.compile(r"(?:(?:HS|SS) \d+ for )?([HS](?:B|CR|JR|R|A)) (\d+)\b")


class DelawareBills(BillSpider):
    """The list of each Assembly, then the history of each measure that may have moved."""

    name = "delaware.bills"
    jurisdiction = "us-de"
    publisher = "Delaware General Assembly"
    cadence = "every 6 hours"
    rounds = ROUND
    verified = "unverified"
    edition = 2  # other names of a bill
    delay = 2.0  # many requests in a row are answered with nothing
    vocabulary = DELAWARE
    sessions = Sessions(
        [
            Session(identifier="152", starts_on=date(2023, 1, 10), ends_on=date(2024, 6, 30)),
            Session(identifier="153", starts_on=date(2025, 1, 14), ends_on=date(2026, 6, 30)),
            # The second Tuesday of January until the last day of June of the next year.
            Session(identifier="154", starts_on=date(2027, 1, 12), ends_on=date(2028, 6, 30)),
        ]
    )

    def requests(self) -> Iterable[Request]:
        """The first page of each Assembly's list."""
        return [self._page(due.session.code, 1, due.pace) for due in self.sessions.due(self.now)]

    def _page(self, session: str, number: int, pace: Pace) -> Request:
        asked = {"page": number, "pageSize": PAGE, "selectedGA[0]": session, "coSponsorCheck": "True"}
        asked |= {f"selectedLegislationTypeId[{place}]": kind for place, kind in enumerate(TYPES)}
        asked |= dict.fromkeys(("sort", "group", "filter", "sponsorName", "fromIntroDate", "toIntroDate"), "")
        hints = {"session": session, "number": number, "pace": pace}
        return self.follow(
            LIST, self.parse_list, method="POST", body=urlencode(asked), headers=FORM, cb_kwargs=hints, **pace
        )

    def parse(self, response: Response) -> Iterator[Bill]:
        """The measures of a saved page of the list, as far as their rows tell them."""
        for row in _living(_rows(response), response.url):
            yield self._bill(row, (), response.url)

    def parse_list(
        self, response: Response, session: str = "", number: int = 1, pace: Pace | None = None
    ) -> Iterator[Request | Bill]:
        """The history of each measure that may have moved, those without one, and the next page."""
        rows = _rows(response)
        total = field(json_of(response), "Total", int, url=response.url)
        if len(rows) < min(PAGE, total - PAGE * (number - 1)):
            raise ExtractionError(f"page {number} has {len(rows)} rows, and there are {total}", url=response.url)
        known = self.sessions.by_code(session)
        if not total and known and known.starts_on and known.starts_on <= self.now.date():
            raise ExtractionError(f"the list of {session} is empty", url=response.url, selector="Total")
        for row in _living(rows, response.url):
            assembly = str(field(row, "AssemblyId", int, url=response.url))
            if session and assembly != session:
                raise ExtractionError(f"the list of {session} shows a measure of {assembly}", url=response.url)
            introduced = _moment(row.get("IntroductionDateTime"), self.zone, response.url)
            if introduced is None or self.now.date() - introduced < FRESH:
                yield self._bill(row, (), response.url)
            else:
                yield self._history(row, assembly, response.url)
        if PAGE * number < total:
            yield self._page(session, number + 1, pace or Pace())

    def _history(self, row: Mapping[str, Any], assembly: str, url: str) -> Request:
        key = field(row, "LegislationId", int, url=url)
        known = self.sessions.by_code(assembly)
        turn = round_of(str(key), self.now, days=ROUND, ends_on=known.ends_on if known else None)
        body = urlencode({"legislationId": key, "sort": "", "group": "", "filter": ""})
        moved = token(json.dumps(row, sort_keys=True), turn)
        return self.follow(
            HISTORY, self.parse_bill, when=moved, method="POST", body=body, headers=FORM, cb_kwargs={"row": dict(row)}
        )

    def parse_bill(self, response: Response, row: Mapping[str, Any]) -> Iterator[Bill]:
        """The measure of a row with its history."""
        key = field(row, "LegislationId", int, url=response.url)
        lines = _rows(response)
        if any(line.get("LegislationId", key) != key for line in lines):
            raise ExtractionError(f"this is no history of {key}", url=response.url, selector="LegislationId")
        try:
            steps = tuple(self._action(line, row, response.url) for line in lines)
        except ValueError as error:
            raise ExtractionError(str(error), url=response.url, selector="OccuredAtDateTime") from error
        yield self._bill(row, steps, response.url)

    def _action(self, line: Any, row: Mapping[str, Any], url: str) -> Action:
        """A step; without a chamber of its own it is that of its words, else of the one where the measure began."""
        text = squeeze(field(line, "ActionDescription", str, url=url))
        named = re.search(r"\b(House|Senate)\b", text)
        by = CHAMBERS.get(_said(line, "ChamberName") or (named[1] if named else ""), _identity(row, url)[1])
        return by_office(self.action(text, on=_moment(line.get("OccuredAtDateTime"), self.zone, url), by=by))

    def _bill(self, row: Mapping[str, Any], steps: tuple[Action, ...], url: str) -> Bill:
        identifier, chamber = _identity(row, url)
        key, kind = field(row, "LegislationId", int, url=url), field(row, "LegislationTypeId", int, url=url)
        introduced = _moment(row.get("IntroductionDateTime"), self.zone, url)
        code = _said(row, "LegislationDisplayCode").partition(" w/ ")[0].partition(" - ")[0]
        text = urlencode(
            {"legislationId": key, "legislationTypeId": kind, "docTypeId": 2, "legislationName": code.replace(" ", "")}
        )
        sponsor = _said(row, "Sponsor")
        return Bill(
            identifier=identifier,
            aliases=(code,) if " for " in code else (),
            title=squeeze(field(row, "LongTitle", str, url=url, default="")) or _said(row, "ShortTitle") or code,
            url=f"{SITE}/BillDetail?LegislationId={key}",
            published_on=introduced,
            status=_said(row, "StatusName"),
            text=_said(row, "Synopsis"),
            session=str(field(row, "AssemblyId", int, url=url)),
            chamber=chamber,
            sponsors=(Sponsor(name=sponsor, primary=True),) if sponsor else (),
            actions=steps or ((self.action("Introduced", on=introduced, by=chamber),) if introduced else ()),
            versions=(
                Version(note=code, url=f"{SITE}/json/BillDetail/GenerateHtmlDocument?{text}", media_type="text/html"),
            ),
        )


def _rows(response: Response) -> list[dict[str, Any]]:
    data = json_of(response)
    if isinstance(data, dict) and data.get("Errors"):
        raise ExtractionError(f"the site answers with an error: {str(data['Errors'])[:120]}", url=response.url)
    rows = field(data, "Data", list, url=response.url)
    if not all(isinstance(row, dict) for row in rows):
        raise ExtractionError("a row is no object", url=response.url, selector="Data")
    return rows


def _said(item: Mapping[str, Any], name: str) -> str:
    return squeeze(field(item, name, str, default="") or "")


def _identity(row: Mapping[str, Any], url: str) -> tuple[str, str]:
    """Identifier and chamber from "HB 13 w/ HA 1", "HS 2 for HB 13", "SB 5 - …"."""
    code = squeeze(field(row, "LegislationDisplayCode", str, url=url))
    found = CODE.match(code)
    if not found:
        raise ExtractionError(f"not a measure: {code!r}", url=url, selector="LegislationDisplayCode")
    return bill_number(f"{found[1]} {found[2]}"), "lower" if found[1].startswith("H") else "upper"


def _living(rows: list[dict[str, Any]], url: str) -> list[dict[str, Any]]:
    """The rows without those that a substitute replaced; of two that are left of one bill the later."""
    left = [row for row in rows if "substituted" not in _said(row, "StatusName").lower()]
    return list(
        {
            _identity(row, url)[0]: row
            for row in sorted(left, key=lambda row: field(row, "LegislationId", int, url=url))
        }.values()
    )


def _moment(value: Any, zone: str, url: str) -> date | None:
    """The day of "/Date(1736830800000)/" in the publisher's zone, or of "1/14/25"."""
    if not isinstance(value, str) or not value.strip():
        return None
    if found := re.fullmatch(r"/Date\((-?\d+)(?:[+-]\d{4})?\)/", value.strip()):
        return datetime.fromtimestamp(int(found[1]) / 1000, UTC).astimezone(ZoneInfo(zone)).date()
    try:
        return day(value.split(" ")[0])
    except ValueError as error:
        raise ExtractionError(str(error), url=url) from error
