"""What a bill's text says in figures and dates, each with the sentence that says it. Pure; asked by step 10 and by `show`.

Ages, limits of content, penalties and fees, schedules, days of effect, what is prohibited, repealed or to be registered. A wrong
fact is worse than none: only the words that would become law are read (`monitor.changes.enacted`), in a section that amends the
law only what is marked as new, and a figure counts only beside the words that say what it is a figure of.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from monitor.changes.enacted import Passage, passages, preamble
from monitor.changes.spelled_numbers import NUMBER, figure

KINDS = (
    "schedule",
    "age",
    "content",
    "prohibits",
    "effective",
    "sunset",
    "comments",
    "register",
    "penalty",
    "offense",
    "fee",
    "repeals",
)
"""What a fact may be about, the most telling first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """`value` in a few words ("under 21", "more than 2%", "$500", "2026-07-01") and the sentence it stands in, whole."""

    kind: str
    value: str
    sentence: str


_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = rf"(?:{_MONTHS})\s+\d{{1,2}},\s+\d{{4}}"
_MONTH_NUMBERS = {name: at for at, name in enumerate(_MONTHS.split("|"), 1)}
_LAW = (
    r"(?:this|the)\s+(?:act|bill|section|chapter|article|subchapter|resolution|measure|rule|final rule|ordinance|law)"
)
_GOODS = r"(?:sell|sold|sale|distribut|possess|purchas|furnish|provid|deliver|giv|dispens|transfer|access|buy|offer)\w*"
_FORBIDS = (
    r"(?:unlawful|illegal|prohibit|shall not|may not|must not|\bno (?:person|retailer|individual|entity|kratom)|not\s+(?:knowingly|sell)"
    r"|guilty|offense|violat|crime)"
)
_YEARS = rf"(?P<value>{NUMBER})(?:\s*\(\d+\))?"
_LIMIT = (
    r"(?P<limit>(?:is\s+|are\s+)?(?:greater|more|higher|less|fewer)\s+than|exceed(?:s|ing)?|in\s+excess\s+of|not\s+to\s+exceed|"
    r"no\s+more\s+than|not\s+more\s+than|at\s+least|up\s+to)"
)
_CONTENT = re.compile(
    r"alkaloid|mitragynin|7-OH|cannabin|\bTHC|tetrahydro|concentration|by (?:dry )?(?:weight|volume)|dry[- ]weight",
    re.IGNORECASE,
)
_PROPORTION = re.compile(r"receipt|revenue|\bsales\b|interest|shares|ownership|votes?\b|tax\b", re.IGNORECASE)
"""A percentage of these limits no content."""
_PENAL = re.compile(r"\b(?:penalt(?:y|ies)|fines?\b|fined\b|forfeiture)", re.IGNORECASE)
_SALE_TO = re.compile(_GOODS, re.IGNORECASE)
_FORBIDDING = re.compile(_FORBIDS, re.IGNORECASE)
_LABEL = re.compile(
    r"\b(?:statement|label\w*|warning|sign(?:s|age)?|policy|notice|informed|proof of age|identification)\b",
    re.IGNORECASE,
)
"""Words of a sentence that tells what must be printed or shown, not what may be done."""

