"""Real federal captures on one day, and on the next with one edit of substance among all that moves without meaning.

No captured pair of one address differs in substance (test_federal_replay), so that the second day is made here: one field,
row or sentence of a real answer is changed, and so is everything that is known to be volatile. Both days are replayed through
the real check, and exactly the edit must come out.
"""

import csv
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.crawl.job import Job, SourceJob
from monitor.crawl.plan import spider_class
from monitor.crawl.run import run_checks
from monitor.model.records import Change, Outcome
from monitor.store.changes import Wanted, select
from monitor.store.engine import open_store, read

FIRST = datetime(2026, 10, 14, 12, tzinfo=UTC)
SECOND = FIRST + timedelta(days=1)
FEDERAL = "federal"
INTERFACES = ("regulations_gov/", "openfda/", "federalregister/api")
Answers = Mapping[str, str]
"""By address, what is answered."""


class World:
    """A database, and a folder of answers on two days."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "replay"
        self.folder.mkdir()
        self.engine = open_store(str(folder / "federal.db"), create=True)
        self.database = str(folder / "federal.db")
        self.rows: list[list[object]] = []

    def record(self, at: datetime, answers: Answers) -> None:
        for url, body in answers.items():
            name = f"{len(self.rows)}"
            (self.folder / name).write_text(body, encoding="utf-8")
            kind = {"{": "json", "[": "json"}.get(body.lstrip()[0], "html" if "<html" in body[:900].lower() else "xml")
            self.rows.append([url, at.isoformat(), 200, f"{'text' if kind == 'html' else 'application'}/{kind}", name])
        with (self.folder / "captures.csv").open("w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows([["url", "at", "status", "media_type", "file"], *self.rows])

    def check(self, source: SourceJob, now: datetime) -> Outcome:
        (result,) = run_checks(Job(database=self.database, sources=(source,), now=now, replay=str(self.folder)))
        assert not result.error, result.error
        return result.outcome

    def told(self) -> list[Change]:
        with read(self.engine) as conn:
            return list(select(conn, Wanted()))


def two_days(folder: Path, source: str | SourceJob, before: Answers, after: Answers) -> list[Change]:
    """What the second day's check tells; the first is the baseline, and a third with the same answers is quiet."""
    world = World(folder)
    job = source if isinstance(source, SourceJob) else SourceJob(name=source, spider=source)
    world.record(FIRST, before)
    world.record(SECOND, after)
    assert world.check(job, FIRST) is Outcome.BASELINE
    world.check(job, SECOND)
    told = world.told()
    assert world.check(job, SECOND + timedelta(hours=2)) is Outcome.UNCHANGED
    return told


def first_address(source: str) -> str:
    return next(iter(spider_class(source)(now=FIRST).requests())).url


@pytest.fixture(scope="module")
def capture(corpus: Path) -> Callable[[str], str]:
    """The text of the one real capture that a pattern names."""

    def text(pattern: str) -> str:
        (file,) = (corpus / FEDERAL).glob(pattern)
        return file.read_text(encoding="utf-8")

    return text


def once(text: str, old: str, new: str) -> str:
    """The text with one edit, whose place must be the only one."""
    assert text.count(old) == 1, (text.count(old), old)
    return text.replace(old, new)


@dataclass(frozen=True, kw_only=True)
class Edit:
    """What one change must say: its kind, its document, and each field with its values; of the text, what went and came."""

    kind: str
    identifier: str
    fields: Mapping[str, tuple[Any, Any]]
    gone: str = ""
    come: str = ""


def assert_told(changes: list[Change], *wanted: Edit) -> None:
    assert [(str(one.kind), one.key.identifier) for one in changes] == [(one.kind, one.identifier) for one in wanted]
    for change, edit in zip(changes, wanted, strict=True):
        if edit.kind == "added":
            continue
        fields = {one.name: (one.before, one.after) for one in change.fields}
        text = fields.pop("text", None)
        assert fields == edit.fields
        assert bool(text) == bool(edit.gone or edit.come)
        if text:
            assert change.before is not None
            old, new = change.before.text.splitlines(), change.document.text.splitlines()
            assert edit.gone in "\n".join(line for line in old if line not in new)
            assert edit.come in "\n".join(line for line in new if line not in old)
            assert len([line for line in new if line not in old]) <= 1


# -- the Federal Register ---------------------------------------------------------------------------------------------


