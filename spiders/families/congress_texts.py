"""The text of a bill's version, from what the Government Publishing Office makes of it: which bill, which stage, the words.

Three forms: bill XML and USLM (https://github.com/usgpo/uslm), which both carry a title such as "116 HR 1037 RFS: To …", and
HTML, whose file name tells (BILLS-119hr9025ih.html). The text of a version is a `Page` of its own in the registry
"us:116 texts", identified as "HR 1037 (116) rfs", so that a version never meets the bill and each stands by itself. It keeps
struck and inserted words as `monitor.reading` marks them; ids and typesetting are no words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from lxml import etree
from scrapy.http import Response

from monitor.model.documents import Page
from monitor.model.errors import ExtractionError, UnreadableDocument
from monitor.source import day, squeeze
from spiders.families.congress_bills import identifier_of
from spiders.families.pages import reading_of
from spiders.families.xml_records import name_of, tree_of

STAGES = {
    "ath": "Agreed to House", "ats": "Agreed to Senate", "cdh": "Committee Discharged House",
    "cds": "Committee Discharged Senate", "cps": "Considered and Passed Senate", "cph": "Considered and Passed House",
    "eah": "Engrossed Amendment House", "eas": "Engrossed Amendment Senate", "eh": "Engrossed in House",
    "enr": "Enrolled", "es": "Engrossed in Senate", "hds": "Held at Desk Senate", "hdh": "Held at Desk House",
    "ih": "Introduced in House", "iph": "Indefinitely Postponed House", "ips": "Indefinitely Postponed Senate",
    "is": "Introduced in Senate", "lth": "Laid on Table House", "lts": "Laid on Table Senate",
    "pch": "Placed on Calendar House", "pcs": "Placed on Calendar Senate", "pp": "Public Print",
    "rch": "Reference Change House", "rcs": "Reference Change Senate", "rdh": "Received in House",
    "rds": "Received in Senate", "rfh": "Referred in House", "rfs": "Referred in Senate", "rh": "Reported in House",
    "rs": "Reported in Senate", "rth": "Referred to Committee House", "rts": "Referred to Committee Senate",
}  # fmt: skip
"""Codes of the versions, https://www.govinfo.gov/help/bills; a code that is not here is its own name."""
_TITLE = re.compile(
    r"(\d{2,3}) (HR|S|HJRES|SJRES|HCONRES|SCONRES|HRES|SRES) ?(\d+) ([A-Z]+)\d?(?::|$)\s*", re.IGNORECASE
)
_FILE = re.compile(r"BILLS-(\d+)([a-z]+?)(\d+)([a-z]+)\d?(?:\.|/|$)", re.IGNORECASE)
_CONGRESS = re.compile(r"\b(Congress|House of Representatives|Senate)\b", re.IGNORECASE)
_DATED = frozenset({"action-date", "attestation-date", "date"})
_PLACES = frozenset({"action", "attestation", "action-date", "attestation-date"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Whose text it is: the Congress, type and number of the bill, the version's code, and the title if it tells one."""

    congress: str
    kind: str
    number: str
    stage: str
    title: str = ""


def text_of_version(response: Response) -> Page:
    """The text as a document; ExtractionError when it is no bill's text or says nowhere whose it is."""
    root = _xml_root(response)
    text = _named_inside(root) or _named_by_address(response.url)
    if text is None:
        raise ExtractionError("the text names no bill, such as '117 HR 1037 IH' or BILLS-117hr1037ih", url=response.url)
    identifier = identifier_of(text.kind, text.number, response.url)
    try:
        reading = reading_of(response)
    except UnreadableDocument as error:
        raise ExtractionError(str(error), url=response.url) from error
    if not _CONGRESS.search(reading.text):
        raise ExtractionError("the page is no bill's text: it names no Congress", url=response.url)
    return Page(
        identifier=f"{identifier} ({text.congress}) {text.stage}",
        registry=f"us:{text.congress} texts",
        title=text.title or reading.title or identifier,
        url=response.url,
        published_on=max(_dates(root, response.url), default=None) if root is not None else None,
        status=STAGES.get(text.stage, text.stage),
        text=reading.text,
    )


def _xml_root(response: Response) -> etree._Element | None:
    """The root of a bill or resolution in XML; None for a page, a print or plain text, which is believed only at an address that
    promises one."""
    if re.search(r"[./](?:html?|pdf|txt)$", urlsplit(response.url).path.lower()):
        return None
    root = tree_of(response)
    if name_of(root) not in ("bill", "resolution", "engrossedAmendment", "amendment-doc"):
        raise ExtractionError(f"expected the text of a bill, found <{name_of(root)}>", url=response.url)
    return root


def _named_inside(root: etree._Element | None) -> Text | None:
    for element in root.iter(etree.Element) if root is not None else ():
        if name_of(element) in ("title", "citableAs"):
            words = squeeze("".join(str(part) for part in element.itertext()))
            found = _TITLE.match(words)
            if found:
                congress, kind, number, stage = found.groups()
                return Text(
                    congress=congress, kind=kind, number=number, stage=stage.lower(), title=words[found.end() :]
                )
    return None


def _named_by_address(url: str) -> Text | None:
    found = _FILE.search(url)
    if not found:
        return None
    congress, kind, number, stage = (part.lower() for part in found.groups())
    return Text(congress=congress, kind=kind, number=number, stage=stage)


def _dates(root: etree._Element, url: str) -> Iterator[date]:
    """The days of what was done with the bill and when it was attested, of which the last one is the version's."""
    for element in root.iter(etree.Element):
        inside = name_of(element) in _DATED and (name_of(element) != "date" or _in_action(element))
        if inside and element.get("date"):
            try:
                found = day(element.get("date"))
            except ValueError as error:
                raise ExtractionError(f"'date': {error}", url=url, selector="date") from error
            if found:
                yield found


def _in_action(element: etree._Element) -> bool:
    return any(name_of(parent) in _PLACES for parent in element.iterancestors())