_AGE = re.compile(
    rf"\b(?:(?:under|below|younger\s+than|(?<!not )less\s+than)\s+(?:{_YEARS}\s+years?\b|the\s+age\s+of\s+(?P<bare>{NUMBER})\b(?!\s+(?:days|months|hours)))"
    rf"|has\s+not\s+(?:attained|reached)\s+(?:the\s+age\s+of\s+)?(?P<attained>{NUMBER})\b(?!\s+(?:days|months|hours)))",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    rf"\b{_LIMIT}\s+(?P<value>\d+(?:\.\d+)?|{NUMBER})\s*(?:%|percent\b|per\s+cent\b)(?:\s*\((?P<digits>\d+(?:\.\d+)?)\s*%\))?",
    re.IGNORECASE,
)
_MILLIGRAMS = re.compile(
    rf"\b{_LIMIT}\s+(?P<value>\d+(?:\.\d+)?|one-half|{NUMBER})\s*(?:\((?P<digits>\d*\.?\d+)\)\s*)?(?:milligrams?|mg)\b"
    r"(?P<per>\s+(?:of\s+[\w-]+\s+)?per\s+(?:serving|container|package|gram|unit|dose))?",
    re.IGNORECASE,
)
_MONEY = re.compile(
    rf"\$\s?(?P<digits>\d[\d,]*(?:\.\d\d)?)(?:\s+(?P<scale>million|billion))?|\b(?P<words>{NUMBER})\s+dollars\b(?!\s*\(\s*\$)",
    re.IGNORECASE,
)
_TAKES_EFFECT = re.compile(
    rf"(?<!if )\b(?:{_LAW}\b[^.;:]{{0,80}}?|\bsections?\s+[^.;:]{{1,60}}?of\s+this\s+act\b[^.;:]{{0,40}}?)\b"
    r"(?:takes?\s+effect|becomes?\s+effective|(?:is|are|be)\s+effective|be\s+in\s+(?:full\s+)?force(?:\s+and\s+effect)?|"
    r"goes?\s+into\s+effect)(?:\s+and\s+be\s+in\s+(?:full\s+)?force)?\s*,?\s*"
    rf"(?P<when>(?:(?:on\s+and\s+after|from\s+and\s+after|beginning|on|effective)\s+)*(?P<day>{_DAY})"
    r"|immediately(?:\s+upon\s+\w+)?|(?:up)?on\s+(?:its\s+)?(?:passage|approval(?:\s+by\s+the\s+governor)?|becoming\s+law)"
    rf"|(?:on\s+the\s+)?(?:{NUMBER}|\d+(?:st|nd|rd|th)?)\s+(?:days?|months?)\s+(?:after|following)\s+[^.;:]{{4,80}})",
    re.IGNORECASE,
)
_EXPIRES = re.compile(
    rf"\b{_LAW}\b[^.;:]{{0,60}}?\b(?:expires?|sunsets?|(?:is|are|be)\s+(?:hereby\s+)?repealed|terminates?)\s+"
    rf"(?:on\s+|effective\s+|as\s+of\s+)*(?P<day>{_DAY})",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    rf"\bcomments?\b[^.;]{{0,80}}?\b(?:must|should|may)\s+be\s+(?:submitted|received|filed|postmarked)\b[^.;]{{0,120}}?"
    rf"\b(?:on\s+or\s+before|by|no\s+later\s+than|until)\s+(?:[\d:]+\s*[ap]\.?m\.?[^.;]{{0,20}}?on\s+)?(?P<day>{_DAY})",
    re.IGNORECASE,
)
_REPEALED = re.compile(r",?\s+(?:is|are)\s+(?:hereby\s+)?repealed(?=\s*[.;]|\s*$)", re.IGNORECASE)
_OF_LAW = re.compile(r"\d[\w.§():-]*|\b(?:chapter|article|section|act)\b", re.IGNORECASE)
_STOP = re.compile(r"(?:(?<=[a-z]{2})|(?<=[0-9)\]]))\.\s|[;:]\s")
_LONGEST_NAME = 400
_OFFENSE = re.compile(
    r"(?:\b(?:guilty\s+of|is|are|commits|constitutes|punish\w*\s+as|offense\s*,)\s+|(?P<item>^\(\w{1,4}\)\s+))(?:a|an)\s+(?P<value>"
    r"(?:(?:simple|serious|aggravated|gross|petty|high|state\s+jail)\s+)?(?:class\s+[\"“]?[A-E1-6][\"”]?\s+)?(?:misdemeanor|felony)"
    r"(?:\s+of\s+the\s+(?:first|second|third|fourth|fifth)\s+degree)?|(?:petty\s+)?disorderly\s+persons\s+offense|"
    r"(?:crime\s+of\s+the\s+(?:first|second|third|fourth)\s+degree|(?:first|second|third|fourth)\s+degree\s+felony))",
    re.IGNORECASE,
)
_CLASS = re.compile(r"\bclass\s+[\"“]?([a-e1-6])\b[\"”]?")
_FEE = re.compile(
    rf"\bfee\b(?:\s+[\w-]+){{0,6}}?\s+(?:of|is|exceed|than)\s+(?:\w+\s+){{0,3}}?(?P<value>\$\d[\d,]*(?:\.\d\d)?|(?:{NUMBER})\s+dollars)",
    re.IGNORECASE,
)
_SCHEDULE = re.compile(
    r"\b(?:add|classify|classifie[sd]|classifying|designat|plac|includ|list|schedul|mak)\w*\s(?P<what>[^.;:]{1,160}?)"
    r"\b(?:as|in|to|into|under)\b[^.;:]{0,80}?\bschedule\s+(?P<value>I{1,3}|IV|V)\b",
    re.IGNORECASE,
)
_UNSCHEDULING = re.compile(r"\b(?:remov|delet|exempt|exclud|eliminat|strik)\w*", re.IGNORECASE)
_ACTS = (
    r"(?:sell|sale|distribut|manufactur|possess|offer|prepar|deliver|dispens|advertis|purchas|import|transfer|giv)\w*"
)
_PROHIBITS = re.compile(
    rf"\b(?:(?P<first>it\s+(?:is|shall\s+be)\s+(?:unlawful|illegal|a\s+crime)\s+(?:for\s+)?[^.;:]{{0,80}}?\bto\b[^.;:]{{0,50}}?\b{_ACTS})"
    rf"|(?P<second>(?:no\s+person(?:\s+or\s+entity)?\s+shall|(?:a|any)\s+(?:\w+\s+){{1,6}}?(?:shall|may|must)\s+not)\s+(?:knowingly\s+|intentionally\s+|or\s+|willfully\s+)*{_ACTS})"
    rf"|(?P<third>(?:sale|distribution|possession|manufacture)\b[^.;:]{{2,100}}?\b(?:is|are)\s+(?:hereby\s+)?prohibited))",
    re.IGNORECASE,
)
_REGISTERS = re.compile(
    r"\b(?P<register>(?:shall|must)\s+(?:\w+\s+){0,2}register\b(?!\s+of)|(?:prior\s+to|without|before|unless)\s+[^.;:]{0,40}?\bregister(?:ing|ed)\b"
    r"|(?:is|are)\s+not\s+(?:currently\s+)?registered)|(?P<license>unless\s+the\s+\w+\s+(?:holds|obtains|has)\s+a\s+(?:\w+\s+)?licen[sc]e|"
    r"(?:shall|must)\s+(?:first\s+)?obtain\s+a\s+(?:\w+\s+)?licen[sc]e)",
    re.IGNORECASE,
)