def register_answers(results: list[dict[str, Any]]) -> Answers:
    (bundle,) = spider_class("us.dea_rules")(now=FIRST).requests()
    published, filed = bundle.meta["bundle"].values()
    answer = {"count": len(results), "total_pages": 1, "results": results}
    return {published: json.dumps(answer), filed: json.dumps({"count": 0, "results": []})}


def test_one_field_of_one_rule_in_the_interface(tmp_path: Path, capture: Callable[[str], str]) -> None:
    before = json.loads(capture("federalregister/api_documents/dea_cms_faa*.json"))["rules"]
    after = json.loads(json.dumps(before))
    for place, one in enumerate(after):
        one["page_views"] = {"count": 1_000 + place, "last_updated": "2026-10-15 06:00:00 -0400"}
        one["regulations_dot_gov_info"] = {"comments_count": place}
    after[0]["comments_close_on"] = "2026-09-30"
    after = [dict(reversed(one.items())) for one in after]
    found = two_days(tmp_path, "us.dea_rules", register_answers(before), register_answers(after))
    assert_told(
        found,
        Edit(
            kind="amended",
            identifier="2026-13364",
            fields={"comments_close_on": (before[0].get("comments_close_on"), "2026-09-30")},
        ),
    )


def test_one_sentence_and_one_new_document_of_a_search(tmp_path: Path, capture: Callable[[str], str]) -> None:
    results = json.loads(capture("federalregister/api_documents/documents_term*.json"))["results"]
    after = json.loads(json.dumps(results))
    changed = next(one for one in after[1:] if one["abstract"])
    changed["abstract"] += " The comment period is extended."
    found = two_days(tmp_path, "us.dea_rules", register_answers(results[1:]), register_answers(after))
    new = Edit(kind="added", identifier=results[0]["document_number"], fields={})
    said = Edit(
        kind="amended", identifier=changed["document_number"], fields={}, come="The comment period is extended."
    )
    assert_told(sorted(found, key=lambda one: str(one.kind)), new, said)


def test_one_word_of_an_issue(tmp_path: Path, capture: Callable[[str], str]) -> None:
    issue = capture("federalregister/bulk_xml_pair_ndash_2024-03/FR-2024-02-12.current.xml")
    cleaned = capture("federalregister/bulk_xml_pair_ndash_2024-03/FR-2024-02-12.updated.xml")
    url = first_address("us.federal_register_full_text")
    place = cleaned.index("Except as provided in paragraph", cleaned.index("PART 601"))
    edited = f"{cleaned[:place]}Unless told otherwise, and e{cleaned[place + 1 :]}"
    found = [
        one
        for one in two_days(tmp_path, "us.federal_register_full_text", {url: issue}, {url: edited})
        if one.importance > 0.1  # the dashes that the Office cleaned up on that day
    ]
    assert [(one.key.identifier, [each.name for each in one.fields]) for one in found] == [("2024-02741", ["text"])]


# -- the FDA ----------------------------------------------------------------------------------------------------------


def test_one_recall_of_the_table(tmp_path: Path, capture: Callable[[str], str]) -> None:
    before = json.loads(capture("fda/datatables_json/recalls*.json"))
    after = json.loads(json.dumps(before))
    for one in after:  # saved again without a change, as in August 2024
        one["changed"] = re.sub(r">[^<]*<", ">Thu, 10/15/2026 - 09:00<", one["changed"])
    after[3]["field_recall_reason_description"] = "Salmonella"
    after = after[::-1]
    url = first_address("us.fda_recalls")
    found = two_days(tmp_path, "us.fda_recalls", {url: json.dumps(before)}, {url: json.dumps(after)})
    assert len(found) == 1
    assert before[3]["path"] in found[0].document.url
    assert {one.name for one in found[0].fields} == {"reason", "text"}  # the table's row is the text, too
    assert next(one.after for one in found[0].fields if one.name == "reason") == "Salmonella"


