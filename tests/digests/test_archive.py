"""An archive that any web host can serve: whole, linked, without a script, and made again only where it changed."""

import asyncio
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

import pytest
from digest_world import NEW_TEXT, NOW, OLD_TEXT, World, bill, hostile, rich
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from lxml import etree

from monitor.changes.redline import redline
from monitor.digests.addresses import digest_page, published
from monitor.digests.archive import INDEX, Publication, Written, write_archive
from monitor.digests.deliver import deliver_due
from monitor.digests.gather import HealthEvent, operator_message
from monitor.digests.render import Rendered
from monitor.digests.send import Sent
from monitor.digests.whole import whole_redline
from monitor.model.errors import ConfigError, UnknownName
from monitor.model.records import Destination, LegalStatus
from monitor.store.engine import read, write
from monitor.store.legal import record

ZONE = ZoneInfo("America/New_York")


def publish(world: World, folder: Path, **how: object) -> Written:
    settings = Publication(zone=ZONE, **how)  # type: ignore[arg-type]  # fields by name
    with read(world.engine) as conn:
        return write_archive(conn, folder, settings)


def pages(folder: Path) -> dict[str, etree._Element]:
    found = {str(file.relative_to(folder)): file for file in folder.rglob("*.html")}
    return {name: etree.HTML(file.read_text(encoding="utf-8")) for name, file in found.items()}


def words(page: etree._Element) -> str:
    return " ".join("".join(page.itertext()).split())


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


@pytest.fixture
def archive(world: World, tmp_path: Path) -> Path:
    who = rich(world)
    world.gather(who)
    with write(world.engine) as conn:
        statuses = [
            LegalStatus(topic="kratom", jurisdiction="us-ky", status="regulated", evidence=("https://example.gov/ky",)),
            LegalStatus(topic="kratom", jurisdiction="us-al", status="banned", since="2016-05-10"),
        ]
        record(conn, statuses, NOW)
    publish(world, tmp_path / "public")
    return tmp_path / "public"


def test_every_digest_change_and_redline_has_its_page(archive: Path) -> None:
    found = pages(archive)
    assert {f"changes/{number}.html" for number in range(1, 8)} <= set(found)
    changed = found["changes/1.html"]
    assert "18" in [one.text for one in changed.iter("del")]
    assert "21" in [one.text for one in changed.iter("ins")]
    assert "[-18-]{+21+}" in words(changed)
    assert "in committee → passed one chamber (Nov 19, 2026)" in words(changed)
    digest = words(found["digests/1.html"])
    assert "What needs you in the next 14 days" in digest
    assert "Ohio HB 587 passed one chamber" in digest
    assert "What was looked at." in digest
    law = found["legal/kratom.html"]
    assert [words(row) for row in law.xpath("//tbody/tr[contains(., 'Alabama')]/td")][:2] == [
        "Alabama",
        "banned since 2016-05-10",
    ]
    assert "X banned (1)" in words(law)


def test_every_link_leads_to_a_page_of_the_archive_or_out_of_it(archive: Path) -> None:
    for name, page in pages(archive).items():
        for link in [*page.xpath("//@href"), *page.xpath("//@src")]:
            parts = urlsplit(link)
            if parts.scheme:
                assert parts.scheme in ("http", "https"), name
                continue
            assert not link.startswith("/"), name
            if parts.path:
                assert ((archive / name).parent / unquote(parts.path)).resolve().is_file(), f"{name}: {link}"


def test_every_page_can_be_reached_from_the_first(archive: Path) -> None:
    found = pages(archive)
    seen: set[str] = set()
    waiting = ["index.html"]
    while waiting:
        name = waiting.pop()
        if name in seen or name not in found:
            continue
        seen.add(name)
        links = [link for link in found[name].xpath("//a/@href") if urlsplit(link).path and not urlsplit(link).scheme]
        waiting += [str(((archive / name).parent / link).resolve().relative_to(archive.resolve())) for link in links]
    assert seen == set(found)


