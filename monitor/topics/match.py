"""Changes × topics → matches, with the words that matched: step 7 of the path.

All topics are compiled once. A document is first looked at with one Aho-Corasick automaton (Aho and Corasick 1975, by
ahocorasick_rs) over the longest word of every term; most documents hold none and are done. The others are read for whole
words and phrases by a second automaton, and only what may still match is judged closely, where offsets and neighbours count.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from operator import attrgetter

from monitor.model.documents import Document
from monitor.model.errors import QueryError
from monitor.model.records import Hit, Topic
from monitor.topics import fields
from monitor.topics.conditions import And, Near, Node, Not, Or, Query, Value, Words
from monitor.topics.hits import hits
from monitor.topics.occurrences import Automaton, Occurrences
from monitor.topics.query import parse
from monitor.topics.terms import Term
from monitor.topics.tokens import letters, numbers


class Matcher:
    """All topics, compiled; it remembers nothing between documents."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        """Raises QueryError, naming the topic, for a query that does not parse."""
        self._topics = tuple((topic, _parsed(topic).root) for topic in sorted(topics, key=attrgetter("name", "query")))
        self._terms = [frozenset(terms_of(root)) for _, root in self._topics]
        triggers = [triggers_of(root) for _, root in self._topics]
        self._wordless = frozenset(number for number, needed in enumerate(triggers) if needed is None)
        self._needed = frozenset(term for needed in triggers for term in needed or ())
        self._topics_of = _index(triggers)
        self._automaton = Automaton(term.pattern for terms in self._terms for term in terms)
        watched = [self._terms[n] if needed is None else needed for n, needed in enumerate(triggers)]
        anchors = {term.anchor for terms in watched for term in terms}
        self._spelled = Automaton(anchor for anchor in anchors if not anchor.strip().isdigit())
        self._counted = Automaton(anchor for anchor in anchors if anchor.strip().isdigit())
        broader = [replace(topic, query=topic.candidates, candidates="") for topic in topics if topic.candidates]
        self._candidates: Matcher | None = Matcher(broader) if broader else None

    def match(
        self, document: Document, *, before: Document | None = None, source: str = "", jurisdiction: str = ""
    ) -> tuple[tuple[Topic, tuple[Hit, ...]], ...]:
        """The topics that the document satisfies, by name, each with its hits in reading order.

        A hit is `new` when the document was not there `before`, or held the same words less often in that field. Where a
        query names only values (`kind:rule AND jurisdiction:us`), the hits are those values.
        """
        read = partial(Occurrences, source=source, jurisdiction=jurisdiction)
        wordy = self._has_words(document)
        if not (wordy or self._wordless):
            return ()
        now = read(document, self._automaton if wordy else None)
        met = [(topic, places) for topic, root in self._likely(now) if (places := now.places(root)) is not None]
        if not met:
            return ()
        then = read(before, self._automaton) if before else None
        return tuple((topic, hits(places, then)) for topic, places in met)

    def wants_text(self, bill: Document, *, source: str = "", jurisdiction: str = "") -> bool:
        """Whether a bill's texts are to be read because it satisfies the `candidates` of a topic, its broader query."""
        return self._candidates is not None and bool(
            self._candidates.match(bill, source=source, jurisdiction=jurisdiction)
        )

    def words(self) -> tuple[str, ...]:
        """What to ask a publisher's search for, so that it finds whatever the topics may match: folded words and phrases, in
        order, without those that hold a shorter one of them. Beginnings of words (`schedul*`) cannot be asked for."""
        asked = sorted(" ".join(term.words) for term in self._needed if not term.prefix)
        return tuple(one for one in asked if not any(other != one and f" {other} " in f" {one} " for other in asked))

    def _has_words(self, document: Document) -> bool:
        """Whether the texts hold the longest word of any term that a match could hang on."""
        text = " \n ".join(value for _, values in fields.texts(document) for value in values)
        return self._spelled.sees(letters(text)) or (bool(self._counted) and self._counted.sees(numbers(text)))

    def _likely(self, found: Occurrences) -> list[tuple[Topic, Node]]:
        """The topics that may be satisfied, judged by patterns and values alone: never one too few."""
        candidates = self._wordless.union(*(self._topics_of.get(pattern, ()) for pattern in found.seen))
        return [self._topics[number] for number in sorted(candidates) if _may_hold(self._topics[number][1], found)]


def _parsed(topic: Topic) -> Query:
    try:
        return parse(topic.query)
    except QueryError as error:
        message = f"topic {topic.name!r}: {error.message}"
        raise QueryError(message, query=error.query, position=error.position, remedy=error.remedy) from error


def _index(triggers: Sequence[frozenset[Term] | None]) -> dict[str, list[int]]:
    topics_of = defaultdict[str, list[int]](list)
    for number, needed in enumerate(triggers):
        for pattern in {term.pattern for term in needed or ()}:
            topics_of[pattern].append(number)
    return topics_of


def terms_of(node: Node) -> set[Term]:
    """Every word, name and phrase of a query, those under NOT too."""
    match node:
        case Words(term):
            return {term}
        case Near(terms):
            return set(terms)
        case Not(of):
            return terms_of(of)
        case And(of) | Or(of):
            return set[Term]().union(*map(terms_of, of))
        case _:
            return set()


def triggers_of(node: Node) -> frozenset[Term] | None:
    """Terms of which at least one stands in every document that satisfies the query; None where it can do without words.

    Of things that must all occur one is enough; the longest word is likely to be the rarest.
    """
    match node:
        case Words(term):
            return frozenset({term})
        case Near(terms):
            return frozenset({max(terms, key=lambda term: len(term.anchor))})
        case And(of):
            choices = [needed for one in of if (needed := triggers_of(one)) is not None]
            return max(choices, key=lambda needed: min(len(term.anchor) for term in needed), default=None)
        case Or(of):
            parts = [triggers_of(one) for one in of]
            return None if None in parts else frozenset(term for part in parts if part for term in part)
        case _:
            return None


def _may_hold(node: Node, found: Occurrences) -> bool:
    """Whether a condition can be true, judged without regard to fields and neighbours."""
    match node:
        case Words(term):
            return term.pattern in found.seen
        case Near(terms):
            return all(term.pattern in found.seen for term in terms)
        case Value():
            return found.holds(node)
        case Not():
            return True
        case And(of):
            return all(_may_hold(one, found) for one in of)
        case Or(of):
            return any(_may_hold(one, found) for one in of)
