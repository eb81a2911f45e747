"""Lists of addresses that other programs watch, as entries for `[[watch]]`. Pure; the one home of PyYAML.

Read: OPML 2.0 (http://opml.org/spec2.opml), urlwatch's urls.yaml (https://urlwatch.readthedocs.io/en/latest/jobs.html), the JSON of
changedetection.io's API (`/api/v1/watch`) and backup (url-watches.json), and plain lists of one address a line. What those programs can do
and a watch cannot (a script, a form, an XPath) is never dropped in silence: it is said of each entry.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import yaml
from lxml import etree

from monitor.model.errors import MonitorError

LARGEST = 20_000_000
"""Bytes of a list."""

_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_UNITS = {"weeks": 10080, "days": 1440, "hours": 60, "minutes": 1}


@dataclass(slots=True, kw_only=True)
class Wanted:
    """An address of a list: `why_not` says why it cannot be watched, `remarks` what of its settings was left behind."""

    url: str
    name: str = ""
    kind: str = "page"
    css: list[str] = field(default_factory=list)
    ignore: list[str] = field(default_factory=list)
    cadence: str = ""
    why_not: str = ""
    remarks: list[str] = field(default_factory=list)


def read_list(data: bytes) -> list[Wanted]:
    """The addresses in a file of any of these forms, told apart by how it begins. Raises MonitorError for what is none."""
    if len(data) > LARGEST:
        raise MonitorError(f"the list is larger than {LARGEST:,} bytes", remedy="Split it")
    text = data.decode("utf-8-sig", errors="replace")
    begins = text.lstrip()[:1]
    if begins == "<":
        return list(_opml(data))
    if begins in ("{", "["):
        return list(_changedetection(text))
    if re.search(r"(?m)^\s*-?\s*(url|navigate|command)\s*:", text):
        return list(_urlwatch(text))
    return list(_plain(text))


def _plain(text: str) -> Iterator[Wanted]:
    """One address a line, with a name before or behind it or none; # begins a remark."""
    for line in text.splitlines():
        words = line.strip()
        if not words or words.startswith("#"):
            continue
        found = _ADDRESS.search(words)
        if found is None:
            yield Wanted(url=words[:200], why_not="no web address")
            continue
        rest = f"{words[: found.start()]} {words[found.end() :]}".replace("\t", " ").strip(' ,;|-<>"')
        yield Wanted(url=found[0].rstrip(",;"), name=" ".join(rest.split()))


def _opml(data: bytes) -> Iterator[Wanted]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    root = etree.fromstring(data, parser)
    if root is None or root.tag != "opml":
        raise MonitorError("the list is XML but no OPML", remedy="Export the feeds as OPML")
    for one in root.iter("outline"):
        url = one.get("xmlUrl") or one.get("xmlurl") or ""
        if url:
            yield Wanted(url=url.strip(), name=one.get("title") or one.get("text") or "", kind="feed")


def _changedetection(text: str) -> Iterator[Wanted]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise MonitorError(f"the list is no JSON that can be read ({error})", remedy="Export it again") from error
    if isinstance(told, dict):
        told = told.get("watching", told)
    entries: Sequence[Any] = list(told.values()) if isinstance(told, dict) else told
    for one in entries:
        if isinstance(one, str):
            yield Wanted(url=one)
        elif isinstance(one, dict) and one.get("url"):
            yield _of_changedetection(one)


def _of_changedetection(one: Mapping[str, Any]) -> Wanted:
    found = Wanted(url=str(one["url"]).strip(), name=str(one.get("title") or one.get("page_title") or ""))
    found.cadence = _cadence(one.get("time_between_check"))
    for selector in _texts(one.get("include_filters")):
        _select(found, selector)
    for selector in _texts(one.get("subtractive_selectors")):
        _leave_out(found, selector)
    for line in _texts(one.get("ignore_text")):
        pattern = re.fullmatch(r"/(.*)/[a-z]*", line)
        found.ignore.append(f"re:{pattern[1]}" if pattern else f"re:{re.escape(line)}")
    if one.get("paused"):
        found.why_not = "it is paused there"
    if str(one.get("method") or "GET").upper() != "GET" or one.get("body"):
        found.why_not = "it sends a form"
    if one.get("browser_steps") or one.get("webdriver_js_execute_code"):
        found.remarks.append("steps in a browser")
    found.remarks += [key.replace("_", " ") for key in ("trigger_text", "headers", "proxy") if one.get(key)]
    return found


def _urlwatch(text: str) -> Iterator[Wanted]:
    try:
        jobs = list(yaml.safe_load_all(text))
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise MonitorError(f"the list is no YAML that can be read ({str(error)[:200]})", remedy="Correct it") from error
    for job in (one for some in jobs for one in (some if isinstance(some, list) else [some])):
        if isinstance(job, dict):
            yield _of_urlwatch(job)


