"""XML → the same blocks: bills, registers, codes, records; nothing expanded, nothing fetched."""

import pytest

from monitor.model.errors import UnreadableDocument
from monitor.reading import read
from monitor.reading.xml import xml_text

USLM = b"""<?xml version="1.0" encoding="UTF-8"?><bill xmlns="http://schemas.gpo.gov/xml/uslm"
xmlns:dc="http://purl.org/dc/elements/1.1/"><meta><dc:title>119 HR 1 IH</dc:title></meta><preface><dc:type>H. R. </dc:type>
<docNumber>1</docNumber></preface><main><section><num value="1">SECTION 1. </num><heading>SHORT TITLE.</heading><content
class="block">This Act may be cited as the <shortTitle>Kratom Act</shortTitle>.</content></section>
<section><num>SEC. 2. </num><heading>DEFINITIONS.</heading><chapeau>In this Act:</chapeau><paragraph><num>(1) </num><heading>
<inline class="smallCaps">Kratom</inline>.\xe2\x80\x94</heading><content>The term means the leaf<del> only</del><ins> and stem</ins>,
as in <quotedContent><subsection><num>\xe2\x80\x9c(a) </num><content>It is banned.\xe2\x80\x9d</content></subsection></quotedContent>;
and</content></paragraph><paragraph changed="deleted"><num>(2) </num><content>Old.</content></paragraph></section></main>
<endorsement>again</endorsement></bill>"""

REGISTER = b"""<RULE><PREAMB><PRTPAGE P="1"/><AGENCY TYPE="S">DEPARTMENT OF JUSTICE</AGENCY><SUBJECT>Schedules: Placement of
7-OH</SUBJECT><AGY><HD SOURCE="HED">AGENCY:</HD><P>DEA.</P></AGY></PREAMB><SUPLINF><HD SOURCE="HD1">I. Background</HD><P>See 21
U.S.C. 811 <E T="03">et seq.</E> and the rule.<SU>1</SU><FTREF/> Limit 10<PRTPAGE P="2"/> mg of H<E T="52">2</E>O.</P><FTNT><P>
<SU>1</SU>Note.</P></FTNT><GPOTABLE><BOXHD><CHED H="1">Drug</CHED><CHED H="1">No.</CHED></BOXHD><ROW><ENT I="01">7-OH</ENT>
<ENT/><ENT>9999</ENT></ROW></GPOTABLE><REGTEXT><SECTION><SECTNO>\xc2\xa7 1308.11</SECTNO><SUBJECT>Schedule I.</SUBJECT><STARS/>
<P>(h) * * *</P></SECTION></REGTEXT></SUPLINF><FRDOC>[FR Doc. 2026-1 Filed 1-2-26; 8:45 am]</FRDOC></RULE>"""

UTAH = (
    """<?xml version="1.0" encoding="UTF-16"?><leg xml:space="preserve"><info><x>1</x></info><tbox><st>Kratom – Changes</st>
</tbox><bdy><section><secline>Section 1. Section <bold>4-45-102</bold> is amended to read:</secline><subsection ea="erase"><display>
<amendoutstart style="2"/><amend ea="erase">(1)</amend></display><amend ea="erase">"Food" me<ln lineno="2"/>ans:</amend></subsection>
<subsection><display><amend ea="erase">(2)</amend><amend ea="amend">(1)</amend></display>a class <amend ea="erase">C</amend><amend
ea="amend">B</amend> misdemeanor</subsection></section></bdy></leg>""".replace("<amend\n", "<amend ")
    .replace("\n", "")
    .encode()
)


def test_a_federal_bill_reads_with_numbers_headings_and_marks() -> None:
    assert xml_text(USLM).split("\n") == [
        "H. R. 1",
        "### SECTION 1. SHORT TITLE.",
        "This Act may be cited as the Kratom Act.",
        "### SEC. 2. DEFINITIONS.",
        "In this Act:",
        "(1) Kratom.—The term means the leaf [-only-] {+and stem+}, as in",
        "“(a) It is banned.”; and",
        "[-(2) Old.-]",
    ]
    assert read(USLM).title == "119 HR 1 IH"


