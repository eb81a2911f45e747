"""Hearings of bills before the committees of Nebraska's Legislature, from the form that lists a range of days.

Unverified: form and page are told by a public project that reads them. A hearing has no number of its own: it is named by
committee and day, so that one on another day is another one.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from urllib.parse import urlencode

from parsel import Selector
from scrapy import Request
from scrapy.http import Response, TextResponse

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, day, many, one, squeeze, text_of
from spiders.families.schedule import called_off, numbered, starts

FORM = "https://nebraskalegislature.gov/calendar/hearings_range.php"
AHEAD = timedelta(days=60)


class NebraskaHearings(SourceSpider):
    """The hearings of the next sixty days: one document a sitting of a committee, with the bills it hears."""

    name = "nebraska.hearings"
    jurisdiction = "us-ne"
    publisher = "Nebraska Legislature"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "nebraskalegislature.gov hearings"
    verified = "unverified"
    may_be_empty = True
    zone = "America/Chicago"

    def requests(self) -> Iterable[Request]:
        """The form, from today on."""
        first = self.now.date()
        asked: dict[str, str] = {}
        for name, on in (("start", first), ("end", first + AHEAD)):
            asked |= {f"{name}Month": f"{on:%m}", f"{name}Day": f"{on:%d}", f"{name}Year": f"{on:%Y}"}
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return [self.follow(FORM, method="POST", body=urlencode(asked), headers=kind)]

    def parse(self, response: Response) -> Iterator[Hearing]:
        """The hearings, by days."""
        page = text_of(response)
        if "no hearings for the date range" in squeeze(" ".join(page.css("h3 ::text").getall())):
            return
        yield from numbered(self._days(page))

    def _days(self, page: TextResponse) -> Iterator[Hearing]:
        on: date | None = None
        for node in many(page, "h2.text-center, div.card.mb-4"):
            words = _words(node)
            if node.root.tag == "h2":
                found = re.search(r"[A-Z][a-z]+ \d{1,2}, \d{4}$", words)
                on = day(found[0]) if found else on
            elif on is None:
                raise ExtractionError("a hearing stands under no day", url=page.url, selector="h2.text-center")
            else:
                yield self._hearing(node, on, page)

    def _hearing(self, card: Selector, on: date, page: TextResponse) -> Hearing:
        committee = _words(many(card, ".card-header div > div")[0])
        place, _, hour = _words(one(card, ".card-header small")).rpartition(" - ")
        rows = [[_words(cell) for cell in row.css("div.row > div")] for row in card.css("td")]
        items = [(cells[0], " ".join(cells[1:])) for cells in rows if cells and cells[0]]
        try:
            starts_at = starts(on, hour, self.zone)
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url, selector="small") from error
        bills = (bill_number(number) for number, _ in items if re.fullmatch(r"L[BR] ?\d+[A-Z]*", number))
        return Hearing(
            identifier=f"{committee} {on}",
            title=f"{committee} Committee" if committee and "ommittee" not in committee else committee,
            url=FORM,
            text="\n".join([f"{on}, {hour}", *(f"- {number} {words}".rstrip() for number, words in items)]),
            starts_at=starts_at,
            location=place,
            concerns=tuple(dict.fromkeys(bills)),
            cancelled=called_off(_words(card)),
        )


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))
