"""One message to real receivers on loopback, read back there."""

import asyncio
import email
import email.policy
import logging
from typing import Any

import pytest
from digest_receivers import PostOffice, Webhook
from digest_world import NOW, World, hostile, rich

from monitor.digests.compose import compose
from monitor.digests.pauses import asked_for, seconds
from monitor.digests.read import preview
from monitor.digests.render import Rendered
from monitor.digests.send import Sent, room, send, trial
from monitor.model.errors import DeliveryError
from monitor.model.records import Destination
from monitor.store.engine import read

MESSAGE = Rendered(subject="Kratom: one change", body="[-10-]{+25+}", format="text", mark="digest 7")


def to(address: str, form: str = "html") -> Destination:
    return Destination(name="board", address=address, format=form)


def sent(destination: Destination, message: Rendered = MESSAGE, seconds: float = 5) -> Sent:
    return asyncio.run(send(destination, message, timeout=seconds))


def letter(office: PostOffice) -> Any:
    return email.message_from_bytes(office.mailbox.letters[-1].content, policy=email.policy.default)


def test_a_webhook_gets_subject_and_body_as_composed(webhook: Webhook) -> None:
    assert sent(to(webhook.address)) == Sent(state="sent")
    assert webhook.received[0]["title"] == "Kratom: one change"
    assert webhook.received[0]["message"] == "[-10-]{+25+}"


def test_a_mail_has_both_our_parts_and_says_which_digest_it_is(world: World, post_office: PostOffice) -> None:
    destination = to(post_office.address())
    with read(world.engine) as conn:
        said = preview(conn, rich(world), now=NOW)
    message = compose(said, room(destination))
    assert sent(destination, message) == Sent(state="sent")
    mail = letter(post_office)
    text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert mail["Subject"] == message.subject
    assert mail["To"] == "member@example.org"
    assert mail["From"].addresses[0].addr_spec == "digest@example.org"
    assert mail["X-Policywatch-Digest"] == "preview"
    assert "[-18-]{+21+}" in " ".join(text.split())
    assert "https://legislature.example.gov/bills/hb587" in text, "Apprise's own text part loses addresses"
    assert "[-<del>18</del>-]</span>" in html
    assert max(map(len, post_office.mailbox.letters[-1].content.splitlines())) <= 998


def test_a_repeat_has_the_same_message_id_and_another_destination_another(post_office: PostOffice) -> None:
    for address in ("a@example.org", "a@example.org", "b@example.org"):
        assert sent(to(post_office.address(address))).state == "sent"
    first, again, other = (email.message_from_bytes(one.content)["Message-ID"] for one in post_office.mailbox.letters)
    assert first == again != other
    assert first.startswith("<digest-7.")


def test_a_hostile_title_adds_no_header(world: World, post_office: PostOffice) -> None:
    destination = to(post_office.address())
    with read(world.engine) as conn:
        said = preview(conn, hostile(world), now=NOW)
    assert sent(destination, compose(said, room(destination))).state == "sent"
    assert letter(post_office)["Bcc"] is None
    assert post_office.mailbox.letters[-1].rcpt_tos == ["member@example.org"]


def test_even_a_subject_with_a_line_break_cannot_forge_a_header(post_office: PostOffice) -> None:
    forged = Rendered(subject="x\nBcc: all@example.org", body="b", format="text")
    ended = sent(to(post_office.address()), forged)
    assert (ended.state, ended.permanent) == ("failed", True)
    assert post_office.mailbox.letters == []


def test_headers_of_the_address_are_sent(post_office: PostOffice) -> None:
    more = "&%2BList-Unsubscribe=%3Chttps://example.org/u/1%3E"
    assert sent(to(post_office.address(more=more))).state == "sent"
    assert letter(post_office)["List-Unsubscribe"] == "<https://example.org/u/1>"


@pytest.mark.parametrize(("answer", "state"), [("550 no such user", "failed"), ("451 later", "retry")])
def test_a_refused_recipient_is_permanent_or_not_by_its_code(post_office: PostOffice, answer: str, state: str) -> None:
    post_office.mailbox.refuse_recipient["member@example.org"] = answer
    ended = sent(to(post_office.address()))
    assert (ended.state, ended.permanent) == (state, state == "failed")
    assert answer in ended.error


@pytest.mark.parametrize(("answer", "state"), [("554 spam", "failed"), ("452 full", "retry")])
def test_refused_content_is_permanent_or_not_by_its_code(post_office: PostOffice, answer: str, state: str) -> None:
    post_office.mailbox.refuse_data = answer
    ended = sent(to(post_office.address()))
    assert (ended.state, answer[4:] in ended.error) == (state, True)


def test_a_message_that_some_took_is_not_repeated_for_all(post_office: PostOffice) -> None:
    post_office.mailbox.refuse_recipient["bad@example.org"] = "550 unknown"
    ended = sent(to(post_office.address("good@example.org,bad@example.org")))
    assert (ended.state, ended.permanent) == ("failed", True)
    assert "1 of 2 recipients took it" in ended.error


def test_no_mail_server_is_worth_another_try() -> None:
    ended = sent(to("mailto://127.0.0.1:9?from=a@example.org&to=b@example.org"))
    assert ended.state == "retry"


