"""What a reader sees: in three formats, whatever strangers put into a title, within every limit."""

import re
import time
from dataclasses import replace
from email import message_from_string
from html.parser import HTMLParser
from pathlib import Path

import pytest
from digest_world import NOW, World, bill, crowded, hostile, quiet, rich
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.changes.redline import redline
from monitor.digests.compose import MAIL_LIMIT, Room, compose, trial
from monitor.digests.content import DigestContent
from monitor.digests.cut import cut
from monitor.digests.excerpt import pieces
from monitor.digests.read import preview
from monitor.digests.render import built_in, markdown, render
from monitor.digests.words import clean, short, web_address
from monitor.model.documents import Hearing, Page
from monitor.model.errors import ConfigError
from monitor.model.records import ChangeKind, FieldChange, Operation, Subscription
from monitor.store.engine import read

FORMATS = ("html", "text", "markdown")
BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def said_by(world: World, who: Subscription, kind: str = "digest") -> DigestContent:
    with read(world.engine) as conn:
        return preview(conn, who, now=NOW, kind=kind)


class Tags(HTMLParser):
    """The elements and visible text of a page, and whether every element is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("form", FORMATS)
def test_an_entry_says_what_changed_why_and_until_when(world: World, form: str) -> None:
    body = render(said_by(world, rich(world)), form).body  # type: ignore[arg-type]
    body = " ".join((Tags(body).text if form == "html" else body).replace("\\", "").split())
    for words in (
        "HB 587",
        "passed one chamber",
        "2 new actions: Reported with amendments",
        "“7-hydroxymitragynine” (new in the text)",
        "comments close Tue, Dec 1 (in 9 days)",
        "hearing Tue, Nov 24, 2:00 PM EST (in 2 days)",
        "Drug Enforcement Administration",
        "Withdrawn from the source",
        "Small changes not told: 1 (HB 901).",
        "Now also watched: 1",
        "Checked 6 sources, 1 failed: us.fda_recalls (blocked since Nov 19, 2026).",
    ):
        assert words in body
    assert body.count("HB 587: ") == 1


def test_a_redline_speaks_by_marks_in_every_format(world: World) -> None:
    said = said_by(world, rich(world))
    page = render(said, "html").body
    assert "[-<del>18</del>-]</span>" in page
    assert "{+<ins>21</ins>+}</span>" in page
    assert page.count("<del") == page.count("[-<del>") == page.count("</del>-]"), (
        "a converter drops the elements, not the marks"
    )
    assert page.count("<ins") == page.count("{+<ins>") == page.count("</ins>+}")
    assert "[-18-]{+21+}" in Tags(page).text
    assert "[-18-]{+21+}" in " ".join(render(said, "text").body.split())
    assert r"\[-18-]{+**21**+}" in render(said, "markdown").body


def test_the_page_is_made_for_mail_clients(world: World) -> None:
    page = render(said_by(world, rich(world)), "html").body
    tags = Tags(page)
    assert tags.open == []
    assert {"style", "script", "img", "link", "iframe"}.isdisjoint(name for name, _ in tags.elements)
    assert max(map(len, page.encode().splitlines())) < 2000
    for _, attributes in tags.elements:
        style = attributes.get("style") or ""
        assert ("background" in style) <= (re.search(r"(?<![-\w])color:", style) is not None), "dark mode"


def test_hostile_titles_are_text_in_html(world: World) -> None:
    page = render(said_by(world, hostile(world)), "html").body
    tags = Tags(page)
    assert "img" not in {name for name, _ in tags.elements}
    assert not any(name.startswith("on") for _, attributes in tags.elements for name in attributes)
    assert "javascript:" not in "".join(str(attributes) for _, attributes in tags.elements)
    assert "<img src=x onerror=" in tags.text
    assert "{{ 7*7 }}" in tags.text


def test_hostile_titles_make_no_markdown_and_call_nobody(world: World) -> None:
    body = render(said_by(world, hostile(world)), "markdown").body
    assert r"\*\*bold\*\*" in body
    assert r"\[click\]" in body
    assert r"\<img" in body
    assert "@everyone kratom" not in body
    assert not re.search(r"(?<!\\)\]\(javascript:", body)


@pytest.mark.parametrize("form", FORMATS)
def test_titles_stay_on_their_line_and_read_left_to_right(world: World, form: str) -> None:
    body = render(said_by(world, hostile(world)), form).body  # type: ignore[arg-type]
    assert not BIDI.search(body)
    assert "padded kratom act" in body
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f]", body)
    assert not re.search(r"(?m)^\s*Bcc:", body)
    assert "49" not in body.replace("HB 49", "")


def test_a_subject_is_one_header_line_whatever_the_title(world: World) -> None:
    said = said_by(world, hostile(world))
    for at in range(len(said.ranked)):
        one = replace(said, ranked=said.ranked[at:], total=len(said.ranked) - at)
        subject = render(one, "text").subject
        assert len(subject) < 80
        assert subject.isprintable()
        assert message_from_string(f"Subject: {subject}\n\nbody").keys() == ["Subject"]


def test_the_subject_tells_what_happened(world: World) -> None:
    said = said_by(world, rich(world))
    assert render(said, "text").subject == (
        "Kratom: new proposed rule: Temporary Placement of 7-Hydroxymitragynine…; 5 more"
    )
    ohio = [one for one in said.ranked if one.name == "HB 587"]
    one = replace(said, ranked=tuple(ohio), total=1)
    assert render(one, "text").subject == "Kratom: Ohio HB 587 passed one chamber; 2 dates to act by"


@pytest.mark.parametrize("form", FORMATS)
def test_a_quiet_digest_is_one_honest_short_message(world: World, form: str) -> None:
    message = render(said_by(world, quiet(world)), form)  # type: ignore[arg-type]
    assert message.subject == "Kratom weekly: no change found, but 1 of 2 sources could not be read"
    assert "No change was found in Kratom, but 1 of 2 sources could not be read: us.dea_rules." in " ".join(
        message.body.replace("\\_", "_").split()
    )
    assert "othing changed" not in message.body
    assert "Checked 2 sources, 1 failed: us.dea\\_rules" in message.body.replace("us.dea_rules", "us.dea\\_rules")
    assert len(message.body) < 1500


def test_a_thousand_changes_fit_into_a_mail_within_a_second(world: World) -> None:
    who = crowded(world, 1000)
    begun = time.perf_counter()
    digest_id = world.gather(who)
    assert digest_id is not None
    from monitor.digests.read import stored

    with read(world.engine) as conn:
        said = stored(conn, digest_id)
    message = compose(said, Room(format="html"))
    taken = time.perf_counter() - begun
    tags = Tags(message.body)
    assert tags.open == []
    assert len(message.body.encode()) <= MAIL_LIMIT
    told = tags.text.count("Why: ")
    lines = tags.text.count("changed · Virginia")
    left = int(re.search(r"([\d,]+) more changes are left out", tags.text)[1].replace(",", ""))  # type: ignore[index]
    assert told + lines + left == 1000
    assert told >= 40
    assert "HB 999: " in tags.text, "the most urgent stay"
    assert message.text
    assert taken < 3, "about 0.7 s where nothing else runs"


@settings(deadline=None)  # a message is composed by bisection, which a busy machine may take its time for
@given(limit=st.integers(60, 9000), form=st.sampled_from(["text", "markdown"]), inside=st.booleans())
def test_a_message_never_exceeds_its_channel(limit: int, form: str, inside: bool) -> None:
    room = Room(format=form, limit=limit, subject=100, subject_in_body=inside)  # type: ignore[arg-type]
    message = compose(_CROWD[0], room)
    size = len(message.body) + (len(message.subject) if inside else 0)
    assert size <= limit or (inside and limit < 160)
    assert len(message.subject) <= 100
    if "Why: " in message.body:
        assert message.body.rstrip().endswith("EST"), "the end is there, so nothing was cut off"


_CROWD: list[DigestContent] = []


@pytest.fixture(autouse=True, scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> None:
    world = World(tmp_path_factory.mktemp("crowd") / "crowd.sqlite")
    _CROWD[:] = [said_by(world, crowded(world, 30))]
    world.engine.dispose()


def test_cutting_keeps_the_most_urgent_and_counts_the_rest() -> None:
    whole = _CROWD[0]
    some = cut(whole, full=3, lines=5)
    shown = [one for group in some.groups for section in group.sections for one in section.entries]
    assert [one.name for one in shown] == [one.name for one in whole.ranked[:3]]
    assert [one.name for one in some.also] == [one.name for one in whole.ranked[3:8]]
    assert some.left_out == 22


def test_a_folder_of_ones_own_replaces_templates_by_name(world: World, tmp_path: Path) -> None:
    said = said_by(world, rich(world))
    (tmp_path / "digest").mkdir()
    (tmp_path / "digest" / "entry.txt").write_text("MINE {{ one.heading }}\n")
    body = render(said, "text", templates=tmp_path).body
    assert body.count("MINE ") == 6
    assert "Checked 6 sources" in body
    assert "MINE" not in render(said, "text").body


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{{ digest.no_such_thing }}", "no_such_thing"),
        ("{% if %}", "line 1"),
        ("{% include 'digest/absent.txt' %}", "absent.txt"),
    ],
)
def test_a_broken_template_is_named(world: World, tmp_path: Path, template: str, message: str) -> None:
    said = said_by(world, quiet(world))
    (tmp_path / "digest").mkdir()
    (tmp_path / "digest" / "digest.txt").write_text(template)
    with pytest.raises(ConfigError, match=message) as raised:
        render(said, "text", templates=tmp_path)
    assert "digest/digest.txt" in str(raised.value)


def test_a_subscription_may_have_a_template_of_its_own_which_may_lack_a_format(world: World, tmp_path: Path) -> None:
    (tmp_path / "digest").mkdir()
    (tmp_path / "digest" / "members.md").write_text("Dear members: {{ digest.tally }}")
    said = replace(said_by(world, rich(world)), template="members")
    assert (
        render(said, "markdown", templates=tmp_path).body == "Dear members: 6 changes: 3 new, 2 changed, 1 withdrawn\n"
    )
    assert "What needs you" in render(said, "text", templates=tmp_path).body
    assert "Dear members" not in render(replace(said, kind="welcome"), "markdown", templates=tmp_path).body


def test_every_kind_has_its_template_in_every_format() -> None:
    for kind in ("digest", "alert", "welcome", "health"):
        for suffix in ("html", "txt", "md"):
            assert (built_in() / "digest" / f"{kind}.{suffix}").is_file()


@pytest.mark.parametrize("kind", ["digest", "alert", "welcome"])
@pytest.mark.parametrize("form", FORMATS)
def test_each_kind_ends_with_the_proof_and_its_mark(world: World, kind: str, form: str) -> None:
    body = render(said_by(world, rich(world), kind), form).body  # type: ignore[arg-type]
    foot = body[body.index("Checked 6 sources") :]
    assert "preview" in foot


def test_a_list_is_told_by_what_came_and_what_went(world: World) -> None:
    world.source("ohio.bills")
    world.topic("kratom")
    who = world.subscribe()
    world.change(
        bill(1),
        before=bill(1),
        source="ohio.bills",
        fields=(
            FieldChange(name="subjects", before=["Health"], after=["Health", "Drugs"]),
            FieldChange(name="companions", before=["SB 1"], after=[]),
            FieldChange(name="versions", before=[{"note": "A", "on": None}], after=[{"note": "A", "on": None}]),
            FieldChange(name="effective_on", before=None, after="2027-01-01"),
        ),
    )
    (entry,) = said_by(world, who).ranked
    assert [(one.name, one.said or (one.before, one.after)) for one in entry.fields] == [
        ("new subject", "Drugs"),
        ("companion no longer listed", "SB 1"),
        ("versions", "the order changed"),
        ("effective", "set to Jan 1, 2027"),
    ]


def test_a_cancelled_hearing_and_a_document_come_back_say_so(world: World) -> None:
    world.source("ohio.bills")
    world.topic("kratom")
    who = world.subscribe()
    hearing = Hearing(identifier="h1", title="Hearing on kratom", url="", starts_at=NOW.replace(day=25))
    world.change(replace(hearing, cancelled=True), before=hearing, source="ohio.bills", importance=0.9)
    world.change(bill(2), before=bill(2), kind=ChangeKind.RESTORED, source="ohio.bills", importance=0.1)
    said = said_by(world, who)
    text = render(said, "text").body
    assert "Cancelled." in text
    assert "hearing cancelled, was Wed, Nov 25" in text
    assert "listed again, after it had been withdrawn" in " ".join(text.split()).replace("Listed", "listed")
    assert said.soon == (), "nobody needs to go there"
    assert "Hearing on kratom cancelled" in render(said, "text").subject


def test_a_watched_page_is_called_by_its_title(world: World) -> None:
    world.source("anywhere.page")
    world.topic("kratom")
    who = world.subscribe()
    url = "https://example.org/kratom"
    old = Page(identifier=url, title="About kratom", url=url, text="Kratom is legal here.\n")
    world.change(replace(old, text="Kratom is not legal here.\n"), before=old, source="anywhere.page")
    (entry,) = said_by(world, who).ranked
    assert entry.heading == "About kratom"
    assert "".join(piece.text for piece in entry.redline if piece.op == "new") == "not"


def test_moved_and_long_pieces_stay_within_the_excerpt() -> None:
    operations = (
        Operation(op="equal", old="a " * 400, new="a " * 400),
        Operation(op="delete", old="gone " * 300),
        Operation(op="insert", new=" new words \n"),
        Operation(op="move", new="moved block\n"),
        Operation(op="equal", old="b " * 400, new="b " * 400),
        Operation(op="insert", new="more"),
        Operation(op="insert", new="and more"),
    )
    found = pieces(operations, limit=300)
    assert sum(len(one.text) for one in found) < 1000
    assert found[-1].text.endswith("more in the text")
    assert all(one.text == one.text.strip() for one in found if one.op in ("gone", "new"))


def test_renumbered_paragraphs_are_read_under_their_new_number_and_named_at_the_end() -> None:
    kept = "the owner of every shop shall keep a list of all goods."
    old = "".join(f"({n}) As to item {n} {kept}\n" for n in (1, 2, 3))
    new = old.replace("(3)", "(4)").replace("(2)", "(3)").replace("(1) As", "(2) A new duty of care.\n(1) As", 1)
    found = pieces(redline(old, new))
    assert [one.text for one in found if one.op == "new"] == ["(2) A new duty of care."]
    assert found[-1].text == " (renumbered: 2 → 3, 3 → 4)"


@given(st.text())
def test_a_cleaned_text_is_one_visible_line_and_cleaning_it_again_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", once)
    assert not BIDI.search(once)
    once.encode()


@given(st.text(min_size=1), st.integers(5, 50))
def test_a_shortened_text_is_no_longer_than_asked(text: str, limit: int) -> None:
    assert len(short(text, limit)) <= limit


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a?b=1#c", "https://example.org/a?b=1#c"),
        ("https://example.org/a b\"c'd<e>", "https://example.org/a%20b%22c%27d%3Ce%3E"),
        (" HTTPS://example.org ", "HTTPS://example.org"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//example.org", ""),
        ("https://", ""),
        ("https://[broken", ""),
        ("https://example.org/%E2%82%AC", "https://example.org/%E2%82%AC"),
    ],
)
def test_only_web_addresses_become_links(url: str, expected: str) -> None:
    assert web_address(url) == expected


def test_markdown_escapes_what_would_be_read_as_marks_and_no_more() -> None:
    assert markdown("us.fda_recalls 21 U.S.C. 811(h)") == "us.fda_recalls 21 U.S.C. 811(h)"
    assert markdown("# heading") == r"\# heading"
    assert markdown("1. item") == r"\1. item"


@pytest.mark.parametrize("form", FORMATS)
def test_a_trial_message_shows_the_marks(form: str) -> None:
    message = trial(Room(format=form), "board <b>")  # type: ignore[arg-type]
    assert "$1,000" in message.body
    assert form == "text" or "<b>" not in message.body.replace("\\<b", "")
