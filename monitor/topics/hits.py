"""From places to hits: what a match tells people, and which of it is news.

A hit is new when its words stand in that field more often than before; which of several is known by the words around it, so
that a paragraph added to a long bill is told from the paragraphs that had the word already.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter

from monitor.model.records import Hit
from monitor.topics import fields
from monitor.topics.occurrences import Occurrences, Place

MOST_HITS = 20
"""Hits kept of the same words in the same field, the new ones first: a bill may say a word a thousand times."""

_ORDER = {name: number for number, name in enumerate((*fields.TEXTS, *fields.VALUES))}


def hits(places: Sequence[Place], before: Occurrences | None) -> tuple[Hit, ...]:
    """The hits of a match in reading order, each place once; values count only where no word was asked for."""
    telling = [place for place in places if place.passage is not None] or places
    found: dict[tuple[str, int, str], bool] = {}
    for place, new in _judged(telling, before):
        key = (place.field, place.at, place.words)
        found[key] = found.get(key, False) or new
    told = [Hit(words=words, where=field, at=at, new=new) for (field, at, words), new in found.items()]
    return tuple(sorted(_few(told), key=lambda hit: (_ORDER[hit.where], hit.at, -len(hit.words))))


def _few(told: Iterable[Hit]) -> list[Hit]:
    kept, count = [], Counter[tuple[str, str]]()
    for hit in sorted(told, key=lambda hit: (not hit.new, hit.at)):
        same = (hit.where, hit.words.casefold())
        count[same] += 1
        if count[same] <= MOST_HITS:
            kept.append(hit)
    return kept


def _judged(places: Iterable[Place], before: Occurrences | None) -> list[tuple[Place, bool]]:
    if before is None:
        return [(place, True) for place in places]
    alike = defaultdict[object, list[Place]](list)
    for place in places:
        alike[place.of, place.field, place.label].append(place)
    return [judged for group in alike.values() for judged in _judged_alike(group, before)]


def _judged_alike(group: list[Place], before: Occurrences) -> list[tuple[Place, bool]]:
    first = group[0]
    old = [one for one in before.places_of(first.of) if one.field == first.field and one.label == first.label]
    if first.passage is None:
        return [(place, not any(one.words == place.words for one in old)) for place in group]
    if len(group) <= len(old):
        return [(place, False) for place in group]
    new = {id(place) for place in _came(group, old)}
    return [(place, id(place) in new) for place in group]


def _came(now: list[Place], old: list[Place]) -> list[Place]:
    """The places that have no partner of before: known by the words on both sides, else after them, else before them."""
    for view in (attrgetter("before", "after"), attrgetter("after"), attrgetter("before")):
        now, old = _without_partner(now, old, view), _without_partner(old, now, view)
    return now


def _without_partner(places: list[Place], others: list[Place], view: Callable[[Place], object]) -> list[Place]:
    partners = Counter(map(view, others))
    alone = []
    for place in places:
        if partners[view(place)] > 0:
            partners[view(place)] -= 1
        else:
            alone.append(place)
    return alone
