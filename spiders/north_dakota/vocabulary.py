"""The words of North Dakota's bill actions and what they are; all that fit an action are added up."""

from spiders.families.actions import Vocabulary

NORTH_DAKOTA = Vocabulary(
    (
        (r".*introduced", ("introduction",)),
        (r".*filed with", ("became-law",)),
        (r".*first reading", ("reading-1",)),
        (r".*(re)?referred( to)?\b", ("referral-committee",)),
        (r".*second reading", ("reading-2",)),
        (r".*(?<!do )\bpassed\b|.*second reading, adopted", ("passage",)),
        (r".*(failed to pass|second reading, failed)", ("failure",)),
        (r".*reported back.*do not pass", ("committee-passage-unfavorable",)),
        (r".*reported back(?!.*do not pass).*do pass", ("committee-passage-favorable",)),
        (r".*reported back(?!.*do (not )?pass)", ("committee-passage",)),
        (r".*amendment proposed on floor", ("amendment-introduction",)),
        (r".*amendments? failed", ("amendment-failure",)),
        (r".*amendments? adopted|.*\bconcurred\b", ("amendment-passage",)),
        (r".*laid over", ("deferral",)),
        (r".*withdrawn", ("withdrawal",)),
        (r".*sent to governor", ("executive-receipt",)),
        (r".*signed by governor", ("executive-signature",)),
        (r".*vetoed", ("executive-veto",)),
        (r".*veto sustained", ("veto-override-failure",)),
        (r".*veto overridden", ("veto-override-passage",)),
        (r"signed by (the )?(speaker|president)|received from|returned to|committee hearing|emergency clause", ()),
        (r"refused to concur|conference committee (appointed|report)|request return|motion to", ()),
    ),
    every=True,
)
