"""Bills and resolutions of Kentucky's General Assembly, from four lists a session and a page a measure.

The lists show numbers alone, so that each measure's page is asked for once a day while a session lasts; after it only when its row
moves. Unverified: the pages are told by public projects that read them, the words of real histories (2026) by OpenStates' records.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from parsel import Selector
from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day, many, squeeze, text_of
from monitor.source.spider import Untracked
from spiders.families.executive import by_office
from spiders.families.legislature import BillSpider
from spiders.families.rounds import round_of, token
from spiders.families.sessions import Due, Session, Sessions
from spiders.kentucky.vocabulary import KENTUCKY

SITE = "https://apps.legislature.ky.gov/record"
LISTS = ("house_bills", "senate_bills", "house_resolutions", "senate_resolutions")
CHAMBERS = {"H": "lower", "S": "upper"}
MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
    "htm": "text/html",
    "html": "text/html",
}
CHAMBER_SAID = re.compile(r"^(?P<first>House|Senate)\b|(?P<last>House|Senate|\(H\)|\(S\))$")


def session_of(name: str) -> Session | None:
    """ "2026 Regular Session" → "2026RS", "2026 Special Session" → "2026SS"; which days it takes is not known."""
    found = re.fullmatch(r"(\d{4}) (Regular|Special|Extraordinary) Session", name)
    if not found:
        return None
    year, kind = found[1], "RS" if found[2] == "Regular" else "SS"
    first, last = date(int(year), 1, 1), date(int(year), 12, 31)
    return Session(identifier=f"{year}{kind}", site=f"{year[2:]}{kind}", name=name, starts_on=first, ends_on=last)


def regular(year: int, starts_on: date, ends_on: date) -> Session:
    """A regular session with its days."""
    name, identifier = f"{year} Regular Session", f"{year}RS"
    return Session(identifier=identifier, site=identifier[2:], name=name, starts_on=starts_on, ends_on=ends_on)


class KentuckyBills(BillSpider):
    """The lists of the sessions in the table, and of those that the site's own list has beyond it."""

    name = "kentucky.bills"
    jurisdiction = "us-ky"
    publisher = "Kentucky General Assembly"
    cadence = "every 12 hours"
    rounds = 1
    verified = "unverified"
    edition = 2  # other names of a bill
    zone = "America/Kentucky/Louisville"
    vocabulary = KENTUCKY
    sessions = Sessions(
        [
            regular(2024, date(2024, 1, 2), date(2024, 4, 15)),
            regular(2025, date(2025, 1, 7), date(2025, 4, 15)),
            regular(2026, date(2026, 1, 6), date(2026, 4, 15)),
            # From the Tuesday after the first Monday of January; in odd years to the 30th of March at the latest.
            regular(2027, date(2027, 1, 5), date(2027, 3, 30)),
        ]
    )

    def requests(self) -> Iterable[Request]:
        """The four lists of each session, and the list of sessions."""
        for due in self.sessions.due(self.now):
            yield from self._lists(due)
        yield self.follow(f"{SITE}/pastses.html", self.parse_sessions)

    def _lists(self, due: Due) -> Iterator[Request]:
        for name in LISTS:
            yield self.follow(f"{SITE}/{due.session.code}/{name}.html", self.parse_list, **due.pace)

    def parse(self, response: Response) -> Iterator[Request | Untracked | Bill]:
        """The list of sessions, a list of measures or a measure's page: the address tells which."""
        if response.url.endswith("/pastses.html"):
            yield from self.parse_sessions(response)
        elif re.search(r"_(bills|resolutions)\.html?$", response.url):
            yield from self.parse_list(response)
        else:
            yield from self.parse_bill(response)

    def parse_sessions(self, response: Response) -> Iterator[Request | Untracked]:
        """The lists of sessions that the table does not have."""
        names = [_words(link) for link in many(text_of(response), "td div a")]
        if not any(map(session_of, names)):
            raise ExtractionError("the page names no session", url=response.url, selector="td div a")
        known = {session.name for session in self.sessions}
        beyond = [name for name in names if name.endswith("Session") and name not in known]
        for due in self.sessions.listed(beyond, self.now, rule=session_of):
            if isinstance(due, Untracked):
                yield due
            else:
                yield from self._lists(due)

    def parse_list(self, response: Response) -> Iterator[Request]:
        """The page of each measure, once a day while the session lasts. Some links lead nowhere."""
        page = text_of(response)
        code = _place(page.url)[0]
        session = self.sessions.by_code(code) or session_of(f"20{code[:2]} {code[2:]}")
        begun = session is not None and session.starts_on is not None and session.starts_on <= self.now.date()
        expected = begun and code.endswith("RS") and "_bills" in page.url
        links = many(page, "div[class*='container'] p a[href]", least=1 if expected else 0)
        for link in links:
            address = page.urljoin(link.attrib["href"])
            if not re.search(r"\d\.html?$", address):
                continue
            found, name = _place(address)
            if found != code:
                raise ExtractionError(f"the list of {code} leads to {address}", url=page.url)
            shown = _words(link.xpath("parent::p")[0]) if link.xpath("parent::p") else _words(link)
            ends_on = session.ends_on if session else None
            moves = token(shown, round_of(name, self.now, days=1, ends_on=ends_on))
            yield self.follow(address, self.parse_bill, when=moves, optional=True)

    def parse_bill(self, response: Response) -> Iterator[Bill]:
        """The measure of a page. One that was withdrawn may have lost its title and history."""
        page = text_of(response)
        code, name = _place(page.url)
        identifier = _number(name, page.url)
        title, last = _field(page, "Title"), _field(page, "Last Action")
        gone = re.search(r"WITHDRAWN", last, re.IGNORECASE) is not None
        if not title and not gone:
            raise ExtractionError(f"{identifier} has no title", url=page.url, selector="th 'Title'")
        try:
            actions = tuple(self._actions(page, identifier, gone))
            if gone and not any("withdrawal" in step.kinds for step in actions):
                on = re.search(r"\d\d?/\d\d?/\d\d(\d\d)?", last)
                actions += (self.action(last, on=day(on[0]) if on else None, by=CHAMBERS[identifier[0]]),)
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url, selector="a#actions ~ div table") from error
        yield Bill(
            identifier=identifier,
            aliases=(f"BR {request}",) if (request := _field(page, "Bill Request Number")).isdigit() else (),
            title=title or identifier,
            url=page.url,
            text=_field(page, "Summary of Original Version"),
            session=f"20{code}",
            chamber=CHAMBERS[identifier[0]],
            sponsors=tuple(_sponsors(page)),
            actions=actions,
            versions=tuple(_versions(page)),
            subjects=tuple(
                dict.fromkeys(filter(None, map(_words, _links(page, "Index Headings of Original Version"))))
            ),
        )

    def _actions(self, page: TextResponse, identifier: str, gone: bool) -> Iterator[Action]:
        """The steps of each day. A step that names no chamber is of the one where the measure is: "received in Senate"."""
        chamber = CHAMBERS[identifier[0]]
        for row in many(page, "a#actions ~ div", least=0 if gone else 1)[:1].css("table")[:1].css("tr"):
            printed = _words(row.css("th")[0]) if row.css("th") else ""
            for text in filter(None, map(_words, row.css("td li"))):  # some are empty
                by = chamber
                found = CHAMBER_SAID.search(text)
                if "House and Senate" in text:
                    by = "legislature"
                elif found:
                    by = chamber = CHAMBERS[(found["first"] or found["last"]).strip("()")[0]]
                yield by_office(self.action(text, on=day(printed), by=by))


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))


