"""Rules of the Federal Register held against each other by their regulatory text: the real captures, through the command line.

The captures hold no rule together with its own proposal. Two rules of following years on one threshold stand for such a pair; and
of every real rule a proposal is made here by the words that a proposal has otherwise, and by one figure of its law.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from scrapy.http import Response

from monitor.changes.proposal import against, answers, linked, proposal_of
from monitor.changes.register_text import is_register_document, parts_of, redline_by_part, words_of
from monitor.cli import run
from monitor.model.documents import Rule
from monitor.reading import read
from monitor.source.extract import extract, load
from spiders.families.xml_trees import text_below, tree_of
from spiders.us.federal_register_full_text import FederalRegisterFullText

REGISTER = "federal/federalregister"
FOLLOWING = ("full_text_xml/2014-30404.xml", "full_text_xml/2015-32285.xml")
ISSUES = ("bulk_xml/FR-2016-04-15.xml", "bulk_xml_pair_ndash_2024-03/FR-2024-02-12.current.xml")


@pytest.fixture(scope="module")
def rules(corpus: Path) -> list[Rule]:
    """Every rule and proposed rule of the captures, with its full text; each once."""
    return list({one.identifier: one for one in _rules(corpus / REGISTER)}.values())


def _rules(room: Path) -> Iterator[Rule]:
    spider = FederalRegisterFullText()
    for file in [*(room / name for name in ISSUES), *sorted(room.glob("full_text_xml*/*.xml"))]:
        url = f"https://www.govinfo.gov/bulkdata/FR/x/{file.name}"
        yield from (one for one in extract(spider, load(spider, file, url=url)).documents if isinstance(one, Rule))


def test_a_document_with_orders_to_amend_has_a_regulation_and_one_without_has_none(corpus: Path) -> None:
    seen = 0
    spider = FederalRegisterFullText()
    for name in ISSUES:
        file = corpus / REGISTER / name
        response = load(spider, file, url=f"https://www.govinfo.gov/{file.name}")
        assert isinstance(response, Response)
        for element in tree_of(response).iter("RULE", "PRORULE"):
            if element.find(".//FRDOC") is None:
                continue
            text = text_below(element)
            found = parts_of(text)
            assert found.preamble + found.regulation + found.signature == text
            orders = element.xpath(".//REGTEXT | .//AMDPAR")  # a wholly new part (31 CFR 566) is set without the latter
            if is_register_document(text):  # the Office's own repairs of the Code (2024-02940) have no head
                assert bool(found.regulation) == bool(orders), found.signature
            seen += 1
    assert seen >= 30


def test_compare_shows_the_law_of_two_rules_and_counts_what_explains_it(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [corpus / REGISTER / name for name in FOLLOWING]
    assert run(["compare", *map(str, files)]) == 0
    said = capsys.readouterr().out
    assert "preamble: +49 −41 words (shown with --whole)" in said
    assert "For data collection in [-2015-]{+2016+}, the asset-size exemption threshold is $44 million." in said
    assert "James Wylie" not in said
    assert run(["compare", *map(str, files), "--whole"]) == 0
    assert "James Wylie{+ or Jaclyn Maier+}" in capsys.readouterr().out


def test_the_rows_of_two_rules_join_to_their_texts(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    room = corpus / REGISTER / "full_text_xml"
    files = [room / name for name in ("2014-30404.xml", "2015-32285.xml", "2013-12125.xml", "2013-27300.xml")]
    texts = {file: read(file.read_bytes(), url=file.name).text for file in files}
    for old, new in product(files, files):
        assert run(["compare", str(old), str(new), "--json"]) == 0
        rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert "".join(row["old"] for row in rows if row["op"] != "insert") == texts[old]
        assert "".join(row["new"] for row in rows if row["op"] != "delete") == texts[new]
        order = [row["part"] for row in rows] if old != new else []
        assert order == sorted(order, key=["preamble", "regulation", "signature"].index)


def test_the_edit_in_the_law_is_found_in_the_law(corpus: Path) -> None:
    files = [corpus / REGISTER / f"full_text_xml_pairs/201_330_108.{state}.xml" for state in ("original", "edited")]
    found = dict(redline_by_part(*(read(file.read_bytes(), url=file.name).text for file in files)))
    assert {part: words_of(operations) for part, operations in found.items()} == {
        "preamble": (0, 0),
        "regulation": (2, 0),
        "signature": (0, 0),
    }


def proposal(rule: Rule) -> Rule:
    """What might have been proposed for a rule: other words before the law, the words of a proposal in its order, and in the law
    the last figure of two digits or more by one higher."""
    parts = parts_of(rule.text)
    law = re.sub(r"\bis amended\b", "is proposed to be amended", parts.regulation)
    figure = list(re.finditer(r"(?<![\d.,§-])\d{2,3}(?![\d.,:-])", law))[-1]
    law = f"{law[: figure.start()]}{int(figure[0]) + 1}{law[figure.end() :]}"
    text = f"# Proposal\n## SUMMARY:\nWholly other words.\n{law}{parts.signature.replace(rule.identifier, '1999-1')}"
    on = rule.published_on - timedelta(days=90) if rule.published_on else None
    changed = replace(rule, identifier="1999-1", stage="proposed rule", action="Proposed rule.", title=rule.title)
    return replace(changed, published_on=on, text=text, citation="")


def test_of_every_real_rule_the_changed_figure_is_found_and_nothing_else(rules: list[Rule]) -> None:
    seen = 0
    for rule in rules:
        if not answers(rule) or not re.search(r"(?<![\d.,§-])\d{2,3}(?![\d.,:-])", parts_of(rule.text).regulation):
            continue
        dated = rule if rule.published_on else replace(rule, published_on=rules[0].published_on)
        dated = replace(dated, docket=dated.docket or "2016-1")
        made = proposal(dated)
        assert proposal_of(dated, [*rules, made]) == made, rule.identifier
        found = against(dated, made)
        came = [one.new for one in found.operations if one.op == "insert"]
        gone = [one.old.replace("proposed to be", "").strip() for one in found.operations if one.op == "delete"]
        assert len(came) == 1, (rule.identifier, came)
        assert len([one for one in gone if one]) == 1, (rule.identifier, gone)
        assert not found.as_proposed
        assert len(found.summary) == 1
        assert is_register_document(made.text)
        seen += 1
    assert seen >= 25


def test_no_rule_of_the_captures_is_taken_for_the_answer_to_another_rulemaking(rules: list[Rule]) -> None:
    proposals = [one for one in rules if one.stage == "proposed rule"]
    later = [replace(one, published_on=None) for one in rules if answers(one)]
    assert len(proposals) >= 10
    assert any(
        one.rin == "2120-AA64" for one in later
    )  # airworthiness directives share it, and there are two proposals
    assert sum(1 for one in proposals if one.rin == "2120-AA64") == 2
    assert not [(rule.identifier, one.identifier) for rule in later for one in proposals if linked(rule, one)]
