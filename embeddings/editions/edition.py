"""One edition on disk, opened: its manifest, its concordance, its guide."""

import hashlib
import os
from functools import cached_property
from pathlib import Path

from embeddings.concordance import passages
from embeddings.concordance.concordance import Concordance
from embeddings.editions.edition_manifest import MANIFEST_FILE, EditionInfo, FileRecord, read_info
from embeddings.errors import DamagedIndexError, StaleIndexError
from embeddings.files.proof import FolderProof
from embeddings.files.regular import open_regular, read_regular
from embeddings.guide.guide import GUIDE_FILE, Guide

_MAX_HASHED_BYTES = 64 * 2**20
"""Largest file that is hashed on opening; of a larger one the size is checked until its proof."""


class Edition:
    """One edition on disk, opened."""

    def __init__(self, path: Path, info: EditionInfo, concordance: Concordance) -> None:
        self.path, self.info, self.concordance = path, info, concordance

    @classmethod
    def read(cls, path: Path, *, whole: bool = False) -> "Edition":
        """Open the edition in a folder, and verify its files: large ones by size unless `whole`.

        Opened whole, it is proved, and the record of its proof is kept.

        Raises StaleIndexError for an edition of another version, and DamagedIndexError for a
        file that is missing or changed.
        """
        info = read_info(path / MANIFEST_FILE)
        if info.splitter != passages.SPLITTING_VERSION:
            raise StaleIndexError("splitter", info.splitter, passages.SPLITTING_VERSION)
        for name, record in info.files.items():
            _verify(path / name, record)
        file = path / "concordance.json"
        concordance = Concordance.from_json(file, read_regular(file))
        if concordance.document.edition != info.edition:
            raise DamagedIndexError(file, "holds another text than the manifest names")
        edition = cls(path, info, concordance)
        if whole:
            edition.proof.repeat(keep=True)
        return edition

    @property
    def proof(self) -> FolderProof:
        """The proof of the large files, for which no question waits."""
        files = self.info.files.items()
        large = {name: file.sha256 for name, file in files if file.size > _MAX_HASHED_BYTES}
        return FolderProof(self.path, large)

    @cached_property
    def guide(self) -> Guide:
        """The sections of its text, and examples of what to ask."""
        file = self.path / GUIDE_FILE
        return Guide.from_json(file, read_regular(file))


def _verify(path: Path, record: FileRecord) -> None:
    """Raise DamagedIndexError for a file that is missing, or at once seen not to be as written."""
    try:
        with open_regular(path) as file:
            size = os.fstat(file.fileno()).st_size
            size_suffices = size == record.size > _MAX_HASHED_BYTES
            sha256 = "" if size_suffices else hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise DamagedIndexError(path, f"cannot be read ({error.strerror})") from error
    if not size_suffices and sha256 != record.sha256:
        raise DamagedIndexError(path, "is not what was written")
