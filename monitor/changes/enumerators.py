"""The numbers and letters at the head of a paragraph: "(4)", "(2) (a)", "Sec. 12.", "b.". Part of a redline, step 6 of the path.

A paragraph that only stands under another number was not reworded. Drafting offices agree: Utah's comparison of two substitutes
prints the new number in colour and leaves the old one uncoloured; a redline tells it as a step of its own, `renumber`.
"""

import re
from string import ascii_letters

from rapidfuzz.distance import Postfix, Prefix

_LEAD = r"(?:[\s#>*\-•–—|\"“”'‘’]|\{\+|\[-)*"
_ROMAN = r"[ivxl]{1,7}|[IVXL]{1,7}"
_LETTERS = "[A-Za-z]|" + "|".join(2 * letter for letter in ascii_letters)
_NAME = r"(?i:§+[ \u00a0]*|(?:sections?|sec\.|articles?|art\.|chapter|title|part|subpart|division)[ \u00a0]+)"
_NUMBER = r"(?:\d+(?:[.:\-–]?[A-Za-z0-9])*|[IVXLC]+|[A-Z])"
_HEAD = re.compile(
    rf"""{_LEAD}
    (?: {_NAME}(?P<section>{_NUMBER})(?: [.:](?!\w) | (?=—|\s*$) | (?=[ \u00a0]+[A-Z]) ) # a number that names: "Sec. 5. Fees"
      | (?P<bare>\d{{1,3}}|(?:[A-Za-z]|{_ROMAN})(?=\..{{25}})) \. (?=[ \t\u00a0]+\S)      # "J. Smith" is a person
    )?""",
    re.VERBOSE,
)
_BRACKETED = re.compile(
    rf"(?:[\s—]|\{{\+|\[-|\+\}}|-\])*\((?P<item>\d{{1,3}}(?:\.\d{{1,3}}|[A-Za-z]{{1,2}})?|{_LETTERS}|{_ROMAN})\)"
)

_LONGEST = 64
"""Characters within which the numbers at the head of a paragraph stand."""
_AHEAD = 30
"""Whether a number is one is seen from no more characters behind it."""

Span = tuple[int, int]


def enumerators(line: str) -> list[Span]:
    """Where the numbers and letters at the head of a paragraph stand, without their brackets and points; none in running text.

    "(2) (a) The fee" has two, "SECTION 12. Section 5 of this act" one, "Section 5 of this act" none: that is a reference.
    """
    head = _HEAD.match(line)
    if head is None:  # never: every part of it may be missing
        return []
    spans = [head.span(head.lastgroup)] if head.lastgroup else []
    at = head.end()
    while found := _BRACKETED.match(line, at):
        spans.append(found.span("item"))
        at = found.end()
    return spans


def labels(line: str) -> tuple[str, ...]:
    """The numbers and letters at the head of a paragraph, outermost first: ("2", "a")."""
    return tuple(line[start:stop] for start, stop in enumerators(line))


def unnumbered(line: str) -> str:
    """What a paragraph says after the numbers and letters at its head."""
    spans = enumerators(line)
    return line[spans[-1][1] :] if spans else line


def renumbered(old: str, new: str) -> list[tuple[Span, Span]]:
    """Which enumerators of one paragraph became which of its next wording, in order; none where they are the same.

    Where a level was added or dropped, the number of the paragraph itself is the innermost, and those that differ count as one:
    "(2) (a)" → "(3)", and "(2) (a)" → "(2)" too.
    """
    same = Prefix.similarity(old, new)
    before = enumerators(old) if same < _LONGEST else ()
    if not before or before[-1][1] + _AHEAD < same:
        return []
    after = enumerators(new)
    if len(before) == len(after):
        pairs = zip(before, after, strict=True)
        return [(span, other) for span, other in pairs if _other(old[slice(*span)], new[slice(*other)])]
    left, right = [_bare(old[slice(*span)]) for span in before], [_bare(new[slice(*span)]) for span in after]
    head, tail = Prefix.similarity(left, right), Postfix.similarity(left, right)
    shorter = min(len(left), len(right))
    if tail >= shorter:
        return []
    head = min(head, shorter - tail - 1)
    return [((before[head][0], before[-1 - tail][1]), (after[head][0], after[-1 - tail][1]))]


def _other(number: str, another: str) -> bool:
    return number != another and _bare(number) != _bare(another)


def _bare(number: str) -> str:
    """A number without its dashes and points, which publishers set anew: "165.T11-157" and "165.T11–157" are one."""
    return "".join(filter(str.isalnum, number))
