"""The words of New Mexico's bill pages and what they are, and the abbreviations of its lists in words.

Key to the abbreviations: https://www.nmlegis.gov/Legislation/Action_Abbreviations. The words are those of the bill pages; the
lists join abbreviations by blanks and dashes, with legislative days in brackets ("[7] DNP-CS/DP [8] PASSED/H (46-23)").
"""

import re

from spiders.families.actions import Vocabulary

NEW_MEXICO = Vocabulary(
    (
        (r"sent to [HS]PREF", ("filing",)),
        (r"sent to", ("introduction", "referral-committee")),
        (r"(.*: )?not (printed|referred)|.*not germane", ()),
        (r"\(partial veto\)", ("executive-veto-line-item",)),
        (r".*withdrawn from speaker's table", ()),
        (r".*withdrawn", ("withdrawal",)),
        (r".*do not pass.*(committee substitute|do pass)", ("committee-passage", "substitution")),
        (r".*do not pass", ("committee-passage-unfavorable",)),
        (r".*do pass.*report pending|.*recommended, report pending", ()),
        (r".*do pass", ("committee-passage-favorable",)),
        (r".*without recommendation", ("committee-passage",)),
        (r".*replaced with committee substitute", ("committee-passage", "substitution")),
        (r".*(not printed|printed|germane)", ()),
        (r".*(re)?referred to", ("referral-committee",)),
        (r".*(action )?postponed indefinitely|dead", ("failure",)),
        (r".*tabled indefinitely", ("failure",)),
        (r".*tabled", ("deferral",)),
        (r".*veto override passed", ("veto-override-passage",)),
        (r".*veto override failed", ("veto-override-failure",)),
        (r".*(failed passage|failed in the|failed to pass)", ("failure",)),
        (r".*failed to concur", ()),
        (r".*concurred", ("amendment-passage",)),
        (r".*conference (report adopted|committee)|.*failed to recede|.*receded|.*reconsider|.*recalled", ()),
        (r"\((succeeding entries|c\.a\.|sen\.|rep\.)|ref\b|re-$|h/calendar|m/rcnsr", ()),
        (r".*floor substitute", ("substitution",)),
        (r".*floor amendment.*(failed|not adopted)", ("amendment-failure",)),
        (r".*floor amendment", ("amendment-passage",)),
        (r".*passed (in the )?(house|senate)", ("passage",)),
        (r".*law without signature", ("became-law",)),
        (r".*pocket veto|.*vetoed", ("executive-veto",)),
        (r".*signed by governor.*chapter", ("executive-signature", "became-law")),
        (r"signed\b", ("executive-signature",)),
    )
)

_KEY = tuple(
    (re.compile(form), words)
    for form, words in (
        (r"([HS]PREF)\b", r"Sent to \1 - Referrals: \1"),
        (r"(([HS]\w+C)(?:/[HS]\w+C)*)-\2\b", r"Sent to \2 - Referrals: \1"),
        (r"(?:re-)?ref ([HS]\w+C(?:/[HS]\w+C)*)", r"Referred to \1"),
        (r"([HS]\w+C(?:/[HS]\w+C)*)\b", r"Sent to \1"),
        (
            r"DNP-CS/DP(?:/a)?",
            "Reported by committee with Do Not Pass but with a Do Pass recommendation on Committee Substitute",
        ),
        (r"DNP-CS/w/o rec", "Reported by committee with Do Not Pass, Committee Substitute Without Recommendation"),
        (r"DNP", "Reported by committee with Do Not Pass recommendation"),
        (r"DP/a", "Reported by committee with Do Pass recommendation with amendment(s)"),
        (r"DP", "Reported by committee with Do Pass recommendation"),
        (r"w/o rec(?:/a)?", "Reported by committee Without Recommendation"),
        (r"PASSED/H(?: \((\d+)-(\d+)\))", r"Passed in the House of Representatives - Y:\1 N:\2"),
        (r"PASSED/S(?: \((\d+)-(\d+)\))", r"Passed in the Senate - Y:\1 N:\2"),
        (r"FAILED/H(?: \((\d+)-(\d+)\))", r"Failed passage in the House of Representatives - Y:\1 N:\2"),
        (r"FAILED/S(?: \((\d+)-(\d+)\))", r"Failed passage in the Senate - Y:\1 N:\2"),
        (r"PASSED/H", "Passed in the House of Representatives"),
        (r"PASSED/S", "Passed in the Senate"),
        (r"fl/a+", "Floor Amendment"),
        (r"fl/sub adptd", "Floor Substitute adopted"),
        (r"h/cncrd", "House of Representatives has concurred with Senate Amendments"),
        (r"s/cncrd", "Senate has concurred with House Amendments"),
        (r"h/fld cncr", "House of Representatives failed to concur with Senate Amendments"),
        (r"s/fld cncr", "Senate failed to concur with House Amendments"),
        (r"h/fld recede", "House of Representatives failed to recede"),
        (r"s/fld recede", "Senate failed to recede"),
        (r"h/rpt adptd", "House of Representatives: Conference report adopted"),
        (r"s/rpt adptd", "Senate: Conference report adopted"),
        (r"CC\b", "Conference Committee"),
        (r"tbld/H", "Tabled in the House of Representatives"),
        (r"tbld/S", "Tabled in the Senate"),
        (r"TBLD INDEF\.?", "Tabled Indefinitely"),
        (r"tbld", "Tabled"),
        (r"w/drn", "Withdrawn from committee"),
        (r"SGND(?: BY GOV)? \(([^)]*)\) Ch\. *(\d+)", r"Signed by Governor - Chapter \2 - \1"),
        (r"SGND", "Signed"),
        (r"POCKET VETO", "Pocket Veto"),
        (r"VETO", "Vetoed by Governor"),
        (r"API\b", "Action Postponed Indefinitely"),
        (r"no?t prntd", "Not Printed"),
        (r"nt ref com", "Not Referred to committee"),
    )
)


def in_words(abbreviated: str) -> tuple[str, ...]:
    """The steps of an abbreviated history, in order, in the words of the bill pages; what the key lacks stays as it is."""
    rest, steps, strange = re.sub(r"\[\d+\]", " ", abbreviated).strip(" -."), [], ""
    while rest:
        found, words = next(((found, words) for form, words in _KEY if (found := form.match(rest))), (None, ""))
        if found and strange:
            steps.append(strange)
            strange = ""
        if found:
            steps.append(found.expand(words))
            rest = rest[found.end() :].lstrip(" -.")
        else:
            word, _, rest = rest.partition(" ")
            strange = f"{strange} {word}".strip()
            rest = rest.lstrip()
    return (*steps, strange.rstrip(" -.")) if strange else tuple(steps)
