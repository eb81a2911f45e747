"""Meetings of the committees of Maryland's General Assembly, from its schedule of hearings.

Unverified: the page is told by public projects that read it (2026). A meeting has no number of its own: it is named by chamber,
committee and day. What is struck through was replaced; a meeting whose heading is struck through as a whole is cancelled.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

from parsel import Selector
from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, day, many, one, squeeze, text_of
from spiders.families.schedule import called_off, clock, numbered, starts

SCHEDULE = "https://mgaleg.maryland.gov/mgawebsite/Meetings/Day"
AHEAD = timedelta(days=60)
BOLD = ".font-weight-bold.text-center"
_DAY = re.compile(r"([A-Z][a-z]+ \d{1,2}, \d{4})")


class MarylandHearings(SourceSpider):
    """The hearings of the coming sixty days; those of the next year stand under its session."""

    name = "maryland.hearings"
    jurisdiction = "us-md"
    publisher = "Maryland General Assembly"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "mgaleg.maryland.gov meetings"
    verified = "unverified"
    may_be_empty = True

    def requests(self) -> Iterator[Request]:
        """One page, or two around the turn of the year."""
        today = self.now.date()
        last = today + AHEAD
        for year in sorted({today.year, last.year}):
            begin, end = max(today, date(year, 1, 1)), min(last, date(year, 12, 31))
            asked = f"budget=show&cmte=allcommittees&updates=show&ys={year}rs"
            yield self.follow(f"{SCHEDULE}/{begin:%m%d%Y}{end:%m%d%Y}?{asked}", optional=year != today.year)

    def parse(self, response: Response) -> Iterator[Hearing]:
        """The meetings of both chambers: a banner, and below it heading and agenda of each."""
        page = text_of(response)
        whole = one(page, "#divAllHearings")
        try:
            found = list(numbered(self._meetings(page, whole)))
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url, selector="div.hearsched-hearing-header") from error
        if not found and "no hearings" not in _words(whole).lower():
            many(page, "#divAllHearings .hearsched-hearing-header")
        yield from found

    def _meetings(self, page: TextResponse, whole: Selector) -> Iterator[Hearing]:
        chamber = ""
        heading: Selector | None = None
        agenda: list[Selector] = []
        inside = ".//*[contains(@class,'hearsched-committee-banner') or contains(@class,'hearsched-hearing-header')"
        for node in whole.xpath(f"{inside} or contains(concat(' ', @class, ' '), ' hearsched-table ')] | ./hr"):
            kind = node.attrib.get("class", "")
            if "hearsched-table" in kind:
                agenda.append(node)
                continue
            if heading is not None:
                yield self._meeting(page, chamber, heading, agenda)
            heading, agenda = (node if "hearsched-hearing-header" in kind else None), []
            if "banner" in kind:
                chamber = next((name for name in ("House", "Senate") if name.lower() in kind.lower()), "")
        if heading is not None:
            yield self._meeting(page, chamber, heading, agenda)

    def _meeting(self, page: TextResponse, chamber: str, heading: Selector, agenda: list[Selector]) -> Hearing:
        """Lines of a heading: the day, the committee, then hour and place ("1:00 PM - Room 240, House Office Building").

        A meeting that moved keeps the name of its first day, which stays on the page, struck through.
        """
        lines = [(_words(node), "hearsched-strike" in node.attrib["class"]) for node in heading.css(BOLD)]
        valid = [words for words, struck in lines if words and not struck]
        printed = valid or [words for words, _ in lines if words]
        days = [found[1] for words, _ in lines if (found := _DAY.search(words))]
        on = day(next((found[1] for words in printed if (found := _DAY.search(words))), days[0] if days else None))
        named = next((words for words in printed if not _DAY.search(words) and not clock(words)), "")
        if on is None or not named:
            raise ValueError(f"a heading without day or committee: {printed}")
        at = next((words for words in printed if clock(words)), "")
        rows = [[_words(cell) for cell in row.xpath("./div")] for row in agenda]
        links = [number for row in agenda for number in row.css("a[href*='/Legislation/Details/']::text").getall()]
        committee = f"{chamber} {named}".strip()
        more = [words for words in printed if words != named and not _DAY.search(words)]
        return Hearing(
            identifier=f"{committee} {day(days[0])}",
            title=committee,
            url=f"{SCHEDULE}/{on:%m%d%Y}{on:%m%d%Y}?{urlsplit(page.url).query}",
            text="\n".join([", ".join([str(on), *more]), *(f"- {line}" for row in rows if (line := _line(row)))]),
            starts_at=starts(on, at.partition(" to ")[0], self.zone),
            location=at.partition(" - ")[2],
            concerns=tuple(dict.fromkeys(bill_number(link) for link in links if re.search(r"\d", link))),
            cancelled=not valid or called_off(" ".join(printed)),
        )


def _line(row: list[str]) -> str:
    """Number and title of a bill, whose sponsor and hour stand between them, or a line of words."""
    return " ".join(filter(None, [row[0], row[3]] if len(row) == 4 else row))


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))
