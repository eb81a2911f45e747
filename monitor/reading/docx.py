"""Word documents (DOCX) → text in the same blocks as a page: South Carolina's, Kentucky's and Puerto Rico's bills.

The text is one XML part of a zip archive (ECMA-376, part 1, WordprocessingML); lxml reads it as every other XML of this room.
Struck runs and tracked deletions are struck; underlined runs and tracked insertions are new in a document that speaks as a
bill or strikes text as well. Headers, footers, comments and line numbers are other parts or settings, and never text.
"""

import re
import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO

from lxml import etree

from monitor.model.errors import UnreadableDocument
from monitor.reading.amendments import OFF, ON, close_and_reopen
from monitor.reading.blocks import Reading, assemble, squeeze
from monitor.reading.charset import clean
from monitor.reading.inline import finished
from monitor.reading.legend import ENACTING
from monitor.reading.rows import written

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAIN = "word/document.xml"
_LARGEST = 60_000_000
"""Bytes of the unpacked part; a longer one is no bill but a bomb."""
_HEADING = re.compile(r"(?i)^(?:heading|überschrift|t[íi]tulo)\s?([1-6])$")
_OFF_VALUES = frozenset({"0", "false", "none", "off"})


def read_docx(body: bytes, *, ignore: Sequence[str] = ()) -> Reading:
    """The blocks of a Word document. Raises UnreadableDocument when it is damaged or another kind of archive."""
    root = _document(body)
    words = " ".join(str(text) for text in root.itertext(f"{_W}t", f"{_W}delText"))
    underlined = ENACTING.search(words) is not None or next(root.iter(f"{_W}strike", f"{_W}del"), None) is not None
    main = root.find(f"{_W}body")
    blocks = _blocks(main, underlined=underlined) if main is not None else iter(())
    return Reading(title="", text=assemble(blocks, ignore))


def is_docx(body: bytes) -> bool:
    """Whether an archive is a Word document."""
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            return _MAIN in archive.namelist()
    except (zipfile.BadZipFile, ValueError):
        return False


def _document(body: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            if archive.getinfo(_MAIN).file_size > _LARGEST:
                raise UnreadableDocument("this Word document is too large to be read")
            return etree.fromstring(archive.read(_MAIN), parser)
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        OSError,
        RuntimeError,
        NotImplementedError,
        etree.XMLSyntaxError,
    ) as error:
        raise UnreadableDocument(f"this Word document cannot be opened: {error}") from error


def _blocks(parent: etree._Element, *, underlined: bool) -> Iterator[str]:
    """The blocks of the body, of a cell or of a container in it."""
    for element in parent.iterchildren(etree.Element):
        if element.tag == f"{_W}p":
            yield from _paragraph(element, underlined=underlined)
        elif element.tag == f"{_W}tbl":
            for row in element.iter(f"{_W}tr"):
                yield from _row(row, underlined=underlined)
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins"):
            yield from _blocks(element, underlined=underlined)


def _row(row: etree._Element, *, underlined: bool) -> Iterator[str]:
    cells = [" ".join(_blocks(cell, underlined=underlined)) for cell in row.iterchildren(f"{_W}tc")]
    filled = [cell for cell in cells if cell]
    if len(filled) > 1:
        yield written(cells)
    else:
        yield from filled


def _paragraph(paragraph: etree._Element, *, underlined: bool) -> Iterator[str]:
    """The lines of a paragraph; a break that the drafter set begins a new one."""
    raw = close_and_reopen("".join(_runs(paragraph, underlined=underlined)), "\n")
    prefix = _prefix(paragraph)
    for line in raw.split("\n"):
        block = squeeze(finished(line))
        if block:
            yield prefix + block


def _prefix(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    found = _HEADING.match(style.get(f"{_W}val") or "") if style is not None else None
    return "#" * int(found.group(1)) + " " if found else ""


def _runs(paragraph: etree._Element, *, underlined: bool) -> Iterator[str]:
    for run in paragraph.iter(f"{_W}r"):
        if next(run.iterancestors(f"{_W}p"), None) is not paragraph:
            continue  # a text box inside this paragraph has paragraphs of its own
        words = "".join(_words(run))
        kind = _kind(run, underlined=underlined)
        yield f"{ON[kind]}{words}{OFF[kind]}" if kind else words


def _words(run: etree._Element) -> Iterator[str]:
    for part in run.iterchildren(etree.Element):
        if part.tag in (f"{_W}t", f"{_W}delText"):
            yield clean(part.text or "")
        elif part.tag in (f"{_W}tab", f"{_W}ptab"):
            yield " "
        elif part.tag in (f"{_W}br", f"{_W}cr"):
            yield " " if part.get(f"{_W}type") in ("page", "column") else "\n"
        elif part.tag == f"{_W}noBreakHyphen":
            yield "-"


def _kind(run: etree._Element, *, underlined: bool) -> str:
    """ "-" for a struck run, "+" for a new one, "" for any other; hidden words are left to the text they stand in."""
    for above in run.iterancestors(f"{_W}del", f"{_W}moveFrom", f"{_W}ins", f"{_W}moveTo"):
        return "-" if above.tag in (f"{_W}del", f"{_W}moveFrom") else "+"
    style = run.find(f"{_W}rPr")
    if style is None:
        return ""
    if _is_on(style, "strike") or _is_on(style, "dstrike"):
        return "-"
    return "+" if underlined and _is_on(style, "u") else _of_style(style)


def _is_on(style: etree._Element, name: str) -> bool:
    found = style.find(f"{_W}{name}")
    return found is not None and (found.get(f"{_W}val") or "on").lower() not in _OFF_VALUES


def _of_style(style: etree._Element) -> str:
    """South Carolina names its styles for what they do: scstrike, scinsert."""
    named = style.find(f"{_W}rStyle")
    name = (named.get(f"{_W}val") or "").lower() if named is not None else ""
    if "strike" in name or "delete" in name:
        return "-"
    return "+" if "insert" in name else ""
