"""Bills and resolutions of New Hampshire's General Court, from the text tables that it puts on its site.

A service request (LSR) becomes a bill when it gets a number; until then it is left out. The site forbids machines between
06:00 and 21:00 Eastern time (`closed_hours`). Since July 2026 tables were now and then empty under status 200: such an answer
is refused. The names of legislators left the tables in 2026; with them go the sponsors' names.

Unverified: columns are told by public projects that read the tables; no capture of them was at hand.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, time
from functools import lru_cache

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import Bundle, bill_number, day, squeeze
from spiders.families.legislature import BillSpider
from spiders.families.sessions import Session, Sessions
from spiders.new_hampshire.vocabulary import NEW_HAMPSHIRE

DUMP = "https://gc.nh.gov/dynamicdatadump"
DOCKET = "https://gc.nh.gov/bill_status/legacy/bs2016/bill_docket.aspx"
TEXT = "https://gc.nh.gov/bill_status/legacy/bs2016/billText.aspx"
TABLES = {
    "requests": f"{DUMP}/LSRs.txt",
    "docket": f"{DUMP}/Docket.txt",
    "pages": f"{DUMP}/LsrsOnly.txt",
    "sponsors": f"{DUMP}/LsrSponsors.txt",
    "legislators": f"{DUMP}/legislators.txt",
}
REQUEST_CELLS = 36
DOCKET_CELLS = 7
DEGRADED = 20
"""A table shorter than this many bytes is the sign of a broken export, not of a quiet session."""
ACTORS = {"H": "lower", "S": "upper"}

Key = tuple[str, str]  # year, number of the service request
_day = lru_cache(maxsize=4096)(day)


class NewHampshireBills(BillSpider):
    """Every numbered bill in the tables, whatever its year."""

    name = "new_hampshire.bills"
    jurisdiction = "us-nh"
    publisher = "New Hampshire General Court"
    cadence = "every 3 hours"  # of which the site allows those of the night
    verified = "unverified"
    edition = 2  # other names of a bill
    closed_hours = (time(6), time(21))
    vocabulary = NEW_HAMPSHIRE
    sessions = Sessions(
        (
            Session(identifier="2024", starts_on=date(2024, 1, 3), ends_on=date(2024, 6, 28)),
            Session(identifier="2025", starts_on=date(2025, 1, 8), ends_on=date(2025, 6, 30)),
            Session(identifier="2026", starts_on=date(2026, 1, 8), ends_on=date(2026, 6, 30)),
            Session(identifier="2027", starts_on=date(2027, 1, 6), ends_on=date(2027, 6, 30)),
        )
    )

    def requests(self) -> Iterable[Request]:
        """The tables hold the current session, and the next one when it is."""
        yield self.bundle(TABLES, optional=("pages", "sponsors", "legislators"))

    def parse(self, response: Response | Bundle) -> Iterator[Bill]:
        """A bill for every service request that has a number."""
        tables = response.members if isinstance(response, Bundle) else {"requests": response}
        requests, docket = tables.get("requests"), tables.get("docket")
        if requests is None:
            raise ExtractionError("LSRs.txt is missing, without it the docket means nothing", url=response.url)
        pages = {row[0]: row[2] for row in _rows(tables.get("pages")) if len(row) > 2}
        sponsors = _sponsors(_rows(tables.get("sponsors")), _rows(tables.get("legislators")))
        histories = self._histories(docket)
        seen: set[tuple[str, str]] = set()
        for row in _requests(requests):
            year, lsr, title, body, number = row[0], row[1].zfill(4), row[2], row[3], row[9] or row[10]
            if not number:
                continue
            try:
                identifier = bill_number(number)
            except ValueError as error:
                raise ExtractionError(f"request {year}-{lsr}: {error}", url=requests.url) from error
            if (year, identifier) in seen:
                raise ExtractionError(f"{identifier} of {year} stands twice", url=requests.url)
            seen.add((year, identifier))
            yield Bill(
                identifier=identifier,
                aliases=(f"LSR {lsr}",),
                title=re.sub(r"^\((?:[\w ]*new title|[\w ]*title)\)\s*", "", title, flags=re.IGNORECASE) or identifier,
                url=f"{DOCKET}?lsr={lsr}&sy={year}&sortoption=&txtsessionyear={year}",
                session=year,
                chamber=ACTORS.get(body, "legislature"),
                sponsors=sponsors.get((year, lsr), ()),
                actions=tuple(histories.get((year, lsr), ())),
                versions=tuple(_version(pages.get(f"{year}-{lsr}"), year)),
            )

    def _histories(self, response: Response | None) -> dict[Key, list[Action]]:
        """The docket by service request, oldest first; steps of one day in the table's order."""
        found: dict[Key, list[Action]] = {}
        for row in _rows(response):
            if len(row) != DOCKET_CELLS:
                raise ExtractionError(
                    f"a row of the docket has {len(row)} cells, expected {DOCKET_CELLS}",
                    url=response.url if response else "",
                )
            year, lsr, stamp, _, body, text, _ = row
            try:
                on = _day(stamp.partition(" ")[0])
            except ValueError as error:
                raise ExtractionError(str(error), url=response.url if response else "") from error
            executive = re.match(r"(signed|vetoed) by|law without", text, re.IGNORECASE)
            if text:
                step = self.action(text, on=on, by="executive" if executive else ACTORS.get(body, "legislature"))
                found.setdefault((year, lsr.zfill(4)), []).append(step)
        return {key: sorted(steps, key=lambda step: step.on or date.min) for key, steps in found.items()}


