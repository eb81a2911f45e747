"""Sections and appendices of the Code of Federal Regulations, from the XML of the eCFR or of an annual edition.

Structure: the Government Publishing Office's user guides (https://github.com/usgpo/bulk-data). The eCFR has DIV8 for a
section and DIV9 for an appendix; an annual edition has SECTION and APPENDIX below PART.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import quote

from monitor.model.documents import Rule
from monitor.model.errors import ExtractionError
from monitor.source import day
from spiders.families.xml_trees import text_below, words

REGISTRY = "ecfr.gov"
STAGE = "codified text"
CITATION = re.compile(
    r"\b\d+ FR \d+, (?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d{1,2}, \d{4}"
)
PENDING = re.compile(r"^(\[?link to an amendment published at\b.*|effective date note:? *)$", re.IGNORECASE)
"""Notes that the eCFR puts above a text for as long as an amendment waits to take effect; they are no part of the law."""


def sections_of(root: Any, url: str) -> Iterator[Rule]:
    """Every section and appendix, in order; ExtractionError where there is none."""
    title = _title_number(root, url)
    elements = [element for element in root.iter("DIV8", "DIV9", "SECTION", "APPENDIX") if _stands_alone(element)]
    if not elements:
        raise ExtractionError("no section of the Code of Federal Regulations", url=url, selector="DIV8", found=0)
    for element in elements:
        yield _annual(element, title, url) if element.tag.isalpha() else _current(element, title, url)


def _stands_alone(element: Any) -> bool:
    """Whether it is a section of the Code: not one quoted in an amendment, not an appendix within an appendix."""
    return next(element.iterancestors("DIV8", "DIV9", "SECTION", "APPENDIX", "REGTEXT", "EXTRACT"), None) is None


def _current(element: Any, title: str, url: str) -> Rule:
    number = (element.get("N") or "").replace("§", "").strip()
    if not number and element.tag == "DIV9":  # the bulk data leaves many without
        number = words(element.find("HEAD")).partition("—")[0].strip()
    if not number:
        raise ExtractionError("a section has no number", url=url, selector="N")
    around = next(element.iterancestors("DIV5"), None)
    part = around.get("N") if around is not None else number.partition(".")[0] if element.tag == "DIV8" else ""
    return _section(element, title, number, words(element.find("HEAD")), part or _asked_part(url))


def _annual(element: Any, title: str, url: str) -> Rule:
    around = next(element.iterancestors("PART"), None)
    part = _part_number(around)
    heading = words(next((child for child in element if child.tag in ("HD", "RESERVED", "WHED")), None))
    if element.tag == "APPENDIX":
        number = heading.partition("—")[0].strip() or f"Appendix to Part {part}"
    else:
        printed = words(element.find("SECTNO"))
        number = printed.replace("§", "").strip()
        heading = " ".join(filter(None, (printed, words(element.find("SUBJECT")))))
    if not number:
        raise ExtractionError("a section has no number", url=url, selector="SECTNO")
    return _section(element, title, number, heading, part or number.partition(".")[0])


def _section(element: Any, title: str, number: str, heading: str, part: str) -> Rule:
    blocks = text_below(element, within="PART" if element.tag == "APPENDIX" else "").split("\n")
    citations = [cited for note in element.iter("CITA") for cited in CITATION.findall(words(note))]
    kind = "section" if element.tag in ("DIV8", "SECTION") else "appendix"
    return Rule(
        identifier=f"{title} CFR {number}",
        registry=REGISTRY,
        title=heading or number,
        url=address_of(title, kind, number),
        published_on=_cited_on(citations[-1]) if citations else None,
        text="\n".join(block for block in blocks if not PENDING.match(block.lstrip("# "))),
        stage=STAGE,
        action=citations[-1] if citations else "",
        cfr=(f"{title} CFR {part}",) if part else (),
    )


def address_of(title: str, kind: str, number: str) -> str:
    """Where a reader finds the current text of a section or appendix."""
    return f"https://www.ecfr.gov/current/title-{title}/{kind}-{quote(number)}"


def _title_number(root: Any, url: str) -> str:
    printed = words(next(root.iter("CFRTITLE"), None)) or words(root.find(".//IDNO[@TYPE='title']"))
    division = next((one for one in root.iter("DIV1") if one.get("TYPE") == "TITLE"), None)
    found = re.search(r"title-?(\d+)", url)
    number = printed or _division_number(division) or (found[1] if found else "")
    if not number:
        raise ExtractionError("neither the text nor its address says which title this is", url=url, selector="DIV1")
    return str(number)


def _division_number(division: Any) -> str:
    """The title of a DIV1; the bulk data counts its volumes in N and names the title in NODE ("26:1")."""
    if division is None:
        return ""
    title, colon, _ = (division.get("NODE") or "").partition(":")
    return title if colon and title.isdigit() else division.get("N") or ""


def _cited_on(citation: str) -> date | None:
    """The day in "91 FR 54948, Aug. 26, 2026", however its month is cut short; None for a misprint."""
    printed = re.sub(r"([A-Z][a-z]{2})[a-z]*\.?", r"\1", citation.partition(", ")[2])
    try:
        return day(printed)
    except ValueError:
        return None


def _asked_part(url: str) -> str:
    found = re.search(r"[?&]part=([^&]+)", url)
    return found[1] if found else ""


def _part_number(part: Any) -> str:
    """The number in "PART 1003—HOME MORTGAGE DISCLOSURE" or "Pt. 1003"."""
    if part is None:
        return ""
    found = re.search(r"\d+[\w-]*", words(part.find("EAR")) or words(part.find("HD")))
    return found[0] if found else ""
