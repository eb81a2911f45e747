"""Matching: where words are looked for, what is told about them, and what is news."""

import time
from collections.abc import Sequence
from datetime import date

import pytest

from monitor.model.documents import Action, Bill, Document, Enforcement, Hearing, Notice, Page, Rule, Sponsor
from monitor.model.errors import QueryError
from monitor.model.records import Hit, Topic
from monitor.topics.fields import searched
from monitor.topics.match import Matcher


def found(query: str, document: Document, **where: object) -> tuple[Hit, ...] | None:
    """The hits of a query in a document, or None where it does not match."""
    matches = Matcher([Topic(name="t", query=query)]).match(document, **where)  # type: ignore[arg-type]  # keywords as given
    return matches[0][1] if matches else None


def matches(query: str, text: str) -> bool:
    return found(query, Page(identifier="p", title="", url="", text=text)) is not None


def bill(**fields: object) -> Bill:
    return Bill(**{"identifier": "HB 360", "title": "A bill", "url": "https://x/kratom", **fields})  # type: ignore[arg-type]  # fields as given


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("kratom", "About KRATOM.", True),
        ("kratom tea", "Tea made of kratom", True),
        ("kratom tea", "Kratom only", False),
        ("kratom OR tea", "Tea only", True),
        ("kratom NOT tea", "kratom tea", False),
        ("kratom NOT tea", "kratom", True),
        ("kratom AND (ban OR schedule)", "a kratom schedule", True),
        ("kratom AND (ban OR schedule)", "a kratom age limit", False),
        ('"mitragyna speciosa"', "the tree Mitragyna\nspeciosa (kratom)", True),
        ('"mitragyna speciosa"', "speciosa mitragyna", False),
        ('"mitragyna speciosa"', "mitragyna is not speciosa", False),
        ('"food and drug"', "Food, and Drug", True),
        ("kratom", "kratoms", False),
        ("kratom*", "kratoms", True),
        ("kratom*", "kratom", True),
        ("kratom*", "akratom", False),
        ('"kratom prod*"', "Kratom products", True),
        ('"kratom ban"~3', "a ban on the sale of kratom", False),
        ('"kratom ban"~4', "a ban on the sale of kratom", True),
        ('"kratom kratom"~1', "one kratom only", False),
        ('"kratom kratom"~1', "kratom or kratom", True),
        ('"kratom consumer act"~2', "Act for the kratom consumer", True),
        ('"kratom consumer act"~1', "kratom act, the act of a consumer", False),
        ('"kratom consumer act"~4', "kratom act, the act of a consumer", True),
        ('"7-OH ban"~0', "ban 7-OH", True),
        ("cafe", "a Café", True),
        ("café", "a cafe", True),
        ("O'Brien", "Senator O’Brien", True),
        ("mitragynine", "mitra\u00adgynine and mitra\u200bgynine", True),
        ("1570", "Docket No. DEA-1570", True),
        ("570", "1,570 grams", False),
        ("1570", "1570,000 grams", True),
        ("21", "21,000 grams", False),
        ("kratom", "see Kratom™ and more", True),
        ("kratom", "kratom¹", True),
        ("DEA-registered", "DEA- registered", True),
        ("DEA-*", "a DEA-registered firm", True),
        ("DEA-*", "the DEA, registered", False),
    ],
)
def test_a_query_matches_as_its_author_expects(query: str, text: str, expected: bool) -> None:
    assert matches(query, text) is expected


@pytest.mark.parametrize("text", ["[-kratom-] gone", "{+kratom+} came", "no[-kratom-]no", "1{+kratom+}"])
def test_words_inside_amendment_marks_are_found(text: str) -> None:
    hits = found("kratom", Page(identifier="p", title="", url="", text=text))
    assert hits is not None
    assert hits[0].words == "kratom"


def test_amendment_marks_do_not_glue_words() -> None:
    assert not matches("1025", "$[-10-]{+25+}")
    assert matches('"kratom consumer protection"', "Kratom {+Consumer+} Protection")


def test_the_words_of_a_link_are_found_and_its_address_is_not() -> None:
    assert matches("kratom", "see [FDA and Kratom](https://www.fda.gov/x)")
    assert not matches("kratom", "see [this page](https://www.fda.gov/kratom) and [that](/kratom?a=(kratom))")
    assert matches("kratom", "subsection [Reserved](kratom)")


