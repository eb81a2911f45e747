"""What a change weighs, and the words that say why."""

import dataclasses
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.changes.compare import compare
from monitor.changes.importance import importance
from monitor.changes.progress import moves
from monitor.model.documents import (
    Action,
    Bill,
    Document,
    Enforcement,
    Hearing,
    Notice,
    Page,
    Rule,
    Version,
)
from monitor.model.records import ChangeKind

NOW = datetime(2026, 7, 1, 14, 0, tzinfo=UTC)


def new(kind: type[Document], now: datetime = NOW, **fields: Any) -> tuple[float, tuple[str, ...]]:
    document = kind(**{"identifier": "1", "title": "Kratom", "url": "u"} | fields)
    return importance(ChangeKind.ADDED, None, document, (), (), now)


def amended(kind: type[Document], before: dict[str, Any], after: dict[str, Any]) -> tuple[float, tuple[str, ...]]:
    old = kind(**{"identifier": "1", "title": "Kratom", "url": "u"} | before)
    changed = dataclasses.replace(old, **after)
    return importance(ChangeKind.AMENDED, old, changed, compare(old, changed), moves(old, changed), NOW)


def did(text: str, *kinds: str, by: str = "lower", day: int = 1) -> Action:
    return Action(on=date(2026, 1, day), text=text, by=by, kinds=kinds)


INTRODUCED = did("Introduced", "introduction")


@pytest.mark.parametrize(
    ("action", "weight", "reason"),
    [
        (did("Enacted, Chapter 12", "became-law"), 1.0, "became law"),
        (did("Approved by Governor", "executive-signature", by="executive"), 0.95, "signed"),
        (did("Vetoed by Governor", "executive-veto", by="executive"), 0.95, "vetoed"),
        (did("Communicated to Governor", "executive-receipt"), 0.85, "sent to the executive"),
        (did("Passed House", "passage"), 0.75, "passed one chamber"),
        (did("Reported from Health", "committee-passage"), 0.6, "reported by a committee"),
        (did("Failed to pass", "failure"), 0.6, "failed"),
        (did("Referred to Health", "referral-committee"), 0.35, "referred to a committee"),
        (did("Amendment agreed to", "amendment-passage"), 0.5, "new action: Amendment agreed to"),
        (did("Public hearing set for July 9"), 0.5, "on a calendar: Public hearing set for July 9"),
        (did("Something unheard of"), 0.3, "new action: Something unheard of"),
        (did("Impact statement from DPB (HB360)"), 0.1, "minor action: Impact statement from DPB (HB360)"),
        (did("Committee substitute printed 25101234D"), 0.1, "minor action: Committee substitute printed 25101234D"),
    ],
)
def test_a_bill_weighs_as_much_as_the_step_it_took(action: Action, weight: float, reason: str) -> None:
    found = amended(Bill, {"actions": (INTRODUCED,)}, {"actions": (INTRODUCED, action)})
    assert found == (weight, (reason,))


def test_a_step_is_not_lost_behind_a_minor_line() -> None:
    after = (INTRODUCED, did("Passed House", "passage"), did("Fiscal impact statement from DPB", day=2))
    weight, reasons = amended(Bill, {"actions": (INTRODUCED,)}, {"actions": after})
    assert weight == 0.75
    assert reasons[0] == "passed one chamber"


def test_the_weightiest_of_several_new_actions_is_told() -> None:
    after = (INTRODUCED, did("Amendment agreed to", "amendment-passage"), did("Impact statement from DPB", day=2))
    assert amended(Bill, {"actions": (INTRODUCED,)}, {"actions": after})[1] == ("new action: Amendment agreed to",)


def test_a_corrected_list_of_actions_says_so() -> None:
    assert amended(Bill, {"actions": (INTRODUCED, did("Filed"))}, {"actions": (INTRODUCED,)}) == (
        0.1,
        ("the list of actions was corrected",),
    )


def test_a_new_text_and_sponsors_are_told_in_order_of_weight() -> None:
    found = amended(Bill, {}, {"subjects": ("Drugs",), "versions": (Version(note="Engrossed"),), "title": "Cannabis"})
    assert found == (0.5, ("new text: Engrossed", "title changed", "subjects changed"))


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ({"title": "Kratom"}, {"title": "Kratom      "}, "cosmetic: spacing only"),
        ({"title": "the “Act”"}, {"title": 'the "Act"'}, "cosmetic: typography only"),
        ({"title": "Kratom", "text": "9–10"}, {"title": " Kratom", "text": "9-10"}, "cosmetic: typography only"),
        ({"actions": (did("Read"),)}, {"actions": (did("Read "),)}, "cosmetic: spacing only"),
    ],
)
def test_a_difference_without_a_changed_word_is_cosmetic(
    before: dict[str, Any], after: dict[str, Any], reason: str
) -> None:
    assert amended(Bill, before, after) == (0.05, (reason,))


