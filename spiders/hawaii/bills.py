"""Bills and resolutions of Hawaii's Legislature, from a report a kind of measure and a page a measure.

The reports show each measure with its current status and are read in each check; a measure's page is read when its row moved. The
host for data serves the same pages as the site itself, which refuses machines. Governor's messages are left out. Unverified: the
pages are told by public projects that read them.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from parsel import Selector
from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day, many, squeeze, text_of
from spiders.families.executive import by_office
from spiders.families.legislature import BillSpider
from spiders.families.rounds import token
from spiders.families.sessions import Session, Sessions
from spiders.hawaii.vocabulary import HAWAII

SITE = "https://data.capitol.hawaii.gov"
KINDS = ("hb", "sb", "HCR", "SCR", "HR", "SR")
CHAMBERS = {"H": "lower", "S": "upper"}
MEASURE = re.compile(r"\b([HS](?:B|CR|R)) ?(\d+)\b")


class HawaiiBills(BillSpider):
    """Six reports a session. A bill that is carried over into the second year has a page in each, and is two bills here."""

    name = "hawaii.bills"
    jurisdiction = "us-hi"
    publisher = "Hawaii State Legislature"
    cadence = "every 6 hours"
    verified = "unverified"
    zone = "Pacific/Honolulu"
    vocabulary = HAWAII
    sessions = Sessions(
        [
            Session(identifier="2025", starts_on=date(2025, 1, 15), ends_on=date(2025, 5, 2)),
            Session(identifier="2026", starts_on=date(2026, 1, 21), ends_on=date(2026, 5, 8)),
            # The third Wednesday of January.
            Session(identifier="2027", starts_on=date(2027, 1, 20)),
        ]
    )

    def requests(self) -> Iterable[Request]:
        """The report of each kind of measure; a finished session's once a week."""
        for due in self.sessions.due(self.now):
            for kind in KINDS:
                asked = {"report": "deadline", "rpt_type": "", "measuretype": kind, "year": due.session.code}
                yield self.follow(f"{SITE}/advreports/advreport.aspx?{urlencode(asked)}", self.parse_report, **due.pace)

    def parse(self, response: Response) -> Iterator[Request | Bill]:
        """A report or a measure's page: the address tells which."""
        yield from self.parse_report(response) if "advreport.aspx" in response.url else self.parse_bill(response)

    def parse_report(self, response: Response) -> Iterator[Request]:
        """The page of each measure whose row moved. Resolutions come late in a session; bills are there from its first day."""
        page = text_of(response)
        asked = parse_qs(urlsplit(page.url).query)
        year, kind = asked.get("year", [""])[0], asked.get("measuretype", [""])[0].upper()
        session = self.sessions.by_code(year)
        early = session is None or session.starts_on is None or session.starts_on > self.now.date()
        if not page.css("form, table"):
            raise ExtractionError(
                "the report has neither form nor table", url=page.url, selector="form, table", found=0
            )
        for link in many(page, "a.report", least=1 if kind.endswith("B") and not early else 0):
            address = _address(page.url, link.attrib["href"])
            found = _place(address)
            if found[0] != year or found[1] != kind:
                raise ExtractionError(f"the report of {kind} in {year} leads to {address}", url=page.url)
            row = link.xpath("ancestor::tr[1]")
            shown = _words(row[0]) if row else _words(link)
            yield self.follow(address, self.parse_bill, when=token(shown))

    def parse_bill(self, response: Response) -> Iterator[Bill]:
        """The measure of a page."""
        page = text_of(response)
        year, kind, number = _place(page.url)
        identifier = bill_number(f"{kind}{number}")
        facts = _facts(page)
        title = facts.get("Measure Title") or facts.get("Report Title")
        if not title:
            raise ExtractionError(
                f"{identifier} has no title", url=page.url, selector="div[id*='itemPlaceholder'] table"
            )
        try:
            actions = tuple(dict.fromkeys(self._actions(page)))  # some lines stand twice
            companions = tuple(bill_number(f"{one}{two}") for one, two in MEASURE.findall(facts.get("Companion", "")))
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url) from error
        yield Bill(
            identifier=identifier,
            title=title,
            url=page.url,
            text=facts.get("Description", ""),
            session=year,
            chamber=CHAMBERS[kind[0]],
            sponsors=tuple(_sponsors(facts.get("Introducer(s)", ""))),
            actions=actions,
            versions=tuple(_versions(page)),
            subjects=tuple(filter(None, map(squeeze, re.split(r"[;,]", facts.get("Report Title", ""))))),
            companions=companions,
        )

    def _actions(self, page: TextResponse) -> Iterator[Action]:
        """The rows of the first table behind its head: day, code of the chamber, words."""
        tables = many(page, "div[id*='UpdatePanel1'] table")
        rows = [row.css("td") for row in tables[0].css("tr")]
        steps = [cells for cells in rows if len(cells) >= 3 and re.match(r"\d", _words(cells[0]))]
        if not steps:
            raise ValueError("the history has no steps")
        for cells in steps:
            by = CHAMBERS.get(_words(cells[1]).upper(), "legislature")
            yield by_office(self.action(_words(cells[2]), on=day(_words(cells[0])), by=by))


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))


def _address(page: str, link: str) -> str:
    """A link of a page on the host for data, wherever it leads: "https://www.capitol.hawaii.gov/session/…"."""
    return re.sub(r"^https?://(www\.|data\.)?capitol\.hawaii\.gov", SITE, urljoin(page, link.strip()))


def _place(url: str) -> tuple[str, str, str]:
    """Year, kind and number from …/measure_indiv.aspx?billtype=HB&billnumber=1&year=2026."""
    query = {key.lower(): values[0] for key, values in parse_qs(urlsplit(url).query).items()}
    year, kind, number = query.get("year", ""), query.get("billtype", "").upper(), query.get("billnumber", "")
    if not (year.isdecimal() and number.isdecimal() and re.fullmatch(r"[HS](B|CR|R)", kind)):
        raise ExtractionError("the address names no measure, such as ?billtype=HB&billnumber=1&year=2026", url=url)
    return year, kind, number


def _facts(page: TextResponse) -> dict[str, str]:
    """The table of labels and values; some pages lack it, and are refused for want of a title."""
    facts: dict[str, str] = {}
    table = page.css("div[id*='itemPlaceholder'] table")[:1]
    for row in table.css("tr"):
        cells = [_words(cell) for cell in row.css("th, td")]
        if len(cells) >= 2:
            facts[cells[0].removesuffix(":").strip()] = cells[1]
    return facts


def _sponsors(printed: str) -> Iterator[Sponsor]:
    """The introducers; those in capitals carry the measure: "TAKAYAMA, BELATTI, Amato (Introduced by request of another party)"."""
    seen: set[str] = set()
    for each in re.sub(r"\(Introduced by request of another party\)", "", printed).split(","):
        name = squeeze(each)
        if name and name not in seen:
            seen.add(name)
            yield Sponsor(name=name, primary=name.upper() == name)


def _versions(page: TextResponse) -> Iterator[Version]:
    """The texts as web pages. Beside each stands the same as PDF, behind a picture."""
    seen: set[str] = set()
    for link in page.css("[id*='MainContent_UpdatePanel2'] a[href]"):
        address = _address(page.url, link.attrib["href"])
        if re.search(r"/bills/[^/]+\.html?$", address, re.IGNORECASE) and address not in seen:
            seen.add(address)
            name = address.rpartition("/")[2].rpartition(".")[0].strip("_")
            yield Version(note=_words(link) or name, url=address, media_type="text/html")
