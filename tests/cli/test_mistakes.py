"""What people mistype, misplace or lose: one message each that says where and what to do, and nothing changed by it."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from recorded import ADDRESS, DAYS, HEADER, PAGE, SOURCE, Policywatch, bill, days, write_captures, write_table
from warcio.archiveiterator import ArchiveIterator

NOBODY = 65534
URL = "https://www.fda.gov/x"


def state(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


# -- words on the command line ----------------------------------------------------------------------------------------

WRONG_WORDS = [
    ("check us.dea_rule", 2, "no source is called 'us.dea_rule'. Did you mean us.dea_rules"),
    ("check zz.*", 2, "no source is called 'zz.*'. See `policywatch sources`"),
    ("check families.rss", 2, "no source is called 'families.rss'"),
    ("check anywhere.page", 2, "no source is called 'anywhere.page'"),
    ("check virginia", 2, "no source is called 'virginia'"),
    ("check ..", 2, "no source is called '..'"),
    ("sources virginia.bill", 2, "Did you mean virginia.bills"),
    ("check --all --due", 2, "name sources, or say --all or --due"),
    (f"check {SOURCE} --now yesterday", 2, "'yesterday' is not a date or time; write 2025-02-01"),
    (f"check {SOURCE} --now 0001-01-01", 2, "write a year from 1970 to 2199"),
    (f"check {SOURCE} --replay nowhere", 2, "Path 'nowhere' does not exist"),
    ("changes --since 2026-13-01", 2, "'2026-13-01' is not a date or time"),
    ("changes --topic kratm", 2, "no topic is called 'kratm'. Did you mean kratom?"),
    ("changes --source virginia", 2, "no source is called 'virginia'"),
    ("changes --kind zebra", 2, "'zebra' is not one of 'bill'"),
    ("export csv --topic kratm", 2, "no topic is called 'kratm'"),
    ("export warc", 2, "--out evidence.warc.gz"),
    ("export warc --out e.warc.gz --topic kratom", 2, "a WARC holds all the evidence"),
    ("export xml", 2, "'xml' is not one of 'csv', 'xlsx', 'json', 'atom', 'jsonfeed', 'ics', 'warc'"),
    ("show 99", 2, "no change is called '99'. See `policywatch changes`"),
    ("show abc", 2, "no change is called 'abc'. See `policywatch changes`"),
    ("show 99999999999999999999", 2, "is not in the range"),
    ("resend 99", 2, "no delivery is called '99'. See `policywatch deliveries`"),
    ("resend 0", 2, "is not in the range"),
    ("deliveries --limit 0", 2, "is not in the range"),
    ("deliveries --subscription weakly", 2, "no subscription is called 'weakly'. Did you mean weekly?"),
    ("digest weakly", 2, "no subscription is called 'weakly'. Did you mean weekly?"),
    ("digest monthly-report", 2, "[subscriptions.NAME] in policywatch.toml"),
    ("digest weekly --format pdf", 2, "'pdf' is not one of"),
    ("send-test mail", 2, 'no destination is called "mail"'),
    ("topics test kratom\\ AND", 2, "the query stops where a word should follow (character 11)"),
    ("topics test (kratom", 2, "("),
    ("topics test jurisdction:us", 2, "jurisdction"),
    ("topics tset x", 2, "No such command 'tset'"),
    ("run --now 2026-01-01", 2, "--now goes with --once"),
    (f"parse {SOURCE} policywatch.toml --url here", 2, "'here' is not a web address; write https://"),
    (f"parse {SOURCE} policywatch.toml --url file:///etc/passwd", 2, "is not a web address"),
    (f"parse virginia.bill policywatch.toml --url {URL}", 2, "Did you mean virginia.bills"),
    (f"parse us.fda_recalls policywatch.toml --url {URL} --callback nope", 1, "has no callback 'nope'. It has parse"),
    (f"parse us.fda_recalls replay --url {URL}", 1, "reads no bundle. Name one file"),
    (f"parse us.fda_recalls policywatch.toml --url {URL}", 1, "expected JSON, found"),
    ("changes --config nofile.toml", 2, "nofile.toml: no such file. Write one with `policywatch init`"),
    ("apply .", 2, ".: cannot be read (Is a directory)"),
    ("changes --database none.db", 1, "there is no database at"),
    ("changes --database mysql://x/y", 1, "no database is called mysql://"),
    ("init --config nowhere/p.toml", 1, "nowhere/p.toml: No such file or directory"),
    ("digest weekly --out nowhere/x", 1, "nowhere/x: No such file or directory"),
    ("digest weekly --out replay", 1, "replay: Is a directory"),
    ("export csv --out nowhere/x", 1, "nowhere/x: No such file or directory"),
    ("export json --out .", 1, ".: Is a directory"),
    ("export warc --out nowhere/x", 1, "nowhere/x: No such file or directory"),
    ("backup nowhere/x", 1, "nowhere/x (No such file or directory)"),
    ("backup policywatch.db", 1, "policywatch.db (File exists). Name a new file"),
    ("compare policywatch.toml nothing", 2, "File 'nothing' does not exist"),
    ("compare policywatch.toml replay", 2, "File 'replay' is a directory"),
]


@pytest.mark.parametrize(("line", "code", "saying"), WRONG_WORDS, ids=[line for line, _, _ in WRONG_WORDS])
def test_a_slip_is_answered_and_changes_nothing(
    world: Path, policywatch: Policywatch, line: str, code: int, saying: str
) -> None:
    before = state(world)
    said = policywatch(*words_of(line))
    assert said.code == code
    assert saying in " ".join(said.err.split())
    assert said.out == "" or line.startswith("export csv")
    assert "Traceback" not in said.err
    assert {name: data for name, data in state(world).items() if not name.endswith(("-shm", "-wal"))} == before


def words_of(line: str) -> list[str]:
    return [word.replace("\0", " ") for word in line.replace("\\ ", "\0").split()]


# -- the configuration ------------------------------------------------------------------------------------------------

TOPIC = '[topics.k]\nquery = "kratom"\n'
WRONG_FILES = [
    ("[topics\nx = 1", "status", "wrong.toml: line 1, column"),
    ("\xff", "status", "wrong.toml: line 1: not UTF-8. Save the file as UTF-8"),
    ("nonsense = 1", "status", "wrong.toml: nonsense: is not a known key"),
    ('[topics.k]\nqurey = "x"', "status", "wrong.toml: topics.k.query: is missing"),
    (
        '[topics.k]\nquery = "kratom AND"',
        "apply",
        "wrong.toml: topics.k.query: the query stops where a word should follow",
    ),
    (TOPIC + '[subscriptions.w]\ntopics = ["kk"]', "apply", 'no topic is called "kk". Did you mean "k"?'),
    (
        TOPIC + '[subscriptions.w]\ntopics = ["k"]\ncadence = "every blue moon"',
        "apply",
        "'every blue moon' is not a cadence",
    ),
    (
        TOPIC + '[subscriptions.w]\ntopics = ["k"]\ntimezone = "Mars/Olympus"',
        "apply",
        '"Mars/Olympus" is not a time zone',
    ),
    ('[[watch]]\nname = "x"\nurl = "ftp://x"', "apply", 'watch[1].url: "ftp://x" is not a web address'),
    (
        '[[watch]]\nname = "x"\nurl = "https://x/"\ncadence = "now and then"',
        "apply",
        "watch[1].cadence: 'now and then' is not",
    ),
    (
        '[sources]\nenabled = ["us.dea_ruls"]',
        "apply",
        'no source is called "us.dea_ruls", nor does it fit any. Did you mean',
    ),
    ('[sources."us.nope"]\nenabled = true', "apply", 'no source is called "us.nope"'),
    (
        '[fetch]\nallow_private = ["300.1.1.1/8"]',
        "check --all",
        "wrong.toml: fetch.allow_private: '300.1.1.1/8' is no network",
    ),
    ('[destinations.m]\nurl = "bogus://x"', "apply", "destinations.m.url: the address"),
    (
        '[destinations.m]\nurl_env = "NOBODY_SETS_THIS"',
        "send-test m",
        "the environment variable NOBODY_SETS_THIS is not set",
    ),
    (
        '[destinations.m]\nurl_env = "NOBODY_SETS_THIS"',
        "run --once",
        "the environment variable NOBODY_SETS_THIS is not set",
    ),
    ('database = "mysql://x/y"', "status", 'database: "mysql" is not a database'),
    ('templates = "nowhere"', "digest weekly", "nowhere is not a folder"),
]


@pytest.mark.parametrize(("text", "verb", "saying"), WRONG_FILES, ids=[saying[:60] for _, _, saying in WRONG_FILES])
def test_a_mistake_in_the_file_is_named_with_its_key(
    world: Path, policywatch: Policywatch, text: str, verb: str, saying: str
) -> None:
    Path("wrong.toml").write_bytes(text.encode("latin-1"))
    topics = policywatch("topics").out
    said = policywatch(*verb.split(), "--config", "wrong.toml")
    assert said.code == 2
    assert saying in said.err
    assert said.err.count("\n") == 1
    assert policywatch("topics").out == topics


def test_the_service_does_not_run_without_a_configuration(empty: Path, policywatch: Policywatch) -> None:
    """The defaults would switch off every topic and subscription of the database."""
    said = policywatch("run", "--once", "--database", "x.db")
    assert said.code == 2
    assert "Write one with `policywatch init`" in said.err
    assert list(empty.iterdir()) == []


# -- the database -----------------------------------------------------------------------------------------------------

VERBS = [
    ["status"],
    ["sources"],
    ["changes"],
    ["show", "1"],
    ["topics"],
    ["topics", "test", "kratom"],
    ["digest", "weekly"],
    ["deliveries"],
    ["resend", "1"],
    ["export", "csv"],
    ["export", "warc", "--out", "e.warc.gz"],
    ["backup"],
    ["apply"],
    ["check", SOURCE, "--replay", "replay"],
    ["run", "--once", "--now", DAYS[-1]],
]


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
@pytest.mark.parametrize("place", ["front", "back"])
def test_a_damaged_database_is_named_by_every_verb(
    world: Path, policywatch: Policywatch, verb: list[str], place: str
) -> None:
    """In its first pages the file is no database at all; further back a verb may find what it looks for."""
    database = Path("policywatch.db")
    data = bytearray(database.read_bytes())
    start = 4096 if place == "front" else len(data) // 3
    data[start:] = b"\xaa" * (len(data) - start)
    database.write_bytes(data)
    said = policywatch(*verb)
    assert "Traceback" not in said.err
    if said.code == 0 and place == "back":
        return
    assert said.code == 1
    assert "policywatch.db is damaged" in said.err
    assert "Keep a copy of it" in said.err


def test_doctor_says_that_the_database_is_damaged(world: Path, policywatch: Policywatch) -> None:
    data = bytearray(Path("policywatch.db").read_bytes())
    data[len(data) // 2 :] = b"\xaa" * (len(data) - len(data) // 2)
    Path("policywatch.db").write_bytes(data)
    said = policywatch("doctor")
    assert said.code == 1
    assert "wrong database" in said.out


def test_a_file_that_is_no_database_is_left_untouched(world: Path, policywatch: Policywatch) -> None:
    Path("notes.txt").write_text("not a database, but dear to me\n" * 40)
    for verb in (["changes"], ["check", SOURCE, "--replay", "replay"], ["apply"], ["init"]):
        said = policywatch(*verb, "--database", "notes.txt")
        assert said.code == 1
        assert "is not a policywatch database" in said.err
    assert Path("notes.txt").read_text() == "not a database, but dear to me\n" * 40


def test_a_database_that_was_lost_is_not_replaced_by_an_empty_one(world: Path, policywatch: Policywatch) -> None:
    policywatch("backup")
    Path("policywatch.db").unlink()
    for verb in (["check", SOURCE, "--replay", "replay"], ["run", "--once"], ["apply"], ["init"]):
        said = policywatch(*verb)
        assert said.code == 1
        assert "is gone or empty, but one existed here" in said.err
        assert "&& cp " in said.err
    assert not Path("policywatch.db").exists()


@pytest.fixture
def as_nobody(world: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The recorded world where permissions bind us: root, whom none bind, acts as nobody meanwhile."""
    folder = Path(tempfile.mkdtemp(prefix="policywatch-test-")) / "world"
    shutil.copytree(world, folder)
    root = os.geteuid() == 0
    monkeypatch.chdir(folder)
    if root:
        for one in (folder.parent, folder, *folder.rglob("*")):
            os.chown(one, NOBODY, NOBODY)
        os.seteuid(NOBODY)
    try:
        yield folder
    finally:
        if root:
            os.seteuid(0)
        shutil.rmtree(folder.parent)