def test_a_watched_pages_address_is_not_a_word() -> None:
    page = Page(identifier="https://www.fda.gov/kratom", title="FDA", url="https://www.fda.gov/kratom", text="Nothing")
    assert found("kratom", page) is None


def test_a_hit_gives_the_words_as_they_stand_and_their_offset() -> None:
    text = "Café {+7‑OH+} and mitra\u00adgynine; α-PiHP."
    page = Page(identifier="p", title="", url="", text=text)
    hits = found("7-OH mitragynine alpha-PiHP", page)
    assert hits is not None
    assert [hit.words for hit in hits] == ["7‑OH", "mitra\u00adgynine", "α-PiHP"]
    assert all(text[hit.at : hit.at + len(hit.words)] == hit.words for hit in hits)


def test_a_phrase_that_runs_over_a_link_keeps_its_length_with_the_address_blanked() -> None:
    text = "the [Mitragyna](https://a.b/c) speciosa tree"
    hits = found('"mitragyna speciosa"', Page(identifier="p", title="", url="", text=text))
    assert hits is not None
    assert hits[0].words.split() == ["Mitragyna]", "speciosa"]
    assert text[hits[0].at + len(hits[0].words) :] == " tree"


def test_the_shortest_stretch_of_words_that_stand_near_is_told() -> None:
    hits = found('"kratom ban"~5', Page(identifier="p", title="", url="", text="kratom, a kratom ban, ban"))
    assert hits is not None
    assert [hit.words for hit in hits] == ["kratom ban"]


def test_an_offset_after_a_link_counts_its_address() -> None:
    text = "[x](https://a.b/c) kratom"
    hits = found("kratom", Page(identifier="p", title="", url="", text=text))
    assert hits is not None
    assert hits[0].at == text.index("kratom")


@pytest.mark.parametrize(
    ("document", "where"),
    [
        (bill(title="A kratom bill"), "title"),
        (bill(text="kratom"), "text"),
        (bill(status="Passed as the kratom act"), "status"),
        (bill(sponsors=(Sponsor(name="Ann"), Sponsor(name="Kratom, K."))), "sponsors"),
        (bill(actions=(Action(on=None, text="Read"), Action(on=None, text="Kratom substitute"))), "actions"),
        (bill(subjects=("Tea", "Kratom")), "subjects"),
        (Rule(identifier="1", title="", url="", action="Kratom order"), "action"),
        (Rule(identifier="1", title="", url="", agencies=("Kratom Office",)), "agencies"),
        (Rule(identifier="1", title="", url="", cfr=("21 CFR kratom",)), "cfr"),
        (Rule(identifier="1", title="", url="", rin="kratom"), "rin"),
        (Notice(identifier="1", title="", url="", docket="kratom-1"), "docket"),
        (Hearing(identifier="1", title="", url="", location="Kratom Hall"), "location"),
        (Hearing(identifier="1", title="", url="", concerns=("Kratom 1",)), "concerns"),
        (Enforcement(identifier="1", title="", url="", firm="Kratom Inc."), "firm"),
        (Enforcement(identifier="1", title="", url="", product="Kratom powder"), "product"),
        (Enforcement(identifier="1", title="", url="", reason="contains kratom"), "reason"),
        (bill(companions=("Kratom 1",)), "companions"),
        (Page(identifier="kratom page", title="", url=""), "identifier"),
    ],
)
def test_every_field_that_holds_words_is_searched(document: Document, where: str) -> None:
    hits = found("kratom", document)
    assert hits is not None
    assert [hit.where for hit in hits] == [where]
    text = searched(document, where)
    assert text[hits[0].at :].casefold().startswith("kratom")


def test_a_phrase_does_not_run_from_one_sponsor_into_the_next() -> None:
    two = bill(sponsors=(Sponsor(name="John Smith"), Sponsor(name="Kelly Brown")))
    assert found('"Smith Kelly"', two) is None
    assert found('"Kelly Brown"', two) is not None
    assert found('"Smith Kelly"~5', two) is None


