"""Word files (DOCX): the paragraphs of the body, as they read with all changes accepted."""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from embeddings.readers.parsed_file import RawParagraph, Source, split_paragraphs
from embeddings.readers.reader import InputFile, Reader, Verdict
from embeddings.readers.zip_archive import Archive
from embeddings.types.document import BlockKind

if TYPE_CHECKING:
    from docx.styles.style import BaseStyle
    from lxml.etree import _Element

_NAME = "a Word file (DOCX)"
_BODY = "word/document.xml"
_QUOTE_STYLES = frozenset({"quote", "intense quote", "block text", "quotations", "block quotation"})
_HEADING_STYLES = ("heading ", "title", "subtitle")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED = frozenset(f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "rPr", "pPr"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CHARACTERS = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
}


def sniff(file: InputFile) -> Verdict:
    """Recognise an archive by the part that holds the body of a Word file."""
    return Verdict.YES if _BODY in file.archive.names else Verdict.NO


def read(file: InputFile) -> Source:
    """Read a Word file, without its notes, comments, headers and footers."""
    archive = Archive(file.path, file.data, _NAME)
    for name in sorted(archive.names):
        if name.endswith((".xml", ".rels")):
            archive.refuse_entities(name, archive.read(name))
    return Source(tuple(_paragraphs(archive, file.data)))


def _paragraphs(archive: Archive, data: bytes) -> Iterator[RawParagraph]:
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import XMLSyntaxError

    failures = (OpcError, XMLSyntaxError, AttributeError, LookupError, TypeError, ValueError)
    try:
        document = docx.Document(BytesIO(data))
        kinds = {style.style_id: _kind(style) for style in document.styles}
    except failures as error:
        raise archive.damage(str(error).strip("'\"")) from error
    unfinished = ""
    for element in document.element.body.iter(f"{_W}p"):
        if any(ancestor.tag == _FALLBACK for ancestor in element.iterancestors()):
            continue
        text = unfinished + "".join(_text_of(element))
        unfinished = text if _runs_on(element) else ""
        if not unfinished:
            yield from split_paragraphs(text, kinds.get(_style(element), "prose"))
    yield from split_paragraphs(unfinished)


def _kind(style: "BaseStyle | None") -> BlockKind:
    """Return what a style, or a style that it is based on, marks a paragraph as."""
    while style is not None:
        name = (style.name or "").lower()
        if name in _QUOTE_STYLES:
            return "quotation"
        if name.startswith(_HEADING_STYLES):
            return "heading"
        style = getattr(style, "base_style", None)
    return "prose"


def _style(paragraph: "_Element") -> str | None:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return None if style is None else style.get(f"{_W}val")


def _runs_on(paragraph: "_Element") -> bool:
    """Say whether the mark at a paragraph's end is deleted: the next one then continues it."""
    return paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None


def _text_of(paragraph: "_Element") -> Iterator[str]:
    """Yield the text of a paragraph, without what is deleted, hidden or a paragraph in a box."""
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        if element.tag == f"{_W}t":
            yield (element.text or "").replace("\xad", "")
        elif element.tag in _CHARACTERS:
            yield _CHARACTERS[element.tag]
        elif element.tag not in _SKIPPED and element.tag != f"{_W}p" and not _is_hidden(element):
            stack += reversed(element)


def _is_hidden(run: "_Element") -> bool:
    vanish = run.find(f"{_W}rPr/{_W}vanish")
    return vanish is not None and vanish.get(f"{_W}val") not in {"0", "false", "off"}


READER = Reader("DOCX", _NAME, (".docx",), sniff, read, stored_as="zip")
