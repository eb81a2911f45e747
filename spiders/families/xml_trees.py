"""XML as a tree, whole or not at all: what several federal sources take apart into documents.

A download that broke off would look like a file with fewer documents, so XML that is not well-formed is a fault here, and so
is XML that declares entities. The text of a part is read by `monitor.reading`, as everywhere.
"""

from collections.abc import Container, Iterator
from typing import Any

from lxml import etree
from scrapy.http import Response

from monitor.model.errors import ExtractionError
from monitor.reading import read
from monitor.source import squeeze


def tree_of(response: Response) -> Any:
    """The root element of a response; ExtractionError for what is no XML, is cut short or declares entities."""
    if b"<!ENTITY" in response.body:
        raise ExtractionError("the XML declares entities, which are not expanded", url=response.url)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(response.body, parser)
    except etree.XMLSyntaxError as error:
        raise ExtractionError(f"expected well-formed XML: {error}", url=response.url) from error


def words(element: Any, *, without: Container[str] = ()) -> str:
    """The words of an element on one line, leaving out what the elements named hold; "" for None."""
    return "" if element is None else squeeze("".join(_pieces(element, without)))


def _pieces(element: Any, without: Container[str]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag not in without:
            yield from _pieces(child, without)
        yield child.tail or ""


def text_below(element: Any, *, within: str = "") -> str:
    """The blocks of an element, one a line, as a person would read them; `within` names the element that tells its kind of
    XML, where it does not itself."""
    body: bytes = etree.tostring(element, encoding="utf-8", with_tail=False)
    wrapped = b"<%s>%s</%s>" % (within.encode(), body, within.encode()) if within else body
    return read(wrapped, media_type="application/xml").text
