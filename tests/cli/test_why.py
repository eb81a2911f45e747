"""`why`: from the source that saw a document to the message that told it."""

from pathlib import Path

import pytest
from recorded import Policywatch

from monitor.model.documents import Bill
from monitor.topics.near import NearMisses


@pytest.mark.parametrize(
    "name", ["HB 360", "hb360", "us-va:2026 / bill / HB 360", "us-va:2026/HB 360", "kratom products; regulation"]
)
def test_a_document_is_found_by_what_people_call_it(world: Path, policywatch: Policywatch, name: str) -> None:
    row = policywatch("why", name, "--json").row
    assert row["document"]["identifier"] == "HB 360"


def test_it_tells_who_saw_it_what_matched_and_who_heard(world: Path, policywatch: Policywatch) -> None:
    row = policywatch("why", "HB 360", "--json").row
    assert [one["source"] for one in row["seen"]] == ["virginia.bills"]
    assert [one["kind"] for one in row["changes"]] == ["amended", "amended"]
    assert {one["topic"] for one in row["matched"]} == {"kratom"}
    assert row["matched"][0]["words"] == ["Kratom"]
    told = [(digest["subscription"], digest["part"]) for one in row["matched"] for digest in one["told"]]
    assert ("alerts", "entry") in told
    states = {each["destination"] for one in row["matched"] for digest in one["told"] for each in digest["deliveries"]}
    assert states == {"hook"}
    assert [one["topic"] for one in row["unmatched"]] == ["fish"]


def test_what_matched_nothing_says_which_words_came_near(world: Path, policywatch: Policywatch) -> None:
    row = policywatch("why", "HB 1", "--json").row
    assert row["matched"] == []
    assert [one["topic"] for one in row["unmatched"]] == ["fish", "kratom"]
    shown = policywatch("why", "HB 1").out
    assert "topic kratom does not match it as it stands" in shown


def test_a_removed_document_says_since_when(world: Path, policywatch: Policywatch) -> None:
    (seen,) = policywatch("why", "HB 5", "--json").row["seen"]
    assert seen["removed_at"] or seen["missing_since"]
    assert any(
        words in policywatch("why", "HB 5").out for words in (", removed 2026-01-2", ", missing since 2026-01-2")
    )


def test_an_unknown_document_says_where_to_look(world: Path, policywatch: Policywatch) -> None:
    said = policywatch("why", "HB 999")
    assert (said.code, "no document is known as 'HB 999'" in said.err) == (1, True)


def test_near_misses_are_what_a_wildcard_would_add() -> None:
    bill = Bill(
        identifier="HB 1", title="Kratoms and mitragynine-like substances", url="https://x.example", text="A 7-OH rule."
    )
    assert NearMisses('kratom OR mitragynine OR "7-OH"').of(bill) == ("kratoms", "mitragynine-like")
    assert NearMisses("title:x").of(bill) == ()


def test_a_trial_counts_its_matches_and_names_what_came_near(world: Path, policywatch: Policywatch) -> None:
    said = policywatch("topics", "test", "kratom")
    assert "2 documents match" in said.err
    assert "near misses" not in said.err
    missed = policywatch("topics", "test", "product")
    assert "0 documents match" in missed.err
    assert "near misses, which a wildcard would add (--near lists them): products 1" in missed.err
    (row,) = policywatch("topics", "test", "product", "--near", "--json").rows
    assert (row["document"]["identifier"], row["matched"], row["near"]) == ("HB 360", [], ["products"])