def test_no_page_needs_a_script_and_each_has_a_name_and_one_heading(archive: Path) -> None:
    for name, page in pages(archive).items():
        assert not page.xpath("//script | //@onload | //@onclick | //iframe | //form"), name
        assert page.xpath("string(//title)").strip(), name
        assert len(page.xpath("//h1")) == 1, name
        assert page.get("lang") == "en", name
        assert page.xpath("//main"), name
        assert not page.xpath("//img[not(@alt)]"), name
    style = (archive / "style.css").read_text()
    assert "@media print" in style
    assert "prefers-color-scheme: dark" in style


def test_a_second_run_writes_nothing(world: World, archive: Path) -> None:
    before = {one: one.stat().st_mtime_ns for one in archive.rglob("*")}
    assert publish(world, archive).files == 0
    assert {one: one.stat().st_mtime_ns for one in archive.rglob("*")} == before
    assert not list(archive.rglob("*.partial"))


def test_a_later_run_writes_what_is_new_and_what_names_it(world: World, archive: Path, tmp_path: Path) -> None:
    before = bytes_of(archive)
    change = world.change(
        bill(588, text=NEW_TEXT),
        before=bill(588, text=OLD_TEXT),
        source="ohio.bills",
        jurisdiction="us-oh",
        at=NOW + timedelta(days=3),
    )
    publish(world, archive)
    after = bytes_of(archive)
    written = {name for name in after if after[name] != before.get(name)}
    assert f"changes/{change}.html" in written
    assert {"index.html", "changes/2026-11.html", "topics/kratom.html", "feeds/us-oh.atom", INDEX} <= written
    assert not any(
        re.fullmatch(r"changes/\d+\.html|digests/1\.html", name) for name in written - {f"changes/{change}.html"}
    )
    assert not {name for name in written if "us-va" in name}
    publish(world, tmp_path / "anew")
    assert bytes_of(tmp_path / "anew") == after


def test_an_archive_made_otherwise_is_made_anew(world: World, archive: Path, tmp_path: Path) -> None:
    (tmp_path / "mine/archive").mkdir(parents=True)
    (tmp_path / "mine/archive/days.html").write_text("mine")
    assert publish(world, archive, templates=tmp_path / "mine").files > 1
    assert "mine" in words(pages(archive)["index.html"])
    (archive / INDEX).write_text("damaged")
    (archive / "changes/1.html").unlink()
    publish(world, archive)
    assert "passed one chamber" in words(pages(archive)["changes/1.html"])


def test_what_only_the_operator_is_told_is_left_out(world: World, archive: Path) -> None:
    who = world.subscribe("operator", ())
    with write(world.engine) as conn:
        event = HealthEvent(source="us.fda_recalls", state="failing", since=NOW, outcome="blocked")
        number = operator_message(conn, who, now=NOW, slot="h", events=(event,))
    publish(world, archive)
    assert not (archive / f"digests/{number}.html").exists()
    assert "operator" not in words(pages(archive)["feeds/index.html"])


def test_one_subscription_alone_shows_nothing_of_others(world: World, tmp_path: Path) -> None:
    world.gather(rich(world))
    narrow = world.subscribe("narrow", ("scheduling",), jurisdictions=("us-oh",))
    world.change(bill(9), source="ohio.bills", jurisdiction="us-oh", topics=("scheduling",))
    number = world.gather(narrow)
    assert publish(world, tmp_path / "p", subscription="narrow").digests == 1
    found = pages(tmp_path / "p")
    assert [name for name in found if re.match(r"digests/\d", name)] == [f"digests/{number}.html"]
    assert {name for name in found if re.match(r"changes/\d+\.", name)} == {"changes/1.html", "changes/8.html"}
    assert "Kratom weekly" not in "".join(map(words, found.values()))
    with pytest.raises(UnknownName):
        publish(world, tmp_path / "q", subscription="nobody")


def test_the_calendar_of_a_topic_lies_beside_its_feed(archive: Path) -> None:
    assert Calendar.from_ical((archive / "feeds/topic-kratom.ics").read_bytes()).errors == []


