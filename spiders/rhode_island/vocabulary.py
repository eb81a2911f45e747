"""The words of Rhode Island's bill histories and what they are; the first entry that fits decides."""

from spiders.families.actions import Vocabulary

_CHAMBER = r"(house|senate) "

RHODE_ISLAND = Vocabulary(
    (
        (r"introduced,? (and )?(read and )?passed", ("introduction", "passage")),
        (r"introduced,? .*referred to", ("introduction", "referral-committee")),
        (r"introduced", ("introduction",)),
        (rf"({_CHAMBER})?(re-?)?referred to|({_CHAMBER}voted to )?recommit(ted)?", ("referral-committee",)),
        (r"committee recommends passage of sub", ("committee-passage-favorable", "substitution")),
        (r"committee recommends passage", ("committee-passage-favorable",)),
        (r"committee transfers? to|committee transferred to", ("referral-committee",)),
        (r"committee recommended measure be held for further study|.*held for further study", ("deferral",)),
        (r"committee recommends (indefinite postponement|defeat)", ("committee-passage-unfavorable",)),
        (r"committee recommends (concurrence|confirmation)", ("committee-passage-favorable",)),
        (r"proposed substitute", ("amendment-introduction",)),
        (r"substitute", ("substitution",)),
        (rf"{_CHAMBER}(amendment|floor amendment).*(defeated|fail)", ("amendment-failure",)),
        (rf"{_CHAMBER}(read and )?passed", ("passage",)),
        (rf"{_CHAMBER}(concurred|concurs)", ("concurrence", "passage")),
        (rf"{_CHAMBER}(voted to )?overr(ide|ode).*veto|.*veto overridden", ("veto-override-passage",)),
        (rf"{_CHAMBER}(defeated|failed|did not pass|voted not to pass)|defeated", ("failure",)),
        (r".*withdrawn at sponsor'?s request|withdrawn", ("withdrawal",)),
        (rf"{_CHAMBER}(voted to )?(lay|laid) (on|upon) the table|.*indefinitely postponed", ("deferral",)),
        (r"transmitted to governor", ("executive-receipt",)),
        (r"signed by governor", ("executive-signature",)),
        (r"effective without governor'?s signature", ("became-law",)),
        (r"vetoed by governor", ("executive-veto",)),
        (r"placed on (the )?(house|senate|consent)|ordered on|taken from", ()),
        (r"scheduled for|meeting postponed|postponed|continued|committee (continued|heard|postponed|meeting)", ()),
        (r"transmitted to|returned|reconsider|motion|hearing|joint committee|not scheduled", ()),
    )
)  # fmt: skip
