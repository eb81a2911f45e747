"""Which route to a legislature's bills is read: the best one that can be, and no other is asked for anything."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from service_world import NOW, TEXT, configured

from monitor.config import Config
from monitor.digests.proof import proof
from monitor.model.errors import ConfigError
from monitor.service.catalogue import awake, come_before, due_jobs, every_job, overview
from monitor.service.due import due_sources
from monitor.service.setup import applied
from monitor.store import sources
from monitor.store.engine import read, write
from monitor.store.proof import take
from monitor.store.routes import instead, resting, settings_of

ROUTES = """
[jurisdictions.us-va]
route = "direct"
then = ["legiscan", "openstates"]
"""
DIRECT, SECOND, THIRD = "virginia.bills", "legiscan.virginia", "openstates.virginia"
DAY = timedelta(days=1)


def config(folder: Path, routes: str = ROUTES) -> Config:
    return configured(
        folder, TEXT + '\n[sources]\nenabled = ["virginia.bills", "legiscan.*", "openstates.*"]\n' + routes
    )


def row(name: str, *after: str, red: datetime | None = None, error: str = "") -> dict[str, Any]:
    return {"name": name, "enabled": True, "settings": settings_of(after), "red_since": red, "last_error": error}


def test_the_first_route_is_read_while_it_can_be() -> None:
    rows = [row("a"), row("b", "a"), row("c", "a", "b")]
    assert resting(rows, NOW) == {"b", "c"}
    assert instead(rows, NOW) == {}


def test_a_route_that_cannot_be_read_for_a_day_is_replaced_by_the_next() -> None:
    rows = [row("a", red=NOW - DAY, error="a wall"), row("b", "a"), row("c", "a", "b")]
    assert (resting(rows, NOW), instead(rows, NOW)) == ({"c"}, {"b": ("a",)})
    assert resting(rows, NOW - timedelta(seconds=1)) == {"b", "c"}
    rows[1] = row("b", "a", red=NOW - 2 * DAY, error="no key")
    assert instead(rows, NOW) == {"b": ("a",), "c": ("a", "b")}


def test_a_source_that_is_red_for_what_its_site_lists_besides_is_read_all_the_same() -> None:
    assert resting([row("a", red=NOW - 9 * DAY), row("b", "a")], NOW) == {"b"}


def test_without_a_word_in_the_file_no_aggregator_is_asked(tmp_path: Path) -> None:
    jobs = {job.name for job in every_job(configured(tmp_path))}
    assert DIRECT in jobs
    assert not any(name.startswith(("legiscan.", "openstates.")) for name in jobs)


def test_another_route_takes_the_place_of_the_direct_one(tmp_path: Path) -> None:
    jobs = {job.name for job in every_job(configured(tmp_path, TEXT + '[jurisdictions.us-va]\nroute = "openstates"\n'))}
    assert THIRD in jobs
    assert not jobs & {DIRECT, SECOND}
    assert "north_dakota.bills" in jobs


def test_the_default_holds_for_all_others(tmp_path: Path) -> None:
    said = '[jurisdictions.default]\nthen = ["legiscan"]\n[jurisdictions.us-va]\nroute = "direct"\n'
    before = come_before(configured(tmp_path, TEXT + said))
    assert before["legiscan.idaho"] == ("idaho.bills",)
    assert SECOND not in before


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[jurisdictions.virginia]\nroute = "direct"', "is not a jurisdiction"),
        ('[jurisdictions.us-va]\nroute = "legi"', "is none of direct, legiscan, openstates"),
        ('[jurisdictions.us-va]\nthen = ["direct"]', "is no further route"),
        ('[jurisdictions.us-va]\nthen = ["legi"]', "is no further route"),
    ],
)
def test_a_mistake_in_a_route_is_named(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        configured(tmp_path, TEXT + text)


def test_the_next_route_is_due_when_the_direct_one_fails_for_a_day_and_rests_when_it_recovers(
    database: sa.Engine, tmp_path: Path
) -> None:
    said = config(tmp_path)
    applied(said, database, now=NOW)
    assert asked(said, database, NOW) == {DIRECT}
    down(database, NOW)
    assert asked(said, database, NOW + timedelta(hours=23)) == {DIRECT}
    assert asked(said, database, NOW + DAY) == {DIRECT, SECOND}
    with write(database) as conn:
        sources.update(conn, DIRECT, {"red_since": None, "red_reason": "", "last_error": "", "last_outcome": "changed"})
    assert asked(said, database, NOW + DAY) == {DIRECT}


def test_digests_and_the_list_of_sources_say_which_route_is_read(database: sa.Engine, tmp_path: Path) -> None:
    said = config(tmp_path)
    applied(said, database, now=NOW)
    down(database, NOW - DAY)
    with write(database) as conn:
        sources.update(conn, DIRECT, {"last_checked_at": NOW})
    with read(database) as conn:
        kept = take(conn, 0)
    assert kept["instead"] == [{"name": SECOND, "of": [DIRECT]}]
    assert THIRD not in kept["unchecked"]
    told = proof(kept, ZoneInfo("UTC"))
    assert f"{DIRECT} could not be read for a day: {SECOND} is read instead until it can." in told.more
    rows = {one["name"]: one for one in overview(said, str(database.url), [DIRECT, SECOND, THIRD], now=NOW)}
    assert (rows[SECOND]["instead_of"], rows[SECOND]["stands_by"]) == ([DIRECT], False)
    assert (rows[THIRD]["instead_of"], rows[THIRD]["stands_by"]) == ([], True)


def down(engine: sa.Engine, since: datetime) -> None:
    with write(engine) as conn:
        sources.update(
            conn,
            DIRECT,
            {"red_since": since, "red_reason": "a wall", "last_error": "a wall", "last_outcome": "blocked"},
        )


def asked(said: Config, engine: sa.Engine, now: datetime) -> set[str]:
    """What the service, `check --due` and `check --all` would ask; they agree."""
    service = set(due_sources(engine, now=now, timezone="UTC"))
    assert {job.name for job in due_jobs(said, engine, now)} == service
    assert {job.name for job in awake(said, engine, now)} == service
    return service
