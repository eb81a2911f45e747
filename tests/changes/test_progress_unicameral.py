"""Where a bill of a legislature with one chamber stands (Nebraska, the District of Columbia)."""

from datetime import date

import pytest

from monitor.changes.progress import moves, progress
from monitor.model.documents import Action, Bill
from monitor.model.records import Move

STEPS = {
    "introduced": ("Date of introduction", "legislature", ("introduction",)),
    "referred": ("Referred to Judiciary Committee", "legislature", ("referral-committee",)),
    "reported": ("Placed on General File with AM55", "legislature", ("committee-passage",)),
    "advanced": ("Advanced to Enrollment and Review Initial", "legislature", ("reading-2",)),
    "amended": ("Hallstrom AM381 adopted", "legislature", ("amendment-passage",)),
    "passed": ("Passed on Final Reading with Emergency Clause 49-0-0", "legislature", ("passage",)),
    "enrolled": ("President/Speaker signed", "legislature", ("enrolled",)),
    "presented": ("Presented to Governor on May 14, 2025", "executive", ("executive-receipt",)),
    "approved": ("Approved by Governor on May 15, 2025", "executive", ("executive-signature",)),
    "unsigned": ("Became law without Governor's signature", "executive", ("became-law",)),
    "returned": ("Returned by Governor without approval", "executive", ("executive-veto",)),
    "overridden": ("Passed notwithstanding the objections of the Governor", "legislature", ("veto-override-passage",)),
    "sustained": (
        "Failed to pass notwithstanding the objections of the Governor",
        "legislature",
        ("veto-override-failure",),
    ),
    "postponed": ("Indefinitely postponed", "legislature", ("committee-failure",)),
}


def bill(*steps: str, newest_first: bool = False) -> Bill:
    actions = tuple(
        Action(on=date(2025, 1, 1 + place), text=text, by=by, kinds=kinds)
        for place, (text, by, kinds) in enumerate(STEPS[step] for step in steps)
    )
    ordered = actions[::-1] if newest_first else actions
    return Bill(identifier="LB 230", title="Kratom.", url="u", chamber="legislature", actions=ordered)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (["introduced", "referred"], "in committee"),
        (["introduced", "referred", "reported", "amended", "advanced"], "reported"),
        (["introduced", "referred", "reported", "passed"], "passed both"),
        (["introduced", "passed", "enrolled", "presented"], "to the executive"),
        (["introduced", "passed", "presented", "approved"], "signed"),
        (["introduced", "passed", "presented", "unsigned"], "law"),
        (["introduced", "passed", "presented", "returned"], "vetoed"),
        (["introduced", "passed", "presented", "returned", "sustained"], "vetoed"),
        (["introduced", "passed", "presented", "returned", "overridden"], "law"),
        (["introduced", "referred", "postponed"], "failed"),
    ],
)
def test_one_chamber_is_the_whole_legislature(steps: list[str], expected: str) -> None:
    assert progress(bill(*steps)) == expected
    assert progress(bill(*steps, newest_first=True)) == expected


def test_the_one_passage_is_never_told_as_the_first_of_two() -> None:
    before, after = bill("introduced", "referred", "reported"), bill("introduced", "referred", "reported", "passed")
    assert moves(before, after) == (
        Move(before="reported", after="passed both", on=date(2025, 1, 4), because=STEPS["passed"][0]),
    )
