"""HTML → blocks: what a person reads, nothing glued, nothing split, nothing of the site around it."""

import pytest

from monitor.model.errors import ConfigError, ExtractionError
from monitor.reading.html import html_text


def text(html: str, **options: object) -> str:
    return html_text(html, **options).text  # type: ignore[arg-type]  # options are passed through as a test writes them


def test_headings_paragraphs_lists_and_tables_are_blocks_of_their_own() -> None:
    html = (
        "<h1>Kratom</h1><h3>Status</h3><p>First.</p><p>Second.</p><ul><li>one<li>two</ul>"
        "<table><tr><th>State</th><th>Since</th></tr><tr><td>Alabama</td><td>2016</td></tr></table>"
    )
    assert text(html).split("\n") == [
        "# Kratom",
        "### Status",
        "First.",
        "Second.",
        "- one",
        "- two",
        "| State | Since |",
        "| Alabama | 2016 |",
    ]


def test_an_ordered_list_keeps_the_numbers_that_the_page_shows() -> None:
    assert text("<ol start=3><li>c<li value=7>g<li>h</ol>").split("\n") == ["3. c", "7. g", "8. h"]
    assert text("<ol type=a><li>x<li>y</ol><ol type=I start=4><li>z</ol>").split("\n") == ["a. x", "b. y", "IV. z"]


def test_an_item_of_several_paragraphs_has_one_bullet() -> None:
    assert text("<ul><li><p>a</p><p>b</p></li><li>c</ul>").split("\n") == ["- a", "b", "- c"]


def test_inline_tags_never_split_a_word_and_blocks_never_glue() -> None:
    assert text("<p>mitra<b>gyn</b>ine</p><div>A</div><div>B</div>") == "mitragynine\nA\nB"


def test_cells_never_glue_even_around_an_empty_one() -> None:
    assert text("<table><tr><td>A<td><td>B</table>") == "| A | | B |"


def test_a_table_that_lays_out_the_page_is_read_as_blocks() -> None:
    html = "<table><tr><td><h2>Menu</h2><p>x</p></td><td><table><tr><td>a<td>b</table></td></tr></table>"
    assert text(html).split("\n") == ["## Menu", "x", "| a | b |"]


def test_a_row_with_one_filled_cell_is_its_words() -> None:
    assert text("<table><tr><td>&nbsp;</td><td>SECTION 1.</td></tr></table>") == "SECTION 1."


def test_a_break_ends_a_block_but_not_a_heading() -> None:
    assert text("<p>7031 N 16th St.<br>Omaha</p><h2>Bill<br>Text</h2>") == "7031 N 16th St.\nOmaha\n## Bill Text"


def test_white_space_in_the_source_means_nothing() -> None:
    assert text("<p>  To   amend\n\tsection&nbsp;1 </p>") == "To amend section 1"


def test_links_are_absolute_and_lead_somewhere() -> None:
    html = (
        '<p><a href="../b.pdf?itok=Zx9&amp;v=2">Bill</a>, <a href="#top">top</a>, <a href="javascript:void(0)">menu</a>, '
        '<a href="mailto:a@b.gov">write</a>, <a href="java\nscript:alert(1)">x</a></p>'
    )
    assert text(html, url="https://x.gov/a/c/") == "[Bill](https://x.gov/a/b.pdf?v=2), top, menu, write, x"


def test_a_link_around_a_heading_and_a_paragraph_links_both() -> None:
    html = '<a href="/a"><h3>Title</h3><p>Words</p></a>'
    assert text(html, url="https://x.gov/") == "### [Title](https://x.gov/a)\n[Words](https://x.gov/a)"


def test_the_base_of_the_page_moves_its_links() -> None:
    assert text('<base href="/law/"><p><a href="a">x</a>', url="https://x.gov/p/") == "[x](https://x.gov/law/a)"


def test_a_link_whose_words_are_its_address_is_not_said_twice() -> None:
    assert text('<p>See <a href="https://x.gov/a">https://x.gov/a</a>.') == "See https://x.gov/a."


def test_the_main_element_is_the_page_where_there_is_one() -> None:
    html = "<header><p>Site</p></header><nav>Menu</nav><main><h1>Law</h1><p>Text</p></main><footer>Contact</footer>"
    assert text(html) == "# Law\nText"


def test_without_a_main_element_the_site_around_the_text_goes() -> None:
    html = (
        '<header><img alt="Seal of the State of X"></header><div class="breadcrumb">Home</div><h1>Law</h1><p>Text</p>'
        '<div role="contentinfo">Contact</div><footer>Address</footer><form><input value="secret"><button>Go</button></form>'
    )
    assert text(html) == "# Law\nText"


def test_a_header_that_holds_the_only_heading_stays() -> None:
    assert text("<header><h1>Kratom</h1></header><p>Text</p>") == "# Kratom\nText"


def test_the_header_of_an_article_stays() -> None:
    html = "<article><header><h2>Rule</h2><p>By the DEA</p></header><p>Text</p><footer>21 CFR 1308</footer></article><h1>x</h1>"
    assert text(html) == "## Rule\nBy the DEA\nText\n21 CFR 1308\n# x"


def test_an_empty_main_element_does_not_hide_the_page() -> None:
    assert text("<main></main><div><p>The text stands elsewhere.</p></div>") == "The text stands elsewhere."


def test_a_page_of_nothing_but_navigation_is_still_read() -> None:
    assert text("<nav><a>Only</a> words</nav>") == "Only words"


