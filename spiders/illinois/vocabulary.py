"""The words of Illinois's bill histories and what they are; the first entry that fits decides.

A referral to the Rules Committee or to Assignments is where a bill rests, and where it returns when a deadline passes; only
"Session Sine Die" ends it. An amendatory veto returns a bill with recommendations and counts as a veto.
"""

from spiders.families.actions import Vocabulary

ILLINOIS = Vocabulary(
    (
        (
            r".*(added|removed|chief|alternate|as (house|senate)) .*sponsor|sponsor|.*note (requested|filed|withdrawn)",
            (),
        ),
        (r".*amendment no\. ?\d+ (filed|pursuant)", ("amendment-introduction",)),
        (r".*amendment no\. ?\d+ .*(tabled|lost|withdrawn)", ("amendment-failure",)),
        (r".*amendment no\. ?\d+ .*adopted", ("amendment-passage",)),
        (r".*amendment\(?s?\)?.* (house|senate) concurs|(house|senate) concurs", ("concurrence", "passage")),
        (r".*amendment.*concur|.*amendment no\. ?\d+", ()),
        (r"(prefiled|filed) with", ("filing",)),
        (r"arrived? in", ("introduction",)),
        (r"first reading|read in full a first time", ("introduction", "reading-1")),
        (r"rule \d+.*(re-?referred|deadline)|.*deadline", ()),
        (r"placed on calendar|.*consideration postponed|.*postponed", ()),
        (r"(third|3rd) reading.*passed", ("reading-3", "passage")),
        (r"(third|3rd) reading.*lost", ("reading-3", "failure")),
        (r"(third|3rd) reading", ("reading-3",)),
        (r"(recalled to )?(second|2nd) reading|read in full a second time", ("reading-2",)),
        (r"(re-)?assigned to|(re-)?referred to|added to .*committee", ("referral-committee",)),
        (r".*motion.*do pass.*lost|.*do pass.*motion.*lost|.*do pass.* lost", ("committee-failure",)),
        (r"do pass|.*short debate|.*standard debate|motion do pass|reported (out|back)", ("committee-passage",)),
        (r".*be adopted", ("committee-passage-favorable",)),
        (r"passed both houses", ("enrolled",)),
        (r"sent to the governor", ("executive-receipt",)),
        (r"governor (approved|signed)", ("executive-signature",)),
        (r"governor item", ("executive-veto-line-item",)),
        (r"governor (vetoed|amendatory|total|reduction)", ("executive-veto",)),
        (r"both houses override", ("veto-override-passage",)),
        (r"(override|.*veto.*override).*(lost|failed)", ("veto-override-failure",)),
        (r"total veto stands|amendatory veto.*stands", ("veto-override-failure",)),
        (r"public act", ("became-law",)),
        (r"resolution adopted|.*motion to adopt.*(adopted|prevailed)?|adopted both houses", ("passage",)),
        (r"resolution lost", ("failure",)),
        (r"session sine die", ("failure",)),
        (r"tabled", ("withdrawal",)),
        (
            r"effective date|approved for consideration|to .*subcommittee|held (in|on)|.*calendar|waive posting|motion",
            (),
        ),
        (r"final action|recommends|.*amendment|.*hearing|resolutions|co-sponsor|appeal|vote|verified", ()),
    )
)
