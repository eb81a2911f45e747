"""The words of Wyoming's bill actions and what they are. A letter or a committee ("H", "S02 - Appropriations") stands before them."""

from spiders.families.actions import Vocabulary

WYOMING = Vocabulary(
    (
        (r"bill number assigned|.*received for introduction", ("filing",)),
        (r".*introduced and referred to", ("introduction", "referral-committee")),
        (r".*rerefer(red)? to", ("referral-committee",)),
        (r".*did not consider for introduction", ("deferral", "failure")),
        (r".*(introduction:? ?failed|failed introduction)", ("failure",)),
        (r".*withdrawn( by sponsor)?", ("withdrawal",)),
        (r".*do pass failed|.*died in committee|.*did not consider for cow", ("committee-failure",)),
        (r".*did not consider for (2nd|3rd)", ("failure",)),
        (r".*recommend (amend and )?do not pass", ("committee-passage-unfavorable",)),
        (r".*recommend (amend and )?do pass|.*cow:passed", ("committee-passage-favorable",)),
        (r".*cow:failed", ("committee-failure",)),
        (r".*2nd reading:passed", ("reading-2",)),
        (r".*3rd reading:passed", ("reading-3", "passage")),
        (r".*(3rd reading:failed|failed 3rd reading)", ("reading-3", "failure")),
        (r".*2nd reading:failed", ("reading-2", "failure")),
        (r".*reading:laid back|.*postpone", ("deferral",)),
        (r".*did not adopt", ("amendment-failure",)),
        (r".*concur:passed", ("amendment-passage",)),
        (r".*(concur:failed|did not concur|jcc\d|received for concurrence)", ()),
        (r"assigned number [hs]e|.*(speaker|president) signed", ("enrolled",)),
        (r".*override.*(passed|overridden)|.*veto overridden", ("veto-override-passage",)),
        (r".*override.*(failed|sustained)", ("veto-override-failure",)),
        (r".*line item veto", ("executive-veto-line-item",)),
        (r".*governor vetoed|.*veto message received", ("executive-veto",)),
        (r".*without (the )?(governor'?s )?signature", ("became-law",)),
        (r".*governor signed", ("executive-signature",)),
        (r"assigned chapter number", ("became-law",)),
        (r".*(placed on general file|recalled from committee|returned bill pursuant|transmitted|delivered)", ()),
    )
)
