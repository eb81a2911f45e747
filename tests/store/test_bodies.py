"""Bodies come back byte for byte, are stored once, stay near the first of their chain, and are never trusted unverified."""

import hashlib
import random

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.model.errors import StoreError
from monitor.store.bodies import DEEPEST, get, put
from monitor.store.engine import read, write
from monitor.store.schema import body

_WORDS = (b"bill", b"rule", b"notice", b"docket", b"hearing", b"committee", b"chamber", b"section", b"title", b"of")


def page(seed: int, words: int = 4000) -> bytes:
    """Text that compresses like text."""
    chosen = random.Random(seed)
    return b" ".join(chosen.choice(_WORDS) + str(chosen.randrange(1000)).encode() for _ in range(words))


def row(conn: sa.Connection, digest: bytes) -> sa.Row[tuple[int, bytes, bytes | None, int]]:
    query = sa.select(body.c.size, body.c.packed, body.c.base, body.c.depth).where(body.c.sha256 == digest)
    return conn.execute(query).one()


@pytest.mark.parametrize("data", [b"", b"\x00", b"short", bytes(range(256)) * 40, page(1), b"\x00" * 300_000])
def test_bytes_come_back_as_they_were(any_database: sa.Engine, data: bytes) -> None:
    with write(any_database) as conn:
        digest = put(conn, data)
    with read(any_database) as conn:
        assert get(conn, digest) == data
    assert digest == hashlib.sha256(data).digest()


def test_the_same_bytes_are_stored_once(any_database: sa.Engine) -> None:
    with write(any_database) as conn:
        digests = {put(conn, page(1)) for _ in range(3)}
        assert conn.scalar(sa.select(sa.func.count()).select_from(body)) == 1
    assert len(digests) == 1


def test_a_page_with_a_new_footer_costs_a_few_bytes(any_database: sa.Engine) -> None:
    with write(any_database) as conn:
        first = put(conn, page(1) + b"<p>1</p>")
        second = put(conn, page(1) + b"<p>2</p>", like=first)
        assert len(row(conn, second).packed) < 100 < len(row(conn, first).packed)
        assert row(conn, second).base == first
        assert get(conn, second) == page(1) + b"<p>2</p>"


def test_small_changes_are_packed_against_the_first_so_that_reading_takes_two_steps(database: sa.Engine) -> None:
    with write(database) as conn:
        digest = put(conn, page(1))
        for day in range(60):
            digest = put(conn, page(1) + b"%d" % day, like=digest)
        assert row(conn, digest).depth == 1


def test_a_page_that_grows_every_day_makes_short_chains(any_database: sa.Engine) -> None:
    versions = [page(1)]
    for day in range(60):
        versions.append(versions[-1] + page(1000 + day, words=100))
    with write(any_database) as conn:
        digests: list[bytes] = []
        for version in versions:
            digests.append(put(conn, version, like=digests[-1] if digests else None))
        depths = [row(conn, digest).depth for digest in digests]
        packed = sum(len(row(conn, digest).packed) for digest in digests)
        assert [get(conn, digest) for digest in digests] == versions
    assert max(depths) == DEEPEST <= 20
    assert packed < sum(map(len, versions)) / 20


def test_two_pages_that_share_nothing_are_stored_apart(database: sa.Engine) -> None:
    chosen = random.Random(7)
    with write(database) as conn:
        first = put(conn, chosen.randbytes(20_000))
        second = put(conn, chosen.randbytes(20_000), like=first)
        assert row(conn, second).base is None


def test_a_hint_that_names_nothing_stored_is_only_a_hint(any_database: sa.Engine) -> None:
    with write(any_database) as conn:
        digest = put(conn, page(1), like=b"\x01" * 32)
        assert get(conn, digest) == page(1)
        assert row(conn, digest).base is None


def test_a_table_of_a_megabyte_with_one_row_changed_costs_little(database: sa.Engine) -> None:
    lines = page(1, words=150_000)
    changed = lines[:500_000] + b"one row more\n" + lines[500_000:]
    with write(database) as conn:
        first = put(conn, lines)
        second = put(conn, changed, like=first)
        assert len(lines) > 1_000_000
        assert len(row(conn, second).packed) < 2_000
        assert get(conn, second) == changed


def test_a_missing_body_is_named(any_database: sa.Engine) -> None:
    with read(any_database) as conn, pytest.raises(StoreError, match=f"{'ab' * 32} is missing.*backup"):
        get(conn, b"\xab" * 32)


def test_a_body_whose_base_is_gone_names_both(any_database: sa.Engine) -> None:
    with write(any_database) as conn:
        first = put(conn, page(1))
        second = put(conn, page(1) + b"x", like=first)
        conn.execute(body.delete().where(body.c.sha256 == first))
        with pytest.raises(StoreError, match=f"{second.hex()} cannot be read: {first.hex()}"):
            get(conn, second)


@pytest.mark.parametrize(
    "spoil", [lambda p: p[:-9], lambda p: b"not zstd", lambda p: p[:30] + b"\xff" + p[31:], lambda p: b""]
)
def test_a_damaged_body_is_named_and_never_returned(database: sa.Engine, spoil: object) -> None:
    assert callable(spoil)
    with write(database) as conn:
        digest = put(conn, page(1))
        packed = row(conn, digest).packed
        conn.execute(body.update().values(packed=spoil(packed)))
        with pytest.raises(StoreError, match=f"{digest.hex()} is damaged"):
            get(conn, digest)


def test_a_body_that_claims_a_huge_size_is_refused_before_room_is_made(database: sa.Engine) -> None:
    with write(database) as conn:
        digest = put(conn, page(1))
        conn.execute(body.update().values(packed=bytes.fromhex("28b52ffde0ffffffffffff0000")))
        with pytest.raises(StoreError, match="is damaged"):
            get(conn, digest)


def test_new_evidence_is_kept_even_where_the_old_is_damaged(database: sa.Engine) -> None:
    with write(database) as conn:
        first = put(conn, page(1))
        conn.execute(body.update().values(packed=b"not zstd"))
        second = put(conn, page(1) + b"x", like=first)
        assert get(conn, second) == page(1) + b"x"


def test_a_chain_that_bites_its_tail_ends(any_database: sa.Engine) -> None:
    with write(any_database) as conn:
        first = put(conn, page(1))
        second = put(conn, page(1) + b"x", like=first)
        conn.execute(body.update().where(body.c.sha256 == first).values(base=second))
        with pytest.raises(StoreError, match="cannot be read"):
            get(conn, second)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(versions=st.lists(st.binary(max_size=400), min_size=1, max_size=30))
def test_any_chain_of_any_bytes_comes_back(database: sa.Engine, versions: list[bytes]) -> None:
    with write(database) as conn:
        conn.execute(body.delete())
        like = None
        digests = [like := put(conn, version * 3, like=like) for version in versions]
        assert [get(conn, digest) for digest in digests] == [version * 3 for version in versions]
        assert conn.scalar(sa.select(sa.func.max(body.c.depth))) <= DEEPEST