def test_a_read_only_database_is_named_and_a_folder_too(as_nobody: Path, policywatch: Policywatch) -> None:
    Path("policywatch.db").chmod(0o444)
    said = policywatch("apply")
    assert said.code == 1
    assert "policywatch.db cannot be written: its file is read-only" in said.err
    Path("policywatch.db").chmod(0o644)
    as_nobody.chmod(0o555)
    for verb in (["apply"], ["resend", "1"]):
        said = policywatch(*verb)
        assert said.code == 1
        assert "policywatch.db cannot be written: its folder is read-only" in said.err
    said = policywatch("export", "csv", "--out", "x.csv")
    assert said.code == 1
    as_nobody.chmod(0o755)
    assert policywatch("resend", "1").code == 0


def test_a_file_that_may_not_be_read_is_named(as_nobody: Path, policywatch: Policywatch) -> None:
    for name in ("policywatch.toml", "replay/day1.csv", "replay/captures.csv"):
        Path(name).chmod(0)
    assert "policywatch.toml: cannot be read (Permission denied)" in policywatch("status").err
    said = policywatch("compare", "replay/day2.csv", "replay/day1.csv")
    assert said.code in (1, 2)
    assert "replay/day1.csv" in said.err
    said = policywatch("check", SOURCE, "--replay", "replay")
    assert said.code == 1
    assert said.err.startswith("policywatch: replay/captures.csv: Permission denied")


