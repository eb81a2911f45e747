"""Legislatures that give a whole session in one or a few files."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from legislatures.feed import FIXTURES, Ask, Bill, Feed, around, fixture, parsed, site


def _csv(rows: Iterable[Sequence[str]], **how: Any) -> str:
    out = io.StringIO()
    csv.writer(out, **how).writerows(rows)
    return out.getvalue()


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, body in members.items():
            packed.writestr(zipfile.ZipInfo(name, (2026, 3, 2, 22, 0, 0)), body)
    return out.getvalue()


def _unzipped(name: str, member: str) -> str:
    with zipfile.ZipFile(FIXTURES / name) as packed:
        return packed.read(member).decode("utf-8", "replace")


@site("arkansas")
def arkansas(feed: Feed, ask: Ask) -> str | bytes | None:
    """Two tables in UTF-16, cells between bars."""
    if ask.query.get("path", "").endswith("LegislativeMeasures.txt"):
        lines = [f"{b.letter}|B|{b.digits}|{b.title.upper()}.| | |2025R" for b in feed]
        return ("\ufeff" + "\r\n".join(lines)).encode("utf-16-le")
    if not ask.query.get("path", "").endswith("ChamberActions.txt"):
        return None
    steps = (
        "Read the first time, rules suspended, read the second time, referred to the Joint Budget Committee",
        "Returned by the Committee, with the recommendation that it Do Pass",
        "Read the third time and passed and ordered transmitted to the Senate.",
        "Notification that it is now Act 12",
    )
    lines = [
        f"{b.at * 4 + n}|{b.letter}|B|{b.digits}| |2025-0{n + 1}-{b.at % 27 + 1:02} 13:00:00.000000|{step}|{b.letter}| | |2025R"
        for b in feed
        for n, step in enumerate(steps[: b.stage + 1])
    ]
    return "\r\n".join(lines).encode("utf-16-le")


@site("california")
def california(feed: Feed, ask: Ask) -> str | bytes | None:
    """The nightly archive of database tables, listed by an index; of the size that is read whole."""
    if ask.path == "/":
        night = "2026-03-03 02:41" if feed.moved else "2026-03-02 22:41"
        row = f'<tr><td></td><td><a href="pubinfo_daily_Mon.zip">pubinfo_daily_Mon.zip</a></td><td align="right">{night}  </td><td align="right">9.5M</td></tr>'
        return around("california.bills/index.html", "<tr><td", "</table>", [row])
    if not ask.path.endswith("pubinfo_daily_Mon.zip"):
        return None
    tables = ("BILL_TBL", "BILL_HISTORY_TBL", "BILL_VERSION_TBL", "BILL_VERSION_AUTHORS_TBL")
    return _zip({f"{name}.dat": "".join(_californian(name, bill) for bill in feed).encode() for name in tables})


def _californian(table: str, bill: Bill) -> str:
    """The rows that a finished bill of the fixtures has in a table, as this bill's."""
    number = f"{'A' if bill.letter == 'H' else 'S'}B{bill.digits}"
    rows = [
        line
        for line in _unzipped("california.bills/whole.zip", f"{table}.dat").splitlines()
        if "AB831" in line or "AB83194" in line
    ]
    if table == "BILL_HISTORY_TBL":
        rows = rows[: 3 + bill.stage * 2]
    text = "\n".join(rows) + "\n"
    text = (
        re.sub(r"AB831(?=9\d|`)", number, text)
        .replace("\t831\t", f"\t{bill.digits}\t")
        .replace("`AB`", f"`{number[:2]}`")
    )
    return text.replace("Gambling: operation of a contest or sweepstakes.", bill.title)


@site("connecticut")
def connecticut(feed: Feed, ask: Ask) -> str | None:
    """Four tables."""
    steps = (
        ("REF. TO JOINT COMM. ON", "GL"),
        ("JOINT FAVORABLE SUBSTITUTE", ""),
        ("HOUSE PASSED", ""),
        ("TRANSMITTED BY SECRETARY OF THE STATE TO GOVERNOR", ""),
    )
    number = {b.at: f"{b.letter}B{b.digits:05}" for b in feed}
    name = ask.path.rpartition("/")[2]
    if name == "bill_info.csv":
        rows = [("sess_year", "bill_num", "bill_title"), *(("2026", number[b.at], b.title.upper()) for b in feed)]
    elif name == "bill_history.csv":
        heading = ("bill_num", "act_date", "act_desc", "qual1", "qual2")
        days = [f"2026-02-{day:02} 00:00:00" for day in range(1, 29)]
        rows = [heading]
        for b in feed:
            rows += [
                (number[b.at], days[(b.at + n) % 28], words, committee, "")
                for n, (words, committee) in enumerate(steps[: b.stage + 1])
            ]
    elif name == "subject.csv":
        rows = [("bill_num", "subj_desc"), *((number[b.at], "DRUGS") for b in feed)]
    elif name == "committee.csv":
        rows = [("comm_code", "comm_name"), ("GL", "General Law")]
    else:
        return None
    return _csv(rows)


