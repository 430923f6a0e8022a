"""A file in any format that there is a reader for, read."""

from pathlib import Path

from embeddings.readers.decoding import read_bytes
from embeddings.readers.parsed_file import Source
from embeddings.readers.reader import InputFile


def read(path: Path) -> Source:
    """Read a file; raise SourceError, which names it, if it cannot be read."""
    from embeddings.readers.file_types import recognise  # 0.1 s for all readers: asking needs none
    from embeddings.readers.registry import reader_named_by

    file = InputFile(path, read_bytes(path), reader_named_by(path))
    return recognise(file).read(file)