def test_a_recall_that_openfda_closes_and_one_that_it_adds(tmp_path: Path, capture: Callable[[str], str]) -> None:
    first, second = (
        json.loads(capture(f"openfda/food_enforcement/{name}.json")) for name in ("F-1989-2014", "F-2411-2015")
    )
    url = first_address("us.openfda_food_enforcement")

    def answer(updated: str, *records: dict[str, Any]) -> str:
        meta = first["meta"] | {"last_updated": updated, "results": {"skip": 0, "limit": 1000, "total": len(records)}}
        return json.dumps({"meta": meta, "results": [dict(reversed(one.items())) for one in records]})

    (record,), (other,) = first["results"], second["results"]
    open_ = record | {"status": "Ongoing"}
    open_.pop("termination_date", None)
    before, after = answer("2026-10-07", open_), answer("2026-10-14", other, record)
    found = two_days(tmp_path, "us.openfda_food_enforcement", {url: before}, {url: after})
    by_kind = {str(one.kind): one for one in found}
    assert len(found) == len(by_kind) == 2
    assert by_kind["added"].key.identifier == "F-2411-2015"
    assert by_kind["amended"].key.identifier == "F-1989-2014"
    moved = {one.name: (one.before, one.after) for one in by_kind["amended"].fields}
    assert moved["status"] == ("Ongoing", "Terminated")
    assert moved.keys() <= {"status", "text"}


def test_an_edited_announcement_that_keeps_its_date_and_a_new_one(
    tmp_path: Path, capture: Callable[[str], str]
) -> None:
    before = capture("fda/rss/press-releases*.xml")
    items = re.findall(r"<item>.*?</item>", before, re.DOTALL)
    titles = [re.findall(r"<title>(.*?)</title>", one)[0].strip() for one in items]
    new = items[0].replace(titles[0], "FDA Warns of Kratom Products")
    link = re.findall(r"<link>(.*?)</link>", items[0])[0]
    new = new.replace(link, "http://www.fda.gov/news-events/press-announcements/fda-warns-kratom-products")
    after = before.replace(titles[4], f"UPDATED: {titles[4]}").replace(items[-1], "").replace(items[0], new + items[0])
    url = first_address("us.fda_press_releases")
    found = two_days(tmp_path, "us.fda_press_releases", {url: before}, {url: after})
    told = {str(one.kind): one for one in found}
    assert len(found) == len(told) == 2
    assert told["added"].document.title == "FDA Warns of Kratom Products"
    assert [one.name for one in told["amended"].fields] == ["title"]
    assert told["amended"].document.title.startswith("UPDATED: ")


WATCHED = "https://www.fda.gov/inspections-compliance-enforcement-and-criminal-investigations/warning-letters/abs-corporation-732115-07232026"


def test_one_sentence_of_a_watched_page(tmp_path: Path, capture: Callable[[str], str]) -> None:
    before = capture("fda/warning_letter_pages/*.html")
    after = re.sub(r"js-view-dom-id-\w+", "js-view-dom-id-" + "0" * 64, before)
    after = re.sub(r"itok=[\w-]+", "itok=zzzzzzzz", after)
    after = re.sub(r'(<time datetime=")[^"]*(">)', r"\g<1>2026-10-15T09:00:00Z\2", after)
    sentence = re.search(r"<p>([^<]{80,}\.)</p>", after)
    assert sentence
    after = once(after, sentence[1], f"{sentence[1]} Kratom is not a dietary ingredient.")
    page = SourceJob(name="letter", spider="anywhere.page", settings={"url": WATCHED})
    (change,) = two_days(tmp_path, page, {WATCHED: before}, {WATCHED: after})
    assert [one.name for one in change.fields] == ["text"]
    assert change.before is not None
    came = set(change.document.text.splitlines()) - set(change.before.text.splitlines())
    assert len(came) == 1
    assert came.pop().endswith("Kratom is not a dietary ingredient.")


# -- the Code, OIRA, Congress, Regulations.gov ------------------------------------------------------------------------


