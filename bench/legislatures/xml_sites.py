"""Legislatures whose lists or bills are XML: files, feeds, SOAP."""

import re

from legislatures.feed import Ask, Bill, Feed, around, fixture, page, site, staged


@site("georgia")
def georgia(feed: Feed, ask: Ask) -> str:
    """SOAP: sessions, the index of one, then a question for each measure."""
    asked = ask.form.decode()
    if "GetSessions" in asked:
        one = (
            "<a:Session><a:IsDefault>false</a:IsDefault><a:Id>1033</a:Id>"
            "<a:Description>2025-2026 Regular Session</a:Description><a:Library>20252026</a:Library></a:Session>"
        )
        return around("georgia.bills/sessions.xml", "<a:Session>", "\n</GetSessionsResult>", [one])
    if found := re.search(r"<s:LegislationId>(\d+)<", asked):
        b = feed.bill(int(found[1]) - 60_000)
        cases = (
            (
                "bill_reported.xml",
                _georgian(b, "HB", "72101", "968", "Herbs; repeal certain provisions and prohibit sale"),
            ),
            ("bill_vetoed.xml", _georgian(b, "SB", "64713", "132", "Vetoed measure")),
        )
        return staged("georgia", b, *cases)
    rows = (
        f"<a:LegislationIndex><a:Caption>{b.title}</a:Caption><a:Description>{b.letter}B {b.digits}</a:Description>"
        f"<a:Id>{60_000 + b.at}</a:Id></a:LegislationIndex>"
        for b in feed
    )
    return around("georgia.bills/index.xml", "<a:LegislationIndex>", "\n</GetLegislationForSessionResult>", rows)


def _georgian(b: Bill, kind: str, key: str, number: str, title: str) -> dict[str, str]:
    return {
        f"<a:DocumentType>{kind}<": f"<a:DocumentType>{b.letter}B<",
        f"<a:Id>{key}<": f"<a:Id>{60_000 + b.at}<",
        f"<a:Number>{number}<": f"<a:Number>{b.digits}<",
        f"{kind} {number}": f"{b.letter}B {b.digits}",
        title: b.title,
    }


@site("illinois")
def illinois(feed: Feed, ask: Ask) -> str | None:
    """A directory of files, one of each bill."""
    if ask.path == "/Legislation/104/BillStatus/XML/":
        rows = (
            f" {b.on.month}/{b.on.day}/2026  1:02 AM        {7000 + b.stage} "
            f'<A HREF="/Legislation/104/BillStatus/XML/10400{b.letter}B{b.digits:04}.xml">10400{b.letter}B{b.digits:04}.xml</A><br>'
            for b in feed
        )
        return around("illinois.bills/list.html", "  1/30/2026", "</pre>", rows)
    found = re.search(r"/10400([HS]B\d+)\.xml$", ask.path)
    if not found:
        return None
    b = feed.named(found[1])
    whole = page("illinois.bills/bill_law.xml", b, {"HERBS CONSUMER PROTECTION": b.title})
    steps = whole.split("<statusdate>")
    return "<statusdate>".join(steps[: 5 + b.stage * 2]) + "</actions>\n</BillStatus>\n"


@site("mississippi")
def mississippi(feed: Feed, ask: Ask) -> str | None:
    """A list of all measures, then a file of each."""
    if ask.path.endswith("/sessions.htm"):
        return '<html><body><ul><li><a href="2026/pdf/mainmenu.htm">2026 Regular Session</a></li></ul></body></html>'
    if ask.path.endswith("/allmsrs.xml"):
        rows = (
            f" <MSRGROUP><MEASURE>{b.letter}B {b.digits}</MEASURE><ACTIONLINK>../history/{b.letter}B/{b.letter}B{b.digits:04}.xml</ACTIONLINK>"
            f"<SHORTTITLE>{b.title}.</SHORTTITLE><AUTHOR>Bell</AUTHOR><LASTDATE>{b.on:%m/%d}</LASTDATE><LASTACT>({b.letter}) Stage {b.stage}</LASTACT></MSRGROUP>"
            for b in feed
        )
        return around("mississippi.bills/list.xml", " <MSRGROUP>", "\n</LASTACTION>", rows)
    name = ask.path.rpartition("/")[2].removesuffix(".xml")
    b = feed.named(name)
    cases = (
        ("measure_died.xml", {"HB 864": f"{b.letter}B {b.digits}", "HB0864": name}),
        ("measure_tabled.xml", {"HB0865": name}),
        ("measure_signed.xml", {"HB1077": name}),
    )
    return staged("mississippi", b, *cases)


