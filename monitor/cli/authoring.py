"""`new-source`, `fixture`: what a spider's author types first."""

import json
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from monitor.cli.app import App, Moment, standard
from monitor.model.errors import ConfigError

_SPIDER = '''"""{title}. Facts unverified: checked against no capture yet."""

from collections.abc import Iterable

from scrapy import Request
from scrapy.http import TextResponse

from monitor.model.documents import Notice
from monitor.source import SourceSpider, many, one, squeeze


class {cls}(SourceSpider):
    """One document per row of the list at {url}."""

    name = "{name}"
    jurisdiction = "{jurisdiction}"
    publisher = ""
    cadence = "every 6 hours"
    kinds = ("notice",)
    registry = "{host}"
    start_urls = ["{url}"]

    def parse(self, response: TextResponse) -> Iterable[Notice | Request]:
        """A notice per link of the main part; replace the selectors by the ones of the page."""
        for link in many(response, "main a[href]"):
            url = response.urljoin(one(link, "::attr(href)").get())
            yield Notice(identifier=urlsplit(url).path, title=squeeze(link.css("::text").get()), url=url)
'''


@click.command()
@click.argument("name")
@click.argument("url")
def new_source(name: str, url: str) -> None:
    """Start a spider: its file below spiders/ and the folder of its fixtures.

    \b
    policywatch new-source us.cpsc_recalls https://www.cpsc.gov/Recalls
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+", name):
        raise ConfigError("a source is named like its module below spiders/: us.cpsc_recalls", key="NAME")
    if not Path("spiders").is_dir():
        raise ConfigError(
            "there is no folder spiders/ here", key="NAME", remedy="Run this in a checkout of policywatch"
        )
    file = Path("spiders", *name.split(".")).with_suffix(".py")
    if file.exists():
        raise ConfigError("that source exists already", file=str(file))
    file.parent.mkdir(parents=True, exist_ok=True)
    (file.parent / "__init__.py").touch()
    file.write_text(_spider_text(name, url), encoding="utf-8")
    folder = Path("tests/fixtures", name)
    folder.mkdir(parents=True, exist_ok=True)
    click.echo(f"{file} is started. Next: save a page as {folder}/list.html and run")
    click.echo(f"  policywatch fixture {name} {folder}/list.html --url {url}")


def _spider_text(name: str, url: str) -> str:
    words = name.replace(".", "_").split("_")
    text = _SPIDER.format(
        title=f"{name} ({urlsplit(url).netloc})",
        cls="".join(word.capitalize() for word in words),
        name=name,
        url=url,
        jurisdiction="us",
        host=urlsplit(url).netloc,
    )
    return text.replace(
        "from scrapy import Request", "from urllib.parse import urlsplit\n\nfrom scrapy import Request"
    ).replace("Iterable\n\nfrom urllib", "Iterable\nfrom urllib")


@click.command()
@click.argument("source")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--url", required=True, help="The address the response came from.")
@click.option("--callback", default="parse", help="The method that reads this kind of page.")
@click.option("--case", default="", help="The case's name [the file's].")
@click.option("--now", type=Moment(), help="The date the spider takes for today.")
@standard
def fixture(app: App, source: str, file: Path, url: str, callback: str, case: str, now: datetime | None) -> None:
    """Turn a saved response into a fixture: what the spider makes of it today becomes the expectation. Read it before you trust it.

    \b
    policywatch fixture us.fda_recalls table.json --url https://www.fda.gov/datatables-json/recalls.json --case ordinary
    """
    from monitor.crawl.child import spider_class
    from monitor.source.extract import extract_file

    when = now or datetime.now(UTC)
    found = list(extract_file(spider_class(source), file, url=url, callback=callback, now=when))
    folder = Path("tests/fixtures", source)
    folder.mkdir(parents=True, exist_ok=True)
    name = case or file.stem
    target = folder / (name + file.suffix)
    if file.resolve() != target.resolve():
        (shutil.copytree if file.is_dir() else shutil.copy)(file, target)
    wanted: dict[str, Any] = {
        "url": url,
        "callback": callback,
        "fetched_at": when.isoformat(),
        "documents": [row for row in found if row["type"] != "request"],
        "requests": [{"url": row["url"], "callback": row["callback"]} for row in found if row["type"] == "request"],
    }
    expectation = folder / f"{name}.case.json"
    expectation.write_text(json.dumps(wanted, indent=2, ensure_ascii=False, default=str) + "\n", encoding="utf-8")
    click.echo(f"{expectation}: {len(wanted['documents'])} documents, {len(wanted['requests'])} requests. Read it.")
