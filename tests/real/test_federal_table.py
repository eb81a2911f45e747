"""Every federal capture through `policywatch parse`: which source reads it and what must come out, or why none reads it."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from monitor.cli import run

REGISTER = "https://www.federalregister.gov"
INFO = "https://www.govinfo.gov/bulkdata"
GSA = "https://api.regulations.gov/v4/documents?page%5Bnumber%5D=1"
LIBRARY = "https://api.congress.gov/v3/bill/117/hr/21"
EVENTS = "https://api.fda.gov/drug/event.json?search=patient.drug.medicinalproduct%3A%22kratom%22&limit=1"
ENFORCEMENT = "https://api.fda.gov/food/enforcement.json?search=x&limit=1"
FDA = "https://www.fda.gov"


@dataclass(frozen=True)
class Row:
    """Files of a pattern, the source that reads them from an address, and what comes out: kinds of rows, or words of the fault."""

    pattern: str
    source: str
    url: str
    yields: tuple[str, ...] = ()
    fault: str = ""


def read(pattern: str, source: str, url: str, *yields: str) -> Row:
    return Row(pattern, source, url, yields)


def refused(pattern: str, source: str, url: str, fault: str) -> Row:
    return Row(pattern, source, url, fault=fault)


def part(name: str, path: str = "") -> Row:
    return read(f"congress/api_v3/*bill_117_hr_21{name}*.json", "us.congress", f"{LIBRARY}{path}", "bill")


TABLE = (
    refused("federalregister/api_v1_bodies/404*.html", "us.dea_rules", f"{REGISTER}/api/v1/documents/1.json", "expected JSON"),
    refused("federalregister/api_v1_bodies/404*", "us.dea_rules", f"{REGISTER}/api/v1/documents/1.json", "Record Not Found"),
    refused("federalregister/api_v1_bodies/*search-details*", "us.dea_rules", f"{REGISTER}/api/v1/documents/search-details", ""),
    read("federalregister/api_v1_bodies/200*", "us.dea_rules", f"{REGISTER}/api/v1/documents.json", "rule", "notice"),
    read("federalregister/api_issues/*", "us.dea_rules", f"{REGISTER}/api/v1/issues/2016-02-29.json", "rule", "notice"),
    read("federalregister/api_documents/*", "us.dea_rules", f"{REGISTER}/api/v1/documents.json", "rule", "notice"),
    read("federalregister/bulk_xml/*", "us.federal_register_full_text", f"{INFO}/FR/2016/04/FR-2016-04-15.xml", "rule", "notice"),
    read("federalregister/bulk_xml_pair*/*", "us.federal_register_full_text", f"{INFO}/FR/2024/02/FR-2024-02-12.xml", "rule", "notice"),
    *(
        read(f"federalregister/{folder}/*.xml", "us.federal_register_full_text", f"{REGISTER}/documents/full_text/xml/{{name}}", "rule", "notice")
        for folder in ("bulk_xml_slices", "bulk_xml_slices_pairs", "full_text_xml", "full_text_xml_pairs", "articles_xml_legacy")
    ),
    read("ecfr/versioner_full/*.xml", "us.ecfr", "https://www.ecfr.gov/api/versioner/v1/full/2024-05-17/title-3.xml", "rule"),
    read("cfr_annual_xml/*.xml", "us.ecfr", f"{INFO}/CFR/{{name}}", "rule"),
    read("fda/rss/*.xml", "us.fda_press_releases", f"{FDA}/about-fda/rss.xml", "notice"),
    read("fda/datatables_json/recalls*", "us.fda_recalls", f"{FDA}/datatables-json/recalls-market-withdrawals.json", "enforcement"),
    read("fda/warning_letter_pages/*", "us.fda_warning_letters", f"{FDA}/inspections-compliance-enforcement-and-criminal-investigations/warning-letters/abs-corporation-732115-07232026", "enforcement"),
    read("openfda/food_enforcement/*", "us.openfda_food_enforcement", ENFORCEMENT, "enforcement"),
    read("openfda/bodies/404*", "us.openfda_drug_events", EVENTS, "page", "figure"),
    refused("openfda/bodies/400*", "us.openfda_drug_events", EVENTS, "BAD_REQUEST"),
    refused("openfda/bodies/403*", "us.openfda_drug_events", EVENTS, "API_KEY_INVALID"),
    refused("openfda/bodies/500*", "us.openfda_drug_events", EVENTS, "SERVER_ERROR"),
    refused("openfda/bodies/200*drugsfda*", "us.openfda_drug_events", EVENTS, "safetyreportid"),
    refused("regulations_gov/v4_bodies/400*", "us.regulations_gov", GSA, "400"),
    refused("regulations_gov/v4_bodies/403*", "us.regulations_gov", GSA, "needs a key in REGULATIONS_GOV_KEY"),
    refused("regulations_gov/v4_bodies/500*", "us.regulations_gov", GSA, "500"),
    read("regulations_gov/v4_bodies/200*received-counts*", "us.regulations_gov", GSA, "figure"),
    read("regulations_gov/v4_bodies/200*", "us.regulations_gov", GSA, "rule", "notice", "empty"),
    read("regulations_gov/v4_json/*", "us.regulations_gov", GSA, "rule", "notice", "empty"),
    read("reginfo/EO_RULES_UNDER_REVIEW*", "us.oira_reviews", "https://www.reginfo.gov/public/do/XMLViewFileAction?f=EO_RULES_UNDER_REVIEW.xml", "rule"),
    read("congress/billstatus/*/*.xml", "us.congress", f"{INFO}/BILLSTATUS/117/hr/BILLSTATUS-117hr1.xml", "bill"),
    read("congress/thomas_html_legacy/*.html", "us.congress", "http://thomas.loc.gov/cgi-bin/bdquery/z?d112:", "bill"),
    part("_actions", "/actions"),
    part("_amendments", "/amendments"),
    part("_committees", "/committees"),
    part("_cosponsors", "/cosponsors"),
    part("_relatedbills", "/relatedbills"),
    part("_subjects", "/subjects"),
    part("_summaries", "/summaries"),
    part("_text", "/text"),
    part("_titles", "/titles"),
    read("congress/api_v3/*.json", "us.congress", LIBRARY, "bill"),
    refused("congress/api_v3/*.txt", "us.congress", LIBRARY, "expected"),
    read("congress/uslm_bill_text/*", "us.congress_texts", f"{INFO}/BILLS/{{name}}", "page"),
    read("congress/bill_xhtml_sample/*", "us.congress_texts", f"{INFO}/BILLS/{{name}}", "page"),
    read("congress/house_hearings/sample_hearing.xml", "us.house_hearings", "https://docs.house.gov/meetings/a.xml", "hearing"),
    refused("congress/house_hearings/sample_witness.xml", "us.house_hearings", "https://docs.house.gov/meetings/a.xml", "witness-list"),
)  # fmt: skip

READ_BY_NONE = {
    "federalregister/api_v1_cassettes*/*.yml": "recordings of exchanges; their bodies are read in test_cassettes below",
    "regulations_gov/v4_cassettes*/*.yml": "recordings of exchanges; read in test_federal_review_captures",
    "regulations_gov/v3_cassettes/*": "recordings of an interface that is gone since 2021",
    "openfda/cassettes*/*.yml": "recordings of a client of drug/drugsfda, an endpoint that says nothing of a watched product",
    "federalregister/xml_corrections/*": "patches of published XML and notes on them; nothing serves them",
    "fda/rss_legacy/*": "the CDC's feed of 2013, which is gone",
    "govinfo/api_samples/*": "api.govinfo.gov, which wants a key and tells what the bulk data tells",
    "govinfo/opml/*": "lists of feeds for readers",
    "gov_html_pairs/*": "pages of agencies that nobody watches; compared in test_compare_captures",
    "openfda/res_pipeline/*": "files of openFDA's own kitchen, not answers of its interface",
    "antibot_pages/*": "walls, which are judged before anything is read: test_real_walls",
}


def row_of(name: str) -> Row | None:
    return next((row for row in TABLE if fnmatchcase(name, row.pattern)), None)


def files(corpus: Path) -> Iterator[tuple[str, Path]]:
    room = corpus / "federal"
    for file in sorted(room.rglob("*")):
        if file.is_file() and file.name not in ("MANIFEST.csv", "README.md"):
            yield file.relative_to(room).as_posix(), file


def test_every_federal_capture_is_in_the_table_or_there_is_a_reason(corpus: Path) -> None:
    for name, _ in files(corpus):
        reasons = [pattern for pattern in READ_BY_NONE if fnmatchcase(name, pattern)]
        assert bool(row_of(name)) + bool(reasons) == 1, name


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.pattern)
def test_what_must_come_out_comes_out(
    corpus: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, row: Row
) -> None:
    monkeypatch.delenv("REGULATIONS_GOV_KEY", raising=False)
    for name, file in files(corpus):
        if row_of(name) is not row:
            continue
        url = row.url.replace("{name}", file.name)
        code = run(["parse", row.source, str(file), "--url", url, "--json"])
        said = capsys.readouterr()
        if not row.yields:
            assert (code, said.out) == (1, ""), name
            assert row.fault in said.err, name
            assert "Traceback" not in said.err, name
            continue
        assert code == 0, f"{name}: {said.err}"
        kinds = Counter(json.loads(line)["type"] for line in said.out.splitlines())
        assert kinds or "empty" in row.yields, f"{name} comes out empty"
        assert kinds.keys() <= {*row.yields, "request"}, name
        check_fields([json.loads(line) for line in said.out.splitlines()], name)


def check_fields(rows: list[dict[str, Any]], name: str) -> None:
    """Every document has an identifier and an address; it stands once."""
    documents = [row for row in rows if row["type"] not in ("request", "figure")]
    keys = [(row["type"], row["fields"]["registry"], row["fields"]["identifier"]) for row in documents]
    assert len(keys) == len(set(keys)), name
    for row in documents:
        assert row["fields"]["identifier"], name
        assert row["fields"]["url"].startswith("http"), name


def test_cassettes(corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    yaml: Any = pytest.importorskip("yaml")
    loader: Any = type("Cassette", (yaml.SafeLoader,), {})
    loader.add_constructor("!binary", yaml.SafeLoader.construct_yaml_binary)
    counts: Counter[str] = Counter()
    for file in sorted((corpus / "federal/federalregister/api_v1_cassettes").iterdir()):
        for number, exchange in enumerate(yaml.load(file.read_text(encoding="utf-8"), loader)["http_interactions"]):
            url, response = exchange["request"]["uri"], exchange["response"]
            body = response["body"].get("string") or ""
            saved = tmp_path / f"{file.stem[:40]}{number}.json"
            saved.write_bytes(body if isinstance(body, bytes) else body.encode())
            code = run(["parse", "us.dea_rules", str(saved), "--url", url, "--json"])
            said = capsys.readouterr()
            assert "Traceback" not in said.err
            good = response["status"]["code"] == 200 and "search-details" not in url and body
            assert code == (0 if good else 1), f"{file.name} {url}: {said.err}"
            assert bool(said.out) == bool(good), f"{file.name} {url}"
            counts["read" if good else "refused"] += 1
    assert counts["read"]
    assert counts["refused"]
