"""The command line (a contract: scripts depend on it). Each verb lives in a module that is imported only when it is called.

Exit codes: 0 fine, 1 something failed, 2 wrong usage. Errors name the key, file or source and what to do.
"""

import os
import sys
from importlib import import_module

import click

from monitor import __version__
from monitor.model.errors import ConfigError, MonitorError, QueryError, UnknownName

VERBS = {
    "init": ("setup", "Write a commented policywatch.toml and create the database."),
    "apply": ("setup", "Put the file's topics, subscriptions and watched pages into the database."),
    "check": ("checking", "Check sources now; a line per source says how it ended."),
    "run": ("running", "Run the service: due checks, digests and deliveries, until it is stopped."),
    "sources": ("checking", "Every source: coverage, route, last good check, next check, fault."),
    "status": ("checking", "What is red, what is due, what waits to be delivered."),
    "changes": ("asking", "What changed."),
    "show": ("asking", "One change with its redline."),
    "compare": ("asking", "The redline of any two files: HTML, PDF, XML, text."),
    "parse": ("asking", "What a spider extracts from a saved response."),
    "topics": ("asking", "Saved queries; `topics test QUERY` tells what one would have matched."),
    "digest": ("telling", "Preview a subscription's digest; sends nothing, moves nothing."),
    "deliveries": ("telling", "Who was told what, when, and whether it arrived."),
    "send-test": ("telling", "Send a trial message to a destination."),
    "resend": ("telling", "Try a delivery once more."),
    "export": ("exporting", "Everything, for other tools and as evidence: csv, json, warc."),
    "new-source": ("authoring", "Start a spider: its file and its first fixture."),
    "fixture": ("authoring", "Turn a saved response into a fixture of a spider."),
    "doctor": ("setup", "Look for what is wrong: configuration, database, templates, evidence."),
    "backup": ("setup", "A consistent copy of the database while it is in use."),
    "demo": ("running", "Watch a recorded fortnight of policy happen on this machine."),
}


class _Verbs(click.Group):
    """The verbs in the order a new user meets them; each is imported when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        module = import_module(f"monitor.cli.{VERBS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of verbs without importing any of them."""
        with formatter.section("Verbs"):
            formatter.write_dl([(verb, text) for verb, (_, text) in VERBS.items()])


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="policywatch")
def policywatch() -> None:
    """Watches regulators and legislatures, reads what changed, and tells people in digests they can trust.

    \b
    Start here:
      policywatch demo                      a recorded fortnight, nothing to set up
      policywatch init && policywatch run   your own monitor

    `policywatch VERB --help` shows options and examples. Shell completion:
    eval "$(_POLICYWATCH_COMPLETE=bash_source policywatch)"  (or zsh_source, fish_source)
    """


def run(arguments: list[str] | None = None) -> int:
    """Runs the command line and returns the exit code; faults of ours are printed as one message, never as a traceback."""
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
        click.echo(click.style("policywatch: ", fg="red") + str(fault), err=True)
        return 2 if isinstance(fault, ConfigError | QueryError | UnknownName) else 1
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
