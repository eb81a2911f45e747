"""Answers of .NET web services (ASMX): the same records whether asked by HTTP GET or in a SOAP envelope. Step 3 of the path.

Records are told by their local names, because the envelope's and the service's namespaces differ between the two ways.
"""

from lxml import etree
from scrapy.http import Response

from monitor.model.errors import ExtractionError
from monitor.source import squeeze
from spiders.families.xml_records import name_of, tree_of


def records(response: Response, name: str) -> list[etree._Element]:
    """The records of an answer, none for an empty array.

    ExtractionError for a SOAP fault, and for XML that is neither `ArrayOf<name>` nor `…Result` in an envelope.
    """
    root = tree_of(response)
    fault = next((each for each in root.iter() if name_of(each) == "Fault"), None)
    if fault is not None:
        said = next((squeeze(each.text) for each in fault.iter() if name_of(each).lower() == "faultstring"), "")
        raise ExtractionError(f"the service answers with a fault: {said}", url=response.url, selector="Fault")
    if name_of(root) == name:
        return [root]
    holder = root if name_of(root) == f"ArrayOf{name}" else _result(root)
    if holder is None:
        raise ExtractionError(f"expected <{name}>, found <{name_of(root)}>", url=response.url, selector=name)
    found = [each for each in holder if isinstance(each.tag, str)]
    strange = next((each for each in found if name_of(each) != name), None)
    if strange is not None:
        raise ExtractionError(f"expected <{name}>, found <{name_of(strange)}>", url=response.url, selector=name)
    return found


def _result(root: etree._Element) -> etree._Element | None:
    """What a SOAP envelope carries: Envelope/Body/<Operation>Response/<Operation>Result."""
    if name_of(root) != "Envelope":
        return None
    return next((each for each in root.iter() if name_of(each).endswith("Result")), None)


def holds(response: Response, name: str) -> bool:
    """Whether an answer carries records of this name, or is an empty array of them."""
    root = tree_of(response)
    return name_of(root) in (name, f"ArrayOf{name}") or any(name_of(each) == name for each in root.iter())


def child(record: etree._Element, name: str) -> etree._Element | None:
    """The first child of this local name."""
    return next((each for each in record if name_of(each) == name), None)


def said(record: etree._Element | None, name: str) -> str:
    """The words of the child of this name on one line; "" where there is none."""
    found = child(record, name) if record is not None else None
    return squeeze(found.text) if found is not None else ""


def must(record: etree._Element, name: str, url: str) -> str:
    """The words of a child that is never empty, or ExtractionError."""
    words = said(record, name)
    if not words:
        raise ExtractionError(f"a <{name_of(record)}> without <{name}>", url=url, selector=name)
    return words
