"""Each fault that sites of legislatures are known for, over loopback, and what readers are told: never a change that is none, never a
removal, never that nothing changed.

Three legislatures in three forms meet the fault in their lists between two good checks. `SAYS` is what each check says of it; the faults
of single pages are told in `test_one_page`, those of one state's own form in its fixtures (`tests/spiders/test_site_faults.py`).
"""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from capitols import (
    DAY,
    HOUR,
    NORTH_DAKOTA,
    SOURCES,
    WEST_VIRGINIA,
    WYOMING,
    Answer,
    Season,
    capitols,
    measures,
    moved,
)

START = datetime(2025, 2, 20, 11, tzinfo=UTC)  # 06:00 in New York; digests are due at 08:00
BEGUN, ON = date(2025, 2, 17), date(2025, 2, 20)

REJECTED = b"<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. Your support ID is: 1</body></html>"
DENIED = b"<html><head><title>Access Denied</title></head><body><h1>Automated Request Blocked</h1></body></html>"
MAINTENANCE = b"<html><head><title>Site under maintenance</title></head><body><p>Back soon</p></body></html>"
BAD_GATEWAY = b"<html><head><title>502 Bad Gateway</title></head><body>cloudflare</body></html>"
SHELL = b"<!DOCTYPE html><html><head><title>Bills</title></head><body><div id=root></div><script src=/app.js></script></body></html>"


def empty(answer: Answer) -> Answer:
    """200, and not a byte."""
    return replace(answer, body=b"")


def fails(answer: Answer) -> Answer:
    """500."""
    return replace(answer, status=500, body=b"Internal Server Error", media_type="text/plain")


def gone(answer: Answer) -> Answer:
    """404."""
    return replace(answer, status=404, body=b"Not Found", media_type="text/plain")


def forbidden(answer: Answer) -> Answer:
    """403."""
    return replace(answer, status=403, body=b"<html><title>403</title><p>You may not", media_type="text/html")


def html(body: bytes) -> Callable[[Answer], Answer]:
    """A page of HTML under 200."""
    return lambda answer: replace(answer, body=body, media_type="text/html")


