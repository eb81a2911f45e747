"""Word documents → blocks: struck and new runs, tracked changes, tables, breaks; headers and other parts are no text."""

import zipfile
from io import BytesIO

import pytest

from monitor.model.errors import UnreadableDocument
from monitor.reading import read

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def docx(body: str, *, name: str = "word/document.xml") -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
        archive.writestr("word/header1.xml", f'<w:hdr xmlns:w="{W}">{p(r("PAGE HEAD"))}</w:hdr>')
    return out.getvalue()


def r(words: str, style: str = "") -> str:
    return f'<w:r><w:rPr>{style}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def p(*runs: str, style: str = "") -> str:
    return f"<w:p><w:pPr>{f'<w:pStyle w:val={style!r}/>' if style else ''}</w:pPr>{''.join(runs)}</w:p>"


def lines(body: str) -> list[str]:
    return read(docx(body), media_type=WORD).text.split("\n")


ENACTED = p(r("Be it enacted by the General Assembly:"))


def test_struck_and_underlined_runs_are_marks_and_words_stay_whole() -> None:
    body = ENACTED + p(
        r("a fine of $"), r("10", "<w:strike/>"), r("25", '<w:u w:val="single"/>'), r(" for e"), r("ach unit.")
    )
    assert lines(body) == ["Be it enacted by the General Assembly:", "a fine of $[-10-]{+25+} for each unit."]


def test_tracked_changes_and_named_styles_are_marks_too() -> None:
    tracked = "<w:ins>" + r("new") + "</w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
    named = r("fully ", '<w:rStyle w:val="scstrike"/>') + r("partly", '<w:rStyle w:val="scinsert"/>')
    assert lines(p(tracked)) == ["{+new+}[-old-]"]
    assert lines(p(named)) == ["[-fully-] {+partly+}"]


def test_a_mark_that_is_switched_off_and_underlining_outside_a_bill_mean_nothing() -> None:
    assert lines(p(r("kept", '<w:strike w:val="0"/>'))) == ["kept"]
    assert lines(p(r("emphasis", '<w:u w:val="single"/>'))) == ["emphasis"]


def test_tables_headings_tabs_and_breaks() -> None:
    cells = "".join(f"<w:tc>{p(r(word))}</w:tc>" for word in ("Fee", "$5"))
    body = p(r("Part I"), style="Heading2") + f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    body += "<w:p><w:r><w:t>(1)</w:t><w:tab/><w:t>one</w:t><w:br/><w:t>two</w:t></w:r></w:p>"
    assert lines(body) == ["## Part I", "| Fee | $5 |", "(1) one", "two"]


def test_another_archive_and_a_damaged_document_say_so() -> None:
    with pytest.raises(UnreadableDocument, match="zip archive"):
        read(docx("", name="xl/workbook.xml"))
    with pytest.raises(UnreadableDocument, match="cannot be opened"):
        read(docx("<w:p>"))
