"""Legislatures whose lists and bills are JSON."""

import json
import re
from typing import Any
from urllib.parse import parse_qs

from legislatures.feed import TEXT, Ask, Bill, Feed, fixture, page, parsed, site, staged

Json = dict[str, Any]


def _form(ask: Ask) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(ask.form.decode(), keep_blank_values=True).items()}


@site("alabama")
def alabama(feed: Feed, ask: Ask) -> str | Json:
    """GraphQL: fifty rows a question, then a question for each bill."""
    asked = json.loads(ask.form)
    query, variables = asked["query"], asked["variables"]
    if "limit" not in variables:
        found = re.search(r'instrumentNbr: {eq: "(\w+)"', query)
        assert found
        cases = (("bill_in_committee.json", {"SB321": found[1]}), ("bill_enacted.json", {"SB1": found[1]}))
        return staged("alabama", feed.named(found[1]), *cases)
    if "2026rs" not in query or variables["type"] == "R":
        return {"data": {"instruments": {"count": 0, "data": []}}}
    template = parsed("alabama.bills/list.json")["data"]["instruments"]["data"][0]
    first = variables["offset"]
    rows = [
        {**template, "instrumentNbr": b.name, "body": b.house, "shortTitle": b.title, "lastAction": f"{b.on} {b.stage}"}
        for b in map(feed.bill, range(first, min(first + variables["limit"], feed.bills)))
    ]
    return {"data": {"instruments": {"count": feed.bills, "data": rows}}}


@site("arizona")
def arizona(feed: Feed, ask: Ask) -> str | Json | list[Any] | None:
    """A list, then sponsors, texts and status of each bill, one after the other."""
    if ask.host == "www.azleg.gov":
        return (
            '<html><body><select class="selectSession"><option value="130" selected="selected">'
            "2026 - Fifty-seventh Legislature - Second Regular Session</option></select></body></html>"
        )
    if ask.path == "/api/BillSponsor/":
        return fixture("arizona.bills/sponsors.json")
    if ask.path == "/api/DocType/":
        b = feed.bill(int(ask.query["billStatusId"]) - 80_000)
        return page("arizona.bills/texts.json", b, {"HB2415": b.name, "hb2415": b.name.lower()})
    if "billNumber" in ask.query:
        b = feed.named(ask.query["billNumber"])
        key = str(80_000 + b.at)
        cases = (
            (
                "bill_in_committee.json",
                {"SB1492": b.name, "85085": key, "herbs  products; packaging; advertising": b.title},
            ),
            ("bill_passed.json", {"HB2415": b.name, "84178": key, "herbs products; narcotic drugs": b.title}),
        )
        return staged("arizona", b, *cases)
    if ask.query["sessionId"] != "130":
        return None
    return [{"BillId": 80_000 + b.at, "Number": b.name, "ShortTitle": b.title} for b in feed]


@site("delaware")
def delaware(feed: Feed, ask: Ask) -> Json:
    """Twenty rows a question, then a question for each history."""
    asked = _form(ask)
    if ask.path.endswith("GetRecentReportsByLegislationId"):
        b = feed.bill(int(asked["legislationId"]) - 140_000)
        rows = parsed(f"delaware.bills/{('bill_passed_committee', 'bill_signed')[b.stage % 2]}.json")["Data"]
        return {"Data": [{**row, "LegislationId": 140_000 + b.at} for row in rows], "Total": len(rows), "Errors": None}
    template = parsed("delaware.bills/list.json")["Data"][0]
    first = (int(asked["page"]) - 1) * 20
    rows = []
    for b in map(feed.bill, range(first, min(first + 20, feed.bills))):
        name = f"{b.letter}B {b.digits}"
        row = {"LegislationId": 140_000 + b.at, "LegislationNumber": name, "LegislationDisplayCode": name}
        row |= {"LongTitle": b.title, "ChamberName": b.house, "LegislationStatusId": b.stage}
        rows.append({**template, **row, "IntroductionDateTime": "/Date(1770000000000)/"})
    return {"Data": rows, "Total": feed.bills}


@site("indiana")
def indiana(feed: Feed, ask: Ask) -> str | Json | None:
    """A list, then an answer for each bill."""
    if ask.path.endswith("/getSessionYears"):
        return {"years": [{"lpid": "session_2026", "year": "2026", "assembly_id": "124", "active": True}]}
    if ask.path.endswith("/getBillDetails"):
        name = ask.query["bill_basename"]
        cases = (
            (
                "bill_in_committee.json",
                {"SB0012": name, "Herbs.": feed.named(name).title, "herbs.": feed.named(name).title},
            ),
            ("bill_law.json", {"HB1001": name, "Housing matters.": feed.named(name).title}),
        )
        return staged("indiana", feed.named(name), *cases)
    template = parsed("indiana.bills/list.json")["bills"][0]
    rows = []
    for b in feed:
        name = f"{b.letter}B{b.digits:04}"
        row = {"id": str(b.at), "number": str(b.digits), "name": f"{name}.0{b.stage}.COMS", "base_name": name}
        rows.append({**template, **row, "prefix": name[:2], "description": b.title, "label": name})
    return {"bills": rows}


