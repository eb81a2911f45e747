"""Followed documents in a digest: first by priority, with stance and note, and for nobody else."""

from digest_world import NOW, World, rich

from monitor.config.shape import Follow
from monitor.digests.content import DigestContent
from monitor.digests.read import preview, stored
from monitor.store import follows
from monitor.store.engine import read, write


def followed(world: World, *wanted: Follow) -> DigestContent:
    who = rich(world)
    with write(world.engine) as conn:
        follows.save(conn, wanted)
    with read(world.engine) as conn:
        return preview(conn, who, now=NOW)


def bill(number: str, **values: object) -> Follow:
    settings = {"document": f"us-va, {number}", "identifier": number, "jurisdiction": "us-va", "topic": "kratom"}
    return Follow(**(settings | values))  # type: ignore[arg-type]  # fields by name


def test_priorities_come_first_in_their_order(world: World) -> None:
    said = followed(world, bill("HB 360", priority=2), bill("hb44", priority=1, topic="scheduling"))
    assert [one.name for one in said.ranked][:2] == ["HB 44", "HB 360"]


def test_an_entry_says_stance_and_note_in_one_line(world: World) -> None:
    note = "Write to the chair.\r\nBcc: all"
    (one,) = [one for one in followed(world, bill("HB360", stance="oppose", note=note)).ranked if one.name == "HB 360"]
    assert (one.facts[0].name, one.facts[0].after) == ("our stance", "oppose. Write to the chair. Bcc: all")


def test_what_is_only_watched_is_said_to_be_followed(world: World) -> None:
    (one,) = [one for one in followed(world, bill("HB 360")).ranked if one.name == "HB 360"]
    assert (one.facts[0].name, one.facts[0].after) == ("followed", "by hand")


def test_a_docket_is_followed_whatever_its_document(world: World) -> None:
    docket = Follow(document="DEA-1570", identifier="DEA-1570", topic="kratom", stance="support")
    (one,) = [one for one in followed(world, docket).ranked if one.name == "2026-23817"]
    assert one.facts[0].after == "support"


def test_another_states_bill_or_another_topics_is_not_meant(world: World) -> None:
    said = followed(world, bill("HB 587"), bill("HB 360", topic="tea"))
    assert not any(fact.name == "followed" for one in said.ranked for fact in one.facts)


def test_readers_outside_do_not_see_notes(world: World) -> None:
    who = rich(world)
    number = world.gather(who)
    assert number
    with write(world.engine) as conn:
        follows.save(conn, [bill("HB 360", note="Ours alone.")])
    with read(world.engine) as conn:
        assert "Ours alone." in str(stored(conn, number).ranked)
        assert "Ours alone." not in str(stored(conn, number, notes=False).ranked)


def test_saving_the_same_twice_changes_nothing(world: World) -> None:
    with write(world.engine) as conn:
        assert follows.save(conn, [bill("HB 1")]) == (["us-va, HB 1"], [], [])
        assert follows.save(conn, [bill("HB 1")]) == ([], [], [])
        assert follows.save(conn, [bill("HB 1", note="x")]) == ([], ["us-va, HB 1"], [])
        assert follows.save(conn, []) == ([], [], ["us-va, HB 1"])
