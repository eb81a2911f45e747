"""Bytes → characters, in the order that browsers follow: byte order mark, HTTP header, the document's own word, a guess.

The raw bytes are kept elsewhere; this may therefore repair. It never raises and never returns NUL, other control
characters or lone surrogates, which break parsers and databases further down the path.

Order and labels follow the WHATWG Encoding and HTML standards, with two exceptions that real agencies force on us, both
for documents that contradict themselves: a document that can be read as ASCII up to its own "UTF-16" is not UTF-16 (Utah's
bills, 2026), and one that is well-formed UTF-8 with characters beyond ASCII is not a single-byte encoding.
"""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CONTROLS = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0D}) + b"\x7f"
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DECLARATION = re.compile(
    rb"""(?:<meta[^>]{0,200}?charset|<\?xml[^>]{0,200}?encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)
_TWICE_ENCODED = re.compile("\xe2[\x80-\x8f][\x80-\xbf]")
_HEAD = 4096

# Python knows codecs that are not character sets of any document; these would raise, or run code paths meant for source.
_NOT_TEXT = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf_7", "mbcs", "oem"})
_AS_WINDOWS = frozenset({"ascii", "iso8859-1"})


def decode(body: bytes, *, declared: str = "") -> str:
    """The characters of a document; `declared` is the charset of the Content-Type header, "" where there is none."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return clean(body[len(mark) :].decode(encoding, errors="replace"))
    encoding = _encoding(body, declared)
    if encoding.startswith(("utf-16", "utf-32")):
        return clean(body.decode(encoding, errors="replace"))
    return _narrow(body.translate(None, CONTROLS), encoding)


def _once_decoded(text: str) -> str:
    """The text with UTF-8 that a publisher encoded twice put right: "â\x80\x99" holds a control character no text has."""
    return _TWICE_ENCODED.sub(_once, text) if "\xe2\x80" in text else text


def _once(found: re.Match[str]) -> str:
    try:
        return found.group(0).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return found.group(0)


def clean(text: str) -> str:
    """The text without NUL, other control characters, lone surrogates and noncharacters; line ends and tabs stay."""
    return _UNWANTED.sub("", text) if _UNWANTED.search(text) else text


def _narrow(body: bytes, encoding: str) -> str:
    """Decoding of an encoding in which ASCII bytes are ASCII characters; the controls among them are gone already."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        fallback = encoding if encoding != "utf-8" or _nearly_utf8(body) else "cp1252"
        return clean(body.decode(fallback, errors="replace"))
    if body.isascii():
        return text
    if encoding in ("utf-8", "cp1252") or _is_single_byte(encoding):
        return _once_decoded(text)
    return clean(body.decode(encoding, errors="replace"))


def _encoding(body: bytes, declared: str) -> str:
    """The codec to use: the header's word, else the document's, else a guess from where the NUL bytes stand."""
    wide = _wide(body)
    for label, trusted in ((declared, True), (_own_word(body), False)):
        encoding = _codec(label)
        if encoding.startswith(("utf-16", "utf-32")):
            if wide and trusted:
                return wide if encoding in ("utf-16", "utf-32") else encoding
            continue
        if encoding and not wide:
            return encoding
    return wide or "utf-8"


def _own_word(body: bytes) -> str:
    found = _DECLARATION.search(body, 0, _HEAD)
    return found.group(1).decode("ascii", errors="ignore") if found else ""


def _codec(label: str) -> str:
    """Python's name for a charset label, "" for one that no document can have; Latin-1 means Windows-1252 on the web."""
    try:
        found = codecs.lookup(label.strip().strip("\"'")) if label.strip() else None
    except (LookupError, ValueError, UnicodeError):
        return ""
    if found is None or found.name.replace("-", "_") in _NOT_TEXT or not _is_character_set(found.name):
        return ""
    return "cp1252" if found.name in _AS_WINDOWS else found.name


def _is_character_set(encoding: str) -> bool:
    try:
        return isinstance(b"".decode(encoding), str)
    except (LookupError, UnicodeError):
        return False  # base64, zlib and other transforms are codecs too, but of bytes to bytes


def _is_single_byte(encoding: str) -> bool:
    try:
        return len("€é".encode(encoding, errors="replace")) == 2
    except UnicodeError:
        return False


def looks_wide(body: bytes) -> bool:
    """Whether the bytes are UTF-16 or UTF-32, by their mark or by where the NULs stand."""
    return body.startswith(tuple(mark for mark, encoding in _MARKS if encoding != "utf-8")) or bool(_wide(body))


def _wide(body: bytes) -> str:
    """UTF-16 without a mark shows as NUL in every other byte of western text; anything else with NULs is noise."""
    head = body[:400]
    if len(head) < 4 or b"\0" not in head:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    enough = len(head) // 2 * 0.7
    if odd >= enough and even < enough / 4:
        return "utf-16-le"
    return "utf-16-be" if even >= enough and odd < enough / 4 else ""


def _nearly_utf8(body: bytes) -> bool:
    """A few damaged characters in a text that is UTF-8 otherwise: a cut, or one wrong byte, not another encoding."""
    text = body.decode("utf-8", errors="replace")
    wrong = text.count("�")
    beyond = sum(character > "\x7f" for character in text) - wrong
    return beyond >= 3 * wrong
