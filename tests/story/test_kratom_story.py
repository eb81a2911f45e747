"""Kratom and 7-OH in the Federal Register, 2016 and 2026: what is found on which day, what is told, and what must not be said.

Numbers, dates, types and dockets are true. Abstracts, action lines and the days of filing before July 2026 are in our words;
the importer's notice is invented. 7-hydroxymitragynine is named in four of these documents, and none of them schedules it.
"""

import json
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from federal_days import Day, Told, Watch, document, filing, publish

from monitor.cli import policywatch
from monitor.model.documents import Notice, Rule
from monitor.model.records import ChangeKind

SOURCE = "us.dea_rules"
PLACEMENT = "Schedules of Controlled Substances: Temporary Placement of"
INTENT = "Proposed amendment; notice of intent."
FILED = "filed for public inspection, publication scheduled"

IMPORTER = document(
    "2016-00001",
    "2016-08-26",
    "Importer of Controlled Substances Application: Example Company",
    type="Notice",
    cfr_references=[],
)
NOTICE_2016 = document(
    "2016-20803",
    "2016-08-31",
    f"{PLACEMENT} Mitragynine and 7-Hydroxymitragynine Into Schedule I",
    action="Notice of intent.",
    abstract="The Administrator gives notice of the intent to place the opioids of the plant kratom, mitragynine and "
    "7-hydroxymitragynine, in schedule I by a temporary order.",
    citation="81 FR 59929",
    docket_ids=["Docket No. DEA-442"],
)
WITHDRAWAL_2016 = document(
    "2016-24659",
    "2016-10-13",
    "Withdrawal of Notice of Intent To Temporarily Place Mitragynine and 7-Hydroxymitragynine Into Schedule I",
    action="Withdrawal of notice of intent; solicitation of comments.",
    abstract="The DEA withdraws its notice of intent of August 31, 2016 (81 FR 59929), on the opioids of kratom and asks for "
    "comments.",
    citation="81 FR 70652",
    docket_ids=["Docket No. DEA-442W"],
    comments_close_on="2016-12-01",
)
SR_17018 = document(
    "2026-13364",
    "2026-07-01",
    f"{PLACEMENT} 5,6- Dichloro Brorphine, 5,6-Dichloro Desmethylchlorphine, N-Propionitrile Chlorphine, and "
    "Spirochlorphine in Schedule I of the Controlled Substances Act",
    action=INTENT,
    abstract="This notice of intent concerns four opioids, among them 5,6-dichloro desmethylchlorphine or SR-17018.",
    docket_ids=["Docket No. DEA-1665"],
    effective_on="2026-07-01",
)
SEVEN_OH = document(
    "2026-13580",
    "2026-07-06",
    "Schedules of Controlled Substance: Temporary Placement of 7-Hydroxymitragynine Above a Specified Threshold in Schedule I",
    action=INTENT,
    abstract="The DEA gives notice that it intends to place 7-hydroxymitragynine (7-OH) above a threshold in schedule I.",
    docket_ids=["Docket No. DEA-1570"],
)
RELATED = document(
    "2026-13581",
    "2026-07-06",
    f"{PLACEMENT} Mitragynine Pseudoindoxyl, MGM-15, and MGM-16 in Schedule I",
    action=INTENT,
    abstract="The DEA gives notice that it intends to place mitragynine pseudoindoxyl, MGM-15 and MGM-16 in schedule I.",
    docket_ids=["Docket No. DEA1644"],
)
ORDER = document(
    "2026-17429",
    "2026-08-26",
    f"{PLACEMENT} Mitragynine Pseudoindoxyl, MGM-15, and MGM-16 in Schedule I",
    type="Rule",
    action="Temporary amendment; temporary scheduling order.",
    abstract="The order places mitragynine pseudoindoxyl, MGM-15 and MGM-16 in schedule I until August 26, 2028.",
    dates="This temporary order is effective August 26, 2026, until August 26, 2028.",
    citation="91 FR 54948",
    docket_ids=["Docket No. DEA-1644"],
    effective_on="2026-08-26",
)
SEVEN_OH_AGAIN = document(
    "2026-20943",
    "2026-10-14",
    f"{PLACEMENT} 7-Hydroxymitragynine Above a Specified Threshold in Schedule I",
    action=INTENT,
    abstract="The DEA gives notice that it intends to place 7-hydroxymitragynine (7-OH) above a threshold in schedule I.",
    docket_ids=["Docket No. DEA-1570"],
)
PROPOSALS = (NOTICE_2016, WITHDRAWAL_2016, SR_17018, SEVEN_OH, RELATED, SEVEN_OH_AGAIN)

