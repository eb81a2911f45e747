"""What kinds of change weigh: the tables behind `importance`, in one place to be read and argued about."""

import re

Fact = tuple[float, str]
"""A weight from 0 to 1 and the words for it."""

STANDING = {
    "introduced": 0.4,
    "in committee": 0.35,
    "reported": 0.6,
    "passed one chamber": 0.75,
    "passed both": 0.85,
    "to the executive": 0.85,
    "signed": 0.95,
    "vetoed": 0.95,
    "law": 1.0,
    "failed": 0.6,
    "withdrawn": 0.55,
    "carried over": 0.45,
    "rule": 0.9,
    "proposed rule": 0.8,
    "cancelled": 0.8,
    "scheduled": 0.75,
}
"""By the word a move leads to; publishers' own status words weigh 0.4."""

REVIVED = 0.65
"""Of a step that takes up a bill that had stopped."""
CROSSED_OVER = 0.7
"""Of the second chamber's taking up a bill."""

STEPS = {
    "introduced": "introduced",
    "in committee": "referred to a committee",
    "reported": "reported by a committee",
    "passed one chamber": "passed one chamber",
    "passed both": "passed the legislature",
    "to the executive": "sent to the executive",
    "signed": "signed",
    "vetoed": "vetoed",
    "law": "became law",
    "failed": "failed",
    "withdrawn": "withdrawn",
    "carried over": "carried over to the next session",
    "rule": "now a final rule",
    "proposed rule": "now a proposed rule",
    "cancelled": "hearing cancelled",
    "scheduled": "hearing is on again",
}

OF_A_RULE = (
    (re.compile(r"\bwithdraw(al|n)\b", re.IGNORECASE), 0.85, "withdrawal"),
    (
        re.compile(r"\bdelay(ed)?\b.*\beffective|\beffective\b.*\bdelay", re.IGNORECASE),
        0.85,
        "delay of the effective date",
    ),
    (
        re.compile(r"\b(exten(sion|ded)|reopen)\w*\b.*\bcomment|\bcomment\b.*\b(exten|reopen)", re.IGNORECASE),
        0.75,
        "longer comment period",
    ),
    (re.compile(r"\bcorrect(ion|ing|ed)|\btechnical amendment", re.IGNORECASE), 0.5, "correction"),
)
"""What a new document does to a rule, by its ACTION line; one that does none of these is a new rule."""

NEW_KINDS = {"notice": 0.5, "page": 0.4}

BILL_FIELDS = {
    "text": 0.55,
    "title": 0.35,
    "companions": 0.25,
    "aliases": 0.15,
    "sponsors": 0.2,
    "subjects": 0.1,
    "published_on": 0.1,
    "session": 0.1,
    "chamber": 0.1,
    "url": 0.05,
}

KIND_FIELDS = {
    "text": 0.5,
    "title": 0.4,
    "action": 0.6,
    "cfr": 0.5,
    "product": 0.4,
    "reason": 0.4,
    "location": 0.5,
    "concerns": 0.5,
    "amends": 0.5,
    "amended_by": 0.6,
    "citation": 0.05,
    "docket": 0.2,
    "rin": 0.2,
    "agencies": 0.2,
    "published_on": 0.15,
    "url": 0.05,
}

ACTION_KINDS = {
    "passage": 0.6,
    "committee-passage": 0.55,
    "committee-passage-favorable": 0.55,
    "committee-passage-unfavorable": 0.55,
    "amendment-passage": 0.5,
    "substitution": 0.5,
    "veto-override-passage": 0.8,
    "veto-override-failure": 0.7,
    "executive-veto-line-item": 0.8,
    "reading-1": 0.2,
    "reading-2": 0.25,
}
"""By the kind of an action that moved the bill no step on; other kinds weigh 0.35, unclassified ones 0.3."""

AFTER_A_VETO = re.compile(
    r"\b(sustained|overr(ode|idden|ule\w*))\b.*\bveto|\bveto\b.*\b(sustained|overridden)|pass in enrolled form (rejected|agreed|defeated)",
    re.IGNORECASE,
)
"""Lines by which a veto stands or falls."""

MINOR_ACTION = re.compile(
    r"impact statement|fiscal (note|impact|statement)|\bprinted\b|print(ing)? ordered|bill text as passed|acts of assembly chapter text|"
    r"(co-?)?(sponsor|patron|author)s? (added|removed|changed|withdrawn)|added as (co-?)?(sponsor|patron|author)|"
    r"^(senators|delegates|representatives):|corrected copy|clerical|laid over|held over for the day|pass(ed)? by (for the day|temporarily)|"
    r"notice of reconsideration|journal|communication from the clerk",
    re.IGNORECASE,
)
"""Lines of a journal that move nothing."""

PROCEDURE = re.compile(
    r"constitutional reading|reading (dispensed|waived)|laid on (the )?(clerk|speaker)|^signed by (the )?(speaker|president)\b|^enrolled$",
    re.IGNORECASE,
)
"""Lines that every bill on its way collects."""

ON_A_CALENDAR = re.compile(
    r"\bhearing\b|\bcalendar\b|\bdocket(ed)?\b|\bagenda\b|special order|scheduled|set for", re.IGNORECASE
)
"""Lines that tell when a bill will be taken up."""
