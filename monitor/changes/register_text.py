"""The parts of a Federal Register document's text, and their redline: what explains, what amends the Code, who signs. Step 6.

A preamble is written anew for every step of a rulemaking, the regulation below it is not: a rule is held against its proposal
part by part, so that no paragraph of law meets one that only explains it. Order of the parts: 1 CFR part 18 and the Office of
the Federal Register's Document Drafting Handbook (list of subjects, words of issuance, amendatory instructions, signature).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from monitor.changes.redline import redline
from monitor.model.records import Operation

Part = Literal["preamble", "regulation", "signature"]

_FOOT = re.compile(r"^\[FR Doc\.?\s", re.MULTILINE)
_HEAD = re.compile(r"^#{1,6} (?:AGENCY|ACTION|SUMMARY|DATES):?\s*$", re.MULTILINE)
_BEGINS = (
    re.compile(r"^#{1,6} (?:Lists? of Subjects?)\b", re.MULTILINE | re.IGNORECASE),
    re.compile(r"^#{1,6} (?:Authority and Issuance|Words of Issuance|Regulation Text)\b", re.MULTILINE | re.IGNORECASE),
    re.compile(
        r"^(?:#{1,6} )?(?:Accordingly|For (?:the|these) reasons|In consideration of|Therefore|Under the authority)\b"
        r"[^\n]{0,900}\bas follows:?\s*$",
        re.MULTILINE,
    ),
    re.compile(r"^#{1,6} PARTS? \d+\s?[—–-]", re.MULTILINE),
)
_SIGNED = re.compile(r"^(?:Dated|Signed|Issued|Approved|Done|Executed)\b[^\n]{0,200}$", re.MULTILINE)
_SIGNATURE = 2_000
"""Characters before its number within which a document is signed; a date further up stands in the regulation."""
_ENACTS = re.compile(r"^#{1,6} PARTS? \d|^\d{1,3}\. \S", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterText:
    """The text of one document in three parts that join to it; `regulation` is "" where it amends nothing."""

    preamble: str
    regulation: str
    signature: str


def parts_of(text: str) -> RegisterText:
    """The parts of a document's whole text; of any other text (an abstract) all is preamble."""
    foot = next(iter(_FOOT.finditer(text)), None)
    if foot is None:
        return RegisterText(preamble=text, regulation="", signature="")
    start = next((found.start() for begin in _BEGINS if (found := begin.search(text, 0, foot.start()))), foot.start())
    signed = [one.start() for one in _SIGNED.finditer(text, max(start, foot.start() - _SIGNATURE), foot.start())]
    stop = next((at for at in signed if not _ENACTS.search(text, at, foot.start())), foot.start())
    if not _ENACTS.search(text, start, stop):  # a list of subjects alone amends nothing
        start = stop
    return RegisterText(preamble=text[:start], regulation=text[start:stop], signature=text[stop:])


def is_register_document(text: str) -> bool:
    """Whether a text is one document of the Federal Register, whole: with its captions and, once, its number at the foot."""
    return bool(_HEAD.search(text)) and sum(1 for _ in _FOOT.finditer(text)) == 1


def redline_by_part(old: str, new: str) -> tuple[tuple[Part, tuple[Operation, ...]], ...]:
    """The redline of two documents, part by part in reading order; joined it obeys the laws of `redline`."""
    before, after = parts_of(old), parts_of(new)
    pairs: Sequence[tuple[Part, str, str]] = (
        ("preamble", before.preamble, after.preamble),
        ("regulation", before.regulation, after.regulation),
        ("signature", before.signature, after.signature),
    )
    return tuple((name, redline(one, other)) for name, one, other in pairs if one or other)


def words_of(operations: Sequence[Operation]) -> tuple[int, int]:
    """How many words a redline inserts, and how many it deletes."""
    return sum(_counted(operations, "insert")), sum(_counted(operations, "delete"))


def _counted(operations: Sequence[Operation], op: str) -> Iterator[int]:
    return (len(re.findall(r"\w+", one.new or one.old)) for one in operations if one.op == op)
