"""The two dates that matter, from the words of a DATES caption: when comments close and when a rule takes effect.

The caption is prose, so only what it says plainly counts: a date right behind "comments … by", "effective …". What is not
understood gives None; the caption itself stands in the document's text.
"""

import re
from datetime import date

from monitor.source import day

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE = rf"(?P<date>(?:{_MONTHS})\s+\d{{1,2}},\s+\d{{4}}|\d{{1,2}}/\d{{1,2}}/\d{{4}})"
_CLOCK = r"(?:\d{1,2}(?::\d\d)?\s*[ap]\.?\s?m\.?|midnight|noon)"
_BEFORE_DATE = rf"(?:(?:{_CLOCK}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|eastern|standard|daylight|local|time|E[SD]?T|\(E[SD]?T\)|on|,)[\s,]*){{0,9}}"
_SENTENCE_END = r"(?<![ap]\.m)(?<!\bNo)[.;]\s+(?=[A-Z(“])"

_COMMENTS = re.compile(r"\bcomments?\b", re.IGNORECASE)
_BY = re.compile(
    rf"\b(?:by|on or before|before|(?:no|not) later than|until|through|(?:close|end|expire)[sd]? on|clos(?:e|es|ing)(?: date)?|due date|"
    rf"extended (?:from .{{5,60}}? )?(?:to|until)|due(?: on)?|is)\b:?\s*{_BEFORE_DATE}{_DATE}",
    re.IGNORECASE,
)
_EFFECTIVE = re.compile(rf"\beffective\b(?P<between>.{{0,90}}?)\b{_DATE}", re.IGNORECASE)
_MOVED = re.compile(
    rf"\beffective date\b.{{0,200}}?\b(?:delayed|postponed)\b.{{0,90}}?\b(?:to|until)\s+{_DATE}", re.IGNORECASE
)
_NOT_EFFECTIVE = re.compile(
    r"\bcomments?\b|\bpublished\b|\bexpir|\bcompliance\b|\bthrough\b|\bwithdrawn\b", re.IGNORECASE
)


def comments_close_on(caption: str) -> date | None:
    """The first date by which a sentence of the caption asks for comments; it stands behind that word."""
    for sentence in re.split(_SENTENCE_END, caption):
        named = _COMMENTS.search(sentence)
        found = _BY.search(sentence, named.end()) if named else None
        if found:
            return _day(found["date"])
    return None


def effective_on(caption: str) -> date | None:
    """The first date on which a sentence of the caption says that the rule takes effect, or to which it is delayed."""
    for sentence in re.split(_SENTENCE_END, caption):
        if found := _MOVED.search(sentence):
            return _day(found["date"])
        found = _EFFECTIVE.search(sentence)
        if found and not _NOT_EFFECTIVE.search(found["between"]):
            return _day(found["date"])
    return None


def _day(printed: str) -> date | None:
    try:
        return day(printed)
    except ValueError:  # "February 30": a misprint is no date
        return None
