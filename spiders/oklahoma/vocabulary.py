"""The words of Oklahoma's bill histories and what they are.

HAs and SAs are the amendments of the House and of the Senate, CR a committee's report, CCR a conference committee's. A measure is
engrossed after its passage, which is a step of the clerks.
"""

from spiders.families.actions import Vocabulary

OKLAHOMA = Vocabulary(
    (
        (r"first reading", ("introduction", "reading-1")),
        (r"introduced.*\badopted", ("introduction", "passage")),
        (r"introduced", ("introduction",)),
        (r"second reading.*\breferred", ("referral-committee", "reading-2")),
        (r"second reading", ("reading-2",)),
        (r"referred for (engrossment|enrollment)", ()),
        (r"(third|fourth) reading,? .*\bfailed|measure failed|.*\bmeasure (and emergency )?failed", ("failure",)),
        (r"third reading,? .*\bpassed", ("passage", "reading-3")),
        (r"(.*\b)?(measure|fourth reading)\b.*\bpassed", ("passage",)),
        (r"placed on third reading|third reading", ("reading-3",)),
        (r".*do not pass|failed in committee|.*failed in (sub)?committee", ("committee-failure",)),
        (r".*\bdo pass|reported", ("committee-passage",)),
        (r"(.*\b)?(re-?)?referred to|direct(ed)? to .*committee", ("referral-committee",)),
        (r"amendment withdrawn", ("amendment-withdrawal",)),
        (r"(floor )?amendments? failed|[hs]as rejected", ("amendment-failure",)),
        (r"(floor )?amendments? tabled", ("amendment-deferral",)),
        (r"amended by (floor|committee) substitute", ("substitution",)),
        (r"amended|amendment restore|[hs]as (adopted|concurred)|(floor )?amendments? adopted", ("amendment-passage",)),
        (r"adopted", ("passage",)),
        (r"enrolled", ("enrolled",)),
        (r"sent to governor", ("executive-receipt",)),
        (r"(signed|approved) by governor.*\bveto", ("executive-signature", "executive-veto-line-item")),
        (r"signed by governor|approved by governor", ("executive-signature",)),
        (r"(becomes|became) law", ("became-law",)),
        (r"line.item veto", ("executive-veto-line-item",)),
        (r"(.*\b)?veto (overrid|over-rid)", ("veto-override-passage",)),
        (r"veto (sustained|override failed)|motion to override.*failed", ("veto-override-failure",)),
        (r"vetoed|pocket veto", ("executive-veto",)),
        (r"laid over|tabled|laid on the table", ("deferral",)),
        (r"indefinitely postponed|failed|stricken from (the )?calendar", ("failure",)),
        (r"withdrawn by author|measure withdrawn", ("withdrawal",)),
        (r"engrossed|coauthored|(remove|change|rem)\b|authored|.*as (co)?author|[hs]cs (named|changed|removed)", ()),
        (r"conference|withdrawn from|notice|ayes|emergency|general order|considered|title|enacting|received", ()),
        (r"ccr|[hs]as|cr\b|placed on|pending|motion|floor|advanced|printed|filed|governor|signed|jcr|rules", ()),
        (r"house|senate|measure|oversight|policy|recommendation|to (house|senate)|carried|returned|reconsider", ()),
    )
)
