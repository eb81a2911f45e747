"""Which of a bill's actions another route has told already, in its own words. Pure; asked where routes to a legislature change.

A legislature, LegiScan and OpenStates print one step in different words, sometimes a day apart, sometimes as two lines where the
others have one. Steps are the same that say the same, or are of the same kind, in the same chamber and on nearly the same day; each
known one stands for one step, so that a second reading of a second bill is not taken for the first.
"""

import re
from collections.abc import Sequence

from rapidfuzz.fuzz import token_set_ratio

from monitor.model.documents import Action

NEAR = 3
"""Days by which two routes may date one step apart."""
SAME_WORDS = 0.85
LIKE_WORDS = 0.6
_BODY = re.compile(r"\b(house|senate|assembly|h|s)\b|[^\w\s]")


def unseen(actions: Sequence[Action], known: Sequence[Action]) -> tuple[Action, ...]:
    """The actions that none of the known ones tells, in their order."""
    exact = {(one.on, one.text) for one in known}
    left = [at for at, one in enumerate(actions) if (one.on, one.text) not in exact]
    told = {(one.on, one.text) for one in actions}
    free = [one for one in known if (one.on, one.text) not in told]
    scored = [(_alike(actions[at], free[by]), at, by) for at in left for by in range(len(free))]
    paired: dict[int, int] = {}
    taken: set[int] = set()
    for score, at, by in sorted(scored, key=lambda one: (-one[0], one[1], one[2])):
        if score and at not in paired and by not in taken:
            paired[at] = by
            taken.add(by)
    rest = [free[by] for by in range(len(free)) if by not in taken]
    found = []
    for at in left:
        if at in paired or _is_part(actions[at], known):
            continue
        stand_in = next((one for one in rest if _may_be(actions[at], one)), None)
        if stand_in is not None:
            rest.remove(stand_in)
            continue
        found.append(actions[at])
    return tuple(found)


def _alike(one: Action, other: Action) -> float:
    """How surely two actions are one step, from 0 (they are not) to 1."""
    apart = abs((one.on - other.on).days) if one.on and other.on else 0
    if apart > NEAR:
        return 0.0
    words = token_set_ratio(_bare(one.text), _bare(other.text)) / 100
    near = 1 - apart / 10
    if words >= SAME_WORDS and not _other_chamber(one, other):
        return near * words
    if set(one.kinds) & set(other.kinds):
        return 0.0 if _other_chamber(one, other) else near * (0.5 + words / 3)
    if one.kinds and other.kinds:
        return 0.0
    return near * words / 2 if words >= LIKE_WORDS and not apart and not _other_chamber(one, other) else 0.0


def _is_part(one: Action, known: Sequence[Action]) -> bool:
    """Whether a known action of that day tells this step among others: "Read third time and passed"."""
    return any(
        one.on == other.on and set(one.kinds) < set(other.kinds) and one.kinds and not _other_chamber(one, other)
        for other in known
    )


def _may_be(one: Action, other: Action) -> bool:
    """Whether two actions that are left over of one day and body are one step whose words nobody has classified."""
    same = one.on is not None and one.on == other.on and not _other_chamber(one, other)
    return same and not (one.kinds and other.kinds)


def _other_chamber(one: Action, other: Action) -> bool:
    return {one.by, other.by} == {"upper", "lower"}


def _bare(text: str) -> str:
    return " ".join(_BODY.sub(" ", text.casefold()).split())
