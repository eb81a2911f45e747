"""Every state's vocabulary classifies the phrases that its legislature is known to print.

`tests/fixtures/<source>/phrases.json` holds each phrase with its kinds; an empty list is a phrase that is known and no step.
"""

import json
from pathlib import Path

import pytest
from spiders_at_hand import SPIDERS

from spiders.families.actions import classify
from spiders.families.legislature import BillSpider

FIXTURES = Path(__file__).parents[1] / "fixtures"
BILLS = {name: spider for name, spider in SPIDERS.items() if issubclass(spider, BillSpider)}


@pytest.mark.parametrize("name", sorted(BILLS))
def test_every_phrase_has_the_kinds_it_means(name: str) -> None:
    phrases = json.loads((FIXTURES / name / "phrases.json").read_text(encoding="utf-8"))
    vocabulary = BILLS[name].vocabulary
    found = {phrase: list(classify(phrase, vocabulary)) for phrase in phrases}
    assert found == phrases
    assert [phrase for phrase in phrases if not vocabulary.knows(phrase)] == []


@pytest.mark.parametrize("name", sorted(BILLS))
def test_words_of_another_world_are_unknown(name: str) -> None:
    assert not BILLS[name].vocabulary.knows("Zyzzyva quiddity perambulated")
