"""Legislatures whose lists and bills are pages, from Minnesota to Wisconsin."""

import re
from urllib.parse import parse_qs

from legislatures.feed import Ask, Bill, Feed, around, fixture, page, site, staged


@site("minnesota")
def minnesota(feed: Feed, ask: Ask) -> str | None:
    """Lists of five hundred numbers, a page of each file."""
    if ask.path.endswith("/status_search.php"):
        return '<html><body><select name="session"><option value="0942025">94th Legislature, 2025-2026</option></select></body></html>'
    if ask.path.endswith("/status_result.php"):
        first, last = (int(number) for number in ask.query["bill"].split("-"))
        chosen = [b for b in feed.of(ask.query["body"][0]) if first <= b.digits <= last]
        if (ask.query["session"], ask.query["bill_type"]) != ("0942025", "bill"):
            chosen = []
        if not chosen:
            return fixture("minnesota.bills/list_after_the_last.html")
        rows = (
            f'<tr><td><input type="checkbox"></td><td><a href="bill.php?b={b.house}&amp;f={b.letter}F{b.digits}&amp;ssn=0&amp;y=2026">{b.letter}F{b.digits}</a></td>'
            f'<td>{b.title}</td><td><a href="#">{b.on:%m/%d/%Y}</a></td></tr>'
            for b in chosen
        )
        return around("minnesota.bills/list.html", "<tr><td><input", "\n</tbody>", rows)
    if not ask.path.endswith("/bill.php"):
        return None
    b = feed.named(ask.query["f"])
    cases = tuple(
        (case, _minnesotan(b, case, number))
        for case, number in (("bill_in_committee.html", "3452"), ("bill_signed.html", "3453"))
    )
    return staged("minnesota", b, *cases)


def _minnesotan(b: Bill, case: str, number: str) -> dict[str, str]:
    title = re.search(r"<h2>Description</h2><p>(.*?)</p>", fixture(f"minnesota.bills/{case}"))
    assert title
    forms = {f"HF{gap}{number}": f"{b.letter}F{gap}{b.digits}" for gap in ("", " ", "/")}
    return {**forms, title[1]: b.title}


@site("nebraska")
def nebraska(feed: Feed, ask: Ask) -> str | None:
    """A list a year, a page of each bill; half of the bills are of each year."""
    if ask.path == "/bills/":
        return '<html><body><select name="Legislature"><option value="0">109th Legislature 1st and 2nd Sessions</option></select></body></html>'
    if ask.path.endswith("/search_by_date.php"):
        rows = (
            f'<tr><td><a href="view_bill.php?DocumentID={58_000 + b.at}">LB{b.at + 1}</a></td><td><a href="#">Hallstrom</a></td><td>{b.on} {b.stage}</td><td>{b.title}</td></tr>'
            for b in feed.of("H" if ask.query["SessionDay"] == "2025" else "S")
        )
        return around("nebraska.bills/list.html", "<tr><td>", "</tbody>", rows)
    if "DocumentID" not in ask.query:
        return None
    b = feed.bill(int(ask.query["DocumentID"]) - 58_000)
    cases = tuple(
        (case, {number: f"LB{b.at + 1}", title: b.title})
        for case, number, title in (
            ("bill_in_committee.html", "LB431", "Prohibit herbs as a controlled substance"),
            (
                "bill_approved.html",
                "LB230",
                "Adopt the herbs Consumer Protection Act, regulate nitrous oxide, and change the Uniform Controlled Substances Act",
            ),
        )
    )
    return staged("nebraska", b, *cases)


@site("nevada")
def nevada(feed: Feed, ask: Ask) -> str | None:
    """One list, then two tabs of each measure."""
    if ask.path == "/Session/":
        return '<html><body><div class="list-group-item"><div class="list-group-item-heading">83rd (2025) Session</div></div></body></html>'
    if not ask.path.startswith("/App/NELIS/REL/83rd2025/"):
        return None
    if ask.path.endswith("/BillsTab"):
        return "\n".join(
            f'<div class="row"><div class="col-2"><a href="/App/NELIS/REL/83rd2025/Bill/{10_000 + b.at}/Overview">{_nevadan(b)}</a></div><div class="col">{b.title}</div></div>'
            for b in feed
        )
    if "billKey" not in ask.query:
        return None
    b = feed.bill(int(ask.query["billKey"]) - 10_000)
    if ask.query["selectedTab"] == "Text":
        return fixture(f"nevada.bills/bill_{('in_committee', 'approved')[b.stage % 2]}.html").replace(
            "SB2", _nevadan(b)
        )
    return page(
        "nevada.bills/overview.html", b, {"Revises provisions relating to health care. (BDR&nbsp;40-343)": b.title}
    )


