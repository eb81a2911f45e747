"""The Unified Agenda of Regulatory and Deregulatory Actions: what agencies plan, twice a year, at reginfo.gov.

https://www.reginfo.gov/public/do/XMLReportList. An edition ("202604" for spring, "202610" for fall) appears months after its
name says, as one file of every agency's entries. An entry is known by its RIN and stands from edition to edition: the stage
that moved, the next action and its date that slipped are what is told. The stage is the plan's, not the law's: nothing on the
agenda is in effect. An entry that an edition leaves out is not called withdrawn. Files are read as public projects tell them.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from lxml import etree
from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Rule
from monitor.model.errors import ExtractionError
from monitor.source import SourceSpider, squeeze
from spiders.families.xml_records import text_at, tree_of

FILES = "https://www.reginfo.gov/public/do/XMLViewFileAction?f=REGINFO_RIN_DATA_"
PAGE = "https://www.reginfo.gov/public/do/eAgendaViewRule?"
LARGE = {"download_maxsize": 128 * 1024 * 1024}  # an edition is some tens of megabytes
AGES = 9  # months after which an edition is surely out
_MONTHLY = re.compile(r"(\d\d)/00/(\d{4})")


class UnifiedAgenda(SourceSpider):
    """One document a RIN, as the newest edition has it: older editions are read first, each leads to the next."""

    name = "us.unified_agenda"
    jurisdiction = "us"
    publisher = "Office of Information and Regulatory Affairs"
    cadence = "mon 06:00"
    kinds = ("rule",)
    registry = "reginfo.gov agenda"
    verified = "documented"

    def requests(self) -> Iterable[Request]:
        """The newest edition that surely is out."""
        sure = [one for one in editions(self.now) if _months(self.now) - _month_of(one) >= AGES]
        yield self.follow(f"{FILES}{sure[-1]}.xml", meta=LARGE)

    def parse(self, response: Response, sure: bool = True) -> Iterator[Request | Rule]:
        """Every entry of an edition, then the next edition; one that is not out may be answered with a page that says so."""
        if not sure and b"<RIN_INFO" not in response.body:
            return
        records = list(tree_of(response).iter("RIN_INFO"))
        if not records:
            raise ExtractionError("expected entries, found none", url=response.url, selector="RIN_INFO", found=0)
        yield from (_entry(record, response.url) for record in records)
        found = re.search(r"RIN_DATA_(\d{6})", response.url)
        following = [one for one in editions(self.now) if found and one > found[1]]
        if following:
            yield self.follow(f"{FILES}{following[0]}.xml", optional=True, cb_kwargs={"sure": False}, meta=LARGE)


def editions(now: datetime) -> list[str]:
    """The last four editions by name that could be out, oldest first: "202504", "202510" …"""
    names = [f"{year}{month}" for year in range(now.year - 2, now.year + 1) for month in ("04", "10")]
    return [one for one in names if _month_of(one) <= _months(now)][-4:]


def _months(now: datetime) -> int:
    return now.year * 12 + now.month


def _month_of(edition: str) -> int:
    return int(edition[:4]) * 12 + int(edition[4:])


def _entry(record: etree._Element, url: str) -> Rule:
    rin, title = text_at(record, "RIN"), text_at(record, "RULE_TITLE")
    if not rin or not title:
        raise ExtractionError(f"the entry {rin or title!r} has no RIN or no title", url=url, selector="RIN_INFO")
    agencies = (text_at(record, f"{level}/NAME") for level in ("AGENCY", "PARENT_AGENCY"))
    return Rule(
        identifier=rin,
        title=title,
        url=f"{PAGE}RIN={rin}",  # without the edition, which would make every entry another one twice a year
        status=text_at(record, "RULE_STAGE"),
        text="\n".join(_lines(record)),
        stage="agenda entry",
        agencies=tuple(dict.fromkeys(name for name in agencies if name)),
        rin=rin,
        cfr=tuple(dict.fromkeys(squeeze(one.text) for one in record.iterfind("CFR_LIST/CFR") if squeeze(one.text))),
    )


def _lines(record: etree._Element) -> Iterator[str]:
    """Abstract and timetable; the actions ahead have no citation in the Federal Register yet."""
    if abstract := re.sub(r"<[^>]*>", " ", text_at(record, "ABSTRACT")):
        yield squeeze(abstract)
    if priority := text_at(record, "PRIORITY_CATEGORY"):
        yield f"Priority: {priority}"
    for step in record.iterfind("TIMETABLE_LIST/TIMETABLE"):
        action, on, printed = (text_at(step, name) for name in ("TTBL_ACTION", "TTBL_DATE", "FR_CITATION"))
        label = "Done" if printed else "Next action"
        yield f"{label}: {action}{f', {_MONTHLY.sub(_month, on)}' if on else ''}{f', {printed}' if printed else ''}"


def _month(found: re.Match[str]) -> str:
    """ "04/00/2027" → "2027-04": the agenda names months."""
    return f"{found[2]}-{found[1]}"
