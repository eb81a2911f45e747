"""What a configuration says, as frozen values: where to look, what about, whom to tell, how often.

Rooms below the command line import this module; reading the file is `monitor.config.load`. Nothing here holds a secret in
its repr.
"""

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monitor.model.errors import ConfigError

if TYPE_CHECKING:  # making the records' classes takes longer than reading most configurations
    from monitor.model.records import Destination, Topic

OPERATOR = "operator"
"""The name kept for the subscription that carries health messages to whoever runs the monitor."""

CANARY = "canary"
"""The name kept for the daily message that must arrive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """How pages are fetched: `delay` seconds between two requests to one host (None: as each source says), `processes` crawls
    at a time, each with a `time_limit` in seconds and a `memory_limit_mb` of address space. `allow_private` names the hosts
    and networks that a watched address may reach although they are not public; `intermediates` is a folder of certificates that
    complete the chains of hosts that do not send theirs."""

    allow_private: tuple[str, ...] = ()
    intermediates: Path | None = None
    delay: float | None = None
    processes: int = 2
    time_limit: int = 1800
    memory_limit_mb: int = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSettings:
    """What the file says about one source by its name; an empty cadence leaves the source's own. `terms` are what a source
    that searches asks for; without any it takes the words of the topics."""

    name: str
    cadence: str = ""
    enabled: bool = True
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Which sources are checked by the service: name patterns ("us.*"), and settings that overrule them one by one."""

    enabled: tuple[str, ...] = ("*",)
    settings: tuple[SourceSettings, ...] = ()

    @property
    def none(self) -> bool:
        """Whether no source that ships is wanted: then none needs to be imported either."""
        return not (self.enabled or self.settings)

    def names(self, name: str) -> bool:
        """Whether the file speaks of this source by its very name."""
        return name in self.enabled or any(settings.name == name for settings in self.settings)

    def of(self, name: str, cadence: str = "") -> SourceSettings:
        """The settings that hold for the source `name`, whose own cadence is `cadence`."""
        own = next((settings for settings in self.settings if settings.name == name), None)
        chosen = own.enabled if own else any(fnmatchcase(name, pattern) for pattern in self.enabled)
        terms = own.terms if own else ()
        return SourceSettings(name=name, cadence=(own.cadence if own else "") or cadence, enabled=chosen, terms=terms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """A document followed by hand, told under `topic`: by identifier, where that is known with its jurisdiction or register and
    kind, or the watch (`source`) that it is. `document` is as it was written. `priority` is 1 (first) to 5, 0 for none."""

    document: str
    topic: str
    identifier: str = ""
    jurisdiction: str = ""
    registry: str = ""
    kind: str = ""
    source: str = ""
    stance: str = "watch"
    priority: int = 0
    note: str = ""


ROUTES = ("direct", "legiscan", "openstates")


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """By which routes the bills of a jurisdiction ("us-va", or "default" for all others) are read, the best one first."""

    jurisdiction: str
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfiguredDestination:
    """A destination of the file. `address` is empty and `problem` says why when its secret was not to be had. With `through`, the
    name of a mail destination, it is the mailbox `to` behind that one's server."""

    name: str
    to: str = ""
    through: str = ""
    format: str = "html"
    address: str = field(default="", repr=False)
    key: str = ""
    problem: str = ""
    unsubscribe: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """Who is told what and when; destinations by name."""

    name: str
    topics: tuple[str, ...]
    cadence: str
    timezone: str
    destinations: tuple[str, ...] = ()
    send_empty: bool = False
    jurisdictions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    minimum_importance: float = 0.0
    quiet_hours: str = ""
    holidays: tuple[str, ...] = ()
    template: str = ""
    language: str = ""
    paused: bool = False

    def settings(self) -> dict[str, Any]:
        """Everything but the name, ready for JSON; never a secret."""
        return {
            "topics": list(self.topics),
            "cadence": self.cadence,
            "timezone": self.timezone,
            "destinations": list(self.destinations),
            "send_empty": self.send_empty,
            "jurisdictions": list(self.jurisdictions),
            "kinds": list(self.kinds),
            "minimum_importance": self.minimum_importance,
            **{name: value for name, value in self._rest().items() if value},
        }

    def _rest(self) -> dict[str, Any]:
        """What few subscriptions have; left out of the settings where it is empty."""
        return {
            "quiet_hours": self.quiet_hours,
            "holidays": list(self.holidays),
            "template": self.template,
            "language": self.language,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A page, feed or index that is watched by its address, without code; it becomes a source of that name.

    `css` selects what is read, `ignore` what is left out (selectors, or "re:PATTERN" for lines); `follow` selects the links of
    an index, and `complete` says that it shows everything, so that a missing link is a removal.
    """

    name: str
    url: str
    kind: str = "page"
    css: str = ""
    ignore: tuple[str, ...] = ()
    follow: str = ""
    complete: bool = False
    cadence: str = "every 6 hours"
    jurisdiction: str = ""

    def settings(self) -> dict[str, Any]:
        """What the spider `anywhere.<kind>` needs, ready for JSON."""
        return {
            "url": self.url,
            "css": self.css,
            "ignore": list(self.ignore),
            "follow": self.follow,
            "complete": self.complete,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """A whole configuration. `file` is the path as given, "" for the defaults; every relative path in it is resolved."""

    file: str = ""
    database: str = field(default="sqlite:///policywatch.db", repr=False)
    contact: str = ""
    timezone: str = "UTC"
    templates: Path | None = None
    public_url: str = ""
    fetch: Fetch = Fetch()
    sources: Sources = Sources()
    topics: "tuple[Topic, ...]" = ()
    destinations: tuple[ConfiguredDestination, ...] = ()
    subscriptions: tuple[Subscription, ...] = ()
    operator: tuple[str, ...] = ()
    canary: tuple[str, ...] = ()
    watches: tuple[Watch, ...] = ()
    routes: tuple[Route, ...] = ()
    follows: tuple[Follow, ...] = ()

    def routes_of(self, jurisdiction: str) -> tuple[str, ...]:
        """The routes to the bills of a jurisdiction, the best one first; "direct" where the file says nothing."""
        said = {one.jurisdiction: one.order for one in self.routes}
        return said.get(jurisdiction) or said.get("default") or ROUTES[:1]

    def reach(self, *names: str) -> "tuple[Destination, ...]":
        """The named destinations with their addresses, all of them without names; ConfigError when a secret is not there."""
        from monitor.model.records import Destination

        chosen = [self._destination(name) for name in names] if names else self.destinations
        for destination in chosen:
            if destination.problem:
                raise ConfigError(
                    destination.problem, key=destination.key, file=self.file, remedy="Set it and start again"
                )
        return tuple(
            Destination(name=known.name, address=known.address, format=known.format, unsubscribe=known.unsubscribe)
            for known in chosen
        )

    def _destination(self, name: str) -> ConfiguredDestination:
        from monitor.config.table import nearest

        known = {destination.name: destination for destination in self.destinations}
        if name not in known:
            raise ConfigError(
                f'no destination is called "{name}"', key="destinations", file=self.file, remedy=nearest(name, known)
            )
        return known[name]