def _lines(response: Response | None) -> Iterator[str]:
    if response is None:
        return
    if len(response.body) < DEGRADED:
        raise ExtractionError(f"the table has {len(response.body)} bytes: its export is broken", url=response.url)
    if response.body.lstrip()[:1] == b"<":
        raise ExtractionError("expected a table, found a page", url=response.url)
    try:
        text = response.body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = response.body.decode("cp1252", "replace")
    yield from (line for line in text.replace("\0", "").splitlines() if line.strip())


def _rows(response: Response | None) -> Iterator[list[str]]:
    for line in _lines(response):
        yield [squeeze(cell) for cell in line.split("|")]


def _requests(response: Response) -> Iterator[list[str]]:
    """The rows of LSRs.txt; a title with a line break makes two lines of one row."""
    held = ""
    for line in _lines(response):
        held = f"{held} {line}" if held else line
        if held.count("|") < REQUEST_CELLS - 1:
            continue
        row = [squeeze(cell) for cell in held.split("|")]
        if len(row) != REQUEST_CELLS:
            raise ExtractionError(
                f"a row has {len(row)} cells, expected {REQUEST_CELLS}: {held[:60]!r}", url=response.url, found=len(row)
            )
        held = ""
        yield row
    if held:
        raise ExtractionError(f"the table ends within a row: {held[:60]!r}", url=response.url)


def _sponsors(rows: Iterable[list[str]], people: Iterable[list[str]]) -> dict[Key, tuple[Sponsor, ...]]:
    """Names by service request, in the table's order; {} without the table of legislators."""
    names = {row[0]: squeeze(f"{row[2]} {row[1]}") for row in people if len(row) > 2}
    found: dict[Key, list[tuple[int, Sponsor]]] = {}
    for year, lsr, place, person, prime, *_ in (row for row in rows if len(row) > 4):
        if person in names:
            sponsor = Sponsor(name=names[person], primary=prime == "1")
            found.setdefault((year, lsr.zfill(4)), []).append((int(place) if place.isdigit() else 999, sponsor))
    return {
        key: tuple(sponsor for _, sponsor in sorted(each, key=lambda one: (not one[1].primary, one[0])))
        for key, each in found.items()
    }


def _version(page: str | None, year: str) -> Iterator[Version]:
    """The text as it now is. In PDF: the HTML form answers now and then with a message of its program."""
    if page:
        yield Version(
            note="Current text", url=f"{TEXT}?sy={year}&id={page}&txtFormat=pdf", media_type="application/pdf"
        )
