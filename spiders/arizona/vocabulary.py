"""The words of Arizona's bill status and what they are: codes of committees and floor with their place, and named milestones.

The codes are explained at https://www.azleg.gov/faq/abbreviations/. "DPA (Standing JUD)" is a committee's report, "DPA (Floor COW)"
the Committee of the Whole's, which is no passage, and "PASSED (Floor THIRD)" the chamber's vote.
"""

from spiders.families.actions import Vocabulary

_FOR = r"(passed|dp|fp|pfc|c&p)"

ARIZONA = Vocabulary(
    (
        (r"prefiled", ("filing",)),
        (r"introduced|intro\b", ("introduction",)),
        (r"(house|senate) first reading", ("reading-1",)),
        (r"(house|senate) second reading", ("reading-2",)),
        (r"transmit(ted)? to (governor|secretary of state)", ("executive-receipt",)),
        (r"transmit", ()),
        (r"governor signed", ("executive-signature",)),
        (r"governor vetoed", ("executive-veto",)),
        (r"veto override", ("veto-override-passage",)),
        (r"w/d\b|withdrawn", ()),  # from a committee, and the bill goes on
        (r"(dpa|amend)[^(]*\(floor third\)", ("reading-3", "amendment-passage")),
        (rf"{_FOR}[^(]*\(floor third\)", ("reading-3", "passage")),
        (r"fail(ed)?[^(]*\(floor third\)", ("reading-3", "failure")),
        (r"dpa[^(]*\(floor", ("amendment-passage",)),
        (rf"{_FOR}[^(]*\(floor cow\)", ()),
        (rf"{_FOR}[^(]*\(floor", ("passage",)),
        (r"fail(ed)?[^(]*\(floor cow\)", ()),
        (r"fail(ed)?[^(]*\(floor", ("failure",)),
        (r"dpa[^(]*\(", ("committee-passage", "amendment-passage")),
        (rf"{_FOR}[^(]*\(", ("committee-passage",)),
        (r"(fail(ed)?|dnp)[^(]*\(", ("committee-failure",)),
        (r"held[^(]*\(|ret on cal|retained", ("deferral",)),
        (r"amend\b", ("amendment-introduction",)),
        (r"(none|disc|s/?c|proper|no action|assigned|discussed|heard)\b|(house|senate) (consent calendar|caucus)", ()),
        (r"request for enactment|(house|senate) (concur|refuse)|concur|refuse", ()),
    )
)
