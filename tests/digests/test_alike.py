"""The same edit on many pages is one entry, and what is different beside it is told by itself."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from digest_world import NOW, World

from monitor.digests.compose import Room, compose
from monitor.digests.content import DigestContent
from monitor.digests.read import preview
from monitor.model.documents import Page
from monitor.model.records import FieldChange, Hit, Subscription
from monitor.store.engine import read

FOOT = "Kratom is not approved.\nOffice of {name}.\nContact us: {phone}\n"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path / "watch.db")
    made.source("agency.pages")
    made.check("agency.pages", NOW - timedelta(hours=1))
    made.topic("kratom", "Kratom")
    yield made
    made.engine.dispose()


def page(number: int, phone: str, more: str = "") -> Page:
    text = FOOT.format(name=f"region {number}", phone=phone) + more
    return Page(
        identifier=f"https://agency.example.gov/{number}",
        title=f"Kratom in region {number}",
        url=f"https://agency.example.gov/{number}",
        text=text,
    )


def edited(world: World, numbers: range, *, more: str = "") -> None:
    for number in numbers:
        world.change(
            page(number, "800-555-0199", more),
            before=page(number, "800-555-0100"),
            source="agency.pages",
            fields=(FieldChange(name="text", before=None, after=None),),
            hits=(Hit(words="Kratom", where="text", at=0),),
            importance=0.5,
        )


def told(world: World, who: Subscription) -> DigestContent:
    with read(world.engine) as conn:
        return preview(conn, who, now=NOW)


def test_a_footer_that_changed_on_fifty_pages_is_one_entry_that_counts_them(world: World) -> None:
    who = world.subscribe()
    edited(world, range(50))
    content = told(world, who)
    (entry,) = content.ranked
    assert entry.note == "the same edit on 50 pages"
    assert (entry.documents, entry.changes, content.total) == (50, 50, 50)
    assert content.tally == "50 changes"
    said = compose(content, Room(format="text")).body
    assert "The same edit on 50 pages." in said
    assert "Also on: Kratom in region" in said
    assert "and 44 more" in said
    assert said.count("[-800-555-0100-]") + said.count("0100") >= 1, "the redline is told once"
    assert said.count("Contact us") == 1


def test_a_page_that_changed_in_another_way_is_told_by_itself_and_before_the_boilerplate(world: World) -> None:
    who = world.subscribe()
    edited(world, range(50))
    edited(world, range(50, 51), more="Kratom will be banned on May 1.\n")
    first, second = told(world, who).ranked
    assert first.name.endswith("/50")
    assert first.documents == 1
    assert second.documents == 50
    assert second.attention < first.attention


def test_the_same_edit_on_a_few_pages_keeps_its_weight_and_on_two_stays_two_entries(world: World) -> None:
    who = world.subscribe()
    edited(world, range(2))
    assert [one.documents for one in told(world, who).ranked] == [1, 1]
    edited(world, range(2, 4))
    (entry,) = told(world, who).ranked
    assert (entry.documents, entry.importance) == (4, 0.5)


def test_an_edit_that_only_looks_the_same_is_not_folded(world: World) -> None:
    who = world.subscribe()
    for number in range(5):
        world.change(
            page(number, f"800-555-{number:04}"),
            before=page(number, "800-555-9999"),
            source="agency.pages",
            fields=(FieldChange(name="text", before=None, after=None),),
            importance=0.5,
        )
    assert len(told(world, who).ranked) == 5
