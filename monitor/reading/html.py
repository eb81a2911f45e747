"""HTML → text in blocks (step 4 of the path), on selectolax's lexbor: the parser that repairs markup as browsers do.

BeautifulSoup with lxml takes over where a bill's unclosed mark would, by the browsers' rules, strike or underline all that
follows it; it closes the mark with its paragraph.
"""

import re
from collections.abc import Sequence

from bs4 import BeautifulSoup
from selectolax.lexbor import LexborHTMLParser

from monitor.reading.blocks import Reading, assemble, squeeze
from monitor.reading.charset import clean, decode
from monitor.reading.content import Scope, content
from monitor.reading.drafting import drafting
from monitor.reading.links import address
from monitor.reading.positioned import as_print
from monitor.reading.walker import Walker

_CONTROL_REFERENCE = re.compile(
    r"&#(?:0*(?:[1-8]|1[1-24-9]|2\d|3[01])|[xX]0*(?:[1-8]|[bBcCeEfF]|1[0-9a-fA-F]))(?:;|(?![0-9a-fA-F]))"
)
_MARK_TAG = re.compile(r"<(/?)(s|strike|del|ins|u)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)[^<>]*>")
_NOT_NESTING = frozenset({
    "p", "li", "td", "th", "tr", "tbody", "thead", "tfoot", "dd", "dt", "option", "br", "hr", "img", "input", "meta", "link",
    "base", "area", "col", "colgroup", "wbr", "source", "embed", "param", "frame", "basefont", "html", "head", "body",
})  # fmt: skip
_DEEPEST = 1000  # the time to parse grows with the square of the depth; browsers stop at 512
_LONG_PAGE = 50_000  # characters
_MANY_TAGS = 5000


def html_text(
    body: bytes | str, *, url: str = "", charset: str = "", css: str = "", ignore: Sequence[str] = ()
) -> Reading:
    """What a person would read on a page.

    `charset` is the header's word; `url` makes links absolute. `css` keeps only the nodes it selects (ExtractionError when
    there is none). Each entry of `ignore` is a selector of nodes to drop, or "re:PATTERN" for blocks to drop. Raises
    ConfigError for a selector or pattern that is malformed; never fails on the page itself.
    """
    html = decode(body, declared=charset) if isinstance(body, bytes) else clean(body)
    if "&#" in html:
        html = _CONTROL_REFERENCE.sub("", html)
    if "DELETED&gt;" in html:  # the Government Publishing Office's sign in the text of a reported bill
        html = html.replace("&lt;DELETED&gt;", "<del>").replace("&lt;/DELETED&gt;", "</del>")
    html = as_print(_bounded(html))
    title, blocks = "", list[str]()
    for scope in Scope:
        title, blocks = _read(html, scope, url=url, css=css, ignore=ignore)
        if blocks or css:
            break
    return Reading(title=title, text=assemble(blocks, ignore))


def _read(html: str, scope: Scope, *, url: str, css: str, ignore: Sequence[str]) -> tuple[str, list[str]]:
    tree = LexborHTMLParser(html)
    nodes = content(tree, scope, url=url, css=css, ignore=ignore)
    marks = drafting(nodes, html)
    if marks.marked and _has_open_mark(html):
        tree = LexborHTMLParser(str(BeautifulSoup(html, "lxml")))
        nodes = content(tree, scope, url=url, css=css, ignore=ignore)
    walker = Walker(marks, base=_base(tree, url))
    for node in nodes:
        walker.read(node)
    title = tree.css_first("title")
    return squeeze(title.text()) if title else "", walker.blocks()


def _base(tree: LexborHTMLParser, url: str) -> str:
    """The address that relative links start from: the page's `<base>`, else its own."""
    base = tree.css_first("base[href]")
    return (address(base.attributes.get("href") or "", url) if base else "") or url


def _has_open_mark(html: str) -> bool:
    """Whether a struck or underlined passage is never closed."""
    balance: dict[str, int] = {}
    for closing, tag in _MARK_TAG.findall(html):
        balance[tag.lower()] = balance.get(tag.lower(), 0) + (-1 if closing else 1)
    return any(open_ > 0 for open_ in balance.values())


def _bounded(html: str) -> str:
    """The page itself, or without its nesting where that is deeper than any real page's: nobody may stall us with it."""
    if len(html) < _LONG_PAGE or html.count("<") < _MANY_TAGS:
        return html
    depth = deepest = 0
    for closing, tag in _TAG.findall(html):
        if tag.lower() not in _NOT_NESTING:
            depth = max(0, depth - 1) if closing else depth + 1
            deepest = max(deepest, depth)
    return html if deepest <= _DEEPEST else _TAG.sub(_flat, html)


def _flat(tag: re.Match[str]) -> str:
    return tag.group(0) if tag.group(2).lower() in _NOT_NESTING else "<br>"
