"""`compare`, `parse`: what would be made of a file."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING

import click

from monitor.cli.app import App, standard
from monitor.cli.arguments import Moment, WebAddress
from monitor.cli.redlines import operation_rows
from monitor.cli.screen import marked, safe, terminal
from monitor.config import Config
from monitor.model.errors import MonitorError
from monitor.model.records import Operation

_SECTIONS = 40
"""How many changed sections are listed before a redline."""

if TYPE_CHECKING:  # loading Scrapy takes longer than most comparisons
    from monitor.source.extract import Extraction
    from monitor.source.spider import SourceSpider


@click.command()
@click.argument("old", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("new", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option("--css", default="", metavar="SELECTOR", help="Compare only the parts of an HTML page that this selects.")
@click.option("--amended", is_flag=True, help="Compare the law as each bill would amend it, not the bills' own marks.")
@click.option("--whole", is_flag=True, help="Show unchanged text too.")
@standard
def compare(app: App, old: Path, new: Path | None, css: str, amended: bool, whole: bool) -> None:
    """The redline of any two files: HTML, PDF, XML, text, below a line for each section that changed. What was deleted stands in
    [-…-], what is new in {+…+}; what a bill itself strikes or inserts stands in «-…-» and «+…+». One file alone: what that
    bill would change in the law. Two documents of the Federal Register, such as a final rule and its proposal, are held against
    each other part by part: the regulation, then what explains it.

    \b
    policywatch compare introduced.pdf engrossed.pdf
    policywatch compare old.html new.html --json
    policywatch compare bill.pdf
    policywatch compare proposed.xml final.xml
    """
    from monitor.changes.redline import redline
    from monitor.changes.register_text import is_register_document
    from monitor.changes.views import as_amended, own_marks

    texts = [_text_of(file, css) for file in (old, new) if file]
    if amended:
        texts = [as_amended(text) for text in texts]
    if new and texts[0] != texts[1] and all(map(is_register_document, texts)):
        _compare_register(app, *texts, whole=whole)
        return
    found = redline(*texts) if new else own_marks(*texts)
    operations = operation_rows(found)
    if app.as_json:
        app.emit(operations, str)
        return
    for line in _by_section(found):
        click.echo(safe(line))
    same = all(one["op"] == "equal" for one in operations)
    click.echo(safe(marked(operations, whole=whole or (same and not new))))
    if terminal() and same:
        click.echo(
            "both say the same" if new else "nothing of it is marked: all of it is new, or its marks are unknown",
            err=True,
        )


def _compare_register(app: App, old: str, new: str, *, whole: bool) -> None:
    """Two documents of the Federal Register, such as a rule and its proposal: their regulatory texts in full; their preambles,
    which are written anew for every step, only with `whole` and as rows for scripts."""
    from monitor.changes.register_text import redline_by_part, words_of

    parts = redline_by_part(old, new)
    if app.as_json:
        app.emit((row | {"part": part} for part, found in parts for row in operation_rows(found)), str)
        return
    regulation = next((found for part, found in parts if part == "regulation"), ())
    for line in _by_section(regulation):
        click.echo(safe(line))
    for part, found in parts:
        if not whole and all(one.op == "equal" for one in found):
            click.echo(f"{part}: the same")
            continue
        shown = whole or part == "regulation" or not regulation
        came, went = words_of(found)
        click.echo(safe(f"{part}: +{came:,} −{went:,} words{'' if shown else ' (shown with --whole)'}"))
        if shown:
            click.echo(safe(marked(operation_rows(found), whole=whole)))


def _by_section(found: tuple[Operation, ...]) -> Iterator[str]:
    """The changes of a text with sections, a line each, before its redline."""
    from monitor.changes.summary import summary_of

    changes = summary_of(found)
    if any(change.number or change.caption for change in changes):
        yield from (str(change) for change in changes[:_SECTIONS])
        if len(changes) > _SECTIONS:
            yield f"… and {len(changes) - _SECTIONS:,} more sections"
        yield ""


def _text_of(file: Path, css: str) -> str:
    from monitor.reading import read

    try:
        return read(file.read_bytes(), url=file.name, css=css).text
    except MonitorError as fault:
        raise MonitorError(f"{file}: {fault.message}", remedy=fault.remedy) from fault


@click.command()
@click.argument("source")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--url", type=WebAddress(), required=True, help="The address the response came from.")
@click.option(
    "--callback", default="parse", show_default=True, metavar="NAME", help="The method that reads this kind of page."
)
@click.option("--now", type=Moment(), help="The date the spider takes for today.")
@standard
def parse(app: App, source: str, file: Path, url: str, callback: str, now: datetime | None) -> None:
    """What a spider extracts from a saved response (or a folder with the files of a bundle): documents, then follow-up
    requests, always one JSON object a line.

    \b
    policywatch parse us.dea_rules documents.json --url https://www.federalregister.gov/api/v1/documents.json
    policywatch parse virginia.bills folder/ --url https://lis.blob.core.windows.net/lisfiles/20261/BILLS.CSV
    """
    from monitor.source.extract import as_rows

    spider, found = extracted(source, file, url=url, callback=callback, now=now)
    app.as_json = True
    app.emit(as_rows(spider, found), str)


def extracted(
    source: str, file: Path, *, url: str, callback: str, now: datetime | None
) -> "tuple[SourceSpider, Extraction]":
    """What the spider of that name makes of a file. Raises MonitorError for whatever goes wrong in reading it."""
    from monitor.crawl.plan import spider_class
    from monitor.service.catalogue import jobs_named
    from monitor.source.extract import extract, load

    if not source.startswith("anywhere."):
        jobs_named(Config(), [source])  # says what is similar when nobody has it
    spider = spider_class(source)(now=now)
    try:
        return spider, extract(spider, load(spider, file, url=url, callback=callback), callback)
    except (MonitorError, OSError):
        raise
    except Exception as fault:  # the author's code, or a file that is packed wrongly: the place is what helps
        at = extract_tb(fault.__traceback__)[-1]
        where = f"{Path(at.filename).name}, line {at.lineno}"
        raise MonitorError(f"{file} cannot be read by {source}: {type(fault).__name__}: {fault} ({where})") from fault
