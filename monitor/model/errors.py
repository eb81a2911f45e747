"""Everything that can go wrong on purpose. One root, few children, fields instead of prose.

Raised where the fault is known, caught once where it becomes an outcome or an exit code. The message names the file, key,
source or address, and `remedy` says what to do about it.
"""


class MonitorError(Exception):
    """Root of all errors that policywatch raises itself; `remedy` is a sentence for the person who must act."""

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}. {self.remedy}" if self.remedy else self.message


class ConfigError(MonitorError):
    """A configuration file, option or environment value is wrong; `key` is its dotted path, `file` where it stands."""

    def __init__(self, message: str, *, key: str = "", file: str = "", remedy: str = "") -> None:
        where = ": ".join(part for part in (file, key) if part)
        super().__init__(f"{where}: {message}" if where else message, remedy=remedy)
        self.key = key
        self.file = file


class QueryError(MonitorError):
    """A topic's query cannot be understood; `position` counts characters from 0, or is None."""

    def __init__(self, message: str, *, query: str, position: int | None = None, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.query = query
        self.position = position


class StoreError(MonitorError):
    """The database cannot be used: missing, locked, read-only, full, damaged, or of another edition."""


class NoStore(StoreError):
    """There is no database yet where one is looked for; nothing is wrong, nothing has been made."""


_WHERE_NAMES_STAND = {
    "subscription": "See [subscriptions.NAME] in policywatch.toml, and `policywatch apply`.",
    "delivery": "See `policywatch deliveries`.",
}


class UnknownName(MonitorError):
    """A source, topic, subscription, change or delivery that nobody has heard of; `near` holds similar names."""

    def __init__(self, kind: str, name: str, near: tuple[str, ...] = ()) -> None:
        hint = (
            f"Did you mean {' or '.join(near)}?"
            if near
            else _WHERE_NAMES_STAND.get(kind, f"See `policywatch {kind}s`.")
        )
        super().__init__(f"no {kind} is called {name!r}", remedy=hint)
        self.kind, self.name, self.near = kind, name, near


class ExtractionError(MonitorError):
    """A page is not what its spider expects: a selection counted wrong, a field is missing, a value does not parse."""

    def __init__(self, message: str, *, url: str, selector: str = "", found: int | None = None) -> None:
        super().__init__(f"{message} (at {url})")
        self.url, self.selector, self.found = url, selector, found


NEEDS_KEY = "needs a key"
"""How the message of a source begins that its publisher answers only with a key."""


class KeyNeeded(ExtractionError):
    """The publisher wants a key that is missing or refused; `variable` is the environment variable that it is read from."""

    def __init__(self, message: str, *, url: str, variable: str) -> None:
        super().__init__(f"{NEEDS_KEY} in {variable}: {message}", url=url, selector="error")
        self.variable = variable


class UnreadableDocument(MonitorError):
    """Bytes that no reader can turn into text (a damaged PDF, an XML that is not well-formed); they are kept all the same."""


class ForbiddenAddress(MonitorError):
    """An address that a watched URL may not reach: private, loopback, link-local, metadata, or not http(s)."""


class DeliveryError(MonitorError):
    """A message was not accepted; `permanent` means that another try cannot help."""

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent
