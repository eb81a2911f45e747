"""Which reader reads a response: by what its bytes are, and by what the server says they are where that leaves a doubt.

Servers err: HTML comes where a PDF was promised, bills in XML come as text/html. The bytes win.
"""

import re
from collections.abc import Sequence

from monitor.model.errors import UnreadableDocument
from monitor.reading.blocks import Reading
from monitor.reading.charset import CONTROLS, looks_wide
from monitor.reading.plain import plain_text

_LOOKED_AT = 2048  # bytes that tell what a document is
_ZIP = b"PK\x03\x04"
_UNREADABLE = (
    (_ZIP, "a zip archive or another Office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"{\\rtf", "a rich text file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xffWPC", "a WordPerfect document"),
)
_TAGS = (
    b"html head body title meta link table tr td div span p pre ul ol li center font h1 h2 h3 h4 h5 h6 style script br a b i u s"
    b" del ins strong em hr img form main article section header nav footer base basefont blockquote dl noscript iframe strike"
)
_TAG = re.compile(rb"<[A-Za-z!/]")
_HTML_ROOTS = frozenset(_TAGS.split())
_HTML = re.compile(rb"<(?:" + _TAGS.replace(b" ", b"|") + rb")[\s>/]", re.IGNORECASE)
_ROOT = re.compile(rb"\s*(?:<!--.{0,1500}?-->\s*+)*+<([A-Za-z_][\w.:-]*)[\s>/]", re.DOTALL)
_XHTML = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)


def read(
    body: bytes,
    *,
    media_type: str = "",
    url: str = "",
    charset: str = "",
    css: str = "",
    ignore: Sequence[str] = (),
) -> Reading:
    """What a person would read in a response, whatever its format.

    `media_type` and `charset` are the header's words; `css` and `ignore` as for `html_text` (of `ignore`, only patterns
    count outside HTML). Raises UnreadableDocument for what no reader understands or what is damaged, ExtractionError when
    `css` selects nothing, ConfigError when `css` or `ignore` is malformed.
    """
    kind = kind_of(body, media_type)
    # Each reader is imported when it is needed: a crawl of tables starts a tenth of a second sooner without them.
    if kind == "html":
        from monitor.reading.html import html_text

        return html_text(body, url=url, charset=charset, css=css, ignore=ignore)
    if kind == "pdf":
        from monitor.reading.pdf import read_pdf

        return read_pdf(body, ignore=ignore)
    if kind == "xml":
        from monitor.reading.xml import read_xml

        return read_xml(body, charset=charset, ignore=ignore)
    if kind == "docx":
        from monitor.reading.docx import read_docx

        return read_docx(body, ignore=ignore)
    if _is_binary(body[:_LOOKED_AT]):
        raise UnreadableDocument("these bytes are no text", remedy="The download may be damaged; look at it by hand.")
    from monitor.reading.json_text import json_text

    return json_text(body, charset=charset, ignore=ignore) or plain_text(body, charset=charset, ignore=ignore)


def kind_of(body: bytes, media_type: str = "") -> str:
    """ "html", "pdf", "xml", "docx" or "text". Raises UnreadableDocument for a format that holds text we cannot take out."""
    head = _without_mark(body[:_LOOKED_AT])
    said = media_type.partition(";")[0].strip().lower()
    if head.startswith(_ZIP) and _is_docx(body):
        return "docx"
    for sign, format_ in _UNREADABLE:
        if head.startswith(sign):
            raise UnreadableDocument(
                f"this is {format_}", remedy="Watch the page that links to it, or a PDF or HTML version."
            )
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if said == "text/plain":
        return "text"
    if _XHTML.search(head):
        return "html"
    if head.lstrip().startswith(b"<?xml"):
        return "xml"
    looks_html = _HTML.search(head) is not None
    if said == "application/pdf":
        return "html" if looks_html else "pdf"
    if said in ("text/html", "application/xhtml+xml"):
        return "html" if _TAG.search(body) else "text"
    unsaid = said in ("", "application/octet-stream")
    return _by_root(head, looks_html=looks_html and unsaid, is_xml=_is_xml(said))


def _by_root(head: bytes, *, looks_html: bool, is_xml: bool) -> str:
    """By the first element, where neither the bytes nor the server have said it plainly."""
    root = _ROOT.match(head)
    if root is None:
        return "html" if looks_html and not head.lstrip().startswith((b"{", b"[")) else "text"
    return "xml" if is_xml or root.group(1).lower() not in _HTML_ROOTS else "html"


def _is_binary(head: bytes) -> bool:
    """Whether more than one byte in twenty is a control character; UTF-16 has its NULs in every other place."""
    controls = len(head) - len(head.translate(None, CONTROLS))
    return controls > max(3, len(head) // 20) and not looks_wide(head)


def _is_docx(body: bytes) -> bool:
    from monitor.reading.docx import is_docx

    return is_docx(body)


def _is_xml(media_type: str) -> bool:
    return media_type.endswith(("/xml", "+xml")) and "xhtml" not in media_type


def _without_mark(head: bytes) -> bytes:
    """The first bytes as if in UTF-8: without a byte order mark, and without the NULs of UTF-16."""
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        head = head.removeprefix(mark)
    return head.replace(b"\0", b"")
