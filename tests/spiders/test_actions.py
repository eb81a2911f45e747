"""Actions are told by the words each legislature prints."""

import pytest

from spiders.families.actions import Vocabulary, classify
from spiders.new_mexico.vocabulary import NEW_MEXICO, in_words
from spiders.north_dakota.vocabulary import NORTH_DAKOTA
from spiders.virginia.vocabulary import VIRGINIA


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Prefiled and ordered printed; Offered 01-14-2026 26101234D", ("introduction",)),
        ("Presented and laid on Speaker's table 25107999D", ("introduction",)),
        ("Filed", ("filing", "introduction")),
        ("Referred to Committee for Courts of Justice", ("referral-committee",)),
        ("Rereferred to Finance", ("referral-committee",)),
        ("Assigned Education sub: Public Education", ("referral-committee",)),
        ("Assigned sub: Behavioral Health", ("referral-committee",)),
        ("Subject matter referred to the Crime Commission", ("referral-committee",)),
        ("Reported from Rules (18-Y 0-N)", ("committee-passage",)),
        ("Reported from Courts of Justice with substitute (8-Y 7-N)", ("committee-passage", "substitution")),
        (
            "Reported from General Laws and rereferred to Appropriations (22-Y 0-N)",
            ("committee-passage", "referral-committee"),
        ),
        ("Failed to report (defeated) in Local Government (7-Y 8-N)", ("committee-failure",)),
        ("Failed to recommend reporting", ("committee-failure",)),
        ("Left in Appropriations", ("committee-failure",)),
        ("Read first time", ("reading-1",)),
        ("Read second time", ("reading-2",)),
        ("Read third time", ("reading-3",)),
        ("Read third time and passed House (97-Y 0-N)", ("passage", "reading-3")),
        ("Read third time and agreed to by Senate by voice vote", ("passage", "reading-3")),
        ("Read third time and defeated by Senate (19-Y 21-N)", ("failure",)),
        ("Passed Senate (40-Y 0-N)", ("passage",)),
        ("Passed House with substitute (51-Y 48-N)", ("passage",)),
        ("VOTE: Block Vote Passage (98-Y 0-N)", ("passage",)),
        ("Agreed to by House by voice vote", ("passage",)),
        ("Passed by indefinitely in Courts of Justice with letter (15-Y 0-N)", ("deferral",)),
        ("Passed by for the day", ("deferral",)),
        ("Tabled in Rules (5-Y 0-N)", ("deferral",)),
        ("Continued to 2027 in Finance (15-Y 0-N)", ("deferral",)),
        ("Stricken at request of Patron in Transportation (15-Y 0-N)", ("withdrawal",)),
        ("Withdrawn", ("withdrawal",)),
        ("Committee substitute printed 25105678D-H1", ("substitution",)),
        ("Senate insisted on substitute (40-Y 0-N)", ("substitution",)),
        ("House Amendments agreed to by Senate (40-Y 0-N)", ("amendment-passage",)),
        ("Amendment by Delegate withdrawn", ("amendment-withdrawal",)),
        ("House Amendment rejected by Senate", ("amendment-failure",)),
        ("House requested conference committee", ("referral-committee",)),
        ("Conferees appointed by Senate", ("referral-committee",)),
        ("Conferes appointed by House", ("referral-committee",)),
        ("Conference report agreed to by Senate (40-Y 0-N)", ("committee-passage-favorable",)),
        ("Failed to pass in Senate", ("failure",)),
        ("Enrolled", ("enrolled",)),
        ("Signed by Speaker", ("passage", "enrolled")),
        ("Signed by President", ("passage", "enrolled")),
        ("Enrolled Bill communicated to Governor on March 9, 2025", ("executive-receipt",)),
        ("Governor's Action Deadline 11:59 p.m., March 24, 2025", ("executive-receipt",)),
        ("Approved by Governor", ("executive-signature",)),
        ("Approved by Governor-Chapter 12 (effective 7/1/2025)", ("executive-signature", "became-law")),
        ("Governor's recommendation received by House", ("executive-veto-line-item",)),
        ("Governor's recommendation adopted", ("executive-signature",)),
        ("Vetoed by Governor", ("executive-veto",)),
        ("House sustained Governor's veto", ("veto-override-failure",)),
        ("Enacted, Chapter 607 (Effective 07/01/2025) ", ("became-law",)),
        ("Senate rejected Governor's recommendation (19-Y 21-N)", ()),
        ("Subcommittee recommends reporting (8-Y 0-N)", ()),
        ("Senators: Marsden, Boysko, Stuart", ()),
        ("Delegates: Hope, Seibold, Austin", ()),
        ("Acts of Assembly Chapter text (CHAP0607)", ("became-law",)),
        ("Bill text as passed House and Senate (HB1ER)", ()),
        ("Fiscal Impact Statement from Department of Planning and Budget (HB9)", ()),
        ("Moved from Uncontested Calendar to Regular Calendar", ()),
        ("", ()),
    ],
)
def test_virginia(text: str, kinds: tuple[str, ...]) -> None:
    assert classify(text, VIRGINIA) == kinds


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (
            "Introduced, first reading, referred Human Services Committee",
            ("introduction", "reading-1", "referral-committee"),
        ),
        ("Filed with Secretary Of State 04/23", ("became-law",)),
        ("Second reading, passed, yeas 88 nays 4", ("reading-2", "passage")),
        ("Second reading, failed to pass, yeas 12 nays 80", ("reading-2", "failure")),
        ("Reported back, do pass, placed on calendar 13 0 1", ("committee-passage-favorable",)),
        ("Reported back amended, do not pass", ("committee-passage-unfavorable",)),
        ("Reported back without recommendation", ("committee-passage",)),
        ("Rereferred to Appropriations", ("referral-committee",)),
        ("Amendment proposed on floor", ("amendment-introduction",)),
        ("Amendment failed", ("amendment-failure",)),
        ("Amendment adopted, placed on calendar", ("amendment-passage",)),
        ("Concurred", ("amendment-passage",)),
        ("Laid over one legislative day", ("deferral",)),
        ("Withdrawn from further consideration", ("withdrawal",)),
        ("Sent to Governor", ("executive-receipt",)),
        ("Signed by Governor 04/22", ("executive-signature",)),
        ("Vetoed by Governor", ("executive-veto",)),
        ("Veto sustained", ("veto-override-failure",)),
        ("Veto overridden", ("veto-override-passage",)),
        ("Signed by Speaker", ()),
        ("Sergeant at arms found", ()),
    ],
)
def test_north_dakota_adds_up_what_fits(text: str, kinds: tuple[str, ...]) -> None:
    assert classify(text, NORTH_DAKOTA) == kinds


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Sent to SPREF - Referrals: SPREF", ("filing",)),
        ("Sent to SCORC - Referrals: SCORC/SFC", ("introduction", "referral-committee")),
        ("SCORC: Reported by committee with Do Pass recommendation", ("committee-passage-favorable",)),
        ("DO PASS as amended committee report adopted", ("committee-passage-favorable",)),
        ("WITHOUT RECOMMENDATION committee report adopted", ("committee-passage",)),
        ("DO NOT PASS, replaced with committee substitute", ("committee-passage", "substitution")),
        ("DO NOT PASS committee report adopted", ("committee-passage-unfavorable",)),
        ("DO PASS recommended, report pending", ()),
        ("Withdrawn from committee", ("withdrawal",)),
        ("Germane", ()),
        ("Tabled", ("deferral",)),
        ("Tabled Indefinitely", ("failure",)),
        ("Action Postponed Indefinitely", ("failure",)),
        ("Dead", ("failure",)),
        ("Floor substitute adopted", ("substitution",)),
        ("House of Representatives Floor Amendment", ("amendment-passage",)),
        ("Not Printed", ()),
        ("Referred to HJC", ("referral-committee",)),
        ("Passed in the Senate - Y:29 N:6", ("passage",)),
        ("Passed in the House of Representatives - Y:64 N:0", ("passage",)),
        ("Failed passage in the Senate - Y:12 N:20", ("failure",)),
        ("Conference report adopted", ()),
        ("Senate has concurred with House Amendments", ("amendment-passage",)),
        ("Senate failed to concur with House Amendments", ()),
        ("Signed by Governor - Chapter 44 - Feb. 28", ("executive-signature", "became-law")),
        ("Signed", ("executive-signature",)),
        ("Vetoed by Governor", ("executive-veto",)),
        ("Pocket Veto", ("executive-veto",)),
        ("Law Without Signature", ("became-law",)),
        ("Veto Override Passed", ("veto-override-passage",)),
        ("Veto Override Failed", ("veto-override-failure",)),
        ("Receded", ()),
    ],
)
def test_new_mexico(text: str, kinds: tuple[str, ...]) -> None:
    assert classify(text, NEW_MEXICO) == kinds


