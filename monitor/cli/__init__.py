"""The command line (a contract: scripts depend on it). Each verb lives in a module that is imported only when it is called.

Exit codes: 0 fine, 1 something failed, 2 wrong usage. Errors name the key, file or source and what to do.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from importlib import import_module
from keyword import iskeyword
from typing import Any

import click

from monitor import __version__
from monitor.model.errors import ConfigError, MonitorError, QueryError, UnknownName

VERBS = {
    "demo": ("running", "Watch a recorded fortnight of policy happen on this machine."),
    "init": ("setup", "Write a commented policywatch.toml and create the database."),
    "apply": ("setup", "Put a changed policywatch.toml into the database."),
    "check": ("checking", "Check sources now; a line per source says how it ended."),
    "run": ("running", "Run the service: due checks, digests and deliveries."),
    "sources": ("overview", "Every source: coverage, last good check, next check, fault."),
    "status": ("overview", "What is red, what is due, what waits to be delivered."),
    "changes": ("asking", "What changed."),
    "show": ("asking", "One change with its redline."),
    "series": ("series", "Numbers that sources report: comments, adverse-event reports."),
    "calendar": ("agenda", "What is due: hearings, comment deadlines, days of effect, ends of sessions."),
    "bills": ("bills", "Watched bills: where each stands, which are stalled, dead, revived."),
    "timeline": ("timeline", "The life of a docket or a substance in the Federal Register."),
    "topics": ("topics", "Saved queries; `topics test QUERY` tries one."),
    "why": ("why", "Why a document was told, or not: who saw it, what matched, who heard."),
    "legal": ("legal", "Legal status by jurisdiction, and what enacted changes propose."),
    "digest": ("telling", "Preview a digest; sends nothing, moves nothing."),
    "subscribe": ("managing", "Add a subscription to policywatch.toml, or change one."),
    "unsubscribe": ("managing", "Take a subscription out; its history stays."),
    "pause": ("managing", "Tell a subscription nothing until it is resumed."),
    "resume": ("managing", "Tell it again, beginning with what happened meanwhile."),
    "follow": ("following", "Follow one bill, docket or page by hand, with a stance and a note."),
    "unfollow": ("following", "Follow it no more."),
    "track": ("following", "Follow a list of bills: LegiScan, OpenStates or plain lines."),
    "import": ("importing", "Watch what OPML, urlwatch, changedetection.io or a list of URLs names."),
    "deliveries": ("telling", "Who was told what, when, and whether it arrived."),
    "send-test": ("telling", "Send a trial message to a destination."),
    "resend": ("telling", "Try a delivery once more."),
    "export": ("exporting", "Tables, feeds, calendars and evidence: csv, xlsx, json, atom, jsonfeed, ics, warc."),
    "doctor": ("doctor", "Look for what is wrong."),
    "backup": ("setup", "A consistent copy of the database while it is in use."),
    "compare": ("files", "The redline of any two files: HTML, PDF, XML, text."),
    "parse": ("files", "What a spider extracts from a saved response."),
    "new-source": ("authoring", "Start a spider: its file and its first fixture."),
    "fixture": ("authoring", "Turn a saved response into a fixture of a spider."),
}
"""Each verb with its module and its line in the help, in the order a new user meets them."""

_SECTIONS = {
    "First steps": ("demo", "init", "apply", "check", "run"),
    "Looking": (
        "sources",
        "status",
        "changes",
        "show",
        "calendar",
        "bills",
        "timeline",
        "series",
        "topics",
        "why",
        "legal",
    ),
    "Telling": ("digest", "deliveries", "send-test", "resend"),
    "Managing": ("subscribe", "unsubscribe", "pause", "resume", "follow", "unfollow", "track", "import"),
    "Keeping": ("export", "doctor", "backup"),
    "Files and sources of your own": ("compare", "parse", "new-source", "fixture"),
}


class _Verbs(click.Group):
    """The verbs by what they are for; each is imported when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        module = import_module(f"monitor.cli.{VERBS[cmd_name][0]}")
        name = cmd_name.replace("-", "_")
        command: click.Command = getattr(module, f"{name}_" if iskeyword(name) else name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb, or what may have been meant."""
        if args and not args[0].startswith("-") and args[0] not in VERBS:
            near = get_close_matches(args[0], VERBS, n=2)
            hint = f"Did you mean {' or '.join(near)}?" if near else "`policywatch --help` lists them."
            raise click.UsageError(f"there is no verb {args[0]!r}. {hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of verbs without importing any of them."""
        for title, verbs in _SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(verb, VERBS[verb][1]) for verb in verbs])

    def make_context(self, *args: Any, **more: Any) -> click.Context:
        """Reads the command line, where --help prints already."""
        with _until_seen_enough():
            return super().make_context(*args, **more)

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the verb."""
        with _until_seen_enough():
            return super().invoke(ctx)


@click.group(
    cls=_Verbs,
    invoke_without_command=True,
    subcommand_metavar="VERB …",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="policywatch")
@click.pass_context
def policywatch(ctx: click.Context) -> None:
    """Watches regulators and legislatures, reads what changed, and tells people in digests they can trust.

    \b
      policywatch demo                 a recorded fortnight, nothing to set up
      policywatch init                 a monitor of your own, in this folder
      policywatch check --all          look at every source now
      policywatch run                  keep looking, and tell people

    `policywatch VERB --help` shows options and examples. Shell completion:

    \b
      eval "$(_POLICYWATCH_COMPLETE=bash_source policywatch)"     (or zsh_source, fish_source)
    """
    if os.environ.get("NO_COLOR"):  # https://no-color.org
        ctx.color = False
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def run(arguments: list[str] | None = None) -> int:
    """Runs the command line and returns the exit code; what can be foreseen to fail is one message, never a traceback."""
    try:
        code = policywatch.main(args=arguments, prog_name="policywatch", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.UsageError as fault:
        fault.show()
        return 2
    except click.exceptions.Abort:
        click.echo("stopped", err=True)
        return 130
    except click.ClickException as fault:
        fault.show()
        return 1
    except MonitorError as fault:
        _complain(str(fault))
        return 2 if isinstance(fault, ConfigError | QueryError | UnknownName) else 1
    except OSError as fault:
        if fault.filename is None:  # standard output cannot be written
            _hush()
        where = f"{fault.filename}: " if fault.filename else ""
        _complain(f"{where}{fault.strerror or fault}. Check the path, its disk, and who may read and write there")
        return 1


@contextmanager
def _until_seen_enough() -> Iterator[None]:
    """Ends well when the reader of our output has gone, as `head` does."""
    try:
        yield
    except BrokenPipeError:
        _hush()
        raise click.exceptions.Exit(0) from None


def _hush() -> None:
    """What is still buffered for standard output goes nowhere, so that Python does not try again when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(words: str) -> None:
    from monitor.cli.screen import safe

    click.echo(click.style("policywatch: ", fg="red") + safe(words), err=True)
