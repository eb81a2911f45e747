"""Bills and resolutions of Rhode Island's General Assembly, from its legislative status report.

The report answers a form: up to 250 numbers of a year, each bill with its whole history. Some fifteen answers are a year. A bill has
no page of its own. Unverified: the report is told by public projects that read it; the words of real histories (2026) by OpenStates'
records of them.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from parsel import Selector
from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day, many, one, squeeze, text_of
from monitor.source.spider import Untracked
from spiders.families import webforms
from spiders.families.legislature import BillSpider
from spiders.families.sessions import Due, Pace, Session, Sessions
from spiders.rhode_island.vocabulary import RHODE_ISLAND

REPORT = "https://status.rilegislature.gov/"
FIELD = "ctl00$rilinContent$"
STEP = 250
"""As many numbers as one question may have."""
BLOCKS = {
    1: ((5000, 7000), (1, 2000)),
    0: ((6500, 7000), (7000, 10000), (2000, 5000)),
}
"""Where the numbers of the House and of the Senate begin and end in odd and in even years; few years use those from 6500 on."""
FEW = 6500
WEEKS = timedelta(days=21)
NUMBER = re.compile(r"(House|Senate) (Bill|(?:(?:Joint|Concurrent) )?Resolution) No\.?\s*(\d+)\s*(.*)", re.IGNORECASE)
LETTERS = {"bill": "B", "resolution": "R", "joint resolution": "JR", "concurrent resolution": "CR"}
CHAMBERS = {"House": "lower", "Senate": "upper"}
EMPTY = "No Bills Met this Criteria"
LOST = "You seem to be lost"


def session_of(name: str) -> Session | None:
    """The session of a year, which begins in January and ends with June."""
    if not re.fullmatch(r"\d{4}", name):
        return None
    return Session(identifier=name, name=name, starts_on=date(int(name), 1, 2), ends_on=date(int(name), 6, 30))


class RhodeIslandBills(BillSpider):
    """The form with its years, then the answers for each block of numbers until one is empty."""

    name = "rhode_island.bills"
    jurisdiction = "us-ri"
    publisher = "Rhode Island General Assembly"
    cadence = "every 6 hours"
    verified = "unverified"
    start_urls = [REPORT]
    vocabulary = RHODE_ISLAND
    sessions = Sessions(
        [
            Session(identifier="2025", name="2025", starts_on=date(2025, 1, 2), ends_on=date(2025, 6, 30)),
            Session(identifier="2026", name="2026", starts_on=date(2026, 1, 2), ends_on=date(2026, 6, 30)),
            # The first Tuesday of January.
            Session(identifier="2027", name="2027", starts_on=date(2027, 1, 5), ends_on=date(2027, 6, 30)),
        ]
    )

    def parse(self, response: Response) -> Iterator[Request | Untracked | Bill]:
        """The form, or an answer to it."""
        page = text_of(response)
        yield from self.parse_report(page) if page.css("span#lblBills, span[id$=lblBills]") else self.parse_form(page)

    def parse_form(self, response: Response) -> Iterator[Request | Untracked]:
        """The first question of each block of the years that are due; a finished year once a week."""
        page = text_of(response)
        fields = webforms.fields_of(page)
        years = map(squeeze, many(page, f"select[name='{FIELD}cbYear'] option::text").getall())
        for due in self.sessions.listed(years, self.now, rule=session_of):
            if isinstance(due, Untracked):
                yield due
            else:
                yield from self._year(due, fields)

    def _year(self, due: Due, fields: Mapping[str, str]) -> Iterator[Request]:
        for first, end in BLOCKS[int(due.session.identifier) % 2]:
            yield self._range(due.session.identifier, first, end, fields, due.pace)

    def _range(self, year: str, first: int, end: int, fields: Mapping[str, str], pace: Pace) -> Request:
        last = min(first + STEP, end) - 1
        answers = {f"{FIELD}txtBillFrom": str(first), f"{FIELD}txtBillTo": str(last), f"{FIELD}cbYear": year}
        return self.follow(
            REPORT,
            self.parse_report,
            method="POST",
            body=webforms.filled(fields, answers),
            headers=webforms.HEADERS,
            meta={"named": f"{year} {first}-{last}"},
            cb_kwargs={"year": year, "first": first, "end": end, "fields": fields, "pace": pace},
            **pace,
        )

    def parse_report(
        self,
        response: Response,
        year: str = "",
        first: int = 0,
        end: int = 0,
        fields: Mapping[str, str] | None = None,
        pace: Pace | None = None,
    ) -> Iterator[Request | Bill]:
        """The bills of an answer, and the next question of the block. An empty answer ends the block."""
        page = text_of(response)
        if LOST in page.text:
            raise ExtractionError("the form was rejected", url=page.url)
        report = one(page, "span#lblBills, span[id$=lblBills]")
        if EMPTY in _words(report):
            self._may_be_empty(year, first, page.url)
            return
        bills = [self._bill(lines, year, page.url) for lines in _runs(report)]
        _all_there(report, bills, page.url)
        yield from bills
        if fields is not None and first + STEP < end:
            yield self._range(year, first + STEP, end, fields, pace or Pace())

    def _may_be_empty(self, year: str, first: int, url: str) -> None:
        """A block may not begin with nothing when the session has been under way for weeks."""
        session = session_of(year)
        begins = {block[0] for blocks in BLOCKS.values() for block in blocks} - {FEW}
        if session and session.starts_on and first in begins and self.now.date() > session.starts_on + WEEKS:
            raise ExtractionError(f"no bills of {year} from {first} on", url=url, selector="span#lblBills", found=0)

    def _bill(self, lines: list[Selector], year: str, url: str) -> Bill:
        """One run of lines: number, sponsors, title, then dated steps; "Chapter 446" is the publisher's word for a law."""
        heading, printed = lines[0], [_words(line) for line in lines]
        found = NUMBER.match(printed[0])
        title = next((line for line in printed if line.startswith("ENTITLED,")), "")
        if not found or not title:
            raise ExtractionError(f"expected a bill with its title, found {' / '.join(printed)[:80]!r}", url=url)
        chamber = CHAMBERS[found[1].capitalize()]
        name, summary = _titled(title.removeprefix("ENTITLED,").strip())
        by = next((line[2:] for line in printed if line.startswith("BY ")), "")
        try:
            return Bill(
                identifier=bill_number(f"{found[1][0]}{LETTERS[found[2].lower()]}{found[3]}"),
                title=name,
                url=REPORT,
                text=summary,
                status=next((line for line in printed if re.match(r"Chapter \d", line)), ""),
                session=self._session(heading, printed, year, url),
                chamber=chamber,
                sponsors=tuple(
                    Sponsor(name=name, primary=not place)
                    for place, name in enumerate(filter(None, map(squeeze, by.split(","))))
                ),
                actions=tuple(self._actions(printed)),
                versions=tuple(_versions(lines, url)),
            )
        except ValueError as error:
            raise ExtractionError(f"{printed[0]}: {error}", url=url) from error

    def _actions(self, printed: list[str]) -> Iterator[Action]:
        for line in printed:
            if found := re.match(r"(\d\d?/\d\d?/\d{4})\s+(.+)", line):
                yield self.action(found[2], on=day(found[1]), by=_actor(found[2]))

    def _session(self, heading: Selector, printed: list[str], year: str, url: str) -> str:
        """The year that the text's address names, else that of the first step; it has to be the one that was asked for."""
        named = re.search(r"/BillText(\d\d)/", " ".join(heading.css("a::attr(href)").getall()))
        dated = next((found[1] for line in printed if (found := re.match(r"\d\d?/\d\d?/(\d{4})", line))), "")
        shown = f"20{named[1]}" if named else dated
        if not shown or (year and shown != year):
            raise ExtractionError(f"{printed[0]} is of {shown or 'no year'}, not of {year or 'a known one'}", url=url)
        return shown


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))


