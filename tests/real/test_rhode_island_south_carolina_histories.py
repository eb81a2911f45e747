"""Rhode Island's and South Carolina's vocabularies on real histories of kratom bills, as OpenStates recorded them."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from monitor.changes.progress import progress
from monitor.model.documents import Action, Bill
from spiders.families.executive import by_office
from spiders.families.legislature import BillSpider
from spiders.rhode_island.bills import RhodeIslandBills
from spiders.south_carolina.bills import SouthCarolinaBills

STATES: dict[str, type[BillSpider]] = {"ri": RhodeIslandBills, "sc": SouthCarolinaBills}
OUTCOMES = {
    "HB7518": "in committee",
    "SB2457": "passed one chamber",
    "H 4030": "in committee",
    "H 4636": "in committee",
    "H 4641": "passed one chamber",
    "H 4648": "in committee",
    "S 221": "law",
}
OURS = {
    "committee-failure": "deferral",  # held for further study: Sub A of such a bill passed the Senate three months later
    "reading-3": "",  # placed on a calendar
    "substitution": "amendment-introduction",  # proposed, not adopted
}


def records(corpus: Path) -> list[tuple[str, dict[str, Any]]]:
    root = corpus / "aggregators" / "openstates" / "govbot_bill_metadata"
    files = sorted(file for state in STATES for file in (root / state).glob("*/*/*.json"))
    return [(file.relative_to(root).parts[0], json.loads(file.read_text(encoding="utf-8"))) for file in files]


def step(state: str, each: dict[str, Any]) -> Action:
    """An action as the spider makes it: Rhode Island prints the day before the words."""
    words = re.sub(r"^\d\d/\d\d/\d{4} ", "", each["description"])
    by = json.loads(each["organization_id"].removeprefix("~"))["classification"]
    return by_office(STATES[state]().action(words, on=date.fromisoformat(each["date"][:10]), by=by))


def test_every_phrase_is_known(corpus: Path) -> None:
    actions = [(state, step(state, each)) for state, record in records(corpus) for each in record["actions"]]
    assert len(actions) > 60
    assert [action.text for state, action in actions if not STATES[state].vocabulary.knows(action.text)] == []


def test_our_kinds_are_those_of_openstates_or_others_for_a_reason(corpus: Path) -> None:
    differing = [
        (action.text, kind, action.kinds)
        for state, record in records(corpus)
        for each in record["actions"]
        for action in [step(state, each)]
        for kind in each["classification"]
        if kind not in action.kinds and not (state == "ri" and OURS.get(kind, kind) in (*action.kinds, ""))
    ]
    assert differing == []


@pytest.mark.parametrize("number", sorted(OUTCOMES))
def test_a_bill_stands_where_its_history_left_it(corpus: Path, number: str) -> None:
    ((state, record),) = ((state, each) for state, each in records(corpus) if each["identifier"] == number)
    actions = tuple(step(state, each) for each in record["actions"])
    chamber = "lower" if number.startswith("H") else "upper"
    assert progress(Bill(identifier=number, title="t", url="u", chamber=chamber, actions=actions)) == OUTCOMES[number]
