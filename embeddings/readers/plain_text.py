"""Plain text: paragraphs with blank lines between them."""

from collections.abc import Collection, Iterator

from embeddings.readers.parsed_file import Source, split_paragraphs
from embeddings.readers.reader import InputFile, Reader, Verdict


def sniff(_: InputFile) -> Verdict:
    """Say of any text that it may be plain."""
    return Verdict.MAYBE


def read(file: InputFile) -> Source:
    """Read a plain text."""
    return _parse(file.text)


def blocks(text: str, left_overs: Collection[str] = ()) -> Iterator[str]:
    """Yield the paragraphs of a plain text, white space folded.

    A line that consists of a left-over alone is dropped.
    """
    return (block.words for block in _parse(text).blocks(left_overs))


def _parse(text: str) -> Source:
    return Source(tuple(split_paragraphs(text)))


READER = Reader("plain", "a plain text", (".txt", ".text"), sniff, read, isolated=False)
