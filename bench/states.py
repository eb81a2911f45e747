"""Every legislature at once: 52 first checks of 150,000 bills, the quiet hourly check after them, and the hour in which some moved.

    python bench/states.py [--bills 150000] [--states idaho new_york …] [--moved 2] [--processes 2] [--json]

The real spiders, crawl processes, recorder and SQLite, against simulated sites on loopback (bench/legislatures). Each site speaks the
true format of its state: the pages, feeds and files are those of the tests' fixtures (written after the facts of each source, and where
there is one after a capture), with as many records as the legislature has, each with its own number, title, stage and dates. All 52
run by their direct route; none is scaled from another, none goes by an aggregator. What is not as outside:

- The network takes no time and no politeness is asked for (`delay = 0`, up to 16 requests side by side); what the real pace
  adds is printed: requests of the slowest host times its delay. The server takes a part of the same two cores.
- Numbers of bills are of the right size for a session (or biennium) and no more; they are scaled to add up to --bills.
- A bill that moves changes its title, its stage and the day of its last action, and its row in the list with it. Where the list shows
  titles alone, a site that moved only a bill's history would be found out in a round of some days, as its spider says.
- New Hampshire closes its site to machines by day, by the real clock; its tables are replayed from a folder.
- On the day of the bench Texas, Nevada and Montana are out of session: their spiders ask once a week, so nothing moves there.

Phases: first check; the quiet check an hour later; the check with --moved bills of a thousand moved, which must tell exactly those; the
quiet check of the next morning, when bills whose lists do not tell what moved are looked at in their rounds.
"""

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF
from typing import Any

from legislatures import sites  # noqa: F401  # registers them
from legislatures.feed import SITES, Feed
from legislatures.size import scaled
from legislatures.tables import new_hampshire_tables

from monitor.config import load
from monitor.crawl.job import Fetching, Job, SourceJob
from monitor.crawl.run import run_checks
from monitor.model.records import CheckResult, Outcome
from monitor.service.settle import settle
from monitor.service.setup import applied
from monitor.store.engine import open_store, write

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
START = datetime(2026, 3, 3, 15, tzinfo=UTC)
FIRST, QUIET, MOVED, MORNING = (
    ("first check", 0),
    ("quiet, an hour later", 1),
    ("some moved", 2),
    ("the next morning", 18),
)
"""The phases and how many hours after the start they are."""
RESTING = ("texas", "nevada", "montana")
REPLAYED = ("new_hampshire",)
LATE: dict[str, Callable[[int], bool]] = {
    "south_carolina": lambda at: True,
    "kentucky": lambda at: True,
    "missouri": lambda at: at % 2 == 1,  # the Senate's
    "puerto_rico": lambda at: at >= 15,  # not on the first page of the list
}
"""The bills (by place) of which lists tell nothing: they are looked at once a day, and those of a topic in every check."""
KEYS = {"NEW_YORK_API_KEY": "key", "DISTRICT_OF_COLUMBIA_API_KEY": "key"}
CONFIG = """
[sources]
enabled = [{names}]
[topics.kratom]
query = "kratom OR mitragynine"
[topics.schools]
query = "title:vouchers AND title:charter"
"""


@dataclass(slots=True)
class Phase:
    """What one phase took: seconds, and of the processors (the sites' not among them); requests, and how many answers were 304; MB of the
    largest process and of the database."""

    name: str
    seconds: float = 0.0
    worked: float = 0.0
    requests: dict[str, int] = field(default_factory=dict)
    unmodified: int = 0
    memory: float = 0.0
    database: float = 0.0
    results: list[CheckResult] = field(default_factory=list)


def main() -> int:
    """Runs the phases; 0 when every check was good and told exactly what moved."""
    options = _options()
    counts = scaled(options.bills, options.states or sorted(SITES))
    os.environ.update(KEYS)
    os.environ["PYTHONPATH"] = str(ROOT)
    with tempfile.TemporaryDirectory(dir=options.out) as folder, _serving(counts) as server:
        bench = Bench(Path(folder), counts, server, options)
        phases = bench.run()
    wrong = [word for phase in phases for word in bench.wrong(phase)]
    _print_json(phases, wrong) if options.json else _print(phases, wrong, counts)
    return 1 if wrong else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bills", type=int, default=150_000)
    parser.add_argument("--states", nargs="*", choices=sorted(SITES), metavar="STATE")
    parser.add_argument("--moved", type=float, default=2.0, help="bills of a thousand that move in the third phase")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--phases", type=int, default=4, help="how many of the phases, from the first on")
    parser.add_argument("--time-limit", type=float, default=7200.0, help="seconds for the processes of one phase")
    parser.add_argument("--out", type=Path, help="where the database stands meanwhile (default: the system's place)")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