LAW = re.compile(
    r"takes? effect|in effect|\beffective\b|in force|final rule|new rule|(?<!proposed )\brule:|\(rule\b|(?<!publication )\bscheduled\b"
    r"|\bban(s|ned)?\b|illegal|outlaw|became law|\bdates? to act by",
    re.IGNORECASE,
)
"""What would say of a proposal that it is the law."""

DESK: dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]] = {
    # day: published in the window that is asked for, filed for public inspection
    "2016-08-29": ([IMPORTER], []),
    "2016-08-30": ([IMPORTER], [filing(NOTICE_2016, "2016-08-30T08:45:00-04:00")]),
    "2016-08-31": ([NOTICE_2016, IMPORTER], []),
    "2016-10-13": ([WITHDRAWAL_2016, NOTICE_2016, IMPORTER], []),
    "2026-07-01": ([SR_17018], []),
    "2026-07-02": (
        [SR_17018],
        [filing(SEVEN_OH, "2026-07-02T08:45:00-04:00"), filing(RELATED, "2026-07-02T08:45:00-04:00")],
    ),
    "2026-07-06": ([RELATED, SEVEN_OH, SR_17018], []),
    "2026-08-25": ([RELATED, SEVEN_OH, SR_17018], [filing(ORDER, "2026-08-25T08:45:00-04:00")]),
    "2026-08-26": ([ORDER, RELATED, SEVEN_OH, SR_17018], []),
    "2026-10-09": ([ORDER], [filing(SEVEN_OH_AGAIN, "2026-10-09T08:45:00-04:00")]),
    "2026-10-14": ([SEVEN_OH_AGAIN, ORDER], []),
}


class Story:
    """The days as they were watched."""

    def __init__(self, folder: Path) -> None:
        self.watch = Watch(folder, sources=[SOURCE], now=_at("2016-08-29"))
        self.days: dict[str, Day] = {}
        self.states: dict[str, dict[str, Rule]] = {}
        self.law: dict[str, set[str]] = {}
        for day, (published, filed) in DESK.items():
            publish(self.watch, _at(day), published, filed)
            self.days[day] = self.watch.check(_at(day))
            self.states[day] = self.watch.rules()
            self.law[day] = self.watch.in_force(date.fromisoformat(day))

    @property
    def messages(self) -> Iterable[tuple[str, Told]]:
        return ((day, one) for day, found in self.days.items() for one in found.told)


