"""Florida's bills by all their names: with the marks of substitutes, and as the proposals that committees made bills of."""

from datetime import UTC, datetime

import pytest

from monitor.model.documents import Bill
from monitor.source.extract import extract, respond
from spiders.florida.bills import FloridaBills

PAGE = """<div id="main"><h2>{name}: Kratom</h2><p class="width80">GENERAL BILL by Health Policy</p>
<div id="tabBodyBillHistory"><table><tbody><tr><td>1/13/2026</td><td>Senate</td><td>\u2022 Filed</td></tr></tbody></table></div></div>"""


def bill_of(name: str, number: str) -> Bill:
    page = respond(
        f"https://www.flsenate.gov/Session/Bill/2026/{number}", PAGE.format(name=name).encode(), name="a.html"
    )
    (found,) = extract(FloridaBills(now=datetime(2026, 2, 1, tzinfo=UTC)), page, "parse_bill").documents
    assert isinstance(found, Bill)
    return found


@pytest.mark.parametrize(
    ("name", "number", "identifier", "aliases"),
    [
        ("SB 994", "994", "SB 994", ()),
        ("CS/CS/SB 994", "994", "SB 994", ("CS/CS/SB 994",)),
        ("SPB 7012", "7012", "SPB 7012", ()),
        ("SB 7012", "7012", "SB 7012", ("SPB 7012",)),
        ("CS/SJR 7014", "7014", "SJR 7014", ("CS/SJR 7014", "SPB 7014")),
        ("HB 7013", "7013", "HB 7013", ()),
    ],
)
def test_a_bill_bears_its_number_and_names_what_else_it_is_called(
    name: str, number: str, identifier: str, aliases: tuple[str, ...]
) -> None:
    found = bill_of(name, number)
    assert (found.identifier, found.aliases) == (identifier, aliases)
