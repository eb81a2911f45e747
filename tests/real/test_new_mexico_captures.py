"""Every capture of New Mexico's site: the pages that the bill spider reads come out whole, the others are refused."""

import lzma
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from monitor.changes.progress import progress
from monitor.model.documents import Bill, Hearing
from monitor.model.errors import ExtractionError
from monitor.source.extract import Extraction, extract, respond
from spiders.families.actions import classify
from spiders.new_mexico.bills import NewMexicoBills
from spiders.new_mexico.hearings import NewMexicoHearings
from spiders.new_mexico.vocabulary import NEW_MEXICO, in_words

SITE = "https://www.nmlegis.gov"
READ = {
    "2019-SB11.html": f"{SITE}/Legislation/Legislation?chamber=S&legType=B&legNo=11&year=19",
    "Legislation_List.html": f"{SITE}/Legislation/Legislation_List",
    "Legislation_List_Session=57.html.xz": f"{SITE}/Legislation/Legislation_List?Session=57",
}


def read(path: Path, url: str, now: datetime | None = None) -> Extraction:
    body = lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()
    return extract(NewMexicoBills(now=now), HtmlResponse(url, body=body))


def captures(corpus: Path) -> list[Path]:
    return sorted(path for path in (corpus / "states/nm").rglob("*") if path.is_file())


def test_every_capture_is_read_or_refused(corpus: Path) -> None:
    read_whole = set()
    for path in captures(corpus):
        url = READ.get(path.name, f"{SITE}/{path.name}")
        try:
            found = read(path, url) if path.suffix != ".pdf" else extract(NewMexicoBills(), respond(url, b"%PDF-1.5"))
        except ExtractionError:
            assert path.name not in READ, path.name
            continue
        assert found.documents or found.requests, path.name
        read_whole.add(path.name)
    assert read_whole == set(READ)


def test_the_menu_names_the_sessions_of_its_newest_year(corpus: Path) -> None:
    folder = corpus / "states/nm/nmlegis"
    found = read(folder / "Legislation_List.html", READ["Legislation_List.html"], datetime(2020, 7, 1, tzinfo=UTC))
    assert [request.url.rpartition("=")[2] for request in found.requests] == ["60", "59", "58", "57"]
    assert found.untracked == ()


def test_the_list_of_another_session_is_refused(corpus: Path) -> None:
    path = corpus / "states/nm/nmlegis/Legislation_List_Session=57.html.xz"
    with pytest.raises(ExtractionError, match="asked for '2020 Regular', the list shows"):
        read(path, f"{SITE}/Legislation/Legislation_List?Session=58")


def test_the_bill_is_what_its_page_says(corpus: Path) -> None:
    (bill,) = read(corpus / "states/nm/nmlegis/2019-SB11.html", READ["2019-SB11.html"]).documents
    assert isinstance(bill, Bill)
    assert progress(bill) == "law"
    assert [(str(one.on), one.by, one.kinds) for one in bill.actions][-2:] == [
        ("2019-02-25", "upper", ("amendment-passage",)),
        ("2019-02-28", "executive", ("executive-signature", "became-law")),
    ]
    assert [version.url.rpartition("/")[2] for version in bill.versions] == [
        "SB0011.pdf",
        "SB0011.html",
        "SB0011.pdf",
        "",
    ]


def test_every_abbreviation_of_the_session_is_known(corpus: Path) -> None:
    path = corpus / "states/nm/nmlegis/Legislation_List_Session=57.html.xz"
    page = HtmlResponse(SITE, body=lzma.decompress(path.read_bytes()))
    steps = [words for text in page.css("span[id*='lblActions']::text").getall() for words in in_words(text)]
    assert len(steps) == 9337
    assert [step for step in steps if not NEW_MEXICO.knows(step)] == []
    kinds = Counter(kind for step in steps for kind in classify(step, NEW_MEXICO))
    assert kinds["became-law"] > 0
    assert kinds["executive-veto"] == 28


def test_the_hearings_on_committee_pages_are_read(corpus: Path) -> None:
    found = {}
    for path in sorted((corpus / "states/nm/nmlegis").glob("Committee_Standing_Committee_*.html")):
        page = HtmlResponse(f"{SITE}/Committee/Standing_Committee", body=path.read_bytes())
        found[path.stem.rpartition("=")[2]] = extract(NewMexicoHearings(), page).documents
    assert {code: len(hearings) for code, hearings in found.items()} == {"HAAWC": 0, "HEC": 0, "HHHC": 2, "SJC": 0}
    first, second = found["HHHC"]
    assert isinstance(first, Hearing)
    assert isinstance(second, Hearing)
    assert first.identifier == "House Health and Human Services Committee 2021-02-26"
    assert first.starts_at == datetime(2021, 2, 26, 15, 30, tzinfo=UTC)
    assert (first.location, first.cancelled) == ("Room Zoom", False)
    assert first.concerns == ("HB 209", "HB 250", "HB 269", "HB 272")
    assert second.concerns == ("HB 151", "HB 284", "HB 305", "SB 27", "SB 96")
    assert "- HB 209 STATE INDIAN CHILD WELFARE ACT Louis" in first.text
