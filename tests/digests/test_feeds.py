"""Feeds that readers, validators and people can read, whatever a title holds."""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import feedparser
import msgspec
import pytest
from digest_world import HOSTILE, World, hostile, rich
from lxml import etree

from monitor.digests.channels import channel, slug
from monitor.digests.feeds import ATOM, Feed, atom, feed, json_feed
from monitor.digests.told import told
from monitor.store.engine import read

ZONE = ZoneInfo("America/New_York")
ENTRY = ("id", "title", "updated")


def made(world: World, base: str = "https://watch.example.org", **names: str) -> Feed:
    with read(world.engine) as conn:
        chosen = channel(conn, **names)  # type: ignore[arg-type]  # names of a topic, jurisdiction or subscription
        found = list(told(conn, chosen.wanted, ZONE))
    return feed(found, title=chosen.title, path=chosen.path, base=base)


GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).parent / "schemas" / "atom.rng"))


class _Author(msgspec.Struct, forbid_unknown_fields=True):
    name: str


class _Item(msgspec.Struct, forbid_unknown_fields=True):
    """An item of https://jsonfeed.org/version/1.1: these members and no others, the required ones without a default."""

    id: Annotated[str, msgspec.Meta(min_length=1)]
    url: str = ""
    external_url: str = ""
    title: str = ""
    content_html: str = ""
    content_text: str = ""
    summary: str = ""
    date_published: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    date_modified: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    tags: list[Annotated[str, msgspec.Meta(min_length=1)]] = []
    language: str = ""

    def __post_init__(self) -> None:
        if not (self.content_html or self.content_text):
            raise ValueError("an item has content_html or content_text")


class _JsonFeed(msgspec.Struct, forbid_unknown_fields=True):
    """A feed of https://jsonfeed.org/version/1.1."""

    version: Literal["https://jsonfeed.org/version/1.1"]
    title: Annotated[str, msgspec.Meta(min_length=1)]
    items: list[_Item]
    home_page_url: str = ""
    feed_url: str = ""
    description: str = ""
    language: str = ""
    authors: list[_Author] = []


def assert_is_json_feed(data: bytes) -> None:
    """What the version asks, and ids that differ."""
    read_back = msgspec.json.decode(data, type=_JsonFeed)
    assert len({one.id for one in read_back.items}) == len(read_back.items)


def assert_is_atom(data: bytes) -> etree._Element:
    """What RFC 4287 asks of a feed and its entries: its grammar, and what no grammar says (4.1.1, 4.1.2)."""
    root = etree.fromstring(data)
    GRAMMAR.assertValid(root)
    assert root.tag == f"{{{ATOM}}}feed"

    def only(parent: etree._Element, name: str) -> etree._Element:
        (found,) = parent.findall(f"{{{ATOM}}}{name}")
        return found

    entries = root.findall(f"{{{ATOM}}}entry")
    for one in (root, *entries):
        for name in ENTRY:
            assert only(one, name).text
        assert datetime.fromisoformat(only(one, "updated").text or "").tzinfo is not None
        links = [(link.get("rel"), link.get("type"), link.get("hreflang")) for link in one.findall(f"{{{ATOM}}}link")]
        assert len(set(links)) == len(links)
    assert root.find(f"{{{ATOM}}}author") is not None
    for one in entries:
        assert only(one, "content").get("type") == "html"
    ids = [only(one, "id").text for one in (root, *entries)]
    assert len(set(ids)) == len(ids)
    assert all(one is not None and one.startswith("urn:uuid:") for one in ids)
    return root


def test_atom_is_what_the_standard_and_readers_expect(world: World) -> None:
    rich(world)
    data = atom(made(world, topic="kratom"))
    assert_is_atom(data)
    read_back = feedparser.parse(data)
    assert not read_back.bozo
    assert read_back.version == "atom10"
    assert read_back.feed.title == "policywatch: Kratom"
    links = {link.rel: link.href for link in read_back.feed.links}
    assert links["self"] == "https://watch.example.org/feeds/topic-kratom.atom"
    (bill,) = [one for one in read_back.entries if "HB 587" in one.title]
    assert bill.title == "Ohio HB 587 passed one chamber"
    assert bill.link == "https://legislature.example.gov/bills/hb587"
    assert {tag.term for tag in bill.tags} == {"Kratom", "Scheduling of substances", "Ohio", "bill"}


def test_a_redline_can_be_read_where_styles_are_stripped(world: World) -> None:
    rich(world)
    (bill,) = [one for one in feedparser.parse(atom(made(world))).entries if "HB 587" in one.title]
    words = "".join(etree.HTML(bill.content[0].value).itertext())
    assert "[-18-]{+21+}" in words.replace(" ", "")
    assert "[-18-]" in bill.summary


