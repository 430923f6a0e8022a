"""Zip files that may be anybody's: what they unpack to is bounded before any of it is read."""

import re
import zlib
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from embeddings.readers.errors import DamagedSourceError, EncryptedSourceError, SwollenSourceError

if TYPE_CHECKING:
    from lxml.etree import _Element

TOTAL = 256 * 2**20
"""A file may unpack to so many bytes,"""
RATIO = 200
"""and a part of it to so many times its own size,"""
SMALL = 2**20
"""if it is larger than this: a small one of blanks is no harm."""
PARTS = 20_000
"""A file may have so many parts."""

_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_FAILURES = (BadZipFile, LargeZipFile, zlib.error, EOFError, NotImplementedError, ValueError)


class Archive:
    """A zip file, its parts read one by one."""

    def __init__(self, path: Path, data: bytes, kind: str) -> None:
        self.path, self.kind = path, kind
        try:
            self._zip = ZipFile(BytesIO(data))
        except (*_FAILURES, OSError) as error:
            raise self.damaged(str(error)) from error
        self._bound(self._zip.infolist())

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of its parts."""
        return frozenset(self._zip.namelist())

    def read(self, name: str) -> bytes:
        """Return a part, unpacked."""
        try:
            return self._zip.read(name)
        except KeyError as error:
            raise self.damaged(f"{name} is missing") from error
        except RuntimeError as error:  # what zipfile raises for a password
            if isinstance(error, NotImplementedError):
                raise self.damaged(f"{name}: {error}") from error
            raise EncryptedSourceError(self.path, self.kind, "needs a password") from error
        except _FAILURES as error:
            raise self.damaged(f"{name}: {error}") from error

    def tree(self, name: str) -> "_Element":
        """Return a part that is XML; its own entities are never expanded."""
        from lxml import etree

        data = self.read(name)
        self.proved(name, data)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise self.damaged(f"{name}: {error.msg}") from error

    def proved(self, name: str, data: bytes) -> None:
        """Refuse XML that declares entities: a few of them can stand for gigabytes."""
        if _ENTITY.search(data.replace(b"\0", b"")):
            raise SwollenSourceError(self.path, f"is {self.kind} whose {name} declares entities")

    def damaged(self, problem: str) -> DamagedSourceError:
        """Return the error that says so."""
        return DamagedSourceError(self.path, self.kind, problem.rstrip("."))

    def _bound(self, parts: list[ZipInfo]) -> None:
        total = sum(part.file_size for part in parts)
        if total > TOTAL or len(parts) > PARTS:
            size = f"{len(parts):,} parts of together {total // 2**20:,} MB"
            raise SwollenSourceError(self.path, f"is {self.kind} that would unpack to {size}")
        for part in parts:
            if part.file_size > SMALL and part.file_size > RATIO * part.compress_size:
                size = f"{part.file_size // 2**20:,} MB from {part.compress_size:,} bytes"
                problem = f"is {self.kind} whose {part.filename!r} would unpack to {size}"
                raise SwollenSourceError(self.path, problem)
