"""A day on which no federal host answers as it should: 500, walls, empty lists. Silence of that kind is never told as news.

Four sources are checked three times on such a day; the next morning's digest is due before they are back.
"""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from federal_days import Day, Told, Watch, document

from monitor.store import schema
from monitor.store.engine import read
from spiders.us.dea_rules import DeaRules
from spiders.us.fda_press_releases import FdaPressReleases
from spiders.us.fda_recalls import FdaRecalls
from spiders.us.openfda_food_enforcement import OpenFdaFoodEnforcement

SOURCES = ("us.dea_rules", "us.fda_press_releases", "us.fda_recalls", "us.openfda_food_enforcement")
START = datetime(2026, 10, 12, 11, 0, tzinfo=UTC)  # 07:00 in New York; digests are due at 08:00
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WALL = (
    "<html><head><title>Access Denied</title></head><body><h1>Access Denied</h1>You don't have permission to access "
    '"http://agency.example/" on this server.<p>Reference #18.2d351ab8.1751900000</p></body></html>'
)
RSS = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>FDA Press Releases</title>{}</channel></rss>'
LISTED = 10
"""Documents of each source: far from a handful, so that losing all of them is a collapse."""

Answer = tuple[str, int, str]
"""Body, status and media type."""

NO_CHANGE = re.compile(
    r"nothing (has )?changed|nothing (is )?new|no (news|changes?\b(?! (was|found)))|none failed|all (is )?well",
    re.IGNORECASE,
)
"""What may not be said of an outage, and what may: that no change was found, but so many sources could not be read."""


def rules(count: int) -> str:
    """The search of the Federal Register."""
    found = [document(f"2026-{number:05}", "2026-10-02", f"Kratom, part {number}") for number in range(1, count + 1)]
    return json.dumps({"count": count, "results": found} if count else {"count": 0})


def feed(count: int) -> str:
    """The feed of press releases."""
    link = "<link>https://www.fda.gov/news-events/press-announcements/kratom-{0}</link>"
    items = (
        f"<item><title>Kratom, part {number}</title>{link.format(number)}</item>" for number in range(1, count + 1)
    )
    return RSS.format("".join(items))


def recalls(count: int) -> str:
    """The table of recalls."""
    path = "/safety/recalls-market-withdrawals-safety-alerts/kratom"
    named = {"field_company_name": "Example Botanicals", "field_change_date_2": "10/02/2026"}
    return json.dumps(
        [
            named | {"path": f"{path}-{number}", "field_product_description": f"Kratom, part {number}"}
            for number in range(1, count + 1)
        ]
    )


def reports(count: int) -> str:
    """openFDA's enforcement reports."""
    if not count:
        return json.dumps({"error": {"code": "NOT_FOUND", "message": "No matches found!"}})
    common = {"recalling_firm": "Example Botanicals", "report_date": "20261002", "classification": "Class II"}
    found = [
        common | {"recall_number": f"F-{number:04}-2026", "product_description": f"Kratom, part {number}"}
        for number in range(1, count + 1)
    ]
    return json.dumps({"meta": {"results": {"skip": 0, "limit": 1000, "total": count}}, "results": found})


LISTS: dict[str, Callable[[int], str]] = dict(zip(SOURCES, (rules, feed, recalls, reports), strict=True))
JSON, XML, HTML = "application/json", "application/rss+xml", "text/html"


def ordinary(source: str, count: int) -> Answer:
    """A list of so many documents, as the source gives it."""
    said_by_openfda = source == "us.openfda_food_enforcement" and not count
    return LISTS[source](count), 404 if said_by_openfda else 200, XML if source == "us.fda_press_releases" else JSON


def server_error(source: str) -> Answer:
    """An error of the server, in the interface's manner."""
    return '{"status": 500, "message": "Internal Server Error"}', 500, JSON


def wall(source: str) -> Answer:
    """A bot wall, under the status of a good page for two of them."""
    return WALL, 403 if source.startswith("us.fda") else 200, HTML


def empty_list(source: str) -> Answer:
    """The list in order, with nothing in it."""
    return ordinary(source, 0)


KINDS: dict[str, tuple[Callable[[str], Answer], str]] = {
    "500": (server_error, "unreachable"),
    "wall": (wall, "blocked"),
    "empty": (empty_list, "empty"),
}


def answer(watch: Watch, at: datetime, given: Callable[[str], Answer]) -> None:
    """What every address of the four sources says from now on; the inspection desk fails like its host."""
    (bundle,) = DeaRules(now=at).requests()
    search, desk = bundle.meta["bundle"].values()
    (report,) = OpenFdaFoodEnforcement(now=at).requests()
    addresses = (search, FdaPressReleases.start_urls[0], FdaRecalls.start_urls[0], report.url)
    for source, url in zip(SOURCES, addresses, strict=True):
        body, status, media_type = given(source)
        watch.put(url, at, body, status=status, media_type=media_type)
    body, status, media_type = given(SOURCES[0])
    listed = status == 200 and media_type == JSON
    watch.put(desk, at, '{"count": 0, "results": []}' if listed else body, status=status, media_type=media_type)


