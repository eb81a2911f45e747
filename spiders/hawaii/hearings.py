"""Hearings of the committees of Hawaii's Legislature, from the list of those that are coming.

A hearing stands there once for each of its bills. It has no number; the address of its notice names it, which a moved hearing keeps
or gets anew with its notice. Unverified: the page is told by public projects that read it, and is known to fail for weeks.
"""

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from parsel import Selector
from scrapy.http import Response

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, day, many, squeeze, text_of
from spiders.families.schedule import called_off, starts

SITE = "https://data.capitol.hawaii.gov"
MEASURE = re.compile(r"\b([HS](?:B|CR|R))(\d+)(?=_|\b)")


class HawaiiHearings(SourceSpider):
    """One document a hearing, with all its bills."""

    name = "hawaii.hearings"
    jurisdiction = "us-hi"
    publisher = "Hawaii State Legislature"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "capitol.hawaii.gov hearings"
    verified = "unverified"
    may_be_empty = True
    zone = "Pacific/Honolulu"
    start_urls = [f"{SITE}/session/upcominghearingsfiltered.aspx"]

    def parse(self, response: Response) -> Iterator[Hearing]:
        """The rows that tell of one notice are one hearing."""
        page = text_of(response)
        hearings: dict[str, list[Selector]] = {}
        for row in many(page, "table[id*='MainContent_GridView2'] tr"):
            cells = row.css("td")
            if len(cells) < 5 or not re.search(r"\d{4}", _words(cells[0])):
                continue
            links = [link for link in cells[4].css("a::attr(href)").getall() if "/bills/" not in link.lower()]
            name = links[0].rpartition("/")[2] if links else f"{_words(cells[1])} {_words(cells[0])}"
            hearings.setdefault(name, []).append(row)
        if not hearings and "No Hearings" not in page.text:
            raise ExtractionError(
                "the list has neither hearings nor 'No Hearings'", url=page.url, selector="tr td", found=0
            )
        try:
            for name, rows in hearings.items():
                yield self._hearing(name, rows, page.url)
        except ValueError as error:
            raise ExtractionError(str(error), url=page.url, selector="td") from error

    def _hearing(self, name: str, rows: list[Selector], url: str) -> Hearing:
        cells = rows[0].css("td")
        committees, room = _words(cells[1]), _words(cells[2])
        printed = re.fullmatch(r"\w+ (\w+ \d+, \d{4}) (.+)", _words(cells[0]))
        on = day(printed[1]) if printed else None
        if printed is None or on is None:
            raise ValueError(f"not a day and an hour: {_words(cells[0])!r}")
        shown = " ".join(_words(row) + " " + " ".join(row.css("a::attr(href)").getall()) for row in rows)
        notice = next((urljoin(url, link) for link in rows[0].css("a::attr(href)").getall() if name in link), url)
        return Hearing(
            identifier=re.sub(r"\.html?$", "", name, flags=re.IGNORECASE).strip("_"),
            title=committees,
            url=notice.replace("://www.", "://data."),
            text="\n".join(f"- {line}" for line in dict.fromkeys(_shown(row) for row in rows)),
            starts_at=starts(on, printed[2], self.zone),
            location=room,
            concerns=tuple(dict.fromkeys(bill_number(f"{one}{two}") for one, two in MEASURE.findall(shown))),
            cancelled=called_off(shown),
        )


def _shown(row: Selector) -> str:
    """Day, committees, room and measure of a row; the links beside them say no more."""
    return squeeze(" ".join(map(_words, row.css("td")[:4])))


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))
