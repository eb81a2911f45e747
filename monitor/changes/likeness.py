"""How alike two blocks are: whether one paragraph is another wording of another. Asked by `blocks`, step 6 of the path."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher

from rapidfuzz.distance import Indel, LCSseq, Postfix, Prefix

from monitor.changes.words import split_words

LIKE = 0.45
"""Two blocks are versions of one when they share this part of their words."""
HELD = 0.8
"""Or when one holds this part of the words of the other, as after a sentence was added, and the other has at least eight."""
SHORT = 40
"""Lines of so many characters are likened by their letters too, and do not count as moved: "(a) Reserved." stands everywhere."""
_LONGER = 50
"""A block so many times as long as another is no version of it."""
_ALIKE_BY_LETTERS = 0.6
"""This part of the letters of two short lines that are versions of one."""
_PHRASE = 4
"""Two paragraphs of one number in one place are versions of one when they share a passage of as many words."""
_LARGEST_LINE_TABLE = 1_000_000
"""Lines of more words than this square are likened by the words they share in any order."""
_FEW = 8
"""Words are rare that no more blocks hold."""
_RENAMED = 0.5
"""A definition got another term when this part of its words, weighed by likeness, stayed."""

_DEFINED = re.compile(
    r".{0,20}?[\"“”]([^\"“”]{2,80})[\"“”,]+ +(?:or +[\"“][^\"“”]+[\"”,]+ +)?(?:means?|includes?|has the|shall mean)\b"
)


def telling(line: str) -> list[str]:
    """The words that make a line itself, without punctuation, which makes all table rows alike."""
    return [word for word in split_words(line)[1::2] if len(word) > 1 or word.isalnum()]


def likeness(before: list[str], after: list[str]) -> float:
    """0 for two blocks that are not versions of one; else the more the larger and more complete their common part."""
    if not before or not after:
        return 0.0
    if max(len(before), len(after)) > _LONGER * min(len(before), len(after)):
        return 0.0
    common = _common(before, after)
    part = 2 * common / (len(before) + len(after))
    shorter = min(len(before), len(after))
    return common * part if part >= LIKE or (shorter >= 8 and common >= HELD * shorter) else 0.0


def common_part(before: list[str], after: list[str]) -> float:
    """The part of the words of two blocks, neither of them empty, that both hold in one order."""
    return 2 * _common(before, after) / (len(before) + len(after))


def _common(before: list[str], after: list[str]) -> int:
    if len(before) * len(after) <= _LARGEST_LINE_TABLE:
        return int(LCSseq.similarity(before, after))
    return (Counter(before) & Counter(after)).total()


def short_likeness(old: str, new: str) -> float:
    """For lines of a few words, which share none when their one number changed: likeness by letters, below that by words."""
    if len(old) > SHORT or len(new) > SHORT:
        return 0.0
    return Indel.normalized_similarity(old.strip(), new.strip(), score_cutoff=_ALIKE_BY_LETTERS)


def share_ends(old: str, new: str) -> bool:
    """True when two lines begin and end alike over most of their length: the usual small edit, seen without cutting words."""
    old, new = old.strip(), new.strip()
    head = Prefix.similarity(old, new)
    ends = head + Postfix.similarity(old[head:], new[head:])
    shorter, longer = sorted((len(old), len(new)))
    return ends >= 0.6 * longer or (shorter >= SHORT and ends >= HELD * shorter)


def defined(line: str) -> str:
    """The term that a paragraph defines: "kratom product" for ‘(d) "Kratom product" means a food’."""
    found = _DEFINED.match(line)
    return found[1].lower() if found else ""


def defining(before: list[str], after: list[str], *, same: bool) -> float:
    """Definitions of one term belong together whatever they share, those of two terms only when most else stayed."""
    weight = likeness(before, after)
    if same:
        return max(weight, float((Counter(before) & Counter(after)).total()))
    return weight if weight >= _RENAMED * min(len(before), len(after)) else 0.0


def longest_phrase(old: str, new: str) -> int:
    """How many words the longest passage that both lines hold has; 0 when they are fewer than a phrase."""
    before, after = telling(old), telling(new)
    if len(before) * len(after) > _LARGEST_LINE_TABLE:
        return 0
    longest = SequenceMatcher(None, before, after, autojunk=False).find_longest_match().size
    return longest if longest >= _PHRASE else 0


def sharing_rare_words(before: list[list[str]], after: list[list[str]], least: int = 1) -> Iterator[tuple[int, int]]:
    """For each block on the right the four on the left that share most words of those that few blocks have, and `least` of them."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for x, line in enumerate(before):
        for word in set(line):
            holders[word].append(x)
    rare = {word: places for word, places in holders.items() if len(places) <= _FEW}
    for y, line in enumerate(after):
        shared = Counter([x for word in rare.keys() & line for x in rare[word]])
        yield from ((x, y) for x, count in sorted(shared.items(), key=_most)[:4] if count >= least)


def _most(holder: tuple[int, int]) -> tuple[int, int]:
    """The order of blocks by how many words they share, the first of equals first whatever the order of sets."""
    return -holder[1], holder[0]
