"""Which block of the old text became which block of the new. The outer half of a redline, step 6 of the path.

Unique lines anchor (patience diff), repeated ones follow (longest common subsequence), what stands elsewhere now has moved, and
what is left between two anchors is paired by likeness, so that an edited paragraph meets its counterpart.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import product

from patiencediff import PatienceSequenceMatcher
from rapidfuzz.distance import Indel, LCSseq, Postfix, Prefix

from monitor.changes.enumerators import labels, unnumbered
from monitor.changes.words import split_words

Pair = tuple[int, int]
Run = tuple[int, int, int]
"""Blocks that belong together: place in the old list, place in the new one, how many in a row."""
Finder = Callable[[list[int], list[int]], Iterable[Pair]]
"""Given the places left over on both sides of a gap, the pairs that belong together, rising on both sides."""

_LIKE = 0.45
"""Two blocks are versions of one when they share this part of their words."""
_HELD = 0.8
"""Or when one holds this part of the words of the other, as after a sentence was added, and the other has at least eight."""
_LONGER = 50
"""A block so many times as long as another is no version of it."""
_ALIKE_BY_LETTERS = 0.6
"""Or, for short lines, this part of their letters."""
_PHRASE = 4
"""Two paragraphs of one number in one place are versions of one when they share a passage of as many words."""
_PART = 20
"""A part of a paragraph that became a paragraph of its own has at least so many characters."""
_WEIGHTY = 12
"""Shorter lines (a blank one, a bracket, "* * *") anchor nothing while longer ones are left."""
_MOVABLE = 40
"""Shorter lines do not count as moved: "(a) Reserved." stands everywhere."""
_LARGEST_TABLE = 10_000
"""Between two anchors every pair of blocks is weighed up to this number of pairs; beyond, only those that share rare words."""
_LARGEST_LINE_TABLE = 1_000_000
"""Lines of more words than this square are likened by the words they share in any order."""
_LARGEST_EXACT_TABLE = 100_000_000
"""The same for repeated lines, which need only one bit a pair."""

_RENAMED = 0.5
"""A definition got another term when this part of its words, weighed by likeness, stayed."""

_DEFINED = re.compile(
    r".{0,20}?[\"“”]([^\"“”]{2,80})[\"“”,]+ +(?:or +[\"“][^\"“”]+[\"”,]+ +)?(?:means?|includes?|has the|shall mean)\b"
)
_NO_LETTERS = re.compile(r"[\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """How two lists of blocks correspond.

    `runs` rise on both sides and hold equal blocks, or one edited pair each (size 1, different texts); `moved` are blocks, equal
    but for the number at their head,
    that stand elsewhere now. Every other block was deleted or inserted.
    """

    runs: list[Run]
    moved: list[Run]


def align(old: list[str], new: list[str]) -> Alignment:
    """The correspondence of two lists of blocks (lines with their ends)."""
    runs: list[Run] = list(PatienceSequenceMatcher(None, old, new).get_matching_blocks())
    runs = _filled(runs, lambda left, right: _repeated(old, new, left, right, _WEIGHTY))
    moved = _moved(old, new, runs)
    gone = {i + k for i, _, size in moved for k in range(size)}
    come = {j + k for _, j, size in moved for k in range(size)}

    def alike(left: list[int], right: list[int]) -> Iterable[Pair]:
        return _alike(old, new, _without(left, gone), _without(right, come))

    def numbered(left: list[int], right: list[int]) -> Iterable[Pair]:
        return _numbered_alike(old, new, _without(left, gone), _without(right, come))

    def rest(left: list[int], right: list[int]) -> Iterable[Pair]:
        return _repeated(old, new, _without(left, gone), _without(right, come), 0)

    runs = _filled(_filled(_filled(runs, alike), numbered), rest)
    left = _without([i for gap, _ in _gaps(runs) for i in gap], gone)
    right = _without([j for _, gap in _gaps(runs) for j in gap], come)
    moved += _moved_and_renumbered(old, new, left, right)
    return Alignment(runs=[run for run in runs if run[2]], moved=moved)


def _without(places: list[int], taken: set[int]) -> list[int]:
    return [place for place in places if place not in taken] if taken else places


def _gaps(runs: list[Run]) -> Iterator[tuple[range, range]]:
    """What lies before each run, on both sides; the last run is an empty one at the ends."""
    at, to = 0, 0
    for i, j, size in runs:
        yield range(at, i), range(to, j)
        at, to = i + size, j + size


def _filled(runs: list[Run], find: Finder) -> list[Run]:
    """The runs with what the finder saw in their gaps."""
    filled: list[Run] = []
    at, to = 0, 0
    for run in runs:
        i, j, size = run
        if at < i and to < j:
            filled += [(x, y, 1) for x, y in find(list(range(at, i)), list(range(to, j)))]
        filled.append(run)
        at, to = i + size, j + size
    return filled


def _repeated(old: list[str], new: list[str], left: list[int], right: list[int], least: int) -> Iterator[Pair]:
    """Equal lines that stand in the same order on both sides, those of a least length."""
    shared = {old[i] for i in left}.intersection(new[j] for j in right)
    left = [i for i in left if old[i] in shared and len(old[i].strip()) >= least]
    right = [j for j in right if new[j] in shared and len(new[j].strip()) >= least]
    if not left or not right or len(left) * len(right) > _LARGEST_EXACT_TABLE:
        return
    for run in LCSseq.opcodes([old[i] for i in left], [new[j] for j in right]).as_matching_blocks():
        yield from zip(left[run.a : run.a + run.size], right[run.b : run.b + run.size], strict=True)


def _moved(old: list[str], new: list[str], runs: list[Run]) -> list[Run]:
    """Equal blocks left over on both sides, with the short lines that follow them on both."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    left = [i for gap, _ in _gaps(runs) for i in gap]
    right = [j for _, gap in _gaps(runs) for j in gap]
    for i in reversed(left):
        if len(old[i].strip()) >= _MOVABLE:
            places[old[i]].append(i)
    to = {places[new[j]].pop(): j for j in right if places.get(new[j])}
    taken = set(to.values())
    free = set(right) - taken
    for i in left if to else ():
        follows = to.get(i - 1, -2) + 1
        if i not in to and follows in free and old[i] == new[follows]:
            to[i] = follows
            free.remove(follows)
    return _joined(sorted(to.items()))


