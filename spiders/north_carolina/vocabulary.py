"""The clipped words of North Carolina's bill histories and what they are.

A bill is withdrawn from a committee or calendar in order to go on, which is no step of its own.
"""

from spiders.families.actions import Vocabulary

NORTH_CAROLINA = Vocabulary(
    (
        (r"filed", ("introduction",)),
        (r"passed 1st reading", ("reading-1",)),
        (r"withdrawn from (com|cal)|withdrawn (fr|and)", ()),
        (r"(re-?)?ref\b|re-?ref |assigned to|(re-?)?referred to", ("referral-committee",)),
        (r"reptd fav", ("committee-passage-favorable",)),
        (r"reptd unfav", ("committee-passage-unfavorable",)),
        (r"reptd (without prejudice|w/o)|reptd", ("committee-passage",)),
        (r"com (sub|substitute) adopted|(com )?(sub|substitute) (bill )?adopted", ("substitution",)),
        (r"com amend(ment)?s? adopted|amend(ment)?s? adopted", ("amendment-passage",)),
        (r"amend(ment)?s? (failed|defeated)", ("amendment-failure",)),
        (r"amend(ment)?s? offered", ("amendment-introduction",)),
        (r"amend(ment)?s? withdrawn", ("amendment-withdrawal",)),
        (r"amend(ment)?s? (tabled|displaced)", ("amendment-deferral",)),
        (r"passed 2nd (&|and) 3rd reading", ("passage", "reading-2", "reading-3")),
        (r"passed 2nd reading", ("reading-2",)),
        (r"passed 3rd reading", ("passage", "reading-3")),
        (r"failed 3rd reading", ("failure", "reading-3")),
        (r"failed (2nd|1st) reading|failed to pass|tabled|postponed indefinitely", ("failure",)),
        (r"adopted", ("passage",)),
        (r"conf(erence)? rep(or)?t adopted", ("passage",)),
        (r"failed conc|conf\b|conferees|conference|conf report", ()),
        (r"concurred", ("amendment-passage",)),
        (r"ordered enrolled|ratified|enrolled", ("enrolled",)),
        (r"pres\. to gov", ("executive-receipt",)),
        (r"signed by gov", ("executive-signature",)),
        (r"veto overrid", ("veto-override-passage",)),
        (r"veto (sustained|override failed)|failed to override", ("veto-override-failure",)),
        (r"vetoed", ("executive-veto",)),
        (r"became law|ch\. (sl|res)|ch\.? ?sl", ("became-law",)),
        (r"temporarily displaced|postponed|carried over", ("deferral",)),
        (r"withdrawn", ("withdrawal",)),
        (r"(regular|special) message|placed on|added to|cal\b|cal pursuant|calendared|veto received|serial ref", ()),
        (r"rules suspended|reconsidered|motion|sequential|engrossed|held|point|sent to|received|fiscal|unanimous", ()),
        (r"gov|notwithstanding|text changed|title|printed|ruled|objection|sponsor|co-?sponsor", ()),
    )
)
