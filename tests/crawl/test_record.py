"""The recorder on a real database: what a reading becomes, what a missing document becomes, and who announces it."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from monitor.crawl.record import Recorder
from monitor.crawl.watch import Watch
from monitor.model.documents import Bill, Document, Notice
from monitor.model.errors import ExtractionError
from monitor.model.records import Change, CheckResult, Outcome, Snapshot
from monitor.store import changes, checks, evidence, sources
from monitor.store.engine import write
from monitor.store.evidence import PageState
from monitor.store.schema import change, match, page, revision, source, topic

START = datetime(2026, 7, 1, 12, tzinfo=UTC)


class World:
    """A database, a clock that each check moves on by a day, and pages that a test fills with documents."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        self.now = START

    def query(self, name: str, query: str) -> None:
        with write(self.engine) as conn:
            conn.execute(topic.insert().values(name=name, query=query, created_at=START))

    def watch(self, name: str, *, complete: bool = True, edition: str = "1", **more: bool) -> Watch:
        with write(self.engine) as conn:
            wanted = {name: {"spider": name, "jurisdiction": "us", "cadence": "daily 08:00"}}
            row = sources.ensure(conn, wanted)[name]
            (check_id,) = checks.begin(conn, [row["id"]], self.now)
            pages = evidence.pages_of(conn, [row["id"]])[row["id"]]
        return Watch(
            id=row["id"],
            name=name,
            check_id=check_id,
            jurisdiction="us",
            registry="example.gov",
            edition=edition,
            complete=complete,
            may_be_empty=False,
            baselined=row["baselined_at"] is not None,
            announce=False,
            started_at=self.now,
            pages=pages,
            **more,  # type: ignore[arg-type]  # switches of a watch by name
        )

    def check(
        self,
        pages: dict[str, list[Document]],
        *,
        name: str = "us.test",
        wall: str = "",
        complete: bool = True,
        **more: bool,
    ) -> CheckResult:
        """One whole check: every page is read anew with these documents."""
        self.now += timedelta(days=1)
        recorder = Recorder(self.engine, clock=lambda: self.now)
        watch = self.watch(name, complete=complete, **more)
        for address, documents in pages.items():
            recorder.record(watch, _fresh(watch, address), documents)
        if wall:
            watch.tally.walls.append(wall)
        (result,) = recorder.finish([watch])
        return result

    def told(self) -> list[Change]:
        with self.engine.connect() as conn:
            return list(changes.select(conn, changes.Wanted()))

    def kinds(self) -> list[tuple[str, str]]:
        return [(str(change.kind), change.key.identifier) for change in self.told()]

    def count(self, table: sa.Table) -> int:
        with self.engine.connect() as conn:
            return conn.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def _fresh(watch: Watch, address: str) -> PageState:
    known = watch.pages.get(address) or PageState(address=address)
    return replace(known, sha256=b"x" * 32, edition=watch.edition)


def notice(identifier: str, title: str = "A notice", **more: str) -> Notice:
    return Notice(identifier=identifier, title=title, url=f"https://example.gov/{identifier}", **more)


def notices(*identifiers: str) -> list[Document]:
    return [notice(identifier) for identifier in identifiers]


@pytest.fixture
def world(any_database: sa.Engine) -> World:
    return World(any_database)


def test_the_first_check_is_kept_and_announces_nothing(world: World) -> None:
    result = world.check({"/": notices("1", "2")})
    assert (result.outcome, result.documents) == (Outcome.BASELINE, 2)
    assert world.told() == []
    assert world.count(revision) == 2


def test_a_baseline_that_was_cut_short_is_still_quiet_the_next_time(world: World) -> None:
    assert world.check({"/": notices("1")}, wall="Access Denied").outcome is Outcome.BLOCKED
    assert world.check({"/": notices("1", "2")}).outcome is Outcome.BASELINE
    assert world.told() == []


def test_added_and_amended_documents_are_told_once(world: World) -> None:
    world.check({"/": notices("1", "2")})
    result = world.check({"/": [notice("1"), notice("2", "Another title"), notice("3")]})
    assert (result.outcome, result.added, result.amended) == (Outcome.CHANGED, 1, 1)
    assert sorted(world.kinds()) == [("added", "3"), ("amended", "2")]
    again = world.check({"/": [notice("1"), notice("2", "Another title"), notice("3")]})
    assert again.outcome is Outcome.UNCHANGED
    assert len(world.told()) == 2


def test_an_amended_change_holds_both_states(world: World) -> None:
    world.check({"/": [notice("1", "Old", text="Kept.")]})
    world.check({"/": [notice("1", "New", text="Kept.")]})
    (change,) = world.told()
    assert change.before is not None
    assert (change.before.title, change.document.title) == ("Old", "New")
    assert [(one.name, one.before, one.after) for one in change.fields] == [("title", "Old", "New")]


