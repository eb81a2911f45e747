"""The words of the status pages of Ohio's General Assembly and what they are.

The page of a bill's status is short: a step that both chambers take is printed with the same word and the chamber beside it.
"""

from spiders.families.actions import Vocabulary

OHIO = Vocabulary(
    (
        (r"introduced and referred to committee", ("introduction", "referral-committee")),
        (r"introduced|offered", ("introduction",)),
        (r"(re-?)?refer(red)? to committee|re-?referred", ("referral-committee",)),
        (r"item passed notwithstanding|passed notwithstanding|veto overrid", ("veto-override-passage",)),
        (r"informally passed|postponed|laid on the table|tabled", ("deferral",)),
        (r"reported|recommended", ("committee-passage",)),
        (r"re-?committed|taken from the table", ()),
        (r"refused to concur in .*amendments", ("amendment-failure",)),
        (r"concurred in .*amendments", ("amendment-passage",)),
        (r"insisted|receded|conference|committee of conference", ()),
        (r"refused to adopt|failed|defeated|not passed|indefinitely postponed", ("failure",)),
        (r"adopted|passed", ("passage",)),
        (r"enrolled|signed by the (speaker|president)", ("enrolled",)),
        (r"sent to (the )?governor|presented to (the )?governor", ("executive-receipt",)),
        (r"signed by (the )?governor.*line.item veto|.*line.item veto", ("executive-veto-line-item",)),
        (r"signed by (the )?governor|approved by (the )?governor", ("executive-signature", "became-law")),
        (r"vetoed", ("executive-veto",)),
        (r"became law|effective", ("became-law",)),
        (r"filed with (the )?secretary of state", ("became-law",)),
        (r"withdrawn", ("withdrawal",)),
    )
)
