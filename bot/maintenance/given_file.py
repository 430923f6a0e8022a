"""A file that somebody gave, laid down for the program in a folder that nobody else may read."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that somebody gave, the name that it goes by, and the entry that describes it."""

    data: bytes
    name: str
    document: str | None = None

    def lay_down(self) -> Path:
        """Write it into a folder of its own, and return where it lies.

        Of the name that it was given by only the suffix is taken, where a reader knows it.
        """
        from embeddings.readers.registry import reader_named_by

        name = Path(self.name)
        suffix = name.suffix.lower() if reader_named_by(name) else ""
        file = Path(tempfile.mkdtemp(prefix="concordance-")) / f"text{suffix}"
        try:
            file.write_bytes(self.data)
        except OSError:
            take_away(file)
            raise
        return file


def take_away(file: Path) -> None:
    """Take a file away that was laid down, with its folder."""
    shutil.rmtree(file.parent, ignore_errors=True)
