"""Addresses without their secrets: what may stand in a row, a log, an error or on a page.

An Apprise address may carry a secret anywhere: as user or password, as the host (`ntfy://my-topic`), in the path
(`tgram://token/chat`) or in the query. So nothing is shown that is not known to be harmless.
"""

import re
from urllib.parse import parse_qsl, quote, quote_plus, unquote, urlsplit

_HIDDEN = "…"
_HOST_IS_PUBLIC = frozenset(
    f"{scheme}{secure}"
    for scheme in ("mailto", "json", "xml", "form", "http", "gotify", "mmost", "rocket")
    for secure in ("", "s")
)
"""Schemes whose host is a server and nothing else."""

_HARMLESS = frozenset(
    {"mode", "method", "format", "overflow", "smtp", "cto", "rto", "verify", "redirect", "retry", "wait"}
)
"""Options of an address that hold no secret."""

_PLAIN_WORD = re.compile(r"^[a-z]{1,10}$")
"""A part of a path like "hooks" or "services", which would otherwise vanish from every sentence."""

_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]{0,30}$", re.IGNORECASE)
_HOST = re.compile(r"^(?:localhost|[a-z0-9-]+(?:\.[a-z0-9-]+)+|\[[0-9a-f:.]+\])$", re.IGNORECASE)
_USER_INFO = re.compile(r"(?<=://)[^\s/@]*(?:/[^\s@]*)?@(?=[\w\[.-])")
_NAMED = re.compile(
    r"""(?ix)\b((?:access|api|auth|bot|client|private|web)?[-_]?(?:token|key|secret|password|passwd|pass|pwd|authorization|bearer))
    (\s*["']?\s*[=:]\s*["']?\s*(?:bearer\s+|basic\s+)?)[^\s&"',;<>]+"""
)
_LONG_PATH = re.compile(r"(?<=/)(?=[\w:-]*\d)[\w:-]{20,}")


def shown(address: str) -> str:
    """Scheme and host of an address where the host is harmless, `tgram://…` otherwise, and "…" for what is no address."""
    scheme, mark, rest = address.strip().partition("://")
    if not mark or not _SCHEME.match(scheme):
        return _HIDDEN
    scheme = scheme.lower()
    host = _public_host(rest) if scheme in _HOST_IS_PUBLIC else ""
    return f"{scheme}://{host or _HIDDEN}"


def _public_host(rest: str) -> str:
    """The host, unless a stray "/", "?" or "#" in a password makes it doubtful which part that is."""
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    if "@" in rest[len(authority) :] and "@" not in authority:
        return ""
    server = authority.rpartition("@")[2]
    host = re.sub(r":\d*$", "", server)
    return host.lower() if _HOST.match(host) else ""


def secrets(address: str) -> tuple[str, ...]:
    """Every part of an address that could be a secret, in the spellings in which it may turn up, longest first."""
    found = {address, address.partition("://")[2]}
    try:
        parts = urlsplit(address)
        found |= {parts.username or "", parts.password or ""}
        found |= {part for part in parts.path.split("/") if not _PLAIN_WORD.match(part)}
        found |= {value for name, value in parse_qsl(parts.query) if name not in _HARMLESS}
        found |= {part.partition("=")[2] for part in parts.query.split("&") if part.partition("=")[0] not in _HARMLESS}
        if not _public_host(address.partition("://")[2]) or parts.scheme.lower() not in _HOST_IS_PUBLIC:
            found |= set(re.split(r"[/@?&#=]", address.partition("://")[2]))
    except ValueError:
        found |= set(re.split(r"[/:@?&#=]", address))
    spelled = {form for one in found for form in (one, unquote(one), quote(unquote(one), safe=""), quote_plus(one))}
    return tuple(sorted((one for one in spelled if len(one) >= 4 and not one.isdigit()), key=len, reverse=True))


def redact(text: str, secrets: tuple[str, ...] = ()) -> str:
    """`text` without these secrets, without user and password in any address, and without values named like a secret."""
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, _HIDDEN)
    text = _USER_INFO.sub(f"{_HIDDEN}@", text)
    text = _NAMED.sub(rf"\1\2{_HIDDEN}", text)
    return _LONG_PATH.sub(_HIDDEN, text)
