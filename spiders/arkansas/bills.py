"""Bills and resolutions of Arkansas's General Assembly: one text file has all measures, another all actions.

Both hold the rows of several sessions, told apart by the session's slug. Sponsors and amendments stand only on each bill's page
and are not read. Unverified: the columns are told by public projects that read the files, and no capture was at hand.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import quote

from scrapy import Request
from scrapy.http import Response

from monitor.model.documents import Action, Bill, Version
from monitor.model.errors import ExtractionError
from monitor.source import Bundle, bill_number, day, squeeze
from monitor.source.spider import Untracked
from spiders.arkansas.vocabulary import ARKANSAS
from spiders.families.legislature import BillSpider
from spiders.families.sessions import Session, Sessions

FILES = "https://arkleg.state.ar.us/Home/FTPDocument?path=%2FSessionInformation%2F"
SITE = "https://www.arkleg.state.ar.us"
SLUG = re.compile(r"(\d{4})(R|F|S\d+)")
LAST_CELL = re.compile(r"\d{4}[A-Z]\w*")
CHAMBERS = {"H": "lower", "S": "upper"}
BY_THE_GOVERNOR = re.compile(r"notification|.*(vetoed by|governor vetoed)", re.IGNORECASE)
ACTION_CELLS = 11


def session_of(slug: str) -> Session | None:
    """ "2027R" → "2027"; a fiscal or extraordinary session keeps its slug ("2026F", "2026S1")."""
    found = SLUG.fullmatch(slug)
    if not found:
        return None
    year = int(found[1])
    identifier = found[1] if found[2] == "R" else slug
    return Session(identifier=identifier, site=slug, name=slug, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31))


class ArkansasBills(BillSpider):
    """Every measure of the sessions that are due and that the files hold."""

    name = "arkansas.bills"
    jurisdiction = "us-ar"
    publisher = "Arkansas General Assembly"
    cadence = "every 6 hours"
    edition = 2  # more words of histories are known
    verified = "unverified"
    zone = "America/Chicago"
    vocabulary = ARKANSAS
    sessions = Sessions(
        [
            Session(
                identifier="2025", site="2025R", name="2025R", starts_on=date(2025, 1, 13), ends_on=date(2025, 4, 11)
            ),
            Session(
                identifier="2026F", site="2026F", name="2026F", starts_on=date(2026, 4, 8), ends_on=date(2026, 5, 1)
            ),
            Session(
                identifier="2026S1", site="2026S1", name="2026S1", starts_on=date(2026, 5, 4), ends_on=date(2026, 8, 15)
            ),
            Session(identifier="2027", site="2027R", name="2027R", starts_on=date(2027, 1, 11)),
        ]
    )

    def requests(self) -> Iterable[Request]:
        """The two files together."""
        yield self.bundle(
            {"measures": f"{FILES}LegislativeMeasures.txt", "actions": f"{FILES}ChamberActions.txt"},
            optional=("actions",),
        )

    def parse(self, response: Response | Bundle) -> Iterator[Bill | Untracked]:
        """The measures of each session that is due, with their actions, or from the file of measures alone."""
        measures: Response = response.required("measures") if isinstance(response, Bundle) else response
        actions = response["actions"] if isinstance(response, Bundle) else None
        rows = list(_measures(measures))
        if not rows:
            raise ExtractionError("the file has no measures", url=measures.url, found=0)
        wanted: dict[str, Session] = {}
        for due in self.sessions.listed((row[-1] for row in rows), self.now, rule=session_of):
            if isinstance(due, Untracked):
                yield due
            else:
                wanted[due.session.code] = due.session
        histories = self._histories(actions, wanted)
        for row in rows:
            if row[-1] in wanted:
                yield _bill(row, wanted[row[-1]], histories, measures.url)

    def _histories(self, response: Response | None, wanted: Iterable[str]) -> dict[tuple[str, str], tuple[Action, ...]]:
        """The actions of each measure by session and number, oldest first; {} without the file."""
        if response is None:
            return {}
        steps: dict[tuple[str, str], list[tuple[str, Action]]] = {}
        lines = [line.split("|") for line in _text(response).splitlines()]
        whole = [[squeeze(cell) for cell in cells] for cells in lines if len(cells) >= ACTION_CELLS]
        if not whole:
            raise ExtractionError(f"no line has {ACTION_CELLS} cells", url=response.url, found=0)
        slugs = frozenset(wanted)
        for cells in whole:
            at, text, actor, slug = cells[5], cells[6], cells[7], cells[10]
            if text and slug in slugs:  # actions without words are placeholders
                number = _number(cells[1:4], response.url)
                by = "executive" if BY_THE_GOVERNOR.match(text) else CHAMBERS.get(actor[:1].upper(), "legislature")
                steps.setdefault((slug, number), []).append((at, self.action(text, on=_day(at, response.url), by=by)))
        return {bill: tuple(step for _, step in sorted(each, key=lambda pair: pair[0])) for bill, each in steps.items()}


def _measures(response: Response) -> Iterator[list[str]]:
    """Rows of the file of measures. A row ends with a session's slug; a title with a line break goes on in the next line."""
    begun = ""
    for line in _text(response).splitlines():
        begun = f"{begun} {line}" if begun else line
        cells = [squeeze(cell) for cell in begun.split("|")]
        if len(cells) > 4 and LAST_CELL.fullmatch(cells[-1]):
            yield cells
            begun = ""
        elif not begun.strip():
            begun = ""
        elif len(begun) > 20_000:
            break
    if begun:
        raise ExtractionError(f"no session ends the row {begun[:60]!r}", url=response.url, selector="slug")


