"""Where readers say they want to be told, in their own words: made into an address of ours, or refused.

The operator's file may hold any Apprise address. What somebody types passes this list first: each service is known by the web
address that it gives out, each part by its letters, and no option goes along, since options of Apprise read files (`template=`),
reach other hosts (`smtp=`) or attach what they are told to (`attach=`).
"""

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from monitor.model.errors import ConfigError

_SERVICES = (
    (
        "https://hooks.slack.com/services/T…/B…/…",
        r"https://hooks\.slack\.com/services/(T\w+)/(B\w+)/(\w+)",
        "slack://{}/{}/{}",
    ),
    (
        "https://discord.com/api/webhooks/…",
        r"https://(?:\w+\.)?discord(?:app)?\.com/api/webhooks/(\d{6,25})/([\w-]{20,120})",
        "discord://{}/{}",
    ),
    (
        "https://chat.googleapis.com/v1/spaces/…",
        r"https://chat\.googleapis\.com/v1/spaces/([\w-]+)/messages\?key=([\w-]+)&token=([\w%-]+)",
        "gchat://{}/{}/{}",
    ),
    ("ntfy:TOPIC", r"ntfy:([\w-]{1,64})", "ntfys://ntfy.sh/{}"),
    ("telegram:BOT-TOKEN/CHAT", r"telegram:(\d{6,12}):([\w-]{30,50})/(-?\d{1,20})", "tgram://{}:{}/{}"),
)
"""What a service gives out, its pattern, and the address that Apprise knows it by."""

_MAILBOX = re.compile(r"[A-Za-z0-9!#$&'*+/=?^_`{|}~.-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}", re.ASCII)
_RECIPIENTS = frozenset({"to", "cc", "bcc"})
_MAIL = ("mailto", "mailtos")


def is_mailbox(typed: str) -> bool:
    """Whether this is one plain mail address: no name, no list, no header behind it."""
    return _MAILBOX.fullmatch(typed) is not None


def assembled(typed: str) -> str:
    """The Apprise address of what a reader typed. Raises ConfigError, which does not repeat it: it may hold a secret."""
    for _, pattern, ours in _SERVICES:
        if found := re.fullmatch(pattern, typed, re.ASCII):
            return ours.format(*(quote(part, safe="%") for part in found.groups()))
    known = ", ".join(example for example, _, _ in _SERVICES)
    raise ConfigError(
        "this is not an address that can be typed",
        remedy=f"Type a mail address, {known}; any other service goes into the file, under [destinations.NAME]",
    )


def through(address: str, mailbox: str) -> str:
    """A mail destination's address with another recipient: the same server, sender and account, nobody else addressed."""
    parts = urlsplit(address)
    if parts.scheme.lower() not in _MAIL:
        raise ConfigError("is no mail destination", remedy="Name one whose address begins with mailto:// or mailtos://")
    kept = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key not in _RECIPIENTS]
    return urlunsplit((parts.scheme, parts.netloc, "", urlencode([*kept, ("to", mailbox)], quote_via=quote), ""))
