"""XML of records (bills' status, sitemaps, lists of reviews): a strict tree from a response, and plain data from a tree.

Scrapy's own selectors repair what is not well-formed, so that a file cut short reads like one with fewer records; here a
missing end is a fault. Nothing is fetched, no entity is expanded.
"""

import re
from typing import Any

from lxml import etree
from scrapy.http import Response

from monitor.model.errors import ExtractionError

LISTED = frozenset({"item", "summary"})  # elements that repeat, and are a list even when there is only one


def tree_of(response: Response) -> etree._Element:
    """The root element; ExtractionError for what is no XML, is cut short, or declares entities."""
    body = response.body.strip(b"\0 \t\r\n")
    if b"<!ENTITY" in body:
        raise ExtractionError("this XML declares entities, which are not expanded", url=response.url)
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True)
        return etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        start = body[:40].decode("utf-8", "replace").strip()
        raise ExtractionError(f"expected XML, found {start!r}: {error}", url=response.url) from error


def name_of(element: etree._Element) -> str:
    """The element's name without its namespace; "" for a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def expected(root: etree._Element, name: str, url: str) -> etree._Element:
    """The root if it bears the name, or ExtractionError: an error page may be well-formed too."""
    if name_of(root) != name:
        raise ExtractionError(f"expected <{name}>, found <{name_of(root)}>", url=url, selector=name)
    return root


def text_at(element: etree._Element, path: str) -> str:
    """The words of the element at a path, on one line; "" where there is none."""
    found = element.find(path)
    return " ".join("".join(str(part) for part in found.itertext()).split()) if found is not None else ""


def plain(element: etree._Element) -> Any:
    """An element as the JSON of the same records has it: text, an object by child names, with lists of what repeats.

    Of other children that bear the same name the last one counts. Empty elements are "".
    """
    children = [child for child in element if isinstance(child.tag, str)]
    if not children:
        return (element.text or "").strip()
    record: dict[str, Any] = {}
    for child in children:
        name = name_of(child)
        if name in LISTED:
            record.setdefault(name, []).append(plain(child))
        else:
            record[name] = plain(child)
    return record


def sitemap_entries(root: etree._Element, url: str, wanted: re.Pattern[str]) -> list[tuple[str, str]]:
    """Address and time of the last change ("" if untold) of the wanted entries of a sitemap; of an index, all of them.

    https://www.sitemaps.org/protocol.html. ExtractionError when there is none: a sitemap without a file is a moved one.
    """
    entries = [
        (_child(entry, "loc"), _child(entry, "lastmod")) for entry in root if name_of(entry) in ("url", "sitemap")
    ]
    found = [
        (address, changed) for address, changed in entries if name_of(root) == "sitemapindex" or wanted.search(address)
    ]
    if not found or not all(address for address, _ in found):
        raise ExtractionError(
            f"expected addresses in <{name_of(root)}>, found none of {len(entries)}", url=url, selector=wanted.pattern
        )
    return found


def _child(element: etree._Element, name: str) -> str:
    return next(("".join((child.text or "").split()) for child in element if name_of(child) == name), "")
