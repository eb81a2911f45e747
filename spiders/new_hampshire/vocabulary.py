"""The words of New Hampshire's dockets and what they are, most particular first.

A committee reports "Ought to Pass"; the floor then moves it, and the motion's fate stands behind it: MA is adopted, MF failed
(VV, DV and RC say how it was counted). A minority's report decides nothing.
"""

from spiders.families.actions import Vocabulary

NEW_HAMPSHIRE = Vocabulary(
    (
        (r"minority (committee )?report", ()),
        (r"(majority )?committee report:? ?.*(inexpedient to legislate|ITL)", ("committee-failure",)),
        (r"(majority )?committee report:? ?.*(interim study|rereferred|re-refer|retained|without recommendation)", ()),
        (r"(majority )?committee report:? ?.*ought to pass", ("committee-passage-favorable",)),
        (r"(majority )?committee report", ()),
        (r".*(public hearing|executive session|work session|subcommittee|full committee|hearing:|cancelled)", ()),
        (r".*introduced .*referred to", ("introduction", "referral-committee")),
        (r"introduced|to be introduced", ("introduction",)),
        (r".*withdraws? floor amendment|.*floor amendment.*withdrawn", ("amendment-withdrawal",)),
        (r".*amendment\b.*(\bAF\b|failed)", ("amendment-failure",)),
        (r"proposed .*amendment|floor amendment #? ?\S+ ?(\(|offered|,? moved)", ("amendment-introduction",)),
        (r".*ought to pass.*\bMF\b|.*passed by third reading.*\bMF\b", ()),
        (r"(passed|ought to pass).*third reading|passed by third reading", ("reading-3", "passage")),
        (r".*(ought to pass|OTP)\b.*ordered to third reading|.*ordered to third reading", ("reading-2",)),
        (r"ought to pass", ("passage",)),
        (r".*amendment\b.*(\bAA\b|adopted)", ("amendment-passage",)),
        (r"(inexpedient to legislate|inexpedient).*\bMF\b", ()),
        (r"inexpedient", ("failure",)),
        (r"indefinitely postpone.*\bMF\b", ()),
        (r"indefinitely postpone", ("failure",)),
        (r"(died|failed|.*fails)\b", ("failure",)),
        (r".*refer(red)? (to|for) interim study.*\bMF\b", ()),
        (r".*(refer(red)?|retained|rereferred).*interim study", ("referral",)),
        (r"(retained|rereferred|re-referred) (in|to) committee", ("deferral",)),
        (r".*(lay|laid).*on (the )?table.*\bMF\b", ()),
        (r".*(lay|laid).*on (the )?table|special order", ("deferral",)),
        (r".*(from|off) (the )?table", ()),
        (r".*conference committee|.*(committee of )?conference", ()),
        (r".*non-?concurs", ()),
        (r".*concurs|.*concurred", ("concurrence",)),
        (r"enrolled (bill )?(adopted|passed|amendment)|enrolled", ("enrolled",)),
        (
            r"signed by (the )?governor.*chapter|signed by (the )?governor.*effective",
            ("executive-signature", "became-law"),
        ),
        (r"signed", ("executive-signature",)),
        (r"law without signature|chapter(ed)? \d+|.*became law", ("became-law",)),
        (r"veto sustained|.*override.*failed", ("veto-override-failure",)),
        (r"veto overridden|.*notwithstanding the governor", ("veto-override-passage",)),
        (r"vetoed", ("executive-veto",)),
        (r".*referred to|.*rereferred", ("referral-committee",)),
        (r"withdrawn", ("withdrawal",)),
        (r"(pending motion|motion|reconsider|sen\.|rep\.|removed from consent|rules|remove|division|ruling|==)", ()),
        (r"(fiscal note|without objection|deadline|report filing|waived|presented|no )", ()),
    )
)
