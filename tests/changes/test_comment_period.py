"""A comment period's life in words: by the day it ends, else by the publisher's status."""

from datetime import date

import pytest

from monitor.changes.comment_period import CLOSED, OPEN, comment_period
from monitor.model.documents import Notice, Page

TODAY = date(2026, 10, 20)
PAST, SOON, LATE = date(2026, 10, 19), date(2026, 10, 30), date(2026, 11, 30)


def notice(closes: date | None, status: str = "") -> Notice:
    return Notice(identifier="A", title="A", url="https://x.gov", status=status, comments_close_on=closes)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (notice(None), notice(SOON), "comment period opened until 2026-10-30"),
        (notice(None), notice(PAST), ""),
        (notice(SOON), notice(LATE), "comment period extended from 2026-10-30 to 2026-11-30"),
        (notice(LATE), notice(SOON), "comment period shortened from 2026-11-30 to 2026-10-30"),
        (notice(PAST), notice(SOON), "comment period reopened until 2026-10-30"),
        (notice(PAST, CLOSED), notice(PAST, OPEN), "comment period reopened until 2026-10-19"),
        (notice(TODAY), notice(SOON), "comment period extended from 2026-10-20 to 2026-10-30"),
        (notice(SOON, "posted"), notice(SOON, OPEN), "comment period opened until 2026-10-30"),
        (notice(PAST, OPEN), notice(PAST, CLOSED), "comment period closed"),
        (notice(SOON, "posted"), notice(SOON, CLOSED), ""),
        (notice(SOON), notice(None), ""),
        (notice(SOON, OPEN), notice(SOON, OPEN), ""),
    ],
)
def test_what_happened_to_a_comment_period_is_told(before: Notice, after: Notice, said: str) -> None:
    assert comment_period(before, after, TODAY) == said


def test_only_what_takes_comments_has_a_comment_period() -> None:
    page = Page(identifier="A", title="A", url="https://x.gov", status=OPEN)
    assert comment_period(None, notice(SOON), TODAY) == comment_period(page, page, TODAY) == ""
