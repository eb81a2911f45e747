"""Sessions of a legislature as data: which of them to read on a given day, and how often. Step 1 of the path.

A state's table names the sessions that are known; what the site lists beyond it is added by the state's own naming rule, and
a listed session that neither knows is told as `Untracked`. A session is read from its prefiling on, once a week when its
work is done, and no longer once it is more than a year past.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypedDict

from monitor.source import Untracked

PREFILING = timedelta(days=120)
"""How long before its first day a session may have bills; until that day its list may be absent."""
SETTLING = timedelta(days=75)
"""How long after its last day governors still act and acts get their chapters."""
FORGOTTEN = timedelta(days=400)
"""How long after its last day a session is still looked at once a week."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session: `identifier` is ours and the bills' ("2026", "2025S1"), `site` what stands in addresses (the identifier where it
    is empty), `name` what the site's own list calls it. `ends_on` None: still in session, or the end is not known.
    `prefiled_from` is the first day on which bills may be filed, where that is not PREFILING before the first day."""

    identifier: str
    site: str = ""
    name: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    prefiled_from: date | None = None

    @property
    def code(self) -> str:
        """What stands in addresses."""
        return self.site or self.identifier


class Pace(TypedDict, total=False):
    """Arguments of `SourceSpider.follow`."""

    when: str
    optional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A session to be read in this check. `pace` goes into `follow(url, **due.pace)`: a finished session is asked for once a
    week and may have left the site before we came, one that has not begun may be absent."""

    session: Session
    pace: Pace = field(default_factory=Pace)


class Sessions:
    """The table of one legislature, oldest first or not."""

    def __init__(self, known: Iterable[Session]) -> None:
        self.known = tuple(known)
        twice = len(self.known) - len({one.identifier for one in self.known})
        if twice:
            raise ValueError(f"{twice} sessions have an identifier that stands twice")

    def __iter__(self) -> Iterator[Session]:
        return iter(self.known)

    def due(self, now: datetime) -> tuple[Due, ...]:
        """The sessions to be read at a moment, each with its pace."""
        return tuple(found for one in self.known if (found := _due(one, now.date())))

    def by_code(self, code: str) -> Session | None:
        """The session that an address names, if the table has it."""
        return next((one for one in self.known if one.code == code), None)

    def listed(
        self, names: Iterable[str], now: datetime, *, rule: Callable[[str], Session | None]
    ) -> Iterator[Due | Untracked]:
        """What to read of the sessions that a site lists, by the words it prints.

        A name of the table gives its session; another is given to `rule`, the state's naming rule, which answers None for what
        it does not know. Such a name is told as `Untracked` unless the last year it mentions is more than one year past.
        """
        table = {one.name: one for one in self.known if one.name}
        for name in dict.fromkeys(names):
            session = table.get(name) or rule(name)
            if session is None:
                if _last_year(name) >= now.year - 1:
                    yield Untracked(what=f"session {name!r}")
            elif due := _due(session, now.date()):
                yield due


def _due(session: Session, today: date) -> Due | None:
    if session.starts_on and today < (session.prefiled_from or session.starts_on - PREFILING):
        return None
    if session.ends_on and today > session.ends_on + FORGOTTEN:
        return None
    if session.starts_on and today < session.starts_on:
        return Due(session=session, pace=Pace(optional=True))
    if session.ends_on and today > session.ends_on + SETTLING:
        year, week, _ = today.isocalendar()
        return Due(session=session, pace=Pace(when=f"{year}-W{week:02}", optional=True))
    return Due(session=session)


def _last_year(name: str) -> int:
    """The last year that a session's name mentions; one without a year might be any."""
    years = [int(name[at : at + 4]) for at in range(len(name) - 3) if name[at : at + 4].isdigit()]
    plausible = [year for year in years if 1900 <= year < 2200]
    return max(plausible, default=9999)
