"""The walk over a parsed page that turns nodes into blocks: block-aware, without recursion, one pass.

Inline tags never split a word and block tags never glue two; struck and new text, and links, travel as control characters
until their block is finished (see `amendments`). A page nested a million deep costs memory, not the stack.
"""

from collections.abc import Callable
from typing import ClassVar, Final

from selectolax.lexbor import LexborNode

from monitor.reading import amendments, printed
from monitor.reading.drafting import Drafting
from monitor.reading.inline import LINK_OFF, LINK_ON, LINK_TO, finished
from monitor.reading.legend import ENACTING, is_foreign, is_note, with_brackets
from monitor.reading.links import address
from monitor.reading.lists import numeral, whole
from monitor.reading.rows import Row

_TEXT: Final = "-text"
_SILENT: Final = frozenset({
    "-comment", "!doctype", "head", "title", "script", "style", "noscript", "template", "svg", "iframe", "object", "embed",
    "canvas", "audio", "video", "map", "input", "select", "button", "textarea", "datalist", "option", "progress", "meter",
    "dialog",
})  # fmt: skip
_BLOCKS = (
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "html", "legend", "main", "p",
    "section", "summary", "table", "tbody", "tfoot", "thead",
)  # fmt: skip
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LISTS = ("ul", "ol", "menu")
_CELLS = ("td", "th")
_PRINT = ("pre", "listing", "plaintext", "xmp")
_FEWEST_WORDS_OF_IMAGE = 5


