"""What a digest says, before any format: plain frozen values that the templates read. Pure, step 10 of the path.

Every text in them is one clean line (see `words.clean`), every address is http(s) or empty. `ranked` holds one entry per
document, with all of its changes, by the attention they need; `cut` decides how many of them are told in full, in a line, or
only counted.
"""

from collections import Counter
from dataclasses import dataclass

from monitor.digests.dates import Deadline
from monitor.digests.entries import Entry, Line
from monitor.digests.glance import Alert, Overview, Text, alert, called, overview, texts
from monitor.digests.language import number
from monitor.digests.law import TopicLaw
from monitor.digests.proof import Proof
from monitor.digests.standstill import Still
from monitor.digests.words import count, listed

MEANING = {
    "blocked": "the site shows robots a wall instead of its pages",
    "broken": "its pages could not be understood",
    "unreachable": "nothing answered",
    "empty": "it listed nothing, which it never should",
}
"""What an outcome means to somebody who does not run the monitor."""
_TALLIED = {"back": "listed again"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The changes of one jurisdiction, the most urgent first."""

    place: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The documents of one topic by jurisdiction. One of two topics stands under the first."""

    topic: str
    sections: tuple[Section, ...]

    @property
    def size(self) -> int:
        """How many documents the group tells of."""
        return sum(len(one.entries) for one in self.sections)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A source's health, for the operator: `since` it is red, and when it was `last_good` before."""

    source: str
    state: str
    since: str
    outcome: str
    detail: str
    last_good: str = ""

    @property
    def said(self) -> str:
        """ "Since Nov 22, 2026, 8:00 AM EST: the site shows robots a wall instead of its pages."."""
        if self.state == "recovered":
            return f"It is read well again; it had been failing since {self.since}."
        meaning = MEANING.get(self.outcome, "")
        before = f" (last read well {self.last_good})" if self.last_good else ""
        return f"Since {self.since}{before}{f': {meaning}' if meaning else ''}."


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestContent:
    """One digest. `topics` are titles; `total` and `left_out` count changes, of which a document (an entry of `ranked`) may
    have several; `groups` and `also` follow from `ranked` by `cut`; moments are in words, local, and dates and numbers in the `language` ("" is American English)."""

    id: int
    kind: str
    subscription: str
    topics: tuple[str, ...]
    made: str
    made_on: str
    since: str
    next: str
    total: int
    ranked: tuple[Entry, ...]
    soon: tuple[Deadline, ...]
    groups: tuple[Group, ...] = ()
    also: tuple[Line, ...] = ()
    left_out: int = 0
    standing: tuple[Line, ...] = ()
    standing_all: tuple[Line, ...] = ()
    standing_total: int = 0
    folded: int = 0
    folded_names: str = ""
    proof: Proof
    law: tuple[TopicLaw, ...] = ()
    events: tuple[Event, ...] = ()
    archive: str = ""
    template: str = ""
    rolled_up: bool = False
    marked: str = ""
    thread: str = ""
    brief: bool = False
    language: str = ""
    still: tuple[Still, ...] = ()

    @property
    def about(self) -> str:
        """The one document of a thread as a reader calls it: "Ohio HB 587"."""
        return called(self.ranked[0]) if self.thread and self.ranked else ""

    @property
    def mark(self) -> str:
        """By which a repeat of this message is recognised."""
        return self.marked or (f"digest {self.id}" if self.id else "preview")

    @property
    def redlines(self) -> bool:
        """Whether a redline is among what is told, so that its marks need explaining."""
        return any(one.redline for group in self.groups for section in group.sections for one in section.entries)

    @property
    def tally(self) -> str:
        """ "12 changes: 3 new, 8 changed, 1 withdrawn", "7 changes of 4 documents: 2 changed, 2 new", "11 changes, all new"."""
        kinds: dict[str, int] = {}
        for one in self.ranked:
            kinds[one.label] = kinds.get(one.label, 0) + one.documents
        parts = ", ".join(f"{number(many)} {_TALLIED.get(label, label)}" for label, many in kinds.items())
        documents = sum(one.documents for one in self.ranked)
        of = f" of {count(documents, 'document')}" if self.total != documents else ""
        if not parts:
            return "no changes"
        told = f"{count(self.total, 'change')}{of}"
        if set(kinds) == {"changed"} or (of and len(self.ranked) == 1):
            return told
        if len(kinds) == 1 and documents > 1:
            (label,) = kinds
            return f"{told}, all {_TALLIED.get(label, label)}"
        return f"{told}: {parts}"

    @property
    def measure(self) -> str:
        """How much of a long digest is told: "The 60 most urgent documents are told in full, 100 in a line each; 840 changes are
        left out"."""
        full = sum(group.size for group in self.groups)
        named = f"The {count(full, 'most urgent document')} {'is' if full == 1 else 'are'} told in full"
        lines = f", {number(len(self.also))} in a line each" if self.also else ""
        return f"{named}{lines}; {count(self.left_out, 'change')} {'is' if self.left_out == 1 else 'are'} left out"

    @property
    def quiet(self) -> str:
        """What stands where no change is told: "Nothing changed in Kratom.", or what kept anyone from knowing."""
        return self.proof.quiet(", ".join(self.topics))

    @property
    def failing(self) -> bool:
        """Whether a source fails, of those an operator is told about."""
        return any(one.state != "recovered" for one in self.events)

    @property
    def overview(self) -> tuple[Overview, ...]:
        """The first screen: what moved, what is new, what else changed; empty for few documents and small channels."""
        return () if self.brief else overview(self.ranked)

    @property
    def law_news(self) -> bool:
        """Whether a legal status was confirmed or came into force."""
        return any(one.news for one in self.law)

    @property
    def alerts(self) -> tuple[tuple[Alert, Entry], ...]:
        """Each document told, in the words of an alert."""
        told = (one for group in self.groups for section in group.sections for one in section.entries)
        return tuple((alert(one), one) for one in told)

    @property
    def texts(self) -> tuple[Text, ...]:
        """The most important redlines, short, for the first screen; none where the entries are seen at a glance."""
        return texts(self.ranked) if self.overview else ()

    @property
    def heading(self) -> str:
        """The topics, or the subscription where they are many."""
        return listed(self.topics, most=3) if 0 < len(self.topics) <= 3 else self.subscription

    @property
    def places(self) -> tuple[str, ...]:
        """Where the documents are that were there already: "Virginia 40", the most first."""
        counts = Counter(one.place for one in self.standing_all)
        return tuple(f"{place_} {number(many)}" for place_, many in counts.most_common())
