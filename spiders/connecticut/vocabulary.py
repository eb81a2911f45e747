"""The words of Connecticut's bill histories and what they are, most particular first.

Committees are of both houses; "Joint Favorable" is their report. A bill changed by the change of reference goes to the next
committee with that report.
"""

from spiders.families.actions import Vocabulary

CONNECTICUT = Vocabulary(
    (
        (r".*(rejected|rej\.),? .*amend|.*amend.*\b(rejected|rej\.|failed)", ("amendment-failure",)),
        (r".*amend.*\bwithdrawn", ("amendment-withdrawal",)),
        (r".*adopted,? .*amend|.*amend(ment|\.)?.*\badopted", ("amendment-passage",)),
        (r"adopted,? (house|senate|sen\.)", ("passage",)),
        (r"(house|senate|sen\.) (passed|adopted)", ("passage",)),
        (r"(house|senate|sen\.) (rejected|rej\.|failed|defeated)|bill (failed|rejected)", ("failure",)),
        (
            r"joint (favorable|fav\.).*change of reference|change of ref",
            ("committee-passage-favorable", "referral-committee"),
        ),
        (r"joint unfavorable", ("committee-passage-unfavorable",)),
        (r"joint (favorable|fav\.)|favorable report", ("committee-passage-favorable",)),
        (r".*(failed to (joint|report)|jf deadline|failed jf)", ("committee-failure",)),
        (r"(transmitted|trans\.?) ?to (the )?(senate|house)", ()),
        (
            r"transmitted (by (the )?secretary of (the )?state )?to (the )?governor|trans.* to governor",
            ("executive-receipt",),
        ),
        (r".*signed by (the )?governor", ("executive-signature",)),
        (r"line item vetoed", ("executive-veto-line-item",)),
        (r".*veto(ed)? by (the )?governor|vetoed", ("executive-veto",)),
        (r".*(repassed|overrid)", ("veto-override-passage",)),
        (r".*without (the )?(governor'?s )?signature|became law", ("became-law",)),
        (r"(public|special) act", ("enrolled",)),
        (r".*(ref\.?|referred|refer) (by .*)?to (the )?joint comm", ("referral-committee",)),
        (r"(referred|ref\.?) (by .*)?to (the )?(office of legislative|office of fiscal|olr|ofa)", ("referral",)),
        (r".*(comm\.|committee) on\b", ("referral-committee",)),
        (r"(referred|ref\.?) to|recommitted", ("referral",)),
        (r"(tabled for|tab\. for)|.*tabled for (the )?cal", ("reading-2",)),
        (r"(vote to draft|reserved for subject|public hearing|pub\.? hearing|hearing|no new file)", ()),
        (r"(filed with|reported out of|favorable rpt|file (number|no)|(house|senate|sen\.) calendar|calendar)", ()),
        (r"(moved|motion|pass(ed)? (temporarily|retaining)|immediate|rules suspended|reconsider)", ()),
        (r".*(calendar|in concurrence|ltr|legislative commissioner|issued|disagree)", ()),
        (r"filed", ("filing",)),
        (r"(tabled|continued|postponed)", ("deferral",)),
        (r"withdrawn", ("withdrawal",)),
    )
)
