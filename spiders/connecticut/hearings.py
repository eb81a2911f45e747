"""Meetings of the committees of Connecticut's General Assembly, from the events behind its calendar (JSON).

Unverified: the answer is told by a public project that reads it. Hours are Eastern though they end in Z; the bills stand in
agendas as PDF, to which a meeting leads.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urljoin

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, field, json_of, moment, squeeze

SITE = "https://www.cga.ct.gov"
EVENTS = f"{SITE}/in-calevents.php"
CALENDAR = f"{SITE}/calendarofevents.asp"
AHEAD = timedelta(days=90)
_OFF = re.compile(r"^\W*(CANCELL?ED|POSTPONED)\b\W*", re.IGNORECASE)
_BILL = re.compile(r"\b([HS])\.? ?([BJR])\.? ?(?:No\. ?)?(\d+)\b")


class ConnecticutHearings(SourceSpider):
    """The events of the coming three months."""

    name = "connecticut.hearings"
    jurisdiction = "us-ct"
    publisher = "Connecticut General Assembly"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "cga.ct.gov events"
    verified = "unverified"
    may_be_empty = True

    def requests(self) -> list[Request]:
        """One question, in seconds since 1970, from midnight on."""
        today = datetime.combine(self.now.date(), datetime.min.time(), UTC)
        return [self.follow(f"{EVENTS}?start={int(today.timestamp())}&end={int((today + AHEAD).timestamp())}")]

    def parse(self, response: Response) -> Iterator[Hearing]:
        """The events that have a title."""
        rows = json_of(response)
        if not isinstance(rows, list):
            raise ExtractionError(f"expected a list of events, found {type(rows).__name__}", url=response.url)
        for row in rows:
            if _said(row, "title", response.url):
                yield self._meeting(row, response.url)

    def _meeting(self, row: Any, url: str) -> Hearing:
        printed = _said(row, "title", url)
        title = _OFF.sub("", printed)
        number = row.get("id")
        if not isinstance(number, int | str) or not str(number).strip():
            raise ExtractionError(f"an event without a number: {printed!r}", url=url, selector="id")
        try:
            starts_at = moment(field(row, "start", str, url=url).removesuffix("Z"), self.zone)
        except ValueError as error:
            raise ExtractionError(str(error), url=url, selector="start") from error
        places = [_said(row, name, url) for name in ("building", "location")]
        return Hearing(
            identifier=str(number).strip(),
            title=title,
            url=urljoin(f"{SITE}/", _said(row, "url", url)) if _said(row, "url", url) else CALENDAR,
            starts_at=starts_at,
            location=" ".join(filter(None, places)),
            concerns=tuple(dict.fromkeys(bill_number("".join(found)) for found in _BILL.findall(title))),
            cancelled=title != printed,
        )


def _said(row: Any, name: str, url: str) -> str:
    return squeeze(field(row, name, str, url=url, default="") or "")
