"""Meetings of the committees of Alaska's Legislature, from the public service of its system BASIS (XML, no key).

One answer holds the meetings of a legislature with their agendas; those of the last two weeks and to come are told. The site names a
meeting by committee and moment ("HRES 2026-03-10 14:00:00"); here the day stands for it, so that one whose hour moves stays itself.
Unverified: the elements are told by public projects that read them, and an error comes as XML under 200.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Hearing
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, moment, squeeze
from spiders.alaska.bills import AlaskaBills
from spiders.families.schedule import numbered
from spiders.families.xml_trees import tree_of, words

SITE = "https://www.akleg.gov"
SERVICE = f"{SITE}/publicservice/basis/meetings"
ASKING = {"X-Alaska-Legislature-Basis-Version": "1.4", "X-Alaska-Legislature-Basis-Query": "meetings;details"}
MINUTES = 600.0  # how many seconds the answer may take
BEFORE = timedelta(days=14)
CHAMBERS = {"H": "House", "S": "Senate", "J": "Joint"}


class AlaskaHearings(SourceSpider):
    """One document a meeting."""

    name = "alaska.hearings"
    jurisdiction = "us-ak"
    publisher = "Alaska State Legislature"
    cadence = "every 6 hours"
    kinds = ("hearing",)
    registry = "akleg.gov meetings"
    verified = "unverified"
    may_be_empty = True
    zone = "America/Anchorage"

    def requests(self) -> Iterable[Request]:
        """One answer a legislature that is at work."""
        for due in AlaskaBills.sessions.due(self.now):
            address = f"{SERVICE}?session={due.session.code}&minifyresult=true"
            yield self.follow(address, headers=ASKING, meta={"download_timeout": MINUTES}, **due.pace)

    def parse(self, response: Response) -> Iterator[Hearing]:
        """The meetings of an answer that are not long past."""
        root = tree_of(response)
        if _name(root) != "Basis" or not any(_name(each) == "Meetings" for each in root.iter()):
            raise ExtractionError(
                f"expected meetings, found {words(root)[:120]!r}", url=response.url, selector="Meetings"
            )
        meetings = (self._meeting(each, response.url) for each in root.iter() if _name(each) == "Meeting")
        yield from numbered(filter(None, meetings))

    def _meeting(self, node: Any, url: str) -> Hearing | None:
        chamber, committee, at = _said(node, "chamber"), _said(node, "Sponsor"), _said(node, "Schedule")
        try:
            when = datetime.fromisoformat(at)
            starts_at = moment(at, self.zone)
            items = [item for item in node.iter() if _name(item) == "Item"]
            roots = [squeeze(_said(item, "BillRoot")) for item in items]
            concerns = tuple(dict.fromkeys(bill_number(root) for root in roots if root))
        except ValueError as error:
            raise ExtractionError(str(error), url=url, selector="Meeting") from error
        if when.date() < (self.now - BEFORE).date():  # by days: a day's meetings are numbered together
            return None
        key = f"{chamber}{committee} {when:%Y-%m-%d %H:%M:%S}"
        timed = re.search(r"\d:\d\d", at) is not None
        title = _said(node, "Title") or committee
        lines = (squeeze(f"- {root} {_said(item, 'Text')}") for root, item in zip(roots, items, strict=True))
        return Hearing(
            identifier=f"{chamber}{committee} {when.date()}",
            title=squeeze(f"{CHAMBERS.get(chamber, '')} {title}"),
            url=f"{SITE}/basis/Meeting/Detail?Meeting={quote(key, safe=':')}",
            text="\n".join(line for line in lines if line != "-"),
            starts_at=starts_at if timed else None,
            location=_said(node, "Location"),
            concerns=concerns,
            cancelled=node.get("Canceled", "").lower() == "true",
        )


def _name(node: Any) -> str:
    return str(node.tag).rpartition("}")[2]


def _said(node: Any, name: str) -> str:
    """The words of a child, whatever the case of its name; "" where there is none."""
    return next((words(child) for child in node if _name(child).lower() == name.lower()), "")
