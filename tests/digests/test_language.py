"""Dates and numbers in a subscription's language; the words stay English."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from digest_world import NOW, World, crowded, rich

from monitor.config.load import load
from monitor.digests.compose import Room, compose
from monitor.digests.language import is_known, number, spoken
from monitor.digests.read import preview, stored
from monitor.digests.shared import same_as
from monitor.digests.words import count, day, full_day, moment, short_day, span
from monitor.model.errors import ConfigError
from monitor.store import digests
from monitor.store.engine import read

TUESDAY = date(2026, 12, 1)
AT = datetime(2026, 12, 1, 14, 0, tzinfo=ZoneInfo("America/New_York"))


@pytest.mark.parametrize(
    ("tag", "near", "full", "few", "at"),
    [
        ("", "Tue, Dec 1", "Dec 1, 2026", "Aug 26–28", "Dec 1, 2026, 2:00 PM EST"),
        ("en", "Tue, Dec 1", "Dec 1, 2026", "Aug 26–28", "Dec 1, 2026, 2:00 PM EST"),
        ("es", "mar, 1 dic", "1 dic 2026", "26–28 ago", "1 dic 2026, 14:00 EST"),
        ("de", "Di., 1. Dez.", "1. Dez. 2026", "26.–28. Aug.", "1. Dez. 2026, 14:00 EST"),
        ("zh-Hant", "12月1日 週二", "2026年12月1日", "8月26日至28日", "2026年12月1日 下午2:00 EST"),
    ],
)
def test_days_are_written_as_the_language_orders_and_names_them(
    tag: str, near: str, full: str, few: str, at: str
) -> None:
    with spoken(tag):
        assert day(TUESDAY, date(2026, 11, 22)) == near
        assert full_day(TUESDAY) == full
        assert span(date(2026, 8, 26), date(2026, 8, 28)) == few
        assert moment(AT) == at
    assert full_day(TUESDAY) == "Dec 1, 2026", "outside, nothing is in force"


def test_a_span_over_the_end_of_a_month_names_both_and_one_day_is_one_day() -> None:
    with spoken("es"):
        assert span(date(2026, 8, 30), date(2026, 9, 2)) == "30 ago – 2 sept"
        assert span(TUESDAY, TUESDAY) == short_day(TUESDAY) == "1 dic"
    assert span(date(2026, 8, 30), date(2026, 9, 2)) == "Aug 30 – Sep 2"


def test_numbers_are_grouped_as_in_the_language_and_the_words_stay() -> None:
    with spoken("de"):
        assert (number(12_345), count(1204, "change")) == ("12.345", "1.204 changes")
    assert count(1204, "change") == "1,204 changes"


@pytest.mark.parametrize(("tag", "known"), [("es", True), ("es-419", True), ("pt-BR", True), ("es_MX", False)])
def test_a_tag_is_a_bcp_47_one(tag: str, known: bool) -> None:
    assert is_known(tag) is known


@pytest.mark.parametrize("tag", ["klingon", "xx", "e", "es-", "../es", "Spanish"])
def test_a_language_that_nobody_writes_dates_in_is_a_fault_of_its_key(tag: str, tmp_path: Path) -> None:
    file = tmp_path / "policywatch.toml"
    file.write_text(
        f'[topics.kratom]\nquery = "kratom"\n[subscriptions.board]\ntopics = ["kratom"]\nlanguage = "{tag}"\n'
    )
    with pytest.raises(ConfigError, match=r"subscriptions\.board\.language"):
        load(file, environ={})


@pytest.mark.parametrize("form", ["html", "text", "markdown"])
def test_a_digest_tells_its_dates_in_the_language_of_its_subscription(world: World, form: str) -> None:
    rich(world)
    who = world.subscribe("Semanal", ("kratom", "scheduling"), language="es")
    with read(world.engine) as conn:
        said = compose(preview(conn, who, now=NOW, since=datetime(2026, 11, 1, tzinfo=UTC)), Room(format=form))  # type: ignore[arg-type]  # of three
    text = " ".join(said.body.split()) + said.text
    assert "Comments close mar, 1 dic (in 9 days)" in text
    assert "earing mar, 24 nov, 14:00 EST (in 2 days)" in text
    assert "passed one chamber" in text
    assert "19 nov 2026" in text
    assert not any(month in text for month in ("Nov ", "Dec ")), "no date is left in English"


def test_alerts_and_what_was_gathered_speak_it_too(world: World) -> None:
    rich(world)
    who = world.subscribe("Al punto", ("kratom",), language="es", cadence="at once")
    with read(world.engine) as conn:
        alert = compose(
            preview(conn, who, now=NOW, since=datetime(2026, 11, 1, tzinfo=UTC), kind="alert"),
            Room(format="text", limit=500),
        )
    assert "Comments close mar, 1 dic" in alert.body or "mar, 24 nov" in alert.body
    gathered = world.gather(world.subscribe("Semanal", ("kratom",), language="es", send_empty=True))
    assert gathered
    with read(world.engine) as conn:
        assert stored(conn, gathered).made_on == "22 nov 2026"


def test_a_large_digest_counts_in_the_language(world: World) -> None:
    crowded(world, 1_100)
    who = world.subscribe("Deutsch", ("kratom",), language="de")
    with read(world.engine) as conn:
        said = preview(conn, who, now=NOW, since=datetime(2026, 11, 1, tzinfo=UTC))
        message = compose(said, Room(format="html"))
    assert "1.100 changes" in message.body
    assert "1.099 more" in message.subject


def test_two_languages_never_share_a_message(world: World) -> None:
    rich(world)
    made = [
        world.gather(world.subscribe(name, ("kratom",), language=tag, send_empty=True))
        for name, tag in (("one", "es"), ("two", ""))
    ]
    with read(world.engine) as conn:
        first, second = (same_as(digests.outline(conn, one)) for one in made if one)
    assert first != second