@site("district_of_columbia")
def district_of_columbia(feed: Feed, ask: Ask) -> list[Any]:
    """All bills of a Council period as one JSON answer, and all resolutions as another."""
    kinds = {"/api/v2/PublicData/BulkData/1/26": ("B", "H"), "/api/v2/PublicData/BulkData/6/26": ("PR", "S")}
    prefix, letter = kinds[ask.path]
    template = parsed("district_of_columbia.bills/bills.json")[0]
    rows = []
    for b in feed.of(letter):
        number = f"{prefix}26-{b.digits:04}"
        history = [
            {**step, "legislationNumber": number, "downloadURL": ""}
            for step in template["legislationHistory"][: 2 + b.stage]
        ]
        rows.append({**template, "legislationNumber": number, "title": b.title, "legislationHistory": history})
    return rows


@site("maryland")
def maryland(feed: Feed, ask: Ask) -> str | list[Any] | None:
    """A session in one file of JSON."""
    if ask.path.endswith("/Search/Legislation"):
        return '<html><body><select id="valueSessions"><option value="1">2026 Regular Session</option></select></body></html>'
    if not ask.path.startswith("/2026RS/"):
        return None
    templates = parsed("maryland.bills/session.json")[:2]
    return [
        {
            **templates[b.stage % 2],
            "BillNumber": f"{b.letter}B{b.digits:04}",
            "CrossfileBillNumber": "",
            "Title": b.title,
            "StatusCurrentAsOf": "2026-03-03T00:00:00" if b.moved else "2026-03-02T00:00:00",
        }
        for b in feed
    ]


def new_hampshire_tables(feed: Feed, folder: Path, now: datetime) -> Path:
    """The dump of tables as a folder to be replayed."""
    folder.mkdir(exist_ok=True)
    dump = "https://gc.nh.gov/dynamicdatadump"
    steps = (
        "Introduced 01/07/2026 and referred to Commerce and Consumer Affairs",
        "Committee Report: Ought to Pass with Amendment # 2026-0712h (Vote 17-1; CC)",
        "Ought to Pass with Amendment 2026-0712h: MA VV 02/05/2026 HJ 7",
        "Introduced 02/12/2026 and Referred to Commerce; SJ 6",
    )
    tables = {
        "LSRs.txt": [
            f"2026|{b.at + 1:04}|{b.title}|{b.letter}|{b.digits}|||||{b.letter}B {b.digits}|{b.name}{'|' * 25}"
            for b in feed
        ],
        "Docket.txt": [
            f"2026|{b.at + 1:04}|{n + 1}/{b.at % 27 + 1}/2026 12:00:00 AM|{b.name}|{b.letter}|{step}|"
            for b in feed
            for n, step in enumerate(steps[: b.stage + 1])
        ],
        "LsrSponsors.txt": [f"2026|{b.at + 1:04}|1|{501 + b.at % 2}|1" for b in feed],
        "LsrsOnly.txt": [f"2026-{b.at + 1:04}|x|{b.at + 2000}|y" for b in feed],
        "legislators.txt": ["501|Doe|Jane|Q|H|1", "502|Roe|Richard||S|2"],
    }
    for name, lines in tables.items():
        (folder / name).write_text("\r\n".join(lines) + "\r\n", encoding="utf-8")
    rows = [(f"{dump}/{name}", now.isoformat(), "200", "text/plain", name) for name in tables]
    (folder / "captures.csv").write_text(_csv([("url", "at", "status", "media_type", "file"), *rows]))
    return folder


@site("new_hampshire")
def new_hampshire(feed: Feed, ask: Ask) -> None:
    """Never asked: its tables are replayed."""
    raise KeyError(ask.path)


