"""What a check came to, decided in one pure place from what was counted while it ran.

A silent zero is the worst bug: no documents where some are expected is `empty`, a wall is `blocked`, a callback that raised
or a source whose own total disagrees is `broken`. Only a good outcome lets anyone conclude anything from silence. A few details
among many that could not be read leave a check good; it names them (`unread`).
"""

from dataclasses import dataclass, field

from monitor.crawl.unread import FEW, Lost, bearable, words
from monitor.model.records import PARTLY, Outcome

COLLAPSE = 0.30  # share of a source's documents that may vanish between two checks before removals are held


@dataclass(slots=True, kw_only=True)
class Tally:
    """Counts of one source in one check; filled by the crawl."""

    pages: int = 0  # answered and read, or known to be unchanged
    unchanged: int = 0
    documents: int = 0  # living ones that this check saw
    added: int = 0
    amended: int = 0
    removed: int = 0
    restored: int = 0
    held: int = 0
    totals: list[int] = field(default_factory=list)  # what the source says it has
    waiting: int = 0  # requests that were not made because the time was used up
    walls: list[str] = field(default_factory=list)
    unreachable: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    details: int = 0  # pages that lists lead to, read or not
    lost: dict[str, Lost] = field(default_factory=dict)  # those of them that could not be read, by address
    moved: dict[str, str] = field(default_factory=dict)  # what a permanent redirect said of an address
    untracked: dict[str, list[str]] = field(default_factory=dict)  # what a page lists and the source does not read
    collapse: str = ""
    note: str = ""  # what else is to be said of a good check: texts that wait for the next one
    absent: bool = False  # an optional whole that does not exist yet


def judge(tally: Tally, *, baselined: bool, may_be_empty: bool) -> tuple[Outcome, str]:
    """The outcome of a check and the sentence that explains it (empty when all is well)."""
    failed = _failure(tally)
    if failed:
        return failed
    if not tally.documents and not may_be_empty:
        return Outcome.EMPTY, "no documents where some are expected"
    unread = words(tally.lost.values(), tally.details)
    said = "; ".join(filter(None, (tally.collapse or tally.note, unread)))
    if not baselined:
        return Outcome.BASELINE, said
    moved = tally.added + tally.amended + tally.removed + tally.restored
    return (Outcome.CHANGED if moved else Outcome.UNCHANGED), said


def borne(tally: Tally) -> bool:
    """Whether some details are unread, and so few that the check may be good without them."""
    return bool(tally.lost) and bearable(len(tally.lost), tally.details)


def _failure(tally: Tally) -> tuple[Outcome, str] | None:
    faults = {
        Outcome.BROKEN: tally.broken,
        Outcome.BLOCKED: tally.walls,
        Outcome.UNREACHABLE: tally.unreachable,
    }
    for outcome, said in faults.items():
        told = [*said, *(one.fault for one in tally.lost.values() if one.outcome is outcome and not borne(tally))]
        if told:
            return outcome, _first(told)
    if tally.waiting:
        return (
            Outcome.UNREACHABLE,
            f"{tally.pages} pages read in the time there was; at least {tally.waiting} wait for the next check",
        )
    if not tally.pages and not tally.absent:
        return Outcome.UNREACHABLE, "no page was answered"
    if tally.totals and not 0 <= sum(tally.totals) - tally.documents <= len(tally.lost):
        return Outcome.BROKEN, f"the source says it has {sum(tally.totals)} documents, {tally.documents} were read"
    return None


def _first(faults: list[str]) -> str:
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return faults[0] + more


def notice(tally: Tally, missing: int) -> None:
    """Notes a list cut short, of a source that sees the same documents in each check and does not report removals."""
    before = tally.documents + missing
    if before >= FEW and collapsed(before, missing):
        tally.collapse = f"{missing:,} of {before:,} documents{PARTLY}what was read does not lead to them any more"


def collapsed(before: int, missing: int) -> bool:
    """Whether so many of a source's documents are missing that nobody should believe it yet."""
    return before > 0 and missing > COLLAPSE * before
