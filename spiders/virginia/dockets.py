"""Dockets of the committees of Virginia's General Assembly: the bills of each committee and day, from a table that needs no key.

Unverified: the table's columns are told by public projects that read it (2026). It names no hour and no room, and a day that is called off
leaves it without a word: that is told by virginia.hearings, which needs a key.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, day, squeeze
from spiders.virginia.bills import FILES, VirginiaBills

PAGE = "https://lis.virginia.gov/schedule"
BEFORE = timedelta(days=14)
CHAMBERS = {"H": "House", "S": "Senate"}


@dataclass(slots=True, kw_only=True)
class Docket:
    """What a committee ("S02") takes up on a day; `name` is "" where the table has none."""

    committee: str
    on: date
    name: str = ""
    bills: list[str] = field(default_factory=list)


def dockets(response: Response) -> dict[tuple[str, date], Docket]:
    """The dockets of a table by committee and day. Its first column is the committee's number; the names of the others have changed
    over the years, so that day, bill and committee's name are told by a part of theirs. ExtractionError for another table."""
    reader = csv.reader(io.StringIO(response.body.decode("utf-8-sig", "replace"), newline=""), strict=True)
    found: dict[tuple[str, date], Docket] = {}
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        when, bill = _column(header, "date", response.url), _column(header, "bil", response.url)
        named = next((place for place, name in enumerate(header) if "des" in name or "name" in name), None)
        for row in filter(None, reader):
            on, committee = day(row[when]), row[0].strip()
            if on is None or not committee:
                raise ValueError(f"line {reader.line_num} names no committee or day")
            name = squeeze(row[named]) if named is not None else ""
            docket = found.setdefault((committee, on), Docket(committee=committee, on=on, name=name))
            docket.bills.append(bill_number(row[bill]))
    except (csv.Error, ValueError, IndexError) as error:
        raise ExtractionError(str(error), url=response.url, selector="DOCKET.CSV") from error
    return found


def _column(header: list[str], part: str, url: str) -> int:
    found = [place for place, name in enumerate(header) if part in name]
    if len(found) != 1:
        raise ExtractionError(
            f"expected one column with {part!r} in its name, found {len(found)}", url=url, selector=part
        )
    return found[0]


class VirginiaDockets(SourceSpider):
    """One document a committee and day, of each session that is due."""

    name = "virginia.dockets"
    jurisdiction = "us-va"
    publisher = "Virginia General Assembly"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "lis.virginia.gov dockets"
    verified = "unverified"
    may_be_empty = True

    def requests(self) -> Iterator[Request]:
        """One table a session; one that has no dockets yet has none."""
        for due in VirginiaBills.sessions.due(self.now):
            yield self.follow(f"{FILES}/{due.session.code}/DOCKET.CSV", optional=True, meta={"promised": "csv"})

    def parse(self, response: Response) -> Iterator[Hearing]:
        """The dockets that are not long past."""
        for docket in dockets(response).values():
            if docket.on >= self.now.date() - BEFORE:
                yield self._hearing(docket)

    def _hearing(self, docket: Docket) -> Hearing:
        chamber = CHAMBERS.get(docket.committee[0].upper(), "")
        bills = tuple(dict.fromkeys(docket.bills))
        name = docket.name or docket.committee
        return Hearing(
            identifier=f"{docket.committee} {docket.on}",
            title=name if chamber and chamber in name else squeeze(f"{chamber} {name}"),
            url=PAGE,
            text="\n".join([str(docket.on), *(f"- {bill}" for bill in bills)]),
            concerns=bills,
        )