def _at(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(hour=14, tzinfo=UTC)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return Story(tmp_path_factory.mktemp("kratom"))


def test_every_document_is_found_on_its_day_and_once(story: Story) -> None:
    found = {
        day: [(str(one.kind), one.key.identifier, [move.after for move in one.moves]) for one in seen.changes]
        for day, seen in story.days.items()
    }
    assert {day: sorted(changes) for day, changes in found.items()} == {
        "2016-08-29": [],
        "2016-08-30": [("added", "2016-20803", [])],
        "2016-08-31": [("amended", "2016-20803", ["published"])],
        "2016-10-13": [("added", "2016-24659", [])],
        "2026-07-01": [("added", "2026-13364", [])],
        "2026-07-02": [("added", "2026-13580", []), ("added", "2026-13581", [])],
        "2026-07-06": [("amended", "2026-13580", ["published"]), ("amended", "2026-13581", ["published"])],
        "2026-08-25": [("added", "2026-17429", [])],
        "2026-08-26": [("amended", "2026-17429", ["published"])],
        "2026-10-09": [("added", "2026-20943", [])],
        "2026-10-14": [("amended", "2026-20943", ["published"])],
    }


def test_a_document_that_leaves_the_window_is_not_withdrawn(story: Story) -> None:
    assert {outcome for day in story.days.values() for outcome in day.outcomes.values()} == {"baseline", "changed"}
    assert not [one for day in story.days.values() for one in day.changes if one.kind is ChangeKind.REMOVED]
    assert sum(result.held for day in story.days.values() for result in day.results.values()) == 0


def test_a_filing_becomes_the_same_document_when_it_is_published(story: Story) -> None:
    for number, filed, published in (
        ("2016-20803", "2016-08-30", "2016-08-31"),
        ("2026-13580", "2026-07-02", "2026-07-06"),
        ("2026-17429", "2026-08-25", "2026-08-26"),
        ("2026-20943", "2026-10-09", "2026-10-14"),
    ):
        before, after = story.states[filed][number], story.states[published][number]
        assert (before.status, before.published_on) == (f"{FILED} {published}", None)
        assert (after.status, after.published_on) == ("published", date.fromisoformat(published))
        assert (before.stage, before.docket) == (after.stage, after.docket)
    assert len(story.states["2026-10-14"]) == len(PROPOSALS) + 1


def test_stages_dockets_and_dates_are_as_published(story: Story) -> None:
    last = story.states["2026-10-14"]
    assert {number: (rule.stage, rule.docket) for number, rule in last.items()} == {
        "2016-20803": ("proposed rule", "DEA-442"),
        "2016-24659": ("proposed rule", "DEA-442W"),
        "2026-13364": ("proposed rule", "DEA-1665"),
        "2026-13580": ("proposed rule", "DEA-1570"),
        "2026-13581": ("proposed rule", "DEA-1644"),
        "2026-17429": ("rule", "DEA-1644"),
        "2026-20943": ("proposed rule", "DEA-1570"),
    }
    dates = {number: (rule.effective_on, rule.comments_close_on) for number, rule in last.items()}
    assert {number: both for number, both in dates.items() if any(both)} == {
        "2016-24659": (None, date(2016, 12, 1)),
        "2026-13364": (date(2026, 7, 1), None),
        "2026-17429": (date(2026, 8, 26), None),
    }
    assert all(rule.cfr == ("21 CFR 1308",) for rule in last.values())
    assert not issubclass(Rule, Notice), "a notice of intent is a proposed rule, never a notice"


def test_only_the_order_is_ever_law_and_not_before_its_day(story: Story) -> None:
    assert story.law == {day: {"2026-17429"} if day >= "2026-08-26" else set() for day in DESK}
    schedules = story.states["2026-10-14"]["2026-17429"]
    assert "7-hydroxymitragynine" not in f"{schedules.title} {schedules.text}".lower()


def test_every_change_of_the_topic_is_told_at_once(story: Story) -> None:
    told = {
        day: sorted(entry.name for one in seen.messages("alert") for entry in one.content.ranked)
        for day, seen in story.days.items()
    }
    assert told == {day: sorted({one.key.identifier for one in seen.changes}) for day, seen in story.days.items()}


def test_no_message_says_of_a_proposal_that_it_is_law(story: Story) -> None:
    looked_at = set()
    for day, one in story.messages:
        if day in ("2026-08-25", "2026-08-26"):
            continue  # the order's own days
        for body in (one.subject, *one.bodies):
            words = re.sub(r"<[^>]+>", " ", body)
            for title in (said["title"] for said in PROPOSALS):
                words = words.replace(title, "")
            found = LAW.search(words)
            assert found is None, f"{day}: {words[max(0, found.start() - 60) : found.end() + 30]!r}"
        looked_at |= {entry.name for entry in one.content.ranked}
    assert looked_at == {said["document_number"] for said in PROPOSALS}


def test_an_alert_on_a_proposal_calls_it_that(story: Story) -> None:
    subjects = {day: [one.subject for one in seen.messages("alert")] for day, seen in story.days.items()}
    for day in ("2016-08-30", "2016-08-31", "2016-10-13", "2026-07-01", "2026-07-02", "2026-10-09", "2026-10-14"):
        (subject,) = subjects[day]
        assert "proposed rule: " in subject, day
    (alert,) = story.days["2026-07-06"].messages("alert")
    for number in ("2026-13580", "2026-13581"):
        assert f"* CHANGED: {number}: " in alert.text
    assert alert.text.count("(proposed rule, Justice Department, Drug Enforcement Administration)") == 2
    assert alert.text.count("-> published (Jul 6, 2026)") == 2
    assert f"Action: set to “{INTENT}”" in alert.text


def test_reasons_speak_of_effect_only_for_the_order(story: Story) -> None:
    reasons: dict[str, dict[str, tuple[str, ...]]] = {}
    for day, seen in story.days.items():
        for one in seen.changes:
            reasons.setdefault(one.key.identifier, {})[day] = one.reasons
    assert reasons["2026-13364"] == {"2026-07-01": ("new proposed rule",)}
    assert reasons["2026-13580"]["2026-07-02"] == ("new proposed rule",)
    assert reasons["2016-24659"]["2016-10-13"] == ("withdrawal of a proposed rule", "comment period closes in 49 days")
    assert reasons["2026-17429"]["2026-08-25"] == ("new final rule",)
    assert "takes effect today" in reasons["2026-17429"]["2026-08-26"]
    told = [(number, said) for number, days in reasons.items() for day in days.values() for said in day]
    assert {number for number, said in told if "effect" in said} == {"2026-17429"}


def test_the_order_is_told_with_what_it_schedules_and_since_when(story: Story) -> None:
    (filed,) = story.days["2026-08-25"].messages("alert")
    assert filed.subject.startswith("Kratom and 7-OH: new rule: ")
    assert "takes effect" not in filed.text, "the desk does not say when"
    (alert,) = story.days["2026-08-26"].messages("alert")
    assert "takes effect Wed, Aug 26 (today)" in alert.text
    assert "-> published (Aug 26, 2026)" in alert.text
    assert "until August 26, 2028" in alert.text
    reasons = [said.said for entry in alert.content.ranked for said in entry.reasons]
    assert not re.search("“7-OH”|7-hydroxymitragynine", " ".join(reasons), re.IGNORECASE)


def test_the_comment_period_of_2016_is_a_date_to_act_by(story: Story) -> None:
    (alert,) = story.days["2016-10-13"].messages("alert")
    assert "comments close Thu, Dec 1 (in 49 days)" in alert.text
    assert "Withdrawal of notice of intent; solicitation of comments." in alert.text


def test_ten_years_are_one_timeline(story: Story) -> None:
    changes = [one for seen in story.days.values() for one in seen.changes]
    assert [one.detected_at for one in changes] == sorted(one.detected_at for one in changes)
    of_7_oh = [one for one in changes if "7-hydroxymitragynine" in one.document.title.lower()]
    assert [(one.key.identifier, one.document.status.partition(",")[0]) for one in of_7_oh] == [
        ("2016-20803", "filed for public inspection"),
        ("2016-20803", "published"),
        ("2016-24659", "published"),
        ("2026-13580", "filed for public inspection"),
        ("2026-13580", "published"),
        ("2026-20943", "filed for public inspection"),
        ("2026-20943", "published"),
    ]
    assert {one.document.stage for one in of_7_oh if isinstance(one.document, Rule)} == {"proposed rule"}


# -- the timeline ----------------------------------------------------------------------------------------------------


def timeline(story: Story, subject: str, *more: str) -> list[dict[str, Any]]:
    """What `policywatch timeline` prints when all the days have passed."""
    database = story.watch.config.database
    printed = CliRunner().invoke(policywatch, ["timeline", subject, "--json", "--database", database, *more])
    assert printed.exit_code == 0, printed.output
    return [json.loads(line) for line in printed.stdout.splitlines()]


def stands(story: Story, subject: str, on: str) -> str:
    (row,) = timeline(story, subject, "--on", on)
    assert row["document"] is None
    return str(row["state"])


def test_the_life_of_a_docket_is_one_timeline(story: Story) -> None:
    rows = timeline(story, "DEA-1644")
    assert [(row["on"], row["step"], (row["document"] or {}).get("identifier"), row["state"]) for row in rows[:3]] == [
        ("2026-07-06", "notice of intent", "2026-13581", "proposed, not scheduled"),
        ("2026-08-26", "temporary order", "2026-17429", "in schedule I, temporarily, until 2028-08-26"),
        ("2028-08-27", "takes effect or runs out", None, "not scheduled"),
    ]
    order = rows[1]
    assert (order["citation"], order["effective_on"], order["until"]) == ("91 FR 54948", "2026-08-26", "2028-08-26")
    assert timeline(story, "Docket DEA1644"[7:]) == rows, "however the docket is spelled"


def test_ten_years_of_7_oh_are_one_timeline_and_never_scheduled(story: Story) -> None:
    rows = timeline(story, "7-hydroxymitragynine")
    found = [(row["on"], row["step"], row["document"]["identifier"]) for row in rows if row["document"]]
    assert found == [
        ("2016-08-31", "notice of intent", "2016-20803"),
        ("2016-10-13", "withdrawal", "2016-24659"),
        ("2026-07-06", "notice of intent", "2026-13580"),
        ("2026-10-14", "notice of intent", "2026-20943"),
    ]
    assert rows[1]["amends"] == ["81 FR 59929"]
    states = {day: stands(story, "7-hydroxymitragynine", day) for day in ("2016-08-30", *DESK, "2026-11-22")}
    proposed, withdrawn = "proposed, not scheduled", "not scheduled: the proposal was withdrawn"
    assert states == {
        "2016-08-29": "not scheduled",
        "2016-08-30": "not scheduled",
        "2016-08-31": proposed,
        "2016-10-13": withdrawn,
        "2026-07-01": withdrawn,
        "2026-07-02": withdrawn,
        "2026-07-06": proposed,
        "2026-08-25": proposed,
        "2026-08-26": proposed,
        "2026-10-09": proposed,
        "2026-10-14": proposed,
        "2026-11-22": proposed,
    }


def test_a_notice_of_intent_with_an_effective_date_schedules_nothing(story: Story) -> None:
    assert (
        stands(story, "DEA-1665", "2026-07-01") == stands(story, "DEA-1665", "2027-07-01") == "proposed, not scheduled"
    )
    (row, _) = timeline(story, "DEA-1665")
    assert (row["document"]["identifier"], row["effective_on"]) == ("2026-13364", None)


def test_pseudoindoxyl_is_scheduled_from_the_day_of_the_order_until_it_runs_out(story: Story) -> None:
    for subject in ('"mitragynine pseudoindoxyl"', "MGM-15"):
        assert [stands(story, subject, on) for on in ("2026-07-05", "2026-08-25", "2026-08-26", "2028-08-26")] == [
            "not scheduled",
            "proposed, not scheduled",
            *["in schedule I, temporarily, until 2028-08-26"] * 2,
        ]
        assert stands(story, subject, "2028-08-27") == "not scheduled"
    assert (
        stands(story, "mitragynine AND NOT pseudoindoxyl", "2026-11-22") == "not scheduled: the proposal was withdrawn"
    )


def test_the_withdrawal_is_told_with_what_it_withdraws(story: Story) -> None:
    (alert,) = story.days["2016-10-13"].messages("alert")
    assert "withdraws: 2016-20803, " in alert.text.casefold()
