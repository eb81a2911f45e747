"""Which blocks between two anchors are versions of one: an edited paragraph meets its counterpart. Part of `blocks`, step 6 of
the path."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import product

from patiencediff import PatienceSequenceMatcher
from rapidfuzz.distance import LCSseq

from monitor.changes.anchors import LARGEST_EXACT_TABLE, Pair
from monitor.changes.enumerators import labels, unnumbered
from monitor.changes.likeness import (
    defined,
    defining,
    likeness,
    longest_phrase,
    share_ends,
    sharing_rare_words,
    short_likeness,
    telling,
)

WEIGHTY = 12
"""Shorter lines (a blank one, a bracket, "* * *") anchor nothing while longer ones are left."""
_LARGEST_TABLE = 10_000
"""Between two anchors every pair of blocks is weighed up to this number of pairs; beyond, only those that share rare words."""
_NO_LETTERS = re.compile(r"[\W\d_]+")


def alike(old: list[str], new: list[str], left: list[int], right: list[int]) -> Iterator[Pair]:
    """The pairs of blocks that are versions of one, rising on both sides; a gap is first cut at lines of the same words under
    another number, a large one also at lines of the same letters."""
    if not left or not right:
        return
    anchors: list[Pair] = []
    if len(left) > 1 or len(right) > 1:
        anchors = _same_words(old, new, left, right)
    if not anchors and len(left) * len(right) > _LARGEST_TABLE:
        anchors = _same_letters(old, new, left, right)
    at, to = 0, 0
    for x, y in anchors:
        yield from alike(old, new, left[at:x], right[to:y])
        yield left[x], right[y]
        at, to = x + 1, y + 1
    rest = alike if anchors else _weighed
    yield from rest(old, new, left[at:], right[to:])


def _same_words(old: list[str], new: list[str], left: list[int], right: list[int]) -> list[Pair]:
    """Paragraphs that differ in nothing but the number at their head."""
    before, after = [unnumbered(old[i]) for i in left], [unnumbered(new[j]) for j in right]
    shared = {text for text in set(before).intersection(after) if len(text) >= WEIGHTY}
    if not shared:
        return []
    rows, columns = (
        [x for x, text in enumerate(before) if text in shared],
        [y for y, text in enumerate(after) if text in shared],
    )
    if len(rows) * len(columns) > LARGEST_EXACT_TABLE:
        return []
    runs = LCSseq.opcodes([before[x] for x in rows], [after[y] for y in columns]).as_matching_blocks()
    return [(rows[run.a + k], columns[run.b + k]) for run in runs for k in range(run.size)]


def _same_letters(old: list[str], new: list[str], left: list[int], right: list[int]) -> list[Pair]:
    """Lines that differ only in blanks, punctuation, digits or case, as when a whole text was padded or renumbered."""
    before, after = (
        [_NO_LETTERS.sub("", line).lower() for line in lines]
        for lines in ([old[i] for i in left], [new[j] for j in right])
    )
    runs = PatienceSequenceMatcher(None, before, after).get_matching_blocks()
    return [(x + k, y + k) for x, y, size in runs for k in range(size)]


def _weighed(old: list[str], new: list[str], left: list[int], right: list[int]) -> Iterable[Pair]:
    """The pairs that share as many words as can be, and follow one another on both sides."""
    if len(left) == len(right) == 1 and share_ends(old[left[0]], new[right[0]]):
        return [(left[0], right[0])]
    before, after = [telling(old[i]) for i in left], [telling(new[j]) for j in right]
    candidates: Iterable[Pair] = product(range(len(left)), range(len(right)))
    if len(left) * len(right) > _LARGEST_TABLE:
        candidates = sharing_rare_words(before, after)
    terms, others = [defined(old[i]) for i in left], [defined(new[j]) for j in right]
    weighed = []
    for x, y in candidates:
        if terms[x] and others[y]:
            weight = defining(before[x], after[y], same=terms[x] == others[y])
        else:
            weight = likeness(before[x], after[y]) or short_likeness(old[left[x]], new[right[y]])
        if weight:
            weighed.append((x, y, weight))
    return [(left[x], right[y]) for x, y in _heaviest(weighed)]


def numbered_alike(old: list[str], new: list[str], left: list[int], right: list[int]) -> Iterable[Pair]:
    """Paragraphs of one number between the same neighbours that share a phrase, however much was rewritten around it."""
    if not left or not right:
        return ()
    before, after = _first_labels(old, left), _first_labels(new, right)
    weighed = [
        (x, y, float(weight))
        for label, x in before.items()
        if (y := after.get(label, -1)) >= 0 and (weight := longest_phrase(old[left[x]], new[right[y]]))
    ]
    return [(left[x], right[y]) for x, y in _heaviest(weighed)]


def _first_labels(lines: list[str], places: list[int]) -> dict[str, int]:
    """Which of these lines carries each number that only one of them carries, by its place among them."""
    found = [labels(lines[place])[:1] for place in places]
    count = Counter(found)
    return {label[0]: at for at, label in enumerate(found) if label and count[label] == 1}


def _heaviest(weighed: list[tuple[int, int, float]]) -> list[Pair]:
    """The pairs of greatest total weight that rise on both sides (heaviest increasing subsequence, O(n log n))."""
    order = sorted(weighed, key=lambda pair: (pair[0], -pair[1]))
    previous = [-1] * len(order)
    ends, best = [-1], [(0.0, -1)]  # right places where a chain may end, rising; their weights and last pairs
    for k, (_, y, weight) in enumerate(order):
        place = bisect_left(ends, y)
        total, previous[k] = best[place - 1][0] + weight, best[place - 1][1]
        if place < len(ends) and ends[place] == y and best[place][0] >= total:
            continue
        stop = place
        while stop < len(ends) and best[stop][0] <= total:
            stop += 1
        ends[place:stop] = [y]
        best[place:stop] = [(total, k)]
    pairs, k = [], best[-1][1]
    while k >= 0:
        pairs.append(order[k][:2])
        k = previous[k]
    return pairs[::-1]
