"""Review dates, counters and share links are not news; sentences that only sound like them are."""

import pytest

from monitor.reading.html import html_text
from monitor.reading.volatile import is_volatile, steady


@pytest.mark.parametrize(
    "line",
    [
        "Page last reviewed: July 24, 2026",
        "This page was last updated on 11/22/2026",
        "This web page was last updated on December 17, 2025 at 01:25 PM",
        "Last Updated: November 3, 2025",
        "Content current as of: 07/24/2026",
        "Last modified 2026-11-22T10:15:00Z",
        "- Last Reviewed: Jan. 5, 2026",
        "Page last reviewed/updated: 1/2/2026",
        "Date last modified: 3 June 2025",
        "Last legislative database update: 12/14/2020 4:00:08 PM",
        "Page generated 1763800000 request id 0000012a visitors today 123459",
        "12,345 views",
        "Views: 1204",
        "visitors today 123459",
        "Share",
        "Share on Facebook",
        "Share this page",
        "Print this page",
        "Skip to main content",
        "Back to top",
    ],
)
def test_notices_that_change_by_themselves_are_volatile(line: str) -> None:
    assert is_volatile(line)
    assert html_text(f"<p>A</p><p>{line}</p><p>B</p>").text == "A\nB"


@pytest.mark.parametrize(
    "line",
    [
        "This page was last updated on June 1, 2026 to add mitragynine to the list of substances.",
        "The list was updated on June 1, 2026",
        "Section 12 was last reviewed by the committee.",
        "The bill was last amended on June 1, 2026",
        "Effective date: July 1, 2026",
        "Posted on 05/06/2026 10:21 a.m.",
        "Comments due: July 1, 2026",
        "July 1, 2026",
        "The department shall share records.",
        "Share of revenue",
        "Public views on kratom",
        "Updated guidance on kratom",
        "Reviewed by counsel",
        "Visit 123 Main Street",
        "View Article",
        "| Last updated | July 1, 2026 |",
        "# Updates",
        "Print",
        "Email",
    ],
)
def test_anything_with_more_to_say_stays(line: str) -> None:
    assert steady([line]) == [line]


def test_a_label_takes_the_date_in_the_next_line_with_it() -> None:
    assert steady(["A", "Content current as of:", "07/24/2026", "07/25/2026"]) == ["A", "07/25/2026"]


def test_a_label_takes_nothing_but_a_date() -> None:
    assert steady(["Content current as of:", "Drugs"]) == ["Drugs"]
