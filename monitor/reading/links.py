"""The address behind a link: absolute, and without what a site adds to follow its visitors or to defeat caches.

Used by the readers of this room. A link that leads nowhere (a script, the same page) has no address, and what only
shares or prints the page is not part of it.
"""

import re
from functools import lru_cache
from urllib.parse import urljoin, urlsplit, urlunsplit

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_FOLLOWED = ("http:", "https:", "ftp:")
_DROPPED = str.maketrans("", "", "\t\n\r")  # browsers do not see these in an address: "java\nscript:" is a script
_TRACKING = re.compile(
    r"(?i)(?:utm_\w+|itok|fbclid|gclid|dclid|msclkid|yclid|mc_[ce]id|_ga|_gl|_hs\w*|sc_cid|jsessionid|phpsessid"
    r"|aspsessionid\w*|cfid|cftoken|_wpnonce|nonce|cachebust(?:er)?|form_build_id|form_token|csrf_?token)=.*"
)
_SESSION = re.compile(r"(?i);jsessionid=[^/?#]*")
_SHARING = re.compile(
    r"(?i)^(?:https?:)?//(?:www\.)?(?:facebook\.com/(?:sharer|dialog|share)|(?:twitter|x)\.com/(?:intent|share|home\?status)"
    r"|linkedin\.com/share|reddit\.com/submit|pinterest\.com/pin/create|plus\.google\.com/share|addthis\.com/bookmark"
    r"|api\.addthis\.com|addtoany\.com|sharethis\.com|(?:api\.)?whatsapp\.com/send|t\.me/share)"
    r"|^mailto:\?|^javascript:.{0,40}\bprint\("
)

_ENCODED = str.maketrans({" ": "%20", "(": "%28", ")": "%29", "\t": "%20", "\n": "", "\r": "", "\xa0": "%C2%A0"})


def is_sharing(href: str) -> bool:
    """Whether the link only shares, mails or prints the page that it stands on."""
    return _SHARING.match(href) is not None


@lru_cache(maxsize=4096)
def address(href: str, base: str) -> str:
    """The absolute address of a link found on the page `base` ("" leaves it as it is), "" where it leads nowhere.

    Blanks and parentheses are percent-encoded, so that `[words](address)` has one reading.
    """
    href = href.translate(_DROPPED).strip()
    if not href or href.startswith("#"):
        return ""
    try:
        joined = urljoin(base, href) if base else href
        if _SCHEME.match(joined) and not joined.lower().startswith(_FOLLOWED):
            return ""
        joined = _untracked(joined) if "?" in joined or ";" in joined else joined
    except ValueError:
        return ""  # "http://[" and the like: no address that anyone could follow
    return joined.translate(_ENCODED)


def _untracked(url: str) -> str:
    parts = urlsplit(url)
    query = "&".join(pair for pair in parts.query.split("&") if not _TRACKING.fullmatch(pair))
    return urlunsplit(parts._replace(path=_SESSION.sub("", parts.path), query=query))
