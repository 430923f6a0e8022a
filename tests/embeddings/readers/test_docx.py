"""Word files: what is quoted, deleted, hidden, in tables and in boxes."""

from pathlib import Path

import pytest
from docx.document import Document

from tests.support.word_files import bare, lines, paragraph, run, words

BOX = """<w:r {ns} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">
<mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent><w:p><w:r><w:t>Box</w:t></w:r></w:p>
</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r>
<w:t>Box</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"""


@pytest.mark.parametrize(
    ("style", "mark"),
    [
        ("Quote", "> "),
        ("Intense Quote", "> "),
        ("Heading 2", "# "),
        ("Title", "# "),
        ("Normal", ""),
        ("List Bullet", ""),
    ],
)
def test_styles_tell_quotations_and_headings(tmp_path: Path, style: str, mark: str) -> None:
    assert words(tmp_path, lambda one: one.add_paragraph("Ice", style)) == [f"{mark}Ice"]


def test_a_style_made_from_quote_is_a_quotation(tmp_path: Path) -> None:
    def make(document: Document) -> None:
        style = document.styles.add_style("My words", 1)
        style.base_style = document.styles["Quote"]
        document.add_paragraph("Ice", style)

    assert words(tmp_path, make) == ["> Ice"]


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (run("It ") + run("froze."), "It froze."),
        (run("It ") + f'<w:del w:id="1">{run("never ")}</w:del>' + run("froze."), "It froze."),
        (run("It ") + f'<w:ins w:id="1">{run("all ")}</w:ins>' + run("froze."), "It all froze."),
        (f'<w:moveFrom w:id="1">{run("No")}</w:moveFrom>' + run("It"), "It"),
        (f'<w:moveTo w:id="1">{run("So ")}</w:moveTo>' + run("it"), "So it"),
        (run("It ") + run("never ", "<w:vanish/>") + run("froze."), "It froze."),
        (run("It ") + run("all ", '<w:vanish w:val="0"/>') + run("froze."), "It all froze."),
        (f'<w:hyperlink w:anchor="a">{run("It")}</w:hyperlink>', "It"),
        (f"<w:smartTag>{run('It')}</w:smartTag>", "It"),
        (f"<w:sdt><w:sdtContent>{run('It')}</w:sdtContent></w:sdt>", "It"),
        (f'<w:fldSimple w:instr="PAGE">{run("12")}</w:fldSimple>', "12"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r>" + run("It"), "It"),
        ("<w:r><w:t>It</w:t><w:br/><w:t>froze</w:t><w:tab/><w:t>so</w:t></w:r>", "It froze so"),
        ("<w:r><w:t>well</w:t><w:noBreakHyphen/><w:t>known</w:t></w:r>", "well-known"),
        ("<w:r><w:t>revo</w:t><w:softHyphen/><w:t>lu\u00adtion</w:t></w:r>", "revolution"),
        (run("It ") + run("never ", "<w:strike/>") + run("froze."), "It froze."),
        ("<w:r><w:ruby><w:rt><w:r><w:t>x</w:t></w:r></w:rt></w:ruby></w:r>" + run("It"), "It"),
    ],
)
def test_a_paragraph_is_read_with_all_changes_accepted(
    tmp_path: Path, inner: str, expected: str
) -> None:
    assert words(tmp_path, paragraph(inner)) == [expected, "End."]


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next(tmp_path: Path) -> None:
    gone = '<w:rPr><w:del w:id="1"/></w:rPr>'
    assert words(tmp_path, paragraph(run("The "), gone)) == ["The End."]


def test_a_box_is_read_once_behind_its_paragraph(tmp_path: Path) -> None:
    assert words(tmp_path, paragraph(run("One") + BOX)) == ["One", "Box", "End."]


def test_tables_are_read_where_they_stand(tmp_path: Path) -> None:
    def make(document: Document) -> None:
        document.add_paragraph("One")
        table = document.add_table(1, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "Two", "Three"
        document.add_paragraph("Four")

    assert words(tmp_path, make) == ["One", "Two", "Three", "Four"]


def test_what_stands_in_the_margins_is_left_there(tmp_path: Path) -> None:
    def make(document: Document) -> None:
        document.sections[0].footer.paragraphs[0].text = "Foot"
        document.add_paragraph("One")

    assert words(tmp_path, make) == ["One"]


def test_an_initial_in_a_frame_begins_the_word_behind_it(tmp_path: Path) -> None:
    for place in ("drop", "margin"):
        framed = lines("T", own=f'<w:framePr w:dropCap="{place}" w:lines="3"/>')
        body = framed + lines("he keeper", own="") + lines("He climbed.")
        assert bare(tmp_path, body) == ["The keeper", "He climbed."]
    framed = lines("Tide tables", own='<w:framePr w:wrap="around"/>')
    assert bare(tmp_path, framed + lines("The keeper")) == ["Tide tables", "The keeper"]


def test_a_row_that_is_deleted_is_not_read(tmp_path: Path) -> None:
    row = "<w:tr><w:trPr>{}</w:trPr><w:tc>{}</w:tc></w:tr>"
    table = row.format('<w:del w:id="1"/>', lines("No")) + row.format("", lines("One"))
    assert bare(tmp_path, f"<w:tbl>{table}</w:tbl>") == ["One"]


def test_what_a_form_asks_for_is_no_text(tmp_path: Path) -> None:
    asked = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = asked.format(lines("Click here")) + f"<w:p>{run('One')}{asked.format(run('here'))}</w:p>"
    assert bare(tmp_path, body) == ["One"]
