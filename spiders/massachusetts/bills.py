"""Bills, resolutions and dockets of the General Court of Massachusetts, from its public interface (JSON, no key).

One answer lists all documents of a General Court; a bill's history is read when its row moved and once a week while the Court sits.
A bill is known by its number, and until it gets one by the docket under which it was filed, which stays another name of it; a
committee's new draft has no docket. Unverified: the answers are told by public projects that read them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day_field, field, json_of, squeeze
from spiders.families.executive import by_office
from spiders.families.legislature import BillSpider
from spiders.families.rounds import round_of, token
from spiders.families.sessions import Session, Sessions
from spiders.massachusetts.vocabulary import MASSACHUSETTS

SITE = "https://malegislature.gov"
JSON = {"Accept": "application/json"}  # who asks like a browser gets XML
BRANCHES = {"House": "lower", "Senate": "upper", "Joint": "legislature", "Executive": "executive"}
CHAMBERS = {"H": "lower", "S": "upper"}
SEE = re.compile(r"\bsee ([HS]\d+)")
DAYS = 7  # of a round: there are about ten thousand documents


class MassachusettsBills(BillSpider):
    """The list of each General Court and the histories whose turn it is."""

    name = "massachusetts.bills"
    jurisdiction = "us-ma"
    publisher = "General Court of Massachusetts"
    cadence = "every 12 hours"
    rounds = DAYS
    verified = "unverified"
    edition = 2  # a bill goes by its number, no longer by its docket
    vocabulary = MASSACHUSETTS
    sessions = Sessions(
        [
            Session(identifier="193rd", site="193", starts_on=date(2023, 1, 4), ends_on=date(2024, 12, 31)),
            # Formal sessions end in July; bills become law in the informal ones until the next Court meets.
            Session(identifier="194th", site="194", starts_on=date(2025, 1, 1), ends_on=date(2027, 1, 5)),
            # The first Wednesday of January.
            Session(identifier="195th", site="195", starts_on=date(2027, 1, 6)),
        ]
    )

    def requests(self) -> Iterable[Request]:
        """One list a General Court."""
        for due in self.sessions.due(self.now):
            url = f"{SITE}/api/GeneralCourts/{due.session.code}/Documents"
            yield self.follow(url, self.parse_list, headers=JSON, meta={"promised": "json"}, **due.pace)

    def parse(self, response: Response) -> Iterator[Request | Bill]:
        """A list, or a history saved alone, which tells no title and is refused: the address tells which."""
        if not response.url.rstrip("/").endswith("/Documents"):
            raise ExtractionError("a history is read with the row of its list", url=response.url)
        yield from self.parse_list(response)

    def parse_list(self, response: Response) -> Iterator[Request | Bill]:
        """The history of each bill whose row moved or whose turn it is; a docket without a number has none and is told at once."""
        session = self._session(response.url)
        rows = json_of(response)
        if not isinstance(rows, list):
            raise ExtractionError(f"expected a list, found {type(rows).__name__}", url=response.url)
        begun = session.starts_on is not None and session.starts_on <= self.now.date()
        if begun and not any(isinstance(row, dict) and row.get("Title") for row in rows):
            raise ExtractionError("the list has no document with a title", url=response.url, selector="Title", found=0)
        for raw in rows:
            row = _row(raw, response.url)
            if not row["bill"]:
                yield self._bill(row, session, ())
                continue
            address = f"{SITE}/api/GeneralCourts/{session.code}/Documents/{row['bill']}/DocumentHistoryActions"
            turn = round_of(row["bill"], self.now, days=DAYS, ends_on=session.ends_on)
            yield self.follow(
                address,
                self.parse_history,
                when=token(repr(sorted(row.items())), turn),
                headers=JSON,
                meta={"promised": "json"},
                cb_kwargs={"row": row},
            )

    def parse_history(self, response: Response, row: Mapping[str, Any]) -> Iterator[Bill]:
        """The bill of a row with its steps."""
        if f"/Documents/{row['bill']}/" not in response.url:
            raise ExtractionError(f"this is not the history of {row['bill']}", url=response.url)
        steps = json_of(response)
        if not isinstance(steps, list):
            raise ExtractionError(f"expected a list, found {type(steps).__name__}", url=response.url)
        yield self._bill(row, self._session(response.url), tuple(self._actions(steps, response.url)))

    def _actions(self, steps: list[Any], url: str) -> Iterator[Action]:
        """The steps; some have no day, and one without a branch is of the branch before it."""
        by = "legislature"
        for step in steps:
            words = squeeze(field(step, "Action", str, url=url, default=""))
            branch = field(step, "Branch", str, url=url, default="") or ""
            by = BRANCHES.get(branch.strip(), by)
            if words:
                yield by_office(self.action(words, on=day_field(step, "Date", url=url), by=by))

    def _bill(self, row: Mapping[str, Any], session: Session, actions: tuple[Action, ...]) -> Bill:
        number = row["bill"] or row["docket"]
        printed = re.sub(r"^([A-Z]+)(\d)", r"\1.\2", number)
        see = [found[1] for step in actions if (found := SEE.search(step.text))]
        return Bill(
            identifier=bill_number(number),
            aliases=(bill_number(row["docket"]),) if row["bill"] and row["docket"] else (),
            title=row["title"] or printed,
            url=f"{SITE}/Bills/{session.code}/{number}",
            status=f"{'Bill' if row['bill'] else 'Docket'} {printed}",
            session=session.identifier,
            chamber=CHAMBERS.get(number[0], "legislature"),
            sponsors=tuple(Sponsor(name=name, primary=name == row["sponsor"]) for name in row["sponsors"]),
            actions=actions,
            versions=(
                Version(
                    note="Bill text", url=f"{SITE}/Bills/{session.code}/{number}.pdf", media_type="application/pdf"
                ),
            ),
            companions=tuple(dict.fromkeys(map(bill_number, see))),
        )

    def _session(self, url: str) -> Session:
        found = re.search(r"/GeneralCourts/(\d+)/", url)
        session = self.sessions.by_code(found[1]) if found else None
        if session is None:
            raise ExtractionError("the address names no General Court of the table", url=url)
        return session


def _row(raw: Any, url: str) -> dict[str, Any]:
    """What a row of the list tells: numbers without blanks, title, who presents it and all who support it."""
    bill, docket = (
        squeeze(field(raw, name, str, url=url, default="")).upper() for name in ("BillNumber", "DocketNumber")
    )
    try:
        bill_number(docket or bill)
        bill_number(bill or docket)
    except ValueError as error:
        raise ExtractionError(f"a document without a number: {error}", url=url, selector="DocketNumber") from error
    sponsor = squeeze(field(raw, "PrimarySponsor.Name", str, url=url, default=""))
    others = [
        squeeze(field(each, "Name", str, url=url, default=""))
        for each in field(raw, "Cosponsors", list, url=url, default=[]) or []
    ]
    return {
        "bill": bill,
        "docket": docket,
        "title": squeeze(field(raw, "Title", str, url=url, default="")),
        "sponsor": sponsor,
        "sponsors": list(dict.fromkeys(filter(None, [sponsor, *others]))),
    }
