"""Word files: what is quoted, deleted, hidden, in tables and in boxes."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from embeddings.readers import read

BOX = """<w:r {ns} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">
<mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent><w:p><w:r><w:t>Box</w:t></w:r></w:p>
</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r>
<w:t>Box</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"""


def words(folder: Path, make: Callable[[Document], object]) -> list[str]:
    """Return the paragraphs of a document; those of block quotes and headings are marked."""
    document = docx.Document()
    make(document)
    out = BytesIO()
    document.save(out)
    path = folder / "essay.docx"
    path.write_bytes(out.getvalue())
    marks = {"prose": "", "quotation": "> ", "heading": "# "}
    return [marks[one.kind] + one.words for one in read(path).blocks()]


def paragraph(inner: str, own: str = "") -> Callable[[Document], object]:
    """Return what puts paragraphs of this XML into a document, and `End.` behind them."""

    def make(document: Document) -> None:
        xml = f"<w:p {nsdecls('w')}><w:pPr>{own}</w:pPr>{inner.replace('{ns}', nsdecls('w'))}</w:p>"
        document.add_paragraph("End.")
        document.paragraphs[0]._p.addprevious(parse_xml(xml))

    return make


def run(text: str, own: str = "") -> str:
    """Return a run of text."""
    return f'<w:r><w:rPr>{own}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


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
        (run("It") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run("."), "It."),
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
