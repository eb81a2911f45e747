"""Bills that lie still, whose session ends, that crossed over or came back: said as far as the evidence goes."""

from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.changes.compare import compare
from monitor.changes.importance import importance
from monitor.changes.pace import STATES, crossed_over, pace, pace_of
from monitor.changes.progress import moves
from monitor.model.documents import Action, Bill
from monitor.model.records import ChangeKind

TODAY = date(2026, 3, 5)
ENDS = date(2026, 3, 14)


def acted(*steps: tuple[int, str, str], chamber: str = "lower") -> Bill:
    """A bill with actions so many days ago, by a chamber, of a kind."""
    actions = tuple(
        Action(on=TODAY - timedelta(days=days), text=kind.replace("-", " "), by=by, kinds=(kind,))
        for days, by, kind in steps
    )
    return Bill(identifier="HB 1", title="Kratom", url="", chamber=chamber, actions=actions)


REFERRED = (43, "lower", "referral-committee")


@pytest.mark.parametrize(
    ("bill", "ends_on", "said"),
    [
        (acted(REFERRED), ENDS, "no action for 43 days; session ends 2026-03-14 (in 9 days)"),
        (acted(REFERRED), None, "no action for 43 days"),
        (acted(REFERRED), date(2026, 12, 31), "no action for 43 days; session ends 2026-12-31 (in 301 days)"),
        (acted((3, "lower", "referral-committee")), ENDS, "session ends 2026-03-14 (in 9 days)"),
        (acted((3, "lower", "referral-committee")), TODAY, "session ends 2026-03-05 (today)"),
        (acted((3, "lower", "referral-committee")), None, ""),
        (acted((3, "lower", "referral-committee")), date(2026, 12, 31), ""),
        (acted(REFERRED), date(2026, 2, 1), "session ended 2026-02-01 without an outcome"),
        (
            acted((40, "lower", "passage"), (38, "upper", "passage")),
            date(2026, 2, 1),
            "session ended 2026-02-01; passed, and no outcome with the executive is known",
        ),
        (acted(REFERRED, (40, "executive", "executive-signature")), date(2026, 2, 1), ""),
        (acted(REFERRED, (40, "lower", "failure")), ENDS, ""),
        (acted(REFERRED, (40, "lower", "carried-over")), date(2026, 2, 1), ""),
        (acted(REFERRED, (10, "upper", "passage")), date(2026, 2, 1), ""),  # it has not ended, whatever we know
        (acted(), None, ""),
        (acted(REFERRED, (-3, "lower", "reading-2")), None, ""),
    ],
)
def test_it_is_said_how_long_a_bill_lies_still_and_what_its_session_leaves_it(
    bill: Bill, ends_on: date | None, said: str
) -> None:
    assert pace(bill, TODAY, ends_on) == said


def reasons(before: Bill, after: Bill) -> tuple[float, tuple[str, ...]]:
    now = datetime(2026, 3, 5, 12, tzinfo=UTC)
    return importance(ChangeKind.AMENDED, before, after, compare(before, after), moves(before, after), now)


def test_a_bill_that_the_second_chamber_takes_up_has_crossed_over_once() -> None:
    passed = acted((9, "lower", "introduction"), (5, "lower", "passage"))
    sent = acted((9, "lower", "introduction"), (5, "lower", "passage"), (4, "lower", "referral"))
    taken = acted((9, "lower", "introduction"), (5, "lower", "passage"), (3, "upper", "referral-committee"))
    later = acted(
        (9, "lower", "introduction"),
        (5, "lower", "passage"),
        (3, "upper", "referral-committee"),
        (1, "upper", "committee-passage"),
    )
    assert crossed_over(passed) is None
    assert crossed_over(sent) is None
    assert crossed_over(taken) == taken.actions[-1]
    assert "crossed over to the second chamber" in reasons(passed, taken)[1]
    assert "crossed over to the second chamber" not in reasons(taken, later)[1]
    both = acted(
        (9, "lower", "introduction"), (5, "lower", "passage"), (3, "upper", "reading-1"), (1, "upper", "passage")
    )
    assert reasons(passed, both)[1] == ("passed the legislature", "new action: reading 1"), "it has gone further"


def test_a_bill_that_is_taken_up_after_its_defeat_is_revived() -> None:
    lost = acted((9, "lower", "introduction"), (5, "lower", "failure"))
    back = acted((9, "lower", "introduction"), (5, "lower", "failure"), (1, "lower", "passage"))
    weight, why = reasons(lost, back)
    assert why[0] == "revived: passed one chamber, after it had failed"
    assert weight == 0.75


def states(bill: Bill, ends_on: date | None = None) -> tuple[tuple[str, str], ...]:
    return pace_of(bill, TODAY, ends_on).states


@pytest.mark.parametrize(
    ("bill", "ends_on", "said"),
    [
        (acted(REFERRED), ENDS, (("stalled", "no action for 43 days"),)),
        (acted((3, "lower", "referral-committee")), ENDS, ()),
        (acted(REFERRED), date(2026, 2, 1), (("dead", "session ended 2026-02-01 without an outcome"),)),
        (acted((40, "lower", "passage"), (38, "upper", "passage")), date(2026, 2, 1), ()),
        (acted(REFERRED, (40, "lower", "failure")), ENDS, (("dead", "failed 2026-01-24: failure"),)),
        (acted(REFERRED, (40, "lower", "withdrawal")), None, (("dead", "withdrawn 2026-01-24: withdrawal"),)),
        (
            acted(REFERRED, (40, "lower", "carried-over")),
            None,
            (("carried over", "carried over 2026-01-24: carried over"),),
        ),
        (acted(REFERRED, (40, "executive", "executive-signature")), date(2026, 2, 1), ()),
        (
            acted(REFERRED, (9, "lower", "failure"), (4, "lower", "passage")),
            None,
            (("revived", "taken up again 2026-03-01, after it had failed"),),
        ),
        (
            acted(REFERRED, (9, "lower", "carried-over"), (4, "lower", "committee-passage")),
            None,
            (("revived", "taken up again 2026-03-01, after it had been carried over"),),
        ),
        (
            acted(REFERRED, (9, "lower", "passage"), (4, "upper", "referral-committee")),
            None,
            (("crossed over", "crossed over 2026-03-01: referral committee"),),
        ),
        (
            acted((90, "lower", "passage"), (60, "upper", "referral-committee")),
            None,
            (("stalled", "no action for 60 days"), ("crossed over", "crossed over 2026-01-04: referral committee")),
        ),
        (acted((9, "lower", "passage"), (4, "upper", "referral-committee"), (1, "upper", "passage")), None, ()),
        (acted(), ENDS, ()),
    ],
)
def test_each_state_is_said_with_its_evidence(
    bill: Bill, ends_on: date | None, said: tuple[tuple[str, str], ...]
) -> None:
    assert states(bill, ends_on) == said
    assert {name for name, _ in said} <= set(STATES)


def test_the_days_count_from_the_last_action_that_has_happened() -> None:
    found = pace_of(
        acted((43, "lower", "introduction"), (12, "lower", "referral-committee"), (-5, "lower", "reading-2")), TODAY
    )
    assert found.days == 12
    assert found.last is not None
    assert found.last.text == "referral committee"
    assert pace_of(acted(), TODAY).days is None


def test_a_bill_that_lies_still_is_stalled_exactly_when_its_entry_says_so() -> None:
    for days in (29, 30, 31, 400):
        one = acted((days, "lower", "referral-committee"))
        assert ("stalled" in dict(states(one))) == ("no action" in pace(one, TODAY))
