"""The words of Washington's bill histories and what they are, most particular first.

A bill is "signed" by the presiding officers before it goes to the Governor, who alone makes it law; the line "Chapter 7, 2026
Laws" says that it is. A committee's minority report is printed beside the majority's and is no outcome of its own.
"""

from spiders.families.actions import Vocabulary

WASHINGTON = Vocabulary(
    (
        (r"prefiled", ("filing",)),
        (r"introduced", ("introduction",)),
        (
            r"first reading, (read|referred)|first reading.*referred",
            ("introduction", "reading-1", "referral-committee"),
        ),
        (r"first reading", ("introduction", "reading-1")),
        (r"read first time.*referred", ("reading-1", "referral-committee")),
        (r"read first time", ("reading-1",)),
        (r"by resolution, (reintroduced|returned)|by resolution", ()),
        (r"rules (suspended|committee relieved).*placed on third reading", ("reading-3",)),
        (r"rules (suspended|committee relieved).*placed on second reading", ("reading-2",)),
        (r".*relieved of further consideration.*referred", ("referral-committee",)),
        (r"(re)?referred to rules|passed to rules|rules (committee|suspended)|.*(returned|relieved).*rules", ()),
        (r"(re)?referred to|and (re)?refer(red)? to", ("referral-committee",)),
        (r"(\w+ - )?majority; .*substitute.*do pass", ("committee-passage-favorable", "substitution")),
        (r"(\w+ - )?majority; do not pass", ("committee-passage-unfavorable",)),
        (r"(\w+ - )?majority; (do pass|do confirm|be adopted)|.*\(majority report\)", ("committee-passage-favorable",)),
        (r"(\w+ - )?majority;", ("committee-passage",)),
        (r"(\w+ - )?(minority; |.*without recommendation)", ("committee-passage-unfavorable",)),
        (r"executive (action|session)|public hearing|work session|scheduled for|no action taken", ()),
        (r".*amendments?(\(s\)|s)? (were )?not adopted|.*amendments?(\(s\))? (ruled|failed)", ("amendment-failure",)),
        (r".*amendments?(\(s\))?( \w+)? adopted|.*amendment\(s\) adopted", ("amendment-passage",)),
        (r".*amendments?(\(s\))? withdrawn", ("amendment-withdrawal",)),
        (r".*substitute bill substituted", ("substitution",)),
        (r"(placed on|returned to) second reading|second reading", ("reading-2",)),
        (r"third reading,? (failed|lost)", ("reading-3", "failure")),
        (r"third reading,? (passed|adopted)", ("reading-3", "passage")),
        (r"(placed on|returned to) third reading|third reading|rules suspended", ("reading-3",)),
        (r"passed final passage", ("passage",)),
        (r"failed final passage", ("failure",)),
        (r"adopted\b", ("passage",)),
        (r"(house|senate) (concurred|concurs) in", ("concurrence",)),
        (r"(house|senate) (refuse[sd]|insist\w*|recede[sd]|ask\w*|grant\w*|reconsider\w*)", ()),
        (r"(president|speaker)( pro tempore)? signed|signed by (representatives|senators|the)", ("enrolled",)),
        (r"delivered to governor", ("executive-receipt",)),
        (r"governor (partially|partial) veto", ("executive-veto-line-item",)),
        (r"governor vetoed", ("executive-veto",)),
        (r"governor signed", ("executive-signature",)),
        (r".*veto override|.*passed notwithstanding.*veto|.*veto overridden", ("veto-override-passage",)),
        (r"chapter \d+, \d{4} laws|became law|effective date", ("became-law",)),
        (r"conference committee|filed with secretary of state|held on calendar|eligible to be placed|placed in", ()),
        (r"referred|returned|retained|.*point of order|.*deferred|.*reconsider", ()),
    )
)