@site("massachusetts")
def massachusetts(feed: Feed, ask: Ask) -> str | list[Any] | None:
    """One list of all documents, then the history of each."""
    if not ask.path.startswith("/api/GeneralCourts/194/Documents"):
        return None
    if ask.path.endswith("/DocumentHistoryActions"):
        b = feed.named(ask.path.split("/")[-2])
        return fixture(f"massachusetts.bills/history_{('in_committee', 'signed')[b.stage % 2]}.json")
    template = parsed("massachusetts.bills/list.json")[0]
    rows = []
    for b in feed:
        number = f"{b.letter}{b.digits}"
        details = f"http://malegislature.gov/api/GeneralCourts/194/Documents/{number}"
        row = {"BillNumber": number, "DocketNumber": f"{b.letter}D{b.digits}", "Title": b.title, "Details": details}
        rows.append({**template, **row})
    return rows


@site("montana")
def montana(feed: Feed, ask: Ask) -> str | Json | list[Any] | None:
    """Pages of five hundred bills with their histories, then the texts of each."""
    if ask.path.endswith("/sessions"):
        return [{"id": 2, "ordinals": "20251"}]
    if ask.path.endswith("/legislators"):
        return fixture("montana.bills/legislators.json")
    if ask.path.endswith("/getBillVersions"):
        b = feed.named(ask.query["billType"][0] + ask.query["billNumber"])
        return page("montana.bills/bill_law.json", b, {"SB0282": f"{b.letter}B{b.digits:04}"})
    template = parsed("montana.bills/page.json")["content"][0]
    first = int(ask.query["offset"]) * 500
    rows = []
    for b in map(feed.bill, range(first, min(first + 500, feed.bills))):
        draft = {**template["draft"], "draftNumber": f"LC{b.at:04}", "shortTitle": b.title}
        rows.append(
            {**template, "id": b.at, "billNumber": b.digits, "billType": {"code": f"{b.letter}B"}, "draft": draft}
        )
    return {"content": rows, "totalPages": (feed.bills + 499) // 500}


@site("new_york")
def new_york(feed: Feed, ask: Ask) -> str | Json | None:
    """Open Legislation: lists of a thousand, then an answer for each bill."""
    if ask.path.startswith("/pdf/"):
        return TEXT
    place, _, number = ask.path.removeprefix("/api/3/bills/").partition("/")
    if place != "2025":
        return None
    if number:
        b = feed.named(number)
        lower = {"A5852": number, "S4552": number, "s8285": "s1"}
        cases = (
            ("in_committee.json", {**lower, "Requires labels for herbs products": b.title}),
            (
                "signed.json",
                {
                    **lower,
                    "Establishes restrictions on the sale of herbs to individuals under the age of twenty-one": b.title,
                },
            ),
        )
        return staged("new_york", b, *cases)
    template = parsed("new_york.bills/list.json")
    entry = template["result"]["items"][0]
    first, limit = int(ask.query["offset"]), int(ask.query["limit"])
    items = []
    for b in map(feed.bill, range(first - 1, min(first - 1 + limit, feed.bills))):
        number = f"{'A' if b.letter == 'H' else 'S'}{b.digits}"
        row = {"basePrintNo": number, "basePrintNoStr": f"{number}-2025", "printNo": number, "title": b.title}
        items.append({**entry, **row, "status": {**entry["status"], "actionDate": b.on.isoformat(), "stage": b.stage}})
    end = first - 1 + len(items)
    result = {"items": items, "size": len(items)}
    return {**template, "total": feed.bills, "offsetStart": first, "offsetEnd": end, "result": result}


@site("ohio")
def ohio(feed: Feed, ask: Ask) -> str | list[Any] | None:
    """A list of JSON, then the texts of each bill, then its page."""
    if ask.path.endswith("/legislation/search"):
        choice = '<label class="radio-choice-option"><span>136th (2025-2026)</span></label>'
        return f'<html><body><div id="general-assembly-radio-selector">{choice}</div></body></html>'
    if ask.path.endswith("/status"):
        b = feed.named(ask.path.split("/")[-2])
        return fixture(f"ohio.bills/{('status', 'status_overridden')[b.stage % 2]}.html")
    if ask.path.endswith("/versions/"):
        slug = ask.path.split("/")[-3]
        return page("ohio.bills/versions.json", feed.named(slug), {"sb299": slug})
    template = parsed("ohio.bills/list.json")[0]
    rows = []
    for b in feed:
        slug = b.name.lower()
        versions = template["versions"].replace("sb299", slug)
        rows.append(
            {
                **template,
                "name": f"{b.letter}. B. No. {b.digits}",
                "number": slug,
                "short_title": b.title,
                "versions": versions,
            }
        )
    return rows


@site("south_dakota")
def south_dakota(feed: Feed, ask: Ask) -> str | list[Any] | Json | None:
    """A list and the last actions, then three answers for each bill."""
    kind, _, key = ask.path.removeprefix("/api/").rpartition("/")
    if ask.path == "/api/Sessions/":
        return [
            {"SessionId": 71, "Year": "2026", "YearString": "2026", "SpecialSession": False, "CurrentSession": True}
        ]
    if key == "71":
        light = kind.endswith("Light")
        return [
            {"BillId": 26_000 + b.at, "BillType": f"{b.letter}B", "BillNumberOnly": b.digits, "Title": b.title}
            if light
            else {"BillId": 26_000 + b.at, "LastAction": f"{b.on} {b.stage}"}
            for b in feed
        ]
    b = feed.bill(int(key) - 26_000)
    case = ("bill_in_the_senate", "bill_signed")[b.stage % 2]
    if kind != "Bills":
        return fixture(f"south_dakota.bills/{case}/{'actions' if kind.endswith('ActionLog') else 'versions'}.json")
    template = parsed(f"south_dakota.bills/{case}/bill.json")
    own = {"BillId": 26_000 + b.at, "BillType": f"{b.letter}B", "BillNumber": str(b.digits), "Title": b.title}
    return {**template, **own, "SessionId": 71}


@site("utah")
def utah(feed: Feed, ask: Ask) -> str | None:
    """A page that lists, then a file of JSON for each bill."""
    if ask.path.endswith("/billSearch.jsp"):
        return '<html><body><select id="sess"><option value="x">2026 General Session</option></select></body></html>'
    if ask.path == "/billlist.jsp" and ask.query["session"] == "2026GS":
        rows = (
            f'<li><a href="https://le.utah.gov/~2026/bills/static/{b.letter}B{b.digits:04}.html" class="billlink">{b.letter}.B. {b.digits}</a>'
            f" -- <b>{b.title}</b> <i>(Rep. X)</i></li>"
            for b in feed
        )
        return f"<html><body><h1>Bills</h1><ul>{''.join(rows)}</ul></body></html>"
    if not ask.path.startswith("/data/2026GS/"):
        return None
    name = ask.path.rpartition("/")[2].removesuffix(".json")
    b = feed.named(name)
    cases = (
        ("bill_in_committee.json", {"HB2001": name, "2025S2": "2026GS", "Election Amendments": b.title}),
        ("bill_signed.json", {"SB0045": name, "SB45": b.name, "Herbs Amendments": b.title}),
    )
    return staged("utah", b, *cases)


@site("vermont")
def vermont(feed: Feed, ask: Ask) -> str | Json | None:
    """Three lists, then a page for each bill, then its history."""
    if "/bill/search/" in ask.path:
        options = "<option>2025-2026 Session</option>"
        return f'<div id="Form_SelectSession_selected_session_Holder"><select>{options}</select></div>'
    if "/bill/status/2026/" in ask.path:
        b = feed.named(ask.path.rpartition("/")[2])
        return page(
            "vermont.bills/bill.html", b, {"H-0416": f"{b.letter}-{b.digits:04}", "2026/676": f"2026/{b.at + 1}"}
        )
    if "/loadBillDetailedStatus/2026/" in ask.path:
        b = feed.bill(int(ask.path.rpartition("/")[2]) - 1)
        return fixture(f"vermont.bills/history_{('in_committee', 'law')[b.stage % 2]}.json").replace("/0209", "/2025")
    rows: list[Json] = []
    if "loadBillsIntroduced/2026" in ask.path:
        rows = [{"BillNumber": f"{b.letter}.{b.digits} ", "Title": b.title, "Body": b.letter} for b in feed]
    elif "2026" not in ask.path:
        return None
    return {"data": rows}


@site("wyoming")
def wyoming(feed: Feed, ask: Ask) -> str | list[Any] | None:
    """A list, then an answer for each bill."""
    if not ask.path.endswith("/BillInformation"):
        name = ask.path.rpartition("/")[2]
        b = feed.named(name)
        cases = tuple((f"{case}.json", {"SF0056": name}) for case in ("bill_passed_senate", "bill_law"))
        return staged("wyoming", b, *cases)
    if "2026" not in ask.query["$filter"]:
        return None
    template = parsed("wyoming.bills/list.json")[0]
    return [_wyoming(template, b) for b in feed]


def _wyoming(template: Json, b: Bill) -> Json:
    kind = "HB" if b.letter == "H" else "SF"
    own = {"billNum": f"{kind}{b.digits:04}", "billType": kind, "shortTitle": b.title}
    return {**template, **own, "lastActionDate": f"{b.on}T00:00:00", "lastAction": f"Stage {b.stage}"}
