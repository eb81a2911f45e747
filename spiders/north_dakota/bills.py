"""Bills and resolutions of North Dakota's Legislative Assembly: one JSON file holds a whole assembly.

Unverified: the structure is told by public projects that read the file (https://ndlegis.gov/api/assembly/69-2025/data/bills.json)
and no capture of it was at hand. Whatever is not as they say raises an error that names the place.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, bill_number, day_field, field, json_of
from spiders.families.actions import classify
from spiders.north_dakota.vocabulary import NORTH_DAKOTA

SITE = "https://ndlegis.gov/"
FIRST = (69, 2025)  # the 69th assembly convened in 2025; one every odd year since
NEXT_OPENS = 10  # October: the file of the next year's assembly may appear
CHAMBERS = {"House": "lower", "Senate": "upper"}


class NorthDakotaBills(SourceSpider):
    """Every bill of the assembly in office; the next one's from October of the even year, when it may not exist yet."""

    name = "north_dakota.bills"
    jurisdiction = "us-nd"
    publisher = "North Dakota Legislative Assembly"
    cadence = "every 6 hours"
    kinds = ("bill",)
    verified = "unverified"
    complete = True
    zone = "America/Chicago"

    def requests(self) -> Iterable[Request]:
        """One file an assembly."""
        convened = self.now.year - (self.now.year + 1) % 2
        yield self.follow(_file(convened))
        if self.now.year > convened and self.now.month >= NEXT_OPENS:
            yield self.follow(_file(convened + 2), optional=True)

    def parse(self, response: Response) -> Iterator[Bill]:
        """Bills of one assembly."""
        bills = field(json_of(response), "bills", dict, url=response.url)
        session = _session(response.url)
        for key, bill in bills.items():
            yield _bill(bill, session, f"{response.url} bill {key}")


def _file(convened: int) -> str:
    number = FIRST[0] + (convened - FIRST[1]) // 2
    return f"{SITE}api/assembly/{number}-{convened}/data/bills.json"


def _session(url: str) -> str:
    """The assembly's number from the file's address."""
    parts = urlsplit(url).path.split("/")
    slug = parts[parts.index("assembly") + 1] if "assembly" in parts else ""
    if not slug.partition("-")[0].isdigit():
        raise ExtractionError("the address names no assembly, such as /assembly/69-2025/", url=url)
    return slug.partition("-")[0]


def _bill(item: Any, session: str, where: str) -> Bill:
    try:
        identifier = bill_number(field(item, "name", str, url=where))
    except ValueError as error:
        raise ExtractionError(f"'name': {error}", url=where, selector="name") from error
    return Bill(
        identifier=identifier,
        title=field(item, "title", str, url=where),
        url=urljoin(SITE, field(item, "url", str, url=where, default="") or ""),
        status=field(item, "current_status", str, url=where, default="") or "",
        text=field(item, "summary", str, url=where, default="") or "",
        session=session,
        chamber=CHAMBERS.get(field(item, "chamber", str, url=where, default="") or "", ""),
        sponsors=tuple(_sponsor(each, where) for each in _list(item, "sponsors", where)),
        actions=tuple(_action(each, where) for each in _list(item, "actions", where)),
        versions=tuple(_version(each, where) for each in _list(item, "versions", where)),
    )


def _list(item: Any, name: str, where: str) -> list[Any]:
    return field(item, name, list, url=where, default=[]) or []


def _sponsor(item: Any, where: str) -> Sponsor:
    return Sponsor(
        name=field(item, "name", str, url=where), primary=bool(field(item, "primary", bool, url=where, default=False))
    )


def _action(item: Any, where: str) -> Action:
    text = field(item, "description", str, url=where)
    return Action(
        on=day_field(item, "date", url=where),
        text=text,
        by=CHAMBERS.get(field(item, "chamber", str, url=where, default="") or "", "legislature"),
        kinds=classify(text, NORTH_DAKOTA),
    )


def _version(item: Any, where: str) -> Version:
    """A text of the bill; one without a description is named by its file."""
    url = urljoin(SITE, field(item, "document_url", str, url=where))
    return Version(
        note=field(item, "description", str, url=where, default="") or url.rpartition("/")[2],
        on=day_field(item, "date", url=where),
        url=url,
        media_type="application/pdf" if url.lower().endswith(".pdf") else "",
    )