def test_scripts_styles_nonces_and_view_ids_leave_no_trace() -> None:
    one = '<main><div class="view js-view-dom-id-{}"><p>Text</p><script nonce="{}">var a="{}"</script></div></main>'
    assert text(one.format("abc", "n1", 1)) == text(one.format("def", "n2", 2)) == "Text"


def test_hidden_widgets_go_and_hidden_paragraphs_stay() -> None:
    html = '<main><span style="display:none">Loading</span><div style="display: none"><p>Part B</p></div><b hidden>x</b><p>A</p>'
    assert text(html) == "Part B\nA"


def test_links_that_share_the_page_go() -> None:
    html = '<main><p>Text</p><ul><li><a href="https://www.facebook.com/sharer/sharer.php?u=x">Facebook</a></li></ul></main>'
    assert text(html) == "Text"


def test_an_aside_of_links_goes_and_one_with_words_stays() -> None:
    html = "<main><aside><a href=/a>More</a> <a href=/b>Letters</a></aside><p>T</p><aside><p>Note: void in Ohio.</p></aside></main>"
    assert text(html) == "T\nNote: void in Ohio."


def test_css_keeps_only_what_it_selects_even_navigation() -> None:
    html = "<nav class=bills>HB 1</nav><main><p>Text</p></main>"
    assert text(html, css="nav.bills") == "HB 1"


def test_nested_matches_of_css_are_read_once() -> None:
    assert text("<div class=a>x<div class=a>y</div></div>", css=".a") == "x\ny"


def test_css_that_matches_nothing_is_an_error_with_selector_and_address() -> None:
    with pytest.raises(ExtractionError, match=r"\.bill") as raised:
        text("<p>x", css=".bill", url="https://x.gov/")
    assert (raised.value.url, raised.value.selector, raised.value.found) == ("https://x.gov/", ".bill", 0)


@pytest.mark.parametrize(("option", "value"), [("css", ">>x"), ("ignore", ["p["]), ("ignore", ["re:("])])
def test_a_malformed_selector_or_pattern_names_its_key(option: str, value: object) -> None:
    with pytest.raises(ConfigError) as raised:
        text("<p>x", **{option: value})
    assert raised.value.key == option


def test_ignored_nodes_and_lines_are_dropped() -> None:
    html = "<main><p class=ad>Buy</p><p>Hits so far: 12</p><p>Law</p></main>"
    assert text(html, ignore=[".ad", r"re:^Hits so far"]) == "Law"


def test_lines_that_are_all_ignored_do_not_bring_back_the_site() -> None:
    assert text("<main><p>Hits: 12</p></main><div>Site</div>", ignore=["re:Hits"]) == ""


def test_a_raised_number_never_joins_the_number_before_it() -> None:
    assert text("<p>$10<sup>6</sup>, the 1<sup>st</sup> rule<sup>2</sup>") == "$10^6, the 1st rule^2"


def test_an_image_speaks_when_it_has_something_to_say() -> None:
    html = '<p><img alt="logo"><img alt="September 17, 2025, Introduced by Reps. Cavitt and Borton"></p>'
    assert text(html) == "September 17, 2025, Introduced by Reps. Cavitt and Borton"


def test_the_title_is_the_pages_own() -> None:
    assert html_text("<title> HB 1\n - Ohio</title><p>x").title == "HB 1 - Ohio"
    assert html_text("<p>x").title == ""


def test_invisible_characters_make_no_difference() -> None:
    assert text("<p>kra\u200btom\u00ad is \u202eevil\u202c</p><p>\u200b</p>") == "kratom is evil"


def test_preformatted_lines_become_paragraphs() -> None:
    html = (
        "<pre>\n     1    Section 1. The dairy law is amended by adding a new section manu-\n"
        "     2  factured to read as follows:\n     3    2. This act shall take effect.\n     4  </pre>"
    )
    assert text(html).split("\n") == [
        "Section 1. The dairy law is amended by adding a new section manufactured to read as follows:",
        "2. This act shall take effect.",
    ]


def test_a_directory_listing_keeps_a_line_for_each_file() -> None:
    html = "<pre>" + "".join(
        f'12/3/2018  9:48 AM  83914 <a href="/b/HB000{n}.html">HB000{n}.html</a><br>' for n in range(4)
    )
    assert (
        text(html, url="https://x.gov/").split("\n")[1]
        == "12/3/2018 9:48 AM 83914 [HB0001.html](https://x.gov/b/HB0001.html)"
    )


def test_words_placed_one_by_one_are_read_as_lines() -> None:
    words = [
        "An",
        "Act",
        "designating",
        "kratom",
        "as",
        "a",
        "schedule",
        "I",
        "controlled",
        "substance",
        "and",
        "making",
    ]
    first = "".join(f"<span class='t' style='left:{100 + 50 * n}px;'>{word}</span>\n" for n, word in enumerate(words))
    html = (
        f"<div class='p' style='x'>\n<span class='t' style='top:232px;'>\n{first}"
        "<span class='t' style='left:85px;'><a name='t_1'>1</a></span>\n</span>\n<span class='t' style='top:250px;'>\n"
        "<span class='t' style='left:100px;'>penalties</span>\n<span class='t' style='left:170px;'>applicable</span>\n"
        "<span class='t' style='left:240px;'>.</span>\n</span></div>"
    )
    assert (
        text(html) == "An Act designating kratom as a schedule I controlled substance and making penalties applicable."
    )