def test_a_federal_register_rule_reads_without_page_marks_and_typesetting() -> None:
    assert xml_text(REGISTER).split("\n") == [
        "DEPARTMENT OF JUSTICE",
        "# Schedules: Placement of 7-OH",
        "## AGENCY:",
        "DEA.",
        "## I. Background",
        "See 21 U.S.C. 811 et seq. and the rule.^1 Limit 10 mg of H2O.",
        "1 Note.",
        "| Drug | No. |",
        "| 7-OH | | 9999 |",
        "### § 1308.11 Schedule I.",
        "* * * * *",
        "(h) * * *",
        "[FR Doc. 2026-1 Filed 1-2-26; 8:45 am]",
    ]


def test_utahs_marks_are_read_although_it_miscalls_its_charset() -> None:
    assert xml_text(UTAH).split("\n") == [
        "Kratom – Changes",
        "Section 1. Section 4-45-102 is amended to read:",
        '[-(1) "Food" means:-]',
        "[-(2)-]{+(1)+} a class [-C-]{+B+} misdemeanor",
    ]


def test_the_code_of_federal_regulations_reads_by_section() -> None:
    body = (
        '<DIV5 N="1308" TYPE="PART" hierarchy_metadata="{}"><HEAD>PART 1308—SCHEDULES</HEAD><AUTH><HED>Authority:</HED>'
        "<PSPACE>21 U.S.C. 811.</PSPACE></AUTH><DIV8><HEAD>§ 1308.01   Scope.</HEAD><P>Schedules <I>are</I> set forth.</P>"
        "<CITA>[38 FR 8254, Mar. 30, 1973]</CITA></DIV8></DIV5>"
    ).encode()
    assert xml_text(body).split("\n") == [
        "## PART 1308—SCHEDULES",
        "Authority: 21 U.S.C. 811.",
        "### § 1308.01 Scope.",
        "Schedules are set forth.",
        "[38 FR 8254, Mar. 30, 1973]",
    ]


def test_californias_italics_are_new_only_beside_struck_text() -> None:
    bill = '<caml:MeasureDoc xmlns:caml="urn:c" xmlns="http://www.w3.org/1999/xhtml"><caml:Bill><caml:Num>SECTION 1.</caml:Num><p>The <i>{}</i>{} board</p></caml:Bill></caml:MeasureDoc>'
    assert xml_text(bill.format("state", "").encode()) == "SECTION 1. The state board"
    assert xml_text(bill.format("new", " <strike>old</strike>").encode()) == "SECTION 1. The {+new+} [-old-] board"


def test_records_read_as_names_and_values() -> None:
    body = b"<bills><bill2><BillId>HB 2087</BillId><Active/><Summary>&lt;p&gt;A &lt;b&gt;tax&lt;/b&gt;.&lt;/p&gt;&lt;p&gt;B&lt;/p&gt;</Summary></bill2></bills>"
    assert xml_text(body).split("\n") == ["BillId: HB 2087", "Summary: A tax.", "B"]


def test_records_that_live_in_attributes_are_not_lost() -> None:
    assert (
        xml_text(b'<members><member first-name="Jason" party="REP"/></members>')
        == "member: first-name Jason, party REP"
    )


def test_html_wrapped_in_xml_is_read_as_html() -> None:
    body = b"<billtext_html action='replace'><![CDATA[<PRE>\n<B>AN ACT</B> be it enacted\n\n<U>New.</U></PRE>]]></billtext_html>"
    assert xml_text(body) == "AN ACT be it enacted\n{+New.+}"


def test_htmls_names_of_characters_are_known_in_feeds() -> None:
    assert xml_text(b"<rss><item><title>Botanic&reg; &amp; co</title></item></rss>") == "title: Botanic® & co"


def test_a_doctype_without_entities_is_harmless() -> None:
    assert (
        xml_text(b'<!DOCTYPE bill PUBLIC "-//US Congress//DTDs/bill.dtd//EN" "bill.dtd"><rule><P>x</P></rule>') == "x"
    )


@pytest.mark.parametrize(
    "body",
    [
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>',
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        b'<?xml version="1.0"?><a><b></a>',
        b'<?xml version="1.0"?><a>' + b"<b>" * 5000 + b"x" + b"</b>" * 5000 + b"</a>",
        b'<?xml version="1.0"?>' + b"<!DOCTYPE " * 50_000,
        b'<?xml version="1.0"?>',
        b"",
    ],
)
def test_bombs_and_broken_documents_are_unreadable_and_quickly_so(body: bytes) -> None:
    with pytest.raises(UnreadableDocument):
        xml_text(body)
