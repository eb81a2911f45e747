"""Oregon's pages and tables of 2010 and 2011 are no longer published so; their words are those of today's service."""

import re
from pathlib import Path

from spiders.families.actions import classify
from spiders.oregon.vocabulary import OREGON

FOLDER = "states/or/openstates_fixtures"


def steps(corpus: Path) -> set[str]:
    """The words of every step in the old table of histories, and on the old pages."""
    rows = (corpus / FOLDER / "meashistory.txt").read_bytes().decode("latin-1").splitlines()[1:]
    words = {" ".join(row.rpartition("\xe4")[2].split()) for row in rows}
    for page in (corpus / FOLDER).glob("bill-detail-*.html"):
        words |= {" ".join(cell.split()) for cell in re.findall(r"<td>\s+([^<]+)</td>", page.read_text())}
    return words


def test_the_vocabulary_knows_every_step_but_a_handful(corpus: Path) -> None:
    words = steps(corpus)
    assert len(words) > 300
    assert sorted(each for each in words if not OREGON.knows(each)) == []


def test_only_votes_pass_a_measure(corpus: Path) -> None:
    passing = {each for each in steps(corpus) if "passage" in classify(each, OREGON)}
    assert len(passing) > 100
    assert all(re.search(r"\b(passed|adopted|repassed)\b", each, re.IGNORECASE) for each in passing)
    assert not any("Recommendation" in each or "ailed" in each for each in passing)
    signed = {each for each in steps(corpus) if {"executive-signature", "became-law"} & {*classify(each, OREGON)}}
    assert all(re.match(r"Governor signed|Chapter \d+, \(?20\d\d Laws", each) for each in signed)
