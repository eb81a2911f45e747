"""Legislatures whose lists and bills are pages, from Alaska to Michigan."""

import re
from urllib.parse import parse_qs

from legislatures.feed import Ask, Bill, Feed, around, fixture, page, site, staged


@site("alaska")
def alaska(feed: Feed, ask: Ask) -> str | None:
    """One list, a page of each bill."""
    if ask.path == "/basis/Bill/Range/34":
        rows = (
            f'<tr><td class="billRoot"><nobr><a href="/basis/Bill/Detail/34?Root={b.letter}B%20%20{b.digits}">{b.letter}B  {b.digits}</a></nobr></td>'
            f"<td>{b.title}</td><td>KIEHL</td><td></td><td>({b.letter}) L&amp;C {b.stage}</td><td>{b.on:%m/%d/%Y}</td></tr>"
            for b in feed
        )
        return around("alaska.bills/list.html", '<tr><td class="billRoot">', "\n</tbody>", rows)
    if ask.path != "/basis/Bill/Detail/34":
        return None
    b = feed.named(ask.query["Root"])
    cases = (
        ("bill_in_committee.html", {"HB 1": f"{b.letter}B {b.digits}", "HB0001": f"{b.letter}B{b.digits:04}"}),
        ("bill_law.html", {}),
    )
    return staged("alaska", b, *cases)


