"""Congress's real captures: bills' status in both schemas, the Library's interface, bills' texts, a committee's meeting."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from scrapy.http import TextResponse

from monitor.model.documents import Bill, Document, Hearing, Page
from monitor.model.errors import ExtractionError
from monitor.source.extract import extract, respond
from monitor.source.spider import Bundle, SourceSpider
from spiders.us.congress import Congress
from spiders.us.congress_interface import CongressInterface
from spiders.us.congress_texts import CongressTexts
from spiders.us.house_hearings import HouseHearings

STATUS = "https://www.govinfo.gov/bulkdata/BILLSTATUS/117/hr/BILLSTATUS-{}.xml"
FOLDER = "federal/congress"
NUMBER_OF_TEXTS = 29


def documents(spider: SourceSpider, file: Path, url: str) -> tuple[Document, ...]:
    return extract(spider, respond(url, file.read_bytes())).documents


def bill(file: Path, url: str) -> Bill:
    (found,) = documents(Congress(), file, url)
    assert isinstance(found, Bill)
    return found


@pytest.mark.parametrize("name", ["117hr1", "117hr6658"])
def test_both_schemas_of_a_bills_status_are_one_document(corpus: Path, name: str) -> None:
    folder = corpus / FOLDER / "billstatus" / name
    old, new = (bill(folder / f"{name}.{schema}.xml", STATUS.format(name)) for schema in ("v1-current", "v3-2022-08"))
    assert old == new
    assert old.sponsors
    assert old.actions
    assert old.versions


def test_a_later_file_of_an_unchanged_bill_is_the_same_and_of_a_moved_one_says_what_moved(corpus: Path) -> None:
    folder = corpus / FOLDER / "billstatus"
    same = [bill(folder / f"117hr1/117hr1.v3-2022-{month}.xml", STATUS.format("117hr1")) for month in ("08", "11")]
    assert same[0] == same[1]
    before, after = (
        bill(folder / f"117hr6658/117hr6658.v3-2022-{month}.xml", STATUS.format("117hr6658")) for month in ("08", "11")
    )
    assert [each.name for each in set(after.sponsors) - set(before.sponsors)] == ["Rep. Finstad, Brad [R-MN-1]"]
    assert set(after.companions) - set(before.companions) == {"HR 8913"}
    assert after.text.startswith(f"{before.text}\n# Summary: Introduced in House\n")
    assert replace(after, sponsors=(), companions=(), text="") == replace(before, sponsors=(), companions=(), text="")


def test_the_for_the_people_act_is_read_whole(corpus: Path) -> None:
    found = bill(corpus / FOLDER / "billstatus/117hr1/117hr1.v3-2022-11.xml", STATUS.format("117hr1"))
    assert (found.identifier, found.session, found.chamber) == ("HR 1", "117", "lower")
    assert found.title == "For the People Act of 2021"
    assert found.published_on == date(2021, 1, 4)
    assert [each.name for each in found.sponsors if each.primary] == ["Rep. Sarbanes, John P. [D-MD-3]"]
    assert len(found.sponsors) == 223
    assert len(found.companions) == 61
    steps = [(each.on, each.kinds) for each in found.actions if each.kinds and each.kinds != ("referral-committee",)]
    assert steps == [(date(2021, 1, 4), ("introduction",)), *[(date(2021, 3, 3), ("passage",))] * 2]
    assert (found.actions[-1].text, found.actions[-1].by) == ("Received in the Senate.", "upper")
    assert [each.note for each in found.versions] == ["Introduced in House", "Engrossed in House", "Received in Senate"]
    assert found.subjects[0] == "Government Operations and Politics"
    assert "# Summary: Passed House" in found.text


PARTS = {
    "": ("title", "published_on", "sponsors", "actions", "subjects"),
    "_actions": ("actions",),
    "_amendments": (),
    "_committees": ("subjects",),
    "_cosponsors": ("sponsors",),
    "_relatedbills": ("companions",),
    "_subjects": ("subjects",),
    "_summaries": ("text",),
    "_text": ("versions",),
    "_titles": ("title", "text"),
}


def hosted(one: Bill) -> Bill:
    """The bill with its texts at the public host: the samples of April 2022 came from a test host."""
    host = ("//test.congress.gov/", "//www.congress.gov/")
    return replace(one, versions=tuple(replace(each, url=each.url.replace(*host)) for each in one.versions))


@pytest.mark.parametrize("part", PARTS)
def test_each_part_of_a_bill_at_the_interface_tells_its_share(corpus: Path, part: str) -> None:
    names = [f"2022-2025_sample_output/bill_117_hr_21{part}", *(f"history/bill_117_hr_21{part}.{on}" for on in DATES)]
    url = f"https://api.congress.gov/v3/bill/117/hr/21{part.replace('_', '/')}?format=json"
    found = [bill(corpus / FOLDER / "api_v3" / f"{name}.json", url) for name in names]
    assert hosted(found[0]) == hosted(found[1]) == hosted(found[2])
    assert (found[0].identifier, found[0].session, found[0].chamber) == ("HR 21", "117", "lower")
    for field in PARTS[part]:
        assert getattr(found[0], field), field


DATES = ("2022-04-07", "2022-09-09")


def test_the_parts_of_a_bill_hold_what_was_published(corpus: Path) -> None:
    def part(name: str) -> Bill:
        url = f"https://api.congress.gov/v3/bill/117/hr/21/{name}"
        return bill(corpus / FOLDER / f"api_v3/2022-2025_sample_output/bill_117_hr_21_{name}.json", url)

    actions = part("actions").actions
    assert len(actions) == 9  # ten, one of them told twice
    assert (actions[0].text, actions[0].kinds) == ("Introduced in House", ("introduction",))
    assert actions[-1].kinds == ("reading-2", "referral-committee")
    assert actions[-1].by == "upper"
    assert [each.note for each in part("text").versions] == [
        "Introduced in House",
        "Engrossed in House",
        "Referred in Senate",
    ]
    assert all(each.media_type == "application/xml" for each in part("text").versions)
    assert [each.name for each in part("cosponsors").sponsors] == [
        "Rep. Comer, James [R-KY-1]",
        "Rep. Hice, Jody B. [R-GA-10]",
    ]
    assert part("relatedbills").companions == ("S 3099",)
    assert len(part("subjects").subjects) == 14
    assert part("summaries").text.startswith("# Summary: Passed House\nFederal Risk and Authorization")
    assert part("titles").title == "FedRAMP Authorization Act"


def test_the_parts_of_a_bill_at_the_interface_are_one_bill(corpus: Path) -> None:
    def answer(part: str) -> bytes:
        return (corpus / FOLDER / f"api_v3/2022-2025_sample_output/bill_117_hr_21{part}.json").read_bytes()

    record = respond("https://api.congress.gov/v3/bill/117/hr/21?format=json", answer(""))
    (asked,) = extract(CongressInterface(), record).requests
    paths = {url: url.partition("?")[0].rpartition("/")[2] for url in asked.meta["bundle"].values()}
    members = {
        name: TextResponse(url, body=answer("" if paths[url] == "21" else f"_{paths[url]}"))
        for name, url in asked.meta["bundle"].items()
    }
    (whole,) = extract(CongressInterface(), Bundle(asked.url, members), "parse_bill").documents
    assert isinstance(whole, Bill)
    assert (whole.identifier, whole.session, whole.title) == ("HR 21", "117", "FedRAMP Authorization Act")
    assert (len(whole.actions), len(whole.sponsors), len(whole.versions)) == (9, 3, 3)
    assert whole.companions == ("S 3099",)
    assert "Committee: House Oversight and Reform Committee" in whole.subjects
    assert whole.text.startswith("Official title: To enhance the innovation")
    assert "# Summary: Passed House" in whole.text


@pytest.mark.parametrize("name", ["bill", "bill_117", "bill_117_hr"])
def test_lists_of_the_interface_name_every_bill(corpus: Path, name: str) -> None:
    folder = corpus / FOLDER / "api_v3"
    for file in (
        folder / f"2022-2025_sample_output/{name}.json",
        *(folder / f"history/{name}.{on}.json" for on in DATES),
    ):
        data = json.loads(file.read_bytes())
        found = documents(Congress(), file, f"https://api.congress.gov/v3/{name.replace('_', '/')}")
        assert [one.identifier for one in found] == [f"{each['type']} {each['number']}" for each in data["bills"]]
        assert all(isinstance(one, Bill) and len(one.actions) == 1 for one in found)


def test_the_console_output_of_a_client_is_no_bill(corpus: Path) -> None:
    with pytest.raises(ExtractionError):
        documents(Congress(), corpus / FOLDER / "api_v3/python_example_output.txt", "https://api.congress.gov/v3/bill")


def texts(corpus: Path) -> dict[str, Page]:
    files = [*(corpus / FOLDER / "uslm_bill_text").rglob("*.*"), *(corpus / FOLDER / "bill_xhtml_sample").iterdir()]
    found: dict[str, Page] = {}
    for file in files:
        (page,) = documents(CongressTexts(), file, f"https://www.govinfo.gov/bulkdata/BILLS/{file.name}")
        assert isinstance(page, Page)
        assert page.identifier not in found
        found[page.identifier] = page
    return found


def test_every_text_is_a_document_of_its_own_that_says_whose_it_is(corpus: Path) -> None:
    found = texts(corpus)
    assert len(found) == NUMBER_OF_TEXTS
    assert {"HR 1037 (116) eh", "HR 1037 (116) rfs", "HJRES 37 (116) rh", "SCONRES 13 (116) ats"} <= found.keys()
    assert {"S 1325 (118) rs", "HRES 378 (113) cdh", "HR 9010 (119) rh"} <= found.keys()
    for identifier, page in found.items():
        congress = identifier.split("(")[1].split(")")[0]
        assert page.registry == f"us:{congress} texts"
        assert page.title
        assert page.status
        assert len(page.text) > 500
    assert found["HR 1037 (116) rfs"].published_on == date(2019, 5, 15)
    assert found["SCONRES 13 (116) ats"].status == "Agreed to Senate"
    assert found["HR 1037 (116) eh"].text != found["HR 1037 (116) rfs"].text


def test_a_reported_text_keeps_what_the_committee_struck_and_put_in(corpus: Path) -> None:
    text = texts(corpus)["S 1325 (118) rs"].text
    assert text.count("[-") > 50
    assert text.count("{+") > 100


def test_another_kind_of_file_is_no_text(corpus: Path) -> None:
    file = corpus / FOLDER / "billstatus/117hr1/117hr1.v1-current.xml"
    with pytest.raises(ExtractionError, match="billStatus"):
        documents(CongressTexts(), file, "https://www.govinfo.gov/bulkdata/BILLS/117/1/hr/BILLS-117hr1ih.xml")


def test_a_meeting_of_a_committee_is_read_and_its_witnesses_are_no_meeting(corpus: Path) -> None:
    folder, url = corpus / FOLDER / "house_hearings", "https://docs.house.gov/meetings/RU/RU00/meeting.xml"
    (meeting,) = documents(HouseHearings(), folder / "sample_hearing.xml", url)
    assert isinstance(meeting, Hearing)
    assert (meeting.identifier, meeting.status, meeting.cancelled) == ("102252", "scheduled", False)
    assert meeting.starts_at == datetime(2014, 5, 19, 21, tzinfo=UTC)
    assert meeting.location == "H-313, CAPITOL"
    assert meeting.concerns == ("HR 4435", "HR 4660")
    with pytest.raises(ExtractionError, match="witness-list"):
        documents(HouseHearings(), folder / "sample_witness.xml", url)


def test_saved_pages_of_thomas_are_bills_of_their_congress(corpus: Path) -> None:
    url = "http://thomas.loc.gov/cgi-bin/bdquery/z?d112:"
    found = [bill(file, url) for file in sorted((corpus / FOLDER / "thomas_html_legacy").iterdir())]
    assert [f"{one.identifier} ({one.session})" for one in found] == [
        "HR 1954 (112)",
        "HR 547 (113)",
        "HRES 9 (112)",
        "S 227 (113)",
        "S 968 (112)",
        "SRES 5 (113)",
    ]
    assert all(one.title and one.text and one.published_on and one.actions and one.sponsors for one in found)
    assert [len(one.sponsors) for one in found] == [1, 1, 9, 18, 32, 3]
    assert found[0].companions == ("HR 2544", "HR 2663", "S 1326")
    assert found[2].actions[-2].kinds == ("passage",)
    assert found[5].actions[-1].kinds == ("failure",)
