"""What changed from one version of a law or bill to the next, section by section, in a line each. After step 6 of the path."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from monitor.changes.enumerators import unnumbered
from monitor.changes.redline import redline
from monitor.changes.sections import Section, sections
from monitor.model.records import Operation

OLD, NEW = "old", "new"
SectionKind = Literal["amended", "new", "struck", "moved", "renumbered"]

_LONGEST = 48
"""Characters of a replaced or inserted passage that are quoted."""
_TOLD = 3
"""How many edits of a section are quoted."""
_SURVIVED = 0.2
"""A section of which less than this part stayed is another section."""
_TELLING = re.compile(
    r"[$€%\d]|\b(?:not|no|shall|may|must|unlawful|prohibit\w*|felony|misdemeanor|repeal\w*|schedule|"
    r"january|february|march|april|may|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)
_MARKS = re.compile(r"\[-|-\]|\{\+|\+\}|^#+ |\]\([^)\s]*\)|^\[$", re.MULTILINE)
"""What is no word of the law: the marks of a bill, of headings and of links."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionChange:
    """One section between two versions.

    `number` and `caption` are those of the new version, of the old one where it was struck; `was` is its old number where that
    differs. `told` quotes its edits, figures first ("$500 → $1,000"); `added` and `removed` count words.
    """

    number: str
    caption: str
    kind: SectionKind
    was: str = ""
    told: tuple[str, ...] = ()
    added: int = 0
    removed: int = 0

    def __str__(self) -> str:
        """A line: "§ 3: $500 → $1,000 (+12 −3 words)", "§ 5 new: Registration", "§ 7 struck: Fees"."""
        name = f"§ {self.number}" if self.number else self.caption or "opening"
        if self.was:
            name += f" (was § {self.was})"
        caption = self.caption if self.number else ""
        if self.kind != "amended":
            return f"{name} {self.kind}{f': {caption}' if caption else ''}"
        return f"{name}{f' ({caption})' if caption and not caption.endswith('…') else ''}: {'; '.join((*self.told, self._counted()))}"

    def _counted(self) -> str:
        if not self.added and not self.removed:
            return "(punctuation)"
        counts = [f"{sign}{count:,}" for sign, count in (("+", self.added), ("−", self.removed)) if count]
        return f"({' '.join(counts)} {'word' if self.added + self.removed == 1 else 'words'})"


def summary(old: str, new: str) -> tuple[SectionChange, ...]:
    """The sections of which something changed, in the order of the new text; a struck one stands where it was.

    Differences of nothing but blanks are left out. Empty for two texts that say the same.
    """
    return summary_of(redline(old, new))


def summary_of(operations: Sequence[Operation]) -> tuple[SectionChange, ...]:
    """The same of a redline that is known already."""
    before = sections("".join(one.old for one in operations))
    after = sections("".join(one.new for one in operations))
    origin = _origins(operations, before, after)
    gone, come = _edits(operations, before, OLD), _edits(operations, after, NEW)
    changes: list[tuple[tuple[int, int], SectionChange]] = []
    for j, section in enumerate(after):
        i, moved = origin.get(j, (None, False))
        source = None if i is None else before[i]
        change = _change(source, section, {} if i is None else gone.get(i, {}), come.get(j, {}), moved=moved)
        if change:
            changes.append(((j, 0), change))
    places = {i: j for j, (i, _) in sorted(origin.items(), reverse=True)}
    for i, section in enumerate(before):
        if i not in places and gone.get(i):
            behind = max((j for x, j in places.items() if x < i), default=-1)
            told = SectionChange(
                number=section.number, caption=section.caption, kind="struck", removed=_words(gone[i].values())
            )
            changes.append(((behind, i + 1), told))
    return tuple(change for _, change in sorted(changes, key=lambda each: each[0]))


def _origins(
    operations: Sequence[Operation], before: Sequence[Section], after: Sequence[Section]
) -> dict[int, tuple[int, bool]]:
    """For each new section the old one most of which stayed in it, and whether that was moved; none for a new one."""
    stayed: dict[tuple[int, int], int] = Counter()
    moved: dict[tuple[int, int], int] = Counter()
    headed: set[tuple[int, int]] = set()
    for start, begin, size, away in _kept(operations):
        for i, j, length in _cut(start, begin, size, before, after):
            stayed[i, j] += length
            moved[i, j] += length if away else 0
            if (start, begin) == (before[i].start, after[j].start):
                headed.add((i, j))
    origin: dict[int, tuple[int, bool]] = {}
    taken: set[int] = set()
    for (i, j), size in sorted(stayed.items(), key=lambda each: (-each[1], each[0])):
        shorter = min(before[i].stop - before[i].start, after[j].stop - after[j].start)
        if i not in taken and j not in origin and size >= _SURVIVED * shorter:
            origin[j] = (i, 2 * moved[i, j] > size)
            taken.add(i)
    for i, j in sorted(headed):  # much was rewritten below a head that stayed in its place
        if i not in taken and j not in origin:
            origin[j] = (i, False)
            taken.add(i)
    free = {(part.number, part.caption, i == 0): i for i, part in enumerate(before) if i not in taken}
    for j, part in enumerate(after):  # rewritten from end to end under its old name
        i = free.pop((part.number, part.caption, j == 0), -1)
        if i >= 0 and j not in origin:
            origin[j] = (i, False)
    return origin