# -- the sites --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Server:
    """The simulated sites; `connect_to` leads there from the real addresses."""

    port: int
    pid: int
    connect_to: dict[str, str]

    def tell(self, what: str, **said: Any) -> Any:
        """A word to the sites themselves."""
        address = f"http://127.0.0.1:{self.port}/bench/{what}"
        with urllib.request.urlopen(address, data=json.dumps(said).encode()) as answer:
            return json.load(answer)


@contextmanager
def _serving(counts: dict[str, int]) -> Iterator[Server]:
    hosts = {host: state for state in counts for host in _hosts(state)}
    command = "from legislatures import sites, server; server.main()"
    process = subprocess.Popen([sys.executable, "-c", command], cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin
    assert process.stdout
    process.stdin.write(json.dumps({"bills": counts, "hosts": hosts}).encode() + b"\n")
    process.stdin.flush()
    try:
        port = int(process.stdout.readline())
        there = f"http://127.0.0.1:{port}"
        connect_to = {f"{scheme}://{host}": f"{there}/{host}" for host in hosts for scheme in ("http", "https")}
        yield Server(port, process.pid, connect_to)
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


def _hosts(state: str) -> set[str]:
    """The hosts that a state's spider and its fixtures name."""
    files = [ROOT / "spiders" / state / "bills.py", *(ROOT / "tests" / "fixtures" / f"{state}.bills").rglob("*.*ml")]
    return {
        host for file in files for host in re.findall(r"https?://([\w.-]+\w)", file.read_text(encoding="utf-8-sig"))
    }


# -- the phases -------------------------------------------------------------------------------------------------------


class Bench:
    """One database and its phases."""

    def __init__(self, folder: Path, counts: dict[str, int], server: Server, options: argparse.Namespace) -> None:
        self.folder, self.counts, self.server, self.options = folder, counts, server, options
        self.database = folder / "states.db"
        file = folder / "policywatch.toml"
        file.write_text(CONFIG.format(names=", ".join(f'"{state}.bills"' for state in counts)))
        self.config = load(file, environ={})
        self.engine = open_store(f"sqlite:///{self.database}", create=True)
        applied(self.config, self.engine, now=START)
        self.moved: dict[str, int] = {}
        self.told: dict[str, int] = {}

    def run(self) -> list[Phase]:
        """The phases in order, as many as wanted."""
        phases = []
        for name, hours in (FIRST, QUIET, MOVED, MORNING)[: self.options.phases]:
            if name == MOVED[0]:
                moving = [state for state in self.counts if state not in RESTING]
                self.moved = self.server.tell("move", states=moving, per_mille=self.options.moved)
            phases.append(self.check(name, START + timedelta(hours=hours)))
        return phases

    def check(self, name: str, now: datetime) -> Phase:
        """One check of all, measured."""
        phase = Phase(name)
        self.server.tell("count")
        jobs = [SourceJob(name=f"{state}.bills", spider=f"{state}.bills") for state in self.counts]
        fetching = Fetching(
            connect_to=self.server.connect_to,
            delay=0.0,
            processes=self.options.processes,
            time_limit=self.options.time_limit,
        )
        database = f"sqlite:///{self.database}"
        replayed = [job for job in jobs if job.name.partition(".")[0] in REPLAYED]
        others = [job for job in jobs if job not in replayed]
        before, worked = time.perf_counter(), _worked()
        with _watching(phase):
            if others:
                job = Job(database=database, sources=tuple(others), fetching=fetching, now=now)
                phase.results += run_checks(job)
            if replayed:
                replay = self._tables(now)
                job = Job(database=database, sources=tuple(replayed), fetching=fetching, now=now, replay=str(replay))
                phase.results += run_checks(job)
            with write(self.engine) as conn:
                settle(conn, phase.results, now=now, timezone="UTC", destinations={})
        phase.seconds, phase.worked = time.perf_counter() - before, _worked() - worked
        told = self.server.tell("count")
        phase.requests, phase.unmodified = told["asked"], told["statuses"].get("304", 0)
        phase.database = sum(file.stat().st_size for file in self.folder.glob("states.db*")) / 1e6
        print(f"{name}: {phase.seconds:.1f} s", file=sys.stderr)
        return phase

    def _tables(self, now: datetime) -> Path:
        """New Hampshire's tables of this moment as a folder to be replayed."""
        feed = Feed(self.counts["new_hampshire"])
        if count := self.moved.get("new_hampshire", 0):
            feed.move(count)
        return new_hampshire_tables(feed, self.folder / "captures", now)

    def wrong(self, phase: Phase) -> list[str]:
        """What was not as it should be in a phase."""
        words = []
        for result in phase.results:
            state, _, kind = result.source.partition(".")
            if kind != "bills" and state in REPLAYED:  # texts are not among the tables that are replayed
                continue
            if not result.outcome.good:
                words.append(f"{phase.name}: {result.source} was {result.outcome}: {result.error}")
            if kind != "bills":  # their texts
                continue
            if result.documents != self.counts[state]:
                words.append(f"{phase.name}: {result.source} has {result.documents} bills of {self.counts[state]}")
            words += self._told_wrongly(phase.name, state, result)
            expected = Outcome.BASELINE if phase.name == FIRST[0] else result.outcome
            if result.outcome.good and result.outcome is not expected:
                words.append(f"{phase.name}: {result.source} was {result.outcome}")
        return words

    def _told_wrongly(self, phase: str, state: str, result: CheckResult) -> list[str]:
        """Nothing but what moved may be told, and all of it: in the hour itself, or of some bills the next morning."""
        moved, late = self._expected(state)
        least, most = 0, 0
        if phase == MOVED[0]:
            least, most = moved - late, moved
            self.told[state] = result.amended
        elif phase == MORNING[0]:
            least = most = moved - self.told[state]
        quiet = (result.added, result.removed, result.held) == (0, 0, 0)
        if phase == FIRST[0] or (quiet and least <= result.amended <= most):
            return []
        told = f"{result.added} added, {result.amended} amended, {result.removed} removed, {result.held} held"
        return [f"{phase}: {result.source} told {told}; {moved} had moved, {late} of them to be told the next morning"]

    def _expected(self, state: str) -> tuple[int, int]:
        """How many bills of a state moved, and of how many of them the list tells nothing."""
        feed = Feed(self.counts[state])
        if count := self.moved.get(state, 0):
            feed.move(count)
        return len(feed.moved), sum(map(LATE.get(state, lambda at: False), feed.moved))


def _worked() -> float:
    """Seconds of processor time that we and the crawl processes that have ended took."""
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, (RUSAGE_SELF, RUSAGE_CHILDREN)))


