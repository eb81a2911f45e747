"""Bills and resolutions of West Virginia's Legislature, from its bill status pages.

Three lists a session, of the House's bills, the Senate's and of resolutions, then the page of each measure whose row moved: the
rows of bills show status, committee, step and last action. Resolutions' rows show no more than a title, so their pages are also
read every third day while the session lasts. Unverified: the pages are told by public projects that read them; addresses and
names of texts by pages of texts of 2026 that were at hand.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from parsel import Selector
from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day, many, one, squeeze, text_of
from monitor.source.spider import Untracked
from spiders.families.executive import by_office
from spiders.families.legislature import BillSpider
from spiders.families.rounds import round_of, token
from spiders.families.sessions import Due, Session, Sessions
from spiders.west_virginia.vocabulary import WEST_VIRGINIA

SITE = "https://www.wvlegislature.gov/Bill_Status"
LISTS = (
    ("Bills_all_bills.cfm", {"btype": "bill", "orig": "h"}),
    ("Bills_all_bills.cfm", {"btype": "bill", "orig": "s"}),
    ("res_list.cfm", {"btype": "res"}),
)
ROUND = 3
CHAMBERS = {"H": "lower", "S": "upper"}
MEASURE = re.compile(r"[HS](B|R|CR|JR) ?\d+", re.IGNORECASE)
FORMATS = {"HTML": "text/html", "PDF": "application/pdf"}


def session_of(name: str) -> Session | None:
    """The regular session of a year; it is over with its year."""
    if not re.fullmatch(r"\d{4}", name):
        return None
    return Session(
        identifier=name, site=f"{name} RS", name=name, starts_on=date(int(name), 1, 8), ends_on=date(int(name), 12, 31)
    )


class WestVirginiaBills(BillSpider):
    """The choice of years, three lists a session, and each measure that may have moved."""

    name = "west_virginia.bills"
    jurisdiction = "us-wv"
    publisher = "West Virginia Legislature"
    cadence = "every 6 hours"
    rounds = ROUND
    verified = "unverified"
    start_urls = [f"{SITE}/Bill_Status.cfm"]
    vocabulary = WEST_VIRGINIA
    sessions = Sessions(
        [
            Session(identifier="20242S", site="2024 2X", starts_on=date(2024, 9, 30), ends_on=date(2024, 10, 31)),
            Session(
                identifier="2025", site="2025 RS", name="2025", starts_on=date(2025, 2, 12), ends_on=date(2025, 4, 12)
            ),
            Session(
                identifier="2026", site="2026 RS", name="2026", starts_on=date(2026, 1, 14), ends_on=date(2026, 3, 14)
            ),
            # The second Wednesday of January, for sixty days.
            Session(
                identifier="2027", site="2027 RS", name="2027", starts_on=date(2027, 1, 13), ends_on=date(2027, 3, 13)
            ),
        ]
    )

    def parse(self, response: Response) -> Iterator[Request | Untracked | Bill]:
        """The choice of years, a list, or a measure: the address tells which."""
        path = urlsplit(response.url).path.lower()
        if path.endswith("/bill_status.cfm"):
            yield from self.parse_sessions(response)
        elif path.endswith(("/bills_all_bills.cfm", "/res_list.cfm")):
            yield from self.parse_list(response)
        else:
            yield from self.parse_bill(response)

    def parse_sessions(self, response: Response) -> Iterator[Request | Untracked]:
        """Three lists of each regular session that is due, and those of special sessions that the table has."""
        options = many(text_of(response), "select[name=year] option")
        years = [squeeze(" ".join(option.css("::text").getall())) for option in options]
        if not any(map(session_of, years)):
            raise ExtractionError("no option is a year", url=response.url, selector="select[name=year] option")
        for found in self.sessions.listed(years, self.now, rule=session_of):
            if isinstance(found, Untracked):
                yield found
            else:
                yield from self._lists(found)
        for due in self.sessions.due(self.now):
            if not due.session.name:
                yield from self._lists(due)

    def _lists(self, due: Due) -> Iterator[Request]:
        year, kind = due.session.code.split()
        hints = {"begun": due.session.starts_on is None or due.session.starts_on <= self.now.date()}
        for page, query in LISTS:
            address = f"{SITE}/{page}?{urlencode({'year': year, 'sessiontype': kind, **query})}"
            yield self.follow(address, self.parse_list, cb_kwargs=hints, **due.pace)

    def parse_list(self, response: Response, *, begun: bool = True) -> Iterator[Request]:
        """The page of each measure that may have moved. Links in later columns lead elsewhere."""
        page = text_of(response)
        session = self._session(page.url)
        rows = [row for row in page.css("tr") if MEASURE.fullmatch(_words(row.css("td:first-child a")))]
        if begun and not rows:
            raise ExtractionError("the list has no measures", url=page.url, selector="tr td:first-child a")
        for row in rows:
            link = page.urljoin(quote(one(row, "td:first-child a").attrib["href"].strip(), safe="/?&=%:+"))
            if self._session(link) != session:
                raise ExtractionError(f"the list of {session.code} leads to {link}", url=page.url)
            number, title, *more = [_words(cell) for cell in row.css("td")]
            turn = "" if more else round_of(number, self.now, days=ROUND, ends_on=session.ends_on)
            hints = {"number": number, "title": title}
            yield self.follow(link, self.parse_bill, when=token(number, title, *more, turn), cb_kwargs=hints)

    def parse_bill(self, response: Response, number: str = "", title: str = "") -> Iterator[Bill]:
        """The measure of a page; a saved one alone has its number from its texts or its address."""
        page = text_of(response)
        session = self._session(page.url)
        told = {label: row for row in page.css("tr") if (label := _words(row.css("td > strong")[:1]))}
        if not any(label.startswith(("SUMMARY", "LEAD SPONSOR")) for label in told):
            raise ExtractionError("the page tells of no measure", url=page.url, selector="td > strong")
        summary = _value(told, "SUMMARY")
        try:
            identifier = bill_number(number or _number(page))
            yield Bill(
                identifier=identifier,
                title=title or summary,
                url=page.url,
                session=session.identifier,
                chamber=CHAMBERS[identifier[0]],
                text=summary if summary != (title or summary) else "",
                sponsors=tuple(_sponsors(told)),
                actions=tuple(self._actions(page)),
                versions=tuple(_versions(page)),
                subjects=tuple(filter(None, (_words(link) for link in _linked(told, "SUBJECT")))),
            )
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url) from error

    def _actions(self, page: TextResponse) -> Iterator[Action]:
        """The history, newest first as the page prints it; the words of the other chamber say whose a message is."""
        rows = page.css("tr.actionrows") or page.css("table.tabborder tr")
        for row in rows:
            cells = [_words(cell) for cell in row.css("td")]
            if len(cells) < 3 or not cells[1] or cells[0] not in CHAMBERS:
                continue
            received = re.match(r"(?:Communicated to|Ordered to) (House|Senate)|(House|Senate) received", cells[1])
            by = {"H": "lower", "S": "upper"}[(received[1] or received[2])[0]] if received else CHAMBERS[cells[0]]
            yield by_office(self.action(cells[1], on=day(cells[2]), by=by))

    def _session(self, url: str) -> Session:
        asked: dict[str, Any] = {key.lower(): values[0] for key, values in parse_qs(urlsplit(url).query).items()}
        code = f"{asked.get('year', '')} {asked.get('sessiontype', '').upper()}"
        year = session_of(asked.get("year", ""))
        found = self.sessions.by_code(code) or (year if year and code.endswith(" RS") else None)
        if found is None:
            raise ExtractionError("the address names no session, such as year=2026&sessiontype=RS", url=url)
        return found


def _words(node: Any) -> str:
    return squeeze(" ".join(node.css("::text").getall()))


def _linked(told: dict[str, Selector], label: str) -> Any:
    return next((row.css("td a") for name, row in told.items() if name.startswith(label)), ())


def _value(told: dict[str, Selector], label: str) -> str:
    """What stands in the row of a label."""
    row = next((row for name, row in told.items() if name.startswith(label)), None)
    return _words(row.css("td:not(:has(> strong))")) if row is not None else ""


def _number(page: TextResponse) -> str:
    """The number that the names of the texts end with: "HTML - Introduced Version - SB 1", "… - Senate Bill 1"."""
    for title in page.css("a[title]::attr(title)").getall():
        found = re.search(r"- (?:(House|Senate) Bill|([HS][BCJR]+)) (\d+)$", title)
        if found:
            return f"{found[2] or found[1][0] + 'B'} {found[3]}"
    raise ExtractionError("the page does not name its measure", url=page.url, selector="a[title]")


def _sponsors(told: dict[str, Selector]) -> Iterator[Sponsor]:
    """The lead sponsor, then the others: "Phillips, Queen, D. Hall", where "Smith (Mr. President)" keeps his title."""
    seen: set[str] = set()
    for label, primary in (("LEAD SPONSOR", True), ("SPONSORS", False)):
        for name in map(squeeze, _value(told, label).split(",")):
            if name and name not in seen:
                seen.add(name)
                yield Sponsor(name=name, primary=primary)


def _versions(page: TextResponse) -> Iterator[Version]:
    """The texts: "HTML - Introduced Version - SB 1"; a stage that has a page is not named again for its PDF."""
    seen: set[str] = set()
    for kind, media in FORMATS.items():
        for link in page.css(f"a[title^='{kind} -']"):
            stage = squeeze(link.attrib["title"].split(" - ")[1])
            if stage not in seen:
                seen.add(stage)
                address = page.urljoin(quote(link.attrib["href"].strip(), safe="/?&=%:+"))
                yield Version(note=stage, url=address, media_type=media)
