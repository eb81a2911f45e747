"""Hearings of Missouri's House committees, from its XML export of what is scheduled.

Unverified: two public projects describe the file, one of them with the hearing's number, by which a hearing that moves stays the
same; without it, committee and first date stand for one. The Senate's schedule is not read.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from lxml import etree
from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider
from spiders.families.xml_records import expected, text_at, tree_of
from spiders.missouri.bills import EXPORTS, MissouriBills

PAGE = "https://house.mo.gov/"


class MissouriHearings(SourceSpider):
    """One file a session that sits."""

    name = "missouri.hearings"
    jurisdiction = "us-mo"
    publisher = "Missouri General Assembly"
    cadence = "every 4 hours"
    kinds = ("hearing",)
    registry = "house.mo.gov hearings"
    verified = "unverified"
    may_be_empty = True
    zone = "America/Chicago"

    def requests(self) -> Iterable[Request]:
        """The file of each session; before a session there may be none."""
        return [
            self.follow(f"{EXPORTS}/{due.session.code}-UpcomingHearingList.XML", **due.pace)
            for due in MissouriBills.sessions.due(self.now)
        ]

    def parse(self, response: Response) -> Iterator[Hearing]:
        """Every hearing of the file."""
        root = expected(tree_of(response), "ROOT", response.url)
        rows = [row for row in root if isinstance(row.tag, str)]
        if strange := next((row.tag for row in rows if row.tag not in ("HearingXML", "HearingInfo")), None):
            raise ExtractionError(f"expected <HearingXML>, found <{strange}>", url=response.url, selector="HearingXML")
        for row in rows:
            yield self._hearing(row, response.url)

    def _hearing(self, row: etree._Element, where: str) -> Hearing:
        committee, status = text_at(row, "CommitteeName"), text_at(row, "HearingStatus")
        if not committee:
            raise ExtractionError("a hearing without committee", url=where, selector="CommitteeName")
        on = text_at(row, "HearingDate").partition(" ")[0]  # "01/15/2026 - Upcoming"
        bills = [(text_at(each, "CurrentBillString"), text_at(each, "ShortTitle")) for each in row.iter("HearingBill")]
        agenda = [f"- {number}: {title}" for number, title in bills]
        return Hearing(
            identifier=text_at(row, "HearingID") or f"{committee} {on}",
            title=committee,
            url=PAGE,
            status=status,
            text="\n".join(filter(None, [text_at(row, "Comments"), *agenda])),
            starts_at=self._moment(on, text_at(row, "HearingTime"), where),
            location=text_at(row, "HearingLocation"),
            concerns=tuple(found[0] for number, _ in bills if (found := re.search(r"[A-Z]+ \d+$", number))),
            cancelled=bool(re.match("cancel", status, re.IGNORECASE)),
        )

    def _moment(self, on: str, at: str, where: str) -> datetime | None:
        """The moment in UTC; None for words such as "Upon Adjournment" in place of an hour."""
        if not re.fullmatch(r"\d{1,2}:\d\d [AP]M", at):
            return None
        try:
            local = datetime.strptime(f"{on} {at}", "%m/%d/%Y %I:%M %p")  # noqa: DTZ007 (the zone follows)
        except ValueError as error:
            raise ExtractionError(str(error), url=where, selector="HearingDate") from error
        return local.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)