# -- captures and tables ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "saying"),
    [
        (None, "the folder has no captures.csv. It needs the columns url,at,status,media_type,file"),
        ("", "no column url, at, status, media_type, file"),
        ("url,at,file\n", "no column status, media_type"),
        ("url,at,status,media_type,file\n", "no captures in it"),
        ("url,at,status,media_type,file\nhttps://x/,today,200,text/html,day1.csv\n", "row 2, column at"),
        (
            "url,at,status,media_type,file\nhttps://x/,2026-01-20T12:00:00Z,ok,text/html,day1.csv\n",
            "row 2, column status",
        ),
        ("url,at,status,media_type,file\nhttps://x/,2026-01-20T12:00:00Z,200,text/html,gone\n", "there is no file"),
        ("url,at,status,media_type,file\nhttps://x/,2026-01-20T12:00:00,200,text/html,day1.csv\n", "has no time zone"),
        ("\xff\xfe", "not a table in UTF-8"),
    ],
)
def test_captures_that_cannot_be_replayed(world: Path, policywatch: Policywatch, rows: str | None, saying: str) -> None:
    Path("replay/captures.csv").unlink()
    if rows is not None:
        Path("replay/captures.csv").write_bytes(rows.encode("latin-1"))
    before = Path("policywatch.db").read_bytes()
    said = policywatch("check", SOURCE, "--replay", "replay")
    assert said.code == 2
    assert saying in said.err
    assert said.err.count("\n") == 1
    assert Path("policywatch.db").read_bytes() == before