def _runs(report: Selector) -> Iterator[list[Selector]]:
    """The lines of each bill: what stands between two breaks, without the report's head and foot."""
    lines: list[Selector] = []
    for node in report.xpath("./*"):
        if node.root.tag != "br":
            lines.append(node)
            continue
        if lines and NUMBER.match(_words(lines[0])):
            yield lines
        lines = []
    if lines and NUMBER.match(_words(lines[0])):
        yield lines


def _all_there(report: Selector, bills: list[Bill], url: str) -> None:
    said = re.search(r"Total Bills:\s*(\d+)", _words(report))
    if not bills or (said and int(said[1]) != len(bills)):
        raise ExtractionError(
            f"expected {said[1] if said else 'some'} bills, found {len(bills)}", url=url, selector="span#lblBills"
        )


def _titled(text: str) -> tuple[str, str]:
    """Title and summary: the summary is the last parenthesis, which may hold others."""
    if not text.endswith(")"):
        return text, ""
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        depth += (text[place] == ")") - (text[place] == "(")
        if depth == 0:
            return text[:place].strip() or text, text[place + 1 : -1].strip() if text[:place].strip() else ""
    return text, ""


def _actor(text: str) -> str:
    """Whose step it is, by the words alone; a committee's has no chamber in them."""
    if re.search(r"\bgovernor\b", text, re.IGNORECASE):
        return "executive"
    if re.search(r"\bjoint\b", text, re.IGNORECASE):
        return "legislature"
    named = re.findall(r"\b(House|Senate)\b", text)
    return CHAMBERS[named[0]] if named else "legislature"


def _versions(lines: list[Selector], url: str) -> Iterator[Version]:
    for line in lines:
        for link in line.css("a[href*='/BillText']"):
            address = link.attrib["href"].replace("http://", "https://")
            yield Version(note=_words(link) or "Text", url=address, media_type="application/pdf")
