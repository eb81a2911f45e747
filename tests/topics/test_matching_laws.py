"""What holds for any text: matching never raises, finds what stands there, and forgets nothing when text is added."""

import unicodedata
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model.documents import Bill, Page, Sponsor
from monitor.model.records import Topic
from monitor.topics.fields import searched
from monitor.topics.match import Matcher
from monitor.topics.tokens import Passage, fold, without_addresses

QUERIES = (
    "kratom",
    "7-OH",
    '"mitragyna speciosa"',
    "kratom* AND tea",
    "kratom AND NOT tea",
    '"kratom ban"~3',
    "1308",
    "title:kratom OR status:*ed",
    "kind:bill AND NOT kratom",
    "jurisdiction:us* AND (5,6-Dichloro OR α-PiHP)",
)
TOPICS = tuple(Topic(name=query, query=query) for query in QUERIES)
MATCHER = Matcher(TOPICS)
POSITIVE = tuple(topic for topic in TOPICS if "NOT" not in topic.query)

PIECES = st.sampled_from(
    ["kratom", "tea", "ban", "7", "-", "OH", "α", "PiHP", "5,6", "- ", "Dichloro", "1308", " ", "\n", "[-", "-]", "{+", "+}", "](", ")", "a/b", "\u00ad", "é", "İ", "ﬁ", "½", "²", "\ud800", "\x00", "|", "methyl-"]
)  # fmt: skip
TEXT = st.text(max_size=60) | st.lists(PIECES, max_size=25).map("".join)


def page(text: str, title: str = "") -> Page:
    return Page(identifier="p", title=title, url="", text=text)


def names(document: Page | Bill, topics: Sequence[Topic] = TOPICS) -> set[str]:
    return {topic.name for topic, _ in Matcher(topics).match(document)}


def read(document: Bill, field: str) -> str:
    """A field's searched text as hits quote it, link addresses blanked."""
    return "\n".join(map(without_addresses, searched(document, field).split("\n")))


@given(TEXT, TEXT, TEXT)
@settings(max_examples=300)
def test_matching_never_raises_and_every_hit_stands_where_it_says(title: str, text: str, old: str) -> None:
    bill = Bill(identifier="HB 1", title=title, url="", text=text, sponsors=(Sponsor(name=old), Sponsor(name=text)))
    for before in (None, Bill(identifier="HB 1", title=old, url="", text=text)):
        for _, hits in MATCHER.match(bill, before=before, jurisdiction="us"):
            for hit in hits:
                if hit.where not in ("kind", "jurisdiction"):
                    assert read(bill, hit.where)[hit.at : hit.at + len(hit.words)] == hit.words
                if before is None:
                    assert hit.new


@given(st.from_regex(r"[a-zé]{2,12}", fullmatch=True), st.text(max_size=40), st.text(max_size=40))
def test_a_plain_word_between_blanks_always_matches(word: str, before: str, after: str) -> None:
    topic = Topic(name="word", query=f'"{word}"')
    assert Matcher([topic]).match(page(f"{before} {word} {after}"))


@given(TEXT, TEXT)
def test_added_text_takes_no_match_away(text: str, more: str) -> None:
    matched = names(page(text), POSITIVE)
    assert matched <= names(page(f"{text}\n\n{more}"), POSITIVE)
    assert matched <= names(page(f"{more}\n\n{text}"), POSITIVE)
    assert matched <= names(page(text, title=more), POSITIVE)


@given(st.permutations(TOPICS), TEXT)
def test_the_order_of_topics_is_irrelevant(topics: list[Topic], text: str) -> None:
    assert Matcher(topics).match(page(text)) == MATCHER.match(page(text))


@given(TEXT)
def test_a_topic_matches_alone_as_it_does_in_company(text: str) -> None:
    alone = {topic.name for topic in TOPICS if Matcher([topic]).match(page(text))}
    assert alone == {topic.name for topic, _ in MATCHER.match(page(text))}


@given(TEXT)
def test_nothing_is_news_when_nothing_changed(text: str) -> None:
    for _, hits in MATCHER.match(page(text), before=page(text)):
        assert not any(hit.new for hit in hits)


@given(TEXT)
def test_case_and_unicode_form_change_nothing(text: str) -> None:
    assert fold(text.casefold()) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


@given(TEXT)
def test_a_passage_reads_as_its_text_folds(text: str) -> None:
    passage = Passage(text)
    assert passage.folded == fold(text)
    places = [(passage.start(number), passage.end(number)) for number in range(len(passage.words))]
    assert places == sorted(places)
    assert all(start < end <= len(text) for start, end in places)
    assert len(passage.text) == len(text)
