"""The words of Hawaii's bill histories and what they are; all that fit an action are added up.

A line may tell several steps: "Report adopted; Passed Second Reading, as amended (HD 1) and referred to the committee(s) on FIN."
"""

from spiders.families.actions import Vocabulary

HAWAII = Vocabulary(
    (
        (r"(prefiled|pre-filed)", ("filing",)),
        (r"(introduced|offered)\b", ("introduction",)),
        (r"received from (house|senate)", ("introduction",)),
        (r".*\bpass(ed)? first reading", ("reading-1",)),
        (r"(re-?)?(?:re-)?referred to|.*\b(and|be) (re-?)?(?:re-)?referred to|.*\brecommitted to", ("referral-committee",)),
        (r".*\bpassed second reading", ("reading-2",)),
        (r".*\brecommend\(?s?\)?.*\bthat the measure be passed|.*\breported from.*recommending (passage|adoption|final passage)",
         ("committee-passage-favorable",)),
        (r".*\brecommend(s|ed|\(s\))?\b.*\bmeasure be (deferred|held)|.*committee.*recommends.*deferred",
         ("committee-passage-unfavorable",)),
        (r"(?!.*recommend).*\bdeferred\b", ("deferral",)),
        (r".*floor amendment.*\boffered\b", ("amendment-introduction",)),
        (r".*floor amendment.*\badopted\b", ("amendment-passage",)),
        (r".*floor amendment.*\bfailed\b", ("amendment-failure",)),
        (r".*\bagrees (to|with) (the )?(house|senate|proposed) amendments", ("concurrence",)),
        (r"(?!.*recommend).*\bpassed (third|final) reading", ("passage",)),
        (r"(?!.*(recommend|floor amendment|conference committee report)).*\b(report and )?resolution adopted|adopted( in final form)?\b", ("passage",)),
        (r".*\b(failed to pass|failed (second|third|final) reading|measure failed)", ("failure",)),
        (r".*\bcarried over", ("carried-over",)),
        (r".*\bwithdrawn\b", ("withdrawal",)),
        (r".*\benrolled to (the )?governor|transmitted to governor|.*\btransmitted to governor\b", ("executive-receipt",)),
        (r"(?!.*\bveto).*\b(approved|signed) by (the )?governor", ("executive-signature",)),
        (r"(?!.*\bveto).*\bbecame law without", ("became-law",)),
        (r"(?!.*(intent to veto|\bvetoed\b)).*\bact \d+,", ("became-law",)),
        (r".*\bveto overrid", ("veto-override-passage",)),
        (r".*\bvetoed\b.*line-item|.*line-item.*\bvetoed\b", ("executive-veto-line-item",)),
        (r"(?!.*(line-item|intent to veto|overrid)).*\bvetoed\b", ("executive-veto",)),
        (r".*\bintent to veto", ()),
        (r".*\b(disagrees|hearing|scheduled|decision making|conferees?|conference|48 hrs|one day notice|transmitted|returned|received)\b", ()),
        (r"(act |report adopted|the (recommendation|committee)|bill scheduled|broken|re-?committed|placed on|constitutional|notice|reconsider)", ()),
    ),
    every=True,
)  # fmt: skip
