"""Quiet hours and holidays: what is due then waits, and nothing is lost."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from service_world import TEXT, Notes, configured, put

from monitor.config import Config
from monitor.digests.quiet import silent
from monitor.model.errors import ConfigError
from monitor.model.records import Destination, Subscription
from monitor.service.due import gather_due
from monitor.store import subscriptions
from monitor.store.engine import read

ZONE = ZoneInfo("America/New_York")
WHO = Subscription(
    name="w",
    topics=("kratom",),
    cadence="at once",
    timezone="America/New_York",
    destinations=(Destination(name="d", address=""),),
)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("hours", "at", "expected"),
    [
        ("21:00-07:00", "2026-07-06T20:59", False),
        ("21:00-07:00", "2026-07-06T21:00", True),
        ("21:00-07:00", "2026-07-07T06:59", True),
        ("21:00-07:00", "2026-07-07T07:00", False),
        ("12:00-13:30", "2026-07-06T13:00", True),
        ("12:00-13:30", "2026-07-06T13:30", False),
        ("", "2026-07-06T03:00", False),
        ("01:00-02:00", "2026-11-01T01:30", True),
    ],
)
def test_quiet_hours_are_read_on_the_clock_of_the_subscription(hours: str, at: str, expected: bool) -> None:
    assert silent(replace(WHO, quiet_hours=hours), local(at)) is expected


def test_a_holiday_lasts_from_midnight_to_midnight_of_its_place() -> None:
    who = replace(WHO, holidays=("2026-12-25",))
    assert [silent(who, local(f"2026-12-{at}")) for at in ("24T23:59", "25T00:00", "25T23:59", "26T00:00")] == [
        False,
        True,
        True,
        False,
    ]


def told(engine: sa.Engine, notes: Notes, begin: str, end: str) -> list[datetime]:
    """When something was gathered, asked every half hour on the local clock."""
    now, found = local(begin), []
    while now < local(end):
        before = len(notes.gathered)
        gather_due(engine, now=now, destinations={}, gather=notes.gather)
        if any(kind != "welcome" for *_, kind in notes.gathered[before:]):
            found.append(now.astimezone(ZONE).replace(tzinfo=None))
        now += timedelta(minutes=30)
    return found


def test_a_digest_of_a_holiday_comes_at_its_hour_on_the_next_working_day(database: sa.Engine, tmp_path: Path) -> None:
    put(database, configured(tmp_path, TEXT + 'holidays = ["2026-12-28", "2026-12-29"]\n'))
    days = [f"{at:%a %d %H:%M}" for at in told(database, Notes(), "2026-12-20T12:00", "2027-01-05T12:00")]
    assert days == ["Mon 21 08:00", "Wed 30 08:00", "Mon 04 08:00"]


def test_a_daily_digest_passes_over_a_holiday(database: sa.Engine, tmp_path: Path) -> None:
    text = TEXT.replace("mon 08:00", "daily 08:00") + 'holidays = ["2026-12-25"]\n'
    put(database, configured(tmp_path, text))
    days = [f"{at:%d}" for at in told(database, Notes(), "2026-12-23T12:00", "2026-12-28T12:00")]
    assert days == ["24", "26", "27", "28"]


def test_a_digest_due_in_quiet_hours_comes_when_they_end(database: sa.Engine, tmp_path: Path) -> None:
    text = TEXT.replace("mon 08:00", "mon 05:00") + 'quiet_hours = "21:00-07:00"\n'
    put(database, configured(tmp_path, text))
    found = told(database, Notes(), "2026-07-05T12:00", "2026-07-14T12:00")
    assert [f"{at:%a %H:%M}" for at in found] == ["Mon 07:00", "Mon 07:00"]


def test_alerts_wait_for_the_end_of_the_night(database: sa.Engine, tmp_path: Path) -> None:
    text = TEXT.replace("mon 08:00", "at once") + 'quiet_hours = "21:00-07:00"\n'
    put(database, configured(tmp_path, text))
    asked = told(database, Notes(), "2026-07-06T20:00", "2026-07-07T09:00")
    assert [f"{at:%H:%M}" for at in asked] == ["20:00", "20:30", "07:00", "07:30", "08:00", "08:30"]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('quiet_hours = "9pm-7am"', "is not a span of the day"),
        ('quiet_hours = "07:00-07:00"', "is not a span of the day"),
        ('holidays = ["Christmas"]', '"Christmas" is not a date'),
        ('template = "../secret"', "is not a name of a template"),
        ('template = "members"', 'no template is called "members"'),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_key(tmp_path: Path, line: str, complaint: str) -> None:
    with pytest.raises(ConfigError, match=r"subscriptions\.weekly") as raised:
        configured(tmp_path, TEXT + line + "\n")
    assert complaint in str(raised.value)


def test_the_settings_are_kept_with_the_subscription_and_can_be_taken_back(database: sa.Engine, tmp_path: Path) -> None:
    (tmp_path / "own" / "digest").mkdir(parents=True)
    (tmp_path / "own" / "digest" / "members.md").write_text("hello")
    more = 'quiet_hours = "21:00 - 07:00"\nholidays = ["2026-12-25"]\ntemplate = "members"\n'

    def kept(config: Config) -> Subscription:
        put(database, config)
        with read(database) as conn:
            return subscriptions.load(conn, "weekly", {})

    who = kept(configured(tmp_path, 'templates = "own"\n' + TEXT + more))
    assert (who.quiet_hours, who.holidays, who.template) == ("21:00-07:00", ("2026-12-25",), "members")
    who = kept(configured(tmp_path, TEXT))
    assert (who.quiet_hours, who.holidays, who.template) == ("", (), "")
