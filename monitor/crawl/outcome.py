"""What a check came to, decided in one pure place from what was counted while it ran.

A silent zero is the worst bug: no documents where some are expected is `empty`, a wall is `blocked`, a callback that raised
or a source whose own total disagrees is `broken`. Only a good outcome lets anyone conclude anything from silence.
"""

from dataclasses import dataclass, field

from monitor.model.records import Outcome

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
    if not baselined:
        return Outcome.BASELINE, tally.collapse or tally.note
    moved = tally.added + tally.amended + tally.removed + tally.restored
    return (Outcome.CHANGED if moved else Outcome.UNCHANGED), tally.collapse or tally.note


def _failure(tally: Tally) -> tuple[Outcome, str] | None:
    if tally.broken:
        return Outcome.BROKEN, _first(tally.broken)
    if tally.walls:
        return Outcome.BLOCKED, _first(tally.walls)
    if tally.unreachable:
        return Outcome.UNREACHABLE, _first(tally.unreachable)
    if tally.waiting:
        return (
            Outcome.UNREACHABLE,
            f"{tally.pages} pages read in the time there was; at least {tally.waiting} wait for the next check",
        )
    if not tally.pages and not tally.absent:
        return Outcome.UNREACHABLE, "no page was answered"
    if tally.totals and tally.documents != sum(tally.totals):
        return Outcome.BROKEN, f"the source says it has {sum(tally.totals)} documents, {tally.documents} were read"
    return None


def _first(faults: list[str]) -> str:
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return faults[0] + more


def collapsed(before: int, missing: int) -> bool:
    """Whether so many of a source's documents are missing that nobody should believe it yet."""
    return before > 0 and missing > COLLAPSE * before