def test_a_field_narrows_where_words_are_looked_for() -> None:
    assert found("title:kratom", bill(text="kratom")) is None
    assert found("title:kratom", bill(title="Kratom")) is not None
    assert found("sponsor:kratom", bill(sponsors=(Sponsor(name="Kratom"),))) is not None
    assert found('title:"kratom ban"~2', bill(title="ban of kratom", text="")) is not None
    assert found('title:"kratom ban"~2', bill(text="ban of kratom")) is None
    assert (
        found('action:"notice of intent"', Rule(identifier="1", title="", url="", action="Notice of intent"))
        is not None
    )


def test_values_are_compared_as_a_whole_with_wildcards() -> None:
    where = {"source": "virginia.bills", "jurisdiction": "us-va"}
    assert found("jurisdiction:us-va", bill(), **where) is not None
    assert found("jurisdiction:US-VA", bill(), **where) is not None
    assert found("jurisdiction:us", bill(), **where) is None
    assert found("jurisdiction:us-*", bill(), **where) is not None
    assert found("jurisdiction:us-*", bill(), jurisdiction="us") is None
    assert found("source:virginia.*", bill(), **where) is not None
    assert found("source:virginia", bill(), **where) is None
    assert found("kind:bill", bill(), **where) is not None
    assert found("kind:rule", bill(), **where) is None
    assert found('stage:"proposed rule"', Rule(identifier="1", title="", url="", stage="proposed rule")) is not None
    assert found('classification:"class ii"', Enforcement(identifier="1", title="", url="", classification="Class II"))
    assert found("session:2026", bill(session="2026")) is not None


def test_values_are_not_words() -> None:
    assert found("bill", bill(title="x")) is None
    assert found('"proposed rule"', Rule(identifier="1", title="", url="", stage="proposed rule")) is None


def test_a_status_is_searched_by_words_and_by_wildcards() -> None:
    vetoed = bill(status="Line item vetoes by the Governor")
    assert found("status:governor", vetoed) is not None
    assert found("status:veto*", vetoed) is not None
    assert found("status:*item*governor", vetoed) is not None
    assert found("status:*item", vetoed) is None


@pytest.mark.parametrize("query", ['identifier:"HB 360"', "identifier:HB360", "identifier:hb-360"])
@pytest.mark.parametrize("identifier", ["HB 360", "HB360", "H.B. 360", "hb-360"])
def test_a_bills_number_is_found_in_any_spelling(query: str, identifier: str) -> None:
    expected = identifier != "H.B. 360"  # H and B are two words
    assert (found(query, bill(identifier=identifier)) is not None) is expected
    assert found(query, bill(identifier="HB 3601")) is None
    assert found(query, bill(identifier="SHB 360")) is None


def test_the_hits_of_a_query_without_words_are_the_values() -> None:
    hits = found("kind:rule AND jurisdiction:us", Rule(identifier="1", title="x", url=""), jurisdiction="us")
    assert hits == (
        Hit(words="us", where="jurisdiction", at=0, new=True),
        Hit(words="rule", where="kind", at=0, new=True),
    )


def test_a_value_is_not_told_beside_words() -> None:
    hits = found("kratom AND kind:bill", bill(title="Kratom"))
    assert hits == (Hit(words="Kratom", where="title", at=0, new=True),)


def test_only_the_branches_that_hold_are_told() -> None:
    hits = found("(kratom AND ban) OR tea", bill(title="kratom tea"))
    assert hits is not None
    assert [hit.words for hit in hits] == ["tea"]


def test_a_query_for_a_value_or_a_word_holds_by_either() -> None:
    query = "kind:rule OR kratom"
    assert found(query, bill(title="Kratom")) == (Hit(words="Kratom", where="title", at=0, new=True),)
    assert found(query, Rule(identifier="1", title="x", url="")) is not None
    assert found(query, bill(title="x")) is None


def test_a_place_found_by_two_parts_of_a_query_is_told_once() -> None:
    hits = found("kratom OR kratom* OR title:kratom", bill(title="Kratom"))
    assert hits is not None
    assert len(hits) == 1


def test_an_added_document_is_all_news() -> None:
    hits = found("kratom OR tea", bill(title="kratom tea"))
    assert hits is not None
    assert all(hit.new for hit in hits)


