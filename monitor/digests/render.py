"""Content to a message through the templates: the one home of Jinja2. Pure but for reading templates.

Escaping is decided here by format, never by a file's suffix: HTML is escaped by Jinja2 itself, in Markdown every printed
value is escaped (templates write the marks, values never can), plain text needs none. An undefined name is an error. One
environment per format and folder, made once.

A user's own folder mirrors `templates/` (`digest/entry.html` …); a file found there replaces ours of that name.
"""

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Literal

import jinja2

import monitor
from monitor.digests.content import DigestContent
from monitor.digests.entries import Entry
from monitor.digests.language import number, spoken
from monitor.digests.subject import subject
from monitor.model.errors import ConfigError

Format = Literal["html", "text", "markdown"]
_SUFFIX = {"html": "html", "text": "txt", "markdown": "md"}

_MARKDOWN = re.compile(r"([\\`*\[\]<>~|])|((?<!\w)_|_(?!\w))")
_CALLS_EVERYONE = re.compile(r"@(?=(?:everyone|here|channel|all|room)\b)", re.IGNORECASE)
_LEADING = re.compile(r"^(#{1,6}\s|[-+]\s|\d+[.)]\s|={3,}|-{3,})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A message in one format; an HTML one carries its plain-text part. `mark` is by which a repeat is recognised, `thread`
    what messages about one document share, and `about` how a reader calls that document."""

    subject: str
    body: str
    format: str
    text: str = ""
    mark: str = ""
    thread: str = ""
    about: str = ""


class _Literal(str):
    """Text that a template declares to be Markdown already, such as an address."""

    __slots__ = ()


def render(content: DigestContent, format: Format, *, templates: Path | None = None) -> Rendered:  # noqa: A002 - the word for it
    """The message for this content. Raises `ConfigError`, naming file and line, when a template is broken."""
    name = f"digest/{content.kind}.{_SUFFIX[format]}"
    chosen = content.template if content.kind in ("digest", "alert") else ""
    own = f"digest/{chosen or content.kind}.{_SUFFIX[format]}"  # a user's own may lack a format
    try:
        environment = _environment(format, templates, content.brief)
        with spoken(content.language):
            body = environment.select_template([own, name]).render(digest=content)
    except jinja2.TemplateError as error:
        raise _broken(name, error, templates) from error
    return Rendered(
        subject=subject(content),
        body=_tidy(body, format),
        format=format,
        mark=content.mark,
        thread=content.thread,
        about=content.about,
    )


def render_entry(one: Entry, *, templates: Path | None = None) -> str:
    """One entry of a digest as a piece of HTML, for feeds."""
    return render_page("digest/entry.html", {"one": one}, templates=templates)


def render_page(name: str, values: Mapping[str, Any], *, templates: Path | None = None) -> str:
    """The HTML that a template makes of these values. Raises `ConfigError` when it is broken."""
    try:
        body = _environment("html", templates).get_template(name).render(**values)
    except jinja2.TemplateError as error:
        raise _broken(name, error, templates) from error
    return _tidy(body, "html")


def render_inside(content: DigestContent, *, templates: Path | None = None) -> tuple[str, str]:
    """What stands in the frame of a digest's HTML message, and its foot: for a page that has a frame of its own."""
    name, values = f"digest/{content.kind}.html", {"digest": content}
    try:
        template = _environment("html", templates).get_template(name)
        with spoken(content.language):
            body = "".join(template.blocks["body"](template.new_context(values)))
    except jinja2.TemplateError as error:
        raise _broken(name, error, templates) from error
    except KeyError as error:
        raise ConfigError(f'template {name} has no block "body"', remedy="Extend digest/layout.html.") from error
    return _tidy(body, "html"), render_page("digest/foot.html", values, templates=templates)


def _broken(name: str, error: jinja2.TemplateError, templates: Path | None) -> ConfigError:
    at = f"{error.name or name}, line {error.lineno}" if isinstance(error, jinja2.TemplateSyntaxError) else name
    remedy = f"Mend it, or remove it from {templates} to use the built-in one." if templates else ""
    return ConfigError(f"template {at}: {error.message}", remedy=remedy)


def built_in() -> Path:
    """The folder of the templates that came with the program: in the wheel, or beside the package in a checkout."""
    package = Path(monitor.__file__).parent
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


def faults_of(templates: Path) -> list[str]:
    """What does not parse in a user's folder, one sentence each."""
    faults = []
    for file in sorted(file for file in templates.rglob("*.*") if file.is_file()):
        try:
            _environment("text", templates).get_template(str(file.relative_to(templates)))
        except (jinja2.TemplateError, UnicodeDecodeError) as error:
            line = f", line {error.lineno}" if isinstance(error, jinja2.TemplateSyntaxError) else ""
            faults.append(f"{file}{line}: {error}")
    return faults


@lru_cache(maxsize=32)
def _environment(form: str, templates: Path | None, brief: bool = False) -> jinja2.Environment:
    folders = [folder for folder in (templates, built_in()) if folder is not None]
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders),
        autoescape=form == "html",  # noqa: S701 - text is no markup, and Markdown has its own escaping below
        undefined=jinja2.StrictUndefined,
        finalize=_escaped_markdown if form == "markdown" else None,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["wrapped"] = partial(_wrapped, width=100_000) if brief else _wrapped  # a small screen wraps by itself
    made.filters["number"] = number
    made.filters["address"] = _address
    made.filters["preformatted"] = _preformatted
    return made


def _escaped_markdown(value: Any) -> Any:
    """Every value a Markdown template prints: its marks made harmless, and nobody called by an @everyone in a title."""
    if isinstance(value, _Literal) or not isinstance(value, str):
        return value
    return markdown(value)


def markdown(text: str) -> str:
    """Text that Markdown shows as it is."""
    escaped = _MARKDOWN.sub(r"\\\g<0>", text)
    escaped = _LEADING.sub(r"\\\1", escaped)
    return _CALLS_EVERYONE.sub("@\N{ZERO WIDTH SPACE}", escaped)


def _address(url: str) -> _Literal:
    """An address inside a Markdown link, where a parenthesis would end it."""
    return _Literal(url.replace("(", "%28").replace(")", "%29").replace(" ", "%20").replace("<", "%3C"))


def _preformatted(text: str) -> _Literal:
    """Lines of Markdown that keep their blanks; a backtick, which would end them, is taken out."""
    return _Literal("```\n" + text.replace("`", "'") + "\n```")


def _wrapped(text: str, indent: int = 0, hang: int = 0, width: int = 76) -> str:
    """Paragraph by paragraph to `width` columns, later lines `hang` further in; words and addresses are never broken."""
    margin = " " * indent
    return "\n".join(
        textwrap.fill(
            " ".join(line.split()),
            width,
            initial_indent=margin,
            subsequent_indent=margin + " " * hang,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in text.splitlines()
        if line.strip()
    )


def _tidy(body: str, form: str) -> str:
    """No blanks at line ends, never two empty lines; in HTML no indentation either, which only costs room."""
    lines = [line.strip() if form == "html" else line.rstrip() for line in body.splitlines()]
    if form == "html":
        return "\n".join(filter(None, lines)) + "\n"
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"
