"""Marks of struck and inserted text, kept as `[-struck-]` and `{+inserted+}`.

A bill is unreadable without them: `$<del>10</del><ins>25</ins>` is `$[-10-]{+25+}`, never `$1025`. Readers put control
characters around what is marked (documents cannot contain them, `charset.decode` removes them) and `render` turns a
finished block into text. The forms are those of GNU wdiff, which survive e-mail, chat and screen readers.
"""

import re

STRIKE_ON, STRIKE_OFF = "\x01", "\x02"
INSERT_ON, INSERT_OFF = "\x03", "\x04"
ON = {"-": STRIKE_ON, "+": INSERT_ON}
OFF = {"-": STRIKE_OFF, "+": INSERT_OFF}

_PAIRS = (("((", "))"), ("[", "]"))
_SIGN = re.compile("([\x01-\x04])")
_STEP = {STRIKE_ON: ("-", 1), STRIKE_OFF: ("-", -1), INSERT_ON: ("+", 1), INSERT_OFF: ("+", -1)}
_LABEL = re.compile(
    r"\{\+(NEW\s+(?:UNNUMBERED\s+)?(?:TITLE|CHAPTER|SUBCHAPTER|ARTICLE|PART|SECTION|SUBSECTION|PARAGRAPH|SUBPARAGRAPH)S?\.?)\+\}"
)  # Iowa, Idaho and Washington underline the drafter's label, which no law will contain
_AROUND = {"-": "[-{}-]", "+": "{{+{}+}}"}

Run = tuple[str, str]  # "-", "+" or "" and the text so marked


def is_marked(text: str) -> bool:
    """Whether a raw block carries marks that `render` has yet to write out."""
    return STRIKE_ON in text or INSERT_ON in text


def render(text: str) -> str:
    """A raw block with its marks written out.

    Text inserted and then struck is struck. Neighbouring marks of one kind become one, blanks stay outside, marks around
    nothing vanish. The brackets or double parentheses by which Texas, New York, Hawaii and Washington show struck text in
    print give way to the mark; a struck passage that goes on in the next block leaves one of the pair in each.
    """
    runs = _joined(_outside(_joined(_runs(text))))
    written = (_AROUND[kind].format(words) if kind else words for kind, words in _without_brackets(runs))
    return _LABEL.sub(r"\1", "".join(written))


def close_and_reopen(text: str, separator: str) -> str:
    """The text with every mark closed before each separator and opened again after it, so that its parts stand alone."""
    if not is_marked(text):
        return text
    open_: list[str] = []
    parts: list[str] = []
    for piece in text.split(separator):
        head = "".join(ON[kind] for kind in open_)
        for sign in _SIGN.findall(piece):
            _follow(open_, sign)
        parts.append(head + piece + "".join(OFF[kind] for kind in reversed(open_)))
    return separator.join(parts)


def _follow(open_: list[str], sign: str) -> None:
    kind, step = _STEP[sign]
    if step > 0:
        open_.append(kind)
    elif kind in open_:
        open_.remove(kind)


def _runs(text: str) -> list[Run]:
    depth = {"-": 0, "+": 0}
    runs: list[Run] = []
    for piece in _SIGN.split(text):
        if piece in _STEP:
            kind, step = _STEP[piece]
            depth[kind] = max(0, depth[kind] + step)
        elif piece:
            runs.append(("-" if depth["-"] else "+" if depth["+"] else "", piece))
    return runs


def _outside(runs: list[Run]) -> list[Run]:
    """The runs with the blanks at the edges of a mark moved out of it."""
    moved: list[Run] = []
    for kind, words in runs:
        core = words.strip()
        if not kind or not core:
            moved.append(("", words))
            continue
        start = words.index(core)
        moved += [("", words[:start]), (kind, core), ("", words[start + len(core) :])]
    return moved


def _joined(runs: list[Run]) -> list[Run]:
    """The runs with neighbours of one kind made one, also across blanks."""
    joined: list[Run] = []
    for kind, words in runs:
        if not words:
            continue
        if joined and joined[-1][0] == kind:
            joined[-1] = (kind, joined[-1][1] + words)
        elif kind and len(joined) > 1 and joined[-1][1].isspace() and joined[-2][0] == kind:
            blank = joined.pop()[1]
            joined[-1] = (kind, joined[-1][1] + blank + words)
        else:
            joined.append((kind, words))
    return joined


def _without_brackets(runs: list[Run]) -> list[Run]:
    runs = [("", ""), *runs, ("", "")]
    for at in range(1, len(runs) - 1):
        (left, head), (kind, _), (right, tail) = runs[at - 1 : at + 2]
        pair = None if kind != "-" or left or right else _pair(head, tail, first=at < 3, last=at > len(runs) - 4)
        if pair:
            runs[at - 1] = ("", _without_end(head, pair[0]))
            runs[at + 1] = ("", _without_start(tail, pair[1]))
    if len(runs) > 2 and not runs[-2][0] and runs[-2][1].rstrip().endswith("["):
        runs[-2] = ("", _without_end(runs[-2][1], "["))  # what it opens is struck in the next block
    return [run for run in runs if run[1]]


def _pair(head: str, tail: str, *, first: bool, last: bool) -> tuple[str, str] | None:
    """The brackets around a struck passage; one is enough where the passage may go on in the block before or the next."""
    for opening, closing in _PAIRS:
        opens, closes = head.rstrip().endswith(opening), tail.lstrip().startswith(closing)
        begins, ends = first and not head.strip(), last and not tail.strip()
        if (opens and (closes or ends)) or (closes and begins):
            return opening, closing
    return None


def _without_end(text: str, sign: str) -> str:
    bare = text.rstrip()
    return bare.removesuffix(sign) if bare.endswith(sign) else text


def _without_start(text: str, sign: str) -> str:
    bare = text.lstrip()
    return bare.removeprefix(sign) if bare.startswith(sign) else text
