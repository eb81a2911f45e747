"""What happens in the two recorded weeks, day by day, and what the monitor must make of it: the demonstration checks itself.

1 to 7 July and 25 to 31 August 2026: the law puts at least 30 days between the DEA's notice of intent and its temporary order
(21 U.S.C. 811(h)(1)), so the seven weeks between are left out.

True are the federal documents (numbers, dates, titles, dockets): 2026-13364, 2026-13580, 2026-13581 and 2026-17429, that the FDA
updated its page on 7-OH on 13 July, and that Virginia's HB 360 became chapter 595. That the notices lay on the public
inspection desk on 2 July follows from their date: it is the last business day before they were published. Abstracts, action
lines and pages are in our own words. Invented, and marked "(example)", are the bill HB 9001 and its hearing, the other bills,
the recalls; their dates, and those of the wall and of the table cut in half, are illustrative.
"""

from dataclasses import dataclass, field
from datetime import date

DEA, RECALLS, REPORTS, BILLS = "us.dea_rules", "us.fda_recalls", "us.openfda_food_enforcement", "virginia.bills"
FDA_PAGE, CALENDAR = "Hiding in Plain Sight: 7-OH", "Committee calendar (example)"
SOURCES = (DEA, RECALLS, REPORTS, BILLS, FDA_PAGE, CALENDAR)

_FDA_ADDRESS = "https://www.fda.gov/news-events/public-health-focus/hiding-plain-sight-7-oh-products"
_CALENDAR_ADDRESS = "https://calendar.example/house/health-and-human-services"
_RECALL = "https://www.fda.gov/safety/recalls-market-withdrawals-safety-alerts/example-botanicals-recalls-kratom-powder-because-possible-health-risk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A change that must be found, once: `status` is what it must move to, where it moves a status; `told` is for the screen."""

    source: str
    kind: str  # added, amended
    identifier: str
    told: str
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One recorded day: what must be found, and nothing else. `outcomes` names the sources that end unlike the others, `health`
    what the operator must hear of whom, `held` the removals held back, `alert` whether somebody must be told at once."""

    on: date
    events: tuple[Event, ...] = ()
    outcomes: dict[str, str] = field(default_factory=dict)
    health: dict[str, str] = field(default_factory=dict)
    held: int = 0
    alert: bool = False
    digest: bool = False
    notes: tuple[str, ...] = ()
    checked: bool = True  # otherwise only the digest of that morning is made


_WALL = {RECALLS: "blocked", FDA_PAGE: "blocked"}

DAYS = (
    Day(on=date(2026, 7, 1), outcomes=dict.fromkeys(SOURCES, "baseline")),
    Day(
        on=date(2026, 7, 2),
        alert=True,
        events=(
            Event(
                source=DEA,
                kind="added",
                identifier="2026-13580",
                told="the DEA files a notice of intent on 7-OH for public inspection",
            ),
            Event(
                source=DEA,
                kind="added",
                identifier="2026-13581",
                told="and one on mitragynine pseudoindoxyl, MGM-15 and MGM-16",
            ),
            Event(source=BILLS, kind="added", identifier="HB 9001", told="a bill is introduced in Virginia (example)"),
        ),
    ),
    Day(
        on=date(2026, 7, 3),
        events=(
            Event(source=CALENDAR, kind="amended", identifier=_CALENDAR_ADDRESS, told="its hearing is set for 7 July"),
        ),
    ),
    Day(
        on=date(2026, 7, 4),
        outcomes=_WALL,
        notes=("www.fda.gov shows robots an apology instead of its pages: that is no change, and no news either",),
    ),
    Day(on=date(2026, 7, 5), outcomes=_WALL, notes=("the wall still stands",)),
    Day(
        on=date(2026, 7, 6),
        digest=True,
        outcomes=_WALL,
        health=dict.fromkeys(_WALL, "failing"),
        events=(
            Event(
                source=DEA,
                kind="amended",
                identifier="2026-13580",
                told="the notice on 7-OH is published",
                status="published",
            ),
            Event(source=DEA, kind="amended", identifier="2026-13581", told="and so is the other", status="published"),
            Event(source=CALENDAR, kind="amended", identifier=_CALENDAR_ADDRESS, told="the hearing is cancelled"),
        ),
    ),
    Day(
        on=date(2026, 7, 7),
        health=dict.fromkeys(_WALL, "recovered"),
        events=(
            Event(
                source=RECALLS,
                kind="added",
                identifier=_RECALL,
                told="a recall that was published behind the wall: nothing is lost (example)",
            ),
            Event(
                source=BILLS, kind="amended", identifier="HB 9001", told="a substitute amends the bill, title and all"
            ),
        ),
    ),
    Day(on=date(2026, 7, 13), digest=True, checked=False),
    Day(
        on=date(2026, 8, 25),
        alert=True,
        events=(
            Event(
                source=FDA_PAGE,
                kind="amended",
                identifier=_FDA_ADDRESS,
                told="the FDA has edited its page on 7-OH (on 13 July: found on the first look after the pause)",
            ),
            Event(
                source=DEA,
                kind="added",
                identifier="2026-17429",
                told="the DEA files its temporary order for public inspection",
            ),
        ),
    ),
    Day(
        on=date(2026, 8, 26),
        alert=True,
        events=(
            Event(
                source=DEA,
                kind="amended",
                identifier="2026-17429",
                told="the order is published and in force until 26 August 2028",
                status="published",
            ),
            Event(
                source=BILLS,
                kind="amended",
                identifier="HB 9001",
                told="the bill is reported by its committee",
                status="reported",
            ),
        ),
    ),
    Day(
        on=date(2026, 8, 27),
        alert=True,
        events=(
            Event(
                source=REPORTS,
                kind="added",
                identifier="F-0000-2026",
                told="openFDA's weekly report classifies the recall (example)",
            ),
            Event(
                source=BILLS,
                kind="amended",
                identifier="HB 9001",
                told="the bill passes the House",
                status="passed one chamber",
            ),
        ),
    ),
    Day(
        on=date(2026, 8, 28),
        alert=True,
        events=(
            Event(
                source=BILLS,
                kind="amended",
                identifier="HB 9001",
                told="the bill passes the Senate",
                status="passed both",
            ),
        ),
    ),
    Day(on=date(2026, 8, 29), notes=('a quiet day: the pages answer "not modified", and nothing is read again',)),
    Day(
        on=date(2026, 8, 30),
        health={BILLS: "failing"},
        held=7,
        notes=("Virginia's table of bills comes with half of its rows: no reader is told that the others are gone",),
    ),
    Day(
        on=date(2026, 8, 31),
        digest=True,
        health={BILLS: "recovered"},
        notes=("the rows are back: nothing had been removed",),
    ),
)