def test_a_file_that_is_no_warc_or_a_cut_one(world: Path, policywatch: Policywatch) -> None:
    assert policywatch("export", "warc", "--out", "e.warc.gz").code == 0
    whole = Path("e.warc.gz").read_bytes()
    with Path("e.warc.gz").open("rb") as stream:
        archive = ArchiveIterator(stream)
        start = [archive.get_record_offset() for _ in archive][-1]
    for size in (
        start + 40,
        start + 150,
        len(whole) - 40,
    ):  # in the record's own headers, in those of HTTP, in its body
        Path(f"{size}.warc.gz").write_bytes(whole[:size])
    Path("plain.warc.gz").write_text("hello")
    for name in [file.name for file in world.glob("*.warc.gz") if file.name != "e.warc.gz"]:
        said = policywatch("check", SOURCE, "--replay", name)
        assert said.code == 2
        assert f"{name}: not a readable WARC file" in said.err
        assert said.err.count("\n") == 1


def test_columns_in_another_order_are_no_change_and_a_missing_one_is_a_fault(
    world: Path, policywatch: Policywatch
) -> None:
    """A table whose columns moved is read by their names; what is missing is named, and the next good table is compared with
    the last good one."""
    moved, renamed, good = ("2026-01-24T12:00:00Z", "2026-01-25T12:00:00Z", "2026-01-26T12:00:00Z")
    write_table(Path("replay/moved.csv"), days()[3], header=HEADER[::-1])
    write_table(Path("replay/renamed.csv"), days()[3], header=tuple(name for name in HEADER if name != "Failed"))
    write_table(Path("replay/good.csv"), [*days()[3], bill("HB7")])
    rows = [(moved, "moved"), (renamed, "renamed"), (good, "good")]
    write_captures(Path("replay"), [(ADDRESS, at, 200, "text/csv", f"{name}.csv") for at, name in rows])
    assert _outcome(policywatch, moved) == ("unchanged", "")
    changes = policywatch("changes", "--json").out
    outcome, error = _outcome(policywatch, renamed)
    assert outcome == "broken"
    assert "expected one column 'Failed', found 0" in error
    assert policywatch("changes", "--json").out == changes
    assert _outcome(policywatch, good) == ("changed", "")
    assert policywatch("changes", "--since", good, "--json").row["document"]["identifier"] == "HB 7"
    assert policywatch("export", "warc", "--out", "e.warc.gz", "--json").row["responses"] == 5 + 3


