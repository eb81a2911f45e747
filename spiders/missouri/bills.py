"""Bills and resolutions of Missouri's General Assembly: the House's XML exports, and the Senate's pages.

The House lists its bills with the time of each one's last export; the Senate's list shows no last action, so that its bills
are read once a day while it sits. Unverified: both are told by public projects of 2026. Captures of 2011 are of pages that
are gone; their histories, whose rows and words are the same, were read.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

from lxml import etree
from parsel import Selector
from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import Bundle, bill_number, day, many, maybe, one, squeeze, text_of
from spiders.families.legislature import BillSpider
from spiders.families.sessions import Session, Sessions
from spiders.families.xml_records import expected, text_at, tree_of
from spiders.missouri.vocabulary import MISSOURI

EXPORTS = "https://documents.house.mo.gov/xml"
HOUSE = "https://www.house.mo.gov/BillContent.aspx"
SENATE = "https://www.senate.mo.gov/BillTracking/Bills"
SENATE_CODES = {"1": "R", "3": "E1", "4": "E2"}  # by the last digit of the House's code
HOUSE_CODES = {"1": "R", "3": "S1", "4": "S2"}
PDF = "application/pdf"


def _session(year: int, special: int, starts_on: date, ends_on: date | None) -> Session:
    """A session by the House's code: "261" is 2026's regular one, "253" 2025's first extraordinary one."""
    identifier = f"{year}S{special}" if special else str(year)
    return Session(
        identifier=identifier, site=f"{year % 100}{special + 2 if special else 1}", starts_on=starts_on, ends_on=ends_on
    )


