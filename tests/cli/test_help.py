"""Help that is true: every verb shows an example that parses, and the reference page names exactly what there is."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.shell_completion import BashComplete
from recorded import Policywatch

from monitor.cli import VERBS
from monitor.cli import policywatch as program

REFERENCE = Path(__file__).parents[2] / "docs/reference/command-line.md"
STANDARD = {"--config", "--database", "--json"}
WITHOUT = {"demo", "new-source"}  # verbs that need neither configuration nor database


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every verb and sub-verb by its full name."""
    context = click.Context(program, info_name="policywatch")
    for name in VERBS:
        command = program.get_command(context, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {below}", one) for below, one in command.commands.items())


COMMANDS = dict(commands())


def options_of(command: click.Command) -> set[str]:
    return {flag for one in command.params if isinstance(one, click.Option) for flag in one.opts}


def written_sections() -> dict[str, str]:
    """The reference page, section by section."""
    parts = re.split(r"^### (.+)$", REFERENCE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


SECTIONS = written_sections()


def examples_in(text: str) -> Iterator[list[str]]:
    """The command lines of a text, as a shell would split them."""
    for line in text.splitlines():
        if line.strip().startswith("policywatch "):
            yield shlex.split(line, comments=True)[1:]


def assert_parses(arguments: list[str]) -> None:
    """The line is one that click accepts, apart from files that need not be here."""
    words = " ".join(arguments[:2])
    name = words if words in COMMANDS else arguments[0]
    files = [one.type for one in COMMANDS[name].params if isinstance(one.type, click.Path)]
    with pytest.MonkeyPatch.context() as patch:
        for one in files:
            patch.setattr(one, "exists", False)
        COMMANDS[name].make_context(name, arguments[len(name.split()) :])


@pytest.mark.parametrize("name", COMMANDS)
def test_every_verb_explains_itself_with_an_example(name: str, policywatch: Policywatch) -> None:
    said = policywatch(*name.split(), "--help")
    assert said.code == 0
    examples = list(examples_in(said.out))
    assert examples
    for example in examples:
        assert example[: len(name.split())] == name.split() or name == "topics"
        assert_parses(example)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_a_word_of_explanation(name: str) -> None:
    silent = [one.opts for one in COMMANDS[name].params if isinstance(one, click.Option) and not one.help]
    assert silent == []


def test_the_reference_has_a_section_for_every_verb_and_no_other() -> None:
    assert set(SECTIONS) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_reference_names_every_option_and_no_other(name: str) -> None:
    table = set(re.findall(r"^\| `(--[a-z-]+)", SECTIONS[name], flags=re.MULTILINE))
    known = options_of(COMMANDS[name])
    assert table == known - STANDARD
    assert (known >= STANDARD) is (name not in WITHOUT)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_examples_of_the_reference_are_right(name: str) -> None:
    examples = list(examples_in(SECTIONS[name]))
    assert examples
    for example in examples:
        assert example[: len(name.split())] == name.split()
        assert_parses(example)


def test_every_verb_and_option_that_a_page_mentions_exists() -> None:
    """In README and docs, wherever a command line is shown."""
    folder = REFERENCE.parents[2]
    for page in [folder / "README.md", *(folder / "docs").rglob("*.md")]:
        text = page.read_text(encoding="utf-8")
        for line in re.findall(r"policywatch ((?:[a-z-]+(?: test| list)?)(?: [^`\n#)]*)?)", text):
            words = line.split()
            if words[0] not in VERBS:
                continue
            known = set().union(*(options_of(one) for name, one in COMMANDS.items() if name.split()[0] == words[0]))
            flags = {word.partition("=")[0].rstrip(".,;:") for word in words if word.startswith("--") and len(word) > 2}
            assert flags <= known | {"--help"}, f"{page.name}: policywatch {line}"


def test_alone_it_invites(policywatch: Policywatch) -> None:
    alone, asked = policywatch(), policywatch("--help")
    assert alone == asked
    assert alone.code == 0
    assert alone.err == ""
    for verb in VERBS:
        assert re.search(rf"^  {verb} +\S", alone.out, re.MULTILINE), verb
    assert max(map(len, alone.out.splitlines())) <= 100


def test_a_verb_that_does_not_exist_is_answered_with_one_that_does(policywatch: Policywatch) -> None:
    said = policywatch("chek", "us.dea_rules")
    assert said.code == 2
    assert "there is no verb 'chek'. Did you mean check" in said.err
    assert "`policywatch --help` lists them" in policywatch("frobnicate").err


def test_completion_offers_verbs_options_and_formats() -> None:
    complete = BashComplete(program, {}, "policywatch", "_POLICYWATCH_COMPLETE")

    def offered(words: list[str], begun: str) -> set[str]:
        return {one.value for one in complete.get_completions(words, begun)}

    assert offered([], "ch") == {"check", "changes"}
    assert {"--replay", "--now"} <= offered(["check"], "--")
    assert offered(["digest", "weekly", "--format"], "") == {"text", "html", "markdown"}
    assert offered(["topics"], "t") == {"test"}
