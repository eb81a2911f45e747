"""The words of Wisconsin's histories of proposals and what they are.

What is left when a session ends fails "pursuant to Senate Joint Resolution 1". A member withdraws as a coauthor, and a proposal is
withdrawn from a committee or calendar, without an end of the proposal.
"""

from spiders.families.actions import Vocabulary

_AMENDMENT = r"(assembly|senate) (substitute )?amendment \d+.*?"

WISCONSIN = Vocabulary(
    (
        (r"introduced( by|,)", ("introduction",)),
        (r"read first time and referred to committee", ("reading-1", "referral-committee")),
        (r"read first time", ("reading-1",)),
        (r"(withdrawn|rules suspended to withdraw) .*\b(re-?)?referred to (joint )?committee", ("referral-committee",)),
        (r"(read and |re)?referred to (the )?(joint )?committee|read and (re-?)?referred", ("referral-committee",)),
        (r"(re)?referred to (the )?calendar", ("referral",)),
        (r"(re)?referred", ("referral-committee",)),
        (rf"{_AMENDMENT}\boffered", ("amendment-introduction",)),
        (rf"{_AMENDMENT}\b(laid on (the )?table|tabled)", ("amendment-deferral",)),
        (rf"{_AMENDMENT}\b(withdrawn|returned to author)", ("amendment-withdrawal",)),
        (rf"{_AMENDMENT}\b(rejected|nonconcurred|not adopted|failed)|refused to adopt", ("amendment-failure",)),
        (rf"{_AMENDMENT}\b(adopted|concurred in)|concurred in (assembly|senate) (substitute )?am", ("amendment-passage",)),
        (r"report (introduction and )?adoption of (assembly|senate) (substitute )?amendment", ("amendment-passage",)),
        (r"report (passage|concurrence|adoption)|.*adoption recommended by", ("committee-passage-favorable",)),
        (r"report (indefinite postponement|rejection)", ("committee-passage-unfavorable",)),
        (r"report (introduced|without rec)", ("committee-passage",)),
        (r"report correctly enrolled|enrolled", ("enrolled",)),
        (r"presented to the governor", ("executive-receipt",)),
        (r"report approved by the governor with partial veto", ("executive-signature", "executive-veto-line-item")),
        (r"report approved by the governor", ("executive-signature",)),
        (r"report vetoed by the governor", ("executive-veto",)),
        (r"failed to (pass|concur).*notwithstanding|.*veto sustained", ("veto-override-failure",)),
        (r".*(passed|concurred in).*notwithstanding", ("veto-override-passage",)),
        (r"read a second time", ("reading-2",)),
        (r"read a third time and (passed|concurred in|adopted)", ("passage",)),
        (r"(ordered to|read) a third (reading|time)", ("reading-3",)),
        (r"adopted|(read and )?concurred in|passed", ("passage",)),
        (r"failed to (pass|concur|adopt)|nonconcurred|indefinitely postponed|rejected|not concurred", ("failure",)),
        (r"(bill |resolution )?(laid on (the )?table|tabled)|table\b|placed after the", ("deferral",)),
        (r"published|.*became law", ("became-law",)),
        (r".*withdrawn as a|withdraw(n)? from|.*added as a|rules suspended|ordered immediately|received|receive", ()),
        (r"fiscal estimate|public hearing|executive (action|session)|placed on|available for|made a special|lrb", ()),
        (r"(senate|assembly|representative|senator|act |deposited|decision|point|refused|motion|assembly bill)", ()),
        (r"report|recalled|taken from|pursuant|action|message|reconsider|joint|privileged|clearinghouse|returned", ()),
    )
)  # fmt: skip
