"""What the simulated legislatures have: their bills, each the same in every run, and those that have moved since.

A bill stands at one of the stages of its state's fixtures and has a title of its own; one that moved stands at the next stage, under
an amended title and with a later day of its last action. Everything follows from the bill's number.
"""

import html
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

FIXTURES = Path(__file__).resolve().parents[2] / "tests" / "fixtures"
SUBJECTS = (
    "schools",
    "motor vehicles",
    "property taxes",
    "public health",
    "insurance",
    "water rights",
    "elections",
    "courts",
)
VERBS = ("regulate", "study", "fund", "amend the law of", "repeal certain fees for", "appoint a commission on")
WORDS = "Be it enacted by the people: section 1 is amended to read as printed."
TEXT = f"<html><body><p>A BILL</p><p>{WORDS}</p></body></html>"
RARE = 997
"""One bill in so many is about the topic that the bench follows."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A request as a site sees it. `path` has no query; `form` is the body."""

    method: str
    host: str
    path: str
    query: dict[str, str]
    form: bytes
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Bill:
    """One bill. `letter` is H or S; the two chambers take turns, `digits` count from `Feed.first` in each."""

    at: int
    letter: str
    digits: int
    title: str
    stage: int
    moved: bool
    on: date

    @property
    def name(self) -> str:
        """Such as HB12."""
        return f"{self.letter}B{self.digits}"

    @property
    def house(self) -> str:
        """House or Senate."""
        return "House" if self.letter == "H" else "Senate"


class Feed:
    """One legislature's bills; `moved` are the places of those that moved since the first check."""

    def __init__(self, bills: int) -> None:
        self.bills = bills
        self.moved: set[int] = set()

    def bill(self, at: int) -> Bill:
        """The bill at a place from 0 on. IndexError beyond the last."""
        if not 0 <= at < self.bills:
            raise IndexError(at)
        moved = at in self.moved
        subject, verb = SUBJECTS[at % len(SUBJECTS)], VERBS[at // 7 % len(VERBS)]
        about = "kratom products" if at % RARE == RARE - 1 else subject
        title = f"An act to {verb} {about}, part {at + 1}{', as amended' if moved else ''}"
        on = date(2026, 3, 3) if moved else date(2026, 1, 20) + timedelta(days=at % 37)
        return Bill(
            at=at,
            letter="HS"[at % 2],
            digits=at // 2 + 1,
            title=title,
            stage=at % 5 // 2 + moved,  # most stand early
            moved=moved,
            on=on,
        )

    def move(self, count: int) -> None:
        """So many bills move, spread evenly."""
        self.moved = {int((number + 0.5) * self.bills / count) for number in range(count)}

    def __iter__(self) -> Iterator[Bill]:
        return map(self.bill, range(self.bills))

    def of(self, letter: str) -> Iterator[Bill]:
        """The bills of one chamber."""
        return map(self.bill, range("HS".index(letter), self.bills, 2))

    def named(self, name: str) -> Bill:
        """The bill of a name such as HB0012, S 12 or sf12. IndexError where there is none."""
        found = re.fullmatch(r"(\w)\D*0*(\d+)", name)
        if not found:
            raise IndexError(name)
        house = "S" if found[1] in "Ss" else "H"
        return self.bill((int(found[2]) - 1) * 2 + (house == "S"))


Site = Callable[[Feed, Ask], "str | bytes | list[Any] | dict[str, Any] | None"]
SITES: dict[str, Site] = {}


def site(state: str) -> Callable[[Site], Site]:
    """Makes a function the site of a state (its folder below `spiders`). It answers with text, bytes, or what is to be JSON; None,
    like an IndexError, KeyError or ValueError, is a 404."""

    def register(function: Site) -> Site:
        SITES[state] = function
        return function

    return register


# -- templates --------------------------------------------------------------------------------------------------------

_RARE_WORDS = re.compile(r"kratom|7-hydroxymitragynine|7[- ]OH\b|mitragynine", re.IGNORECASE)


@cache
def fixture(name: str) -> str:
    """A fixture of the tests as text; what the followed topic asks for is taken out of it."""
    file = next(FIXTURES.glob(name))
    return _RARE_WORDS.sub("herbs", file.read_text(encoding="utf-8-sig"))


@cache
def _titles(name: str) -> tuple[str, ...]:
    """The title that the fixture's case expects, as it may stand in its source; one of a word or two is left alone."""
    case = FIXTURES / f"{name.rpartition('.')[0]}.case.json"
    if not case.exists():
        return ()
    documents = json.loads(case.read_text(encoding="utf-8"))["documents"]
    title = _RARE_WORDS.sub("herbs", documents[0].get("title") or documents[0]["fields"]["title"]) if documents else ""
    return tuple({title, html.escape(title, quote=False), html.escape(title)} if len(title) > 7 else ())


def page(name: str, bill: Bill, instead: Mapping[str, str] | None = None) -> str:
    """A fixture with the bill's title in place of its own, and `instead` in place of what stands there."""
    changed = dict.fromkeys(_titles(name), bill.title) | dict(instead or {})
    return _pattern(tuple(changed)).sub(lambda found: changed[found[0]], fixture(name)) if changed else fixture(name)


def staged(state: str, bill: Bill, *cases: tuple[str, Mapping[str, str]]) -> str:
    """The fixture at whose stage the bill stands, of the cases given with what is exchanged in each."""
    name, instead = cases[bill.stage % len(cases)]
    return page(f"{state}.bills/{name}", bill, instead)


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of these words, the longest first; one that ends with a digit ends there."""
    longest = sorted(words, key=len, reverse=True)
    return re.compile("|".join(re.escape(word) + (r"(?!\d)" if word[-1:].isdigit() else "") for word in longest))


def around(name: str, first: str, last: str, rows: Iterable[str]) -> str:
    """A fixture of a list whose rows, from the first `first` to the last `last`, are exchanged."""
    text = fixture(name)
    return text[: text.index(first)] + "\n".join(rows) + text[text.rindex(last) :]


@cache
def parsed(name: str) -> Any:
    """A fixture's JSON."""
    return json.loads(fixture(name))
