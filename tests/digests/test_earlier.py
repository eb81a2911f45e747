"""What a new document changes in its turn is told with it: what it withdraws or corrects, and both ends of a comment period."""

from datetime import date

from monitor.digests.earlier import Earlier, earlier_lines
from monitor.model.documents import Bill, Notice, Rule

ASKED = Notice(identifier="2026-13608", title="Request for Information", url="", citation="91 FR 41049")
LONGER = Notice(
    identifier="2026-17409",
    title="Request for Information; Extension of Comment Period",
    url="",
    action="Request for information; extension of comment period.",
    amends=("91 FR 41049",),
    comments_close_on=date(2026, 9, 10),
)


def test_a_longer_comment_period_is_told_from_the_old_day_to_the_new() -> None:
    known, moved = earlier_lines(LONGER, Earlier(documents=(ASKED,), was_closing_on=date(2026, 8, 5)))
    assert (known.name, known.after) == ("comment period of", "2026-13608, Request for Information")
    assert (moved.name, moved.after) == ("comments close", "Sep 10, 2026, was Aug 5, 2026")


def test_what_is_not_known_is_named_as_the_document_names_it() -> None:
    back = Rule(identifier="2016-24659", title="Withdrawal of Notice of Intent", url="", amends=("81 FR 59929",))
    (said,) = earlier_lines(back, None)
    assert (said.name, said.after) == ("withdraws", "81 FR 59929")


def test_others_change_nothing() -> None:
    assert earlier_lines(ASKED, None) == ()
    assert earlier_lines(Bill(identifier="HB 1", title="", url=""), None) == ()
