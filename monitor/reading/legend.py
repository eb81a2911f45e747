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
_BOLD = re.compile(  # Oregon, Missouri, Indiana, Michigan
    r"(?i)bold-?\s*faced?\s+type[^.]{0,60}\bis\s+(?:new|proposed)"
    r"|in\s+bold-?\s*faced\s+brackets\s+\[?\s*thus\]?[^.]{0,200}\s+law\.\s+matter\s+in\s+bold"
    r"|\bassembly\s+of\s+the\s+state\s+of\s+missouri|additions\s+will\s+appear\s+in\s+this"
    r"|enacted\s+by\s+the\s+general\s+assembly\s+of\s+the\s+state\s+of\s+indiana|people\s+of\s+the\s+state\s+of\s+michigan\s+enact"
)
_ITALIC = re.compile(  # Virginia, Kansas; Congress where a committee reports a bill with amendments
    r"(?i)enacted\s+by\s+the\s+general\s+assembly\s+of\s+virginia|enacted\s+by\s+the\s+legislature\s+of\s+the\s+state\s+of\s+kansas"
    r"|insert\s+the\s+(?:part|matter)\s+printed\s+in\s+italic"
)
_BOLD_ITALIC = re.compile(  # Nevada, New Hampshire; of Colorado's new matter the numbers
    r"(?i)bold(?:ed)?\s+italics\s+is\s+new|appears\s+in\s+bold\s+italics|bold\s+(?:&|and)\s+italic\s+numbers\s+indicate\s+new"
)
_NOTE = re.compile(
    r"(?i)^\W*(?:explanation|note|key|proposed\s+deletions|additions|capitals|capital\s+letters|dashes)\b"
)
_FOOT_NOTE = re.compile(
    r"(?i)^\W*(?:explanation\b\W{1,4}(?:matter|capitals)|note:\s+matter\s+in\s+bold|shading\s+denotes|capital\s+letters\s+(?:or\s+bold|indicate)"
    r"|dashes\s+through\s+(?:the\s+)?words|coding:\s+words|new\s+text\s+underlined|underscores?\s+indicates?\s+new|additions:\s+whenever"
    r"|(?:stricken|deleted)\s+language\s+would\s+be\s+deleted|matter\s+enclosed\s+in\s+bold|underscored\s+material\s*=)"
)
_FOREIGN = re.compile(  # set in italics wherever they stand: Latin phrases, names of plants, drugs' positions
    r"(?i)\W*(?:et\s+seq\.?|i\.\s?e\.|e\.\s?g\.|ibid\.?|supra|infra|inter\s+alia|per\s+se|pro\s+rata|prima\s+facie|bona\s+fide|ex\s+officio|de\s+novo"
    r"|ad\s+valorem|in\s+re|id\.|see(?:\s+also)?|v\.|[a-z]{3,}(?:a|us|um|is|ys|on|ra)\s+(?-i:[a-z]{4,}(?:a|us|um|is|ii|ens|ae|orum))(?:\s+(?:l\.|korth\.?))?"
    r"|mitragyna|kratom|cannabis|salvia|psilocybe|provided(?:,?\s+(?:further|however|that))*|resolved)\W*"
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
_SENTENCE = re.compile(r"^\W*\([A-Z0-9]{1,3}\)\s|\b(?:SHALL|MAY|MUST|MEANS|IS|ARE|HAS)\b")
"""What a block all in capitals holds when it is new law and no heading."""
_SHORTEST_NEW_WORD = 4


@dataclass(frozen=True, slots=True)
class Legend:
    """How one bill shows what it strikes and adds, beyond lines through and under words."""

    brackets: bool = False  # [struck]
    capitals: bool = False  # ADDED
    bold: bool = False  # added in bold type
    italic: bool = False  # added in italics; with `bold`, in both at once

    def __bool__(self) -> bool:
        return self.brackets or self.capitals or self.bold or self.italic

    @property
    def type_(self) -> str:
        """The type in which new words are set, as `pdf_lines.lines_of_page` wants it; Maryland's capitals are bold as well."""
        bold = self.bold or (self.capitals and self.brackets)
        return " ".join(name for name, is_it in (("bold", bold), ("italic", self.italic)) if is_it)

    def is_new(self, words: str) -> bool:
        """Whether words set in that type are new: not headings of Maryland's articles, nor Latin in italics."""
        if self.capitals and self.brackets:
            return not any(character.islower() for character in words) and _HEADING.match(words) is None
        return not (self.italic and not self.bold and is_foreign(words))


def is_foreign(words: str) -> bool:
    """Whether words in italics are so because they are foreign: "et seq.", "Mitragyna speciosa", or a sign of a formula."""
    return _FOREIGN.fullmatch(words) is not None


@lru_cache(maxsize=8)
def legend_of(text: str) -> Legend:
    """The legend that a bill's text announces; an empty one for any other text."""
    both = _BOLD_ITALIC.search(text) is not None
    return Legend(
        brackets=_BRACKETS.search(text) is not None,
        capitals=_CAPITALS.search(text) is not None,
        bold=both or _BOLD.search(text) is not None,
        italic=both or _ITALIC.search(text) is not None,
    )


def is_foot_note(line: str) -> bool:
    """Whether a line at a page's edge begins the legend, which is no part of the bill there and cuts a sentence in two."""
    return _FOOT_NOTE.match(line) is not None


def is_note(line: str) -> bool:
    """Whether a line is the legend itself, whose brackets and capitals mark nothing."""
    return _NOTE.match(line) is not None and legend_of(line) != Legend()


def with_brackets(text: str) -> str:
    """Raw text in which what stands between brackets is struck; a bracket without its fellow stays."""
    return _BRACKETED.sub(rf"{STRIKE_ON}\1{STRIKE_OFF}", text)


def with_capitals(block: str) -> str:
    """A raw block in which words in capitals are new, unless the block is a heading or the word an abbreviation."""
    if _HEADING.match(block):
        return block
    if block.upper() == block and STRIKE_ON not in block:
        return f"{INSERT_ON}{block}{INSERT_OFF}" if _SENTENCE.search(block) else block
    return _CAPITAL_RUN.sub(_new, block)


def _new(found: re.Match[str]) -> str:
    words = found.group(0)
    letters = [word.strip("“”\"'’(),;.") for word in words.split()]
    spelled = [part for word in letters for part in word.split("-") if part.isalpha()]
    if len(spelled) > 1 or any(word in _SMALL_WORDS or len(word) > _SHORTEST_NEW_WORD for word in spelled):
        return f"{INSERT_ON}{words}{INSERT_OFF}"
    return words
