"""What the sources that read a legislature through an aggregator share: the same keys as the legislature's own source.

An aggregator calls a session by another name than the legislature; the bill's key holds ours. So the session is looked for in
the table of the direct source: by its name, else by its years and whether it is special. Step 3 of the path.
"""

import re
from datetime import date
from typing import ClassVar

from monitor.model.documents import Action
from monitor.source import SourceSpider, bill_number, squeeze
from spiders.families.actions import Vocabulary, classify
from spiders.families.sessions import Session, Sessions
from spiders.families.states import direct

_SPECIAL = re.compile(r"special|extra|\dS\d*$|S\d+$|E\d*$|spcl|\dSS|\bSS|X\d*$", re.IGNORECASE)
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6}


class AggregatedBills(SourceSpider):
    """The bills of one legislature, told by somebody else. `code` is its postal abbreviation in lower case."""

    code: ClassVar[str] = ""
    kinds = ("bill",)
    verified = "documented"
    on_request = True  # only where the configuration gives the state this route

    @property
    def known_sessions(self) -> tuple[Session, ...]:
        """The table of the direct source; empty where there is none."""
        table = getattr(direct(self.code), "sessions", None)
        return tuple(table) if isinstance(table, Sessions) else ()

    def knows(self, text: str) -> bool:
        """Whether the direct source's vocabulary has these words, be it as no step of a bill."""
        vocabulary = getattr(direct(self.code), "vocabulary", None)
        return vocabulary is not None and vocabulary.knows(_as_known(text, vocabulary))

    def action(self, text: str, *, on: date | None, by: str) -> Action:
        """A step in the aggregator's words, which are mostly the legislature's: classified by the direct source's vocabulary,
        without the day or the chamber's name where that was put in front."""
        words = squeeze(text)
        vocabulary = getattr(direct(self.code), "vocabulary", None)
        if vocabulary is None:
            return Action(on=on, text=words, by=by)
        return Action(on=on, text=words, by=by, kinds=classify(_as_known(words, vocabulary), vocabulary))


def _as_known(words: str, vocabulary: Vocabulary) -> str:
    """The words, or what of them the vocabulary knows: "02/06/2026 Introduced, …" (Rhode Island), "House Prefiled" (Arkansas)."""
    undated = re.sub(r"^\d{1,2}/\d{1,2}/\d{4} ", "", words)
    bare = re.sub(r"^(House|Senate|Assembly)\s+", "", undated)
    return next((one for one in (words, undated, bare) if vocabulary.knows(one)), words)


def same_session(known: tuple[Session, ...], *, names: tuple[str, ...], years: tuple[int, int], special: bool) -> str:
    """Our identifier of a session that an aggregator calls by these names; "" where the table has none that fits alone.

    Without a table: "2026", "2025-2026", "2025S1".
    """
    wanted = {name.casefold() for name in names if name}
    for one in known:
        if {one.identifier.casefold(), one.name.casefold(), one.code.casefold()} & wanted:
            return one.identifier
    if not known:
        return _named(years, special, names)
    fitting = [one for one in known if _years(one) == years and _is_special(one) == special]
    if special and len(fitting) > 1:
        number = _number(names)
        fitting = [one for one in fitting if re.search(rf"{number}\D*$", one.identifier)]
    if not fitting and years[0] != years[1]:  # one session of two years there, one a year here
        return ""
    return fitting[0].identifier if len(fitting) == 1 else ""


def _named(years: tuple[int, int], special: bool, names: tuple[str, ...]) -> str:
    span = str(years[0]) if years[0] == years[1] else f"{years[0]}-{years[1]}"
    return f"{span}S{_number(names)}" if special else span


def _number(names: tuple[str, ...]) -> int:
    """Which of the special sessions of its years: "2025 2nd Special Session", "Second Extraordinary Session" → 2."""
    for name in names:
        if found := re.search(r"\b(\d{1,2})(?:st|nd|rd|th)\b|#\s*(\d{1,2})\b", name):
            return int(found[1] or found[2])
        for word, number in _ORDINALS.items():
            if word in name.casefold():
                return number
    return 1


def _years(session: Session) -> tuple[int, int]:
    """The years of a session: those of its identifier, else those of its days."""
    said = [int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", f"{session.identifier} {session.name}")]
    if not said:
        said = [on.year for on in (session.starts_on, session.ends_on) if on]
    return (min(said), max(said)) if said else (0, 0)


def _is_special(session: Session) -> bool:
    return bool(_SPECIAL.search(session.identifier) or "special" in session.name.casefold())


def numbered(text: str) -> str:
    """A bill's number as all sources write it; one that is no such number stays as it is."""
    try:
        return bill_number(text)
    except ValueError:
        return squeeze(text)
