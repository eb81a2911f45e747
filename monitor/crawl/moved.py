"""Whether an address that a source asks first leads elsewhere for good (RFC 9110: 301 Moved Permanently, 308). Pure.

The redirect is followed all the same; but one day it will not be there, and somebody should write the new address down.
"""

from collections.abc import Mapping
from itertools import takewhile
from typing import Any
from urllib.parse import urlsplit

PERMANENT = (301, 308)


def moved_for_good(meta: Mapping[str, Any], url: str) -> str:
    """ "https://old has moved to https://new" from a request's meta and the address that answered; "" where nothing did.

    Only of what a source asks first: links on its pages are the publisher's to mend. Another scheme, a "www." or a slash at
    the end is no move.
    """
    hops = len(list(takewhile(lambda reason: reason in PERMANENT, meta.get("redirect_reasons", ()))))
    if not hops or meta.get("depth", 0):
        return ""
    way = [*meta["redirect_urls"], url]
    old, new = way[0], way[hops]
    return f"{old} has moved to {new}" if _bare(old) != _bare(new) else ""


def _bare(url: str) -> tuple[str, str, str]:
    parts = urlsplit(url)
    return (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/"), parts.query
