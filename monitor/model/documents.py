"""What spiders yield: one frozen dataclass per kind of published thing.

A document is the state of one published thing as one source shows it. Its key is (registry, kind, identifier): the
register that issues the identifier, never the source that saw it, so that two sources of one rule meet in one document.
Dates are `date` and named `*_on`, moments are aware UTC `datetime` and named `*_at`; collections are tuples.
An empty string, empty tuple or None means that the source does not say.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A step of a bill: when, the words as published, who (chamber or office), and what it is.

    `kinds` uses the Open Civic Data classification (introduction, referral-committee, committee-passage, reading-2, passage,
    executive-signature, became-law …), https://open-civic-data.readthedocs.io/en/latest/data/bill.html.
    """

    on: date | None
    text: str
    by: str = ""
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A text of a bill: the stage's name as published ("Introduced", "Engrossed"), its date, address and media type; `copy` is
    where the source keeps one of its own, an aggregator beside the legislature's."""

    note: str
    on: date | None = None
    url: str = ""
    media_type: str = ""
    copy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sponsor:
    """Who carries a bill; `primary` marks the chief patron or first author."""

    name: str
    primary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What every kind has. `identifier` is the registry's own ("HB 360", "2026-13580", an address for a page).

    `registry` is filled by the spider's own register when left empty. `text` is what a person would read, in blocks one a
    line, as `monitor.reading` makes it: `# ` before headings, `- ` before list items, `| a | b |` for table rows,
    `[words](address)` for links, `[-struck-]` and `{+inserted+}` for amendment marks.

    `identifier` is the one that people use today, `aliases` are all others under which the same thing is or was known in
    that register: the docket or draft that became a bill ("HD 1234"), the paper beside its number ("HP 567"), the name of a
    substitute ("ESSB 6287"). Whoever asks for one of them finds the document.
    """

    kind: ClassVar[str] = "document"

    identifier: str
    title: str
    url: str
    registry: str = ""
    published_on: date | None = None
    status: str = ""
    text: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill(Document):
    """A bill or resolution of one legislative session; `session` is the publisher's identifier ("2026", "2025S1").

    `status` holds the publisher's own outcome words. `chamber` is upper, lower or legislature (where it began).
    """

    kind: ClassVar[str] = "bill"

    session: str = ""
    chamber: str = ""
    sponsors: tuple[Sponsor, ...] = ()
    actions: tuple[Action, ...] = ()
    versions: tuple[Version, ...] = ()
    subjects: tuple[str, ...] = ()
    companions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Document):
    """A federal rule or proposed rule; `stage` is "proposed rule" or "rule", `action` the agency's ACTION line in its words.

    Being published is not being scheduled: only a "rule" that is in effect and not withdrawn changes the law. `docket` is in
    the agency's spelling made uniform (DEA-1570); several are joined by "; ". `amends` holds what it corrects, withdraws,
    extends, reopens or delays, by document number or Federal Register citation ("2016-20803", "81 FR 59929"), `amended_by`
    the numbers of what corrects it. `citation` is its own ("91 FR 54948").
    """

    kind: ClassVar[str] = "rule"

    stage: str = ""
    action: str = ""
    agencies: tuple[str, ...] = ()
    docket: str = ""
    rin: str = ""
    cfr: tuple[str, ...] = ()
    comments_close_on: date | None = None
    effective_on: date | None = None
    amends: tuple[str, ...] = ()
    amended_by: tuple[str, ...] = ()
    citation: str = ""

    @property
    def takes_effect_on(self) -> date | None:
        """`effective_on` of what can take effect. The Federal Register gives notices of intent one too (2026-13364 has its
        day of publication), which puts nothing in force."""
        return None if self.stage == "proposed rule" else self.effective_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Document):
    """An agency's notice, news item or announcement that is not a rule; `amends`, `amended_by` and `citation` as in a rule."""

    kind: ClassVar[str] = "notice"

    action: str = ""
    agencies: tuple[str, ...] = ()
    docket: str = ""
    comments_close_on: date | None = None
    amends: tuple[str, ...] = ()
    amended_by: tuple[str, ...] = ()
    citation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing(Document):
    """A meeting at which named documents are heard; `concerns` holds identifiers as published ("HB 360")."""

    kind: ClassVar[str] = "hearing"

    starts_at: datetime | None = None
    location: str = ""
    concerns: tuple[str, ...] = ()
    cancelled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Enforcement(Document):
    """A recall, warning letter or import alert; `classification` is the agency's ("Class II"), empty where it gives none."""

    kind: ClassVar[str] = "enforcement"

    firm: str = ""
    product: str = ""
    reason: str = ""
    classification: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Document):
    """A watched page of which only the text matters."""

    kind: ClassVar[str] = "page"


KINDS: dict[str, type[Document]] = {cls.kind: cls for cls in (Bill, Rule, Notice, Hearing, Enforcement, Page)}
"""Every kind a spider may yield, by the name used in keys, queries and the command line."""
