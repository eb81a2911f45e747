"""Meetings of Rhode Island's legislative committees, from the agendas that its site lists by committee.

Unverified: the pages are told by public projects that read them. A meeting has no number of its own: it is known by the file of its
agenda, which stays when the meeting is put off.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from parsel import Selector
from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, day, many, one, squeeze, text_of
from spiders.families.rounds import round_of, token
from spiders.families.schedule import called_off, starts

AGENDAS = "https://status.rilegislature.gov/agendas.aspx"
DAY = re.compile(r"[A-Z][a-z]+ \d{1,2}, \d{4}|\d{1,2}/\d{1,2}/\d{4}", re.IGNORECASE)
TEXT = re.compile(r"/([HS])(\d{1,4})[A-Za-z]*\.(?:pdf|htm)", re.IGNORECASE)


class RhodeIslandHearings(SourceSpider):
    """The committees, the agendas of each, and the meeting of each agenda."""

    name = "rhode_island.hearings"
    jurisdiction = "us-ri"
    publisher = "Rhode Island General Assembly"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "rilegislature.gov agendas"
    verified = "unverified"
    may_be_empty = True
    start_urls = [AGENDAS]

    def parse(self, response: Response) -> Iterator[Request]:
        """The page of each committee of the House, the Senate and both."""
        page = text_of(response)
        for link in dict.fromkeys(many(page, "table.agenda_table a[href]::attr(href)").getall()):
            yield self.follow(_secure(page.urljoin(link)), self.parse_committee)

    def parse_committee(self, response: Response) -> Iterator[Request]:
        """The agendas of a committee; one of a day to come is asked for when its row moved and once a day."""
        page = text_of(response)
        for row in many(page, "table.agenda_table")[0].css("tr:has(td)"):
            link = row.css("td:last-child a::attr(href)").get()
            if link and not self._is_past(_words(row)):
                address = _secure(page.urljoin(link))
                moves = token(_words(row), round_of(address, self.now, days=1, ends_on=None))
                yield self.follow(address, self.parse_agenda, when=moves, optional=True)

    def _is_past(self, words: str) -> bool:
        found = DAY.search(words)
        try:
            on = day(found[0].title()) if found else None
        except ValueError:
            return False  # the agenda itself will tell
        return on is not None and on < self.now.date()

    def parse_agenda(self, response: Response) -> Iterator[Hearing]:
        """The meeting of an agenda, with the bills whose texts it links. Agendas of days past stay listed and are no news."""
        page = text_of(response)
        told = {label: value for row in page.css("table.time_place tr") for label, value in [_labelled(row)]}
        committee = _words(one(page, "span#lblSession, span[id$=lblSession]"))
        found = DAY.search(told.get("DATE", ""))
        try:
            on = day(found[0].title()) if found else None
            starts_at = starts(on, told.get("TIME", ""), self.zone) if on else None
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url, selector="table.time_place") from error
        if on is None or not committee:
            raise ExtractionError(f"no day or no committee in {told}", url=page.url, selector="table.time_place")
        if on < self.now.date():
            return
        yield Hearing(
            identifier=urlsplit(page.url).path.rpartition("/")[2]
            + (f"?{urlsplit(page.url).query}" if urlsplit(page.url).query else ""),
            title=committee,
            url=page.url,
            text="\n".join([f"{on}, {told.get('TIME', '')}".rstrip(", "), *_items(page)]),
            starts_at=starts_at,
            location=told.get("PLACE", ""),
            concerns=tuple(_bills(page)),
            cancelled=called_off(" ".join(told.values())),
        )


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))


def _secure(url: str) -> str:
    """Some links of the site name the port that is no longer served."""
    return re.sub(r"^http://", "https://", url)


def _labelled(row: Selector) -> tuple[str, str]:
    label, _, value = _words(row).partition(":")
    return label.strip().upper(), value.strip()


def _numbers(page: TextResponse) -> Iterator[tuple[Selector, str]]:
    """Links to texts of bills. Agendas name chamber and number alone: what kind of measure it is stands in the status report."""
    for link in page.css("b > a[href*='/BillText']"):
        if found := TEXT.search(link.attrib["href"]):
            yield link, f"{found[1].upper()}B {int(found[2])}"


def _bills(page: TextResponse) -> list[str]:
    return list(dict.fromkeys(number for _, number in _numbers(page)))


def _items(page: TextResponse) -> list[str]:
    return list(dict.fromkeys(f"- {_words(link)}" for link, _ in _numbers(page)))
