"""Lists that other programs keep: taken over as far as they can be, and what cannot is said."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from recorded import Policywatch

from monitor.config.bill_list import read_bills
from monitor.config.watch_lists import LARGEST, entries, read_list
from monitor.model.errors import MonitorError

OPML = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>Feeds</title></head><body>
<outline text="Agencies"><outline type="rss" text="FDA press" xmlUrl="https://www.fda.example.gov/rss.xml" htmlUrl="https://x"/>
<outline type="rss" text="FDA press" xmlUrl="https://www.fda.example.gov/other.xml"/></outline>
<outline text="evil" xmlUrl="file:///etc/passwd"/></body></opml>"""

URLWATCH = """
name: "Board of Pharmacy"
url: "https://pharmacy.example.gov/"
filter:
  - css: "main"
  - html2text
  - grepi: "^Updated"
---
url: "https://example.org/x"
filter: element-by-id:content,strip
---
name: shell
command: "ls -al /"
---
url: "https://example.org/form"
data: "a=b"
---
navigate: "https://example.org/script"
filter:
  - xpath: "//main"
"""

CHANGEDETECTION = {
    "watching": {
        "0a": {
            "url": "https://example.gov/rules",
            "title": "Rules",
            "include_filters": ["#main", "xpath://div"],
            "subtractive_selectors": [".social"],
            "ignore_text": ["Last updated", "/^Page \\d+/i"],
            "time_between_check": {"weeks": None, "days": None, "hours": 12, "minutes": None, "seconds": None},
        },
        "0b": {"url": "https://example.gov/paused", "paused": True},
        "0c": {"url": "https://example.gov/form", "method": "POST", "body": "x"},
        "0d": {"url": "{{ 7*7 }}"},
    }
}


def taken(text: str, known: list[dict[str, Any]] | None = None) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """The entries made, and why the others were not."""
    made = entries(read_list(text.encode()), known or [])
    return [one for _, one in made if one], {one.url: one.why_not for one, entry in made if entry is None}


def test_feeds_of_an_opml_become_feeds() -> None:
    made, left = taken(OPML)
    assert made == [
        {"name": "FDA press", "url": "https://www.fda.example.gov/rss.xml", "kind": "feed"},
        {"name": "FDA press (2)", "url": "https://www.fda.example.gov/other.xml", "kind": "feed"},
    ]
    assert left == {"file:///etc/passwd": "no web address"}


def test_an_opml_reads_no_file_and_no_bomb() -> None:
    bomb = '<!DOCTYPE opml [<!ENTITY f SYSTEM "file:///etc/hostname">]><opml><outline text="a" xmlUrl="https://x.example/&f;"/></opml>'
    made, _ = taken(bomb)
    assert all(Path("/etc/hostname").read_text().strip() not in one["url"] for one in made)


def test_jobs_of_urlwatch() -> None:
    made, left = taken(URLWATCH)
    assert made[0] == {
        "name": "Board of Pharmacy",
        "url": "https://pharmacy.example.gov/",
        "css": "main",
        "ignore": ["re:^Updated"],
    }
    assert made[1]["css"] == "[id='content']"
    assert made[2]["url"] == "https://example.org/script"
    assert left == {"ls -al /": "it runs a command", "https://example.org/form": "it sends a form"}
    (script,) = [one for one in read_list(URLWATCH.encode()) if one.url.endswith("script")]
    assert script.remarks == ["a browser", "xpath //main"]


def test_watches_of_changedetection() -> None:
    made, left = taken(json.dumps(CHANGEDETECTION))
    assert made == [
        {
            "name": "Rules",
            "url": "https://example.gov/rules",
            "css": "#main",
            "ignore": [".social", "re:Last\\ updated", "re:^Page \\d+"],
            "cadence": "every 12 hours",
        }
    ]
    assert set(left.values()) == {"it is paused there", "it sends a form", "no web address"}
    assert taken(json.dumps(CHANGEDETECTION["watching"])) == (made, left)


def test_a_plain_list_with_and_without_names() -> None:
    text = "# mine\nhttps://a.example/x\nFDA page, https://b.example/y\nhttps://c.example\tBoard\n\nhttps://a.example/x\nnonsense"
    made, left = taken(text)
    assert [(one["name"], one["url"]) for one in made] == [
        ("a.example/x", "https://a.example/x"),
        ("FDA page", "https://b.example/y"),
        ("Board", "https://c.example"),
    ]
    assert left == {"https://a.example/x": "it is watched already", "nonsense": "no web address"}


def test_what_is_watched_already_stays_as_it_is(world: Path, policywatch: Policywatch) -> None:
    Path("urls.txt").write_text("https://pharmacy.example.gov/kratom\nBoard of Pharmacy https://other.example.gov/\n")
    before = tomllib.loads(Path("policywatch.toml").read_text())["watch"]
    row = policywatch("import", "urls.txt", "--jurisdiction", "us-va", "--json").row
    assert [one["added"] for one in row["watches"]] == [False, True]
    assert row["added"] == ["watch Board of Pharmacy (2)"]
    after = tomllib.loads(Path("policywatch.toml").read_text())["watch"]
    assert after == [
        *before,
        {"name": "Board of Pharmacy (2)", "url": "https://other.example.gov/", "jurisdiction": "us-va"},
    ]
    again = policywatch("import", "urls.txt", "--dry-run")
    assert "2 addresses, 0 new: plan: nothing to change" in again.out
    assert "left out, it is watched already" in again.err


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<rss/>", "no OPML"),
        (b"{", "no JSON"),
        (b"url: [", "no YAML"),
        (b"[" * 100_000, "no JSON"),
        (b"x" * (LARGEST + 1), "larger than"),
    ],
)
def test_what_is_no_list_is_said(data: bytes, said: str) -> None:
    with pytest.raises(MonitorError, match=said):
        read_list(data)


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_no_list_breaks_the_reader(data: bytes) -> None:
    try:
        found = entries(read_list(data), [])
    except MonitorError:
        return
    for _, made in found:
        assert made is None or made["url"].startswith(("http://", "https://"))