class MissouriBills(BillSpider):
    """A list a chamber and session, an XML file a House bill, and three pages a Senate bill."""

    name = "missouri.bills"
    jurisdiction = "us-mo"
    publisher = "Missouri General Assembly"
    cadence = "every 6 hours"
    verified = "unverified"
    edition = 2  # other names of a bill
    zone = "America/Chicago"
    vocabulary = MISSOURI
    sessions = Sessions(
        [
            _session(2025, 0, date(2025, 1, 8), date(2025, 5, 16)),
            _session(2025, 1, date(2025, 6, 2), date(2025, 6, 13)),
            _session(2025, 2, date(2025, 9, 3), date(2025, 9, 13)),
            _session(2026, 0, date(2026, 1, 7), date(2026, 5, 15)),
            _session(2027, 0, date(2027, 1, 6), date(2027, 5, 14)),
        ]
    )

    def requests(self) -> Iterable[Request]:
        """Both chambers' lists of each session."""
        for due in self.sessions.due(self.now):
            code = due.session.code
            asked = f"year={due.session.identifier[:4]}&session={SENATE_CODES[code[2]]}"
            yield self.follow(f"{EXPORTS}/{code}-BillList.xml", self.parse_house_list, **due.pace)
            yield self.follow(f"{SENATE}/BillList?{asked}", self.parse_senate_list, **due.pace)

    def parse(self, response: Response) -> Iterator[Request | Bill]:
        """A saved list or bill of either chamber: the address tells which."""
        if "/xml/" in response.url:
            listed = response.url.lower().endswith("-billlist.xml")
            yield from self.parse_house_list(response) if listed else self.parse_house_bill(response)
        else:
            listed = "/billlist" in response.url.lower()
            yield from self.parse_senate_list(response) if listed else self.parse_senate_bill(response)

    def parse_house_list(self, response: Response) -> Iterator[Request]:
        """The file of each House bill that was exported again. Some resolutions are listed twice."""
        root = expected(tree_of(response), "ROOT", response.url)
        code = self._code(response.url)
        stamps: dict[str, str] = {}
        for row in root.findall("BillXML"):
            address = text_at(row, "BillXMLLink")
            if f"/{code}-" not in address:
                raise ExtractionError(
                    f"the list of {code} leads to {address!r}", url=response.url, selector="BillXMLLink"
                )
            stamps[address] = max(stamps.get(address, ""), text_at(row, "LastTimeRun"))
        session = self.sessions.by_code(code)
        early = session and session.starts_on and self.now.date() < session.starts_on
        if not stamps and not early:
            raise ExtractionError("the list names no bill", url=response.url, selector="BillXML")
        for address, stamp in stamps.items():
            yield self.follow(address, self.parse_house_bill, when=stamp or str(self.now.date()))

    def _code(self, url: str) -> str:
        found = re.search(r"/(\d{3})-[^/]+$", url)
        if not found or not self.sessions.by_code(found[1]):
            raise ExtractionError("the address names no session, such as /xml/261-HB12.xml", url=url)
        return found[1]

    def parse_house_bill(self, response: Response) -> Iterator[Bill]:
        """The bill of an export."""
        where = response.url
        root = expected(tree_of(response), "ROOT", where)
        bill = root.find("BillInformation")
        if bill is None:
            raise ExtractionError("expected <BillInformation>", url=where, selector="BillInformation")
        code = self._code(where)
        session = self.sessions.by_code(code)
        assert session  # _code() has found it
        try:
            identifier = _identifier(text_at(bill, "BillNumber") or text_at(bill, "CurrentBillString"))
            actions = tuple(self._house_action(each) for each in bill.findall("Action"))
        except ValueError as error:
            raise ExtractionError(str(error), url=where, selector="BillNumber, PubDate") from error
        asked = (
            f"bill={identifier.replace(' ', '')}&year={session.identifier[:4]}&code={HOUSE_CODES[code[2]]}&style=new"
        )
        short, long = text_at(bill, "Title/ShortTitle"), text_at(bill, "Title/LongTitle")
        yield Bill(
            identifier=identifier,
            aliases=_substitute(text_at(bill, "CurrentBillString"), identifier),
            title=long or short or identifier,
            url=f"{HOUSE}?{asked}",
            status=text_at(bill, "LastAction"),
            text=short if long else "",
            session=session.identifier,
            chamber="lower" if identifier[0] == "H" else "upper",
            sponsors=tuple(_house_sponsors(bill)),
            actions=actions,
            versions=tuple(_house_versions(bill)),
            subjects=tuple(filter(None, (text_at(each, "SubjectName") for each in bill.findall("SubjectIndex")))),
        )

    def _house_action(self, action: etree._Element) -> Action:
        count = [text_at(action, f"RollCall/Total{name}") for name in ("Yes", "No", "Present")]
        votes = "AYES: {} NOES: {} PRESENT: {}".format(*count) if any(count) else ""
        said = (text_at(action, "Description"), text_at(action, "Comments"), votes)
        return self.action(" - ".join(filter(None, said)), on=day(text_at(action, "PubDate")), by=_house_actor(said[0]))

    def parse_senate_list(self, response: Response) -> Iterator[Request]:
        """Three pages for each Senate bill, once a day. A withdrawn bill has no page."""
        page = text_of(response)
        cards = many(page, "div.bill-card-header")
        session = _senate_session(page.url)
        year = session[:4]
        for card in cards:
            link = maybe(card, "div.bill-number a")
            if link is None or not re.match(r"S[A-Z]* ?\d", squeeze(link.css("::text").get())):
                continue
            address = page.urljoin(link.attrib["href"])
            if f"year={year}&" not in address:
                raise ExtractionError(f"the list of {year} leads to {address}", url=page.url)
            shown = squeeze(" ".join(card.css("::text").getall()))
            token = hashlib.sha256(f"{shown} {self.now.date()}".encode()).hexdigest()[:16]
            members = {
                "bill": address,
                "actions": f"{address}&handler=Actions",
                "texts": f"{address}&handler=BillText",
            }
            request = self.bundle(members, self.parse_senate_bill, when=token)
            yield request.replace(cb_kwargs={"session": session})  # a bill's address names the year alone

    def parse_senate_bill(self, response: Response | Bundle, session: str = "") -> Iterator[Bill]:
        """A bill with its history and texts; a saved page alone has neither."""
        pages: Mapping[str, Any] = response.members if isinstance(response, Bundle) else {"bill": text_of(response)}
        page = pages["bill"]
        printed = squeeze(" ".join(one(page, ".main-header-text").css("::text").getall())).partition(" - ")[0]
        details = dict(_details(page))
        history, texts, summary = pages.get("actions"), pages.get("texts"), page.css("div.text-content--preformatted")
        try:
            identifier = _identifier(printed)
            actions = tuple(self.senate_action(on, words) for on, words in rows(history)) if history else ()
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url, selector=".main-header-text") from error
        names = [*details.get("Sponsor", [])[:1], *details.get("Co-Sponsors", [])]
        yield Bill(
            identifier=identifier,
            aliases=_substitute(printed, identifier),
            title=squeeze(" ".join(one(page, ".main-header-description").css("::text").getall())),
            url=page.url,
            session=session or _senate_session(page.url),
            text=squeeze(" ".join(summary.css("::text").getall())),
            chamber="upper",
            sponsors=tuple(Sponsor(name=name, primary=not place) for place, name in enumerate(names)),
            actions=actions,
            versions=tuple(_senate_versions(texts)) if texts else (),
        )

    def senate_action(self, on: str, words: str) -> Action:
        """A row of the Senate's history; a bare H or S, or the chamber's name, tells whose step it is."""
        return self.action(words, on=day(on), by=_senate_actor(squeeze(words)))


