"""The life of a substance or a docket in the Federal Register: its steps in order, and where it stands on any day. Pure.

Notice of intent, temporary order, extension, proposed rule, final rule, withdrawal, vacatur (21 U.S.C. 811). Only a rule puts
a substance into a schedule: published, from the day on which it takes effect, until it runs out, is withdrawn or vacated. A
notice of intent schedules nothing, even when the register's record of it bears an effective date (2026-13364 does).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from monitor.model.documents import Notice, Rule

CODIFIED = "codified text"
SCHEDULING = frozenset({"temporary order", "extension", "final rule"})
PROPOSING = frozenset({"notice of intent", "proposed rule"})
ENDING = frozenset({"withdrawal", "vacated"})

_COMMENTS = re.compile(r"\bcomment period\b.*\b(exten|reopen)|\b(exten|reopen)\w*\b.*\bcomment", re.IGNORECASE)
_WORDS = (
    ("vacated", r"\bvacat(?:ed|ur|ing)\b"),
    ("withdrawal", r"\bwithdraw(?:al|n|ing|s)\b"),
    ("correction", r"\bcorrect(?:ion|ions|ing|ed)\b|\btechnical amendment"),
)
_INTENT = re.compile(r"\bnotice of intent\b|\btemporar(?:y|ily)\b", re.IGNORECASE)
_TEMPORARY = re.compile(r"\btemporar(?:y|ily)\b", re.IGNORECASE)
_FREED = re.compile(r"\bdecontrol|\bremov(?:al|ing)\b.{0,80}\b(?:schedule|control)|\bexempt", re.IGNORECASE)
_SCHEDULE = re.compile(r"\bschedule (IV|V|I{1,3})\b", re.IGNORECASE)
_DAY = r"((?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}, \d{4})"
_UNTIL = re.compile(rf"\b(?:until|through|expires? on|expiration date (?:is|of)|extended to)\s+{_DAY}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """One step: when it was published (or, while it is only filed, when it was first seen), what it does, and the document.

    `until` is the last day of a temporary order; `was_closing_on` the end of the comment period that this one moves. A station
    that is not `about` the subject only mentions it and decides nothing.
    """

    on: date
    step: str
    document: Rule | Notice
    until: date | None = None
    was_closing_on: date | None = None
    about: bool = True

    @property
    def filed(self) -> bool:
        """Whether it is not published yet."""
        return self.document.published_on is None


def step_of(document: Rule | Notice) -> str:
    """What a document does in the life of its subject: a word of SCHEDULING, PROPOSING or ENDING, or another kind of step."""
    said = f"{document.action} {document.title}"
    stage = document.stage if isinstance(document, Rule) else ""
    if stage == CODIFIED:
        return CODIFIED
    if document.status.startswith(("withdrawn from public inspection", "no longer on public inspection")):
        return "never published"
    for word, pattern in _WORDS:
        if re.search(pattern, said, re.IGNORECASE):
            return word
    if _COMMENTS.search(said):
        return "comment period moved"
    if stage == "rule":
        temporary = bool(_TEMPORARY.search(said))
        return "extension" if temporary and re.search(r"\bexten", said, re.IGNORECASE) else _order(temporary)
    if stage == "proposed rule":
        return "notice of intent" if _INTENT.search(said) else "proposed rule"
    return "notice of intent" if re.search(r"\bnotice of intent\b.*\bschedul", said, re.IGNORECASE) else "notice"


def _order(temporary: bool) -> str:
    return "temporary order" if temporary else "final rule"


def life(documents: Iterable[tuple[Rule | Notice, date, bool]]) -> tuple[Station, ...]:
    """The stations of a subject, in order, from (document, day first seen, whether it is about the subject)."""
    found = sorted(documents, key=lambda one: (_on(one[0], one[1]), one[0].identifier))
    known = [document for document, _, _ in found]
    return tuple(
        Station(
            on=_on(document, seen_on),
            step=step_of(document),
            document=document,
            until=_until(document),
            was_closing_on=was_closing_on(document, known),
            about=about,
        )
        for document, seen_on, about in found
    )


def _on(document: Rule | Notice, seen_on: date) -> date:
    return document.published_on or seen_on


def _until(document: Rule | Notice) -> date | None:
    if not isinstance(document, Rule) or document.stage != "rule":
        return None
    found = _UNTIL.search(document.text)
    try:
        return datetime.strptime(found[1].title(), "%B %d, %Y").date() if found else None  # noqa: DTZ007  # a day has no zone
    except ValueError:  # "February 30": a misprint is no date
        return None


def amended(document: Rule | Notice, known: Iterable[Rule | Notice]) -> list[Rule | Notice]:
    """The documents that this one names as those it changes, by number or citation."""
    named = set(document.amends)
    return [one for one in known if one is not document and named & ({one.identifier, one.citation} - {""})]


def was_closing_on(document: Rule | Notice, known: Sequence[Rule | Notice]) -> date | None:
    """The end of the comment period that a document moves: of what it names, else of the last one before it in its docket."""
    if document.comments_close_on is None or not _COMMENTS.search(
        f"{document.action} {document.title} {document.text}"
    ):
        return None
    earlier = amended(document, known) or [
        one for one in known if one is not document and same_docket(one, document) and _before(one, document)
    ]
    days = [one.comments_close_on for one in earlier if one.comments_close_on]
    return days[-1] if days and days[-1] != document.comments_close_on else None


def _before(one: Rule | Notice, other: Rule | Notice) -> bool:
    return one.published_on is not None and (other.published_on is None or one.published_on < other.published_on)


def docket_key(printed: str) -> str:
    """A docket without the letter that marks a withdrawal or another step in it: DEA-442W is DEA-442."""
    return re.sub(r"(?<=\d)[A-Z]$", "", printed.strip().upper())


def dockets_of(document: Rule | Notice) -> frozenset[str]:
    """The dockets that a document stands in."""
    return frozenset(docket_key(one) for one in document.docket.split(";") if one.strip())


def same_docket(one: Rule | Notice, other: Rule | Notice) -> bool:
    """Whether two documents stand in one docket or bear one regulation identifier."""
    rins = [set(filter(None, getattr(document, "rin", "").split("; "))) for document in (one, other)]
    return bool(dockets_of(one) & dockets_of(other) or rins[0] & rins[1])


def state_on(stations: Sequence[Station], day: date) -> str:
    """Where the subject stands on a day, as far as the documents of that day tell: "in schedule I, temporarily, until
    2028-08-26", "proposed, not scheduled", "not scheduled: the proposal was withdrawn", "not scheduled"."""
    past = [one for one in stations if one.about and not one.filed and one.on <= day]
    live = [one for one in past if not any(ends(other, one) for other in past)]
    in_force = [one for one in live if one.step in SCHEDULING and _holds(one, live, day)]
    if in_force:
        return _in_force(in_force[-1], live)
    if any(one.step in PROPOSING and not any(_settles(other, one) for other in live) for one in live):
        return "proposed, not scheduled"
    ended = [one for one in past if one.step in SCHEDULING | PROPOSING and one not in live]
    if ended:
        what = "rule" if ended[-1].step in SCHEDULING else "proposal"
        by = next(other.step for other in past if ends(other, ended[-1]))
        return f"not scheduled: the {what} was {'withdrawn' if by == 'withdrawal' else by}"
    return "not scheduled"


