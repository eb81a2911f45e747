"""The words of Florida's bill histories and what they are, most particular first. A day's line is taken apart at its bullets."""

from spiders.families.actions import Vocabulary

_CS = r"(?:(?:cs/)*(?:cs|[hs][a-z]+ \d+\w*) )?"  # "CS/CS passed", "CS for CS": a committee substitute

FLORIDA = Vocabulary(
    (
        (rf"{_CS}filed\b", ("filing",)),
        (r"introduced\b", ("introduction",)),
        (r"1st reading|.*\bread 1st time", ("reading-1",)),
        (r"(re)?referred to|also referred to", ("referral-committee",)),
        (r"submitted as committee bill and reported favorably", ("introduction", "committee-passage-favorable")),
        (r"submitted (as|for consideration)", ("introduction",)),
        (r"favorable (with|by)|(submitted|reported) favorabl", ("committee-passage-favorable",)),
        (r"(cs/)*cs (combined )?by\b", ("committee-passage-favorable", "substitution")),
        (r"unfavorable\b", ("committee-passage-unfavorable",)),
        (r"read 2nd time", ("reading-2",)),
        (r"read 3rd time|.*placed on 3rd reading", ("reading-3",)),
        (r".*\bconcurred\b.*\bpassed\b", ("concurrence", "passage")),
        (r"refused to (concur|recede)|.*requests? (house|senate) to", ()),
        (r"(house |senate )?concurred\b", ("concurrence",)),
        (r".*\bamendment.*\b(adopted|agreed to)\b", ("amendment-passage",)),
        (r".*\bamendment.*\b(failed|not adopted)\b", ("amendment-failure",)),
        (r".*\bamendment.*\bwithdrawn\b", ("amendment-withdrawal",)),
        (r"conference committee report", ()),
        (r".*\b(passed|sustained).*\b(over|notwithstanding).*\bveto|veto overridden", ("veto-override-passage",)),
        (rf"{_CS}passed\b", ("passage",)),
        (rf"{_CS}adopted\b", ("passage",)),
        (r"(not passed|failed( to pass)?)\b", ("failure",)),
        (rf"substituted\b|{_CS}substituted\b", ("substitution",)),
        (r".*\blaid on table\b", ("deferral",)),
        (r"died\b", ("failure",)),
        (r"temporarily postponed", ("deferral",)),
        (r"withdrawn from (?!further consideration|consideration)", ()),  # from a committee, only to go on
        (r".*\bwithdrawn\b", ("withdrawal",)),
        (r".*presented to governor", ("executive-receipt",)),
        (r"approved by governor", ("executive-signature",)),
        (r".*line[- ]item veto", ("executive-veto-line-item",)),
        (r"vetoed by governor|veto message", ("executive-veto",)),
        (r"chapter no\.|became law without", ("became-law",)),
        (r"ordered enrolled|enrolled text|.*\benroll|signed by officers", ("enrolled",)),
        (r"now in|added to|pcs added|on committee agenda|reported out of|pending|placed on|in (returning )?messages", ()),
        (r"received|immediately certified|ordered engrossed|retained on|bill (referred|added|to be|released)", ()),
        (r"reference|remaining reference|motion|rule|conference|requested|original (reference|bill)|reconsidered", ()),
    )
)  # fmt: skip
