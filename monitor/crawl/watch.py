"""One source during one crawl: what its spider declares, what the database knew, what has been counted."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from monitor.crawl.outcome import Tally
from monitor.model.documents import Bill, Document
from monitor.store.evidence import PageState
from monitor.store.revisions import Missing


@dataclass(slots=True, kw_only=True)
class Watch:
    """`visited` holds the addresses of pages that were read or known to be unchanged; `touched` the ids of the latter."""

    id: int
    name: str
    check_id: int
    jurisdiction: str
    registry: str
    edition: str
    complete: bool
    steady: bool = False
    may_be_empty: bool
    baselined: bool
    announce: bool
    after: tuple[str, ...] = ()  # the sources in whose place it is read, best first
    accept_removals: bool = False
    registers: frozenset[str] | None = None  # whose documents this check would show; None: all
    started_at: datetime
    pages: dict[str, PageState]
    matters: frozenset[int] = (
        frozenset()
    )  # ids of the pages that show a bill that matters: read whatever the scout says
    visited: set[str] = field(default_factory=set)
    touched: list[int] = field(default_factory=list)
    unmoved: list[PageState] = field(default_factory=list)  # read anew, and their documents say what they said
    mentioned: set[tuple[str, str]] = field(
        default_factory=set
    )  # sessions and numbers of bills whose texts are to be read
    tally: Tally = field(default_factory=Tally)
    clock: float = field(default_factory=time.monotonic)

    @property
    def quiet(self) -> bool:
        """Before its first complete check a source makes revisions and no announcements."""
        return not (self.baselined or self.announce)

    def visit(self, address: str) -> None:
        """Notes that a page was read, or is known to say what it said."""
        self.tally.pages += 1
        self.visited.add(address)

    def count(self, sightings: Sequence[tuple[int | None, Missing]]) -> tuple[list[Missing], list[int]]:
        """Counts the documents that the visited pages show; returns those that none of them shows, and the sightings of those
        that one shows and that were held. What stands on a page that could not be read is not missing."""
        visited = {self.pages[address].id for address in self.visited if address in self.pages}
        unread = {self.pages[address].id for address in self.tally.lost if address in self.pages}
        missing = [one for page_id, one in sightings if page_id not in visited and page_id not in unread]
        self.tally.documents = len(sightings) - len(missing)
        return missing, [one.sighting_id for page_id, one in sightings if one.missing_since and page_id in visited]

    def registry_of(self, document: Document) -> str:
        """The register that issues the identifier: the document's own word, the spider's, or the session of a bill."""
        if document.registry or self.registry:
            return document.registry or self.registry
        if isinstance(document, Bill) and document.session:
            return f"{self.jurisdiction}:{document.session}"
        return self.jurisdiction or self.name