def _nevadan(b: Bill) -> str:
    return f"{'A' if b.letter == 'H' else 'S'}B{b.digits}"


@site("new_mexico")
def new_mexico(feed: Feed, ask: Ask) -> str | None:
    """A menu, one list, a page of each bill."""
    if ask.path.endswith("/Legislation_List"):
        menu = re.sub(
            r"<option.*</option>",
            '<option selected="selected" value="73">2026 Regular</option>',
            fixture("new_mexico.bills/menu.html"),
            flags=re.DOTALL,
        )
        if "Session" not in ask.query:
            return menu
        rows = "\n".join(
            f'<tr><td class="text-nowrap"><font color="Black"><a id="MainContent_gridViewLegislation_linkBillID_{b.at}" href="Legislation?chamber={b.letter}&amp;legType=B&amp;legNo={b.digits}&amp;year=26">'
            f'{b.letter}B {b.digits}</a></font></td><td>{b.title}</td><td><span id="MainContent_gridViewLegislation_lblActions_{b.at}">[{b.stage}] HAFC {b.on}</span></td>'
            f'<td><font color="Black"><span id="MainContent_gridViewLegislation_lblSession_{b.at}">2026 Regular</span></font></td></tr>'
            for b in feed
        )
        table = f"<thead><tr><th>Bill ID</th><th>Title</th></tr></thead><tbody>{rows}</tbody>"
        return re.sub(r"<tr>\s*<td>No results found</td>\s*</tr>", lambda found: table, menu)
    if not ask.path.endswith("/Legislation"):
        return None
    b = feed.named(ask.query["chamber"] + ask.query["legNo"])
    name, file = f"{b.letter}B {b.digits}", f"{b.letter}B{b.digits:04}"
    cases = (
        ("bill_passed_senate.html", {"SB  11": name, "SB0011": file, "GROSS RECEIPTS TAX RETURN DEADLINES": b.title}),
        ("bill.html", {"HB  7": name, "HB0007": file, "herbs CONSUMER PROTECTION ACT": b.title}),
    )
    return staged("new_mexico", b, *cases)


@site("oklahoma")
def oklahoma(feed: Feed, ask: Ask) -> str | None:
    """A form that answers with a house's table, a page of each measure."""
    if ask.path.endswith("/WebForm1.aspx"):
        if ask.method == "GET":
            options = '<option value="2600" selected>2026 Regular Session(Mainsys)</option>'
            return re.sub(r"<option.*</option>", options, fixture("oklahoma.bills/form.html"), flags=re.DOTALL)
        letter = parse_qs(ask.form.decode())["lbxTypes"][0][0]
        rows = (
            f'<tr><td><a href="http://www.oklegislature.gov/BillInfo.aspx?Bill={b.name}&amp;Session=2600">{b.name}</a></td><td>x</td><td>{b.title}</td></tr>'
            for b in feed.of(letter)
        )
        return around("oklahoma.bills/list.html", "<tr><td>", "</table>", rows)
    if ask.query.get("Session") != "2600":
        return None
    b = feed.named(ask.query["Bill"])
    cases = (
        ("bill_in_committee.html", {"Schools; &amp; more.": b.title, "HB1784": b.name}),
        (
            "bill_signed.html",
            {"Herbs; creating the Oklahoma herbs Consumer Protection Act; effective date.": b.title, "HB1784": b.name},
        ),
    )
    return staged("oklahoma", b, *cases)


