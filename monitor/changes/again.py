"""Bills that were there in an earlier session: carried over under their number, or brought in again under another. Pure.

Told by number and title, before any text is read; what their texts have in common is told besides, where they are read.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz.fuzz import token_set_ratio

from monitor.model.documents import Bill

SIMILAR = 85
"""How alike, of 100, the titles of two bills under one number are to be."""
FEWEST_WORDS = 6
"""Words of a title that is telling by itself: "An Act relating to taxation" is not."""
GENERIC = 3
"""So many bills of one session that share a title have nothing else in common."""


class Earlier(NamedTuple):
    """A bill of another session of the same legislature: the session, its number and title."""

    session: str
    identifier: str
    title: str


def folded(title: str) -> str:
    """A title without case, punctuation and double blanks."""
    return " ".join(re.findall(r"[^\W_]+", title.casefold()))


def again(bill: Bill, earlier: Sequence[Earlier]) -> str:
    """ "carried over from 2025", "brought in before as SB 12 of 2025"; "" where nothing says so. `earlier` are those of the same number or
    title, the newest last."""
    same = [one for one in earlier if one.identifier == bill.identifier and _alike(bill.title, one.title)]
    if same:
        return f"carried over from {same[-1].session}"
    title = folded(bill.title)
    if len(title.split()) < FEWEST_WORDS:
        return ""
    twins = [one for one in earlier if folded(one.title) == title]
    of_last = [one for one in twins if one.session == twins[-1].session]
    if not twins or len(of_last) >= GENERIC:
        return ""
    return f"brought in before as {' and '.join(one.identifier for one in of_last)} of {of_last[-1].session}"


def _alike(title: str, other: str) -> bool:
    return token_set_ratio(folded(title), folded(other)) >= SIMILAR
