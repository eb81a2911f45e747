"""Legal status by jurisdiction: which words there are for it, and what a change proposes. Part of step 7 of the path; pure.

The monitor proposes and a person confirms: nothing is in law because a machine read it so. Only an act that was signed or
became law and a final rule propose anything; the passage of one chamber does not, nor a notice of intent. What is proposed
is read from sentences that name the subject, precision before recall: where they do not say, the proposal says "unknown".
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from monitor.model.documents import Bill, Document, Rule
from monitor.model.records import Change, ChangeKind, LegalStatus, Upcoming

STATUSES = (
    "banned",
    "scheduled I",
    "scheduled II",
    "scheduled III",
    "scheduled IV",
    "scheduled V",
    "restricted",
    "regulated",
    "age limit",
    "unregulated",
    "disputed",
    "unknown",
)
"""From the strictest to the freest; then what is not settled. "restricted": some products or sales are prohibited."""
CERTAINTIES = ("high", "medium", "low", "unknown")
_ENACTED = frozenset({"signed", "law"})

_SCHEDULE = re.compile(r"\bschedules? (I{1,3}|IV|V)\b(?! and\b| through\b| to\b|,)", re.IGNORECASE)
_PLACED = re.compile(
    r"\b(add|adds|adding|added|place|places|placing|placed|include|includes|including|list|lists|listed)\b"
)
_REMOVED = re.compile(r"\b(remov\w+|delet\w+|exempt\w*|exclud\w+|except\w*|repeal\w*|strik\w+)\b", re.IGNORECASE)
_AGE = re.compile(
    r"\b(?:under|younger than|less than|below) (?:the age of )?(\d{2}|eighteen|twenty-one)\b|"
    r"\b(\d{2}|eighteen|twenty-one)(?: \(\d+\))? years of age\b",
    re.IGNORECASE,
)
_NUMBERS = {"eighteen": 18, "twenty-one": 21}
_DUTY = re.compile(
    r"\b(consumer protection act|regist(?:er|ration)|licen[cs]e[ds]?|label(?:l?ing|l?ed|s)?|processors?|certificate of analysis)\b",
    re.IGNORECASE,
)
_BAN = re.compile(
    r"\b(prohibit(?:s|ed|ing|ion)?|unlawful|illegal|bans?|banned|banning|may not|shall not)\b", re.IGNORECASE
)
_ACT = re.compile(
    r"\b(sale|sell|sells|selling|sold|possess(?:ion|es)?|distribut\w+|manufactur\w+|offer(?:s|ed)?)\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"[^.;\n]+[.;\n]?")
_MARKED_OUT = re.compile(r"\[-.*?-\]", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What an enacted change would make of a status: a person looks at `change_id` and confirms or dismisses it.

    `because` is the publisher's own step ("Signed by Governor, 2026-04-01"), `sentence` the words that the status was read
    from, "" when it is "unknown".
    """

    topic: str
    jurisdiction: str
    status: str
    age: int | None = None
    effective_on: date | None = None
    instrument: str = ""
    because: str = ""
    sentence: str = ""
    change_id: int | None = None

    @property
    def words(self) -> str:
        """ "regulated, 21+" """
        return f"{self.status}, {self.age}+" if self.age else self.status


def propose(topic: str, change: Change, subjects: Sequence[str]) -> Proposal | None:
    """What a change proposes for its jurisdiction; None when it puts nothing into law.

    `subjects` are the words by which the topic matched it.
    """
    enacted = _enacted(change)
    if not enacted:
        return None
    status, age, sentence = reading_of(change.document, subjects)
    return Proposal(
        topic=topic,
        jurisdiction=change.jurisdiction,
        status=status,
        age=age,
        effective_on=change.document.takes_effect_on if isinstance(change.document, Rule) else None,
        instrument=_instrument(change.document),
        because=enacted,
        sentence=sentence,
        change_id=change.id,
    )


