"""Which reader reads: the bytes win over what the server says."""

import pytest

from monitor.model.errors import UnreadableDocument
from monitor.reading import EDITION, read
from monitor.reading.dispatch import kind_of


@pytest.mark.parametrize(
    ("body", "media_type", "kind"),
    [
        (b"<!DOCTYPE html><p>x", "", "html"),
        (b"\n\n<!-- x --><P>x", "", "html"),
        (b"Words and <b>bold</b>", "text/html; charset=utf-8", "html"),
        (b"Words alone", "text/html", "text"),
        (b"<html><body>Request Rejected", "application/pdf", "html"),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'>", "application/xhtml+xml", "html"),
        (b"<?xml version='1.0'?><!DOCTYPE html><html>", "text/xml", "html"),
        (b"<?xml version='1.0'?><bill/>", "text/html", "xml"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><bill/>", "", "xml"),
        ("<?xml version='1.0'?><bill/>".encode("utf-16"), "", "xml"),
        (b"<RULE><TITLE>x</TITLE></RULE>", "", "xml"),
        (b"<rss version='2.0'><channel><title>x", "application/rss+xml", "xml"),
        (b"%PDF-1.7 x", "text/html", "pdf"),
        (b"junk\n%PDF-1.7 x", "", "pdf"),
        (b"garbage", "application/pdf", "pdf"),
        (b"A bill", "text/plain", "text"),
        (b"a < b and c > d", "", "text"),
        (b'{"a": "<p>"}', "application/json", "text"),
        (b'[{"a": "<p>"}]', "", "text"),
        (b"", "", "text"),
    ],
)
def test_the_bytes_decide_and_the_header_settles_doubts(body: bytes, media_type: str, kind: str) -> None:
    assert kind_of(body, media_type) == kind


@pytest.mark.parametrize(
    "body", [b"PK\x03\x04docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1doc", b"{\\rtf1 x}", b"\x89PNG\r\n", b"\x1f\x8b\x08"]
)
def test_formats_without_a_reader_are_named_and_say_what_to_do(body: bytes) -> None:
    with pytest.raises(UnreadableDocument) as raised:
        read(body, media_type="text/html")
    assert raised.value.remedy


def test_plain_text_with_paragraphs_is_put_together() -> None:
    body = b"The department shall adopt rules to administer this chapter and\nreport yearly.\n\nSection 2. Ends.\n"
    assert read(body, media_type="text/plain").text.split("\n") == [
        "The department shall adopt rules to administer this chapter and report yearly.",
        "Section 2. Ends.",
    ]


def test_plain_text_without_paragraphs_keeps_its_lines() -> None:
    assert read(b"a line  of words\r\nanother line\n").text == "a line of words\nanother line"


def test_the_edition_is_named() -> None:
    assert EDITION.startswith("r")


def test_bytes_that_are_no_text_are_refused_and_utf_16_is_not() -> None:
    with pytest.raises(UnreadableDocument, match="no text"):
        read(bytes(range(256)) * 8)
    assert read("Section 1. Kratom.".encode("utf-16-le")).text == "Section 1. Kratom."
    assert read(b"one stray \x00 byte in a text").text == "one stray byte in a text"
