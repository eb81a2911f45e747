"""Addresses behind links: absolute, without trackers, and never a script."""

import pytest

from monitor.reading.html import html_text
from monitor.reading.links import address, is_sharing


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("bill.pdf", "https://x.gov/a/bill.pdf"),
        ("/bill.pdf#page=2", "https://x.gov/bill.pdf#page=2"),
        ("//y.gov/z", "https://y.gov/z"),
        ("a b (1).pdf", "https://x.gov/a/a%20b%20%281%29.pdf"),
        ("?utm_source=mail&id=7&itok=Ab9_x", "https://x.gov/a/?id=7"),
        ("/s;jsessionid=0F1?a=1", "https://x.gov/s?a=1"),
        ("/s?session=2026&sid=4", "https://x.gov/s?session=2026&sid=4"),
        ("http://[bad", ""),
        ("#part", ""),
        ("", ""),
        ("JavaScript:alert(1)", ""),
        (" java\tscript:alert(1)", ""),
        ("mailto:a@b.gov", ""),
        ("tel:1", ""),
        ("data:text/html,x", ""),
    ],
)
def test_addresses_are_absolute_clean_and_lead_somewhere(href: str, expected: str) -> None:
    assert address(href, "https://x.gov/a/") == expected


def test_without_a_page_a_relative_address_stays_relative() -> None:
    assert address("../b", "") == "../b"


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("https://www.facebook.com/sharer/sharer.php?u=x", True),
        ("https://twitter.com/intent/tweet?text=x", True),
        ("mailto:?subject=x", True),
        ("javascript:window.print();", True),
        ("https://www.facebook.com/FDA", False),
        ("mailto:dea@usdoj.gov", False),
        ("https://x.gov/share/2026", False),
    ],
)
def test_sharing_is_told_from_linking(href: str, expected: bool) -> None:
    assert is_sharing(href) is expected


def test_a_link_never_looks_like_a_mark() -> None:
    assert html_text('<p><a href="/x">- Subcommittee</a>').text == "- [Subcommittee](/x)"
