"""The words of Maine's dockets and committees and what they are; all that fit an action are added up.

Words in capitals are the motion that was carried. Amendments and reports are acted on in the same words as papers.
"""

from spiders.families.actions import Vocabulary

_AMENDMENT = r"(house|senate|committee|conference)? ?amendment"

MAINE = Vocabulary(
    (
        (r".*\breferred to the (joint (standing|select) )?committee|.*\brefer to the committee|.*\bcommitted to the (joint (standing|select) )?committee",
         ("referral-committee",)),
        (r".*\breceived by the (clerk|secretary)", ("introduction",)),
        (r".*\bread (once|a first time)", ("reading-1",)),
        (r".*\bread a second time|.*\bread twice|.*\bgiven its second reading", ("reading-2",)),
        (r".*\bpassed to be engrossed|.*\bengrossed without reference", ("reading-3",)),
        (r"(?!.*\bfailed).*\bpassed to be enacted|(?!.*\bfailed).*\bfinally passed", ("passage",)),
        (r"(?!.*\bamendment).*\bread(,? and|,) (passed|adopted)", ("passage",)),
        (r".*\bfailed (of )?(passage|enactment|final passage|to be enacted|engrossment)", ("failure",)),
        (r".*\bought not to pass\b.*\b(report|reports)\b.*\b(accepted|read and accepted)", ("committee-failure",)),
        (r".*\bought to pass\b.*\baccepted|.*\baccepted\b.*\bought to pass", ("committee-passage-favorable",)),
        (r"reported out - (otp|ought to pass)", ("committee-passage-favorable",)),
        (r"reported out - (ontp|ought not)", ("committee-passage-unfavorable",)),
        (r"(voted|work session|public hearing|reported out|report|reconsidered|carry over (requested|approved))\b", ()),
        (rf".*\b{_AMENDMENT}\b.*\b(read and )?adopted", ("amendment-passage",)),
        (rf".*\b{_AMENDMENT}\b.*\b(failed|indefinitely postponed|not adopted)", ("amendment-failure",)),
        (r"(?!.*\bamendment).*\bindefinitely postponed", ("failure",)),
        (r".*\bveto (was )?not sustained|.*\bveto (was )?overridden", ("veto-override-passage",)),
        (r".*\bveto (was )?sustained", ("veto-override-failure", "failure")),
        (r".*\bcarried over", ("carried-over",)),
        (r"(?!.*\bcarried over).*\btabled\b", ("deferral",)),
        (r".*\breceded and concurred", ("concurrence",)),
        (r".*\bleave to withdraw|.*\bwithdrawn by (the )?sponsor|withdrawn", ("withdrawal",)),
        (r".*\(dead\)|.*\bplaced in the legislative files|.*\bdied\b", ("failure",)),
        (r"(?!.*\bveto).*\bsigned by the governor|.*\bemergency signed", ("executive-signature",)),
        (r".*\bbecame law without", ("became-law",)),
        (r".*\bline.item veto", ("executive-veto-line-item",)),
        (r"vetoed by the governor|.*\breturned by the governor without (his|her) approval|this bill, having been returned by the governor",
         ("executive-veto",)),
        (r".*\b(held by|signed by) (the )?governor|.*\bsent to the engrossing department", ()),
        (r".*\b(yeas|suggested and ordered printed|sent for concurrence|in concurrence|insisted|adhered|reconsidered|placed on|taken from)\b", ()),
        (r".*\b(received|removed from|special appropriations table|speaker laid|under suspension|rules|report)\b", ()),
    ),
    every=True,
)  # fmt: skip
