"""The HTML of every kind of message for those who hear it, enlarge it or see no colours: WCAG 2.1 AA where a mail can keep to it."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from digest_world import NOW, WORLDS, World

from monitor.digests.compose import Room, compose
from monitor.digests.read import preview
from monitor.store.engine import read


class Page(HTMLParser):
    """Elements with their attributes, and the text of each link and heading."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.named: list[tuple[str, str]] = []
        self._open: list[list[str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag in ("a", "h1", "h2", "h3", "h4", "title", "p", "li"):
            self._open.append([tag, ""])

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1][0] == tag:
            name, words = self._open.pop()
            self.named.append((name, words.strip()))
            if self._open:
                self._open[-1][1] += words

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1][1] += data


@pytest.fixture(params=WORLDS)
def pages(world: World, request: pytest.FixtureRequest) -> list[Page]:
    who = WORLDS[request.param](world)
    with read(world.engine) as conn:
        said = [preview(conn, who, now=NOW, kind=kind) for kind in ("digest", "alert", "welcome")]
    return [Page(compose(one, Room(format="html")).body) for one in said if one.ranked or one.kind != "alert"]


def styles(attributes: dict[str, str]) -> dict[str, str]:
    pairs = (part.partition(":") for part in attributes.get("style", "").split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs if value}


def luminance(colour: str) -> float:
    """Relative luminance of #rgb or #rrggbb (https://www.w3.org/TR/WCAG21/#dfn-relative-luminance)."""
    digits = colour.lstrip("#")
    digits = "".join(one * 2 for one in digits) if len(digits) == 3 else digits
    shares = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_pages_say_their_language_and_title_and_have_one_first_heading(pages: list[Page]) -> None:
    for page in pages:
        assert dict(page.elements)["html"]["lang"] == "en"
        assert all(words for name, words in page.named if name in ("title", "h1", "h2", "h3", "h4"))
        assert [name for name, _ in page.named].count("h1") == 1


def test_no_level_of_heading_is_skipped(pages: list[Page]) -> None:
    for page in pages:
        levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_links_have_words_and_lead_to_the_web(pages: list[Page]) -> None:
    for page in pages:
        assert all(words for name, words in page.named if name == "a")
        links = [attributes["href"] for tag, attributes in page.elements if tag == "a"]
        assert all(link.startswith(("https://", "http://")) for link in links)


def test_tables_are_for_layout_or_are_pictures_with_words(pages: list[Page]) -> None:
    for page in pages:
        for tag, attributes in page.elements:
            assert tag != "table" or attributes["role"] == "presentation" or attributes["aria-label"]
            assert tag not in ("img", "script", "style", "form", "iframe")


def test_whatever_sets_a_background_sets_a_colour_that_can_be_read_on_it(pages: list[Page]) -> None:
    for page in pages:
        for _, attributes in page.elements:
            said = styles(attributes)
            ground = said.get("background") or said.get("background-color")
            if ground:
                assert contrast(said["color"], ground) >= 4.5, (said["color"], ground)
            else:
                assert "color" not in said, "in a dark or a light mail program it would vanish"


def test_no_letter_is_smaller_than_eleven_pixels_and_nothing_is_wider_than_a_telephone(pages: list[Page]) -> None:
    for page in pages:
        for _, attributes in page.elements:
            sizes = [
                int(size) for size in re.findall(r"(?:font-size:|font:[^;]*?)(\d+)px", attributes.get("style", ""))
            ]
            assert all(size >= 11 for size in sizes)
            said = styles(attributes)
            assert "min-width" not in said
            assert said.get("width", "100%") == "100%"
