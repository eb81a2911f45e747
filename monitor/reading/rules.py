"""Lines drawn through or under characters in a PDF: how print shows struck and new text.

A PDF has no underlining, only thin horizontal paths that happen to lie where characters are. Vermont's and Utah's bills are
drawn so. A line through the middle of characters strikes them; one just below them shows new matter, where the caller knows
that the document is a bill. Used by `pdf`, page by page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from monitor.reading.amendments import OFF, ON

_MOST_PATHS = 4000  # a map or a chart has more, and marks nothing
_THICKEST = 2.5  # points
_SHORTEST = 2.0  # points
_STRUCK = (0.16, 0.8)  # where a line strikes: parts of the height of the characters, from their foot
_UNDER = (-0.75, 0.16)


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin horizontal line, in points; `y` from the page's lower edge."""

    left: float
    right: float
    y: float


Box = tuple[float, float, float, float]  # left, right, lower and upper edge of a character, in points


def rules_of(page: pdfium.PdfPage) -> list[Rule]:
    """The thin horizontal lines of a page."""
    found: list[Rule] = []
    for path in islice(page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH]), _MOST_PATHS):
        left, bottom, right, top = path.get_bounds()
        if top - bottom <= _THICKEST and right - left >= _SHORTEST:
            found.append(Rule(left, right, (bottom + top) / 2))
    return found


def marked(text: str, boxes: Sequence[Box], rules: Iterable[Rule]) -> str:
    """The text of a line with signs around the characters that a rule strikes or underlines."""
    foot, head = _foot_and_head(boxes)
    height = head - foot
    if height <= 0:
        return text
    kinds = [""] * len(text)
    for rule in rules:
        kind = _kind((rule.y - foot) / height)
        for at, (left, right, _, _) in enumerate(boxes) if kind else ():
            if rule.left - 0.5 <= (left + right) / 2 <= rule.right + 0.5 and kinds[at] != "-":
                kinds[at] = kind
    return signed(text, kinds)


def near(rules: Iterable[Rule], box: Box) -> list[Rule]:
    """The rules that can touch a line of print: between its neighbours, by height."""
    _, _, foot, head = box
    reach = max(head - foot, 4.0)
    return [rule for rule in rules if foot - reach < rule.y < head]


def _foot_and_head(boxes: Sequence[Box]) -> tuple[float, float]:
    tall = [box for box in boxes if box[3] - box[2] > 2.5]
    return (median(box[2] for box in tall), max(box[3] for box in tall)) if tall else (0.0, 0.0)


def _kind(height: float) -> str:
    if _STRUCK[0] < height < _STRUCK[1]:
        return "-"
    return "+" if _UNDER[0] < height <= _UNDER[1] else ""


def signed(text: str, kinds: Sequence[str]) -> str:
    """The text with signs around the characters that are of a kind, "-" or "+"; blanks change none."""
    signed = ""
    last = ""
    for character, kind in zip(text, kinds, strict=True):
        if kind != last and not character.isspace():
            signed += (OFF[last] if last else "") + (ON[kind] if kind else "")
            last = kind
        signed += character
    return signed + (OFF[last] if last else "")
