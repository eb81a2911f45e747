"""The codes of New Jersey's bill histories in the words of its site, and what the words are, most particular first.

The database holds codes ("INT 1RA REF ACO") where the site prints sentences. A code that is not here stays a code.
"""

import re
from collections.abc import Mapping

from spiders.families.actions import Vocabulary

NEW_JERSEY = Vocabulary(
    (
        (r"introduced.*,? referred to", ("introduction", "referral-committee")),
        (r"introduced|INT\b", ("introduction",)),
        (
            r"reported out of .* as a substitute and referred to|REP/[AS]CS REF",
            (
                "committee-passage",
                "substitution",
                "referral-committee",
            ),
        ),
        (r"reported.* and referred to|REP(/[AS]CA)? REF", ("committee-passage", "referral-committee")),
        (r"reported out of .* as a substitute|REP/[AS]CS", ("committee-passage", "substitution")),
        (r"reported|REP\b", ("committee-passage",)),
        (r"received in the .*referred to|referred to|transferred to|recommitted to", ("referral-committee",)),
        (r"(R/[AS] REF|TRANS|RCM|REF S)", ("referral-committee",)),
        (r".*concurred|CONCUR", ("concurrence",)),
        (r"(assembly|senate) (floor )?amendment (failed|defeated)", ("amendment-failure",)),
        (
            r"(assembly|senate) (floor )?amendments? passed|(assembly|senate) amendment|(AA|SA) 2R",
            ("amendment-passage",),
        ),
        (r"passed|P[AS]( PBH| FILE)?$", ("passage",)),
        (r"approved with line item veto", ("executive-signature", "executive-veto-line-item")),
        (r"approved,? P\.L\.", ("executive-signature", "became-law")),
        (r"approved", ("executive-signature",)),
        (r"(absolute|conditional|pocket) veto|[AC]V R/|PV$", ("executive-veto",)),
        (r".*override|.*overridden", ("veto-override-passage",)),
        (r"became law|.*without (the )?(governor's )?(signature|approval)", ("became-law",)),
        (r"withdrawn|W$", ("withdrawal",)),
        (r"lost in the|LST[AS]|defeated", ("failure",)),
        (r"substituted|SUB (FOR|BY)|S[SA] 2R|A[S] 2R", ("substitution",)),
        (r"2nd reading", ("reading-2",)),
        (r"(combined with|filed with|motion|emergency|received in|public hearing|copy on desk|rescind|reconsider)", ()),
        (r"(COMB/W|MOTION|ER\b|RSND/V|RCON/V|R/[AS]|1R|2R|(SEN|ASM)|PUBLIC|FSS|tabled)", ()),
    )
)

_HOUSE = {"A": "Assembly", "S": "Senate"}
_WORDS = (
    (r"INT 1R([AS]) REF (\w+)", "Introduced in the {0}, Referred to {1}"),
    (r"INT 1R([AS]) [AS]WR 2R[AS]", "Introduced in the {0} without Reference, 2nd Reading"),
    (r"REP 2R([AS])", "Reported out of {0} Committee, 2nd Reading"),
    (r"REP/[AS]CA 2R([AS])", "Reported out of {0} Committee with Amendments, 2nd Reading"),
    (r"REP/[AS]CS 2R([AS])", "Reported out of {0} Committee as a Substitute, 2nd Reading"),
    (r"REP REF (\w+)", "Reported and Referred to {1}"),
    (r"REP/([AS])CA REF (\w+)", "Reported out of {0} Committee with Amendments and Referred to {1}"),
    (r"REP/([AS])CS REF (\w+)", "Reported out of {0} Committee as a Substitute and Referred to {1}"),
    (r"R/([AS]) REF (\w+)", "Received in the {0}, Referred to {1}"),
    (r"REF (\w+)", "Referred to {1}"),
    (r"TRANS (\w+)", "Transferred to {1}"),
    (r"RCM (\w+)", "Recommitted to {1}"),
    (r"([AS])A 2R[AS]", "{0} Amendment, 2nd Reading"),
    (r"P([AS])", "Passed {0}"),
    (r"P([AS]) PBH", "Passed {0} (Passed Both Houses)"),
    (r"P([AS]) FILE", "Passed {0}, Filed with Secretary of State"),
    (r"APP", "Approved"),
    (r"APP W/LIV", "Approved with Line Item Veto"),
    (r"AV R/([AS])", "Absolute Veto, Received in the {0}"),
    (r"CV R/([AS])(?: 1R[AS]G)?", "Conditional Veto, Received in the {0}"),
    (r"PV", "Pocket Veto"),
    (r"SUB FOR", "Substituted for"),
    (r"SUB BY", "Substituted by"),
    (r"LST([AS])", "Lost in the {0}"),
    (r"W", "Withdrawn from Consideration"),
    (r"FSS", "Filed with Secretary of State"),
    (r"COMB/W", "Combined with"),
)
_FORMS = tuple((re.compile(form), words) for form, words in _WORDS)


def in_words(code: str, comment: str, committees: Mapping[str, str]) -> str:
    """A code as the site prints it, with the comment behind it: "APP", "P.L.2026, c.5." → "Approved P.L.2026, c.5."."""
    words = code
    for form, sentence in _FORMS:
        if found := form.fullmatch(code):
            groups = [*found.groups()]
            house = _HOUSE.get(groups[0], "") if groups else ""
            words = sentence.format(house, committees.get(groups[-1], groups[-1]) if groups else "")
            break
    return f"{words} {comment}".strip()
