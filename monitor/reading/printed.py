"""Printed lines → paragraphs: what a typesetter broke into lines is put together again.

Bills reach us as lines of print in PDF, in `<pre>`, in table rows (Texas) or as positioned words (Iowa). A reader wants
paragraphs, and so does a comparison: one inserted word would otherwise move every line after it. Numbers down the margin
go; a hyphen at a line's end goes unless the word is known to have one. When in doubt, lines stay apart.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from monitor.reading.amendments import INSERT_OFF, INSERT_ON, STRIKE_OFF, STRIKE_ON
from monitor.reading.inline import LINK_OFF, LINK_ON, LINK_TO

_SIGNS = STRIKE_ON + STRIKE_OFF + INSERT_ON + INSERT_OFF
_UNSIGNED = str.maketrans("", "", _SIGNS + LINK_ON)
_LINK_TARGET = re.compile(f"{LINK_TO}[^{LINK_OFF}]*{LINK_OFF}")
_MARGIN_NUMBER = re.compile(r"\s*(\d{1,4})(?:\s+|$)")
_FEWEST_NUMBERED = 4
_WIDEST_STEP = 10  # Utah numbers the lines of the official print, so a comparison of two bills skips some
_HANGING = 5  # columns by which a title or a list hangs under its first line
_SAME = 1.5  # columns within which two indentations are one
_SLACK = 4  # columns by which lines set ragged or in uneven letters end short of the edge
_MOSTLY = 0.65
_SPARSE = 0.7
_WIDER = 0.45
_SAME_INDENT = 0.4
_CENTRED = 0.12  # of the width, at least, is free on either side of a line in the middle
_FULL_FROM = 0.8
_OUTLIERS_FROM = 0.97
_NEARLY = 0.75
_BROKEN_WORD = re.compile(rf"([^\W\d_]+)-([{_SIGNS}]*)$")
_NAME_BROKEN = re.compile(rf"(?:[\d'\])]|(?<![^\W_])\d?[^\W\d_])-[{_SIGNS}]*$")
_WORD_START = re.compile(rf"([{_SIGNS}]*)([^\W\d_]+)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NEW_ITEM = re.compile(r"\([0-9a-zA-Z]{1,4}\)|[0-9a-zA-Z]{1,3}[.)]\s|§|(?i:sec(?:tion|\.))\s*\d|[▸•·–—-]\s|\*\s")
_SECTION = re.compile(r"(?i)§|sec(?:tion|\.)\s*\d")
_CITED = re.compile(r"\d+[A-Z]?-\d+[a-z]?-\d")  # a list of sections, one a line
_CITING = re.compile(
    r"(?i)(?:,|;|\(|\b(?:and|or|to|through|under|with|see|sections?|subsections?|chapters?|[a-z]{1,2}\.))$"
)
_LAST_OF_LIST = re.compile(r"[.:;]$|\b(?:and|or)$")
_OPENINGS = ("AN ACT ", "A BILL ", "BE IT ENACTED", "WHEREAS,", "NEW SECTION.")
_SENTENCE_END = re.compile(r"[.:;\"”]$|[.;,]\s+(?:and|or)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of print: its text, how far it is indented and where it ends (in columns), whether a gap stands above it, and
    the width of its first word (0: one column a letter)."""

    text: str
    indent: float = 0
    end: float = 0
    after_gap: bool = False
    first: float = 0


def lines_of(text: str) -> list[Line]:
    """The lines of a text set in one width, with margin numbers taken off and blank lines kept as gaps."""
    raw = text.replace("\xa0", " ").expandtabs(8).split("\n")
    numbered = margin_numbers([line.translate(_UNSIGNED) for line in raw])
    lines: list[Line] = []
    gap = False
    for position, printed in enumerate(raw):
        line = _unnumbered(printed) if position in numbered else printed
        bare = _LINK_TARGET.sub("", line).translate(_UNSIGNED).rstrip()
        if not bare.strip():
            gap = True
            continue
        lines.append(Line(text=line.strip(), indent=len(bare) - len(bare.lstrip()), end=len(bare), after_gap=gap))
        gap = False
    return lines


def _unnumbered(line: str) -> str:
    return _MARGIN_NUMBER.sub(lambda found: " " * len(found.group(0)), line, count=1)


def margin_numbers(texts: Sequence[str]) -> set[int]:
    """The positions of lines that begin with a line number: 1, 2, 3 … down the page, again from 1 on the next.

    Numbers that do not run on (a list of sums, a section's number) are text.
    """
    runs: list[list[int]] = [[]]
    last = 0
    for position, text in enumerate(texts):
        match = _MARGIN_NUMBER.match(text)
        number = int(match.group(1)) if match else 0
        step = _WIDEST_STEP if len(runs[-1]) > 2 * _FEWEST_NUMBERED else 1
        if number == 1 and last:
            runs.append([])
        elif not last < number <= last + step:
            continue
        runs[-1].append(position)
        last = number
    if not any(len(run) >= _FEWEST_NUMBERED for run in runs):
        return set()
    return {position for run in runs for position in run}


def paragraphs(lines: Sequence[Line]) -> list[str]:
    """The paragraphs that the lines make up, each without line breaks."""
    if not lines:
        return []
    margin = _margin(lines)
    edge = max(margin + 20, _edge(lines))
    known = _words(lines)
    grown: list[list[str]] = [[lines[0].text]]
    for before, line in pairwise(lines):
        if _continues(before, line, margin, edge):
            grown[-1][-1:] = _join(grown[-1][-1], line.text, known)
        else:
            grown.append([line.text])
    return ["".join(pieces) for pieces in grown]


