"""The words of Colorado's bill histories and what they are; the first entry that fits decides."""

from spiders.families.actions import Vocabulary

_HOUSE = r"(?:(?:house|senate)\s+)?"
_COMMITTEE = r"(?:(?:house|senate) committee on .*?)?"

COLORADO = Vocabulary(
    (
        (r"introduced in (house|senate) - assigned to", ("introduction", "referral-committee")),
        (r"introduced", ("introduction",)),
        (rf"{_HOUSE}assigned to", ("referral-committee",)),
        (rf"{_COMMITTEE}\s*postpone indefinitely", ("committee-failure",)),
        (rf"{_COMMITTEE}\s*refer (un)?amended.* to (house|senate) committee of the whole", ("committee-passage",)),
        (rf"{_COMMITTEE}\s*refer (un)?amended.* to (the )?consent calendar", ("committee-passage",)),
        (rf"{_COMMITTEE}\s*refer (un)?amended.* to\b", ("committee-passage", "referral-committee")),
        (rf"{_COMMITTEE}\s*(witness testimony|lay over|committee vote - final action failed)", ()),
        (rf"{_HOUSE}(second|third) reading.*\blaid over", ("deferral",)),
        (rf"{_HOUSE}second reading.*\blost\b", ("reading-2", "failure")),
        (rf"{_HOUSE}second reading.*\bpassed\b", ("reading-2",)),
        (rf"{_HOUSE}second reading.*\bre-?refer(red)?\b", ("referral-committee",)),
        (rf"{_HOUSE}third reading.*\blost\b", ("reading-3", "failure")),
        (rf"{_HOUSE}third reading.*\b(passed|adopted)\b", ("reading-3", "passage")),
        (rf"{_HOUSE}(second|third) reading\b", ()),
        (rf"{_HOUSE}considered (house|senate) amendments.*\bnot concur", ()),
        (rf"{_HOUSE}considered (house|senate) amendments.*\bconcur", ("concurrence", "passage")),
        (rf"{_HOUSE}considered (house|senate) (amendments|adherence)", ()),
        (rf"{_HOUSE}consideration of \w+ conference committee report.*\bto adopt.*\brepass", ("concurrence", "passage")),
        (rf"{_HOUSE}consideration of (initial )?governor'?s veto.*\boverr", ("veto-override-passage",)),
        (rf"{_HOUSE}consideration of", ()),
        (r"\w+ conference committee|conference committee", ()),
        (r"signed by the (speaker of the house|president of the senate)", ("enrolled",)),
        (r"sent to the governor", ("executive-receipt",)),
        (r"governor (action - )?signed", ("executive-signature",)),
        (r"governor (action - )?partial veto", ("executive-veto-line-item",)),
        (r"governor (action - )?vetoed", ("executive-veto",)),
        (r"governor (action - )?became law", ("became-law",)),
        (r"signed act|session law", ("became-law",)),
        (r"(house|senate)?\s*(bill )?deemed lost", ("failure",)),
        (r"(bill )?withdrawn|.*motion to recommit", ()),
        (r".*\bvote to reconsider|.*rescind", ()),
    )
)  # fmt: skip