def facts(text: str, before: str = "") -> tuple[Fact, ...]:
    """The facts of a text in reading order, each once; with the text `before`, those that it did not state.

    A text that enacts nothing gives at most its day of effect and the end of its comment period.
    """
    known = {(one.kind, one.value) for one in facts(before)} if before else set()
    found: dict[tuple[str, str], Fact] = {}
    for one in _found(text):
        if (one.kind, one.value) not in known:
            found.setdefault((one.kind, one.value), one)
    return tuple(found.values())


def telling(found: Sequence[Fact], most: int, near: Iterable[str] = ()) -> tuple[Fact, ...]:
    """The few to show first: those whose sentence has one of the words `near`, one of a kind before a second."""
    words = tuple(word.casefold() for word in near)

    def order(one: Fact) -> tuple[bool, int, int]:
        rank = sum(1 for other in found[: found.index(one)] if other.kind == one.kind)
        return not any(word in one.sentence.casefold() for word in words), min(rank, 1), KINDS.index(one.kind)

    return tuple(sorted(found, key=order)[:most])


def _found(text: str) -> Iterator[Fact]:
    yield from _scheduled(preamble(text))
    for one in passages(text):
        if not one.enacted:
            yield from _dates(one)
            continue
        for reader in (_ages, _contents, _money, _dates, _prohibited, _repealed, _offenses, _registered):
            yield from reader(one)


def _fact(kind: str, value: str, one: Passage, at: int) -> Fact:
    return Fact(kind=kind, value=" ".join(value.split()), sentence=one.sentence(at))


def _scheduled(title: str) -> Iterator[Fact]:
    """What the long title says is to be scheduled: a bill must express its subject in it."""
    for found in _SCHEDULE.finditer(title):
        if not _UNSCHEDULING.search(found[0]):
            start, end = title.rfind("\n", 0, found.start()) + 1, title.find("\n", found.end())
            said = " ".join(title[start : end if end >= 0 else len(title)].split())
            yield Fact(kind="schedule", value=f"Schedule {found['value'].upper()}", sentence=said)


