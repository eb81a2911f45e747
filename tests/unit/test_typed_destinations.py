"""What readers type becomes an address of ours or is refused; no option of Apprise gets through."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from monitor.config import load
from monitor.config.typed import assembled, is_mailbox, through
from monitor.model.errors import ConfigError

DISCORD = "https://discord.com/api/webhooks/4174216298123/JHMHI8qBe7bk2ZwO5U711o3dV_js"


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (
            "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkd".replace("/A1", "/B1"),
            "slack://T1JJ3T3L2/B1BRTD4JD/TIiajkd",
        ),
        (DISCORD, "discord://4174216298123/JHMHI8qBe7bk2ZwO5U711o3dV_js"),
        ("https://chat.googleapis.com/v1/spaces/AAAA/messages?key=K-1&token=t_2", "gchat://AAAA/K-1/t_2"),
        ("ntfy:kratom-alerts", "ntfys://ntfy.sh/kratom-alerts"),
        (
            "telegram:123456789:abcdefghijklmnopqrstuvwxyz-ABC_1234/-1001",
            "tgram://123456789:abcdefghijklmnopqrstuvwxyz-ABC_1234/-1001",
        ),
    ],
)
def test_what_a_service_gives_out_is_known(typed: str, address: str) -> None:
    assert assembled(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        f"{DISCORD}?template=/etc/passwd",
        f"{DISCORD}/../../x",
        f"{DISCORD}\n",
        "ntfy:a/b",
        "ntfy:a?attach=file:///etc/passwd",
        "ntfys://10.0.0.1/topic",
        "json://127.0.0.1/",
        "mailto://user:secret@example.org?smtp=10.0.0.1",
        "https://hooks.slack.com.evil.example/services/T1/B1/x",
        "telegram:123456789:abcdefghijklmnopqrstuvwxyz-ABC_1234/1?silent=yes",
        "",
    ],
)
def test_anything_else_is_refused_without_being_repeated(typed: str) -> None:
    with pytest.raises(ConfigError) as refused:
        assembled(typed)
    assert typed.strip() == "" or typed.strip() not in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "good"),
    [
        ("ann@example.org", True),
        ("ann.o'neil+bills@mail.example.org", True),
        ("ann@example.org,bob@example.org", False),
        ("Ann <ann@example.org>", False),
        ("ann@example.org\nBcc: all@example.org", False),
        ("ann@example.org?cc=bob@example.org", False),
        ("ann@localhost", False),
    ],
)
def test_a_mailbox_is_one_plain_address(typed: str, good: bool) -> None:
    assert is_mailbox(typed) is good


def test_a_reader_behind_the_operators_server_is_the_only_one_addressed() -> None:
    operators = "mailtos://user:pass%40word@mail.example.org:587/staff@example.org?to=list@example.org&cc=c@example.org&from=News"
    made = urlsplit(through(operators, "ann+x@example.org"))
    assert made.netloc == "user:pass%40word@mail.example.org:587"
    assert made.path == ""
    assert parse_qs(made.query) == {"from": ["News"], "to": ["ann+x@example.org"]}
    with pytest.raises(ConfigError, match="no mail destination"):
        through("ntfys://ntfy.sh/topic", "ann@example.org")


def test_a_destination_of_the_file_can_be_a_mailbox_behind_another(tmp_path: Path) -> None:
    file = tmp_path / "policywatch.toml"
    file.write_text(
        '[destinations.mail]\nurl_env = "MAIL"\nunsubscribe = "mailto:leave@example.org"\n'
        '[destinations.ann]\nto = "ann@example.org"\nthrough = "mail"\n'
    )
    ann = load(file, environ={"MAIL": "mailtos://u:p@mail.example.org?to=list@example.org"}).destinations[1]
    assert ann.address == "mailtos://u:p@mail.example.org?to=ann%40example.org"
    assert ann.unsubscribe == "mailto:leave@example.org"
    assert "p@mail" not in repr(ann)
    assert "MAIL" in load(file, environ={}).destinations[1].problem


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ('to = "ann"\nthrough = "mail"', "is not one mail address"),
        ('to = "ann@example.org"', "destinations.ann.through"),
        ('to = "ann@example.org"\nthrough = "mial"', 'Did you mean "mail"'),
        ('to = "ann@example.org"\nthrough = "chat"', "no mail destination"),
        ('to = "ann@example.org"\nurl = "ntfys://ntfy.sh/x"', "exactly one of"),
    ],
)
def test_mistakes_name_their_key(tmp_path: Path, table: str, words: str) -> None:
    file = tmp_path / "policywatch.toml"
    file.write_text(
        '[destinations.mail]\nurl = "mailtos://u:p@mail.example.org?to=l@example.org"\n'
        f'[destinations.chat]\nurl = "ntfys://ntfy.sh/x"\n[destinations.ann]\n{table}\n'
    )
    with pytest.raises(ConfigError) as wrong:
        load(file, environ={})
    assert words in str(wrong.value)
