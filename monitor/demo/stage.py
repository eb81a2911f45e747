"""The folder of the demonstration: made, or cleared of an earlier demonstration, and nothing else; configuration and database."""

from datetime import datetime
from importlib.resources import files
from pathlib import Path

import sqlalchemy as sa

from monitor.config import Config, load
from monitor.demo.site import Site
from monitor.model.errors import MonitorError
from monitor.service.setup import applied
from monitor.store.engine import open_store

MARK = "made-by-policywatch-demo"
DATABASE = "demo.db"
OURS = (MARK, "policywatch.toml", "digest.html", "digest.md", "digest.txt")


def cleared(folder: Path) -> Path:
    """The folder, empty but for the demonstration's mark.

    Raises MonitorError for one with anything in it that no demonstration has made; what others put beside an earlier
    demonstration is left there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()) and not (folder / MARK).is_file():
            raise MonitorError(
                f"{folder} is not empty and no demonstration has made it",
                remedy="Choose another folder with --out; this one was left untouched",
            )
        for file in [*folder.glob(f"{DATABASE}*"), *(folder / name for name in OURS)]:
            file.unlink(missing_ok=True)
        (folder / MARK).write_text("`policywatch demo` may replace its files here.\n", encoding="utf-8")
    except OSError as error:
        raise MonitorError(
            f"{folder} cannot be used ({error.strerror})", remedy="Choose another folder with --out"
        ) from error
    return folder


def configured(folder: Path, site: Site) -> Config:
    """The configuration as it stands in the folder, with its mailboxes at the site."""
    file = folder / "policywatch.toml"
    file.write_bytes(files("monitor.demo").joinpath("policywatch.toml").read_bytes())
    boxes = ("weekly", "alerts", "operator")
    return load(file, environ={f"POLICYWATCH_DEMO_{box.upper()}": site.mailbox(box) for box in boxes})


def opened(config: Config, now: datetime) -> sa.Engine:
    """A new database that follows the configuration."""
    engine = open_store(config.database, create=True)
    applied(config, engine, now=now)
    return engine
