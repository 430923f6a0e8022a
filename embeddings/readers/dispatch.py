"""A file of any kind that there is a reader for, read."""

from pathlib import Path

from embeddings.readers import plain_text
from embeddings.readers.file_types import form_of
from embeddings.readers.parsed_file import Source


def read(path: Path) -> Source:
    """Read a file; raise SourceError, which names it, for one that cannot be read."""
    data = plain_text.contents(path)
    form = form_of(path, data)
    if form == "text":
        return plain_text.read(plain_text.decoded(path, data))
    if form == "markdown":
        from embeddings.readers import markdown

        return markdown.read(path, data)
    if form == "html":
        from embeddings.readers import webpage

        return webpage.read(path, data)
    if form == "docx":
        from embeddings.readers import docx

        return docx.read(path, data)
    if form == "epub":
        from embeddings.readers import epub

        return epub.read(path, data)
    from embeddings.readers import pdf

    return pdf.read(path, data)
