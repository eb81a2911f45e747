"""The words of Minnesota's bill histories and what they are; the House spells out what the Senate abbreviates."""

from spiders.families.actions import Vocabulary

MINNESOTA = Vocabulary(
    (
        (r"introduction and first reading,? (and )?referred (by chair )?to", ("introduction", "referral-committee")),
        (r"introduced|introduction and first reading", ("introduction",)),
        (r"(committee|comm) report[,:]? .*\bre-?refer", ("committee-passage", "referral-committee")),
        (r"(committee|comm) report[,:]? (subst|.*substitut)|rule 45|.*substituted for", ("substitution",)),
        (r"(committee|comm) report[,:]? .*(not pass|indefinitely postpone)", ("committee-failure",)),
        (r"(committee|comm) report[,:]? (to (pass|adopt)|without rec|.*to pass)", ("committee-passage",)),
        (r".*\bre-?referred|referred (by chair )?to", ("referral-committee",)),
        (r"second reading", ("reading-2",)),
        (r"(third reading,? |bill was |resolution was |motion to pass\W+)?(as amended,? )?not (re)?passed", ("failure",)),
        (r"third reading,? .*\bpassed", ("passage",)),
        (r"third reading", ("reading-3",)),
        (r".*veto.*(overrid|notwithstanding)|.*(overrid|notwithstanding).*veto|.*reconsidered and repassed",
         ("veto-override-passage",)),
        (r".*\b(bill was passed|repassed)\b|passed", ("passage",)),
        (r"resolution was adopted|adopted", ("passage",)),
        (r"received from", ("introduction",)),
        (r"amendments? offered", ("amendment-introduction",)),
        (r"amended", ("amendment-passage",)),
        (r"presented to governor|presentment date", ("executive-receipt",)),
        (r".*line.item veto", ("executive-veto-line-item",)),
        (r"governor('s)? (action )?approval|approved by governor", ("executive-signature",)),
        (r".*\bveto", ("executive-veto",)),
        (r"(filed )?without (governor's )?signature|became law", ("became-law",)),
        (r"effective date|secretary of state", ("became-law",)),
        (r"laid on (the )?table|.*\btabled\b|progress", ("deferral",)),
        (r"(motion (to|that) .*)?indefinitely postponed|stricken and returned|failed|not adopted", ("failure",)),
        (r"returned to author|withdrawn", ("withdrawal",)),
        (r"(chief )?(co-?)?authors?\b|house rule|senate rule|joint rule|rule \d|pursuant to|special order", ()),
        (r"general orders|(fiscal )?calendar|consent|returned from|(senate|house) conferees|conference|motion", ()),
        (r"(senate|house) (not )?concur|(senate|house) refuse|(senate|house) (accede|adopted)|urgency|rules? suspen", ()),
        (r"suspen|point of order|joint rule|comm(ittee)? (of|recommend)|taken from|recalled|speaker|division|see\b", ()),
    )
)  # fmt: skip