def reflow(text: str) -> list[str]:
    """The paragraphs of a text set in one width (`<pre>`, e-mailed bills, plain text)."""
    return paragraphs(lines_of(text))


def _margin(lines: Sequence[Line]) -> float:
    """Where running text starts: the indentation that most lines share, counted in whole columns."""
    counts = Counter(round(line.indent) for line in lines)
    return float(max(counts, key=lambda indent: (counts[indent], -indent)))


def _edge(lines: Sequence[Line]) -> float:
    """Where full lines end. Most lines of a bill are full; where few are, the longest but a few outliers tell."""
    ends = sorted(line.end for line in lines)
    usual, longest = (ends[min(len(ends) - 1, int(part * len(ends)))] for part in (_FULL_FROM, _OUTLIERS_FROM))
    return max(usual, _NEARLY * longest)


def _continues(before: Line, line: Line, margin: float, edge: float) -> bool:
    """Whether the line goes on where the one before it stopped."""
    if line.after_gap or _is_sparse(before) or _is_sparse(line):
        return False
    start, stop = line.text.translate(_UNSIGNED), before.text.translate(_UNSIGNED).rstrip()
    if start.startswith(_OPENINGS) or (not start[:1].islower() and _are_centred(before, line, margin, edge)):
        return False
    running = start[:1].islower() and not stop.endswith((".", ":", "!", "?"))
    if not _is_full(before, line, edge) and not (running and before.end > _MOSTLY * edge):
        return False
    if _NEW_ITEM.match(start) and (_SENTENCE_END if _SECTION.match(start) else _LAST_OF_LIST).search(stop):
        return False
    if stop.endswith(":") and not start[:1].islower():
        return False
    if _is_caption_over(before, line, margin) or (_CITED.match(start) and not _CITING.search(stop)):
        return False
    outdented = line.indent < min(before.indent - _SAME, margin + _SAME)
    if outdented and not _NEW_ITEM.match(start) and not _SENTENCE_END.search(stop):
        return True  # the paragraph's first line was indented
    if abs(line.indent - margin) < _SAME or (start[:1].islower() and abs(line.indent - before.indent) < _HANGING):
        return True
    return line.indent > margin and abs(line.indent - before.indent) < _SAME and not _NEW_ITEM.match(start)


def _is_caption_over(before: Line, line: Line, margin: float) -> bool:
    """Whether two indented lines are a caption and the first line of what it names ("Sec. 4. Labeling." as Iowa sets it)."""
    indented = before.indent > margin + _SAME and abs(line.indent - before.indent) < _SAME
    stop = before.text.translate(_UNSIGNED).rstrip()
    return indented and stop.endswith(".") and _SECTION.match(before.text.translate(_UNSIGNED)) is not None


def _is_full(before: Line, line: Line, edge: float) -> bool:
    """Whether the line's first word would not have fitted behind the line before it: a typesetter's break."""
    first = line.first or len(line.text.translate(_UNSIGNED).split(" ", 1)[0])
    return before.end + 1 + first > edge - _SLACK or (before.text.endswith("-") and before.end > _MOSTLY * edge)


def _is_sparse(line: Line) -> bool:
    """Whether the line is a row of columns: far fewer characters than room (a roll call, a table of fees)."""
    words = " ".join(line.text.split())
    capitals = sum(character.isupper() for character in words)  # each as wide as one and a half small letters
    return len(words) + _WIDER * capitals < _SPARSE * (line.end - line.indent)


def _are_centred(before: Line, line: Line, margin: float, edge: float) -> bool:
    """Whether both lines stand in the middle of the page, each for itself: the bill's number over its title."""
    spaces = [(each.indent - margin, edge - each.end) for each in (before, line)]
    inner = all(
        min(left, right) > _CENTRED * (edge - margin) and abs(left - right) < _HANGING for left, right in spaces
    )
    return inner and abs(before.indent - line.indent) > _SAME_INDENT


def _words(lines: Iterable[Line]) -> Counter[str]:
    """The words inside lines, hyphenated ones whole; those cut by a line's end are no witnesses."""
    return Counter(word for line in lines for word in _WORD.findall(line.text.lower())[:-1])


def _join(text: str, more: str, known: Counter[str]) -> tuple[str, str]:
    """Two lines of one paragraph, with the blank, the hyphen or nothing between them that the words ask for."""
    broken, start = _BROKEN_WORD.search(text), _WORD_START.match(more)
    if _NAME_BROKEN.search(text):
        return text, more  # "1,3-" and "dihydro", "N-" and "phenyl": the hyphen of a name, not of a typesetter
    if not broken:
        return f"{text} ", more
    if not start or (start.group(2)[0].isupper() and not broken.group(1).isupper()):
        return text, more  # "Anglo-" and "American"
    hyphen = "-" if _has_hyphen(broken.group(1).lower(), start.group(2).lower(), known) else ""
    return text[: broken.end(1)] + hyphen + broken.group(2), more


def _has_hyphen(head: str, tail: str, known: Counter[str]) -> bool:
    """Whether the document itself writes the word with a hyphen, or knows both halves as words and not the whole."""
    whole, apart = known[head + tail], known[f"{head}-{tail}"]
    if whole or apart:
        return apart > whole
    return known[head] > 0 and known[tail] > 0