@site("colorado")
def colorado(feed: Feed, ask: Ask) -> str | None:
    """A search of 25 bills a page, a page of each bill."""
    if ask.path != "/bills/bill-search":
        name = ask.path.rpartition("/")[2]
        b = feed.named(name.replace("26-", ""))
        shown = {"Clean Fleet Enterprise": b.title, "Regulation of herbs": b.title}
        cases = (
            ("bill_in_committee.html", {"HB26-1362": name, **shown}),
            ("bill_signed.html", {"SB25-072": name, **shown}),
        )
        return staged("colorado", b, *cases)
    if ask.method == "GET":
        return '<html><body><div id="session-filters-list"><span class="search-filter-label">2026 Regular Session</span></div></body></html>'
    number = int(parse_qs(ask.form.decode())["page"][0])
    cards = (
        f'<div class="card"><a class="all-bills-data-heading" href="/bills/{b.letter}B26-{b.digits:04}">{b.letter}B26-{b.digits:04}</a>'
        f"<p>{b.title}</p></div>"
        for b in map(feed.bill, range(number * 25 - 25, min(number * 25, feed.bills)))
    )
    buttons = "".join(
        f'<button class="pagination-button" data-page="{n}">{n}</button>' for n in range(1, (feed.bills + 24) // 25 + 1)
    )
    return f'<html><body><div class="results">{"".join(cards)}</div><nav>{buttons}</nav></body></html>'


@site("florida")
def florida(feed: Feed, ask: Ask) -> str | None:
    """Lists of a hundred rows, a page of each bill."""
    if ask.path == "/Session/Bills/2026":
        number = int(ask.query.get("pageNumber", "1"))
        rows = (
            f'<tr><th scope="row"><a href="/Session/Bill/2026/{b.at + 1}">{b.letter}B {b.at + 1}</a></th><td>{b.title}</td><td>Gruters</td>'
            f"<td>{b.on.month}/{b.on.day}/2026 {b.letter} Stage {b.stage}</td></tr>"
            for b in map(feed.bill, range(number * 100 - 100, min(number * 100, feed.bills)))
        )
        following = f'<a class="next" href="/Session/Bills/2026?chamber=both&amp;pageNumber={number + 1}">Next</a>'
        table = f'<table class="tbl"><tbody>{"".join(rows)}</tbody></table>'
        select = (
            '<form><select name="SessionYear"><option value="2026" selected="selected">2026</option></select></form>'
        )
        return f'<html><body>{select}<div id="main">{table}{following if number * 100 < feed.bills else ""}</div></body></html>'
    found = re.fullmatch(r"/Session/Bill/2026/(\d+)/ByCategory", ask.path)
    if not found:
        return None
    b = feed.bill(int(found[1]) - 1)
    name, number_ = f"{b.letter}B {b.at + 1}", str(b.at + 1)
    cases = (
        ("bill_in_committee.html", {"SB 994": name, "S 994": f"{b.letter} {number_}", "2026/994": f"2026/{number_}"}),
        (
            "bill_law.html",
            {
                "SB 432": name,
                "S 432": f"{b.letter} {number_}",
                "2026/432": f"2026/{number_}",
                "Controlled Substances": b.title,
            },
        ),
    )
    return staged("florida", b, *cases)


@site("hawaii")
def hawaii(feed: Feed, ask: Ask) -> str | None:
    """A report of each kind of measure, a page of each."""
    if ask.query.get("year") != "2026":
        return None
    if ask.path.endswith("advreport.aspx"):
        kind = ask.query["measuretype"].upper()
        if not kind.endswith("B"):
            return fixture("hawaii.bills/report_of_resolutions_without_any.html")
        rows = (
            f'<tr><td><a class="report" href="/session/measure_indiv.aspx?billtype={kind}&amp;billnumber={b.digits}&amp;year=2026">{kind}{b.digits}</a></td>'
            f"<td>{b.title}</td><td>({kind[0]}) {b.on.month}/{b.on.day}/2026- Stage {b.stage}.</td><td>TODD</td><td></td></tr>"
            for b in feed.of(kind[0])
        )
        return around("hawaii.bills/report.html", "<tr><td>", "</table>", rows)
    name = ask.query["billtype"] + ask.query["billnumber"]
    b = feed.named(name)
    cases = (
        ("bill_in_committee.html", {"RELATING TO herbs.": b.title, "HB1": name, "HB1_": f"{name}_"}),
        ("bill_law.html", {"RELATING TO THE STATE BUDGET.": b.title}),
    )
    return staged("hawaii", b, *cases)


@site("idaho")
def idaho(feed: Feed, ask: Ask) -> str | None:
    """One list, a page of each bill."""
    if not ask.path.startswith("/sessioninfo/2026/legislation/"):
        return None
    name = ask.path.rstrip("/").rpartition("/")[2]
    if name == "minidata":
        rows = (
            f'<tr id="bill{b.letter}{b.digits:04}"><td><a href="/sessioninfo/2026/legislation/{b.letter}{b.digits:04}/">{b.letter}{b.digits:04}</a></td>'
            f"<td>{b.title}</td><td></td><td>{b.on:%m/%d}</td><td>Stage {b.stage}</td></tr>"
            for b in feed
        )
        return around("idaho.bills/list.html", '<tr id="bill', "\n</table>", rows)
    b = feed.named(name)
    title = "Adds to existing law to establish the Idaho herbs Consumer Protection and Safety Act."
    cases = (
        ("bill_in_committee.html", {"S1282": name, title: b.title}),
        ("bill_failed.html", {"S1418": name, title: b.title}),
        ("bill_signed.html", {"H0024": name, "Adds to existing law.": b.title}),
    )
    return staged("idaho", b, *cases)


@site("iowa")
def iowa(feed: Feed, ask: Ask) -> str | None:
    """One list and the Bill Book, then a history and a page of each bill."""
    if ask.path.endswith("/allbills"):
        rows = (
            f'<tr><td>{b.letter}F</td><td><a href="/legislation/BillBook?ga=91&amp;ba={b.letter}F {b.digits}">{b.letter}F {b.digits}</a></td>'
            f"<td>A bill for an act: {b.title}.</td><td></td><td></td><td>STONE and SHIPLEY</td></tr>"
            for b in feed
        )
        return around("iowa.bills/list.html", "<tr><td>", "\n</tbody>", rows)
    if ask.path.endswith("/billHistory"):
        b = feed.named(ask.query["billName"])
        whole = fixture("iowa.bills/history.html")
        steps = re.findall(r"<tr><td>March.*?</tr>", whole)
        return whole.replace("\n".join(steps), "\n".join(steps[-1 - b.stage % len(steps) :]))
    if "ba" in ask.query:
        b = feed.named(ask.query["ba"])
        return fixture("iowa.bills/bill.html").replace("HF 2133", f"{b.letter}F {b.digits}")
    return re.sub(
        r'<option value="\w?SB \d+">\w?SB \d+</option>',
        "",
        fixture("iowa.bills/study_bills.html").replace("HSB", "SSB"),
    )


@site("kansas")
def kansas(feed: Feed, ask: Ask) -> str | None:
    """Pieces of twenty rows, then a page and a history of each bill."""
    if ask.path == "/b2025_26/measures/":
        return fixture("kansas.bills/measures.html")
    if ask.path == "/b2025_26/measures/fragment/":
        number = int(ask.query["page"])
        first, end = number * 20 - 20, min(number * 20, feed.bills)
        rows = "\n".join(
            f'<tr data-href="/b2025_26/bills/{b.name}/"><td data-label="Measure"><a href="/b2025_26/bills/{b.name}/">{b.letter}B {b.digits}</a></td>'
            f'<td data-label="Type">Bill</td><td data-label="Title">{b.title}</td><td data-label="Status">{b.on} {b.stage}</td></tr>'
            for b in map(feed.bill, range(first, end))
        )
        address = f"/b2025_26/measures/fragment/?per_page=20&amp;types=bill&amp;types=resolution&amp;page={number + 1}"
        following = f'<a hx-get="{address}">Next</a>' if end < feed.bills else ""
        return (
            f'<p class="site-table-count">Showing {first + 1}–{end} of {feed.bills} measures</p><table class="site-table"><tbody>{rows}</tbody></table>'
            f'<nav aria-label="Pagination">{following}</nav>'
        )
    found = re.match(r"/b2025_26/bills/([HS]B\d+)/(history/)?$", ask.path)
    if not found:
        return None
    b = feed.named(found[1])
    if found[2]:
        return fixture(f"kansas.bills/history_{('in_the_other_house', 'approved', 'died')[b.stage % 3]}.html")
    title = re.search(r'"bill-hero-sub">(.*?)</p>', fixture("kansas.bills/bill.html"))
    assert title
    return page("kansas.bills/bill.html", b, {"SB 430": f"{b.letter}B {b.digits}", "SB430": b.name, title[1]: b.title})


@site("kentucky")
def kentucky(feed: Feed, ask: Ask) -> str | None:
    """Four lists of bare numbers, a page of each bill."""
    if ask.path.endswith("/pastses.html"):
        return '<html><body><table><tr><td><div><a href="x.html">2026 Regular Session</a></div></td></tr></table></body></html>'
    if ask.path.startswith("/record/25RS/"):
        raise KeyError(ask.path)
    name = ask.path.rpartition("/")[2]
    if ask.path.startswith("/recorddocuments/") or ask.path.startswith("/law/"):
        return None
    if "_" in name:
        chosen = feed.of(name[0].upper()) if "bills" in name else ()
        rows = "".join(f'<p><a href="/record/26RS/{b.name.lower()}.html">{b.digits}</a></p>' for b in chosen)
        return f'<html><body><div class="container body-content"><h3>2026RS</h3>{rows}</div></body></html>'
    b = feed.named(name.partition(".")[0])
    cases = (
        (
            "bill_in_committee.html",
            {"AN ACT relating to regulated substances and declaring an emergency.": b.title, "hb612": b.name.lower()},
        ),
        ("bill_signed.html", {"AN ACT relating to herbs.": b.title, "/24</th>": "/26</th>"}),
    )
    return staged("kentucky", b, *cases)


@site("louisiana")
def louisiana(feed: Feed, ask: Ask) -> str | None:
    """WebForms: kinds of instruments, pages of a hundred rows by view state, then a page and three lists of links of each bill."""
    place = ask.path.rpartition("/")[2].lower()
    if place == "sessioninfo.aspx":
        return '<html><body><select id="ctl00_ddlSessions"><option value="1">2026 Regular Session</option></select></body></html>'
    if place == "billsearch.aspx":
        return '<html><body><select id="x_ddlInstTypes2"><option value="">-</option><option>HB</option><option>SB</option></select></body></html>'
    if place == "billsearchlistq.aspx":
        letter = ask.query["r"][0]
        said = parse_qs(ask.form.decode())
        number = int(said["__VIEWSTATE"][0]) + 1 if said else 1
        chosen = list(feed.of(letter))
        rows = (
            f'<tr><td>{b.name}</td><td>{b.title}</td><td>{b.on} {b.stage}</td><td><a href="BillInfo.aspx?i={250_000 + b.at}">more...</a></td></tr>'
            for b in chosen[number * 100 - 100 : number * 100]
        )
        whole = around(
            "louisiana.bills/list.html" if number * 100 < len(chosen) else "louisiana.bills/list_last_page.html",
            "<tr><td>",
            "</table>",
            rows,
        )
        return re.sub(r'(name="__VIEWSTATE" value=)"[^"]*"', rf'\1"{number}"', whole)
    b = feed.bill(int(ask.query["i"]) - 250_000)
    key = str(250_000 + b.at)
    if place == "billdocs.aspx":
        case = {"text": "texts", "amendments": "amendments", "authors": "authors"}[ask.query["t"]]
        return page(f"louisiana.bills/{case}.html", b, {"SB154": b.name})
    title = re.search(r'LabelShortTitle">(.*?)</span>', fixture("louisiana.bills/bill_law.html"))
    assert title
    whole = page("louisiana.bills/bill_law.html", b, {"SB154": b.name, "248154": key, title[1]: b.title})
    steps = whole.split("<tr>")
    return "<tr>".join([*steps[:4], *steps[-3 - b.stage :]])


@site("maine")
def maine(feed: Feed, ask: Ask) -> str | None:
    """A directory by two hundreds, then a paper's page, its summary and its docket."""
    if ask.path.endswith("/billdirectory_ps.asp"):
        first = int(ask.query["ldFrom"])
        place = "//legislature.maine.gov"
        ranges = "".join(
            f'<li><a href="{place}/bills/billdirectory_ps.asp?snum=132&amp;ldFrom={start}">LD {start}</a></li>'
            for start in range(1, feed.bills + 1, 200)
        )
        rows = "".join(
            f'<tr><td class="RecordIndex">{b.at}.</td><td class="RecordNumbers">LD {b.at + 1}, {b.letter}P {b.digits}, <span class="legisText">132nd Legislature</span></td>'
            f'<td class="RecordTitle">{b.title}</td></tr><tr class="final_row"><td>&nbsp;</td><td class="RecordLinks" colspan="2">'
            f'<a href="{place}/bills/display_ps.asp?snum=132&amp;paper={b.letter}P{b.digits:04}&amp;PID=1456">Bill</a></td></tr>'
            for b in map(feed.bill, range(first - 1, min(first + 199, feed.bills)))
        )
        return f'<html><body><ul class="paperList">{ranges}</ul><table id="search-results">{rows}</table></body></html>'
    if ask.path.endswith("/dockets.asp"):
        b = feed.bill(int(ask.query["ID"]) - 280_000_000)
        return fixture(f"maine.bills/docket_{('in_committee', 'enacted', 'dead')[b.stage % 3]}.html")
    b = feed.named(ask.query["paper"])
    own = {"HP1154": ask.query["paper"], "HP 1154": f"{b.letter}P {b.digits}", "LD 1727": f"LD {b.at + 1}"}
    if ask.path.endswith("/summary.asp"):
        return page("maine.bills/summary.html", b, {**own, "280100200": str(280_000_000 + b.at)})
    title = "An Act to Ensure Transparency in Consumer Transactions Involving Artificial Intelligence"
    return page("maine.bills/paper.html", b, {**own, title: b.title})


@site("michigan")
def michigan(feed: Feed, ask: Ask) -> str | None:
    """A search and a feed, a page of each bill."""
    if ask.path.endswith("/ExecuteSearch"):
        rows = (
            f'<tr><td><a href="/Search/Redirect?objectName=2025-{b.letter}B-{b.digits:04}&amp;session=2025-2026">{b.letter}B {b.digits} of 2025</a></td><td>{b.title}</td></tr>'
            for b in feed
        )
        return around("michigan.bills/list/ExecuteSearch.html", "<tr><td>", "</tbody>", rows)
    if ask.path.endswith("/billupdate.xml"):
        return fixture("michigan.bills/list/billupdate.xml").replace("HB-4969", "HB-0001").replace("HB 4969", "HB 1")
    b = feed.named(ask.query["ObjectName"].removeprefix("2025-"))
    cases = (
        ("bill_in_committee.html", _michigander(b, "4969", "bill_in_committee")),
        ("bill_law.html", _michigander(b, "4002", "bill_law")),
    )
    return staged("michigan", b, *cases)


def _michigander(b: Bill, number: str, case: str) -> dict[str, str]:
    subject = re.search(r'<div id="ObjectSubject">(.*?)</div>', fixture(f"michigan.bills/{case}.html"))
    assert subject
    return {
        f"House Bill {number}": f"{b.house} Bill {b.digits:04}",
        f"HIB-{number}": f"{b.letter}IB-{b.digits:04}",
        subject[1]: b.title,
    }
