"""What each source asks for first, by the date it is given."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from spiders_at_hand import SPIDERS

from monitor.model.documents import KINDS
from spiders.north_dakota.bills import NorthDakotaBills
from spiders.us.dea_rules import DeaRules
from spiders.us.fda_rules import FdaRules
from spiders.us.openfda_food_enforcement import OpenFdaFoodEnforcement
from spiders.virginia.bills import VirginiaBills


def at(year: int, month: int, day: int = 15) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)


@pytest.mark.parametrize("name", sorted(SPIDERS))
def test_a_source_is_named_by_its_module_and_says_what_it_is(name: str) -> None:
    spider = SPIDERS[name]
    assert spider.__module__ == f"spiders.{name if spider.route == 'direct' else spider.route}"
    assert spider.publisher
    assert spider.kinds
    assert set(spider.kinds) <= set(KINDS)
    assert spider.verified in ("capture", "documented", "unverified")
    assert spider.jurisdiction or spider.user_supplied


PLAIN = {"georgia.bills": "http://webservices.legis.ga.gov/"}  # its services are offered without encryption alone


@pytest.mark.parametrize("name", sorted(name for name in SPIDERS if not SPIDERS[name].user_supplied))
def test_every_first_request_goes_to_an_https_address(name: str) -> None:
    requests = list(SPIDERS[name](now=at(2026, 9), terms=("kratom",)).requests())
    assert requests
    for request in requests:
        for url in (request.meta.get("bundle") or {"": request.url}).values():
            assert url.startswith(PLAIN.get(name, "https://"))


def virginia(now: datetime) -> list[tuple[str, bool]]:
    return [(request.url.split("/")[-2], request.meta["optional"]) for request in VirginiaBills(now=now).requests()]


def test_virginia_reads_the_year_and_from_july_the_next_one_which_may_not_exist_yet() -> None:
    assert virginia(at(2025, 2)) == [("20251", False)]
    assert virginia(at(2025, 7, 1)) == [("20251", True), ("20261", True)]


def test_virginia_reads_the_special_sessions_of_the_year() -> None:
    assert virginia(at(2026, 5)) == [("20261", False), ("20262", False)]
    assert virginia(at(2026, 7)) == [("20261", True), ("20271", True), ("20262", False)]


def test_virginia_needs_only_the_bill_table() -> None:
    (request,) = VirginiaBills(now=at(2025, 2)).requests()
    folder = "https://lis.blob.core.windows.net/lisfiles/20251"
    assert request.meta["bundle"] == {
        "bills": f"{folder}/BILLS.CSV",
        "history": f"{folder}/HISTORY.CSV",
        "sponsors": f"{folder}/Sponsors.csv",
    }
    assert request.meta["optional_members"] == ("history", "sponsors")


@pytest.mark.parametrize(
    ("now", "files"),
    [
        (at(2025, 3), [("69-2025", False)]),
        (at(2026, 9), [("69-2025", False)]),
        (at(2026, 10), [("69-2025", False), ("70-2027", True)]),
        (at(2027, 2), [("69-2025", True), ("70-2027", False)]),
        (at(2028, 11), [("70-2027", False), ("71-2029", True)]),
    ],
)
def test_north_dakota_reads_the_assembly_in_office(now: datetime, files: list[tuple[str, bool]]) -> None:
    asked = NorthDakotaBills(now=now).requests()
    assert [(request.url.split("/")[5], request.meta["optional"]) for request in asked] == files


def test_the_register_is_asked_for_what_was_published_since_the_month_before_last() -> None:
    (request,) = DeaRules(now=at(2026, 10, 31)).requests()
    query = parse_qs(urlsplit(request.meta["bundle"]["published"]).query)
    assert query["conditions[agencies][]"] == ["drug-enforcement-administration"]
    assert query["conditions[publication_date][gte]"] == ["2026-08-01"]
    assert query["order"] == ["newest"]
    assert {"document_number", "docket_ids", "effective_on", "comments_close_on"} <= set(query["fields[]"])
    assert request.meta["optional_members"] == ("filed",)
    assert request.meta["bundle"]["filed"].endswith("/public-inspection-documents/current.json")


def test_the_windows_cross_the_turn_of_the_year() -> None:
    (request,) = FdaRules(now=at(2027, 1)).requests()
    assert "gte%5D=2026-11-01" in request.url
    (request,) = OpenFdaFoodEnforcement(now=at(2027, 2)).requests()
    assert parse_qs(urlsplit(request.url).query)["search"] == ["report_date:[20261101 TO 20281231]"]


@pytest.mark.parametrize("spider", [DeaRules, OpenFdaFoodEnforcement])
def test_a_rolling_window_keeps_its_address_within_a_month(spider: type[DeaRules | OpenFdaFoodEnforcement]) -> None:
    first, last = (next(iter(spider(now=at(2026, 9, day)).requests())).url for day in (1, 30))
    assert first == last


def test_a_scout_token_moves_with_the_row_and_with_nothing_else() -> None:
    from scrapy.http import HtmlResponse

    from spiders.new_mexico.bills import NewMexicoBills

    def token(row: str, frame: str = "") -> str:
        page = (
            f"<html><body>{frame}<table id='MainContent_gridViewLegislation'><tbody>{row}</tbody></table></body></html>"
        )
        response = HtmlResponse("https://www.nmlegis.gov/Legislation/Legislation_List?Session=57", body=page.encode())
        (request,) = NewMexicoBills().parse(response)
        assert not isinstance(request, str)
        return str(request.meta["when"])  # type: ignore[union-attr]  # a list yields requests

    row = "<tr><td><a id='x_linkBillID_0' href='Legislation?chamber=H&legNo=1'>HB 1</a></td><td>FEED BILL</td><td>{}</td></tr>"
    assert token(row.format("[1] HAFC")) == token(row.format("  [1]  HAFC "), frame="<p>updated 7:45</p>")
    assert token(row.format("[1] HAFC")) != token(row.format("[1] HAFC-DP"))