def test_padding_beside_a_real_change_does_not_hide_it() -> None:
    found = amended(
        Bill, {"actions": (INTRODUCED,)}, {"title": "Kratom  ", "actions": (INTRODUCED, did("Passed House", "passage"))}
    )
    assert found == (0.75, ("passed one chamber",))


def test_an_address_alone_hardly_matters() -> None:
    assert amended(Notice, {}, {"url": "v"}) == (0.05, ("the address changed",))


def test_a_proposed_rule_counts_the_days_to_its_deadline() -> None:
    assert new(Rule, stage="proposed rule", comments_close_on=date(2026, 7, 10)) == (
        0.85,
        ("comment period closes in 9 days", "new proposed rule"),
    )
    assert new(Rule, stage="proposed rule", comments_close_on=date(2026, 9, 1)) == (
        0.75,
        ("new proposed rule", "comment period closes in 62 days"),
    )
    assert new(Rule, stage="proposed rule", comments_close_on=date(2026, 6, 1)) == (0.75, ("new proposed rule",))


def test_days_are_counted_in_washington() -> None:
    late = datetime(2026, 7, 2, 2, 0, tzinfo=UTC)  # still July 1 there
    assert "comment period closes today" in new(Notice, late, comments_close_on=date(2026, 7, 1))[1]
    assert "comment period closes in 1 day" in new(Notice, late, comments_close_on=date(2026, 7, 2))[1]


def test_a_final_rule_tells_when_it_takes_effect() -> None:
    assert new(Rule, stage="rule", effective_on=date(2026, 7, 31)) == (
        0.85,
        ("takes effect in 30 days", "new final rule"),
    )


def test_a_proposed_rule_takes_no_effect_whatever_date_its_record_has() -> None:
    assert new(Rule, stage="proposed rule", effective_on=date(2026, 7, 1)) == (0.75, ("new proposed rule",))
    weight, reasons = amended(Rule, {"stage": "proposed rule"}, {"effective_on": date(2026, 7, 31)})
    assert (weight, reasons) == (0.2, ("date in the record of a proposal set: 2026-07-31",))


def test_moved_dates_are_told_with_both_days() -> None:
    before = {"stage": "rule", "effective_on": date(2026, 1, 1), "comments_close_on": date(2026, 2, 1)}
    weight, reasons = amended(Rule, before, {"effective_on": date(2026, 3, 1), "comments_close_on": None})
    assert weight == 0.85
    assert reasons == ("effective date moved from 2026-01-01 to 2026-03-01", "comment deadline 2026-02-01 dropped")


def test_a_rule_that_becomes_final_weighs_nearly_as_much_as_a_law() -> None:
    assert amended(Rule, {"stage": "proposed rule"}, {"stage": "rule"}) == (0.9, ("now a final rule",))


@pytest.mark.parametrize(
    ("classification", "weight", "reason"),
    [
        ("Class I", 0.9, "Class I recall"),
        ("Class II", 0.6, "Class II recall"),
        ("Class III", 0.4, "Class III recall"),
        ("", 0.5, "new enforcement action"),
        ("Not Yet Classified", 0.5, "new recall"),
    ],
)
def test_a_recall_weighs_by_its_class(classification: str, weight: float, reason: str) -> None:
    assert new(Enforcement, classification=classification) == (weight, (reason,))


def test_a_recall_raised_to_class_one_is_urgent() -> None:
    weight, reasons = amended(Enforcement, {"classification": "Class II"}, {"classification": "Class I"})
    assert (weight, reasons) == (0.9, ("Class I recall now",))


def test_hearings_set_moved_and_cancelled() -> None:
    soon, later = datetime(2026, 7, 3, 13, tzinfo=UTC), datetime(2026, 7, 20, 13, tzinfo=UTC)
    assert new(Hearing, starts_at=later) == (0.7, ("hearing set for 2026-07-20",))
    assert new(Hearing, starts_at=soon) == (0.85, ("hearing in 1 day", "hearing set for 2026-07-03"))
    assert new(Hearing, starts_at=datetime(2026, 6, 1, tzinfo=UTC))[0] == 0.2
    assert amended(Hearing, {"starts_at": soon}, {"starts_at": later}) == (
        0.8,
        ("hearing moved from 2026-07-03 13:00 to 2026-07-20 13:00 UTC",),
    )
    assert amended(Hearing, {"starts_at": later}, {"cancelled": True}) == (0.8, ("hearing cancelled",))


def test_new_bills_say_how_far_they_are_and_ceremonies_stay_small() -> None:
    assert new(Bill, actions=(INTRODUCED,)) == (0.45, ("new bill",))
    assert new(Bill, status="Passed House") == (0.55, ("already passed one chamber", "new bill"))
    assert new(Bill, title="Commending the Richmond High School chess club.") == (0.15, ("new ceremonial resolution",))


