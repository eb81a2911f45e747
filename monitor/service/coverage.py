"""What is covered where: by jurisdiction what is read, by which route, how verified, how fresh, and which words nobody knew."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, Self

from monitor.config.shape import Config
from monitor.digests.words import jurisdictions, place
from monitor.model.documents import Bill
from monitor.model.errors import NoStore
from monitor.service.catalogue import overview, spiders

if TYPE_CHECKING:
    import sqlalchemy as sa

COVERED = {
    "bill": "bills",
    "hearing": "hearings",
    "vote": "votes",
    "page": "texts",
    "rule": "rules",
    "notice": "notices",
    "enforcement": "enforcement",
}
"""What each kind of document covers; the pages of a source that ships are texts of bills."""
COMMONEST = 3
_NUMBER = re.compile(r"\d(?:[\d,./:-]*\d)?")


class Vocabulary(Protocol):
    """The words of a legislature that its spider knows."""

    def knows(self, text: str) -> bool:
        """Whether an action of this text is known, be it as no step of a bill."""


def coverage(config: Config, database: str, *, now: datetime) -> Iterable[dict[str, Any]]:
    """A row for the nation and each jurisdiction with a legislature, covered or not, and for others that a user watches.

    `covered` is what is read → its sources as `overview` gives them, `lacks` what no source reads → why; `last_good_at` the oldest of the enabled sources, `lag` its age
    in seconds; `unknown_phrases` how many actions of the living bills are in words that their spider's vocabulary does not
    know (None where no source has a vocabulary), `commonest` the three most frequent with numbers as "#".
    """
    by_place: dict[str, list[dict[str, Any]]] = {code: [] for code in jurisdictions()}
    for row in overview(config, database):
        by_place.setdefault(row["jurisdiction"], []).append(row)
    known = spiders()
    texts = frozenset(name for name, spider in known.items() if spider.texts and "bill" in spider.kinds)
    with _Phrases(database) as phrases:
        for code, rows in by_place.items():
            row = _row(code, rows, phrases.unknown([row["name"] for row in rows]), now, texts)
            reasons = {
                what: why for each in rows if each["name"] in known for what, why in known[each["name"]].lacks.items()
            }
            yield {**row, "lacks": {what: why for what, why in reasons.items() if what not in row["covered"]}}


def _covers(row: Mapping[str, Any], texts: Collection[str]) -> set[str | None]:
    """What a source covers: its kinds of documents, and texts where its bills lead to them."""
    return {COVERED.get(kind) for kind in row["kinds"]} | ({"texts"} if row["name"] in texts else set())


def _row(
    code: str, rows: Sequence[Mapping[str, Any]], unknown: Counter[str] | None, now: datetime, texts: Collection[str]
) -> dict[str, Any]:
    covered: dict[str, list[Mapping[str, Any]]] = {}
    for what in COVERED.values():
        if found := [row for row in rows if what in _covers(row, texts)]:
            covered[what] = found
    good = [row["last_good_at"] for row in rows if row["enabled"] and row["last_good_at"]]
    oldest = min(good, default=None)
    return {
        "jurisdiction": code,
        "place": place(code),
        "covered": covered,
        "routes": sorted({row["route"] for row in rows}),
        "last_good_at": oldest,
        "lag": (now - oldest).total_seconds() if oldest else None,
        "unknown_phrases": None if unknown is None else unknown.total(),
        "commonest": [
            {"phrase": words, "count": number} for words, number in (unknown or Counter()).most_common(COMMONEST)
        ],
    }


def covered_in_words(row: Mapping[str, Any]) -> str:
    """What is covered, each with its routes and how they were verified: "bills (direct: capture; legiscan: documented)"; then what
    is not, and why: "no hearings: the schedule is behind a token"."""
    covered = ", ".join(f"{what} ({_ways(sources)})" for what, sources in row["covered"].items())
    return "; ".join(filter(None, [covered, *(f"no {what}: {why}" for what, why in row["lacks"].items())]))


def markdown(row: Mapping[str, Any]) -> str:
    """The row of the table in docs/reference/coverage.md."""
    return f"| {row['jurisdiction']} | {row['place']} | {covered_in_words(row) or 'nothing'} |"


def _ways(sources: Sequence[Mapping[str, Any]]) -> str:
    ways: dict[str, list[str]] = {}
    for one in sources:
        ways.setdefault(one["route"], []).append(one["verified"])
    order = sorted(ways, key=lambda route: (route != "direct", route))
    return "; ".join(f"{route}: {', '.join(sorted(set(ways[route])))}" for route in order)


class _Phrases:
    """The unknown words in the living bills of sources; none where there is no database."""

    def __init__(self, database: str) -> None:
        self.database = database
        self.engine: sa.Engine | None = None
        self.vocabularies: Mapping[str, Vocabulary] = {
            name: spider.vocabulary for name, spider in spiders().items() if hasattr(spider, "vocabulary")
        }

    def __enter__(self) -> Self:
        from monitor.store.engine import open_store

        try:
            self.engine = open_store(self.database)
        except NoStore:
            self.engine = None
        return self

    def __exit__(self, *_: object) -> None:
        if self.engine:
            self.engine.dispose()

    def unknown(self, names: Iterable[str]) -> Counter[str] | None:
        """Phrases that nobody knows and how often they stand in the living bills of these sources."""
        known = [name for name in names if name in self.vocabularies]
        if not known:
            return None
        found: Counter[str] = Counter()
        for name in known:
            found += self._of(name)
        return found

    def _of(self, name: str) -> Counter[str]:
        from monitor.store import revisions
        from monitor.store.engine import read

        if self.engine is None:
            return Counter()
        with read(self.engine) as conn:
            bills = (one for one in revisions.standing(conn, name) if isinstance(one, Bill))
            said = Counter(action.text for bill in bills for action in bill.actions)
        unknown: Counter[str] = Counter()
        for text, number in said.items():
            if not self.vocabularies[name].knows(text):
                unknown[_NUMBER.sub("#", text)] += number
        return unknown
