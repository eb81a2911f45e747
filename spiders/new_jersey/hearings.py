"""Committee meetings of New Jersey's legislature and the bills on their agendas, from the nightly database of its bills.

Unverified, as the bills are: public projects tell the columns. The tables give a meeting no number; it is named by committee
and day, and a second one of that day by its place among them. A meeting put off to another day is another meeting; that of the
first day is then called cancelled by the table.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, day
from spiders.new_jersey.bills import FILES, NewJerseyBills, Row, tables_of

COLUMNS = {
    "AGENDAS": ("CommHouse", "Date", "Time", "Status", "Location", "Comments"),
    "BAGENDA": ("CommHouse", "Date", "Time", "BillType", "BillNumber"),
    "COMMITTEE": ("Code", "House", "Description"),
}
FLOOR = ("", "A", "S", "J")
"""Instead of a committee: a session of a house."""
SCHEDULE = "https://www.njleg.state.nj.us/legislative-calendar"

Slot = tuple[str, str, str]  # committee, day, time


class NewJerseyHearings(SourceSpider):
    """Every meeting of the two-year session, the past ones too."""

    name = "new_jersey.hearings"
    jurisdiction = "us-nj"
    publisher = "New Jersey Legislature"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "njleg.state.nj.us agendas"
    verified = "unverified"
    may_be_empty = True

    def requests(self) -> Iterable[Request]:
        """The file that the bills are read from."""
        for due in NewJerseyBills.sessions.due(self.now):
            year = due.session.code
            yield self.follow(f"{FILES}/leg-databases/{year}data/DB{year}_TEXT.zip", **due.pace)

    def parse(self, response: Response) -> Iterator[Hearing]:
        """One document a meeting."""
        tables = tables_of(response, COLUMNS)
        committees = {row["Code"]: row["Description"] for row in tables["COMMITTEE"]}
        heard: dict[Slot, list[str]] = {}
        for row in tables["BAGENDA"]:
            heard.setdefault(_slot(row), []).append(row["BillType"] + row["BillNumber"])
        of_day: Counter[str] = Counter()
        for row in tables["AGENDAS"]:
            code = row["CommHouse"]
            if code in FLOOR:
                continue
            try:
                on = day(row["Date"].partition(" ")[0])
                concerns = tuple(dict.fromkeys(bill_number(number) for number in heard.get(_slot(row), ())))
            except ValueError as error:
                raise ExtractionError(f"meeting of {code}: {error}", url=response.url) from error
            if on is None:
                raise ExtractionError(f"a meeting of {code} has no day", url=response.url, selector="Date")
            starts_at = _moment(f"{on} {row['Time']}", self.zone)
            of_day[f"{code} {on}"] += 1
            place = of_day[f"{code} {on}"]
            yield Hearing(
                identifier=f"{code} {on}" + (f" ({place})" if place > 1 else ""),
                title=committees.get(code, code),
                url=SCHEDULE,
                status=row["Status"],
                text="\n".join(filter(None, ("" if starts_at else f"{on}, {row['Time']}", row["Comments"]))),
                starts_at=starts_at,
                location=row["Location"],
                concerns=concerns,
                cancelled="cancel" in row["Status"].lower(),
            )


def _slot(row: Row) -> Slot:
    return row["CommHouse"], row["Date"], row["Time"]


def _moment(text: str, zone: str) -> datetime | None:
    """The moment of "2026-03-16 10:00 AM" by the clock of the zone; None where the table gives words instead of a time."""
    try:
        return datetime.strptime(text, "%Y-%m-%d %I:%M %p").replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except ValueError:
        return None
