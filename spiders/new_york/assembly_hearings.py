"""Meetings of the committees of New York's Assembly, from the agendas on its site: a list, and a page an agenda.

Unverified: the pages are told by public projects that read them. The Assembly's agendas are not in the Senate's interface. An agenda is known
by year, committee and number, which it keeps when it is issued again; most meet "off the floor", without an hour.
"""

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import parse_qs, urlsplit

from parsel import Selector
from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, day, one, squeeze, text_of
from spiders.families.rounds import round_of, token
from spiders.families.schedule import called_off, starts

LIST = "https://nyassembly.gov/leg/?sh=agen"
_DAY = re.compile(r"([A-Z][a-z]+ \d{1,2}),? (\d{4})")
_BILL = re.compile(r"\b([ASJKEBRLC]) ?0*(\d+)(?:-?[A-Z])?\b")


class NewYorkAssemblyHearings(SourceSpider):
    """The list of agendas, and each agenda when its line moved and once a day."""

    name = "new_york.assembly_hearings"
    jurisdiction = "us-ny"
    publisher = "New York State Assembly"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "nyassembly.gov agendas"
    verified = "unverified"
    may_be_empty = True
    start_urls = [LIST]

    def parse(self, response: Response) -> Iterator[Request | Hearing]:
        """The list or an agenda: the address tells which."""
        yield from self.parse_agenda(response) if "agenda=" in response.url else self.parse_list(response)

    def parse_list(self, response: Response) -> Iterator[Request]:
        """The agendas of the list, each once."""
        page = text_of(response)
        links = page.css("a[href*='agenda=']")
        if not links and not re.search(r"\bagendas?\b", _words(page.selector), re.IGNORECASE):
            raise ExtractionError("the page is no list of agendas", url=page.url, selector="a[href*='agenda=']")
        lines: dict[str, str] = {}
        for link in links:
            address = page.urljoin(link.attrib["href"])
            lines[address] = _words(link.xpath("ancestor::li[1]")[0] if link.xpath("ancestor::li") else link)
        for address, line in lines.items():
            moved = token(line, round_of(address, self.now, days=1, ends_on=None))
            yield self.follow(address, self.parse_agenda, when=moved, optional=True)

    def parse_agenda(self, response: Response) -> Iterator[Hearing]:
        """The meeting of an agenda: committee with its chair, day and hour, and place stand in the first cell of its table."""
        page = text_of(response)
        table = one(page, "section#inline_file div > table")
        lines = [words for text in table.xpath("(.//tr)[1]/td[1]//text()").getall() if (words := squeeze(text))]
        if not lines:
            raise ExtractionError("the agenda has no heading", url=page.url, selector="section#inline_file table")
        committee = squeeze(re.sub(r"\(.*?\)", "", lines[0]))
        at = next((place for place, line in enumerate(lines) if _DAY.search(line)), 0)
        printed = lines[at]
        found = _DAY.search(printed)
        try:
            on = day(f"{found[1]}, {found[2]}") if found else None
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url, selector="td") from error
        if on is None:
            raise ExtractionError(f"no day stands in {' / '.join(lines)!r}", url=page.url, selector="td")
        rows = [_words(row) for row in table.css("tr")[1:]]
        yield Hearing(
            identifier=self._key(page, committee, on),
            title=f"Assembly {committee}",
            url=page.url,
            text="\n".join([f"{on}, {printed}", *(f"- {row}" for row in rows if row)]),
            starts_at=starts(on, printed, self.zone),
            location="; ".join(lines[at + 1 :]),
            concerns=tuple(dict.fromkeys(_bills(table))),
            cancelled=called_off(" ".join(lines)),
        )

    def _key(self, page: TextResponse, committee: str, on: date) -> str:
        """ "2026 Rules 20" from the address; an agenda without a number is named by its day."""
        asked = parse_qs(urlsplit(page.url).query)
        issued, number = (asked.get(name, [""])[0] for name in ("agenda", "ano"))
        year = issued[:4] if issued[:4].isdigit() else str(on.year)
        return f"{year} {asked.get('com', [committee])[0]} {number}" if number else f"{committee} {on}"


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))


def _bills(table: Selector) -> Iterator[str]:
    """The bills that are linked, without the letters of their prints."""
    for link in table.css("a[href*='/leg/']"):
        if found := _BILL.search(_words(link)):
            yield bill_number(f"{found[1]}{found[2]}")