def _enacted(change: Change) -> str:
    """The publisher's words for the step that put it into law, "" when there is none."""
    if change.kind is ChangeKind.REMOVED:
        return ""
    if isinstance(change.document, Bill):
        step = next((move for move in change.moves if move.after in _ENACTED and move.before not in _ENACTED), None)
        return f"{step.because}, {step.on}" if step and step.on else step.because or step.after if step else ""
    rule = change.document
    new = change.kind is ChangeKind.ADDED or any(move.after == "rule" for move in change.moves)
    if isinstance(rule, Rule) and rule.stage == "rule" and rule.takes_effect_on and new:
        return rule.action or "final rule"
    return ""


def _instrument(document: Document) -> str:
    where = f" ({document.session})" if isinstance(document, Bill) and document.session else ""
    return f"{document.identifier}{where}"


def reading_of(document: Document, subjects: Iterable[str]) -> tuple[str, int | None, str]:
    """(status, age, sentence) that a document's own words give the subjects; ("unknown", None, "") when they do not say."""
    named = re.compile("|".join(rf"\b{re.escape(word)}\b" for word in subjects if word) or r"(?!)", re.IGNORECASE)
    in_force = _MARKED_OUT.sub("", f"{document.title}.\n{document.text}").replace("{+", "").replace("+}", "")
    sentences = [found[0].strip() for found in _SENTENCE.finditer(in_force) if named.search(found[0])]
    for sentence in sentences:
        if (found := _SCHEDULE.search(sentence)) and _PLACED.search(sentence) and not _REMOVED.search(sentence):
            return f"scheduled {found[1].upper()}", None, sentence
    age, with_age = next(((number, one) for one in sentences if (number := _age(one))), (None, ""))
    duty = next((one for one in sentences if _DUTY.search(one)), "")
    if duty:
        return "regulated", age, duty
    if age:
        return "age limit", age, with_age
    ban = next((one for one in sentences if _BAN.search(one) and _ACT.search(one) and not _REMOVED.search(one)), "")
    return ("banned", None, ban) if ban else ("unknown", None, "")


def _age(sentence: str) -> int | None:
    found = _AGE.search(sentence)
    if not found:
        return None
    number = (found[1] or found[2]).lower()
    age = _NUMBERS.get(number) or (int(number) if number.isdigit() else 0)
    return age if age in (18, 19, 21) else None


def in_force(status: LegalStatus, today: date) -> LegalStatus:
    """A status as it stands on a day: what was enacted for a date that has come is in force."""
    for change in sorted(status.upcoming, key=lambda one: one.on):
        if change.on <= today:
            later = tuple(one for one in status.upcoming if one.on > change.on)
            status = replace(
                status,
                status=change.status,
                since=change.on.isoformat(),
                instrument=change.instrument or status.instrument,
                age=None if change.status.startswith(("banned", "scheduled")) else status.age,
                upcoming=later,
            )
    return status


def enacted_for_later(standing: LegalStatus, coming: LegalStatus, today: date) -> LegalStatus:
    """What to record when a person confirms a status: itself, or, when it begins on a later day, what holds until then with
    the change to come."""
    if len(coming.since) < len("2027-01-01") or date.fromisoformat(coming.since) <= today:
        return coming
    change = Upcoming(on=date.fromisoformat(coming.since), status=coming.status, instrument=coming.instrument)
    others = tuple(one for one in standing.upcoming if one.on != change.on)
    return replace(
        standing,
        upcoming=tuple(sorted((*others, change), key=lambda one: one.on)),
        evidence=tuple(dict.fromkeys((*standing.evidence, *coming.evidence))),
        change_id=coming.change_id,
        note=coming.note or standing.note,
    )


def open_proposals(proposals: Iterable[Proposal], history: Iterable[LegalStatus]) -> tuple[Proposal, ...]:
    """The proposals that no person has confirmed or dismissed; of several for one change the last."""
    settled = {(one.topic, one.change_id) for one in history if one.change_id is not None}
    waiting = {(one.topic, one.change_id): one for one in proposals if (one.topic, one.change_id) not in settled}
    return tuple(waiting.values())
