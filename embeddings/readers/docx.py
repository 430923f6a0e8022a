"""Word files (DOCX): the paragraphs of the body, as they stand with all changes accepted."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from embeddings.readers.parsed_file import Rough, Source, roughs
from embeddings.readers.zip_archive import Archive
from embeddings.types.blocks import Kind

if TYPE_CHECKING:
    from docx.styles.style import BaseStyle
    from lxml.etree import _Element

KIND = "a Word file (DOCX)"

_QUOTES = frozenset({"quote", "intense quote", "block text", "quotations", "block quotation"})
_HEADINGS = ("heading ", "title", "subtitle")
_BODY = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GONE = frozenset(f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "rPr", "pPr"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SIGNS = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
}


def read(path: Path, data: bytes) -> Source:
    """Read a Word file; its notes, comments and headers are left where they are."""
    archive = Archive(path, data, KIND)
    for name in archive.names:
        if name.endswith((".xml", ".rels")):
            archive.proved(name, archive.read(name))
    return Source(tuple(_paragraphs(archive, data)))


def _paragraphs(archive: Archive, data: bytes) -> Iterator[Rough]:
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import XMLSyntaxError

    wrong = (OpcError, XMLSyntaxError, AttributeError, LookupError, TypeError, ValueError)
    try:
        document = docx.Document(BytesIO(data))
        kinds = {one.style_id: _kind(one) for one in document.styles}
    except wrong as error:
        raise archive.damaged(str(error).strip("'\"")) from error
    joined = ""
    for element in document.element.body.iter(f"{_W}p"):
        if any(up.tag == _FALLBACK for up in element.iterancestors()):
            continue
        text = joined + "".join(_words(element))
        joined = text if _goes_on(element) else ""
        if not joined:
            yield from roughs(text, kinds.get(_style(element), "prose"))
    yield from roughs(joined)


def _kind(style: "BaseStyle | None") -> Kind:
    """Return what a style, or the one that it is made from, marks a paragraph as."""
    while style is not None:
        name = (style.name or "").lower()
        if name in _QUOTES:
            return "quotation"
        if name.startswith(_HEADINGS):
            return "heading"
        style = getattr(style, "base_style", None)
    return "prose"


def _style(paragraph: "_Element") -> str | None:
    found = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return None if found is None else found.get(f"{_W}val")


def _goes_on(paragraph: "_Element") -> bool:
    """Say whether the mark that ends a paragraph is deleted: then the next one belongs to it."""
    return paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None


def _words(paragraph: "_Element") -> Iterator[str]:
    """Yield the words of a paragraph: what is deleted, hidden or of another one is not read."""
    stack = list(reversed(paragraph))
    while stack:
        one = stack.pop()
        if one.tag == f"{_W}t":
            yield (one.text or "").replace("\xad", "")
        elif one.tag in _SIGNS:
            yield _SIGNS[one.tag]
        elif one.tag not in _GONE and one.tag != f"{_W}p" and not _hidden(one):
            stack += reversed(one)


def _hidden(run: "_Element") -> bool:
    vanish = run.find(f"{_W}rPr/{_W}vanish")
    return vanish is not None and vanish.get(f"{_W}val") not in {"0", "false", "off"}
