"""A source that fails, is blocked, has moved or needs a key it lacks says exactly that: in its line, in health, in the digest."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import troubled
from recorded import Policywatch, write_captures

from spiders.us.regulations_gov import KEY, RegulationsGov

NOW = "2026-11-20T12:00:00+00:00"
GOOD = troubled.html("Kratom")
REFUSED = {"error": {"code": "API_KEY_INVALID", "message": "An invalid api_key was supplied."}}


@dataclass
class Site:
    port: int
    paths: dict[str, tuple[int, dict[str, str], bytes]]


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the base class names it
            pass

        def do_GET(self) -> None:
            status, headers, body = paths.get(self.path, (404, {}, b"gone"))
            self.send_response(status)
            for name, value in {"Content-Type": "text/html", "Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    paths: dict[str, tuple[int, dict[str, str], bytes]] = {
        "/failing": (500, {}, b"oops"),
        "/blocked": (403, {"cf-mitigated": "challenge", "Server": "cloudflare"}, troubled.WALL),
        "/moved": (301, {"Location": "/elsewhere"}, b""),
        "/for-now": (302, {"Location": "/elsewhere"}, b""),
        "/slash": (308, {"Location": "/slash/"}, b""),
        "/slash/": (200, {}, GOOD),
        "/elsewhere": (200, {}, GOOD),
    }
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield Site(int(server.server_address[1]), paths)
        server.shutdown()
        thread.join()


WATCHED = ("failing", "blocked", "moved", "for-now", "slash")


def configure(site: Site) -> None:
    watches = [f'[[watch]]\nname = "{name}"\nurl = "http://127.0.0.1:{site.port}/{name}"\n' for name in WATCHED]
    head = '[sources]\nenabled = ["us.regulations_gov"]\n[fetch]\nallow_private = ["127.0.0.0/8"]\ndelay = 0\n'
    tail = '[topics.kratom]\nquery = "kratom"\n[subscriptions.weekly]\ntopics = ["kratom"]\nsend_empty = true\n'
    Path("policywatch.toml").write_text(head + "".join(watches) + tail)


def test_each_fault_is_said_as_what_it_is(empty: Path, policywatch: Policywatch, site: Site) -> None:
    configure(site)
    assert policywatch("apply").code == 0
    lines = {row["source"]: row for row in policywatch("check", *WATCHED, "--json").rows}
    assert [lines[name]["outcome"] for name in WATCHED] == [
        "unreachable",
        "blocked",
        "baseline",
        "baseline",
        "baseline",
    ]

    shown = {row["name"]: row["error"] for row in policywatch("sources", *WATCHED, "--json").rows}
    old, new = (f"http://127.0.0.1:{site.port}/{name}" for name in ("moved", "elsewhere"))
    assert "HTTP 500" in shown["failing"]
    assert "Cloudflare" in shown["blocked"]
    assert shown["moved"] == f"{old} has moved to {new}"
    assert shown["for-now"] == shown["slash"] == ""

    assert "moved red since" in " ".join(policywatch("status").out.split())
    digest = " ".join(policywatch("digest", "weekly", "--format", "text").out.split())
    assert "failing (unreachable since" in digest
    assert "blocked (blocked since" in digest
    assert f"moved for good: {old} has moved to {new} (moved)." in digest

    site.paths["/moved"] = (200, {}, GOOD)  # it is back where it was
    assert policywatch("check", "moved").code == 0
    assert policywatch("sources", "moved", "--json").row["error"] == ""


def test_a_key_that_is_missing_is_asked_for_by_name(
    empty: Path, policywatch: Policywatch, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(KEY, raising=False)
    configure(site)
    assert policywatch("apply").code == 0
    Path("refused.json").write_text(json.dumps(REFUSED))
    rows = [(one.url, NOW, 403, "application/json", "refused.json") for one in RegulationsGov().requests()]
    write_captures(empty, rows)
    row = policywatch("check", "us.regulations_gov", "--replay", ".", "--now", NOW, "--json").row
    assert row["outcome"] == "broken"
    assert row["error"].startswith(f"needs a key in {KEY}: Regulations.gov refuses, API_KEY_INVALID")
    assert policywatch("sources", "us.regulations_gov", "--json").row["error"] == row["error"]
    assert f"needs a key in {KEY}" in policywatch("status").out
    digest = " ".join(policywatch("digest", "weekly", "--format", "text").out.split())
    assert "us.regulations_gov (needs a key since" in digest
