"""The map of legal status: whole, and readable without colour."""

import re

from monitor.digests.tiles import html_map, text_map
from monitor.model.records import LegalStatus
from monitor.topics.status import STATUSES


def statuses(**of: str) -> list[LegalStatus]:
    return [LegalStatus(topic="kratom", jurisdiction=f"us-{code}", status=status) for code, status in of.items()]


def test_every_state_the_district_and_puerto_rico_have_one_tile() -> None:
    html = html_map([], title="Status")
    tiles = re.findall(r">([A-Z]{2})<br>\?</td>", html)
    assert len(tiles) == len(set(tiles)) == 52
    assert {"DC", "PR", "AK", "HI"} < set(tiles)


def test_each_tile_says_its_status_in_words_and_by_a_sign() -> None:
    html = html_map(statuses(ky="regulated", la="banned"), title="Kratom & 7-OH")
    assert 'title="Kentucky: regulated"' in html
    assert ">KY<br>R</td>" in html
    assert ">LA<br>X</td>" in html
    assert "Kratom &amp; 7-OH. <b>X banned (1)</b> LA. <b>R regulated (1)</b> KY. <b>? unknown (50)</b>." in html
    assert "<style" not in html


def test_the_text_map_stands_alone() -> None:
    shown = text_map(statuses(ky="regulated", la="banned", tx="regulated"))
    assert "KY R" in shown
    assert "LA X" in shown
    assert shown.endswith("X  banned: 1 (LA)\nR  regulated: 2 (KY, TX)\n?  unknown: 49")


def test_no_two_statuses_share_a_sign() -> None:
    signs = {status: re.search(r">KY<br>(.)</td>", html_map(statuses(ky=status), title="t"))[1] for status in STATUSES}  # type: ignore[index]  # the tile is there
    assert len(set(signs.values())) == len(STATUSES)


def test_a_map_costs_a_mail_less_than_a_tenth_of_its_room() -> None:
    assert len(html_map(statuses(ky="regulated", la="banned"), title="Kratom")) < 9_000