def _outcome(policywatch: Policywatch, now: str) -> tuple[str, str]:
    row = policywatch("check", SOURCE, "--replay", "replay", "--now", now, "--json").row
    return row["outcome"], row["error"]


def test_nul_characters_reach_no_title(empty: Path, policywatch: Policywatch) -> None:
    """PostgreSQL refuses them in text."""
    write_table(Path("bills.csv"), [bill("HB1", Bill_description="Kratom; labels")])
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1\0", "title": "Kra\0tom feed"}]}
    bodies = {
        "bills.csv": Path("bills.csv").read_bytes().replace(b"Kratom", b"Kra\0tom"),
        "page.html": b"<title>Kra\0tom page</title><p>Kra\0tom &#0; is here.</p>",
        "feed.json": json.dumps(feed).encode(),
        "feed.xml": b"<rss version='2.0'><channel><item><title>Kra\0tom item</title><link>https://x.org/\0a</link></item></channel></rss>",
    }
    for name, body in bodies.items():
        Path(name).write_bytes(body)
    addresses = {name: f"https://example.org/{name}" for name in bodies} | {"bills.csv": ADDRESS}
    kinds = {"page.html": "page", "feed.json": "feed", "feed.xml": "feed"}
    watches = [f'[[watch]]\nname = "{name}"\nurl = "{addresses[name]}"\nkind = "{kinds[name]}"\n' for name in kinds]
    Path("policywatch.toml").write_text("".join(watches))
    media = {"csv": "text/csv", "html": "text/html", "json": "application/json", "xml": "text/xml"}
    write_captures(empty, [(addresses[one], DAYS[0], 200, media[one.partition(".")[2]], one) for one in bodies])
    said = policywatch("check", SOURCE, *kinds, "--replay", ".", "--now", DAYS[0])
    assert said.code == 0, said.out
    found = policywatch("topics", "test", "kratom", "--json")
    titles = {row["document"]["title"] for row in found.rows}
    assert titles == {"Kratom; labels", "Kratom page", "Kratom feed", "Kratom item"}
    assert "\\u0000" not in found.out


# -- files of one's own -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "saying"),
    [
        ("damaged.pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>\ntrailer<</Root 9 0 R>>", "this PDF cannot be opened"),
        ("cut.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "this PDF cannot be opened"),
        ("bill.docx", b"PK\x03\x04 whatever", "Office document"),
        ("bill.gz", b"\x1f\x8b\x08", "a gzip archive"),
        ("picture.png", b"\x89PNG\r\n", "a picture"),
    ],
)
def test_a_file_that_no_reader_understands_is_named(
    empty: Path, policywatch: Policywatch, name: str, data: bytes, saying: str
) -> None:
    Path("fine.txt").write_text("fine")
    Path(name).write_bytes(data)
    said = policywatch("compare", "fine.txt", name)
    assert said.code == 1
    assert said.err.startswith(f"policywatch: {name}: ")
    assert saying in said.err


def test_a_selection_that_finds_nothing_is_said(empty: Path, policywatch: Policywatch) -> None:
    Path("page.html").write_text("<html><body><p>Kratom</p></body></html>")
    for css, code in (("main", 1), ("main[[", 2)):
        said = policywatch("compare", "page.html", "page.html", "--css", css)
        assert said.code in (1, code)
        assert "main" in said.err


def test_an_apprise_address_that_nothing_answers(world: Path, policywatch: Policywatch) -> None:
    said = policywatch("send-test", "hook")
    assert said.code == 1
    assert said.out.startswith("hook: not sent; a digest would be tried again: ")
    assert "127.0.0.1" in said.out
    assert "secret-token" not in said.out + said.err


def test_a_source_by_two_names_is_checked_once(world: Path, policywatch: Policywatch) -> None:
    said = policywatch("check", PAGE, PAGE, "--replay", "replay", "--now", DAYS[-1], "--json")
    assert len(said.rows) == 1
