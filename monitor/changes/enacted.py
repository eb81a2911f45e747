"""The words of a bill that would become law, passage by passage, with what is new in each. Pure; asked by `facts` and `related`.

What stands before the enacting words (sponsors, history, long title) and after the last section (statements, explanations,
notes) speaks about the bill. A section that amends the law prints old law with it: there, only what is marked is new. One that
adds, enacts or stands alone is new throughout.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

ENACTS = re.compile(
    r"(?im)^.{0,80}?(?:be it (?:further |hereby |therefore )*(?:enacted|resolved)\b|\bis (?:hereby )?enacted by\b|\bdo(?:es)? (?:hereby )?enact\b"
    r"|\bpeople of the state of \w+(?: \w+)? enact\b|\bhereby enacts\b|\bhereby enact\b).*$"
)
_AFTERWARDS = re.compile(
    r"(?im)^[#\s]*(?:(?:sponsor.?s )?statement|explanation|appendix|note:.*|statement of purpose.*|fiscal (?:note|impact).*|-+xx-+|"
    r"strike-throughs? indicate.*|legislative counsel.s digest.*|bill analysis)\s*$"
)
_MARK = re.compile(r"\[-(.*?)-\]|\{\+(.*?)\+\}", re.DOTALL)
_LINK = re.compile(r"\[([^\[\]]*)\]\((?:[^()\s]|\([^()\s]*\))*\)")
_SECTION = re.compile(r"^[#\s]*(?:SECTION|Section|SEC\.|Sec\.|§)\s*\d+[A-Za-z]?(?:\.|:|\s|$)(?!\d)[.:]?\s*")
_NUMBERED = re.compile(r"^\d{1,2}\.\s+(?=\(New section\)|[A-Z])")
"""How New Jersey and Congress number sections, in texts that name none of them a section."""
_AMENDS = re.compile(
    r"\b(?:is|are|be|and the same is|as)\s+(?:hereby\s+|further\s+)*(?:amended|reenacted|redesignated)\b", re.IGNORECASE
)
_ADDS = re.compile(
    r"\bamended\s+by\s+(?:the\s+addition|adding|inserting\s+a\s+new)|\badding\s+the\s+following\s+new|\bby\s+adding\s+thereto",
    re.IGNORECASE,
)
_TO_AMEND = re.compile(r"\bto\s+amend\s+\d{4}\s+PA\b", re.IGNORECASE)
"""Michigan's title alone says that the sections that follow are amended."""
_ITEM = re.compile(
    r"^\(?(?:(?P<roman>[ivx]+)|(?P<lower>[a-z]{1,2})|(?P<upper>[A-Z]{1,2})|(?P<digit>\d{1,3}))[.)](?=[\s(])\s*"
)
_SENTENCE_END = re.compile(r"(?:(?<=[a-z]{2}[.;])|(?<=[0-9)\]%\"”][.;]))\s+(?=[\"“(\[A-Z])")
_REACH = 2_000
"""Characters of a sentence on either side of what is looked at: longer ones are tables and lists without a stop."""
_RUNS_ON = re.compile(r"[\w,]$")
_GOES_ON = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+\d|[a-z]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A block of a bill as it would read, without what is struck. `new` are the spans that are marked as inserted; of an
    `amends` block nothing else is new. `lead` is the line that this item completes ("It is unlawful to:"), `opens` the number of the section that begins here; something
    was `struck` from it or not."""

    text: str
    new: tuple[tuple[int, int], ...] = ()
    amends: bool = False
    lead: str = ""
    enacted: bool = True
    opens: str = ""
    struck: bool = False

    def is_new(self, start: int, end: int) -> bool:
        """Whether these characters are the bill's own and not old law that it repeats."""
        return not self.amends or any(start < stop and begin < end for begin, stop in self.new)

    @property
    def bare(self) -> str:
        """The words without the number of the item."""
        return _bare(self.text)

    def clause(self, at: int) -> str:
        """The sentence at a place with its lead, as one line."""
        start, end = self._bounds(at)
        said = _bare(self.text[start:end])
        return f"{self.lead} {said}" if self.lead else said

    def sentence(self, at: int) -> str:
        """The sentence at a place as it would be quoted: with its lead and an ellipsis between where it is an item."""
        start, end = self._bounds(at)
        said = _bare(self.text[start:end])
        return f"{self.lead} … {said}" if self.lead else said

    def _bounds(self, at: int) -> tuple[int, int]:
        ends = _sentence_ends(self.text)
        after = bisect_right(ends, at)
        start = ends[after - 1] if after else 0
        end = ends[after] if after < len(ends) else len(self.text)
        return max(start, at - _REACH), min(end, at + _REACH)


