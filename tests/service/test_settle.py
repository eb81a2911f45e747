"""What follows a check: health, the next due time, and one message to the operator."""

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from service_world import NOW, TEXT, Notes, configured, put, set_source, source_row

from monitor.digests.gather import HealthEvent
from monitor.model.records import CheckResult, Outcome
from monitor.service.settle import settle, without_result
from monitor.store import schema
from monitor.store.engine import read, write


def settled(engine: sa.Engine, notes: Notes, *results: CheckResult, now: datetime = NOW) -> tuple[HealthEvent, ...]:
    """Settles results on New York's clock."""
    with write(engine) as conn:
        return settle(conn, results, now=now, timezone="America/New_York", destinations={}, tell=notes.tell)


def test_the_next_check_is_due_by_the_sources_own_cadence(database: sa.Engine, tmp_path: Path) -> None:
    put(database, configured(tmp_path))
    settled(
        database,
        Notes(),
        *(CheckResult(source=name, outcome=Outcome.CHANGED) for name in ("us.dea_rules", "virginia.bills")),
    )
    assert NOW < source_row(database, "us.dea_rules")["next_due_at"] <= NOW + timedelta(hours=2)
    assert source_row(database, "virginia.bills")["next_due_at"] == datetime(2026, 7, 7, 10, tzinfo=UTC)


def test_a_check_whose_time_was_used_up_goes_on_soon_and_is_no_fault(database: sa.Engine, tmp_path: Path) -> None:
    put(database, configured(tmp_path))
    cut = CheckResult(source="virginia.bills", outcome=Outcome.UNREACHABLE, error="900 pages read …", waiting=1600)
    for _ in range(4):
        assert settled(database, Notes(), cut) == ()
    assert source_row(database, "virginia.bills")["next_due_at"] == NOW + timedelta(minutes=10)
    assert source_row(database, "virginia.bills")["red_since"] is None


def test_a_broken_check_is_told_once_and_its_recovery_too(database: sa.Engine, tmp_path: Path) -> None:
    put(database, configured(tmp_path))
    notes = Notes()
    broken = CheckResult(source="us.dea_rules", outcome=Outcome.BROKEN, error="no table#rules (at https://x)")
    (event,) = settled(database, notes, broken)
    assert event == HealthEvent(
        source="us.dea_rules", state="failing", since=NOW, outcome="broken", detail="no table#rules (at https://x)"
    )
    settled(database, notes, broken, now=NOW + timedelta(hours=2))
    assert source_row(database, "us.dea_rules")["red_since"] == NOW
    settled(
        database, notes, CheckResult(source="us.dea_rules", outcome=Outcome.UNCHANGED), now=NOW + timedelta(hours=4)
    )
    assert notes.told == [("us.dea_rules", "failing"), ("us.dea_rules", "recovered")]
    assert source_row(database, "us.dea_rules")["red_since"] is None


def test_a_good_check_that_has_something_to_say_lost_too_much(database: sa.Engine, tmp_path: Path) -> None:
    put(database, configured(tmp_path))
    notes = Notes()
    lost = CheckResult(
        source="virginia.bills",
        outcome=Outcome.CHANGED,
        error="400 of 1,000 documents are missing",
        held=400,
        alarm=True,
    )
    (event,) = settled(database, notes, lost)
    assert event.detail == "400 of 1,000 documents are missing"
    assert notes.told == [("virginia.bills", "failing")]


def test_a_good_check_that_only_remarks_something_is_well(database: sa.Engine, tmp_path: Path) -> None:
    put(database, configured(tmp_path))
    said = "1 of 400 pages could not be read: HB 12 (HTTP 500)"
    remark = CheckResult(source="virginia.bills", outcome=Outcome.CHANGED, error=said, unread=("HB 12 (HTTP 500)",))
    assert settled(database, Notes(), remark) == ()
    assert source_row(database, "virginia.bills")["red_since"] is None