def test_words_that_were_there_already_are_not_news() -> None:
    hits = found("kratom", bill(title="Kratom", status="Passed"), before=bill(title="Kratom", status="In committee"))
    assert hits is not None
    assert [hit.new for hit in hits] == [False]


def test_of_several_occurrences_only_the_one_that_came_is_news() -> None:
    old = "# Rules\nSale of kratom to minors is a crime.\nKratom must be labelled so that buyers know."
    new = old.replace("# Rules", "# Rules\nNobody may serve kratom in a school.")
    hits = found("kratom", bill(text=new), before=bill(text=old))
    assert hits is not None
    assert [(new[: hit.at].count("\n"), hit.new) for hit in hits] == [(1, True), (2, False), (3, False)]


def test_a_moved_word_is_not_news() -> None:
    hits = found("kratom", bill(text="On tea. On kratom."), before=bill(text="On kratom. On tea."))
    assert hits is not None
    assert not hits[0].new


def test_a_word_that_came_into_another_field_is_news_there() -> None:
    before = bill(title="Kratom")
    after = bill(title="Kratom", actions=(Action(on=date(2026, 1, 2), text="Kratom amendment adopted"),))
    hits = found("kratom", after, before=before)
    assert hits is not None
    assert [(hit.where, hit.new) for hit in hits] == [("title", False), ("actions", True)]


def test_another_word_of_the_same_prefix_is_news() -> None:
    hits = found("kratom*", bill(text="kratom and kratoms"), before=bill(text="kratom"))
    assert hits is not None
    assert [(hit.words, hit.new) for hit in hits] == [("kratom", False), ("kratoms", True)]


def test_nearness_that_came_about_is_news() -> None:
    query = '"kratom ban"~3'
    hits = found(query, bill(text="ban on kratom"), before=bill(text="ban on the sale and use of all kratom"))
    assert hits is not None
    assert [(hit.words, hit.new) for hit in hits] == [("ban on kratom", True)]


def test_a_value_is_news_when_it_changed() -> None:
    after = Rule(identifier="1", title="x", url="", stage="rule")
    hits = found("stage:rule", after, before=Rule(identifier="1", title="x", url="", stage="proposed rule"))
    assert hits == (Hit(words="rule", where="stage", at=0, new=True),)
    hits = found("stage:rule", after, before=after)
    assert hits == (Hit(words="rule", where="stage", at=0, new=False),)


def test_a_word_said_a_thousand_times_gives_a_few_hits_news_first() -> None:
    old = "kratom tea; " * 500
    hits = found("kratom", bill(text=f"{old} and at last the new kratom clause"), before=bill(text=old))
    assert hits is not None
    assert len(hits) == 20
    assert [hit.new for hit in hits].count(True) == 1
    assert list(hits) == sorted(hits, key=lambda hit: hit.at)


def test_topics_come_by_name_each_with_its_own_hits() -> None:
    topics: Sequence[Topic] = (
        Topic(name="tea", query="tea"),
        Topic(name="kratom", query="kratom OR tea"),
        Topic(name="cannabis", query="cannabis"),
    )
    matched = Matcher(topics).match(bill(title="Kratom tea"))
    assert [(topic.name, [hit.words for hit in hits]) for topic, hits in matched] == [
        ("kratom", ["Kratom", "tea"]),
        ("tea", ["tea"]),
    ]


def test_no_topics_match_nothing() -> None:
    assert Matcher([]).match(bill(title="kratom")) == ()


def test_a_bad_query_names_its_topic() -> None:
    with pytest.raises(QueryError, match="topic 'tea'"):
        Matcher([Topic(name="tea", query="(tea")])


@pytest.mark.parametrize("piece", ["](a", "](a.b", "](((", "[-", "{+-", "7-", "kratom ", "](a/b(c)", "methyl", "di"])
def test_a_megabyte_of_anything_is_read_in_a_moment(piece: str) -> None:
    text = f"{piece * (1_000_000 // len(piece))}\n\n7-OH"
    started = time.process_time()
    assert found("7-OH AND NOT tea", Page(identifier="p", title="", url="", text=text))
    assert time.process_time() - started < 10