def test_nothing_is_said_relative_to_a_day_that_passes(world: World) -> None:
    rich(world)
    assert "days)" not in atom(made(world)).decode()
    assert "comments close Dec 1, 2026" in atom(made(world)).decode()


@pytest.mark.parametrize(
    ("names", "count"),
    [
        ({}, 7),
        ({"topic": "kratom"}, 6),
        ({"jurisdiction": "us-va"}, 4),
        ({"jurisdiction": "us-*"}, 5),
        ({"topic": "kratom", "jurisdiction": "us"}, 2),
        ({"subscription": "Kratom weekly"}, 6),
        ({"subscription": "narrow"}, 1),
    ],
)
def test_each_feed_has_what_it_is_of(world: World, names: dict[str, str], count: int) -> None:
    rich(world)
    world.subscribe("narrow", jurisdictions=("us-*",), kinds=("bill",), minimum_importance=0.5)
    found = made(world, **names).items
    assert len(found) == count
    told_of_a_trifle = any("HB 901" in one.title for one in found)
    assert told_of_a_trifle is not ("subscription" in names or names.get("jurisdiction") == "us")


def test_ids_stay_and_differ_from_feed_to_feed(world: World) -> None:
    rich(world)
    everything, kratom = made(world), made(world, topic="kratom")
    assert atom(made(world)) == atom(everything)
    assert {one.id for one in kratom.items} < {one.id for one in everything.items}
    assert etree.fromstring(atom(kratom))[0].text != etree.fromstring(atom(everything))[0].text


def test_hostile_titles_stay_text(world: World) -> None:
    hostile(world)
    made_ = made(world)
    root = assert_is_atom(atom(made_))
    assert len(root.findall(f"{{{ATOM}}}entry")) == len(HOSTILE)
    for one in made_.items:
        tree = etree.HTML(one.html)
        assert not tree.xpath("//script | //img | //@onerror | //a[starts-with(@href, 'javascript')]")
        assert "\u202e" not in one.title
        assert "\n" not in one.title
    told_ = json.loads(json_feed(made_))
    assert_is_json_feed(json_feed(made_))
    assert len(told_["items"]) == len(HOSTILE)


def test_a_json_feed_follows_its_version(world: World) -> None:
    """The required members of https://jsonfeed.org/version/1.1."""
    rich(world)
    assert_is_json_feed(json_feed(made(world, topic="kratom")))
    said = json.loads(json_feed(made(world, topic="kratom")))
    assert said["version"] == "https://jsonfeed.org/version/1.1"
    assert said["title"]
    assert said["feed_url"] == "https://watch.example.org/feeds/topic-kratom.json"
    for one in said["items"]:
        assert isinstance(one["id"], str)
        assert one["content_html"]
        assert datetime.fromisoformat(one["date_published"]).tzinfo is not None
        assert one["url"].startswith("https://watch.example.org/changes/")
        assert one["external_url"].startswith("https://")
    assert said["items"][0]["date_published"] >= said["items"][-1]["date_published"]


def test_without_a_place_of_publication_no_address_is_made_up(world: World) -> None:
    rich(world)
    said = made(world, base="")
    assert "watch.example.org" not in atom(said).decode() + json_feed(said).decode()
    assert_is_atom(atom(said))


def test_an_empty_feed_is_a_feed(world: World) -> None:
    said = made(world)
    assert_is_atom(atom(said))
    assert json.loads(json_feed(said))["items"] == []
    assert_is_json_feed(json_feed(said))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (rb"<title[^>]*>(.*?)</title>", rb"<titel>\1</titel>"),
        (rb"(?:Z|[+-]\d\d:\d\d)</updated>", rb"</updated>"),
        (rb'<content type="html"', rb'<content type="markdown"'),
        (rb"<id>urn:uuid:", rb"<id>"),
        (rb"<id>.*?</id>", rb""),
        (rb"<name>.*?</name>", rb"<name></name>"),
        (rb' term="', rb' word="'),
    ],
)
def test_the_grammar_is_strict(world: World, right: bytes, wrong: bytes) -> None:
    rich(world)
    spoilt, number = re.subn(right, wrong, atom(made(world, topic="kratom")), count=1)
    assert number == 1
    assert not GRAMMAR.validate(etree.fromstring(spoilt))


def test_two_names_never_share_an_address() -> None:
    names = ("kratom", "Kratom", "kra tom", "kra-tom", "kra.tom", "ü", "ö", "7-OH & co")
    assert len({slug(name) for name in names}) == len(names)
    assert slug("kratom") == "kratom"
    assert all(slug(name).replace("-", "").isalnum() and slug(name).isascii() for name in names)
