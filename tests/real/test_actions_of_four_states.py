"""The vocabularies of Idaho, Kansas, Nebraska and Wyoming on real histories, as OpenStates recorded them.

Where our kinds differ from OpenStates' the reason is the test's: a committee of the whole is no chamber's vote, a motion or an
amendment is filed and not the bill, and a bill has its number before it is read.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from monitor.changes.progress import progress
from monitor.model.documents import Action, Bill
from spiders.families.executive import by_office
from spiders.families.legislature import BillSpider
from spiders.idaho.bills import IdahoBills
from spiders.kansas.bills import KansasBills
from spiders.nebraska.bills import NebraskaBills
from spiders.wyoming.bills import WyomingBills

STATES: dict[str, type[BillSpider]] = {
    "id": IdahoBills,
    "ks": KansasBills,
    "ne": NebraskaBills,
    "wy": WyomingBills,
}
OUTCOMES = {
    "H0830": "in committee",
    "H0864": "in committee",
    "S1282": "in committee",
    "S1418": "failed",
    "HB2230": "failed",
    "HB2365": "signed",
    "SB430": "signed",
    "SB497": "failed",
    "LB230": "signed",
    "LB431": "in committee",
    "HB0185": "failed",
    "SF0056": "law",
}
FINER = {  # OpenStates' kinds, and the words for which ours are finer or others
    "passage": ("Committee of the Whole", "President/Speaker signed"),
    "filing": (" filed", "Placed on Select File"),
    "reading-1": ("Bill Number Assigned",),
}


def records(corpus: Path) -> list[tuple[str, dict[str, Any]]]:
    root = corpus / "aggregators" / "openstates" / "govbot_bill_metadata"
    files = sorted(file for state in STATES for file in (root / state).glob("*/*/*.json"))
    return [(file.relative_to(root).parts[0], json.loads(file.read_text(encoding="utf-8"))) for file in files]


def steps(state: str, record: dict[str, Any]) -> list[tuple[Action, list[str]]]:
    spider = STATES[state]()
    return [
        (
            by_office(
                spider.action(
                    each["description"],
                    on=date.fromisoformat(each["date"][:10]),
                    by=json.loads(each["organization_id"].removeprefix("~"))["classification"],
                )
            ),
            each["classification"],
        )
        for each in record["actions"]
    ]


def test_every_phrase_is_known(corpus: Path) -> None:
    found = records(corpus)
    assert len(found) == len(OUTCOMES)
    unknown = [
        (state, each["description"])
        for state, record in found
        for each in record["actions"]
        if not STATES[state].vocabulary.knows(each["description"])
    ]
    assert unknown == []


def test_our_kinds_are_those_of_openstates_or_finer_for_a_reason(corpus: Path) -> None:
    missing = [
        (action.text, kind, action.kinds)
        for state, record in records(corpus)
        for action, theirs in steps(state, record)
        for kind in theirs
        if kind not in action.kinds and not any(words in action.text for words in FINER.get(kind, ()))
    ]
    assert missing == []


@pytest.mark.parametrize("place", range(len(OUTCOMES)))
def test_a_bill_stands_where_its_history_left_it(corpus: Path, place: int) -> None:
    state, record = records(corpus)[place]
    unicameral = "legislature" if state == "ne" else "lower" if record["identifier"].startswith("H") else "upper"
    actions = tuple(action for action, _ in steps(state, record))
    bill = Bill(identifier=record["identifier"], title="t", url="u", chamber=unicameral, actions=actions)
    assert progress(bill) == OUTCOMES[record["identifier"].replace(" ", "")]
