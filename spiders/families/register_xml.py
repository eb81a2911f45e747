"""The Federal Register's own text: from the XML of an issue, or of one document, to a `Rule` or a `Notice`.

The same documents as in `register_documents`, under the same numbers, but with every word of them. Structure: the Government
Publishing Office's user guide to its bulk data (https://github.com/usgpo/bulk-data). In 2024 the Office replaced the en
dashes of its numbers by hyphens; they are hyphens here from the first, so that a document keeps its number.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from monitor.model.documents import Notice, Rule
from monitor.model.errors import ExtractionError
from monitor.source import day, squeeze
from spiders.families.register_dates import comments_close_on, effective_on
from spiders.families.register_documents import REGISTRY, dockets
from spiders.families.register_links import amends
from spiders.families.xml_trees import text_below, words

STAGES = {"RULE": "rule", "PRORULE": "proposed rule"}  # every other element is a notice
DOCUMENTS = ("RULE", "PRORULE", "NOTICE", "PRESDOCU")
NOTES = frozenset({"SU", "FTREF", "FTNT", "PRTPAGE", "GPH", "HD"})  # of a line of a head: not part of what it says
DATED = ("DATES", "EFFDATE")
DASHES = re.compile("[\u2010-\u2015\u2212]")
NUMBER = re.compile(r"FR\s*Doc(?:ument)?\.?\s*(?:Nos?\b\.?\s*)?:?\s*([A-Z0-9]+(?:\s?-\s?[A-Z0-9]+)+)", re.IGNORECASE)
RIN = re.compile(r"\b(\d{4})[- ]?([A-Z]{2})[- ]*(\d{2})\b")


def documents_of(root: Any, url: str) -> Iterator[Rule | Notice]:
    """The documents of an issue in its order, or the one document; ExtractionError where there is none.

    Every document ends with its number (FRDOC), so every FRDOC must lead to a document, whatever the element around it is.
    A number that a misprint gives to two documents of an issue is kept for the first and marked for the second.
    """
    on = _published_on(root, url)
    seen: dict[str, int] = {}
    documents = [_document_around(mark) for mark in root.iter("FRDOC")]
    for element in dict.fromkeys(documents):
        document = replace(_document(element, on, url), citation=_citation(root, element))
        seen[document.identifier] = count = seen.get(document.identifier, 0) + 1
        yield document if count == 1 else replace(document, identifier=f"{document.identifier} ({count})")
    if not seen:
        raise ExtractionError("no document of the Federal Register", url=url, selector="FRDOC", found=0)


def _document_around(mark: Any) -> Any:
    """The document that a number closes."""
    around = next(mark.iterancestors(*DOCUMENTS), None)
    return mark.getparent() if around is None else around


def _published_on(root: Any, url: str) -> date | None:
    """The day of the issue: as it prints it ("Friday, April 15, 2016"), else as the address says."""
    printed = words(root.find("DATE")).partition(",")[2] if root.tag == "FEDREG" else ""
    try:
        if printed:
            return day(printed)
    except ValueError as error:
        raise ExtractionError(f"the issue's date: {error}", url=url, selector="DATE") from error
    found = re.search(r"[/-](\d{4})[/-](\d{2})[/-](\d{2})(?=[/.])", url)
    return date(*map(int, found.groups())) if found else None


def _citation(root: Any, element: Any) -> str:
    """The volume of the issue and the page on which a document begins ("81 FR 22176"); a document alone does not tell it."""
    volume = words(root.find("VOL")) if root.tag == "FEDREG" else ""
    opens = element.xpath("PREAMB/*[1][self::PRTPAGE[@P]] | *[1][self::PRTPAGE[@P]]") or element.xpath(
        "preceding::PRTPAGE[@P][1]"
    )
    page = re.match(r"\d+", opens[0].get("P", "")) if opens else None
    return f"{volume} FR {page[0]}" if volume.isdigit() and page else ""


def _document(element: Any, on: date | None, url: str) -> Rule | Notice:
    number = _number(element, url)
    captions = " ".join(words(part, without=NOTES) for part in element.iterfind("PREAMB/*") if part.tag in DATED)
    stage = STAGES.get(element.tag)
    title, action = _title(element) or number, " ".join(words(part) for part in element.iterfind("PREAMB/ACT/P"))
    told = [words(part, without=NOTES) for part in element.iterfind("PREAMB/*") if part.tag in (*DATED, "ACT", "SUM")]
    common: dict[str, Any] = {
        "identifier": number,
        "registry": REGISTRY,
        "title": title,
        "url": f"https://www.federalregister.gov/d/{number}",
        "published_on": on,
        "status": "published",
        "text": text_below(element),
        "action": action,
        "agencies": tuple(dict.fromkeys(words(part, without=NOTES) for part in _agencies(element))),
        "docket": dockets(words(part).strip("[] ") for part in element.iterfind("PREAMB/DEPDOC")),
        "comments_close_on": comments_close_on(captions),
        "amends": amends(number, named=f"{action} {title}", told=[*told, *_opening(element)]),
    }
    if stage is None:
        return Notice(**common)
    return Rule(
        **common,
        stage=stage,
        rin="; ".join(dict.fromkeys(rin for part in element.iterfind("PREAMB/RIN") for rin in _rins(words(part)))),
        cfr=tuple(dict.fromkeys(ref for part in element.iterfind("PREAMB/CFR") for ref in references(words(part)))),
        effective_on=effective_on(captions) if stage == "rule" else None,
    )


def _opening(element: Any) -> Iterator[str]:
    """Where a correction says what it corrects: "In notice document 2013-16962, appearing on pages …" is its first paragraph."""
    yield from (words(part) for part in list(element.iter("P"))[:3] if words(part).startswith("In "))


def _number(element: Any, url: str) -> str:
    """The document's number: digits (2016-08846), or an old or corrected form (E9-1234, 94-1234, C1-2013-16962)."""
    printed = words(next(element.iter("FRDOC")))
    found = NUMBER.search(DASHES.sub("-", printed))
    if not found:
        raise ExtractionError(f"expected a document's number, found {printed!r}", url=url, selector="FRDOC")
    return "".join(found[1].upper().split())


