"""One edition on disk, opened: its manifest, its concordance, its guide."""

import hashlib
import os
from functools import cached_property
from pathlib import Path

from embeddings.concordance import passages
from embeddings.concordance.concordance import Concordance
from embeddings.editions.edition_manifest import MANIFEST_FILE, EditionInfo, FileRecord, read_info
from embeddings.errors import DamagedIndexError, StaleIndexError
from embeddings.guide.guide import GUIDE_FILE, Guide

_MAX_HASHED_BYTES = 64 * 2**20
"""Largest file that is hashed on opening; a larger one is memory-mapped, and its size checked."""


class Edition:
    """One edition on disk, opened."""

    def __init__(self, path: Path, info: EditionInfo, concordance: Concordance) -> None:
        self.path, self.info, self.concordance = path, info, concordance

    @classmethod
    def read(cls, path: Path, *, whole: bool = False) -> "Edition":
        """Open the edition in a folder, and verify its files: large ones by size unless `whole`.

        Raises StaleIndexError for an edition of another version, and DamagedIndexError for a
        file that is missing or changed.
        """
        info = read_info(path / MANIFEST_FILE)
        if info.splitter != passages.SPLITTING_VERSION:
            raise StaleIndexError("splitter", info.splitter, passages.SPLITTING_VERSION)
        for name, record in info.files.items():
            _verify(path / name, record, whole=whole)
        file = path / "concordance.json"
        concordance = Concordance.from_json(file, file.read_bytes())
        if concordance.document.edition != info.edition:
            raise DamagedIndexError(file, "holds another text than the manifest names")
        return cls(path, info, concordance)

    @cached_property
    def guide(self) -> Guide:
        """The sections of its text, and examples of what to ask."""
        file = self.path / GUIDE_FILE
        return Guide.from_json(file, file.read_bytes())


def _verify(path: Path, record: FileRecord, *, whole: bool) -> None:
    """Raise DamagedIndexError for a file that is missing or is not what was written."""
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            size_suffices = size == record.size > _MAX_HASHED_BYTES and not whole
            sha256 = "" if size_suffices else hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise DamagedIndexError(path, f"cannot be read ({error.strerror})") from error
    if not size_suffices and sha256 != record.sha256:
        raise DamagedIndexError(path, "is not what was written")
