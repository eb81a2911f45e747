"""What moves in the lists of the FDA and the DEA is told as what it is: firms on import alerts, substances, guidance."""

import json
from datetime import UTC, datetime
from pathlib import Path

from monitor.changes.fingerprint import fingerprint
from monitor.changes.redline import redline
from monitor.changes.revise import revise
from monitor.crawl.plan import spider_class
from monitor.model.documents import Document
from monitor.model.records import Change, Key, Operation, Revision
from monitor.source.extract import extract, load

NOW = datetime(2026, 10, 14, 12, tzinfo=UTC)
FIXTURES = Path(__file__).parents[1] / "fixtures"
ALERT = "https://www.accessdata.fda.gov/cms_ia/importalert_1137.html"
LIST = "https://www.deadiversion.usdoj.gov/schedules/orangebook/c_cs_alpha.txt"
GUIDANCE = "https://www.fda.gov/files/api/datatables/static/search-for-guidance.json"


def documents(folder: Path, source: str, url: str, body: str) -> dict[str, Document]:
    file = folder / f"page{Path(url).suffix}"
    file.write_text(body, encoding="utf-8")
    spider = spider_class(source)(now=NOW)
    return {one.identifier: one for one in extract(spider, load(spider, file, url=url)).documents}


def changed(folder: Path, source: str, url: str, before: str, after: str) -> Change | None:
    """The one change that a check would tell of a page."""
    old, new = documents(folder, source, url, before), documents(folder, source, url, after)
    assert old.keys() == new.keys()
    found: list[Change] = []
    for name, document in new.items():
        key = Key(registry="fda.gov", kind=document.kind, identifier=name)
        last = Revision(key=key, source=source, number=1, document=old[name], fingerprint=fingerprint(old[name]).hex(), seen_at=NOW)  # fmt: skip
        verdict = revise(last, document, key=key, source=source, jurisdiction="us", now=NOW)
        found += [verdict.change] if verdict and verdict.change else []
    assert len(found) <= 1
    return found[0] if found else None


def operations(change: Change | None) -> list[Operation]:
    assert change is not None
    assert change.before is not None
    return [one for one in redline(change.before.text, change.document.text) if one.op != "equal"]


HERBS = "<div>Example Herbs Ltd<br>Date Published: 03/02/2021<br>Jl. Example 1, Pontianak, INDONESIA</div>\n"
FARMS = "<div>Careful Farms PT<br>Date Published: 10/13/2026<br>Jl. Example 9, Jakarta, INDONESIA</div>\n"
GREEN = "<h2>Firms and products exempt"


def alert(*, red: str = HERBS, green: str = "<p>None.</p>", published: str = "10/02/2026") -> str:
    page = (FIXTURES / "us.fda_import_alerts" / "alert.html").read_text(encoding="utf-8")
    assert page.count(HERBS) == page.count("<p>None.</p>") == 1
    return page.replace(HERBS, red).replace("<p>None.</p>", green).replace("10/02/2026", published)


def import_alert(folder: Path, before: str, after: str) -> Change | None:
    return changed(folder, "us.fda_import_alerts", ALERT, before, after)


def test_the_published_date_of_an_import_alert_alone_is_no_change(tmp_path: Path) -> None:
    assert import_alert(tmp_path, alert(), alert(published="10/13/2026")) is None


def test_a_firm_that_joins_or_leaves_the_red_list_is_all_that_is_told(tmp_path: Path) -> None:
    both = alert(red=HERBS + FARMS, published="10/13/2026")
    (joined,) = operations(import_alert(tmp_path, alert(), both))
    assert joined.op == "insert"
    assert "Careful Farms PT" in joined.new
    assert "Herbs" not in joined.new
    (left,) = operations(import_alert(tmp_path, both, alert(published="10/15/2026")))
    assert (left.op, left.old) == ("delete", joined.new)


def test_a_firm_that_goes_from_the_red_list_to_the_green_one_has_moved(tmp_path: Path) -> None:
    before = alert(red=HERBS + FARMS, green="<p>None.</p>" + "<p>See the note.</p>")
    after = alert(red=HERBS, green="<p>None.</p>" + FARMS + "<p>See the note.</p>", published="10/15/2026")
    found = operations(import_alert(tmp_path, before, after))
    gone, come = (one.old for one in found if one.old), (one.new for one in found if one.new)
    assert "".join(gone) == "".join(come)
    assert {one.op for one in found} in ({"move"}, {"delete", "insert"})  # three short lines may be either
    assert "Careful Farms PT" in found[0].old
    change = import_alert(tmp_path, before, after)
    assert change is not None
    text = change.document.text
    assert text.index("Green List") < text.index("Careful Farms PT")


def substances(*rows: str) -> str:
    return "\n\n".join(("CONTROLLED SUBSTANCES", "SUBSTANCE NUMBER SCH NARC OTHER NAMES", *rows, "Page 1 of 1")) + "\n"


ALPRAZOLAM, ANOTHER = "Alprazolam 2882 IV N Xanax", "Amphetamine 1100 II N Dexedrine"


def schedules(folder: Path, before: str, after: str) -> list[str]:
    change = changed(folder, "us.dea_schedules", LIST, before, after)
    return [f"{one.op} {(one.old or one.new).strip()}" for one in operations(change)]


def test_a_substance_that_joins_the_list_stands_below_its_schedule(tmp_path: Path) -> None:
    new = "Mitragynine pseudoindoxyl 9999 I N"
    told = schedules(tmp_path, substances(ALPRAZOLAM, ANOTHER), substances(ALPRAZOLAM, new, ANOTHER))
    assert told == ["insert # Schedule I\n- Mitragynine pseudoindoxyl (9999)"]


def test_a_substance_of_another_schedule_has_gone_and_come(tmp_path: Path) -> None:
    moved = ALPRAZOLAM.replace(" IV ", " II ")
    change = changed(tmp_path, "us.dea_schedules", LIST, substances(ALPRAZOLAM, ANOTHER), substances(moved, ANOTHER))
    assert change is not None
    assert change.document.text.splitlines() == [
        "# Schedule II",
        "- Alprazolam (2882); also Xanax",
        "- Amphetamine (1100); also Dexedrine",
    ]


def test_the_order_of_rows_and_the_day_of_the_list_mean_nothing(tmp_path: Path) -> None:
    one = substances("26-Oct-2026", ALPRAZOLAM, ANOTHER)
    other = substances("27-Oct-2026", ANOTHER, ALPRAZOLAM)
    assert changed(tmp_path, "us.dea_schedules", LIST, one, other) is None


def test_a_guidance_that_becomes_final_is_told_by_its_status(tmp_path: Path) -> None:
    rows = json.loads((FIXTURES / "us.fda_guidance" / "ordinary.json").read_text(encoding="utf-8"))
    final = json.loads(json.dumps(rows))
    final[0]["field_final_guidance_1"] = "Final"
    for row in final:  # every page saved again
        row["changed"] = '<time datetime="2026-10-15T09:12:00-04:00">Thu, 10/15/2026 - 09:12</time>\n'
    change = changed(tmp_path, "us.fda_guidance", GUIDANCE, json.dumps(rows), json.dumps(final))
    assert change is not None
    assert [(one.name, one.before, one.after) for one in change.fields] == [("status", "Draft", "Final")]
