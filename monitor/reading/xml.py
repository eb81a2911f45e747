"""XML → text in the same blocks as a page: bills (USLM, GPO, Utah, California), the Federal Register, the CFR, records.

One walk, iterative, over what `vocabulary` says of the elements. No DTD, no entity expansion, no network: a document that
declares entities is refused, and so is one nested deeper than libxml2 allows.
"""

import re
from collections.abc import Sequence
from html import unescape

from lxml import etree

from monitor.model.errors import UnreadableDocument
from monitor.reading import amendments
from monitor.reading.blocks import Reading, assemble, squeeze
from monitor.reading.charset import decode
from monitor.reading.html import html_text
from monitor.reading.inline import finished
from monitor.reading.rows import written
from monitor.reading.vocabulary import CALIFORNIA, DATA, Vocabulary, vocabulary_of

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*+(?:\[[^\]]*+\])?+[^>]*+>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>")
_NAMED_CHARACTER = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_HEADING_SOURCES = {"hed": 2, "hd1": 2, "hd2": 3, "hd3": 4, "hd4": 5, "hd5": 5, "hd6": 5}
_DIVISION_LEVELS = {"div1": 1, "div2": 1, "div3": 1, "div4": 2, "div5": 2, "div6": 3, "div7": 3, "div8": 3, "div9": 2}
_TAIL = re.compile(r"[.;,:”’](?:\s|$|and\b|or\b)")  # what follows a quotation belongs to its last block
_STARS = "* * * * *"


def xml_text(body: bytes, *, charset: str = "") -> str:
    """The blocks of an XML document, one per line. Raises UnreadableDocument when it is not well-formed or declares entities."""
    return read_xml(body, charset=charset).text


def read_xml(body: bytes, *, charset: str = "", ignore: Sequence[str] = ()) -> Reading:
    """Title and blocks of an XML document; errors as `xml_text`."""
    root = _parse(decode(body, declared=charset))
    embedded = _embedded_html(root)
    if embedded:
        return html_text(embedded, ignore=ignore)
    vocabulary = vocabulary_of(_local(root))
    reader = _Reader(
        vocabulary, records=vocabulary is DATA and not _has_prose(root), italics=_italics_are_new(root, vocabulary)
    )
    blocks = reader.read(root) or _attributes(root)
    return Reading(title=_title(root, vocabulary), text=assemble(blocks, ignore))


def _parse(text: str) -> etree._Element:
    """The root element. The encoding that the document declares is past: Utah says UTF-16 over UTF-8 bytes."""
    text = _DECLARATION.sub("", text.lstrip("\ufeff \t\r\n"), count=1)
    if _ENTITY.search(text):
        raise UnreadableDocument(
            "this XML declares entities, which are not expanded", remedy="Look at the source by hand."
        )
    start = text.find("<!DOCTYPE")
    doctype = _DOCTYPE.match(text, start) if start >= 0 else None
    text = text[:start] + text[doctype.end() :] if doctype else text
    try:
        return _tree(text)
    except (etree.XMLSyntaxError, ValueError) as error:
        spelled = _NAMED_CHARACTER.sub(_spelled, text)
        if spelled == text:
            raise UnreadableDocument(f"this XML is not well-formed: {error}") from error
    try:
        return _tree(spelled)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument(f"this XML is not well-formed: {error}") from error


def _tree(text: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True)
    return etree.fromstring(text, parser)


def _spelled(found: re.Match[str]) -> str:
    """HTML's names for characters (`&reg;`), which feeds use and XML does not know."""
    return found.group(0) if found.group(1) in _XML_NAMES else unescape(found.group(0))


def _attributes(root: etree._Element) -> list[str]:
    """The records of a document that keeps everything in attributes (Oregon's list of members), one block an element."""
    return [
        f"{etree.QName(element).localname}: {', '.join(f'{etree.QName(name).localname} {squeeze(value)}' for name, value in element.items())}"
        for element in root.iter(etree.Element)
        if element.items()
    ]


