"""Committee meetings and public hearings of Alabama's Legislature, from the GraphQL endpoint behind its site ALISON.

Unverified: the fields are told by public projects (2026-05). An unknown field makes the server refuse the whole question.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, day, field, squeeze
from spiders.families import graphql
from spiders.families.schedule import called_off, starts

SITE = "https://alison.legislature.state.al.us"
SCHEDULE = f"{SITE}/todays-schedule"
MEETINGS = """
query meetings {
  meetings(where: {startDate: {gte: FROM}}) {
    count
    data {
      id startDate startTime location title description body hasPublicHearing committeeName
      agendaItems { instrumentNbr shortTitle matter hasPublicHearing }
    }
  }
}
"""


class AlabamaHearings(SourceSpider):
    """One document a meeting from today on."""

    name = "alabama.hearings"
    jurisdiction = "us-al"
    publisher = "Alabama Legislature"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "alison meetings"
    verified = "unverified"
    may_be_empty = True
    zone = "America/Chicago"

    def requests(self) -> Iterable[Request]:
        """One question."""
        query = graphql.filled(MEETINGS, FROM=self.now.date().isoformat())
        return [self.follow(f"{SITE}/graphql", **graphql.asking(query, {}, origin=SITE))]

    def parse(self, response: Response) -> Iterator[Hearing]:
        """The meetings, as many as the answer says there are."""
        found = graphql.answer(response)
        count = field(found, "meetings.count", int, url=response.url)
        meetings = field(found, "meetings.data", list, url=response.url)
        if len(meetings) != count:
            raise ExtractionError(f"{len(meetings)} meetings, and {count} in all", url=response.url, selector="count")
        for meeting in meetings:
            yield self._meeting(meeting, response.url)

    def _meeting(self, item: Any, url: str) -> Hearing:
        number = item.get("id") if isinstance(item, dict) else None
        title, committee = _said(item, "title"), _said(item, "committeeName")
        agenda = field(item, "agendaItems", list, url=url, default=[]) or []
        try:
            on = day(field(item, "startDate", str, url=url))
            starts_at = starts(on, _said(item, "startTime"), self.zone) if on else None
            bills = [bill_number(printed) for each in agenda if (printed := _said(each, "instrumentNbr"))]
        except ValueError as error:
            raise ExtractionError(str(error), url=url) from error
        if not number or not (title or committee):
            raise ExtractionError("a meeting has no number or title", url=url, selector="id")
        lines = (
            squeeze(f"- {_said(each, 'instrumentNbr')} {_said(each, 'shortTitle') or _said(each, 'matter')}")
            for each in agenda
        )
        hearing = "Public hearing" if item.get("hasPublicHearing") else ""
        return Hearing(
            identifier=str(number),
            title=title or committee,
            url=SCHEDULE,
            text="\n".join(filter(None, [hearing, _said(item, "description"), *lines])),
            starts_at=starts_at,
            location=re.sub(r"^(Room .*)$", r"\1, 11 South Union Street, Montgomery", _said(item, "location")),
            concerns=tuple(dict.fromkeys(bills)),
            cancelled=called_off(title),
        )


def _said(item: Any, name: str) -> str:
    return squeeze(field(item, name, str, default="") or "")
