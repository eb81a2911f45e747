"""A proposal one day, the order that answers it some weeks later: what differs between their texts is told.

Numbers, dates and dockets are true; the texts are in our words, set in the Federal Register's XML.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from federal_days import Day, Watch, document, publish

from monitor.cli import policywatch
from monitor.store.against import of_changes
from monitor.store.changes import Wanted, select
from monitor.store.engine import read

TITLE = "Schedules of Controlled Substances: Temporary Placement of Mitragynine Pseudoindoxyl, MGM-15, and MGM-16 in Schedule I"
BEFORE, PROPOSED, ORDERED = (datetime(2026, *day, 15, tzinfo=UTC) for day in ((7, 2), (7, 6), (8, 26)))
ISSUE = """<?xml version="1.0" encoding="UTF-8"?>
<FEDREG><VOL>91</VOL><NO>1</NO><DATE>{on:%A}, {on:%B} {on.day}, {on.year}</DATE>{documents}</FEDREG>
"""
DOCUMENT = """<{tag}><PREAMB><PRTPAGE P="{page}"/><AGENCY TYPE="S">DEPARTMENT OF JUSTICE</AGENCY>
<SUBAGY>Drug Enforcement Administration</SUBAGY><CFR>21 CFR Part 1308</CFR><DEPDOC>[Docket No. {docket}]</DEPDOC>
<SUBJECT>{title}</SUBJECT>
<ACT><HD SOURCE="HED">ACTION:</HD><P>{action}</P></ACT>
<SUM><HD SOURCE="HED">SUMMARY:</HD><P>{summary}</P></SUM></PREAMB>
<SUPLINF><HD SOURCE="HED">SUPPLEMENTARY INFORMATION:</HD><P>{explanation}</P>
<LSTSUB><HD SOURCE="HED">List of Subjects in 21 CFR Part 1308</HD><P>Administrative practice and procedure, Drug traffic control.</P></LSTSUB>
<P>For the reasons set out above, the DEA {orders} 21 CFR part 1308 as follows:</P>
<REGTEXT TITLE="21" PART="1308"><PART><HD SOURCE="HED">PART 1308—SCHEDULES OF CONTROLLED SUBSTANCES</HD></PART>
<AMDPAR>1. In § 1308.11, add paragraphs (h)(96) through ({last}) to read as follows:</AMDPAR>
<SECTION><SECTNO>§ 1308.11</SECTNO><SUBJECT>Schedule I.</SUBJECT><STARS/><P>(h) * * *</P>{substances}</SECTION></REGTEXT></SUPLINF>
<SIG><DATED>Signed in Arlington, Virginia.</DATED><NAME>An Administrator.</NAME></SIG>
<FRDOC>[FR Doc. {number} Filed 1-1-26; 8:45 am]</FRDOC><BILCOD>BILLING CODE 4410-09-P</BILCOD></{tag}>"""
OTHER = DOCUMENT.format(
    tag="PRORULE", number="2026-13580", page=40917, docket="DEA-1570", title="Temporary Placement of 7-OH", last=96,
    action="Proposed amendment; notice of intent.", summary="7-hydroxymitragynine above a threshold.", explanation="Comments.",
    orders="proposes to amend", substances="<P>(96) 7-hydroxymitragynine above 400 parts per million</P>",
)  # fmt: skip
INTENT = DOCUMENT.format(
    tag="PRORULE", number="2026-13581", page=40930, docket="DEA–1644", title=TITLE, last=98,
    action="Proposed amendment; notice of intent.", summary="The Administrator intends to issue an order on three substances.",
    explanation="The substances are described at length. Transmit comments by August 5, 2026.", orders="proposes to amend",
    substances="<P>(96) Mitragynine pseudoindoxyl</P><P>(97) MGM-15</P><P>(98) MGM-16 above 1.0 percent</P>",
)  # fmt: skip
ORDER = DOCUMENT.format(
    tag="RULE", number="2026-17429", page=54948, docket="DEA–1644", title=TITLE, last=98,
    action="Temporary amendment; temporary scheduling order.", summary="The order is effective until August 26, 2028.",
    explanation="Four hundred comments were received on the notice of July 6, 2026 (91 FR 40930). The reply is new from end to end.",
    orders="amends",
    substances="<P>(96) Mitragynine pseudoindoxyl</P><P>(97) MGM-15</P><P>(98) MGM-16 above 0.5 percent, its isomers and salts</P>",
)  # fmt: skip
SOURCES = ["us.dea_rules", "us.federal_register_full_text"]


def issue(watch: Watch, at: datetime, *documents: str) -> None:
    body = ISSUE.format(on=at.date(), documents="".join(documents))
    url = f"https://www.govinfo.gov/bulkdata/FR/{at:%Y}/{at:%m}/FR-{at:%Y-%m-%d}.xml"
    watch.put(url, at, body, media_type="application/xml")


def interface(number: str, on: str, **values: Any) -> dict[str, Any]:
    return document(number, on, TITLE, docket_ids=["Docket No. DEA-1644"], **values)


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> tuple[Watch, list[Day]]:
    """The days before, of the notice of intent, and of the order."""
    watch = Watch(tmp_path_factory.mktemp("final_rule"), sources=SOURCES, now=BEFORE)
    importer = document("2026-13000", "2026-07-02", "Importer of Controlled Substances Application", type="Notice")
    intent = interface("2026-13581", "2026-07-06", action="Proposed amendment; notice of intent.")
    order = interface(
        "2026-17429", "2026-08-26", type="Rule", action="Temporary amendment; temporary scheduling order.",
        effective_on="2026-08-26", citation="91 FR 54948",
    )  # fmt: skip
    told = []
    for at, published, printed in (
        (BEFORE, [importer], [OTHER.replace("2026-13580", "2026-13001").replace("DEA-1570", "DEA-1500")]),
        (PROPOSED, [intent, importer], [OTHER, INTENT]),
        (ORDERED, [order, intent, importer], [ORDER]),
    ):
        publish(watch, at, published, [])
        issue(watch, at, *printed)
        told.append(watch.check(at))
    return watch, told


def shown(watch: Watch, day: Day, number: str, *more: str) -> str:
    """What `policywatch show` prints of the day's change of that document."""
    (change,) = (one for one in day.changes if one.key.identifier == number)
    database = watch.config.database
    printed = CliRunner().invoke(policywatch, ["show", str(change.id), "--database", database, *more])
    assert printed.exit_code == 0, printed.output
    return printed.output


