"""Tells a bot wall or soft error from the page that was asked for, so that it is called blocked, never changed or empty.

Stands right behind the download: every response passes here before anything reads it, so it looks at headers, address,
title and the beginning of small bodies only. The rules are tables of marks that walls carry and articles do not: a product's
own words, an exact title, an address. A status alone is no wall, but for 429 (RFC 6585), by which a load balancer turns visitors
away without a word; neither is an article that mentions captchas, nor an
interface's own error message in JSON.

To teach it another wall, add a line to the table that fits, and a capture or the wall's words to the tests.
"""

import html
import re
from collections.abc import Callable, Mapping

HEAD = 8192
"""Bytes of a body that are looked at."""

SMALL = 16_384
"""Bytes up to which a body can be a wall's own page; walls are small, and longer pages only quote them."""

TOO_MANY = "rate limit: Too Many Requests"

_HEADER_MARKS = (
    # header, what its value contains, statuses (empty: any), wall
    ("x-amzn-waf-action", "", (), "AWS WAF challenge"),
    ("cf-mitigated", "challenge", (), "Cloudflare challenge"),
    ("rimon", "block", (), "web filter: Rimon"),
    ("x-datadome", "protected", (401, 403), "DataDome challenge"),
    ("x-sucuri-block", "", (), "Sucuri: Access Denied"),
    ("server", "akamaighost", (403,), "Akamai: Access Denied"),
    ("server", "cloudfront", (403,), "CloudFront: request blocked"),
    ("server", "awselb", (403,), "AWS load balancer: 403 Forbidden"),
)

_ADDRESS_MARKS = (
    # part of the address that answered, in lower case
    ("/apology_objects/", "FDA apology page"),
    ("//unblock.federalregister.gov", "Federal Register: Request Access"),
    ("//validate.perfdrive.com", "Radware challenge"),
    ("captcha-delivery.com/", "DataDome challenge"),
    ("//www.google.com/sorry/", "Google: unusual traffic"),
)

_ANY: tuple[int, ...] = ()
_GOOD = tuple(range(200, 300))

_TITLE_MARKS = (
    # the whole title (a regular expression), statuses (empty: any), only on small bodies?, wall
    (r"fda apology", _ANY, False, "FDA apology page"),
    (r"federal register :: request access", _ANY, False, "Federal Register: Request Access"),
    (r"attention required! \| cloudflare|just a moment\.*|please wait\.* \| cloudflare", _ANY, False, "Cloudflare challenge"),
    (r"access denied \| .* used cloudflare to restrict access", _ANY, False, "Cloudflare challenge"),
    (r"request rejected", _ANY, False, "F5: Request Rejected"),
    (r"human verification", _ANY, True, "AWS WAF challenge"),
    (r"error: the request could not be satisfied", (200, 202, 403), False, "CloudFront: request blocked"),
    (r"sucuri website firewall.*", _ANY, False, "Sucuri: Access Denied"),
    (r"radware (bot manager )?captcha.*", _ANY, False, "Radware challenge"),
    (r"access to this page has been denied\.?", _ANY, True, "PerimeterX challenge"),
    (r"pardon our interruption\.*", _ANY, True, "Imperva: Pardon Our Interruption"),
    (r".*\b(dns|web|url|content)[ -]?filter\b.*\b(portal|violation|service)\b.*", _ANY, True, "web filter on the way"),
    (r"fortiguard .*|web (page|site) blocked!?|this (site|page) is blocked", _ANY, True, "web filter on the way"),
    (r"(error )?access (denied|forbidden)( *[-|/].*)?|automated request blocked", _ANY, True, "Access Denied"),
    (r"(security|robot|bot) (check|challenge|verification)|are you (a )?(human|robot)\?*|verify(ing)? you are human", _ANY, True, "bot challenge"),
    (r"(error )?(429[ :-]*)?too many requests", _ANY, True, TOO_MANY),
    (r"(error )?403[ :-]+forbidden|forbidden", _GOOD, True, "403 Forbidden under another status"),
    (r"(site |system |web ?site |server |scheduled )?(is )?(down for |under |undergoing |in )?(scheduled |routine )?maintenance( mode| page)?[.!]?", _ANY, True, "maintenance page"),
    (r"(we('|’)?ll be back( soon| shortly)?|(temporarily|site|service|page) (unavailable|offline))[.!]?", _GOOD, True, "maintenance page"),
    (r"(please )?(log[ -]?in|sign[ -]?in|log[ -]?on)( (page|required))?( (to|[-|:–]) .*)?|.* [-|:–] (log[ -]?in|sign[ -]?in)", _GOOD, False, "login page"),
    (r"(error )?404( ?[-|:–] .*| (error|page|file|not)\b.*)?", _GOOD, True, "soft 404"),
    (r"(page|file|document) (not|can('|’)?t be|cannot be|could not be) found( [-|:–] .*)?|not found", _GOOD, True, "soft 404"),
    (r"(error )?50[0234]( ?[-|:–] .*| (error|internal|bad|service|gateway|server)\b.*)?", _GOOD, True, "server error under another status"),
    (r"(internal )?server error.*|(runtime|application) error|bad gateway|service (temporarily )?unavailable", _GOOD, True, "server error under another status"),
)  # fmt: skip