def _of_urlwatch(job: Mapping[str, Any]) -> Wanted:
    address = job.get("url") or job.get("navigate") or job.get("command") or ""
    found = Wanted(url=str(address).strip(), name=str(job.get("name") or ""))
    if "command" in job:
        found.why_not = "it runs a command"
    if job.get("data") or str(job.get("method") or "GET").upper() != "GET":
        found.why_not = "it sends a form"
    if job.get("navigate"):
        found.remarks.append("a browser")
    filters = job.get("filter") or job.get("filters") or []
    for one in filters.split(",") if isinstance(filters, str) else filters:
        _filter(found, one)
    found.remarks += [key for key in ("headers", "cookies", "http_proxy", "user_visible_url") if job.get(key)]
    return found


def _filter(found: Wanted, one: Any) -> None:
    """One step of urlwatch's filters."""
    if isinstance(one, dict) and len(one) == 1:
        name, value = next(iter(one.items()))
    else:
        name, _, value = str(one).partition(":")
    chosen = value.get("selector") or value.get("re") or "" if isinstance(value, dict) else str(value or "")
    name = str(name).strip()
    forms = {"css": "{}", "element-by-id": "[id='{}']", "element-by-class": ".{}", "element-by-tag": "{}"}
    if name in forms and chosen:
        _select(found, forms[name].format(chosen))
    elif name == "grepi" and chosen:
        found.ignore.append(f"re:{chosen}")
    elif name not in ("html2text", "strip", "beautify"):
        found.remarks.append(f"{name} {chosen}".strip())


def _select(found: Wanted, selector: str) -> None:
    css = _css(selector)
    if css:
        found.css.append(css)
    else:
        found.remarks.append(selector)


def _leave_out(found: Wanted, selector: str) -> None:
    css = _css(selector)
    if css:
        found.ignore.append(css)
    else:
        found.remarks.append(selector)


def _css(selector: str) -> str:
    """The selector if it is CSS."""
    from cssselect import SelectorError, parse

    if re.match(r"(xpath1?|json|jq|jqraw|re)\s*:|/", selector.strip()):
        return ""
    try:
        parse(selector)
    except SelectorError:
        return ""
    return selector.strip()


def _cadence(told: Any) -> str:
    """ "every 90 minutes" as a cadence of ours, at least 5 minutes."""
    if not isinstance(told, dict):
        return ""
    minutes = sum(
        int(told.get(unit) or 0) * size for unit, size in _UNITS.items() if str(told.get(unit) or 0).isdigit()
    )
    if minutes <= 0:
        return ""
    if minutes % 1440 == 0:
        return f"every {minutes // 1440} days" if minutes > 1440 else "every 24 hours"
    return f"every {minutes // 60} hours" if minutes % 60 == 0 else f"every {max(minutes, 5)} minutes"


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        value = value.splitlines()
    return [str(one).strip() for one in value or [] if str(one).strip()]


def entries(
    wanted: Sequence[Wanted], known: Sequence[Mapping[str, Any]], jurisdiction: str = ""
) -> list[tuple[Wanted, dict[str, Any] | None]]:
    """Each address with its entry for `[[watch]]`; None where it is watched already or cannot be."""
    names = {str(one.get("name", "")).casefold() for one in known}
    urls = {str(one.get("url", "")) for one in known}
    made: list[tuple[Wanted, dict[str, Any] | None]] = []
    for one in wanted:
        if not one.why_not and not _watchable(one.url):
            one.why_not = "no web address"
        if not one.why_not and one.url in urls:
            one.why_not = "it is watched already"
        if one.why_not:
            made.append((one, None))
            continue
        urls.add(one.url)
        one.name = _name(one, names)
        names.add(one.name.casefold())
        settings = {
            "name": one.name,
            "url": one.url,
            "kind": one.kind if one.kind != "page" else "",
            "css": ", ".join(one.css),
            "ignore": one.ignore,
            "cadence": one.cadence,
            "jurisdiction": jurisdiction,
        }
        made.append((one, {key: value for key, value in settings.items() if value}))
    return made


def _watchable(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not set(url) & set(' {}<>"\\')
    except ValueError:
        return False


def _name(one: Wanted, taken: set[str]) -> str:
    """A name that no other watch has: the list's own, or the address without its scheme."""
    plain = " ".join("".join(letter if letter.isprintable() else " " for letter in one.name).split()).lstrip("- ")
    plain = (plain or one.url.partition("://")[2].rstrip("/"))[:92].strip()
    name, number = plain, 2
    while name.casefold() in taken:
        name, number = f"{plain} ({number})", number + 1
    return name