def test_a_missing_document_is_held_for_one_look_and_then_removed(world: World) -> None:
    everything = notices(*"123456789")
    world.check({"/": everything})
    first = world.check({"/": everything[:-1]})
    assert (first.outcome, first.held, first.removed) == (Outcome.UNCHANGED, 1, 0)
    assert world.told() == []
    second = world.check({"/": everything[:-1]})
    assert (second.outcome, second.held, second.removed) == (Outcome.CHANGED, 0, 1)
    assert world.kinds() == [("removed", "9")]
    assert world.check({"/": everything[:-1]}).outcome is Outcome.UNCHANGED


def test_a_document_that_comes_back_while_held_never_went(world: World) -> None:
    everything = notices(*"123456789")
    world.check({"/": everything})
    world.check({"/": everything[:-1]})
    assert world.check({"/": everything}).outcome is Outcome.UNCHANGED
    assert world.check({"/": everything}).held == 0
    assert world.told() == []


def test_a_removed_document_that_returns_is_restored(world: World) -> None:
    everything = notices(*"123456789")
    for pages in (everything, everything[:-1], everything[:-1], everything):
        result = world.check({"/": pages})
    assert result.outcome is Outcome.CHANGED
    assert world.kinds() == [("removed", "9"), ("restored", "9")]


def test_a_check_that_hit_a_wall_neither_holds_nor_removes(world: World) -> None:
    everything = notices(*"123456789")
    world.check({"/": everything})
    for _ in range(3):
        assert world.check({"/": everything[:-1]}, wall="Access Denied").held == 0
    assert world.told() == []
    assert world.check({"/": everything[:-1]}).held == 1


def test_half_a_listing_gone_is_held_until_a_person_accepts_it(world: World) -> None:
    everything = notices(*"123456789")
    world.check({"/": everything})
    for _ in range(3):
        result = world.check({"/": everything[:4]})
        assert (result.held, result.removed) == (5, 0)
        assert "5 of 9 documents vanished" in result.error
    accepted = world.check({"/": everything[:4]}, accept_removals=True)
    assert (accepted.removed, accepted.held, accepted.error) == (5, 0, "")


def test_a_source_without_a_complete_listing_removes_nothing(world: World) -> None:
    world.check({"/": notices("1", "2", "3", "4")}, complete=False)
    for _ in range(3):
        assert world.check({"/": notices("3", "4", "5")}, complete=False).held == 0
    assert world.kinds() == [("added", "5")]


def test_a_document_that_moves_to_another_page_is_not_missing(world: World) -> None:
    world.check({"/1": notices(*"12345"), "/2": notices(*"6789")})
    world.check({"/1": notices(*"1234"), "/2": notices(*"56789")})
    assert world.check({"/1": notices(*"1234"), "/2": notices(*"56789")}).held == 0
    assert world.told() == []


def test_a_page_that_is_no_longer_listed_takes_its_documents_along_after_two_looks(world: World) -> None:
    world.check({"/1": notices(*"12345678"), "/2": notices("9")})
    assert world.check({"/1": notices(*"12345678")}).held == 1
    assert world.check({"/1": notices(*"12345678")}).removed == 1


def test_new_code_over_old_bytes_rewrites_the_state_and_says_nothing(world: World) -> None:
    world.check({"/": [notice("1", "as read before")]})
    recorder = Recorder(world.engine, clock=lambda: world.now)
    watch = world.watch("us.test", edition="2")
    recorder.record(watch, _fresh(watch, "/"), [notice("1", "as read now")], ours=True)
    (result,) = recorder.finish([watch])
    assert result.outcome is Outcome.UNCHANGED
    assert world.told() == []
    assert world.count(revision) == 1
    assert world.check({"/": [notice("1", "as read now")]}).outcome is Outcome.UNCHANGED


def test_two_sources_of_one_document_announce_it_once(world: World) -> None:
    world.check({"/a": notices("1", "2")}, name="us.first")
    world.check({"/b": notices("9")}, name="us.second")
    world.check({"/a": notices("1", "2", "3")}, name="us.first")
    world.check({"/b": notices("9", "3")}, name="us.second")
    amended = [notice("1"), notice("2"), notice("3", "New words")]
    world.check({"/a": amended}, name="us.first")
    world.check({"/b": [notice("9"), notice("3", "New words")]}, name="us.second")
    assert [(change.source, str(change.kind), change.key.identifier) for change in world.told()] == [
        ("us.first", "added", "3"),
        ("us.first", "amended", "3"),
    ]


def test_when_the_first_source_is_red_the_second_announces(world: World) -> None:
    world.check({"/a": notices("1")}, name="us.first")
    world.check({"/b": notices("1")}, name="us.second")
    with write(world.engine) as conn:
        conn.execute(
            source.update().where(source.c.name == "us.first").values(red_since=world.now, last_error="a wall")
        )
    world.check({"/b": [notice("1", "New words")]}, name="us.second")
    assert [change.source for change in world.told()] == ["us.second"]


