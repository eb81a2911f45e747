"""Real receivers in trouble, through the ledger: nothing is lost, at most the one in doubt is repeated, and no secret is told.

Mail over SMTP, ntfy, Matrix, Mattermost and Gotify on loopback: each takes three messages, and one of them meets a fault.
"""

import asyncio
import email
import email.policy
import logging
import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from threading import Thread
from typing import Any, Protocol

import pytest
from apprise.plugins.matrix.base import NotifyMatrix
from digest_receivers import PostOffice
from digest_world import NOW, World, bill
from wire import Wire

from monitor.digests.deliver import deliver_due
from monitor.digests.render import Rendered
from monitor.digests.send import Sent, send
from monitor.model.records import Destination
from monitor.store import deliveries
from monitor.store.engine import read, write

HOOKS = {
    "ntfy": ("ntfy://reader:s3cr3t-word@127.0.0.1:{port}/s3cr3t-topic?mode=private", ""),
    "matrix": ("matrix://user:s3cr3t-word@127.0.0.1:{port}/!room:127.0.0.1?e2ee=no", "/send/m.room.message/"),
    "mattermost": ("mmost://127.0.0.1:{port}/s3cr3t13474722377935511fc85d3dd4", "/hooks/"),
    "gotify": ("gotify://127.0.0.1:{port}/s3cr3tgotify", "/message"),
}
KINDS = [*HOOKS, "mail"]
MARK = re.compile(r"digest \d+")


class Receiver(Protocol):
    """A receiver whose next answers can be chosen."""

    address: str

    def trouble(self, *faults: str) -> None:
        """The answers to the next messages: "429", "500", "hang" or "drop"."""

    def marks(self) -> list[str]:
        """The marks of the messages it has taken, by which a repeat is recognised."""


class Hook:
    """One of the services that speak HTTP."""

    def __init__(self, wire: Wire, kind: str) -> None:
        address, wire.concerned = HOOKS[kind]
        self.wire, self.address = wire, address.replace("{port}", str(wire.port))
        wire.pause = "180"

    def trouble(self, *faults: str) -> None:
        self.wire.answers = [int(one) if one.isdigit() else one for one in faults]

    def marks(self) -> list[str]:
        return [MARK.findall(one)[-1] for one in self.wire.taken]


class Post:
    """A mail server."""

    def __init__(self, office: PostOffice) -> None:
        self.office, self.address = office, office.address()

    def trouble(self, *faults: str) -> None:
        busy = {"429": "451 4.7.1 later", "500": "452 4.3.1 full"}
        self.office.mailbox.faults = [busy.get(one, one) for one in faults]

    def marks(self) -> list[str]:
        letters = (
            email.message_from_bytes(one.content, policy=email.policy.default) for one in self.office.mailbox.letters
        )
        return [str(letter["X-Policywatch-Digest"]) for letter in letters]


@pytest.fixture(params=KINDS)
def receiver(
    request: pytest.FixtureRequest, post_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Receiver]:
    monkeypatch.setattr(NotifyMatrix, "default_wait_ms", 10)  # Apprise itself tries a busy Matrix server again
    if request.param == "mail":
        yield Post(post_office)
        return
    server = Wire()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield Hook(server, request.param)
    server.release.set()
    server.shutdown()
    thread.join()
    server.server_close()


def waiting(world: World, address: str) -> dict[str, Destination]:
    """Three readers of one destination, each with a digest."""
    to = Destination(name="board", address=address, format="markdown")
    world.source("ohio.bills", jurisdiction="us-oh")
    world.topic("kratom", "Kratom")
    readers = [world.subscribe(name, destinations=(to,)) for name in ("one", "two", "three")]
    world.change(bill(1), source="ohio.bills", jurisdiction="us-oh")
    assert all(world.gather(one) for one in readers)
    return {"board": to}


async def quickly(destination: Destination, message: Rendered, *, timeout: float) -> Sent:
    return await send(destination, message, timeout=1.5)


def round_(world: World, to: dict[str, Destination], minutes: float = 0) -> None:
    now = NOW + timedelta(minutes=minutes)
    asyncio.run(deliver_due(world.engine, now=now, destinations=to, sender=quickly))


def ledger(world: World) -> list[Any]:
    with read(world.engine) as conn:
        return sorted((dict(row) for row in deliveries.listing(conn)), key=lambda row: int(row["id"]))


def states(world: World) -> Counter[str]:
    return Counter(row["state"] for row in ledger(world))


ALL = ["digest 1", "digest 2", "digest 3"]


def test_each_message_is_read_back_where_it_was_sent(world: World, receiver: Receiver) -> None:
    round_(world, waiting(world, receiver.address))
    assert states(world) == {"sent": 3}
    assert sorted(receiver.marks()) == ALL


@pytest.mark.parametrize("fault", ["429", "500"])
def test_one_that_is_turned_away_for_now_arrives_once_and_not_too_soon(
    world: World, receiver: Receiver, fault: str
) -> None:
    to = waiting(world, receiver.address)
    receiver.trouble(*[fault] * (12 if isinstance(receiver, Hook) and "matrix" in receiver.address else 1))
    round_(world, to)
    taken = len(receiver.marks())
    assert 0 <= taken < 3
    assert states(world)["pending"] == 3 - taken
    receiver.trouble()
    round_(world, to, minutes=0.5)
    assert len(receiver.marks()) == taken, "it was left alone"
    if fault == "429" and isinstance(receiver, Hook):
        round_(world, to, minutes=2.5)
        assert len(receiver.marks()) == taken, "for as long as it asked"
    round_(world, to, minutes=5)
    assert states(world) == {"sent": 3}
    assert sorted(receiver.marks()) == ALL


@pytest.mark.parametrize("fault", ["hang", "drop"])
def test_one_that_is_taken_in_silence_is_in_doubt_and_only_that_one_is_repeated_by_hand(
    world: World, receiver: Receiver, fault: str
) -> None:
    to = waiting(world, receiver.address)
    receiver.trouble(fault)
    round_(world, to)
    round_(world, to, minutes=60 * 24)
    assert states(world) == {"sent": 2, "unknown": 1}
    assert sorted(receiver.marks()) == ALL, "nothing is repeated by itself"
    (doubt,) = [row for row in ledger(world) if row["state"] == "unknown"]
    with write(world.engine) as conn:
        deliveries.resend(conn, doubt["id"], NOW)
    round_(world, to)
    assert states(world) == {"sent": 3}
    assert Counter(receiver.marks()) == Counter([*ALL, f"digest {doubt['digest']}"])


def test_no_secret_is_told_whatever_happens(
    world: World, receiver: Receiver, root_log: list[logging.LogRecord], capfd: pytest.CaptureFixture[str]
) -> None:
    to = waiting(world, receiver.address)
    outcomes = []
    for minutes, fault in enumerate(("429", "500", "drop", "401")):
        receiver.trouble(*[fault if fault != "401" or isinstance(receiver, Hook) else "535 no"] * 3)
        round_(world, to, minutes=minutes * 60)
        outcomes.append(repr(ledger(world)))
    told = "".join([*outcomes, *capfd.readouterr(), *(one.getMessage() for one in root_log)])
    assert "error" in told
    assert "s3cr3t" not in told
