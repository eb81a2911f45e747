"""Names of substances: what is the same name, what is another one, and the traps of real sources."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.documents import Bill, Document, Page, Rule
from monitor.model.records import Topic
from monitor.topics.match import Matcher

WATCHED = (
    "kratom",
    "mitragyna speciosa",
    "mitragynine",
    "7-hydroxymitragynine",
    "7-OH",
    "7-OHMG",
    "mitragynine pseudoindoxyl",
    "MGM-15",
    "MGM-16",
    "SR-17018",
)
STARTER = " OR ".join(f'"{name}"' if " " in name or "-" in name else name for name in WATCHED)


def holds(query: str, document: Document) -> bool:
    return bool(Matcher([Topic(name="t", query=query)]).match(document))


def matches(query: str, text: str) -> bool:
    return holds(query, Page(identifier="p", title="", url="", text=text))


@pytest.mark.parametrize("query", ["7-OH", '"7-OH"', "7‑OH", "7-oh"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7-OH", True),
        ("7‑OH", True),
        ("7–OH", True),
        ("7−OH", True),
        ("7 OH", True),
        ("7\u00a0OH", True),
        ("7- OH", True),
        ("7-\nOH", True),
        ("7OH", True),
        ("7-oh", True),
        ("７-ＯＨ", True),
        ("7-OH products", True),
        ("sells 7-OH, 7-OHMG", True),
        ("(7-OH)", True),
        ("“7-OH”", True),
        ("7-OH-containing", True),
        ("7-OH-mitragynine", True),
        ("non-7-OH products", True),
        ("synthetic/7-OH", True),
        ("{+7+}-OH", True),
        ("17-OH", False),
        ("17 OH", False),
        ("7-OHMG", False),
        ("7-OHM", False),
        ("5,7-OH", False),
        ("1.7-OH", False),
        ("3-7-OH", False),
        ("C7-OH", False),
        ("July 7, OH 43215", False),
        ("item 7. Oh", False),
        ("7\n- OH", False),
        ("7; OH", False),
        ("7 | OH", False),
        ("OH 7", False),
    ],
)
def test_7_oh_is_found_in_every_spelling_and_in_nothing_else(query: str, text: str, expected: bool) -> None:
    assert matches(query, text) is expected
    assert matches(query, f"Notice on {text} of today") is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mitragynine", True),
        ("Mitragynine.", True),
        ("mitragynine-containing", True),
        ("anti-mitragynine", True),
        ("mitragynine pseudoindoxyl", True),
        ("fentanyl-mitragynine mixtures", True),
        ("7-hydroxymitragynine", False),
        ("7-hydroxy-mitragynine", False),
        ("7-hydroxy- mitragynine", False),
        ("7-acetoxy-mitragynine", False),
        ("9-O-desmethyl-mitragynine", False),
        ("11-fluoro-mitragynine", False),
        ("7-OH-mitragynine", False),
        ("7-acetoxymitragynine", False),
        ("mitragynines", False),
    ],
)
def test_mitragynine_is_not_its_derivatives(text: str, expected: bool) -> None:
    assert matches("mitragynine", text) is expected


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("5,6-Dichloro", "5,6- Dichloro"),
        ("5,6-Dichloro", "5, 6-dichloro"),
        ('"5,6- Dichloro"', "5,6-Dichloro"),
        ("MDMB-4en-PINACA", "MDMB- 4en-PINACA"),
        ("MDMB-4en-PINACA", "MDMB-4en- PINACA"),
        ('"MDMB- 4en-PINACA"', "MDMB-4en-PINACA"),
        ("alpha-PiHP", "[alpha]-PiHP"),
        ("alpha-PiHP", "α-PiHP"),
        ("α-PiHP", "alpha-PiHP"),
        ("α-PiHP", "[alpha]-PiHP"),
        ('"[alpha]-PiHP"', "α-PiHP"),
        ("Δ9-THC", "delta-9-THC"),
        ("delta-9-THC", "Δ⁹-THC"),
        ("delta-9-THC", "[Delta]\\9\\-THC"),
        ("MGM-15", "MGM15"),
        ("SR-17018", "SR 17018"),
        ("7-hydroxymitragynine", "7 Hydroxymitragynine"),
        ("7-hydroxymitragynine", "7-hydroxy\u00admitragynine"),
        ("DEA-registered", "DEA- registered"),
    ],
)
def test_spellings_of_one_name_are_one_name(query: str, text: str) -> None:
    assert matches(query, text)
    assert matches(query, f"of {text}, and")


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("5,6-Dichloro", "5.6-Dichloro"),
        ("6-Dichloro", "5,6-Dichloro"),
        ("5,6-Dichloro", "15,6-Dichloro"),
        ("MGM-15", "MGM-16"),
        ("MGM-15", "MGM-150"),
        ("MGM-15", "MGM-15b"),
        ("MGM-1", "MGM-15"),
        ("SR-17018", "SR-170"),
        ("alpha-PiHP", "alpha, PiHP"),
        ("7-OHMG", "7-OH"),
        ("hydroxymitragynine", "mitragynine"),
        ('"mitragynine pseudoindoxyl"', "mitragynine and pseudoindoxyl"),
    ],
)
def test_another_name_is_another_name(query: str, text: str) -> None:
    assert not matches(query, text)


@pytest.mark.parametrize("name", WATCHED)
def test_every_watched_name_is_found_alone_and_by_the_starter_query(name: str) -> None:
    text = f"Temporary placement of {name} in Schedule I"
    assert matches(f'"{name}"', text)
    assert matches(STARTER, text)


def test_the_starter_query_keeps_the_substances_apart() -> None:
    topics = [Topic(name=name, query=f'"{name}"') for name in WATCHED]
    text = "7-hydroxymitragynine, MGM-15 and SR-17018; 7-OHMG"
    matched = Matcher(topics).match(Page(identifier="p", title="", url="", text=text))
    assert {topic.name for topic, _ in matched} == {"7-hydroxymitragynine", "MGM-15", "SR-17018", "7-OHMG"}


def test_mitragynine_can_be_watched_without_its_pseudoindoxyl() -> None:
    query = 'mitragynine AND NOT "mitragynine pseudoindoxyl"'
    assert matches(query, "mitragynine")
    assert not matches(query, "mitragynine pseudoindoxyl")


def rule(**fields: object) -> Rule:
    return Rule(**{"identifier": "2026-13364", "title": "", "url": "", **fields})  # type: ignore[arg-type]  # fields as given


def test_a_notice_of_intent_is_found_by_its_action_though_typed_a_proposed_rule() -> None:
    intent = rule(stage="proposed rule", action="Notice of intent.", title="Schedules: Temporary Placement of SR-17018")
    assert holds('SR-17018 AND action:"notice of intent"', intent)
    assert holds('kind:rule AND stage:"proposed rule"', intent)
    assert not holds("kind:notice AND SR-17018", intent)


def test_a_temporary_order_is_typed_a_rule() -> None:
    order = rule(stage="rule", action="Temporary scheduling order.", title="Placement of MGM-15 in Schedule I")
    assert holds("stage:rule AND MGM-15", order)
    assert not holds('stage:"proposed rule" AND MGM-15', order)


def test_a_date_of_effect_is_nothing_that_a_query_takes_for_scheduling() -> None:
    intent = rule(stage="proposed rule", effective_on=date(2026, 7, 1), title="Temporary Placement of SR-17018")
    assert not holds("status:scheduled OR status:effective", intent)


def test_a_withdrawal_that_keeps_the_old_wording_can_be_told_from_the_placement() -> None:
    title = "Schedules of Controlled Substances: Placement of 5-MeO-AMT in Schedule I; Withdrawal of Proposed Rule"
    assert holds('"5-MeO-AMT" AND title:withdrawal', rule(title=title))
    assert not holds('"5-MeO-AMT" NOT title:withdrawal', rule(title=title))


def test_noisy_subjects_can_be_left_out() -> None:
    tagged = Bill(identifier="HB 1", title="Airspace", url="", subjects=("Drug traffic control", "Cuba"))
    assert holds("drug", tagged)
    assert not holds("title:drug OR text:drug", tagged)


@pytest.mark.parametrize("docket", ["DEA-1665", "Docket No. DEA-1665", "Docket No. DEA1665", "DEA- 1665"])
def test_a_docket_is_found_in_any_spelling(docket: str) -> None:
    assert holds("docket:DEA-1665", rule(docket=docket))
    assert holds("docket:DEA1665", rule(docket=docket))
    assert not holds("docket:DEA-166", rule(docket=docket))


def test_other_docket_spellings_are_found_as_they_are_written() -> None:
    assert holds("docket:DEA-2026-0793", rule(docket="DEA-2026-0793"))
    assert holds("docket:DEA-*", rule(docket="DEA_FRDOC_0001"))
    assert not holds("docket:DEA-0793", rule(docket="DEA-2026-0793"))


NAME = st.from_regex(r"[2-9]-[A-Z]{2,6}", fullmatch=True)


@given(NAME, st.sampled_from(["-", "‑", "–", " ", "- ", "\u00a0", ""]), st.sampled_from([" ", ", ", ") ", "-based "]))
def test_a_name_is_found_whatever_joins_it(name: str, joint: str, after: str) -> None:
    assert matches(name, f"on {name.replace('-', joint)}{after}x")


@given(NAME, st.sampled_from("123456789"), st.sampled_from("abcdefxyz"))
def test_a_longer_number_or_ending_is_another_name(name: str, digit: str, letter: str) -> None:
    assert not matches(name, f"on {digit}{name} x")
    assert not matches(name, f"on {name}{letter} x")
