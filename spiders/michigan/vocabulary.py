"""The words of Michigan's bill histories and what they are; the House prints small letters, the Senate capitals.

"PASSED BY HOUSE" stands in the Senate's journal when a bill comes over, and is no passage of the Senate's.
"""

from spiders.families.actions import Vocabulary

MICHIGAN = Vocabulary(
    (
        (r"introduced by", ("introduction",)),
        (r"received", ("introduction",)),
        (r"(passed|adopted) by (house|senate)|(house|senate) (adopt|pass)", ()),
        (r"read a first time", ("reading-1",)),
        (r"read a second time", ("reading-2",)),
        (r"read a third time", ("reading-3",)),
        (r"(re-?)?referred to (second reading|third reading|general orders|(the )?committee of the whole)", ()),
        (r"referred to (secretary for record|clerk|messages)|disapproved line item", ()),
        (
            r"(bill |rule suspended; |per rule \d+,? )?((re-?)?referred|reassigned) to (the )?(committee|conference)",
            ("referral-committee",),
        ),
        (r"reported by (the )?committee of the whole", ()),
        (r"reported", ("committee-passage",)),
        (r".*substitute .*(nonconcurred|not concurred|defeated)|.*amendment.*(defeated|nonconcurred)", ("amendment-failure",)),
        (r".*(substitute|amendment).*concurred in", ("amendment-passage",)),
        (r"(senate |house )?substitute .*adopted", ("substitution",)),
        (r".*amendments?\b.*adopted", ("amendment-passage",)),
        (r".*amendments?\b.*withdrawn", ("amendment-withdrawal",)),
        (r"amended\.?$", ("amendment-passage",)),
        (r"amendment\(s\) offered", ("amendment-introduction",)),
        (r"(bill )?passed.*over.*veto|veto overridden|.*notwithstanding the objections", ("veto-override-passage",)),
        (r"veto (sustained|override failed)", ("veto-override-failure",)),
        (r"passed|rules? suspended; (passed|adopted)", ("passage",)),
        (r"conference report|adopted conference", ()),
        (r"(resolution )?adopted", ("passage",)),
        (r"defeated|not (passed|adopted)|failed", ("failure",)),
        (r"(.*passage )?postponed|laid (over|on the table)|.*\btabled", ("deferral",)),
        (r"(bill |resolution )?withdrawn", ("withdrawal",)),
        (r"(bill )?(was )?ordered enrolled|ordered enrolled", ("enrolled",)),
        (r"presented to (the )?governor", ("executive-receipt",)),
        (r"approved by (the )?governor.*\bveto", ("executive-signature", "executive-veto-line-item")),
        (r"line.item.*veto", ("executive-veto-line-item",)),
        (r"approved by (the )?governor", ("executive-signature",)),
        (r"(pocket )?veto(ed)?\b", ("executive-veto",)),
        (r"became law|.*assigned PA|filed with (the )?secretary of state", ("became-law",)),
        (r"printed (bill|joint resolution) filed|re-?received|re-?transmitted|re-?returned|return granted|recommendation", ()),
        (r".*co-?sponsors?\b|.*removed as sponsor|.*as conferee|enrollment vacated|for final disposition|amendment\(s\) reconsidered|line item\(s\) sep", ()),
        (r"motion|discharge|rules? suspended|bill electronically|transmitted|returned|placed on|roll call", ()),
        (r"full title|title|inserted|given immediate effect|immediate effect|vote|notice|reconsider", ()),
        (r"substitute|rule|moved|made special order|request|message|name|committee|house|senate|joint", ()),
    )
)  # fmt: skip
