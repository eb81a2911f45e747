"""Legal status in a digest: what was confirmed, what came into force, what enacted changes propose, and the map. Pure.

A digest keeps only where it stood in the record of statuses (`monitor.digests.standing`); the words are made from the record
whenever it is shown. What nobody has confirmed is always said to be a proposal.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from monitor.digests.dates import Deadline
from monitor.digests.fields import spelled
from monitor.digests.tiles import html_map, text_map
from monitor.digests.words import away, clean, day, full_day, place, short, web_address
from monitor.model.documents import Document
from monitor.model.records import LegalStatus, Upcoming
from monitor.topics.status import Proposal, in_force

MOST = 8
"""Lines of one kind that a digest tells of one topic."""

MAPS = 2
"""Maps in one message: each costs a mail as much room as five documents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawLine:
    """A status in one line: where, what is `said`, and what it rests on."""

    place: str
    said: str
    url: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicLaw:
    """The legal section of one topic; `statuses` hold on the digest's day and are drawn when `mapped`."""

    topic: str
    confirmed: tuple[LawLine, ...] = ()
    begun: tuple[LawLine, ...] = ()
    proposed: tuple[LawLine, ...] = ()
    coming: tuple[Deadline, ...] = ()
    more: int = 0
    statuses: tuple[LegalStatus, ...] = ()
    mapped: bool = False
    on: str = ""

    @property
    def news(self) -> tuple[LawLine, ...]:
        """What was confirmed and what came into force."""
        return (*self.confirmed, *self.begun)

    @property
    def caption(self) -> str:
        """ "Kratom: legal status by state on Nov 22, 2026"."""
        return f"{self.topic}: legal status by state on {self.on}"

    @property
    def html_map(self) -> str:
        """The tile map for a mail, "" when it is not drawn."""
        return html_map(self.statuses, title=self.caption) if self.mapped else ""

    @property
    def text_map(self) -> str:
        """The tile map for a text, "" when it is not drawn."""
        return text_map(self.statuses) if self.mapped else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """The record of one topic: what the last digest knew (`before`), what came since (`added`), both in order, and the
    documents behind `proposals` by change."""

    before: tuple[LegalStatus, ...]
    added: tuple[LegalStatus, ...]
    proposals: tuple[Proposal, ...] = ()
    documents: Mapping[int, Document]


def topic_law(title: str, record: Recorded, *, since: date, today: date, mapped: bool) -> TopicLaw | None:
    """The section of one topic; None where no status is recorded. `since` is the day up to which the last digest told."""
    everything = (*record.before, *record.added)
    if not everything:
        return None
    standing = {one.jurisdiction: one for one in everything}
    confirmed = list(_confirmed(record, today))
    begun = [_begun(one, change) for one in standing.values() for change in one.upcoming if since < change.on <= today]
    proposed = [_proposed(one, record.documents) for one in record.proposals]
    beyond = sum(max(0, len(lines) - MOST) for lines in (confirmed, begun, proposed))
    return TopicLaw(
        topic=title,
        confirmed=tuple(sorted(confirmed, key=_by_place)[:MOST]),
        begun=tuple(sorted(begun, key=_by_place)[:MOST]),
        proposed=tuple(proposed[-MOST:]),
        coming=tuple(_coming(title, one, change, today) for one in standing.values() for change in one.upcoming),
        more=beyond,
        statuses=tuple(in_force(one, today) for one in standing.values()),
        mapped=mapped,
        on=full_day(today),
    )


def without_maps(law: Iterable[TopicLaw], keep: int) -> tuple[TopicLaw, ...]:
    """The same sections with at most `keep` maps."""
    mapped = 0
    kept = []
    for one in law:
        mapped += one.mapped
        kept.append(replace(one, mapped=one.mapped and mapped <= keep))
    return tuple(kept)


def status_words(one: LegalStatus) -> str:
    """ "regulated, 21+"."""
    return f"{one.status}, {one.age}+" if one.age else one.status


