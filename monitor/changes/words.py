"""Two wordings of one block, compared word by word. The inner half of a redline, step 6 of the path.

Only words, numbers and punctuation are aligned (longest common subsequence, rapidfuzz); blanks follow their words, so that a
replaced phrase reads as one deletion and one insertion and not as a hail of words that happen to share blanks.
"""

import re
from collections.abc import Iterator

from patiencediff import PatienceSequenceMatcher
from rapidfuzz.distance import LCSseq, Postfix, Prefix

Piece = tuple[str, str, str]
"""An operation while it is worked on: equal, delete, insert, move or renumber, the old text, the new text."""

_LETTER = "[\\w\u0300-\u036f\u00ad\u200d]"
_TOKEN = re.compile(
    rf"""(
      \[-|-\]|\{{\+|\+\}}                                         # amendment marks of monitor.reading
    | https?://[^\s)\]>"]+                                       # an address is one word
    | [$€£¢]?\w{_LETTER}*                                        # a word, or a number with its currency sign
      (?:(?:[-‐‑–'’/&]|(?<=\d)[.,:](?=\d)|(?<=\b[A-Z])\.(?=[A-Z]\b)) # joined by hyphens, or by the points of 1,000, 58.1, U.S.C
         \w{_LETTER}*)*
      (?:(?<=\d)[ \u00a0\u202f]?%)?                              # and its per cent sign
    | [^\w\s]                                                    # punctuation
    )""",
    re.VERBOSE,
)

_LARGEST_TABLE = 25_000_000
"""Above this product of word counts (5,000 × 5,000: a block of 30 pages) the words are first split at those that are unique."""

_SMALL = 8
"""Two words of so few letters between two changes stayed by chance."""
_TELLING = frozenset(("may", "must", "no", "not", "shall"))
"""But "may not" did not: a duty or its negation is what the sentence says."""


def split_words(text: str) -> list[str]:
    """The text cut into blank, word, blank, word, …, blank: the words stand at odd places, and the whole joins to the text."""
    return _TOKEN.split(text)


def word_pieces(old: str, new: str) -> Iterator[Piece]:
    """The difference of two blocks in reading order; words are never cut."""
    head, tail = _shared_ends(old, new)
    if head:
        yield "equal", old[:head], new[:head]
    yield from _middle(old[head : len(old) - tail], new[head : len(new) - tail])
    if tail:
        yield "equal", old[-tail:], new[-tail:]


def _shared_ends(old: str, new: str) -> tuple[int, int]:
    """How many characters are common at both ends, cut back to a blank that no word holds ("0.050 %" has one)."""
    head = old.rfind(" ", 0, Prefix.similarity(old, new)) + 1
    while head and "%" in (old[head : head + 1], new[head : head + 1]):
        head = old.rfind(" ", 0, head - 1) + 1
    tail = Postfix.similarity(old[head:], new[head:])
    start = old.find(" ", len(old) - tail)
    while start >= 0 and old[start + 1 : start + 2] == "%":
        start = old.find(" ", start + 1)
    return head, len(old) - start if start >= 0 else 0


def _middle(old: str, new: str) -> Iterator[Piece]:
    if not old or not new:
        yield from _changed(old, new)
        return
    before, after = split_words(old), split_words(new)
    if len(before) <= 3 and len(after) <= 3 and before[1:2] != after[1:2]:  # one word became another
        yield from _gap(before, after)
        return
    at, to = 0, 0
    words, others = before[1::2], after[1::2]
    matches = _gathered(list(_matches(words, others)), words, others)
    for i, j, size in _without_confetti(matches, words, len(others)):
        yield from _gap(before[at : 2 * i + 1], after[to : 2 * j + 1])
        yield from _matched(before[2 * i + 1 : 2 * (i + size)], after[2 * j + 1 : 2 * (j + size)])
        at, to = 2 * (i + size), 2 * (j + size)
    yield from _gap(before[at:], after[to:])


Match = tuple[int, int, int]


def _matches(before: list[str], after: list[str]) -> Iterator[Match]:
    """Runs of equal words as (place in before, place in after, length), in order."""
    if len(before) * len(after) <= _LARGEST_TABLE:
        yield from _common(before, after, 0, 0)
        return
    at, to = 0, 0
    for i, j, size in PatienceSequenceMatcher(None, before, after).get_matching_blocks():
        yield from _common(before[at:i], after[to:j], at, to)
        if size:
            yield i, j, size
        at, to = i + size, j + size


def _common(before: list[str], after: list[str], at: int, to: int) -> Iterator[Match]:
    """The longest common subsequence of words whose lists begin at these places; none where its table would not fit."""
    if not before or not after or len(before) * len(after) > _LARGEST_TABLE:
        return
    for run in LCSseq.opcodes(before, after).as_matching_blocks():
        if run.size:
            yield at + run.a, to + run.b, run.size


def _gathered(matches: list[Match], before: list[str], after: list[str]) -> list[Match]:
    """The matches with each that may as well stand right beside its neighbour put there, as many words and fewer pieces.

    "(a) A fee for a license" → "to obtain a license" keeps "a license", not the letter of the paragraph and "license".
    """
    gathered: list[Match] = []
    for i, j, size in matches:
        if gathered:
            x, y, length = gathered[-1]
            beside = x + length == i or y + length == j
            if beside and before[i - length : i] == after[j - length : j] == before[x : x + length]:
                gathered[-1] = (i - length, j - length, length + size)
                continue
            x, y = x + length, y + length
            if beside and before[x : x + size] == after[y : y + size] == before[i : i + size]:
                gathered[-1] = (x - length, y - length, length + size)
                continue
        gathered.append((i, j, size))
    return gathered


def _without_confetti(matches: list[Match], words: list[str], others: int) -> list[Match]:
    """The matches without those of a word, or of two small ones ("of the"), between changes of three and more: chance, not a
    sentence that stayed. `words` are those of the old text, `others` counts those of the new."""
    kept: list[Match] = []
    at, to = 0, 0
    for place, (i, j, size) in enumerate(matches):
        following = matches[place + 1] if place + 1 < len(matches) else (len(words), others, 0)
        ahead = max(following[0] - i - size, following[1] - j - size)
        telling = size > 2 or (size == 2 and _tell(words[i], words[i + 1]))
        if telling or min(max(i - at, j - to), ahead) < 3:
            kept.append((i, j, size))
            at, to = i + size, j + size
    return kept


def _tell(first: str, second: str) -> bool:
    return len(first) + len(second) > _SMALL or first in _TELLING or second in _TELLING


def _matched(before: list[str], after: list[str]) -> Iterator[Piece]:
    """A run of equal words, whose blanks may still differ."""
    if before == after:
        text = "".join(before)
        yield "equal", text, text
        return
    for old, new in zip(before, after, strict=True):
        yield from _changed(old, new)


def _gap(before: list[str], after: list[str]) -> Iterator[Piece]:
    """What lies between two matches: begins and ends with a blank on both sides, which are often the same."""
    head = before[0] if before[0] == after[0] else ""
    if head:
        yield "equal", head, head
        before, after = before[1:], after[1:]
    tail = before[-1] if before and after and before[-1] == after[-1] else ""
    if tail:
        before, after = before[:-1], after[:-1]
    yield from _changed("".join(before), "".join(after))
    if tail:
        yield "equal", tail, tail


def _changed(old: str, new: str) -> Iterator[Piece]:
    if old == new:
        if old:
            yield "equal", old, new
        return
    if old:
        yield "delete", old, ""
    if new:
        yield "insert", "", new
