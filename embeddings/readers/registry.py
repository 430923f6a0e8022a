"""The file formats that are read. A new one is a module with a READER, and a line here."""

from pathlib import Path

from embeddings.readers import docx, epub, markdown, pdf, plain_text, webpage
from embeddings.readers.reader import Reader

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


def list_formats() -> str:
    """Return the formats as a sentence lists them: `plain, Markdown, … or PDF`."""
    *labels, last = (reader.label for reader in READERS)
    return f"{', '.join(labels)} or {last}"
