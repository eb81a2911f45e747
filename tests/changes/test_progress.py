"""Where a bill stands, from classified actions and from official words."""

import dataclasses
from datetime import date

import pytest

from monitor.changes.progress import CLIMB, STOPPED, chronological, moves, progress
from monitor.changes.status import standing_in_words
from monitor.model.documents import Action, Bill, Document, Hearing, Notice, Page, Rule
from monitor.model.records import Move

KINDS_BY_LETTER = {
    "intro": (("introduction",), "lower", "Introduced"),
    "refer": (("referral-committee",), "lower", "Referred to Committee on Health"),
    "report": (("committee-passage",), "lower", "Reported from Health (22-Y 0-N)"),
    "unfavorable": (("committee-passage-unfavorable",), "lower", "Ought not to pass"),
    "pass house": (("reading-3", "passage"), "lower", "Read third time and passed House"),
    "pass senate": (("passage",), "upper", "Passed Senate (40-Y 0-N)"),
    "pass legislature": (("passage",), "legislature", "Passed on final reading"),
    "to governor": (("executive-receipt",), "executive", "Enrolled bill communicated to Governor"),
    "sign": (("executive-signature",), "executive", "Approved by Governor"),
    "veto": (("executive-veto",), "executive", "Vetoed by Governor"),
    "line veto": (("executive-veto-line-item",), "executive", "Governor's recommendation received"),
    "override house": (("veto-override-passage",), "lower", "House overrode the veto"),
    "override senate": (("veto-override-passage",), "upper", "Senate overrode the veto"),
    "sustain": (("veto-override-failure", "failure"), "lower", "House sustained Governor's veto"),
    "chapter": (("became-law",), "executive", "Enacted, Chapter 12"),
    "fail": (("failure",), "lower", "Failed to pass House (40-Y 58-N)"),
    "fail motion": (("failure",), "lower", "Motion to reconsider failed"),
    "fail amendment": (("failure",), "lower", "Amendment #2 rejected"),
    "bill failed": (("failure",), "lower", "Bill failed; motion to reconsider lost"),
    "left": (("committee-failure",), "lower", "Left in Courts of Justice"),
    "withdraw": (("withdrawal",), "lower", "Withdrawn by sponsor"),
    "withdraw from calendar": (("withdrawal",), "lower", "Withdrawn from the calendar"),
    "carry": (("carried-over",), "lower", "Carried over"),
    "continue": (("deferral",), "lower", "Continued to 2026 in Rules by voice vote"),
    "defer": (("deferral",), "lower", "Passed by for the day"),
    "noise": ((), "lower", "Impact statement from DPB (HB360)"),
    "failed noise": ((), "lower", "Motion to suspend rules failed"),
    "house agrees": (("executive-signature",), "lower", "House adopted Governor's recommendation"),
}


def bill(*steps: str, **more: object) -> Bill:
    actions = tuple(
        Action(on=date(2025, 1, 1 + place), text=text, by=by, kinds=kinds)
        for place, (kinds, by, text) in enumerate(KINDS_BY_LETTER[step] for step in steps)
    )
    plain = Bill(identifier="HB 360", title="Kratom.", url="u", chamber="lower", actions=actions)
    return dataclasses.replace(plain, **more)  # type: ignore[arg-type]  # fields by name


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([], ""),
        (["noise"], ""),
        (["intro"], "introduced"),
        (["intro", "refer"], "in committee"),
        (["intro", "refer", "report"], "reported"),
        (["intro", "refer", "unfavorable"], "in committee"),
        (["intro", "refer", "report", "refer"], "reported"),
        (["report", "pass house"], "passed one chamber"),
        (["pass house", "pass house"], "passed one chamber"),
        (["pass house", "refer", "report"], "passed one chamber"),
        (["pass house", "pass senate"], "passed both"),
        (["pass house", "pass senate", "to governor"], "to the executive"),
        (["pass house", "pass senate", "to governor", "line veto"], "to the executive"),
        (["pass house", "pass senate", "to governor", "house agrees"], "to the executive"),
        (["pass house", "pass senate", "to governor", "sign"], "signed"),
        (["pass house", "pass senate", "sign", "chapter"], "law"),
        (["pass house", "pass senate", "to governor", "veto"], "vetoed"),
        (["pass house", "pass senate", "veto", "sustain"], "vetoed"),
        (["pass house", "pass senate", "veto", "override house"], "vetoed"),
        (["pass house", "pass senate", "veto", "override house", "override senate"], "law"),
        (["pass house", "pass senate", "override house", "override senate"], "passed both"),
        (["chapter", "fail"], "law"),
        (["intro", "fail"], "failed"),
        (["intro", "refer", "left"], "failed"),
        (["intro", "refer", "fail motion"], "in committee"),
        (["intro", "refer", "fail amendment", "failed noise"], "in committee"),
        (["intro", "refer", "bill failed"], "failed"),
        (["intro", "fail", "noise"], "failed"),
        (["intro", "fail", "pass house"], "passed one chamber"),
        (["intro", "withdraw"], "withdrawn"),
        (["intro", "refer", "withdraw from calendar"], "in committee"),
        (["intro", "carry"], "carried over"),
        (["intro", "refer", "continue"], "carried over"),
        (["intro", "refer", "defer"], "in committee"),
        (["carry", "report"], "reported"),
    ],
)
def test_progress_follows_the_classified_actions(steps: list[str], expected: str) -> None:
    assert progress(bill(*steps)) == expected


