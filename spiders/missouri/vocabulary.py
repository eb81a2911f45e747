"""The words of both chambers' bill histories in Missouri and what they are, most particular first.

The House marks a chamber behind its words ("Read Second Time (H)"), the Senate before them ("S Third Read and Passed"). A
substitute's letters may stand in front. "Perfected" is the vote on second reading, and no passage.
"""

from spiders.families.actions import Vocabulary

HERE = r"((hcs|scs|hs|ss|ccs|h|s|rules|bill)\b[\s-]*)*"

MISSOURI = Vocabulary(
    (
        (rf"{HERE}(requests?|refuses?|conferees|submits|reconsider|.*conference|dissolve|insist)", ()),
        (rf"{HERE}prefiled", ("filing",)),
        (r"introduced and read first", ("introduction", "reading-1")),
        (rf"{HERE}(introduced|offered\b)", ("introduction",)),
        (r"reported to the (senate|house) and first read", ("introduction", "reading-1")),
        (rf"{HERE}(first read|read first)", ("introduction", "reading-1")),
        (rf"{HERE}(second read|read second).*referred", ("reading-2", "referral-committee")),
        (rf"{HERE}(second read|read second)", ("reading-2",)),
        (rf"{HERE}third read(ing)? (and )?(defeated|failed)", ("reading-3", "failure")),
        (rf"{HERE}third read and passed", ("reading-3", "passage")),
        (rf"{HERE}(third read|taken up for third)", ("reading-3",)),
        (rf"{HERE}truly agreed", ("passage",)),
        (rf"{HERE}voted do not pass|{HERE}reported do not pass", ("committee-passage-unfavorable",)),
        (rf"{HERE}(voted|reported) do pass|{HERE}reported from .*committee", ("committee-passage",)),
        (rf"{HERE}(re-?)?referred", ("referral-committee",)),
        (r"(house|senate|h|s) concurs", ("concurrence", "passage")),
        (r"(house|senate) (substitute )?\w* ?offered|s[as] \d.* offered$", ("amendment-introduction",)),
        (r"(ha|sa) \d.*(withdrawn)|motion to adopt.*withdrawn|(ha|sa) \d.*(defeated|failed)", ("amendment-failure",)),
        (r"(ha|sa) \d.*adopted", ("amendment-passage",)),
        (r"(ha|sa) \d", ("amendment-introduction",)),
        (r"(hcs|scs|ss|hs)( for \w+)*( [hs])?.*adopted", ("substitution",)),
        (r"ccr [hs]|ccr|hcs|scs|ss|hs", ()),
        (r"[hs] adopted|adopted \([hs]\)", ("passage",)),
        (rf"{HERE}(withdrawn|.*bill withdrawn)", ("withdrawal",)),
        (rf"{HERE}(placed on .*informal calendar|laid over|dropped from calendar)", ("deferral",)),
        (r"(signed|approved) by governor", ("executive-signature",)),
        (r"vetoed in part", ("executive-veto-line-item",)),
        (r"vetoed by governor", ("executive-veto",)),
        (r"legislature voted to override", ("veto-override-passage",)),
        (r"delivered to governor", ("executive-receipt",)),
        (r"delivered to secretary of state", ("became-law",)),
        (r"signed by (house speaker|senate president|president|speaker)|reported duly enrolled", ("enrolled",)),
        (r"public hearing|executive session|rules - executive|hearing|perfected|taken up|reported truly perfected", ()),
        (
            rf"{HERE}(informal calendar|formal calendar|calendar|reported|.*calendar|.*pending|action postponed|motion)",
            (),
        ),
    )
)
