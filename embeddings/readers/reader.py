"""What a file format is to this package: a reader, and the file that it is handed."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import Literal

from embeddings.errors import SourceError
from embeddings.readers.decoding import decode_bytes, is_guessed
from embeddings.readers.parsed_file import Source
from embeddings.readers.zip_archive import Archive


class Verdict(Enum):
    """What a reader says of the content of a file."""

    YES = "it is in my format, whatever its name"
    MAYBE = "it is in my format if its name says so"
    NO = "it is not in my format"


@dataclass(frozen=True, slots=True)
class Reader:
    """One file format: what it is called, how it is recognised, how it is read.

    `label` stands in lists (`DOCX`), `name` in sentences (`a Word file (DOCX)`). The first suffix
    is the one that is recommended. `stored_as` says what `sniff` can rely on: it is asked of text
    that decodes, of zip archives that open, or of any other bytes. What is `isolated` is read in
    a process of its own: all that is not as simple as plain text.
    """

    label: str
    name: str
    suffixes: tuple[str, ...]
    sniff: Callable[["InputFile"], Verdict]
    read: Callable[["InputFile"], Source]
    stored_as: Literal["text", "zip", "binary"] = "text"
    isolated: bool = True


@dataclass(frozen=True)
class InputFile:
    """A file to be read, and the reader that its name calls for."""

    path: Path
    data: bytes
    named: Reader | None = None

    @cached_property
    def text(self) -> str:
        """Its content as text; raises SourceError if it is not text."""
        return decode_bytes(self.path, self.data)

    @property
    def is_guessed(self) -> bool:
        """Whether nothing says for sure which encoding its text is in."""
        return is_guessed(self.data)

    @property
    def is_text(self) -> bool:
        """Whether its content can be decoded."""
        try:
            return bool(self.text)
        except SourceError:
            return False

    @cached_property
    def archive(self) -> Archive:
        """Its content as a zip archive; raises SourceError if that is damaged or too large."""
        zipped = self.named is not None and self.named.stored_as == "zip"
        kind = self.named.name if self.named is not None and zipped else "a ZIP archive"
        return Archive(self.path, self.data, kind)