@site("puerto_rico")
def puerto_rico(feed: Feed, ask: Ask) -> str | None:
    """Pages of fifteen measures, a page of each."""
    if ask.path == "/medidas":
        number = int(ask.query["page"])
        rows = "".join(
            f'<a href="/medidas/{150_000 + b.at}"><li><span>Medida: {_puerto_rican(b)}</span><span>{b.title}</span><span>Fecha Radicada: 01/09/2025</span></li></a>'
            for b in map(feed.bill, range(number * 15 - 15, min(number * 15, feed.bills)))
        )
        pages = "".join(
            f'<a aria-label="Página {n}" href="?page={n}">{n}</a>' for n in range(1, (feed.bills + 14) // 15 + 1)
        )
        return f'<html lang="es"><body><main><ul class="list-none">{rows}</ul><span class="flex items-baseline">{pages}</span></main></body></html>'
    b = feed.bill(int(ask.path.rpartition("/")[2]) - 150_000)
    name, key = _puerto_rican(b), str(150_000 + b.at)
    cases = (
        (
            "bill_in_committee.html",
            {
                "PS0108": name,
                "152918": key,
                "Para crear la “Ley para la Protección del Consumidor de herbs”; y para otros fines.": b.title,
            },
        ),
        (
            "bill_that_became_law.html",
            {"PC0001": name, "152000": key, "Para enmendar el Artículo 2 de la Ley &amp; el reglamento.": b.title},
        ),
    )
    return staged("puerto_rico", b, *cases)


def _puerto_rican(b: Bill) -> str:
    return f"P{'C' if b.letter == 'H' else 'S'}{b.digits:04}"


@site("south_carolina")
def south_carolina(feed: Feed, ask: Ask) -> str | None:
    """An index of days, the bills of a day, 25 of them a question, and the texts of each that has moved on."""
    if found := re.fullmatch(r"/sessphp/([hs])intros\.php", ask.path):
        letter = found[1]
        days = (len(list(feed.of(letter.upper()))) + 39) // 40
        rows = (
            f'<div><b><a href="/sess126_2025-2026/{letter}j25/{day:08}.htm">Tuesday, February {day % 28 + 1}, 2025</a></b></div>'
            for day in range(days)
        )
        return f'<html><body><div id="contentsection">{"".join(rows)}</div></body></html>'
    if found := re.search(r"/([hs])j25/(\d{8})\.htm$", ask.path):
        letter, day = found[1].upper(), int(found[2])
        rows = (
            f'<p><a href="/billsearch.php?billnumbers={_carolinian(b)}&amp;session=126&amp;summary=B">{letter}. {_carolinian(b)}</a> -- Rep. Chapman: A BILL</p>'
            for b in list(feed.of(letter))[day * 40 : day * 40 + 40]
        )
        return f"<html><body>{''.join(rows)}</body></html>"
    if ask.path != "/billsearch.php":
        return None
    bills = [feed.named(f"H{int(n) - 3000}" if int(n) > 3000 else f"S{n}") for n in ask.query["billnumbers"].split(",")]
    if ask.query["summary"] == "T":
        return page("south_carolina.bills/texts_of_an_act.html", bills[0], {"/221_": f"/{_carolinian(bills[0])}_"})
    return f'<html><body><div id="resultsbox">{"".join(map(_block, bills))}</div></body></html>'


def _carolinian(b: Bill) -> str:
    """The House's numbers begin with 3001."""
    return str(b.digits + (3000 if b.letter == "H" else 0))


def _block(b: Bill) -> str:
    whole = fixture("south_carolina.bills/bills_of_a_day.html")
    start = whole.index('<div style="margin')
    first = whole[start : whole.index("</div>", start) + len("</div>")]
    late = "<tr><td>03/18/25</td><td>House</td><td>Committee report: Favorable with amendment Judiciary (House Journal-page 5)</td></tr>\n"
    text = first.replace("H 4030", f"{b.letter} {_carolinian(b)}").replace("4030", _carolinian(b))
    return text.replace("South Carolina herbs Consumer Protection Act", b.title).replace(
        "</table>", late * min(b.stage, 1) + "</table>"
    )


@site("tennessee")
def tennessee(feed: Feed, ask: Ask) -> str | None:
    """An index, lists of a hundred numbers, a page of each measure."""
    place = ask.path.lower()
    if place.endswith("/billsbyindex/"):
        highest = (feed.bills + 1) // 2
        cells = (
            f'<td class="webindex"><a href="/apps/Indexes/BillIndex?startNum={letter}B{first:04}&amp;EndNum={letter}B{first + 99:04}&amp;ga=114">{letter}B{first}</a></td>'
            for letter in "HS"
            for first in range(1, highest + 1, 100)
            if letter == "H" or first <= feed.bills // 2
        )
        return f"<html><body><table><tr>{''.join(cells)}</tr></table></body></html>"
    if place.endswith("/billindex"):
        start = ask.query["startNum"]
        first = int(start[2:])
        rows = (
            f'<tr><td><a href="https://wapp.capitol.tn.gov/apps/BillInfo/Default?BillNumber={_tennessean(b)}&amp;ga=114" title="{_tennessean(b)} by Faison - {b.title}">{_tennessean(b)}</a></td></tr>'
            for b in feed.of(start[0])
            if first <= b.digits < first + 100
        )
        return f'<html><body><span id="content"><table aria-label="Bill Index Table">{"".join(rows)}</table></span></body></html>'
    if not place.endswith("/billinfo/default"):
        return None
    b = feed.named(ask.query["BillNumber"])
    name, gap = _tennessean(b), f"{b.letter}B {b.digits:04}"
    cases = (
        (
            "bill_in_committee.html",
            {
                "SB 1700": gap,
                "SB1700": name,
                '<div class="abstract-container"> </div>': f'<div class="abstract-container">{b.title}</div>',
            },
        ),
        ("bill_law.html", {"HB 1649": gap, "HB1649": name, "Controlled Substances, Criminal Offenses": b.title}),
    )
    return staged("tennessee", b, *cases)


def _tennessean(b: Bill) -> str:
    return f"{b.letter}B{b.digits:04}"


@site("texas")
def texas(feed: Feed, ask: Ask) -> str | None:
    """Two reports, then two pages of each bill."""
    if ask.path == "/":
        return '<html><body><select name="ctl00$cboLegSess"><option selected value="89R">89(R) - 2025</option></select></body></html>'
    if ask.query.get("LegSess") != "89R":
        return None
    if ask.path.endswith("/Report.aspx"):
        return "<html><head><title>Texas Legislature Online - Report</title></head><body>" + "\n".join(
            f'<table><tr><td><a href="../BillLookup/History.aspx?LegSess=89R&amp;Bill={b.name}" target="_new">{b.letter}B {b.digits}</a></td><td>Author:</td><td>Meyer</td></tr>'
            f"<tr><td>Last Action:</td><td><em>{b.on:%m/%d/%Y} {b.letter} Stage {b.stage}</em></td></tr><tr><td>Caption Text:</td><td>{b.title}.</td></tr></table>"
            for b in feed.of(ask.query["ID"][0].upper())
        )
    b = feed.named(ask.query["Bill"])
    own = {"SB 6": f"{b.letter}B {b.digits}", "/892/": "/89R/", "SB00006": f"{b.letter}B{b.digits:05}"}
    case = "history" if "/History.aspx" in ask.path else "text"
    title = {"Relating to the regulation of certain products derived from hemp.": b.title}
    return page(f"texas.bills/both_pages/{case}.html", b, {**own, **title})


@site("west_virginia")
def west_virginia(feed: Feed, ask: Ask) -> str | None:
    """A list of each house and one of resolutions (the last measure is one), a page of each."""
    if ask.path.endswith("/Bill_Status.cfm"):
        return '<html><body><select name="year"><option value="2026" selected="selected">2026</option></select></body></html>'
    if ask.query.get("year") != "2026":
        return None
    last = feed.bill(feed.bills - 1)
    if ask.path.endswith("/res_list.cfm"):
        address = "Resolution_History.cfm?year=2026&sessiontype=RS&input4=5&billtype=cr&houseorig=h&btype=res"
        return f'<html><body><table class="tabborder"><tr><td><a href="{address}">HCR 5</a></td><td>{last.title}</td></tr></table></body></html>'
    if ask.path.endswith("/Bills_all_bills.cfm"):
        rows = (
            f'<tr><td><a href="Bills_history.cfm?input={b.digits}&year=2026&sessiontype=RS&btype=bill&orig={b.letter}">{b.letter}B {b.digits}</a></td><td>{b.title}</td><td>Pending&nbsp;</td>'
            f"<td>Judiciary</td><td>Committee {b.stage}</td><td>{b.on:%m/%d/%y}</td></tr>"
            for b in feed.of(ask.query["orig"].upper())
            if b.at != last.at
        )
        return around("west_virginia.bills/list.html", "<tr><td>", "</table>", rows)
    b = last if "Resolution" in ask.path else feed.named(ask.query["orig"] + ask.query["input"])
    cases = (
        ("bill_in_committee.html", {"Relating to something else": b.title}),
        (
            "bill_law.html",
            {"Relating to Select Plant-Based Derivatives and Derivative Products Regulation Act &amp; herbs": b.title},
        ),
    )
    return staged("west_virginia", b, *cases)


@site("wisconsin")
def wisconsin(feed: Feed, ask: Ask) -> str | None:
    """A list of each house's bills, a page of each."""
    if ask.path == "/search":
        return '<select name="sessionNumber"><option value="x"> -2025 Regular Session</option></select>'
    found = re.fullmatch(r"/2025/proposals/reg/(asm|sen)/bill(?:/([as]b\d+))?", ask.path)
    if not found:
        return None
    if found[2]:
        b = feed.named(found[2])
        whole = page("wisconsin.bills/bill_law.html", b, {"AB1": found[2].upper(), "ab1": found[2]})
        rows = whole.split('<tr class="historyRow">')
        return '<tr class="historyRow">'.join(rows[: 4 + b.stage]) + "</table></body></html>"
    letter, name = ("H", "Assembly") if found[1] == "asm" else ("S", "Senate")
    rows_ = "\n".join(
        f'<li><div class="row-fluid"><div class="span3"><a href="/2025/proposals/reg/{found[1]}/bill/{name[0].lower()}b{b.digits}">{name} Bill {b.digits}</a></div>'
        f'<div class="span6"> - Relating to: {b.title}.</div></div></li>'
        for b in feed.of(letter)
    )
    return f'<html><body><ul class="infoLinks">{rows_}</ul></body></html>'