@site("new_jersey")
def new_jersey(feed: Feed, ask: Ask) -> bytes:
    """A session's database as an archive of tables; the Senate's bills are in that of the session before, which is asked for too."""
    bills = list(feed.of("H" if "2026data" in ask.path else "S"))
    steps = (("INT 1RA REF ACO", "1/13"), ("REP 2RA", "2/5"), ("PA PBH", "2/19"), ("R/S REF SBA", "2/24"))
    name = {b.at: ("A" if b.letter == "H" else "S", str(b.digits)) for b in bills}
    history = [("BillType", "BillNumber", "Sequence", "Action", "DateAction", "House", "Comment")]
    for b in bills:
        history += [
            (*name[b.at], str(n + 1), words, f"{day}/2026 12:00:00 AM", name[b.at][0], "")
            for n, (words, day) in enumerate(steps[: b.stage + 1])
        ]
    tables: dict[str, list[tuple[str, ...]]] = {
        "MAINBILL.TXT": [
            ("BillType", "BillNumber", "CurrentStatus", "IdenticalBillNumber", "Synopsis"),
            *((*name[b.at], "ACO", "", b.title) for b in bills),
        ],
        "BILLSPON.TXT": [
            ("BillType", "BillNumber", "Sponsor", "SponsorType2", "Type"),
            *((*name[b.at], "Singer, Robert W.", "", "P") for b in bills),
            *((*name[b.at], "Diegnan, Patrick J., Jr.", "", "C") for b in bills),
        ],
        "BILLHIST.TXT": history,
        "BILLWP.TXT": [
            ("BillType", "BillNumber", "Sequence", "Document", "DocType", "Comment"),
            *((*name[b.at], "1", rf"\\LIS\BILLS\2026\{name[b.at][0]}0500\{b.digits}_I1.DOC", "I", "") for b in bills),
        ],
        "COMMITTEE.TXT": [("Code", "House", "Description"), ("ACO", "A", "Assembly Consumer Affairs Committee")],
    }
    return _zip({member: _csv(rows, quoting=csv.QUOTE_ALL).encode("cp1252") for member, rows in tables.items()})


@site("north_dakota")
def north_dakota(feed: Feed, ask: Ask) -> dict[str, Any] | None:
    """An assembly in one file of JSON."""
    if not ask.path.startswith("/api/assembly/69-2025/"):
        return None
    early = parsed("north_dakota.bills/ordinary.json")["bills"]["1628"]
    late = next(iter(parsed("north_dakota.bills/signed.json")["bills"].values()))
    bills = {}
    for b in feed:
        number = b.digits + (1000 if b.letter == "H" else 2000 + 50_000)
        row = {**(early, late)[b.stage % 2], "name": f"{b.letter}B {number}", "title": b.title, "chamber": b.house}
        bills[str(number)] = row
    return {"last_updated": "2026-03-03T06:00:00" if feed.moved else "2026-03-02T06:00:00", "bills": bills}


@site("oregon")
def oregon(feed: Feed, ask: Ask) -> dict[str, Any] | None:
    """OData, five hundred measures with all their parts a page."""
    if ask.path.endswith("/LegislativeSessions"):
        return {"value": [{"SessionKey": "2026R1", "SessionName": "2026 Regular Session"}]}
    if "'2026R1'" not in ask.path:
        return None
    templates = [parsed(f"oregon.bills/{name}.json")["value"][0] for name in ("measure_in_committee", "measures")]
    skip = int(ask.query["$skip"])
    rows = [
        {
            **templates[b.stage % 2],
            "SessionKey": "2026R1",
            "MeasurePrefix": f"{b.letter}B",
            "MeasureNumber": b.digits,
            "CatchLine": b.title,
        }
        for b in map(feed.bill, range(skip, min(skip + 500, feed.bills)))
    ]
    return {"odata.count": str(feed.bills), "value": rows}


