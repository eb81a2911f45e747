"""Bills and resolutions of North Dakota's Legislative Assembly: one JSON file holds a whole assembly.

Unverified: the structure is told by public projects that read the file (https://ndlegis.gov/api/assembly/69-2025/data/bills.json)
and no capture of it was at hand. Whatever is not as they say raises an error that names the place.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day_field, field, json_of
from spiders.families.legislature import BillSpider
from spiders.families.sessions import Session, Sessions
from spiders.north_dakota.vocabulary import NORTH_DAKOTA

SITE = "https://ndlegis.gov/"
CHAMBERS = {"House": "lower", "Senate": "upper"}


def assembly(convenes: int) -> Session:
    """The assembly that convenes in an odd year, early in January; it may meet again until its successors are in office, on the
    first of December of the even year (Constitution of North Dakota, Article IV, Section 7)."""
    number = 69 + (convenes - 2025) // 2
    return Session(
        identifier=str(number),
        site=f"{number}-{convenes}",
        starts_on=date(convenes, 1, 7),
        ends_on=date(convenes + 1, 11, 30),
        prefiled_from=date(convenes - 1, 10, 1),
    )


class NorthDakotaBills(BillSpider):
    """Every bill of the assembly in office, and of the next one, whose file may not exist yet in the autumn before."""

    name = "north_dakota.bills"
    jurisdiction = "us-nd"
    publisher = "North Dakota Legislative Assembly"
    cadence = "every 6 hours"
    verified = "unverified"
    complete = True
    zone = "America/Chicago"
    vocabulary = NORTH_DAKOTA
    sessions = Sessions([assembly(year) for year in range(2025, 2036, 2)])

    def requests(self) -> Iterable[Request]:
        """One file an assembly."""
        for due in self.sessions.due(self.now):
            yield self.follow(f"{SITE}api/assembly/{due.session.code}/data/bills.json", **due.pace)

    def parse(self, response: Response) -> Iterator[Bill]:
        """Bills of one assembly."""
        bills = field(json_of(response), "bills", dict, url=response.url)
        session = _session(response.url)
        for key, bill in bills.items():
            yield self._bill(bill, session, f"{response.url} bill {key}")

    def _bill(self, item: Any, session: str, where: str) -> Bill:
        try:
            identifier = bill_number(field(item, "name", str, url=where))
        except ValueError as error:
            raise ExtractionError(f"'name': {error}", url=where, selector="name") from error
        page = urljoin(SITE, field(item, "url", str, url=where, default="") or "")
        stands_in = re.search(r"/assembly/(\d+)-\d{4}/", page)
        if stands_in and stands_in[1] != session:
            raise ExtractionError(f"{identifier} is of assembly {stands_in[1]}", url=where, selector="url")
        return Bill(
            identifier=identifier,
            title=field(item, "title", str, url=where),
            url=page,
            status=field(item, "current_status", str, url=where, default="") or "",
            text=field(item, "summary", str, url=where, default="") or "",
            session=session,
            chamber=CHAMBERS.get(field(item, "chamber", str, url=where, default="") or "", ""),
            sponsors=tuple(_sponsor(each, where) for each in _list(item, "sponsors", where)),
            actions=tuple(self._action(each, where) for each in _list(item, "actions", where)),
            versions=tuple(_version(each, where) for each in _list(item, "versions", where)),
        )

    def _action(self, item: Any, where: str) -> Action:
        actor = field(item, "chamber", str, url=where, default="") or ""
        return self.action(
            field(item, "description", str, url=where),
            on=day_field(item, "date", url=where),
            by=CHAMBERS.get(actor, "legislature"),
        )


def _session(url: str) -> str:
    """The assembly's number from the file's address."""
    parts = urlsplit(url).path.split("/")
    slug = parts[parts.index("assembly") + 1] if "assembly" in parts else ""
    if not slug.partition("-")[0].isdigit():
        raise ExtractionError("the address names no assembly, such as /assembly/69-2025/", url=url)
    return slug.partition("-")[0]


def _list(item: Any, name: str, where: str) -> list[Any]:
    return field(item, name, list, url=where, default=[]) or []


def _sponsor(item: Any, where: str) -> Sponsor:
    return Sponsor(
        name=field(item, "name", str, url=where), primary=bool(field(item, "primary", bool, url=where, default=False))
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