def _title(element: Any) -> str:
    """The subject; a presidential document has instead its heading ("Proclamation 9423 of April 12, 2016") and title."""
    subjects = [words(subject, without=NOTES) for subject in element.iterfind("PREAMB/SUBJECT")]
    if not any(subjects) and element.tag == "PRESDOCU":
        subjects = [
            words(next(element.iter(name), None), without=NOTES - {"HD"}) for name in ("PROC", "EXECORDR", "HD")
        ]
    return "; ".join(dict.fromkeys(filter(None, subjects)))


def _agencies(element: Any) -> Iterator[Any]:
    """The agency lines at the head of a document, in their order; a presidential document names the President."""
    for part in element.iterfind("PREAMB/*"):
        if part.tag in ("AGENCY", "SUBAGY") and words(part):
            yield part
    if element.tag == "PRESDOCU" and (president := next(element.iter("PRES"), None)) is not None:
        yield president


def _rins(printed: str) -> list[str]:
    """Regulation identifier numbers in one spelling (1117-AB86); a line that holds none as it is printed."""
    found = ["{}-{}{}".format(*parts) for parts in RIN.findall(DASHES.sub("-", printed))]
    bare = re.sub(r"^RINS?\b[\s:]*", "", printed, flags=re.IGNORECASE)
    return found or ([bare] if bare else [])


def references(printed: str) -> Iterator[str]:
    """References as lawyers write them: "12 CFR Parts 1024 and 1026" are 12 CFR 1024 and 12 CFR 1026."""
    for line in re.split(r"(?=\b\d+ CFR\b)", DASHES.sub("-", printed)):
        found = re.fullmatch(r"(\d+ CFR)\s+Parts?\s+(.+?)[\s,;.]*(?:\band\b)?\s*", line, re.IGNORECASE)
        parts = re.split(r"\s*(?:,|;|\band\b)\s*", found[2]) if found else []
        if found and all(re.fullmatch(r"[\w.-]*", part) for part in parts):
            yield from (f"{found[1].upper()} {part}" for part in parts if part)
        elif squeeze(line):
            yield squeeze(line)