LEGISCAN = (
    "bill_id,session_id,bill_number,status,title,url\n"
    '1894,2111,HB587,1,"Kratom, sale",https://legiscan.com/OH/bill/HB587/2025\n'
    "1895,2111,SB0012,1,Other,https://legiscan.com/VA/bill/SB12/2026\n"
)
MONITORED = "State,Bill Number,Status,Title\nOH,HB587,Intro,Kratom\nUS,HR5905,Intro,Kratom Act\n"
OPENSTATES = (
    "id,identifier,title,classification,subject,session_identifier,jurisdiction,organization_classification\n"
    "ocd-bill/1,HB 587,Kratom,['bill'],[],136,Ohio,lower\nocd-bill/2,H.B. 12,Tea,['bill'],[],2026,New Mexico,lower\n"
)
LINES = "# ours\nus-oh, HB 587, ask for an amendment, soon\nVA HB360\nohio,sb 1\nMars, HB 1\n"


@pytest.mark.parametrize(
    ("table", "documents"),
    [
        (LEGISCAN, ["us-oh, HB 587", "us-va, SB 12"]),
        (MONITORED, ["us-oh, HB 587", "us, HR 5905"]),
        (OPENSTATES, ["us-oh, HB 587", "us-nm, HB 12"]),
        (LINES, ["us-oh, HB 587", "us-va, HB 360", "us-oh, SB 1"]),
    ],
)
def test_bill_lists_of_others(table: str, documents: list[str]) -> None:
    bills, faults = read_bills(table.encode("utf-8-sig"))
    assert [one["document"] for one in bills] == documents
    assert len(faults) == table.count("Mars")


def test_notes_come_along() -> None:
    assert read_bills(LEGISCAN.encode())[0][0]["note"] == "Kratom, sale"
    assert read_bills(LINES.encode())[0][0]["note"] == "ask for an amendment, soon"


@given(st.binary(max_size=300))
def test_no_bill_list_breaks_the_reader(data: bytes) -> None:
    assert all(one["document"].startswith("us") for one in read_bills(data)[0])


def test_a_list_is_tracked_once(world: Path, policywatch: Policywatch) -> None:
    Path("bills.csv").write_text("VA,HB360\nVA,SB9\nZZ,HB1\n")
    first = policywatch("track", "bills.csv", "--topic", "kratom", "--stance", "support", "--json")
    assert first.row["new"] == 2
    assert "line 3 names no bill" in first.err
    assert policywatch("track", "bills.csv", "--json").row["new"] == 0
    follows = tomllib.loads(Path("policywatch.toml").read_text())["follow"]
    assert [(one["document"], one["topic"], one["stance"]) for one in follows] == [
        ("us-va, HB 360", "kratom", "support"),
        ("us-va, SB 9", "kratom", "support"),
    ]
    Path("none.csv").write_text("hello\n")
    assert policywatch("track", "none.csv").code == 1


def test_a_followed_bill_is_matched_and_told_with_its_note(world: Path, policywatch: Policywatch) -> None:
    assert "no subscription is told of it yet" in policywatch("follow", "us-va, SB12").err
    assert policywatch("subscribe", "mine", "--topic", "followed").code == 0
    ended = policywatch(
        "follow", "us-va SB 12", "--stance", "oppose", "--priority", "1", "--note", "Write to the chair."
    )
    assert (ended.code, ended.err) == (0, "")
    assert policywatch("topics", "--json").rows[1]["name"] == "followed"
    told = policywatch("digest", "mine", "--since", "2026-01-01").out
    assert "SB 12" in policywatch("digest", "mine").out + told
    noted = policywatch("digest", "weekly", "--since", "2026-01-01").out
    assert "Write to the chair." not in noted
    assert policywatch("follow", "us-va, SB 12", "--topic", "kratom").code == 0
    noted = policywatch("digest", "weekly", "--since", "2026-01-01").out
    assert "Our stance: oppose, priority 1. Write to the chair." in " ".join(noted.split())
    assert policywatch("digest", "--archive", "public").code == 0
    assert not any("Write to the chair" in one.read_text() for one in Path("public").rglob("*.html"))


def test_a_subscription_may_wait_for_what_will_be_followed(world: Path, policywatch: Policywatch) -> None:
    assert policywatch("subscribe", "weekly", "--topic", "kratom", "--topic", "followed").code == 0
    assert policywatch("follow", "us-va, SB 12").err == ""
    assert policywatch("unfollow", "us-va SB12", "--json").row["disabled"] == [
        "topic followed",
        "follow us-va, SB 12",
    ]
    assert policywatch("digest", "weekly").code == 0


def test_other_things_than_bills_are_followed(world: Path, policywatch: Policywatch) -> None:
    for document in ("DEA-1570", "us-va:20261 / bill / HB 360", "https://pharmacy.example.gov/kratom"):
        assert policywatch("follow", document, "--topic", "fish").code == 0
    found = policywatch("topics", "--json").rows
    (query,) = [one["query"] for one in found if one["name"] == "fish"]
    trial = policywatch("topics", "test", query, "--json").rows
    assert {one["document"]["kind"] for one in trial} >= {"page"}
