"""How many steps of real histories stand in words that no vocabulary knows: few, and each of them rare."""

import csv
import io
import json
import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.crawl.plan import spider_class
from spiders.families.actions import Vocabulary
from spiders.families.aggregated import AggregatedBills
from spiders.families.states import folder
from spiders.michigan.vocabulary import MICHIGAN
from spiders.virginia.vocabulary import VIRGINIA

LAST = ("Last_house_action", "Last_senate_action", "Last_conference_action", "Last_governor_action")


def tables(archive: Path, ending: str, encoding: str) -> Iterator[csv.DictReader]:  # type: ignore[type-arg]  # rows of words
    """The tables of an archive."""
    with tarfile.open(archive) as packed:
        for member in packed:
            content = packed.extractfile(member) if member.name.lower().endswith(ending) else None
            if content:
                yield csv.DictReader(io.StringIO(content.read().decode(encoding)))


def michigan(corpus: Path) -> Counter[str]:
    """Every step of twelve years."""
    archive = corpus / "aggregators" / "legiscan" / "dataset_csv_MI" / "sessions_2013-2026.tar.xz"
    return Counter(row["action"] for table in tables(archive, "history.csv", "utf-8-sig") for row in table)


def virginia(corpus: Path) -> Counter[str]:
    """Every last action that a day's table of the year 2025 showed."""
    archive = corpus / "states" / "va" / "lis_csv" / "BILLS_2025_daily.tar.xz"
    shown = {
        (row["Bill_id"], name, row[name])
        for table in tables(archive, ".csv", "cp1252")
        for row in table
        for name in LAST
        if row[name]
    }
    return Counter(words for _, _, words in shown)


@pytest.mark.parametrize(
    ("steps", "vocabulary", "least"), [(michigan, MICHIGAN, 200_000), (virginia, VIRGINIA, 10_000)], ids=["MI", "VA"]
)
def test_of_ten_thousand_steps_fewer_than_fifteen_are_unknown(
    corpus: Path, steps: object, vocabulary: Vocabulary, least: int
) -> None:
    found: Counter[str] = steps(corpus)  # type: ignore[operator]  # one of the two above
    unknown = Counter({words: count for words, count in found.items() if not vocabulary.knows(words)})
    assert found.total() > least
    assert unknown.total() / found.total() < 0.0015, unknown.most_common(20)
    assert max(unknown.values(), default=0) < 10, unknown.most_common(5)


def test_what_openstates_recorded_is_known_but_for_bare_codes(corpus: Path) -> None:
    unknown: Counter[tuple[str, str]] = Counter()
    for file in sorted((corpus / "aggregators/openstates/govbot_bill_metadata").glob("*/*/*/*.json")):
        code = file.parts[-4]
        spider = spider_class(f"openstates.{folder(code)}")()
        assert isinstance(spider, AggregatedBills)
        for step in json.loads(file.read_text(encoding="utf-8"))["actions"]:
            if not spider.knows(step["description"]):
                unknown[code, step["description"]] += 1
    assert set(unknown) == {("az", "PASSED"), ("az", "DPA"), ("az", "DP")}, "Arizona's own pages say of whom"
