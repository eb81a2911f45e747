"""The proof of completeness in words: "Checked 12 sources, 1 failed: us.fda_recalls (blocked since Nov 20, 2026)." Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from monitor.digests.redact import redact
from monitor.digests.words import clean, count, full_day, listed, short
from monitor.model.errors import NEEDS_KEY


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A source that could not be read: what stood in the way, since when."""

    name: str
    outcome: str
    since: str
    error: str

    @property
    def said(self) -> str:
        """ "us.fda_recalls (blocked since Nov 20, 2026)"."""
        return f"{self.name} ({self.outcome}{f' since {self.since}' if self.since else ''})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What was looked at: `sentence` is the line that ends every digest, `more` adds what was held or not looked at."""

    checked: int
    checks: int
    failures: tuple[Failure, ...]
    sentence: str
    more: tuple[str, ...]
    held: int = 0
    untracked: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()

    @property
    def unread(self) -> str:
        """What keeps silence from meaning that nothing changed: "2 of 3 sources could not be read"; "" when all were."""
        if not self.checked:
            return "no source was checked"
        if not self.failures:
            return ""
        if len(self.failures) >= self.checked:
            return "no source could be read"
        return f"{len(self.failures)} of {count(self.checked, 'source')} could not be read"

    def quiet(self, topics: str) -> str:
        """What may be said where no change is told; that nothing changed only where everything was read and nothing is held."""
        where = f" in {topics}" if topics else ""
        if self.unread:
            names = listed([one.name for one in self.failures], most=12)
            return f"No change was found{where}, but {self.unread}{f': {names}' if names else ''}."
        if self.partly:
            return f"No change was found{where}, but not every page could be read: {listed(self.partly, most=12)}."
        if self.untracked:
            return f"No change was found{where}, but not all that is listed is read: {listed(self.untracked, most=12)}."
        if self.held:
            return f"No change is certain{where}: {count(self.held, 'document')} no longer listed will be looked for again."
        return f"Nothing changed{where}."


def proof(kept: Mapping[str, Any], zone: ZoneInfo) -> Proof:
    """The words for a proof as the store keeps it."""
    failures = tuple(_failure(one, zone) for one in kept.get("failed", ()))
    partly = tuple(f"{clean(one['name'])} ({short(redact(clean(one['what'])), 200)})" for one in kept.get("partly", ()))
    checked = kept.get("checked", 0)
    return Proof(
        checked=checked,
        checks=kept.get("checks", 0),
        failures=failures,
        sentence=_sentence(checked, failures, len(partly)),
        more=tuple(_more(kept, partly)),
        held=sum(one["documents"] for one in kept.get("held", ())),
        untracked=_untracked(kept),
        partly=partly,
    )


def _failure(kept: Mapping[str, Any], zone: ZoneInfo) -> Failure:
    since = kept.get("since")
    return Failure(
        name=clean(kept["name"]),
        outcome=NEEDS_KEY if NEEDS_KEY in kept.get("error", "") else clean(kept["outcome"]),
        since=full_day(datetime.fromisoformat(since).astimezone(zone).date()) if since else "",
        error=short(redact(clean(kept.get("error", ""))), 200),
    )


def _sentence(checked: int, failures: tuple[Failure, ...], partly: int) -> str:
    if not checked:
        return "No source was checked since the last message, so silence proves nothing."
    in_part = f"; {partly} {'was' if partly == 1 else 'were'} read in part" if partly else ""
    if not failures:
        return f"Checked {count(checked, 'source')}, none failed{in_part}."
    said = listed([one.said for one in failures], most=12)
    return f"Checked {count(checked, 'source')}, {len(failures)} failed: {said}{in_part}."


def _untracked(kept: Mapping[str, Any]) -> tuple[str, ...]:
    """ "session '2027 Regular Session' (virginia.bills)"."""
    return tuple(f"{short(clean(one['what']), 120)} ({clean(one['name'])})" for one in kept.get("untracked", ()))


def _more(kept: Mapping[str, Any], partly: tuple[str, ...]) -> list[str]:
    held = [f"{count(one['documents'], 'document')} of {clean(one['name'])}" for one in kept.get("held", ())]
    unchecked = [clean(name) for name in kept.get("unchecked", ())]
    said = ["What changes at a failing source is told when it can be read again."] if kept.get("failed") else []
    if partly:
        said.append(f"Read in part, and asked for the rest at every check: {listed(partly, most=12)}.")
    if held:
        said.append(f"No longer listed, held for another look before being called withdrawn: {listed(held)}.")
    if moved := [f"{short(clean(one['what']), 200)} ({clean(one['name'])})" for one in kept.get("moved", ())]:
        said.append(f"Still read where it was, but moved for good: {listed(moved, most=12)}.")
    for one in kept.get("instead", ()):
        failing = listed([clean(name) for name in one["of"]])
        said.append(f"{failing} could not be read for a day: {clean(one['name'])} is read instead until it can.")
    if unread := _untracked(kept):
        said.append(f"Listed by a source and not read: {listed(unread, most=12)}.")
    if unchecked and kept.get("checked"):
        said.append(f"Not checked in this time: {listed(unchecked)}.")
    return said
