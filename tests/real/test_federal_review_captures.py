"""Real captures of Regulations.gov and of the reviews at OIRA: what they hold is read, and what they refuse is told."""

import json
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from monitor.model.documents import Document, Notice, Rule
from monitor.model.errors import ExtractionError
from monitor.source.extract import extract, extract_file, respond
from spiders.us.oira_reviews import REVIEW, OiraReviews
from spiders.us.openfda_drug_enforcement import OpenFdaDrugEnforcement
from spiders.us.regulations_gov import RegulationsGov

FOLDER = "federal/regulations_gov"
SEARCH = "https://api.regulations.gov/v4/documents?page%5Bnumber%5D=1"


def read(body: bytes) -> tuple[Document, ...]:
    return extract(RegulationsGov(), respond(SEARCH, body)).documents


def resources(body: bytes) -> list[dict[str, Any]]:
    data = json.loads(body)
    found = data.get("data", data)
    return found if isinstance(found, list) else [found]


def check_whole(body: bytes, name: str) -> None:
    """Every document, docket and comment of an answer is found again, under its own number or the Register's."""
    found = read(body)
    named = {one.identifier for one in found}
    numbers = [(each["attributes"].get("frDocNum") or "").replace("–", "-") for each in resources(body)]
    for each, number in zip(resources(body), numbers, strict=True):
        if each["type"] != "document-comments-received-counts":
            assert each["id"] in named or number in named, f"{name}: {each['id']} is lost"
    assert len(found) == len(named)
    assert all(isinstance(one, (Rule, Notice)) and one.title for one in found), name


def test_every_answer_of_regulations_gov_is_read_whole_or_refused(corpus: Path) -> None:
    counts: Counter[str] = Counter()
    files = [*(corpus / FOLDER / "v4_bodies").iterdir(), *(corpus / FOLDER / "v4_json").iterdir()]
    for file in files:
        if file.name[:3] in ("400", "403", "500"):
            with pytest.raises(ExtractionError, match=f"Regulations.gov .*({file.name[:3]}|API_KEY_INVALID)"):
                read(file.read_bytes())
            counts["refused"] += 1
        else:
            check_whole(file.read_bytes(), file.name)
            counts["read"] += 1
    assert counts == {"read": 69, "refused": 8}


def test_every_recorded_exchange_with_regulations_gov_is_read_whole_or_refused(corpus: Path) -> None:
    yaml = pytest.importorskip("yaml")
    loader: Any = type("Cassette", (yaml.SafeLoader,), {})
    loader.add_constructor("!binary", yaml.SafeLoader.construct_yaml_binary)
    counts: Counter[int] = Counter()
    for file in sorted((corpus / FOLDER / "v4_cassettes").iterdir()):
        for exchange in yaml.load(file.read_text(encoding="utf-8"), loader)["http_interactions"]:
            response, url = exchange["response"], unquote(exchange["request"]["uri"])
            body = response["body"].get("string") or ""
            if "api.regulations.gov/v4" not in url or not body:
                continue
            status = response["status"]["code"]
            raw = body if isinstance(body, bytes) else body.encode()
            if status == 200:
                check_whole(raw, f"{file.name} {url}")
            else:
                with pytest.raises(ExtractionError):
                    read(raw)
            counts[status] += 1
    assert counts[200] >= 40
    assert counts.total() > counts[200]


def test_a_document_in_nine_dockets_is_one_with_its_last_day_for_comments(corpus: Path) -> None:
    for name in ("2023-01-31T011824Z", "2023-01-31T170047Z"):
        file = next((corpus / FOLDER / "v4_bodies").glob(f"200*frDocNum_5D=2022-28376__{name}.json"))
        (rule,) = read(file.read_bytes())
        assert isinstance(rule, Rule)
        assert (rule.registry, rule.identifier, rule.stage) == ("federalregister.gov", "2022-28376", "proposed rule")
        assert rule.docket.count(";") == 8
        assert str(rule.comments_close_on) == "2023-03-14"
        assert rule.status == "open for comment"


def test_a_document_of_the_dea_meets_the_registers(corpus: Path) -> None:
    file = next((corpus / FOLDER / "v4_bodies").glob("200*Proposed*2021-01-07T183255Z.json"))
    rule = next(one for one in read(file.read_bytes()) if one.identifier == "2020-28532")
    assert isinstance(rule, Rule)
    assert rule.registry == "federalregister.gov"
    assert rule.agencies == ("Drug Enforcement Administration",)
    assert str(rule.comments_close_on) == "2021-03-08"


def test_a_docket_that_did_not_change_is_the_same_years_later_and_a_count_is_no_change(corpus: Path) -> None:
    folder = corpus / FOLDER / "v4_bodies"
    dockets = [read(file.read_bytes()) for file in sorted(folder.glob("200*dockets_EPA-HQ-OAR-2003-0129*"))]
    assert len(dockets) == 2
    assert dockets[0] == dockets[1]
    counts = sorted(folder.glob("200*received-counts_HHS-OCR-2021-0006-0001*"))
    assert [json.loads(file.read_bytes())["data"]["attributes"]["count"] for file in counts] == sorted(
        {json.loads(file.read_bytes())["data"]["attributes"]["count"] for file in counts}
    )
    assert {read(file.read_bytes()) for file in counts} == {()}


def test_the_rules_under_review_are_read_whole(corpus: Path) -> None:
    file = corpus / "federal/reginfo/EO_RULES_UNDER_REVIEW.2025-02-26.xml"
    rows = [row["fields"] for row in extract_file(OiraReviews, file, url=REVIEW)]
    assert len({row["rin"] for row in rows}) == len(rows) == 10
    assert all(row["status"] == "under review" and row["text"].startswith("Received: 202") for row in rows)
    kinds = ("proposed rule", "final rule", "notice", "prerule", "interim final rule")
    assert {row["stage"] for row in rows} <= {f"draft {kind}" for kind in kinds}
    assert (rows[0]["identifier"], rows[0]["agencies"]) == ("0938-AV45", ("0938",))
    assert rows[0]["title"].startswith("Hospital Inpatient Prospective Payment Systems")


def test_openfdas_errors_are_the_drug_reports_errors_too(corpus: Path) -> None:
    spider, url = OpenFdaDrugEnforcement(), "https://api.fda.gov/drug/enforcement.json?search=x&limit=1"
    for file in sorted((corpus / "federal/openfda/bodies").iterdir()):
        if file.name.startswith("404"):
            assert extract(spider, respond(url, file.read_bytes())).documents == ()
        else:  # refusals, and answers of another endpoint
            with pytest.raises(ExtractionError):
                extract(spider, respond(url, file.read_bytes()))
