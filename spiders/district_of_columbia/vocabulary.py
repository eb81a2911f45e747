"""The words of the Council's histories and what they are, most particular first.

The Council has one chamber and reads a bill twice; the last reading passes it. An act that the Mayor signed becomes law after
Congress had its days; an emergency act, which has none ("Expires on"), when it is enacted. A resolution is approved and is no law.
"""

from spiders.families.actions import Vocabulary

DISTRICT_OF_COLUMBIA = Vocabulary(
    (
        (r".*amendment.*withdrawn", ("amendment-withdrawal",)),
        (r".*amendment in the nature of a substitute|amendment.*substitute", ("substitution",)),
        (r"amendment.*(not considered|failed|disapproved|declined)", ("amendment-failure",)),
        (r"amendment.*(approved|adopted|accepted)", ("amendment-passage",)),
        (r"amendment\b", ("amendment-introduction",)),
        (r".*law (number )?l\d+-\d+|law\b", ("became-law",)),
        (r".*(override|overrid).*(fail|disapprov)", ("veto-override-failure",)),
        (r".*override.*(approved|adopted|passed)|.*(overridden|overrode)", ("veto-override-passage",)),
        (r".*override", ()),
        (r".*\bline.item veto", ("executive-veto-line-item",)),
        (r".*\b(vetoed|veto) by (the )?mayor|.*disapproved by (the )?mayor|vetoed", ("executive-veto",)),
        (r".*signed.*enacted.*expires on", ("executive-signature", "became-law")),
        (r"(act\b.* )?.*\bsigned( by (the )?mayor)?", ("executive-signature",)),
        (r".*(act|resolution) [ar]\d+-\d+ published|.*published in", ()),
        (r"enacted|.*\benacted (without|with act number)", ("became-law",)),
        (r".*deemed disapproved", ("failure",)),
        (r".*(deemed approved|approved with resolution number|approved with resolution)", ("passage",)),
        (r".*transmitted to (the )?mayor", ("executive-receipt",)),
        (r".*\btransmitted\b", ()),
        (r".*(public hearing|roundtable|mark-?up|notice of|meeting|agenda|video|deliberation)", ()),
        (r".*committee report.*filed", ("committee-passage",)),
        (r".*\bintroduced\b", ("introduction",)),
        (r".*referred to|.*with comments from the", ("referral-committee",)),
        (r".*(reading|vote).*(fail|disapprov|declin)", ("failure",)),
        (r"(first|1st) reading", ("reading-1",)),
        (r"(second|2nd) reading", ("reading-2",)),
        (r"(final|third|3rd) reading", ("reading-3", "passage")),
        (r".*withdrawn", ("withdrawal",)),
        (r".*\bfailed", ("failure",)),
        (r"tabled|postponed", ("deferral",)),
        (r".*\bfiled\b", ("filing",)),
        (r"retained by|motion|expire[sd]|fiscal impact|memorandum|consent|congress", ()),
    )
)
