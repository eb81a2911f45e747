"""Input made to stall or crash a reader: it is read, or refused, in a time that grows with its size."""

import pytest

from monitor.reading import read
from monitor.reading.html import html_text


@pytest.mark.parametrize(
    "unit",
    [
        b"<div>",
        b"<ul><li>",
        b"<table><tr><td>",
        b"<font>",
        b"<h1><marquee>",
        b"<x-y>",
        b"<a href=/x>b<div>",
        b"a<sup>1",
        b"<header><h1>x",
        b"<del>a<ins>b",
    ],
)
def test_nesting_without_end_is_read_without_recursion(unit: bytes) -> None:
    assert "last words" in read(b"<html><body>" + unit * 20_000 + b"<p>last words</p>").text


@pytest.mark.parametrize(
    "unit",
    [
        "<div ",
        "<style>",
        "<style ",
        "<!--",
        "<div class='p'>",
        "<span class='t' style='top:1px;'>",
        "{",
        "&#1;",
        "<meta charset=",
    ],
)
def test_open_markup_without_end_costs_no_more_than_its_size(unit: str) -> None:
    html_text("<span class='t' style='top:1px;'><u>text-decoration" + unit * 60_000)


def test_a_long_paragraph_of_many_lines_is_put_together_in_one_go() -> None:
    line = "These words make up a line that is long enough to have been broken by a type-\n"
    assert len(html_text("<pre>" + line * 20_000).text.split("\n")) == 1


def test_a_megabyte_of_paragraphs_is_read_whole() -> None:
    assert html_text("<p>A paragraph of the page</p>" * 40_000).text.count("\n") == 39_999


def test_comments_before_the_first_tag_are_no_riddle() -> None:
    assert read(b"<!---->" * 290 + b"1").text.endswith("1")
