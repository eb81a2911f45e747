"""Parsing: what a query means, and what is said about one that means nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.errors import QueryError
from monitor.topics.conditions import And, Near, Not, Or, Value, Words
from monitor.topics.query import parse


def words(node: object) -> list[str]:
    match node:
        case Words(term):
            return [" ".join(term.words)]
        case And(of) | Or(of):
            return [word for one in of for word in words(one)]
    return []


def test_words_side_by_side_must_all_occur() -> None:
    root = parse("kratom tea").root
    assert isinstance(root, And)
    assert words(root) == ["kratom", "tea"]


def test_blanks_bind_weakest_then_or_then_and() -> None:
    root = parse("a1 OR b1 c1").root
    assert isinstance(root, And)
    assert isinstance(root.of[0], Or)
    root = parse("a1 OR b1 AND c1").root
    assert isinstance(root, Or)
    assert isinstance(root.of[1], And)


def test_a_minus_before_a_word_means_not() -> None:
    assert parse("kratom -tea").root == parse("kratom NOT tea").root
    assert isinstance(parse("kratom -tea").root, And)


def test_a_hyphen_inside_a_name_is_part_of_the_name() -> None:
    assert words(parse("7-OH").root) == ["7 oh"]
    assert words(parse("7-hydroxymitragynine").root) == ["7 hydroxymitragynine"]


def test_word_processors_quotation_marks_are_quotation_marks() -> None:
    assert parse("“mitragyna speciosa”").root == parse('"mitragyna speciosa"').root


def test_a_field_applies_to_its_whole_group() -> None:
    root = parse("kind:(rule OR Notice)").root
    assert root == Or((Value("kind", "rule"), Value("kind", "notice")))


def test_nearness_keeps_its_number() -> None:
    root = parse('"kratom ban"~7').root
    assert isinstance(root, Near)
    assert root.slop == 7


def test_a_nested_not_is_kept() -> None:
    root = parse("kratom AND NOT (tea OR coffee)").root
    assert isinstance(root, And)
    assert isinstance(root.of[1], Not)


@pytest.mark.parametrize(
    ("query", "position", "says"),
    [
        ("", 0, "empty"),
        ("   ", 0, "empty"),
        ('kratom OR "mitragyna', 10, "quotation mark has no partner"),
        ("(kratom OR tea", 0, "never closed"),
        ("kratom)", 6, "never opened"),
        ("kratom OR", 9, "stops where a word should follow"),
        ("AND kratom", 0, "'AND' cannot stand here"),
        ("NOT kratom", 0, "only what must not occur"),
        ("kratom OR NOT tea", 0, "only what must not occur"),
        ("jurisdictoin:us", 0, "Did you mean jurisdiction"),
        ("kratom AND re:tea", 11, "no field 're'"),
        ("kind:bils", 5, "The kinds are bill"),
        ("title:(kratom kind:bill)", 14, "stands inside the field 'title'"),
        ("kratom^2", 0, "boost"),
        ("kratom~", 0, "similar word"),
        ("/krat.m/", 0, "regular expressions"),
        ("[a TO b]", 0, "ranges"),
        (">5", 0, "ranges"),
        ("+kratom tea", 0, "leave the + out"),
        ("kr*tom", 0, "wildcard"),
        ("*tom", 0, "wildcard"),
        ("krat?m", 0, "wildcard"),
        ("k*", 0, "at least two letters"),
        ("kratom or tea", 7, "Write OR"),
        ("kratom && tea", 7, "Write AND, OR and NOT"),
        ("kratom !tea", 7, "Write AND, OR and NOT"),
        ('kratom ""', 7, "neither letter nor digit"),
        ("'kratom tea'", 0, "double quotes"),
        ("[alpha]-PiHP", 6, "double quotes"),
        ('"kratom ban"~1.5', 12, "whole number"),
        ('"kratom"~5', 0, "at least two words"),
    ],
)
def test_a_query_that_means_nothing_is_explained(query: str, position: int, says: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert caught.value.position == position
    assert says in str(caught.value)
    assert caught.value.remedy
    assert caught.value.query == query
    assert f"character {position + 1}" in caught.value.message


def test_nesting_has_an_end() -> None:
    with pytest.raises(QueryError, match="nested too deeply"):
        parse("(" * 5000 + "kratom" + ")" * 5000)


def test_length_has_an_end() -> None:
    with pytest.raises(QueryError, match="longer than"):
        parse("kratom OR " * 5000)


def test_a_thousand_names_may_be_joined_by_or() -> None:
    assert len(words(parse(" OR ".join(f"mgm{n}" for n in range(1000))).root)) == 1000


@given(st.text(max_size=60) | st.text(alphabet='ab "():~^*?[]{}<>/\\+-!&|7.ANDORT', max_size=40))
def test_whatever_is_typed_is_a_query_or_an_explained_error(typed: str) -> None:
    error: QueryError | None = None
    try:
        parse(typed)
    except QueryError as caught:
        error = caught
    if error is not None:
        assert error.remedy
        assert error.position is not None
        assert 0 <= error.position <= len(typed)