def _senate_session(url: str) -> str:
    """The session by the address of a list; of a bill's address, which names the year alone, the regular one."""
    asked = parse_qs(urlsplit(url).query)
    year, code = asked.get("year", [""])[0], asked.get("session", ["R"])[0]
    if not re.fullmatch(r"\d{4}", year) or not re.fullmatch(r"R|E\d", code):
        raise ExtractionError("the address names no session, such as year=2026", url=url)
    return year if code == "R" else f"{year}S{code[1]}"


def _identifier(printed: str) -> str:
    """ "SS SCS HCS HB 45" → "HB 45": letters of substitutes stand before the bill's own."""
    return bill_number(re.sub(r"^((?:CCS|HCS|SCS|HS|SS)(?: NO\. ?\d)?(?: for)?\s+)+", "", squeeze(printed)))


def _substitute(printed: str, identifier: str) -> tuple[str, ...]:
    """The whole name of a bill that substitutes have been put before, "SS HCS HB 45"."""
    return (squeeze(printed),) if len(squeeze(printed).split()) > len(identifier.split()) else ()


def _house_actor(words: str) -> str:
    if re.search(r"\(G\)|Governor$|Secretary of State", words):
        return "executive"
    return "upper" if "(S)" in words else "lower"


def _senate_actor(words: str) -> str:
    if re.search(r"Governor\b|Secretary of State", words):
        return "executive"
    return "lower" if re.search(r"\bH\b|\bHouse\b", words) and not re.match(r"S\b", words) else "upper"


def _house_sponsors(bill: etree._Element) -> Iterator[Sponsor]:
    """Sponsors and co-sponsors; handlers and conferees share the element and are none."""
    for each in bill.findall("Sponsor"):
        kind = text_at(each, "SponsorType")
        if kind in ("Sponsor", "Co-Sponsor") and text_at(each, "FullName"):
            yield Sponsor(name=text_at(each, "FullName"), primary=kind == "Sponsor")


def _house_versions(bill: etree._Element) -> Iterator[Version]:
    for each in bill.findall("BillText"):
        if address := text_at(each, "BillTextLink"):
            yield Version(note=text_at(each, "DocumentName"), url=address.replace(" ", "%20"), media_type=PDF)


def _details(page: TextResponse) -> Iterator[tuple[str, list[str]]]:
    """Label and values of each field of the page's grid."""
    for item in many(page, "div.detail-grid__item"):
        label, *words = [squeeze(words) for words in item.css("::text").getall() if squeeze(words)]
        yield label.rstrip(":"), words


def rows(page: TextResponse | Selector) -> Iterator[tuple[str, str]]:
    """Day and words of each row of a Senate history."""
    for row in many(page, "table tr"):
        cells = [squeeze(" ".join(cell.css("::text").getall())) for cell in row.css("td")]
        if len(cells) >= 2 and re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", cells[0]) and cells[1]:
            yield cells[0], cells[1]


def _senate_versions(page: TextResponse) -> Iterator[Version]:
    for link in page.css("div.link-card-stack a[href]"):
        note = squeeze(" ".join(link.css("::text").getall()))
        yield Version(note=note, url=page.urljoin(link.attrib["href"]), media_type=PDF)
