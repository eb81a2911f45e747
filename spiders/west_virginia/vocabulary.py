"""The words of West Virginia's bill histories and what they are, most particular first.

"Completed legislative action" is that both chambers passed the bill; it becomes law by the Governor's hand or after his days.
"""

from spiders.families.actions import Vocabulary

WEST_VIRGINIA = Vocabulary(
    (
        (r"chapter \d+,", ("became-law",)),
        (r".*(became law|becomes law) without|.*without (the )?governor'?s signature", ("became-law",)),
        (r"to governor", ("executive-receipt",)),
        (r"approved by (the )?governor", ("executive-signature",)),
        (r".*line.item veto|.*(deleted|reduced) (certain )?items?", ("executive-veto-line-item",)),
        (r"vetoed by (the )?governor", ("executive-veto",)),
        (r".*(veto overridden|notwithstanding the objections|passed.*over.*veto)", ("veto-override-passage",)),
        (r"filed for introduction", ("filing",)),
        (r"introduced in (house|senate)", ("introduction",)),
        (r"be adopted", ("committee-passage",)),
        (r"be rejected", ("committee-failure",)),
        (
            r"((with|reported with) amendments?.*|committee substitute reported.*|reported )do pass",
            ("committee-passage",),
        ),
        (r"with amendment|committee substitute reported|originating in (house|senate)", ("committee-passage",)),
        (r"read 1st time.*", ("reading-1",)),
        (r"read 2nd time.*", ("reading-2",)),
        (r"read 3rd time.*", ("reading-3",)),
        (r".*amendments? (was |were )?(reported|adopted)|.*amended", ("amendment-passage",)),
        (r".*amendments? (was |were )?rejected", ("amendment-failure",)),
        (r".*amendments? (was |were )?withdrawn", ("amendment-withdrawal",)),
        (r"(house|senate) (concurred|concurs)", ("concurrence",)),
        (r"(house|senate) (refused|refuses|appointed|receded|requests?|reconsider\w*|acceded)", ()),
        (r"passed (house|senate)|adopted by (house|senate)", ("passage",)),
        (r".*(rejected by (house|senate)|defeated|failed (to pass|passage|of passage)|bill rejected)", ("failure",)),
        (r"rejected", ()),
        (r".*(died|postponed indefinitely)", ("failure",)),
        (r"withdrawn|bill withdrawn", ("withdrawal",)),
        (r"(laid over|tabled|laid on the table|postponed|to house inactive|moved to inactive)", ("deferral",)),
        (r"to house (calendar|special calendar|consent|inactive|local)|to (unfinished business|rules calendar)", ()),
        (r".*(committed|recommitted) to .* on\b|.*, but first to", ()),
        (r".*(committed|recommitted|re-?referred|referred) to", ("referral-committee",)),
        (r"committee (reference|second reference) dispensed|.*2nd reference (dispensed|removed)", ()),
        (r"to (?!engross|enroll|printer|conference)\w", ("referral-committee",)),
        (r"communicated to|ordered to|(house|senate) (received|message received)|received from", ()),
        (
            r"completed legislative action|effective|effect|.*\beffective from|title amend|motion|immediate consideration",
            (),
        ),
        (
            r"on (1st|2nd|3rd) reading|(1st|2nd|3rd) reading|placed|conference|suspen|constitutional rule|roll|voice|engross|enroll",
            (),
        ),
        (r"introduced|taken up|removed|still in|public hearing|reported|.*house calendar|journal|lodged|markup", ()),
    )
)
