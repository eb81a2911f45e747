"""The words of Mississippi's bill histories and what they are, most particular first. The chamber's mark "(H)" is taken off."""

from spiders.families.actions import Vocabulary

MISSISSIPPI = Vocabulary(
    (
        (r"died in committee", ("committee-failure",)),
        (r"died (on|in) ", ("failure",)),
        (r"enrolled bill signed", ("enrolled",)),
        (r"due from governor", ("executive-receipt",)),
        (r"passed\b|adopted\b|appointment confirmed", ("passage",)),
        (r"appointment not confirmed", ("failure",)),
        (r"amended\b", ("amendment-passage",)),
        (r"failed to (concur|suspend)", ()),
        (r"failed\b", ("failure",)),
        (r"committee substitute adopted", ("substitution",)),
        (r"amendment (failed|lost)", ("amendment-failure",)),
        (r"amendment withdrawn", ("amendment-withdrawal",)),
        (r"(re-?)?referred to|recommitted to committee", ("referral-committee",)),
        (r"transmitted to", ("introduction",)),
        (r"approved by governor", ("executive-signature",)),
        (r"partially vetoed", ("executive-veto-line-item",)),
        (r"vetoed\b", ("executive-veto",)),
        (r"veto overridden", ("veto-override-passage",)),
        (r"veto sustained", ("veto-override-failure",)),
        (r"law w/out governor's signature", ("became-law",)),
        (r"dr - tsdp", ("committee-passage", "referral-committee")),
        (r"title suff do pass comm sub", ("committee-passage", "substitution")),
        (r"title suff do pass", ("committee-passage",)),
        (r"read the third time", ("reading-3",)),
        (r"conference report adopted", ("passage",)),
        (r"concurred in amend", ("concurrence",)),
        (r"tabled failed", ()),
        (r"tabled\b", ("deferral",)),
        (r"withdrawn\b", ("withdrawal",)),
        (r"immediate release|committee substitute failed|conference report|decline|motion to|reconsidered", ()),
        (r"point of order|returned for|conferees named|held on motion", ()),
    )
)
