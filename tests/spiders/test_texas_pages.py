"""A Texas bill is read from two pages together: its history and its texts."""

from datetime import UTC, datetime
from pathlib import Path

from scrapy.http import TextResponse

from monitor.source import Bundle
from spiders.texas.bills import TexasBills

PAGE = Path(__file__).parents[1] / "fixtures/texas.bills/engrossed.html"
HISTORY = "https://capitol.texas.gov/BillLookup/History.aspx?LegSess=892&Bill=SB6"
TEXT = HISTORY.replace("History.aspx", "Text.aspx")
TEXTS = """<table><tr><td><a href="/tlodocs/892/billtext/pdf/SB00006I.pdf">PDF</a></td>
<td><a href="/tlodocs/892/billtext/html/SB00006I.htm">HTML</a></td></tr>
<tr><td><a href="/tlodocs/892/billtext/pdf/SB00006E.pdf">PDF</a></td></tr>
<tr><td><a href="/tlodocs/892/analysis/html/SB00006S.htm">Analysis</a></td></tr></table>"""


def test_the_texts_come_from_the_second_page() -> None:
    spider = TexasBills(now=datetime(2026, 11, 22, tzinfo=UTC))
    pages = {
        "History": TextResponse(HISTORY, body=PAGE.read_bytes(), encoding="utf-8"),
        "Text": TextResponse(TEXT, body=TEXTS.encode(), encoding="utf-8"),
    }
    (bill,) = spider.parse(Bundle(HISTORY, pages))
    assert (bill.identifier, bill.companions) == ("SB 6", ("HB 36",))
    assert [(one.note, one.media_type, one.url) for one in bill.versions] == [
        ("Introduced", "text/html", "https://capitol.texas.gov/tlodocs/892/billtext/html/SB00006I.htm"),
        ("Engrossed", "application/pdf", "https://capitol.texas.gov/tlodocs/892/billtext/pdf/SB00006E.pdf"),
    ]


def test_an_entry_that_did_not_move_names_the_same_token() -> None:
    spider = TexasBills(now=datetime(2026, 11, 22, tzinfo=UTC))
    url = "https://capitol.texas.gov/Reports/Report.aspx?LegSess=892&ID=housefiled"
    entry = '<a href="../BillLookup/History.aspx?LegSess=892&amp;Bill=HB{}">HB</a> Last Action: {} Filed'

    def tokens(*days: str) -> list[str]:
        body = "".join(entry.format(number, on) for number, on in enumerate(days))
        return [
            each.meta["when"] for each in spider.parse_report(TextResponse(url, body=body.encode(), encoding="utf-8"))
        ]

    first, second = tokens("11/10/2026", "11/11/2026"), tokens("11/10/2026", "11/12/2026")
    assert first[0] == second[0]
    assert first[1] != second[1]
