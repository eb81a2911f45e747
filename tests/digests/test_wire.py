"""What Apprise really sends to each service, and that a digest of any size keeps to what the service takes.

A golden file that is missing is written, and the test fails until somebody has read it.
"""

import asyncio
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Thread

import pytest
import requests
from digest_receivers import PostOffice
from digest_world import NOW, World, bill, crowded, lawful
from wire import Wire

from monitor.digests.compose import compose
from monitor.digests.content import DigestContent
from monitor.digests.read import preview
from monitor.digests.send import Sent, room, send
from monitor.model.records import Destination, Move, Subscription
from monitor.store.engine import read

GOLDEN = Path(__file__).parent / "golden"
CHANNELS = {
    "slack": "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#general",
    "discord": "discord://1234567890/abcdefghijklmnopqrst",
    "teams-workflows": "workflows://host.example:443/workflow/signature",
    "telegram": "tgram://123456789:abcdefghijklmnopqrstuvwxyz123456789/12345",
    "google-chat": "gchat://space/key/token",
    "bluesky": "bluesky://reader.example@app-password",
    "sms-twilio": "twilio://AC{}:{}@15551234567/15557654321".format("a" * 32, "b" * 32),
    "mattermost": "mmost://127.0.0.1:{port}/3ccdd113474722377935511fc85d3dd4",
    "gotify": "gotify://127.0.0.1:{port}/gotifytoken",
    "ntfy": "ntfy://127.0.0.1:{port}/policy",
    "matrix": "matrix://user:pass@127.0.0.1:{port}/!room:127.0.0.1?e2ee=no",
    "matrix-slack-webhook": "matrix://webhooktoken@127.0.0.1:{port}?mode=slack",
    "mastodon": "mastodon://token@127.0.0.1:{port}",
    "json": "json://127.0.0.1:{port}/hook",
    "zulip": "zulip://digests@organisation/{}/policy".format("a" * 32),
}
LIMITS = {
    "slack": 35_000,
    "discord": 2_000,
    "teams-workflows": 1_000,
    "telegram": 4_096,
    "google-chat": 4_000,
    "bluesky": 300,
    "sms-twilio": 160,
    "mattermost": 4_000,
    "gotify": 32_768,
    "ntfy": 7_800,
    "matrix": 65_000,
    "matrix-slack-webhook": 65_000,
    "mastodon": 500,
    "json": 32_768,
    "zulip": 10_000,
}
FORMATS = {"json": "text"}


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    server = Wire()
    monkeypatch.setattr(
        requests.adapters.HTTPAdapter,
        "send",
        lambda adapter, request, **options: server.detour(adapter, request, **options),
    )
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def destination(channel: str, wire: Wire) -> Destination:
    address = CHANNELS[channel].replace("{port}", str(wire.port))
    return Destination(name=channel, address=address, format=FORMATS.get(channel, "markdown"))


def alerted(world: World) -> DigestContent:
    """A bill that passed a chamber, hit by two topics."""
    world.source("ohio.bills", jurisdiction="us-oh")
    world.check("ohio.bills", NOW)
    world.topic("kratom", "Kratom & 7-OH")
    world.topic("minors", "Sales to minors")
    who = world.subscribe("Alerts", topics=("kratom", "minors"), cadence="at once")
    text = "No person shall sell a kratom product to an individual under 18 years of age.\n"
    world.change(
        bill(587, text=text.replace("18", "21")),
        before=bill(587, text=text),
        source="ohio.bills",
        jurisdiction="us-oh",
        topics=("kratom", "minors"),
        moves=(Move(before="in committee", after="passed one chamber", on=date(2026, 11, 19)),),
    )
    return said_by(world, who, "alert")


def said_by(world: World, who: Subscription, kind: str) -> DigestContent:
    with read(world.engine) as conn:
        return preview(conn, who, now=NOW, kind=kind)


def delivered(said: DigestContent, to: Destination) -> Sent:
    return asyncio.run(send(to, compose(said, room(to)), timeout=10))


def compared(name: str, told: str) -> None:
    file = GOLDEN / f"{name}.txt"
    if not file.exists():
        GOLDEN.mkdir(exist_ok=True)
        file.write_text(told, encoding="utf-8")
        pytest.fail(f"{file.name} was missing and has been written: read it")
    assert told == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("channel", CHANNELS)
def test_an_alert_on_the_wire_is_what_was_read_and_approved(world: World, wire: Wire, channel: str) -> None:
    assert delivered(alerted(world), destination(channel, wire)) == Sent(state="sent")
    compared(f"{channel}.alert", wire.told())


@pytest.mark.parametrize("channel", ["slack", "discord"])
def test_a_digest_on_the_wire_is_what_was_read_and_approved(world: World, wire: Wire, channel: str) -> None:
    assert delivered(said_by(world, lawful(world), "digest"), destination(channel, wire)) == Sent(state="sent")
    compared(f"{channel}.digest", wire.told())


def test_a_mail_on_the_wire_is_what_was_read_and_approved(world: World, post_office: PostOffice) -> None:
    to = Destination(
        name="mail", address=post_office.address(), unsubscribe="https://watch.example.org/leave?who={email}"
    )
    assert delivered(alerted(world), to) == Sent(state="sent")
    told = post_office.mailbox.letters[-1].content.decode().replace("\r\n", "\n")
    told = re.sub(r"(?m)^Date: .*$", "Date: MOMENT", told)
    compared("mail.alert", re.sub(r"={3,}\d+==", "BOUNDARY", told))


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("kind", ["digest", "alert"])
def test_an_oversized_digest_is_one_message_within_the_limits_of_its_channel(
    world: World, wire: Wire, channel: str, kind: str
) -> None:
    to = destination(channel, wire)
    who = crowded(world, 400)
    assert delivered(said_by(world, who, kind), to) == Sent(state="sent")
    told = [one for one in wire.messages() if "preview" in one or "HB 399" in one]
    assert len(told) == 1, "it was neither cut into pieces nor sent twice"
    assert "HB 399" in told[0]
    assert "preview" in told[0], "the end has arrived too"
    assert len(compose(said_by(world, who, kind), room(to)).body) <= LIMITS[channel]


@pytest.mark.parametrize("channel", [name for name in CHANNELS if name not in ("matrix", "bluesky")])
def test_a_service_that_is_busy_or_broken_is_asked_again_later(world: World, wire: Wire, channel: str) -> None:
    to, said = destination(channel, wire), alerted(world)
    for status in (429, 500, 503):
        wire.answers = [status] * 20
        ended = delivered(said, to)
        assert ended.state == "retry", status
        assert ended.retry_after == (7 if status == 429 else None), "the header was read"
    wire.answers = []
    assert delivered(said, to).state == "sent"
