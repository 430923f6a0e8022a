"""A file in, its paragraphs out: one file per format."""

from pathlib import Path

from embeddings.readers.decoding import decode, read_bytes
from embeddings.readers.parsed_file import Source
from embeddings.readers.plain_text import blocks
from embeddings.readers.reader import InputFile

__all__ = ["blocks", "decode", "read"]


def read(path: Path) -> Source:
    """Read a file; raise SourceError, which names it, if it cannot be read.

    Plain text is read here; what is more than that, by a child with limits.
    """
    from embeddings.readers import registry  # 0.1 s for all readers: asking needs none

    file = InputFile(path, read_bytes(path), registry.reader_named_by(path))
    if registry.is_plain(file):
        return registry.read(file)
    from embeddings.readers.child import read_in_child

    return read_in_child(path, file.data)
