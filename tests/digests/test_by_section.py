"""What changed section by section, beside a redline that cannot show all of it."""

import pytest
from digest_world import INTRODUCED, NEW_TEXT, NOW, OLD_TEXT, SUBSTITUTED, World, amended_in_parts, law_text

from monitor.changes.redline import redline
from monitor.digests.by_section import MOST, by_section
from monitor.digests.compose import Room, compose
from monitor.digests.read import preview
from monitor.store.engine import read

LINES = (
    "§ 2 (Sale): 18 → 21 (+1 −1 words)",
    "§ 3 (Penalty): $500 → $1,000 (+2 −1 words)",
    "§ 5 struck: Study",
    "§ 5 new: Registration",
)


def test_each_section_is_told_in_a_line_in_the_order_of_the_text() -> None:
    assert by_section(redline(INTRODUCED, SUBSTITUTED)) == LINES


def test_what_changed_in_one_section_needs_no_summary_beside_its_redline() -> None:
    assert by_section(redline(OLD_TEXT, NEW_TEXT)) == ()
    assert by_section(redline(OLD_TEXT, OLD_TEXT)) == ()


def test_a_page_is_summed_up_by_its_headings() -> None:
    old = "# Opening hours\nFrom 9 to 5 on every day of the week.\n# Fees\nA permit costs 5 dollars a year.\n"
    new = old.replace("9 to 5", "9 to 6") + "# Contact\nWrite to the board of pharmacy about permits.\n"
    assert by_section(redline(old, new)) == ("Opening hours: 5 → 6 (+1 −1 words)", "Contact new")


def test_many_sections_are_counted_and_those_named_say_most() -> None:
    body = "a processor of kratom shall keep a record of each lot, its weight and the laboratory that tested it"
    old = law_text(*((f"Duty {at}", f"In the year {2000 + at} {body}.") for at in range(20)))
    new = (
        old.replace("tested it", "has tested it", 10)
        .replace("year 2015", "year 2035")
        .replace("year 2018", "year 2038")
    )
    told = by_section(redline(old, new))
    assert len(told) == MOST + 1
    assert "§ 16 (Duty 15): 2015 → 2035 (+1 −1 words)" in by_section(
        redline(old, old.replace("2015", "2035").replace("2018", "2038"))
    )
    assert told[-1] == "and 6 more sections"
    assert all(len(line) <= 160 for line in told)


@pytest.mark.parametrize(("form", "mark"), [("html", "<li"), ("text", "- "), ("markdown", "- ")])
def test_a_bills_text_is_told_by_section_in_every_format(world: World, form: str, mark: str) -> None:
    who = amended_in_parts(world)
    with read(world.engine) as conn:
        said = preview(conn, who, now=NOW)
        body = compose(said, Room(format=form)).body  # type: ignore[arg-type]  # of three
    assert said.ranked[0].sections == LINES
    told = [line for line in body.splitlines() if "§ " in line and mark in line and "{+" not in line]
    assert [next(one for one in LINES if one in line) for line in told] == list(LINES)


def test_a_small_channel_leaves_the_summary_out(world: World) -> None:
    who = amended_in_parts(world)
    with read(world.engine) as conn:
        body = compose(preview(conn, who, now=NOW), Room(format="markdown", limit=2000)).body
    assert "By section" not in body
    assert "HB 587" in body