def _by_place(one: LawLine) -> str:
    return one.place


def _confirmed(record: Recorded, today: date) -> Iterable[LawLine]:
    """What persons recorded since; the last of each place, compared with what the last digest knew."""
    held = {one.jurisdiction: one for one in record.before}
    for one in {one.jurisdiction: one for one in record.added}.values():
        earlier = held.get(one.jurisdiction)
        said = _moved(in_force(earlier, today) if earlier else None, one, today)
        if said:
            yield LawLine(place=place(one.jurisdiction), said=said, url=_evidence(one), basis=_basis(one, earlier))


def _moved(earlier: LegalStatus | None, one: LegalStatus, today: date) -> str:
    """What a recording says that was not known; "" for one that only settles a proposal."""
    later = [change for change in one.upcoming if earlier is None or change not in earlier.upcoming]
    told = [f"{change.status} from {full_day(change.on)}, enacted" for change in later if change.on > today]
    before, after = status_words(earlier) if earlier else "", status_words(one)
    if before == after:
        return f"{'; '.join(told)}; until then {after}" if told else ""
    since = f" since {_since(one.since)}" if one.since else ""
    return "; ".join((f"{before} → {after}{since}" if before else f"{after}{since}", *told))


def _since(written: str) -> str:
    """As exactly as it is known: "Nov 19, 2026", "2026-11", "2019"."""
    return full_day(date.fromisoformat(written)) if len(written) == len("2026-11-19") else written


def _begun(one: LegalStatus, change: Upcoming) -> LawLine:
    return LawLine(
        place=place(one.jurisdiction),
        said=f"{change.status} is in force since {full_day(change.on)}; it was {status_words(one)}",
        url=_evidence(one),
        basis=short(clean(change.instrument or one.instrument), 120),
    )


def _proposed(one: Proposal, documents: Mapping[int, Document]) -> LawLine:
    """ "proposes regulated, 21+ from Jan 1, 2027; not confirmed"."""
    when = f" from {full_day(one.effective_on)}" if one.effective_on else ""
    what = f"proposes {one.words}{when}" if one.status != "unknown" else "changes the law, how is not read"
    behind = documents.get(one.change_id or 0)
    return LawLine(
        place=place(one.jurisdiction),
        said=f"{what}; not confirmed",
        url=web_address(behind.url) if behind else "",
        basis=short(spelled(clean(f"{one.instrument}: {one.because}" if one.because else one.instrument)), 120),
    )


def _coming(title: str, one: LegalStatus, change: Upcoming, today: date) -> Deadline:
    """A status that begins on a day, for the dates that need somebody."""
    return Deadline(
        what=f"{change.status} from",
        on=change.on,
        said=f"in force from {day(change.on, today)} ({away((change.on - today).days)})",
        field="upcoming",
        name=short(f"{title}: {change.status}", 90),
        place=place(one.jurisdiction),
        url=_evidence(one),
    )


def _evidence(one: LegalStatus) -> str:
    return next(filter(None, map(web_address, one.evidence)), "")


def _basis(one: LegalStatus, earlier: LegalStatus | None) -> str:
    """The act or rule that the news rests on; for what is only enacted, the one that will bring it."""
    later = [change.instrument for change in one.upcoming if earlier is None or change not in earlier.upcoming]
    same = earlier is not None and status_words(earlier) == status_words(one)
    instrument = next(filter(None, later), one.instrument) if same else one.instrument
    certainty = "" if one.certainty in ("high", "unknown") else f"{one.certainty} certainty"
    return ", ".join(filter(None, (short(clean(instrument), 120), certainty)))


def told_law(sections: Sequence[TopicLaw | None]) -> tuple[TopicLaw, ...]:
    """Those that say something, with no more maps than a mail can carry."""
    return without_maps([one for one in sections if one and (one.mapped or one.news or one.proposed)], MAPS)
