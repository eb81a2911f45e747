"""A line of print where it stands on its page: what `pdf` and `positioned` hand to the rules about print. Pure.

Numbers at either end of a line stay in its text until `line_numbers` has seen the whole document and knows which of them
count lines.
"""

import re
from dataclasses import dataclass

from monitor.reading.amendments import INSERT_OFF, INSERT_ON, STRIKE_OFF, STRIKE_ON

_SIGNS = str.maketrans("", "", STRIKE_ON + STRIKE_OFF + INSERT_ON + INSERT_OFF)
NUMBER_AT_START = re.compile(r"\s*(?:\d{1,3}[.-])?(\d{1,4})(?:\s+|$)")
NUMBER_AT_END = re.compile(r"(?:^|\s+)(?:\d{1,3}[.-])?(\d{1,4})\s*$")
_CUT_START = re.compile(r"^([\x01-\x04]*)\s*(?:\d{1,3}[.-])?\d{1,4}(?:\s+|$)")
_CUT_END = re.compile(r"(?:^|\s+)([\x01-\x04]*)(?:\d{1,3}[.-])?\d{1,4}\s*$")


def without_number_at_start(text: str) -> str:
    """The text, with its marks, without the number that begins it."""
    return _CUT_START.sub(r"\1", text, count=1)


def without_number_at_end(text: str) -> str:
    """The text, with its marks, without the number that ends it; a mark may close between the two."""
    return _CUT_END.sub(r"\1", text, count=1)


@dataclass(frozen=True, slots=True)
class MarginNumber:
    """A number that begins or ends a line and may count it: its value, its edges in points, and the near edge of the text
    beside it (None where the number stands alone), with the width of that text's first word."""

    value: int
    left: float
    right: float
    beside: float | None = None
    first: float = 0.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A line on a page: its text and its edges in points, `top` counted downwards from the page's upper edge. `first` is the
    width of its first word (0: unknown), `styled` the text with words in a telling type marked as new."""

    text: str
    left: float
    right: float
    top: float
    first: float = 0.0
    styled: str = ""
    lead: MarginNumber | None = None
    trail: MarginNumber | None = None

    @property
    def bare(self) -> str:
        """The text without marks."""
        return self.text.translate(_SIGNS)