def test_the_order_is_shown_against_the_notice_that_it_answers(days: tuple[Watch, list[Day]]) -> None:
    watch, (_, _, ordered) = days
    row = json.loads(shown(watch, ordered, "2026-17429", "--json"))["against"]
    assert row["document"]["identifier"] == "2026-13581"
    assert (row["published_on"], row["citation"], row["as_proposed"]) == ("2026-07-06", "91 FR 40930", False)
    edits = [one["old"] or one["new"] for one in row["redline"] if one["op"] in ("insert", "delete")]
    assert edits == ["proposes to amend", "amends", "1.0", "0.5", ", its isomers and salts"]
    assert len(row["summary"]) == 1
    assert "1.0 → 0.5" in row["summary"][0]
    assert row["said"].startswith(
        "differs from the proposal 2026-13581 of 2026-07-06: § 1308.11 (Schedule I): 1.0 → 0.5"
    )


def test_a_reader_sees_the_law_and_not_the_explanation(days: tuple[Watch, list[Day]]) -> None:
    watch, (_, _, ordered) = days
    _, found, against = shown(watch, ordered, "2026-17429").partition("against the proposal 2026-13581 (91 FR 40930): ")
    assert found
    assert "[-1.0-]{+0.5+} percent{+, its isomers and salts+}" in against
    assert "the DEA [-proposes to amend-]{+amends+} 21 CFR part 1308" in against
    assert "comments" not in against


def test_a_notice_of_intent_is_held_against_nothing(days: tuple[Watch, list[Day]]) -> None:
    watch, (_, proposed, _) = days
    assert json.loads(shown(watch, proposed, "2026-13581", "--json"))["against"] is None
    assert "against the proposal" not in shown(watch, proposed, "2026-13581")


def test_both_sources_views_of_the_order_lead_to_one_answer(days: tuple[Watch, list[Day]]) -> None:
    watch, _ = days
    with read(watch.engine) as conn:
        found = of_changes(conn, select(conn, Wanted()))
    assert [(key.identifier, one.proposal.identifier) for key, one in found.items()] == [("2026-17429", "2026-13581")]


def test_the_timeline_names_the_proposal(days: tuple[Watch, list[Day]]) -> None:
    watch, _ = days
    printed = CliRunner().invoke(policywatch, ["timeline", "DEA-1644", "--database", watch.config.database])
    assert "answers the proposal 2026-13581" in printed.output
    printed = CliRunner().invoke(policywatch, ["timeline", "DEA-1644", "--json", "--database", watch.config.database])
    rows = [json.loads(line) for line in printed.output.splitlines()]
    assert [row["against"] for row in rows if row["document"]] == [None, "2026-13581"]


def test_without_the_full_text_the_proposal_is_named_all_the_same(tmp_path: Path) -> None:
    watch = Watch(tmp_path, sources=["us.dea_rules"], now=BEFORE)
    intent = interface("2026-13581", "2026-07-06", action="Proposed amendment; notice of intent.")
    order = interface("2026-17429", "2026-08-26", type="Rule", action="Temporary scheduling order.")
    publish(watch, PROPOSED, [intent], [])
    watch.check(PROPOSED)
    publish(watch, ORDERED, [order, intent], [])
    day = watch.check(ORDERED)
    row = json.loads(shown(watch, day, "2026-17429", "--json"))["against"]
    assert (row["document"]["identifier"], row["redline"]) == ("2026-13581", None)
    assert row["said"].endswith("the rule's and the proposal's full text is not kept")
    assert "full text is not kept" in shown(watch, day, "2026-17429")


def test_who_is_told_of_the_order_hears_how_it_differs_from_the_notice(days: tuple[Watch, list[Day]]) -> None:
    _, (_, proposed, ordered) = days
    (alert,) = ordered.messages("alert")
    said = " ".join(alert.bodies)
    assert "2026-13581" in said
    assert "1.0 → 0.5" in said or "1.0 -> 0.5" in said
    assert not [one for one in proposed.messages("alert") for body in one.bodies if "differs from the proposal" in body]