@pytest.mark.parametrize("code", [500, 502, 503, 429, 408])
def test_a_receiver_in_trouble_is_tried_again(webhook: Webhook, code: int) -> None:
    webhook.answers = [code]
    ended = sent(to(webhook.address))
    assert ended.state == "retry"
    assert str(code) in ended.error
    assert ended.retry_after == (7.0 if code == 429 else None)


@pytest.mark.parametrize("code", [429, 503])
def test_a_receiver_is_left_alone_for_as_long_as_its_header_says(webhook: Webhook, code: int) -> None:
    webhook.answers = [code]
    webhook.headers = {"Retry-After": "180"}
    ended = sent(to(webhook.address))
    assert (ended.state, ended.retry_after) == ("retry", 180.0)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("120", 120.0),
        ("Sun, 22 Nov 2026 13:05:00 GMT", 300.0),
        ("Sun, 22 Nov 2026 12:00:00 GMT", 0.0),
        ("99999999999", 604_800.0),
        ("", None),
        ("soon", None),
        ("-5", None),
    ],
)
def test_a_pause_is_a_number_of_seconds_or_a_date(header: str, expected: float | None) -> None:
    assert seconds(header, NOW) == expected


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        ('Response Details: {"retry_after": 7}', 7.0),
        ('{"ok":false,"parameters":{"retry_after":35}}', 35.0),
        ('{"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 2500}', 2.5),
        ("Retry-After: 60; {'retry_after': 0.3}", 60.0),
        ("nothing of the kind", None),
    ],
)
def test_a_pause_in_an_answer_is_understood_however_it_is_said(log: str, expected: float | None) -> None:
    assert asked_for(log) == expected


@pytest.mark.parametrize("code", [400, 401, 403, 404, 410])
def test_a_receiver_that_says_no_is_not_asked_again(webhook: Webhook, code: int) -> None:
    webhook.answers = [code]
    ended = sent(to(webhook.address))
    assert (ended.state, ended.permanent) == ("failed", True)


def test_a_redirect_is_not_followed(webhook: Webhook) -> None:
    webhook.answers = [302]
    webhook.headers = {"Location": webhook.address.replace("json", "http") + "/elsewhere"}
    ended = sent(to(webhook.address))
    assert (ended.state, ended.permanent, len(webhook.received)) == ("failed", True, 1)


@pytest.mark.parametrize("answer", ["hang", "drop"])
def test_a_receiver_that_takes_it_and_falls_silent_leaves_it_unknown(webhook: Webhook, answer: str) -> None:
    webhook.answers = [answer]
    ended = sent(to(webhook.address), seconds=0.6)
    assert ended.state == "unknown"
    assert len(webhook.received) == 1


def test_an_absent_receiver_is_worth_another_try() -> None:
    assert sent(to("json://127.0.0.1:9/x")).state == "retry"


@pytest.mark.parametrize("address", ["", "nonsense", "nosuch://s3cr3t-t0ken", "msteams://s3cr3t-t0ken"])
def test_an_address_that_loads_nothing_is_a_fault_of_the_configuration(address: str) -> None:
    ended = sent(to(address))
    assert (ended.state, ended.permanent) == ("failed", True)
    assert "board" in ended.error
    assert "s3cr3t" not in ended.error
    with pytest.raises(DeliveryError) as raised:
        room(to(address))
    assert raised.value.permanent
    assert "s3cr3t" not in str(raised.value)


def test_no_secret_reaches_a_log_or_an_error(
    webhook: Webhook, root_log: list[logging.LogRecord], capfd: pytest.CaptureFixture[str]
) -> None:
    for answer in (200, 401, 500, "drop"):
        webhook.answers = [answer]
        ended = sent(to(webhook.address + "?-token=s3cr3t-query"), seconds=2)
        assert "s3cr3t" not in repr(ended)
    assert not [one for one in root_log if "s3cr3t" in one.getMessage()]
    assert "s3cr3t" not in "".join(capfd.readouterr())
    assert "s3cr3t" not in repr(to(webhook.address))


@pytest.mark.parametrize(
    ("address", "form", "limit"),
    [
        ("discord://1234567890/abcdefghijklmnopqrst", "markdown", 2000),
        ("tgram://123456789:abcdefghijklmnopqrstuvwxyz123456789/12345", "markdown", 4096),
        ("mastodon://token@mastodon.example", "text", 500),
        ("ntfy://topic", "text", 7800),
        ("workflows://host:443/workflow/signature", "markdown", 1000),
        ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#general", "markdown", 35000),
        ("mailto://localhost?from=a@example.org&to=b@example.org", "html", 90000),
    ],
)
def test_each_channel_is_given_what_it_shows_natively_and_takes(address: str, form: str, limit: int) -> None:
    space = room(to(address))
    assert (space.format, space.limit) == (form, limit)


def test_a_trial_message_arrives_by_mail_and_webhook(post_office: PostOffice, webhook: Webhook) -> None:
    for destination in (to(post_office.address()), to(webhook.address, "text")):
        assert sent(destination, trial(destination)).state == "sent"
    assert "[-$250-]{+$1,000+}" in webhook.received[0]["message"]
    assert "[-$250-]{+$1,000+}" in letter(post_office).get_body(("plain",)).get_content()
