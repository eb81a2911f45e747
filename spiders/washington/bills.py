"""Bills, memorials and resolutions of Washington's legislature, from its public web services (XML, no key).

One answer lists a biennium's measures with title, sponsor, companions and current status, and is read in each check; the history
of a measure is asked for when its status moved. The list was checked against a capture of 2026-01-14 (a SOAP answer), the other
answers are as the service describes them at https://wslwebservices.leg.wa.gov. A biennium is a session here, as for the state:
what is not passed in the first year is taken up again in the second.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from lxml import etree
from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import day
from spiders.families.asmx import child, holds, must, records, said
from spiders.families.legislature import BillSpider
from spiders.families.sessions import Session, Sessions
from spiders.washington.vocabulary import WASHINGTON

SERVICE = "https://wslwebservices.leg.wa.gov/LegislationService.asmx"
TEXTS = "https://lawfilesext.leg.wa.gov/Biennium"
SUMMARY = "https://app.leg.wa.gov/billsummary/"
BILL_ID = re.compile(r"(?:(\d*)(E))?(?:(\d*)(S))?([HS])(B|CR|JM|JR|R) (\d+)")
CHAMBERS = {"H": "lower", "S": "upper", "House": "lower", "Senate": "upper"}
FOLDERS = {
    "B": "Bills",
    "R": "Resolutions",
    "CR": "Concurrent Resolutions",
    "JM": "Joint Memorials",
    "JR": "Joint Resolutions",
}
NO_MEASURE = re.compile(r"(SGA|[HSI]*I) \d+|.* 9\d{3}")  # appointments and initiatives
PREFILED_FROM, PREFILED_UNTIL = (12, 1), (1, 7)  # prefiling opens on December's first Monday
NONE = {"absent": (500,)}  # what the service answers where a list would be empty
FIRST_DAYS = timedelta(days=14)  # of a biennium, in which its list may be that
EXECUTIVE = {"executive-receipt", "executive-signature", "executive-veto", "executive-veto-line-item", "became-law"}


def biennium(year: int, *, ends_on: date | None = None) -> Session:
    """The biennium that begins in an odd year, on the second Monday of January: "2025-2026", "2025-26" in addresses."""
    first = date(year, 1, 8 + (-date(year, 1, 8).weekday()) % 7)
    return Session(
        identifier=f"{year}-{year + 1}", site=f"{year}-{(year + 1) % 100:02}", starts_on=first, ends_on=ends_on
    )


class WashingtonBills(BillSpider):
    """One list a biennium, and the history of each measure whose status moved."""

    name = "washington.bills"
    jurisdiction = "us-wa"
    publisher = "Washington State Legislature"
    cadence = "every 6 hours"
    verified = "capture"
    edition = 2  # other names of a bill
    zone = "America/Los_Angeles"
    vocabulary = WASHINGTON
    sessions = Sessions(
        [
            biennium(2023, ends_on=date(2024, 3, 7)),
            biennium(2025, ends_on=date(2026, 3, 12)),
            biennium(2027),
        ]
    )

    def requests(self) -> Iterable[Request]:
        """What was introduced in each biennium, and around New Year what is filed for introduction."""
        today = (self.now.month, self.now.day)
        for due in self.sessions.due(self.now):
            if due.session.starts_on and due.session.starts_on > self.now.date():
                continue  # nothing is introduced yet
            address = f"{SERVICE}/GetLegislationIntroducedSince?{urlencode({'sinceDate': f'{due.session.identifier[:4]}-01-01'})}"
            if due.session.starts_on and self.now.date() < due.session.starts_on + FIRST_DAYS:
                yield self.follow(address, self.parse_list, optional=True, meta=NONE)
            else:
                yield self.follow(address, self.parse_list, **due.pace)
        if today >= PREFILED_FROM or today <= PREFILED_UNTIL:
            yield self.follow(f"{SERVICE}/GetPrefiledLegislation", self.parse_list, optional=True, meta=NONE)

    def parse(self, response: Response) -> Iterator[Bill]:
        """The bills of a saved answer, as far as it tells them: a list has each one's last action, a history no titles."""
        if holds(response, "LegislativeStatus"):
            yield from self.parse_history(response)
            return
        for row in _rows(response):
            yield self._bill(row, [(row["bill_id"], row["line"], row["on"])], response.url)

    def parse_list(self, response: Response) -> Iterator[Request | Bill]:
        """The history of each measure whose row moved. One without any step has no history to ask for."""
        since = parse_qs(urlsplit(response.url).query).get("sinceDate", [""])[0][:4]
        for row in _rows(response):
            if since and not row["session"].startswith(since):
                continue  # a later biennium's, which has a list of its own
            if not row["line"]:
                yield self._bill(row, [], response.url)
                continue
            token = hashlib.sha256(repr(sorted(row.items())).encode()).hexdigest()[:16]
            yield self.follow(_history(row), self.parse_history, when=token, cb_kwargs={"row": row})

    def parse_history(self, response: Response, row: Mapping[str, Any] | None = None) -> Iterator[Bill]:
        """The measure of a list's row with all of its steps; saved answers without that row give no more than the steps."""
        steps = [
            (must(each, "BillId", response.url), must(each, "HistoryLine", response.url), said(each, "ActionDate"))
            for each in records(response, "LegislativeStatus")
        ]
        if not steps:
            raise ExtractionError("a history without steps", url=response.url, selector="LegislativeStatus")
        names = {identity(bill_id, response.url)[0] for bill_id, _, _ in steps}
        if len(names) > 1 or (row and row["identifier"] not in names):
            raise ExtractionError(f"the history tells of {sorted(names)}", url=response.url, selector="BillId")
        yield self._bill(row or _bare(steps[-1][0], response.url), steps, response.url)

    def _bill(self, row: Mapping[str, Any], steps: list[tuple[str, str, str]], url: str) -> Bill:
        """A bill from its row and its steps, each the bill's name at that time, words and moment."""
        number = row["identifier"].split()[1]
        year = row["session"][:4]
        chamber = CHAMBERS[row["identifier"][0]]
        try:
            actions = tuple(self._actions(steps, chamber))
            introduced = day(row["introduced"])
        except ValueError as error:
            raise ExtractionError(f"{row['identifier']}: {error}", url=url, selector="ActionDate") from error
        names = list(dict.fromkeys([row["identifier"], *(name for name, _, _ in steps), row["bill_id"]]))
        return Bill(
            identifier=row["identifier"],
            aliases=tuple(name for name in names[1:] if name != row["identifier"]),
            title=row["title"],
            url=f"{SUMMARY}?{urlencode({'BillNumber': number, 'Year': year, 'Initiative': 'false'})}",
            published_on=introduced,
            status=row["status"],
            text=row["text"],
            session=row["session"],
            chamber=chamber,
            sponsors=tuple(Sponsor(name=name, primary=True) for name in filter(None, [row["sponsor"]])),
            actions=actions,
            versions=tuple(_version(name, row["session"], url) for name in names),
            companions=tuple(row["companions"]),
        )

    def _actions(self, steps: list[tuple[str, str, str]], chamber: str) -> Iterator[Action]:
        """The service names no chamber: a later first reading is in the other one, and some lines begin with theirs."""
        begun = False
        for _, words, at in steps:
            if not words:
                continue
            if words.lower().startswith("first reading"):
                chamber = {"lower": "upper", "upper": "lower"}[chamber] if begun else chamber
                begun = True
            named = re.match(r"(House|Senate|Speaker|President)\b", words)
            if named and named[1] in CHAMBERS:
                chamber = CHAMBERS[named[1]]
            signer = {"Speaker": "lower", "President": "upper"}.get(named[1] if named else "", chamber)
            step = self.action(words, on=day(at), by=signer)
            yield self.action(words, on=day(at), by="executive") if EXECUTIVE & {*step.kinds} else step