def test_without_an_operator_health_is_kept_and_nobody_is_written_to(
    database: sa.Engine, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, logger="monitor.service.settle")  # the command line asks it to be quiet
    put(database, configured(tmp_path, TEXT.replace('[operator]\ndestinations = ["mail"]', "")))
    notes = Notes()
    assert settled(database, notes, CheckResult(source="us.dea_rules", outcome=Outcome.BROKEN, error="x"))
    assert notes.told == []
    assert source_row(database, "us.dea_rules")["red_reason"] == "x"
    assert "us.dea_rules: failing" in caplog.text


def test_the_operators_message_goes_through_the_ledger(database: sa.Engine, tmp_path: Path) -> None:
    put(database, configured(tmp_path))
    with write(database) as conn:
        settle(
            conn,
            [CheckResult(source="us.dea_rules", outcome=Outcome.BROKEN, error="x")],
            now=NOW,
            timezone="UTC",
            destinations={one.name: one for one in configured(tmp_path).reach()},
        )
    with read(database) as conn:
        (digest,) = conn.execute(sa.select(schema.digest)).mappings()
        (delivery,) = conn.execute(sa.select(schema.delivery)).mappings()
    assert digest["kind"] == "health"
    assert digest["content"]["events"][0]["source"] == "us.dea_rules"
    assert (delivery["destination"], delivery["state"]) == ("mail", "pending")


def test_health_and_message_are_written_together_or_not_at_all(database: sa.Engine, tmp_path: Path) -> None:
    put(database, configured(tmp_path))

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("the disk is full")

    result = CheckResult(source="us.dea_rules", outcome=Outcome.BROKEN)
    with pytest.raises(RuntimeError), write(database) as conn:
        settle(conn, [result], now=NOW, timezone="UTC", destinations={}, tell=fails)
    assert source_row(database, "us.dea_rules")["red_since"] is None


def test_a_cadence_nobody_can_read_does_not_stop_the_source(database: sa.Engine, tmp_path: Path) -> None:
    put(database, configured(tmp_path))
    for text in ("now and then", "at once", ""):
        set_source(database, "us.dea_rules", cadence=text)
        settled(database, Notes(), CheckResult(source="us.dea_rules", outcome=Outcome.UNCHANGED))
        assert NOW < source_row(database, "us.dea_rules")["next_due_at"] <= NOW + timedelta(hours=6)


def test_a_source_without_a_result_is_broken() -> None:
    results = [CheckResult(source="a", outcome=Outcome.UNCHANGED)]
    (missing,) = without_result(("a", "b"), results, "the process died")
    assert (missing.source, missing.outcome, missing.error) == ("b", Outcome.BROKEN, "the process died")


def test_a_result_of_a_source_that_is_not_in_the_database_is_passed_over(database: sa.Engine) -> None:
    assert settled(database, Notes(), CheckResult(source="nobody", outcome=Outcome.BROKEN)) == ()


def test_a_failing_source_is_told_with_when_it_was_last_read_well(database: sa.Engine, tmp_path: Path) -> None:
    put(database, configured(tmp_path))
    set_source(database, "us.dea_rules", last_good_at=NOW - timedelta(hours=6))
    poor = CheckResult(source="us.dea_rules", outcome=Outcome.UNREACHABLE, error="no answer")
    assert settled(database, Notes(), poor) == settled(database, Notes(), poor, now=NOW + timedelta(hours=2)) == ()
    red = NOW + timedelta(hours=4)
    (event,) = settled(database, Notes(), poor, now=red)
    assert (event.since, event.last_good_at) == (red, NOW - timedelta(hours=6))


def test_what_a_command_prints_itself_is_not_logged_too(
    database: sa.Engine, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    put(database, configured(tmp_path))
    broken = CheckResult(source="us.dea_rules", outcome=Outcome.BROKEN, error="no table")
    with write(database) as conn:
        assert settle(conn, [broken], now=NOW, timezone="UTC", destinations={}, tell=Notes().tell, logged=False)
    assert caplog.records == []
    assert logging.getLogger("monitor.service.settle").level == logging.NOTSET