def test_every_word_of_progress_is_one_of_those_promised() -> None:
    for step in KINDS_BY_LETTER:
        assert progress(bill(step)) in {*CLIMB, *STOPPED}


def test_a_resolution_of_one_chamber_stops_at_one_chamber() -> None:
    assert progress(bill("intro", "pass house", identifier="HR 7")) == "passed one chamber"


def test_in_a_legislature_of_one_chamber_its_passage_is_all() -> None:
    assert progress(bill("intro", "report", "pass legislature", chamber="legislature")) == "passed both"
    veto = bill("pass legislature", "veto", chamber="legislature")
    override = Action(
        on=date(2025, 3, 1), text="Motion to override the veto prevailed", kinds=("veto-override-passage",)
    )
    assert progress(dataclasses.replace(veto, actions=(*veto.actions, override))) == "law"


def test_a_passage_without_an_actor_is_told_by_its_words_or_by_where_the_bill_began() -> None:
    passed = Action(on=date(2025, 2, 1), text="Passed", kinds=("passage",))
    in_senate = Action(on=date(2025, 2, 2), text="Passed the Senate as amended", kinds=("passage",))
    assert progress(bill("intro", actions=(passed,))) == "passed one chamber"
    assert progress(bill("intro", actions=(passed, passed))) == "passed one chamber"
    assert progress(bill("intro", actions=(passed, in_senate))) == "passed both"


def test_the_order_in_which_a_page_prints_its_actions_does_not_matter() -> None:
    forward = bill("intro", "refer", "fail", "report", "pass house", "noise")
    backward = dataclasses.replace(forward, actions=forward.actions[::-1])
    assert progress(forward) == progress(backward) == "passed one chamber"
    assert chronological(backward.actions) == list(forward.actions)


def test_undated_actions_stay_where_they_stand() -> None:
    first, second, third = (Action(on=on, text=str(on)) for on in (date(2025, 1, 2), None, date(2025, 1, 3)))
    assert chronological((first, second, third)) == [first, second, third]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("", ""),
        ("Passed House", "passed one chamber"),
        ("Passed House; Passed", "passed one chamber"),
        ("Emergency; Passed House; Passed Senate; Passed", "passed both"),
        ("Passed House; Passed Senate; Passed; Approved", "signed"),
        ("Passed House; Passed Senate; Passed; Approved; Chapter 12", "law"),
        ("Passed House; Passed Senate; Passed; Vetoed", "vetoed"),
        ("Veto overridden", "law"),
        ("Passed House; Failed", "failed"),
        ("Carried over", "carried over"),
        ("Signed by Governor - Chapter 79 - Apr. 3", "law"),
        ("Became Public Law No: 118-5", "law"),
        ("Presented to Governor", "to the executive"),
        ("Died in Committee", "failed"),
        ("Referred to Committee on Health", "in committee"),
        ("Reported from Health", "reported"),
        ("Prefiled", "introduced"),
        ("Withdrawn", "withdrawn"),
        ("Amendment failed; in committee", "in committee"),
        ("Motion to reconsider lost", ""),
        ("Something else entirely", ""),
    ],
)
def test_official_words_are_read_when_actions_say_less(status: str, expected: str) -> None:
    assert standing_in_words(status) == expected
    assert progress(bill(status=status)) == expected
    assert progress(bill("noise", status=status)) == expected


