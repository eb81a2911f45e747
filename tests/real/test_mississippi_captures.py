"""Mississippi's bills of 2026 as OpenStates has them: the words of their histories are known, and mean at least what it says."""

import json
from pathlib import Path

from spiders.families.actions import classify
from spiders.mississippi.vocabulary import MISSISSIPPI


def test_every_step_of_the_kratom_bills_is_known(corpus: Path) -> None:
    bills = sorted((corpus / "aggregators/openstates/govbot_bill_metadata/ms").rglob("*.json"))
    steps = [step for path in bills for step in json.loads(path.read_text(encoding="utf-8"))["actions"]]
    assert (len(bills), len(steps)) == (7, 19)
    for step in steps:
        words = step["description"]
        assert MISSISSIPPI.knows(words), words
        assert set(step["classification"]) <= set(classify(words, MISSISSIPPI)), words
