"""Topics over the real captures: nothing raises, every hit stands where it says, and a plain search misses nothing."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.model.documents import Page
from monitor.model.records import Hit, Topic
from monitor.topics.match import Matcher
from monitor.topics.tokens import without_addresses

FOLDERS = ("states/sc", "states/nj", "federal/openfda/food_enforcement", "federal/federalregister/api_documents")
TOPICS = tuple(
    Topic(name=name, query=query)
    for name, query in {
        "kratom": "kratom",
        "mitragynine": "mitragynine",
        "7-hydroxymitragynine": "7-hydroxymitragynine",
        "speciosa": '"mitragyna speciosa"',
        "dichloro": "5,6-Dichloro",
        "registered": '"DEA-registered"',
    }.items()
)


def texts(corpus: Path) -> Iterator[Page]:
    for folder in FOLDERS:
        for path in sorted((corpus / folder).rglob("*")):
            if path.suffix.lower() in (".htm", ".html", ".txt", ".json", ".xml") and path.stat().st_size < 1_000_000:
                text = re.sub(r"<[^>]*>", " ", path.read_text(encoding="utf-8", errors="replace"))
                yield Page(identifier="p", title=path.name, url="", text=text)


@pytest.fixture(scope="module")
def found(corpus: Path) -> list[tuple[Page, dict[str, tuple[Hit, ...]]]]:
    matcher = Matcher(TOPICS)
    return [(page, {topic.name: hits for topic, hits in matcher.match(page)}) for page in texts(corpus)]


def test_a_plain_search_for_a_word_finds_no_document_that_the_topic_misses(
    found: list[tuple[Page, dict[str, tuple[Hit, ...]]]],
) -> None:
    plain = [bool(re.search(r"(?<![^\W_])kratom(?![a-z])", page.text, re.IGNORECASE)) for page, _ in found]
    assert sum(plain) > 10
    assert plain == ["kratom" in topics for _, topics in found]


def test_every_hit_stands_where_it_says(found: list[tuple[Page, dict[str, tuple[Hit, ...]]]]) -> None:
    for page, topics in found:
        text = without_addresses(page.text)
        for hits in topics.values():
            assert all(text[hit.at : hit.at + len(hit.words)] == hit.words for hit in hits if hit.where == "text")


def test_mitragynine_is_never_a_piece_of_its_hydroxide(found: list[tuple[Page, dict[str, tuple[Hit, ...]]]]) -> None:
    hits = [(page, hit) for page, topics in found for hit in topics.get("mitragynine", ())]
    assert hits
    assert not any(re.search(r"hydroxy[-\s]*$", page.text[: hit.at], re.IGNORECASE) for page, hit in hits)


def test_names_with_a_typesetters_blank_are_found(found: list[tuple[Page, dict[str, tuple[Hit, ...]]]]) -> None:
    words = {hit.words for _, topics in found for name in ("dichloro", "registered") for hit in topics.get(name, ())}
    assert {"5,6- Dichloro", "DEA- registered"} <= words