def test_one_sentence_of_a_section_of_the_code(tmp_path: Path, capture: Callable[[str], str]) -> None:
    title = capture("ecfr/versioner_full/*.xml")
    api = "https://www.ecfr.gov/api/versioner/v1"
    parts = spider_class("us.ecfr").parts  # type: ignore[attr-defined]  # of the family's members

    def answers(on: str, amended: str, text: str) -> Answers:
        row = {
            "identifier": "1308.11",
            "type": "section",
            "part": "1308",
            "name": "x",
            "date": amended,
            "removed": False,
        }
        lists = {
            f"{api}/versions/title-21.json?part={part}": json.dumps({"content_versions": [row | {"part": part, "identifier": f"{part}.11"}]})
            for part in parts
        }  # fmt: skip
        titles = {"titles": [{"number": 21, "up_to_date_as_of": on}], "meta": {"date": on, "import_in_progress": False}}
        texts = {f"{api}/full/{amended}/title-21.xml?part={part}&section={part}.11": text for part in parts}
        return {f"{api}/titles.json": json.dumps(titles), **lists, **texts}

    old = "Employees of the Executive Office of the President are subject to"
    edited = once(title, old, "All employees of the Executive Office of the President are subject to")
    edited = edited.replace(
        "<DIV8 ", '<DIV8 hierarchy_metadata="{&quot;path&quot;:&quot;/on/_SUBSTITUTE_DATE_/x&quot;}" '
    )
    found = two_days(
        tmp_path, "us.ecfr", answers("2026-10-13", "2026-01-02", title), answers("2026-10-14", "2026-10-14", edited)
    )
    assert_told(
        found,
        Edit(
            kind="amended", identifier="3 CFR 100.1", fields={}, gone=old, come="All employees of the Executive Office"
        ),
    )


def test_a_review_that_moved_and_one_that_was_received(tmp_path: Path, capture: Callable[[str], str]) -> None:
    before = capture("reginfo/EO_RULES_UNDER_REVIEW*.xml")
    bundle = next(iter(spider_class("us.oira_reviews")(now=FIRST).requests()))
    review, completed = bundle.meta["bundle"].values()
    nothing = re.sub(r"<REGACT>.*</REGACT>", "", before, flags=re.DOTALL)
    records = re.findall(r"<REGACT>.*?</REGACT>", before, re.DOTALL)
    moved = once(records[5], "<STAGE>", "<STAGE>Interim ")
    received = re.sub(r"<RIN>.*?</RIN>", "<RIN>1117-AB99</RIN>", records[0])
    after = before.replace(records[5], moved).replace(records[0], received + records[0])
    after = re.sub(r'RUNDATE="[^"]*"', 'RUNDATE="2026-10-15"', after)
    found = two_days(
        tmp_path, "us.oira_reviews", {review: before, completed: nothing}, {review: after, completed: nothing}
    )
    told = {str(one.kind): one for one in found}
    assert len(found) == len(told) == 2
    assert told["added"].key.identifier == "1117-AB99"
    (rin,) = re.findall(r"<RIN>(.*?)</RIN>", records[5])
    assert told["amended"].key.identifier == rin
    assert {one.name for one in told["amended"].fields} <= {"stage", "text"}
    assert getattr(told["amended"].document, "stage", "").startswith("draft interim ")


def test_one_new_action_of_a_bill(tmp_path: Path, capture: Callable[[str], str]) -> None:
    bill = capture("congress/billstatus/117hr6658/117hr6658.v3-2022-11.xml")
    info = "https://www.govinfo.gov"
    file = f"{info}/bulkdata/BILLSTATUS/117/hr/BILLSTATUS-117hr6658.xml"

    other = file.replace("117hr6658", "117hr1")
    quiet = {other: capture("congress/billstatus/117hr1/117hr1.v3-2022-11.xml")}

    def sitemap(changed: str) -> Answers:
        entry = "<url><loc>{}</loc><lastmod>{}</lastmod></url>"
        maps = [one.url for one in spider_class("us.congress")(now=FIRST).requests()]
        entries = [entry.format(file, changed), *(entry.format(other, "2026-10-01T00:00:00Z") for _ in maps[1:])]
        listing = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'
        return {url: listing.format(entry) for url, entry in zip(maps, entries, strict=True)}

    action = (
        "<item><actionDate>2026-10-14</actionDate><text>Became Public Law No: 117-999.</text><type>BecameLaw</type>"
        "<actionCode>E40000</actionCode><sourceSystem><name>Library of Congress</name></sourceSystem></item>"
    )
    after = re.sub(r"<actions>", f"<actions>{action}", bill, count=1)
    after = re.sub(r"(<updateDate(?:IncludingText)?>)[^<]*", r"\g<1>2026-10-15T08:00:00Z", after)
    found = two_days(
        tmp_path,
        "us.congress",
        {**sitemap("2026-10-14T00:00:00Z"), **quiet, file: bill},
        {**sitemap("2026-10-15T00:00:00Z"), **quiet, file: after},
    )
    assert [(str(one.kind), one.key.identifier) for one in found] == [("amended", "HR 6658")]
    (change,) = found
    actions = next(one for one in change.fields if one.name == "actions")
    new = [one for one in actions.after if one not in actions.before]
    assert [one["text"] for one in new] == ["Became Public Law No: 117-999."]
    assert {one.name for one in change.fields} <= {"actions", "status"}
    assert [str(one.after) for one in change.moves] == ["law"]


