"""Which bills' texts are alike: companions, the same act in another state, substitutes, bills brought in again. Pure.

A sketch (the smallest hashes of a text's runs of five words, Broder's bottom-k MinHash, 1997) finds the candidates among many
texts at the cost of one small set each; what is told is measured on the texts themselves, word by word and section by section.
Numbers of sections and citations differ from state to state and count for nothing; all other words and figures do.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from struct import pack, unpack

from rapidfuzz.distance import LCSseq

from monitor.changes.enacted import Passage, passages

KEPT = 256
"""Hashes of a sketch."""
RUN = 5
"""Words of a run."""
WORTH_A_LOOK = 0.06
"""The estimated share of common runs from which two texts are compared; at 0.4 of the words it is about 0.1."""
ALIKE = 0.4
"""The share of words from which two bills are told to be alike; of short ones more, for they share their formulas."""
ALIKE_WHEN_SHORT = 0.6
SHORT = 150
"""Words of a short bill."""
SAME_SECTION = 0.97
_FEWEST_WORDS = 25
_MOST_WORDS = 20_000
_WORD = re.compile(r"[^\W_]+(?:['’\-.:][^\W_]+)*")
_CITATION = re.compile(r"(?=.*\d)(?=.*[-.:]).+|§+|\d+[a-z]\d*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section of a bill by its number ("4") with its words, in lower case and without citations."""

    number: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How far two bills say the same: `share` of their words from 0 to 1, and the numbers of the sections of the first that
    the second has not, or has otherwise. 1 is the same words throughout. `words` are those of the shorter one."""

    share: float
    words: int = 0
    differs: tuple[str, ...] = ()

    @property
    def telling(self) -> bool:
        """Whether two bills are alike enough to be told."""
        return self.share >= (ALIKE if self.words >= SHORT else ALIKE_WHEN_SHORT)


def said(share: float, differs: Sequence[str], other: str) -> str:
    """ "87 % the same as Utah's SB 45 as enrolled; differs in § 4"."""
    if share == 1:
        return f"the same text as {other}"
    where = f"; differs in § {', '.join(differs[:5])}" if differs else ""
    more = f" and {len(differs) - 5} more" if len(differs) > 5 else ""
    return f"{min(99, round(share * 100))} % the same as {other}{where}{more}"


def sections(text: str) -> tuple[Section, ...]:
    """What a bill enacts by section; of a text that enacts nothing, none."""
    found: list[tuple[str, list[Passage]]] = []
    for one in passages(text):
        if not one.enacted:
            return ()
        if one.opens or not found:
            found.append((one.opens, []))
        found[-1][1].append(one)
    if len(found) > 1 and not found[0][0]:  # a running number between the enacting words and the first section
        del found[0]
    told = ((number, tuple(word for one in _own(some) for word in _words(one))) for number, some in found)
    return tuple(Section(number=number, words=words) for number, words in told if words)


def _own(some: Sequence[Passage]) -> Sequence[Passage]:
    """Of a section that amends the law and marks how, the paragraphs that it touches: two bills that each add a line to one
    long list are not alike for the list's sake."""
    touched = [one for one in some if one.new or one.struck or not one.amends]
    return touched if any(one.amends and (one.new or one.struck) for one in some) else some


def _words(one: Passage) -> Iterable[str]:
    return (word for word in _WORD.findall(one.bare.casefold()) if not _CITATION.fullmatch(word))


def sketch(text: str) -> bytes:
    """The sketch of what a text enacts, at most KEPT eight-byte hashes in rising order; b"" for one too short to compare."""
    words = [word for one in sections(text) for word in one.words]
    if len(words) < _FEWEST_WORDS:
        return b""
    runs = {" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
    hashes = sorted(int.from_bytes(blake2b(run.encode(), digest_size=8).digest(), "big") for run in runs)
    return pack(f">{len(hashes[:KEPT])}Q", *hashes[:KEPT])


def resemblance(one: bytes, other: bytes) -> float:
    """The estimated share of runs that two sketched texts have in common, from 0 to 1 (the Jaccard index of their runs)."""
    first, second = set(_hashes(one)), set(_hashes(other))
    if not first or not second:
        return 0.0
    union = sorted(first | second)[: min(KEPT, max(len(first), len(second)))]
    return sum(1 for each in union if each in first and each in second) / len(union)


def _hashes(told: bytes) -> tuple[int, ...]:
    return unpack(f">{len(told) // 8}Q", told)


def likeness(text: str, other: str) -> Likeness:
    """How far the words of two bills agree, and in which sections of the first they do not."""
    mine, theirs = sections(text), sections(other)
    first, second = _joined(mine), _joined(theirs)
    fewest = min(len(first), len(second))
    if not fewest:
        return Likeness(share=0.0)
    if first == second and _all_words(text) == _all_words(other):
        return Likeness(share=1.0, words=fewest)
    share = LCSseq.similarity(first, second) * 2 / (len(first) + len(second))
    return Likeness(share=min(share, 0.999), words=fewest, differs=tuple(_differing(mine, theirs)))


def _all_words(text: str) -> list[str]:
    return [word for one in passages(text) for word in _WORD.findall(one.text.casefold())]


def _joined(found: Sequence[Section]) -> tuple[str, ...]:
    return tuple(word for one in found for word in one.words)[:_MOST_WORDS]


def _differing(mine: Sequence[Section], theirs: Sequence[Section]) -> Iterable[str]:
    """The sections that the other has not in nearly the same words; where it has all of them so, those with any difference."""
    best = [max(LCSseq.normalized_similarity(one.words, other.words) for other in theirs) for one in mine]
    limit = SAME_SECTION if min(best) < SAME_SECTION else 1.0
    return (one.number for one, found in zip(mine, best, strict=True) if found < limit and one.number)
