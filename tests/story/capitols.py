"""Three legislatures on loopback, each published in its own manner, and what `policywatch` makes of their good and bad days.

North Dakota gives one file of all bills, Wyoming a list in JSON and an answer a bill, West Virginia three lists and a page a bill. The
spiders, the crawl, the store and the digests are the real ones; nothing leaves the machine.
"""

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from federal_days import CONFIG, Day, Told, told

from monitor.config import load
from monitor.crawl.job import Fetching, Job
from monitor.crawl.run import run_checks
from monitor.digests.read import stored
from monitor.service.catalogue import every_job, overview
from monitor.service.due import gather_due
from monitor.service.settle import settle
from monitor.service.setup import applied
from monitor.store import schema
from monitor.store.changes import Wanted, select
from monitor.store.engine import open_store, read, write

NORTH_DAKOTA, WYOMING, WEST_VIRGINIA = SOURCES = ("north_dakota.bills", "wyoming.bills", "west_virginia.bills")
HOSTS = ("https://ndlegis.gov", "https://lsoservice.wyoleg.gov", "https://www.wvlegislature.gov")
HTML, JSON = "text/html; charset=utf-8", "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an address says."""

    body: bytes
    media_type: str
    status: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A bill of any of the three: its number ("HB 12"), title, and the days and words of its steps, oldest first."""

    number: str
    title: str
    steps: tuple[tuple[date, str], ...]

    @property
    def code(self) -> str:
        """ "HB0012"."""
        kind, number = self.number.split()
        return f"{kind}{int(number):04}"


Change = Callable[[Answer], Answer]


@dataclass(slots=True, kw_only=True)
class Capitol:
    """A legislature's measures, and the faults of its site: of its lists, and of the pages of some measures."""

    measures: dict[str, Measure] = field(default_factory=dict)
    of_lists: Change | None = None
    of_pages: dict[str, Change] = field(default_factory=dict)

    def page(self, number: str, answer: Answer) -> Answer:
        return self.of_pages[number](answer) if number in self.of_pages else answer

    def list(self, answer: Answer) -> Answer:
        return self.of_lists(answer) if self.of_lists else answer


