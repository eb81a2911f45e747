"""The ledger: each message at least once, none twice but what was in flight when a process died."""

import asyncio
from datetime import timedelta
from html import escape
from itertools import pairwise
from typing import Any

import pytest
import sqlalchemy as sa
from digest_receivers import PostOffice, Webhook
from digest_world import NOW, World, bill

from monitor.digests import deliver
from monitor.digests.deliver import LEASE, Settled, deliver_due, pause
from monitor.digests.render import Rendered, markdown
from monitor.digests.send import Sent
from monitor.model.errors import UnknownName
from monitor.model.records import DeliveryState, Destination
from monitor.store import deliveries, schema
from monitor.store.engine import read, write


class Recorder:
    """A sender that keeps what it is given and ends as told, by destination."""

    def __init__(self, *ends: Sent) -> None:
        self.ends = list(ends)
        self.messages: list[tuple[str, Rendered]] = []

    async def __call__(self, destination: Destination, message: Rendered, *, timeout: float) -> Sent:
        self.messages.append((destination.name, message))
        await asyncio.sleep(0)
        return self.ends.pop(0) if self.ends else Sent(state="sent")


HOOKS = {name: Destination(name=name, address=f"json://127.0.0.1:9/{name}", format="text") for name in "abc"}


def prepared(world: World, destinations: dict[str, Destination], changes: int = 1) -> int:
    """A gathered digest, waiting for its deliveries."""
    world.source("ohio.bills", jurisdiction="us-oh")
    world.topic("kratom", "Kratom")
    who = world.subscribe(destinations=tuple(destinations.values()))
    for number in range(changes):
        world.change(bill(number), source="ohio.bills", jurisdiction="us-oh")
    digest_id = world.gather(who)
    assert digest_id is not None
    return digest_id


def delivered(
    world: World,
    destinations: dict[str, Destination],
    sender: object = None,
    *,
    after: timedelta = timedelta(),
    limit: int = 100,
) -> list[Settled]:
    more = {"sender": sender} if sender else {}
    return asyncio.run(
        deliver_due(world.engine, now=NOW + after, destinations=destinations, limit=limit, **more)  # type: ignore[arg-type]  # options by name
    )


def rows(world: World) -> list[sa.RowMapping]:
    with read(world.engine) as conn:
        return list(conn.execute(sa.select(schema.delivery).order_by(schema.delivery.c.id)).mappings())


def test_each_destination_gets_the_digest_once(world: World) -> None:
    digest_id = prepared(world, HOOKS)
    recorder = Recorder()
    settled = delivered(world, HOOKS, recorder)
    assert sorted(one.destination for one in settled) == ["a", "b", "c"]
    assert sorted(name for name, _ in recorder.messages) == ["a", "b", "c"]
    assert {one.state for one in settled} == {DeliveryState.SENT}
    assert {row["state"] for row in rows(world)} == {"sent"}
    assert all(f"digest {digest_id} " in message.body for _, message in recorder.messages)
    assert delivered(world, HOOKS, recorder) == []