def _bill(row: list[str], session: Session, histories: dict[tuple[str, str], tuple[Action, ...]], url: str) -> Bill:
    number = _number(row[:3], url)
    slug, compact = session.code, number.replace(" ", "")
    year = int(slug[:4])
    biennium = year - (year + 1) % 2
    if slug.endswith("R"):
        text = f"{SITE}/assembly/{biennium}/{slug}/Bills/{compact}.pdf"
    else:
        text = f"{SITE}/Bills/FTPDocument?path={quote(f'/Bills/{slug}/Public/{compact}.pdf', safe='')}"
    return Bill(
        identifier=number,
        title=row[3],
        url=f"{SITE}/Bills/Detail?id={compact}&ddBienniumSession={biennium}%2F{slug}",
        session=session.identifier,
        chamber=CHAMBERS[number[0]],
        actions=histories.get((slug, number), ()),
        versions=(Version(note="Current text", url=text, media_type="application/pdf"),),
    )


def _number(cells: list[str], url: str) -> str:
    """ "H", "B", "1001" → "HB 1001"."""
    try:
        number = bill_number("".join(cells))
    except ValueError as error:
        raise ExtractionError(str(error), url=url, selector="number") from error
    if number[0] not in CHAMBERS:
        raise ExtractionError(f"{number!r} belongs to no chamber", url=url, selector="chamber")
    return number


def _day(at: str, url: str) -> date | None:
    try:
        return day(at[:10])
    except ValueError as error:
        raise ExtractionError(str(error), url=url, selector="date") from error


def _text(response: Response) -> str:
    """The file's text: UTF-16 whose byte order has changed before, with or without a mark; empty cells are NUL characters."""
    body = response.body
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16-le" if body[:1] == b"\xff" else "utf-16-be"
    elif b"\0" in body[:2]:
        encoding = "utf-16-be" if body[:1] == b"\0" else "utf-16-le"
    else:
        encoding = "utf-8"
    text = body.decode(encoding, "ignore").replace("\ufeff", "").replace("\0", "")
    if text.lstrip()[:1] == "<" or "|" not in text:
        raise ExtractionError(f"expected cells between bars, found {text.strip()[:40]!r}", url=response.url)
    return text
