"""The words of Virginia's bill histories and what they are, most particular first.

"Passed by indefinitely" and "passed by for the day" postpone and must never read as a passage. Two readings in common use
are left out because they would announce what did not happen: a chamber that rejects the Governor's recommendation has not
overridden a veto, and one that agrees to a subcommittee's recommendation has not reported a bill.
"""

from spiders.families.actions import Vocabulary

VIRGINIA = Vocabulary(
    (
        (r"acts of assembly chapter|assigned chapter", ("became-law",)),
        (
            r"bill text as passed|(senators|delegates): |fiscal impact|.*impact statement|governor's signature explan",
            (),
        ),
        (r"left in ", ("committee-failure",)),
        (r"(read third time and )?passed by (indefinitely|with letter|for the day|temporarily|until)", ("deferral",)),
        (r"passed by\b", ("deferral",)),
        (r"tabled|continued to (\d{4}|%NextSessionYear%)|laid on the table", ("deferral",)),
        (r"stricken |.*withdrawn by|withdrawn", ("withdrawal",)),
        (r"subcommittee ", ()),
        (r"failed to (report|recommend)", ("committee-failure",)),
        (r"failed to pass|.*\bdefeated\b", ("failure",)),
        (r"read third time and (passed|agreed)", ("passage", "reading-3")),
        (r"read third time", ("reading-3",)),
        (r"read second time", ("reading-2",)),
        (r"read first time", ("reading-1",)),
        (r"(enrolled bill )?communicated to governor|governor's action deadline", ("executive-receipt",)),
        (r"approved by governor.*chapter", ("executive-signature", "became-law")),
        (r"approved by governor", ("executive-signature",)),
        (r"governor's recommendation received", ("executive-veto-line-item",)),
        (r"governor's recommendation adopted", ("executive-signature",)),
        (r"vetoed by governor", ("executive-veto",)),
        (r".*sustained governor's veto", ("veto-override-failure",)),
        (r".*(overrode|overridden).*veto", ("veto-override-passage",)),
        (r".*rejected governor's recommendation", ()),
        (r"enacted,? chapter|became law", ("became-law",)),
        (r"(re)?enrolled", ("enrolled",)),
        (r"signed by (the )?(president|speaker)", ("passage", "enrolled")),
        (r"conference report (was )?(agreed|adopted)", ("committee-passage-favorable",)),
        (r".*(requested|request for) conference|confere(e)?s appointed", ("referral-committee",)),
        (r".*amendments?\b.*withdrawn", ("amendment-withdrawal",)),
        (r".*amendments?\b.*rejected", ("amendment-failure",)),
        (r"(house|senate) substitute rejected", ("amendment-failure",)),
        (r"(passed|agreed to by) (house|senate).*", ("passage",)),
        (r"passed .* in .*-Y", ("committee-passage-favorable",)),
        (r"vote:.*(passage|adoption)", ("passage",)),
        (r".*amendments?\b.*agreed", ("amendment-passage",)),
        (
            r"reported from .* with substitute and rereferred",
            ("committee-passage", "substitution", "referral-committee"),
        ),
        (r"reported from .*(with|reporting with) substitute", ("committee-passage", "substitution")),
        (r"reported from .*rereferred to", ("committee-passage", "referral-committee")),
        (r"reported from", ("committee-passage",)),
        (r".*substitute (printed|agreed|posted)|.*engrossed.*substitute|.*insisted on substitute", ("substitution",)),
        (r".*reporting with substitute", ("substitution",)),
        (r"reported and referred", ("committee-passage", "referral-committee")),
        (r"(re)?referred (to|by|from)|recommitted to|assigned .*sub|subject matter referred", ("referral-committee",)),
        (r"prefiled|presented", ("introduction",)),
        (r"(filed|intro)\b", ("filing", "introduction")),
        (r"(placed on|removed from) .*(agenda|docket|calendar)|committee referral pending|incorporated by", ()),
        (r"amended by conference|.*concurred in governor's|requires \d+ affirmative|.*acceded to|.*insisted", ()),
        (r"reading waived|rules suspended|discharged from|engrossed by|incorporates|budget amendments? available", ()),
        (r"motion to pass in enrolled form rejected|governor's veto received", ()),
        (r"print|introduced bill reprinted|constitutional reading|laid on (speaker|clerk|president)|uncontested", ()),
    )
)
