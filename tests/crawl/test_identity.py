"""One bill, one document, whatever it was called before and whichever route shows it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from test_record import World

from monitor.model.documents import Action, Bill, Document, Page
from monitor.model.records import Outcome, Topic
from monitor.store import aliases, follows, revisions, story, texts
from monitor.store.engine import write
from monitor.store.schema import alias, document, follow, match, revision, sighting
from monitor.topics.match import Matcher

COURT = "us-ma:194th"
FILED = Action(on=date(2026, 1, 5), text="Filed", by="lower")
REFERRED = Action(on=date(2026, 2, 27), text="Referred to Public Health", by="lower", kinds=("referral-committee",))


def bill(identifier: str, *was: str, actions: tuple[Action, ...] = (FILED,), **more: Any) -> Bill:
    fields: dict[str, Any] = {"title": "An Act relative to kratom", "registry": COURT, "session": "194th"} | more
    return Bill(identifier=identifier, aliases=was, url=f"https://example.gov/{identifier}", actions=actions, **fields)


@pytest.fixture
def world(any_database: sa.Engine) -> World:
    return World(any_database)


def named(world: World, name: str) -> list[str]:
    with world.engine.connect() as conn:
        return [row["identifier"] for row in story.named(conn, name)]


def test_a_docket_that_becomes_a_bill_is_one_document_with_one_history(world: World) -> None:
    world.query("kratom", "kratom")
    world.check({"/list": [bill("HD 567"), bill("HD 568", title="Another")]})
    result = world.check(
        {"/list": [bill("HD 568", title="Another")], "/H1234": [bill("H 1234", "HD 567", actions=(FILED, REFERRED))]}
    )
    assert (result.outcome, result.added, result.amended, result.held) == (Outcome.CHANGED, 0, 1, 0)
    (told,) = world.told()
    assert (str(told.key), str(told.kind)) == (f"{COURT} / bill / H 1234", "amended")
    assert told.before is not None
    assert told.before.identifier == "HD 567"
    assert "now H 1234 (was HD 567)" in told.reasons
    assert [one.name for one in told.fields] == ["identifier", "url", "aliases", "actions"]
    assert (world.count(document), world.count(sighting), world.count(revision)) == (2, 2, 3)
    again = world.check(
        {"/list": [bill("HD 568", title="Another")], "/H1234": [bill("H 1234", "HD 567", actions=(FILED, REFERRED))]}
    )
    assert again.outcome is Outcome.UNCHANGED
    assert len(world.told()) == 1


def test_a_renumbered_bill_is_found_by_either_number(world: World) -> None:
    world.check({"/": [bill("HD 567")]})
    assert named(world, "HD 567") == ["HD 567"]
    world.check({"/": [bill("H 1234", "HD 567")]})
    for name in ("H 1234", "h1234", "HD 567", "hd567", f"{COURT} / bill / HD 567", f"{COURT} / HD 567"):
        assert named(world, name) == ["H 1234"], name
    assert named(world, "us-ri:2026 / bill / HD 567") == []


def test_a_query_and_a_follow_by_the_old_number_go_on_with_the_bill(world: World) -> None:
    world.query("followed", 'jurisdiction:us AND identifier:"HD 567"')
    world.check({"/": [bill("HD 567")]})
    world.check({"/": [bill("H 1234", "HD 567", actions=(FILED, REFERRED))]})
    assert world.count(match) == 2
    with write(world.engine) as conn:
        conn.execute(
            follow.insert().values(
                document="us-ma, HD 567",
                identifier="hd567",
                jurisdiction="us-ma",
                topic="followed",
                stance="support",
                priority=1,
                note="",
                registry="",
                kind="",
                source="",
            )
        )
        (told,) = world.told()
        said = follows.of_documents(conn, [(told.key, "us-ma", "; ".join(told.document.aliases), "")], ["followed"])
    assert [one.stance for one in said.values()] == ["support"]


def test_another_route_that_knows_the_bill_by_its_number_alone_sees_the_same_document(world: World) -> None:
    world.check({"/": [bill("LD 1234", "HP 567")]}, name="maine.bills")
    world.check({"/bill": [bill("LD 1234", title="Told otherwise")]}, name="legiscan.maine")
    world.check({"/page": [bill("HP 567", title="Told in a third way")]}, name="openstates.maine")
    assert (world.count(document), world.count(sighting)) == (1, 3)
    with world.engine.connect() as conn:
        states = {source: state for _, _, source, state in revisions.current(conn)}
        (third,) = revisions.standing(conn, "openstates.maine")
    assert states["maine.bills"].key.identifier == "LD 1234"
    assert (third.identifier, third.title) == ("LD 1234", "Told in a third way")
    quiet = world.check({"/page": [bill("HP 567", title="Told in a third way")]}, name="openstates.maine")
    assert quiet.outcome is Outcome.UNCHANGED
    moved = world.check({"/other": [bill("HP 567", title="Again")]}, name="openstates.maine")
    assert (moved.documents, world.count(document)) == (1, 1)


def test_a_route_that_knew_the_paper_first_and_the_state_that_gives_it_a_number_are_joined(world: World) -> None:
    world.check({"/page": [bill("HP 567")]}, name="openstates.maine")
    world.check({"/": [bill("LD 1234", "HP 567")]}, name="maine.bills")
    world.check({"/page": [bill("HP 567", title="New words")]}, name="openstates.maine")
    with world.engine.connect() as conn:
        assert [row.identifier for row in conn.execute(sa.select(document.c.identifier))] == ["LD 1234"]


def test_two_documents_that_turn_out_to_be_one_bill_are_joined_with_all_that_is_known_of_them(world: World) -> None:
    world.query("kratom", "kratom")
    world.check({"/draft": [bill("HD 567")]}, name="massachusetts.bills")
    world.check({"/draft": [bill("HD 567", title="Kratom, amended")]}, name="massachusetts.bills")
    world.check({"/": [bill("H 1234", title="Kratom by LegiScan")]}, name="legiscan.massachusetts")
    assert world.count(document) == 2
    world.check({"/H1234": [bill("H 1234", "HD 567", title="Kratom, amended")]}, name="massachusetts.bills")
    assert (world.count(document), world.count(sighting)) == (1, 2)
    with world.engine.connect() as conn:
        (row,) = story.named(conn, "HD 567")
        assert [one["name"] for one in story.sightings(conn, row["id"])] == [
            "massachusetts.bills",
            "legiscan.massachusetts",
        ]
        numbers = conn.execute(
            sa.select(revision.c.source_id, revision.c.number).order_by(revision.c.source_id, revision.c.number)
        )
        assert [number for _, number in numbers] == [1, 2, 3, 1]
        standing = conn.execute(sa.select(match.c.id).where(match.c.change_id.is_(None))).all()
    assert len(standing) == 1
    assert [str(one.key) for one in world.told()] == [f"{COURT} / bill / H 1234"] * 2


def test_a_database_that_kept_draft_and_bill_apart_has_one_chain_after_the_next_check(world: World) -> None:
    world.check({"/1": [bill("LC 1")], "/2": [bill("HB 7", actions=(FILED,))]})
    assert world.count(document) == 2
    world.check({"/1": [], "/2": [bill("HB 7", "LC 1", actions=(FILED, REFERRED))]})
    with world.engine.connect() as conn:
        (row,) = story.named(conn, "LC 1")
        chain = conn.execute(
            sa.select(revision.c.number).where(revision.c.document_id == row["id"]).order_by(revision.c.id)
        ).scalars()
        assert list(chain) == [1, 2, 3]
    assert (row["identifier"], world.count(document), world.count(sighting)) == ("HB 7", 1, 1)
    assert world.check({"/2": [bill("HB 7", "LC 1", actions=(FILED, REFERRED))]}).held == 0


def test_a_study_bill_whose_page_stands_beside_that_of_its_file_says_nothing_more(world: World) -> None:
    world.check({"/HSB508": [bill("HSB 508")]})
    world.check({"/HSB508": [bill("HSB 508")], "/HF2133": [bill("HF 2133", "HSB 508", actions=(REFERRED,))]})
    last = Action(on=date(2026, 3, 1), text="Renumbered as HF 2133", by="lower")
    for _ in range(2):
        result = world.check(
            {
                "/HSB508": [bill("HSB 508", actions=(FILED, last))],
                "/HF2133": [bill("HF 2133", "HSB 508", actions=(REFERRED,))],
            }
        )
        assert (result.held, result.added, result.amended) == (0, 0, 0)
    assert [one.document.identifier for one in world.told()] == ["HF 2133"]
    assert world.count(document) == 1


def test_a_list_that_shows_draft_and_bill_together_shows_one(world: World) -> None:
    world.check({"/": [bill("HD 567"), bill("H 1234", "HD 567")]})
    assert (world.count(document), world.count(alias)) == (1, 1)


def test_the_text_of_a_docket_becomes_that_of_the_bill(world: World) -> None:
    world.check({"/": [bill("HD 567")]})
    page = Page(
        identifier="HD 567", title="Text", url="https://example.gov/t", registry=COURT + texts.REGISTRY, text="Old"
    )
    world.check({"/t": [page]}, name="massachusetts.bills texts")
    world.check({"/": [bill("H 1234", "HD 567")]})
    newer = Page(
        identifier="H 1234",
        aliases=("HD 567",),
        title="Text",
        url="https://example.gov/t2",
        registry=COURT + texts.REGISTRY,
        text="New",
    )
    world.check({"/t2": [newer]}, name="massachusetts.bills texts", complete=False)
    assert world.count(document) == 2
    assert [str(one.kind) for one in world.told()] == ["amended", "amended"]
    asked = Matcher([Topic(name="followed", query='identifier:"HD 567"')])
    assert asked.match(newer, jurisdiction="us-ma"), "who follows the docket is told of the text"


def test_one_number_in_two_sessions_is_two_bills(world: World) -> None:
    world.check({"/": [bill("H 1234", "HD 567"), bill("HD 567", registry="us-ma:195th")]})
    assert world.count(document) == 2


def test_a_quiet_check_asks_for_no_other_number(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    pages: dict[str, list[Document]] = {"/": [bill("H 1234", "HD 567"), bill("H 2", "HD 9", title="Two")]}
    world.check(pages)

    def fail(*asked: object) -> None:
        raise AssertionError(asked)

    monkeypatch.setattr(aliases, "holders", fail)
    monkeypatch.setattr(aliases, "bearers", fail)
    assert world.check(pages).outcome is Outcome.UNCHANGED


def test_a_bill_that_was_there_in_an_earlier_session_says_so(world: World) -> None:
    long = "An Act relative to the sale and labeling of kratom products"
    old = [
        bill("HB 2001", title=long, registry="us-wv:2025"),
        bill("SB 12", title=f"{long} to minors", registry="us-wv:2025"),
    ]
    world.check({"/2025": old})
    carried = bill("HB 2001", title=f"{long}.", registry="us-wv:2026")
    anew = bill("HB 4", title=f"{long} to minors", registry="us-wv:2026")
    other = bill("SB 12", title="Naming a bridge", registry="us-wv:2026")
    elsewhere = bill("HB 2001", title=long, registry="us-wa:2026")
    world.check({"/2025": old, "/2026": [carried, anew, other, elsewhere]})
    told = {str(one.key): one.reasons[1:] for one in world.told()}
    assert told == {
        "us-wv:2026 / bill / HB 2001": ("carried over from 2025",),
        "us-wv:2026 / bill / HB 4": ("brought in before as SB 12 of 2025",),
        "us-wv:2026 / bill / SB 12": (),
        "us-wa:2026 / bill / HB 2001": (),
    }


def test_a_route_that_goes_on_showing_the_docket_beside_the_bill_shows_the_bill(world: World) -> None:
    name = "legiscan.massachusetts"
    world.check({"/H1234": [bill("H 1234", "HD 567")]}, name="massachusetts.bills")
    docket, numbered = bill("HD 567", title="As filed"), bill("H 1234", actions=(FILED, REFERRED))
    world.check({"/1": [docket], "/2": [numbered]}, name=name)
    for _ in range(2):
        result = world.check({"/1": [replace(docket, title="Filed late")], "/2": [numbered]}, name=name)
        assert (result.held, result.documents) == (0, 1)
        with world.engine.connect() as conn:
            (state,) = revisions.standing(conn, name)
        assert (state.title, state.actions) == (numbered.title, numbered.actions)  # type: ignore[attr-defined]  # a bill
    assert world.count(document) == 1
