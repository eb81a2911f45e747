"""Which matches become a digest, once and only once."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from digest_world import NOW, World, bill
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.digests.gather import HealthEvent, gather, operator_message, sort_out
from monitor.digests.read import next_kind, preview, stored
from monitor.model.records import Destination, Hit, Subscription
from monitor.store import deliveries, digests, schema, subscriptions
from monitor.store.digests import Item
from monitor.store.engine import read, write

OHIO = {"source": "ohio.bills", "jurisdiction": "us-oh"}


@pytest.fixture
def kratom(world: World) -> World:
    world.source("ohio.bills", jurisdiction="us-oh")
    world.source("us.dea_rules")
    world.topic("kratom", "Kratom")
    world.topic("scheduling", "Scheduling")
    return world


def items_of(world: World, digest_id: int) -> list[tuple[int, str]]:
    item = schema.digest_item
    with read(world.engine) as conn:
        rows = conn.execute(sa.select(item.c.match_id, item.c.part).where(item.c.digest_id == digest_id))
        return [tuple(row) for row in rows]


def test_nothing_to_say_makes_no_digest_and_leaves_the_slot_free(kratom: World) -> None:
    who = kratom.subscribe()
    assert kratom.gather(who) is None
    kratom.change(bill(1), **OHIO)
    assert kratom.gather(who) is not None


def test_a_wished_for_empty_digest_is_made(kratom: World) -> None:
    who = kratom.subscribe(send_empty=True)
    digest_id = kratom.gather(who)
    assert digest_id is not None
    assert items_of(kratom, digest_id) == []


def test_a_slot_has_one_digest_however_often_it_is_gathered(kratom: World) -> None:
    who = kratom.subscribe(send_empty=True)
    kratom.change(bill(1), **OHIO)
    assert kratom.gather(who) is not None
    kratom.change(bill(2), **OHIO)
    assert kratom.gather(who) is None
    with pytest.raises(sa.exc.IntegrityError), write(kratom.engine) as conn:
        digests.add(conn, who.id, {"slot": "2026-11-22", "kind": "digest", "created_at": NOW, "proof": {}}, ())


def test_a_digest_takes_everything_after_the_last_one_however_long_ago(kratom: World) -> None:
    who = kratom.subscribe()
    kratom.change(bill(1), at=NOW - timedelta(days=90), **OHIO)
    first = kratom.gather(who)
    kratom.change(bill(2), at=NOW - timedelta(days=60), **OHIO)
    second = kratom.gather(who, slot="2026-11-29", now=NOW + timedelta(days=7))
    assert first
    assert second
    assert [len(items_of(kratom, one)) for one in (first, second)] == [1, 1]
    assert kratom.gather(who, slot="2026-12-06") is None


def test_two_topics_that_hit_one_change_make_one_entry_with_both_reasons(kratom: World) -> None:
    who = kratom.subscribe(topics=("scheduling", "kratom"))
    kratom.change(bill(1), topics=("kratom", "scheduling"), **OHIO)
    with read(kratom.engine) as conn:
        said = preview(conn, who, now=NOW)
    (entry,) = said.ranked
    assert [one.topic for one in entry.reasons] == ["Scheduling", "Kratom"]
    assert entry.topic == "Scheduling"


def test_what_filters_keep_out_is_consumed_and_never_comes_back(kratom: World) -> None:
    narrow = kratom.subscribe(jurisdictions=("us-oh",), kinds=("bill",), minimum_importance=0.5)
    kratom.change(bill(1), importance=0.9, **OHIO)
    kratom.change(bill(2), importance=0.3, **OHIO)
    kratom.change(bill(3), importance=0.9, source="us.dea_rules", jurisdiction="us")
    digest_id = kratom.gather(narrow)
    assert digest_id is not None
    assert sorted(part for _, part in items_of(kratom, digest_id)) == ["entry", "filtered", "filtered"]
    with read(kratom.engine) as conn:
        assert [one.name for one in stored(conn, digest_id).ranked] == ["HB 1"]
    wide = replace(narrow, jurisdictions=(), minimum_importance=0.0)
    assert kratom.gather(wide, slot="next") is None


def test_a_jurisdiction_with_a_star_covers_all_that_begin_like_it(kratom: World) -> None:
    who = kratom.subscribe(jurisdictions=("us-*",))
    kratom.change(bill(1), **OHIO)
    kratom.change(bill(2), source="us.dea_rules", jurisdiction="us")
    with read(kratom.engine) as conn:
        assert [one.name for one in preview(conn, who, now=NOW).ranked] == ["HB 1"]


def test_cosmetic_changes_are_counted_and_are_no_reason_to_write(kratom: World) -> None:
    who = kratom.subscribe()
    kratom.change(bill(1), before=bill(1), importance=0.05, **OHIO)
    assert kratom.gather(who) is None
    assert kratom.gather(who, slot="", kind="alert") is None
    kratom.change(bill(2), importance=0.6, **OHIO)
    digest_id = kratom.gather(who)
    assert digest_id is not None
    with read(kratom.engine) as conn:
        said = stored(conn, digest_id)
    assert (said.total, said.folded, said.folded_names) == (1, 1, "HB 1")


def test_an_alert_takes_its_slot_from_its_newest_match(kratom: World) -> None:
    who = kratom.subscribe(cadence="at once")
    kratom.change(bill(1), **OHIO)
    assert kratom.gather(who, slot="", kind="alert") is not None
    assert kratom.gather(who, slot="", kind="alert") is None
    kratom.change(bill(2), **OHIO)
    assert kratom.gather(who, slot="", kind="alert") is not None
    with read(kratom.engine) as conn:
        assert [row["slot"] for row in digests.listing(conn)] == ["match-2", "match-1"]


def test_documents_already_there_make_a_welcome_and_never_an_alert(kratom: World) -> None:
    who = kratom.subscribe()
    kratom.standing(bill(1, status="In committee"), **OHIO)
    assert kratom.gather(who, slot="", kind="alert") is None
    digest_id = kratom.gather(who, slot="welcome", kind="welcome")
    assert digest_id is not None
    with read(kratom.engine) as conn:
        said = stored(conn, digest_id)
    assert [(one.name, one.status) for one in said.standing] == [("HB 1", "In committee")]
    assert kratom.gather(who, slot="welcome-2", kind="welcome") is None


def test_a_source_watched_later_is_listed_in_the_next_digest(kratom: World) -> None:
    who = kratom.subscribe()
    kratom.standing(bill(1), **OHIO)
    kratom.gather(who, slot="welcome", kind="welcome")
    kratom.standing(bill(2), **OHIO)
    assert kratom.gather(who, slot="welcome-2", kind="welcome") is None
    digest_id = kratom.gather(who)
    assert digest_id is not None
    with read(kratom.engine) as conn:
        said = stored(conn, digest_id)
    assert (said.total, [one.name for one in said.standing]) == (0, ["HB 2"])


def test_a_subscription_made_later_is_not_flooded_with_the_past(kratom: World) -> None:
    kratom.change(bill(1), **OHIO)
    who = kratom.subscribe("late")
    assert kratom.gather(who, slot="", kind="alert") is None
    kratom.change(bill(2), **OHIO)
    digest_id = kratom.gather(who)
    assert digest_id is not None
    with read(kratom.engine) as conn:
        said = stored(conn, digest_id)
    assert [one.name for one in said.ranked] == ["HB 2"]
    assert [one.name for one in said.standing] == ["HB 1"]


def test_a_preview_writes_nothing_and_may_look_back(kratom: World) -> None:
    who = kratom.subscribe()
    kratom.change(bill(1), at=NOW - timedelta(days=3), **OHIO)
    kratom.gather(who)
    with read(kratom.engine) as conn:
        assert preview(conn, who, now=NOW).total == 0
        assert preview(conn, who, now=NOW, since=NOW - timedelta(days=4)).total == 1
        assert preview(conn, who, now=NOW, since=NOW - timedelta(days=2)).total == 0
        assert len(digests.listing(conn)) == 1


def test_the_proof_counts_checks_since_the_last_digest_and_names_failures_since_when(kratom: World) -> None:
    who = kratom.subscribe(send_empty=True)
    kratom.check("ohio.bills", NOW - timedelta(days=5))
    kratom.check("us.dea_rules", NOW - timedelta(days=5))
    kratom.check("us.dea_rules", NOW - timedelta(days=4), "blocked", "a wall")
    kratom.check("us.dea_rules", NOW - timedelta(days=1), "blocked", "a wall")
    first = kratom.gather(who)
    kratom.check("us.dea_rules", NOW + timedelta(days=1), "unchanged")
    second = kratom.gather(who, slot="next", now=NOW + timedelta(days=7))
    assert first
    assert second
    with read(kratom.engine) as conn:
        told = stored(conn, first).proof
        assert told.sentence == "Checked 2 sources, 1 failed: us.dea_rules (blocked since Nov 18, 2026)."
        assert told.checks == 4
        later = stored(conn, second).proof
    assert (later.sentence, later.checks) == ("Checked 1 source, none failed.", 1)
    assert later.more == ("Not checked in this time: ohio.bills.",)


def test_held_removals_are_told(kratom: World) -> None:
    who = kratom.subscribe(send_empty=True)
    kratom.standing(bill(1), **OHIO)
    with write(kratom.engine) as conn:
        conn.execute(schema.sighting.update().values(missing_since=NOW))
    kratom.check("ohio.bills", NOW)
    digest_id = kratom.gather(who)
    assert digest_id is not None
    with read(kratom.engine) as conn:
        more = stored(conn, digest_id).proof.more
    assert more[0] == (
        "No longer listed, held for another look before being called withdrawn: 1 document of ohio.bills."
    )


def test_what_a_site_lists_and_nobody_reads_is_told_and_keeps_silence_from_proving_anything(kratom: World) -> None:
    who = kratom.subscribe(send_empty=True)
    kratom.check("ohio.bills", NOW)
    with write(kratom.engine) as conn:
        conn.execute(
            schema.source.update().where(schema.source.c.name == "ohio.bills").values(untracked=["session '137'"])
        )
    digest_id = kratom.gather(who)
    assert digest_id is not None
    with read(kratom.engine) as conn:
        told = stored(conn, digest_id).proof
    assert "Listed by a source and not read: session '137' (ohio.bills)." in told.more
    assert told.quiet("Kratom") == (
        "No change was found in Kratom, but not all that is listed is read: session '137' (ohio.bills)."
    )


def test_a_digest_says_the_same_whenever_it_is_shown(kratom: World) -> None:
    who = kratom.subscribe()
    kratom.check("ohio.bills", NOW)
    kratom.change(bill(1), **OHIO)
    digest_id = kratom.gather(who)
    assert digest_id is not None
    with read(kratom.engine) as conn:
        before = stored(conn, digest_id)
    kratom.check("ohio.bills", NOW + timedelta(days=1), "broken")
    with write(kratom.engine) as conn:
        subscriptions.save(conn, replace(who, timezone="Asia/Tokyo", topics=("scheduling",)), NOW)
        conn.execute(schema.topic.update().values(title="renamed"))
    with read(kratom.engine) as conn:
        assert stored(conn, digest_id) == before


def test_every_destination_gets_a_pending_delivery_without_its_secret(kratom: World) -> None:
    who = kratom.subscribe(
        destinations=(
            Destination(name="board", address="tgram://123456:s3cr3t/42"),
            Destination(name="hook", address="json://user:s3cr3t@example.org/s3cr3t"),
        )
    )
    kratom.change(bill(1), **OHIO)
    kratom.gather(who)
    with read(kratom.engine) as conn:
        rows = deliveries.listing(conn)
    assert [row["destination"] for row in rows] == ["hook (json://example.org)", "board (tgram://…)"]
    assert {row["state"] for row in rows} == {"pending"}
    with read(kratom.engine) as conn:
        settings_ = conn.execute(sa.select(schema.subscription.c.settings)).scalar_one()
    assert "s3cr3t" not in repr(settings_) + repr(list(map(dict, rows)))


def test_an_operators_message_goes_through_the_same_ledger(kratom: World) -> None:
    operator = kratom.subscribe("operator", topics=())
    event = HealthEvent(source="ohio.bills", state="failing", since=NOW, outcome="blocked", detail="a wall")
    with write(kratom.engine) as conn:
        digest_id = operator_message(conn, operator, now=NOW, slot="ohio.bills 1", events=(event,))
        assert digest_id is not None
        assert operator_message(conn, operator, now=NOW, slot="ohio.bills 1", events=(event,)) is None
    with read(kratom.engine) as conn:
        said = stored(conn, digest_id)
        assert len(deliveries.listing(conn)) == 1
    assert [(one.source, one.outcome) for one in said.events] == [("ohio.bills", "blocked")]


def test_an_operator_reads_since_when_it_is_red_and_when_it_was_last_well(kratom: World) -> None:
    operator = kratom.subscribe("operator", topics=())
    event = HealthEvent(
        source="ohio.bills", state="failing", since=NOW, outcome="blocked", last_good_at=NOW - timedelta(days=1)
    )
    with write(kratom.engine) as conn:
        digest_id = operator_message(
            conn, operator, now=NOW, slot="1", events=(event, replace(event, last_good_at=None))
        )
        assert digest_id is not None
        known, never = stored(conn, digest_id).events
    assert known.said.startswith("Since Nov 22, 2026, 8:00 AM EST (last read well Nov 21, 2026, 8:00 AM EST): ")
    assert never.said.startswith("Since Nov 22, 2026, 8:00 AM EST: ")


def test_a_failure_between_digest_and_deliveries_leaves_nothing(kratom: World, monkeypatch: pytest.MonkeyPatch) -> None:
    who = kratom.subscribe()
    kratom.change(bill(1), **OHIO)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(deliveries, "add", die)
        with pytest.raises(KeyboardInterrupt):
            kratom.gather(who)
    with read(kratom.engine) as conn:
        assert digests.listing(conn) == []
        assert len(digests.pending(conn, who.id, who.topics)) == 1
    assert kratom.gather(who) is not None


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.floats(0, 1), max_size=3), min_size=1, max_size=5))
def test_every_match_is_in_exactly_one_digest(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[list[float]]
) -> None:
    world = World(tmp_path_factory.mktemp("law") / "law.sqlite")
    world.source("ohio.bills", jurisdiction="us-oh")
    world.topic("kratom")
    who = world.subscribe(send_empty=True, minimum_importance=0.4)
    number, told = 0, []
    for slot, importances in enumerate(rounds):
        for importance in importances:
            number += 1
            world.change(bill(number), importance=importance, **OHIO)
        digest_id = world.gather(who, slot=str(slot))
        assert digest_id is not None
        told += [match_id for match_id, _ in items_of(world, digest_id)]
    assert sorted(told) == list(range(1, number + 1))
    world.engine.dispose()


def test_sorting_out_is_decided_by_filters_then_by_age_then_by_importance() -> None:
    who = Subscription(name="s", topics=("t",), cadence="", timezone="UTC", destinations=(), minimum_importance=0.3)
    item = Item(
        match_id=5, topic="t", document_id=1, change_id=1, hits=(), jurisdiction="us", kind="bill", importance=0.5
    )
    cases = {
        "entry": item,
        "standing": replace(item, importance=None, change_id=None),
        "folded": replace(item, importance=0.01),
        "filtered": replace(item, importance=0.2),
    }
    for part, one in cases.items():
        assert sort_out([one], who, {})[0].part == part
    assert sort_out([item], who, {"t": 5})[0].part == "standing"
    assert sort_out([item], replace(who, kinds=("rule",)), {"t": 5})[0].part == "filtered"


def test_gather_is_told_the_words_of_a_hit(kratom: World) -> None:
    who = kratom.subscribe()
    kratom.change(
        bill(1),
        before=bill(1),
        hits=(Hit(words="Kratom", where="title", at=0), Hit(words="7-OH", where="text", at=9, new=True)),
        **OHIO,
    )
    with write(kratom.engine) as conn:
        digest_id = gather(conn, who, now=NOW, slot="s", kind="digest")
        assert digest_id is not None
        (entry,) = stored(conn, digest_id).ranked
    assert entry.reasons[0].said == "Kratom: “Kratom”, “7-OH” (new in the text)"


def test_the_texts_of_bills_count_as_a_source_where_they_were_asked_for(kratom: World) -> None:
    who = kratom.subscribe(send_empty=True)
    kratom.source("ohio.bills texts", jurisdiction="us-oh", enabled=False)
    kratom.source("gone.bills texts", jurisdiction="us-oh", enabled=False)
    for name in ("ohio.bills", "us.dea_rules"):
        kratom.check(name, NOW - timedelta(hours=2))
    kratom.check("gone.bills texts", NOW - timedelta(hours=2), "broken", "nobody watches these bills any more")
    kratom.check(
        "ohio.bills texts", NOW - timedelta(hours=2), "unreachable", "HTTP 500 at https://ohio.example.gov/t/1"
    )
    first = kratom.gather(who)
    for name in ("ohio.bills", "us.dea_rules"):
        kratom.check(name, NOW + timedelta(days=1))
    second = kratom.gather(who, slot="next", now=NOW + timedelta(days=7))
    kratom.check("ohio.bills texts", NOW + timedelta(days=8))
    third = kratom.gather(who, slot="last", now=NOW + timedelta(days=14))
    with read(kratom.engine) as conn:
        said = [stored(conn, one).proof for one in (first, second, third) if one]
    assert said[0].sentence == "Checked 3 sources, 1 failed: ohio.bills texts (unreachable since Nov 22, 2026)."
    assert said[0].failures[0].error == "HTTP 500 at https://ohio.example.gov/t/1"
    assert said[0].quiet("Kratom").startswith("No change was found in Kratom, but 1 of 3 sources could not be read")
    assert [one.name for one in said[1].failures] == ["ohio.bills texts"], "it was not read since"
    assert said[2].sentence == "Checked 1 source, none failed."
    assert said[2].more == ("Not checked in this time: ohio.bills, us.dea_rules.",), (
        "texts are asked for when one waits"
    )


def test_what_comes_next_is_a_welcome_until_a_change_waits(kratom: World) -> None:
    who, hasty = kratom.subscribe(), kratom.subscribe("alerts", cadence="at once")
    kratom.standing(bill(1), **OHIO)
    with read(kratom.engine) as conn:
        assert next_kind(conn, who) == next_kind(conn, hasty) == ("welcome", 0)
    kratom.change(bill(2), **OHIO)
    with read(kratom.engine) as conn:
        assert next_kind(conn, who) == ("digest", 1)
        assert next_kind(conn, hasty) == ("alert", 1)
        alone = preview(conn, who, now=NOW, welcomed=True)
        assert (alone.total, alone.standing_total) == (1, 0), "the welcome will have told of the other"
        assert preview(conn, who, now=NOW, kind="welcome").standing_total == 1
    kratom.gather(who, kind="welcome", slot="welcome")
    kratom.gather(who)
    with read(kratom.engine) as conn:
        assert next_kind(conn, who) == ("digest", 0)