def test_hostile_titles_stay_words(world: World, tmp_path: Path) -> None:
    world.gather(hostile(world))
    publish(world, tmp_path / "p", public_url="https://watch.example.org")
    for name, page in pages(tmp_path / "p").items():
        assert not page.xpath("//script | //img | //@onerror | //a[starts-with(@href, 'javascript')]"), name
        assert "\u202e" not in etree.tostring(page, encoding="unicode"), name


def test_an_empty_archive_says_so(world: World, tmp_path: Path) -> None:
    publish(world, tmp_path / "p")
    assert "None yet." in words(pages(tmp_path / "p")["index.html"])


def test_a_file_is_no_folder(world: World, tmp_path: Path) -> None:
    (tmp_path / "p").write_text("mine")
    with pytest.raises(ConfigError, match="is a file"):
        publish(world, tmp_path / "p")
    assert (tmp_path / "p").read_text() == "mine"


def test_the_link_of_a_message_leads_to_its_page(archive: Path) -> None:
    assert published("https://watch.example.org/", digest_page(1)) == "https://watch.example.org/digests/1.html"
    assert (archive / digest_page(1)).is_file()
    assert published("", digest_page(1)) == ""


LINES = st.lists(st.sampled_from(("# One", "- two", "three 3", "", "a [link](https://x.example) here")), max_size=30)


@given(LINES, LINES)
def test_a_whole_redline_leaves_out_only_what_did_not_change(old: list[str], new: list[str]) -> None:
    operations = redline("\n".join(old), "\n".join(new))
    found = whole_redline(operations)
    for op, ours in (("insert", "new"), ("delete", "gone")):
        letters = sum(len(re.sub(r"\W|https?|x.example", "", one.new or one.old)) for one in operations if one.op == op)
        shown = sum(len(re.sub(r"\W|https?|x.example", "", one.text)) for one in found if one.op == ours)
        assert shown == letters
    assert all(one.text for one in found)


def test_a_long_unchanged_stretch_is_counted() -> None:
    lines = [f"Line {number}." for number in range(100)]
    operations = redline("\n".join(lines), "\n".join([*lines[:-1], "Another end."]))
    notes = [one.text for one in whole_redline(operations) if one.op == "note"]
    assert any("unchanged lines" in one for one in notes)
    assert len("".join(one.text for one in whole_redline(operations))) < 300


def test_marks_of_a_bill_are_not_taken_for_a_change() -> None:
    found = whole_redline(redline("A fee of [-10-] is due.\n", "A fee of [-10-] is due now.\n"))
    assert "«-10-»" in "".join(one.text for one in found)


def test_a_document_has_all_its_changes_in_one_place(world: World, archive: Path) -> None:
    thing = bill(text=NEW_TEXT)
    at = NOW + timedelta(days=1)
    world.change(replace(thing, status="Signed"), before=thing, source="ohio.bills", jurisdiction="us-oh", at=at)
    publish(world, archive)
    (history,) = pages(archive)["changes/8.html"].xpath("//a[contains(@href, 'documents/')]/@href")
    links = pages(archive)[history.removeprefix("../")].xpath("//main//a[contains(@href, 'changes/')]/@href")
    assert links == ["../changes/1.html", "../changes/8.html"]


def test_a_digest_links_to_its_page_and_a_health_message_to_none(world: World) -> None:
    who = rich(world)
    digest = world.gather(who)
    with write(world.engine) as conn:
        event = HealthEvent(source="us.fda_recalls", state="failing", since=NOW, outcome="blocked")
        operator_message(conn, who, now=NOW, slot="h", events=(event,))
    sent: list[Rendered] = []

    async def keep(destination: Destination, message: Rendered, *, timeout: float) -> Sent:
        sent.append(message)
        return Sent(state="sent")

    places = {"board": Destination(name="board", address="json://localhost:9", format="text")}
    site = "https://watch.example.org"
    asyncio.run(deliver_due(world.engine, now=NOW, destinations=places, sender=keep, public_url=site))
    linked = {one.subject.startswith("Kratom: "): site in one.body for one in sent}
    assert linked == {True: True, False: False}
    assert any(f"{site}/digests/{digest}.html" in one.body for one in sent)
