"""Virginia's tables are read by their columns' names, and a table that is not as it was is refused."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy.http import TextResponse

from monitor.model.documents import Bill
from monitor.model.errors import ExtractionError
from monitor.source.spider import Bundle
from spiders.virginia.bills import BILL_COLUMNS, VirginiaBills, session_name

FOLDER = "https://lis.blob.core.windows.net/lisfiles/20251"
ROW = {
    "Bill_id": "HB9",
    "Bill_description": "Animal control officers; additional training.     ",
    "Patron_name": "Ennis",
    "Last_house_action": "Left in Rules ",
    "Last_house_action_date": "11/18/2024",
    "Last_senate_action": "Passed Senate (40-Y 0-N)",
    "Last_senate_action_date": "2/1/2024",
    "Passed_senate": "Y",
    "Failed": "Y",
    "Full_text_doc1": "HB9       ",
    "Full_text_date1": "1/17/24",
    "Introduction_date": "12/4/2023",
}


def table(*rows: dict[str, str], columns: tuple[str, ...] = BILL_COLUMNS) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", extrasaction="ignore", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def read(body: bytes, history: bytes | None = None, sponsors: bytes | None = None) -> list[Bill]:
    files = {"bills": ("BILLS.CSV", body), "history": ("HISTORY.CSV", history), "sponsors": ("Sponsors.csv", sponsors)}
    members = {
        name: None if content is None else TextResponse(f"{FOLDER}/{file}", body=content)
        for name, (file, content) in files.items()
    }
    return list(VirginiaBills().parse(Bundle(f"{FOLDER}/BILLS.CSV", members)))


@given(st.permutations(BILL_COLUMNS))
@settings(max_examples=30)
def test_the_order_of_columns_does_not_matter(columns: list[str]) -> None:
    assert read(table(ROW, columns=tuple(columns))) == read(table(ROW))


@pytest.mark.parametrize("column", BILL_COLUMNS)
def test_a_missing_column_is_named(column: str) -> None:
    with pytest.raises(ExtractionError, match=column):
        read(table(ROW, columns=tuple(name for name in BILL_COLUMNS if name != column)))


@pytest.mark.parametrize("column", BILL_COLUMNS)
def test_a_change_in_any_column_that_is_read_shows_in_the_document(column: str) -> None:
    values = {"Bill_id": "HB10", "Chapter_id": "CHAP0001"}
    value = values.get(column) or ("3/1/2024" if column.lower().rstrip("123456").endswith("_date") else "Y")
    changed = {**ROW, column: "N" if ROW.get(column) == "Y" else value}
    assert read(table(changed)) != read(table(ROW))


def test_words_keep_their_white_space_as_published() -> None:
    (bill,) = read(table(ROW))
    assert bill.title == ROW["Bill_description"]
    assert bill.actions[-1].text == "Left in Rules "
    assert bill.versions[0].note == "HB9"


def test_the_last_actions_stand_in_the_order_of_their_dates() -> None:
    (bill,) = read(table(ROW))
    assert [action.by for action in bill.actions] == ["upper", "lower"]


def test_the_history_replaces_the_last_actions_of_the_bills_it_knows() -> None:
    history = (
        b'"Bill_id","History_date","History_description","History_refid"\r\n'
        b'"HB9","02/01/24","S Passed Senate (40-Y 0-N)","SV1"\r\n'
        b'"HB9","02/02/24"," Governor\'s recommendation received by House",""\r\n'
        b'"HB9","02/03/24"," Conference Report released",""\r\n'
        b'"HB9","02/04/24","C Amended by conference committee",""\r\n'
        b'"HB9","02/05/24","G Vetoed by Governor",""\r\n'
        b'"","02/05/24","H Of no bill",""\r\n'
    )
    known, unknown = read(table(ROW, {**ROW, "Bill_id": "SB1"}), history=history)
    assert [(action.by, action.text) for action in known.actions] == [
        ("upper", "Passed Senate (40-Y 0-N)"),
        ("executive", "Governor's recommendation received by House"),
        ("legislature", "Conference Report released"),
        ("legislature", "Amended by conference committee"),
        ("executive", "Vetoed by Governor"),
    ]
    assert len(unknown.actions) == 2


def test_patrons_are_found_by_their_padded_numbers() -> None:
    sponsors = b"MEMBER_NAME,MEMBER_ID,BILL_NUMBER,PATRON_TYPE\nA,H1,HB0009,Chief Patron\nB,H2,HB0009,Chief Co-Patron\n"
    (bill,) = read(table(ROW), sponsors=sponsors)
    assert [(sponsor.name, sponsor.primary) for sponsor in bill.sponsors] == [("A", True), ("B", False)]


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"Failed": "X"}, "Failed"),
        ({"Bill_id": "9"}, "Bill_id"),
        ({"Bill_id": "XB9"}, "Bill_id"),
        ({"Introduction_date": "soon"}, "Introduction_date"),
        ({"Last_governor_action": "Vetoed", "Last_governor_action_date": "H"}, "Last_governor_action_date"),
        ({"Full_text_doc3": "HB9S1", "Full_text_date3": "HB9S1"}, "Full_text_date3"),
    ],
)
def test_a_value_in_the_wrong_column_is_named_with_its_line(changed: dict[str, str], column: str) -> None:
    with pytest.raises(ExtractionError, match=rf"line 3, column '{column}'"):
        read(table({**ROW, "Bill_id": "SB1"}, {**ROW, **changed}))


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "expected one column 'Bill_id'"),
        (b"<html><body>Maintenance</body></html>", "expected one column 'Bill_id'"),
        (table(ROW) + b'"HB10"\r\n', "line 3 has 1 cells"),
        (table(ROW) + b'"HB10","unfinished', "is no CSV"),
        (table(ROW, ROW), "HB 9 stands twice"),
    ],
)
def test_a_table_that_is_damaged_is_refused(body: bytes, problem: str) -> None:
    with pytest.raises(ExtractionError, match=problem):
        read(body)


def test_bytes_of_the_old_system_are_read_as_windows_wrote_them() -> None:
    body = table({**ROW, "Patron_name": "Peña’s"}).decode().encode("cp1252")
    (bill,) = read(body)
    assert bill.sponsors[0].name == "Peña’s"


@pytest.mark.parametrize(
    ("code", "session"),
    [("20251", "2025"), ("20262", "2026S1"), ("20243", "2024S2"), ("241", "2024"), ("242", "2024S1")],
)
def test_a_session_code_names_a_session(code: str, session: str) -> None:
    assert session_name(code) == session


def test_an_address_without_a_session_is_refused() -> None:
    with pytest.raises(ExtractionError, match="names no session"):
        list(VirginiaBills().parse(TextResponse("https://example.org/BILLS.CSV", body=table(ROW))))
