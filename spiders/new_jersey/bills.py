"""Bills and resolutions of New Jersey's legislature, from the database that it publishes nightly as one zip file of tables.

Unverified: tables and columns are told by public projects that read the file; no capture of it was at hand. Its codes are
given in the words of the site, which OpenStates' captures of 2026 show. The file of a new session may appear weeks after the
session began; until then its absence is no fault.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Action, Bill, Sponsor, Version
from monitor.model.errors import ExtractionError
from monitor.source import bill_number, day, squeeze
from spiders.families.legislature import BillSpider
from spiders.families.sessions import Session, Sessions
from spiders.new_jersey.vocabulary import NEW_JERSEY, in_words

FILES = "https://pub.njleg.state.nj.us"
SITE = "https://www.njleg.state.nj.us/bill-search"
FIRST = (209, 2000)  # the 209th legislature convened in 2000; one every even year since
ACTORS = {"A": "lower", "S": "upper", "G": "executive"}
TEXTS = {
    "I": "Introduced Version",
    "R": "Reprint",
    "RS": "Reprint of Substitute",
    "ACS": "Assembly Committee Substitute",
    "SCS": "Senate Committee Substitute",
    "AS": "Assembly Substitute",
    "SS": "Senate Substitute",
}
COLUMNS = {
    "MAINBILL": ("BillType", "BillNumber", "Synopsis", "IdenticalBillNumber"),
    "BILLSPON": ("BillType", "BillNumber", "Sponsor", "Type"),
    "BILLHIST": ("BillType", "BillNumber", "Action", "DateAction", "House", "Comment"),
    "BILLWP": ("BillType", "BillNumber", "Document", "DocType"),
    "COMMITTEE": ("Code", "House", "Description"),
}

Row = dict[str, str]
_day = lru_cache(maxsize=4096)(day)


class NewJerseyBills(BillSpider):
    """Every bill of the two-year session."""

    name = "new_jersey.bills"
    jurisdiction = "us-nj"
    publisher = "New Jersey Legislature"
    cadence = "every 6 hours"
    verified = "unverified"
    complete = True
    vocabulary = NEW_JERSEY
    sessions = Sessions(
        (
            Session(identifier="221", site="2024", starts_on=date(2024, 1, 9), ends_on=date(2026, 1, 13)),
            Session(identifier="222", site="2026", starts_on=date(2026, 1, 13), ends_on=date(2028, 1, 11)),
            Session(identifier="223", site="2028", starts_on=date(2028, 1, 11), ends_on=date(2030, 1, 8)),
        )
    )

    def requests(self) -> Iterable[Request]:
        """One file a session."""
        for due in self.sessions.due(self.now):
            year = due.session.code
            yield self.follow(f"{FILES}/leg-databases/{year}data/DB{year}_TEXT.zip", **due.pace)

    def parse(self, response: Response) -> Iterator[Bill]:
        """Bills of one session, from all tables."""
        found = re.search(r"/DB(\d{4})_TEXT", response.url)
        if not found:
            raise ExtractionError("the address names no year, such as /DB2026_TEXT.zip", url=response.url)
        year = int(found[1])
        tables = tables_of(response, COLUMNS)
        committees = {row["Code"]: row["Description"] for row in tables["COMMITTEE"]}
        histories, sponsors, texts = (_by_bill(tables[name]) for name in ("BILLHIST", "BILLSPON", "BILLWP"))
        if not tables["MAINBILL"]:
            raise ExtractionError("MAINBILL.TXT has no bill", url=response.url)
        for row in tables["MAINBILL"]:
            key = row["BillType"] + row["BillNumber"]
            try:
                yield Bill(
                    identifier=bill_number(key),
                    title=squeeze(row["Synopsis"]) or bill_number(key),
                    url=f"{SITE}/{year}/{key}",
                    session=str(FIRST[0] + (year - FIRST[1]) // 2),
                    chamber=ACTORS.get(key[0], "legislature"),
                    sponsors=_sponsors(sponsors.get(key, ())),
                    actions=tuple(self._actions(histories.get(key, ()), committees)),
                    versions=tuple(_versions(texts.get(key, ()), year)),
                    companions=tuple(map(bill_number, re.findall(r"[AS][A-Z]*\s*\d+", row["IdenticalBillNumber"]))),
                )
            except ValueError as error:
                raise ExtractionError(f"{key}: {error}", url=response.url) from error

    def _actions(self, rows: Iterable[Row], committees: dict[str, str]) -> Iterator[Action]:
        """Oldest first; steps of one day in the table's order."""
        steps = [(_on(row["DateAction"]), row) for row in rows if row["Action"]]
        for on, row in sorted(steps, key=lambda step: step[0] or date.min):
            text = in_words(row["Action"], row["Comment"], committees)
            yield self.action(text, on=on, by=ACTORS.get(row["House"], "legislature"))


def tables_of(response: Response, wanted: Mapping[str, tuple[str, ...]]) -> dict[str, list[Row]]:
    """The wanted columns of the wanted tables in the zip file. ExtractionError where one is missing."""
    try:
        with zipfile.ZipFile(io.BytesIO(response.body)) as archive:
            members = {info.filename.rpartition("/")[2].upper(): info for info in archive.infolist()}
            missing = [name for name in wanted if f"{name}.TXT" not in members]
            if missing:
                raise ExtractionError(f"{missing[0]}.TXT is missing in the zip file", url=response.url)
            return {
                name: _rows(archive.read(members[f"{name}.TXT"]), name, columns, response.url)
                for name, columns in wanted.items()
            }
    except zipfile.BadZipFile as error:
        raise ExtractionError(f"no zip file: {error}", url=response.url) from error


def _rows(body: bytes, name: str, columns: tuple[str, ...], url: str) -> list[Row]:
    """The table's rows, its named columns alone and without padding. ExtractionError for a column that is not there."""
    reader = csv.DictReader(io.StringIO(body.decode("cp1252", "replace"), newline=""), restval="")
    for column in columns:
        if column not in (reader.fieldnames or ()):
            raise ExtractionError(f"{name}.TXT has no column {column!r}", url=url, selector=column)
    return [{column: squeeze(row[column]) for column in columns} for row in reader]


def _by_bill(rows: Iterable[Row]) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["BillType"] + row["BillNumber"], []).append(row)
    return groups


def _on(text: str) -> date | None:
    """The day of "1/13/2026 12:00:00 AM"."""
    return _day(text.partition(" ")[0])


def _sponsors(rows: Iterable[Row]) -> tuple[Sponsor, ...]:
    found: dict[str, bool] = {}
    for row in rows:
        if row["Sponsor"]:
            found[row["Sponsor"]] = found.get(row["Sponsor"], False) or row["Type"] == "P"
    return tuple(
        Sponsor(name=name, primary=primary) for name, primary in sorted(found.items(), key=lambda one: not one[1])
    )


def _versions(rows: Iterable[Row], year: int) -> Iterator[Version]:
    """The prints of the bill, not its statements and notes. The table names Word files of which the site has HTML twins."""
    for row in rows:
        note = TEXTS.get(row["DocType"])
        parts = re.split(r"[\\/]", row["Document"])
        if not note or len(parts) < 2:
            continue
        file = re.sub(r"\.(DOCX?|WPDX?)$", ".HTM", parts[-1].upper())
        yield Version(note=note, url=f"{FILES}/Bills/{year}/{parts[-2].upper()}/{file}", media_type="text/html")
