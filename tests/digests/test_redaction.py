"""No secret of an address is ever shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.digests.redact import redact, secrets, shown


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("mailto://user:p4ssword@smtp.example.org?to=a@example.org", "mailto://smtp.example.org"),
        ("mailtos://smtp.example.org:465?to=a%40example.org", "mailtos://smtp.example.org"),
        ("json://127.0.0.1:8080/hooks/s3cr3t", "json://127.0.0.1"),
        ("jsons://localhost/s3cr3t?token=s3cr3t", "jsons://localhost"),
        ("JSON://Example.ORG/s3cr3t", "json://example.org"),
        ("tgram://123456:AAHs3cr3t/42", "tgram://…"),
        ("ntfy://my-s3cr3t-topic", "ntfy://…"),
        ("discord://4711/s3cr3t", "discord://…"),
        ("slack://T/B/s3cr3t", "slack://…"),
        ("json://user:s3/cr3t@example.org/", "json://…"),
        ("json://user:s3?cr3t@example.org/", "json://…"),
        ("json://us.er:12#s3cr3t@example.org", "json://…"),
        ("json://user:s3@cr3t@example.org/", "json://example.org"),
        ("json://s3cr3t", "json://…"),
        ("json://[::1]:80/x", "json://[::1]"),
        ("s3cr3t", "…"),
        ("", "…"),
        ("s3cr3t token://x", "…"),
        ("://s3cr3t", "…"),
        ("json://exa\nmple.org/s3cr3t", "json://…"),
    ],
)
def test_an_address_is_shown_by_scheme_and_harmless_host(address: str, expected: str) -> None:
    assert shown(address) == expected


SECRET = st.text(alphabet="abcdefghkmnpqrstuvwxyzABCDEFGH23456789-_.~!$/?#@:%&=+ ", min_size=8, max_size=24).filter(
    lambda text: sum(letter.isalnum() for letter in text) >= 6
)


@given(SECRET, st.sampled_from(["json", "mailto", "tgram", "ntfy", "https", "slack"]))
def test_whatever_a_password_holds_it_is_not_shown(secret: str, scheme: str) -> None:
    for address in (f"{scheme}://user:{secret}@example.org/x", f"{scheme}://example.org/{secret}"):
        assert secret not in shown(address)
        parts = [part for part in secret.split("/") if len(part) > 6]
        assert not any(part in shown(address) for part in parts)


@pytest.mark.parametrize(
    "text",
    [
        "connecting to https://user:s3cr3t-w0rd@example.org/x failed",
        "POST https://api.example.org/bot123456:s3cr3t-w0rd/sendMessage answered 401",
        "token=s3cr3t-w0rd refused",
        'Authorization: "Bearer s3cr3t-w0rd"',
        "apikey = s3cr3t-w0rd",
        "password: s3cr3t-w0rd, try again",
        "https://example.org/hooks/s3cr3t-w0rd-0123456789",
        "quoted s3cr3t%2Dw0rd and plain s3cr3t-w0rd",
    ],
)
def test_errors_lose_the_secrets_of_their_address_and_what_is_named_like_one(text: str) -> None:
    hidden = secrets("https://user:s3cr3t-w0rd@example.org/bot123456:s3cr3t-w0rd?key=s3cr3t%2Dw0rd")
    told = redact(text, hidden)
    assert "s3cr3t" not in told
    assert told.strip("…")


def test_words_that_are_no_secret_stay() -> None:
    said = "the mail server answered 550 no such user; tokens are fine, the key point is Section 4"
    assert redact(said, secrets("mailto://localhost?to=a@b.org")) == said


def test_even_without_knowing_the_address_user_and_password_are_hidden() -> None:
    assert "hunter2" not in redact("cannot open postgresql://me:hunter2@db.example.org/watch")