@lru_cache(maxsize=16)
def _sentence_ends(text: str) -> tuple[int, ...]:
    return tuple(found.end() for found in _SENTENCE_END.finditer(text))


def preamble(text: str) -> str:
    """What stands before the enacting words, with marks taken out; "" where nothing is enacted."""
    found = ENACTS.search(text)
    return _plain(text[: found.start()])[0] if found else ""


def body(text: str) -> str:
    """The enacted words with their marks; "" where nothing is enacted."""
    found = ENACTS.search(text)
    if found is None:
        return ""
    rest = text[found.end() :]
    after = _AFTERWARDS.search(rest)
    return rest[: after.start()] if after else rest


def passages(text: str) -> Iterator[Passage]:
    """The blocks of what a bill enacts; of any other text, its blocks, none of them `enacted`."""
    enacted = ENACTS.search(text) is not None
    amends = all_amends = enacted and bool(_TO_AMEND.search(preamble(text)))
    lead, style = "", ""
    blocks = list(_blocks(body(text) if enacted else text))
    heading = _SECTION if any(map(_SECTION.match, blocks)) else _NUMBERED
    for raw in blocks:
        opens = enacted and heading.match(raw) is not None
        words, new = _plain(heading.sub("", raw) if opens else raw)
        if not words.strip():
            continue
        if opens:
            amends, lead = all_amends, ""
        found = _AMENDS.search(words)
        if enacted and found and not any(begin <= found.start() < stop for begin, stop in new):
            amends = not _ADDS.search(words)
        kind = _style(words, style)
        style = style or kind  # the first item after a lead tells which items are its own
        lead = lead if kind and kind == style else ""
        yield Passage(
            text=words,
            new=new,
            amends=amends,
            lead=lead,
            enacted=enacted,
            opens=_number(raw) if opens else "",
            struck="[-" in raw,
        )
        if words.rstrip().endswith((":", "—")):
            lead, style = _bare(_SENTENCE_END.split(words)[-1]), ""


def _number(raw: str) -> str:
    found = re.search(r"\d+[A-Za-z]?", raw)
    return found[0] if found else ""


def _style(words: str, expected: str) -> str:
    """How an item is numbered: "(roman", ".digit"; "" for a line that is none. "(i)" may be a letter among letters."""
    found = _ITEM.match(words)
    if found is None:
        return ""
    bracket = "(" if words.startswith("(") else "."
    kind = found.lastgroup or ""
    return bracket + ("lower" if kind == "roman" and expected == f"{bracket}lower" and len(found[kind]) == 1 else kind)


def _bare(words: str) -> str:
    """A sentence on one line without the numbers of its item."""
    said = " ".join(words.split())
    while found := _ITEM.match(said):
        said = said[found.end() :]
    return said


def _blocks(text: str) -> Iterator[str]:
    """The lines; one that a page's end broke is whole again."""
    held = ""
    for raw in text.split("\n"):
        if held and _RUNS_ON.search(held) and _GOES_ON.match(raw):
            held = f"{held} {raw}"
            continue
        if held:
            yield held
        held = raw
    if held:
        yield held


def _plain(raw: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The words as amended, and the spans of what is inserted."""
    parts: list[str] = []
    new: list[tuple[int, int]] = []
    size = last = 0
    raw = _LINK.sub(r"\1", raw)
    for found in _MARK.finditer(raw):
        kept = raw[last : found.start()]
        if found[2] is None and kept.endswith(" ") and raw[found.end() : found.end() + 1] in (" ", ""):
            kept = kept[:-1]
        parts.append(kept)
        size += len(kept)
        if found[2] is not None:
            parts.append(found[2])
            new.append((size, size + len(found[2])))
            size += len(found[2])
        last = found.end()
    parts.append(raw[last:])
    return "".join(parts), tuple(new)
