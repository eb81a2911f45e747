"""How drafters show struck and new text in HTML: tags, styles, and classes that the page's own style sheet explains.

Every legislature has its own way: `<s>` and `<u>` (Texas, New York), `<ins>` beside a struck span (Minnesota), classes
named in the page's `<style>` (West Virginia's `cs68EFC440`, South Carolina's `scstrike`), bold brackets (New Jersey, Missouri).
Struck text is struck wherever it stands. Underlining is emphasis on most pages and new matter only in a bill, so it counts
where the page speaks like one or strikes text as well. Used by the HTML walker, before any text is taken.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from monitor.reading.legend import legend_of

_TRACES = "s, strike, del, ins, u, [class*=strik], [class*=struck], [class*=ol-text-], [class*=_text]"
_BILL = re.compile(
    r"(?i)be\s+it\s+(?:further\s+)?(?:enacted|resolved)|do\s+enact\s+as\s+follows|hereby\s+enacted|is\s+enacted\s+by"
    r"|enacts?\s*:|an\s+act\s+to\b|a\s+bill\s+(?:for\b|to\s+be\s+entitled)|(?:indicates?|is)\s+new\s+matter|underscor"
    r"|underlin(?:ed|ing)\s+(?:thus|text|matter|material|language|words)|(?:new|added)\s+(?:language|text)\s+is\s+underlined"
)
_BRACKETS = re.compile(r"(?i)bold-?\s*faced\s+brackets")
_CLASS_SELECTOR = re.compile(r"(?:[a-z][a-z0-9]*)?\.([\w-]+)", re.IGNORECASE)
_BOLD = re.compile(r"(?i)font-weight\s*:\s*(?:bold|[6-9]00)")
_ITALIC = re.compile(r"(?i)font-style\s*:\s*italic")
_STRUCK_CLASSES = frozenset(
    {"strike", "stricken", "strikethrough", "strike-through", "strikeout", "struck", "scstrike", "ol-text-removed"}
)
_STRUCK_IN_BILLS = frozenset({"del", "deleted", "red_text", "removed", "amenddelete", "deletedtext", "linethrough"})
_NEW_IN_BILLS = frozenset(
    {
        "ins",
        "inserted",
        "added",
        "blue_text",
        "underscore",
        "underscored",
        "newtext",
        "scinsert",
        "ol-text-added",
        "amendinsert",
    }
)
_STRUCK_TAGS = frozenset({"s", "strike", "del"})


@dataclass(frozen=True, slots=True)
class Drafting:
    """What counts as a mark on one page."""

    marked: bool = False
    underlined: bool = False
    struck: frozenset[str] = frozenset()
    inserted: frozenset[str] = frozenset()
    brackets: bool = False
    bold: bool = False  # bold type is new, from the enacting words on
    italic: bool = False  # italics are, as Virginia and Kansas set it; Nevada's are bold as well
    plain: bool = False  # so is what stands between plain brackets struck, as Connecticut says of its bills

    @property
    def begins(self) -> bool:
        """Whether some marks count from the enacting words on."""
        return self.bold or self.italic or self.plain

    def mark(self, tag: str, attributes: Mapping[str, str | None]) -> str:
        """What an element does to the text in it: "-" strikes it, "+" shows it as new, "" neither."""
        style = (attributes.get("style") or "").lower().replace(" ", "") if attributes else ""
        if "text-decoration:none" in style:
            return ""
        if tag in _STRUCK_TAGS or "line-through" in style:
            return "-"
        if tag == "ins" or (self.underlined and (tag == "u" or (tag != "a" and "underline" in style))):
            return "+"
        return self._of_class(attributes.get("class") or "") if attributes and tag != "a" else ""

    def is_bracket(self, tag: str, attributes: Mapping[str, str | None]) -> bool:
        """Whether an element may be a bold bracket that opens or closes struck text: it is bold, at least."""
        return self.brackets and self._is_bold(tag, attributes)

    def is_new(self, tag: str, attributes: Mapping[str, str | None]) -> bool:
        """Whether an element is set in the bold type or the italics that this bill says are new."""
        return (self.bold and self._is_bold(tag, attributes)) or (self.italic and self._is_italic(tag, attributes))

    def _is_italic(self, tag: str, attributes: Mapping[str, str | None]) -> bool:
        return tag in ("i", "em") or _ITALIC.search(attributes.get("style") or "") is not None

    def _is_bold(self, tag: str, attributes: Mapping[str, str | None]) -> bool:
        return tag in ("b", "strong") or _BOLD.search(attributes.get("style") or "") is not None

    def _of_class(self, names: str) -> str:
        classes = {name.lower() for name in names.split()}
        if classes & self.struck:
            return "-"
        return "+" if classes & self.inserted else ""


def drafting(nodes: Sequence[LexborNode], html: str) -> Drafting:
    """How a page marks the text of the nodes to read; most pages are dismissed by the first two looks."""
    decorated = "text-decoration" in html or "TEXT-DECORATION" in html
    if not decorated and not _any_matches(nodes, _TRACES):
        brackets, bold, italic = _has_bold_brackets(html), _means_bold(html), _means_italic(html)
        return Drafting(marked=brackets or bold or italic, brackets=brackets, bold=bold, italic=italic)
    struck, underlined = _styled(html) if decorated else (frozenset[str](), frozenset[str]())
    bill = _BILL.search(html) is not None
    new_matter = bill or _strikes(nodes, html)
    return Drafting(
        marked=True,
        underlined=new_matter,
        struck=_STRUCK_CLASSES | struck | (_STRUCK_IN_BILLS if bill else frozenset()),
        inserted=(underlined if new_matter else frozenset()) | (_NEW_IN_BILLS if bill else frozenset()),
        brackets=_has_bold_brackets(html),
        bold=_means_bold(html),
        italic=_means_italic(html),
        plain=bill and not _strikes(nodes, html) and "[</" not in html and legend_of(html).brackets,
    )


def _means_bold(html: str) -> bool:
    """Whether the page is a bill of a legislature that prints new matter in bold type: Missouri, Michigan, Oregon."""
    is_bold = "font-weight" in html or "<b>" in html or "<strong" in html or "<B>" in html
    return is_bold and _BILL.search(html) is not None and legend_of(html).bold and not legend_of(html).italic


def _means_italic(html: str) -> bool:
    """Whether the page is a bill of a legislature that prints new matter in italics, bold ones perhaps; most pages are dismissed by the
    words that every such bill has, which costs a hundredth of the expressions behind them."""
    lower = html.lower()
    is_italic = "<i>" in lower or "<em" in lower or "<i " in lower or "font-style" in lower
    return (
        is_italic
        and ("italic" in lower or "enacted" in lower)
        and _BILL.search(html) is not None
        and legend_of(html).italic
    )


def _has_bold_brackets(html: str) -> bool:
    """New Jersey's and Missouri's way: a bold bracket of its own, on a page that speaks like a bill."""
    return "[</" in html and (_BRACKETS.search(html) is not None or _BILL.search(html) is not None)


def _strikes(nodes: Sequence[LexborNode], html: str) -> bool:
    return "line-through" in html or _any_matches(nodes, "s, strike, del")


def _any_matches(nodes: Sequence[LexborNode], selector: str) -> bool:
    return any(node.css_first(selector) is not None for node in nodes)


def _styled(html: str) -> tuple[frozenset[str], frozenset[str]]:
    """The classes that the page's own style sheets strike through and underline; rules for links do not count."""
    struck: set[str] = set()
    underlined: set[str] = set()
    for sheet in _style_sheets(html):
        for rule in sheet.split("}"):
            selectors, _, body = rule.rpartition("{")
            target = struck if "line-through" in body else underlined if "underline" in body else None
            if target is not None:
                target.update(_classes(selectors))
    return frozenset(struck), frozenset(underlined)


def _style_sheets(html: str) -> Iterator[str]:
    """What stands between `<style>` and `</style>`; by search, since a pattern takes forever on a page of open tags."""
    lower = html.lower()
    end = 0
    while (start := lower.find("<style", end)) >= 0:
        begin = lower.find(">", start) + 1
        end = lower.find("</style", begin)
        if not begin or end < 0:
            return
        yield html[begin:end]


def _classes(selectors: str) -> list[str]:
    for before in ("*/", "<!--", "{", ";"):  # a comment, or the opening of a group of rules
        selectors = selectors.rpartition(before)[2]
    found = (_CLASS_SELECTOR.fullmatch(selector.strip()) for selector in selectors.split(","))
    return [match.group(1).lower() for match in found if match and not match.group(0).lower().startswith("a.")]
