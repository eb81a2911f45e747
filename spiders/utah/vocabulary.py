"""The words of Utah's bill histories and what they are, most particular first; "House/ " or "Senate/ " may stand before them.

A bill whose enacting clause is struck is dead, and so is one that is filed among those not passed. What the Legislative Fiscal
Analyst does is no step.
"""

from spiders.families.actions import Vocabulary

HERE = r"((house|senate|lfa)\s*/\s*)?"

UTAH = Vocabulary(
    (
        (
            rf"{HERE}(lfa|fiscal|bill numbered but not|numbered bill|draft of|bill received from|legislative (research|fiscal))",
            (),
        ),
        (r"(lfa|legislative)", ()),
        (rf"{HERE}(bill numbered|1st reading)", ("introduction", "reading-1")),
        (rf"{HERE}.*filed in (house|senate) file", ("failure",)),
        (rf"{HERE}(filed|bill filed)\b", ("filing",)),
        (rf"{HERE}(strike enacting clause|enacting clause struck)", ("failure",)),
        (rf"{HERE}(house |senate )?(comm|committee) - favorable", ("committee-passage-favorable",)),
        (rf"{HERE}committee report favorable", ("committee-passage-favorable",)),
        (rf"{HERE}(house |senate )?comm - substitute", ("substitution",)),
        (rf"{HERE}(house |senate )?comm - amendment", ("amendment-introduction",)),
        (rf"{HERE}(house |senate )?comm - (motion to recommend failed|.*fail)", ("committee-failure",)),
        (rf"{HERE}motion to recommend failed", ("committee-failure",)),
        (rf"{HERE}(house |senate )?comm - (tabled|held|not lifted)", ("deferral",)),
        (rf"{HERE}(house |senate )?comm - not considered|{HERE}(house |senate )?comm -", ()),
        (rf"{HERE}(return(ed)? to|to) rules|.*reading calendar to rules", ("reading-2",)),
        (rf"{HERE}to standing committee|{HERE}conference committee appointed", ("referral-committee",)),
        (rf"{HERE}(motion to )?refer", ("referral",)),
        (rf"{HERE}(floor )?amendment failed|.*floor amendment.* failed", ("amendment-failure",)),
        (rf"{HERE}(floor )?(amended|amendment)", ("amendment-passage",)),
        (rf"{HERE}.*(refuses to concur|does not concur|recede|conference)", ()),
        (rf"{HERE}(house |senate )?concurs with", ("amendment-passage", "concurrence")),
        (rf"{HERE}substitute[d]? (from|by|#)", ("substitution",)),
        (rf"{HERE}(tabled|not lifted|motion to table)", ("deferral",)),
        (rf"{HERE}passed 2nd (&|and) 3rd", ("reading-2", "reading-3", "passage")),
        (rf"{HERE}passed 2nd", ("reading-2",)),
        (rf"{HERE}(passed 3rd|final passage|passed\b)", ("passage",)),
        (rf"{HERE}.*override.*(fail|lost)", ("veto-override-failure",)),
        (rf"{HERE}.*override", ("veto-override-passage",)),
        (rf"{HERE}(bill )?(fail(ed)?\b|.*readings?/? ?failed|.*\bfails\b)", ("failure",)),
        (rf"{HERE}2nd (&|and) 3rd reading", ("reading-2", "reading-3")),
        (rf"{HERE}2nd reading", ("reading-2",)),
        (rf"{HERE}3rd reading", ("reading-3",)),
        (rf"{HERE}signed by (the )?(president|speaker)", ("enrolled",)),
        (r"enrolled bill returned|.*enrolled bill", ("enrolled",)),
        (rf"{HERE}(sent )?to (the )?(lieutenant )?governor", ("executive-receipt",)),
        (r"governor'?s? line item", ("executive-veto-line-item",)),
        (r"governor vetoed|veto", ("executive-veto",)),
        (r"governor signed", ("executive-signature",)),
        (r"became law", ("became-law",)),
        (
            rf"{HERE}(received|circled|uncircled|placed on|time certain|held|sent|return|to |from |rules|consent|reconsider|.*calendar|suspension)",
            (),
        ),
        (rf"{HERE}(introduced)", ("introduction",)),
    )
)
