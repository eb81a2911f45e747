"""The words of Alaska's bill histories and what they are, most particular first; the chamber's mark "(H)" is taken off.

A single member's "DNP:" in a committee's report is a vote and no failure of the bill.
"""

from spiders.families.actions import Vocabulary

ALASKA = Vocabulary(
    (
        (r"prefile released", ("filing",)),
        (r"read the first time", ("reading-1", "referral-committee")),
        (r"am no.*(adopted|passed)", ("amendment-passage",)),
        (r"am no.*withdrawn", ("amendment-withdrawal",)),
        (r"am no.*(failed|tabled|out of order)", ("amendment-failure",)),
        (r"am no.*(offered|moved)", ("amendment-introduction",)),
        (r"(\w|&)+ cs .*adopted|.*\bcs\b.*adopted uc", ("substitution",)),
        (r"read the second time", ("reading-2",)),
        (r"(read the third time|in third).*failed", ("reading-3", "failure")),
        (r"(read the third time|in third).*passed", ("reading-3", "passage")),
        (r"read the third time|in third|advanced to third reading", ("reading-3",)),
        (r".*not advanced to third|.*third reading", ()),
        (r".*line.item veto", ("executive-veto-line-item",)),
        (r".*veto (was )?overridden|passed notwithstanding|.*overr(i|o)de.*passed", ("veto-override-passage",)),
        (r".*(failed to override|override.*failed|veto (was )?sustained)", ("veto-override-failure",)),
        (r".*vetoed by (the )?governor", ("executive-veto",)),
        (r"(?!await).*transmitted to gov", ("executive-receipt",)),
        (r".*signed into law|.*approved by (the )?gov", ("executive-signature",)),
        (r".*law w/?o(ut)? (the )?gov|law without", ("became-law",)),
        (r".*effective date(\(s\)|s)? of law", ("became-law",)),
        (r"effective date|court rule|await|.*sent to gov|legis(lative)? resolve|permanently filed", ()),
        (r"(\([hs]\) )?transmitted to \([hs]\)", ("passage",)),
        (r"concur.*failed|fail(ed)? to concur|(house|senate) failed|.*receded", ()),
        (r"concur", ("concurrence",)),
        (r".*conference committee|.*(reconsideration|reconsider|rescind|rescinded)", ()),
        (r"passed|pass on recon", ("passage",)),
        (r".*motion.*failed|.*sustain|.*effective date.*failed", ()),
        (r"failed", ("failure",)),
        (r"adopted", ("passage",)),
        (r"(refer(red)?|returned|rereferred|re-referred) to (the )?rules|rules to calendar|.*calendar", ()),
        (r".*referr(ed|al|als)( added)? to|.*referral (added|removed|waived)|moved to ", ("referral-committee",)),
        (r"withdrawn by sponsor|bill withdrawn", ("withdrawal",)),
        (r"tabled", ("deferral",)),
        (r"recon taken up|return to second", ()),
        (r"do not pass|dnp:", ()),
        (r"(do pass|dp:)|[\w&]{3} rpt\b", ("committee-passage",)),
        (r"moved .*out of committee", ("committee-passage",)),
        (r"(nr|am|signing|amend|no rec)\b.*:|fn ?\d|.*fiscal note|zero|indeterminate", ()),
        (r".*(cosponsor|cross sponsor|sponsor substitute|sponsor\(s\))", ()),
        (r".*(heard|held|scheduled|minute|meeting|hearing|teleconference|version:|manifest error|title change)", ()),
        (r".*(letter of intent|engrossed|enrolled|waived|[\w&]{3} at \d)", ()),
        (r"[\w&]{3}(, ?[\w&]{3})*$", ("referral-committee",)),
    )
)