class Outage:
    """A quiet first day, a day on which every source meets every kind of failure, and the morning after."""

    def __init__(self, folder: Path) -> None:
        self.watch = Watch(folder, sources=SOURCES, now=START)
        answer(self.watch, START, lambda source: ordinary(source, LISTED))
        self.first = self.watch.check(START)
        self.watch.tell(START + HOUR)
        self.watch.tell(START + DAY + HOUR)
        began = START + DAY + 2 * HOUR
        self.met: list[dict[str, str]] = []
        self.checks = [self._check(number, began + number * 6 * HOUR) for number in range(len(KINDS))]
        (self.digest,) = self.watch.tell(START + 2 * DAY + HOUR)
        self.told_of_failing = self._events()
        answer(self.watch, began + DAY, lambda source: ordinary(source, LISTED + 1))
        self.back = self.watch.check(began + DAY)
        self.told_of_the_end = self._events()[len(self.told_of_failing) :]
        (self.after,) = self.watch.tell(START + 3 * DAY + HOUR)

    def _check(self, number: int, at: datetime) -> Day:
        """Each source fails in another way than its neighbour, and in another than six hours ago."""
        kinds = list(KINDS.values())
        fails = {source: kinds[(number + place) % len(kinds)] for place, source in enumerate(SOURCES)}
        answer(self.watch, at, lambda source: fails[source][0](source))
        self.met.append({source: outcome for source, (_, outcome) in fails.items()})
        return self.watch.check(at)

    def _events(self) -> list[str]:
        """What the operator was told of, in order."""
        health = schema.digest.select().where(schema.digest.c.kind == "health").order_by(schema.digest.c.id)
        with read(self.watch.engine) as conn:
            return [f"{one['source']} {one['state']}" for row in conn.execute(health) for one in row.content["events"]]


@pytest.fixture(scope="module")
def outage(tmp_path_factory: pytest.TempPathFactory) -> Outage:
    return Outage(tmp_path_factory.mktemp("outage"))


def words_of(message: Told) -> list[str]:
    """The message in every format, without marks."""
    return [re.sub(r"<[^>]+>", "", body).replace("\\", "") for body in message.bodies]


def test_the_first_look_reads_everything(outage: Outage) -> None:
    assert outage.first.outcomes == dict.fromkeys(SOURCES, "baseline")
    (welcome,) = [one for one in outage.first.messages("welcome") if one.content.subscription == "alerts"]
    assert welcome.content.standing_total == LISTED * len(SOURCES)


def test_every_source_meets_every_failure_and_each_check_says_which(outage: Outage) -> None:
    assert [check.outcomes for check in outage.checks] == outage.met
    assert all({met[source] for met in outage.met} == {"unreachable", "blocked", "empty"} for source in SOURCES)
    assert all(result.error for check in outage.checks for result in check.results.values())


def test_no_change_is_recorded_and_nothing_is_held_or_removed(outage: Outage) -> None:
    for check in outage.checks:
        assert check.changes == ()
        assert check.told == ()
        assert {(one.added, one.amended, one.removed, one.held) for one in check.results.values()} == {(0, 0, 0, 0)}


def test_the_next_digest_names_every_source_and_since_when(outage: Outage) -> None:
    said = ", ".join(f"{source} ({outage.met[-1][source]} since Oct 13, 2026)" for source in SOURCES)
    for words in words_of(outage.digest):
        assert f"Checked 4 sources, 4 failed: {said}." in words
        assert "What changes at a failing source is told when it can be read again." in words


def test_nothing_says_that_nothing_changed(outage: Outage) -> None:
    assert outage.digest.subject == "daily: no change found, but no source could be read"
    for words in words_of(outage.digest):
        assert f"No change was found in Kratom and 7-OH, but no source could be read: {', '.join(SOURCES)}." in words
        assert NO_CHANGE.search(words) is None
        assert not re.search(r"withdrawn|removed|no longer listed", words)


def test_the_operator_hears_of_every_source_once_and_of_its_end(outage: Outage) -> None:
    assert sorted(outage.told_of_failing) == [f"{source} failing" for source in SOURCES]
    assert sorted(outage.told_of_the_end) == [f"{source} recovered" for source in SOURCES]


def test_what_was_published_meanwhile_is_told_when_the_sources_are_back(outage: Outage) -> None:
    assert outage.back.outcomes == dict.fromkeys(SOURCES, "changed")
    assert sorted((str(one.kind), one.source) for one in outage.back.changes) == [("added", one) for one in SOURCES]
    (alert,) = outage.back.messages("alert")
    assert alert.content.total == outage.after.content.total == len(SOURCES)
    assert "Checked 4 sources, none failed." in outage.after.text


def test_no_document_is_lost_in_the_end(outage: Outage) -> None:
    with read(outage.watch.engine) as conn:
        rows = list(conn.execute(schema.sighting.select()))
    assert len(rows) == (LISTED + 1) * len(SOURCES)
    assert not [row for row in rows if row.missing_since or row.removed_at]