class Walker:
    """Collects the blocks of one page; call `read` for each node to read, then `blocks`."""

    def __init__(self, drafting: Drafting, *, base: str) -> None:
        self._drafting = drafting
        self._base = base
        self._words: list[str] = []
        self._out: list[str] = []
        self._prefix = ""
        self._heading = False
        self._pre = 0
        self._marks: list[str] = []
        self._link = ""
        self._lists: list[tuple[str, int]] = []
        self._rows: list[Row] = []
        self._outer: list[list[str]] = []
        self._print: list[str] = []
        self._enacted = False
        self._bold_nodes: set[int] = set()

    def blocks(self) -> list[str]:
        """The blocks read so far; the walk is over."""
        self._flush()
        self._set_print()
        return self._out

    def read(self, top: LexborNode) -> None:
        """Adds the blocks of a node; blocks before and after it never join with its own."""
        self._flush()
        words, marked = self._words, self._drafting.marked
        enter, leave = self._ENTER.get, self._LEAVE.get
        path: list[tuple[LexborNode, str]] = []
        node: LexborNode | None = top
        while node is not None:  # the hot loop of a check, hence without calls that most nodes do not need
            tag = node.tag or ""
            if tag == _TEXT:
                words.append(node.text_content or "")
            elif tag not in _SILENT:
                if marked:
                    self._mark(node, tag, entering=True)
                if (act := enter(tag)) is not None:
                    act(self, node)
                path.append((node, tag))
                if (child := node.child) is not None:
                    node = child
                    continue
                node = None
            following = node.next if node is not None and path else None
            while following is None and path:
                left, tag = path.pop()
                if marked:
                    self._mark(left, tag, entering=False)
                if (act := leave(tag)) is not None:
                    act(self, left)
                following = left.next if path else None
            node = following
        self._flush()

    def _mark(self, node: LexborNode, tag: str, *, entering: bool) -> None:
        attributes = node.attributes
        kind = self._drafting.mark(tag, attributes) or self._bold(node, tag, entering=entering)
        if kind and entering:
            self._open_mark(kind)
        elif kind:
            self._close_mark(kind)
        elif not entering and self._drafting.is_bracket(tag, attributes):
            self._bracket(node.text().strip())

    def _bold(self, node: LexborNode, tag: str, *, entering: bool) -> str:
        """ "+" for words in the type, bold or italic, that is new in this bill; headings above the enacting words and brackets are not."""
        if not self._drafting.is_new(tag, node.attributes):
            return ""
        if entering and self._enacted and not self._is_plain(node.text().strip()):
            self._bold_nodes.add(node.mem_id)
        return "+" if node.mem_id in self._bold_nodes else ""

    def _is_plain(self, words: str) -> bool:
        return words in ("", "[", "]") or (self._drafting.italic and is_foreign(words))

    def _open_mark(self, kind: str) -> None:
        self._marks.append(kind)
        self._words.append(amendments.ON[kind])

    def _close_mark(self, kind: str) -> None:
        if kind in self._marks:
            self._marks.remove(kind)
            self._words.append(amendments.OFF[kind])

    def _bracket(self, sign: str) -> None:
        """Opens or closes struck text at a bold bracket, which is dropped itself."""
        last = self._words[-1] if self._words else ""
        if sign not in ("[", "]") or not last.rstrip().endswith(sign):
            return
        self._words[-1] = last.rstrip()[:-1]
        if sign == "[":
            self._open_mark("-")
        else:
            self._close_mark("-")

    def _flush(self, _node: LexborNode | None = None) -> None:
        """Ends the block; marks and links that go on are closed in it and opened again in the next."""
        words = self._words
        if not words:
            return
        if self._link or self._marks:
            text = self._interrupted()
        else:
            text = words[0] if len(words) == 1 else "".join(words)
            words.clear()
        if text and not text.isspace():
            self._take(text)

    def _interrupted(self) -> str:
        words, marks, link = self._words, self._marks, self._link
        ends = [f"{LINK_TO}{link}{LINK_OFF}"] if link else []
        text = "".join([*words, *ends, *(amendments.OFF[kind] for kind in reversed(marks))])
        words[:] = [amendments.ON[kind] for kind in marks] + ([LINK_ON] if link else [])
        return text

    def _take(self, text: str) -> None:
        if self._pre:
            self._print.extend(amendments.close_and_reopen(text, "\n").split("\n"))
            return
        if self._rows and self._rows[-1].is_print:
            self._rows[-1].line += text.strip("\r\n\t ")
            return
        if self._print:
            self._set_print()
        if self._drafting.plain and self._enacted and not is_note(text):
            text = with_brackets(text)
        text = finished(text)
        if text:
            if self._drafting.begins and not self._enacted:
                self._enacted = ENACTING.search(text) is not None
            self._out.append(self._prefix + text)
            if not self._heading:
                self._prefix = ""

    def _set_print(self) -> None:
        """Puts together what came as lines of print."""
        if self._print:
            lines = self._print
            self._print = []
            paragraphs = (finished(paragraph) for paragraph in printed.reflow("\n".join(lines)))
            self._out.extend(f"{self._prefix}{paragraph}" for paragraph in paragraphs if paragraph)

    def _begin_heading(self, node: LexborNode) -> None:
        self._begin_structure()
        self._prefix = "#" * int((node.tag or "h1")[1]) + " "
        self._heading = True

    def _end_heading(self, _node: LexborNode) -> None:
        self._flush()
        self._prefix = ""
        self._heading = False

    def _begin_structure(self) -> None:
        """A heading or list in a table's cell shows that the table only lays out the page."""
        self._flush()
        if self._rows:
            self._rows[-1].is_layout = True

    def _begin_list(self, node: LexborNode) -> None:
        self._begin_structure()
        kind, start = "", 1
        if node.tag == "ol":
            attributes = node.attributes
            kind = attributes.get("type") or "1"
            start = whole(attributes.get("start"), 1)
        self._lists.append((kind, start))

    def _end_list(self, _node: LexborNode) -> None:
        self._flush()
        self._prefix = ""
        if self._lists:
            self._lists.pop()

    def _begin_item(self, node: LexborNode) -> None:
        self._flush()
        self._set_print()
        kind, number = self._lists[-1] if self._lists else ("", 1)
        if kind:
            number = whole(node.attributes.get("value"), number)
            self._lists[-1] = (kind, number + 1)
        self._prefix = f"{numeral(kind, number)}. " if kind else "- "

    def _end_item(self, _node: LexborNode) -> None:
        self._flush()
        self._prefix = ""

    def _begin_row(self, _node: LexborNode) -> None:
        self._flush()
        if self._rows:
            self._rows[-1].is_layout = True
        self._rows.append(Row())

    def _begin_cell(self, _node: LexborNode) -> None:
        self._flush()
        if self._rows:
            self._outer.append(self._out)
            self._out = []

    def _end_cell(self, _node: LexborNode) -> None:
        self._flush()
        if self._rows and self._outer:
            row = self._rows[-1]
            if not row.is_print:
                self._set_print()
                row.cells.append(self._out)
            self._out = self._outer.pop()

    def _end_row(self, _node: LexborNode) -> None:
        self._flush()
        if not self._rows:
            return
        row = self._rows.pop()
        if row.is_print:
            self._print.append(row.line)
            return
        self._set_print()
        self._out += row.blocks()

    def _printed_row(self, node: LexborNode) -> None:
        """Texas sets every line of print in a table row of its own and says so (`<META name="PGLN" contents="1-10">`)."""
        if self._rows and node.attributes.get("name") == "PGLN":
            self._words.clear()
            self._rows[-1].is_print = True

    def _begin_pre(self, _node: LexborNode) -> None:
        self._flush()
        self._pre += 1

    def _end_pre(self, _node: LexborNode) -> None:
        self._flush()
        self._pre -= 1

    def _break(self, node: LexborNode) -> None:
        if self._pre:
            self._words.append("\n\n")  # a break that the page asks for, not one of the typesetter
        elif self._heading or "d-none" in (node.attributes.get("class") or ""):
            self._words.append(" ")  # a break for wide screens only, as Minnesota sets at the end of a printed line
        else:
            self._flush()

    def _begin_link(self, node: LexborNode) -> None:
        href = node.attributes.get("href")
        self._link = address(href, self._base) if href else ""
        if self._link:
            self._words.append(LINK_ON)

    def _end_link(self, _node: LexborNode) -> None:
        if self._link:
            self._words.append(f"{LINK_TO}{self._link}{LINK_OFF}")
            self._link = ""

    def _image(self, node: LexborNode) -> None:
        """What an image says, where it says something: Michigan's list of sponsors is a picture with a long alt text."""
        alt = node.attributes.get("alt") or ""
        if len(alt.split()) >= _FEWEST_WORDS_OF_IMAGE:
            self._words.append(f" {alt} ")

    def _raised(self, node: LexborNode) -> None:
        """A raised number is a footnote or a power; without a sign "10" and a raised 6 would read "106"."""
        if node.text().strip()[:1].isdigit() and self._words and self._words[-1][-1:].strip():
            self._words.append("^")

    _ENTER: ClassVar[dict[str, Callable[["Walker", LexborNode], None]]] = {
        **dict.fromkeys(_BLOCKS, _flush),
        **dict.fromkeys(_HEADINGS, _begin_heading),
        **dict.fromkeys(_LISTS, _begin_list),
        **dict.fromkeys(_CELLS, _begin_cell),
        **dict.fromkeys(_PRINT, _begin_pre),
        "li": _begin_item,
        "tr": _begin_row,
        "meta": _printed_row,
        "br": _break,
        "a": _begin_link,
        "img": _image,
        "sup": _raised,
    }
    _LEAVE: ClassVar[dict[str, Callable[["Walker", LexborNode], None]]] = {
        **dict.fromkeys(_BLOCKS, _flush),
        **dict.fromkeys(_HEADINGS, _end_heading),
        **dict.fromkeys(_LISTS, _end_list),
        **dict.fromkeys(_CELLS, _end_cell),
        **dict.fromkeys(_PRINT, _end_pre),
        "li": _end_item,
        "tr": _end_row,
        "a": _end_link,
    }