@site("pennsylvania")
def pennsylvania(feed: Feed, ask: Ask) -> str | bytes | None:
    """A session as an archive of one XML file, listed by date."""
    stamp = "03/03/2026 02:31 AM" if feed.moved else "03/02/2026 07:31 PM"
    if ask.path == "/data":
        link = f'<a href="/data/file?documentType=BillHistoryData&amp;session=2025_0" data-last-updated="{stamp}">2025-2026 Regular Session</a>'
        return around("pennsylvania.bills/archives.html", "<tr><td>", "</tbody>", [f"<tr><td>{link}</td></tr>"])
    if ask.query.get("session") != "2025_0":
        return None
    whole = _unzipped("pennsylvania.bills/session.zip", "PA-Bill-History-2025-RegularSession.xml")
    first = whole[whole.index("<bill ") : whole.index("</bill>") + len("</bill>")]
    head, tail = whole[: whole.index("<bill ")], whole[whole.rindex("</bill>") + len("</bill>") :]
    head = re.sub(r'totalDocuments="\d+"', f'totalDocuments="{feed.bills}"', head)
    title = re.search(r"<shortTitle>(.*?)</shortTitle>", first)
    assert title
    steps = re.findall(r"<action sequence=.*?</action>", first)

    def record(b: Bill) -> str:
        text = first.replace(title[1], b.title).replace("<number>0017</number>", f"<number>{b.digits:04}</number>")
        text = text.replace("20250HB0017", f"20250{b.letter}B{b.digits:04}").replace(
            "HB0017", f"{b.letter}B{b.digits:04}"
        )
        text = text.replace("<body>H</body>", f"<body>{b.letter}</body>")
        text = text.replace('description="House Bill"', f'description="{b.house} Bill"')
        return text.replace("".join(steps), "".join(steps[: 2 + b.stage]))

    return _zip({"PA-Bill-History-2025-RegularSession.xml": (head + "\n".join(map(record, feed)) + tail).encode()})


@site("rhode_island")
def rhode_island(feed: Feed, ask: Ask) -> str | None:
    """A form that answers with the bills of up to 250 numbers."""
    from urllib.parse import parse_qs

    if ask.method == "GET":
        menu = r"<option value=\"2026\" selected>2026</option>"
        return re.sub(
            r'(<select name="ctl00\$rilinContent\$cbYear">).*?(</select>)',
            rf"\1{menu}\2",
            fixture("rhode_island.bills/form.html"),
        )
    said = parse_qs(ask.form.decode())
    first, last = (int(said[f"ctl00$rilinContent$txtBill{end}"][0]) for end in ("From", "To"))
    letter, base = ("H", 7000) if first >= 5000 else ("S", 2000)
    bills = [b for b in feed.of(letter) if first <= base + b.digits - 1 <= last]
    if not bills:
        return fixture("rhode_island.bills/end_of_a_block.html")
    steps = (
        f"02/06/2026 Introduced, referred to {'House' if letter == 'H' else 'Senate'} Corporations",
        "02/16/2026 Scheduled for hearing and/or consideration  (02/22/2026)",
        "02/22/2026 Committee recommended measure be held for further study",
        "03/03/2026 Meeting postponed  (03/14/2026)",
    )
    blocks = []
    for b in bills:
        number = base + b.digits - 1
        address = f"http://webserver.rilegislature.gov/BillText/BillText26/{b.house}Text26/{letter}{number}.pdf"
        lines = [
            f'{b.house} Bill No. <a href="{address}">{number}</a>',
            "BY  McGaw, Furtado, Carson",
            f"ENTITLED, {b.title.upper()} (Provides that all products for sale would be kept in a locked case.)",
            "{LC004242/1}",
            *steps[: b.stage + 1],
        ]
        blocks.append("\n".join(f"<div>{line}</div>" for line in lines) + "<br>")
    head = '<html><body><span id="lblBills"><div>Legislative Status Report</div><br>\n'
    tail = f"<div>Total Bills: {len(bills)}</div><div>State House, Providence, Rhode Island</div></span></body></html>"
    return head + "\n".join(blocks) + tail


@site("virginia")
def virginia(feed: Feed, ask: Ask) -> str | None:
    """Three tables a session."""
    if "/20261/" not in ask.path:
        return None
    name = ask.path.rpartition("/")[2]
    if name == "Sponsors.csv":
        rows = [["MEMBER_NAME", "MEMBER_ID", "BILL_NUMBER", "PATRON_TYPE"]]
        rows += [["A Delegate", "H0001", f"{b.letter}B{b.digits:04}", "Chief Patron"] for b in feed]
    elif name == "HISTORY.CSV":
        template = list(csv.reader(io.StringIO(fixture("virginia.bills/ordinary/HISTORY.CSV"))))
        rows = [template[0]]
        for b in feed:
            rows += [[b.name, *row[1:]] for row in template[1 : 2 + b.stage]]
    elif name == "BILLS.CSV":
        template = list(csv.reader(io.StringIO(fixture("virginia.bills/after_crossover/BILLS.CSV"))))
        rows = [template[0]]
        for b in feed:
            row = list(template[1])
            row[0], row[1] = b.name, b.title
            row[template[0].index("Last_senate_action_date")] = f"{b.on.month}/{b.on.day}/{b.on.year}"
            row[template[0].index("Full_text_doc1")] = b.name
            rows.append(row)
    else:
        return None
    return _csv(rows, quoting=csv.QUOTE_ALL)