def test_of_actions_and_status_the_one_that_knows_more_is_believed() -> None:
    assert progress(bill("intro", status="Passed House; Passed")) == "passed one chamber"
    assert progress(bill("pass house", "pass senate", status="Passed House")) == "passed both"
    assert progress(bill("pass house", "veto", status="Passed House; Passed Senate")) == "vetoed"
    assert progress(bill("sign", status="Chapter 5")) == "law"
    assert progress(bill("left", status="Passed House")) == "failed"
    assert progress(bill("left", status="Approved")) == "signed"
    assert progress(bill("left", status="Chapter 5")) == "law"


def test_a_move_names_the_action_that_made_it() -> None:
    before, after = bill("intro", "refer"), bill("intro", "refer", "report", "pass house", "noise")
    assert moves(before, after) == (
        Move(
            before="in committee",
            after="passed one chamber",
            on=date(2025, 1, 4),
            because="Read third time and passed House",
        ),
    )


def test_a_new_document_and_one_that_stands_still_have_no_moves() -> None:
    assert moves(None, bill("intro")) == ()
    assert moves(bill("intro"), bill("intro", "noise")) == ()


def test_a_bill_whose_source_prints_only_the_last_action_never_climbs_down() -> None:
    assert moves(bill("report"), bill("intro")) == ()
    assert moves(bill("pass house"), bill("left")) != ()
    assert moves(bill("left"), bill("refer")) == (
        Move(before="failed", after="in committee", on=date(2025, 1, 1), because="Referred to Committee on Health"),
    )


def test_official_words_that_mean_the_same_are_no_move() -> None:
    assert moves(bill(status="Passed House"), bill(status="Passed House; Passed")) == ()
    assert moves(bill(status="On hold"), bill(status="On hold  ")) == ()
    assert moves(bill(status="On hold"), bill(status="Special order")) == (
        Move(before="On hold", after="Special order"),
    )


def document(kind: type[Document], **more: object) -> Document:
    return dataclasses.replace(kind(identifier="1", title="t", url="u"), **more)  # type: ignore[arg-type]  # fields by name


def test_a_rule_moves_by_stage() -> None:
    before = document(Rule, stage="proposed rule", status="open")
    after = document(Rule, stage="rule", status="closed", action="Final rule.", published_on=date(2026, 7, 1))
    assert moves(before, after) == (
        Move(before="proposed rule", after="rule", on=date(2026, 7, 1), because="Final rule."),
    )


def test_a_hearing_moves_when_it_is_cancelled_and_when_it_is_on_again() -> None:
    on, off = document(Hearing), document(Hearing, cancelled=True)
    assert moves(on, off) == (Move(before="scheduled", after="cancelled"),)
    assert moves(off, on) == (Move(before="cancelled", after="scheduled"),)


def test_other_documents_move_by_their_official_status() -> None:
    assert moves(document(Notice, status="open"), document(Notice, status="closed")) == (
        Move(before="open", after="closed"),
    )
    assert moves(document(Page, status="open"), document(Page)) == ()


@pytest.mark.parametrize(
    ("identifier", "had_by_governor", "expected"),
    [
        ("HB 1628", True, "law"),
        ("HB 1628", False, "law"),  # some legislatures' histories do not tell of the governor
        ("HCR 3001", False, "passed both"),
        ("SJR 4", False, "passed both"),
        ("SJM 8", False, "passed both"),
        ("HJR 9", True, "law"),
    ],
)
def test_a_resolution_that_is_filed_without_a_governor_is_no_law(
    identifier: str, had_by_governor: bool, expected: str
) -> None:
    steps = [
        Action(on=date(2025, 3, 3), text="Second reading, passed", by="lower", kinds=("passage",)),
        Action(on=date(2025, 4, 1), text="Second reading, passed", by="upper", kinds=("passage",)),
    ]
    if had_by_governor:
        steps.append(Action(on=date(2025, 4, 9), text="Sent to Governor", by="lower", kinds=("executive-receipt",)))
    filed = "Filed with Secretary Of State 04/29"
    steps.append(Action(on=date(2025, 4, 29), text=filed, by="legislature", kinds=("became-law",)))
    session = Bill(
        identifier=identifier,
        title="Kratom",
        url="https://example.org",
        chamber="lower",
        actions=tuple(steps),
        session="69",
    )
    assert progress(session) == expected
