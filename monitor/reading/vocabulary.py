"""What the elements of the XML that agencies publish mean to a reader: headings, labels, inline text, noise.

Each vocabulary is a table; `xml` is the one walk over all of them. Sources: GPO's USLM 2 and bill DTD guides, the Federal
Register and CFR document type (govinfo bulk data user guides), Utah's bill XML and California's CAML as published in 2026.
"""

from dataclasses import dataclass, field

_NOTHING: frozenset[str] = frozenset()


def _names(text: str) -> frozenset[str]:
    return frozenset(text.lower().split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Names are local names in lower case. What no table lists is a block, or inline where its parent holds text itself."""

    skipped: frozenset[str] = _NOTHING  # not read at all
    inline: frozenset[str] = _NOTHING  # part of the sentence around it
    labels: frozenset[str] = _NOTHING  # opens the block that follows: "(a)", "SEC. 2."
    blocks: frozenset[str] = _NOTHING  # always a block
    headings: dict[str, int] = field(default_factory=dict)  # heading of that level
    captions: frozenset[str] = _NOTHING  # a heading when its parent is one of `divisions`, else a label
    divisions: dict[str, int] = field(default_factory=dict)
    rows: frozenset[str] = _NOTHING
    cells: frozenset[str] = _NOTHING
    blanks: frozenset[str] = _NOTHING  # empty elements that stand for a blank
    raised: frozenset[str] = _NOTHING  # raised numbers
    struck: frozenset[str] = _NOTHING
    inserted: frozenset[str] = _NOTHING
    titles: tuple[str, ...] = ()


_TABLE_ROWS = _names("row tr")
_TABLE_CELLS = _names("entry ent td th ched")

BILL = Vocabulary(
    skipped=_names(
        "meta metadata endorsement attestation-group distribution-code distributioncode page slugline endmarker"
        " pagebreak calendar-no graphic"
    ),
    inline=_names(
        "inline i b em strong italic bold sup sub quote term ref date sponsor cosponsor committee-name cosponsors nonsponsor"
        " amendingaction quotedtext proviso shorttitle short-title act-name external-xref internal-xref xref effective-date"
        " role headingtext linebreak definedterm nobreak fraction smallcaps span a u added-phrase deleted-phrase ins del"
        " type docnumber legis-type"
    ),
    labels=_names("num enum designator"),
    captions=_names("heading header"),
    divisions={
        "title": 2, "subtitle": 2, "division": 2, "chapter": 2, "subchapter": 2, "part": 2, "subpart": 2, "article": 2,
        "section": 3, "appropriations": 3, "appropriations-major": 3, "appropriations-intermediate": 3, "toc": 3,
        "appropriations-small": 3, "preamble": 2, "schedule": 2, "subdivision": 2, "act": 2,
    },
    blocks=_names(
        "section subsection paragraph subparagraph clause subclause item subitem quotedcontent quoted-block text-block"
        " continuation continuation-text after-quoted-block p whereas resolvingclause action actiondescription congress session"
        " dc-title"
    ),
    headings={"official-title": 1, "officialtitle": 1, "doctitle": 2},
    rows=_TABLE_ROWS,
    cells=_TABLE_CELLS,
    raised=_names("sup"),
    struck=_names("deleted-phrase del"),
    inserted=_names("added-phrase ins"),
    titles=("title", "official-title", "officialtitle", "dc-title"),
)  # fmt: skip

REGISTER = Vocabulary(
    skipped=_names("prtpage gid ftref ear fdsys amddate volume unitname gpotable-opts bodhd-opts xref-id"),
    inline=_names("e i b su fr ac sub sup em strong ital bold small-caps ovrline linebreak a frac num-ref"),
    labels=_names("sectno hed"),
    blocks=_names("p fp hd frdoc bilcod filed sig cita ftnt li note amdpar ldrfig pspace"),
    headings={"head": 3, "hd": 2, "title-head": 2, "ttitle": 4},
    captions=_names("subject reserved"),
    divisions={"section": 3, "preamb": 1, "contents": 0},
    rows=frozenset({*_TABLE_ROWS, "boxhd"}),
    cells=_TABLE_CELLS,
    raised=_names("su sup"),
    titles=("subject", "head"),
)

UTAH = Vocabulary(
    skipped=_names("info sinfo amendoutstart amendoutend enacthead foot"),
    inline=_names("effdate amend bold ital italic xref ln tab parens under strike sup sub num"),
    labels=_names("display"),
    blocks=_names(
        "st sessionhead statehead sponsorhead othersponsorhead lthead gdhead gd hphead hp hl moni moninone oc ocnone sa snhead sn"
        " enact secline catline sectiontext subsection section histories"
    ),
    blanks=_names("tab"),
    struck=_names("strike"),
    titles=("st",),
)

CALIFORNIA = Vocabulary(
    skipped=_names("id versionnum history legislativeinfo authors digestkey measureindicators relatingclause"),
    inline=_names("docname i em b strong sup sub u s strike span a"),
    labels=_names("num"),
    blocks=_names("p content preamble actionline title authortext subject"),
    headings={"lawheadingtext": 3},
    rows=_TABLE_ROWS,
    cells=_TABLE_CELLS,
    blanks=_names("span"),
    raised=_names("sup"),
    struck=_names("s strike"),
    titles=("subject", "title"),
)

DATA = Vocabulary(
    rows=frozenset({"tr"}),
    cells=_names("td th"),
    struck=_names("s strike del"),
    inserted=_names("ins"),
    titles=("title", "displaytitle", "name", "subject"),
)
"""Records rather than prose: every value stands behind its element's name, unless the document holds running text."""

_BY_ROOT = {
    **dict.fromkeys(("bill", "resolution", "amendment-doc", "amendment", "engrossedamendment", "plaw", "uscdoc"), BILL),
    **dict.fromkeys(("statutecompilation", "publiclaw", "lawdoc", "pldoc", "act"), BILL),
    **dict.fromkeys(
        ("fedreg", "rule", "prorule", "notice", "presdoc", "presdocu", "proclamation", "corrections"), REGISTER
    ),
    **dict.fromkeys(("cfrdoc", "cfrgranule", "ecfr", "dlpstextclass", "section", "part", "regtext"), REGISTER),
    **{f"div{level}": REGISTER for level in range(1, 10)},
    "leg": UTAH,
    "measuredoc": CALIFORNIA,
    "content": CALIFORNIA,  # a section of the codes
}


def vocabulary_of(root: str) -> Vocabulary:
    """The vocabulary that a root element's local name announces; DATA for one that nobody knows."""
    return _BY_ROOT.get(root.lower(), DATA)
