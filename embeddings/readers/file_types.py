"""What kind of file it is: by its content first, and by its name where that leaves it open."""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from embeddings.errors import SourceError
from embeddings.readers.errors import (
    DamagedSourceError,
    EncryptedSourceError,
    MislabelledSourceError,
)
from embeddings.readers.plain_text import decoded
from embeddings.readers.zip_archive import Archive

Form = Literal["text", "markdown", "html", "docx", "epub", "pdf"]


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    suffixes: tuple[str, ...]


KINDS: dict[Form, _Kind] = {
    "text": _Kind("a plain text", (".txt", ".text")),
    "markdown": _Kind("a Markdown text", (".md", ".markdown")),
    "html": _Kind("a web page (HTML)", (".html", ".htm", ".xhtml")),
    "docx": _Kind("a Word file (DOCX)", (".docx",)),
    "epub": _Kind("an EPUB book", (".epub",)),
    "pdf": _Kind("a PDF file", (".pdf",)),
}

_BY_SUFFIX = {suffix: form for form, kind in KINDS.items() for suffix in kind.suffixes}
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"</?(?:p|div|br|h[1-6]|blockquote|li|body|span|article)\b[^<>]*>", re.IGNORECASE)
_OTHERS = (
    (re.compile(r"\s*\{\\rtf"), "a rich text (RTF)", "save it as DOCX"),
    (re.compile(r"\s*%!PS"), "a PostScript file", "save it as PDF"),
    (
        re.compile(
            r"(?:[\w-]+:.*\r?\n(?:[ \t].*\r?\n)*)*?content-type: *multipart/", re.IGNORECASE
        ),
        "a web archive (MHTML)",
        "save the page as HTML alone",
    ),
    (re.compile(r"\s*<\?xml\b"), "an XML file", "save it as plain text"),
)
_ZIPS = (
    ("xl/workbook.xml", "an Excel workbook"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("content.xml", "an OpenDocument file"),
    ("word/document.bin", "a binary Word file"),
)


def form_of(path: Path, data: bytes) -> Form:
    """Return the kind of a file; raise SourceError for what none of the readers can read.

    A file whose name says another kind than its content is refused too.
    """
    named = _BY_SUFFIX.get(path.suffix.lower())
    if not data.strip():
        raise SourceError(path, "is empty", "name a file with a text in it")
    found = _binary(path, data) or _textual(path, data, named)
    if named is not None and named != found:
        raise MislabelledSourceError(path, KINDS[found].name, KINDS[found].suffixes[0])
    return found


def _binary(path: Path, data: bytes) -> Form | None:
    """Return the kind of what is no text."""
    if data[:1024].removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(_ZIP):
        return _zipped(path, data)
    if data.startswith(_OLE):
        if _LOCKED in data:
            raise EncryptedSourceError(path, "a Word file", "needs a password")
        raise SourceError(path, "is a file of an old Word (DOC)", "save it as DOCX")
    return None


def _zipped(path: Path, data: bytes) -> Form:
    named = _BY_SUFFIX.get(path.suffix.lower(), "text")
    kind = KINDS[named].name if named in {"docx", "epub"} else "a ZIP archive"
    names = (archive := Archive(path, data, kind)).names
    if "word/document.xml" in names:
        return "docx"
    told = archive.read("mimetype").strip() if "mimetype" in names else b""
    if told == b"application/epub+zip" or (not told and "META-INF/container.xml" in names):
        return "epub"
    what = next((name for part, name in _ZIPS if part in names), "a ZIP archive")
    raise SourceError(path, f"is {what}", "save its text as DOCX or as plain text")


def _textual(path: Path, data: bytes, named: Form | None) -> Form:
    """Return the kind of a text; what is none is damaged, if its name says another kind."""
    if named in {"pdf", "docx", "epub"} and not _is_text(path, data):
        raise DamagedSourceError(path, f"named as {KINDS[named].name}", "it does not begin as one")
    text = decoded(path, data)
    if _PAGE.match(text):
        return "html"
    for pattern, what, remedy in _OTHERS:
        if pattern.match(text):
            raise SourceError(path, f"is {what}", remedy)
    if named == "html" and _TAG.search(text):
        return "html"
    return "markdown" if named == "markdown" else "text"


def _is_text(path: Path, data: bytes) -> bool:
    try:
        decoded(path, data)
    except SourceError:
        return False
    return True