def _ages(one: Passage) -> Iterator[Fact]:
    for found in _AGE.finditer(one.text):
        group = next(name for name in ("value", "bare", "attained") if found[name])
        age = figure(found[group])
        said = one.clause(found.start())
        if age is None or not 10 <= age <= 25 or not one.is_new(*found.span(group)):
            continue
        if _SALE_TO.search(said) and _FORBIDDING.search(said) and not _LABEL.search(said):
            yield _fact("age", f"under {age:g}", one, found.start())


def _contents(one: Passage) -> Iterator[Fact]:
    for pattern, unit in ((_PERCENT, "%"), (_MILLIGRAMS, " mg")):
        for found in pattern.finditer(one.text):
            amount = figure(found["digits"] or found["value"])
            said = one.clause(found.start())
            if amount is None or not one.is_new(*found.span("value")) or not _CONTENT.search(said):
                continue
            if _PROPORTION.search(one.text[max(0, found.start() - 80) : found.end() + 80]):
                continue
            per = found["per"] if unit == " mg" and found["per"] else ""
            limit = re.sub(r"^(?:is|are) ", "", " ".join(found["limit"].lower().split()))
            yield _fact("content", f"{limit} {amount:g}{unit}{' ' + per.strip() if per else ''}", one, found.start())


def _money(one: Passage) -> Iterator[Fact]:
    for found in _FEE.finditer(one.text):
        amount = _dollars(found["value"])
        if amount and one.is_new(*found.span("value")):
            yield _fact("fee", amount, one, found.start())
    for found in _MONEY.finditer(one.text):
        amount = _dollars(found[0])
        if not amount or not one.is_new(*found.span()) or not _PENAL.search(one.clause(found.start())):
            continue
        if not re.search(
            r"\b(?:fee|tax|bond|appropriat\w+|value)\b[^.;]{0,40}$", one.text[: found.start()], re.IGNORECASE
        ):
            yield _fact("penalty", amount, one, found.start())


def _dollars(words: str) -> str:
    found = _MONEY.search(words)
    if found is None or found["scale"]:
        return ""
    amount = figure(found["digits"] or found["words"])
    return f"${amount:,.2f}".removesuffix(".00") if amount else ""


def _dates(one: Passage) -> Iterator[Fact]:
    for found in _TAKES_EFFECT.finditer(one.text):
        if one.is_new(*found.span("when")):
            when = _iso(found["day"]) if found["day"] else found["when"].lower()
            yield _fact("effective", when, one, found.start())
    for kind, pattern in (("sunset", _EXPIRES), ("comments", _COMMENTS)):
        for found in pattern.finditer(one.text):
            if one.is_new(*found.span("day")):
                yield _fact(kind, _iso(found["day"]), one, found.start())


def _iso(day: str) -> str:
    month, number, year = day.replace(",", " ").split()
    return f"{year}-{_MONTH_NUMBERS[month.capitalize()]:02}-{int(number):02}"


def _prohibited(one: Passage) -> Iterator[Fact]:
    for found in _PROHIBITS.finditer(one.text):
        if one.is_new(*found.span()) and not _LABEL.search(one.clause(found.start())):
            yield _fact("prohibits", found[0].lower(), one, found.start())


def _repealed(one: Passage) -> Iterator[Fact]:
    for found in _REPEALED.finditer(one.text):
        begun = max(0, found.start() - _LONGEST_NAME)
        stops = [stop.end() for stop in _STOP.finditer(one.text[begun : found.start()])]
        start = begun + (stops[-1] if stops else 0)
        name = re.sub(r",?\s*(?:which|that)\s.*", "", one.text[start : found.start()].strip(" ,"))
        if (start or begun == 0) and _OF_LAW.search(name) and one.is_new(start, found.start()):
            yield _fact("repeals", name, one, start)


def _offenses(one: Passage) -> Iterator[Fact]:
    for found in _OFFENSE.finditer(one.text):
        if one.is_new(*found.span("value")) and (not found["item"] or "guilty" in one.lead):
            yield _fact(
                "offense",
                _CLASS.sub(lambda known: f"class {known[1].upper()}", found["value"].lower()),
                one,
                found.start(),
            )


def _registered(one: Passage) -> Iterator[Fact]:
    for found in _REGISTERS.finditer(one.text):
        if one.is_new(*found.span()):
            yield _fact("register", "registration" if found["register"] else "license", one, found.start())
