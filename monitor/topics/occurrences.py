"""A document read closely: which conditions hold, and where each word stands.

Used by `match` for the documents that may match at all; everything here knows offsets.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from ahocorasick_rs import AhoCorasick

from monitor.model.documents import Document
from monitor.topics import fields
from monitor.topics.conditions import And, Near, Node, Not, Or, Value, Words
from monitor.topics.terms import Term
from monitor.topics.tokens import Passage

_NEIGHBOURS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a condition is met: in the passage of a field, from its word `first` to its word `last`.

    `of` is the condition. A value that was compared as a whole has no passage; its `words` are the value.
    """

    of: Words | Near | Value
    field: str
    words: str
    at: int = 0
    first: int = 0
    last: int = 0
    passage: Passage | None = None

    @property
    def label(self) -> object:
        """What counts as the same term elsewhere: the folded words, or the condition where other words stand among them."""
        if self.passage is None or isinstance(self.of, Near):
            return self.of
        return tuple(self.passage.words[self.first : self.last + 1])

    @property
    def before(self) -> tuple[str, ...]:
        """The few words before it, by which an occurrence is known again."""
        return tuple(self.passage.words[max(0, self.first - _NEIGHBOURS) : self.first]) if self.passage else ()

    @property
    def after(self) -> tuple[str, ...]:
        """The few words after it."""
        return tuple(self.passage.words[self.last + 1 : self.last + 1 + _NEIGHBOURS]) if self.passage else ()


class Automaton:
    """The patterns of all terms, looked for at once in folded text (Aho and Corasick 1975)."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns = tuple(sorted(set(patterns)))
        self._automaton = AhoCorasick(self._patterns)

    def find(self, folded: str) -> Iterator[tuple[str, int]]:
        """Every pattern that occurs, overlapping ones too, and the offset in the folded text."""
        for number, start, _ in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            yield self._patterns[number], start

    def __bool__(self) -> bool:
        return bool(self._patterns)

    def sees(self, text: str) -> bool:
        """Whether any pattern occurs."""
        return bool(self._automaton.find_matches_as_indexes(text))


class Occurrences:
    """A document, and where the patterns of all topics occur in it."""

    def __init__(
        self, document: Document, automaton: Automaton | None, *, source: str = "", jurisdiction: str = ""
    ) -> None:
        """Without an automaton only values are known: there is no word to look for."""
        self._document, self._source, self._jurisdiction = document, source, jurisdiction
        self._occurrences = defaultdict[str, list[tuple[str, Passage, int]]](list)
        self._stands: dict[Term, list[Place]] = {}
        if automaton:
            self._read(automaton)

    def _read(self, automaton: Automaton) -> None:
        for field, values in fields.texts(self._document):
            base = 0
            for value in values:
                passage = Passage(value, base)
                for pattern, start in automaton.find(passage.folded):
                    self._occurrences[pattern].append((field, passage, start))
                base += len(value) + 1

    @property
    def seen(self) -> Collection[str]:
        """The patterns that occur, whatever stands beside them."""
        return self._occurrences.keys()

    def holds(self, value: Value) -> bool:
        """Whether the document has this value."""
        return value.holds(self._value(value.field))

    def _value(self, name: str) -> str:
        return fields.value(self._document, name, source=self._source, jurisdiction=self._jurisdiction)

    def _places_of_term(self, term: Term) -> list[Place]:
        known = self._stands.get(term)
        if known is None:
            known = self._stands[term] = list(self._find(term))
        return known

    def _find(self, term: Term) -> Iterator[Place]:
        leaf = Words(term)
        for field, passage, start in self._occurrences.get(term.pattern, ()):
            first = passage.word_at(start)
            if term.stands(passage, first):
                yield _place(leaf, field, passage, first, first + len(term.words) - 1)

    def places(self, node: Node) -> list[Place] | None:
        """Where a condition is met: None where it is not, and nowhere for one that holds because something is absent."""
        match node:
            case Words() | Near() | Value():
                return self.places_of(node) or None
            case Not(of):
                return [] if self.places(of) is None else None
            case And(of):
                parts = [self.places(one) for one in of]
                return None if None in parts else [place for part in parts if part for place in part]
            case Or(of):
                met = [part for one in of if (part := self.places(one)) is not None]
                return [place for part in met for place in part] if met else None

    def places_of(self, leaf: Words | Near | Value) -> list[Place]:
        """Where a single condition is met, in the order of the text."""
        match leaf:
            case Words(term, names):
                return [place for place in self._places_of_term(term) if not names or place.field in names]
            case Near(_, _, names):
                return [place for place in self._windows(leaf) if not names or place.field in names]
            case Value(name):
                return [Place(of=leaf, field=name, words=self._value(name))] if self.holds(leaf) else []

    def _windows(self, near: Near) -> Iterator[Place]:
        """The shortest stretches that hold all words of a nearness condition with few enough others among them."""
        needed = Counter(near.terms)
        stands = [(place, term) for term in needed for place in self._places_of_term(term)]
        stands.sort(key=lambda one: (fields.TEXTS.index(one[0].field), one[0].at))
        for (field, _), group in groupby(stands, key=lambda one: (one[0].field, id(one[0].passage))):
            yield from _windows(near, needed, field, list(group))


def _windows(near: Near, needed: Counter[Term], field: str, stands: list[tuple[Place, Term]]) -> Iterator[Place]:
    held = Counter[Term]()
    left = 0
    for place, term in stands:
        held[term] += 1
        while held[stands[left][1]] > needed[stands[left][1]]:
            held[stands[left][1]] -= 1
            left += 1
        # A word that was held already ends no shortest stretch; the one before it did.
        if place.passage is None or not held >= needed or held[term] > needed[term]:
            continue
        first, last = stands[left][0].first, place.last
        others = last - first + 1 - sum(len(one.words) for one in near.terms)
        if others <= near.slop:
            yield _place(near, field, place.passage, first, last)


def _place(leaf: Words | Near, field: str, passage: Passage, first: int, last: int) -> Place:
    start, end = passage.start(first), passage.end(last)
    words = passage.text[start:end]
    return Place(of=leaf, field=field, words=words, at=passage.base + start, first=first, last=last, passage=passage)
