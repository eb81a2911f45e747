"""Walls that agencies really put up, and no alarm on any page that they really published."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from monitor.crawl.blocked import wall

PROMISED = {".json": "json", ".xml": "xml", ".csv": "csv", ".html": "html", ".htm": "html", ".pdf": "pdf"}
REFUSED = 0.5
"""A reader's mark below this says that we were refused; 0.5 is a gateway that failed by itself, 1.0 a page."""

WALLS = {
    "akamai-edgesuite": {"Akamai: Access Denied"},
    "akamai-ghost": {"Akamai: Access Denied"},
    "awselb-2": {
        "AWS WAF challenge",
        "AWS load balancer: 403 Forbidden",
        "Federal Register: Request Access",
        "web filter on the way",
    },
    "cloudflare": {"Cloudflare challenge"},
    "cloudfront": {"AWS WAF challenge", "CloudFront: request blocked"},
    "erddap": {"address on a blacklist"},
    "nginx": {"rate limit: Too Many Requests"},
    "rimon": {"web filter: Rimon"},
    "unblock.federalregister": {"Federal Register: Request Access"},
}


def judged(file: Path) -> str:
    data: dict[str, Any] = json.loads(file.read_text())["data"]
    kept = file.with_suffix(".body")
    return wall(
        status=data["status"],
        headers=data["headers"],
        url=data["source_metadata"].get("redirected_url") or data["url"],
        requested=data["url"],
        title=data["title"],
        length=data["content_length"],
        body=kept.read_bytes() if kept.exists() else b"",
    )


def test_every_real_wall_is_called_by_its_name_and_no_real_page_is(corpus: Path) -> None:
    files = sorted((corpus / "federal/antibot_pages").rglob("*.json"))
    assert len(files) > 20
    for file in files:
        kind, _, mark = file.parent.name.rpartition("-")
        expected = WALLS[kind] if float(mark) < REFUSED else {""}
        assert judged(file) in expected, file


@pytest.mark.parametrize("room", ["aggregators", "federal", "states"])
def test_no_other_real_capture_raises_an_alarm(corpus: Path, room: str) -> None:
    files = [
        file for file in (corpus / room).rglob("*") if file.is_file() and "antibot_pages" not in file.parent.as_posix()
    ]
    assert files
    for file in files:
        marked = re.match(r"(\d{3})__", file.name)
        body = file.read_bytes()
        for promised in {PROMISED.get(file.suffix.lower(), ""), ""}:
            status = int(marked[1]) if marked else 200
            found = wall(status=status, headers={}, url="https://example.gov/", body=body, promised=promised)
            assert found == "", f"{file}: {found}"
