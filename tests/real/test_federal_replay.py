"""Addresses of federal interfaces that were captured on several days: what differs is found, and nothing else.

Volatile and left out: comment counts, stamps of the last modification, the order of agencies, the order of keys.
"""

import csv
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from monitor.changes.compare import compare
from monitor.changes.fingerprint import fingerprint
from monitor.crawl.plan import spider_class
from monitor.model.documents import Document
from monitor.model.errors import MonitorError
from monitor.source.extract import extract, load

READS = {
    "api.regulations.gov": "us.regulations_gov",
    "fr-official.criticaljuncture.org": "us.dea_rules",
    "api.fda.gov": "us.openfda_drug_enforcement",
}
FOLDERS = ("federal/federalregister/api", "federal/regulations_gov/", "federal/openfda/")
States = list[tuple[str, Mapping[str, Document] | str]]


@pytest.fixture(scope="module")
def readings(corpus: Path) -> dict[str, States]:
    """By address: each day's documents, or the words with which the answer was refused."""
    days: dict[str, list[tuple[str, Path]]] = {}
    with (corpus / "MANIFEST.csv").open(newline="", encoding="utf-8") as manifest:
        for row in csv.DictReader(manifest):
            if row["path"].startswith(FOLDERS) and urlsplit(row["source_url"]).hostname in READS and row["captured_at"]:
                days.setdefault(row["source_url"], []).append((row["captured_at"], corpus / row["path"]))
    several = {url: sorted(found) for url, found in days.items() if len({at for at, _ in found}) > 1}
    return {url: [(at, read(url, file)) for at, file in found] for url, found in several.items()}


def read(url: str, file: Path) -> Mapping[str, Document] | str:
    spider = spider_class(READS[urlsplit(url).hostname or ""])()
    try:
        return {one.identifier: one for one in extract(spider, load(spider, file, url=url)).documents}
    except MonitorError as fault:
        return str(fault)


def test_the_corpus_holds_addresses_of_several_days(readings: dict[str, States]) -> None:
    assert len(readings) >= 8
    assert {urlsplit(url).hostname for url in readings} == set(READS)


def test_nothing_of_what_moved_between_two_days_is_a_change(readings: dict[str, States]) -> None:
    pairs = 0
    for url, states in readings.items():
        documents = [state for _, state in states if isinstance(state, Mapping)]
        for before, after in pairwise(documents):
            assert before.keys() == after.keys(), url
            for name in before:
                pairs += 1
                assert not compare(before[name], after[name]), (url, name)
                assert fingerprint(before[name]) == fingerprint(after[name])
    assert pairs >= 5


def test_an_answer_that_refuses_is_a_fault_on_its_day_and_never_no_documents(
    readings: dict[str, States], corpus: Path
) -> None:
    refused = {at: said for states in readings.values() for at, said in states if isinstance(said, str)}
    assert refused
    words = " ".join(refused.values())
    for told in ("API_KEY_INVALID", "Invalid ID", "SERVER_ERROR"):
        assert told in words
