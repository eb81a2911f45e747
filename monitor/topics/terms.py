"""A word, name or phrase of a query, and where it really stands in a passage.

Between the tokens, which decide most of it, this module asks what stood between and beside them: the parts of a name must be
joined ("7-OH", never "7, OH"), a number must be a whole number, and what follows a substituent is part of a longer name
("7-hydroxy-mitragynine" is not mitragynine; IUPAC Recommendations 2013, P-14 and P-29, for the forms of prefixes).
"""

import re
from dataclasses import dataclass, field

from monitor.topics.tokens import HYPHENS, Passage, visible

ANYTHING = None
"""A joint of a phrase: between its words any punctuation may stand."""
JOINED = ""
"""A joint of a name: hyphen or blank, a typesetter's blank beside the hyphen, or nothing."""

_NOISE = re.compile(r"\{\+|\+\}|[\[\]\\]")
_JOINED = re.compile(rf"[^\S\n]{{0,3}}|[^\S\n]{{0,2}}[{HYPHENS}]\s{{0,3}}")
_HYPHEN = re.compile(rf"[{HYPHENS}][^\S\n]?")
_QUOTES = str.maketrans("’‘′“”″", "'''\"\"\"")
_SUBSTITUENT = re.compile(
    r"(?:(?:mono|di|tri|tetra|bis|des?|nor|iso|cyclo|dehydro|dihydro|tetrahydro|perhydro)*"
    r"(?:hydroxy|methoxy|ethoxy|propoxy|butoxy|phenoxy|acetoxy|benzyloxy|fluoro|chloro|bromo|iodo|nitro|cyano|amino|oxo|"
    r"methyl|ethyl|propyl|butyl|pentyl|hexyl|benzyl|phenyl|vinyl|allyl|acetyl|formyl|butyryl|benzoyl))+"
)


@dataclass(frozen=True, slots=True)
class Term:
    """Folded words in a row, `joints[i]` telling what may stand between word i and the next.

    With `prefix` the last word is only the beginning of one (and empty for `DEA-*`: any word may follow).
    """

    words: tuple[str, ...]
    joints: tuple[str | None, ...] = ()
    prefix: bool = False
    pattern: str = field(init=False, compare=False, repr=False)
    """What to look for in folded text."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "pattern", f" {' '.join(self.words)}{'' if self.prefix else ' '}")

    @property
    def anchor(self) -> str:
        """The longest run of letters (else of digits) among its words, with the blanks that bound it."""
        spelled = [number for number, word in enumerate(self.words) if word.isalpha()]
        longest = max(spelled or range(len(self.words)), key=lambda number: len(self.words[number]))
        begun = self.prefix and longest == len(self.words) - 1
        return f" {self.words[longest]}{'' if begun else ' '}"

    def stands(self, passage: Passage, first: int) -> bool:
        """Whether the pattern that was found at word `first` is this term, judged by what stands between and beside."""
        last = first + len(self.words) - 1
        if last >= len(passage.words):
            return False
        joined = all(
            wanted is ANYTHING or _joint(passage.between(first + n)) == wanted for n, wanted in enumerate(self.joints)
        )
        return joined and self._begins(passage, first) and (self.prefix or self._ends(passage, last))

    def _begins(self, passage: Passage, first: int) -> bool:
        if first == 0:
            return True
        gap = passage.between(first - 1)
        if _HYPHEN.fullmatch(gap) and _is_substituent(passage, first - 1):
            return False
        if not self.words[0].isdigit():
            return True
        return self._begins_after_number(gap) if passage.words[first - 1].isdigit() else gap != ""

    def _begins_after_number(self, gap: str) -> bool:
        """Whether a number starts here, rather than going on ("1,570", "59.1", the locants of "5,7-OH")."""
        is_name = bool(self.joints) and self.joints[0] is not ANYTHING
        if is_name and _HYPHEN.fullmatch(gap):
            return False
        return not (gap == "." or (gap == "," and (is_name or len(self.words[0]) == 3)))

    def _ends(self, passage: Passage, last: int) -> bool:
        if last + 1 == len(passage.words) or not self.words[-1].isdigit():
            return True
        gap, after = passage.between(last), passage.words[last + 1]
        if after.isdigit():
            return not (gap == "," and len(after) == 3 and len(self.words[-1]) <= 3)
        return gap != ""


def _is_substituent(passage: Passage, word: int) -> bool:
    written = passage.words[word]
    if written == "oh":
        return word > 0 and passage.words[word - 1].isdigit()
    return bool(_SUBSTITUENT.fullmatch(written))


def _joint(gap: str) -> str:
    """What joins two words of a text: nothing where they are parts of one name, else the punctuation."""
    bare = _NOISE.sub("", gap)
    if _JOINED.fullmatch(bare):
        return JOINED
    return "".join(bare.split()).translate(_QUOTES) or "\n"


def term(text: str, *, prefix: bool = False, loose: bool = False) -> Term | None:
    """The term that a query's text stands for, or None where it has neither letter nor digit.

    `loose` lets any punctuation stand between the words, as in the numbers of bills and dockets ("H. 4030").
    """
    passage = Passage(visible(text))
    count = len(passage.words)
    if not count:
        return None
    gaps = [passage.between(number) for number in range(count - 1)]
    words = list(passage.words)
    tail = passage.text[passage.end(count - 1) :]
    if prefix and tail.strip():
        words.append("")
        gaps.append(tail)
    joints = tuple(ANYTHING if loose else _wanted_joint(gap) for gap in gaps)
    return Term(words=tuple(words), joints=joints, prefix=prefix)


def _wanted_joint(gap: str) -> str | None:
    joint = _joint(gap)
    return ANYTHING if gap != gap.strip() and not (joint == JOINED and gap.strip()) else joint