def _place(url: str) -> tuple[str, str]:
    """Session and file of an address: …/record/26rs/hb757.html → "26RS", "hb757"."""
    found = re.search(r"/record/(\d\d[A-Za-z]+\d?)/(\w+)\.html?$", url)
    if not found:
        raise ExtractionError("the address names no session, such as /record/26RS/hb1.html", url=url)
    return found[1].upper(), found[2].lower()


def _number(name: str, url: str) -> str:
    if not re.fullmatch(r"[hs](b|r|cr|jr)\d+", name):
        raise ExtractionError("the address names no measure, such as /record/26RS/hb1.html", url=url)
    return bill_number(name)


def _rows(page: TextResponse, label: str) -> list[Selector]:
    """The cells beside a label."""
    return [
        row.css("td")[0] for row in page.css("tr:has(> th):has(> td)") if _words(row.css("th")[0]).rstrip(":") == label
    ]


def _field(page: TextResponse, label: str) -> str:
    return next(map(_words, _rows(page, label)), "")


def _links(page: TextResponse, label: str) -> list[Selector]:
    return [link for cell in _rows(page, label)[:1] for link in cell.css("a[href]")]


def _sponsors(page: TextResponse) -> Iterator[Sponsor]:
    """Of the first table; later ones are of proposed amendments. The first name carries the measure."""
    names = [_words(link) for link in page.css("div[class*='bill-table']")[:1].css("a[href*='Legislator-Profile']")]
    for place, name in enumerate(dict.fromkeys(filter(None, names))):
        yield Sponsor(name=name, primary=place == 0)


def _versions(page: TextResponse) -> Iterator[Version]:
    for link in _links(page, "Bill Documents"):
        address = page.urljoin(link.attrib["href"])
        yield Version(note=_words(link), url=address, media_type=MEDIA.get(address.rpartition(".")[2].lower(), ""))
