"""Captures instead of the network: which answer an address had at a moment, from folders and WARC files."""

import csv
import gzip
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from monitor.crawl.replay import COLUMNS, Captured, Replay, write_warc
from monitor.model.errors import ConfigError

URL = "https://lis.example.gov/20251/BILLS.CSV"
DAY = datetime(2025, 1, 10, 12, tzinfo=UTC)


def folder_of(folder: Path, *rows: tuple[str, str, str, str, str], columns: tuple[str, ...] = COLUMNS) -> Path:
    folder.mkdir(exist_ok=True)
    for row in rows:
        if row[4]:
            (folder / row[4]).write_text(f"body of {row[4]}")
    with (folder / "captures.csv").open("w", newline="") as out:
        csv.writer(out).writerows([columns, *rows])
    return folder


@pytest.fixture
def three_days(tmp_path: Path) -> Replay:
    rows = [(URL, f"2025-01-{day:02}T12:00:00Z", "200", "text/csv", f"{day}.csv") for day in (12, 10, 11)]
    return Replay(folder_of(tmp_path / "captures", *rows))


def body(captured: Captured | None) -> str:
    assert captured is not None
    return captured.read().decode()


def test_the_latest_answer_at_or_before_the_moment_is_given(three_days: Replay) -> None:
    assert three_days.answer(URL, DAY - timedelta(seconds=1)) is None
    assert body(three_days.answer(URL, DAY)) == "body of 10.csv"
    assert body(three_days.answer(URL, DAY + timedelta(hours=36))) == "body of 11.csv"
    assert body(three_days.answer(URL, DAY + timedelta(days=365))) == "body of 12.csv"
    assert len(three_days) == 3
    assert [captured.at.day for captured in three_days] == [10, 11, 12]


@pytest.mark.parametrize(
    "asked",
    [
        "https://x.example.gov/a?b=1&c=2",
        "http://x.example.gov/a?b=1&c=2",
        "https://X.example.gov/a?c=2&b=1",
        "https://x.example.gov:443/a?b=1&c=2#top",
        "https://x.example.gov/%61?b=1&c=2",
    ],
)
def test_an_address_written_another_way_is_the_same_address(tmp_path: Path, asked: str) -> None:
    row = ("https://x.example.gov/a?b=1&c=2", "2025-01-10T12:00:00+00:00", "200", "text/html", "a.html")
    assert body(Replay(folder_of(tmp_path, row)).answer(asked, DAY)) == "body of a.html"


def test_an_empty_query_makes_no_difference_and_another_query_does(tmp_path: Path) -> None:
    row = ("http://x.example.gov/a?", "2025-01-10T07:00:00-05:00", "200", "text/html", "a.html")
    replay = Replay(folder_of(tmp_path, row))
    assert replay.answer("https://x.example.gov/a", DAY) is not None
    assert replay.answer("https://x.example.gov/a?b=1", DAY) is None


def test_an_exact_address_goes_before_one_that_is_alike(tmp_path: Path) -> None:
    rows = [
        ("https://x.example.gov/?a=1&b=2", "2025-01-09T00:00:00Z", "200", "text/html", "exact"),
        ("https://x.example.gov/?b=2&a=1", "2025-01-10T00:00:00Z", "200", "text/html", "alike"),
    ]
    assert body(Replay(folder_of(tmp_path, *rows)).answer("https://x.example.gov/?a=1&b=2", DAY)) == "body of exact"


