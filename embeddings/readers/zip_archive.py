"""Zip archives that nobody vouches for: what they unpack to is limited before any is read."""

import re
import zlib
from functools import cached_property
from io import BytesIO
from lzma import LZMAError
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from embeddings.readers.errors import DamagedSourceError, EncryptedSourceError, SwollenSourceError

if TYPE_CHECKING:
    from lxml.etree import _Element

ZIP_SIGNATURE = b"PK\x03\x04"
"""The bytes that a zip archive begins with."""

MAX_UNPACKED_BYTES = 256 * 2**20
"""The most that all parts of an archive may unpack to."""

MAX_RATIO = 200
"""The most times its packed size that a part may unpack to."""

MIN_CHECKED_BYTES = 2**20
"""Parts that unpack to no more than this are not held to MAX_RATIO: they do no harm."""

MAX_PARTS = 20_000
"""The most parts that an archive may have."""

MAX_ELEMENTS = 2_000_000
"""The most elements that the XML of an archive may have: in a tree, each takes 150 bytes."""

_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_FAILURES = (
    BadZipFile,
    LargeZipFile,
    LZMAError,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,  # what bz2 raises for damage
    ValueError,
)


class Archive:
    """A zip archive, read part by part; `kind` is what its errors call it."""

    def __init__(self, path: Path, data: bytes, kind: str) -> None:
        self.path, self.kind = path, kind
        self._elements: dict[str, int] = {}
        try:
            self._zip = ZipFile(BytesIO(data))
        except _FAILURES as error:
            raise self.damage(str(error)) from error
        self._check_sizes(self._zip.infolist())

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of its parts."""
        return frozenset(self._zip.namelist())

    def read(self, name: str) -> bytes:
        """Return a part, unpacked."""
        try:
            return self._zip.read(name)
        except KeyError as error:
            raise self.damage(f"{name} is missing") from error
        except RuntimeError as error:  # what zipfile raises if a part needs a password
            if isinstance(error, NotImplementedError):
                raise self.damage(f"{name}: {error}") from error
            raise EncryptedSourceError(self.path, self.kind, "needs a password") from error
        except _FAILURES as error:
            raise self.damage(f"{name}: {error}") from error

    def parse_xml(self, name: str) -> "_Element":
        """Return the tree of an XML part; its own entities are never expanded."""
        from lxml import etree

        data = self.read(name)
        self.refuse_bombs(name, data)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise self.damage(f"{name}: {error.msg}") from error

    def refuse_bombs(self, name: str, data: bytes) -> None:
        """Refuse XML that declares entities, a few of which stand for gigabytes, or is too much."""
        if _ENTITY.search(data.replace(b"\0", b"")):
            raise SwollenSourceError(self.path, f"is {self.kind} whose {name} declares entities")
        self._elements[name] = data.count(b"<") - data.count(b"</")
        if (elements := sum(self._elements.values())) > MAX_ELEMENTS:
            problem = f"is {self.kind} with {elements:,} elements in its XML"
            raise SwollenSourceError(self.path, problem)

    def damage(self, problem: str) -> DamagedSourceError:
        """Return the error for damage to this archive."""
        return DamagedSourceError(self.path, self.kind, problem.rstrip("."))

    def _check_sizes(self, parts: list[ZipInfo]) -> None:
        """Refuse an archive that would unpack to too much, as a whole or in a part."""
        total = sum(part.file_size for part in parts)
        if total > MAX_UNPACKED_BYTES or len(parts) > MAX_PARTS:
            size = f"{len(parts):,} parts of together {total // 2**20:,} MB"
            raise SwollenSourceError(self.path, f"is {self.kind} that would unpack to {size}")
        for part in parts:
            if part.file_size > max(MIN_CHECKED_BYTES, MAX_RATIO * part.compress_size):
                size = f"{part.file_size // 2**20:,} MB from {part.compress_size:,} bytes"
                problem = f"is {self.kind} whose {part.filename!r} would unpack to {size}"
                raise SwollenSourceError(self.path, problem)
