"""Style sheets: rules of classes, and what an element says of itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from embeddings.readers.stylesheets import StyleSheets


def of(style: str = "", names: str = "", sheet: str = "") -> tuple[float, float]:
    """Return the indents of an element in pixels."""
    return StyleSheets([sheet]).indents(html.Element("p", {"style": style, "class": names}))


@pytest.mark.parametrize(
    ("style", "indents"),
    [
        ("", (0, 0)),
        ("margin-left: 40px", (40, 0)),
        ("MARGIN-LEFT:36PT; margin-right : 36pt", (48, 48)),
        ("padding-left:.5in", (48, 0)),
        ("margin-left:1em;padding-left:2em!important", (48, 0)),
        ("margin: 10px", (10, 10)),
        ("margin: 0 2em", (32, 32)),
        ("margin: 0 10px 0 40px", (40, 10)),
        ("margin: 0 auto", (0, 0)),
        ("margin-inline-start: 5%", (40, 0)),
        ("margin-left: -10px", (-10, 0)),
        ("margin-left: calc(1px + 2em)", (0, 0)),
        ("margin-left", (0, 0)),
    ],
)
def test_an_element_tells_how_far_it_is_set_in(style: str, indents: tuple[float, float]) -> None:
    assert of(style) == indents


def test_classes_are_looked_up_in_the_sheets() -> None:
    sheet = (
        "/* .c { margin: 9px } */ p { margin: 1px } p.c3, .c4{margin-left:36pt} .a .c5{margin:9px}"
    )
    assert of(
        names="c6", sheet="p.c6 { margin: 2px } .c6 { margin: 1px } q.c6 { margin: 3px }"
    ) == (2, 2)
    assert of(names="c3", sheet=sheet) == (48, 0)
    assert of(names="x c4", sheet=sheet) == (48, 0)
    assert of(names="c5 c", sheet=sheet) == (0, 0)
    assert of("margin-left: 0", "c3", sheet) == (0, 0)


def test_rules_for_print_or_small_screens_do_not_hold() -> None:
    sheet = (
        '@import "x"; @media print { .a { display: none } .b { display: none } } .c {display:none}'
    )
    sheets = StyleSheets([sheet])
    hidden = [name for name in "abc" if sheets.hides(html.Element("p", {"class": name}))]
    assert hidden == ["c"]


def test_what_is_hidden_struck_raised_or_hangs_is_told() -> None:
    sheets = StyleSheets()
    assert sheets.hides(html.Element("p", style="visibility: hidden"))
    assert sheets.hides(html.Element("p", style="text-decoration: red line-through"))
    assert not sheets.hides(html.Element("p", style="text-decoration: underline"))
    assert sheets.raises(html.Element("p", style="vertical-align: super"))
    assert sheets.hangs(html.Element("p", style="text-indent: -2em"))
    assert not sheets.hangs(html.Element("p", style="text-indent: 2em"))


@given(st.text(".ab{};:/*<>-@ \n", max_size=60), st.text("margin-left:;%0 .em", max_size=30))
def test_any_sheet_is_read(sheet: str, style: str) -> None:
    sheets = StyleSheets([sheet])
    element = html.Element("p", {"class": "a b", "style": style})
    assert sheets.hides(element) in {True, False}
    assert len(sheets.indents(element)) == 2
