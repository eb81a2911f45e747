"""The sections of a law or bill, where each begins and what it is called. For `summary`, after step 6 of the path."""

import re
from dataclasses import dataclass

_LEAD = r"^(?:[\s#>*\"“]|\{\+|\[-)*"
_NAMED = re.compile(
    rf"{_LEAD}(?i:section|sec\.|§+)[ \u00a0]*\[?(?P<number>\d+[\w:.\-–]*?|[A-Z])(?:\]\([^)\s]*\))?(?:[.:](?!\w)|(?=—|\s*$|[ \u00a0]+[A-Z]))(?P<caption>.*)",
    re.MULTILINE,
)
_CODE = re.compile(
    rf"{_LEAD}(?P<number>\d+[A-Za-z]{{0,2}}(?:[-–:.]\d+[A-Za-z]{{0,2}}(?:\.\d+)?){{1,4}})\.(?P<caption>[ \u00a0]+[A-Z].*)",
    re.MULTILINE,
)
_HEADING = re.compile(r"^#{1,6} (?P<number>)(?P<caption>.+)", re.MULTILINE)
_BARE = re.compile(rf"{_LEAD}(?P<number>\d{{1,3}})\.(?P<caption>[ \u00a0]+\S.*)", re.MULTILINE)
_MARKS = re.compile(r"\[-.*?-\]|\{\+|\+\}|^#+ ")
_ENUMERATORS = re.compile(r"^(?:\((?:\w{1,4}|New section)\)\s*)+")
_LONGEST = 60
"""Characters of a caption."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section: its number ("3", "4-45a-102"; "" before the first), its caption, and where it stands in the text."""

    number: str
    caption: str
    start: int
    stop: int


def sections(text: str) -> tuple[Section, ...]:
    """The sections of a text in order, which cover it.

    They begin at "Section 3.", "SEC. 3." or "§ 3", at the sections of the code that a bill writes out ("37-3108. Enforcement."), at
    headings, and in a bill without any of these at "3.".
    """
    found = {head.start(): head for kind in (_HEADING, _CODE, _NAMED) for head in kind.finditer(text)}
    if all(head.re is _HEADING for head in found.values()):
        found |= {head.start(): head for head in _BARE.finditer(text)}
    heads = _announced([found[start] for start in sorted(found)], text)
    starts = [start for start, _ in heads]
    before = Section(number="", caption="", start=0, stop=starts[0] if starts else len(text))
    named = [
        Section(number=head["number"], caption=_caption(head["caption"]), start=start, stop=stop)
        for (start, head), stop in zip(heads, [*starts, len(text)][1:], strict=True)
    ]
    return tuple([before, *named] if before.stop else named)


def _announced(heads: list[re.Match[str]], text: str) -> list[tuple[int, re.Match[str]]]:
    """Where each section begins, and its head; a line that only announces the next ("Section 2. Section 4-45a-102 is enacted to
    read:") belongs to it."""
    announced: list[tuple[int, re.Match[str]]] = []
    for head in heads:
        if announced and head.re is _CODE and not text[announced[-1][1].end() : head.start()].strip():
            announced[-1] = (announced[-1][0], head)
        else:
            announced.append((head.start(), head))
    return announced


def _caption(text: str) -> str:
    """The words a section begins with, up to the end of its sentence."""
    plain = _ENUMERATORS.sub("", " ".join(_MARKS.sub("", text).strip(" .:—–\u00a0").split()))
    sentence = re.split(r"(?<=\w)[.:;](?=\s)|—", plain)[0]
    return sentence if len(sentence) <= _LONGEST else sentence[:_LONGEST].rpartition(" ")[0] + " …"
