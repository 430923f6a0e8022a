"""The file formats that are read, and which reader a file is for. A new one is a line here."""

from pathlib import Path

from embeddings.errors import SourceError
from embeddings.readers import docx, epub, markdown, pdf, plain_text, webpage
from embeddings.readers.errors import DamagedSourceError, MislabelledSourceError
from embeddings.readers.parsed_file import Source
from embeddings.readers.reader import InputFile, Reader, Verdict
from embeddings.readers.unreadable import refuse_archive, refuse_binary, refuse_text
from embeddings.readers.zip_archive import ZIP_SIGNATURE

READERS: tuple[Reader, ...] = (
    plain_text.READER,
    markdown.READER,
    webpage.READER,
    docx.READER,
    epub.READER,
    pdf.READER,
)
"""Plain text comes first: it takes every text that no other reader claims. Of the others, the
first that is sure of a content reads it: a zip archive that has the parts of a Word file is one,
even if it also looks like a book. Messages list the formats in this order."""

_BY_SUFFIX = {suffix: reader for reader in READERS for suffix in reader.suffixes}


def reader_named_by(path: Path) -> Reader | None:
    """Return the reader that the name of a file calls for; None if its suffix is unknown."""
    return _BY_SUFFIX.get(path.suffix.lower())


def name_kind(path: Path) -> str:
    """Return what a sentence calls a file of that name: `a PDF file`; `a file` if it is unknown."""
    reader = reader_named_by(path)
    return reader.name if reader is not None else "a file"


def list_formats() -> str:
    """Return the formats as a sentence lists them: `plain, Markdown, … or PDF`."""
    *labels, last = (reader.label for reader in READERS)
    return f"{', '.join(labels)} or {last}"


def read(file: InputFile) -> Source:
    """Read a file by its reader, in this process; raise SourceError if it cannot be read."""
    return recognise(file).read(file)


def is_plain(file: InputFile) -> bool:
    """Say whether a file is plain text in UTF-8, which no reader needs to be kept apart for."""
    if file.named is not None and file.named.isolated:
        return False
    try:
        file.data.decode()
    except UnicodeDecodeError:
        return False
    return not recognise(file).isolated


def recognise(file: InputFile) -> Reader:
    """Return the reader of a file; raise SourceError for what none of them can read.

    A file whose name says another format than its content is refused too.
    """
    if not file.data.strip():
        raise SourceError(file.path, "is empty", "name a file with a text in it")
    if file.data.startswith(ZIP_SIGNATURE):
        reader = _recognise_archive(file)
    else:
        reader = _recognise_binary(file) or _recognise_text(file)
    if file.named not in {None, reader}:
        raise MislabelledSourceError(file.path, reader.name, reader.suffixes[0])
    return reader


def _recognise_archive(file: InputFile) -> Reader:
    reader = _surest(file, "zip")
    if reader is None:
        refuse_archive(file)
    return reader


def _recognise_binary(file: InputFile) -> Reader | None:
    """Return the reader of what is neither an archive nor text; None if it may be text."""
    if (reader := _surest(file, "binary")) is None:
        refuse_binary(file)
    return reader


def _recognise_text(file: InputFile) -> Reader:
    """Return the reader of a text; what is no text is damaged if its name promises otherwise."""
    named = file.named
    if named is not None and named.stored_as != "text" and not file.is_text:
        raise DamagedSourceError(file.path, f"named as {named.name}", "it does not begin as one")
    if (reader := _surest(file, "text")) is not None:
        return reader
    refuse_text(file)
    if named is not None and named.stored_as == "text" and named.sniff(file) is Verdict.MAYBE:
        return named
    return READERS[0]


def _surest(file: InputFile, stored_as: str) -> Reader | None:
    """Return the first reader that is sure of a file, of those for what is stored like it."""
    candidates = (reader for reader in READERS if reader.stored_as == stored_as)
    return next((reader for reader in candidates if reader.sniff(file) is Verdict.YES), None)
