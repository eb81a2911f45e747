"""Which part of a page is its content: the main element where there is one, without what belongs to the site.

Works on the parsed tree, in C wherever it can (selectors), because a check reads thousands of pages. What it drops is
named: navigation, scripts, form controls, banners, breadcrumbs. A rule that guesses from the look of a block has no place
here, since a silently missing paragraph is worse than a line too many. Scripts and form controls are the walker's to skip.
"""

import re
from collections.abc import Sequence
from enum import Enum

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from monitor.model.errors import ConfigError, ExtractionError
from monitor.reading.links import is_sharing

_FURNITURE = (
    "nav, menu, [role], [aria-haspopup], .breadcrumb, .breadcrumbs, #breadcrumb, #breadcrumbs, .skip-link, .print-link,"
    ".back-to-top, .addtoany_share_save_container, .addthis_toolbox, .a2a_kit, .social-share, .social-sharing, .share-links,"
    ".share-buttons, .sharethis-inline-share-buttons, var.ln, #line_numbers"
)
_BILL_TEXT = "main .bill_text, main #document, div.textcontainer, #bill-text, #bill_all"
"""Where a legislature's page keeps a bill's text apart from lists of versions and legends: Minnesota, West Virginia, California."""
_ENACTS = re.compile(r"(?i)\b(?:enacted|enacts?|resolved)\b")
_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "dialog", "alertdialog"})
_SITE_FURNITURE = (
    ".usa-banner, .usa-skipnav, .skipnav, .skip-nav, .skip-to-content, #skip, #skipnav, #navskip, .cookie-banner,"
    ".cookie-consent, .cookie-notice, #cookie-banner, #cookie-consent, #onetrust-consent-sdk, .eu-cookie-compliance-banner,"
    ".nav, .submenus, .submenu, .main-menu, #main-menu, .site-header, .site-footer, #site-footer, .navbar"
)
_SCREEN_READER = ".sr-only, .visually-hidden, .usa-sr-only, .element-invisible"
_SPOKEN_MARKS = frozenset({
    "deleted text begin", "deleted text end", "new text begin", "new text end", "opens in a new window", "external link",
    "(opens in a new window)", "opens in new window", "(opens in new window)", "(link is external)", "link is external",
    "line numbers", "skip to main content", "breadcrumb",
})  # fmt: skip
_HIDDEN = '[hidden], [style*="display:none"], [style*="display: none"]'
_HOLDS_TEXT = "p, li, tr, h1, h2, h3, h4, h5, h6, dd, pre"


class Scope(Enum):
    """How much of a page counts; the next wider one is tried when a scope holds no text at all."""

    MAIN = 1
    BODY = 2
    EVERYTHING = 3


def content(tree: LexborHTMLParser, scope: Scope, *, url: str, css: str, ignore: Sequence[str]) -> list[LexborNode]:
    """The nodes to read, in document order, none within another; the tree is stripped of the rest on the way.

    Raises ExtractionError when `css` is given and matches nothing, ConfigError when a
    selector is not CSS.
    """
    for selector in ignore:
        if not selector.startswith("re:"):
            _drop(_selected(tree, selector, key="ignore"))
    if css:
        return _chosen(tree, css, url)
    body = [tree.body] if tree.body else []
    if scope is Scope.MAIN and (bill := _bill_text(tree)):
        for node in bill:
            _drop_furniture(node)
        return bill
    main = _outermost(tree.css("main, [role=main]")) if scope is Scope.MAIN else []
    for node in () if scope is Scope.EVERYTHING else main or body:
        _drop_furniture(node)
        if not main:
            _drop_site_frame(node)
    return main or body


def _chosen(tree: LexborHTMLParser, css: str, url: str) -> list[LexborNode]:
    found = _selected(tree, css, key="css")
    if not found:
        raise ExtractionError(f"nothing matches {css!r}", url=url or "an unnamed page", selector=css, found=0)
    return _outermost(found)


def _bill_text(tree: LexborHTMLParser) -> list[LexborNode]:
    """The parts of a page that hold the text of a bill and nothing else, where they can be told."""
    found = _outermost(tree.css(_BILL_TEXT))
    return found if found and _ENACTS.search(" ".join(node.text() for node in found)) else []


def _selected(tree: LexborHTMLParser, selector: str, *, key: str) -> list[LexborNode]:
    try:
        return tree.css(selector)
    except (SelectolaxError, ValueError) as error:
        raise ConfigError(f"{selector!r} is not a CSS selector", key=key, remedy="Correct the selector.") from error


def _drop_furniture(node: LexborNode) -> None:
    _drop([found for found in node.css(_FURNITURE) if _is_furniture(found)])
    _drop([spoken for spoken in node.css(_SCREEN_READER) if _said(spoken) in _SPOKEN_MARKS])
    _drop([hidden for hidden in node.css(_HIDDEN) if hidden.css_first(_HOLDS_TEXT) is None])
    _drop([link for link in node.css("a[href]") if is_sharing(link.attributes.get("href") or "")])
    _drop([aside for aside in node.css("aside") if _is_only_links(aside)])


def _is_furniture(node: LexborNode) -> bool:
    role = node.attributes.get("role")
    return (
        role is None or role in _ROLES or node.tag in ("nav", "menu") or "crumb" in (node.attributes.get("class") or "")
    )


def _drop_site_frame(body: LexborNode) -> None:
    """Header and footer of the site; those of an article stay, and so does a header that holds the page's only heading."""
    _drop(body.css(_SITE_FURNITURE))
    headings = len(body.css("h1"))
    frames = [frame for frame in _outermost(body.css("header, footer")) if not _belongs_to_article(frame)]
    for frame in frames:
        inside = len(frame.css("h1"))
        if not inside or inside < headings:
            frame.decompose()


def _belongs_to_article(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag in ("article", "section", "main", "blockquote"):
            return True
        parent = parent.parent
    return False


def _outermost(nodes: list[LexborNode]) -> list[LexborNode]:
    if len(nodes) < 2:
        return nodes
    chosen = {node.mem_id for node in nodes}
    return [node for node in nodes if not _has_ancestor_in(node, chosen)]


def _has_ancestor_in(node: LexborNode, chosen: set[int]) -> bool:
    above = node.parent
    while above is not None:
        if above.mem_id in chosen:
            return True
        above = above.parent
    return False


def _is_only_links(node: LexborNode) -> bool:
    linked = sum(len("".join(link.text().split())) for link in node.css("a"))
    return linked >= len("".join(node.text().split()))


def _said(node: LexborNode) -> str:
    return " ".join(node.text().lower().split())


def _drop(nodes: list[LexborNode]) -> None:
    for node in _outermost(nodes):
        node.decompose()
