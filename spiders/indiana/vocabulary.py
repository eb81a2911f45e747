"""The words of Indiana's bill histories and what they are, most particular first.

The presiding officers sign what both chambers passed: their signatures are the enrolling and no second passage.
"""

from spiders.families.actions import Vocabulary

_THIRD = r"(re-?read third time|third reading)"

INDIANA = Vocabulary(
    (
        (r"public law \d+", ("became-law",)),
        (r".*veto (was )?overridden|.*overrid(e|den).*(prevailed|passed)", ("veto-override-passage",)),
        (r".*(veto sustained|motion to override.*failed)", ("veto-override-failure",)),
        (r"vetoed by (the )?governor", ("executive-veto",)),
        (r"signed by (the )?governor", ("executive-signature",)),
        (r"(became law|law) without", ("became-law",)),
        (r".*(presented|sent|transmitted) to (the )?governor", ("executive-receipt",)),
        (r"signed by (the )?(speaker|president)", ("enrolled",)),
        (r".*amendment.*(withdrawn)", ("amendment-withdrawal",)),
        (r".*conference committee report.*(adopted|failed)|.*\bconferees?\b|.*advisors?\b", ()),
        (r"(?!.*without amendment)(house |senate )?amendment.*(passed|prevailed|adopted)", ("amendment-passage",)),
        (r"(house |senate )?amendment.*failed", ("amendment-failure",)),
        (r"(house|senate) concurred|.*concur.*adopted", ("concurrence",)),
        (r"(house|senate) (dissented|failed to concur)|motion|.*\bmotion to (concur|dissent)", ()),
        (r"first reading:? *(referred|committee).*", ("reading-1", "referral-committee")),
        (r"first reading:? *adopted", ("reading-1", "passage")),
        (r"first reading", ("reading-1",)),
        (r"(re-?read second time|second reading).*(passed|adopted)", ("reading-2", "passage")),
        (r"(re-?read second time|second reading).*failed", ("reading-2", "failure")),
        (r"(re-?read second time|second reading): ?amended", ("reading-2", "amendment-passage")),
        (r"re-?read second time|second reading", ("reading-2",)),
        (rf"{_THIRD}.*(passed|adopted)", ("reading-3", "passage")),
        (rf"{_THIRD}.*(failed|defeated)", ("reading-3", "failure")),
        (rf"{_THIRD}", ("reading-3",)),
        (r".*committee report.*do not pass", ("committee-passage-unfavorable",)),
        (r".*committee report.*(do pass|pass\b|adopted)", ("committee-passage",)),
        (r".*committee report.*fail", ("committee-failure",)),
        (
            r".*(referred|reassigned|recommitted|committed|assigned) (\w+ )*to (the )?(\w+ )*committee",
            ("referral-committee",),
        ),
        (r"referred to the (house|senate)", ("referral",)),
        (r"returned to the|returned to (house|senate)", ()),
        (r"adopted\b|(simple |concurrent )?resolution adopted", ("passage",)),
        (r"(pre-?)?filed", ("filing",)),
        (r"authored by|introduced", ("introduction",)),
        (r"(bill |resolution )?withdrawn", ("withdrawal",)),
        (r"failed", ("failure",)),
        (
            r".*(added as|removed as|sponsor|author|placed (back )?(on|in)|roll call|rules suspend|purpose|pursuant|technical|printed)",
            (),
        ),
    )
)
