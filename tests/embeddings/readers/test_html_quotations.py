"""Block quotes in HTML that are no `blockquote`: classes and indents."""

from pathlib import Path

import pytest

from tests.support.html_files import page

LONG = "The keepers of the lamp wrote little, and nobody asked them to. It froze all night."


@pytest.mark.parametrize(
    ("block", "mark"),
    [
        ('<p class="quoteb">{}</p>', "> "),
        ('<p class="indentb">{}</p>', "> "),
        ('<div class="blockquot"><p>{}</p></div>', "> "),
        ('<div class="block-quote">{}</div>', "> "),
        ('<p class="MsoQuote">{}</p>', "> "),
        ('<section class="epigraph"><p>{}</p></section>', "> "),
        ('<p style="padding-left: 40px;">{}</p>', "> "),
        ('<p style="margin-left:36pt;margin-right:36pt">{}</p>', "> "),
        ('<p style="margin-left:.5in"><span>{}</span></p>', "> "),
        ('<div style="margin: 0 3em"><p>{}</p></div>', "> "),
        ('<p class="c7">{}</p>', "> "),
        ("<blockquote>{}</blockquote>", "> "),
        ('<p class="indent">{}</p>', ""),
        ('<p class="fst">{}</p>', ""),
        ('<span class="quote">{}</span>', ""),
        ('<p style="margin-left: 10px">{}</p>', ""),
        ('<p style="text-indent: 40px">{}</p>', ""),
        ('<p style="margin-left: 40px; text-indent: -40px">{}</p>', ""),
        ('<p style="margin-left: 40px; text-align: right">{}</p>', ""),
        ('<p align="center" style="margin-left: 40px">{}</p>', ""),
        ('<p style="margin-left: 300px">{}</p>', ""),
        ('<ul><li><p style="margin-left: 40px">{}</p></li></ul>', ""),
        ('<table><tr><td><p style="margin-left: 40px">{}</p></td></tr></table>', ""),
        ('<h2 style="margin-left: 40px">{}</h2>', "# "),
    ],
)
def test_a_block_is_a_quotation_by_its_class_or_its_indent(
    tmp_path: Path, block: str, mark: str
) -> None:
    head = "<style>.c7 { margin-left: 36pt } .c0 { margin-left: 0 }</style>"
    body = f"<p>{LONG}</p>{block.format('The lamp (45).')}<p class=c0>{LONG}</p>"
    assert page(tmp_path, body, head) == [LONG, f"{mark}The lamp (45).", LONG]


@pytest.mark.parametrize(
    "around",
    [
        '<div style="margin-left: 40px"><p>{0}</p><p>{0}</p></div>',
        '<p style="margin-left: 40px">{0}</p><p style="margin-left: 40px">{0}</p>',
        '<div class="quote"><p>{0}</p><p>{0}</p></div><p>End.</p>',
        '<div style="margin: 0 3em"><p>{0}</p><p>{0}</p><h2>Two</h2></div>' * 3,
        '<div style="margin: 0 3em"><p>{0}</p><p>{0}</p></div>'.replace("</div>", "<p>x</p>" * 12)
        * 9,
    ],
)
def test_a_text_that_is_set_in_as_a_whole_is_prose(tmp_path: Path, around: str) -> None:
    long = LONG * 3
    assert page(tmp_path, around.format(long))[:2] == [long, long]
