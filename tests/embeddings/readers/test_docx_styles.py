"""Styles and indents of Word: what they mark as a block quote, and what they do not."""

from pathlib import Path

import pytest

from tests.support.word_files import bare, lines

LONG = "The keepers of the lamp wrote little, and nobody asked them to. It froze all night."
SET_IN = '<w:ind w:left="720" w:right="720"/>'
LEFT = '<w:ind w:start="720"/>'


def style(name: str, own: str = "", base: str = "", default: str = "") -> str:
    """Return a style of paragraphs."""
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"{default}><w:name w:val="{name}"/>{based}'
        f"<w:pPr>{own}</w:pPr></w:style>"
    )


@pytest.mark.parametrize(
    ("own", "mark"),
    [
        (SET_IN, "> "),
        (LEFT, "> "),
        ('<w:ind w:left="36pt"/>', "> "),
        ('<w:ind w:left="100" w:right="100"/>', ""),
        ('<w:ind w:firstLine="720"/>', ""),
        ('<w:ind w:left="720" w:hanging="720"/>', ""),
        ('<w:ind w:left="5000"/>', ""),
        (f"{SET_IN}<w:jc w:val='center'/>", ""),
        (f"<w:numPr><w:numId w:val='1'/></w:numPr>{LEFT}", ""),
        ('<w:ind w:left="lamp"/>', ""),
        ('<w:pStyle w:val="Set in"/>', "> "),
        ('<w:pStyle w:val="Set in"/><w:ind w:left="0" w:right="0"/>', ""),
        (f'<w:pStyle w:val="Heading 1"/>{SET_IN}', "# "),
        ('<w:pStyle w:val="Lost"/>', ""),
    ],
)
def test_what_is_set_in_from_the_text_around_it_is_a_quotation(
    tmp_path: Path, own: str, mark: str
) -> None:
    body = lines(LONG) + lines("The lamp.", own=own) + lines(LONG)
    styles = style("Set in", SET_IN) + style("Heading 1")
    assert bare(tmp_path, body, styles=styles) == [LONG, f"{mark}The lamp.", LONG]


@pytest.mark.parametrize("where", ["everywhere", "in the style of the text"])
def test_a_text_that_is_set_in_as_a_whole_is_prose(tmp_path: Path, where: str) -> None:
    own = SET_IN if where == "everywhere" else ""
    styles = style("Normal", "" if own else SET_IN, default=' w:default="1"')
    assert bare(tmp_path, lines(LONG, "The lamp.", own=own), styles=styles) == [LONG, "The lamp."]


def test_a_paragraph_under_an_item_of_a_list_belongs_to_it(tmp_path: Path) -> None:
    item = lines("An item.", own=f"<w:numPr><w:numId w:val='1'/></w:numPr>{LEFT}")
    body = lines(LONG) + item + lines("It goes on.", own=LEFT)
    assert bare(tmp_path, body) == [LONG, "An item.", "It goes on."]
    body = lines(LONG) + item + lines("The lamp.", own=SET_IN)
    assert bare(tmp_path, body) == [LONG, "An item.", "> The lamp."]


def test_what_is_set_in_within_a_table_is_prose(tmp_path: Path) -> None:
    table = f"<w:tbl><w:tr><w:tc>{lines('The lamp.', own=SET_IN)}</w:tc></w:tr></w:tbl>"
    assert bare(tmp_path, lines(LONG) + table) == [LONG, "The lamp."]


@pytest.mark.parametrize("bases", [("A",), ("B", "A"), ("B", "C", "B")])
def test_styles_that_are_based_on_one_another_in_a_circle_are_read(
    tmp_path: Path, bases: tuple[str, ...]
) -> None:
    names = ["A", "B", "C"][: len(bases)]
    styles = "".join(style(name, base=base) for name, base in zip(names, bases, strict=True))
    body = lines("The lamp.", own='<w:pStyle w:val="A"/>')
    assert bare(tmp_path, body, styles=styles) == ["The lamp."]
