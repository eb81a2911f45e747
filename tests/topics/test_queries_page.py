"""The page on the query language says nothing that is not so: every example on it is run."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from monitor.model.documents import Action, Bill, Page, Sponsor
from monitor.model.errors import QueryError
from monitor.model.records import Topic
from monitor.topics import fields
from monitor.topics.match import Matcher
from monitor.topics.query import parse

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "queries.md").read_text(encoding="utf-8")


def rows(*header: str) -> list[list[str]]:
    """The cells of every table under this header."""
    found = []
    for table in re.findall(r"(?:^\|.*\n)+", PAGE, flags=re.MULTILINE):
        cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
        if cells[0] == list(header):
            found += cells[2:]
    return found


def quoted(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def fenced(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def matches(query: str, text: str) -> bool:
    return bool(Matcher([Topic(name="t", query=query)]).match(Page(identifier="p", title="", url="", text=text)))


TEXTS = [
    (quoted(query)[0], text, expected)
    for query, yes, no in rows("query", "matches", "does not match")
    for texts, expected in ((yes, True), (no, False))
    for text in quoted(texts)
]
ON_BILL = [(quoted(query)[0], said == "matches") for query, said in rows("query", "this bill")]
ERRORS = [(quoted(query)[0], quoted(said)[0]) for query, said in rows("query", "what is said")]


def test_the_page_has_its_examples() -> None:
    assert len(TEXTS) > 80
    assert len(ON_BILL) > 15
    assert len(ERRORS) > 12


@pytest.mark.parametrize(("query", "text", "expected"), TEXTS)
def test_a_text_matches_as_the_page_says(query: str, text: str, expected: bool) -> None:
    assert matches(query, text) is expected


@pytest.fixture(scope="module")
def sample() -> dict[str, list[str]]:
    told = defaultdict(list)
    for line in fenced("document").splitlines():
        name, _, value = line.partition(": ")
        told[name].append(value)
    return told


@pytest.mark.parametrize(("query", "expected"), ON_BILL)
def test_the_sample_bill_matches_as_the_page_says(sample: dict[str, list[str]], query: str, expected: bool) -> None:
    bill = Bill(
        identifier=sample["identifier"][0],
        title=sample["title"][0],
        url="",
        status=sample["status"][0],
        text=sample["text"][0],
        session=sample["session"][0],
        chamber=sample["chamber"][0],
        sponsors=tuple(Sponsor(name=name) for name in sample["sponsor"]),
        actions=tuple(Action(on=None, text=text) for text in sample["action"]),
    )
    matcher = Matcher([Topic(name="t", query=query)])
    found = matcher.match(bill, source=sample["source"][0], jurisdiction=sample["jurisdiction"][0])
    assert bool(found) is expected


@pytest.mark.parametrize(("query", "said"), ERRORS)
def test_an_error_says_what_the_page_says(query: str, said: str) -> None:
    with pytest.raises(QueryError, match=re.escape(said)):
        parse(query)


def test_every_query_in_the_short_table_is_a_query() -> None:
    for written, _ in rows("write", "to find"):
        for query in quoted(written):
            parse(query)


@pytest.mark.parametrize("name", ["kratom", "Mitragyna speciosa", "7-OH", "7-OHMG", "MGM-16", "SR-17018"])
def test_the_starter_query_finds_what_it_names(name: str) -> None:
    assert matches(fenced("lucene"), f"On {name} today")
    assert not matches(fenced("lucene"), "On cannabis today")


def test_the_page_names_every_field_and_no_other() -> None:
    named = {name for cell, _ in rows("field", "what it holds") for name in quoted(cell)}
    assert named <= set(fields.names())
    meant = {text for name in named for text in fields.texts_named(name)} | (named & set(fields.VALUES))
    assert meant == {*fields.TEXTS, *fields.VALUES}
