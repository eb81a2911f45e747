"""Rounds of kill -9 against the whole path, and what must hold after them.

In each round the agency publishes one change. `policywatch run --once` is killed at some moment and is run again a quarter of
an hour later, when the leases have run out, until it ends by itself. The next round follows when every source is due again.
`verdict` then reads the database and everything that the receivers got.
"""

import random
import re
import shutil
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import takewhile
from pathlib import Path

from agency import Agency, agency, feed, index, page
from launcher import Launcher, Run, children_of
from receivers import PostOffice, Webhook, parts, post_office, webhook

from monitor.store import backup, changes
from monitor.store.engine import open_store

START = datetime(2026, 7, 6, 0, 7, tzinfo=UTC)
ROUND = timedelta(hours=2)  # sources are due hourly, each at a minute of its own
PAUSE = timedelta(minutes=15)  # longer than the lease of a delivery
SLOWNESS = 0.15  # seconds that the receivers think, so that messages are in flight for a while
REST = 6  # rounds
MANY = 12  # bills that the index begins with: one that is gone is far from a collapse

AIMS = (
    "whole",
    "check",
    "gather",
    "tell",
)  # from the start, the first request, the end of the crawl, the first message

CONFIG = """
[sources]
enabled = []

[[watch]]
name = "statement"
url = "{statement}"
css = "main"
cadence = "hourly"

[[watch]]
name = "news"
kind = "feed"
url = "{news}"
cadence = "hourly"

[[watch]]
name = "bills"
kind = "index"
url = "{bills}"
follow = ".bills a"
css = "main"
complete = true
cadence = "hourly"

[topics.kratom]
query = "kratom"

[destinations.hook]
url = "{hook}"
format = "text"

[destinations.mail]
url = "{mail}"

[subscriptions.alerts]
topics = ["kratom"]
cadence = "at once"
destinations = ["hook"]

[subscriptions.summary]
topics = ["kratom"]
cadence = "every 6 hours"
destinations = ["mail"]

[operator]
destinations = ["hook"]

[fetch]
allow_private = ["127.0.0.0/8"]
delay = 0
processes = {processes}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A change as the agency made it: kind, address of the document, and the word by which readers know it."""

    kind: str
    url: str
    word: str


