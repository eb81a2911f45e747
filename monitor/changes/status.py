"""Progress in a publisher's own words: "Passed House; Passed Senate; Approved". Asked by `progress`, step 6 of the path."""

import re

_WORDS = (
    ("law", r"veto(es)? over(ridden|turned)|overr(ode|idden)|became( public)? law|signed into law|public law|enacted|chaptered|acts? of assembly|^law\b|chapter(ed)? \d"),
    ("vetoed", r"(?<!line item )(?<!line-item )\bveto(ed)?\b"),
    ("carried over", r"carried over|carry-?over|continued to (20\d\d|the next|next)|held over to"),
    ("withdrawn", r"\bwithdrawn\b(?! from)|stricken from"),
    ("signed", r"\bapproved\b(?! (by|in) .*(committee|house|senate|assembly))|signed by (the )?(governor|president of the united|mayor)|^signed$"),
    ("failed", r"\bfailed\b|\bdied\b|\bdead\b|\bdefeated\b|\blost\b|\bkilled\b|indefinitely|sine die|inexpedient"),
    ("to the executive", r"(to|presented to|awaiting|on|by) (the )?(governor|president|mayor)\b"),
    ("passed both", r"passed (both|the legislature|legislature|house and senate|senate and house)|\benrolled\b"),
    ("passed one chamber", r"\b(passed|adopted|agreed to)\b(?! (by )?.*(committee|amendment))"),
    ("reported", r"\breported\b|do pass|committee passed|passed (by |out of |in )?.*committee"),
    ("in committee", r"\bcommittee\b|\breferred\b"),
    ("introduced", r"\bintroduced\b|\b(pre-?)?filed\b|\bpre-?filed\b"),
)  # fmt: skip
_PATTERNS = tuple((standing, re.compile(pattern, re.IGNORECASE)) for standing, pattern in _WORDS)
_CHAMBERS = (
    re.compile(r"passed (the )?senate\b", re.IGNORECASE),
    re.compile(r"passed (the )?(house|assembly)\b", re.IGNORECASE),
)
_NOT_THE_BILL = re.compile(
    r"\b(motion|amendment|reconsider\w*)\b[^;,]*\b(failed|lost|defeated|withdrawn)\b", re.IGNORECASE
)


def standing_in_words(status: str) -> str:
    """The progress that official status words tell, the most decisive first; "" when they tell none."""
    status = _NOT_THE_BILL.sub("", " ".join(status.split()))
    if not status:
        return ""
    found = next((standing for standing, pattern in _PATTERNS if pattern.search(status)), "")
    if found == "passed one chamber" and all(pattern.search(status) for pattern in _CHAMBERS):
        return "passed both"
    return found