def test_a_body_is_read_when_it_is_wanted_and_may_lie_elsewhere(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.csv"
    elsewhere.write_text("old")
    row = (URL, "2025-01-10T12:00:00Z", "404", "text/csv", str(elsewhere))
    folder = tmp_path / "captures"
    folder.mkdir()
    with (folder / "captures.csv").open("w", newline="") as out:
        csv.writer(out).writerows([COLUMNS, row])
    found = Replay(folder).answer(URL, DAY)
    elsewhere.write_text("new")
    assert found is not None
    assert (found.read(), found.status, found.media_type) == (b"new", 404, "text/csv")


@pytest.mark.parametrize(
    ("row", "where", "what"),
    [
        ((URL, "2025-01-10T12:00:00Z", "200", "text/csv", ""), "row 3, column file", "nothing stands there"),
        ((URL, "2025-01-10T12:00:00", "200", "text/csv", "b"), "row 3, column at", "no time zone"),
        ((URL, "yesterday", "200", "text/csv", "b"), "row 3, column at", "yesterday"),
        ((URL, "2025-01-10T12:00:00Z", "OK", "text/csv", "b"), "row 3, column status", "OK"),
        ((URL, "2025-01-10T12:00:00Z", "999", "text/csv", "b"), "row 3, column status", "no HTTP status"),
        (("", "2025-01-10T12:00:00Z", "200", "text/csv", "b"), "row 3, column url", "nothing stands there"),
    ],
)
def test_a_bad_cell_is_named_by_row_and_column(
    tmp_path: Path, row: tuple[str, str, str, str, str], where: str, what: str
) -> None:
    good = (URL, "2025-01-09T12:00:00Z", "200", "text/csv", "a")
    with pytest.raises(ConfigError) as fault:
        Replay(folder_of(tmp_path, good, row))
    assert where in str(fault.value)
    assert what in str(fault.value)
    assert str(tmp_path / "captures.csv") in str(fault.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, (URL, "2025-01-09T12:00:00Z", "200", "text/csv", "a"))
    (folder / "a").unlink()
    with pytest.raises(ConfigError, match=r"row 2, column file: there is no file .*/a"):
        Replay(folder)


def test_missing_columns_files_and_captures_are_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file or folder"):
        Replay(tmp_path / "nothing")
    with pytest.raises(ConfigError, match=r"no captures\.csv"):
        Replay(tmp_path)
    with pytest.raises(ConfigError, match="no column at, file"):
        Replay(folder_of(tmp_path / "a", columns=("url", "when", "status", "media_type", "path")))
    with pytest.raises(ConfigError, match="no captures in it"):
        Replay(folder_of(tmp_path / "b"))
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "captures.csv").write_bytes(b"url,at,status,media_type,file\n\xff\xfe\n")
    with pytest.raises(ConfigError, match="not a table in UTF-8"):
        Replay(tmp_path / "c")


@pytest.mark.parametrize("data", [b"just text\n", b"\x1f\x8b\x08\x00broken", b"WARC/1.1\r\nWARC-Type: response\r\n"])
def test_a_file_that_is_no_warc_is_said(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.warc").write_bytes(data)
    with pytest.raises(ConfigError, match=r"x\.warc"):
        Replay(tmp_path / "x.warc")


captures = st.lists(
    st.builds(
        lambda day, status, data, media: (day, status, data, media),
        st.integers(0, 5),
        st.sampled_from([200, 302, 404, 503]),
        st.binary(max_size=300),
        st.sampled_from(["text/html; charset=utf-8", "application/pdf", ""]),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda one: one[0],
)


@given(captures)
def test_what_is_written_as_warc_is_replayed_unchanged(
    tmp_path_factory: pytest.TempPathFactory, made: list[tuple[int, int, bytes, str]]
) -> None:
    path = tmp_path_factory.mktemp("warc") / "evidence.warc.gz"
    written = [
        Captured(
            url=f"https://x.example.gov/é?day={day}",
            at=DAY + timedelta(days=day, microseconds=day),
            status=status,
            media_type=media,
            headers=(("ETag", '"1"'), ("Content-Encoding", "gzip"), ("content-length", "7")),
            read=lambda data=data: data,
        )
        for day, status, data, media in made
    ]
    assert write_warc(path, written) == len(written)
    replay = Replay(path)
    for one in written:
        found = replay.answer(one.url, one.at)
        assert found is not None
        assert (found.at, found.status, found.media_type, found.read()) == (
            one.at,
            one.status,
            one.media_type,
            one.read(),
        )
        assert ("ETag", '"1"') in found.headers
        assert not any(name == "Content-Encoding" for name, _ in found.headers)
    valid(path)


def valid(path: Path) -> None:
    """What `warcio check` does: every record is read to its end and every digest is right."""
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream, check_digests="raise"):
            record.raw_stream.read()
            assert record.digest_checker.passed is True
            assert record.rec_headers.get_header("WARC-Block-Digest")


@pytest.mark.parametrize("packed", [True, False])
def test_a_warc_of_another_crawler_is_decoded(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / ("x.warc.gz" if packed else "x.warc")
    data = gzip.compress(b"<p>kratom")
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=packed)
        headers = StatusAndHeaders(
            "200 OK", [("Content-Type", "text/html"), ("Content-Encoding", "gzip")], protocol="HTTP/1.1"
        )
        record = writer.create_warc_record(
            "https://x.example.gov/",
            "response",
            payload=BytesIO(data),
            length=len(data),
            http_headers=headers,
            warc_headers_dict={"WARC-Date": "2025-01-10T12:00:00Z"},
        )
        asked = writer.create_warc_record(
            "https://x.example.gov/",
            "request",
            http_headers=StatusAndHeaders("GET / HTTP/1.1", [("Host", "x.example.gov")], is_http_request=True),
        )
        writer.write_request_response_pair(asked, record)
    replay = Replay(path)
    assert len(replay) == 1
    assert body(replay.answer("http://x.example.gov", DAY)) == "<p>kratom"