def _local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _embedded_html(root: etree._Element) -> str:
    """New York wraps a bill's HTML whole in one element."""
    text = root.text or ""
    return text if len(root) == 0 and len(_TAG.findall(text[:4000])) > 3 else ""


def _has_prose(root: etree._Element) -> bool:
    """Whether any element holds text and elements side by side, which records never do."""
    return any(_is_mixed(element) for element in root.iter(etree.Element) if len(element))


def _is_mixed(element: etree._Element) -> bool:
    return bool((element.text or "").strip()) or any((child.tail or "").strip() for child in element)


def _italics_are_new(root: etree._Element, vocabulary: Vocabulary) -> bool:
    """California prints new matter in italics, which means that only beside struck text."""
    return vocabulary is CALIFORNIA and any(
        _local(element) in vocabulary.struck for element in root.iter(etree.Element)
    )


def _title(root: etree._Element, vocabulary: Vocabulary) -> str:
    for name in vocabulary.titles:
        for element in root.iter(etree.Element):
            if _local(element) == name:
                title = squeeze(" ".join(str(part) for part in element.itertext()))
                if title:
                    return title
    return ""


class _Reader:
    """The walk: collects words until a block ends."""

    def __init__(self, vocabulary: Vocabulary, *, records: bool, italics: bool) -> None:
        self._vocabulary = vocabulary
        self._records = records
        self._italics = italics
        self._blocks: list[str] = []
        self._words: list[str] = []
        self._marks: list[str] = []
        self._prefix = ""
        self._label = ""
        self._cells: list[str] | None = None
        self._inline: list[bool] = []
        self._mixed: list[bool] = []

    def read(self, root: etree._Element) -> list[str]:
        """The blocks of a tree."""
        walk = etree.iterwalk(root, events=("start", "end", "comment"))
        for event, element in walk:
            name = _local(element)
            if event == "comment":
                self._words.append(element.tail or "")
            elif event == "start" and name in self._vocabulary.skipped:
                walk.skip_subtree()
                self._inline.append(True)
            elif event == "start":
                self._start(element, name)
            else:
                self._end(element, name)
        self._flush()
        return self._blocks

    def _start(self, element: etree._Element, name: str) -> None:
        inline = self._is_inline(name)
        self._inline.append(inline)
        self._mixed.append(_is_mixed(element) if len(element) else False)
        if not inline:
            self._open_block(element, name)
        elif name in self._vocabulary.blanks and not len(element) and not element.text:
            self._words.append(" ")
        mark = self._mark(element, name)
        if mark:
            self._marks.append(mark)
            self._words.append(amendments.ON[mark])
        text = element.text or ""
        if name in self._vocabulary.raised and text.strip()[:1].isdigit():
            text = self._raised(text.strip())
        self._words.append(self._unwrapped(element, text))

    def _raised(self, number: str) -> str:
        """A raised number: the sign of a footnote or power behind a word, the footnote's own number before its text."""
        if "".join(self._words).strip():
            return f"^{number}" if self._words[-1][-1:].strip() else number
        return f"{number} "

    def _end(self, element: etree._Element, name: str) -> None:
        inline = self._inline.pop()
        if name not in self._vocabulary.skipped:
            self._mixed.pop()
            mark = self._mark(element, name)
            if mark and mark in self._marks:
                self._marks.remove(mark)
                self._words.append(amendments.OFF[mark])
            self._close(element, name, inline=inline)
        self._words.append(element.tail or "")

    def _close(self, element: etree._Element, name: str, *, inline: bool) -> None:
        vocabulary = self._vocabulary
        if name in vocabulary.rows:
            self._end_row()
        elif name in vocabulary.cells and self._cells is not None:
            self._cells.append(self._taken())
        elif name in vocabulary.labels:
            self._words.append(" ")
            self._label = squeeze("".join(self._words))
        elif name in vocabulary.captions:
            self._end_caption(element)
        elif not inline:
            if name == "stars":
                self._words.append(_STARS)
            self._flush()

    def _is_inline(self, name: str) -> bool:
        vocabulary = self._vocabulary
        if (
            name in vocabulary.rows
            or name in vocabulary.cells
            or name in vocabulary.blocks
            or name in vocabulary.headings
        ):
            return False
        if name in vocabulary.inline or name in vocabulary.labels or name in vocabulary.captions:
            return True
        if name in _FLOWING and vocabulary is not DATA:
            return True
        return bool(self._mixed) and self._mixed[-1]

    def _open_block(self, element: etree._Element, name: str) -> None:
        vocabulary = self._vocabulary
        if name in vocabulary.cells:
            return
        if not self._label or squeeze("".join(self._words)) != self._label:
            self._flush()  # a label alone opens this block and stays
        if name in vocabulary.rows:
            self._cells = []
        elif name in vocabulary.headings:
            self._prefix = "#" * self._level(element, name) + " "
        elif self._records and not len(element) and (element.text or "").strip():
            self._words.append(f"{etree.QName(element).localname}: ")

    def _level(self, element: etree._Element, name: str) -> int:
        if name == "hd":
            return _HEADING_SOURCES.get((element.get("SOURCE") or "").lower(), 2)
        parent = element.getparent()
        if name == "head" and parent is not None:
            return _DIVISION_LEVELS.get(_local(parent), 3)
        return self._vocabulary.headings[name]

    def _end_caption(self, element: etree._Element) -> None:
        """A division's heading is a line of its own, with the division's number; a paragraph's runs into its text."""
        parent = element.getparent()
        level = self._vocabulary.divisions.get(_local(parent)) if parent is not None else None
        if level is not None:
            self._prefix = f"{'#' * level} " if level else ""
            self._flush()
        elif not "".join(self._words).rstrip().endswith("—"):
            self._words.append(" ")

    def _mark(self, element: etree._Element, name: str) -> str:
        if name == "amend":  # Utah
            return {"erase": "-", "amend": "+"}.get(element.get("ea") or "", "")
        changed = (element.get("changed") or "").lower()
        if name in self._vocabulary.struck or changed == "deleted":
            return "-"
        if name in self._vocabulary.inserted or changed == "added" or (self._italics and name in ("i", "em")):
            return "+"
        return ""

    def _unwrapped(self, element: etree._Element, text: str) -> str:
        """The text of a value that is itself HTML (a summary in BILLSTATUS, a description in RSS), read as such."""
        if not self._records or len(element) or "<" not in text or not _TAG.search(text):
            return text
        return html_text(text).text.replace("\n", _BREAK)

    def _taken(self) -> str:
        text = "".join([*self._words, *(amendments.OFF[kind] for kind in reversed(self._marks))])
        self._words = [amendments.ON[kind] for kind in self._marks]
        return finished(text)

    def _end_row(self) -> None:
        cells = [*(self._cells or []), *([rest] if (rest := self._taken()) else [])]
        self._cells = None
        filled = [cell for cell in cells if cell]
        if len(filled) > 1:
            self._blocks.append(written(cells))
        else:
            self._blocks.extend(filled)

    def _flush(self) -> None:
        if self._cells is not None:
            self._words.append(" ")
            return
        text = "".join([*self._words, *(amendments.OFF[kind] for kind in reversed(self._marks))])
        self._words = [amendments.ON[kind] for kind in self._marks]
        self._label = ""
        for block in filter(None, map(finished, text.split(_BREAK))):
            if self._blocks and not self._prefix and _TAIL.match(block):
                self._blocks[-1] += block
            else:
                self._blocks.append(self._prefix + block)
            self._prefix = ""
        self._prefix = ""


_BREAK = "\x0e"  # between the blocks of a value that was HTML; no XML document can hold it
_FLOWING = frozenset({"content", "chapeau", "text"})
"""Elements that carry on behind a label or a heading of their parent; what they hold decides where blocks end."""