class Capitols(ThreadingHTTPServer):
    """The three sites, each under the name of its host; `asked` counts the paths."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Visitor)
        self.capitols = {source: Capitol() for source in SOURCES}
        self.asked: Counter[str] = Counter()

    def instead(self) -> dict[str, str]:
        """Where to go instead of the real origins."""
        address = f"http://127.0.0.1:{self.server_address[1]}"
        return {host: f"{address}/{source}" for host, source in zip(HOSTS, SOURCES, strict=True)}

    def answer(self, path: str) -> Answer | None:
        """What stands at an address; None where nothing does."""
        _, source, rest = path.split("/", 2)
        show = {NORTH_DAKOTA: _north_dakota, WYOMING: _wyoming, WEST_VIRGINIA: _west_virginia}[source]
        return show(self.capitols[source], rest)


class _Visitor(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Capitols

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the base class names it
        pass

    def do_GET(self) -> None:
        self.server.asked[self.path] += 1
        found = None if self.path.endswith("/robots.txt") else self.server.answer(self.path)
        found = found or Answer(body=b"Not Found", media_type="text/plain", status=404)
        self.send_response(found.status)
        self.send_header("Content-Type", found.media_type)
        self.send_header("Content-Length", str(len(found.body)))
        if found.status >= 500 or not found.body:
            self.send_header("Retry-After", "0")  # so that a test need not wait
        self.end_headers()
        self.wfile.write(found.body)


@contextmanager
def capitols() -> Iterator[Capitols]:
    """The three sites while a test lasts."""
    with Capitols() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


# -- what each says ---------------------------------------------------------------------------------------------------


def said(value: Any, **more: Any) -> Answer:
    """An answer in JSON."""
    return Answer(body=json.dumps(value).encode(), media_type=JSON, **more)


def page(markup: str) -> Answer:
    """An answer in HTML."""
    return Answer(body=f"<html><body>{markup}</body></html>".encode(), media_type=HTML)


def _north_dakota(capitol: Capitol, path: str) -> Answer | None:
    if path != "api/assembly/69-2025/data/bills.json":
        return None
    rows = {
        one.number.split()[1]: {
            "name": one.number,
            "title": one.title,
            "chamber": "House",
            "url": f"/assembly/69-2025/regular/bill-overview/bo{one.number.split()[1]}.html",
            "actions": [{"date": str(on), "chamber": "House", "description": words} for on, words in one.steps],
            "versions": [],
        }
        for one in capitol.measures.values()
    }
    return capitol.list(said({"bills": rows}))


def _wyoming(capitol: Capitol, path: str) -> Answer | None:
    if "Year%20eq%202025" in path:
        rows = [
            {"year": 2025, "billNum": one.code, "shortTitle": one.title, "lastAction": one.steps[-1][1]}
            for one in capitol.measures.values()
        ]
        return capitol.list(said(rows))
    code = urlsplit(path).path.rpartition("/")[2]
    found = next((one for one in capitol.measures.values() if one.code == code), None)
    if found is None:
        return None
    steps = [{"statusDate": f"{on}T10:00:00", "statusMessage": words, "location": "House"} for on, words in found.steps]
    return capitol.page(found.number, said({"bill": code, "catchTitle": found.title, "billActions": steps}))


def _west_virginia(capitol: Capitol, path: str) -> Answer | None:
    asked = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
    if asked.get("year", "2025") != "2025":
        return None
    if "Bill_Status.cfm" in path:
        return page("<select name=year><option>2025</option></select>")
    if "res_list.cfm" in path:
        return page(
            _row("<td><a href='Resolution_History.cfm?year=2025&sessiontype=RS&n=1'>HCR 1</a></td><td>A study</td>")
        )
    if "Bills_all_bills.cfm" in path:
        house = asked["orig"].upper()
        rows = "".join(_row(_cells(one)) for one in capitol.measures.values() if one.number[0] == house)
        return capitol.list(page(f"<table id=results>{rows}</table>"))
    if "Resolution_History" in path:
        return page(_row("<td><strong>SUMMARY:</strong></td><td>A study</td>"))
    found = capitol.measures.get(asked.get("input", ""))
    if found is None:
        return None
    house = found.number[0]
    rows = "".join(
        _row(f"<td>{house}</td><td>{words}</td><td>{on:%m/%d/%y}</td>", "actionrows") for on, words in found.steps
    )
    summary = _row(f"<td><strong>SUMMARY:</strong></td><td>{found.title}</td>")
    return capitol.page(found.number, page(f"<table>{summary}</table><table>{rows}</table>"))


def _cells(one: Measure) -> str:
    link = f"Bills_history.cfm?input={one.number.replace(' ', '+')}&year=2025&sessiontype=RS&btype=bill"
    return f"<td><a href='{link}'>{one.number}</a></td><td>{one.title}</td><td>{one.steps[-1][1]}</td>"


def _row(cells: str, kind: str = "") -> str:
    return f"<tr class='{kind}'>{cells}</tr>"


# -- the watch --------------------------------------------------------------------------------------------------------


class Season:
    """A configured monitor of the three legislatures, and its days."""

    def __init__(self, folder: Path, sites: Capitols, *, now: datetime, sources: Sequence[str] = SOURCES) -> None:
        file = folder / "policywatch.toml"
        file.write_text(CONFIG.format(sources=json.dumps(list(sources))), encoding="utf-8")
        self.sites = sites
        self.config = load(file, environ={})
        self.engine = open_store(self.config.database, create=True)
        applied(self.config, self.engine, now=now)

    def check(self, now: datetime) -> Day:
        """Everything is checked, then what is due is told."""
        fetching = Fetching(connect_to=self.sites.instead(), allow_private=("127.0.0.0/8",), delay=0.0, processes=1)
        job = Job(database=self.config.database, sources=tuple(every_job(self.config)), fetching=fetching, now=now)
        results = run_checks(job)
        reach = {one.name: one for one in self.config.reach()}
        with write(self.engine) as conn:
            settle(conn, results, now=now, timezone=self.config.timezone, destinations=reach)
        with read(self.engine) as conn:
            found = tuple(select(conn, Wanted(since=now)))
        return Day(results={one.source: one for one in results}, changes=found, told=self.tell(now))

    def tell(self, now: datetime) -> tuple[Told, ...]:
        """The messages that are due, without any check."""
        made = gather_due(self.engine, now=now, destinations={one.name: one for one in self.config.reach()})
        with read(self.engine) as conn:
            return tuple(told(stored(conn, one)) for one in made)

    def events(self) -> list[str]:
        """What the operator was told of, in order."""
        health = schema.digest.select().where(schema.digest.c.kind == "health").order_by(schema.digest.c.id)
        with read(self.engine) as conn:
            return [f"{one['source']} {one['state']}" for row in conn.execute(health) for one in row.content["events"]]

    def row(self, source: str) -> Any:
        """The source as it is kept."""
        with read(self.engine) as conn:
            return conn.execute(schema.source.select().where(schema.source.c.name == source)).mappings().one()

    def shown(self, source: str) -> dict[str, Any]:
        """The source as `policywatch sources` prints it."""
        (row,) = overview(self.config, self.config.database, [source])
        return row

    def gone(self) -> list[Any]:
        """What is held or removed."""
        with read(self.engine) as conn:
            rows = conn.execute(schema.sighting.select()).mappings()
            return [row for row in rows if row["missing_since"] or row["removed_at"]]


def measures(count: int, *, begun: date) -> dict[str, Measure]:
    """So many bills of each house, each about kratom, introduced on one day."""
    numbers = [f"{house}B {first + number}" for house, first in (("H", 1001), ("S", 2001)) for number in range(count)]
    return {name: Measure(number=name, title=f"Kratom, {name}", steps=((begun, "Introduced"),)) for name in numbers}


def moved(one: Measure, on: date, words: str) -> Measure:
    """The bill one step on."""
    return replace(one, steps=(*one.steps, (on, words)))


HOUR, DAY = timedelta(hours=1), timedelta(days=1)
