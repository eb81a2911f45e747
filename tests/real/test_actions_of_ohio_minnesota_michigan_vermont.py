"""The vocabularies of Ohio, Minnesota, Michigan and Vermont on real histories, as OpenStates recorded them."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from monitor.changes.progress import progress
from monitor.model.documents import Action, Bill
from spiders.families.executive import by_office
from spiders.families.legislature import BillSpider
from spiders.michigan.bills import MichiganBills
from spiders.minnesota.bills import MinnesotaBills
from spiders.ohio.bills import OhioBills
from spiders.vermont.bills import VermontBills

STATES: dict[str, type[BillSpider]] = {"mi": MichiganBills, "mn": MinnesotaBills, "oh": OhioBills, "vt": VermontBills}
OUTCOMES = {
    "HB 4969": "reported",
    "HB 5537": "passed one chamber",
    "HF 3452": "in committee",
    "HF 3453": "law",
    "HB 587": "in committee",
    "SB 299": "in committee",
    "H 416": "in committee",
    "S 121": "in committee",
}
OTHER = {
    "PASSED BY HOUSE WITH IMMEDIATE EFFECT"
}  # the Senate's journal on what the House did: no passage of the Senate's


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
        (state, action.text)
        for state, record in found
        for action, _ in steps(state, record)
        if not STATES[state].vocabulary.knows(action.text)
    ]
    assert unknown == []


def test_our_kinds_are_those_of_openstates_or_more(corpus: Path) -> None:
    missing = [
        (action.text, kind, action.kinds)
        for state, record in records(corpus)
        for action, theirs in steps(state, record)
        for kind in theirs
        if kind not in action.kinds and action.text not in OTHER
    ]
    assert missing == []


@pytest.mark.parametrize("place", range(len(OUTCOMES)))
def test_a_bill_stands_where_its_history_left_it(corpus: Path, place: int) -> None:
    state, record = records(corpus)[place]
    chamber = "lower" if record["identifier"].startswith("H") else "upper"
    actions = tuple(action for action, _ in steps(state, record))
    bill = Bill(identifier=record["identifier"], title="t", url="u", chamber=chamber, actions=actions)
    assert progress(bill) == OUTCOMES[record["identifier"]]
