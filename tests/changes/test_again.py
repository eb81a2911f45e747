"""A bill that was there in an earlier session is known by its number and title, and generic titles say nothing."""

from monitor.changes.again import Earlier, again
from monitor.model.documents import Bill

TITLE = "Relating to the regulation of kratom products and their sale"
BILL = Bill(identifier="HB 2001", title=TITLE, url="https://example.gov/", session="2026")


def test_a_number_that_goes_on_with_its_title_is_carried_over() -> None:
    assert again(BILL, [Earlier("2025", "HB 2001", TITLE.upper() + ".")]) == "carried over from 2025"
    amended = Earlier("2025", "HB 2001", "Relating to regulation of kratom products, and their sale to minors")
    assert again(BILL, [Earlier("2024", "HB 2001", "A bridge named"), amended]) == "carried over from 2025"


def test_a_number_that_is_another_bill_s_now_is_not() -> None:
    assert again(BILL, [Earlier("2025", "HB 2001", "Naming a bridge after Sergeant Jones")]) == ""


def test_the_same_title_under_another_number_was_brought_in_before() -> None:
    found = [Earlier("2024", "HB 7", TITLE), Earlier("2025", "SB 12", TITLE), Earlier("2025", "HB 9", TITLE)]
    assert again(BILL, found) == "brought in before as SB 12 and HB 9 of 2025"


def test_a_title_that_many_share_or_that_says_little_links_nothing() -> None:
    assert again(BILL, [Earlier("2025", f"HB {number}", TITLE) for number in range(4)]) == ""
    short = Bill(identifier="HB 1", title="An Act relating to taxation", url="https://example.gov/")
    assert again(short, [Earlier("2025", "HB 2", "An act relating to taxation.")]) == ""
    assert again(BILL, ()) == ""
