"""Lines that change from day to day and mean nothing: review dates, view counts, share links.

They would turn every visit into a change. A line goes only when the whole of it is such a notice: an article's sentence
that happens to speak of an update stays, and so does any line with more to say. Reached from every reader, through
`blocks.assemble`.
"""

import re
from collections.abc import Iterable

LONGEST = 140
"""Characters; a longer block is prose, whatever it starts with."""

_DAY = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
    r"(?:[a-z]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|\d{1,2}\s+[a-z]{3,9}\.?,?\s+\d{4}"
    r"|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|[a-z]{3,9}\.?,?\s+\d{4})"
)
_CLOCK = (
    r"(?:[\s,T]*(?:at|-|–)?\s*\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?\s*(?:[ap]\.?m\.?)?\s*(?:z|utc|gmt|[ecmp][sd]?t)?)?"
)
_MARKUP = r"(?:#{1,6} |- )?"

_LABEL = (
    r"(?:(?:this|the)\s+)?(?:web\s*)?(?:page|site|content|article|document)?\s*"
    r"(?:was\s+|has\s+been\s+|is\s+)?(?:date\s+)?(?:last\s+|most\s+recently\s+)?"
    r"(?:reviewed|updated|modified|generated|revised|verified|current\s+as\s+of|refreshed)"
    r"(?:[\s,/&]*(?:and|or)?\s*(?:reviewed|updated|modified|revised|verified))?\s*(?:date)?\s*(?:on|at|as\s+of)?"
)
_DATABASE = r"(?:last|latest)\s+(?:\w+\s+)?(?:database|data|site|website|page)\s+update"
_NOTICE = re.compile(rf"{_MARKUP}(?:{_LABEL}|{_DATABASE})\s*:?\s*(?:on\s+)?{_DAY}{_CLOCK}\.?", re.IGNORECASE)
_ALONE = re.compile(
    rf"{_MARKUP}(?:content current as of|(?:page |content |date )?last (?:reviewed|updated|modified)(?: on)?"
    r"(?: date)?)\s*:?",
    re.IGNORECASE,
)
_DATE_ONLY = re.compile(rf"{_MARKUP}{_DAY}{_CLOCK}\.?", re.IGNORECASE)
_COUNT = re.compile(
    rf"{_MARKUP}(?:[\d,.]+[km]?\s+(?:page\s*)?(?:views?|visits?|visitors?|hits|shares|likes|reads)"
    r"(?:\s+(?:today|so far|since \S+))?"
    r"|(?:(?:page|total|unique)\s+)?(?:views?|visits?|visitors?|hits|view count)(?:\s+today)?\s*:?\s*[\d,.]+[km]?"
    r"|page generated\b.*|page (?:rendered|loaded|created) in\b.*|(?:request|session|ray) id:?\s+[0-9a-f-]{8,})",
    re.IGNORECASE,
)
_SHARE = re.compile(
    rf"{_MARKUP}(?:share|tweet|pin it|(?:share|follow us|follow|like us|like)\s+(?:this(?:\s+\w+)?|(?:\w+\s+)?(?:on|via)\s+"
    r"(?:facebook|twitter|x|linkedin|reddit|pinterest|instagram|youtube|email|e-mail))"
    r"|(?:print|email|e-mail|bookmark) this (?:page|article)|skip to (?:main )?(?:content|navigation)|back to top"
    r"|return to top|top of page)\s*[:!.]?",
    re.IGNORECASE,
)
# Every notice holds one of these; most blocks are dismissed by this look, which costs a tenth of a regular expression.
_HINTS = (
    "review", "updat", "modif", "generat", "revis", "verif", "current as", "refresh", "view", "visit", " hits", "hits:", "shares",
    "likes", "reads", "tweet", "pin it", "share", "follow us", "like us", "this page", "this article", "skip to", "to top",
    "top of", "rendered", "loaded", "created in", " id",
)  # fmt: skip


def steady(blocks: Iterable[str]) -> list[str]:
    """The blocks without those that say when a page was reviewed, how often it was seen or where to share it.

    A label that stands alone ("Content current as of:") takes the date in the next block with it. Rows of tables stay.
    """
    kept: list[str] = []
    label = False
    for block in blocks:
        if len(block) > LONGEST or block.startswith("| "):
            label = False
        elif label and _DATE_ONLY.fullmatch(block):
            label = False
            continue
        elif _is_hinted(block.lower()):
            label = _ALONE.fullmatch(block) is not None
            if label or is_volatile(block):
                continue
        else:
            label = False
        kept.append(block)
    return kept


def is_volatile(block: str) -> bool:
    """Whether the whole block is a review date, a count of visits or an invitation to share."""
    return any(pattern.fullmatch(block) for pattern in (_NOTICE, _COUNT, _SHARE))


def _is_hinted(lower: str) -> bool:
    for hint in _HINTS:  # noqa: SIM110 - any() with a generator takes twice the time, on every block of every page
        if hint in lower:
            return True
    return False
