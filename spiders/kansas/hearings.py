"""Committee hearings of Kansas's Legislature, from the calendar of the biennium in session, a page a day.

Unverified: the pages are told by a public project of 2026 that reads them. A hearing has no number of its own: it is named by
chamber, committee and day.
"""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, many, one, squeeze, text_of
from spiders.families.schedule import called_off, clock, starts

SITE = "https://www.kslegislature.gov"
BILL = re.compile(r"/(?:bills|resolutions)/([A-Za-z]+\d+)/")


class KansasHearings(SourceSpider):
    """One document a sitting of a committee, with the bills it hears: the table has a row a bill."""

    name = "kansas.hearings"
    jurisdiction = "us-ks"
    publisher = "Kansas Legislature"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "kslegislature.gov hearings"
    verified = "unverified"
    may_be_empty = True
    zone = "America/Chicago"
    delay = 2.0

    def requests(self) -> Iterable[Request]:
        """The calendar of the biennium."""
        year = self.now.year - (self.now.year + 1) % 2
        return [self.follow(f"{SITE}/b{year}_{(year + 1) % 100:02}/hearings/", optional=self.now.month == 1)]

    def parse(self, response: Response) -> Iterator[Request]:
        """A page for each day from today on that has hearings."""
        page = text_of(response)
        printed = one(page, "#hearings-cal-root[data-available]").attrib["data-available"]
        try:
            days = sorted({date.fromisoformat(each) for each in json.loads(printed)})
        except (ValueError, TypeError) as error:
            raise ExtractionError(
                f"expected days, found {printed[:40]!r}", url=page.url, selector="data-available"
            ) from error
        for on in days:
            if on >= self.now.date():
                address = f"{page.url.partition('?')[0]}?page=1&date={on}&sort=date&dir=desc&per_page=20"
                yield self.follow(address, self.parse_day)

    def parse_day(self, response: Response, before: Iterable[Any] = ()) -> Iterator[Request | Hearing]:
        """A day's hearings; a day of more than twenty rows goes on on the next page."""
        page = text_of(response)
        found = re.search(r"[?&]page=(\d+)&date=(\d{4}-\d\d-\d\d)", page.url)
        if not found:
            raise ExtractionError("the address names no day, such as page=1&date=2026-02-10", url=page.url)
        rows: list[Any] = [*before]
        for row in many(page, "table.site-table tbody tr"):
            cells = [squeeze(" ".join(cell.css("::text").getall())) for cell in many(row, "td", least=7)]
            rows.append([cells, [bill[1] for link in row.css("a::attr(href)").getall() if (bill := BILL.search(link))]])
        following = f"page={int(found[1]) + 1}&"
        if any(following in link for link in page.css("a::attr(hx-get), a::attr(href)").getall()):
            address = page.url.replace(f"page={found[1]}&", following)
            yield self.follow(address, self.parse_day, cb_kwargs={"before": rows})
            return
        try:
            yield from _hearings(rows, date.fromisoformat(found[2]), page.url)
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url) from error


def _hearings(rows: list[Any], on: date, url: str) -> Iterator[Hearing]:
    sittings: dict[tuple[str, str], list[Any]] = {}
    for cells, bills in rows:
        sittings.setdefault((cells[3], cells[4]), []).append((cells, bills))
    for (chamber, committee), parts in sittings.items():
        first = min((cells for cells, _ in parts), key=lambda cells: (clock(cells[1]) is None, str(clock(cells[1]))))
        lines = dict.fromkeys(" ".join(filter(None, [cells[1], *cells[6:]])) for cells, _ in parts)
        title = committee if committee.startswith(chamber) else f"{chamber} {committee}"
        yield Hearing(
            identifier=f"{title} {on}",
            title=title,
            url=f"{url.partition('?')[0]}?date={on}",
            text="\n".join([f"{on}, {first[1]}", *(f"- {line}" for line in lines)]),
            starts_at=starts(on, first[1], KansasHearings.zone),
            location=first[2],
            concerns=tuple(dict.fromkeys(bill_number(bill) for _, bills in parts for bill in bills)),
            cancelled=all(called_off(" ".join(cells)) for cells, _ in parts),
        )
