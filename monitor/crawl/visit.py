"""One request on its way through a crawl, and the desk at which all requests of the process are known."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from scrapy import Request
from scrapy.exceptions import IgnoreRequest

from monitor.crawl.conditional import address_of
from monitor.crawl.record import Recorder
from monitor.crawl.unread import Lost
from monitor.crawl.watch import Watch
from monitor.model.errors import StoreError
from monitor.model.records import Key, Outcome
from monitor.store.evidence import PageState
from monitor.store.revisions import Known

BUNDLE = "bundle "  # before the first member's address: names the page of a whole bundle


class Settled(IgnoreRequest):
    """This request needs nothing more: its page is unchanged, absent, blocked or unreachable, and counted as that."""


@dataclass(slots=True, kw_only=True)
class Visit:
    """One request on its way: whose it is, which page it asks for, and what came."""

    watch: Watch
    state: PageState  # as the last complete reading left it
    optional: bool = False
    member: bool = False  # of a bundle: the bundle decides what its state means
    bundle: "Visit | None" = None  # that this is a member of
    detail: bool = False  # one of many pages that a list leads to: a check can be good without it
    token: str | None = None
    then: tuple[Request, ...] = ()  # what to ask when this, and what it leads to, has been read
    fresh: PageState | None = None  # as it will stand when this answer is read
    known: Mapping[Key, Known] | None = None  # what the page showed before; None: not looked up
    members: dict[str, "Visit"] = field(default_factory=dict)

    @property
    def state_read(self) -> PageState:
        """The page with the answer that is to be read: the new one, or the stored one when nothing is new."""
        return self.fresh or self.state

    def lose(self, outcome: Outcome, fault: str, why: str) -> None:
        """Counts what could not be read: as a fault of the check, or of this page alone where it is one of many. `fault` is the whole
        sentence, `why` a word or two."""
        whole = self.bundle or self
        tally = whole.watch.tally
        if whole.detail:
            tally.lost[whole.state.address] = Lost(outcome=outcome, fault=fault, why=why, name=whole.state.address)
            return
        faults = {Outcome.BROKEN: tally.broken, Outcome.BLOCKED: tally.walls, Outcome.UNREACHABLE: tally.unreachable}
        faults[outcome].append(fault)


class Desk:
    """What the middlewares of one crawl process share: the recorder, the sources by name, and the first fault of the store."""

    def __init__(
        self, recorder: Recorder, watches: dict[str, Watch], *, late: Callable[[], bool] = lambda: False
    ) -> None:
        """`late` tells whether the time of the process is nearly used up: what is not asked by then waits for the next check."""
        self.recorder = recorder
        self.watches = watches
        self.late = late
        self.fault: StoreError | None = None

    def __deepcopy__(self, memo: dict[int, Any]) -> "Desk":
        """Scrapy copies its settings deeply; there is one desk all the same."""
        return self

    def visit(self, request: Request, spider_name: str, **more: Any) -> Visit:
        """The visit of a request, with the page as it is known."""
        watch = self.watches[request.meta.get("source") or spider_name]
        address = (BUNDLE if request.meta.get("bundle") else "") + address_of(request)
        state = watch.pages.get(address) or PageState(address=address)
        return Visit(watch=watch, state=state, **more)
