"""Pages of a check that could not be read although the others could: which a check bears, and how it tells of them. Pure.

A site that fails for one bill of four hundred is not down. The rest is kept, the check is good and says what it lacks, the page is
asked for again at every check, and nothing is concluded from what was not seen. Only details are borne, the many pages that one
list leads to, and only a small share of them: a list that fails is a check that failed.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from scrapy import Request

from monitor.model.records import PARTLY, Outcome

SIBLINGS = 8
"""So many requests under a token (`when`) that one page makes for one callback are of details; fewer may be lists."""
FEW = 20
"""Details below which every one counts."""
SHARE = 0.02
"""Part of the details that may be unread in a good check, or one."""
LASTING = timedelta(days=3)
"""How long a page that was read before may be unread until that is a matter for the operator."""
NAMED = 5
"""Pages that a check names."""
UNREAD_FROM_THE_START = "unread"
"""The edition of a page that could not be read when its source was first looked at: what it shows one day is no news."""


@dataclass(slots=True, kw_only=True)
class Lost:
    """A detail that could not be read: what it would make of the check, in full and in a word or two ("HTTP 500"); `name` is what
    is known to stand there, `read_at` when it was last read."""

    outcome: Outcome
    fault: str
    why: str
    name: str
    read_at: datetime | None = None

    def identify(self, names: Iterable[str], read_at: datetime | None, now: datetime) -> None:
        """Gives it the names of what stands there, and the day of its last reading where that is not today's or yesterday's."""
        self.name, self.read_at = ", ".join(names) or self.name, read_at
        if read_at and now - read_at > timedelta(days=1):
            self.why += f", last read {read_at:%Y-%m-%d}"

    def __str__(self) -> str:
        return f"{self.name} ({self.why})"


def mark_details(requests: Sequence[Request], *, of_a_detail: bool) -> None:
    """Marks the requests that ask for details: those that a detail makes, and many of one kind that a list makes under tokens."""
    kinds = Counter(_kind(one) for one in requests if one.meta.get("when"))
    for one in requests:
        if of_a_detail or (one.meta.get("when") and kinds[_kind(one)] >= SIBLINGS):
            one.meta["detail"] = True


def _kind(request: Request) -> str:
    return getattr(request.callback, "__name__", "")


def bearable(lost: int, details: int) -> bool:
    """Whether a check of so many details is good without these."""
    return details >= FEW and lost <= max(1, SHARE * details)


def words(lost: Iterable[Lost], details: int) -> str:
    """ "1 of 400 pages could not be read: HB 12 (HTTP 500)"; "" where all were."""
    said = [str(one) for one in lost]
    if not said:
        return ""
    more = f" and {len(said) - NAMED} more" if len(said) > NAMED else ""
    return f"{len(said)} of {details:,} pages{PARTLY}{', '.join(said[:NAMED])}{more}"


def alarming(lost: Iterable[Lost], *, since: datetime | None, now: datetime) -> bool:
    """Whether the operator should look: our reading does not fit a page, or one that was read before has been unread for days
    (`since`: from when on checks have lacked something). A record that the site could never show is told of, and no alarm."""
    lasting = since is not None and now - since > LASTING
    return any(
        one.outcome is Outcome.BROKEN or (lasting and one.read_at is not None and now - one.read_at > LASTING)
        for one in lost
    )
