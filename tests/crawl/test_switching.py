"""A legislature's site goes down, LegiScan is read instead, the site comes back: each step of a bill is told once."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from test_record import START, World

from monitor.crawl.record import Recorder
from monitor.model.documents import Action, Bill, Document, Page, Sponsor
from monitor.model.records import Change, CheckResult
from monitor.store import leading, sources, story
from monitor.store.engine import write
from monitor.store.routes import settings_of
from monitor.store.schema import match

DIRECT, SECOND = "virginia.bills", "legiscan.virginia"
DAY_ONE = START.date()


def step(days: int, text: str, *kinds: str, by: str = "lower") -> Action:
    """An action so many days after the story's first."""
    return Action(on=DAY_ONE + timedelta(days=days), text=text, by=by, kinds=kinds)


FILED = step(-60, "Prefiled and ordered printed; offered 01/14/26", "introduction")
REFERRED = step(0, "Referred to Committee for Courts of Justice", "referral-committee")
REPORTED = step(4, "Reported from Courts of Justice with substitute (15-Y 7-N)", "committee-passage")
PASSED = step(5, "VOTE: Block Vote Passage (97-Y 0-N)", "passage")
SIGNED = step(9, "Approved by Governor-Chapter 12 (effective 7/1/27)", "executive-signature", by="executive")

FILED_L = step(-60, "Introduced: Prefiled", "introduction")
REFERRED_L = step(1, "House: Referred to Courts of Justice", "referral-committee")
REPORTED_L = step(4, "House: Reported from Courts of Justice (15-Y 7-N)", "committee-passage")
PASSED_L = step(5, "House: Read third time and passed House (97-Y 0-N)", "reading-3", "passage")


def bill(identifier: str, *actions: Action, **more: Any) -> Bill:
    fields: dict[str, Any] = {"title": "Kratom; prohibited sales", "session": "2026", "status": "In Committee"} | more
    return Bill(
        identifier=identifier,
        registry="us-va:2026",
        url=f"https://lis.virginia.gov/{identifier}",
        actions=actions,
        **fields,
    )


def by_legiscan(identifier: str, *actions: Action, **more: Any) -> Bill:
    fields = {
        "title": "An act to prohibit the sale of kratom",
        "status": "Introduced",
        "text": "Kratom.",
        "sponsors": (Sponsor(name="L"),),
    } | more
    return bill(identifier, *actions, **fields)


class Routes(World):
    """A direct route and one that stands by for it."""

    def direct(self, *bills: Document, **more: Any) -> CheckResult:
        return self.check({f"/{one.identifier}": [one] for one in bills}, name=DIRECT, **more)

    def second(self, *bills: Document, **more: Any) -> CheckResult:
        with write(self.engine) as conn:
            wanted = {SECOND: {"spider": SECOND, "jurisdiction": "us", "settings": settings_of([DIRECT])}}
            sources.ensure(conn, wanted)
        return self.check({f"/{one.identifier}": [one] for one in bills}, name=SECOND, after=(DIRECT,), **more)  # type: ignore[arg-type]  # a watch's own

    def red(self, name: str = DIRECT) -> None:
        with write(self.engine) as conn:
            sources.update(conn, name, {"red_since": self.now, "red_reason": "a wall", "last_error": "a wall"})

    def green(self, name: str = DIRECT) -> None:
        with write(self.engine) as conn:
            sources.update(conn, name, {"red_since": None, "red_reason": "", "last_error": ""})

    def news(self) -> list[Change]:
        """What was told since this was last asked."""
        found = self.told()
        new, self.seen = found[len(self.seen) :], found
        return new

    seen: list[Change] = []  # noqa: RUF012 -- each story begins with none and replaces it


@pytest.fixture
def routes(any_database: sa.Engine) -> Routes:
    return Routes(any_database)


def actions_told(change: Change) -> list[str]:
    (field,) = [one for one in change.fields if one.name == "actions"]
    return [one["text"] for one in field.after if one not in (field.before or [])]


