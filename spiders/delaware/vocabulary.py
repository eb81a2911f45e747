"""The words of Delaware's bill histories and what they are, most particular first."""

from spiders.families.actions import Vocabulary

DELAWARE = Vocabulary(
    (
        (r"amendment .*(passed|adopted)", ("amendment-passage",)),
        (r"amendment .*defeated", ("amendment-failure",)),
        (r"amendment .*(laid on table|tabled)", ("amendment-deferral",)),
        (r"amendment .*(stricken|withdrawn)", ("amendment-withdrawal",)),
        (r"amendment .*introduced", ("amendment-introduction",)),
        (r"amendment\b", ()),
        (r".*adopted in lieu of", ("introduction", "substitution")),
        (r".*substituted (in|by)", ("substitution",)),
        (r"(introduced and )?assigned to .*committee", ("introduction", "referral-committee")),
        (r"(was )?introduced|pre-?filed", ("introduction",)),
        (r"re-?assigned to|.*referred to", ("referral-committee",)),
        (r".*reported out of committee", ("committee-passage",)),
        (r".*\bunfavorable", ("committee-passage-unfavorable",)),
        (r".*\bfavorable", ("committee-passage-favorable",)),
        (r".*line.item veto", ("executive-veto-line-item",)),
        (r".*veto overrid", ("veto-override-passage",)),
        (r".*vetoed by (the )?governor", ("executive-veto",)),
        (r".*signed by (the )?governor", ("executive-signature",)),
        (r".*(became law|without (the )?governor'?s signature)", ("became-law",)),
        (r".*(sent|delivered|ready) (to|for) (the )?governor", ("executive-receipt",)),
        (r"passed (by|in)\b|adopted (by|in)\b", ("passage",)),
        (r".*defeated", ("failure",)),
        (r"stricken", ("withdrawal",)),
        (r".*(laid on table|tabled|deferred)", ("deferral",)),
        (
            r".*(lifted from table|restored|necessary rules|suspended|ready list|out of committee|agenda|reconsider|placed)",
            (),
        ),
    )
)