def _kept(operations: Sequence[Operation]) -> Iterator[tuple[int, int, int, bool]]:
    """What stayed: where it was, where it is, how many characters, and whether it was moved."""
    sources: dict[str, list[tuple[int, int]]] = {}
    for start, _, one in _placed(operations):
        if one.op == "move" and one.old:
            words = one.old.rstrip("\n")
            sources.setdefault(unnumbered(words), []).append((start, len(words)))
    for start, begin, one in _placed(operations):
        if one.op == "equal":
            yield start, begin, len(one.new), False
        elif one.op == "move" and one.new:
            words = one.new.rstrip("\n")
            place, size = sources[unnumbered(words)].pop(0)
            yield place, begin, min(size, len(words)), True  # its number may be longer in one of them


def _placed(operations: Sequence[Operation]) -> Iterator[tuple[int, int, Operation]]:
    """Each operation with its place in the old text and in the new one."""
    at, to = 0, 0
    for one in operations:
        yield at, to, one
        at += len(one.old) if one.op != "insert" else 0
        to += len(one.new) if one.op != "delete" else 0


def _cut(
    start: int, begin: int, size: int, before: Sequence[Section], after: Sequence[Section]
) -> Iterator[tuple[int, int, int]]:
    """A kept stretch by the sections it runs through: the old one, the new one, how many characters."""
    done = 0
    while done < size:
        i, j = _at(start + done, before), _at(begin + done, after)
        length = min(size, before[i].stop - start, after[j].stop - begin) - done
        yield i, j, length
        done += length


def _at(place: int, parts: Sequence[Section]) -> int:
    return bisect_right(parts, place, key=lambda part: part.start) - 1


def _edits(operations: Sequence[Operation], parts: Sequence[Section], side: str) -> dict[int, dict[int, str]]:
    """What was deleted from each section, or inserted, by the number of the edit; a deletion and the insertion after it are one."""
    found: dict[int, dict[int, str]] = {}
    number = 0
    last = ""
    for start, begin, one in _placed(operations):
        if not (last == "delete" and one.op == "insert"):
            number += 1
        last = one.op
        text, place = (one.old, start) if side == OLD else (one.new, begin)
        if one.op != ("delete" if side == OLD else "insert"):
            continue
        done = 0
        while done < len(text):
            part = _at(place + done, parts)
            length = min(len(text), parts[part].stop - place) - done
            piece = text[done : done + length]
            if _plain(piece):
                found.setdefault(part, {})[number] = piece
            done += length
    return found


def _change(
    source: Section | None, section: Section, gone: dict[int, str], come: dict[int, str], *, moved: bool
) -> SectionChange | None:
    """What became of a section; nothing where it stayed as it was."""
    was = source.number if source and source.number != section.number else ""
    kind: SectionKind = "amended" if gone or come else "moved" if moved else "renumbered"
    if source is None:
        kind = "new"
    elif kind == "renumbered" and not was:
        return None
    pairs = [(gone.get(number, ""), come.get(number, "")) for number in sorted({*gone, *come})]
    if moved and len(gone) == len(come):  # what went stood elsewhere than what came
        pairs = list(zip(gone.values(), come.values(), strict=True))
    return SectionChange(
        number=section.number,
        caption=section.caption,
        kind=kind,
        was=was,
        told=_told(pairs) if kind == "amended" else (),
        added=_words(come.values()),
        removed=_words(gone.values()),
    )


def _told(pairs: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The short edits that say most: those of figures, dates and duties first, in the order of the text."""
    quoted = [
        (f"{old} → {new}" if old and new else f"new “{new}”" if new else f"without “{old}”", old + " " + new)
        for old, new in ((_plain(old), _plain(new)) for old, new in pairs)
        if max(len(old), len(new)) <= _LONGEST and any(letter.isalnum() for letter in old + new)
    ]
    telling = [text for text, words in quoted if _TELLING.search(words)]
    others = [text for text, words in quoted if not _TELLING.search(words)]
    chosen = set([*dict.fromkeys(telling), *dict.fromkeys(others)][:_TOLD])
    return tuple(text for text in dict.fromkeys(text for text, _ in quoted) if text in chosen)


def _plain(text: str) -> str:
    return " ".join(_MARKS.sub("", text).split())


def _words(texts: Iterable[str]) -> int:
    return sum(len(re.findall(r"\w+", _plain(text))) for text in texts)
