"""Meetings of the committees of Arizona's Legislature, from the calendar of its site (JSON): both houses' and those between sessions.

Unverified: the answers are told by public projects that read them. The bills of a meeting stand in its agenda, a PDF to which it leads and
which is not read; the interface of apps.azleg.gov has them too, whose robots.txt asked machines to stay away in 2026.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, field, json_of, moment, squeeze
from spiders.arizona.bills import AS_JSON, SITE
from spiders.families.schedule import called_off

EVENTS = f"{SITE}/azlegwp/wp-content/themes/azleg/alistodayAgendaData.php"
CALENDAR = f"{SITE}/alis-today/"
AHEAD = timedelta(days=120)  # of the month's first day, so that the addresses stay the same for a month
BODIES = {"H": "House", "S": "Senate", "I": ""}


class ArizonaHearings(SourceSpider):
    """The agendas of the coming three months."""

    name = "arizona.hearings"
    jurisdiction = "us-az"
    publisher = "Arizona State Legislature"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "azleg.gov agendas"
    verified = "unverified"
    may_be_empty = True
    zone = "America/Phoenix"

    def requests(self) -> Iterator[Request]:
        """One question a body, from the first of the month on."""
        first = self.now.date().replace(day=1)
        for body in BODIES:
            window = f"start={first}&end={first + AHEAD}"
            yield self.follow(f"{EVENTS}?body={body}&{window}", headers=AS_JSON, meta={"promised": "json"})

    def parse(self, response: Response) -> Iterator[Hearing]:
        """The meetings of an answer."""
        rows = json_of(response)
        if not isinstance(rows, list):
            raise ExtractionError(f"expected a list of agendas, found {type(rows).__name__}", url=response.url)
        for row in rows:
            yield self._meeting(row, response.url)

    def _meeting(self, row: Mapping[str, Any], url: str) -> Hearing:
        try:
            when = moment(field(row, "start", str, url=url), self.zone)
        except ValueError as error:
            raise ExtractionError(str(error), url=url, selector="start") from error
        committee = _said(row, "longtitle") or squeeze(field(row, "title", str, url=url))
        house, printed = BODIES.get(_said(row, "body"), ""), _said(row, "time")
        local = when.astimezone(ZoneInfo(self.zone))
        whole_day = row.get("allDay") is True or local.hour == 0
        return Hearing(
            identifier=str(field(row, "id", int, url=url)),
            title=committee if house.lower() in committee.lower() else f"{house} {committee}",
            url=urljoin(SITE, _said(row, "PDFFile")) if _said(row, "PDFFile") else CALENDAR,
            text="\n".join(filter(None, [str(local.date()) if whole_day else "", printed])),
            starts_at=None if whole_day else when,
            location=_said(row, "location"),
            cancelled=bool(row.get("cancelled")) or row.get("skip") is True or called_off(f"{committee} {printed}"),
        )


def _said(row: Mapping[str, Any], name: str) -> str:
    return squeeze(field(row, name, str, default="") or "")