def test_a_source_that_is_red_for_what_its_site_lists_besides_still_announces(world: World) -> None:
    world.check({"/a": notices("1")}, name="us.first")
    world.check({"/b": notices("1")}, name="us.second")
    with write(world.engine) as conn:
        conn.execute(source.update().where(source.c.name == "us.first").values(red_since=world.now))
    world.check({"/b": [notice("1", "New words")]}, name="us.second")
    assert world.told() == []


def test_a_second_source_that_says_more_tells_the_topics_that_never_heard_of_it(world: World) -> None:
    world.query("kratom", "kratom")
    world.query("rules", "schedule")
    world.check({"/a": notices("1")}, name="us.first")
    world.check({"/b": notices("9")}, name="us.second")
    world.check({"/a": [notice("1"), notice("2", "A schedule")]}, name="us.first")
    full = notice("2", "A schedule", text="It is about kratom.")
    world.check({"/b": [notice("9"), full]}, name="us.second")
    world.check({"/b": [notice("9"), notice("2", "A schedule", text="It is all about kratom.")]}, name="us.second")
    with world.engine.connect() as conn:
        rows = conn.execute(
            sa.select(topic.c.name, source.c.name)
            .join(match, match.c.topic_id == topic.c.id)
            .join(change, change.c.id == match.c.change_id)
            .join(source, source.c.id == change.c.source_id)
            .order_by(match.c.id)
        ).all()
    assert [tuple(row) for row in rows] == [("rules", "us.first"), ("kratom", "us.second")]


def test_a_baseline_leaves_standing_matches_and_a_change_a_match_of_its_own(world: World) -> None:
    world.query("kratom", "kratom")
    world.check({"/": [notice("1", "Kratom import alert"), notice("2")]})
    world.check({"/": [notice("1", "Kratom import alert"), notice("2", "Kratom, too")]})
    with world.engine.connect() as conn:
        rows = conn.execute(sa.select(match.c.change_id, match.c.hits).order_by(match.c.id)).all()
    assert [row.change_id is None for row in rows] == [True, False]
    assert rows[1].hits[0]["new"] is True


def test_one_document_twice_with_different_contents_is_a_fault_and_nothing_is_stored(world: World) -> None:
    with pytest.raises(ExtractionError, match="stands twice"):
        world.check({"/": [notice("1", "one title"), notice("1", "another")]})
    assert world.count(revision) == 0
    assert world.count(page) == 0


def test_a_bill_belongs_to_the_register_of_its_session(world: World) -> None:
    watch = world.watch("us.test")
    watch.registry = ""
    recorder = Recorder(world.engine, clock=lambda: world.now)
    bill = Bill(identifier="HB 1", title="A bill", url="https://example.gov", session="2026")
    recorder.record(watch, _fresh(watch, "/"), [bill])
    assert len(list(recorder.finish([watch]))) == 1
    with world.engine.connect() as conn:
        assert conn.execute(sa.text("SELECT registry FROM document")).scalar_one() == "us:2026"


def test_kept_evidence_is_not_yet_a_page_that_was_read(world: World) -> None:
    watch = world.watch("us.test")
    recorder = Recorder(world.engine, clock=lambda: world.now)
    answer = Snapshot(
        url="https://example.gov/", fetched_at=world.now, status=200, media_type="", headers=(), sha256=""
    )
    state = PageState(address="https://example.gov/")
    kept = asyncio.run(recorder.keep(watch, state, answer, b"the body")).state
    assert kept.snapshot_id is not None
    assert world.watch("us.test").pages == {}, "a process that dies here would ask without validators again"
    assert recorder.stored(kept)[1] == b"the body"


def test_a_source_that_stands_by_never_leads_while_the_others_are_well(world: World) -> None:
    world.check({"/b": notices("1")}, name="us.second")
    world.check({"/a": notices("1")}, name="us.first")
    with write(world.engine) as conn:
        conn.execute(source.update().where(source.c.name == "us.second").values(settings={"after": ["us.first"]}))
    world.check({"/a": [notice("1", "New words")]}, name="us.first")
    assert [change.source for change in world.told()] == ["us.first"]


def test_a_fault_of_ours_reaches_who_waits_and_ends_the_check_without_a_result(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise KeyError("a fault of ours")

    monkeypatch.setattr("monitor.crawl.record.enter", fails)
    recorder = Recorder(world.engine, clock=lambda: world.now)
    watch = world.watch("us.test")
    answer = Snapshot(
        url="https://example.gov/2", fetched_at=START, status=200, media_type="text/html", headers=(), sha256=""
    )
    recorder.record(
        watch, _fresh(watch, "https://example.gov/1"), [Notice(identifier="1", title="One", url="https://e.gov")]
    )

    async def wait() -> None:
        await asyncio.wait_for(
            recorder.keep(watch, PageState(address="https://example.gov/2"), answer, b"<p>Two</p>"), timeout=30
        )

    with pytest.raises(KeyError, match="a fault of ours"):
        asyncio.run(wait())
    with pytest.raises(KeyError, match="a fault of ours"):
        list(recorder.finish([watch]))
