"""The words of Congress, its numbering, and what its sources ask for first."""

from datetime import UTC, datetime

import pytest
from scrapy.http import TextResponse

from monitor.model.documents import Bill
from monitor.model.errors import ExtractionError
from monitor.source.extract import extract
from spiders.families.actions import classify
from spiders.families.congress_bills import congresses, ordinal
from spiders.us.congress import Congress
from spiders.us.congress_texts import CongressTexts
from spiders.us.congress_vocabulary import CONGRESS


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("Introduced in House", ("introduction",)),
        ("Referred to the House Committee on Energy and Commerce.", ("referral-committee",)),
        (
            "Received in the Senate and Read twice and referred to the Committee on Finance.",
            ("reading-2", "referral-committee"),
        ),
        ("Received in the Senate.", ()),
        ("Read the second time. Placed on Senate Legislative Calendar under General Orders.", ("reading-2",)),
        ("Ordered to be Reported by the Yeas and Nays: 30 - 20.", ("committee-passage",)),
        (
            "Committee on the Judiciary. Ordered to be reported without amendment favorably.",
            ("committee-passage-favorable",),
        ),
        ("Reported (Amended) by the Committee on Ways and Means. H. Rept. 117-1.", ("committee-passage",)),
        ("Rules Committee Resolution H. Res. 179 Reported to House.", ()),
        ("On passage Passed by the Yeas and Nays: 220 - 210 (Roll no. 62).", ("passage",)),
        ("On passage Failed by the Yeas and Nays: 210 - 220.", ("failure",)),
        ("On motion to recommit Failed by the Yeas and Nays: 210 - 219 (Roll no. 61).", ()),
        ("On motion to suspend the rules and pass the bill Failed by the Yeas and Nays: (2/3 required).", ()),
        ("On motion to suspend the rules and pass the bill, as amended Agreed to by voice vote.", ("passage",)),
        (
            "On motion that the House agree to the Senate amendment Agreed to by the Yeas and Nays: 363 - 62.",
            ("amendment-passage",),
        ),
        ("On agreeing to the Lesko amendment (A014) Failed by recorded vote: 207 - 218.", ("amendment-failure",)),
        ("Motion to reconsider laid on the table Agreed to without objection.", ()),
        ("DEBATE - The House proceeded with one hour of debate on H.R. 1.", ()),
        ("Submitted in the Senate, considered, and agreed to without amendment.", ("introduction", "passage")),
        ("Presented to President.", ("executive-receipt",)),
        ("Signed by President.", ("executive-signature",)),
        ("Vetoed by President.", ("executive-veto",)),
        ("Failed of passage in House over veto: Failed by the Yeas and Nays.", ("veto-override-failure",)),
        ("Passed Senate over veto: Yea-Nay Vote. 81 - 13.", ("veto-override-passage",)),
        ("Became Public Law No: 117-58.", ("became-law",)),
    ],
)
def test_a_step_is_told_by_its_words(words: str, kinds: tuple[str, ...]) -> None:
    assert classify(words, CONGRESS) == kinds


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_congress_begins_on_the_third_of_january_and_the_last_one_is_read_until_april() -> None:
    assert congresses(at("2026-10-10")) == (119,)
    assert congresses(at("2027-01-02")) == (119,)
    assert congresses(at("2027-01-03")) == (120, 119)
    assert congresses(at("2027-03-31")) == (120, 119)
    assert congresses(at("2027-04-01")) == (120,)
    assert congresses(at("2028-01-10")) == (120,)


def test_the_calendar_is_the_publishers() -> None:
    (first, *_) = Congress(now=datetime(2027, 1, 3, 3, tzinfo=UTC)).requests()  # January 2 in Washington
    assert first.url.endswith("/119hr/sitemap.xml")


@pytest.mark.parametrize(
    ("number", "printed"), [(101, "101st"), (102, "102nd"), (103, "103rd"), (111, "111th"), (119, "119th")]
)
def test_a_congress_is_counted_as_its_site_does(number: int, printed: str) -> None:
    assert ordinal(number) == printed


@pytest.mark.parametrize("spider", [Congress, CongressTexts])
def test_each_type_of_bill_has_a_sitemap_which_only_a_new_congress_may_lack(
    spider: type[Congress | CongressTexts],
) -> None:
    settled = list(spider(now=at("2026-10-10")).requests())
    assert [request.url.split("/")[-2] for request in settled] == [
        f"119{kind}" for kind in ("hr", "s", "hjres", "sjres", "hconres", "sconres", "hres", "sres")
    ]
    assert not any(request.meta["optional"] for request in settled)
    opening = list(spider(now=at("2027-01-20")).requests())
    assert [request.meta["optional"] for request in opening] == [True] * 8 + [False] * 8


def test_a_file_is_read_again_when_its_sitemap_says_it_moved() -> None:
    def token(moment: str) -> str:
        body = (
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://www.govinfo.gov/bulkdata/'
            f"BILLSTATUS/119/s/BILLSTATUS-119s1.xml</loc><lastmod>{moment}</lastmod></url></urlset>"
        )
        (request,) = extract(Congress(), TextResponse("https://x.test/sitemap.xml", body=body.encode())).requests
        return str(request.meta["when"])

    assert token("2026-01-01T00:00:00Z") == token("2026-01-01T00:00:00Z") != token("2026-01-02T00:00:00Z")


def test_a_part_without_an_address_is_told_by_its_own_request() -> None:
    body = b'{"titles": [], "request": {"congress": "117", "billType": "sjres", "billNumber": "9"}}'
    (bill,) = extract(Congress(), TextResponse("https://x.test/saved.json", body=body)).documents
    assert isinstance(bill, Bill)
    assert (bill.identifier, bill.session, bill.chamber) == ("SJRES 9", "117", "upper")


@pytest.mark.parametrize(
    "body",
    [b'{"actions": []}', b"[]", b'{"bills": ["x"]}', b'{"bill": {"congress": 117, "type": "PN", "number": "1"}}', b"{"],
)
def test_what_names_no_bill_is_refused(body: bytes) -> None:
    with pytest.raises(ExtractionError):
        extract(Congress(), TextResponse("https://x.test/saved.json", body=body))


def test_a_file_that_declares_entities_is_refused() -> None:
    body = b'<!DOCTYPE x [<!ENTITY a "b">]><billStatus>&a;</billStatus>'
    with pytest.raises(ExtractionError, match="entities"):
        extract(Congress(), TextResponse("https://x.test/BILLSTATUS-119s1.xml", body=body))
