"""What a bill itself says about its marks: "CAPITALS INDICATE MATTER ADDED", "matter in brackets [ ] is old law to be omitted".

Print that has neither lines under nor lines through its words shows them otherwise, and most legislatures explain how on
every bill. Where one does not (Michigan, Arizona, Pennsylvania), its enacting clause tells whose convention holds. Sources:
the drafting manuals of the states named below. Used by `pdf` and, for brackets and bold type, by the HTML walker.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from monitor.reading.amendments import INSERT_OFF, INSERT_ON, STRIKE_OFF, STRIKE_ON

ENACTING = re.compile(
    r"(?i)\benacted\s+by\b|\benacts?(?:\s+as\s+follows)?\s*:|\bbe\s+it\s+(?:further\s+)?(?:enacted|resolved)|\bhereby\s+enact"
    r"|\bdo\s+enact\s+as\s+follows|\bdecr[ée]tase\b|\bresu[ée]lvese\b|^resolved\b"
)
"""The words from which on a bill speaks: what is underlined or bold above them is a heading."""

_BRACKETS = re.compile(  # New York, Maryland, Alaska, Connecticut, New Hampshire, New Mexico, Nevada, Oregon, Missouri, Hawaii
    r"(?i)\bbrackets\s*\[\s*\]\s*is\s+old\s+law|\[brackets\]\s+indicate|matter\s+between\s+brackets|matter\s+in\s+brackets"
    r"|in\s+bold-?\s*faced\s+brackets|\[?deleted\s+text\s+bracketed|enclosed\s+in\s+(?:bold\s+)?brackets|\[omitted\s+material\]"
    r"|\[bracketed\s+material\]|italic\s+and\s+bracketed|\[in\s+brackets|repealed\s+is\s+bracketed"
    r"|commonwealth\s+of\s+pennsylvania\s+hereby\s+enacts"
)
_CAPITALS = re.compile(  # Maryland, Colorado, Arizona
    r"(?i)capitals\s+indicate\s+matter\s+added|capital\s+letters\s+(?:or\s+[^.]{0,40})?indicate\s+new"
    r"|enacted\s+by\s+the\s+legislature\s+of\s+the\s+state\s+of\s+arizona"
)
_BOLD = re.compile(  # Oregon, New Hampshire, Nevada, Missouri, Indiana, Michigan
    r"(?i)boldfaced\s+type[^.]{0,60}\bis\s+new|bold(?:ed)?\s+italics\s+is\s+new|appears\s+in\s+bold\s+italics"
    r"|in\s+bold-?\s*faced\s+brackets\s+\[?\s*thus|\bassembly\s+of\s+the\s+state\s+of\s+missouri|additions\s+will\s+appear\s+in\s+this"
    r"|people\s+of\s+the\s+state\s+of\s+michigan\s+enact"
)
_NOTE = re.compile(
    r"(?i)^\W*(?:explanation|note|key|proposed\s+deletions|additions|capitals|capital\s+letters|dashes)\b"
)
_BRACKETED = re.compile(r"\[([^\[\]]{1,20000})\]")
_CAPITAL_RUN = re.compile(
    r"(?<![\w.])(?:[A-Z][A-Z’']*|[“\"(]+[A-Z]{2,})(?:[\s,;–—-]+(?:[A-Z0-9§()$%.’'“”\"]+(?![a-z]))(?<![.]))*(?![\w])"
)
_SMALL_WORDS = frozenset(
    [
        "AND",
        "OR",
        "THE",
        "OF",
        "IN",
        "TO",
        "IF",
        "BY",
        "AT",
        "AS",
        "IS",
        "ON",
        "FOR",
        "NOT",
        "ANY",
        "ALL",
        "MAY",
        "MUST",
        "SHALL",
        "ARE",
        "BE",
        "BUT",
        "NOR",
        "THIS",
        "THAT",
        "WITH",
        "FROM",
        "UNDER",
        "EACH",
    ]
)
_HEADING = re.compile(
    r"(?i)^\W*(?:section|sec\.|article|chapter|title|part|subtitle|approved|speaker|president|governor)\b"
)
_SHORTEST_NEW_WORD = 4


@dataclass(frozen=True, slots=True)
class Legend:
    """How one bill shows what it strikes and adds, beyond lines through and under words."""

    brackets: bool = False  # [struck]
    capitals: bool = False  # ADDED
    bold: bool = False  # added in bold type

    def __bool__(self) -> bool:
        return self.brackets or self.capitals or self.bold


@lru_cache(maxsize=8)
def legend_of(text: str) -> Legend:
    """The legend that a bill's text announces; an empty one for any other text."""
    return Legend(
        brackets=_BRACKETS.search(text) is not None,
        capitals=_CAPITALS.search(text) is not None,
        bold=_BOLD.search(text) is not None,
    )


def is_note(line: str) -> bool:
    """Whether a line is the legend itself, whose brackets and capitals mark nothing."""
    return _NOTE.match(line) is not None and legend_of(line) != Legend()


def with_brackets(text: str) -> str:
    """Raw text in which what stands between brackets is struck; a bracket without its fellow stays."""
    return _BRACKETED.sub(rf"{STRIKE_ON}\1{STRIKE_OFF}", text)


def with_capitals(block: str) -> str:
    """A raw block in which words in capitals are new, unless the block is a heading or the word an abbreviation."""
    if _HEADING.match(block) or block.upper() == block:
        return block
    return _CAPITAL_RUN.sub(_new, block)


def _new(found: re.Match[str]) -> str:
    words = found.group(0)
    letters = [word.strip("“”\"'’(),;.") for word in words.split()]
    spelled = [word for word in letters if word.isalpha()]
    if len(spelled) > 1 or any(word in _SMALL_WORDS or len(word) > _SHORTEST_NEW_WORD for word in spelled):
        return f"{INSERT_ON}{words}{INSERT_OFF}"
    return words
