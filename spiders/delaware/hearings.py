"""Meetings of the committees of Delaware's General Assembly, from the JSON behind its site.

One answer lists the meetings to come; the agenda of each is asked for when its row moved and once a day. Unverified: the answers are
told by public projects that read them (2026). The site is known to answer with nothing at times, and may do so when no meeting is set:
such a check is blocked, and nothing is concluded from it.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from parsel import Selector
from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, day, field, json_of, squeeze
from spiders.delaware.bills import CODE, FORM, SITE
from spiders.families.rounds import round_of, token
from spiders.families.schedule import called_off, starts

LIST = f"{SITE}/json/CommitteeMeetings/GetUpcomingCommitteeMeetings"
ITEMS = f"{SITE}/json/MeetingNotice/GetCommitteeMeetingItems"
NOTICE = f"{SITE}/MeetingNotice"
HEADERS = {**FORM, "Accept": "*/*"}  # refused without, since February 2026


class DelawareHearings(SourceSpider):
    """The list of meetings and their agendas."""

    name = "delaware.hearings"
    jurisdiction = "us-de"
    publisher = "Delaware General Assembly"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "legis.delaware.gov meetings"
    verified = "unverified"
    may_be_empty = True
    delay = 2.0  # many requests in a row are answered with nothing

    def requests(self) -> list[Request]:
        """The list."""
        return [self.follow(LIST, method="POST", headers=HEADERS)]

    def parse(self, response: Response) -> Iterator[Request | Hearing]:
        """The agenda of each meeting that has one; a meeting without is told at once."""
        for row in _rows(response):
            number = field(row, "CommitteeMeetingId", int, url=response.url)
            if row.get("HasCommitteeMeetingItem") is False:
                yield self._meeting(row, [], response.url)
                continue
            moved = token(json.dumps(row, sort_keys=True), round_of(str(number), self.now, days=1, ends_on=None))
            address = f"{ITEMS}?committeeMeetingId={number}"
            hints = {"row": dict(row)}
            yield self.follow(address, self.parse_items, when=moved, method="POST", headers=HEADERS, cb_kwargs=hints)

    def parse_items(self, response: Response, row: Mapping[str, Any]) -> Iterator[Hearing]:
        """The meeting of a row with its agenda."""
        yield self._meeting(row, _rows(response), response.url)

    def _meeting(self, row: Mapping[str, Any], items: list[Any], url: str) -> Hearing:
        number = field(row, "CommitteeMeetingId", int, url=url)
        kind, committee = _said(row, "CommitteeTypeName"), squeeze(field(row, "CommitteeName", str, url=url))
        status = _said(row, "CommitteeMeetingStatusName")
        topic = _said(row, "MeetingTopic")
        room, building = _said(row, "RoomNumber"), _said(row, "AddressAliasNickname")
        on, starts_at = self._when(field(row, "MeetingDateTime", str, url=url), url)
        lines = [
            squeeze(f"- {_said(item, 'LegislationDisplayText')} {_said(item, 'ItemDescription')}") for item in items
        ]
        return Hearing(
            identifier=str(number),
            title=committee if not kind or kind.lower() in committee.lower() else f"{kind} {committee}",
            url=f"{NOTICE}?committeeMeetingId={number}",
            status=status,
            text="\n".join(
                filter(None, ["" if starts_at else str(on), topic, *_paragraphs(_said(row, "AgendaComments")), *lines])
            ),
            starts_at=starts_at,
            location=", ".join(filter(None, [building, f"Room {room}" if room.isdigit() else room])),
            concerns=tuple(dict.fromkeys(_bill(item) for item in items if _bill(item))),
            cancelled=called_off(status),
        )

    def _when(self, printed: str, url: str) -> tuple[date, datetime | None]:
        """Day and moment of "1/15/26 11:00 AM"."""
        words = squeeze(printed)
        try:
            on = day(words.partition(" ")[0])
            if on is None:
                raise ValueError("a meeting without a day")
            return on, starts(on, words, self.zone)
        except ValueError as error:
            raise ExtractionError(str(error), url=url, selector="MeetingDateTime") from error


def _rows(response: Response) -> list[Any]:
    data = json_of(response)
    if isinstance(data, dict) and data.get("Errors"):
        raise ExtractionError(f"the site answers with an error: {str(data['Errors'])[:120]}", url=response.url)
    rows = field(data, "Data", list, url=response.url)
    if not all(isinstance(row, dict) for row in rows):
        raise ExtractionError("a row is no object", url=response.url, selector="Data")
    return rows


def _said(item: Any, name: str) -> str:
    return squeeze(field(item, name, str, default="") or "")


def _bill(item: Any) -> str:
    """ "HB 13" from "HB 13 w/ HA 1" and "HS 2 for HB 13"; "" for an item that is no measure."""
    found = CODE.match(_said(item, "LegislationDisplayText"))
    return bill_number(f"{found[1]} {found[2]}") if found else ""


def _paragraphs(markup: str) -> Iterator[str]:
    """The words of an agenda's remarks, a line a paragraph."""
    if not re.search(r"<\w", markup):
        yield markup
        return
    nodes = Selector(markup).xpath("//p | //li | //div[not(.//p or .//li or .//div)]") or Selector(markup).css("body")
    for node in nodes:
        yield squeeze(" ".join(node.css("::text").getall()))