def identity(bill_id: str, url: str) -> tuple[str, re.Match[str]]:
    """ "2ESSB 6287" → "SB 6287": a substitute or engrossed bill is the bill; ExtractionError for another form."""
    found = BILL_ID.fullmatch(bill_id)
    if not found:
        raise ExtractionError(f"not a measure: {bill_id!r}", url=url, selector="BillId")
    return f"{found[5]}{found[6]} {int(found[7])}", found


def session_name(site: str, url: str) -> str:
    """ "2025-26" → "2025-2026"."""
    if not re.fullmatch(r"\d{4}-\d{2}", site) or (int(site[:4]) + 1) % 100 != int(site[5:]):
        raise ExtractionError(f"not a biennium: {site!r}", url=url, selector="Biennium")
    return f"{site[:4]}-{int(site[:4]) + 1}"


def _rows(response: Response) -> list[dict[str, Any]]:
    """What a list says of each measure, the newest of its versions where it has several, in the list's order."""
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for record in records(response, "Legislation"):
        bill_id = must(record, "BillId", response.url)
        title = said(record, "LongDescription")
        if NO_MEASURE.fullmatch(bill_id) or title.upper().startswith("TEST BILL FOR"):
            continue
        row = _row(record, bill_id, title, response.url)
        key = row["session"], row["identifier"]
        if key not in rows or _age(rows[key]) <= _age(row):
            rows[key] = row
    return list(rows.values())


