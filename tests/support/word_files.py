"""Word files made for a test: paragraphs of XML, with parts of their own."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from embeddings.readers import read

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def words_of(path: Path) -> list[str]:
    """Return the paragraphs of a file; those of block quotes and headings are marked."""
    marks = {"prose": "", "quotation": "> ", "heading": "# "}
    return [marks[block.kind] + block.words for block in read(path).blocks()]


def words(folder: Path, make: Callable[[Document], object], **parts: str) -> list[str]:
    """Return the paragraphs of a document, marked as by `words_of`; `parts` are added to it."""
    document = docx.Document()
    make(document)
    out = BytesIO()
    document.save(out)
    with zipfile.ZipFile(out, "a") as archive:
        for name, inner in parts.items():
            root = f'<w:{name} xmlns:w="{NAMESPACE}">{inner}</w:{name}>'
            archive.writestr(f"word/{name}.xml", root)
    path = folder / "essay.docx"
    path.write_bytes(out.getvalue())
    return words_of(path)


def bare(folder: Path, body: str, **parts: str) -> list[str]:
    """Return the paragraphs of a file of nothing but a body and these parts."""
    path = folder / "bare.docx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, inner in {"document": f"<w:body>{body}</w:body>", **parts}.items():
            root = f'<w:{name} xmlns:w="{NAMESPACE}">{inner}</w:{name}>'
            archive.writestr(f"word/{name}.xml", root)
    return words_of(path)


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


def lines(*texts: str, own: str = "") -> str:
    """Return paragraphs of one run each."""
    return "".join(f"<w:p><w:pPr>{own}</w:pPr>{run(text)}</w:p>" for text in texts)
