"""Meetings of Tennessee's General Assembly and its committees, from the weekly schedule of its legislative applications.

This week and the three after it. A meeting has no number: it is named by chamber, committee and day. What it concerns stands in
calendars that are linked and not read. Unverified: the schedule is told by public projects that read it.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from parsel import Selector, SelectorList
from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, day, squeeze, text_of
from spiders.families.schedule import called_off, numbered, starts

SCHEDULE = "https://wapp.capitol.tn.gov/apps/schedule/WeeklyView.aspx"
WEEKS = 4
HEADINGS = {"time", ""}


class TennesseeHearings(SourceSpider):
    """One document a meeting."""

    name = "tennessee.hearings"
    jurisdiction = "us-tn"
    publisher = "Tennessee General Assembly"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "wapp.capitol.tn.gov meetings"
    verified = "unverified"
    may_be_empty = True
    zone = "America/Chicago"

    def requests(self) -> Iterable[Request]:
        """One page a week, by its Monday."""
        monday = self.now.date() - timedelta(days=self.now.weekday())
        for week in range(WEEKS):
            yield self.follow(f"{SCHEDULE}?date={monday + timedelta(weeks=week):%m/%d/%Y}")

    def parse(self, response: Response) -> Iterator[Hearing]:
        """The meetings of a week; a row may stand twice."""
        page = text_of(response)
        if not page.css("table.date-table") and "schedule" not in " ".join(page.css("::text").getall()).lower():
            raise ExtractionError("the page is no schedule", url=page.url, selector="table.date-table")
        yield from numbered(dict.fromkeys(self._meetings(page)))

    def _meetings(self, page: TextResponse) -> Iterator[Hearing]:
        for table in page.css("table.date-table"):
            try:
                on = day(_words(table.xpath("../preceding-sibling::*[1]")).partition(", ")[2])
            except ValueError as error:
                raise ExtractionError(str(error), url=page.url, selector="table.date-table") from error
            if on is None:
                raise ExtractionError("a table without its day", url=page.url, selector="table.date-table")
            for row in table.css("tr"):
                if len(row.css("td")) >= 5 and _words(row.css("td")[0]).lower() not in HEADINGS:
                    yield self._meeting(row, on, page)

    def _meeting(self, row: Selector, on: date, page: TextResponse) -> Hearing:
        cells = row.css("td")
        hour, chamber, committee, _, place = (_words(cell) for cell in cells[:5])
        calendars = [page.urljoin(link) for link in cells[3].css("a::attr(href)").getall()]
        title = squeeze(f"{chamber} {committee}")
        return Hearing(
            identifier=f"{title} {on}",
            title=title,
            url=page.url,
            text="\n".join([f"{on}, {hour}", *(f"- [Calendar]({link})" for link in calendars)]),
            starts_at=starts(on, hour, self.zone),
            location=place,
            cancelled=called_off(f"{hour} {committee}"),
        )


def _words(node: Selector | SelectorList[Selector]) -> str:
    return squeeze(" ".join(node.css("::text").getall()))
