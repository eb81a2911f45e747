"""Bytes → characters in the browsers' order, with the repairs that real agencies need."""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.reading import decode
from monitor.reading.html import html_text


def test_a_byte_order_mark_outranks_the_header() -> None:
    assert decode(codecs.BOM_UTF8 + "§".encode(), declared="windows-1252") == "§"
    assert decode(codecs.BOM_UTF16_LE + "§ 1".encode("utf-16-le")) == "§ 1"


def test_the_header_outranks_the_document() -> None:
    assert decode(b'<meta charset="windows-1251"><p>\xa7', declared="windows-1252").endswith("§")


@pytest.mark.parametrize(
    "declaration",
    [
        b'<meta charset="windows-1251">',
        b"<meta http-equiv=Content-Type content='text/html; charset=windows-1251'>",
        b'<?xml version="1.0" encoding="windows-1251"?>',
    ],
)
def test_the_document_names_its_own_charset(declaration: bytes) -> None:
    assert decode(declaration + "Закон".encode("cp1251")).endswith("Закон")


def test_latin_1_means_windows_1252_as_on_the_web() -> None:
    assert decode(b"\x93kratom\x94", declared="ISO-8859-1") == "“kratom”"
    assert decode(b"\x93kratom\x94", declared="us-ascii") == "“kratom”"


def test_a_document_that_calls_its_utf_8_utf_16_is_read_all_the_same() -> None:
    body = '<?xml version="1.0" encoding="UTF-16"?><leg>§ 4-45-102</leg>'.encode()
    assert decode(body).endswith("<leg>§ 4-45-102</leg>")
    assert decode(body, declared="utf-16").endswith("<leg>§ 4-45-102</leg>")


def test_utf_16_without_a_mark_is_seen() -> None:
    assert decode("Section 1".encode("utf-16-le")) == "Section 1"
    assert decode("Section 1".encode("utf-16-be"), declared="utf-16-be") == "Section 1"


def test_utf_8_under_a_single_byte_label_is_utf_8() -> None:
    assert decode("agency’s § 1".encode(), declared="iso-8859-1") == "agency’s § 1"


def test_a_guess_falls_to_windows_1252_and_one_wrong_byte_does_not() -> None:
    assert decode(b"caf\xe9") == "café"
    assert decode("§ “a” ’b’ – c".encode() + b"\xff") == "§ “a” ’b’ – c�"


def test_utf_8_encoded_twice_is_put_right() -> None:
    assert decode("the Nation’s law".encode().decode("latin-1").encode()) == "the Nation’s law"


@pytest.mark.parametrize(
    "label",
    ["rot13", "base64", "unicode_escape", "raw-unicode-escape", "idna", "utf-7", "nonsense", "x" * 99, "\0", "é"],
)
def test_a_label_that_is_no_charset_is_no_charset(label: str) -> None:
    assert decode(b"a \\u0041 b", declared=label) == "a \\u0041 b"


def test_nul_and_other_controls_are_removed() -> None:
    assert decode(b"a\0b\x0bc\x1f\td\ne\x7f") == "abc\td\ne"


@given(
    st.binary(max_size=400),
    st.sampled_from(["", "utf-8", "utf-16", "utf-32", "shift_jis", "gb18030", "iso-2022-jp", "cp037", "hz", "big5"]),
)
@settings(deadline=None)
def test_decoding_is_total_and_what_it_gives_can_be_stored(body: bytes, declared: str) -> None:
    text = decode(body, declared=declared)
    assert "\0" not in text
    assert text.encode("utf-8").decode("utf-8") == text


def test_lone_surrogates_in_text_are_removed() -> None:
    assert html_text("<p>a\ud800b\0c&#1;&#x5;d").text == "abcd"
