"""One document as a digest tells it: what, its way, the words that changed, why it is here, dates to act by.

Pure. `describe.entry` makes one of every document, which is cheap; `Entry.with_text` adds the redline, for those that will be
told in full.
"""

from dataclasses import dataclass, replace

from monitor.changes.facts import facts as statements
from monitor.changes.facts import telling
from monitor.digests.course import Step
from monitor.digests.dates import Deadline
from monitor.digests.excerpt import Piece, excerpt, shorter, surroundings, told
from monitor.digests.fields import FieldLine, stated
from monitor.digests.words import clean, count, listed, reading, short
from monitor.model.documents import Document, Enforcement
from monitor.model.records import Change, ChangeKind
from monitor.store.texts import REGISTRY as TEXTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a change is here: the topic, the words that matched, and those of them that an amendment brought (`fresh`)."""

    topic: str
    words: tuple[str, ...]
    fresh: frozenset[str] = frozenset()

    @property
    def said(self) -> str:
        """ "Kratom: “kratom”, “7-OH” (new in the text)"."""
        quoted = [f"“{word}”{' (new in the text)' if word in self.fresh else ''}" for word in self.words]
        return f"{self.topic}: {listed(quoted, most=5)}" if quoted else self.topic


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusMove:
    """A status before, the stations `between`, and after; `before` is empty where the document is new."""

    before: str
    after: str
    on: str = ""
    between: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """ "in committee → reported → passed one chamber"."""
        return " → ".join(filter(None, (self.before, *self.between, self.after)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Something else to open: a bill's new text by its name."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A document in one line."""

    label: str
    what: str
    name: str
    title: str
    url: str
    place: str
    status: str
    words: str = ""
    dates: tuple[Deadline, ...] = ()

    @property
    def heading(self) -> str:
        """ "HB 360: Kratom products", or the title alone where the identifier tells a reader nothing."""
        return _heading(self.what, self.name, self.title)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A document's changes told in full (of `documents` where several say the same): `changes` counts them, `change_id` is the newest, `span` says when they were, and
    `steps` tells each where there are several. `attention` orders a digest: importance, raised when a date is near. `last_told` is the day of
    the alert that this one follows."""

    change_id: int
    changes: int
    label: str
    note: str
    what: str
    name: str
    title: str
    url: str
    topic: str
    jurisdiction: str
    place: str
    publisher: str
    status: tuple[StatusMove, ...]
    steps: tuple[Step, ...]
    span: str
    fields: tuple[FieldLine, ...]
    facts: tuple[FieldLine, ...]
    links: tuple[Link, ...]
    edited: str
    sentence: str
    redline: tuple[Piece, ...]
    reasons: tuple[Reason, ...]
    dates: tuple[Deadline, ...]
    importance: float
    attention: float
    detected: str
    source: str
    last_told: str = ""
    hit_at: int | None
    documents: int = 1
    sections: tuple[str, ...] = ()

    def with_text(self, change: Change) -> "Entry":
        """The same entry with the sentence and the redline of its text; `change` is the net one of the document."""
        return self._with_passages(change).with_statements(change)

    def with_statements(self, change: Change) -> "Entry":
        """With what a bill's text now says: three facts at most, those that speak of the topic first."""
        thing = change.document
        if not thing.registry.endswith(TEXTS) or change.kind is ChangeKind.REMOVED:
            return self
        words = [word for reason in self.reasons for word in reason.words]
        found = telling(statements(thing.text, change.before.text if change.before else ""), 3, words)
        return replace(self, facts=(*self.facts, *stated(found)))

    def _with_passages(self, change: Change) -> "Entry":
        before, text = change.before, change.document.text
        if change.kind is ChangeKind.REMOVED:
            return self
        if change.kind is ChangeKind.ADDED or before is None or not before.text:
            return replace(self, sentence="" if before and not text else self._passage(change.document))
        if before.text == text:
            return self
        if not text:
            gone = FieldLine(name="text", said=f"taken out (it began “{short(reading(before.text).strip('¶ '), 160)}”)")
            return replace(self, fields=(*self.fields, gone))
        found = excerpt(before.text, text)
        sentence = "" if told(found.sentence, found.pieces) else found.sentence
        return replace(self, sentence=sentence, redline=found.pieces, sections=found.sections)

    def _passage(self, thing: Document) -> str:
        """Some words of a text that is new as a whole, unless the title and the facts have said them."""
        passage = surroundings(thing.text, self.hit_at)
        if isinstance(thing, Enforcement) and thing.reason and thing.product:
            return "" if clean(thing.reason) in passage and clean(thing.product) in passage else passage
        return passage

    @property
    def heading(self) -> str:
        """ "HB 360: Kratom products; sale to minors", or the title alone where the identifier tells a reader nothing."""
        return _heading(self.what, self.name, self.title)

    @property
    def counted(self) -> str:
        """ "3 changes, Aug 26–28"."""
        return f"{count(self.changes, 'change')}, {self.span}"

    def brief(self) -> "Entry":
        """The same entry for a small screen: either the redline or the sentence, and little of it."""
        return replace(
            self,
            title=short(self.title, 120),
            fields=self.fields[:1],
            facts=(),
            links=(),
            steps=tuple(replace(one, said=short(one.said, 110), url="") for one in self.steps[-3:]),
            sentence="" if self.redline else short(self.sentence, 160),
            redline=shorter(self.redline, 160),
            sections=(),
            reasons=self.reasons[:2],
        )


def _heading(what: str, name: str, title: str) -> str:
    """A hearing's identifier is made up of date and committee, a page's is its address: neither helps a reader."""
    telling = name and what != "hearing" and "://" not in name and name not in title
    return f"{name}: {title}" if telling else title
