"""Which proposal a rule answers, and how the two differ."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from monitor.changes.proposal import Against, against, answers, linked, proposal_of
from monitor.model.documents import Notice, Rule

PLACED = "Schedules of Controlled Substances: Temporary Placement of X in Schedule I"
HEAD = "# Placement\n## SUMMARY:\nWords of explanation.\n"
FOOT = "[FR Doc. {} Filed 8-25-26; 8:45 am]\n"
LAW = "## PART 1308—SCHEDULES\n1. In § 1308.11, paragraph (h) is {}amended as follows:\n### § 1308.11 Schedule I.\n(h) X above {} percent.\n"


def rule(number: str, on: str | None, action: str = "Final rule.", *, stage: str = "rule", **values: Any) -> Rule:
    common: dict[str, Any] = {"title": "Placement of X", "url": "", "cfr": ("21 CFR 1308",), "docket": "DEA-1644"}
    published = date.fromisoformat(on) if on else None
    return Rule(identifier=number, published_on=published, action=action, stage=stage, **common | values)


def proposed(number: str, on: str | None, action: str = "Notice of proposed rulemaking.", **values: Any) -> Rule:
    return rule(number, on, action, stage="proposed rule", **values)


INTENT = proposed("2026-13581", "2026-07-06", "Proposed amendment; notice of intent.", title=PLACED)
ORDER = rule("2026-17429", "2026-08-26", "Temporary amendment; temporary scheduling order.", title=PLACED)
PROPOSED = proposed("2027-100", "2027-03-01")
FINAL = rule("2027-900", "2027-12-01")


def test_a_temporary_order_answers_its_notice_of_intent_and_a_final_rule_its_proposed_rule() -> None:
    known = [ORDER, PROPOSED, INTENT, FINAL]
    assert proposal_of(ORDER, known) == INTENT
    assert proposal_of(FINAL, known) == PROPOSED
    assert proposal_of(FINAL, [INTENT, ORDER, FINAL]) == INTENT


def test_the_latest_proposal_before_it_counts_and_none_after_it() -> None:
    again, later = (
        replace(PROPOSED, identifier="2027-200", published_on=date(2027, 6, 1)),
        replace(PROPOSED, identifier="2028-1", published_on=date(2028, 1, 3)),
    )
    assert proposal_of(FINAL, [PROPOSED, again, later]) == again
    assert proposal_of(FINAL, [later]) is None
    filed = replace(FINAL, published_on=None)
    assert proposal_of(filed, [PROPOSED, again, later]) == later


@pytest.mark.parametrize(
    ("final", "proposal", "expected"),
    [
        ({}, {}, True),
        ({}, {"docket": "DEA-1570"}, False),
        ({"docket": "DEA-1644F"}, {"docket": "DEA-1644P"}, True),
        ({}, {"cfr": ("21 CFR 1310",)}, False),
        ({}, {"cfr": ()}, True),
        ({"docket": "CMS-1784-F", "rin": "0938-AV07"}, {"docket": "CMS-1784-P", "rin": "0938-AV07"}, True),
        ({"docket": "", "rin": "2900-AR10"}, {"docket": "", "rin": "2900-AR10"}, True),
        ({"docket": "", "rin": "2900-AR10"}, {"docket": "", "rin": "2900-AR11"}, False),
        ({"docket": "FAA-2024-0224", "rin": "2120-AA64"}, {"docket": "FAA-2023-1888", "rin": "2120-AA64"}, False),
        ({"docket": "FAA-2024-0224; AD 2024-03-04"}, {"docket": "FAA-2024-0224"}, True),
        ({"docket": "DEA_FRDOC_0001"}, {"docket": "DEA_FRDOC_0001"}, False),
        ({"docket": ""}, {"docket": ""}, False),
        ({"docket": "", "text": "see 92 FR 1200 (March 1, 2027)"}, {"docket": "", "citation": "92 FR 1200"}, True),
        ({"docket": "", "text": "see 92 FR 12001"}, {"docket": "", "citation": "92 FR 1200"}, False),
        ({"docket": "", "text": "in FR Doc. 2027-100"}, {"docket": ""}, True),
        ({"docket": "", "text": "in FR Doc. 2027-1001"}, {"docket": ""}, False),
        ({"text": "as we did in 92 FR 1200"}, {"docket": "DEA-1570", "citation": "92 FR 1200"}, False),
        ({}, {"action": "Proposed rule; extension of comment period."}, False),
        ({}, {"action": "Proposed rule; correction."}, False),
        ({}, {"stage": "rule"}, False),
    ],
)  # fmt: skip
def test_what_both_print_links_them(final: dict[str, Any], proposal: dict[str, Any], expected: bool) -> None:
    assert linked(replace(FINAL, **final), replace(PROPOSED, **proposal)) is expected


def test_likeness_alone_links_nothing() -> None:
    same = LAW.format("", "0.4")
    assert not linked(replace(FINAL, docket="", text=same), replace(PROPOSED, docket="", text=same))


def test_the_one_that_the_rule_cites_comes_before_a_later_one() -> None:
    other = replace(PROPOSED, identifier="2027-300", published_on=date(2027, 7, 1))
    assert proposal_of(replace(FINAL, text="As proposed on March 1 (FR Doc. 2027-100)"), [PROPOSED, other]) == PROPOSED


def test_a_withdrawn_proposal_is_answered_by_nothing() -> None:
    end = rule("2027-500", "2027-09-01", "Proposed rule; withdrawal.", stage="proposed rule", amends=("2027-100",))
    over = Notice(identifier="2027-501", title="Withdrawal of Notice", url="", action="Withdrawal.", docket="DEA-1644W",
                  published_on=date(2027, 9, 1))  # fmt: skip
    assert proposal_of(FINAL, [PROPOSED, end]) is None
    assert proposal_of(FINAL, [PROPOSED, over]) is None
    assert proposal_of(FINAL, [PROPOSED, replace(over, published_on=date(2028, 9, 1))]) == PROPOSED


@pytest.mark.parametrize(
    "action",
    ["Final rule; correction.", "Final rule; delay of effective date; withdrawal.", "Temporary rule; extension.", "Final rule; vacatur."],
)  # fmt: skip
def test_only_what_puts_something_into_force_answers(action: str) -> None:
    assert answers(FINAL)
    assert answers(ORDER)
    assert not answers(PROPOSED)
    assert proposal_of(replace(FINAL, action=action), [PROPOSED]) is None


def held(proposal: str, final: str) -> Against:
    return against(
        replace(FINAL, text=HEAD + final + FOOT.format("2027-900")),
        replace(PROPOSED, text="Other words.\n" + HEAD + proposal + FOOT.format("2027-100")),
    )


def test_the_regulation_alone_is_compared() -> None:
    found = held(LAW.format("proposed to be ", "0.4"), LAW.format("", "0.5"))
    edits = [(one.op, one.old or one.new) for one in found.operations if one.op != "equal"]
    assert edits == [("delete", "proposed to be "), ("delete", "0.4"), ("insert", "0.5")]
    assert not found.as_proposed
    said = "differs from the proposal 2027-100 of 2027-03-01: § 1308.11 (Schedule I): 0.4 → 0.5; (+2 −2 words)"
    assert str(found) == said


def test_the_words_of_the_order_alone_are_no_difference() -> None:
    found = held(LAW.format("proposed to be ", "0.4"), LAW.format("", "0.4"))
    assert found.as_proposed
    assert not found.summary
    assert str(found) == "amends the Code as the proposal 2027-100 of 2027-03-01 would"


@pytest.mark.parametrize(
    ("proposal", "final", "said"),
    [
        ("An abstract.", "An abstract.", "the rule's and the proposal's full text is not kept"),
        ("An abstract.", None, "the proposal's full text is not kept"),
        (None, "An abstract.", "the rule's full text is not kept"),
        (HEAD + FOOT.format("2027-100"), None, "the proposal prints no text of the regulation"),
        (None, HEAD + FOOT.format("2027-900"), "the rule prints no text of the regulation"),
    ],
)
def test_what_is_missing_is_said(proposal: str | None, final: str | None, said: str) -> None:
    whole = HEAD + LAW.format("", "0.4") + FOOT
    found = against(
        replace(FINAL, text=final or whole.format("2027-900")),
        replace(PROPOSED, text=proposal or whole.format("2027-100")),
    )
    assert str(found) == f"answers the proposal 2027-100 of 2027-03-01; {said}"
    assert not found.operations