def _moved_and_renumbered(old: list[str], new: list[str], left: list[int], right: list[int]) -> list[Run]:
    """Paragraphs that stand elsewhere and under another number, each by itself: their texts differ in it."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for i in reversed(left):
        if len(words := unnumbered(old[i])) >= _MOVABLE:
            places[words].append(i)
    pairs = [(places[words].pop(), j) for j in right if places.get(words := unnumbered(new[j]))] if places else []
    return [(i, j, 1) for i, j in pairs]


def _joined(pairs: list[Pair]) -> list[Run]:
    runs: list[Run] = []
    for i, j in pairs:
        if runs and (i, j) == (runs[-1][0] + runs[-1][2], runs[-1][1] + runs[-1][2]):
            runs[-1] = (runs[-1][0], runs[-1][1], runs[-1][2] + 1)
        else:
            runs.append((i, j, 1))
    return runs


def _alike(old: list[str], new: list[str], left: list[int], right: list[int]) -> Iterator[Pair]:
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
        yield from _alike(old, new, left[at:x], right[to:y])
        yield left[x], right[y]
        at, to = x + 1, y + 1
    rest = _alike if anchors else _weighed
    yield from rest(old, new, left[at:], right[to:])


def _same_words(old: list[str], new: list[str], left: list[int], right: list[int]) -> list[Pair]:
    """Paragraphs that differ in nothing but the number at their head."""
    before, after = [unnumbered(old[i]) for i in left], [unnumbered(new[j]) for j in right]
    shared = {text for text in set(before).intersection(after) if len(text) >= _WEIGHTY}
    if not shared:
        return []
    rows, columns = (
        [x for x, text in enumerate(before) if text in shared],
        [y for y, text in enumerate(after) if text in shared],
    )
    if len(rows) * len(columns) > _LARGEST_EXACT_TABLE:
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
    if len(left) == len(right) == 1 and _share_ends(old[left[0]], new[right[0]]):
        return [(left[0], right[0])]
    before, after = [_telling(old[i]) for i in left], [_telling(new[j]) for j in right]
    candidates: Iterable[Pair] = product(range(len(left)), range(len(right)))
    if len(left) * len(right) > _LARGEST_TABLE:
        candidates = _sharing_rare_words(before, after)
    terms, others = [_defined(old[i]) for i in left], [_defined(new[j]) for j in right]
    weighed = []
    for x, y in candidates:
        if terms[x] and others[y]:
            weight = _defining(before[x], after[y], same=terms[x] == others[y])
        else:
            weight = _likeness(before[x], after[y]) or _short_likeness(old[left[x]], new[right[y]])
        if weight:
            weighed.append((x, y, weight))
    return [(left[x], right[y]) for x, y in _heaviest(weighed)]


def _defined(line: str) -> str:
    """The term that a paragraph defines: "kratom product" for ‘(d) "Kratom product" means a food’."""
    found = _DEFINED.match(line)
    return found[1].lower() if found else ""


def _defining(before: list[str], after: list[str], *, same: bool) -> float:
    """Definitions of one term belong together whatever they share, those of two terms only when most else stayed."""
    weight = _likeness(before, after)
    if same:
        return max(weight, float((Counter(before) & Counter(after)).total()))
    return weight if weight >= _RENAMED * min(len(before), len(after)) else 0.0


def absorbed(
    whole: str, part: str, lines: list[str], room: tuple[int, int, int], moved: Container[int]
) -> tuple[int, int]:
    """Which lines around `part`, its counterpart, a longer line `whole` holds: as first place and the place after the last.

    `room` is where the lines without a counterpart begin, where `part` stands, and where they end; a moved one has its own.
    """
    start, place, stop = room
    if stop - start == 1 or len(whole) - len(part) < _PART:
        return place, place + 1
    left = Counter(_telling(whole)) - Counter(_telling(part))
    first, last = place, place + 1
    while last < stop and last not in moved and _held(left, lines[last]):
        last += 1
    while first > start and first - 1 not in moved and _held(left, lines[first - 1]):
        first -= 1
    return first, last


def _held(left: Counter[str], line: str) -> bool:
    """Whether most words of a line are among those left over, which it then takes."""
    words = Counter(_telling(line))
    if len(line) < _PART or (words & left).total() < _HELD * words.total():
        return False
    left -= words
    return True


def _numbered_alike(old: list[str], new: list[str], left: list[int], right: list[int]) -> Iterable[Pair]:
    """Paragraphs of one number between the same neighbours that share a phrase, however much was rewritten around it."""
    if not left or not right:
        return ()
    before, after = _first_labels(old, left), _first_labels(new, right)
    weighed = [
        (x, y, float(weight))
        for label, x in before.items()
        if (y := after.get(label, -1)) >= 0 and (weight := _longest_phrase(old[left[x]], new[right[y]]))
    ]
    return [(left[x], right[y]) for x, y in _heaviest(weighed)]


def _first_labels(lines: list[str], places: list[int]) -> dict[str, int]:
    """Which of these lines carries each number that only one of them carries, by its place among them."""
    found = [labels(lines[place])[:1] for place in places]
    count = Counter(found)
    return {label[0]: at for at, label in enumerate(found) if label and count[label] == 1}


def _longest_phrase(old: str, new: str) -> int:
    """How many words the longest passage that both lines hold has; 0 when they are fewer than a phrase."""
    before, after = _telling(old), _telling(new)
    if len(before) * len(after) > _LARGEST_LINE_TABLE:
        return 0
    longest = SequenceMatcher(None, before, after, autojunk=False).find_longest_match().size
    return longest if longest >= _PHRASE else 0


def _share_ends(old: str, new: str) -> bool:
    """True when two lines begin and end alike over most of their length: the usual small edit, seen without cutting words."""
    old, new = old.strip(), new.strip()
    head = Prefix.similarity(old, new)
    ends = head + Postfix.similarity(old[head:], new[head:])
    shorter, longer = sorted((len(old), len(new)))
    return ends >= 0.6 * longer or (shorter >= _MOVABLE and ends >= _HELD * shorter)


def _telling(line: str) -> list[str]:
    """The words that make a line itself, without punctuation, which makes all table rows alike."""
    return [word for word in split_words(line)[1::2] if len(word) > 1 or word.isalnum()]


def _likeness(before: list[str], after: list[str]) -> float:
    """0 for two blocks that are not versions of one; else the more the larger and more complete their common part."""
    if not before or not after:
        return 0.0
    if max(len(before), len(after)) > _LONGER * min(len(before), len(after)):
        return 0.0
    if len(before) * len(after) <= _LARGEST_LINE_TABLE:
        common = LCSseq.similarity(before, after)
    else:
        common = (Counter(before) & Counter(after)).total()
    part = 2 * common / (len(before) + len(after))
    shorter = min(len(before), len(after))
    return common * part if part >= _LIKE or (shorter >= 8 and common >= _HELD * shorter) else 0.0


def _short_likeness(old: str, new: str) -> float:
    """For lines of a few words, which share none when their one number changed: likeness by letters, below that by words."""
    if len(old) > _MOVABLE or len(new) > _MOVABLE:
        return 0.0
    return Indel.normalized_similarity(old.strip(), new.strip(), score_cutoff=_ALIKE_BY_LETTERS)


def _sharing_rare_words(before: list[list[str]], after: list[list[str]]) -> Iterator[Pair]:
    """For each block on the right the four on the left that share most words of those that few blocks have."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for x, line in enumerate(before):
        for word in dict.fromkeys(line):
            holders[word].append(x)
    for y, line in enumerate(after):
        shared = Counter(
            x for word in dict.fromkeys(line) if len(holders.get(word, ())) <= 8 for x in holders.get(word, ())
        )
        yield from ((x, y) for x, _ in shared.most_common(4))


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
