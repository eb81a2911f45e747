"""What a legislative action is, told from the words a legislature prints: step 3 of the path, shared by the states.

The words differ by state, the kinds do not: they are Open Civic Data's
(https://open-civic-data.readthedocs.io/en/latest/data/bill.html). A state's vocabulary is data beside its spider.
"""

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache

Entry = tuple[str, tuple[str, ...]]


class Vocabulary:
    """An ordered list of (regular expression, kinds), tried from the start of the text, without regard to case.

    The first entry that fits decides; with `every` all that fit add their kinds, in the vocabulary's order. An entry that
    may stand anywhere in the text begins with `.*`. Entries with no kinds stop the search: known, but no step of a bill.
    """

    def __init__(self, entries: Iterable[Entry], *, every: bool = False) -> None:
        self._written = tuple(entries)
        self.every = every

    @cached_property
    def entries(self) -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
        """The compiled expressions with their kinds. Made on first use: fifty states' would take a third of a second to import."""
        return tuple((re.compile(phrase, re.IGNORECASE | re.DOTALL), kinds) for phrase, kinds in self._written)

    def knows(self, text: str) -> bool:
        """Whether an entry fits, be it one that says the words are no step of a bill."""
        return any(pattern.match(text.strip()) for pattern, _ in self.entries)


@lru_cache(maxsize=16384)
def classify(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The kinds of an action by a state's vocabulary; an unknown text gives ()."""
    text = text.strip()
    fitting = (kinds for pattern, kinds in vocabulary.entries if pattern.match(text))
    if not vocabulary.every:
        return next(fitting, ())
    return tuple(dict.fromkeys(kind for kinds in fitting for kind in kinds))
