"""Meetings of the committees of New York's Senate, from the Senate's Open Legislation interface, version 3, which needs a key.

https://legislation.nysenate.gov/static/docs/html/agendas.html describes the addresses; what an answer holds is told by the interface's own
public code. The key is that of new_york.bills. Meetings are gathered in weekly agendas with addenda: an addendum that names the
hour of an earlier one adds bills to that meeting, another is a meeting of its own. The Assembly's are new_york.assembly_hearings.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, field, moment, squeeze
from monitor.source.spider import Allowance
from spiders.families.rounds import round_of, token
from spiders.families.schedule import called_off
from spiders.new_york.bills import KEY, PAGE, answer

API = "https://legislation.nysenate.gov/api/3/agendas"
COMMITTEES = "https://www.nysenate.gov/committees"
AHEAD = timedelta(days=180)


class NewYorkHearings(SourceSpider):
    """The meetings of half a year, then the agenda of each committee that meets in it."""

    name = "new_york.hearings"
    jurisdiction = "us-ny"
    publisher = "New York State Senate"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "legislation.nysenate.gov agendas"
    verified = "documented"
    may_be_empty = True
    allowance = Allowance(provider="Open Legislation", api=API, key=KEY, parameter="key")
    handle_httpstatus_list = (401, 403)  # what the interface says of a key must reach the callback

    def requests(self) -> list[Request]:
        """The first page of the list."""
        return [self._list(1)]

    def _list(self, offset: int) -> Request:
        first = self.now.date().replace(day=1)
        path = f"meetings/{first}T00:00:00/{first + AHEAD}T00:00:00"
        return self._ask(path, self.parse_list, limit=str(PAGE), offset=str(offset))

    def _ask(self, path: str, callback: Any, *, when: str | None = None, **query: str) -> Request:
        """A question; a redirect would carry the key to another host."""
        address = f"{API}/{path}" + (f"?{urlencode(query)}" if query else "")
        return self.follow(address, callback, when=when, meta={"dont_redirect": True})

    def parse(self, response: Response) -> Iterator[Request | Hearing]:
        """The list or a committee's agenda: the address tells which."""
        listed = "/agendas/meetings/" in urlsplit(response.url).path
        yield from self.parse_list(response) if listed else self.parse_agenda(response)

    def parse_list(self, response: Response) -> Iterator[Request]:
        """The agenda of each committee that meets, and the next page."""
        data = answer(response)
        committees: dict[tuple[int, int, str], list[Any]] = {}
        for item in field(data, "result.items", list, url=response.url):
            year, number = (field(item, f"agendaId.{name}", int, url=response.url) for name in ("year", "number"))
            name = field(item, "committeeId.name", str, url=response.url)
            committees.setdefault((year, number, name), []).append(item)
        for (year, number, name), items in committees.items():
            turn = round_of(f"{year} {number} {name}", self.now, days=1, ends_on=None)
            moved = token(json.dumps(items, sort_keys=True), turn)
            yield self._ask(f"{year}/{number}/{quote(name)}", self.parse_agenda, when=moved)
        last, total = (field(data, name, int, url=response.url, default=0) or 0 for name in ("offsetEnd", "total"))
        if committees and last < total:
            yield self._list(last + 1)

    def parse_agenda(self, response: Response) -> Iterator[Hearing]:
        """The meetings of a committee in one week."""
        result, url = field(answer(response), "result", dict, url=response.url), response.url
        name = squeeze(field(result, "committee.committeeId.name", str, url=url))
        path = urlsplit(url).path.rsplit("/", 3)
        meetings: dict[str, list[Any]] = {}
        for addendum in field(result, "committee.addenda.items", list, url=url):
            meetings.setdefault(field(addendum, "meeting.meetingDateTime", str, url=url), []).append(addendum)
        for printed, addenda in meetings.items():
            part = _said(addenda[0], "addendumId")
            key = squeeze(f"{path[-3]}-{path[-2]} {name} {part}")
            yield self._meeting(key, name, self._moment(printed, url), addenda, url)

    def _meeting(self, key: str, name: str, starts_at: datetime, addenda: list[Any], url: str) -> Hearing:
        meeting = field(addenda[-1], "meeting", dict, url=url)
        notes = list(dict.fromkeys(filter(None, (_said(each, "meeting.notes") for each in addenda))))
        rows = [row for each in addenda for row in field(each, "bills.items", list, url=url, default=[]) or []]
        bills = {_bill(row, url): row for row in rows}
        return Hearing(
            identifier=key,
            title=f"Senate {name}",
            url=f"{COMMITTEES}/{name.lower().replace(',', '').replace(chr(39), '').replace(' ', '-')}",
            text="\n".join(
                [*notes, *(f"- {number}: {_about(row)}".removesuffix(": ") for number, row in bills.items())]
            ),
            starts_at=starts_at,
            location=_said(meeting, "location"),
            concerns=tuple(bills),
            cancelled=called_off(" ".join(notes)),
        )

    def _moment(self, printed: str, url: str) -> datetime:
        try:
            return moment(printed, self.zone)
        except ValueError as error:
            raise ExtractionError(str(error), url=url, selector="meetingDateTime") from error


def _said(item: Mapping[str, Any], path: str) -> str:
    return squeeze(field(item, path, str, default="") or "")


def _bill(row: Mapping[str, Any], url: str) -> str:
    """The bill of a row without the letter of its print."""
    try:
        return bill_number(field(row, "billId.basePrintNo", str, url=url))
    except ValueError as error:
        raise ExtractionError(str(error), url=url, selector="basePrintNo") from error


def _about(row: Mapping[str, Any]) -> str:
    return "; ".join(filter(None, [_said(row, "billInfo.title"), _said(row, "message")]))
