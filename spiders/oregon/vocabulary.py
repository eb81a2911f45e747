"""The words of Oregon's measure histories and what they are; all that fit an action are added up.

A line may hold several steps ("First reading. Referred to Rules."). A presiding officer's desk is no committee. A vote is told
by the word at the end ("Third reading. Carried by Marsh. Passed.").
"""

from spiders.families.actions import Vocabulary

VOTE = r"(rules suspended\.\s+)?(read )?(third (reading|time)|final reading|read\b)"

OREGON = Vocabulary(
    (
        (r"presession (released|filed)", ("filing",)),
        (r".*first reading", ("introduction", "reading-1")),
        (
            r".*(?<!motion to )(?<!subsequent )(re-?)?referred to (?!(the )?((speaker|president)'s desk|desks? of))",
            ("referral-committee",),
        ),
        (r"assigned to", ("referral-committee",)),
        (r"(rules suspended\.\s+)?second reading", ("reading-2",)),
        (r"recommendation:\s+(do (pass|adopt)|be adopted)", ("committee-passage-favorable",)),
        (r"recommendation:\s+do not (pass|adopt)", ("committee-passage-unfavorable",)),
        (r"(recommendation:\s+)?without recommendation", ("committee-passage",)),
        (rf"{VOTE}.*", ()),
        (rf"{VOTE}(?!.*\bfail).*\b(passed|adopted)\b", ("passage",)),
        (rf"{VOTE}.*\bfailed\b", ("failure",)),
        (r"(rules suspended\.\s+)?(third reading|read third time)", ("reading-3",)),
        (r".*\b(house|senate) (refused|failed) to concur|.*motion .*\b(failed|carried|lost)", ()),
        (r".*concurred in (house|senate) amendments and repassed", ("concurrence", "passage")),
        (r"(conference committee report|house adopted conference|senate adopted conference).*repassed", ("passage",)),
        (r"repassed", ("passage",)),
        (r"(speaker|president) signed", ("enrolled",)),
        (r"governor signed", ("executive-signature",)),
        (r"governor vetoed|vetoed by governor", ("executive-veto",)),
        (r"(house|senate) (overrode|voted to override)|.*veto overridden", ("veto-override-passage",)),
        (r"chapter \d+, \(?\d{4} laws|effective date", ("became-law",)),
        (r"in (committee|.*) upon adjournment|(measure )?failed", ("failure",)),
        (r"withdrawn|.*\bwithdrawn at the request", ("withdrawal",)),
        (r".*carried over|rules suspended\. (carried|made|motion)|laid on the table|.*taken from .* calendar", ()),
        (r"(public hearing|work session|possible work session|informational)", ()),
        (
            r"minority recommendation|subsequent referral|returned to|vote explanation|.*conflict(s|\(s\))? of interest|made a special",
            (),
        ),
        (
            r"filed|effective \d+ days|.*chang.* from|.*from (nay|aye)|under the provisions|recommendation|motion|conference|consideration|rules suspended|discharge",
            (),
        ),
        (
            r".*(amendment|point of|reconsider|suspen|desk of|rescind|request|correct|conferees?|senate|house|president|speaker)",
            (),
        ),
    ),
    every=True,
)
