"""Which blocks stand elsewhere now: the same, under another number, or reworded as well. Part of `blocks`, step 6 of the path."""

from collections import defaultdict

from monitor.changes.anchors import Pair, Run
from monitor.changes.enumerators import unnumbered
from monitor.changes.likeness import SHORT, common_part, defined, sharing_rare_words

_REWORDED = 0.75
"""A block that stands elsewhere is the same one, reworded, when this part of the words of both stayed in their order."""
_WORDS = 12
"""And when it has at least so many: shorter ones are alike by chance."""
_RARE = 3
"""Before they are compared, two blocks must share so many words that few blocks have."""
_HEADING = 4
"""Letters that a heading has besides its number, which moves with the block below it."""


def moved(old: list[str], new: list[str], left: list[int], right: list[int]) -> list[Run]:
    """Equal blocks left over on both sides, with the short lines that follow them on both."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for i in reversed(left):
        if len(old[i].strip()) >= SHORT:
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


def moved_and_edited(old: list[str], new: list[str], left: list[int], right: list[int], known: list[Run]) -> list[Run]:
    """Blocks, each by itself, that stand elsewhere under another number or with other words, and the headings above these and
    above the `known` ones, which moved as they were."""
    pairs = _under_another_number(old, new, left, right)
    left, right = _without(left, {i for i, _ in pairs}), _without(right, {j for _, j in pairs})
    pairs += _reworded(old, new, left, right)
    gone, come = set(left) - {i for i, _ in pairs}, set(right) - {j for _, j in pairs}
    for i, j in [*pairs, *[(i, j) for i, j, _ in known]]:
        if i - 1 in gone and j - 1 in come and _same_heading(old[i - 1], new[j - 1]):
            pairs.append((i - 1, j - 1))
            gone.remove(i - 1)
            come.remove(j - 1)
    return [(i, j, 1) for i, j in pairs]


def _without(places: list[int], taken: set[int]) -> list[int]:
    return [place for place in places if place not in taken] if taken else places


def _same_heading(old: str, new: str) -> bool:
    words = unnumbered(old)
    return words == unnumbered(new) and sum(map(str.isalpha, words)) >= _HEADING


def _joined(pairs: list[Pair]) -> list[Run]:
    runs: list[Run] = []
    for i, j in pairs:
        if runs and (i, j) == (runs[-1][0] + runs[-1][2], runs[-1][1] + runs[-1][2]):
            runs[-1] = (runs[-1][0], runs[-1][1], runs[-1][2] + 1)
        else:
            runs.append((i, j, 1))
    return runs


def _under_another_number(old: list[str], new: list[str], left: list[int], right: list[int]) -> list[Pair]:
    """Blocks whose texts differ in nothing but the number at their head."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for i in reversed(left):
        if len(words := unnumbered(old[i])) >= SHORT:
            places[words].append(i)
    return [(places[words].pop(), j) for j in right if places.get(words := unnumbered(new[j]))] if places else []


def _reworded(old: list[str], new: list[str], left: list[int], right: list[int]) -> list[Pair]:
    """Blocks most of whose words stayed, but no definitions of two terms; the most alike meet first, each has one counterpart."""
    left = [i for i in left if len(old[i]) >= SHORT]
    right = [j for j in right if len(new[j]) >= SHORT]
    if not left or not right:
        return []
    before, after = [old[i].split() for i in left], [new[j].split() for j in right]
    weighed = sorted(
        (-part, left[x], right[y])
        for x, y in sharing_rare_words(before, after, _RARE)
        if (part := _kept(before[x], after[y])) and defined(old[left[x]]) == defined(new[right[y]])
    )
    pairs: list[Pair] = []
    gone: set[int] = set()
    come: set[int] = set()
    for _, i, j in weighed:
        if i not in gone and j not in come:
            pairs.append((i, j))
            gone.add(i)
            come.add(j)
    return pairs


def _kept(before: list[str], after: list[str]) -> float:
    """The part of the words of two blocks that stayed; none of short blocks, and none where it is too small."""
    shorter, longer = sorted((len(before), len(after)))
    if shorter < _WORDS or 2 * shorter < _REWORDED * (shorter + longer):
        return 0.0
    part = common_part(before, after)
    return part if part >= _REWORDED else 0.0
