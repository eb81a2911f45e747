"""The words of South Dakota's action log and what they are, most particular first.

A line names who acted ("House Taxation", or the chamber itself), what was moved, and whether the motion passed: "Do Pass" of a
chamber is its passage of the bill, of a committee its report. A bill put off to a day after the last one, or tabled, is dead.
"""

from spiders.families.actions import Vocabulary

CHAMBER = r"(house of representatives|senate) "

SOUTH_DAKOTA = Vocabulary(
    (
        (r".*first read(ing)?( in)? (house|senate).*referred to", ("introduction", "reading-1", "referral-committee")),
        (r".*first read(ing)?( in)? (house|senate)", ("introduction", "reading-1")),
        (rf"{CHAMBER}(do pass|pass as amended)[^,]*, passed", ("passage",)),
        (rf"{CHAMBER}(do pass|pass as amended)[^,]*(, (failed|deferred))?", ("failure",)),
        (r".*do not pass[^,]*, passed", ("committee-passage-unfavorable",)),
        (r".*do pass[^,]*, passed", ("committee-passage-favorable",)),
        (r".*do pass", ("committee-failure",)),
        (r".*without recommendation[^,]*, passed", ("committee-passage",)),
        (rf"{CHAMBER}(tabled|deferred to the \d+(st|nd|rd|th) (legislative )?day)[^,]*, passed", ("failure",)),
        (r".*(tabled|deferred to the \d+(st|nd|rd|th) (legislative )?day)[^,]*, passed", ("committee-failure",)),
        (r".*deferred", ("deferral",)),
        (r".*failed to concur", ()),
        (r".*conference committee (appointments|appointed)", ()),
        (rf"{CHAMBER}conference committee report adopted, passed", ("passage",)),
        (r".*conference committee report", ()),
        (r".*concurred in[^,]*, passed", ("concurrence", "passage")),
        (r".*veto override[^,]*, passed", ("veto-override-passage",)),
        (r".*veto override", ("veto-override-failure",)),
        (r".*motion to amend[^,]*, passed", ("amendment-introduction", "amendment-passage")),
        (r".*motion to amend", ("amendment-introduction", "amendment-failure")),
        (r".*(re)?referred to", ("referral-committee",)),
        (r".*signed by (the )?governor", ("executive-signature",)),
        (r".*(line item veto|partial(ly)? veto)", ("executive-veto-line-item",)),
        (r".*vetoed by (the )?governor", ("executive-veto",)),
        (r".*became law", ("became-law",)),
        (r".*(delivered|presented) to (the )?governor", ("executive-receipt",)),
        (r".*signed by (the )?(president|speaker)", ("enrolled",)),
        (r".*withdrawn", ("withdrawal",)),
        (
            r".*(certified uncontested|placed on|scheduled|reconsider|fiscal note|prison|calendar|hearing|motion|joint)",
            (),
        ),
    )
)