def test_what_says_the_same_is_composed_once_and_carries_each_readers_own_name_and_mark(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.source("ohio.bills", jurisdiction="us-oh")
    world.topic("kratom", "Kratom")
    names = ("A & <b>", "*one* member", "x" * 60)
    readers = [world.subscribe(name, destinations=tuple(HOOKS.values())) for name in names]
    for number in range(30):
        world.change(bill(number), source="ohio.bills", jurisdiction="us-oh")
    made = [world.gather(who) for who in readers]
    composed: list[object] = []
    compose = deliver.compose

    def counted(*args: Any, **more: Any) -> Rendered:
        composed.append(args)
        return compose(*args, **more)

    monkeypatch.setattr(deliver, "compose", counted)
    ways = {
        "a": Destination(name="a", address="mailto://localhost?from=a@example.org&to=b@example.org"),
        "b": Destination(
            name="b", address="slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#general", format="markdown"
        ),
        "c": Destination(name="c", address="json://127.0.0.1:9/c", format="text"),
    }
    recorder = Recorder()
    asyncio.run(
        deliver_due(world.engine, now=NOW, destinations=ways, sender=recorder, public_url="https://watch.example.org")
    )
    assert len(recorder.messages) == 9
    assert len(composed) == 3, "once for each kind of channel"
    for name, digest_id in zip(names, made, strict=True):
        mine = [message for _, message in recorder.messages if message.mark == f"digest {digest_id}"]
        assert len(mine) == 3
        (mail,) = (one for one in mine if one.format == "html")
        (chat,) = (one for one in mine if one.format == "markdown")
        assert escape(name) in mail.body
        assert markdown(name) in chat.body
        assert all(f"watch.example.org/digests/{digest_id}" in one.body for one in mine)
        assert not any(0xE000 <= ord(letter) < 0xE010 for one in mine for letter in one.subject + one.body + one.text)


def test_a_name_too_long_for_a_small_channel_is_composed_for_it_alone(world: World) -> None:
    world.source("ohio.bills", jurisdiction="us-oh")
    world.topic("kratom", "Kratom")
    who = world.subscribe("y" * 90, destinations=tuple(HOOKS.values()), send_empty=True)
    world.gather(who)
    way = {"a": Destination(name="a", address="mastodon://token@mastodon.example", format="text")}
    recorder = Recorder()
    delivered(world, way, recorder)
    ((_, message),) = recorder.messages
    assert len(message.body) + len(message.subject) <= 500
    assert not any(0xE000 <= ord(letter) < 0xE010 for letter in message.subject + message.body)


def test_a_message_is_written_as_sending_before_it_is_sent(world: World) -> None:
    prepared(world, {"a": HOOKS["a"]})
    seen = []

    async def look(destination: Destination, message: Rendered, *, timeout: float) -> Sent:
        seen.append([(row["state"], row["attempts"]) for row in rows(world)])
        return Sent(state="sent")

    delivered(world, HOOKS, look)
    assert seen == [[("sending", 1)]]


def test_a_limit_leaves_the_rest_for_the_next_call(world: World) -> None:
    prepared(world, HOOKS)
    recorder = Recorder()
    assert len(delivered(world, HOOKS, recorder, limit=2)) == 2
    assert len(delivered(world, HOOKS, recorder)) == 1
    assert len(recorder.messages) == 3


def test_trouble_is_retried_at_growing_intervals_for_a_day_and_then_given_up(world: World) -> None:
    prepared(world, {"a": HOOKS["a"]})
    trouble = Recorder(*[Sent(state="retry", error="500")] * 50)
    after, tries = timedelta(), []
    for _ in range(50):
        settled = delivered(world, HOOKS, trouble, after=after)
        if not settled:
            break
        tries.append(after)
        if settled[0].next_try_at is None:
            break
        after = settled[0].next_try_at - NOW
    gaps = [late - early for early, late in pairwise(tries)]
    assert settled[0].state is DeliveryState.FAILED
    assert timedelta(hours=15) < tries[-1] <= timedelta(hours=24, minutes=1)
    assert [round(gap.total_seconds() / 60) for gap in gaps[:5]] == [1, 2, 4, 8, 16]
    (row,) = rows(world)
    assert (row["state"], row["attempts"], row["error"]) == ("failed", len(tries), "500")


def test_nothing_is_tried_before_its_time(world: World) -> None:
    prepared(world, {"a": HOOKS["a"]})
    recorder = Recorder(Sent(state="retry", error="500"))
    delivered(world, HOOKS, recorder)
    assert delivered(world, HOOKS, recorder, after=timedelta(seconds=50)) == []
    assert delivered(world, HOOKS, recorder, after=timedelta(seconds=70))[0].state is DeliveryState.SENT


def test_a_receiver_may_ask_for_a_longer_pause() -> None:
    assert pause(1) == timedelta(minutes=1)
    assert pause(1, 3600) == timedelta(hours=1)
    assert pause(3, 5) == timedelta(minutes=4)
    assert pause(40) is None


@pytest.mark.parametrize(
    ("end", "state"),
    [
        (Sent(state="failed", permanent=True, error="no such user"), "failed"),
        (Sent(state="unknown", error="no answer"), "unknown"),
    ],
)
def test_neither_a_refusal_nor_a_time_out_is_repeated_by_itself_but_by_hand(
    world: World, end: Sent, state: str
) -> None:
    prepared(world, {"a": HOOKS["a"]})
    recorder = Recorder(end)
    delivered(world, HOOKS, recorder)
    assert delivered(world, HOOKS, recorder, after=timedelta(days=3)) == []
    (row,) = rows(world)
    assert (row["state"], row["error"]) == (state, end.error)
    with write(world.engine) as conn:
        deliveries.resend(conn, row["id"], NOW + timedelta(days=3))
    assert delivered(world, HOOKS, recorder, after=timedelta(days=3))[0].state is DeliveryState.SENT
    first, second = (message for _, message in recorder.messages)
    assert first.mark == second.mark
    assert first.body == second.body


def test_resending_what_is_not_there_names_it(world: World) -> None:
    with pytest.raises(UnknownName, match="99"), write(world.engine) as conn:
        deliveries.resend(conn, 99, NOW)


def test_a_destination_missing_from_the_configuration_fails_and_says_so(world: World) -> None:
    prepared(world, HOOKS)
    settled = delivered(world, {"a": HOOKS["a"]}, Recorder())
    failed = {one.destination: one.error for one in settled if one.state is DeliveryState.FAILED}
    assert failed == {name: f"destination {name} is not in the configuration" for name in "bc"}


class Killed(BaseException):
    """Stands for SIGKILL: nothing after it runs."""


def test_a_process_killed_before_sending_loses_nothing(world: World) -> None:
    prepared(world, {"a": HOOKS["a"]})
    with write(world.engine) as conn:
        assert deliveries.claim(conn, NOW, NOW + LEASE) is not None
    recorder = Recorder()
    assert delivered(world, HOOKS, recorder, after=LEASE / 2) == []
    assert [one.state for one in delivered(world, HOOKS, recorder, after=LEASE * 2)] == [DeliveryState.SENT]


def test_a_message_in_flight_at_a_crash_is_repeated_once_at_most(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared(world, {"a": HOOKS["a"]})
    recorder = Recorder()

    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(deliver._Round, "_settle", killed)
        for turn in range(5):
            try:
                delivered(world, HOOKS, recorder, after=turn * 2 * LEASE)
            except* Killed:
                pass
    assert len(recorder.messages) == 2
    assert len({message.body for _, message in recorder.messages}) == 1
    (row,) = rows(world)
    assert (row["state"], row["lost"]) == ("unknown", 2)


def test_a_late_word_of_a_lost_lease_does_not_count(world: World) -> None:
    prepared(world, {"a": HOOKS["a"]})
    with write(world.engine) as conn:
        slow = deliveries.claim(conn, NOW, NOW + LEASE)
        assert slow is not None
    later = NOW + 2 * LEASE
    with write(world.engine) as conn:
        deliveries.recover(conn, later)
        quick = deliveries.claim(conn, later, later + LEASE)
        assert quick is not None
    with write(world.engine) as conn:
        assert not deliveries.settle(conn, slow, DeliveryState.FAILED, now=later)
        assert deliveries.settle(conn, quick, DeliveryState.SENT, now=later)
    assert rows(world)[0]["state"] == "sent"


def test_two_processes_never_claim_the_same_delivery(world: World) -> None:
    prepared(world, HOOKS)
    recorder = Recorder()

    async def both() -> list[list[Settled]]:
        calls = (deliver_due(world.engine, now=NOW, destinations=HOOKS, sender=recorder) for _ in range(3))
        return list(await asyncio.gather(*calls))

    settled = asyncio.run(both())
    assert sum(map(len, settled)) == 3
    assert len(recorder.messages) == 3


def test_a_cancelled_round_leaves_the_message_to_its_lease(world: World) -> None:
    prepared(world, {"a": HOOKS["a"]})
    begun = asyncio.Event()

    async def forever(destination: Destination, message: Rendered, *, timeout: float) -> Sent:
        begun.set()
        await asyncio.Event().wait()
        raise AssertionError

    async def shut_down() -> None:
        task = asyncio.create_task(deliver_due(world.engine, now=NOW, destinations=HOOKS, sender=forever))
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(shut_down())
    assert rows(world)[0]["state"] == "sending"
    assert delivered(world, HOOKS, Recorder(), after=2 * LEASE)[0].state is DeliveryState.SENT


def test_the_whole_way_to_a_mailbox_and_a_webhook(world: World, post_office: PostOffice, webhook: Webhook) -> None:
    ways = {
        "mail": Destination(name="mail", address=post_office.address()),
        "hook": Destination(name="hook", address=webhook.address, format="text"),
    }
    digest_id = prepared(world, ways, changes=3)
    webhook.answers = [503]
    first = delivered(world, ways)
    assert {one.destination: one.state for one in first} == {
        "mail": DeliveryState.SENT,
        "hook": DeliveryState.PENDING,
    }
    second = delivered(world, ways, after=timedelta(minutes=2))
    assert [(one.destination, one.state, one.attempts) for one in second] == [("hook", DeliveryState.SENT, 2)]
    assert len(post_office.mailbox.letters) == 1
    assert f"X-Policywatch-Digest: digest {digest_id}" in post_office.mailbox.letters[0].content.decode()
    assert f"digest {digest_id}" in webhook.received[-1]["message"]
    with read(world.engine) as conn:
        told = {row["destination"]: dict(row) for row in deliveries.listing(conn)}
    assert set(told) == {"mail (mailto://…)", "hook (json://127.0.0.1)"}
    assert list(told["hook (json://127.0.0.1)"]) == [
        "id",
        "digest",
        "subscription",
        "destination",
        "state",
        "attempts",
        "error",
        "settled_at",
    ]
    assert "s3cr3t" not in repr(told)


def test_a_receiver_that_hangs_is_unknown_in_the_ledger(
    world: World, webhook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliver, "TIMEOUT", 0.5)
    ways = {"hook": Destination(name="hook", address=webhook.address, format="text")}
    prepared(world, ways)
    webhook.answers = ["hang"]
    assert [one.state for one in delivered(world, ways)] == [DeliveryState.UNKNOWN]
    assert delivered(world, ways, after=timedelta(days=1)) == []


def test_a_broken_template_of_ones_own_is_tried_again_and_named(
    world: World, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("mine")
    (folder / "digest").mkdir()
    (folder / "digest" / "digest.txt").write_text("{{ nothing }}")
    prepared(world, {"a": HOOKS["a"]})
    (settled,) = asyncio.run(deliver_due(world.engine, now=NOW, destinations=HOOKS, templates=folder))
    assert settled.state is DeliveryState.PENDING
    assert "digest/digest.txt" in settled.error


def test_the_ledger_can_be_listed_by_state_and_subscription(world: World) -> None:
    prepared(world, HOOKS)
    delivered(world, HOOKS, Recorder(), limit=1)
    with read(world.engine) as conn:

        def counted(**wanted: Any) -> int:
            return len(deliveries.listing(conn, **wanted))

        assert (counted(state="sent"), counted(state="pending"), counted(limit=2)) == (1, 2, 2)
        assert (counted(subscription_name="weekly"), counted(subscription_name="other")) == (3, 0)
