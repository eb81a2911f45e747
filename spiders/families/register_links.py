"""Which documents of the Federal Register a document corrects, withdraws, extends, reopens or delays.

What it says of itself counts: its ACTION line or title must name such a step, and its summary and dates the document, by number
("FR Doc. 2016-20803") or citation ("81 FR 59929"). A correction of the Office bears the number of what it corrects behind C1-.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from monitor.source import field

NUMBER = r"(?:[A-Z]{1,2}\d{0,2}-)?\d{1,4}-\d{1,6}|[A-Z]\d{1,2}-\d{1,6}"
_CORRECTED = re.compile(rf"[CR]\d{{1,2}}-({NUMBER})")
_DOCUMENT = re.compile(rf"\bFR\s+Doc(?:ument)?\b\.?\s*(?:No\.?\s*)?({NUMBER})\b")
_CITATION = re.compile(r"\b(\d{2,3}) (?:FR|Fed\. Reg\.) (\d{1,3}(?:,\d{3})+|\d{1,6})\b")
_AMENDS = re.compile(
    r"\bcorrect(?:ion|ions|ing|ed)\b"
    r"|\bwithdraw(?:al|n|ing|s)?\b(?! of (?:the )?approval)"
    r"|\bcomment period\b.{0,60}\bexten|\bexten\w+\b.{0,60}\b(?:comment|temporary|schedul|compliance|effective)"
    r"|\btemporary\b.{0,80}\bexten|\breopen"
    r"|\b(?:delay|postpone|stay)\w*\b.{0,60}\b(?:effective|compliance)|\b(?:effective|compliance)\b.{0,60}\b(?:delay|postpone|stay)"
    r"|\bvacat(?:ed|ur|ing)\b|\bresci(?:nd|ssion)",
    re.IGNORECASE,
)
_DASHES = re.compile("[\u2010-\u2015\u2212]")


def amends(number: str, *, named: str, told: Iterable[str]) -> tuple[str, ...]:
    """Numbers and citations of what a document amends: `named` is its title and action, `told` its summary and dates."""
    found = [match[1] for match in [_CORRECTED.fullmatch(number)] if match]
    if _AMENDS.search(named):
        for text in (_DASHES.sub("-", printed) for printed in told):
            found += [match[1] for match in _DOCUMENT.finditer(text)]
            found += [f"{match[1]} FR {match[2].replace(',', '')}" for match in _CITATION.finditer(text)]
    return tuple(one for one in dict.fromkeys(found) if one != number)


def numbers(item: Any, name: str, url: str) -> Iterator[str]:
    """Document numbers in a field of the interface that links to documents: an address, a number, an object, or a list."""
    value = field(item, name, object, url=url, default=None)
    for one in value if isinstance(value, list) else [value]:
        printed = one.get("document_number") if isinstance(one, dict) else one
        found = re.search(rf"(?:^|/)({NUMBER})(?:\.json)?(?:[?#]|$)", printed) if isinstance(printed, str) else None
        if found:
            yield found[1]