def outage(routes: Routes) -> None:
    """The direct route has told of the referral and cannot be read any more."""
    routes.query("kratom", "kratom")
    routes.direct(bill("HB 1", FILED), bill("HB 2", FILED))
    routes.direct(bill("HB 1", FILED, REFERRED), bill("HB 2", FILED))
    assert [actions_told(one) for one in routes.news()] == [[REFERRED.text]]
    routes.red()
    routes.now += timedelta(days=1)


def test_what_happens_in_an_outage_is_told_once_in_the_other_route_s_words(routes: Routes) -> None:
    outage(routes)
    routes.second(by_legiscan("HB 1", FILED_L, REFERRED_L, REPORTED_L), by_legiscan("HB 2", FILED_L))
    (told,) = routes.news()
    assert (told.source, str(told.kind), [one.name for one in told.fields]) == (SECOND, "amended", ["actions"])
    assert actions_told(told) == [REPORTED_L.text]
    assert [(one.before, one.after) for one in told.moves] == [("in committee", "reported")]
    assert routes.count(match) == 2 + 1 + 1

    routes.second(by_legiscan("HB 1", FILED_L, REFERRED_L, REPORTED_L, PASSED_L), by_legiscan("HB 2", FILED_L))
    assert [actions_told(one) for one in routes.news()] == [[PASSED_L.text]]


def test_the_direct_route_that_comes_back_tells_what_nobody_has_told(routes: Routes) -> None:
    outage(routes)
    routes.second(by_legiscan("HB 1", FILED_L, REFERRED_L, REPORTED_L, PASSED_L), by_legiscan("HB 2", FILED_L))
    routes.news()
    routes.direct(  # its row is red until this very check has ended
        bill("HB 1", FILED, REFERRED, REPORTED, PASSED, SIGNED, status="Approved"), bill("HB 2", FILED)
    )
    (told,) = routes.news()
    assert (told.source, [one.name for one in told.fields]) == (DIRECT, ["actions"])
    assert actions_told(told) == [SIGNED.text]
    assert told.moves[0].after == "signed"

    routes.green()
    routes.direct(
        bill("HB 1", FILED, REFERRED, REPORTED, PASSED, SIGNED, status="Approved"), bill("HB 2", FILED, REFERRED)
    )
    assert [(one.source, actions_told(one)) for one in routes.news()] == [(DIRECT, [REFERRED.text])]
    late = by_legiscan("HB 1", FILED_L, REFERRED_L, REPORTED_L, PASSED_L, replace(SIGNED, text="Signed by Governor"))
    routes.second(late, by_legiscan("HB 2", FILED_L, REFERRED_L))
    assert routes.news() == []


def test_what_the_other_route_saw_and_could_not_tell_is_told_by_the_direct_one(routes: Routes) -> None:
    """While the direct route is well the other one announces nothing, though it may be quicker."""
    routes.direct(bill("HB 1", FILED))
    routes.second(by_legiscan("HB 1", FILED_L))
    routes.second(by_legiscan("HB 1", FILED_L, REFERRED_L))
    assert routes.news() == []
    routes.direct(bill("HB 1", FILED, REFERRED))
    assert [(one.source, actions_told(one)) for one in routes.news()] == [(DIRECT, [REFERRED.text])]


def test_the_wording_of_a_route_that_takes_over_is_no_news(routes: Routes) -> None:
    outage(routes)
    routes.second(by_legiscan("HB 1", FILED_L, REFERRED_L), by_legiscan("HB 2", FILED_L))
    routes.direct(bill("HB 1", FILED, REFERRED), bill("HB 2", FILED))
    assert routes.news() == []


def test_old_steps_that_the_direct_route_never_listed_are_no_news(routes: Routes) -> None:
    outage(routes)
    detail = step(-40, "Fiscal impact statement printed")
    routes.second(by_legiscan("HB 1", FILED_L, detail, REFERRED_L), by_legiscan("HB 2", FILED_L, detail))
    assert routes.news() == []


