"""`new-source`, `fixture`: what a spider's author types first."""

import json
import keyword
import re
import shutil
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from string import ascii_lowercase
from typing import Any
from urllib.parse import urlsplit

import click

from monitor.cli.app import App, standard
from monitor.cli.arguments import Moment, WebAddress
from monitor.model.errors import ConfigError, ExtractionError, MonitorError, UnreadableDocument

FIXTURES = Path("tests/fixtures")
_RESERVED = ("families", "anywhere")
_SPIDER = '''"""{publisher} at {host}. Not checked against a capture yet."""

from collections.abc import Iterator

from scrapy.http import Response

from monitor.model.documents import Notice
from monitor.source import SourceSpider, many, squeeze, text_of


class {cls}(SourceSpider):
    """A document for each link in the main part of the page."""

    name = "{name}"
    jurisdiction = "{jurisdiction}"
    publisher = "{publisher}"
    cadence = "every 6 hours"
    kinds = ("notice",)
    registry = "{host}"
    start_urls = ["{url}"]

    def parse(self, response: Response) -> Iterator[Notice]:
        """Replace the selectors by those of the page: `many` fails when nothing is there, so a redesign cannot go unnoticed."""
        for link in many(text_of(response), "main a[href]"):
            url = response.urljoin(link.attrib["href"])
            yield Notice(identifier=url, title=squeeze(" ".join(link.css("::text").getall())), url=url)
'''


@click.command()
@click.argument("name")
@click.argument("url", type=WebAddress())
def new_source(name: str, url: str) -> None:
    """Start a spider: its file below spiders/ and the folder of its fixtures. NAME is the path of its module.

    \b
    policywatch new-source us.cpsc_recalls https://www.cpsc.gov/Recalls
    policywatch new-source ohio.hearings https://www.legislature.ohio.gov/schedules/
    """
    _refuse_name(name)
    file = Path("spiders", *name.split(".")).with_suffix(".py")
    if file.exists():
        raise ConfigError("that source exists already", file=str(file), remedy="Choose another name, or edit it")
    for folder in reversed([one for one in file.parents if one.is_relative_to("spiders")]):
        folder.mkdir(exist_ok=True)
        if not (package := folder / "__init__.py").exists():
            package.write_text(f'"""Sources of {_title(folder.name)}."""\n', encoding="utf-8")
    file.write_text(spider_text(name, url), encoding="utf-8")
    folder = FIXTURES / name
    folder.mkdir(parents=True, exist_ok=True)
    click.echo(f"{file} is started. Next: save a page as {folder}/list.html, then")
    click.echo(f"  policywatch fixture {name} {folder}/list.html --url {url}")


def _refuse_name(name: str) -> None:
    parts = name.split(".")
    if not re.fullmatch(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+", name) or parts[0] in _RESERVED:
        raise ConfigError(
            f"{name!r} is not the name of a source", key="NAME", remedy="It is named like its module: us.cpsc_recalls"
        )
    if words := [part for part in parts if keyword.iskeyword(part)]:
        raise ConfigError(f"{words[0]!r} means something to Python", key="NAME", remedy="Write it out: indiana.bills")
    if not Path("spiders").is_dir():
        raise ConfigError(
            "there is no folder spiders/ here", key="NAME", remedy="Run this in a checkout of policywatch"
        )


def spider_text(name: str, url: str) -> str:
    """The first text of a spider, which reads the links of a page."""
    host = urlsplit(url).hostname or ""
    place = name.partition(".")[0]
    return _SPIDER.format(
        cls="".join(word.capitalize() for word in re.split(r"[._]", name)),
        name=name,
        url=url,
        jurisdiction=_jurisdiction(place),
        publisher=_title(place),
        host=host,
    )


def _jurisdiction(place: str) -> str:
    """The ISO 3166-2 code of a state by the name of its folder; federal for all others."""
    from monitor.digests.words import place as name_of

    codes = (f"us-{first}{second}" for first, second in product(ascii_lowercase, repeat=2))
    return next((code for code in codes if name_of(code) == _title(place)), "us")


def _title(folder: str) -> str:
    return "the United States" if folder == "us" else folder.replace("_", " ").title()


@click.command()
@click.argument("source")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--url", type=WebAddress(), required=True, help="The address the response came from.")
@click.option(
    "--callback", default="parse", show_default=True, metavar="NAME", help="The method that reads this kind of page."
)
@click.option("--case", default="", metavar="NAME", help="The case's name [the file's].")
@click.option("--refused", is_flag=True, help="A page that the spider must refuse: its fault is the expectation.")
@click.option("--now", type=Moment(), help="The date the spider takes for today [now].")
@standard
def fixture(
    app: App, source: str, file: Path, url: str, callback: str, case: str, refused: bool, now: datetime | None
) -> None:
    """Turn a saved response into a fixture: what the spider makes of it today becomes the expectation. Read it before you
    trust it.

    \b
    policywatch fixture us.fda_recalls table.json --url https://www.fda.gov/datatables-json/recalls.json --case ordinary
    policywatch fixture us.fda_recalls wall.html --url https://www.fda.gov/datatables-json/recalls.json --refused
    """
    name = case or file.stem
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", name):
        raise ConfigError(f"{name!r} is not the name of a case", key="--case", remedy="Use letters, digits, _ and -")
    when = now or datetime.now(UTC)
    expected = {
        "url": url,
        "callback": callback,
        "fetched_at": when.isoformat(),
        **_expectation(source, file, url=url, callback=callback, now=when, refused=refused),
    }
    target = _copied(file, FIXTURES / source / (name + file.suffix))
    expectation = target.with_name(f"{name}.case.json")
    expectation.write_text(json.dumps(expected, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    row = {"file": str(expectation), **{key: len(expected.get(key, ())) for key in ("documents", "requests")}}
    app.say(row, f"{expectation}: {_told(expected)}. Read it before you trust it.")


def _expectation(source: str, file: Path, *, url: str, callback: str, now: datetime, refused: bool) -> dict[str, Any]:
    """What the tests will expect, as plain JSON: the fault of a page that must be refused, else all that was found."""
    from monitor.cli.files import extracted
    from monitor.source.extract import as_rows

    try:
        spider, found = extracted(source, file, url=url, callback=callback, now=now)
    except MonitorError as fault:
        if refused and isinstance(fault, ExtractionError | UnreadableDocument):
            return {"error": fault.message}
        raise
    if refused:
        raise MonitorError(f"{source} reads {file} without a fault", remedy="Leave out --refused, or mend the spider.")
    rows = [json.loads(json.dumps(row, default=str)) for row in as_rows(spider, found)]
    kept = {
        "documents": [row for row in rows if row["type"] not in ("request", "untracked")],
        "requests": [{key: row[key] for key in row if key != "type"} for row in rows if row["type"] == "request"],
    }
    if found.untracked:
        kept["untracked"] = list(found.untracked)
    return kept if found.total is None else {**kept, "total": found.total}


def _copied(file: Path, target: Path) -> Path:
    """The response where the tests look for it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if file.resolve() == target.resolve():
        return target
    if file.is_dir():
        shutil.copytree(file, target, dirs_exist_ok=True)
    else:
        shutil.copy(file, target)
    return target


def _told(expected: dict[str, Any]) -> str:
    from monitor.digests.words import count

    if "error" in expected:
        return f"refused: {expected['error']}"
    return f"{count(len(expected['documents']), 'document')}, {count(len(expected['requests']), 'request')}"
