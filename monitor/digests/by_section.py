"""What changed in a text section by section, in a few lines beside its redline. Pure, step 10 of the path."""

from collections.abc import Sequence

from monitor.changes.summary import SectionChange, summary_of
from monitor.digests.language import number
from monitor.digests.words import clean, sentence, short
from monitor.model.records import Operation

MOST = 6
"""Sections that are named; the others are counted."""

_LONGEST = 160
"""Characters of a line."""


def by_section(operations: Sequence[Operation]) -> tuple[str, ...]:
    """ "§ 3 (Penalty): $500 → $1,000 (+12 −3 words)", "§ 5 new: Registration", "§ 7 struck: Fees"; "and 4 more sections".

    In the order of the text. Where they are many, those are named that say most: what is new or struck and what was quoted come
    before what was only moved or numbered anew. Nothing where all that changed is in one section.
    """
    found = summary_of(operations)
    if len(found) < 2:
        return ()
    ranked = sorted(range(len(found)), key=lambda at: (_rank(found[at]), at))
    named = [line_of(found[at]) for at in sorted(ranked[:MOST])]
    rest = len(found) - MOST
    return (*named, *([f"and {number(rest)} more section{'s' if rest > 1 else ''}"] if rest > 0 else ()))


def _rank(one: SectionChange) -> int:
    if one.kind in ("new", "struck") or one.told:
        return 0
    return 1 if one.added or one.removed else 2


def line_of(one: SectionChange) -> str:
    """A section's change as one clean line."""
    line = clean(str(one)).replace("; (", " (")
    return short(line if one.number else sentence(line).removesuffix("."), _LONGEST)