def test_a_bill_brought_in_during_the_outage_is_told_once_and_an_old_one_is_not(routes: Routes) -> None:
    outage(routes)
    routes.second(
        by_legiscan("HB 3", step(3, "Introduced")), by_legiscan("HB 4", FILED_L), by_legiscan("HB 1", FILED_L)
    )
    assert [(str(one.kind), one.key.identifier) for one in routes.news()] == [("added", "HB 3")]
    routes.direct(
        bill("HB 1", FILED, REFERRED), bill("HB 2", FILED), bill("HB 3", step(3, "Presented and ordered printed"))
    )
    assert routes.news() == []


def test_a_first_look_beside_a_direct_route_that_is_well_is_a_baseline(routes: Routes) -> None:
    routes.direct(bill("HB 1", FILED))
    routes.second(by_legiscan("HB 1", FILED_L, REPORTED_L), by_legiscan("HB 3", step(1, "Introduced")))
    assert routes.news() == []


def test_a_title_that_changed_in_the_outage_is_told_once(routes: Routes) -> None:
    outage(routes)
    routes.second(by_legiscan("HB 1", FILED_L, REFERRED_L))
    routes.second(by_legiscan("HB 1", FILED_L, REFERRED_L, title="Marijuana; penalties"))
    assert [[field.name for field in one.fields] for one in routes.news()] == [["title"]]
    routes.direct(bill("HB 1", FILED, REFERRED, title="Cannabis; penalties"), bill("HB 2", FILED))
    assert routes.news() == []
    routes.direct(bill("HB 1", FILED, REFERRED, title="Hemp"), bill("HB 2", FILED, title="Tea"))
    assert [(one.key.identifier, [field.name for field in one.fields]) for one in routes.news()] == [
        ("HB 1", ["title"]),
        ("HB 2", ["title"]),
    ]


def test_a_title_that_only_the_direct_route_shows_changed_is_told_when_it_is_back(routes: Routes) -> None:
    outage(routes)
    routes.second(by_legiscan("HB 1", FILED_L, REFERRED_L, REPORTED_L))
    routes.news()
    routes.direct(bill("HB 1", FILED, REFERRED, REPORTED, title="Hemp"), bill("HB 2", FILED))
    assert [[field.name for field in one.fields] for one in routes.news()] == [["title"]]


def test_a_second_outage_months_later_tells_its_own_news_alone(routes: Routes) -> None:
    outage(routes)
    routes.second(by_legiscan("HB 1", FILED_L, REFERRED_L, REPORTED_L))
    routes.direct(bill("HB 1", FILED, REFERRED, REPORTED), bill("HB 2", FILED))
    routes.green()
    routes.direct(bill("HB 1", FILED, REFERRED, REPORTED, PASSED), bill("HB 2", FILED))
    routes.news()
    routes.now += timedelta(days=90)
    routes.direct(bill("HB 1", FILED, REFERRED, REPORTED, PASSED), bill("HB 2", FILED, PASSED))
    routes.news()
    routes.red()
    killed = step(100, "Left in Finance and Appropriations", "committee-failure", by="upper")
    routes.second(by_legiscan("HB 1", FILED_L, REFERRED_L, REPORTED_L, PASSED_L, killed))
    assert [actions_told(one) for one in routes.news()] == [[killed.text]]


def test_both_half_readable_at_once_do_not_tell_one_step_twice(routes: Routes) -> None:
    outage(routes)
    routes.second(by_legiscan("HB 1", FILED_L, REFERRED_L, REPORTED_L))
    routes.direct(bill("HB 1", FILED, REFERRED, REPORTED, PASSED), wall="Access Denied")
    routes.red()
    routes.second(by_legiscan("HB 1", FILED_L, REFERRED_L, REPORTED_L, PASSED_L))
    assert [actions_told(one) for one in routes.news()] == [[REPORTED_L.text], [PASSED.text]]


