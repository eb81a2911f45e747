"""Reading policywatch.toml: what it means, and what each mistake says."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

from monitor.config import STARTER, Config, Fetch, SourceSettings, Subscription, Watch, load, secrets, verify
from monitor.config.cadence import parse_cadence
from monitor.model.errors import ConfigError, QueryError
from monitor.model.records import Destination

Write = Callable[[str], Path]

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "configuration.md"

TOPIC = '[topics.kratom]\nquery = "kratom"\n'


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str) -> Path:
        path = tmp_path / "policywatch.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def fault(path: Path, **environ: str) -> ConfigError:
    """The error of a configuration that is read and judged."""
    with pytest.raises(ConfigError) as caught:
        verify(load(path, environ=environ))
    assert caught.value.file == str(path)
    return caught.value


def test_the_starter_is_valid_as_it_is_written() -> None:
    config = load(STARTER, environ={})
    verify(config)
    assert [topic.name for topic in config.topics] == ["kratom"]
    assert {one.name: one.cadence for one in config.subscriptions} == {"weekly": "mon 08:00", "alerts": "at once"}
    assert [watch.name for watch in config.watches] == ["FDA and Kratom", "Hiding in Plain Sight: 7-OH"]
    assert {watch.css for watch in config.watches} == {"main"}
    assert config.destinations == ()


def test_what_the_starter_shows_in_comments_is_valid_too(write: Write) -> None:
    lines = STARTER.read_text("utf-8").splitlines()
    shown = [
        line.removeprefix("# ")
        for line in lines
        if line.startswith(("# ", "#  ")) and (" = " in line or line.startswith("# ["))
    ]
    kept = [line for line in shown if line.startswith("[") or line.split(" = ")[0].isidentifier()]
    assert "[destinations.mail]" in kept
    assert "[operator]" in kept
    written = STARTER.read_text("utf-8")
    for line in kept:
        if not line.startswith(
            ("templates", "public_url", "intermediates")
        ):  # folders that a stranger does not have; fine by itself
            written = written.replace(f"# {line}", line)
    config = load(write(written), environ={"POLICYWATCH_MAIL": "mailto://user:hunter22@mail.example.org"})
    assert {one.name for one in config.destinations} == {"mail", "chat"}
    assert config.subscriptions[0].destinations == ("mail",)
    assert config.fetch.allow_private == ("wiki.example.org", "10.1.0.0/16")
    assert config.watches[2].follow == "main a[href$='.pdf']"


def test_without_a_file_there_are_defaults(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    config = load(None, environ={})
    assert config == Config(database=f"sqlite:///{tmp_path}/policywatch.db")
    assert config.sources.of("us.dea_rules", "every 2 hours").enabled


def test_relative_paths_are_taken_from_the_folder_of_the_file(write: Write, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    config = load(write('database = "data/watch.db"\ntemplates = "mine"'), environ={})
    assert config.database == f"sqlite:///{tmp_path}/data/watch.db"
    assert config.templates == (tmp_path / "mine").resolve()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("sqlite:////var/lib/policywatch.db", "sqlite:////var/lib/policywatch.db"),
        ("postgresql://user:pw@host/name", "postgresql://user:pw@host/name"),
        ("postgresql+psycopg://host/name", "postgresql+psycopg://host/name"),
    ],
)
def test_database_addresses_stay_as_they_are(write: Write, written: str, meant: str) -> None:
    assert load(write(f'database = "{written}"'), environ={}).database == meant


def test_patterns_choose_sources_and_single_settings_overrule_them(write: Write) -> None:
    text = """
        [sources]
        enabled = ["us.*", "virginia.bills"]
        [sources."us.dea_rules"]
        enabled = false
        [sources."ohio.bills"]
        cadence = "every 2 hours"
    """
    sources = load(write(text), environ={}).sources
    assert sources.of("us.fda_recalls").enabled
    assert not sources.of("us.dea_rules").enabled
    assert not sources.of("texas.bills").enabled
    assert sources.of("ohio.bills", "every 6 hours").cadence == "every 2 hours"
    assert sources.of("virginia.bills", "every 6 hours").cadence == "every 6 hours"


def test_secrets_come_from_environment_and_files_and_are_never_shown(write: Write, tmp_path: Path) -> None:
    (tmp_path / "chat").write_text("slack://TokenAAAA1/TokenBBBB2/TokenCCCC3\n")
    text = """
        database_env = "DB"
        [destinations.mail]
        url_env = "MAIL"
        [destinations.chat]
        url_file = "chat"
        format = "markdown"
    """
    environ = {"DB": "postgresql://user:opensesame@host/name", "MAIL": "mailtos://me:hunter22@example.org"}
    config = load(write(text), environ=environ)
    assert config.reach("chat", "mail") == (
        Destination(name="chat", address="slack://TokenAAAA1/TokenBBBB2/TokenCCCC3", format="markdown"),
        Destination(name="mail", address="mailtos://me:hunter22@example.org", format="html"),
    )
    hidden = secrets(config)
    assert {"hunter22", "TokenBBBB2", "opensesame", environ["MAIL"]} <= set(hidden)
    assert list(hidden) == sorted(hidden, key=lambda part: (-len(part), part))
    assert not any(part in repr(config) for part in ("hunter22", "TokenAAAA1", "opensesame"))


def test_a_missing_secret_matters_only_when_it_is_needed(write: Write) -> None:
    path = write('[destinations.mail]\nurl_env = "MAIL"\n[destinations.chat]\nurl_file = "nowhere"\n')
    config = load(path, environ={})
    with pytest.raises(ConfigError, match=r"destinations.mail.url_env: the environment variable MAIL is not set"):
        config.reach()
    with pytest.raises(ConfigError, match=r"destinations.chat.url_file: .*nowhere cannot be read \(No such file"):
        config.reach("chat")
    with pytest.raises(ConfigError, match=r'no destination is called "mial"\. Did you mean "mail"'):
        config.reach("mial")


@pytest.mark.parametrize(
    ("text", "key", "says"),
    [
        ("contakt = 'x'", "contakt", 'not a known key. Did you mean "contact"'),
        ("contact = 'nobody'", "contact", "neither an e-mail address nor a web address"),
        ("contact = 5", "contact", "a whole number where text is wanted"),
        ('contact = "me@example.org\\r\\nX-Evil: 1"', "contact", "line break"),
        ("timezone = 'America/New_Yorck'", "timezone", 'Did you mean "America/New_York"'),
        ("timezone = '../etc/passwd'", "timezone", "not a time zone"),
        ("templates = 'nowhere'", "templates", "not a folder"),
        ("public_url = 'watch.example.org'", "public_url", "Write https://"),
        ("database = 'mysql://host/name'", "database", '"mysql" is not a database'),
        ("database = 'x.db'\ndatabase_env = 'DB'", "database_env", "stands beside database"),
        ("database_env = 'DB'", "database_env", "the environment variable DB is not set"),
        ("[fetch]\nprocesses = 0", "fetch.processes", "from 1 to 64"),
        ("[fetch]\nprocesses = true", "fetch.processes", "true or false where a whole number is wanted"),
        ("[fetch]\ndelay = nan", "fetch.delay", "out of range"),
        ("[fetch]\nallow_private = true", "fetch.allow_private", "where a list is wanted"),
        ("fetch = 3", "fetch", "where a table is wanted. Write [fetch]"),
        ("[sources]\nenabled = 'us.*'", "sources.enabled", "text where a list is wanted"),
        ("[sources.virginia.bills]\nenabled = true", "sources.virginia.bills", 'Write [sources."virginia.bills"]'),
        ('[sources."us.x"]\ncadence = "at once"', 'sources."us.x".cadence', "cannot be checked at once"),
        ('[sources."us.x"]\ncadence = "sometimes"', 'sources."us.x".cadence', "every 6 hours"),
        ("[topics.kratom]\ntitle = 'x'", "topics.kratom.query", "is missing. Write query ="),
        ("[topics.kratom]\nquery = ' '", "topics.kratom.query", "is empty"),
        ("[topics.kratom]\nquery = '(kratom'", "topics.kratom.query", ""),
        ("[topics.kratom]\nquery = 'kratom'\ncandidates = 'AND'", "topics.kratom.candidates", ""),
        ("[topics.'a:b']\nquery = 'kratom'", 'topics."a:b"', "is not a name"),
        (TOPIC + "[topics.Kratom]\nquery = 'x'", "topics.Kratom", 'the same name as "kratom"'),
        ("[destinations.mail]", "destinations.mail", "exactly one of url, url_env, url_file and to. Found: none"),
        ("[destinations.mail]\nurl='a://b'\nurl_env='X'", "destinations.mail", "Found: url, url_env"),
        ("[destinations.mail]\nurl = 'mailto:me'", "destinations.mail.url", "is not an Apprise address"),
        (
            "[destinations.mail]\nurl = 'json://h'\nformat = 'pdf'",
            "destinations.mail.format",
            "none of html, text, markdown",
        ),
        (TOPIC + "[subscriptions.w]\ntopics = ['kratm']", "subscriptions.w.topics", 'Did you mean "kratom"'),
        (TOPIC + "[subscriptions.w]", "subscriptions.w.topics", "names no topic"),
        (
            TOPIC + "[subscriptions.w]\ntopics=['kratom']\ncadence='mon 25:00'",
            "subscriptions.w.cadence",
            "not a time of day",
        ),
        (
            TOPIC + "[subscriptions.w]\ntopics=['kratom']\ntimezone='Mars'",
            "subscriptions.w.timezone",
            "not a time zone",
        ),
        (
            TOPIC + "[subscriptions.w]\ntopics=['kratom']\ndestinations=['m']",
            "subscriptions.w.destinations",
            'called "m"',
        ),
        (TOPIC + "[subscriptions.w]\ntopics=['kratom']\nkinds=['bil']", "subscriptions.w.kinds", 'Did you mean "bill"'),
        (
            TOPIC + "[subscriptions.w]\ntopics=['kratom']\njurisdictions=['Ohio']",
            "subscriptions.w.jurisdictions",
            "us-va",
        ),
        (
            TOPIC + "[subscriptions.w]\ntopics=['kratom']\nminimum_importance=2",
            "subscriptions.w.minimum_importance",
            "0 to 1",
        ),
        (TOPIC + "[subscriptions.operator]\ntopics=['kratom']", "subscriptions.operator", "kept for health messages"),
        ("[operator]\ndestinations = ['mail']", "operator.destinations", 'no destination is called "mail"'),
        ("[[watch]]\nurl = 'https://a.example'", "watch[1].name", "is missing"),
        ("[[watch]]\nname = 'a'\nurl = 'ftp://a.example'", "watch[1].url", "not a web address"),
        ("[[watch]]\nname = 'a'\nurl = 'https://a.example:x'", "watch[1].url", "not a web address"),
        ("[[watch]]\nname = '--all'\nurl = 'https://a.example'", "watch[1].name", "cannot be used as a name"),
        ("[[watch]]\nname = 'a'\nurl = 'https://a.example'\ncss = 'main['", "watch[1].css", "not a CSS selector"),
        ("[[watch]]\nname = 'a'\nurl = 'https://a.example'\nkind = 'index'", "watch[1].follow", "goes with kind index"),
        ("[[watch]]\nname = 'a'\nurl = 'https://a.example'\nfollow = 'a'", "watch[1].follow", "goes with kind index"),
        (
            "[[watch]]\nname = 'a'\nurl = 'https://a.example'\nignore = ['re:(']",
            "watch[1].ignore",
            "regular expression",
        ),
        ("[[watch]]\nname = 'a'\nurl = 'https://a.example'\nignore = ['p[']", "watch[1].ignore", "not a CSS selector"),
        (
            "[[watch]]\nname = 'a'\nurl = 'https://a.example'\ncomplete = true",
            "watch[1].complete",
            "goes with kind index",
        ),
        ("[[watch]]\nname = 'a'\nurl = 'https://a.example'\nkind = 'rss'", "watch[1].kind", "page, feed, index"),
        (
            "[[watch]]\nname='a'\nurl='https://a.example'\n[[watch]]\nname='A'\nurl='https://b.example'",
            "watch[2].name",
            "already",
        ),
        ("watch = 3", "watch", "where a list is wanted"),
    ],
)
def test_every_mistake_names_its_key_and_the_cure(write: Write, text: str, key: str, says: str) -> None:
    error = fault(write(text))
    assert error.key == key
    assert says in str(error)
    assert str(error).startswith(f"{error.file}: {key}: ")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a = 1\nb = \n", "line 2, column 5: "),
        ("[topics\n", "line 1, column 8: "),
        ("a = 1\na = 2\n", "Cannot overwrite a value"),
        (TOPIC + TOPIC, "line 3, column 15: Cannot declare"),
        ("a = " + "[" * 10_000, "nested too deeply"),
        ("a = " + "1" * 10_000, "Exceeds the limit"),
    ],
)
def test_broken_toml_names_the_place(write: Write, text: str, says: str) -> None:
    assert says in str(fault(write(text)))


def test_a_file_that_is_not_text_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "policywatch.toml"
    path.write_bytes(b"# fine\n# caf\xe9\n")
    assert "line 2: not UTF-8" in str(fault(path))


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "policywatch.toml"
    path.write_bytes(b"\xef\xbb\xbftimezone = 'UTC'\n")
    assert load(path, environ={}).timezone == "UTC"


def test_a_missing_file_and_a_folder_say_so(tmp_path: Path) -> None:
    assert "policywatch init" in str(fault(tmp_path / "none.toml"))
    assert "cannot be read" in str(fault(tmp_path))


def test_a_bad_query_says_where_the_parser_stumbled(write: Write) -> None:
    def stumble(query: str) -> None:
        raise QueryError("a parenthesis is open", query=query, position=3, remedy="Close it")

    config = load(write(TOPIC), environ={})
    with pytest.raises(ConfigError, match=r"topics\.kratom\.query: a parenthesis is open\. Close it"):
        verify(config, query=stumble)


def test_a_refused_address_is_named_by_its_key_and_never_repeated(write: Write) -> None:
    def refuse(address: str) -> None:
        raise ValueError("no service of that name")

    config = load(write('[destinations.mail]\nurl_env = "MAIL"\n'), environ={"MAIL": "mial://user:hunter22@host"})
    with pytest.raises(ConfigError) as caught:
        verify(config, address=refuse)
    assert caught.value.key == "destinations.mail.url_env"
    assert "hunter22" not in str(caught.value)


def test_an_address_without_form_is_never_repeated(write: Write) -> None:
    assert "hunter22" not in str(fault(write('[destinations.m]\nurl_env = "MAIL"\n'), MAIL="me:hunter22@host"))


def test_reading_the_room_loads_nothing_heavy() -> None:
    heavy = ("msgspec", "sqlalchemy", "apprise", "luqum", "apscheduler", "scrapy", "tomllib", "zoneinfo", "difflib")
    program = f"import sys, monitor.config; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_reference_explains_every_key() -> None:
    text = REFERENCE.read_text("utf-8")
    own = {field.name for kind in (Fetch, Subscription, Watch, SourceSettings) for field in fields(kind)}
    keys = own | {
        "database",
        "database_env",
        "database_file",
        "contact",
        "templates",
        "public_url",
        "query",
        "candidates",
    }
    keys |= {"title", "url_env", "url_file", "format"}
    assert {key for key in keys if f"`{key}`" not in text and f"\n{key} = " not in text} == set()


def test_every_cadence_of_the_reference_can_be_written() -> None:
    table = REFERENCE.read_text("utf-8").partition("## Cadences")[2]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    written = [text for row in rows for text in row.split("`")[1::2]]
    assert len(written) > 10
    for text in written:
        parse_cadence(text)