def _row(record: etree._Element, bill_id: str, title: str, url: str) -> dict[str, Any]:
    status = child(record, "CurrentStatus")
    companions = child(record, "Companions")
    named = [must(each, "BillId", url) for each in (companions if companions is not None else ())]
    about = [said(record, "ShortDescription"), said(record, "LegalTitle")]
    return {
        "identifier": identity(bill_id, url)[0],
        "bill_id": bill_id,
        "session": session_name(must(record, "Biennium", url), url),
        "title": title or about[0],
        "text": "\n".join(dict.fromkeys(filter(None, about))),
        "introduced": said(record, "IntroducedDate"),
        "status": said(status, "Status"),
        "line": said(status, "HistoryLine"),
        "on": said(status, "ActionDate"),
        "sponsor": said(record, "Sponsor").strip("()"),
        "companions": list(dict.fromkeys(identity(each, url)[0] for each in named)),
    }


def _age(row: Mapping[str, Any]) -> tuple[datetime, int]:
    """The moment of the last action, then the length of the version's name, by which a substitute follows its bill."""
    at = row["on"][:19]
    return (datetime.fromisoformat(at) if at else datetime.min, len(row["bill_id"]))  # noqa: DTZ901 (only compared)


def _bare(bill_id: str, url: str) -> dict[str, Any]:
    """A row that knows no more than the bill's name, which stands for its title too, and the biennium that the address asked for."""
    asked = parse_qs(urlsplit(url).query).get("biennium", [""])[0]
    row = dict.fromkeys(("title", "text", "introduced", "status", "line", "on", "sponsor"), "")
    session = session_name(asked, url)
    known = {"title": bill_id, "identifier": identity(bill_id, url)[0], "bill_id": bill_id, "session": session}
    return {**row, **known, "companions": []}


def _history(row: Mapping[str, Any]) -> str:
    year = int(row["session"][:4])
    asked = {
        "billNumber": row["identifier"].split()[1],
        "biennium": f"{year}-{(year + 1) % 100:02}",
        "beginDate": f"{year - 1}-11-01",  # what is filed before the first day
        "endDate": f"{year + 1}-12-31",
    }
    return f"{SERVICE}/GetLegislativeStatusChangesByBillNumber?{urlencode(asked)}"


def _version(bill_id: str, session: str, url: str) -> Version:
    """A text, named by its bill at that time: "ESHB 1146" is the file 1146-S.E.htm."""
    _, found = identity(bill_id, url)
    times, engrossed, nth, substitute, house, kind, number = found.groups()
    file = number + (f"-S{nth}" if substitute else "") + (f".E{times}" if engrossed else "") + ".htm"
    folder = f"{'House' if house == 'H' else 'Senate'} {FOLDERS[kind]}"
    place = f"{session[:4]}-{session[7:]}/Htm/Bills/{quote(folder)}/{file}"
    return Version(note=bill_id, url=f"{TEXTS}/{place}", media_type="text/html")