def torn(answer: Answer) -> Answer:
    """An answer that ends in the middle."""
    return replace(answer, body=answer.body[: len(answer.body) // 2])


def no_rows(answer: Answer) -> Answer:
    """The list in order, with nothing in it."""
    if "json" not in answer.media_type:
        return replace(answer, body=b"<html><body><table id=results></table></body></html>")
    known = json.loads(answer.body)
    return replace(answer, body=json.dumps({"bills": {}} if isinstance(known, dict) else []).encode())


def few_rows(answer: Answer) -> Answer:
    """The list in order, with a third of its rows."""
    if "json" not in answer.media_type:
        rows = re.findall(rb"<tr.*?</tr>", answer.body)
        return replace(
            answer, body=b"<html><body><table>" + b"".join(rows[: len(rows) // 3]) + b"</table></body></html>"
        )
    known = json.loads(answer.body)
    if isinstance(known, list):
        return replace(answer, body=json.dumps(known[: len(known) // 3]).encode())
    bills = dict(list(known["bills"].items())[: len(known["bills"]) // 3])
    return replace(answer, body=json.dumps({"bills": bills}).encode())


def another_session(answer: Answer) -> Answer:
    """The list of another session under the address of this one, as after a lost cookie."""
    body = answer.body.replace(b"year=2025", b"year=2023").replace(b'"year": 2025', b'"year": 2023')
    return replace(answer, body=body.replace(b"assembly/69-2025", b"assembly/68-2023"))


def renamed(answer: Answer) -> Answer:
    """What is read goes by another name."""
    body = answer.body.replace(b'"name"', b'"billName"').replace(b'"billNum"', b'"number"')
    return replace(answer, body=body.replace(b"<td><a ", b"<td><b><i ").replace(b"</a></td>", b"</i></b></td>"))


FAULTS: dict[str, tuple[Callable[[Answer], Answer], dict[str, tuple[str, str]]]] = {
    "empty 200": (empty, dict.fromkeys(SOURCES, ("blocked", "empty body"))),
    "500": (fails, dict.fromkeys(SOURCES, ("unreachable", "HTTP 500"))),
    "403": (forbidden, dict.fromkeys(SOURCES, ("unreachable", "HTTP 403"))),
    "404": (gone, dict.fromkeys(SOURCES, ("unreachable", "HTTP 404"))),
    "Request Rejected under 200": (html(REJECTED), dict.fromkeys(SOURCES, ("blocked", "F5: Request Rejected"))),
    "Access Denied under 200": (html(DENIED), dict.fromkeys(SOURCES, ("blocked", "Access Denied"))),
    "maintenance under 200": (html(MAINTENANCE), dict.fromkeys(SOURCES, ("blocked", "maintenance page"))),
    "502 under 200": (html(BAD_GATEWAY), dict.fromkeys(SOURCES, ("blocked", "server error under another status"))),
    "the site's shell instead": (
        html(SHELL),
        {
            NORTH_DAKOTA: ("blocked", "HTML where JSON was promised"),
            WYOMING: ("broken", "expected JSON"),
            WEST_VIRGINIA: ("broken", "the list has no measures"),
        },
    ),
    "cut in the middle": (
        torn,
        {
            NORTH_DAKOTA: ("broken", "expected JSON"),
            WYOMING: ("broken", "expected JSON"),
            WEST_VIRGINIA: ("unchanged", "documents could not be read: what was read does not lead to them any more"),
        },
    ),
    "an empty list": (
        no_rows,
        {
            NORTH_DAKOTA: ("empty", "no documents where some are expected"),
            WYOMING: ("broken", "none of 0 bills is of 2025"),
            WEST_VIRGINIA: ("broken", "the list has no measures"),
        },
    ),
    "a short list": (
        few_rows,
        {
            NORTH_DAKOTA: ("unchanged", "40 of 60 documents vanished at once; their removal is held"),
            WYOMING: (
                "unchanged",
                "40 of 60 documents could not be read: what was read does not lead to them any more",
            ),
            WEST_VIRGINIA: (
                "unchanged",
                "40 of 61 documents could not be read: what was read does not lead to them any more",
            ),
        },
    ),
    "another session": (
        another_session,
        {
            NORTH_DAKOTA: ("broken", "is of assembly 68"),
            WYOMING: ("broken", "none of 60 bills is of 2025"),
            WEST_VIRGINIA: ("broken", "the list of 2025 RS leads to"),
        },
    ),
    "a field renamed": (
        renamed,
        {
            NORTH_DAKOTA: ("broken", "'name'"),
            WYOMING: ("broken", "billNum"),
            WEST_VIRGINIA: ("broken", "the list has no measures"),
        },
    ),
}
"""What happens to a list, then outcome and words of the check, by source."""

NO_CHANGE = re.compile(r"nothing (has )?changed|none failed\.|all (is )?well", re.IGNORECASE)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_as_what_it_is_and_nothing_is_made_of_it(fault: str, tmp_path: Path) -> None:
    spoil, says = FAULTS[fault]
    with capitols() as sites:
        for capitol in sites.capitols.values():
            capitol.measures = measures(30, begun=BEGUN)
        season = Season(tmp_path, sites, now=START)
        assert set(season.check(START).outcomes.values()) == {"baseline"}
        season.tell(START + 3 * HOUR)

        for capitol in sites.capitols.values():
            capitol.of_lists = spoil
        met = season.check(START + 6 * HOUR)
        assert met.outcomes == {source: outcome for source, (outcome, _) in says.items()}
        for source, (_, words) in says.items():
            assert words in met.results[source].error
            assert met.results[source].removed == 0
            assert words in season.shown(source)["error"], "and `policywatch sources` says the same"
        at_once = {f"{source} failing" for source, (outcome, _) in says.items() if outcome in ("broken", "unchanged")}
        assert set(season.events()) == at_once, "the weather of the web is waited out, a form that does not fit is not"
        assert met.changes == ()
        assert not [row for row in season.gone() if row["removed_at"]]
        (digest,) = season.tell(START + DAY + 3 * HOUR)
        for body in digest.bodies:
            assert NO_CHANGE.search(body) is None, body
            assert all(source.replace("_", "\\_") in body or source in body for source in SOURCES)
        assert not re.search(r"nothing changed", digest.subject)

        for capitol in sites.capitols.values():
            capitol.of_lists = None
            capitol.measures["HB 1012"] = moved(capitol.measures["HB 1012"], ON, "Passed House")
        back = season.check(START + DAY + 6 * HOUR)
        told = sorted((one.source, str(one.kind), one.key.identifier) for one in back.changes)
        assert told == [(source, "amended", "HB 1012") for source in sorted(SOURCES)], (
            "what happened meanwhile, and no more"
        )
        assert [result.error for result in back.results.values()] == ["", "", ""]
        assert season.gone() == []


def test_a_column_added_is_read_past_and_changes_nothing(tmp_path: Path) -> None:
    def added(answer: Answer) -> Answer:
        body = answer.body.replace(b'"title":', b'"newKey": 1, "title":').replace(
            b'"shortTitle":', b'"newKey": 1, "shortTitle":'
        )
        return replace(answer, body=body.replace(b"</tr>", b"<td>New</td></tr>"))

    with capitols() as sites:
        for capitol in sites.capitols.values():
            capitol.measures = measures(10, begun=BEGUN)
        season = Season(tmp_path, sites, now=START)
        season.check(START)
        for capitol in sites.capitols.values():
            capitol.of_lists = added
        met = season.check(START + 6 * HOUR)
        assert (set(met.outcomes.values()), met.changes) == ({"unchanged"}, ())
        assert [result.error for result in met.results.values()] == ["", "", ""]