def test_an_abbreviated_history_is_told_in_words() -> None:
    assert in_words(
        "SPREF [1] SCORC/SFC-SCORC [3] DP/a-SFC- PASSED/S (29-6) [14] h/fld cncr- CC SGND BY GOV (Feb. 28) Ch. 44."
    ) == (
        "Sent to SPREF - Referrals: SPREF",
        "Sent to SCORC - Referrals: SCORC/SFC",
        "Reported by committee with Do Pass recommendation with amendment(s)",
        "Sent to SFC",
        "Passed in the Senate - Y:29 N:6",
        "House of Representatives failed to concur with Senate Amendments",
        "Conference Committee",
        "Signed by Governor - Chapter 44 - Feb. 28",
    )


def test_what_the_key_lacks_stays_as_it_is() -> None:
    assert in_words("[2] HJC-HJC w/drn (Sen. X resigned) API.") == (
        "Sent to HJC - Referrals: HJC",
        "Withdrawn from committee",
        "(Sen. X resigned)",
        "Action Postponed Indefinitely",
    )
    assert in_words("") == ()


def test_the_first_entry_that_fits_decides_unless_every_one_counts() -> None:
    entries = ((r"passed by", ("deferral",)), (r"passed", ("passage",)))
    assert classify("PASSED BY for the day", Vocabulary(entries)) == ("deferral",)
    assert classify("passed by for the day", Vocabulary(entries, every=True)) == ("deferral", "passage")