def test_a_comment_period_extended_at_regulations_gov(
    tmp_path: Path, capture: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REGULATIONS_GOV_KEY", raising=False)
    before = json.loads(capture("regulations_gov/v4_bodies/200*BlastUpdated_5_97e91300*.json"))
    after = json.loads(json.dumps(before))
    for one in after["data"]:  # stored again, whatever became of it
        one["attributes"]["lastModifiedDate"] = "2026-10-15T12:00:00Z"
    changed = next(one for one in after["data"] if one["attributes"]["commentEndDate"])
    changed["attributes"]["commentEndDate"] = "2026-12-02T04:59:59Z"
    empty = json.dumps(
        {"data": [], "meta": before["meta"] | {"totalElements": 0, "numberOfElements": 0, "hasNextPage": False}}
    )
    urls = [one.url for one in spider_class("us.regulations_gov")(now=FIRST).requests()]

    def answers(body: dict[str, Any]) -> Answers:
        return dict.fromkeys(urls, empty) | {urls[1]: json.dumps(body)}

    found = two_days(tmp_path, "us.regulations_gov", answers(before), answers(after))
    assert len(found) == 1
    assert changed["id"] in found[0].document.url or changed["attributes"]["frDocNum"] == found[0].key.identifier
    moved = {one.name: one.after for one in found[0].fields}
    assert moved["comments_close_on"] == "2026-12-01"
    assert moved.keys() <= {"comments_close_on", "status", "text"}


# -- the captured pairs themselves, as watched pages ------------------------------------------------------------------


def test_of_the_captured_days_of_one_address_what_differs_is_found_and_nothing_else(
    corpus: Path, tmp_path: Path
) -> None:
    days: dict[str, list[tuple[str, Path]]] = {}
    with (corpus / "MANIFEST.csv").open(newline="", encoding="utf-8") as manifest:
        for row in csv.DictReader(manifest):
            interface = row["path"].startswith(tuple(f"federal/{one}" for one in INTERFACES))
            if interface and "200__" in row["path"] and row["source_url"] and row["captured_at"]:
                days.setdefault(row["source_url"], []).append((row["captured_at"], corpus / row["path"]))
    several = {url: [file for _, file in sorted(files)] for url, files in days.items() if len(files) > 1}
    found = {url: pages_told(tmp_path / f"{place}", url, files) for place, (url, files) in enumerate(several.items())}
    told = {url.partition(".gov/")[2] or url: lines for url, lines in found.items() if lines}
    counts, drugs, agencies = (
        next(lines for url, lines in told.items() if name in url)
        for name in ("received-counts/HHS-OCR", "drug/drugsfda", "2016-04047,2016-03956")
    )
    assert counts == [("count: 550", "count: 1436")]
    assert ["RYBELSUS" in came for _, came in drugs] == [
        True
    ]  # of three days; the first two differ in their stamp alone
    ((gone, came),) = agencies  # the same two agencies in another order
    assert sorted(gone.splitlines()) == sorted(came.splitlines())
    assert len(told) == 3
    assert len(several) >= 5  # with a docket stored again, and a search whose windows of 30 and 90 days moved


def pages_told(folder: Path, url: str, files: list[Path]) -> list[tuple[str, str]]:
    """What each later answer changed, the address being watched as a page: the lines from the first that differs to the last,
    as they were and as they are."""
    folder.mkdir()
    world = World(folder)
    for place, file in enumerate(files):
        world.record(FIRST + timedelta(days=place), {url: file.read_text(encoding="utf-8")})
    page = SourceJob(name="page", spider="anywhere.page", settings={"url": url})
    for place in range(len(files)):
        world.check(page, FIRST + timedelta(days=place))
    return [
        differing(one.before.text.splitlines(), one.document.text.splitlines()) for one in world.told() if one.before
    ]


def differing(old: list[str], new: list[str]) -> tuple[str, str]:
    """Two texts without the lines that they begin and end with alike."""
    while old and new and old[0] == new[0]:
        old, new = old[1:], new[1:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return "\n".join(old), "\n".join(new)
