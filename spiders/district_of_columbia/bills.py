"""Bills and resolutions of the Council of the District of Columbia, from the public interface of its system LIMS, version 2.

One answer holds all bills of a council period with their histories, another all resolutions. The interface needs a key, free
from the Council's page for developers on https://lims.dccouncil.gov, from the environment variable
DISTRICT_OF_COLUMBIA_API_KEY; it is put in as a request leaves. In 2026 the site's robots.txt was reported to forbid it to
machines; if so, the source is blocked and says so. Unverified: the fields are told by public projects that read
them (2025, 2026), most of their words by one that recorded answers. Numbers are the Council's own: "B26-0400".
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError, KeyNeeded
from monitor.source import day, field, json_of, squeeze
from monitor.source.spider import Allowance
from spiders.district_of_columbia.vocabulary import DISTRICT_OF_COLUMBIA
from spiders.families.executive import by_office
from spiders.families.legislature import BillSpider
from spiders.families.sessions import Session, Sessions

SITE = "https://lims.dccouncil.gov"
API = f"{SITE}/api/v2/PublicData"
KEY = "DISTRICT_OF_COLUMBIA_API_KEY"
CATEGORIES = {"bills": 1, "resolutions": 6}
NUMBER = re.compile(r"([A-Z]+)(\d+)-(\d+)")
STAGE = re.compile(r"(Introduction|Engrossment|Enrollment|Signed_?Act|Amendment|Committee_?Print)", re.IGNORECASE)
MEDIA = {
    "pdf": "application/pdf",
    "html": "text/html",
    "htm": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
MINUTES = 300.0


def period(number: int) -> Session:
    """A council period: two years from the second day of January of an odd year."""
    first = 2025 + 2 * (number - 26)
    return Session(identifier=str(number), starts_on=date(first, 1, 2), ends_on=date(first + 2, 1, 1))


class DistrictOfColumbiaBills(BillSpider):
    """Two answers a council period."""

    name = "district_of_columbia.bills"
    jurisdiction = "us-dc"
    publisher = "Council of the District of Columbia"
    cadence = "every 6 hours"
    verified = "unverified"
    complete = True
    allowance = Allowance(provider="LIMS", api=API, key=KEY, header="Authorization")  # it states no number of requests
    handle_httpstatus_list = (401, 403)  # what the interface says of a key must reach the callback
    vocabulary = DISTRICT_OF_COLUMBIA
    sessions = Sessions([period(number) for number in range(25, 31)])

    def requests(self) -> Iterable[Request]:
        """All bills and all resolutions of each period. A redirect would carry the key to another host."""
        for due in self.sessions.due(self.now):
            for category in CATEGORIES.values():
                yield self.follow(
                    f"{API}/BulkData/{category}/{due.session.code}",
                    method="POST",
                    headers={"Accept": "application/json"},
                    meta={"dont_redirect": True, "download_timeout": MINUTES},
                    **due.pace,
                )

    def parse(self, response: Response) -> Iterator[Bill]:
        """The measures of an answer; a period that has not begun has none."""
        found = re.search(r"/BulkData/\d+/(\d+)$", response.url)
        session = self.sessions.by_code(found[1]) if found else None
        if session is None:
            raise ExtractionError("the address names no council period, such as /BulkData/1/26", url=response.url)
        rows = _rows(response)
        if not rows and session.starts_on and session.starts_on <= self.now.date():
            raise ExtractionError("the answer holds no measures", url=response.url)
        numbers = [field(row, "legislationNumber", str, url=response.url).strip().upper() for row in rows]
        if len(set(numbers)) < len(numbers):
            raise ExtractionError("a measure stands twice", url=response.url, selector="legislationNumber")
        for number, row in zip(numbers, rows, strict=True):
            yield self._bill(row, number, session.identifier, response.url)

    def _bill(self, row: Any, number: str, session: str, where: str) -> Bill:
        found = NUMBER.fullmatch(number)
        if not found or found[2] != session:
            raise ExtractionError(
                f"{number!r} is no measure of period {session}", url=where, selector="legislationNumber"
            )
        history = field(row, "legislationHistory", list, url=where, default=[]) or []
        names = list(_names(_said(row, "introducedBy")))
        cosponsors = [name for name in _names(_said(row, "coSponsors")) if name not in names]
        try:
            return Bill(
                identifier=number,
                title=squeeze(field(row, "title", str, url=where)),
                url=f"{SITE}/Legislation/{number}",
                published_on=day(_said(row, "introductionDate")),
                status=_said(row, "status"),
                session=session,
                chamber="legislature",
                sponsors=(
                    *(Sponsor(name=name, primary=True) for name in names),
                    *(Sponsor(name=name) for name in cosponsors),
                ),
                actions=tuple(self._actions(history, where)),
                versions=tuple(_versions(history)),
                subjects=tuple(filter(None, [_said(row, "legislationSubCategory")])),
            )
        except ValueError as error:
            raise ExtractionError(f"{number}: {error}", url=where) from error

    def _actions(self, history: list[Any], where: str) -> Iterator[Action]:
        for line in history:
            text = re.sub(
                r"^Other ?(?=Amendment|Motion|\w)", "", squeeze(field(line, "actionDescription", str, url=where))
            )
            if text:
                yield by_office(self.action(text, on=day(_said(line, "actionDate"))))


def _rows(response: Response) -> list[Any]:
    """The list of an answer, "null" being an empty one; KeyNeeded for what the interface says of a key."""
    data = json_of(response) if response.body.strip() else {"message": "no answer"}
    if response.status in (401, 403) or (isinstance(data, dict) and "uthoriz" in str(data)):
        raise KeyNeeded(f"the interface says no; set {KEY} to a key of your own", url=response.url, variable=KEY)
    if data is not None and not isinstance(data, list):
        raise ExtractionError(f"expected a list of measures, found {str(data)[:80]}", url=response.url)
    return data or []


def _said(item: Any, name: str) -> str:
    return squeeze(field(item, name, str, default="") or "")


def _names(printed: str) -> Iterator[str]:
    """The members of "Councilmembers Parker, Pinto, and R. White", which is free text; "" has none."""
    for part in re.split(r",|;|\band\b", printed):
        name = re.sub(r"^(Councilmembers?|Chairman|Chairperson) (?=\S)", "", squeeze(part))
        if name:
            yield name


def _versions(history: list[Any]) -> Iterator[Version]:
    """The texts that the history leads to; a file's name tells its stage, and what has none (notices, records) is no text."""
    seen: set[str] = set()
    for line in history:
        url = urljoin(f"{SITE}/", _said(line, "downloadURL"))
        path = unquote(urlsplit(url).path)
        stage = STAGE.search(path.rpartition("/")[2]) or STAGE.search(path)
        if stage and url not in seen:
            seen.add(url)
            media = MEDIA.get(path.rpartition(".")[2].lower(), "")
            yield Version(note=stage[1].replace("_", " "), on=day(_said(line, "actionDate")), url=url, media_type=media)