def test_a_route_that_was_chosen_instead_goes_on_from_the_one_before(routes: Routes) -> None:
    """`route = "legiscan"` in the configuration: the direct source is no longer read."""
    routes.direct(bill("HB 1", FILED, REFERRED), bill("HB 2", FILED))
    with write(routes.engine) as conn:
        sources.update(conn, DIRECT, {"enabled": False})
    routes.check(
        {"/HB1": [by_legiscan("HB 1", FILED_L, REFERRED_L, step(2, "Reported", "committee-passage"))]},
        name="openstates.virginia",
    )
    assert [actions_told(one) for one in routes.news()] == [["Reported"]]


def test_a_bill_that_one_route_alone_shows_costs_one_question(routes: Routes, monkeypatch: pytest.MonkeyPatch) -> None:
    routes.direct(bill("HB 1", FILED), bill("HB 2", FILED))

    def fail(*asked: object) -> None:
        raise AssertionError(asked)

    monkeypatch.setattr(leading, "told", fail)
    assert routes.direct(bill("HB 1", FILED, REFERRED), bill("HB 2", FILED)).amended == 1
    monkeypatch.setattr(leading, "leads", fail)
    assert routes.direct(bill("HB 1", FILED, REFERRED), bill("HB 2", FILED)).amended == 0


def text(stage: str, days: int, words: str, *, url: str) -> Page:
    return Page(
        identifier="HB 1",
        title="Text of HB 1",
        registry="us-va:2026 texts",
        url=url,
        status=stage,
        published_on=DAY_ONE + timedelta(days=days),
        text=words,
    )


def test_a_version_of_a_text_that_the_other_route_has_told_is_not_told_again(routes: Routes) -> None:
    def read(name: str, *pages: Page) -> list[tuple[str, str]]:
        for one in pages:
            routes.check({one.url: [one]}, name=f"{name} texts", complete=False)
        return [(one.source, one.document.status) for one in routes.news()]

    with write(routes.engine) as conn:  # as a crawl makes them
        kept = {"jurisdiction": "us", "enabled": False, "baselined_at": START}
        sources.ensure(conn, {f"{name} texts": {"spider": name, **kept} for name in (DIRECT, SECOND)})
    introduced = text("Introduced", 0, "Kratom shall be taxed at 5 percent.", url="/va1")
    assert read(DIRECT, introduced) == [(f"{DIRECT} texts", "Introduced")]
    assert read(SECOND, text("Introduced", 0, "Kratom shall be taxed at five percent.", url="/ls1")) == []
    engrossed = text("Engrossed", 5, "Kratom shall be taxed at 9 percent.", url="/ls2")
    assert read(SECOND, engrossed) == [(f"{SECOND} texts", "Engrossed")]
    enrolled = text("Enrolled", 9, "Kratom shall be taxed at 7 percent.", url="/va3")
    assert read(DIRECT, replace(engrossed, url="/va2"), enrolled) == [(f"{DIRECT} texts", "Enrolled")]


def test_our_own_renumbering_of_what_is_kept_announces_nothing(routes: Routes) -> None:
    """A spider that knew bills by their dockets knows them by their numbers now: the stored answers are read again."""
    routes.direct(bill("HD 567", FILED))
    routes.now += timedelta(days=1)
    recorder = Recorder(routes.engine, clock=lambda: routes.now)
    watch = routes.watch(DIRECT, edition="2")
    renumbered = replace(bill("H 1234", FILED), aliases=("HD 567",))
    recorder.record(watch, replace(watch.pages["/HD 567"], edition="2"), [renumbered], ours=True)
    (result,) = recorder.finish([watch])
    assert (result.amended, result.added, result.held, result.documents) == (0, 0, 0, 1)
    assert routes.news() == []
    with routes.engine.connect() as conn:
        assert [row["identifier"] for row in story.named(conn, "HD 567")] == ["H 1234"]
