"""A due morning on PostgreSQL: gathered, delivered, watched and exported like on a file."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from service_world import NOW, TEXT, configured, put, set_source
from test_due import already_there

from monitor.digests.deliver import deliver_due
from monitor.digests.render import Rendered
from monitor.digests.send import Sent
from monitor.model.records import Destination
from monitor.service.canary import canary, watch_canary
from monitor.service.due import gather_due
from monitor.store.engine import read
from monitor.store.everything import everything

PLACES = {"mail": Destination(name="mail", address="json://127.0.0.1:9/")}


async def arrives(destination: Destination, message: Rendered, *, timeout: float) -> Sent:
    return Sent(state="sent")


@pytest.mark.postgresql
def test_three_readers_and_the_canary_hear_once(postgresql: sa.Engine, tmp_path: Path) -> None:
    head, _, rest = TEXT.partition("[subscriptions.weekly]")
    head = head.replace('destinations = ["mail"]\n', 'destinations = ["mail"]\ncanary = ["mail"]\n')
    put(postgresql, configured(tmp_path, head + "".join(f"[subscriptions.{name}]{rest}" for name in "abc")))
    for name in ("us.dea_rules", "virginia.bills"):
        set_source(postgresql, name, last_checked_at=NOW)
    already_there(postgresql)
    assert len(gather_due(postgresql, now=NOW, destinations=PLACES)) == 3
    watch_canary(postgresql, now=NOW, destinations=PLACES)
    settled = asyncio.run(deliver_due(postgresql, now=NOW, destinations=PLACES, sender=arrives))
    assert [one.state for one in settled] == ["sent"] * 4
    assert gather_due(postgresql, now=NOW + timedelta(seconds=30), destinations=PLACES) == ()
    with read(postgresql) as conn:
        bird = canary(conn, NOW + timedelta(minutes=1))
        rows = list(everything(conn, lambda conn: ()))
    assert bird is not None
    assert bird.arrived_at is not None
    assert bird.silent_since is None
    assert [len(row["items"]) for row in rows if row["type"] == "digest"] == [1, 1, 1, 0]
    assert [row["state"] for row in rows if row["type"] == "delivery"] == ["sent"] * 4
