"""Meetings of Nevada's legislative committees, from the fragment of NELIS that lists a session's.

Unverified: the fragment is told by a public project that reads it. A meeting has no number of its own: it is known by committee and
day. Agendas are documents of their own and are not read here.
"""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote, urlencode

from parsel import Selector
from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, day, many, squeeze, text_of
from spiders.families.schedule import called_off, numbered, starts
from spiders.nevada.bills import NELIS, NevadaBills

COMPOSITE = "System.Collections.Generic.List`1[NvLeg.Models.Nelis.SessionManager.Views.MeetingComposite]"
ASKED = (
    ("MeetingsFilters", "1/1/2000"),
    ("MeetingsFilters", "1/1/2999"),
    ("ShowCommitteeMeetings", "true"),
    ("ShowCommitteeMeetings", "false"),
    ("ShowFloorMeetings", "false"),
    ("ShowConferenceCommittees", "false"),
)
"""The form as the site sends it: a ticked box and its hidden twin have one name."""
HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "X-Requested-With": "XMLHttpRequest"}
WHEN = re.compile(r"[A-Z][a-z]+ \d{1,2}, \d{4}")


class NevadaHearings(SourceSpider):
    """The meetings of the sessions that are due, from today on."""

    name = "nevada.hearings"
    jurisdiction = "us-nv"
    publisher = "Nevada Legislature"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "NELIS meetings"
    verified = "unverified"
    may_be_empty = True
    zone = "America/Los_Angeles"

    def requests(self) -> Iterable[Request]:
        """One question a session."""
        for due in NevadaBills.sessions.due(self.now):
            shown = {"Meetings": COMPOSITE, "MeetingsFilters": "System.DateTime[]"}
            flags = dict.fromkeys(("ShowFloorMeetings", "ShowCommitteeMeetings", "ShowConferenceCommittees"), "True")
            address = f"{NELIS}/{due.session.code}/Meetings?{urlencode({**shown, **flags}, quote_via=quote)}"
            yield self.follow(address, method="POST", body=urlencode(ASKED), headers=HEADERS, **due.pace)

    def parse(self, response: Response) -> Iterator[Hearing]:
        """The meetings: each has committee and time as two links of a heading, then its documents and places."""
        page = text_of(response)
        if not page.css("h3") and not re.search(r"\bno\b.*\bmeetings?\b", page.text, re.IGNORECASE | re.DOTALL):
            raise ExtractionError("the page has no meetings and does not say so", url=page.url, selector="h3", found=0)
        yield from numbered(self._meetings(page.css("h3"), page.url))

    def _meetings(self, headings: Iterable[Selector], url: str) -> Iterator[Hearing]:
        for heading in headings:
            committee, printed = (_words(link) for link in many(heading, "a", least=2)[:2])
            found = WHEN.search(printed)
            try:
                on = day(found[0]) if found else None
                starts_at = starts(on, printed, self.zone) if on else None
            except ValueError as error:
                raise ExtractionError(str(error), url=url, selector="h3 a") from error
            if on is None:
                raise ExtractionError(f"no day stands in {printed!r}", url=url, selector="h3 a")
            if on < self.now.date():
                continue
            rest = heading.xpath("./following::*[self::li or self::a or self::h3 or self::hr]")
            places, agenda = [], ""
            for node in rest:
                if node.root.tag in ("h3", "hr"):
                    break
                if node.root.tag == "li":
                    places.append(_words(node))
                elif "agenda" in node.attrib.get("title", "").lower():
                    agenda = node.attrib.get("href", "")
            yield Hearing(
                identifier=f"{committee} {on}",
                title=committee,
                url=agenda if agenda.startswith("https://") else f"{url.partition('?')[0]}",
                text=printed,
                starts_at=starts_at,
                location="; ".join(dict.fromkeys(filter(None, places))),
                cancelled=called_off(" ".join([committee, printed, *places])),
            )


def _words(node: Selector) -> str:
    return squeeze(" ".join(node.css("::text").getall()))
