"""The proposal that a final rule or a temporary order answers, and how the two differ. Pure, step 6 of the path.

They are linked by what both print: docket, regulation identifier number (RIN), parts of the Code, number and citation of the
proposal; likeness of their words links nothing. Some RINs are shared by thousands of rules (2120-AA64, airworthiness
directives; 1625-AA00, safety zones), so that of two rulemakings with dockets of their own a common RIN says nothing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from monitor.changes.redline import redline
from monitor.changes.register_text import is_register_document, parts_of
from monitor.changes.scheduling import PROPOSING, Station, dockets_of, ends, step_of
from monitor.changes.summary import SectionChange, summary_of
from monitor.model.documents import Notice, Rule
from monitor.model.records import Operation

ANSWERING = {"temporary order": "notice of intent", "final rule": "proposed rule"}
"""What puts a proposal into force, and the kind of proposal that usually comes before it."""

_OWN_DOCKET = re.compile(r"[A-Z]{2,}(?:-[A-Z0-9]+)*-\d{4}-\d{3,}|DEA-\d+")
"""A docket of one rulemaking: regulations.gov's (FAA-2024-0224, FDA-2019-N-1363) and the DEA's. Others (CMS-1784-F2,
FR-6273-P-01, 240129-0026) are numbered anew for every document."""
_PSEUDO = "_FRDOC_"
_ORDER = "(add|amend|establish|issue|remove|revise)"
_FORMULAS = (
    (re.compile(r"\b(is|are) proposed to be\b"), r"\1"),
    (re.compile(rf"\bproposes to {_ORDER}\b"), r"\1s"),
    (re.compile(rf"\bpropose to {_ORDER}\b"), r"\1"),
)
"""How a proposal orders what the rule orders: these words are no difference of the law."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """How a rule's regulatory text differs from that of its proposal.

    `operations` is their redline and `summary` what it changes by section, without the words of the order ("is proposed to be
    amended"); both are empty where one of the texts is not kept or prints no regulation, which `missing` then says.
    `as_proposed`: only the words of the order differ, or nothing.
    """

    proposal: Rule | Notice
    operations: tuple[Operation, ...] = ()
    summary: tuple[SectionChange, ...] = ()
    as_proposed: bool = False
    missing: str = ""

    def __str__(self) -> str:
        """A line: "differs from the proposal 2026-13581 of 2026-07-06: § 1308.11 (Schedule I): 0.4 → 0.5 (+1 −1 words)"."""
        on = f" of {self.proposal.published_on}" if self.proposal.published_on else ""
        name = f"the proposal {self.proposal.identifier}{on}"
        if self.missing:
            return f"answers {name}; {self.missing}"
        if self.as_proposed:
            return f"amends the Code as {name} would"
        told = [str(one) for one in self.summary]
        more = f"; {len(told) - 3} more sections" if len(told) > 3 else ""
        return f"differs from {name}: {'; '.join(told[:3]) or 'punctuation'}{more}"


def answers(document: object) -> bool:
    """Whether a document is of the kind that puts a proposal into force: a final rule or a temporary order."""
    return isinstance(document, Rule) and document.stage == "rule" and step_of(document) in ANSWERING


def linked(final: Rule, proposal: Rule | Notice) -> bool:
    """Whether a rule answers a proposal: it came later, amends a part that the proposal would, and both name one rulemaking."""
    if proposal.identifier == final.identifier or step_of(proposal) not in PROPOSING or not _later(final, proposal):
        return False
    parts = set(getattr(proposal, "cfr", ()))
    if parts and final.cfr and not parts & set(final.cfr):
        return False
    mine, theirs = _dockets(final), _dockets(proposal)
    if mine & theirs:
        return True
    apart = bool(_own(mine) and _own(theirs))
    if _rins(final) & _rins(proposal):
        return not apart or cites(final, proposal)
    return bool(parts & set(final.cfr)) and not apart and cites(final, proposal)


def may_decide(final: Rule, other: Rule | Notice) -> bool:
    """Whether one source's view of a document is worth keeping when a rule's proposal is looked for: an earlier proposal or
    withdrawal. What another source knows of it (docket, citation) may decide, so that nothing else is asked here."""
    return step_of(other) in PROPOSING | {"withdrawal"} and _later(final, other)


def cites(final: Rule, proposal: Rule | Notice) -> bool:
    """Whether the rule's own words name the proposal, by its number or its citation."""
    names = [rf"(?<![\d-]){re.escape(proposal.identifier)}(?!\d)"]
    if proposal.citation:
        volume, _, page = proposal.citation.partition(" FR ")
        names.append(rf"\b{re.escape(volume)} (?:FR|Fed\. Reg\.) {re.escape(page)}(?!\d)")
    return bool(re.search("|".join(names), f"{final.text} {' '.join(final.amends)}"))


def proposal_of(final: Rule, known: Iterable[Rule | Notice]) -> Rule | Notice | None:
    """The proposal among these that a rule answers: one that it cites, of the kind that it follows, the latest; None where there
    is none, or where all were withdrawn before."""
    if not answers(final):
        return None
    told = list(known)
    proposals = [one for one in told if linked(final, one)]
    over = [_station(one) for one in told if step_of(one) == "withdrawal" and _later(final, one)]
    kind = ANSWERING[step_of(final)]
    live = [one for one in proposals if not any(ends(end, _station(one)) for end in over)]
    return max(
        live,
        key=lambda one: (cites(final, one), step_of(one) == kind, one.published_on or date.min, one.identifier),
        default=None,
    )


def against(final: Rule, proposal: Rule | Notice) -> Against:
    """How the regulation of a rule differs from what was proposed; both with the longest text that is kept."""
    before, after = parts_of(proposal.text).regulation, parts_of(final.text).regulation
    if not before or not after:
        return Against(proposal=proposal, missing=_missing(final, proposal, after=after))
    operations = redline(before, after)
    ordered = [_ordered(before), _ordered(after)]
    same = _words(ordered[0]) == _words(ordered[1])
    summary = () if same else summary_of(redline(*ordered))
    return Against(proposal=proposal, operations=operations, summary=summary, as_proposed=same)


def _missing(final: Rule, proposal: Rule | Notice, *, after: str) -> str:
    """Why there is no redline."""
    whole = {name: is_register_document(one.text) for name, one in (("rule", final), ("proposal", proposal))}
    lacking = [f"the {name}'s" for name, known in whole.items() if not known]
    if lacking:
        return f"{' and '.join(lacking)} full text is not kept"
    return "the proposal prints no text of the regulation" if after else "the rule prints no text of the regulation"


def _ordered(regulation: str) -> str:
    """A regulation with the order that gives it in the words of a rule."""
    for formula, plain in _FORMULAS:
        regulation = formula.sub(plain, regulation)
    return regulation


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _later(final: Rule, other: Rule | Notice) -> bool:
    """Whether the rule was published after another document; a rule that is only filed comes after all that is published."""
    return other.published_on is not None and (final.published_on is None or other.published_on < final.published_on)


def _station(document: Rule | Notice) -> Station:
    return Station(on=document.published_on or date.min, step=step_of(document), document=document)


def _dockets(document: Rule | Notice) -> frozenset[str]:
    return frozenset(one for one in dockets_of(document) if _PSEUDO not in one)


def _own(dockets: frozenset[str]) -> bool:
    return any(_OWN_DOCKET.fullmatch(one) for one in dockets)


def _rins(document: Rule | Notice) -> frozenset[str]:
    return frozenset(filter(None, getattr(document, "rin", "").split("; ")))
