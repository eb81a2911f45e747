"""The words of Kentucky's bill histories and what they are, most particular first."""

from spiders.families.actions import Vocabulary

KENTUCKY = Vocabulary(
    (
        (r"(.*\bamendments?\b.*|.*substitute\b.*)\bwithdrawn", ("amendment-withdrawal",)),
        (r"(floor|committee) (amendments?|substitute).*\b(defeated|failed|rejected|not adopted|tabled)", ("amendment-failure",)),
        (r"(floor|committee) (amendments?|substitute).*\badopted", ("amendment-passage",)),
        (r"(floor|committee) (amendments?|substitute).*\bfiled", ("amendment-introduction",)),
        (r"introduced in", ("introduction",)),
        (r"prefiled|bill request", ("filing",)),
        (r"reported favorably, (1st|first) reading", ("committee-passage-favorable", "reading-1")),
        (r"reported favorably, (2nd|second) reading", ("committee-passage-favorable", "reading-2")),
        (r"reported favorably", ("committee-passage-favorable",)),
        (r"reported unfavorably", ("committee-passage-unfavorable",)),
        (r"reported without", ("committee-passage",)),
        (r"(1st|first) reading", ("reading-1",)),
        (r"(2nd|second) reading", ("reading-2",)),
        (r"(3rd|third) reading.*\b(passed|adopted)\b", ("reading-3", "passage")),
        (r"(3rd|third) reading.*\b(defeated|failed)\b", ("reading-3", "failure")),
        (r"(3rd|third) reading", ("reading-3",)),
        (r"passed over|laid (on|over)|tabled", ("deferral",)),
        (r"(bill |resolution )?passed\b", ("passage",)),
        (r"(resolution )?adopted\b|.*\badopted by voice vote", ("passage",)),
        (r"(bill |resolution )?(defeated|failed)\b", ("failure",)),
        (r"(house|senate) concurred", ("concurrence",)),
        (r"enrolled", ("enrolled",)),
        (r"delivered to governor", ("executive-receipt",)),
        (r"signed by governor.*acts,? ch", ("executive-signature", "became-law")),
        (r"signed by (the )?governor", ("executive-signature",)),
        (r"line items? vetoed|line.item veto", ("executive-veto-line-item",)),
        (r"veto(es)? overridden", ("veto-override-passage",)),
        (r"veto(es)? sustained", ("veto-override-failure",)),
        (r"vetoed", ("executive-veto",)),
        (r"became law|.*without governor'?s? signature|delivered to secretary of state", ("became-law",)),
        (r"to [A-Z]|(recommitted|reassigned|returned|re-?referred|referred) to", ("referral-committee",)),
        (r".*\bwithdrawn\b", ("withdrawal",)),
        (r"received in|taken from|posted|placed|(free )?conference|(house|senate) (refused|receded)|motion|reconsidered", ()),
    )
)  # fmt: skip
