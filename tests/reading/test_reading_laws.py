"""Laws of reading, for any input: total, one line a block, blind to white space, and stable."""

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model.errors import UnreadableDocument
from monitor.reading import Reading, read
from monitor.reading.html import html_text

TAGS = [
    "p",
    "div",
    "b",
    "s",
    "u",
    "ins",
    "del",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "a href='/x'",
    "h2",
    "pre",
    "br",
    "sup",
    "main",
    "nav",
    "span class=del",
    "header",
    "aside",
    "title",
]
MEDIA = [
    "",
    "text/html",
    "application/xhtml+xml",
    "text/xml",
    "application/pdf",
    "text/plain",
    "application/octet-stream",
]


@st.composite
def pages(draw: st.DrawFn) -> str:
    pieces = st.one_of(
        st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag.split()[0]}>" for tag in TAGS]),
        st.text(alphabet=st.characters(codec="utf-8"), max_size=12),
        st.sampled_from([" ", "\n", "be it enacted", "[", "]", "&nbsp;", "&#3;", "Last updated: May 1, 2026"]),
    )
    return "".join(draw(st.lists(pieces, max_size=40)))


def lines_are_blocks(reading: Reading) -> None:
    for line in reading.text.split("\n") if reading.text else []:
        assert line == " ".join(line.split()) != ""
        assert not any(character < " " for character in line)


@given(st.binary(max_size=600), st.sampled_from(MEDIA), st.sampled_from(["", "utf-16", "latin-1", "no such"]))
@settings(deadline=None)
def test_reading_is_total_on_any_bytes(body: bytes, media_type: str, charset: str) -> None:
    with suppress(UnreadableDocument):
        lines_are_blocks(read(body, media_type=media_type, charset=charset, url="https://x.gov/"))


@given(
    st.binary(max_size=300),
    st.sampled_from([b"<?xml version='1.0'?><a>", b"<RULE><P>", b"%PDF-1.4\n", b"<html><table>", b"<pre>"]),
)
@settings(deadline=None)
def test_reading_is_total_on_documents_gone_bad(tail: bytes, head: bytes) -> None:
    with suppress(UnreadableDocument):
        lines_are_blocks(read(head + tail))


@given(pages())
@settings(deadline=None)
def test_a_page_of_any_tags_reads_as_blocks(html: str) -> None:
    lines_are_blocks(html_text(html, url="https://x.gov/"))


@given(pages())
@settings(deadline=None)
def test_reading_twice_gives_the_same(html: str) -> None:
    assert html_text(html) == html_text(html)


@given(st.one_of(pages(), st.text(max_size=200)))
@settings(deadline=None)
def test_reading_what_was_read_as_plain_text_changes_nothing(text: str) -> None:
    once = read(html_text(text).text.encode(), media_type="text/plain").text
    assert read(once.encode(), media_type="text/plain").text == once


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<div>",
                "</div>",
                "<ul>",
                "<li>",
                "</ul>",
                "<table>",
                "<tr>",
                "<td>",
                "</table>",
                "<h2>",
                "</h2>",
                "word ",
                "other ",
            ]
        ),
        max_size=25,
    ),
    st.sampled_from(["\n", "  ", "\t\n "]),
)
@settings(deadline=None)
def test_white_space_between_block_tags_means_nothing(pieces: list[str], blank: str) -> None:
    spaced = "".join(blank + piece + blank if piece.startswith("<") else piece for piece in pieces)
    assert html_text(spaced).text == html_text("".join(pieces)).text
