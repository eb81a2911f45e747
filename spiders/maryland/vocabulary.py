"""The words of Maryland's bill histories and what they are, most particular first."""

from spiders.families.actions import Vocabulary

MARYLAND = Vocabulary(
    (
        (r"(floor|committee|floor \(committee\)) amendment.*rejected", ("amendment-failure",)),
        (r"(floor|committee|floor \(committee\)) amendment.*withdrawn", ("amendment-withdrawal",)),
        (r"(floor|committee|floor \(committee\)) amendment.*adopted", ("amendment-passage",)),
        (r"(floor|committee|floor \(committee\)) amendment", ("amendment-introduction",)),
        (r"favorable", ("committee-passage-favorable",)),
        (r"unfavorable", ("committee-passage-unfavorable",)),
        (r"without recommendation", ("committee-passage",)),
        (r"pre-?filed", ("introduction",)),
        (r"first reading", ("reading-1", "referral-committee")),
        (r"second reading (failed|rejected)", ("reading-2", "failure")),
        (r"second reading", ("reading-2",)),
        (r"third reading (passed|adopted)", ("reading-3", "passage")),
        (r"third reading (failed|rejected)", ("reading-3", "failure")),
        (r"third reading", ("reading-3",)),
        (r"withdrawn", ("withdrawal",)),
        (r"re-?referred|re-?assigned|recommit|referred", ("referral-committee",)),
        (r"presented to the governor", ("executive-receipt",)),
        (r"approved by the governor.*chapter", ("executive-signature", "became-law")),
        (r"approved by the governor", ("executive-signature",)),
        (r".*subject to (constitutional )?referendum", ()),
        (r"enacted under article ii|became law", ("became-law",)),
        (r"(gubernatorial )?veto overr.*chapter", ("veto-override-passage", "became-law")),
        (r"gubernatorial veto override|veto overridden|overridden", ("veto-override-passage",)),
        (r"vetoed", ("executive-veto",)),
        (r"returned passed", ("passage",)),
        (r"passed enrolled", ("enrolled",)),
        (r"special order|laid over", ("deferral",)),
        (r"(motion )?postpone indefinitely.*adopted", ("failure",)),
        (r"adopted", ("passage",)),
        (r"hearing|conference committee|motion|concur|refuses|opposite chamber|rule|in the (house|senate)", ()),
    )
)