@site("missouri")
def missouri(feed: Feed, ask: Ask) -> str | None:
    """The House's files and the Senate's pages, three of each bill."""
    if ask.path == "/xml/261-BillList.xml":
        rows = (
            f"<BillXML><BillType>HB</BillType><BillNumber>{b.digits}</BillNumber><SessionYear>2026</SessionYear><SessionCode>R</SessionCode>"
            f"<BillXMLLink>https://documents.house.mo.gov/xml/261-HB{b.digits}.xml</BillXMLLink>"
            f"<LastTimeRun>{b.on:%m-%d-%Y} 17:30:10.267</LastTimeRun></BillXML>"
            for b in feed.of("H")
        )
        return around("missouri.bills/house_list.xml", "<BillXML>", "\n</ROOT>", rows)
    if found := re.search(r"/xml/261-(HB\d+)\.xml$", ask.path):
        b = feed.named(found[1])
        title = {"Creates provisions relating to herbs &amp; its sale": b.title}
        whole = page("missouri.bills/house_bill_law.xml", b, {"HB1607": b.name, "HB 1607": f"HB {b.digits}", **title})
        return re.sub(r"<LastAction>.*?</LastAction>", f"<LastAction>{b.on} - Stage {b.stage} (H)</LastAction>", whole)
    if ask.path.endswith("/BillList") and (ask.query["year"], ask.query["session"]) == ("2026", "R"):
        cards = (
            '<div class="bill-card-header"><div class="bill-number"><a href="/BillTracking/Bills/BillInformation?year=2026&amp;'
            f'billid={b.at}">SB {b.digits}</a></div><div class="bill-sponsor-handler"><div><a href="/Senators/1">Senator Doe</a></div></div></div>'
            for b in feed.of("S")
        )
        return f"<html><body>{''.join(cards)}</body></html>"
    if "billid" not in ask.query:
        return None
    b = feed.bill(int(ask.query["billid"]))
    part = {"Actions": "actions", "BillText": "texts"}.get(ask.query.get("handler", ""), "bill")
    case = ("senate_bill_in_the_house", "senate_bill_signed")[b.stage % 2]
    title = {"Creates provisions relating to herbs &amp; minors": b.title}
    return page(f"missouri.bills/{case}/{part}.html", b, {"SB 904": f"SB {b.digits}", "SB904": b.name, **title})


@site("north_carolina")
def north_carolina(feed: Feed, ask: Ask) -> str | None:
    """Feeds of filed bills and of last actions, then a page of each bill."""
    if ask.host != "www.ncleg.gov":
        return "<select><option>2025-2026 Session</option></select>"
    if "/2025/" not in ask.path:
        return None
    if "/FiledBillsFeed/" in ask.path:
        items = (
            f"<item><guid>{b.letter}{b.digits}</guid><bill>{b.letter}{b.digits}</bill><link>https://www.ncleg.gov/BillLookUp/2025/{b.letter}{b.digits}</link>"
            f"<filed>1/29/2025</filed><title>{b.title}</title><sponsor>X</sponsor><session>2025</session><type>{b.letter}B</type></item>"
            for b in feed.of(ask.path[-1])
        )
        return around("north_carolina.bills/list/house.xml", "<item>", "</channel>", items)
    if "/LastActionByYear/" in ask.path:
        items = (
            f"<item><title>{b.letter}{b.digits}</title><link>https://www.ncleg.gov/BillLookup/2025/{b.letter}{b.digits}</link>"
            f"<description>Re-ref Com On Health</description><pubDate>{b.on:%a, %d %b %Y} 04:00:00 GMT</pubDate></item>"
            for b in feed
        )
        return around("north_carolina.bills/list/last.xml", "<item>", "</channel>", items)
    number = ask.path.rpartition("/")[2]
    b = feed.named(number)
    cases = (
        ("bill_in_committee.html", {"House Bill 12": f"{b.house} Bill {b.digits}", "H12v": f"{number}v"}),
        ("bill_law.html", {"House Bill 747": f"{b.house} Bill {b.digits}", "H12v": f"{number}v"}),
    )
    return staged("north_carolina", b, *cases)


@site("washington")
def washington(feed: Feed, ask: Ask) -> str | None:
    """The service's list of what was introduced, then the history of each measure."""
    if ask.path.endswith("/GetLegislationIntroducedSince"):
        whole = fixture("washington.bills/list.xml")
        first = whole[whole.index("<Legislation>") : whole.index("</Legislation>") + len("</Legislation>")]
        rows = (
            first.replace("HB 2291", _washingtonian(b)).replace(">2291<", f">{_washingtonian(b)[3:]}<")
            .replace(">House<", f">{b.house}<").replace("<ShortDescription>herbs", f"<ShortDescription>{b.title}")
            .replace("<ActionDate>2026-01-12", f"<ActionDate>{b.on}")
            .replace("Establishing the herbs consumer protection act.", b.title)
            for b in feed
        )  # fmt: skip
        return around("washington.bills/list.xml", "<Legislation>", "\n</ArrayOfLegislation>", rows)
    if ask.query.get("biennium") != "2025-26":
        return None
    number = int(ask.query["billNumber"])
    b = feed.named(f"H{number - 1000}" if number < 5001 else f"S{number - 5000}")
    whole = page("washington.bills/history_of_a_law.xml", b, {"HB 1146": _washingtonian(b)})
    steps = whole.split("<LegislativeStatus>")
    return "<LegislativeStatus>".join(steps[: 3 + b.stage]) + "</ArrayOfLegislativeStatus>\n"


def _washingtonian(b: Bill) -> str:
    """The House's numbers begin with 1001, the Senate's with 5001."""
    return f"{b.letter}B {b.digits + (1000 if b.letter == 'H' else 5000)}"