_BODY_MARKS = (
    # words that all stand in the beginning of a small page, in lower case
    ((b"the requested url was rejected", b"support id"), "F5: Request Rejected"),
    ((b'window["bobcmn"]',), "F5: script challenge"),
    ((b"/tspd/", b"enable javascript"), "F5: script challenge"),
    ((b"errors.edgesuite.net",), "Akamai: Access Denied"),
    ((b"you don't have permission to access", b"reference&#32;&#35;"), "Akamai: Access Denied"),
    ((b"you don't have permission to access", b"reference #"), "Akamai: Access Denied"),
    ((b"sec-if-cpt-container",), "Akamai challenge"),
    ((b"_cf_chl_opt",), "Cloudflare challenge"),
    ((b"checking your browser before accessing",), "Cloudflare challenge"),
    ((b"enable javascript and cookies to continue",), "Cloudflare challenge"),
    ((b"incapsula incident id",), "Imperva: Incapsula"),
    ((b"request unsuccessful. incapsula",), "Imperva: Incapsula"),
    ((b"_incapsula_resource", b"<iframe"), "Imperva: Incapsula"),
    ((b"awswafcookiedomainlist",), "AWS WAF challenge"),
    ((b"awswafintegration",), "AWS WAF challenge"),
    ((b"generated by cloudfront", b"request blocked"), "CloudFront: request blocked"),
    ((b"unblock.federalregister.gov",), "Federal Register: Request Access"),
    ((b"captcha-delivery.com",), "DataDome challenge"),
    ((b"px-captcha",), "PerimeterX challenge"),
    ((b"distil_r_captcha",), "Imperva: Pardon Our Interruption"),
    ((b"automated request blocked",), "Access Denied: automated request blocked"),
    ((b"mod_security", b"not acceptable"), "ModSecurity: Not Acceptable"),
    ((b"fortiweb", b"attack id"), "FortiWeb: blocked"),
    ((b"our systems have detected unusual traffic",), "Google: unusual traffic"),
    ((b"your ip address is on this", b"blacklist"), "address on a blacklist"),
    ((b"your ip address has been blocked",), "address on a blacklist"),
    ((b"your ip has been blocked",), "address on a blacklist"),
)

_TITLES: tuple[tuple[Callable[[str], object], tuple[int, ...], bool, str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE).fullmatch, statuses, small, wall)
    for pattern, statuses, small, wall in _TITLE_MARKS
)
_TITLE = re.compile(rb"<title[^>]*>(.{0,300}?)</title", re.IGNORECASE | re.DOTALL)
_LEAD = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*", re.DOTALL)
_LOGIN = re.compile(r"/(log-?in|sign-?in|logon|saml2?|adfs|oauth2|sso)\b|//(login|signin|sso|idp)\.", re.IGNORECASE)
_SILENT = (204, 205, 304)  # these have no body by their meaning (RFC 9110)


def wall(
    *,
    status: int,
    headers: Mapping[str, str],
    url: str,
    requested: str = "",
    title: str = "",
    length: int | None = None,
    body: bytes = b"",
    promised: str = "",
) -> str:
    """The wall or soft error that stands where the page should be, by name; empty for an ordinary answer.

    `url` answered and `requested` was asked for (they differ after redirects). `promised` is what the source expects: json,
    xml, csv, pdf or html. `length` counts the body's bytes where the body itself is not at hand.
    """
    size = len(body) if length is None else length
    named = {name.lower(): value.lower() for name, value in headers.items()}
    found = _by_header(status, named) or _by_address(url.lower(), requested.lower())
    if found:
        return found
    if size == 0 and status < 300 and status not in _SILENT:
        return "empty body"
    return _by_body(status, named, title, size, body[:HEAD], promised)


def _by_body(status: int, headers: Mapping[str, str], title: str, size: int, head: bytes, promised: str) -> str:
    """The wall that the title or the beginning of the body gives away."""
    start = _LEAD.match(head)
    first = head[start.end() if start else 0 :][:15].lower()
    if head and not first:
        return "empty body" if size <= HEAD and status < 300 else ""
    if first[:1] in (b"{", b"[") or first.startswith(b"%pdf"):
        return ""
    markup = first.startswith((b"<!doctype html", b"<html", b"<head") if promised == "xml" else b"<")
    found = _by_title(status, headers, title or _title(head), size)
    if not found and size <= SMALL:
        found = _by_words(head.lower())
    if not found and markup and promised not in ("", "html") and status < 300:
        found = f"HTML where {promised.upper()} was promised"
    return found or (TOO_MANY if status == 429 else "")


def _by_header(status: int, headers: Mapping[str, str]) -> str:
    for name, part, statuses, found in _HEADER_MARKS:
        if name in headers and part in headers[name] and (not statuses or status in statuses):
            return found
    return ""


def _by_address(url: str, requested: str) -> str:
    for part, found in _ADDRESS_MARKS:
        if part in url:
            return found
    if requested and url != requested and _LOGIN.search(url) and not _LOGIN.search(requested):
        return "login page"
    return ""


def _by_title(status: int, headers: Mapping[str, str], title: str, size: int) -> str:
    for matches, statuses, small, found in _TITLES:
        if (not statuses or status in statuses) and (not small or size <= SMALL) and matches(title):
            akamai = found == "Access Denied" and "ak_p" in headers.get("server-timing", "")
            return "Akamai: Access Denied" if akamai else found
    return ""


def _by_words(head: bytes) -> str:
    for words, found in _BODY_MARKS:
        if all(word in head for word in words):
            return found
    return ""


def _title(head: bytes) -> str:
    """The title of an HTML page as a reader sees it; empty where there is none in the beginning."""
    found = _TITLE.search(head)
    return " ".join(html.unescape(found[1].decode("utf-8", "replace")).split()) if found else ""
