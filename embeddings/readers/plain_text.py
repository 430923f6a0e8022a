"""Plain text: paragraphs with blank lines between them, or one a line."""

from collections.abc import Collection, Iterator, Sequence

from embeddings.readers.character_references import resolve_references
from embeddings.readers.divided_words import DividedWords
from embeddings.readers.line_paragraphs import judge_lines, part_lines
from embeddings.readers.parsed_file import RawParagraph, Remark, Source, split_paragraphs
from embeddings.readers.reader import InputFile, Reader, Verdict

_GUESSED = Remark(
    "", "the encoding of the file is guessed; look at its accents and marks, or save it as UTF-8"
)

_UNCLEAR = Remark(
    "",
    "lines without a blank line between them are read as one paragraph; if each is a paragraph, "
    "put blank lines between them",
)


def sniff(_: InputFile) -> Verdict:
    """Say of any text that it may be plain."""
    return Verdict.MAYBE


def read(file: InputFile) -> Source:
    """Read a plain text."""
    return read_lines(list(split_paragraphs(resolve_references(file.text))), file)


def blocks(text: str, left_overs: Collection[str] = ()) -> Iterator[str]:
    """Yield the paragraphs of a plain text, white space folded.

    A line that consists of a left-over alone is dropped.
    """
    source = read_lines(list(split_paragraphs(resolve_references(text))))
    return (block.words for block in source.blocks(left_overs))


def read_lines(paragraphs: Sequence[RawParagraph], file: InputFile | None = None) -> Source:
    """Return a text of which the lines are known: its paragraphs parted, its words whole."""
    lines = judge_lines(paragraphs)
    divided = DividedWords(part_lines(paragraphs) if lines == "paragraphs" else paragraphs)
    whole = tuple(divided.rejoin())
    guessed = (_GUESSED,) if file is not None and file.is_guessed else ()
    unclear = (_UNCLEAR,) if lines == "unclear" else ()
    return Source(whole, (*guessed, *unclear, *divided.remarks))


READER = Reader("plain", "a plain text", (".txt", ".text"), sniff, read, isolated=False)
