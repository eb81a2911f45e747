"""What happened to the time in which an agency takes comments: opened, extended, shortened, reopened, closed. Pure.

Told from the day it ends and from the publisher's own words ("open for comment"); a period ends at midnight in Washington.
"""

from datetime import date

from monitor.model.documents import Document, Notice, Rule

OPEN, CLOSED = "open for comment", "closed for comment"
"""Status words of Regulations.gov."""


def comment_period(before: Document | None, after: Document, today: date) -> str:
    """ "comment period extended from 2026-10-30 to 2026-11-01"; "" where nothing happened to it, or the document is new."""
    if not isinstance(before, Rule | Notice) or not isinstance(after, Rule | Notice):
        return ""
    return _by_date(before, after, today) or _by_status(before.status, after.status, after.comments_close_on)


def _by_date(before: Rule | Notice, after: Rule | Notice, today: date) -> str:
    old, new = before.comments_close_on, after.comments_close_on
    if new is None or new == old:
        return ""
    if old is None:
        return f"comment period opened until {new}" if new >= today else ""
    if old < today <= new or (before.status == CLOSED and after.status == OPEN):
        return f"comment period reopened until {new}"
    return f"comment period {'extended' if new > old else 'shortened'} from {old} to {new}"


def _by_status(before: str, after: str, closes: date | None) -> str:
    if before == after or after not in (OPEN, CLOSED):
        return ""
    if after == CLOSED:
        return "comment period closed" if before == OPEN else ""
    until = f" until {closes}" if closes else ""
    return f"comment period {'reopened' if before == CLOSED else 'opened'}{until}"