class Desk:
    """What the agency publishes: a statement that is amended, news, and bills that come, change and go.

    Each document rests after a change for longer than the time between two digests, which would tell two changes of one
    document as one.
    """

    def __init__(self, site: Agency, chosen: random.Random) -> None:
        self.site, self.chosen = site, chosen
        self.history: list[Published] = []
        self.news: dict[str, tuple[str, str]] = {}
        self.touched: dict[str, int] = {}  # path → number of the round
        self.bills: dict[str, str] = {}
        self.site.put("/statement", page("Statement", "What the agency says about kratom today: pw00000."))
        for number in range(MANY):
            self._write_bill(f"/bills/{number}", f"pw9{number:04}")
        self._tell_news("/news/0", "pw00001")
        self._list_bills()

    def publish(self, number: int) -> None:
        """One change, in one go."""
        word = f"pw1{number:04}"
        rested = [path for path in ("/statement", *self.bills) if number - self.touched.get(path, -REST) >= REST]
        bills = [path for path in rested if path in self.bills]
        ways = [self._add_news, self._add_bill]
        if "/statement" in rested:
            ways.append(self._amend_statement)
        if bills:
            ways.append(partial(self._amend_bill, self.chosen.choice(bills)))
        if bills and len(self.bills) > MANY // 2:
            ways.append(partial(self._withdraw_bill, self.chosen.choice(bills)))
        kind, path, known_by = self.chosen.choice(ways)(word)
        self.touched[path] = number
        self.history.append(Published(kind=kind, url=self.site.url(path), word=known_by))

    def _amend_statement(self, word: str) -> tuple[str, str, str]:
        self.site.put("/statement", page("Statement", f"What the agency says about kratom today: {word}."))
        return "amended", "/statement", word

    def _add_news(self, word: str) -> tuple[str, str, str]:
        path = f"/news/{word}"
        self._tell_news(path, word)
        return "added", path, word

    def _tell_news(self, path: str, word: str) -> None:
        self.news = {self.site.url(path): (f"News {word} of kratom", "The agency has news."), **self.news}
        self.site.put("/news", feed("News", dict(list(self.news.items())[:10])), "application/rss+xml")

    def _add_bill(self, word: str) -> tuple[str, str, str]:
        path = f"/bills/{word}"
        self._write_bill(path, word)
        self._list_bills()
        return "added", path, word

    def _amend_bill(self, path: str, word: str) -> tuple[str, str, str]:
        self._write_bill(path, self.bills[path], f"An amendment was adopted: {word}.")
        return "amended", path, word

    def _withdraw_bill(self, path: str, word: str) -> tuple[str, str, str]:
        name = self.bills.pop(path)
        self._list_bills()
        return "removed", path, name

    def _write_bill(self, path: str, name: str, more: str = "It has not been amended.") -> None:
        self.bills[path] = name
        self.site.put(path, page(f"Bill {name}", "A bill to regulate kratom products.", more))

    def _list_bills(self) -> None:
        self.site.put("/bills", index("Bills", {path: f"Bill {name}" for path, name in self.bills.items()}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """One kill: when it was meant to fall, whom it hit, and what the database says was under way."""

    aim: str
    whom: str
    phase: str


@dataclass(slots=True, kw_only=True)
class World:
    """Agency, monitor and receivers."""

    site: Agency
    desk: Desk
    hook: Webhook
    office: PostOffice
    folder: Path
    launcher: Launcher
    chosen: random.Random
    pace: dict[str, float] = field(default_factory=dict)
    kills: list[Kill] = field(default_factory=list)
    runs: int = 0
    resent: int = 0  # deliveries that died twice before they left, and were resent by hand

    @property
    def database(self) -> Path:
        """The monitor's database."""
        return self.folder / "policywatch.db"

    def begin(self) -> None:
        """Two runs nobody kills: the baseline, and one to learn how long each part takes."""
        self.whole_run(START - 2 * ROUND)
        self.hook.slowness = self.office.slowness = SLOWNESS
        self.desk.publish(0)
        self.site.visited.clear()
        self.hook.reached.clear()
        begun = time.monotonic()
        run = self.start(START - ROUND)
        for aim in AIMS[1:]:
            self._await(aim, run)
            self.pace[aim] = time.monotonic() - begun
        assert run.ended.wait(120), "the unkilled run did not end"
        self.pace["whole"] = time.monotonic() - begun

    def round(self, number: int) -> None:
        """Publishes, kills, and runs again until a run ends by itself."""
        now = START + number * ROUND
        self.desk.publish(number)
        kills = self.chosen.choices((1, 2, 3), (8, 2, 1))[0]
        for _ in range(kills):
            if not self.killed_run(now):
                return
            now += PAUSE
        self.whole_run(now)

    def start(self, now: datetime) -> Run:
        """`policywatch run --once --now …`."""
        self.runs += 1
        return self.launcher.start(
            ["run", "--once", "--now", now.isoformat(), "--config", str(self.folder / "policywatch.toml")]
        )

    def resend_what_never_came(self) -> None:
        """What a person does about a delivery that is `unknown` when nobody has the message."""
        came = {one.digest for one in received(self)}
        with closing(sqlite3.connect(self.database)) as conn:
            unknown = conn.execute("SELECT id, digest_id FROM delivery WHERE state = 'unknown'").fetchall()
        for delivery, digest in unknown:
            if digest not in came:
                run = self.launcher.start(["resend", str(delivery), "--config", str(self.folder / "policywatch.toml")])
                assert run.ended.wait(60)
                assert run.code == 0, f"resend ended with {run.code}"
                self.resent += 1

    def whole_run(self, now: datetime) -> None:
        """A run that is left alone, and must end well."""
        run = self.start(now)
        assert run.ended.wait(180), "a run that nobody killed did not end"
        assert run.code == 0, f"a run that nobody killed ended with {run.code}"

    def killed_run(self, now: datetime) -> bool:
        """A run that is killed at a chosen moment; False when it ended well all the same."""
        aim = self.chosen.choice(AIMS)
        whom = self.chosen.choices(("all", "parent", "crawl"), (6, 3, 1))[0]
        for event in (self.site.visited, self.hook.reached, self.office.reached):
            event.clear()
        before = _newest_check(self.database)
        begun = time.monotonic()
        run = self.start(now)
        self._await(aim, run)
        if run.ended.wait(self._delay(aim)):
            assert run.code == 0, f"a run that was not killed yet ended with {run.code}"
            self._learn(time.monotonic() - begun)
            return False
        hit = run.kill(whom)
        if whom == "crawl":  # whoever started the crawl is alive and sees to it
            self.kills += [Kill(aim=aim, whom=whom, phase="check, its crawl process alone")] if hit else []
            assert run.ended.wait(180)
            assert run.code == 0, f"a run whose crawl was killed ended with {run.code}"
            return False
        assert run.ended.wait(60)
        self.kills.append(Kill(aim=aim, whom=whom, phase=self._phase(before, now)))
        return True

    def _await(self, aim: str, run: Run) -> None:
        """Until the run comes to what is aimed at, or ends."""
        crawled = False
        while aim != "whole" and not run.ended.is_set():
            if aim == "check" and self.site.visited.is_set():
                return
            if aim == "tell" and (self.hook.reached.is_set() or self.office.reached.is_set()):
                return
            if aim == "gather":
                crawling = bool(children_of(run.pid))
                if crawled and not crawling:
                    return
                crawled = crawled or crawling
            time.sleep(0.002)

    def _delay(self, aim: str) -> float:
        """A random time, within what that part took when nobody killed it."""
        until = {"whole": "whole", "check": "gather", "gather": "tell", "tell": "whole"}[aim]
        begins = 0.0 if aim == "whole" else self.pace[aim]
        return self.chosen.uniform(0.0, 1.2 * (self.pace[until] - begins))

    def _learn(self, took: float) -> None:
        """Machines are busy by turns: a whole run that was quicker or slower than the one we know changes the pace."""
        if self.site.visited.is_set():  # it had something to check
            self.pace = {part: seconds * took / self.pace["whole"] for part, seconds in self.pace.items()}

    def _phase(self, before: int, now: datetime) -> str:
        with _copied(self.database) as conn:
            return phase_of(conn, before, now)


def phase_of(conn: sqlite3.Connection, before: int, now: datetime) -> str:
    """What was under way when everything stopped, from what is stored and what is not."""

    def count(query: str, *values: object) -> int:
        return int(conn.execute(query, values).fetchone()[0])

    moment = now.strftime("%Y-%m-%d %H:%M:%S.%f")
    if count("SELECT count(*) FROM check_run WHERE id > ? AND finished_at IS NULL", before):
        return "check"
    if count("SELECT count(*) FROM source WHERE enabled AND (next_due_at IS NULL OR next_due_at <= ?)", moment):
        settling = count("SELECT count(*) FROM check_run WHERE id > ?", before)
        return "settle, after the check" if settling else "start, before the check"
    if count(
        "SELECT count(*) FROM match m WHERE NOT EXISTS (SELECT 1 FROM digest_item i JOIN subscription s"
        " ON s.id = i.subscription_id WHERE i.match_id = m.id AND s.name = 'alerts')"
    ):
        return "gather"
    if count("SELECT count(*) FROM delivery WHERE state = 'sending'"):
        return "deliver, message in flight"
    if count("SELECT count(*) FROM delivery WHERE state = 'pending'"):
        return "deliver, before the message"
    return "end, after the messages"


@contextmanager
def _copied(database: Path) -> Iterator[sqlite3.Connection]:
    """A copy of the database as the kill left it: looking at the original would already mend it."""
    with tempfile.TemporaryDirectory() as folder:
        for name in (database.name, f"{database.name}-wal"):
            if (database.parent / name).exists():
                shutil.copy(database.parent / name, folder)
        with closing(sqlite3.connect(Path(folder) / database.name)) as conn:
            yield conn


def _newest_check(database: Path) -> int:
    with _copied(database) as conn:
        return int(conn.execute("SELECT coalesce(max(id), 0) FROM check_run").fetchone()[0])


# ---------------------------------------------------------------- what must hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as it was received: the digest it says it is, its words, and what it tells as (kind, word)."""

    digest: int
    words: str
    told: tuple[tuple[str, str], ...]


_MARK = re.compile(r"· digest (\d+) ·")
_TELLS = {
    "added": re.compile(r"^\* NEW: .*?\b(pw\d{5})", re.MULTILINE),
    "amended": re.compile(r"\{\+[^+]*?\b(pw\d{5})"),
    "removed": re.compile(r"^\* WITHDRAWN: .*?\b(pw\d{5})", re.MULTILINE),
}


def message_of(words: str) -> Message:
    """What a text says."""
    found = _MARK.search(words)
    assert found, f"a message without its mark:\n{words}"
    said = [(kind, word) for kind, tells in _TELLS.items() for word in tells.findall(words)]
    told = tuple(dict.fromkeys(said))  # a first screen says again what its entry says
    return Message(digest=int(found[1]), words=words, told=told)


def alerts_of(world: World) -> list[Message]:
    """What the webhook received."""
    return [message_of(one["message"]) for one in world.hook.received]


def letters_of(world: World) -> list[Message]:
    """What the mail server received."""
    return [message_of(parts(one)[0]) for one in world.office.letters]


def received(world: World) -> list[Message]:
    """What anybody received."""
    return [*alerts_of(world), *letters_of(world)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the rounds came to; `faults` is empty when all is well."""

    faults: tuple[str, ...]
    published: int
    digests: int
    messages: int
    repeated: int
    doubtful: int


def verdict(world: World) -> Verdict:
    """Reads database and messages after the last round; call it after a run that was left alone."""
    expected = [(one.kind, one.url) for one in world.desk.history]
    told = sorted((one.kind, one.word) for one in world.desk.history)
    alerts, letters = alerts_of(world), letters_of(world)
    lost = _lost(world.database)
    faults = [
        *_store_faults(world),
        *_change_faults(world, expected),
        *told_faults("alerts", alerts, told),
        *told_faults("summary", letters, told),
        *repeat_faults(received(world), lost),
    ]
    messages = Counter(one.digest for one in received(world))
    return Verdict(
        faults=tuple(faults),
        published=len(expected),
        digests=len(messages),
        messages=messages.total(),
        repeated=sum(1 for number in messages.values() if number > 1),
        doubtful=_count(world.database, "SELECT count(*) FROM delivery WHERE state = 'unknown'"),
    )


def _change_faults(world: World, expected: Sequence[tuple[str, str]]) -> Iterator[str]:
    """One change for each that was published, in that order; withdrawals take two looks, so they have an order of their own."""
    engine = open_store(world.database)
    with engine.connect() as conn:
        found = [(str(one.kind), one.key.identifier) for one in changes.select(conn, changes.Wanted())]
    engine.dispose()
    for name, chosen in (("withdrawals", True), ("changes", False)):
        wanted = [one for one in expected if (one[0] == "removed") is chosen]
        have = [one for one in found if (one[0] == "removed") is chosen]
        if wanted != have:
            yield f"{name}: lost {_less(wanted, have)}, invented {_less(have, wanted)}, in order {_alike(wanted, have)}"


def _less(some: Sequence[object], others: Sequence[object]) -> list[object]:
    return list((Counter(some) - Counter(others)).elements())


def _alike(wanted: Sequence[object], have: Sequence[object]) -> int:
    """How many from the beginning are the same."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(wanted, have, strict=False)))


def told_faults(name: str, messages: Sequence[Message], expected: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Every change is told in exactly one digest of the subscription."""
    once = {one.digest: one for one in messages}
    found = sorted(told for one in once.values() for told in one.told)
    if found != expected:
        yield f"{name}: not told {_less(expected, found)}, told in vain {_less(found, expected)}"


def repeat_faults(messages: Sequence[Message], lost: dict[int, int]) -> Iterator[str]:
    """Only what was in flight when its process died is repeated, once, word for word."""
    by_digest: dict[int, list[str]] = {}
    for one in messages:
        by_digest.setdefault(one.digest, []).append(one.words)
    for digest, words in by_digest.items():
        if len(words) > 1 + min(lost.get(digest, 0), 1):
            yield f"digest {digest} came {len(words)} times; its process died {lost.get(digest, 0)} times"
        if len(set(words)) > 1:
            yield f"digest {digest} came in different words"


def _lost(database: Path) -> dict[int, int]:
    with closing(sqlite3.connect(database)) as conn:
        return dict(conn.execute("SELECT digest_id, lost FROM delivery"))


def _count(database: Path, query: str) -> int:
    with closing(sqlite3.connect(database)) as conn:
        return int(conn.execute(query).fetchone()[0])


_NEVER = {
    "deliveries that are stuck": "SELECT count(*) FROM delivery WHERE state NOT IN ('sent', 'unknown')",
    "deliveries given up without two losses": "SELECT count(*) FROM delivery WHERE state = 'unknown' AND lost < 2",
    "slots with two digests": "SELECT count(*) FROM (SELECT 1 FROM digest GROUP BY subscription_id, slot HAVING count(*) > 1)",
    "matches in two digests": "SELECT count(*) FROM (SELECT 1 FROM digest_item GROUP BY subscription_id, match_id HAVING count(*) > 1)",
    "matches in no digest": "SELECT count(*) FROM match m, subscription s WHERE s.name <> 'operator' AND NOT EXISTS"
    " (SELECT 1 FROM digest_item i WHERE i.match_id = m.id AND i.subscription_id = s.id)",
    "changes without a match": "SELECT count(*) FROM change c WHERE NOT EXISTS (SELECT 1 FROM match m WHERE m.change_id = c.id)",
    "messages to the operator": "SELECT count(*) FROM digest WHERE kind = 'health'",
    "sources that are red": "SELECT count(*) FROM source WHERE red_since IS NOT NULL",
}


def _store_faults(world: World) -> Iterator[str]:
    engine = open_store(world.database)
    yield from backup.verify(engine)
    engine.dispose()
    for what, query in _NEVER.items():
        if number := _count(world.database, query):
            yield f"{number} {what}"


# ---------------------------------------------------------------- all of it


@contextmanager
def world(folder: Path, launcher: Launcher, seed: int, *, processes: int = 1) -> Iterator[World]:
    """Everything that takes part, in `folder`."""
    with ExitStack() as stack:
        site, hook, office = (stack.enter_context(one()) for one in (agency, webhook, post_office))
        chosen = random.Random(seed)
        addresses = {name: site.url(f"/{name}") for name in ("statement", "news", "bills")}
        settings = {"hook": hook.address, "mail": office.address("board@example.org"), "processes": processes}
        (folder / "policywatch.toml").write_text(CONFIG.format(**addresses, **settings))
        yield World(
            site=site,
            desk=Desk(site, chosen),
            hook=hook,
            office=office,
            folder=folder,
            launcher=launcher,
            chosen=chosen,
        )


def play(world: World, rounds: int) -> Iterator[int]:
    """Plays so many rounds in which somebody was killed (a run may end before the chosen moment comes), then a run so late that
    everything is due, after which nothing may wait any more. What died twice before it left is resent by hand."""
    world.begin()
    number = hit = 0
    while hit < rounds:
        number += 1
        assert number <= 10 * rounds + 20, "the runs end before they can be killed"
        kills = len(world.kills)
        world.round(number)
        if len(world.kills) > kills:
            hit += 1
            yield hit
    end = START + (number + 5) * ROUND
    world.whole_run(end)
    world.resend_what_never_came()
    if world.resent:
        world.whole_run(max(end, datetime.now(UTC)) + PAUSE)  # resending is of the wall clock
