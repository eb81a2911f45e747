"""Which addresses a watched URL may reach: the public internet over http and https, and nothing else.

Stands before every connection of a crawl. A URL typed by a user, a redirect, a robots.txt or a DNS name that changes its
answer must not lead into the operator's own network. Names are not trusted: `monitor.crawl.handler` resolves them, asks
`check_address` about every address it got, and connects to a checked address only; so odd spellings (0x7f.1, 2130706433)
need no rule of their own. What the operator permits is `[fetch] allow_private` in the configuration.

Networks follow the IANA special-purpose registries (RFC 6890,
https://www.iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry); they are written out because
`ipaddress.is_global` changes between Python releases.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from monitor.model.errors import ConfigError, ForbiddenAddress

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

KEY = "fetch.allow_private"

_FORBIDDEN_V4 = tuple(
    (IPv4Network(network), what)
    for network, what in (
        ("0.0.0.0/8", "unspecified"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "carrier-grade NAT"),  # with Alibaba's metadata, 100.100.100.200
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "cloud metadata"),  # Azure's platform address lies in public space
        ("169.254.0.0/16", "link-local"),  # with the metadata of most clouds, 169.254.169.254
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),  # with Oracle's metadata, 192.0.0.192
        ("192.0.2.0/24", "documentation"),
        ("192.88.99.0/24", "reserved"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)
_FORBIDDEN_V6 = tuple(
    (IPv6Network(network), what)
    for network, what in (
        ("::1/128", "loopback"),
        ("::/128", "unspecified"),
        ("64:ff9b:1::/48", "local NAT64"),
        ("100::/64", "discarded"),
        ("2001::/23", "reserved"),  # with Teredo, 2001::/32
        ("2001:db8::/32", "documentation"),
        ("3fff::/20", "documentation"),
        ("fc00::/7", "private"),  # with Amazon's metadata, fd00:ec2::254
        ("fe80::/10", "link-local"),
        ("fec0::/10", "private"),
        ("ff00::/8", "multicast"),
    )
)
_MAPPED = IPv6Network("::ffff:0:0/96")
_TRANSLATED = IPv6Network("::ffff:0:0:0/96")
_COMPATIBLE = IPv6Network("::/96")
_NAT64 = IPv6Network("64:ff9b::/96")
_SIX_TO_FOUR = IPv6Network("2002::/16")
_UNICAST = IPv6Network("2000::/3")
_ISATAP = (0x00005EFE, 0x02005EFE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """What the operator permits in spite of the rules: networks, and hosts by name whatever their address."""

    networks: tuple[Network, ...] = ()
    hosts: frozenset[str] = frozenset()

    def covers(self, address: Address, host: str = "") -> bool:
        """True when this address, or this host by its name, is permitted."""
        return host.lower() in self.hosts or any(address in network for network in self.networks)


NOTHING = Allowed()


def allowed(entries: Iterable[str]) -> Allowed:
    """`allow_private` as rules: "127.0.0.0/8" and "10.1.2.3" are networks, "wiki.example.org" a host. Raises ConfigError."""
    networks: list[Network] = []
    hosts: set[str] = set()
    for entry in entries:
        try:
            networks.append(ip_network(entry))
        except ValueError as cause:
            if not _is_name(entry):
                remedy = 'Write a network like "10.0.0.0/8", an address, or a host name.'
                raise ConfigError(f"{entry!r} is no network and no host ({cause})", key=KEY, remedy=remedy) from cause
            hosts.add(entry.lower())
    return Allowed(networks=tuple(networks), hosts=frozenset(hosts))


def check_url(url: str, allow: Allowed = NOTHING) -> None:
    """Raises ForbiddenAddress unless this is http or https to a named host or a permitted address, without a user name.

    Knows nothing of DNS; whoever connects asks `check_address` too.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as cause:
        raise ForbiddenAddress(f"{url!r} is no address: {cause}") from cause
    if parts.scheme not in ("http", "https"):
        raise ForbiddenAddress(f"{url!r} is neither http nor https", remedy="Only web pages can be watched.")
    if not host:
        raise ForbiddenAddress(f"{url!r} names no host")
    if "@" in parts.netloc:
        raise ForbiddenAddress(f"the address at {host} carries a user name", remedy="Remove what stands before the @.")
    literal = as_literal(host)
    if literal is not None:
        check_address(literal, allow, host)


def check_address(address: Address | str, allow: Allowed = NOTHING, host: str = "") -> None:
    """Raises ForbiddenAddress when this address is not public and not permitted; `host` is the name that led to it."""
    found = ip_address(address.partition("%")[0]) if isinstance(address, str) else address
    for inner in _forms(found):
        what = _special(inner)
        if what and not allow.covers(inner, host) and not allow.covers(found, host):
            named = f"{host} is {found}" if host and host != str(found) else str(found)
            hidden = f" (it carries {inner})" if inner != found else ""
            raise ForbiddenAddress(
                f"{named}{hidden}, a {what} address that a watched page may not reach",
                remedy=f'If you mean it, permit it: [fetch] allow_private = ["{inner}"].',
            )


def as_literal(host: str) -> Address | None:
    """The address that a host spells out, or None for a name (and for spellings only a resolver understands)."""
    try:
        return ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None


def _forms(address: Address) -> Iterator[Address]:
    """The address itself unless it only wraps an IPv4 address, and every IPv4 address that it wraps."""
    if isinstance(address, IPv4Address):
        yield address
        return
    value = int(address)
    if address in _MAPPED or address in _TRANSLATED or address in _NAT64 or (address in _COMPATIBLE and value > 0xFFFF):
        yield IPv4Address(value & 0xFFFFFFFF)
        return
    yield address
    if address in _SIX_TO_FOUR:
        yield IPv4Address((value >> 80) & 0xFFFFFFFF)
    if (value >> 32) & 0xFFFFFFFF in _ISATAP:
        yield IPv4Address(value & 0xFFFFFFFF)


def _special(address: Address) -> str:
    """Why an address is not public, in a word or two; empty for a public one."""
    if isinstance(address, IPv4Address):
        return next((what for network, what in _FORBIDDEN_V4 if address in network), "")
    reserved = "" if address in _UNICAST else "reserved"
    return next((what for network, what in _FORBIDDEN_V6 if address in network), reserved)


def _is_name(text: str) -> bool:
    """Host names as people write them in a configuration; anything with a slash, colon or blank is a slip of the pen."""
    return bool(text) and text[0].isalpha() and all(part.isalnum() for part in text.replace("-", "").split("."))
