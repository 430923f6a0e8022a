"""Formats that are known but not read: what each is called, and what to save it as instead."""

import re
from dataclasses import dataclass
from typing import NoReturn

from embeddings.errors import SourceError
from embeddings.readers.errors import EncryptedSourceError
from embeddings.readers.reader import InputFile

_LINE_REST = r"[^\r\n]*+(?:\r\n?|\n)"
"""The rest of a line with its end: one way only to read it, or many lines would take for ever."""


@dataclass(frozen=True, slots=True)
class UnreadableText:
    """A format that is text, told by how it begins."""

    beginning: re.Pattern[str]
    name: str
    remedy: str


UNREADABLE_TEXTS = (
    UnreadableText(re.compile(r"\s*\{\\rtf"), "a rich text (RTF)", "save it as DOCX"),
    UnreadableText(re.compile(r"\s*%!PS"), "a PostScript file", "save it as PDF"),
    UnreadableText(
        re.compile(
            rf"(?:[\w-]+:{_LINE_REST}(?:[ \t]{_LINE_REST})*+)*?content-type: *multipart/",
            re.IGNORECASE,
        ),
        "a web archive (MHTML)",
        "save the page as HTML alone",
    ),
    UnreadableText(re.compile(r"\s*<\?xml\b"), "an XML file", "save it as plain text"),
)

UNREADABLE_ARCHIVES = (
    ("xl/workbook.xml", "an Excel workbook"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("content.xml", "an OpenDocument file"),
    ("word/document.bin", "a binary Word file"),
)
"""Zip archives of other programs: a part that each has, and what it is called."""

_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def refuse_text(file: InputFile) -> None:
    """Raise SourceError for a text in a format that is not read."""
    for form in UNREADABLE_TEXTS:
        if form.beginning.match(file.text):
            raise SourceError(file.path, f"is {form.name}", form.remedy)


def refuse_archive(file: InputFile) -> NoReturn:
    """Raise SourceError for a zip archive, calling it what it is if that is known."""
    parts = file.archive.names
    name = next((name for part, name in UNREADABLE_ARCHIVES if part in parts), "a ZIP archive")
    raise SourceError(file.path, f"is {name}", "save its text as DOCX or as plain text")


def refuse_binary(file: InputFile) -> None:
    """Raise SourceError for what Microsoft's compound files hold: old or encrypted Word files."""
    if not file.data.startswith(_OLE_SIGNATURE):
        return
    if _OLE_ENCRYPTED in file.data:
        raise EncryptedSourceError(file.path, "a Word file", "needs a password")
    raise SourceError(file.path, "is a file of an old Word (DOC)", "save it as DOCX")
