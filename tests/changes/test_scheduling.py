"""The life of a substance: what each document does in it, and where it stands on any day."""

from datetime import date
from typing import Any

import pytest

from monitor.changes.scheduling import Station, docket_key, life, state_on, step_of, turns
from monitor.model.documents import Notice, Rule

PLACED = "Schedules of Controlled Substances: Temporary Placement of X in Schedule I"


def rule(number: str, on: str, action: str, *, stage: str = "rule", title: str = PLACED, **values: Any) -> Rule:
    """A published rule of one docket."""
    common: dict[str, Any] = {
        "url": "",
        "docket": "DEA-1",
        "published_on": date.fromisoformat(on),
        "status": "published",
    }
    common |= {"effective_on": date.fromisoformat(on)} | values
    return Rule(identifier=number, title=title, action=action, stage=stage, **common)


INTENT = rule(
    "2026-1", "2026-01-05", "Proposed amendment; notice of intent.", stage="proposed rule", citation="91 FR 1"
)
ORDER = rule(
    "2026-2", "2026-03-02", "Temporary amendment; temporary scheduling order.", text="Effective until March 2, 2028."
)
LONGER = rule(
    "2028-1", "2028-03-01", "Temporary rule; temporary scheduling order; extension.", text="Extended to March 2, 2029."
)
PROPOSED = rule("2028-2", "2028-03-01", "Notice of proposed rulemaking.", stage="proposed rule", title="Placement of X")
FINAL = rule(
    "2028-9", "2028-09-01", "Final rule.", title="Placement of X in Schedule I", effective_on=date(2028, 10, 1)
)
VACATED = rule("2029-1", "2029-05-01", "Final rule; vacatur.", title="Vacatur of Placement of X")


def told(*documents: Rule | Notice) -> tuple[Station, ...]:
    return life((one, date(2026, 1, 1), True) for one in documents)


def states(*documents: Rule | Notice) -> list[str]:
    stations = told(*documents)
    return [state_on(stations, day) for day in turns(stations)]


def test_from_notice_to_vacatur() -> None:
    stations = told(VACATED, FINAL, PROPOSED, LONGER, ORDER, INTENT)
    assert [one.step for one in stations] == [
        "notice of intent", "temporary order", "extension", "proposed rule", "final rule", "vacated",
    ]  # fmt: skip
    days = {
        "2026-01-04": "not scheduled",
        "2026-01-05": "proposed, not scheduled",
        "2026-03-01": "proposed, not scheduled",
        "2026-03-02": "in schedule I, temporarily, until 2028-03-02",
        "2028-03-01": "in schedule I, temporarily, until 2029-03-02",
        "2028-09-30": "in schedule I, temporarily, until 2029-03-02",
        "2028-10-01": "in schedule I",
        "2029-04-30": "in schedule I",
        "2029-05-01": "not scheduled: the rule was vacated",
    }
    assert {day: state_on(stations, date.fromisoformat(day)) for day in days} == days


def test_an_order_that_runs_out_leaves_nothing_scheduled() -> None:
    assert states(INTENT, ORDER) == [
        "proposed, not scheduled", "in schedule I, temporarily, until 2028-03-02", "not scheduled",
    ]  # fmt: skip


def test_a_proposal_is_never_in_force_whatever_its_record_says() -> None:
    assert INTENT.effective_on
    assert states(INTENT) == ["proposed, not scheduled"]


def test_a_withdrawal_ends_what_it_names_even_of_another_docket() -> None:
    action = "Proposed rule; withdrawal."
    back = rule("2026-3", "2026-02-01", action, stage="proposed rule", docket="DEA-2", amends=("91 FR 1",))
    other = rule("2026-3", "2026-02-01", action, stage="proposed rule", docket="DEA-2", amends=("90 FR 9",))
    assert states(INTENT, back)[-1] == "not scheduled: the proposal was withdrawn"
    assert states(INTENT, other)[-1] == "proposed, not scheduled"
    again = rule("2026-4", "2026-05-01", "Notice of intent.", stage="proposed rule")
    assert states(INTENT, back, again)[-1] == "proposed, not scheduled"


def test_withdrawing_a_proposal_of_its_docket_leaves_the_order_in_force() -> None:
    back = rule("2027-1", "2027-01-05", "Proposed rule; withdrawal.", stage="proposed rule", docket="DEA-1W")
    assert states(INTENT, ORDER, back)[-2] == "in schedule I, temporarily, until 2028-03-02"


def test_what_is_filed_or_only_mentions_it_decides_nothing() -> None:
    filed = rule("2026-2", "2026-03-02", "Temporary scheduling order.", published_on=None, status="filed for …")
    assert states(INTENT, filed)[-1] == "proposed, not scheduled"
    mention = life([(INTENT, date(2026, 1, 1), True), (ORDER, date(2026, 1, 1), False)])
    assert state_on(mention, date(2026, 4, 1)) == "proposed, not scheduled"


def test_removal_by_rule_is_told_as_that() -> None:
    freed = rule("2030-1", "2030-01-01", "Final rule.", title="Removal of X From Schedule I of Controlled Substances")
    assert states(ORDER, freed)[-1] == "not scheduled: removed by rule"


def test_an_extended_comment_period_is_told_with_both_days() -> None:
    asked = Notice(
        identifier="2026-13608", title="Request for Information", url="", docket="HHS-1", citation="91 FR 41049",
        published_on=date(2026, 7, 6), comments_close_on=date(2026, 8, 5), action="Request for information.",
    )  # fmt: skip
    longer = Notice(
        identifier="2026-17409", title="Request; Extension of Comment Period", url="", amends=("91 FR 41049",),
        published_on=date(2026, 8, 3), comments_close_on=date(2026, 9, 10), action="Extension of comment period.",
    )  # fmt: skip
    first, second = told(longer, asked)
    assert (first.step, first.was_closing_on) == ("notice", None)
    assert (second.step, second.was_closing_on) == ("comment period moved", date(2026, 8, 5))


@pytest.mark.parametrize(
    ("action", "title", "stage", "step"),
    [
        (
            "Proposed rule.",
            "Placement of Five Substances in Schedule I; Withdrawal of Proposed Rule",
            "proposed rule",
            "withdrawal",
        ),
        ("Final rule; correction.", "Placement of X", "rule", "correction"),
        ("Proposed rule; reopening of comment period.", "Placement of X", "proposed rule", "comment period moved"),
        ("Interim final rule with request for comments.", "Placement of X", "rule", "final rule"),
        ("", "1308.11 Schedule I.", "codified text", "codified text"),
        ("Notice of application.", "Importer of Controlled Substances", "", "notice"),
    ],
)
def test_what_a_document_does_is_in_its_action_and_title(action: str, title: str, stage: str, step: str) -> None:
    kind: Any = {"identifier": "1", "url": "", "action": action, "title": title}
    assert step_of(Rule(**kind, stage=stage) if stage else Notice(**kind)) == step


def test_a_docket_of_a_withdrawal_is_the_docket_it_withdraws_in() -> None:
    assert docket_key("DEA-442W") == docket_key("dea-442") == "DEA-442"
    assert docket_key("FDA-2025-N-0001") == "FDA-2025-N-0001"