def ends(end: Station, other: Station) -> bool:
    """Whether a withdrawal or vacatur ends that step: it names it, or where it names nothing, stands in its docket."""
    if end.step not in ENDING or end.on < other.on or end is other or other.step in ENDING:
        return False
    if amended(end.document, [other.document]):
        return True
    if end.document.amends and not any(one.count("-") for one in end.document.amends) and end.step == "vacated":
        return False
    proposal = other.step in PROPOSING
    of_rule = isinstance(end.document, Rule) and end.document.stage == "rule"
    return same_docket(end.document, other.document) and (proposal or of_rule or end.step == "vacated")


def _settles(rule: Station, proposal: Station) -> bool:
    """Whether a rule has answered a proposal of its docket."""
    return rule.step in SCHEDULING and rule.on >= proposal.on and same_docket(rule.document, proposal.document)


def _holds(one: Station, live: Sequence[Station], day: date) -> bool:
    """Whether a rule is in force on a day: in effect, and not run out."""
    document = one.document
    begins = document.takes_effect_on if isinstance(document, Rule) else None
    until = _runs_out(one, live)
    return begins is not None and begins <= day and (until is None or day <= until)


def _runs_out(one: Station, live: Sequence[Station]) -> date | None:
    """The last day of a temporary order, with what extends it."""
    longer = [other.until for other in live if other.step == "extension" and same_docket(other.document, one.document)]
    days = [until for until in (one.until, *longer) if until]
    return max(days) if days and one.step != "final rule" else None


def _in_force(one: Station, live: Sequence[Station]) -> str:
    said = f"{one.document.title} {one.document.action}"
    if one.step == "final rule" and _FREED.search(said):
        return "not scheduled: removed by rule"
    found = _SCHEDULE.search(said) or _SCHEDULE.search(one.document.text)
    where = f"in schedule {found[1].upper()}" if found else "rule in effect"
    if one.step == "final rule":
        return where
    until = _runs_out(one, live)
    return f"{where}, temporarily" + (f", until {until}" if until else "")


def turns(stations: Sequence[Station]) -> list[date]:
    """The days on which the state may change: of each station, of each rule's effect, and the day after one runs out."""
    days = {one.on for one in stations}
    for one in stations:
        if one.step in SCHEDULING and isinstance(one.document, Rule) and one.document.takes_effect_on:
            days.add(one.document.takes_effect_on)
        if one.until:
            days.add(date.fromordinal(one.until.toordinal() + 1))
    return sorted(days)