@contextmanager
def _watching(phase: Phase) -> Iterator[None]:
    """Notes the largest memory that any process of ours had (VmHWM of /proc: Linux alone)."""
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.5):
            for status in Path("/proc").glob("[0-9]*/status"):
                phase.memory = max(phase.memory, _peak(status))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _peak(status: Path) -> float:
    """MB of a crawl process of ours; 0 for any other."""
    try:
        if b"monitor.crawl" not in (status.parent / "cmdline").read_bytes():
            return 0.0
        words = status.read_text()
    except OSError:  # it has ended
        return 0.0
    ours = f"\nPPid:\t{os.getpid()}\n" in words
    found = re.search(r"VmHWM:\s+(\d+) kB", words)
    return int(found[1]) / 1024 if ours and found else 0.0


# -- the words --------------------------------------------------------------------------------------------------------


def _print(phases: Sequence[Phase], wrong: Sequence[str], counts: dict[str, int]) -> None:
    print(f"{len(counts)} legislatures, {sum(counts.values()):,} bills\n")
    print(
        f"{'':<24}{'seconds':>9}{'of CPU':>9}{'requests':>10}{'of it 304':>10}{'amended':>9}{'peak MB':>9}{'database MB':>13}"
    )
    for phase in phases:
        amended = sum(result.amended for result in phase.results)
        print(
            f"{phase.name:<24}{phase.seconds:>9.1f}{phase.worked:>9.1f}{sum(phase.requests.values()):>10,}{phase.unmodified:>10,}"
            f"{amended:>9}{phase.memory:>9.0f}{phase.database:>13.0f}"
        )
    print(
        "\nWhat the real pace adds to the first check and to the quiet one (requests times the source's delay), the slowest:"
    )
    for state, (first, quiet) in sorted(_paced(phases).items(), key=lambda one: -one[1][0])[:12]:
        print(f"  {state:<24}{counts[state]:>7,} bills {first / 3600:>7.1f} h {quiet:>7.0f} s")
    for word in wrong:
        print(f"WRONG {word}")


def _paced(phases: Sequence[Phase]) -> dict[str, tuple[float, float]]:
    """Seconds that the delay of each state's spider makes of its requests in the first two phases."""
    from monitor.crawl.plan import spider_class

    return {
        state: (count * delay, phases[1].requests.get(state, 0) * delay if len(phases) > 1 else 0.0)
        for state, count in phases[0].requests.items()
        for delay in [spider_class(f"{state}.bills").delay]
    }


def _print_json(phases: Sequence[Phase], wrong: Sequence[str]) -> None:
    for phase in phases:
        print(
            json.dumps(
                {
                    "phase": phase.name,
                    "seconds": round(phase.seconds, 2),
                    "worked": round(phase.worked, 2),
                    "requests": phase.requests,
                    "unmodified": phase.unmodified,
                    "amended": sum(result.amended for result in phase.results),
                    "documents": {one.source: one.documents for one in phase.results},
                    "memory_mb": round(phase.memory),
                    "database_mb": round(phase.database, 1),
                    "slowest": {one.source: one.seconds for one in sorted(phase.results, key=_seconds)[-8:]},
                }
            )
        )
    print(json.dumps({"wrong": list(wrong)}))


def _seconds(result: CheckResult) -> float:
    return result.seconds


if __name__ == "__main__":
    sys.exit(main())
