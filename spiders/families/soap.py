"""SOAP 1.1 over POST: what goes into a request and what comes out of its answer. Steps 1 and 3 of the path.

https://www.w3.org/TR/2000/NOTE-SOAP-20000508/. The body is the same for the same question, because it names the page.
"""

from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree
from scrapy.http import Response

from monitor.model.errors import ExtractionError
from monitor.source import squeeze
from spiders.families.xml_records import name_of, tree_of


def asking(namespace: str, contract: str, operation: str, values: Mapping[str, object]) -> dict[str, Any]:
    """Arguments of `SourceSpider.follow` for one call; the action is namespace, contract and operation, as .NET names it."""
    inner = "".join(f"<s:{name}>{escape(str(value))}</s:{name}>" for name, value in values.items())
    body = (
        '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" '
        f'xmlns:s="{namespace}"><soap:Body><s:{operation}>{inner}</s:{operation}></soap:Body></soap:Envelope>'
    )
    headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f'"{namespace}{contract}/{operation}"'}
    return {"method": "POST", "body": body, "headers": headers, "meta": {"promised": "xml"}}


def answer(response: Response, *operations: str) -> etree._Element:
    """The `<operation>Result` in an answer to one of these operations.

    ExtractionError with the server's words for a fault, and for what is no answer to them.
    """
    root = tree_of(response)
    names = {f"{operation}Result" for operation in operations}
    for each in root.iter():
        if name_of(each) == "Fault":
            said = next((squeeze(one.text) for one in each.iter() if name_of(one).lower() == "faultstring"), "")
            raise ExtractionError(f"the service answers with a fault: {said}", url=response.url, selector="Fault")
        if name_of(each) in names:
            return each
    wanted = " or ".join(sorted(names))
    raise ExtractionError(f"expected {wanted}, found <{name_of(root)}>", url=response.url, selector=wanted)