def test_pages_notices_removals_and_returns() -> None:
    assert new(Page) == (0.4, ("new page",))
    assert new(Notice) == (0.5, ("new notice",))
    assert amended(Page, {"text": "a"}, {"text": "b"}) == (0.5, ("the text changed",))
    page = Page(identifier="1", title="t", url="u")
    assert importance(ChangeKind.REMOVED, page, page, (), (), NOW) == (0.6, ("no longer listed",))
    assert importance(ChangeKind.RESTORED, page, page, (), (), NOW) == (0.5, ("listed again",))


@given(st.data())
def test_importance_stays_between_nothing_and_one_and_always_says_why(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from([Bill, Rule, Notice, Hearing, Enforcement, Page]))
    day = st.none() | st.dates(date(2025, 1, 1), date(2027, 1, 1))
    choices: dict[str, st.SearchStrategy[Any]] = {
        "title": st.text(max_size=5),
        "text": st.text(max_size=5),
        "status": st.sampled_from(["", "Passed House", "open"]),
        "comments_close_on": day,
        "effective_on": day,
        "cancelled": st.booleans(),
        "starts_at": st.none() | st.datetimes(timezones=st.just(UTC)),
        "classification": st.sampled_from(["", "Class I", "Class III"]),
        "actions": st.lists(st.sampled_from([INTRODUCED, did("Passed House", "passage"), did("x")])).map(tuple),
    }
    names = {field.name for field in dataclasses.fields(kind)}
    one, other = (data.draw(st.fixed_dictionaries({k: v for k, v in choices.items() if k in names})) for _ in "ab")
    for weight, reasons in (new(kind, **one), amended(kind, one, other)):
        assert 0 <= weight <= 1
        assert reasons
        assert all(reasons)


def test_nothing_of_a_resolution_that_honours_somebody_weighs_much() -> None:
    title = {"title": "Commemorating the life of William Flora.", "actions": (INTRODUCED,)}
    assert new(Bill, **title) == (0.15, ("new ceremonial resolution",))
    passed = (INTRODUCED, did("Agreed to by House by voice vote", "passage", day=2))
    assert amended(Bill, title, {"actions": passed}) == (0.15, ("passed one chamber",))


def test_the_action_that_explains_an_outcome_told_by_the_status_alone_stands_before_a_new_title() -> None:
    told = (INTRODUCED, did("Passed by indefinitely in Finance (8-Y 7-N)", day=2))
    before = {"actions": (INTRODUCED,), "status": "Introduced"}
    weight, why = amended(Bill, before, {"actions": told, "status": "Failed", "title": "Kratom; sale"})
    assert weight == 0.6
    assert why == ("failed", "new action: Passed by indefinitely in Finance (8-Y 7-N)", "title changed")


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("House sustained Governor's veto", 0.7),
        ("Motion to pass in enrolled form rejected (51-Y 44-N 0-A)", 0.7),
        ("Requires 64 affirmative votes to override Governor's veto", 0.3),
        ("VOTE: Pass by for the day - Adoption (47-Y 46-N 0-A)", 0.1),
    ],
)
def test_a_vote_on_a_veto_weighs_more_than_the_rules_that_govern_it(text: str, weight: float) -> None:
    assert amended(Bill, {"actions": (INTRODUCED,)}, {"actions": (INTRODUCED, did(text, day=2))})[0] == weight


def test_it_is_said_what_became_of_a_list_of_texts() -> None:
    texts = (Version(note="Introduced", url="u1"), Version(note="Engrossed", url="u2"))
    assert amended(Bill, {"versions": texts}, {"versions": texts[:1]}) == (0.2, ("text no longer listed: Engrossed",))
    moved = (dataclasses.replace(texts[0], url="u3"), texts[1])
    assert amended(Bill, {"versions": texts}, {"versions": moved}) == (0.1, ("a text has another date or address",))


@pytest.mark.parametrize(
    ("stage", "action", "told"),
    [
        ("rule", "Final rule.", (0.8, "new final rule")),
        ("rule", "Final rule; correction.", (0.5, "correction of a final rule")),
        ("rule", "Final rule; delay of effective date.", (0.85, "delay of the effective date of a final rule")),
        ("proposed rule", "Proposed rule; withdrawal.", (0.85, "withdrawal of a proposed rule")),
        ("proposed rule", "Extension of comment period.", (0.75, "longer comment period of a proposed rule")),
    ],
)
def test_a_document_that_changes_a_rule_is_not_called_a_new_one(
    stage: str, action: str, told: tuple[float, str]
) -> None:
    weight, why = new(Rule, stage=stage, action=action)
    assert (weight, why) == (told[0], told[1:])
