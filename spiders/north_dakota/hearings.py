"""Hearings of the committees of North Dakota's Legislative Assembly, from the schedule that its site exports as a table (CSV).

Unverified: the columns are told by a public project that reads them. A row is a bill before a committee; the rows of a committee and
day are one meeting, which has no number of its own and is named after both.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, day, squeeze
from spiders.families.schedule import called_off, starts

PAGE = "https://www.ndlegis.gov/legend/committee/hearings/public-schedule/"
WHEN, BILL, AT, COMMITTEE, PART, ROOM, ABOUT = COLUMNS = (
    "Hearing Date/Time",
    "Bill",
    "Agenda Time",
    "Committee",
    "Subcommittee",
    "Room",
    "Description",
)
_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}|\d{4}-\d{2}-\d{2}|[A-Z][a-z]+\.? \d{1,2}, \d{4}")
_BILL = re.compile(r"\b([HS](?:B|CR|R|MR))\s*(\d{4})\b")


class NorthDakotaHearings(SourceSpider):
    """One document a committee and day."""

    name = "north_dakota.hearings"
    jurisdiction = "us-nd"
    publisher = "North Dakota Legislative Assembly"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "ndlegis.gov hearings"
    verified = "unverified"
    may_be_empty = True
    zone = "America/Chicago"

    def requests(self) -> list[Request]:
        """The table."""
        return [self.follow(f"{PAGE}?export=csv", meta={"promised": "csv"})]

    def parse(self, response: Response) -> Iterator[Hearing]:
        """The meetings, in the order of their first rows."""
        meetings: dict[tuple[str, date], list[dict[str, str]]] = {}
        for row in _rows(response):
            name = ", ".join(filter(None, [row[COMMITTEE], row[PART]]))
            found = _DAY.search(row[WHEN])
            try:
                on = day(found[0]) if found else None
            except ValueError as error:
                raise ExtractionError(str(error), url=response.url, selector=WHEN) from error
            if on is None or not name:
                raise ExtractionError(f"a row without day or committee: {row}", url=response.url, selector=WHEN)
            meetings.setdefault((name, on), []).append(row)
        for (name, on), rows in meetings.items():
            yield self._meeting(name, on, rows, response.url)

    def _meeting(self, name: str, on: date, rows: list[dict[str, str]], url: str) -> Hearing:
        try:
            times = [self._starts(on, row) for row in rows]
        except ValueError as error:
            raise ExtractionError(str(error), url=url, selector=WHEN) from error
        return Hearing(
            identifier=f"{name} {on}",
            title=name,
            url=PAGE,
            text="\n".join([str(on), *(f"- {_line(row)}" for row in rows)]),
            starts_at=min(filter(None, times), default=None),
            location="; ".join(dict.fromkeys(filter(None, (row[ROOM] for row in rows)))),
            concerns=tuple(dict.fromkeys(_bills(rows))),
            cancelled=all(called_off(row[ABOUT]) for row in rows),
        )

    def _starts(self, on: date, row: dict[str, str]) -> datetime | None:
        return starts(on, _hour(row[WHEN]), self.zone) or starts(on, _hour(row[AT]), self.zone)


def _rows(response: Response) -> Iterator[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(response.body.decode("utf-8-sig", "replace"), newline=""), strict=True)
    missing = [column for column in COLUMNS if column not in map(squeeze, reader.fieldnames or ())]
    if missing:
        raise ExtractionError(f"the table has no column {missing[0]!r}", url=response.url, selector=missing[0])
    try:
        for cells in reader:
            if None in cells or None in cells.values():
                raise ExtractionError(f"line {reader.line_num} has other cells than the header", url=response.url)
            yield {squeeze(name): squeeze(value) for name, value in cells.items()}
    except csv.Error as error:
        raise ExtractionError(f"line {reader.line_num} is no CSV: {error}", url=response.url) from error


def _hour(printed: str) -> str:
    """The words without the colon that strays before the half of the day: "10:00:AM"."""
    return re.sub(r":\s*(?=[AP]M\b)", " ", printed, flags=re.IGNORECASE)


def _bills(rows: Iterable[dict[str, str]]) -> Iterator[str]:
    """The bill of a row; where the column has a number alone, its letters stand in the description."""
    for row in rows:
        found = _BILL.search(row[BILL]) or (_BILL.search(row[ABOUT]) if re.search(r"\d", row[BILL]) else None)
        if found:
            yield bill_number("".join(found.groups()))


def _line(row: dict[str, str]) -> str:
    hour = re.search(r"\d{1,2}:\d\d(?::\d\d)? ?[AP]M", _hour(row[AT] or row[WHEN]), re.IGNORECASE)
    return squeeze(f"{hour[0] if hour else ''} {row[BILL]} {row[ABOUT]}")
