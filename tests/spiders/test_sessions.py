"""Which sessions are read, and when."""

from datetime import UTC, date, datetime

import pytest

from monitor.source import Untracked
from spiders.families.sessions import Due, Session, Sessions

TABLE = Sessions(
    [
        Session(identifier="2025", starts_on=date(2025, 1, 8), ends_on=date(2025, 2, 22)),
        Session(identifier="2026", name="2026 Session", starts_on=date(2026, 1, 14), ends_on=date(2026, 3, 14)),
        Session(identifier="2027", site="271", starts_on=date(2027, 1, 13)),
    ]
)


def due(*day: int) -> dict[str, dict[str, object]]:
    return {one.session.identifier: dict(one.pace) for one in TABLE.due(datetime(*day, 12, tzinfo=UTC))}  # type: ignore[arg-type, misc]  # three numbers are a day


def test_a_session_is_read_at_every_check_until_its_acts_have_settled() -> None:
    assert due(2026, 3, 20)["2026"] == {}
    assert due(2026, 5, 28)["2026"] == {}


def test_a_finished_session_is_asked_for_once_a_week() -> None:
    assert due(2026, 5, 29)["2026"] == {"when": "2026-W22", "optional": True}
    assert due(2026, 11, 22)["2026"] == {"when": "2026-W47", "optional": True}


def test_a_session_long_past_is_not_read() -> None:
    assert "2025" in due(2026, 3, 29)
    assert "2025" not in due(2026, 3, 30)


def test_a_session_to_come_may_be_absent_from_its_prefiling_on() -> None:
    assert "2027" not in due(2026, 9, 14)
    assert due(2026, 9, 15)["2027"] == {"optional": True}
    assert due(2027, 1, 13)["2027"] == {}
    assert due(2031, 1, 1) == {"2027": {}}


def test_a_session_whose_bills_are_filed_early_is_read_early() -> None:
    early = Sessions([Session(identifier="2027", starts_on=date(2027, 1, 13), prefiled_from=date(2026, 7, 1))])
    assert early.due(datetime(2026, 6, 30, 12, tzinfo=UTC)) == ()
    (due,) = early.due(datetime(2026, 7, 1, 12, tzinfo=UTC))
    assert due.pace == {"optional": True}


def rule(name: str) -> Session | None:
    return Session(identifier=name[:4]) if name.endswith("Session") else None


def test_what_a_site_lists_extends_the_table() -> None:
    names = ["2026 Session", "2028 Session", "2027 Convocation", "Jubilee", "2019 Convocation", "2028 Session"]
    found = list(TABLE.listed(names, datetime(2026, 11, 22, tzinfo=UTC), rule=rule))
    read = [one.session.identifier for one in found if isinstance(one, Due)]
    strange = [one.what for one in found if isinstance(one, Untracked)]
    assert read == ["2026", "2028"]
    assert strange == ["session '2027 Convocation'", "session 'Jubilee'"]


def test_an_identifier_stands_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        Sessions([Session(identifier="2025"), Session(identifier="2025")])


def test_the_code_is_what_stands_in_addresses() -> None:
    assert [one.code for one in TABLE] == ["2025", "2026", "271"]
    assert TABLE.by_code("271") is TABLE.known[2]
    assert TABLE.by_code("2031") is None
