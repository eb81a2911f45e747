"""Hearings of the committees of Texas' legislature: the lists of what is coming, and the notice of each meeting.

Unverified: lists and notices are told by public projects that read them. A notice's file name holds the committee's code, the day
and the hour of the first notice, and names the hearing.
"""

import hashlib
import re
from collections.abc import Iterator

from parsel import Selector
from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, day, many, squeeze, text_of
from spiders.families.schedule import called_off, starts

LIST = "https://capitol.texas.gov/Committees/MeetingsUpcoming.aspx"
NOTICE = re.compile(r"/schedules/html/([A-Z]\w+)\.html?$", re.IGNORECASE)
_BILL = re.compile(r"\b((?:H|S)(?:B|R|CR|JR)) (\d+)\b")
_DAY = re.compile(r"([A-Z][a-z]+ \d{1,2}, \d{4})")
_LABEL = re.compile(r"\b(COMMITTEE|TIME & DATE|PLACE|CHAIR): *")


class TexasHearings(SourceSpider):
    """Three lists, House, Senate and joint; a notice is read when its row moved."""

    name = "texas.hearings"
    jurisdiction = "us-tx"
    publisher = "Texas Legislature"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "capitol.texas.gov notices"
    verified = "unverified"
    may_be_empty = True
    zone = "America/Chicago"

    def requests(self) -> list[Request]:
        """The lists."""
        return [self.follow(f"{LIST}?Chamber={letter}", self.parse_list) for letter in "HSJ"]

    def parse(self, response: Response) -> Iterator[Hearing | Request]:
        """A list or a notice: the address tells which."""
        yield from self.parse_notice(response) if NOTICE.search(response.url) else self.parse_list(response)

    def parse_list(self, response: Response) -> Iterator[Request]:
        """The notices of the list, each once."""
        page = text_of(response)
        links = [link for link in page.css("a[href]") if NOTICE.search(link.attrib["href"])]
        if not links and "upcoming" not in _words(page.selector).lower():
            raise ExtractionError("the page is no list of meetings", url=page.url, selector="a[href*='schedules/html']")
        seen: set[str] = set()
        for link in links:
            address = page.urljoin(link.attrib["href"]).replace("http://", "https://", 1)
            if address in seen:
                continue
            seen.add(address)
            row = " ".join(_words(node) for node in link.xpath("ancestor::tr[1]"))
            token = hashlib.sha256(row.encode()).hexdigest()[:16]
            hints = {"cancelled": called_off(row)}
            yield self.follow(address, self.parse_notice, when=token, optional=True, cb_kwargs=hints)

    def parse_notice(self, response: Response, cancelled: bool = False) -> Iterator[Hearing]:
        """The meeting of a notice; its agenda is what follows the heading."""
        page = text_of(response)
        found = NOTICE.search(page.url)
        if not found:
            raise ExtractionError("the address names no notice, such as /schedules/html/C5102025…", url=page.url)
        lines = [words for node in many(page, "p") if (words := _words(node))]
        said = dict(pair for line in lines for pair in _labelled(line))
        if not said.get("COMMITTEE") or not said.get("TIME & DATE"):
            raise ExtractionError("the notice names no committee or day", url=page.url, selector="p")
        when = _DAY.search(said["TIME & DATE"])
        on = day(when[1]) if when else None
        if on is None:
            raise ExtractionError(f"not a day: {said['TIME & DATE']!r}", url=page.url, selector="TIME & DATE")
        heading = max(place for place, line in enumerate(lines) if _LABEL.match(line)) + 1
        agenda = [line for line in lines if not _LABEL.match(line)]
        yield Hearing(
            identifier=found[1].upper(),
            title=said["COMMITTEE"],
            url=page.url,
            text="\n".join([said["TIME & DATE"], *agenda]),
            starts_at=starts(on, said["TIME & DATE"], self.zone),
            location=said.get("PLACE", ""),
            concerns=tuple(dict.fromkeys(bill_number(" ".join(each)) for each in _BILL.findall(" ".join(agenda)))),
            cancelled=cancelled or called_off(" ".join(lines[:heading])),
        )


def _labelled(line: str) -> Iterator[tuple[str, str]]:
    """Label and words, of which a line may hold several ("PLACE: E1.030 CHAIR: Rep. Doe")."""
    parts = _LABEL.split(line)
    yield from zip(parts[1::2], (words.strip() for words in parts[2::2]), strict=True)


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))
